//! The operator's own tokens: one item, read with each request that has one, and one that says when each was used.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rollcall_rules::admission::AdmittedOperator;
use rollcall_rules::operator::OperatorTokens;

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::table::Condition;
use crate::retry::{Tries, Worth};

impl Store {
    /// The operator's tokens, as they are now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn operator_tokens(&self) -> Result<OperatorTokens, StoreError> {
        let found = self.table.get("read the operator's tokens", PrimaryKey::operator_tokens()).await?;
        found.map_or_else(|| Ok(OperatorTokens::default()), item::to_operator_tokens)
    }

    /// Whether what a token of the operator's opened is still open at `now`; `None`: none of these did. One call if there is
    /// one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn operator_keeps_open(&self, token: Option<&str>, now: Timestamp) -> Result<bool, StoreError> {
        let Some(token) = token else { return Ok(true) };
        Ok(self.operator_tokens().await?.keeps_open(token, now))
    }

    /// Changes the operator's tokens as `change` says. After a lost race they are read and changed again. Gives them as
    /// they are then, and what `change` gave. Where nothing changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_operator_tokens<T, E: From<StoreError>>(
        &self,
        change: impl Fn(&mut OperatorTokens) -> Result<T, E>,
    ) -> Result<(OperatorTokens, T), E> {
        let mut tries = Tries::default();
        loop {
            let before = self.operator_tokens().await?;
            let mut after = before.clone();
            let note = change(&mut after)?;
            if before == after {
                return Ok((after, note));
            }
            after.version = before.version + 1;
            match self.write_operator_tokens(&before, &after).await {
                Ok(()) => return Ok((after, note)),
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn write_operator_tokens(
        &self,
        before: &OperatorTokens,
        after: &OperatorTokens,
    ) -> Result<(), StoreError> {
        let condition = match before.version {
            0 => Condition::ABSENT,
            version => Condition::version(version),
        };
        self.table.put("write the operator's tokens", item::of_operator_tokens(after)?, condition).await
    }

    /// Notes that the token of the operator was used. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_operator_use(
        &self,
        operator: &AdmittedOperator,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let merge = item::of_operator_use(operator.token(), at);
        self.table.merge("note the use of a token of the operator", merge).await
    }

    /// When each token of the operator was last used, by its id; absent: not yet. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn operator_uses(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        const READ: &str = "read the use of the operator's tokens";
        let found = self.table.get(READ, PrimaryKey::operator_heard()).await?;
        found.map_or_else(|| Ok(BTreeMap::new()), item::to_operator_uses)
    }
}
