//! What happened, in words.

use std::borrow::Cow;

use jiff::Timestamp;
use rollcall_rules::access::RolesFrom;
use rollcall_rules::history::{
    ACCESS_ORDER, ACCESS_RULE, AUTHORIZATIONS, CLIENT, Difference, Entry, GROUP, ROLE, TOKEN,
};
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::text;
use rollcall_rules::user::{Actor, ActorName};
use rollcall_texts::Texts;
use rollcall_web::page::texts;
use serde_json::Value;

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
    /// Name of the token or of the administrator, if it is known.
    pub(crate) name: Option<String>,
    pub(crate) what: String,
}

impl HistoryLine {
    /// Whose doing it was.
    pub(crate) fn who(&self) -> Cow<'static, str> {
        who(self.by, texts())
    }

    /// Class of their colour.
    pub(crate) const fn class(&self) -> &'static str {
        class(self.by)
    }
}

/// Somebody who changes accounts, as the tenant's administrator knows them.
pub(crate) fn who(actor: Actor, texts: Texts) -> Cow<'static, str> {
    match actor {
        Actor::Directory => texts.get("activity-directory"),
        Actor::Admin => texts.get("activity-admin"),
        Actor::Person => texts.get("activity-the-person"),
        Actor::Operator => texts.get("activity-operator"),
        Actor::System => texts.get("activity-system"),
    }
}

/// Class of an actor's colour, and their word in the query.
pub(crate) const fn class(actor: Actor) -> &'static str {
    match actor {
        Actor::Directory => "directory",
        Actor::Admin => "by-admin",
        Actor::Person => "person",
        Actor::Operator => "operator",
        Actor::System => "system",
    }
}

/// An entry in the reader's words.
pub(crate) fn line(entry: &Entry) -> HistoryLine {
    HistoryLine {
        at: entry.at,
        by: entry.by,
        name: entry.name.as_ref().map(ActorName::as_str).map(str::to_owned),
        what: what(entry, texts()),
    }
}

fn what(entry: &Entry, texts: Texts) -> String {
    if entry.version == 1 && entry.changes.contains_key("userName") {
        return capitalised(&texts.get("activity-did-made-account"));
    }
    let of_attributes =
        entry.changes.iter().filter_map(|(name, difference)| part(name, difference, entry, texts));
    let parts: Vec<Cow<'_, str>> =
        of_attributes.chain(of_groups(entry, texts)).chain(of_rules(entry, texts)).collect();
    match (parts.is_empty(), entry.by) {
        (false, _) => capitalised(&parts.join("; ")),
        (true, Actor::Person) => capitalised(&texts.get("activity-did-new-link")),
        (true, _) => capitalised(&texts.get("activity-did-changed-account")),
    }
}

