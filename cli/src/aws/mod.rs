//! The AWS account that a command works in: what the settings say, checked before the first call, and what a failed call
//! means.
//!
//! - `profile`: the selected profile of AWS's files
//! - `credentials`: who calls, and where that is set
//! - `endpoint`: where a service is, and which setting says so
//! - `fault`, `call`: what a failed call means, in words that say what to do
//! - `stack`: what CloudFormation knows of a deployed stack
//! - `local`: whether the settings lead to a local system

pub(crate) mod call;
pub(crate) mod credentials;
pub(crate) mod endpoint;
pub(crate) mod fault;
pub(crate) mod local;
pub(crate) mod profile;
pub(crate) mod stack;

use std::env;

use aws_config::BehaviorVersion;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_types::SdkConfig;

use call::CallError;
use credentials::{CredentialsFault, Origin};
use endpoint::{Endpoint, MalformedEndpoint, Service};
use fault::Fault;
use profile::{Profile, ProfileFault};

/// Why no service can be called with these settings.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsFault {
    /// The settings name no region.
    #[error("no AWS region: set AWS_REGION, or AWS_PROFILE to a profile that has one")]
    NoRegion,
    /// A region of this name cannot be.
    #[error("{setting} names no AWS region: \"{region}\"; a region is named as in eu-west-1")]
    BadRegion {
        /// The setting that has the region.
        setting: String,
        /// The region, as it is set.
        region: String,
    },
    /// The selected profile cannot be had.
    #[error(transparent)]
    Profile(#[from] ProfileFault),
    /// There are no credentials.
    #[error(transparent)]
    Credentials(#[from] CredentialsFault),
    /// The URL of a service is none.
    #[error(transparent)]
    Endpoint(#[from] MalformedEndpoint),
}

/// The usual AWS settings: environment, profile, and the rest of the SDK's chain. All of them can be used.
#[derive(Debug, Clone)]
pub(crate) struct Aws {
    config: SdkConfig,
    region: Region,
    credentials: Origin,
}

/// A region, and what sets it.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    name: String,
    setting: String,
}

impl Aws {
    /// Reads the settings, and gets credentials: they may take longer than a call may take.
    ///
    /// # Errors
    ///
    /// [`SettingsFault`], which names the setting.
    pub(crate) async fn from_settings() -> Result<Self, SettingsFault> {
        let profile = Profile::selected().await?;
        let config = aws_config::load_defaults(BehaviorVersion::v2026_01_12()).await;
        let region = region(&config, &profile)?;
        let credentials = Origin::of(&profile)?;
        let found = credentials.load(&config).await?;
        let provider = SharedCredentialsProvider::new(found);
        let config = config.into_builder().credentials_provider(provider).build();
        Ok(Self { config, region, credentials })
    }

    /// The settings, for a service's client.
    ///
    /// # Errors
    ///
    /// [`MalformedEndpoint`] if the settings have a URL for the service that cannot be one.
    pub(crate) fn config(&self, service: Service) -> Result<&SdkConfig, SettingsFault> {
        if let Some(endpoint) = self.endpoint(service) {
            endpoint.check()?;
        }
        Ok(&self.config)
    }

    pub(crate) fn endpoint(&self, service: Service) -> Option<Endpoint> {
        Endpoint::of(service, &self.config)
    }

    /// What to tell of a call that failed.
    #[must_use]
    pub(crate) fn failed(&self, service: Service, fault: Fault) -> CallError {
        CallError {
            service,
            endpoint: self.endpoint(service),
            region: self.region.clone(),
            credentials: self.credentials.clone(),
            fault,
        }
    }
}

fn region(config: &SdkConfig, profile: &Profile) -> Result<Region, SettingsFault> {
    let variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find(|name| env::var_os(name).is_some());
    let name = config.region().map(ToString::to_string).filter(|name| !name.is_empty());
    let name = name.ok_or(SettingsFault::NoRegion)?;
    let setting = variable.map_or_else(|| format!("the profile \"{}\"", profile.name), str::to_owned);
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.len() > 63 || !name.chars().all(is_label) {
        return Err(SettingsFault::BadRegion { setting, region: name });
    }
    Ok(Region { name, setting })
}
