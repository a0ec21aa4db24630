//! SES is played by a server on loopback: what we send is read, and what it answers is told apart.

use std::error::Error as _;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sesv2::config::BehaviorVersion;
use aws_types::region::Region;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::Subject;
use rollcall_rules::address::EmailAddress;
use rollcall_texts::Language;

fn mail() -> Mail {
    Mail {
        to: EmailAddress::parse("ada@example.com").unwrap(),
        reply_to: Some(EmailAddress::parse("help@example.com").unwrap()),
        language: Language::German,
        subject: Subject::new("Grüße"),
        text: "plain ✓".to_owned(),
        html: "<p>html ✓</p>".to_owned(),
    }
}

fn ses(endpoint: &str, sender: &str) -> Ses {
    let settings = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "key", "secret", None, None, "test",
        )))
        .build();
    Ses::new(client(&settings, Some(endpoint.to_owned())), sender, Some("mails".to_owned()))
}

/// Sends one mail to a server that gives this answer; tells how that ended and what the server was sent.
async fn sent(head: &str, body: &str) -> (Result<(), MailError>, Value) {
    let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_body(&mut stream).await;
        stream.write_all(answer.as_bytes()).await.unwrap();
        request
    });
    let outcome = ses(&endpoint, "Rollcall <accounts@example.com>").send(&mail()).await;
    (outcome, server.await.unwrap())
}

async fn read_body(stream: &mut TcpStream) -> Value {
    let mut request = Vec::new();
    loop {
        assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0, "the request ended early");
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.starts_with("POST /v2/email/outbound-emails "), "{head}");
        if let Ok(body) = serde_json::from_str(body) {
            return body;
        }
    }
}

/// All that an error says, down to its first cause.
fn told(error: &MailError) -> String {
    format!("{error}: {}", error.source().unwrap())
}

#[tokio::test]
async fn a_mail_is_sent_as_it_is_to_its_one_recipient() {
    let (outcome, body) = sent("200 OK", r#"{"MessageId":"1"}"#).await;
    outcome.unwrap();
    let utf8 = |data: &str| json!({ "Data": data, "Charset": "UTF-8" });
    assert_eq!(
        body,
        json!({
            "FromEmailAddress": "\"Rollcall\" <accounts@example.com>",
            "Destination": { "ToAddresses": ["ada@example.com"] },
            "ReplyToAddresses": ["help@example.com"],
            "Content": { "Simple": {
                "Subject": utf8("Grüße"),
                "Body": { "Text": utf8("plain ✓"), "Html": utf8("<p>html ✓</p>") },
                "Headers": [
                    { "Name": "Auto-Submitted", "Value": "auto-generated" },
                    { "Name": "Content-Language", "Value": "de" },
                ],
            }},
            "ConfigurationSetName": "mails",
        })
    );
}

#[tokio::test]
async fn an_error_is_read_from_the_wire_and_names_nobody() {
    let head = "400 Bad Request\r\nx-amzn-errortype: MessageRejected";
    let (outcome, _) = sent(head, r#"{"message":"Address ada@example.com blacklisted"}"#).await;
    let error = outcome.unwrap_err();
    assert!(matches!(error, MailError::Refused { .. }), "{error:?}");
    assert_eq!(
        told(&error),
        "the mail service refuses the mail for good: MessageRejected: Address (address) blacklisted"
    );
    assert!(!format!("{error:?}").contains('@'), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_none_is_unavailable_and_names_nobody() {
    let (outcome, _) = sent("200 OK", "ada@example.com").await;
    let error = outcome.unwrap_err();
    assert!(matches!(error, MailError::Unavailable { .. }), "{error:?}");
    assert!(!format!("{error:?}").contains('@'), "{error:?}");
}

#[tokio::test]
async fn a_sender_that_is_none_leaves_the_mail_for_later() {
    let error = ses("http://127.0.0.1:1", "Acme").send(&mail()).await.unwrap_err();
    assert!(matches!(error, MailError::Unavailable { .. }), "{error:?}");
    assert!(told(&error).contains("MAIL_SENDER"), "{error}");
}
