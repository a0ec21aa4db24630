//! Who changed what of an account, and when. Kept as long as the account.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::user::{Actor, ExternalId, User};

/// One change of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The version that the account had from then on.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// Whose doing it was.
    pub by: Actor,
    /// What differs, by the name of the attribute. Of the profile it is only said that it differs.
    pub changes: BTreeMap<String, Difference>,
}

/// A value before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Before; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// After; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
}

/// What the change from `old`, `None` for a new account, to `new` was.
pub(super) fn entry(old: Option<&User>, new: &User) -> Entry {
    let (before, after) = (old.map(facts).unwrap_or_default(), facts(new));
    let names = before.keys().chain(after.keys());
    let differences = names.filter(|name| before.get(*name) != after.get(*name)).map(|name| {
        let difference = Difference { from: before.get(name).cloned(), to: after.get(name).cloned() };
        ((*name).to_owned(), difference)
    });
    let mut changes: BTreeMap<String, Difference> = differences.collect();
    if old.is_some_and(|old| old.profile != new.profile) {
        changes.insert("profile".to_owned(), Difference::default());
    }
    Entry { version: new.version, at: new.updated_at, by: new.updated_by, changes }
}

fn facts(user: &User) -> BTreeMap<&'static str, Value> {
    let pending = user.email_change.as_ref();
    let invitation = user.invitation.as_ref();
    let since = |time: Option<Timestamp>| time.map(|time| time.to_string().into());
    let facts = [
        ("userName", Some(user.user_name.as_str().into())),
        ("email", Some(user.email.as_str().into())),
        ("emailChange", pending.map(|change| change.to.as_str().into())),
        ("undeliverable", pending.and_then(|change| change.undeliverable_at).map(|_| true.into())),
        ("externalId", user.external_id.as_ref().map(ExternalId::as_str).map(Value::from)),
        ("active", Some(user.is_active().into())),
        ("invitation", invitation.map(|invitation| invitation.id.to_string().into())),
        ("entity", invitation.map(|invitation| invitation.entity_name.as_str().into())),
        ("cardAccess", invitation.map(|invitation| invitation.card_access.as_str().into())),
        ("invitationExpiresAt", since(invitation.map(|invitation| invitation.expires_at))),
        (
            "invitationUndeliverable",
            invitation.and_then(|invitation| invitation.undeliverable_at).map(|_| true.into()),
        ),
        ("acceptedAt", since(invitation.and_then(|invitation| invitation.accepted_at))),
        ("revokedAt", since(invitation.and_then(|invitation| invitation.revoked_at))),
        ("firstSignedInAt", since(user.first_signed_in_at)),
        ("linked", Some(user.linked.into())),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
