//! Mailed links. One is written and used only together with the account that it is about: see [`super::change`].

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use rollcall_rules::link::Link;
use rollcall_rules::token::TokenHash;

impl Store {
    /// A link, which may have stopped working. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn link(&self, hash: &TokenHash) -> Result<Option<Link>, StoreError> {
        let found = self.table.get("read a link", PrimaryKey::link(hash)).await?;
        found.map(|item| item::to_link(hash.clone(), item)).transpose()
    }
}
