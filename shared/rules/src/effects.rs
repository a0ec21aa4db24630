//! What a change of an account owes to the world outside the table.

use jiff::Timestamp;

use super::events::{Event, events};
use super::feed::Unrecorded;
use super::user::User;

/// Something owed because an account changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The change is to be written to the account's history and to the feed.
    Record(Box<Unrecorded>),
    /// A deletion is due at that time: a run for it must be scheduled.
    SchedulePurge(Timestamp),
    /// Mails are owed that nobody has claimed yet: [`User::owed`].
    SendMails,
    /// The account is to be reviewed by the access rules.
    Review,
    /// The operator's product is to be told, by an event.
    Publish(Box<Event>),
}

/// What is owed because `old` became `new`. `old` is `None` for a new account, `new` for a deleted one.
///
/// The same change may be asked about twice, or long after it happened. So every effect must be safe to do twice and
/// late.
#[must_use]
pub fn effects(old: Option<&User>, new: Option<&User>) -> Vec<Effect> {
    let announced = events(old, new).into_iter().map(|event| Effect::Publish(Box::new(event)));
    let mut effects: Vec<_> = announced.collect();
    // Of a deleted account nothing else stays.
    let Some(new) = new else { return effects };
    effects.extend(Unrecorded::of(old, new).map(|change| Effect::Record(Box::new(change))));
    let due = |user: &User| user.deactivation.map(|since| since.purge_at);
    if let Some(purge_at) = due(new).filter(|at| old.and_then(due) != Some(*at)) {
        effects.push(Effect::SchedulePurge(purge_at));
    }
    if new.may_be_reviewed(old) {
        effects.push(Effect::Review);
    }
    let fresh = |user: &User| user.sendable().filter(|owed| owed.claims == 0).cloned();
    if fresh(new).is_some() && old.and_then(fresh) != fresh(new) {
        effects.push(Effect::SendMails);
    }
    effects
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::email_change::NewEmailChange;
    use crate::link_life::LINK_LIFETIME;
    use crate::owed::{LinkHashes, MailOutcome};
    use crate::tenant::TenantId;
    use crate::token::TokenHash;
    use crate::user::{Actor, UserId};

    const CHANGE: NewEmailChange = NewEmailChange { id: Uuid::from_u128(7), link_lifetime: LINK_LIFETIME };

    fn now() -> Timestamp {
        "2026-03-02T09:30:00Z".parse().unwrap()
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, email, now())
    }

    fn changed(user: &User, change: impl FnOnce(&mut User)) -> User {
        let mut after = user.clone();
        change(&mut after);
        after.changed_from(user, Actor::Directory, now())
    }

    fn kinds(old: Option<&User>, new: Option<&User>) -> Vec<&'static str> {
        let name = |effect: &Effect| match effect {
            Effect::Record(_) => "record",
            Effect::SchedulePurge(_) => "schedule",
            Effect::SendMails => "mails",
            Effect::Review => "review",
            Effect::Publish(event) => event.kind.as_str(),
        };
        effects(old, new).iter().map(name).collect()
    }

    #[test]
    fn each_change_owes_what_it_causes_and_nothing_else() {
        let ada = ada();
        let renamed = changed(&ada, |user| {
            user.rename(EmailAddress::parse("king@example.com").unwrap(), CHANGE, now());
        });
        let inactive = changed(&renamed, |user| user.set_active(false, now()));
        let back = changed(&inactive, |user| user.set_active(true, now()));
        assert_eq!(kinds(None, Some(&ada)), ["user.created", "record"]);
        assert_eq!(kinds(Some(&ada), Some(&renamed)), ["user.user_name_changed", "record", "mails"]);
        assert_eq!(kinds(Some(&renamed), Some(&inactive)), ["user.deactivated", "record", "schedule"]);
        assert_eq!(kinds(Some(&inactive), Some(&back)), ["user.reactivated", "record", "mails"]);
        assert_eq!(kinds(Some(&back), None), ["user.deleted"]);
    }

    #[test]
    fn sending_owes_nothing_more() {
        let renamed = changed(&ada(), |user| {
            user.rename(EmailAddress::parse("king@example.com").unwrap(), CHANGE, now());
        });
        let hashes = LinkHashes { email_change: TokenHash::of("one"), invitation: TokenHash::of("two") };
        let claimed = renamed.claim(&hashes, now()).unwrap();
        let outcomes: Vec<_> = claimed.mails.iter().map(|(mail, _)| (*mail, MailOutcome::Failed)).collect();
        let failed = claimed.user.settle(&outcomes, now());
        assert_eq!(kinds(Some(&renamed), Some(&claimed.user)), [""; 0]);
        assert_eq!(kinds(Some(&claimed.user), Some(&failed)), [""; 0]);
    }
}
