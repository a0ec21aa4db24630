//! When a tenant's directory was last heard of, and what it was refused: one item, and one for each kind of refusal,
//! written over and over.

use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item::{self, Noted};
use super::keys::contact_partition;
use super::table::{Direction, Index, Query, SortKeys};
use rollcall_rules::admission::Admitted;
use rollcall_rules::contact::{Contact, Refused};

const NOTE: &str = "note what a directory asks";
const READ: &str = "read what a directory asked";

impl Store {
    /// Notes that a tenant's directory was heard of. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_heard(&self, admitted: &Admitted, at: Timestamp) -> Result<(), StoreError> {
        self.table.overwrite(NOTE, item::of_heard(&admitted.id, at)?).await
    }

    /// Notes a refusal, in place of the last one of its kind. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_refused(&self, admitted: &Admitted, refused: &Refused) -> Result<(), StoreError> {
        self.table.overwrite(NOTE, item::of_refused(&admitted.id, refused)?).await
    }

    /// What is known of the requests of a tenant's directory. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn contact(&self, admitted: &Admitted, now: Timestamp) -> Result<Contact, StoreError> {
        let query = Query {
            index: Index::TABLE,
            partition: contact_partition(&admitted.id),
            sort_keys: SortKeys::All,
            filters: Vec::new(),
        };
        let mut contact = Contact::default();
        // One page: there are some dozen kinds of refusals.
        for item in self.table.query(READ, &query, Direction::Forward, None, None).await?.items {
            match item::to_noted(item)? {
                Noted::Heard(at) => contact.heard_at = Some(at),
                Noted::Refused { refused, expires_at } if now.as_second() < expires_at => {
                    contact.refused.push(refused);
                }
                Noted::Refused { .. } => {}
            }
        }
        contact.refused.sort_by_key(|refused| std::cmp::Reverse(refused.at));
        Ok(contact)
    }
}
