//! Whether alarms reach somebody.

use std::collections::HashMap;

use aws_sdk_sns::Client;

use super::fact::{Fact, Gap, known};
use super::finding::Finding;
use super::stack::Stack;

const PARAMETER: &str = "AlarmTopicArn";

const CHECK: &str = "alarms";

/// The key that SNS has by itself.
const OWN_KEY: &str = "alias/aws/sns";

/// The topic that is told of alarms.
#[derive(Debug)]
pub(super) struct Facts {
    /// The subscriptions of the topic; `None`: the stack names no topic.
    pub(super) subscriptions: Option<Fact<Subscriptions>>,
}

/// How many have subscribed to the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subscriptions {
    /// Those that are told.
    confirmed: u64,
    /// Those that have not followed the link yet that SNS mailed to them.
    pending: u64,
    /// The topic is encrypted by a key that `CloudWatch` may not use, so nothing comes there.
    is_locked: bool,
}

impl Subscriptions {
    fn of(attributes: &HashMap<String, String>) -> Option<Self> {
        let number = |name| attributes.get(name)?.parse().ok();
        Some(Self {
            confirmed: number("SubscriptionsConfirmed")?,
            pending: number("SubscriptionsPending")?,
            is_locked: attributes.get("KmsMasterKeyId").is_some_and(|key| key.ends_with(OWN_KEY)),
        })
    }
}

/// Asks SNS about the topic. Changes nothing, and tells it nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let action = "sns:GetTopicAttributes";
    let subscriptions = match stack.parameter(PARAMETER) {
        None => None,
        Some(topic) => {
            let answer = known(action, client.get_topic_attributes().topic_arn(topic).send().await);
            let reason = "the answer does not count the subscriptions";
            let nothing = || Gap::Unanswered { action, reason: reason.to_owned() };
            Some(answer.and_then(|answer| {
                answer.attributes.as_ref().and_then(Subscriptions::of).ok_or_else(nothing)
            }))
        }
    };
    Facts { subscriptions }
}

/// Judges whether somebody is told of alarms. Older templates have no alarms.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Option<Finding> {
    let topic = stack.parameter(PARAMETER);
    let Some((topic, subscriptions)) = topic.zip(facts.subscriptions.as_ref()) else {
        return stack.parameters.contains_key(PARAMETER).then(|| nobody(stack));
    };
    Some(match subscriptions {
        Ok(Subscriptions { is_locked: true, .. }) => {
            let command = format!(
                "aws sns set-topic-attributes --topic-arn {topic} --attribute-name KmsMasterKeyId --attribute-value ''"
            );
            let found = format!("do not get to {topic}: CloudWatch may not use its key {OWN_KEY}");
            let key = "a key of yours that lets cloudwatch.amazonaws.com use it";
            let advice = format!("give it {key}, or none: `{command}`");
            Finding::problem(CHECK, found, advice).mended_by([command])
        }
        Ok(Subscriptions { confirmed: 1.., .. }) => {
            Finding::ok(CHECK, format!("are told to {topic}, and by it to subscribers"))
        }
        Ok(Subscriptions { pending: 1.., .. }) => Finding::warning(
            CHECK,
            format!("are told to {topic}, whose subscribers have not confirmed that they want it"),
            "have each of them open the link in the mail from AWS Notifications; after two days subscribe them again",
        )
        .mended_by([subscribe(topic)]),
        Ok(_) => {
            let command = subscribe(topic);
            let advice = format!("run `{command}` with an address of yours, and open the link that comes there");
            Finding::warning(CHECK, format!("are told to {topic}, which has no subscribers"), advice)
                .mended_by([command])
        }
        Err(gap) => {
            let finding = gap.finding(CHECK, "make the topic again, and subscribe to it");
            match gap {
                Gap::Absent => finding.mended_by([create(name(topic)), subscribe(topic)]),
                Gap::Denied { .. } | Gap::Unanswered { .. } => finding,
            }
        }
    })
}

fn nobody(stack: &Stack) -> Finding {
    let name = format!("{}-alarms", stack.name);
    Finding::warning(
        CHECK,
        "tell nobody",
        "deploy with AlarmTopicArn, the ARN of an SNS topic that somebody reads: `sam deploy --guided` asks for it",
    )
    .mended_by([
        format!("topic=$({} --query TopicArn --output text)", create(&name)),
        "aws sns subscribe --topic-arn \"$topic\" --protocol email --notification-endpoint ops@example.com".to_owned(),
        format!("sam deploy --parameter-overrides {PARAMETER}=\"$topic\""),
    ])
}

fn name(topic: &str) -> &str {
    topic.rsplit(':').next().unwrap_or(topic)
}

fn create(name: &str) -> String {
    format!("aws sns create-topic --name {name}")
}

fn subscribe(topic: &str) -> String {
    format!("aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint ops@example.com")
}

#[cfg(test)]
mod tests {
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-central-1:1:alarms";

    fn judged(topic: &str, subscriptions: Option<Fact<Subscriptions>>) -> Finding {
        let mut stack = stack();
        stack.parameters.insert(PARAMETER.to_owned(), topic.to_owned());
        examine(&Facts { subscriptions }, &stack).unwrap()
    }

    #[test]
    fn alarms_reach_somebody_only_by_a_confirmed_subscription() {
        let of = |confirmed, pending| Some(Ok(Subscriptions { confirmed, pending, is_locked: false }));
        for (subscriptions, status) in [
            (of(1, 0), Status::Ok),
            (of(1, 5), Status::Ok),
            (of(0, 1), Status::Warning),
            (of(0, 0), Status::Warning),
            (Some(Err(Gap::Absent)), Status::Problem),
            (Some(Ok(Subscriptions { confirmed: 1, pending: 0, is_locked: true })), Status::Problem),
        ] {
            let found = judged(TOPIC, subscriptions);
            assert_eq!(found.status, status, "{found:?}");
            assert_eq!(found.commands.is_empty(), status == Status::Ok, "{found:?}");
        }
        let gone = judged(TOPIC, Some(Err(Gap::Absent))).commands;
        assert_eq!(gone[0], "aws sns create-topic --name alarms");
    }

    #[test]
    fn without_a_topic_they_tell_nobody_where_the_template_has_alarms() {
        let found = judged("", None);
        assert_eq!((found.status, found.found.as_str()), (Status::Warning, "tell nobody"));
        assert!(found.commands[0].contains("--name rollcall-alarms "), "{found:?}");
        assert_eq!(examine(&Facts { subscriptions: None }, &stack()), None);
    }

    #[test]
    fn an_answer_counts_both_kinds_of_subscriptions() {
        let attributes = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let both = [("SubscriptionsConfirmed", "2"), ("SubscriptionsPending", "1")];
        let known = Subscriptions { confirmed: 2, pending: 1, is_locked: false };
        assert_eq!(Subscriptions::of(&attributes(&both)), Some(known));
        let locked = attributes(&[both[0], both[1], ("KmsMasterKeyId", "alias/aws/sns")]);
        assert_eq!(Subscriptions::of(&locked), Some(Subscriptions { is_locked: true, ..known }));
        assert_eq!(Subscriptions::of(&attributes(&[("SubscriptionsConfirmed", "2")])), None);
    }
}
