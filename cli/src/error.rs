//! Why a command failed, in words that say what to do.

use std::error::Error;
use std::io;
use std::iter;
use std::path::PathBuf;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::error::ErrorMetadata;
use aws_sdk_dynamodb::types::error::ResourceNotFoundException;
use rollcall::store::StoreError;
use rollcall_rules::brand::BrandError;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TooManyTokens;

use rollcall_local::StartError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The local system does not start.
    #[error(transparent)]
    Local(#[from] StartError),
    /// The product that mails and pages show is not set as the functions take it.
    #[error(transparent)]
    Brand(#[from] BrandError),
    /// The ready file cannot be written.
    #[error("cannot write the ready file {}", path.display())]
    ReadyFile {
        /// Path of the ready file.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// The process cannot be told to stop.
    #[error("cannot wait for a signal")]
    Signal(#[source] io::Error),
    /// The AWS settings name no region.
    #[error("no AWS region: set AWS_REGION, or AWS_PROFILE to a profile that has one")]
    NoRegion,
    /// The AWS settings have no credentials, or cannot get any.
    #[error("no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    NoCredentials(#[source] CredentialsError),
    /// DynamoDB knows no table of that name.
    #[error(
        "there is no table \"{0}\" in this account and region: check --table or TABLE_NAME, AWS_REGION and \
         AWS_ENDPOINT_URL"
    )]
    NoTable(String),
    /// DynamoDB answers with an error.
    #[error("{operation}: DynamoDB refuses: {code}: {message}")]
    Refused {
        /// The operation on the table that failed.
        operation: String,
        /// Code of the error, such as `AccessDeniedException`.
        code: String,
        /// Message of the error, in DynamoDB's words.
        message: String,
    },
    /// The table was not reached, or did not answer in time.
    #[error(transparent)]
    Store(StoreError),
    /// The table has no tenant of that id.
    #[error(
        "there is no tenant \"{0}\": `rollcall tenant list` shows all, `rollcall tenant create` makes one"
    )]
    NoTenant(TenantId),
    /// The table has a tenant of that id already.
    #[error("there is a tenant \"{0}\" already: `rollcall tenant set` changes it")]
    TenantExists(TenantId),
    /// `tenant set` without any option.
    #[error(
        "nothing to set: give at least one of --name, --plan, --scim, --profile-sync, --price-minor, --no-billing"
    )]
    NothingToSet,
    /// The first terms of a tenant have to be complete.
    #[error(
        "the tenant has no price yet: give all of --price-minor, --currency, --billing and --billing-anchor"
    )]
    TermsIncomplete,
    /// The plan of a tenant with a price is to be changed, and nobody is there to be asked.
    #[error("{0} Nothing was changed: give --yes to go on")]
    PlanNotAgreed(String),
    /// The tenant has as many live tokens as it may have.
    #[error("{0}: `rollcall token list` shows them, `rollcall token revoke` takes one away")]
    TooManyTokens(#[from] TooManyTokens),
    /// The tenant has no token of that id.
    #[error("the tenant has no token \"{0}\": `rollcall token list` shows their ids")]
    NoToken(String),
    /// The terminal does not give an answer.
    #[error("cannot read your answer")]
    NoAnswer(#[source] io::Error),
    /// Another account of the tenant holds the address.
    #[error("an account of this tenant has the address already")]
    AddressTaken,
    /// CloudFormation knows no stack of that name.
    #[error(
        "there is no stack \"{0}\" in this account and region: check --stack or ROLLCALL_STACK, and AWS_REGION"
    )]
    NoStack(String),
    /// The endpoint does not answer in CloudFormation's form.
    #[error(
        "cannot ask CloudFormation for the stack \"{0}\": something else answers in its place; check AWS_ENDPOINT_URL"
    )]
    NotCloudFormation(String),
    /// CloudFormation does not say whether there is such a stack.
    #[error("cannot ask CloudFormation for the stack \"{stack}\": {reason}")]
    StackUnanswered {
        /// Name of the stack.
        stack: String,
        /// CloudFormation's words, or what kept it from being reached.
        reason: String,
    },
    /// The settings lead to a DynamoDB engine on this machine, as those of `rollcall local` do.
    #[error(
        "the doctor inspects stacks that are deployed to AWS, and these settings lead to a local system: `rollcall local` \
         needs no doctor. For a stack, unset {0} and set AWS_REGION, or AWS_PROFILE, as for `sam deploy`"
    )]
    LocalSystem(String),
    /// The doctor found something, and has said what.
    #[error("problems to mend: {0}")]
    Problems(usize),
}

impl CliError {
    /// The error of an operation on the table, in words that say what to do.
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
