//! When a tenant's directory was last heard of, and what it was refused: one item, and one for each kind of refusal,
//! written over and over.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{self, Expiring};
use super::keys::{HEARD, Key, SK, contact_partition};
use super::table::{Direction, Order, Range, Stretch};
use rollcall_rules::admission::Admitted;
use rollcall_rules::contact::{Contact, REMEMBERED, Refused};

const NOTE: &str = "note what a directory asks";
const READ: &str = "read what a directory asked";

#[derive(Debug, Serialize, Deserialize)]
struct Heard {
    at: Timestamp,
}

impl Store {
    /// Notes that a tenant's directory was heard of. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_heard(&self, admitted: &Admitted, at: Timestamp) -> Result<(), StoreError> {
        self.table.overwrite(NOTE, item::with_key(NOTE, Key::heard(&admitted.id), &Heard { at })?).await
    }

    /// Notes a refusal, in place of the last one of its kind. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_refused(&self, admitted: &Admitted, refused: &Refused) -> Result<(), StoreError> {
        let expires_at = item::seconds_after(refused.at, REMEMBERED);
        let body = Expiring { content: refused, expires_at };
        let key = Key::refused(&admitted.id, &refused.refusal);
        self.table.overwrite(NOTE, item::with_key(NOTE, key, &body)?).await
    }

    /// What is known of the requests of a tenant's directory. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn contact(&self, admitted: &Admitted, now: Timestamp) -> Result<Contact, StoreError> {
        let stretch = Stretch {
            order: Order::TABLE,
            partition: contact_partition(&admitted.id),
            range: Range::All,
            only: Vec::new(),
        };
        let mut contact = Contact::default();
        // One page: there are some dozen kinds of refusals.
        for item in self.table.query(READ, &stretch, Direction::Forward, None, None).await?.items {
            if item.get(SK).and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk == HEARD) {
                contact.heard_at = Some(item::from_item::<Heard>(READ, item)?.at);
                continue;
            }
            let refused: Expiring<Refused> = item::from_item(READ, item)?;
            contact.refused.extend((now.as_second() < refused.expires_at).then_some(refused.content));
        }
        contact.refused.sort_by_key(|refused| std::cmp::Reverse(refused.at));
        Ok(contact)
    }
}
