use std::time::Duration;

use crate::history::{Call, Operation, Outcome, Seen, can_be_true, check, lies};

const ADA: &str = "ada@example.com";
const NEW: &str = "ada.king@example.com";

/// A call of Ada's.
fn call(from: u64, until: u64, operation: Operation, outcome: Outcome) -> Call {
    let [invoked_at, returned_at] = [from, until].map(Duration::from_millis);
    Call { user: "ada".into(), operation, invoked_at, returned_at, outcome }
}

fn post() -> Operation {
    Operation::Create { user_name: ADA.into(), active: true }
}

fn get() -> Operation {
    Operation::Read { id: "1".into() }
}

fn find(user_name: &str) -> Operation {
    Operation::Find { user_name: user_name.into() }
}

fn set(active: bool) -> Operation {
    Operation::Change { id: "1".into(), active: Some(active), user_name: None, more: false, if_version: None }
}

fn set_if(version: u64, active: bool) -> Operation {
    let if_version = Some(version);
    Operation::Change { id: "1".into(), active: Some(active), user_name: None, more: false, if_version }
}

fn rename(to: &str) -> Operation {
    let user_name = Some(to.into());
    Operation::Change { id: "1".into(), active: None, user_name, more: false, if_version: None }
}

fn delete() -> Operation {
    Operation::Delete { id: "1".into(), if_version: None }
}

fn shown(version: u64, active: bool, user_name: &str) -> Outcome {
    let user_name = Some(user_name.into());
    let (id, active, version) = (Some("1".into()), Some(active), Some(version));
    Outcome::Done(Seen { id, active, user_name, version, groups: None })
}

fn active(version: u64) -> Outcome {
    shown(version, true, ADA)
}

fn inactive(version: u64) -> Outcome {
    shown(version, false, ADA)
}

fn gone() -> Outcome {
    Outcome::Done(Seen::default())
}

/// Ada, active, of version 1.
fn created() -> Call {
    call(0, 1, post(), active(1))
}

/// What is said where the marked answer is that of the last call.
#[track_caller]
fn reject<const N: usize>(calls: [Call; N]) -> String {
    let last = calls.last().unwrap().clone();
    let violation = check(calls).expect_err("no order");
    assert_eq!(violation.calls[violation.first_untrue], last, "{violation}");
    violation.to_string()
}

#[track_caller]
fn accept<const N: usize>(calls: [Call; N]) {
    check(calls).unwrap_or_else(|violation| panic!("{violation}"));
}

#[test]
fn calls_one_after_the_other_are_as_the_account_is() {
    accept([
        call(0, 1, find(ADA), Outcome::NotFound),
        call(2, 3, post(), active(1)),
        call(4, 5, get(), active(1)),
        call(6, 7, set(false), inactive(2)),
        call(8, 9, set(false), inactive(2)),
        call(10, 11, rename(NEW), shown(3, false, NEW)),
        call(12, 13, find(ADA), Outcome::NotFound),
        call(14, 15, find(&NEW.to_uppercase()), shown(3, false, NEW)),
        call(16, 17, post(), active(4)),
        call(18, 19, delete(), gone()),
        call(20, 21, get(), Outcome::NotFound),
        call(22, 23, delete(), Outcome::NotFound),
        call(24, 25, post(), active(6)),
    ]);
}

#[test]
fn calls_that_overlap_may_be_in_any_order() {
    accept([
        created(),
        call(2, 9, set(false), inactive(2)),
        call(2, 9, set(true), active(3)),
        call(2, 9, get(), active(1)),
        call(2, 9, get(), inactive(2)),
        call(10, 11, get(), active(3)),
    ]);
    accept([
        created(),
        call(2, 9, set(true), active(1)),
        call(2, 9, set(false), inactive(2)),
        call(10, 11, get(), inactive(2)),
    ]);
}

#[test]
fn readers_do_not_see_overlapping_writes_in_different_orders() {
    reject([
        created(),
        call(2, 20, set(false), inactive(2)),
        call(3, 4, get(), inactive(2)),
        call(5, 6, get(), active(1)),
    ]);
}

#[test]
fn an_acknowledged_write_is_not_lost() {
    reject([created(), call(2, 3, set(false), inactive(2)), call(4, 5, rename(NEW), shown(2, true, NEW))]);
}

