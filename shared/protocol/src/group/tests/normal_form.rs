//! Whatever the list is, the one form of a PATCH makes of it what the operations make of it one after another.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;

use super::*;

/// An operation on a list of members, as the RFC describes it.
#[derive(Debug, Clone)]
enum Step {
    Add(Vec<String>),
    RemoveListed(Vec<String>),
    RemoveSelected(Vec<String>),
    RemoveAll,
    Replace(Vec<String>),
}

impl Step {
    fn operation(&self) -> Value {
        let list = |ids: &[String]| ids.iter().map(|id| json!({ "value": id })).collect::<Value>();
        match self {
            Self::Add(ids) => json!({ "op": "add", "path": "members", "value": list(ids) }),
            Self::RemoveListed(ids) => json!({ "op": "remove", "path": "members", "value": list(ids) }),
            Self::RemoveSelected(ids) => {
                let filter: Vec<_> = ids.iter().map(|id| format!("value eq \"{id}\"")).collect();
                json!({ "op": "remove", "path": format!("members[{}]", filter.join(" or ")) })
            }
            Self::RemoveAll => json!({ "op": "remove", "path": "members" }),
            Self::Replace(ids) => json!({ "op": "replace", "path": "members", "value": list(ids) }),
        }
    }

    fn apply(&self, list: &mut Vec<String>) {
        match self {
            Self::Add(ids) => {
                for id in ids {
                    if !list.contains(id) {
                        list.push(id.clone());
                    }
                }
            }
            Self::RemoveListed(ids) | Self::RemoveSelected(ids) => list.retain(|id| !ids.contains(id)),
            Self::RemoveAll => list.clear(),
            Self::Replace(ids) => {
                list.clear();
                Self::Add(ids.clone()).apply(list);
            }
        }
    }
}

fn id() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c", "d", "e"]).prop_map(str::to_owned)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => vec(id(), 0..4).prop_map(Step::Add),
        4 => vec(id(), 0..4).prop_map(Step::RemoveListed),
        2 => vec(id(), 1..4).prop_map(Step::RemoveSelected),
        1 => Just(Step::RemoveAll),
        1 => vec(id(), 0..4).prop_map(Step::Replace),
    ]
}

proptest! {
    // A failure prints the smallest operations; put them into a test of their own.
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_normal_form_is_the_operations_one_after_another(
        steps in vec(step(), 1..8),
        before in btree_set(id(), 0..5),
    ) {
        let mut list: Vec<String> = before.iter().cloned().collect();
        for step in &steps {
            step.apply(&mut list);
        }
        let after = match members(&steps.iter().map(Step::operation).collect()) {
            MembersPatch::Replace(members) => members,
            MembersPatch::Edit { add, remove } => {
                prop_assert!(add.is_disjoint(&remove), "{add:?} and {remove:?}");
                before.into_iter().filter(|id| !remove.contains(id)).chain(add.clone()).collect()
            }
        };
        prop_assert_eq!(after, list.into_iter().collect::<MemberIds>());
    }
}
