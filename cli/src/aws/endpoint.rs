//! Where a service is, if the settings say so, and which of them does.

use std::fmt::{self, Display};

use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;
use http::Uri;
use rollcall::aws::optional;

/// A service whose failures end a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// The table.
    DynamoDb,
    /// The stack.
    CloudFormation,
}

impl Service {
    const ALL_SERVICES: &str = "AWS_ENDPOINT_URL";

    /// Its name to the SDK, and to people.
    const fn id(self) -> &'static str {
        match self {
            Self::DynamoDb => "DynamoDB",
            Self::CloudFormation => "CloudFormation",
        }
    }

    const fn variable(self) -> &'static str {
        match self {
            Self::DynamoDb => "AWS_ENDPOINT_URL_DYNAMODB",
            Self::CloudFormation => "AWS_ENDPOINT_URL_CLOUDFORMATION",
        }
    }
}

impl Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A URL of a service that is not AWS's own for the region.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    /// The URL, as it is set.
    pub(crate) url: String,
    /// The variable that sets it, or the profile's setting.
    pub(crate) setting: &'static str,
}

/// The URL of a service is none.
#[derive(Debug, thiserror::Error)]
#[error("{} is no URL: \"{}\" {reason}; write it as in http://127.0.0.1:8081, or unset it", endpoint.setting, endpoint.url)]
pub(crate) struct MalformedEndpoint {
    endpoint: Endpoint,
    reason: &'static str,
}

impl Endpoint {
    /// What the settings say; `None`: AWS's own endpoint.
    #[must_use]
    pub(crate) fn of(service: Service, config: &SdkConfig) -> Option<Self> {
        let key = ServiceConfigKey::builder()
            .service_id(service.id())
            .profile("endpoint_url")
            .env("AWS_ENDPOINT_URL");
        let of_service = config.service_config().and_then(|settings| settings.load_config(key.build().ok()?));
        let url = of_service.or_else(|| config.endpoint_url().map(str::to_owned))?;
        let is_set_by = |name: &&'static str| optional(name).as_ref() == Some(&url);
        let variable = [service.variable(), Service::ALL_SERVICES].into_iter().find(is_set_by);
        Some(Self { setting: variable.unwrap_or("endpoint_url in AWS_CONFIG_FILE"), url })
    }

    /// Whether it is one of this very machine.
    #[must_use]
    pub(crate) fn is_on_this_machine(&self) -> bool {
        let uri = self.url.parse::<Uri>().unwrap_or_default();
        uri.host().is_some_and(|host| ["127.0.0.1", "localhost", "[::1]"].contains(&host))
    }

    /// Whether it can be called.
    ///
    /// # Errors
    ///
    /// [`MalformedEndpoint`] with the reason.
    pub(crate) fn check(&self) -> Result<(), MalformedEndpoint> {
        match fault_of(&self.url) {
            None => Ok(()),
            Some(reason) => Err(MalformedEndpoint { endpoint: self.clone(), reason }),
        }
    }
}

fn fault_of(url: &str) -> Option<&'static str> {
    let has_scheme = url.starts_with("http://") || url.starts_with("https://");
    if !has_scheme {
        return Some("does not begin with http:// or https://");
    }
    let Ok(uri) = url.parse::<Uri>() else { return Some("has a character that no URL has, or no host") };
    match uri.authority() {
        None => Some("has no host"),
        Some(authority) if authority.host().is_empty() => Some("has no host"),
        Some(authority) if authority.as_str().contains('@') => {
            Some("holds credentials, which belong elsewhere")
        }
        Some(authority) => {
            let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
            (!port.is_empty() && authority.port_u16().is_none()).then_some("has no port of 0 to 65535")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fault_of;

    #[test]
    fn a_url_has_a_scheme_a_host_and_a_port_that_can_be() {
        for right in
            ["http://127.0.0.1:8081", "https://dynamodb.eu-west-1.amazonaws.com/", "http://[::1]:80/a"]
        {
            assert_eq!(fault_of(right), None, "{right}");
        }
        for (wrong, reason) in [
            ("127.0.0.1:8081", "http://"),
            ("localhost", "http://"),
            ("ftp://host", "http://"),
            ("http://", "host"),
            ("http://exa mple", "character"),
            ("http://127.0.0.1:99999", "port"),
            ("http://127.0.0.1:x", "port"),
            ("http://me:secret@127.0.0.1", "credentials"),
        ] {
            assert!(
                fault_of(wrong).is_some_and(|fault| fault.contains(reason)),
                "{wrong}: {:?}",
                fault_of(wrong)
            );
        }
    }
}
