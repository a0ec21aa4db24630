//! What CloudFormation knows of a deployed stack.

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::Stack;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;

use super::endpoint::Service;
use super::fault::Fault;
use super::{Aws, local};
use crate::error::CliError;

/// The output of the stack that names its table.
const TABLE: &str = "TableName";

/// Asks CloudFormation for a stack.
///
/// # Errors
///
/// [`CliError::NoStack`], [`CliError::LocalSystem`], or why CloudFormation was not asked.
pub(crate) async fn describe(aws: &Aws, client: &Client, name: &str) -> Result<Stack, CliError> {
    let answer = client.describe_stacks().stack_name(name).send().await.map_err(|error| {
        // Not a code of its own: the same one says that a name is malformed.
        if error.message().is_some_and(|message| message.ends_with("does not exist")) {
            return CliError::NoStack(name.to_owned());
        }
        let fault = Fault::of(&error);
        // An engine that speaks DynamoDB alone does not know what it was asked.
        let engine = Some(()).filter(|()| fault == Fault::Stranger);
        match engine.and_then(|()| local::Environment::of_this_process().local_endpoint()) {
            Some(setting) => CliError::LocalSystem(setting),
            None => CliError::Call(aws.failed(Service::CloudFormation, fault).into()),
        }
    })?;
    let stack = answer.stacks.unwrap_or_default().into_iter().next();
    stack.ok_or_else(|| CliError::NoStack(name.to_owned()))
}

/// The output of the stack that says where OAuth clients get their tokens.
const TOKEN_URL: &str = "TokenUrl";

/// The parameter of the stack that says how long mailed links work.
const LINK_DAYS: &str = "LinkLifetimeDays";

/// What commands on a table want to know of its stack.
#[derive(Debug)]
pub(crate) struct StackOfTable {
    /// Name of the table.
    pub(crate) table: String,
    /// Days that a mailed link works; `None`: the stack does not say.
    pub(crate) link_days: Option<u16>,
    /// Where OAuth clients get their tokens; `None`: the stack does not say.
    pub(crate) token_url: Option<String>,
}

/// A stack's table, and what goes with it.
///
/// # Errors
///
/// As [`describe`]; [`CliError::NoTableOfStack`] if the stack does not say.
pub(crate) async fn of_table(aws: &Aws, name: &str) -> Result<StackOfTable, CliError> {
    if let Some(setting) = local::Environment::of_this_process().leads_to_local_system() {
        return Err(CliError::LocalSystem(setting));
    }
    let client = Client::new(aws.config(Service::CloudFormation)?);
    let stack = describe(aws, &client, name).await?;
    let mut parameters = stack.parameters.unwrap_or_default().into_iter();
    let days = parameters.find(|parameter| parameter.parameter_key.as_deref() == Some(LINK_DAYS));
    let link_days = days.and_then(|days| days.parameter_value?.parse().ok());
    let outputs = stack.outputs.unwrap_or_default();
    let output = |name| {
        let output = outputs.iter().find(|output| output.output_key.as_deref() == Some(name));
        output.and_then(|output| output.output_value.clone()).filter(|value| !value.is_empty())
    };
    let table = output(TABLE).ok_or_else(|| CliError::NoTableOfStack(name.to_owned()))?;
    let token_url = output(TOKEN_URL);
    Ok(StackOfTable { table, link_days, token_url })
}
