//! AWS settings for a function: from the environment that Lambda prepares, and from nothing else.
//!
//! `aws-config` would also look for profile files, a metadata service and single sign-on, none of which a function
//! has; leaving it out saves every cold start milliseconds. The command line uses it.

mod http;

use std::env;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::BehaviorVersion;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::brand::{Brand, BrandError, BrandSettings};
use rollcall_rules::link_life::LINK_LIFETIME;

/// A setting that Lambda always gives is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is not set")]
pub struct MissingSetting(pub &'static str);

/// An environment variable that must be there.
///
/// # Errors
///
/// [`MissingSetting`] if it is absent or empty.
pub fn required(name: &'static str) -> Result<String, MissingSetting> {
    optional(name).ok_or(MissingSetting(name))
}

/// An environment variable; empty counts as absent.
#[must_use]
pub fn optional(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// How long a mailed link works: `LINK_LIFETIME_DAYS`, or else seven days.
#[must_use]
pub fn link_lifetime() -> SignedDuration {
    let days = optional("LINK_LIFETIME_DAYS").and_then(|days| days.parse().ok());
    days.map_or(LINK_LIFETIME, |days: u16| SignedDuration::from_hours(24 * i64::from(days)))
}

/// The product in whose name people are written to: `PRODUCT_NAME`, `SUPPORT_ADDRESS`, `LOGO_URL`,
/// `BRAND_COLOR` and `PRODUCT_URL`, each of which may be absent.
///
/// # Errors
///
/// [`BrandError`] for a value that is not taken. The template's parameters refuse the same.
pub fn brand() -> Result<Brand, BrandError> {
    Brand::parse(BrandSettings {
        product_name: &optional("PRODUCT_NAME").unwrap_or_default(),
        support_address: &optional("SUPPORT_ADDRESS").unwrap_or_default(),
        logo_url: &optional("LOGO_URL").unwrap_or_default(),
        color: &optional("BRAND_COLOR").unwrap_or_default(),
        product_url: &optional("PRODUCT_URL").unwrap_or_default(),
    })
}

/// Region, credentials and trusted roots: Amazon's own, or those of the system where the environment asks for them by
/// `SSL_CERT_FILE`, a proxy or an `https` endpoint. Reads no file and makes no call.
///
/// # Errors
///
/// [`MissingSetting`]: `AWS_REGION`, `AWS_ACCESS_KEY_ID` or `AWS_SECRET_ACCESS_KEY`.
pub fn sdk_config() -> Result<SdkConfig, MissingSetting> {
    let credentials = Credentials::new(
        required("AWS_ACCESS_KEY_ID")?,
        required("AWS_SECRET_ACCESS_KEY")?,
        optional("AWS_SESSION_TOKEN"),
        None,
        "Environment",
    );
    let region = required("AWS_REGION")?;
    let environment = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .credentials_provider(SharedCredentialsProvider::new(credentials));
    config.set_http_client(http::client(&region, environment));
    Ok(config.region(Region::new(region)).build())
}

/// The endpoint set for a service, such as `DYNAMODB`, or for all: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`.
/// `None`, as in AWS itself: the service's own.
#[must_use]
pub fn endpoint_url(service: &str) -> Option<String> {
    optional(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| optional("AWS_ENDPOINT_URL"))
}

/// How long an operation may take.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimits {
    /// To open a connection.
    pub connect: Duration,
    /// One try.
    pub attempt: Duration,
    /// All tries, the waits between them included.
    pub operation: Duration,
}

impl From<TimeLimits> for TimeoutConfig {
    fn from(limits: TimeLimits) -> Self {
        Self::builder()
            .connect_timeout(limits.connect)
            .operation_attempt_timeout(limits.attempt)
            .operation_timeout(limits.operation)
            .build()
    }
}

/// When Lambda ends an invocation, from the milliseconds since the epoch that its context gives.
#[must_use]
pub fn deadline(epoch_millis: u64) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(epoch_millis).ok()?).ok()
}