/// What the change of one attribute says; `None`: another one says it.
fn part(name: &str, difference: &Difference, entry: &Entry, texts: Texts) -> Option<Cow<'static, str>> {
    let changed = |name: &str| entry.changes.contains_key(name);
    let to = difference.to.as_ref();
    let with_value = |id| {
        let told = text::one_line(to.and_then(Value::as_str).unwrap_or_default(), MAX_VALUE_CHARS);
        Cow::Owned(texts.with(id, &[("value", told.into())]))
    };
    let is_true = to == Some(&Value::Bool(true));
    if name.starts_with(TOKEN) {
        return Some(Cow::Owned(token(name, difference, texts)));
    }
    if let Some(id) = name.strip_prefix(ROLE) {
        return Some(Cow::Owned(role(id, difference, texts)));
    }
    if name.starts_with(CLIENT) {
        return Some(Cow::Owned(client(name, difference, texts)));
    }
    Some(match (name, to) {
        ("active", _) if is_true => texts.get("activity-did-restored"),
        ("active", _) => texts.get("activity-did-deactivated"),
        ("linked", _) if is_true => texts.get("activity-did-linked"),
        ("linked", _) => texts.get("activity-did-released"),
        ("userName", _) => with_value("activity-did-user-name"),
        ("email", _) if entry.by == Actor::Person => with_value("activity-did-confirmed"),
        ("email", _) => with_value("activity-did-address"),
        ("emailChange", None) if !changed("email") => texts.get("activity-did-change-off"),
        ("confirmationAskedAt", Some(_)) if entry.by == Actor::Person => texts.get("activity-did-new-link"),
        ("confirmationAskedAt", Some(_)) => texts.get("activity-did-confirmation-resent"),
        ("undeliverable", Some(_)) => texts.get("activity-did-undeliverable"),
        ("invitation", Some(_)) => invited(entry, texts),
        ("acceptedAt", Some(_)) => texts.get("activity-did-accepted"),
        ("revokedAt", Some(_)) => texts.get("activity-did-revoked"),
        ("expiredAt", Some(_)) => texts.get("activity-did-expired"),
        ("placeEndedAt", Some(_)) => texts.get("activity-did-place-ended"),
        ("entity", Some(_)) if !changed("invitation") => with_value("activity-did-entity"),
        ("cardAccess", Some(_)) if !changed("invitation") => access_changed(to, texts),
        ("invitationExpiresAt", Some(_)) if changed("email") => texts.get("activity-did-invitation-moved"),
        ("invitationExpiresAt", Some(_)) if !changed("invitation") => texts.get("activity-did-resent"),
        ("invitationUndeliverable", Some(_)) => texts.get("activity-did-invitation-undeliverable"),
        ("firstSignedInAt", Some(_)) => texts.get("activity-did-first-sign-in"),
        ("replacedBy", _) => texts.get("activity-did-replaced"),
        ("externalId", _) => texts.get("activity-did-external-id"),
        ("profile", _) => texts.get("activity-did-profile"),
        ("scimEnabled", _) if is_true => texts.get("activity-did-switched-on"),
        ("scimEnabled", _) => texts.get("activity-did-switched-off"),
        ("plan", _) => with_value("activity-did-plan"),
        ("profileSync", _) => texts.get("activity-did-profile-sync"),
        ("terms", Some(_)) => texts.get("activity-did-terms"),
        ("terms", None) => texts.get("activity-did-terms-none"),
        ("billingClosedUntil", _) => with_value("activity-did-closed"),
        ("name", _) => with_value("activity-did-organisation-name"),
        ("invitedByGroup", Some(_)) => texts.get("activity-did-by-rule"),
        ("rolesFrom", Some(Value::String(from))) if from == RolesFrom::Directory.as_str() => {
            texts.get("activity-did-roles-from-directory")
        }
        ("rolesFrom", _) => texts.get("activity-did-roles-from-groups"),
        // A rule that comes or goes changes the order as well.
        (ACCESS_ORDER, _) if !entry.changes.keys().any(|name| name.starts_with(ACCESS_RULE)) => {
            texts.get("activity-did-order")
        }
        _ => return None,
    })
}

/// What the groups that a person joined and left say, each together: their names are not in the history.
fn of_groups(entry: &Entry, texts: Texts) -> impl Iterator<Item = Cow<'static, str>> {
    let groups = entry.changes.iter().filter(|(name, _)| name.starts_with(GROUP));
    let (joined, left): (Vec<_>, Vec<_>) = groups.partition(|(_, difference)| difference.to.is_some());
    let told = [("activity-did-joined", joined.len()), ("activity-did-left", left.len())];
    told.into_iter()
        .filter(|(_, count)| *count > 0)
        .map(move |(id, count)| Cow::Owned(texts.with(id, &[("count", count.into())])))
}

/// What the rules of groups that were made, changed and removed say, each together.
fn of_rules(entry: &Entry, texts: Texts) -> impl Iterator<Item = Cow<'static, str>> {
    let (mut made, mut changed, mut removed) = (0, 0, 0);
    let rules = entry.changes.iter().filter(|(name, _)| name.starts_with(ACCESS_RULE));
    for (_, difference) in rules {
        match (&difference.from, &difference.to) {
            (None, _) => made += 1,
            (_, None) => removed += 1,
            _ => changed += 1,
        }
    }
    let told = [
        ("activity-did-rule-made", made),
        ("activity-did-rule-changed", changed),
        ("activity-did-rule-removed", removed),
    ];
    told.into_iter()
        .filter(|(_, count)| *count > 0)
        .map(move |(id, count): (_, usize)| Cow::Owned(texts.with(id, &[("count", count.into())])))
}

