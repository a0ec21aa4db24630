//! The recurring schedules: sweep, hourly deletion run, renewal of billing periods, and what is sent to webhooks.

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::types::ScheduleState;

use super::fact::{Fact, known, restore};
use super::finding::Finding;
use super::stack::Stack;

const SWEEP: &str = "SweepSchedule";
const PURGE_NET: &str = "PurgeNetSchedule";
const RENEWAL: &str = "RenewalSchedule";
const WEBHOOK: &str = "WebhookSchedule";

/// State of each recurring schedule.
#[derive(Debug)]
pub(super) struct Facts {
    /// The schedule of the sweep, which sends mails that are still owed.
    pub(super) sweep: Fact<Option<ScheduleState>>,
    /// The schedule of the hourly run, which deletes accounts that are due.
    pub(super) purge_net: Fact<Option<ScheduleState>>,
    /// The schedule of the renewal, which bills people whose period has ended.
    pub(super) renewal: Fact<Option<ScheduleState>>,
    /// The schedule of the webhook function, which sends what happens.
    pub(super) webhook: Fact<Option<ScheduleState>>,
}

/// Asks EventBridge Scheduler for the recurring schedules. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let state = async |logical| {
        let (group, name) = (stack.physical("ScheduleGroup")?, stack.physical(logical)?);
        let sent = client.get_schedule().group_name(group).name(name).send().await;
        Ok(known("scheduler:GetSchedule", sent)?.state)
    };
    let (sweep, purge_net, renewal, webhook) =
        tokio::join!(state(SWEEP), state(PURGE_NET), state(RENEWAL), state(WEBHOOK));
    Facts { sweep, purge_net, renewal, webhook }
}

/// Judges whether each recurring schedule is enabled.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack) -> Vec<Finding> {
    vec![
        schedule("schedule: sweep", SWEEP, "mails that are still owed stay unsent", &facts.sweep, stack),
        schedule(
            "schedule: purge",
            PURGE_NET,
            "deletions that were missed stay undone",
            &facts.purge_net,
            stack,
        ),
        schedule(
            "schedule: renewal",
            RENEWAL,
            "people are not billed for their next period until they sign in",
            &facts.renewal,
            stack,
        ),
        schedule(
            "schedule: webhook",
            WEBHOOK,
            "your webhooks are sent nothing, and get it later",
            &facts.webhook,
            stack,
        ),
    ]
}

fn schedule(
    check: &str,
    logical: &str,
    consequence: &str,
    fact: &Fact<Option<ScheduleState>>,
    stack: &Stack,
) -> Finding {
    match fact {
        Ok(Some(ScheduleState::Enabled)) => Finding::ok(check, "is ENABLED"),
        Ok(state) => Finding::problem(
            check,
            format!("is {}: {consequence}", state.as_ref().map_or("in no state", ScheduleState::as_str)),
            format!(
                "turn it on in Amazon EventBridge → Scheduler → Schedules → {} → Enable",
                stack.physical(logical).unwrap_or(logical)
            ),
        )
        .mended_by([enable(logical, stack)]),
        Err(gap) => gap.finding(check, restore(logical)),
    }
}

/// An update replaces the whole schedule, so it is read before, but for what AWS alone writes.
fn enable(logical: &str, stack: &Stack) -> String {
    let group = stack.physical("ScheduleGroup").unwrap_or("GROUP");
    let name = stack.physical(logical).unwrap_or(logical);
    let kept = [
        "Name",
        "GroupName",
        "Description",
        "ScheduleExpression",
        "ScheduleExpressionTimezone",
        "FlexibleTimeWindow",
        "Target",
    ];
    let kept = kept.map(|member| format!("{member}:{member}")).join(",");
    format!(
        "aws scheduler update-schedule --cli-input-json \"$(aws scheduler get-schedule --group-name {group} \
         --name {name} --query \"{{{kept},State:'ENABLED'}}\" --output json)\""
    )
}

#[cfg(test)]
mod tests {
    use super::super::fact::Gap;
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    #[test]
    fn all_have_to_be_there_and_enabled() {
        let denied = Gap::Denied { action: "scheduler:GetSchedule", reason: "no".to_owned() };
        for (fact, status) in [
            (Ok(Some(ScheduleState::Enabled)), Status::Ok),
            (Ok(Some(ScheduleState::Disabled)), Status::Problem),
            (Ok(None), Status::Problem),
            (Err(Gap::Absent), Status::Problem),
            (Err(denied), Status::Unknown),
        ] {
            let well = || Ok(Some(ScheduleState::Enabled));
            let all_well = || Facts { sweep: well(), purge_net: well(), renewal: well(), webhook: well() };
            let judged = |facts: &Facts| [0, 1, 2, 3].map(|index| examine(facts, &stack())[index].status);
            let with = |index: usize| {
                let mut all = [Status::Ok; 4];
                all[index] = status;
                all
            };
            let fact = || fact.clone();
            assert_eq!(judged(&Facts { sweep: fact(), ..all_well() }), with(0));
            assert_eq!(judged(&Facts { purge_net: fact(), ..all_well() }), with(1));
            assert_eq!(judged(&Facts { renewal: fact(), ..all_well() }), with(2));
            assert_eq!(judged(&Facts { webhook: fact(), ..all_well() }), with(3));
        }
    }

    #[test]
    fn a_schedule_that_is_off_is_named() {
        let off = || Ok(Some(ScheduleState::Disabled));
        let facts = Facts { sweep: off(), purge_net: Err(Gap::Absent), renewal: off(), webhook: off() };
        let advice = examine(&facts, &stack()).into_iter().map(|finding| finding.advice.unwrap());
        let advice: Vec<_> = advice.collect();
        assert!(advice[0].contains("rollcall-SweepSchedule → Enable"), "{advice:?}");
        assert!(advice[1].contains("take PurgeNetSchedule out"), "{advice:?}");
        let commands = examine(&facts, &stack())[0].commands.join("\n");
        assert!(commands.contains("--name rollcall-SweepSchedule --query"), "{commands}");
        assert!(commands.contains("Target:Target,State:'ENABLED'"), "{commands}");
    }
}
