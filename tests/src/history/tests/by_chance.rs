//! One account, many callers, and for each call a moment between its beginning and its end at which the rules that the
//! system goes by decide: such a history can always be true.

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use rollcall::entropy;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::provision::{self, Assignment, Holders, New};
use rollcall_rules::tenant::{ProfileSync, TenantId};
use rollcall_rules::update::{self, Desired};
use rollcall_rules::user::{ExternalId, Guard, User, UserId};
use serde_json::Map;
use uuid::Uuid;

use crate::history::account::{self, State};
use crate::history::{Call, Operation, Outcome, Seen, can_be_true, check, lies};

const ID: &str = "a3bb189e-8bf9-4888-9912-ace4e6543002";
const NAMES: [&str; 3] = ["ada@example.com", "Ada@example.com", "ada.king@example.com"];

/// A call that is to be made.
#[derive(Debug, Clone)]
struct Plan {
    operation: Operation,
    invoked_at: u64,
    /// From the beginning to the effect.
    travels: u64,
    /// From the effect to the answer.
    returns: u64,
    fate: Fate,
}

/// What becomes of it on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The answer arrives.
    Answered,
    /// It was answered 429.
    Refused,
    /// The request gets lost.
    Lost,
    /// The caller gives up before the request arrives.
    Late,
    /// The answer gets lost.
    Unanswered,
}

fn operations() -> impl Strategy<Value = Operation> {
    let name = || prop::sample::select(NAMES.as_slice()).prop_map(Into::into);
    let if_version = || prop_oneof![4 => Just(None), 1 => (1..6_u64).prop_map(Some)];
    prop_oneof![
        3 => (name(), prop::bool::weighted(0.8))
            .prop_map(|(user_name, active)| Operation::Create { user_name, active }),
        3 => Just(Operation::Read { id: ID.into() }),
        2 => name().prop_map(|user_name| Operation::Find { user_name }),
        6 => (prop::option::of(any::<bool>()), prop::option::of(name()), if_version()).prop_map(
            |(active, user_name, if_version)| Operation::Change {
                id: ID.into(), active, user_name, more: false, if_version
            }
        ),
        1 => if_version().prop_map(|if_version| Operation::Delete { id: ID.into(), if_version }),
    ]
}

fn plans(fate: impl Strategy<Value = Fate>, most: usize) -> impl Strategy<Value = Vec<Plan>> {
    let plan = (operations(), 0..100_u64, 0..20_u64, 0..20_u64, fate).prop_map(
        |(operation, invoked_at, travels, returns, fate)| Plan {
            operation,
            invoked_at,
            travels,
            returns,
            fate,
        },
    );
    proptest::collection::vec(plan, 1..most)
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        16 => Just(Fate::Answered),
        1 => Just(Fate::Refused),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Late),
        1 => Just(Fate::Unanswered),
    ]
}

/// The account, and the rules that the system itself goes by.
#[derive(Debug, Default)]
struct Directory {
    user: Option<User>,
    /// Accounts that were made.
    made: u128,
}

impl Directory {
    fn call(&mut self, operation: &Operation) -> Outcome {
        let linked = self.user.clone().filter(|user| user.linked);
        match (operation, linked) {
            (Operation::Create { user_name, active }, _) => self.assign(user_name, *active),
            (
                Operation::Read { id } | Operation::Change { id, .. } | Operation::Delete { id, .. },
                Some(user),
            ) if user.id.to_string() != **id => Outcome::NotFound,
            (Operation::Read { .. }, Some(user)) => shown(&user),
            (Operation::Find { user_name }, Some(user)) if user.user_name.is_same(&address(user_name)) => {
                shown(&user)
            }
            (
                Operation::Change { if_version: Some(version), .. }
                | Operation::Delete { if_version: Some(version), .. },
                Some(user),
            ) if user.version != *version => Outcome::Outdated,
            (Operation::Change { active, user_name, .. }, Some(user)) => {
                let desired = Desired {
                    user_name: user_name.as_deref().map_or_else(|| user.user_name.clone(), address),
                    external_id: user.external_id.clone(),
                    active: active.unwrap_or(user.is_active()),
                    profile: Map::new(),
                };
                let after = update::update(&user, desired, ProfileSync::Off, change(), now());
                self.user = Some(after.clone());
                shown(&after)
            }
            (Operation::Delete { .. }, Some(user)) => {
                self.user = Some(update::unlink(&user, now()));
                Outcome::Done(Seen::default())
            }
            _ => Outcome::NotFound,
        }
    }

