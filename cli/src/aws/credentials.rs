//! Who calls AWS, where that is set, and what to do when it no longer holds.

use std::error::Error;
use std::fmt::{self, Display};
use std::iter;

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::error::ConnectorError;
use aws_types::SdkConfig;
use rollcall::aws::optional;

use super::fault::why_unreached;
use super::profile::{Profile, SignOn};

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialsFault {
    /// One of two variables is there.
    #[error("{present} is set, and {missing} is not: set both, or neither")]
    Half {
        /// The variable that is set.
        present: &'static str,
        /// The variable that is not.
        missing: &'static str,
    },
    /// Nothing has any.
    #[error("no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    None,
    /// The origin of the credentials gives none.
    #[error("no AWS credentials: {origin} {why}: {}", origin.renewal())]
    Refused {
        /// Where they are to come from.
        origin: Origin,
        /// Why it gives none, in words.
        why: String,
    },
}

/// Where the credentials come from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// `AWS_ACCESS_KEY_ID` and its companions.
    Environment,
    /// A profile.
    Profile(Profile),
    /// What AWS gives to a machine or a container.
    Machine,
}

impl Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => write!(f, "AWS_ACCESS_KEY_ID"),
            Self::Profile(profile) => write!(f, "the profile \"{}\"", profile.name),
            Self::Machine => write!(f, "this machine's role"),
        }
    }
}

impl Origin {
    /// The first that has credentials, in the SDK's order.
    ///
    /// # Errors
    ///
    /// [`CredentialsFault::Half`].
    pub(crate) fn of(profile: &Profile) -> Result<Self, CredentialsFault> {
        const ID: &str = "AWS_ACCESS_KEY_ID";
        const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
        match (optional(ID), optional(SECRET)) {
            (Some(_), Some(_)) => Ok(Self::Environment),
            (Some(_), None) => Err(CredentialsFault::Half { present: ID, missing: SECRET }),
            (None, Some(_)) => Err(CredentialsFault::Half { present: SECRET, missing: ID }),
            (None, None) if profile.sign_on == SignOn::None => Ok(Self::Machine),
            (None, None) => Ok(Self::Profile(profile.clone())),
        }
    }

    /// Gets the credentials.
    ///
    /// # Errors
    ///
    /// [`CredentialsFault::None`], [`CredentialsFault::Refused`].
    pub(crate) async fn load(&self, config: &SdkConfig) -> Result<Credentials, CredentialsFault> {
        let provider = config.credentials_provider().ok_or(CredentialsFault::None)?;
        provider.provide_credentials().await.map_err(|error| self.refused(&error))
    }

    fn refused(&self, error: &CredentialsError) -> CredentialsFault {
        if matches!(self, Self::Machine) && matches!(error, CredentialsError::CredentialsNotLoaded(_)) {
            return CredentialsFault::None;
        }
        CredentialsFault::Refused { origin: self.clone(), why: self.why(error) }
    }

    /// Why it gave no credentials, after its name.
    fn why(&self, error: &(dyn Error + 'static)) -> String {
        let chain = || iter::successors(Some(error), |&error| error.source());
        if chain().any(<dyn Error>::is::<ConnectorError>) {
            return format!("cannot be signed on with, as AWS is not reached ({})", why_unreached(error));
        }
        match self.sign_on() {
            SignOn::Sso => "has no session, or one that has ended".to_owned(),
            SignOn::Login => "signs on by `aws login`, which this command does not read".to_owned(),
            SignOn::RoleWithDevice => {
                "needs a code of your device, which this command does not ask for".to_owned()
            }
            SignOn::Command(command) => format!("has a credential_process that gives none (`{command}`)"),
            SignOn::Role(role) => format!("does not get the role {role}"),
            SignOn::Keys => "has keys that are not complete".to_owned(),
            SignOn::None => "gives none".to_owned(),
        }
    }

    fn sign_on(&self) -> SignOn {
        match self {
            Self::Profile(profile) => profile.sign_on.clone(),
            Self::Environment | Self::Machine => SignOn::None,
        }
    }

    /// What to do to have credentials that hold.
    #[must_use]
    pub(crate) fn renewal(&self) -> String {
        let Self::Profile(Profile { name, sign_on }) = self else {
            return match self {
                Self::Environment => {
                    "set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or unset them and set \
                     AWS_PROFILE"
                        .to_owned()
                }
                _ => "see which role the machine has".to_owned(),
            };
        };
        match sign_on {
            SignOn::Sso => format!("run `aws sso login --profile {name}`"),
            SignOn::Keys => "put the right keys into it, or unset AWS_PROFILE".to_owned(),
            SignOn::Command(_) => "run that command by itself to see why".to_owned(),
            SignOn::Role(_) => {
                format!("`aws sts get-caller-identity --profile {name}` says why; see its source_profile")
            }
            SignOn::Login | SignOn::RoleWithDevice | SignOn::None => format!(
                "run `eval \"$(aws configure export-credentials --profile {name} --format env)\"`, unset AWS_PROFILE, \
                 and run this again"
            ),
        }
    }
}
