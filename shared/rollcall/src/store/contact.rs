//! When a tenant's directory was last heard of, and what it was refused: one item, and one for each kind of refusal,
//! written over and over.

use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item::{self, Noted};
use super::keys::contact_partition;
use super::table::{Direction, Index, Query, SortKeys};
use rollcall_rules::admission::{Admitted, KnownCaller, RefusedClient};
use rollcall_rules::contact::{Contact, Heard, Refused};

const NOTE: &str = "note what a directory asks";
const READ: &str = "read what a directory asked";

impl Store {
    /// Notes what a request tells of a tenant's directory. One call, or none if it tells nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_heard(
        &self,
        admitted: &Admitted,
        heard: Heard<'_>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if heard == Heard::default() {
            return Ok(());
        }
        self.table.merge(NOTE, item::of_heard(&admitted.id, heard, at)).await
    }

    /// Notes refusals of a kind, beside those that were noted before. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_refused(&self, admitted: &Admitted, refused: &Refused) -> Result<(), StoreError> {
        self.table.merge(NOTE, item::of_refused(&admitted.id, refused)?).await
    }

    /// Notes that a token was refused which is known to the tenant. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_refused_token(&self, known: &KnownCaller, refused: &Refused) -> Result<(), StoreError> {
        self.table.merge(NOTE, item::of_refused(known.tenant(), refused)?).await
    }

    /// Notes that an OAuth client was refused a token. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_refused_client(
        &self,
        client: &RefusedClient,
        refused: &Refused,
    ) -> Result<(), StoreError> {
        self.table.merge(NOTE, item::of_refused(client.tenant(), refused)?).await
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
                Noted::Heard(times) => {
                    (contact.heard_at, contact.used) = (times.heard_at, times.used);
                    contact.succeeded = times.succeeded;
                }
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