/// A role that a person was given or lost, told by its id; or one that the operator declared, told by its name.
fn role(id: &str, difference: &Difference, texts: Texts) -> String {
    let known = difference.to.as_ref().or(difference.from.as_ref());
    let name = known.and_then(|known| known.get("display")).and_then(Value::as_str);
    let name = [("name", text::one_line(name.unwrap_or(id), MAX_VALUE_CHARS).into())];
    match (&difference.from, &difference.to) {
        (_, Some(Value::Bool(_))) => texts.with("activity-did-role-given", &name),
        (Some(Value::Bool(_)), None) => texts.with("activity-did-role-taken", &name),
        (None, _) => texts.with("activity-did-role-declared", &name),
        (_, None) => texts.with("activity-did-role-withdrawn", &name),
        _ => texts.with("activity-did-role-changed", &name),
    }
}

/// A token or an OAuth client is told by its label, or else by its id.
fn label(name: &str, prefix: &str, difference: &Difference) -> String {
    let known = difference.to.as_ref().or(difference.from.as_ref());
    let label = known.and_then(|known| known.get("label")).and_then(Value::as_str);
    let label = label.or_else(|| name.strip_prefix(prefix)).unwrap_or_default();
    text::one_line(label, MAX_VALUE_CHARS)
}

fn client(name: &str, difference: &Difference, texts: Texts) -> String {
    let label = [("name", label(name, CLIENT, difference).into())];
    match (&difference.from, &difference.to) {
        (None, _) => texts.with("activity-did-client-made", &label),
        (_, None) => texts.with("activity-did-client-revoked", &label),
        (Some(from), Some(to)) if from.get("secrets") != to.get("secrets") => {
            texts.with("activity-did-client-changed", &label)
        }
        (Some(from), Some(to)) if consents(to).any(|id| !consents(from).any(|known| known == id)) => {
            texts.with("activity-did-client-authorized", &label)
        }
        _ => texts.with("activity-did-client-unauthorized", &label),
    }
}

/// Ids of what administrators consented to for a client.
fn consents(told: &Value) -> impl Iterator<Item = &Value> {
    told.get(AUTHORIZATIONS).and_then(Value::as_array).into_iter().flatten()
}

fn token(name: &str, difference: &Difference, texts: Texts) -> String {
    let label = [("name", label(name, TOKEN, difference).into())];
    match (&difference.from, &difference.to) {
        (None, _) => texts.with("activity-did-token-made", &label),
        (_, None) => texts.with("activity-did-token-revoked", &label),
        _ => texts.with("activity-did-token-ends", &label),
    }
}

/// Of what did not change against the invitation before, nothing is known here.
fn invited(entry: &Entry, texts: Texts) -> Cow<'static, str> {
    let to = |name: &str| {
        entry.changes.get(name).and_then(|difference| difference.to.as_ref()).and_then(Value::as_str)
    };
    let entity = to("entity").map(|name| text::one_line(name, MAX_VALUE_CHARS));
    let access = to("cardAccess").and_then(CardAccess::parse).map(|access| card(access, texts));
    match (entity, access) {
        (Some(entity), Some(access)) => {
            let values = [("entity", entity.into()), ("access", access.into())];
            Cow::Owned(texts.with("activity-did-invited-to", &values))
        }
        (Some(entity), None) => {
            Cow::Owned(texts.with("activity-did-invited-entity", &[("entity", entity.into())]))
        }
        (None, Some(access)) => {
            Cow::Owned(texts.with("activity-did-invited-access", &[("access", access.into())]))
        }
        (None, None) => texts.get("activity-did-invited"),
    }
}

fn card(access: CardAccess, texts: Texts) -> Cow<'static, str> {
    match access {
        CardAccess::Card => texts.get("activity-did-card"),
        CardAccess::CardAndReimbursement => texts.get("activity-did-card-and-reimbursement"),
        CardAccess::ReimbursementOnly => texts.get("activity-did-reimbursement"),
    }
}

