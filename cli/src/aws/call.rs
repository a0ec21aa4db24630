//! A call that failed, told so that a person can mend it.

use std::fmt::{self, Display};

use super::Region;
use super::credentials::Origin;
use super::endpoint::{Endpoint, Service};
use super::fault::Fault;

/// Where the permissions stand that a person needs.
const POLICY: &str = "docs/operating.md has the policy, under \"What the command needs\"";

/// A call that failed, with the settings that led there.
#[derive(Debug)]
pub(crate) struct CallError {
    pub(super) service: Service,
    pub(super) endpoint: Option<Endpoint>,
    pub(super) region: Region,
    pub(super) credentials: Origin,
    /// What the failure means.
    pub(crate) fault: Fault,
}

impl std::error::Error for CallError {}

impl Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, credentials, fault, .. } = self;
        let (place, advice) = (self.place(), self.advice());
        match fault {
            Fault::Unreached(why) => write!(f, "cannot reach {place}: {why}; {advice}"),
            Fault::Silent => write!(f, "{place} does not answer in time; run this again, and {advice}"),
            Fault::Stranger => write!(f, "something else than {service} answers as {place}; {advice}"),
            Fault::Denied(said) => {
                write!(f, "no permission for {credentials} at {place}: \"{said}\"; {POLICY}")
            }
            Fault::Expired => {
                write!(f, "the credentials of {credentials} have expired: {}", credentials.renewal())
            }
            Fault::UnknownCaller(said) => write!(
                f,
                "{service} does not accept the credentials of {credentials} (\"{said}\"): {}",
                credentials.renewal()
            ),
            Fault::Throttled => {
                write!(f, "{place} takes no more requests at present; run this again in a minute")
            }
            Fault::Said { code, message } => write!(f, "{place} answers {code}: {message}"),
        }
    }
}

impl CallError {
    /// A word for programs.
    #[must_use]
    pub(crate) const fn kind(&self) -> &'static str {
        match self.fault {
            Fault::Unreached(_) | Fault::Silent => "unreachable",
            Fault::Stranger => "notTheService",
            Fault::Denied(_) => "noPermission",
            Fault::Expired => "credentialsExpired",
            Fault::UnknownCaller(_) => "credentialsRefused",
            Fault::Throttled => "throttled",
            Fault::Said { .. } => "refused",
        }
    }

    /// The service, and where it is thought to be.
    #[must_use]
    pub(crate) fn place(&self) -> String {
        let (service, region) = (self.service, &self.region.name);
        match &self.endpoint {
            Some(Endpoint { url, setting }) => format!("{service} at {url} ({setting})"),
            None => format!("{service} in {region}"),
        }
    }

    /// What to look at if it is not reached.
    fn advice(&self) -> String {
        let Region { name, setting } = &self.region;
        match &self.endpoint {
            Some(Endpoint { setting, .. }) => format!("start it, or correct or unset {setting}"),
            None => format!("check {setting} ({name}), and this machine's network"),
        }
    }
}
