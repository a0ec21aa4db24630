//! The stack: whether it is deployed, with what parameters, and what its resources are called.

use std::collections::HashMap;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{ResourceStatus, StackStatus};

use super::fact::{Fact, Gap, known};
use super::finding::{Finding, quoted};
use crate::aws::{Aws, stack};
use crate::error::CliError;

/// The stack, as CloudFormation knows it.
#[derive(Debug)]
pub(super) struct Stack {
    /// Name of the stack, as it was asked for.
    pub(super) name: String,
    /// Status of the stack's last operation.
    pub(super) status: StackStatus,
    /// Why it has that status, if CloudFormation says so.
    pub(super) reason: Option<String>,
    /// Values of the parameters by their names.
    pub(super) parameters: HashMap<String, String>,
    /// Values of the outputs by their names.
    pub(super) outputs: HashMap<String, String>,
    /// Physical names of its resources by their names in the template.
    pub(super) resources: Fact<HashMap<String, String>>,
}

impl Stack {
    /// A parameter, unless it is empty or the deployed template has none of that name.
    #[must_use]
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The command that deploys the template with another value of a parameter. All others keep theirs.
    #[must_use]
    pub(super) fn deploy(parameter: &str, value: &str) -> String {
        format!("sam deploy --parameter-overrides {parameter}={}", quoted(value))
    }

    /// A command of `rollcall` on this stack.
    #[must_use]
    pub(super) fn rollcall(&self, arguments: &str) -> String {
        format!("rollcall {arguments} --stack {}", self.name)
    }

    /// An output, unless it is empty or the deployed template has none of that name.
    #[must_use]
    pub(super) fn output(&self, name: &str) -> Option<&str> {
        self.outputs.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// What a resource of the template is called in AWS.
    ///
    /// # Errors
    ///
    /// [`Gap`]: the stack has none, or its resources are not known.
    pub(super) fn physical(&self, logical: &str) -> Fact<&str> {
        let resources = self.resources.as_ref().map_err(Clone::clone)?;
        resources.get(logical).map(String::as_str).ok_or(Gap::Absent)
    }
}

/// Asks CloudFormation for the stack and its resources.
///
/// # Errors
///
/// Without the stack nothing can be found: as [`stack::describe`].
pub(super) async fn find(aws: &Aws, client: &Client, name: &str) -> Result<Stack, CliError> {
    let stack = stack::describe(aws, client, name).await?;
    let parameters = stack.parameters.unwrap_or_default().into_iter();
    let outputs = stack.outputs.unwrap_or_default().into_iter();
    Ok(Stack {
        name: name.to_owned(),
        status: stack.stack_status.unwrap_or_else(|| StackStatus::from("of no status")),
        reason: stack.stack_status_reason.filter(|reason| !reason.is_empty()),
        parameters: parameters
            .filter_map(|parameter| Some((parameter.parameter_key?, parameter.parameter_value?)))
            .collect(),
        outputs: outputs.filter_map(|output| Some((output.output_key?, output.output_value?))).collect(),
        resources: resources(client, name).await,
    })
}

async fn resources(client: &Client, stack: &str) -> Fact<HashMap<String, String>> {
    let pages = client.list_stack_resources().stack_name(stack).into_paginator().items().send();
    let resources = known("cloudformation:ListStackResources", pages.collect::<Result<Vec<_>, _>>().await)?;
    let names = resources
        .into_iter()
        .filter(|resource| resource.resource_status != Some(ResourceStatus::DeleteComplete))
        .filter_map(|resource| Some((resource.logical_resource_id?, resource.physical_resource_id?)));
    Ok(names.collect())
}

/// Judges the last deployment.
#[must_use]
pub(super) fn examine(stack: &Stack) -> Finding {
    use StackStatus::{
        CreateComplete, ImportComplete, ReviewInProgress, RollbackComplete, UpdateComplete,
        UpdateRollbackComplete,
    };
    let Stack { name, status, .. } = stack;
    let found = match &stack.reason {
        Some(reason) => format!("{name} is {status}: {reason}"),
        None => format!("{name} is {status}"),
    };
    let events = format!("CloudFormation → Stacks → {name} → Events says why");
    match status {
        CreateComplete | UpdateComplete | ImportComplete => Finding::ok("stack", found),
        UpdateRollbackComplete => Finding::warning(
            "stack",
            found,
            format!("the last deployment was undone: {events}; mend it and run `sam deploy` again"),
        ),
        RollbackComplete | ReviewInProgress => Finding::problem(
            "stack",
            found,
            format!(
                "it was never deployed: {events}; run `aws cloudformation delete-stack --stack-name {name}`, then \
                 `sam deploy` again"
            ),
        )
        .mended_by([
            format!("aws cloudformation delete-stack --stack-name {name}"),
            format!("aws cloudformation wait stack-delete-complete --stack-name {name}"),
            "sam deploy".to_owned(),
        ]),
        other if other.as_str().ends_with("_IN_PROGRESS") => Finding::warning(
            "stack",
            found,
            format!(
                "run `aws cloudformation describe-stacks --stack-name {name}` until it is complete, then this again"
            ),
        ),
        _ => Finding::problem("stack", found, format!("{events}; mend it and run `sam deploy` again")),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::finding::Status;
    use super::*;

    /// A stack as the template makes it.
    pub(in super::super) fn stack() -> Stack {
        let logical = [
            "Table",
            "ScimFunction",
            "VerifyFunction",
            "PeopleFunction",
            "OauthFunction",
            "OutboxFunction",
            "PurgeFunction",
            "RenewalFunction",
            "WebhookFunction",
            "CheckFunction",
            "OutboxFailures",
            "ScheduleFailures",
            "ScheduleGroup",
            "SweepSchedule",
            "PurgeNetSchedule",
            "WebhookSchedule",
            "Api",
        ];
        let parameters = [
            ("MailSender", "Example <no-reply@example.com>"),
            ("MailIdentity", "example.com"),
            ("ThrottleRate", "500"),
            ("ThrottleBurst", "5000"),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Stack {
            name: "rollcall".to_owned(),
            status: StackStatus::CreateComplete,
            reason: None,
            parameters: parameters.map(owned).into(),
            outputs: [("ScimUrl", "https://scim.example.com/scim/v2")].map(owned).into(),
            resources: Ok(logical.map(|name| (name.to_owned(), format!("rollcall-{name}"))).into()),
        }
    }

    #[test]
    fn each_status_is_judged() {
        for (status, judged) in [
            ("CREATE_COMPLETE", Status::Ok),
            ("UPDATE_COMPLETE", Status::Ok),
            ("UPDATE_IN_PROGRESS", Status::Warning),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Status::Warning),
            ("UPDATE_ROLLBACK_COMPLETE", Status::Warning),
            ("REVIEW_IN_PROGRESS", Status::Problem),
            ("ROLLBACK_COMPLETE", Status::Problem),
            ("UPDATE_ROLLBACK_FAILED", Status::Problem),
            ("DELETE_FAILED", Status::Problem),
        ] {
            let found = examine(&Stack { status: StackStatus::from(status), ..stack() });
            assert_eq!(found.status, judged, "{status}");
        }
    }

    #[test]
    fn a_resource_that_is_not_listed_is_absent() {
        assert_eq!(stack().physical("Table"), Ok("rollcall-Table"));
        assert_eq!(stack().physical("Other"), Err(Gap::Absent));
    }
}
