//! The selected profile of the files `~/.aws/config` and `~/.aws/credentials`.

use std::env;
use std::error::Error;

use aws_config::profile::{self, ProfileFileLoadError};
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_types::os_shim_internal::{Env, Fs};
use rollcall::aws::optional;

/// Why the selected profile cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProfileFault {
    /// `AWS_PROFILE` is there, without a name.
    #[error("AWS_PROFILE is set, and empty: set it to a profile, or unset it")]
    Empty,
    /// The files have no such profile.
    #[error(
        "there is no profile \"{name}\", which AWS_PROFILE names, in {files}: {}",
        if known.is_empty() { "they have none at all; unset AWS_PROFILE, or run `aws configure`".to_owned() }
        else { format!("they have {}", known.join(", ")) }
    )]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The files that were read.
        files: String,
        /// The profiles that there are.
        known: Vec<String>,
    },
    /// A file is there and cannot be read.
    #[error(
        "cannot read AWS's settings: {0}; mend that file, or name another by AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE"
    )]
    Unreadable(String),
}

/// How a profile gets its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignOn {
    /// It has none.
    None,
    /// Keys are written in it.
    Keys,
    /// By a session of IAM Identity Center.
    Sso,
    /// By `aws login`, which the SDK does not read here.
    Login,
    /// By a command.
    Command(String),
    /// By taking a role with a code of a device, which the SDK cannot ask for.
    RoleWithDevice,
    /// By taking a role.
    Role(String),
}

/// The selected profile.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// Name of the profile; `default` if none is selected.
    pub(crate) name: String,
    /// How it gets its credentials.
    pub(crate) sign_on: SignOn,
}

impl Profile {
    /// Reads the profile that `AWS_PROFILE` selects. Without it, `default`, which need not be there.
    ///
    /// # Errors
    ///
    /// [`ProfileFault`]. An unknown profile is one even where other settings would do without it: they may lead to
    /// another account than the one that was meant.
    pub(crate) async fn selected() -> Result<Self, ProfileFault> {
        let named = env::var_os("AWS_PROFILE").is_some();
        let name = optional("AWS_PROFILE");
        if named && name.is_none() {
            return Err(ProfileFault::Empty);
        }
        let name = name.unwrap_or_else(|| "default".to_owned());
        let files = profile::load(&Fs::real(), &Env::real(), &EnvConfigFiles::default(), None).await;
        let files = files.map_err(|error| ProfileFault::Unreadable(unreadable(&error)))?;
        let Some(found) = files.get_profile(&name) else {
            if named {
                let known = files.profiles().map(str::to_owned).collect();
                return Err(ProfileFault::Unknown { name, files: paths(), known });
            }
            return Ok(Self { name, sign_on: SignOn::None });
        };
        Ok(Self { name, sign_on: SignOn::of(|key| found.get(key)) })
    }
}

impl SignOn {
    /// By the keys of a profile, in the order in which the SDK looks at them.
    fn of<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let has = |key| get(key).is_some();
        match (get("role_arn"), get("credential_process")) {
            (Some(_), _) if has("mfa_serial") => Self::RoleWithDevice,
            (Some(role), _) => Self::Role(role.to_owned()),
            _ if has("sso_session") || has("sso_start_url") => Self::Sso,
            _ if has("login_session") => Self::Login,
            _ if has("aws_access_key_id") => Self::Keys,
            (None, Some(command)) => Self::Command(command.to_owned()),
            (None, None) => Self::None,
        }
    }
}

fn paths() -> String {
    let path = |variable, default: &str| optional(variable).unwrap_or_else(|| default.to_owned());
    let config = path("AWS_CONFIG_FILE", "~/.aws/config");
    format!("{config} and {}", path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
}

/// The file with the line at fault, or why the file cannot be read.
fn unreadable(error: &ProfileFileLoadError) -> String {
    match (error, error.source()) {
        (ProfileFileLoadError::ParseError { .. }, Some(cause)) => cause.to_string().replace("\n ", ""),
        (_, Some(cause)) => format!("{error}: {cause}"),
        (_, None) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_signs_on_by_what_the_sdk_looks_at_first() {
        for (keys, expected) in [
            (&["region"][..], SignOn::None),
            (&["aws_access_key_id"], SignOn::Keys),
            (&["sso_start_url", "credential_process"], SignOn::Sso),
            (&["login_session"], SignOn::Login),
            (&["credential_process"], SignOn::Command("credential_process".to_owned())),
            (&["role_arn", "sso_session"], SignOn::Role("role_arn".to_owned())),
            (&["role_arn", "mfa_serial"], SignOn::RoleWithDevice),
        ] {
            let found = SignOn::of(|key| keys.iter().find(|has| **has == key).copied());
            assert_eq!(found, expected, "{keys:?}");
        }
    }
}
