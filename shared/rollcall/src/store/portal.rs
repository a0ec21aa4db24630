//! What opens the portal of a tenant's administrator, and who has opened it.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::admitted_to;
use super::table::{Condition, Write};
use rollcall_rules::admission::Admitted;
use rollcall_rules::portal::{PortalLink, Session};
use rollcall_rules::token::TokenHash;

impl Store {
    /// Writes a new link.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if it is there: the request that asks for it was sent before, or this write's answer got
    /// lost.
    pub async fn create_portal_link(&self, admitted: &Admitted, link: &PortalLink) -> Result<(), StoreError> {
        const OPERATION: &str = "write a portal link";
        admitted_to(OPERATION, admitted, &link.tenant)?;
        self.table.put(OPERATION, item::of_portal_link(link)?, Condition::ABSENT).await
    }

    /// A link, which may have stopped working. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn portal_link(&self, hash: &TokenHash) -> Result<Option<PortalLink>, StoreError> {
        let found = self.table.get("read a portal link", PrimaryKey::portal_link(hash)).await?;
        found.map(|item| item::to_portal_link(hash.clone(), item)).transpose()
    }

    /// Writes that a link was used, and the session that it opened.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the link was used. Nothing is written then.
    pub async fn open_session(&self, spent: &PortalLink, session: &Session) -> Result<(), StoreError> {
        let writes = vec![
            Write::Put(item::of_portal_link(spent)?, Condition::UNSPENT),
            Write::Put(item::of_session(session)?, Condition::ABSENT),
        ];
        self.table.transact("open the portal", writes).await
    }

    /// A session, which may be over. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn session(&self, hash: &TokenHash) -> Result<Option<Session>, StoreError> {
        let found = self.table.get("read a session", PrimaryKey::session(hash)).await?;
        found.map(|item| item::to_session(hash.clone(), item)).transpose()
    }

    /// Ends a session, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn end_session(&self, hash: &TokenHash) -> Result<(), StoreError> {
        self.table.batch_write("end a session", Vec::new(), vec![PrimaryKey::session(hash)]).await
    }
}
