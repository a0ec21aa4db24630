//! The AWS account, and the table that a command works on, reached by the usual AWS settings.

use aws_config::BehaviorVersion;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_types::SdkConfig;
use jiff::Timestamp;
use rollcall::clock::{Clock, SystemClock};
use rollcall::store::{self, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::Actor;

use crate::args::TableArgs;
use crate::error::CliError;

/// The usual AWS settings: environment, profile, and the rest of the SDK's chain.
///
/// # Errors
///
/// [`CliError::NoRegion`], [`CliError::NoCredentials`].
pub(crate) async fn settings() -> Result<SdkConfig, CliError> {
    let settings = aws_config::load_defaults(BehaviorVersion::v2026_01_12()).await;
    if settings.region().is_none() {
        return Err(CliError::NoRegion);
    }
    // Found before the first operation: its five seconds are not enough for signing on to somewhere.
    let provider = settings.credentials_provider();
    let provider = provider.ok_or_else(|| {
        CliError::NoCredentials(
            aws_credential_types::provider::error::CredentialsError::not_loaded_no_source(),
        )
    })?;
    let credentials = provider.provide_credentials().await.map_err(CliError::NoCredentials)?;
    Ok(settings.into_builder().credentials_provider(SharedCredentialsProvider::new(credentials)).build())
}

/// The table that a command works on.
#[derive(Debug)]
pub(crate) struct Target {
    store: Store,
    table: String,
}

impl Target {
    /// Reaches the table by [`settings`].
    ///
    /// # Errors
    ///
    /// As [`settings`]. A table that does not exist shows only when it is used.
    pub(crate) async fn reach(args: &TableArgs) -> Result<Self, CliError> {
        let settings = settings().await?;
        Ok(Self { store: Store::new(store::client(&settings, None), &args.table), table: args.table.clone() })
    }

    /// The operations on the table.
    #[must_use]
    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// The time of this machine's clock.
    #[must_use]
    pub(crate) fn now(&self) -> Timestamp {
        SystemClock.now()
    }

    /// Says what a failed operation means.
    #[must_use]
    pub(crate) fn failed(&self, error: StoreError) -> CliError {
        CliError::store(&self.table, error)
    }

    /// A tenant that must be there.
    ///
    /// # Errors
    ///
    /// [`CliError::NoTenant`], or what the table says.
    pub(crate) async fn tenant(&self, id: &TenantId) -> Result<Tenant, CliError> {
        let found = self.store.tenant(id).await.map_err(|error| self.failed(error))?;
        found.ok_or_else(|| CliError::NoTenant(id.clone()))
    }

    /// Changes a tenant. If it was changed by others meanwhile, reads it and changes it again.
    ///
    /// # Errors
    ///
    /// [`CliError::NoTenant`], what `change` says, or what the table says.
    pub(crate) async fn change_tenant<T>(
        &self,
        id: &TenantId,
        change: impl Fn(&mut Tenant) -> Result<T, CliError>,
    ) -> Result<(Tenant, T), CliError> {
        let admitted = Admitted::by_role(self.tenant(id).await?);
        let change = |tenant: &mut Tenant| change(tenant).map_err(NotChanged::Refused);
        let changed = self.store.change_tenant(&admitted, Actor::Operator, self.now(), change).await;
        changed.map_err(|error| match error {
            NotChanged::Refused(error) => error,
            NotChanged::Store(error) => self.failed(error),
        })
    }
}

/// Why a tenant was not changed.
enum NotChanged {
    Refused(CliError),
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
