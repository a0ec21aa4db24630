//! The table that a command works on, reached by the usual AWS settings.

use std::env;
use std::error::Error;
use std::fmt::Debug;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemError;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::operation::scan::ScanError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, SystemClock};
use rollcall::store::{self, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::contact::Contact;
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::oauth::Reach;
use rollcall_rules::operator::OperatorTokens;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::Actor;
use rollcall_rules::webhook::endpoint::Webhooks;

use crate::args::{TableArgs, stack_name, table_name};
use crate::aws::endpoint::Service;
use crate::aws::fault::Fault;
use crate::aws::{Aws, stack};
use crate::error::CliError;

/// The table that a command works on.
#[derive(Debug)]
pub(crate) struct Target {
    store: Store,
    aws: Aws,
    table: Named,
    link_days: Option<u16>,
    token_url: Option<String>,
}

/// A name, and the option or variable that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    setting: &'static str,
}

/// What leads to the table.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lead {
    Table(Named),
    Stack(Named),
}

impl Lead {
    /// An option goes before every variable, and a table before a stack.
    fn of(args: &TableArgs) -> Result<Self, CliError> {
        let named = |name: &String, setting| Named { name: name.clone(), setting };
        if let Some(table) = &args.table {
            return Ok(Self::Table(named(table, "--table")));
        }
        if let Some(stack) = &args.stack {
            return Ok(Self::Stack(named(stack, "--stack")));
        }
        if let Some(table) = variable("TABLE_NAME", table_name)? {
            return Ok(Self::Table(table));
        }
        variable("ROLLCALL_STACK", stack_name)?.map(Self::Stack).ok_or(CliError::NoTableNamed)
    }
}

fn variable(
    setting: &'static str,
    parse: impl Fn(&str) -> Result<String, String>,
) -> Result<Option<Named>, CliError> {
    let Some(value) = env::var_os(setting) else { return Ok(None) };
    let value = value.to_string_lossy().into_owned();
    if value.is_empty() {
        return Err(CliError::EmptySetting(setting));
    }
    match parse(&value) {
        Ok(name) => Ok(Some(Named { name, setting })),
        Err(reason) => Err(CliError::BadSetting { setting, value, reason }),
    }
}

impl Target {
    /// Reaches the table by the AWS settings; by a stack, after asking CloudFormation for the stack's table.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings or the stack. A table that does not exist shows only when it is used.
    pub(crate) async fn reach(args: &TableArgs) -> Result<Self, CliError> {
        let lead = Lead::of(args)?;
        let aws = Aws::from_settings().await?;
        let (table, link_days, token_url) = match lead {
            Lead::Table(table) => (table, None, None),
            Lead::Stack(Named { name, setting }) => {
                let stack = stack::of_table(&aws, &name).await?;
                (Named { name: stack.table, setting }, stack.link_days, stack.token_url)
            }
        };
        let store = Store::new(store::client(aws.config(Service::DynamoDb)?, None), &table.name);
        Ok(Self { store, aws, table, link_days, token_url })
    }

    /// Another table, which is reached by the same settings; `setting` is the option that names it.
    ///
    /// # Errors
    ///
    /// What is wrong with the settings.
    pub(crate) fn beside(&self, table: &str, setting: &'static str) -> Result<Self, CliError> {
        let store = Store::new(store::client(self.aws.config(Service::DynamoDb)?, None), table);
        let table = Named { name: table.to_owned(), setting };
        Ok(Self { store, aws: self.aws.clone(), table, link_days: None, token_url: None })
    }

    /// Name of the table, or its ARN.
    #[must_use]
    pub(crate) fn table(&self) -> &str {
        &self.table.name
    }

    /// The operations on the table.
    #[must_use]
    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// Where the URIs of clients may lead: the table of the local system is on this machine, and so are they.
    #[must_use]
    pub(crate) fn uris(&self) -> Reach {
        let is_local =
            self.aws.endpoint(Service::DynamoDb).is_some_and(|endpoint| endpoint.is_on_this_machine());
        if is_local { Reach::Loopback } else { Reach::Internet }
    }

    /// How long a mailed link works: so many days as are asked for, or as the stack says, or [`LINK_LIFETIME`].
    #[must_use]
    pub(crate) fn link_lifetime(&self, asked: Option<u16>) -> SignedDuration {
        let days = asked.or(self.link_days);
        days.map_or(LINK_LIFETIME, |days| SignedDuration::from_hours(24 * i64::from(days)))
    }

    /// Where OAuth clients get their tokens, as the stack says; `None`: no stack was asked, or it does not say.
    #[must_use]
    pub(crate) fn token_url(&self) -> Option<&str> {
        self.token_url.as_deref()
    }

    /// The time of this machine's clock.
    #[must_use]
    pub(crate) fn now(&self) -> Timestamp {
        SystemClock.now()
    }

