//! What happened, in words.

use jiff::Timestamp;
use rollcall_rules::history::{Difference, Entry, TOKEN};
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::text;
use rollcall_rules::user::Actor;
use serde_json::Value;

use super::invitations::card_words;

/// Longest value that is told, in characters.
const MAX_VALUE_CHARS: usize = 100;

/// Those who change accounts, in the order in which charts stack them.
pub(crate) const ACTORS: [Actor; 5] =
    [Actor::Directory, Actor::Admin, Actor::Person, Actor::Operator, Actor::System];

/// What an entry of a history says.
#[derive(Debug)]
pub(crate) struct HistoryLine {
    pub(crate) at: Timestamp,
    pub(crate) by: Actor,
    pub(crate) what: String,
}

impl HistoryLine {
    /// Whose doing it was.
    pub(crate) const fn who(&self) -> &'static str {
        who(self.by)
    }

    /// Class of their colour.
    pub(crate) const fn class(&self) -> &'static str {
        class(self.by)
    }
}

/// Somebody who changes accounts, as the tenant's administrator knows them.
pub(crate) const fn who(actor: Actor) -> &'static str {
    match actor {
        Actor::Directory => "Your directory",
        Actor::Admin => "Administrator",
        Actor::Person => "The person",
        Actor::Operator => "Your vendor",
        Actor::System => "Rollcall",
    }
}

/// Class of an actor's colour.
pub(crate) const fn class(actor: Actor) -> &'static str {
    match actor {
        Actor::Directory => "directory",
        Actor::Admin => "by-admin",
        Actor::Person => "person",
        Actor::Operator => "operator",
        Actor::System => "system",
    }
}

/// An entry in words.
pub(crate) fn line(entry: &Entry) -> HistoryLine {
    HistoryLine { at: entry.at, by: entry.by, what: what(entry) }
}

fn what(entry: &Entry) -> String {
    if entry.version == 1 && entry.changes.contains_key("userName") {
        return "Made the account".to_owned();
    }
    let parts: Vec<String> =
        entry.changes.iter().filter_map(|(name, difference)| part(name, difference, entry)).collect();
    if parts.is_empty() {
        let nothing = if entry.by == Actor::Person { "asked for a new link" } else { "changed the account" };
        return capitalised(nothing);
    }
    capitalised(&parts.join("; "))
}

/// What the change of one attribute says; `None`: another one says it.
fn part(name: &str, difference: &Difference, entry: &Entry) -> Option<String> {
    let changed = |name: &str| entry.changes.contains_key(name);
    let to = difference.to.as_ref();
    let told = |value: Option<&Value>| {
        text::one_line(value.and_then(Value::as_str).unwrap_or_default(), MAX_VALUE_CHARS)
    };
    let is_true = to == Some(&Value::Bool(true));
    if name.starts_with(TOKEN) {
        return Some(token(difference));
    }
    Some(match (name, to) {
        ("active", _) if is_true => "restored the account".to_owned(),
        ("active", _) => "deactivated the account".to_owned(),
        ("linked", _) if is_true => "linked the account to the directory".to_owned(),
        ("linked", _) => "released the account from the directory".to_owned(),
        ("userName", _) => format!("changed the user name to {}", told(to)),
        ("email", _) if entry.by == Actor::Person => format!("confirmed the address {}", told(to)),
        ("email", _) => format!("changed the address to {}", told(to)),
        ("emailChange", None) if !changed("email") => "called the change of address off".to_owned(),
        ("confirmationAskedAt", Some(_)) if entry.by == Actor::Person => "asked for a new link".to_owned(),
        ("confirmationAskedAt", Some(_)) => "sent the confirmation of the address again".to_owned(),
        ("undeliverable", Some(_)) => "mail to the new address does not arrive".to_owned(),
        ("invitation", Some(_)) => invited(entry),
        ("acceptedAt", Some(_)) => "accepted the invitation".to_owned(),
        ("revokedAt", Some(_)) => "revoked the invitation".to_owned(),
        ("expiredAt", Some(_)) => "the invitation expired".to_owned(),
        ("placeEndedAt", Some(_)) => "took the place away".to_owned(),
        ("entity", Some(_)) if !changed("invitation") => format!("changed the entity to {}", told(to)),
        ("cardAccess", Some(access)) if !changed("invitation") => {
            format!("changed the card access to {}", label(access))
        }
        ("invitationExpiresAt", Some(_)) if changed("email") => "the invitation goes there".to_owned(),
        ("invitationExpiresAt", Some(_)) if !changed("invitation") => "resent the invitation".to_owned(),
        ("invitationUndeliverable", Some(_)) => "the invitation does not arrive".to_owned(),
        ("firstSignedInAt", Some(_)) => "noted the first sign-in".to_owned(),
        ("replacedBy", _) => "gave the address or the identifier to another account".to_owned(),
        ("externalId", _) => "changed the directory’s identifier".to_owned(),
        ("profile", _) => "changed the profile".to_owned(),
        ("scimEnabled", _) if is_true => "switched provisioning on".to_owned(),
        ("scimEnabled", _) => "switched provisioning off".to_owned(),
        ("plan", _) => format!("moved to the {} plan", told(to)),
        ("profileSync", _) => "changed how profiles are updated".to_owned(),
        ("terms", Some(_)) => "agreed on what people cost".to_owned(),
        ("billingClosedUntil", _) => format!("closed the bills of periods up to {}", told(to)),
        ("terms", None) => "agreed that people cost nothing".to_owned(),
        ("name", _) => format!("changed the organisation’s name to {}", told(to)),
        _ => return None,
    })
}

