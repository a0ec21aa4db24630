//! The feed of a tenant: all its events of the last 30 days, in an order that never changes behind a reader.
//!
//! An event gets its place when it is written into the feed, one more than the event before. So a reader that goes on after a
//! place misses nothing, however late an event is written. The events of one account, and of one group, are in order.
//!
//! What a change announces is written with the account, as its [`Backlog`], until it stands in the history and in the feed.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::events::{Event, events};
use super::history::{self, Entry};
use super::tenant::TenantId;
use super::user::{Actor, User};
use super::webhook::endpoint::WebhookId;

/// How long an event is in the feed.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The most that a backlog takes, in bytes of JSON: an item of the table has 400 KB.
const MAX_BACKLOG_BYTES: usize = 100_000;

/// Place of an event in the feed of its tenant, counted from 1; 0 is before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeedPlace(pub u64);

/// An event as it is published: its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Announcement(Value);

impl Announcement {
    /// [`Event::id`], by which a receiver knows an event that it was told before.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// What a webhook is sent so that its receiver can be tried: an event of no tenant.
    #[must_use]
    pub fn of_test(webhook: &WebhookId, id: Uuid, now: Timestamp) -> Self {
        Self(json!({
            "id": format!("test/{id}"),
            "kind": "webhook.test",
            "at": now,
            "by": Actor::Operator,
            "webhookId": webhook,
        }))
    }

    /// The event's kind, such as `user.created`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The JSON of the event.
    #[must_use]
    pub fn into_json(self) -> Value {
        self.0
    }

    fn len(&self) -> usize {
        self.0.to_string().len()
    }
}

impl From<&Event> for Announcement {
    fn from(event: &Event) -> Self {
        // An event has texts as keys alone, so it always is JSON.
        Self(serde_json::to_value(event).unwrap_or_default())
    }
}

/// A change of an account: what goes into its history, and what it announces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unrecorded {
    /// The entry of the history.
    pub entry: Entry,
    /// The events, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announced: Vec<Announcement>,
}

impl Unrecorded {
    /// What the change from `old`, `None` for a new account, to `new` was; `None`: nothing that somebody could see.
    #[must_use]
    pub fn of(old: Option<&User>, new: &User) -> Option<Self> {
        if old.is_some_and(|old| old.version == new.version) {
            return None;
        }
        let announced = events(old, Some(new)).iter().map(Announcement::from).collect();
        Some(Self { entry: history::entry(old, new), announced })
    }

    fn len(&self) -> usize {
        let entry = serde_json::to_string(&self.entry).map_or(MAX_BACKLOG_BYTES, |text| text.len());
        self.announced.iter().map(Announcement::len).sum::<usize>() + entry
    }
}

/// The latest changes of an account that may not stand in its history and in the feed yet, the earliest first. It goes along
/// with the account, so each of them is found though the stream lost it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Backlog(Vec<Unrecorded>);

impl Backlog {
    /// The backlog with the change from `old` to `new`. If it becomes too long, its earliest changes fall out: these are
    /// left to the stream.
    #[must_use]
    pub fn and(&self, old: Option<&User>, new: &User) -> Self {
        let changes: Vec<_> = self.0.iter().cloned().chain(Unrecorded::of(old, new)).collect();
        let mut bytes = 0;
        let fits = |change: &&Unrecorded| {
            bytes += change.len();
            bytes <= MAX_BACKLOG_BYTES
        };
        let kept = changes.iter().rev().take_while(fits).count();
        let dropped = changes.len() - kept;
        Self(changes.into_iter().skip(dropped).collect())
    }

    /// Whether all changes are written down.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes, the earliest first.
    pub fn iter(&self) -> impl Iterator<Item = &Unrecorded> {
        self.0.iter()
    }

    /// From when on a sweep writes it down: at once.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        self.0.first().map(|change| change.entry.at)
    }
}

/// What a cursor begins with: its form.
const FORM: &str = "e1-";

/// Hexadecimal digits of a cursor's check.
const CHECK_DIGITS: usize = 16;

/// The cursor to what comes after a place in the feed of a tenant. It is no secret: one that is made up leads to another
/// place of a feed that its maker may read anyway.
#[must_use]
pub fn cursor(tenant: &TenantId, after: FeedPlace) -> String {
    format!("{FORM}{}-{}", after.0, check(tenant, after))
}

