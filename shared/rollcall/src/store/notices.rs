//! A tenant's administrators, and what they are told: one item of the tenant, written only if nobody else did since it was
//! read.

use jiff::Timestamp;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::AdministratorLink;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::TokenHash;

use super::Store;
use super::error::StoreError;
use super::item::{self, text};
use super::keys::{self, PrimaryKey};
use super::sealed::{Sealed, admitted_to};
use super::table::{Condition, Direction, Index, Item, Query, SortKeys, Write};
use super::users::take_tenant;
use crate::retry::{Tries, Worth};

const READ: &str = "read notices";
const WRITE: &str = "write notices";
const LOOK: &str = "look for notices";

/// An entry of the index of what is due: notices, or a refusal that they may tell of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticesDue {
    /// The tenant.
    pub tenant: TenantId,
    /// The refusal that has a look due.
    refusal: Option<PrimaryKey>,
}

impl NoticesDue {
    /// Is it a refusal, so that a look is to be taken at once?
    #[must_use]
    pub const fn is_of_refusal(&self) -> bool {
        self.refusal.is_some()
    }
}

impl Store {
    /// A tenant's administrators and what they are told; `None`: it has none of either yet. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn notices(&self, admitted: &Admitted) -> Result<Option<Notices>, StoreError> {
        let item = self.table.get(READ, PrimaryKey::notices(&admitted.id)).await?;
        item.map(item::to_notices).transpose()
    }

    /// A tenant with its notices. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_notices(
        &self,
        claimed: &ClaimedTenant,
    ) -> Result<Sealed<Option<Notices>>, StoreError> {
        let (tenant_key, key) = (PrimaryKey::tenant(claimed.id()), PrimaryKey::notices(claimed.id()));
        let mut found = self.table.batch_get(READ, [tenant_key.clone(), key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        Ok(Sealed::new(record, found.remove(&key).map(item::to_notices).transpose()?))
    }

    /// Changes a tenant's notices as `change` says. After a lost race they are read and changed again. Gives them as they are
    /// then. Where nothing changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_notices<E: From<StoreError>>(
        &self,
        admitted: &Admitted,
        now: Timestamp,
        change: impl Fn(&Notices) -> Result<Notices, E>,
    ) -> Result<Notices, E> {
        let mut tries = Tries::default();
        loop {
            let before = self.notices(admitted).await?;
            let known = before.clone().unwrap_or_else(|| Notices::new(admitted.id.clone(), now));
            let after = change(&known)?;
            if before.is_some() && after == known {
                return Ok(after);
            }
            match self.update_notices(admitted, before.as_ref(), after, &[]).await {
                Ok(written) => return Ok(written),
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Writes notices if nobody else did since they were read, with the links that are about to be mailed. The first ones of a
    /// tenant are noted on its record, too.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did. Nothing is written then.
    pub async fn update_notices(
        &self,
        admitted: &Admitted,
        before: Option<&Notices>,
        after: Notices,
        links: &[AdministratorLink],
    ) -> Result<Notices, StoreError> {
        admitted_to(WRITE, admitted, &after.tenant)?;
        let revision = before.map(|before| before.revision);
        let after = Notices { revision: revision.unwrap_or(0) + 1, ..after };
        let condition = revision.map_or(Condition::ABSENT, Condition::revision);
        let item = item::of_notices(&after)?;
        let mut writes = vec![Write::Put(item, condition)];
        for link in links {
            writes.push(Write::Put(item::of_administrator_link(link)?, Condition::ABSENT));
        }
        if before.is_none() {
            writes.extend(self.watched(&admitted.id).await?);
        }
        match <[Write; 1]>::try_from(writes) {
            Ok([Write::Put(item, condition)]) => self.table.put(WRITE, item, condition).await?,
            Ok(one) => self.table.transact(WRITE, one.into()).await?,
            Err(writes) => self.table.transact(WRITE, writes).await?,
        }
        Ok(after)
    }

    /// Has a tenant looked after, if it is not: it gets notices, with a look that is due.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. That somebody else did is none.
    pub async fn watch(&self, admitted: &Admitted, now: Timestamp) -> Result<(), StoreError> {
        let unchanged = |notices: &Notices| Ok::<_, StoreError>(notices.clone());
        self.change_notices(admitted, now, unchanged).await.map(|_| ())
    }

    /// The note on a tenant's record that there are notices; none, if it is there.
    async fn watched(&self, id: &TenantId) -> Result<Option<Write>, StoreError> {
        // A tenant that is gone has lost the race for good.
        let gone = StoreError::LostRace { operation: WRITE, failed: Vec::new() };
        let tenant = self.tenant(id).await?.ok_or(gone)?;
        if tenant.watched {
            return Ok(None);
        }
        let (version, next) =
            (tenant.version, Tenant { watched: true, version: tenant.version + 1, ..tenant });
        Ok(Some(Write::Put(item::of_tenant(&next)?, Condition::version(version))))
    }

    /// A link that was mailed to an administrator, which may have stopped working. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn administrator_link(
        &self,
        hash: &TokenHash,
    ) -> Result<Option<AdministratorLink>, StoreError> {
        let found = self.table.get("read a link", PrimaryKey::administrator_link(hash)).await?;
        found.map(|item| item::to_administrator_link(hash.clone(), item)).transpose()
    }

    /// What is due at `now`, the longest due first. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn notices_due(&self, now: Timestamp) -> Result<Vec<NoticesDue>, StoreError> {
        let query = due(SortKeys::Before(keys::due_until(now)));
        let found = self.table.all(LOOK, query, |item| Ok(entry(&item))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The earliest time at which notices are due, be it past or ahead; `None`: there are none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_notices_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = due(SortKeys::All);
        let page = self.table.query(LOOK, &query, Direction::Forward, Some(1), None).await?;
        Ok(page.items.iter().find_map(|item| keys::due_since(text(item, keys::EFFECT_SK)?)))
    }

    /// Takes a refusal out of the index, after a look. The next refusal of its kind puts it back. One call, or none if the entry
    /// was none of a refusal.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_due_refusal(&self, due: &NoticesDue) -> Result<(), StoreError> {
        let Some(key) = &due.refusal else { return Ok(()) };
        self.table.remove_attributes(WRITE, key.clone(), &[keys::EFFECT_PK, keys::EFFECT_SK]).await
    }
}

fn due(sort_keys: SortKeys) -> Query {
    Query {
        index: Index::EFFECT_DUE,
        partition: keys::NOTICES_DUE.to_owned(),
        sort_keys,
        filters: Vec::new(),
    }
}

/// The entry in an item of the index; `None`: it is not as we write them.
fn entry(item: &Item) -> Option<NoticesDue> {
    let key = PrimaryKey::of(item)?;
    let tenant = keys::watched_in(&key.pk)?;
    Some(NoticesDue { tenant, refusal: (key.sk != keys::NOTICES).then_some(key) })
}
