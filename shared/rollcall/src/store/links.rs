//! Mailed links. One is written and used only together with the account that it is about.

use jiff::Timestamp;

use super::Store;
use super::commit::Change;
use super::error::StoreError;
use super::item;
use super::keys::Key;
use super::table::{Condition, Write};
use rollcall_rules::link::Link;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::WriteId;

impl Store {
    /// A link, which may have stopped working. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn link(&self, hash: &TokenHash) -> Result<Option<Link>, StoreError> {
        let found = self.table.get("read a link", Key::link(hash)).await?;
        found.map(|item| item::to_link(hash.clone(), item)).transpose()
    }

    /// Writes an account, and with it the new links that are about to be mailed, if there are any.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the account has another revision by now. Nothing is written then.
    pub async fn issue_links(
        &self,
        write: WriteId,
        change: Change<'_>,
        links: &[Link],
    ) -> Result<(), StoreError> {
        let new = links.iter().map(|link| Ok(Write::Put(item::of_link(link)?, Condition::ABSENT)));
        self.commit_with(write, &[change], new.collect::<Result<_, StoreError>>()?).await
    }

    /// Writes an account as a link leaves it, and that the link was used.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the account has another revision by now or the link was used. Nothing is written
    /// then.
    pub async fn spend_link(
        &self,
        write: WriteId,
        change: Change<'_>,
        link: &Link,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let spent = Link { spent_at: Some(now), ..link.clone() };
        let spending = Write::Put(item::of_link(&spent)?, Condition::UNSPENT);
        self.commit_with(write, &[change], vec![spending]).await
    }
}