    fn assign(&mut self, user_name: &str, active: bool) -> Outcome {
        let wanted = Assignment {
            tenant: TenantId::parse("acme").unwrap(),
            user_name: address(user_name),
            external_id: ExternalId::parse("00u1").unwrap(),
            active,
            profile: Map::new(),
        };
        let guard = Guard::Address(wanted.user_name.key());
        let holders = Holders {
            address: self.user.as_ref().filter(|user| user.guards().contains(&guard)),
            external_id: self.user.as_ref(),
        };
        let first = UserId::parse(ID).unwrap().as_uuid().as_u128();
        let new = New { user: UserId::new(Uuid::from_u128(first + self.made)), change: change() };
        match provision::provision(wanted, holders, ProfileSync::Off, new, now()) {
            Ok(provisioned) => {
                self.made += u128::from(provisioned.before.is_none());
                shown(self.user.insert(provisioned.user))
            }
            Err(_) => Outcome::Taken,
        }
    }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn now() -> Timestamp {
    crate::local::START.parse().unwrap()
}

fn change() -> NewEmailChange {
    NewEmailChange { id: entropy::new_id(), link_lifetime: LINK_LIFETIME }
}

fn shown(user: &User) -> Outcome {
    Outcome::Done(Seen {
        id: Some(user.id.to_string().into()),
        active: Some(user.is_active()),
        user_name: Some(user.user_name.as_str().into()),
        version: Some(user.version),
        groups: None,
    })
}

/// What callers see of these plans, and of a last look when all is over.
fn history(mut plans: Vec<Plan>) -> Vec<Call> {
    plans.sort_by_key(|plan| plan.invoked_at + plan.travels);
    let mut directory = Directory::default();
    let mut calls: Vec<Call> = plans.into_iter().map(|plan| carry_out(&mut directory, plan)).collect();
    let id = directory.user.as_ref().map_or_else(|| ID.to_owned(), |user| user.id.to_string());
    let looks = [Operation::Find { user_name: NAMES[0].into() }, Operation::Read { id: id.into() }];
    for (number, operation) in looks.into_iter().enumerate() {
        let invoked_at = 1000 + 10 * number as u64;
        let fate = Fate::Answered;
        calls.push(carry_out(&mut directory, Plan { operation, invoked_at, travels: 1, returns: 1, fate }));
    }
    calls
}

fn carry_out(directory: &mut Directory, plan: Plan) -> Call {
    let Plan { operation, invoked_at, travels, returns, fate } = plan;
    let outcome = match fate {
        Fate::Answered => directory.call(&operation),
        Fate::Refused => Outcome::Refused,
        Fate::Lost => Outcome::Unknown,
        Fate::Late | Fate::Unanswered => {
            directory.call(&operation);
            Outcome::Unknown
        }
    };
    let arrived_at = invoked_at + travels;
    let returned_at = if fate == Fate::Late { invoked_at } else { arrived_at + returns };
    Call {
        user: "ada".into(),
        operation,
        invoked_at: Duration::from_millis(invoked_at),
        returned_at: Duration::from_millis(returned_at),
        outcome,
    }
}

/// Tries all orders, and remembers nothing.
fn is_explained_by_some_order(left: &[Call], state: &State) -> bool {
    let ends = left.iter().filter(|call| call.outcome != Outcome::Unknown).map(|call| call.returned_at);
    let Some(first_end) = ends.min() else { return true };
    let next = (0..left.len()).filter(|number| left[*number].invoked_at <= first_end);
    next.into_iter().any(|number| {
        let mut left = left.to_vec();
        let call = left.remove(number);
        let mut states = account::after(state, &call.operation, &call.outcome).into_iter();
        states.any(|state| is_explained_by_some_order(&left, &state))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_rules_answer_is_always_explained(plans in plans(any_fate(), 40)) {
        let checked = check(history(plans));
        prop_assert!(checked.is_ok(), "{}", checked.unwrap_err());
    }

    #[test]
    fn the_search_finds_an_order_where_there_is_one(
        plans in plans(any_fate(), 6),
        (one, other) in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut calls = history(plans);
        let (one, other) = (one.index(calls.len()), other.index(calls.len()));
        let outcome = calls[one].outcome.clone();
        calls[one].outcome = std::mem::replace(&mut calls[other].outcome, outcome);
        prop_assert_eq!(can_be_true(calls.clone()), is_explained_by_some_order(&calls, &None));
    }

    #[test]
    fn without_a_write_its_effect_is_not_explained(plans in plans(Just(Fate::Answered), 40)) {
        for (write, lie) in lies::without_a_write(&history(plans)) {
            prop_assert!(!can_be_true(lie), "nobody misses {write}");
        }
    }

    #[test]
    fn a_lost_write_is_not_explained(plans in plans(any_fate(), 40)) {
        let calls = history(plans);
        let last = calls.last().unwrap();
        prop_assume!(matches!(last.outcome, Outcome::Done(_)));
        prop_assert!(!can_be_true(lies::with_a_lost_write(&calls, last)));
    }
}
