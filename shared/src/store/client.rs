//! The DynamoDB client, with time limits that fit into those of the callers.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_types::SdkConfig;

use super::Store;
use crate::aws::{self, MissingSetting, TimeLimits};

/// All of an operation, its retries included. API Gateway gives a request 29 s, Okta 60 s, and a request makes three
/// operations at most.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(5);

/// One try. DynamoDB answers in milliseconds; one that hangs is better tried again.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(1_500);

const CONNECT_TIMEOUT: Duration = Duration::from_millis(1_000);

/// The first and three more. Waits start at 50 ms: the SDK's usual second would eat the whole time.
const MAX_ATTEMPTS: u32 = 4;

/// A client on these settings.
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
    let mut config =
        aws_sdk_dynamodb::config::Builder::from(settings).timeout_config(limits.into()).retry_config(retries);
    if let Some(endpoint_url) = endpoint_url {
        config = config.endpoint_url(endpoint_url);
    }
    Client::from_conf(config.build())
}

/// The store of a function: table `TABLE_NAME`, settings of the environment.
///
/// # Errors
///
/// [`MissingSetting`].
pub fn from_env() -> Result<Store, MissingSetting> {
    let client = client(&aws::sdk_config()?, aws::endpoint_url("DYNAMODB"));
    Ok(Store::new(client, aws::required("TABLE_NAME")?))
}
