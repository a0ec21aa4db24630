//! What brings the table's changes to the outbox.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::types::EventSourceMappingConfiguration;

use super::fact::{Fact, known, restore};
use super::finding::Finding;
use super::stack::Stack;

const CHECK: &str = "changes";

/// The mappings that invoke the outbox.
#[derive(Debug)]
pub(super) struct Facts {
    /// All event source mappings of the outbox.
    pub(super) mappings: Fact<Vec<EventSourceMappingConfiguration>>,
}

/// Asks Lambda for the mappings. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let mappings = async {
        let outbox = stack.physical("OutboxFunction")?;
        let sent = client.list_event_source_mappings().function_name(outbox).send().await;
        let answer = known("lambda:ListEventSourceMappings", sent)?;
        Ok(answer.event_source_mappings.unwrap_or_default())
    };
    Facts { mappings: mappings.await }
}

/// Judges the mapping. `stream` is the ARN of the table's present stream, if that is known.
#[must_use]
pub(super) fn examine(facts: &Facts, stream: Option<&str>, stack: &Stack) -> Vec<Finding> {
    let mappings = match &facts.mappings {
        Ok(mappings) => mappings,
        Err(gap) => return vec![gap.finding(CHECK, restore("OutboxFunction"))],
    };
    let current = mappings.iter().find(|mapping| mapping.event_source_arn.as_deref() == stream);
    match current.or(mappings.first()) {
        None => vec![Finding::problem(
            CHECK,
            "nothing brings them to the outbox",
            restore("the event Changes of OutboxFunction"),
        )],
        Some(mapping) if stream.is_some() && current.is_none() => vec![Finding::problem(
            CHECK,
            format!("{} reads a stream that the table no longer has", name(mapping)),
            restore("the table's StreamSpecification and all that names its StreamArn"),
        )],
        Some(mapping) => vec![state(mapping), last_result(mapping, stack), destination(mapping, stack)],
    }
}

fn name(mapping: &EventSourceMappingConfiguration) -> &str {
    mapping.uuid.as_deref().unwrap_or("the mapping")
}

fn state(mapping: &EventSourceMappingConfiguration) -> Finding {
    let uuid = name(mapping);
    match mapping.state.as_deref() {
        Some("Enabled") => Finding::ok(CHECK, format!("{uuid} brings them to the outbox")),
        Some("Disabled" | "Disabling") => {
            let command = format!("aws lambda update-event-source-mapping --uuid {uuid} --enabled");
            Finding::problem(
                CHECK,
                format!("{uuid} is turned off: no history, no schedules, and mails wait for the sweep"),
                format!("run `{command}`"),
            )
            .mended_by([command])
        }
        state => Finding::warning(
            CHECK,
            format!("{uuid} is {}", state.unwrap_or("in no known state")),
            format!(
                "run `aws lambda get-event-source-mapping --uuid {uuid}` until it is Enabled, then this again"
            ),
        ),
    }
}

fn last_result(mapping: &EventSourceMappingConfiguration, stack: &Stack) -> Finding {
    let check = "changes: last batch";
    match mapping.last_processing_result.as_deref() {
        Some(result) if result.starts_with("PROBLEM") => {
            let command = format!("aws logs tail /rollcall/{}/outbox --since 1h", stack.name);
            Finding::problem(check, result, format!("run `{command}` and mend the errors that it shows"))
                .mended_by([command])
        }
        result => Finding::ok(check, result.unwrap_or("none yet")),
    }
}

fn destination(mapping: &EventSourceMappingConfiguration, stack: &Stack) -> Finding {
    let check = "changes: given up";
    let failure = mapping.destination_config.as_ref().and_then(|config| config.on_failure.as_ref());
    if let Some(destination) = failure.and_then(|failure| failure.destination.as_deref()) {
        return Finding::ok(check, format!("reported to {destination}"));
    }
    let queue = stack.physical("OutboxFailures").unwrap_or("QUEUE_URL");
    let command = format!(
        "aws lambda update-event-source-mapping --uuid {} --destination-config OnFailure={{Destination=$(aws sqs \
         get-queue-attributes --queue-url {queue} --attribute-names QueueArn --query Attributes.QueueArn \
         --output text)}}",
        name(mapping)
    );
    Finding::problem(check, "reported nowhere", format!("run `{command}`")).mended_by([command])
}

#[cfg(test)]
mod tests {
    use aws_sdk_lambda::types::{DestinationConfig, OnFailure};

    use super::super::fact::Gap;
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    const STREAM: &str = "arn:aws:dynamodb:eu-central-1:1:table/t/stream/2";

    fn mapping(state: &str) -> EventSourceMappingConfiguration {
        let failure = OnFailure::builder().destination("arn:aws:sqs:eu-central-1:1:failures").build();
        EventSourceMappingConfiguration::builder()
            .uuid("uuid")
            .event_source_arn(STREAM)
            .state(state)
            .last_processing_result("OK")
            .destination_config(DestinationConfig::builder().on_failure(failure).build())
            .build()
    }

    #[track_caller]
    fn judged(mappings: Vec<EventSourceMappingConfiguration>, expected: &[Status]) {
        let found = examine(&Facts { mappings: Ok(mappings) }, Some(STREAM), &stack());
        assert_eq!(found.iter().map(|finding| finding.status).collect::<Vec<_>>(), expected, "{found:?}");
    }

    #[test]
    fn only_an_enabled_mapping_is_well() {
        use Status::{Ok, Problem, Warning};
        for (state, status) in
            [("Enabled", Ok), ("Disabled", Problem), ("Disabling", Problem), ("Creating", Warning)]
        {
            judged(vec![mapping(state)], &[status, Ok, Ok]);
        }
    }

    #[test]
    fn a_failed_batch_and_a_missing_destination_are_problems() {
        use Status::{Ok, Problem};
        let mut failing = mapping("Enabled");
        failing.last_processing_result = Some("PROBLEM: Function call failed".to_owned());
        judged(vec![failing], &[Ok, Problem, Ok]);
        let mut silent = mapping("Enabled");
        silent.destination_config = None;
        judged(vec![silent], &[Ok, Ok, Problem]);
    }

    #[test]
    fn a_mapping_of_a_former_stream_reads_nothing() {
        let mut former = mapping("Enabled");
        former.event_source_arn = Some("arn:aws:dynamodb:eu-central-1:1:table/t/stream/1".to_owned());
        judged(vec![former.clone()], &[Status::Problem]);
        judged(vec![former.clone(), mapping("Enabled")], &[Status::Ok; 3]);
        let unknown_stream = examine(&Facts { mappings: Ok(vec![former]) }, None, &stack());
        assert_eq!(unknown_stream.len(), 3);
    }

    #[test]
    fn none_or_an_outbox_that_is_gone_is_a_problem() {
        judged(vec![], &[Status::Problem]);
        let gone = examine(&Facts { mappings: Err(Gap::Absent) }, Some(STREAM), &stack());
        assert_eq!(gone[0].status, Status::Problem);
    }
}
