//! Whether the bus is there on which events are published.

use aws_sdk_eventbridge::Client;

use super::fact::{Fact, Gap, known};
use super::finding::{Finding, quoted};
use super::stack::Stack;

const PARAMETER: &str = "EventBusName";

/// The bus, as EventBridge knows it.
#[derive(Debug)]
pub(super) struct Facts {
    /// Whether it is there; `None`: the stack names none.
    pub(super) bus: Option<Fact<()>>,
}

/// Asks `EventBridge` for the bus. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let bus = match stack.parameter(PARAMETER) {
        None => None,
        Some(name) => {
            let sent = client.describe_event_bus().name(name).send().await;
            Some(known("events:DescribeEventBus", sent).map(|_| ()))
        }
    };
    Facts { bus }
}

/// Judges whether events get anywhere. Without a bus they are in the feed all the same.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Finding {
    let check = "events: bus";
    let (Some(name), Some(bus)) = (stack.parameter(PARAMETER), &facts.bus) else {
        return Finding::ok(check, "none is named: events are in the feed, and go to webhooks");
    };
    match bus {
        Ok(()) => Finding::ok(check, format!("{name} is there")),
        Err(gap) => {
            let command = format!("aws events create-event-bus --name {}", quoted(name));
            let advice =
                format!("no event is published: run `{command}`, or deploy with another EventBusName");
            let finding = gap.finding(check, advice);
            if *gap == Gap::Absent { finding.mended_by([command]) } else { finding }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    #[test]
    fn a_bus_that_is_named_has_to_be_there() {
        let denied = Gap::Denied { action: "events:DescribeEventBus", reason: "no".to_owned() };
        for (name, bus, status, commands) in [
            ("", None, Status::Ok, 0),
            ("product", Some(Ok(())), Status::Ok, 0),
            ("product", Some(Err(Gap::Absent)), Status::Problem, 1),
            ("product", Some(Err(denied)), Status::Unknown, 0),
        ] {
            let mut stack = stack();
            stack.parameters.insert(PARAMETER.to_owned(), name.to_owned());
            let found = examine(&Facts { bus }, &stack);
            assert_eq!((found.status, found.commands.len()), (status, commands), "{found:?}");
        }
    }
}
