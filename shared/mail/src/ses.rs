//! Amazon SES, version 2 of its API.

mod failure;
mod sender;
#[cfg(test)]
mod tests;

use std::time::Duration;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader};
use aws_types::SdkConfig;

use self::sender::{Sender, SenderError};
use super::{Mail, MailError, Mailer};
use rollcall::aws::{self, MissingSetting, TimeLimits};

/// All tries of one mail. The outbox keeps what was not sent and tries it again, so waiting long gains nothing.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(10);

/// One try. Generous: a mail whose answer came too late was sent, and goes out twice.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The first and two more, a second or two apart: enough for a rate of so many mails a second, pointless for a quota
/// of so many a day.
const MAX_ATTEMPTS: u32 = 3;

/// Sends mails by Amazon SES.
#[derive(Debug, Clone)]
pub struct Ses {
    client: Client,
    /// What is wrong with the setting is told by each mail, which then waits: stopping the function for it would also
    /// stop what needs no mail.
    sender: Result<Sender, SenderError>,
    configuration_set: Option<String>,
}

impl Ses {
    /// A mailer with this client. `sender` is an address or `Name <address>`, verified in SES.
    #[must_use]
    pub fn new(client: Client, sender: &str, configuration_set: Option<String>) -> Self {
        Self { client, sender: Sender::parse(sender), configuration_set }
    }

    /// The mailer of a function: sender `MAIL_SENDER`, the optional configuration set `MAIL_CONFIGURATION_SET`,
    /// settings of the environment. Makes no call.
    ///
    /// # Errors
    ///
    /// [`MissingSetting`]: `MAIL_SENDER`, or one of [`aws::sdk_config`].
    pub fn from_env() -> Result<Self, MissingSetting> {
        let client = client(&aws::sdk_config()?, aws::endpoint_url("SESV2"));
        Ok(Self::new(client, &aws::required("MAIL_SENDER")?, aws::optional("MAIL_CONFIGURATION_SET")))
    }
}

impl Mailer for Ses {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let sender = self.sender.as_ref().map_err(|error| MailError::unavailable(*error))?;
        let content = content(mail).map_err(MailError::unavailable)?;
        let request = self
            .client
            .send_email()
            .from_email_address(sender.as_str())
            .destination(Destination::builder().to_addresses(mail.to.as_str()).build())
            .set_reply_to_addresses(mail.reply_to.as_ref().map(|address| vec![address.as_str().to_owned()]))
            .content(content)
            .set_configuration_set_name(self.configuration_set.clone());
        request.send().await.map(|_| ()).map_err(failure::of)
    }
}

/// A client on these settings.
///
/// `endpoint_url` overrides the service's endpoint where the settings name none; see [`aws::endpoint_url`].
#[must_use]
pub fn client(settings: &SdkConfig, endpoint_url: Option<String>) -> Client {
    let limits =
        TimeLimits { connect: CONNECT_TIMEOUT, attempt: ATTEMPT_TIMEOUT, operation: OPERATION_TIMEOUT };
    let retries = RetryConfig::standard().with_max_attempts(MAX_ATTEMPTS);
    let mut config =
        aws_sdk_sesv2::config::Builder::from(settings).timeout_config(limits.into()).retry_config(retries);
    if let Some(endpoint_url) = endpoint_url {
        config = config.endpoint_url(endpoint_url);
    }
    Client::from_conf(config.build())
}

fn content(mail: &Mail) -> Result<EmailContent, BuildError> {
    let body = Body::builder().text(utf8(&mail.text)?).html(utf8(&mail.html)?).build();
    // Absence assistants and list servers answer no such mail (RFC 3834 §2).
    let automatic = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build()?;
    let language = MessageHeader::builder().name("Content-Language").value(mail.language.tag()).build()?;
    let message = Message::builder().subject(utf8(mail.subject.as_str())?).body(body);
    let message = message.headers(automatic).headers(language).build();
    Ok(EmailContent::builder().simple(message).build())
}

fn utf8(text: &str) -> Result<Content, BuildError> {
    Content::builder().charset("UTF-8").data(text).build()
}