fn token(difference: &Difference) -> String {
    let known = difference.to.as_ref().or(difference.from.as_ref());
    let label = known.and_then(|known| known.get("label")).and_then(Value::as_str);
    let label =
        label.map(|label| format!(" “{}”", text::one_line(label, MAX_VALUE_CHARS))).unwrap_or_default();
    match (&difference.from, &difference.to) {
        (None, _) => format!("made the token{label}"),
        (_, None) => format!("revoked the token{label}"),
        _ => format!("let the token{label} end"),
    }
}

/// Of what did not change against the invitation before, nothing is known here.
fn invited(entry: &Entry) -> String {
    let to = |name: &str| {
        entry.changes.get(name).and_then(|difference| difference.to.as_ref()).and_then(Value::as_str)
    };
    let entity = to("entity").map(|name| format!(" to {}", text::one_line(name, MAX_VALUE_CHARS)));
    let access = to("cardAccess").and_then(CardAccess::parse).map(card_words);
    let access = access.map(|(label, _)| format!(" ({})", label.to_lowercase()));
    format!("invited the person{}{}", entity.unwrap_or_default(), access.unwrap_or_default())
}

/// A card access, in words.
fn label(access: &Value) -> String {
    let access = access.as_str().and_then(CardAccess::parse).map(|access| card_words(access).0);
    access.unwrap_or_default().to_lowercase()
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(by: Actor, changes: Value) -> String {
        let changes = serde_json::from_value(changes).unwrap();
        line(&Entry { version: 2, at: Timestamp::UNIX_EPOCH, by, name: None, changes }).what
    }

    #[test]
    fn each_change_is_told_once_and_in_words() {
        for (by, changes, expected) in [
            (Actor::Directory, json!({ "active": { "from": true, "to": false } }), "Deactivated the account"),
            (
                Actor::Directory,
                json!({ "userName": { "to": "king@example.com" }, "emailChange": { "to": "king@example.com" } }),
                "Changed the user name to king@example.com",
            ),
            (
                Actor::Person,
                json!({ "email": { "to": "king@example.com" }, "emailChange": { "from": "king@example.com" } }),
                "Confirmed the address king@example.com",
            ),
            (
                Actor::Admin,
                json!({
                    "invitation": { "to": "1" }, "entity": { "to": "Acme GmbH" }, "cardAccess": { "to": "card" },
                    "invitationExpiresAt": { "to": "2026-03-09T09:30:00Z" }
                }),
                "Invited the person to Acme GmbH (card)",
            ),
            (Actor::Admin, json!({ "invitationExpiresAt": { "to": "2026" } }), "Resent the invitation"),
            (Actor::Person, json!({ "acceptedAt": { "to": "2026" } }), "Accepted the invitation"),
            (Actor::System, json!({ "expiredAt": { "to": "2026" } }), "The invitation expired"),
            (
                Actor::Admin,
                json!({ "entity": { "to": "Acme Ltd." }, "cardAccess": { "from": "card", "to": "reimbursement_only" } }),
                "Changed the card access to reimbursement only; changed the entity to Acme Ltd.",
            ),
            (Actor::Admin, json!({ "placeEndedAt": { "to": "2026" } }), "Took the place away"),
            (
                Actor::Directory,
                json!({ "active": { "to": true }, "profile": {} }),
                "Restored the account; changed the profile",
            ),
            (Actor::Person, json!({}), "Asked for a new link"),
            (
                Actor::Admin,
                json!({ "scimEnabled": { "from": false, "to": true } }),
                "Switched provisioning on",
            ),
            (
                Actor::Admin,
                json!({ "token 1": { "to": { "label": "Okta" } }, "token 2": { "from": { "label": null } } }),
                "Made the token “Okta”; revoked the token",
            ),
        ] {
            assert_eq!(said(by, changes), expected);
        }
    }
}
