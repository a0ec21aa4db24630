//! The proof of a departure: whatever was counted, it holds as it was made, and in no other form.
#![expect(clippy::unwrap_used, reason = "test code fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use rollcall_rules::departure::{Counts, Departure, LONGEST_REQUEST, NotProven, Proof, ProofKey};
use rollcall_rules::tenant::TenantId;
use serde_json::{Value, json};

fn counts() -> impl Strategy<Value = Counts> {
    btree_map("[a-z]{1,12}", 0_u64..1_000_000, 0..6)
}

/// A departure that has ended, after looks that found all sorts of things.
fn ended() -> impl Strategy<Value = Departure> {
    let begin = 0_i64..4_000_000_000;
    ("[a-z][a-z0-9-]{0,20}[a-z]", begin, vec(counts(), 1..4)).prop_map(|(tenant, begin, looks)| {
        let mut now = Timestamp::from_second(begin).unwrap();
        let mut departure = Departure::new(TenantId::parse(&tenant).unwrap(), 16, LONGEST_REQUEST, now);
        for found in looks {
            now += SignedDuration::from_secs(61);
            departure = departure.with_look_ended(&found, now).with_another_look(now);
        }
        let ended = departure.with_look_ended(&Counts::new(), now);
        assert!(ended.ended_at.is_some());
        ended
    })
}

/// Paths to all that stands in a JSON value and is neither a list nor an object.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| leaves(member, &format!("{path}/{name}"), found));
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(at, entry)| leaves(entry, &format!("{path}/{at}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

fn altered(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(at) => json!(at + SignedDuration::from_nanos(1)),
            Err(_) => json!(format!("{text}0")),
        },
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn a_proof_holds_as_it_was_made_and_not_when_anything_in_it_is_another(
        departure in ended(),
        secret in any::<[u8; 32]>(),
        other in any::<[u8; 32]>(),
        which in any::<prop::sample::Index>(),
    ) {
        let key = ProofKey::new(secret);
        let proof = serde_json::to_value(Proof::of(&departure, &key).unwrap()).unwrap();
        let read = |value: &Value| serde_json::from_value::<Proof>(value.clone());
        prop_assert_eq!(read(&proof).unwrap().check(&key), Ok(()));
        if other != secret {
            prop_assert_eq!(read(&proof).unwrap().check(&ProofKey::new(other)), Err(NotProven::OtherTable));
        }
        let mut paths = Vec::new();
        leaves(&proof, "", &mut paths);
        let path = which.get(&paths);
        let mut changed = proof.clone();
        let leaf = changed.pointer_mut(path).unwrap();
        *leaf = altered(leaf);
        prop_assert_ne!(&changed, &proof);
        let holds = read(&changed).is_ok_and(|proof| proof.check(&key).is_ok());
        prop_assert!(!holds, "{} was altered", path);
    }

    #[test]
    fn what_is_added_to_a_proof_or_taken_away_does_not_pass(departure in ended(), secret in any::<[u8; 32]>()) {
        let key = ProofKey::new(secret);
        let proof = serde_json::to_value(Proof::of(&departure, &key).unwrap()).unwrap();
        let holds = |value: Value| serde_json::from_value::<Proof>(value).is_ok_and(|it| it.check(&key).is_ok());
        let mut more = proof.clone();
        more["deleted"]["counts"]["moons"] = json!(1);
        prop_assert!(!holds(more));
        let mut besides = proof.clone();
        besides["deleted"]["note"] = json!("all well");
        prop_assert!(!holds(besides));
        let mut fewer = proof;
        fewer["deleted"]["looks"].as_array_mut().unwrap().pop();
        prop_assert!(!holds(fewer));
    }
}
