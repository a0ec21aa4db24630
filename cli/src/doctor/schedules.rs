//! The recurring schedules: sweep, hourly deletion run, and renewal of billing periods.

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::types::ScheduleState;

use super::fact::{Fact, known, restore};
use super::finding::Finding;
use super::stack::Stack;

const SWEEP: &str = "SweepSchedule";
const PURGE_NET: &str = "PurgeNetSchedule";
const RENEWAL: &str = "RenewalSchedule";

/// State of each recurring schedule.
#[derive(Debug)]
pub(super) struct Facts {
    /// The schedule of the sweep, which sends mails that are still owed.
    pub(super) sweep: Fact<Option<ScheduleState>>,
    /// The schedule of the hourly run, which deletes accounts that are due.
    pub(super) purge_net: Fact<Option<ScheduleState>>,
    /// The schedule of the renewal, which bills people whose period has ended.
    pub(super) renewal: Fact<Option<ScheduleState>>,
}

/// Asks EventBridge Scheduler for the recurring schedules. Changes nothing.
pub(super) async fn gather(client: &Client, stack: &Stack) -> Facts {
    let state = async |logical| {
        let (group, name) = (stack.physical("ScheduleGroup")?, stack.physical(logical)?);
        let sent = client.get_schedule().group_name(group).name(name).send().await;
        Ok(known("scheduler:GetSchedule", sent)?.state)
    };
    let (sweep, purge_net, renewal) = tokio::join!(state(SWEEP), state(PURGE_NET), state(RENEWAL));
    Facts { sweep, purge_net, renewal }
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
        ),
        Err(gap) => gap.finding(check, restore(logical)),
    }
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
            let all_well = || Facts { sweep: well(), purge_net: well(), renewal: well() };
            let judged = |facts: &Facts| [0, 1, 2].map(|index| examine(facts, &stack())[index].status);
            let (first, other) = (fact.clone(), fact.clone());
            assert_eq!(judged(&Facts { sweep: first, ..all_well() }), [status, Status::Ok, Status::Ok]);
            assert_eq!(judged(&Facts { purge_net: other, ..all_well() }), [Status::Ok, status, Status::Ok]);
            assert_eq!(judged(&Facts { renewal: fact, ..all_well() }), [Status::Ok, Status::Ok, status]);
        }
    }

    #[test]
    fn a_schedule_that_is_off_is_named() {
        let off = || Ok(Some(ScheduleState::Disabled));
        let facts = Facts { sweep: off(), purge_net: Err(Gap::Absent), renewal: off() };
        let advice = examine(&facts, &stack()).into_iter().map(|finding| finding.advice.unwrap());
        let advice: Vec<_> = advice.collect();
        assert!(advice[0].contains("rollcall-SweepSchedule → Enable"), "{advice:?}");
        assert!(advice[1].contains("take PurgeNetSchedule out"), "{advice:?}");
    }
}