/// The place after which a cursor goes on; `None`: it was altered, or is none of this tenant.
#[must_use]
pub fn place_of(cursor: &str, tenant: &TenantId) -> Option<FeedPlace> {
    let (place, told) = cursor.strip_prefix(FORM)?.split_once('-')?;
    let place = FeedPlace(place.parse().ok()?);
    (told == check(tenant, place) && cursor == self::cursor(tenant, place)).then_some(place)
}

/// Binds a cursor to its tenant, and shows that it was altered.
fn check(tenant: &TenantId, after: FeedPlace) -> String {
    let hash = Sha256::digest(format!("{FORM}{tenant}#{}", after.0));
    let mut digits = hex::encode(hash);
    digits.truncate(CHECK_DIGITS);
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::user::{Actor, UserId};

    fn acme() -> TenantId {
        TenantId::parse("acme").unwrap()
    }

    fn now() -> Timestamp {
        "2026-03-02T09:30:00Z".parse().unwrap()
    }

    fn ada() -> User {
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme(), email, now())
    }

    fn switched(user: &User) -> User {
        let mut after = user.clone();
        after.set_active(!user.is_active(), now());
        after.changed_from(user, Actor::Directory, now())
    }

    #[test]
    fn a_backlog_has_each_change_that_somebody_can_see_in_order() {
        let ada = ada();
        let blocked = switched(&ada);
        let noted = User { billed_until: Some("2026-04-01".parse().unwrap()), ..blocked.clone() };
        let backlog =
            Backlog::default().and(None, &ada).and(Some(&ada), &blocked).and(Some(&blocked), &noted);
        let told: Vec<_> =
            backlog.iter().flat_map(|change| &change.announced).map(Announcement::id).collect();
        let id = ada.id;
        assert_eq!(told, [format!("{id}/1/user.created"), format!("{id}/2/user.deactivated")]);
        assert_eq!(backlog.due_at(), Some(now()));
        assert_eq!(Backlog::default().due_at(), None);
    }

    #[test]
    fn a_backlog_keeps_the_latest_changes_and_fits_into_an_item() {
        let (mut user, mut backlog) = (ada(), Backlog::default());
        for _ in 0..500 {
            let next = switched(&user);
            backlog = backlog.and(Some(&user), &next);
            user = next;
        }
        let versions: Vec<_> = backlog.iter().map(|change| change.entry.version).collect();
        assert!(versions.len() > 50, "{versions:?}");
        assert_eq!(versions.last(), Some(&user.version));
        assert!(versions.iter().zip(versions.iter().skip(1)).all(|(one, next)| one + 1 == *next));
        assert!(serde_json::to_string(&backlog).unwrap().len() <= MAX_BACKLOG_BYTES + 50 * versions.len());
    }

    #[test]
    fn an_announcement_is_the_event_as_it_is_published() {
        for event in events(None, Some(&ada())) {
            let announced = Announcement::from(&event);
            assert_eq!(announced.id(), event.id);
            assert_eq!(announced.into_json().to_string(), serde_json::to_string(&event).unwrap());
        }
    }

    #[test]
    fn a_cursor_is_of_one_tenant_and_shows_that_it_was_altered() {
        let cursor = cursor(&acme(), FeedPlace(70));
        assert_eq!(place_of(&cursor, &acme()), Some(FeedPlace(70)));
        assert_eq!(place_of(&cursor, &TenantId::parse("beta").unwrap()), None);
        let altered = [
            "",
            "e1-",
            "70",
            "e1-70",
            "e1-70-",
            "e2-70-0",
            "latest",
            &cursor.replace("70", "71"),
            &cursor.replace("70", "070"),
        ];
        for altered in altered {
            assert_eq!(place_of(altered, &acme()), None, "{altered}");
        }
    }

    proptest! {
        #[test]
        fn every_place_is_read_as_it_was_given(place: u64) {
            prop_assert_eq!(place_of(&cursor(&acme(), FeedPlace(place)), &acme()), Some(FeedPlace(place)));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert_eq!(place_of(&text, &acme()), None);
        }
    }
}
