//! Why a command failed, in words that say what to do.

use std::error::Error;
use std::io;
use std::iter;
use std::path::PathBuf;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::error::ErrorMetadata;
use aws_sdk_dynamodb::types::error::ResourceNotFoundException;
use rollcall::store::StoreError;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TooManyTokens;

use rollcall_local::StartError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The local system does not start.
    #[error(transparent)]
    Local(#[from] StartError),
    /// The ready file cannot be written.
    #[error("cannot write the ready file {}", path.display())]
    ReadyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The process cannot be told to stop.
    #[error("cannot wait for a signal")]
    Signal(#[source] io::Error),
    /// No region.
    #[error("no AWS region: set AWS_REGION, or AWS_PROFILE to a profile that has one")]
    NoRegion,
    /// No credentials.
    #[error("no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    NoCredentials(#[source] CredentialsError),
    /// No such table.
    #[error(
        "there is no table \"{0}\" in this account and region: check --table or TABLE_NAME, AWS_REGION and \
         AWS_ENDPOINT_URL"
    )]
    NoTable(String),
    /// DynamoDB says why not.
    #[error("{operation}: DynamoDB refuses: {code}: {message}")]
    Refused {
        /// What was attempted.
        operation: String,
        /// DynamoDB's error code.
        code: String,
        /// DynamoDB's words.
        message: String,
    },
    /// The table fails otherwise.
    #[error(transparent)]
    Store(StoreError),
    /// No such tenant.
    #[error(
        "there is no tenant \"{0}\": `rollcall tenant list` shows all, `rollcall tenant create` makes one"
    )]
    NoTenant(TenantId),
    /// A tenant of that id is there.
    #[error("there is a tenant \"{0}\" already: `rollcall tenant set` changes it")]
    TenantExists(TenantId),
    /// Nothing to change was named.
    #[error("nothing to set: name --name, --plan, --scim, --profile-sync, --price-minor or --no-billing")]
    NothingToSet,
    /// Terms of which something is missing.
    #[error(
        "the tenant has no price yet: name all of --price-minor, --currency, --billing and --billing-anchor"
    )]
    TermsIncomplete,
    /// No room for a token.
    #[error("{0}: `rollcall token list` shows them, `rollcall token revoke` takes one away")]
    TooManyTokens(#[from] TooManyTokens),
    /// No such token.
    #[error("the tenant has no token \"{0}\": `rollcall token list` shows their ids")]
    NoToken(String),
    /// The address is somebody else's.
    #[error("an account of this tenant has the address already")]
    AddressTaken,
    /// No such stack.
    #[error(
        "there is no stack \"{0}\" in this account and region: check --stack or ROLLCALL_STACK, and AWS_REGION"
    )]
    NoStack(String),
    /// The stack cannot be looked for.
    #[error("cannot ask CloudFormation for the stack \"{stack}\": {reason}")]
    StackUnanswered {
        /// The stack.
        stack: String,
        /// CloudFormation's words, or what kept it from being reached.
        reason: String,
    },
    /// The doctor found something, and has said what.
    #[error("problems to mend: {0}")]
    Problems(usize),
}

impl CliError {
    /// Tells apart what an operation on the table came to.
    pub(crate) fn store(table: &str, error: StoreError) -> Self {
        let causes = || iter::successors(error.source(), |&error| error.source());
        if causes().any(<dyn Error>::is::<ResourceNotFoundException>) {
            return Self::NoTable(table.to_owned());
        }
        let said = causes().find_map(|cause| cause.downcast_ref::<ErrorMetadata>());
        match said.and_then(|said| Some((said.code()?, said.message().unwrap_or("no reason given")))) {
            Some((code, message)) => Self::Refused {
                operation: error.to_string(),
                code: code.to_owned(),
                message: message.to_owned(),
            },
            None => Self::Store(error),
        }
    }
}
