//! The DynamoDB client, with time limits that fit into those of the callers.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::StalledStreamProtectionConfig;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_types::SdkConfig;

use super::Store;
use super::lean::{FixedEndpoint, LeaveOut};
use super::meter::CountRetries;
use crate::aws::{self, MissingSetting, TimeLimits};

/// Time for a whole operation, its retries included. API Gateway gives a request 29 s and Okta 60 s. A request mostly
/// makes three operations or fewer.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(5);

/// Time for one try. DynamoDB answers in milliseconds, so a try that hangs is better given up and made again.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(1_500);

/// Time for a new connection, which a try after a pause needs first.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1_000);

/// Tries of an operation: the first and three more. Waits start at 50 ms, as the SDK's usual second would use up the
/// time of the operation.
const MAX_ATTEMPTS: u32 = 4;

/// A client of DynamoDB on these settings, with the time limits above. It counts its retries for [`super::meter`].
///
/// The SDK's own watch over slow bodies is off: the limit of a try ends them sooner.
///
/// `endpoint_url` overrides the service's endpoint where the settings name none; see [`aws::endpoint_url`].
#[must_use]
pub fn client(settings: &SdkConfig, endpoint_url: Option<String>) -> Client {
    let limits =
        TimeLimits { connect: CONNECT_TIMEOUT, attempt: ATTEMPT_TIMEOUT, operation: OPERATION_TIMEOUT };
    let retries = RetryConfig::standard()
        .with_max_attempts(MAX_ATTEMPTS)
        .with_initial_backoff(Duration::from_millis(50))
        .with_max_backoff(Duration::from_secs(1));
    let mut config = aws_sdk_dynamodb::config::Builder::from(settings)
        .timeout_config(limits.into())
        .retry_config(retries)
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .interceptor(LeaveOut)
        .interceptor(CountRetries);
    if let Some(endpoint) = FixedEndpoint::of(settings, endpoint_url.as_deref()) {
        config = config.endpoint_resolver(endpoint);
    }
    if let Some(endpoint_url) = endpoint_url {
        config = config.endpoint_url(endpoint_url);
    }
    Client::from_conf(config.build())
}

/// The store of a function, on the settings of the environment. The variable `TABLE_NAME` names the table.
///
/// # Errors
///
/// The name of the first variable that is missing. DynamoDB is not called yet.
pub fn from_env() -> Result<Store, MissingSetting> {
    let client = client(&aws::sdk_config()?, aws::endpoint_url("DYNAMODB"));
    Ok(Store::new(client, aws::required("TABLE_NAME")?))
}

#[cfg(test)]
mod tests {
    use aws_credential_types::Credentials;
    use aws_credential_types::provider::SharedCredentialsProvider;
    use aws_sdk_dynamodb::config::BehaviorVersion;
    use aws_types::region::Region;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::super::meter::{self, Usage};
    use super::*;
    use rollcall_rules::tenant::TenantId;

    const OVERLOADED: (&str, &str) = ("500 Internal Server Error", r#"{"__type":"InternalServerError"}"#);
    const NOTHING: (&str, &str) = ("200 OK", "{}");

    /// What it took to read a tenant from a server that gives these answers.
    async fn used<const N: usize>(answers: [(&'static str, &'static str); N]) -> (bool, Usage) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            for (status, body) in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                read_request(&mut stream).await;
                let head =
                    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}", body.len());
                stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await.unwrap();
            }
        });
        let settings = settings("eu-central-1");
        let store = Store::new(client(&settings, Some(endpoint)), "table");
        let acme = TenantId::parse("acme").unwrap();
        let (read, usage) = meter::metered(store.tenant(&acme)).await;
        server.await.unwrap();
        (read.is_ok(), usage)
    }

    fn settings(region: &'static str) -> SdkConfig {
        let credentials = Credentials::new("key", "secret", None, None, "test");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static(region))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .build()
    }

    /// Gives the whole request, as it came.
    async fn read_request(stream: &mut TcpStream) -> String {
        let mut request = Vec::new();
        while !request.ends_with(b"}") {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0, "the request ended early");
        }
        String::from_utf8(request).unwrap()
    }

    #[tokio::test]
    async fn a_request_is_signed_and_has_no_header_that_dynamodb_does_nothing_with() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read_request(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
            request
        });
        let store = Store::new(client(&settings("eu-central-1"), Some(endpoint)), "table");
        store.tenant(&TenantId::parse("acme").unwrap()).await.unwrap();
        let request = server.await.unwrap();
        let (head, _) = request.split_once("\r\n\r\n").unwrap();
        let mut names: Vec<_> =
            head.lines().skip(1).filter_map(|line| line.split(':').next()).map(str::to_lowercase).collect();
        names.sort();
        let expected = [
            "authorization",
            "content-length",
            "content-type",
            "host",
            "user-agent",
            "x-amz-date",
            "x-amz-target",
        ];
        assert_eq!(names, expected, "{head}");
        assert!(head.contains("AWS4-HMAC-SHA256 Credential=key/"), "{head}");
        assert!(head.contains("/eu-central-1/dynamodb/aws4_request"), "{head}");
    }

    #[test]
    fn the_endpoint_is_what_the_sdk_makes_of_region_and_override() {
        let url = |region, endpoint_url| {
            FixedEndpoint::of(&settings(region), endpoint_url).map(|fixed| fixed.url().to_owned())
        };
        assert_eq!(url("eu-central-1", None).unwrap(), "https://dynamodb.eu-central-1.amazonaws.com");
        assert_eq!(url("cn-north-1", None).unwrap(), "https://dynamodb.cn-north-1.amazonaws.com.cn");
        assert_eq!(url("eu-central-1", Some("http://127.0.0.1:8000")).unwrap(), "http://127.0.0.1:8000");
    }

    #[test]
    fn settings_that_name_an_endpoint_themselves_are_left_to_the_sdk() {
        let settings = settings("eu-central-1").into_builder().endpoint_url("http://127.0.0.1:8000").build();
        assert!(FixedEndpoint::of(&settings, None).is_none());
    }

    #[tokio::test]
    async fn each_try_beyond_the_first_is_a_retry() {
        let one_call = Usage { calls: 1, ..Usage::default() };
        assert_eq!(used([NOTHING]).await, (true, one_call));
        let retried = Usage { retries: 2, ..one_call };
        assert_eq!(used([OVERLOADED, OVERLOADED, NOTHING]).await, (true, retried));
        let given_up = Usage { retries: 3, ..one_call };
        assert_eq!(used([OVERLOADED; MAX_ATTEMPTS as usize]).await, (false, given_up));
    }
}
