//! Rollcall's own extension of a User: the pending e-mail change and the deletion date. A directory reads it and cannot
//! write it.

use rollcall_protocol::date_time;
use rollcall_protocol::schema::define::{complex, of_kind, read_only, string};
use rollcall_protocol::schema::{Schema, Type};
use rollcall_rules::user::User;
use serde_json::{Map, Value};

/// `urn` of the extension.
const ACCOUNT_URN: &str = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

/// The extension: what is going on with the account (read-only).
pub static ACCOUNT: Schema = Schema {
    id: ACCOUNT_URN,
    name: "Account",
    description: "What is going on with the account in Rollcall",
    attributes: &[
        read_only(complex(
            "emailChange",
            "The pending change of the e-mail address: present until the person confirms it.",
            &[
                read_only(string("value", "The new address, not verified yet.")),
                read_only(of_kind(Type::DateTime, string("requestedAt", "When the directory asked for it."))),
                read_only(of_kind(Type::DateTime, string("expiresAt", "When the link stops working."))),
                read_only(of_kind(
                    Type::DateTime,
                    string(
                        "undeliverableAt",
                        "Present if the new address takes no mail, and since when that is known.",
                    ),
                )),
            ],
        )),
        read_only(of_kind(Type::DateTime, string("deactivatedAt", "When the account was deactivated."))),
        read_only(of_kind(
            Type::DateTime,
            string("purgeAt", "When the inactive account is deleted for good, unless it is reactivated."),
        )),
    ],
};

/// The extension of a user, under its URN; without attributes where nothing is going on.
#[must_use]
pub fn of(user: &User) -> Map<String, Value> {
    let mut account = Map::new();
    if let Some(change) = &user.email_change {
        let mut pending = Map::new();
        pending.insert("value".to_owned(), change.to.as_str().into());
        let times = [
            ("requestedAt", Some(change.requested_at)),
            ("expiresAt", Some(change.link.expires_at)),
            ("undeliverableAt", change.undeliverable_at),
        ];
        pending.extend(
            times.into_iter().filter_map(|(name, at)| Some((name.to_owned(), date_time(at?).into()))),
        );
        account.insert("emailChange".to_owned(), pending.into());
    }
    if let Some(since) = user.deactivation {
        account.insert("deactivatedAt".to_owned(), date_time(since.deactivated_at).into());
        account.insert("purgeAt".to_owned(), date_time(since.purge_at).into());
    }
    [(ACCOUNT_URN.to_owned(), account.into())].into_iter().collect()
}

#[cfg(test)]
mod tests;
