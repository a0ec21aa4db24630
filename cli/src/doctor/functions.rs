//! The nine functions: that Lambda can run them.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types::{LastUpdateStatus, State};

use super::fact::{Fact, known, restore};
use super::finding::Finding;
use super::stack::Stack;

const FUNCTIONS: [&str; 9] = [
    "ScimFunction",
    "VerifyFunction",
    "PeopleFunction",
    "OauthFunction",
    "OutboxFunction",
    "PurgeFunction",
    "RenewalFunction",
    "WebhookFunction",
    "CheckFunction",
];

/// The functions, as Lambda knows them, in the order of [`FUNCTIONS`].
#[derive(Debug)]
pub(super) struct Facts {
    /// Lambda's answer for each function, in the order of [`FUNCTIONS`].
    pub(super) functions: [Fact<GetFunctionOutput>; 9],
}

/// Asks Lambda about each function. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let ask = async |logical| {
        let sent = client.get_function().function_name(stack.physical(logical)?).send().await;
        known("lambda:GetFunction", sent)
    };
    let [scim, verify, people, oauth, outbox, purge, renewal, webhook, check] = FUNCTIONS.map(ask);
    Facts {
        functions: tokio::join!(scim, verify, people, oauth, outbox, purge, renewal, webhook, check).into(),
    }
}

/// Judges whether each function is active, deployed and not throttled to nothing.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Vec<Finding> {
    FUNCTIONS
        .into_iter()
        .zip(&facts.functions)
        .map(|(logical, fact)| function(logical, fact, stack))
        .collect()
}

fn function(logical: &str, fact: &Fact<GetFunctionOutput>, stack: &Stack) -> Finding {
    let check = format!("function: {}", logical.trim_end_matches("Function").to_lowercase());
    let found = match fact {
        Ok(found) => found,
        Err(gap) => return gap.finding(&check, restore(&format!("{logical} and all that names it"))),
    };
    let name = stack.physical(logical).unwrap_or(logical);
    let reserved =
        found.concurrency.as_ref().and_then(|concurrency| concurrency.reserved_concurrent_executions);
    if reserved == Some(0) {
        let command = format!("aws lambda delete-function-concurrency --function-name {name}");
        return Finding::problem(
            &check,
            "is throttled to nothing: its reserved concurrency is 0",
            format!("run `{command}`"),
        )
        .mended_by([command]);
    }
    let configuration = found.configuration.as_ref();
    let update = configuration.and_then(|configuration| configuration.last_update_status.as_ref());
    let state = configuration.and_then(|configuration| configuration.state.as_ref());
    let why = configuration
        .and_then(|found| found.last_update_status_reason.as_deref().or(found.state_reason.as_deref()))
        .map_or_else(String::new, |reason| format!(": {reason}"));
    let wait = format!("aws lambda wait function-updated-v2 --function-name {name}");
    let advice = format!("run `{wait}`, then this again");
    let deploy = || "make sam-build && sam deploy".to_owned();
    match (state, update) {
        (Some(State::Active), Some(LastUpdateStatus::Successful)) => Finding::ok(
            &check,
            reserved
                .map_or_else(|| "is Active".to_owned(), |most| format!("is Active, at most {most} at once")),
        ),
        (Some(State::Pending), _) => {
            Finding::warning(&check, format!("is Pending{why}"), advice).mended_by([wait])
        }
        (_, Some(LastUpdateStatus::InProgress)) => {
            Finding::warning(&check, "is being updated", advice).mended_by([wait])
        }
        (_, Some(LastUpdateStatus::Failed)) => Finding::problem(
            &check,
            format!("was not updated{why}"),
            "mend that and run `make sam-build && sam deploy` again",
        )
        .mended_by([deploy()]),
        (state, _) => Finding::problem(
            &check,
            format!("is {}{why}", state.map_or("in no state", State::as_str)),
            format!(
                "Lambda → Functions → {name} says why; mend that and run `make sam-build && sam deploy` again"
            ),
        )
        .mended_by([deploy()]),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_lambda::types::{Concurrency, FunctionConfiguration};

    use super::super::fact::Gap;
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    fn answer(state: State, update: LastUpdateStatus, reserved: Option<i32>) -> GetFunctionOutput {
        let configuration = FunctionConfiguration::builder().state(state).last_update_status(update).build();
        let concurrency = Concurrency::builder().set_reserved_concurrent_executions(reserved).build();
        GetFunctionOutput::builder().configuration(configuration).concurrency(concurrency).build()
    }

    #[test]
    fn a_function_has_to_be_active_updated_and_unthrottled() {
        use LastUpdateStatus::{Failed, InProgress, Successful};
        for (fact, status) in [
            (Ok(answer(State::Active, Successful, None)), Status::Ok),
            (Ok(answer(State::Active, Successful, Some(5))), Status::Ok),
            (Ok(answer(State::Active, Successful, Some(0))), Status::Problem),
            (Ok(answer(State::Active, Failed, None)), Status::Problem),
            (Ok(answer(State::Active, InProgress, None)), Status::Warning),
            (Ok(answer(State::Pending, Successful, None)), Status::Warning),
            (Ok(answer(State::Inactive, Successful, None)), Status::Problem),
            (Ok(answer(State::Failed, Successful, None)), Status::Problem),
            (Ok(GetFunctionOutput::builder().build()), Status::Problem),
            (Err(Gap::Absent), Status::Problem),
        ] {
            let well = || Ok(answer(State::Active, Successful, None));
            let facts =
                Facts { functions: [well(), fact, well(), well(), well(), well(), well(), well(), well()] };
            let judged: Vec<_> = examine(&facts, &stack()).iter().map(|finding| finding.status).collect();
            let ok = Status::Ok;
            assert_eq!(judged, [ok, status, ok, ok, ok, ok, ok, ok, ok], "{facts:?}");
        }
    }
}