#[test]
fn a_read_after_an_acknowledged_write_is_not_stale() {
    let said = reject([
        created(),
        call(2, 3, get(), active(1)),
        call(4, 5, set(false), inactive(2)),
        call(5, 6, set(true), Outcome::Refused),
        call(6, 7, get(), active(1)),
    ]);
    insta::assert_snapshot!(said, @"
    no order of what was done to ada explains the marked answer:
        0.000000 ..  0.001000  POST ada@example.com                          done, version 1, active, ada@example.com, id 1
        0.004000 ..  0.005000  change active: false                          done, version 2, inactive, ada@example.com, id 1
        0.005000 ..  0.006000  change active: true                           refused
    >   0.006000 ..  0.007000  GET                                           done, version 1, active, ada@example.com, id 1
    when it was asked for, the user can have been:
      version 2, inactive, ada@example.com, id 1
    ");
}

#[test]
fn nobody_comes_back_by_themselves() {
    reject([created(), call(2, 3, delete(), gone()), call(4, 5, get(), inactive(2))]);
    reject([created(), call(2, 3, delete(), gone()), call(4, 5, find(ADA), active(1))]);
}

#[test]
fn nothing_happens_before_it_is_asked_for() {
    let calls = [created(), call(2, 3, get(), inactive(2)), call(4, 5, set(false), inactive(2))];
    let violation = check(calls.clone()).unwrap_err();
    assert_eq!(violation.calls, calls[..2]);
    reject([call(0, 1, get(), active(1))]);
}

#[test]
fn nothing_happens_that_nobody_asked_for() {
    reject([created(), call(2, 3, get(), active(2))]);
    accept([created(), call(1, 1, Operation::Elsewhere, Outcome::Unknown), call(2, 3, get(), active(2))]);
}

#[test]
fn what_has_an_unknown_outcome_was_done_or_was_not_or_will_be() {
    let unknown = call(2, 3, set(false), Outcome::Unknown);
    accept([created(), unknown.clone(), call(4, 5, get(), active(1))]);
    accept([created(), unknown.clone(), call(4, 5, get(), inactive(2))]);
    accept([created(), unknown.clone(), call(4, 5, get(), active(1)), call(6, 7, get(), inactive(2))]);
    reject([created(), unknown.clone(), call(4, 5, get(), inactive(2)), call(6, 7, get(), active(1))]);
    reject([
        created(),
        unknown.clone(),
        call(4, 5, get(), inactive(2)),
        call(6, 7, set(true), active(3)),
        call(8, 9, get(), inactive(4)),
    ]);
}

#[test]
fn an_unknown_creation_may_have_made_anybody_but_one() {
    let unknown = call(0, 1, post(), Outcome::Unknown);
    accept([unknown.clone(), call(2, 3, find(ADA), Outcome::NotFound), call(4, 5, find(ADA), active(1))]);
    accept([unknown.clone(), call(2, 3, post(), Outcome::Taken), call(4, 5, find(ADA), active(1))]);
    accept([unknown.clone(), call(2, 3, post(), active(1))]);
    let other = Outcome::Done(Seen { id: Some("2".into()), ..Seen::default() });
    reject([unknown, call(2, 3, find(ADA), active(1)), call(4, 5, find(ADA), other)]);
}

#[test]
fn what_was_refused_has_no_effect() {
    accept([created(), call(2, 3, set(false), Outcome::Refused), call(4, 5, get(), active(1))]);
    reject([created(), call(2, 3, set(false), Outcome::Refused), call(4, 5, get(), inactive(2))]);
}

#[test]
fn an_address_is_taken_by_an_account_in_use() {
    accept([created(), call(2, 3, post(), Outcome::Taken)]);
    reject([created(), call(2, 3, set(false), inactive(2)), call(4, 5, post(), Outcome::Taken)]);
    reject([call(0, 1, post(), Outcome::Taken)]);
}

#[test]
fn a_condition_is_about_the_version_at_the_time() {
    accept([
        created(),
        call(2, 3, set_if(1, false), inactive(2)),
        call(4, 5, set_if(1, true), Outcome::Outdated),
    ]);
    reject([created(), call(2, 3, set_if(1, false), Outcome::Outdated)]);
    reject([created(), call(2, 3, set(false), inactive(2)), call(4, 5, set_if(1, true), active(3))]);
    // Of two with the same condition one is done.
    reject([created(), call(2, 9, set_if(1, false), inactive(2)), call(2, 9, set_if(1, false), inactive(2))]);
}

#[test]
fn an_account_may_have_been_there_before() {
    let given = |linked| call(0, 0, Operation::Given { linked }, active(7));
    accept([given(true), call(1, 2, get(), active(7)), call(3, 4, set(false), inactive(8))]);
    accept([given(false), call(1, 2, get(), Outcome::NotFound), call(3, 4, post(), active(8))]);
    reject([given(true), call(1, 2, get(), active(8))]);
}

#[test]
fn who_is_in_a_group_is_seen_and_counted() {
    let member = |is_in| Operation::Member { id: "1".into(), group: "g".into(), is_in };
    let in_group = |version: u64, groups: &[&str]| match active(version) {
        Outcome::Done(seen) => {
            Outcome::Done(Seen { groups: Some(groups.iter().map(|group| (*group).into()).collect()), ..seen })
        }
        outcome => outcome,
    };
    let look = |outcome| call(6, 7, get(), outcome);
    let joins = || call(2, 3, member(true), gone());
    accept([created(), joins(), look(in_group(2, &["g"]))]);
    accept([created(), joins(), call(4, 5, member(true), gone()), look(in_group(2, &["g"]))]);
    accept([created(), joins(), call(4, 5, member(false), gone()), look(in_group(3, &[]))]);
    accept([created(), joins(), call(4, 5, delete(), gone()), look(Outcome::NotFound)]);
    reject([created(), joins(), look(in_group(2, &[]))]);
    reject([created(), joins(), look(in_group(1, &["g"]))]);
    reject([created(), look(in_group(1, &["g"]))]);
    reject([created(), joins(), call(4, 5, member(false), gone()), look(in_group(3, &["g"]))]);
    // Nobody knows whether they came in.
    let unknown = call(2, 3, member(true), Outcome::Unknown);
    accept([created(), unknown.clone(), look(in_group(2, &["g"]))]);
    accept([created(), unknown.clone(), look(in_group(1, &[]))]);
    reject([created(), unknown, look(in_group(2, &[]))]);
}

#[test]
fn a_membership_would_be_missed() {
    let member = |group: &str, is_in| Operation::Member { id: "1".into(), group: group.into(), is_in };
    let calls = [
        created(),
        call(2, 3, member("a", true), gone()),
        call(4, 5, member("b", true), gone()),
        call(6, 7, member("a", false), gone()),
        call(8, 9, get(), active(4)),
    ];
    accept(calls.clone());
    let lies = lies::without_a_write(&calls);
    assert_eq!(lies.len(), 4);
    lies.into_iter().for_each(|(_, lie)| assert!(!can_be_true(lie)));
    // What was in already, or may have been, is missed by nobody.
    let [created, joins, _, leaves, look] = calls;
    let again = call(4, 5, member("a", true), gone());
    let writes = |calls: &[Call]| lies::without_a_write(calls).len();
    assert_eq!(writes(&[created.clone(), joins.clone(), again, look.clone()]), 1);
    assert_eq!(writes(&[created.clone(), leaves, look.clone()]), 1);
    let (seen, unknown) = (call(2, 2, get(), active(1)), call(3, 4, member("a", true), Outcome::Unknown));
    let again = call(5, 6, member("a", true), gone());
    assert_eq!(writes(&[created.clone(), seen, unknown.clone(), again.clone(), look.clone()]), 1);
    assert_eq!(writes(&[created.clone(), unknown, again, look.clone()]), 0);
    assert_eq!(writes(&[joins, call(2, 3, set(false), inactive(2)), created, look]), 0);
}

#[test]
fn users_have_nothing_to_do_with_each_other() {
    let bob = |call: Call| Call { user: "bob".into(), ..call };
    accept([
        created(),
        call(2, 3, set(false), inactive(2)),
        bob(created()),
        bob(call(4, 5, get(), active(1))),
    ]);
    reject([
        created(),
        bob(created()),
        call(2, 3, set(false), inactive(2)),
        bob(call(4, 5, get(), inactive(2))),
    ]);
}

#[test]
fn what_is_said_of_a_long_history_is_short() {
    let writes = (1..60).map(|number| {
        let outcome = if number % 2 == 0 { active(number + 1) } else { inactive(number + 1) };
        call(10 * number, 10 * number + 1, set(number % 2 == 0), outcome)
    });
    let calls: Vec<Call> =
        [created()].into_iter().chain(writes).chain([call(900, 901, get(), active(59))]).collect();
    insta::assert_snapshot!(check(calls).unwrap_err(), @"
    no order of what was done to ada explains the marked answer:
        0.000000 ..  0.000000  was there                                     done, version 57, active, ada@example.com, id 1
        0.570000 ..  0.571000  change active: false                          done, version 58, inactive, ada@example.com, id 1
        0.580000 ..  0.581000  change active: true                           done, version 59, active, ada@example.com, id 1
        0.590000 ..  0.591000  change active: false                          done, version 60, inactive, ada@example.com, id 1
    >   0.900000 ..  0.901000  GET                                           done, version 59, active, ada@example.com, id 1
    when it was asked for, the user can have been:
      version 60, inactive, ada@example.com, id 1
    ");
}