    /// Says what a failed operation means.
    #[must_use]
    pub(crate) fn failed(&self, error: StoreError) -> CliError {
        if error.is_lost_race() {
            return CliError::Contended;
        }
        if matches!(error, StoreError::Malformed { .. }) {
            return CliError::Malformed(error);
        }
        let Some(fault) = error.source().and_then(fault) else { return CliError::Store(error) };
        let Named { name: table, setting } = self.table.clone();
        let call = self.aws.failed(Service::DynamoDb, fault);
        match &call.fault {
            Fault::Said { code, .. } if code == "ResourceNotFoundException" => {
                CliError::NoTable { table, setting, place: call.place() }
            }
            Fault::Said { code, message } if code == "ValidationException" && is_of_keys(message) => {
                CliError::ForeignTable { table, setting }
            }
            _ => CliError::Call(Box::new(call)),
        }
    }

    /// A tenant that must be there.
    ///
    /// # Errors
    ///
    /// [`CliError::NoTenant`], [`CliError::TenantLeft`], or what the table says.
    pub(crate) async fn tenant(&self, id: &TenantId) -> Result<Tenant, CliError> {
        let found = self.store.tenant(id).await.map_err(|error| self.failed(error))?;
        match found {
            Some(tenant) => Ok(tenant),
            None => Err(self.absent(id).await?),
        }
    }

    /// The error of a tenant that is not there: whether it was, and leaves or has left.
    ///
    /// # Errors
    ///
    /// What the table says.
    pub(crate) async fn absent(&self, id: &TenantId) -> Result<CliError, CliError> {
        let departure = self.store.departure(id).await.map_err(|error| self.failed(error))?;
        Ok(departure.map_or_else(|| CliError::NoTenant(id.clone()), |_| CliError::TenantLeft(id.clone())))
    }

    /// What is known of the requests of a tenant's directory and of its tokens.
    ///
    /// # Errors
    ///
    /// What the table says.
    pub(crate) async fn contact(&self, tenant: &Tenant) -> Result<Contact, CliError> {
        let admitted = Admitted::by_role(tenant.clone());
        self.store.contact(&admitted, self.now()).await.map_err(|error| self.failed(error))
    }

    /// Changes the operator's tokens. If they were changed by others meanwhile, reads them and changes them again.
    ///
    /// # Errors
    ///
    /// What `change` says, or what the table says.
    pub(crate) async fn change_operator_tokens<T>(
        &self,
        change: impl Fn(&mut OperatorTokens) -> Result<T, CliError>,
    ) -> Result<(OperatorTokens, T), CliError> {
        let change = |tokens: &mut OperatorTokens| change(tokens).map_err(NotChanged::Refused);
        let changed = self.store.change_operator_tokens(change).await;
        changed.map_err(|error| self.not_changed(error))
    }

    /// Changes the operator's webhooks. If they were changed by others meanwhile, reads them and changes them again.
    ///
    /// # Errors
    ///
    /// What `change` says, or what the table says.
    pub(crate) async fn change_webhooks<T>(
        &self,
        change: impl Fn(&mut Webhooks) -> Result<T, CliError>,
    ) -> Result<T, CliError> {
        let change = |webhooks: &mut Webhooks| change(webhooks).map_err(NotChanged::Refused);
        let changed = self.store.change_webhooks(change).await;
        changed.map(|(_, note)| note).map_err(|error| self.not_changed(error))
    }

    fn not_changed(&self, error: NotChanged) -> CliError {
        match error {
            NotChanged::Refused(error) => error,
            NotChanged::Store(error) => self.failed(error),
        }
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
        changed.map_err(|error| self.not_changed(error))
    }
}

/// What the SDK's error means, of any operation that a command makes; `None`: it is none of the SDK's.
pub(crate) fn fault(error: &(dyn Error + 'static)) -> Option<Fault> {
    fn of<E>(error: &(dyn Error + 'static)) -> Option<Fault>
    where
        E: ProvideErrorMetadata + Error + Debug + Send + Sync + 'static,
    {
        error.downcast_ref::<SdkError<E>>().map(Fault::of)
    }
    of::<GetItemError>(error)
        .or_else(|| of::<QueryError>(error))
        .or_else(|| of::<PutItemError>(error))
        .or_else(|| of::<TransactWriteItemsError>(error))
        .or_else(|| of::<BatchGetItemError>(error))
        .or_else(|| of::<ScanError>(error))
}

/// Whether DynamoDB complains of the table's own keys or indexes.
fn is_of_keys(message: &str) -> bool {
    message.contains("does not have the specified index")
        || message.contains("does not match the schema")
        || message.contains("Missing the key")
}

/// Why a tenant, or the operator's tokens or webhooks, were not changed.
enum NotChanged {
    Refused(CliError),
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
