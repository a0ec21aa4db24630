//! The item that stays of a deleted account.

use rollcall_rules::deletion::{TOMBSTONE_TTL, Tombstone};

use super::{Expiring, from_item, put_purge_due, put_record_due, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item of a tombstone. While traces are left, it is in the index of what is due, in the place of the user. It is in that
/// of what is yet to be written down until the feed tells of the deletion.
pub(in crate::store) fn of_tombstone(tombstone: &Tombstone, traces: Traces) -> Result<Item, StoreError> {
    let expires_at = seconds_after(tombstone.purged_at, TOMBSTONE_TTL);
    let body = Expiring { content: tombstone, expires_at };
    let key = PrimaryKey::tombstone(&tombstone.tenant, tombstone.id);
    let mut item = with_key("write a tombstone", key, &body)?;
    if traces == Traces::Left {
        put_purge_due(&mut item, tombstone.purge_at, &tombstone.tenant, tombstone.id);
    }
    if tombstone.version.is_some() {
        put_record_due(&mut item, tombstone.purged_at, &tombstone.tenant, tombstone.id);
    }
    Ok(item)
}

/// Whether items of a deleted user are yet to be deleted: its history or its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Traces {
    Left,
    None,
}

/// Reads the item of a tombstone.
pub(in crate::store) fn to_tombstone(item: Item) -> Result<Tombstone, StoreError> {
    from_item("read a tombstone", item)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rollcall_rules::address::EmailAddress;
    use rollcall_rules::deletion;
    use rollcall_rules::tenant::TenantId;
    use rollcall_rules::token::TokenHash;
    use rollcall_rules::trace::TraceKey;
    use rollcall_rules::user::{Deactivation, User, UserId};
    use uuid::Uuid;

    use super::*;
    use crate::store::keys;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_tombstone_is_due_for_deletion_while_there_are_traces() {
        let now = at("2026-11-24T13:00:00.123Z");
        let (id, acme) = (UserId::new(Uuid::from_u128(1)), TenantId::parse("acme").unwrap());
        let mut user = User::native(id, acme, EmailAddress::parse("ada@example.com").unwrap(), now);
        user.links = vec![TokenHash::of("secret")];
        user.deactivation = Some(Deactivation {
            deactivated_at: user.created_at,
            purge_at: at("2026-12-08T12:00:00Z"),
            by: None,
        });
        let tombstone =
            deletion::tombstone(&user, &TraceKey::new([1; 32]), at("2026-12-08T12:00:01Z")).unwrap();
        let (left, none) = (
            of_tombstone(&tombstone, Traces::Left).unwrap(),
            of_tombstone(&tombstone, Traces::None).unwrap(),
        );
        assert!(left.contains_key(keys::PURGE_PK) && !none.contains_key(keys::PURGE_PK));
        assert_eq!(to_tombstone(left).unwrap(), tombstone);
    }
}