/// Another card access, with the place that the person has.
fn access_changed(to: Option<&Value>, texts: Texts) -> Cow<'static, str> {
    let access = to.and_then(Value::as_str).and_then(CardAccess::parse);
    let access = access.map(|access| card(access, texts)).unwrap_or_default();
    Cow::Owned(texts.with("activity-did-access", &[("access", access.into())]))
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use rollcall_texts::Language;
    use serde_json::json;

    use super::*;

    fn said(by: Actor, changes: Value) -> String {
        let changes = serde_json::from_value(changes).unwrap();
        let entry = Entry { version: 2, at: Timestamp::UNIX_EPOCH, by, name: None, changes };
        what(&entry, Texts::of(Language::English))
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
            (Actor::Admin, json!({ "invitation": { "to": "1" } }), "Invited the person"),
            (Actor::Admin, json!({ "invitationExpiresAt": { "to": "2026" } }), "Resent the invitation"),
            (Actor::Person, json!({ "acceptedAt": { "to": "2026" } }), "Accepted the invitation"),
            (Actor::System, json!({ "expiredAt": { "to": "2026" } }), "The invitation expired"),
            (
                Actor::Admin,
                json!({ "entity": { "to": "Acme Ltd." }, "cardAccess": { "from": "card", "to": "reimbursement_only" } }),
                "Changed the card access (reimbursement only); changed the entity to Acme Ltd.",
            ),
            (Actor::Admin, json!({ "placeEndedAt": { "to": "2026" } }), "Took the place away"),
            (
                Actor::Directory,
                json!({ "active": { "to": true }, "profile": {} }),
                "Restored the account; changed the profile",
            ),
            (
                Actor::Directory,
                json!({ "group 1": { "to": true }, "group 2": { "from": true }, "group 3": { "to": true } }),
                "Added the person to 2 groups; took the person out of a group",
            ),
            (
                Actor::System,
                json!({ "role editor": { "to": true }, "role viewer": { "from": true } }),
                "Gave the person the role editor; took the role viewer from the person",
            ),
            (
                Actor::System,
                json!({ "invitation": { "to": "1" }, "invitedByGroup": { "to": "2" } }),
                "Invited the person; by the rule of a group",
            ),
            (
                Actor::Operator,
                json!({ "role editor": { "to": { "display": "Editor" } } }),
                "Declared the role Editor",
            ),
            (
                Actor::Admin,
                json!({
                    "accessRule 1": { "to": { "invite": true } }, "accessRule 2": { "from": { "invite": true } },
                    "accessRuleOrder": { "to": ["1"] }
                }),
                "Made a rule for a group; removed the rule of a group",
            ),
            (
                Actor::Admin,
                json!({ "accessRule 1": { "from": { "invite": true }, "to": { "invite": false } } }),
                "Changed the rule of a group",
            ),
            (
                Actor::Admin,
                json!({ "accessRuleOrder": { "from": ["1"], "to": ["2"] } }),
                "Changed the order of the rules",
            ),
            (
                Actor::Admin,
                json!({ "rolesFrom": { "to": "directory" } }),
                "Had roles come from the directory",
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
                "Made the token Okta; revoked the token 2",
            ),
            (
                Actor::Operator,
                json!({
                    "client 1": { "to": { "label": "Entra" } },
                    "client 2": { "from": { "secrets": [] }, "to": { "label": "Okta", "secrets": [{}] } },
                    "client 3": { "from": { "label": null } },
                }),
                "Made the OAuth client Entra; changed the secrets of the OAuth client Okta; revoked the OAuth client 3",
            ),
            (
                Actor::Admin,
                json!({
                    "client 1": {
                        "from": { "authorizations": ["a"] },
                        "to": { "label": "Okta", "authorizations": ["a", "b"] },
                    },
                    "client 2": { "from": { "authorizations": ["a"] }, "to": { "authorizations": [] } },
                }),
                "Connected the OAuth client Okta; disconnected the OAuth client 2",
            ),
        ] {
            assert_eq!(said(by, changes), expected);
        }
    }
}
