//! The queues in which lies what failed.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName::ApproximateNumberOfMessages;

use super::fact::{Fact, Gap, known};
use super::finding::Finding;
use super::stack::Stack;
use super::words::count;

const OUTBOX: &str = "OutboxFailures";
const SCHEDULE: &str = "ScheduleFailures";

/// Approximate number of messages in each failure queue.
#[derive(Debug)]
pub(super) struct Facts {
    /// Of changes that the outbox gave up.
    pub(super) outbox: Fact<u64>,
    /// Of sweeps, renewals, deletion runs and checks that failed.
    pub(super) schedule: Fact<u64>,
}

/// Asks SQS how many messages each failure queue has. Takes none out.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let waiting = async |logical| {
        let action = "sqs:GetQueueAttributes";
        let request = client.get_queue_attributes().queue_url(stack.physical(logical)?);
        let answer = known(action, request.attribute_names(ApproximateNumberOfMessages).send().await)?;
        let number =
            answer.attributes.and_then(|found| found.get(&ApproximateNumberOfMessages)?.parse().ok());
        number.ok_or_else(|| Gap::Unanswered { action, reason: "the answer has no number".to_owned() })
    };
    let (outbox, schedule) = tokio::join!(waiting(OUTBOX), waiting(SCHEDULE));
    Facts { outbox, schedule }
}

/// Judges the failure queues: any message in them is a problem.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Vec<Finding> {
    vec![outbox(&facts.outbox, stack), schedule(&facts.schedule, stack)]
}

fn outbox(fact: &Fact<u64>, stack: &Stack) -> Finding {
    let check = "failures: outbox";
    match fact {
        Ok(0) => Finding::ok(check, "none"),
        Ok(number) => Finding::problem(
            check,
            format!("messages: {}; changes were given up, and their history is missing", count(*number)),
            format!(
                "look for the cause by `aws logs tail /rollcall/{}/outbox --since 1d`, {}",
                stack.name,
                empty(OUTBOX, stack)
            ),
        )
        .mended_by([look(stack, "outbox"), receive(OUTBOX, stack)]),
        Err(gap) => gone(gap, check, OUTBOX, stack),
    }
}

fn schedule(fact: &Fact<u64>, stack: &Stack) -> Finding {
    let check = "failures: schedules";
    match fact {
        Ok(0) => Finding::ok(check, "none"),
        // Not a problem by itself: the next run does what this one did not.
        Ok(number) => Finding::warning(
            check,
            format!("messages: {}; sweeps, renewals, deletion runs or checks failed", count(*number)),
            format!(
                "look for the cause by `aws logs tail /rollcall/{}/purge --since 1d`, and the same of outbox, renewal and check, \
                 {}",
                stack.name,
                empty(SCHEDULE, stack)
            ),
        )
        .mended_by(["outbox", "renewal", "purge", "check"].map(|function| look(stack, function)))
        .and_by(receive(SCHEDULE, stack)),
        Err(gap) => gone(gap, check, SCHEDULE, stack),
    }
}

/// The queue is not emptied by a command of the script: its messages say what is yet to be mended.
fn empty(logical: &str, stack: &Stack) -> String {
    let url = stack.physical(logical).unwrap_or("QUEUE_URL");
    let receive = receive(logical, stack);
    format!(
        "read the messages by `{receive}`, and when all is mended run `aws sqs purge-queue --queue-url {url}`"
    )
}

fn receive(logical: &str, stack: &Stack) -> String {
    let url = stack.physical(logical).unwrap_or("QUEUE_URL");
    format!("aws sqs receive-message --queue-url {url} --max-number-of-messages 10")
}

fn look(stack: &Stack, function: &str) -> String {
    format!("aws logs tail /rollcall/{}/{function} --since 1d", stack.name)
}

fn gone(gap: &Gap, check: &str, logical: &str, stack: &Stack) -> Finding {
    let command = make(logical, stack);
    let finding = gap.finding(check, format!("run `{command}`"));
    if *gap == Gap::Absent { finding.mended_by([command]) } else { finding }
}

fn make(logical: &str, stack: &Stack) -> String {
    let url = stack.physical(logical).unwrap_or(logical);
    let name = url.rsplit('/').next().unwrap_or(url);
    format!(
        "aws sqs create-queue --queue-name {name} --attributes \
         MessageRetentionPeriod=1209600,SqsManagedSseEnabled=true"
    )
}

#[cfg(test)]
mod tests {
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    #[test]
    fn messages_are_a_problem_in_the_one_and_a_warning_in_the_other() {
        for (fact, judged) in [
            (Ok(0), [Status::Ok, Status::Ok]),
            (Ok(1), [Status::Problem, Status::Warning]),
            (Err(Gap::Absent), [Status::Problem, Status::Problem]),
        ] {
            let found = examine(&Facts { outbox: fact.clone(), schedule: fact }, &stack());
            assert_eq!([found[0].status, found[1].status], judged, "{found:?}");
        }
    }

    #[test]
    fn a_queue_that_is_gone_is_made_again_under_its_name() {
        let mut stack = stack();
        let url = "https://sqs.eu-central-1.amazonaws.com/1/rollcall-failures-1X".to_owned();
        stack.resources.as_mut().unwrap().insert(OUTBOX.to_owned(), url);
        let found = examine(&Facts { outbox: Err(Gap::Absent), schedule: Ok(0) }, &stack);
        assert!(
            found[0].advice.as_ref().unwrap().contains("--queue-name rollcall-failures-1X "),
            "{found:?}"
        );
    }
}
