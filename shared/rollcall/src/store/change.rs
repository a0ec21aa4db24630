//! Changing what others may be changing at the same time: decide on what is there, write if nobody else did, and do both
//! again if somebody was faster.

use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::link::Link;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Actor, User, WriteId};

use super::commit::Change;
use super::error::StoreError;
use super::table::Write;
use super::{Store, item, lines};
use crate::retry::{self, Patience, Tries, Worth};
use crate::store::table::Condition;

/// What was decided about an account.
#[derive(Debug)]
pub struct Decision<T> {
    /// The account as it shall be. Unchanged: nothing is written.
    pub after: User,
    /// What is written with it, or not at all.
    pub along: Along,
    /// What the caller wants to know of it.
    pub note: T,
}

/// What is written in one transaction with an account.
#[derive(Debug)]
pub enum Along {
    /// Nothing else.
    Nothing,
    /// Links that are about to be mailed. None of them may be there.
    NewLinks(Vec<Link>),
    /// A link that is used by this change. It may not have been used before.
    SpentLink(Link),
    /// What the person is billed. No line is written twice, and none in a period that is closed.
    Lines(Vec<BillingLine>),
}

impl Decision<()> {
    /// The account shall be like this.
    #[must_use]
    pub const fn new(after: User) -> Self {
        Self { after, along: Along::Nothing, note: () }
    }
}

impl<T> Decision<T> {
    /// Together with this.
    #[must_use]
    pub fn along(self, along: Along) -> Self {
        Self { along, ..self }
    }

    /// To be told this when it is done.
    #[must_use]
    pub fn noting<N>(self, note: N) -> Decision<N> {
        Decision { after: self.after, along: self.along, note }
    }
}

impl Along {
    fn writes(&self, admitted: &Admitted) -> Result<Vec<Write>, StoreError> {
        let new = |item| Ok(Write::Put(item?, Condition::ABSENT));
        match self {
            Self::Nothing => Ok(Vec::new()),
            Self::NewLinks(links) => links.iter().map(|link| new(item::of_link(link))).collect(),
            Self::SpentLink(link) => Ok(vec![Write::Put(item::of_link(link)?, Condition::UNSPENT)]),
            Self::Lines(lines) => lines::writes(admitted, lines),
        }
    }
}

impl Store {
    /// Changes an account as `decide` says, beginning with the account as it is known. After a lost race it is read and
    /// decided about again. Gives the account as it is written, with the decision's note; `None`: it is deleted.
    ///
    /// Until `patience` is over, what the table did not answer about is written again, under the same `write`.
    ///
    /// # Errors
    ///
    /// What `decide` says; [`StoreError::Held`], at once, if another account has what this one needs to itself; and what
    /// the table says. It may have been written only where that is [`StoreError::Unavailable`].
    pub async fn change_user<T, E: From<StoreError>>(
        &self,
        admitted: &Admitted,
        known: User,
        write: WriteId,
        patience: Patience,
        decide: impl Fn(&User) -> Result<Decision<T>, E>,
    ) -> Result<Option<(User, T)>, E> {
        let (id, mut before, mut tries) = (known.id, known, Tries::default());
        loop {
            let Decision { after, along, note } = decide(&before)?;
            let change = Change { before: Some(&before), after: &after };
            match self.commit_along(admitted, write, change, &along, patience).await {
                Ok(()) => return Ok(Some((after, note))),
                // A guard that somebody else holds is theirs as long as they want it.
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                Err(error) => return Err(error.into()),
            }
            match self.user(admitted, id).await? {
                Some(current) => before = current,
                None => return Ok(None),
            }
        }
    }

    /// Writes an account, once it is decided about, and what goes along with it. Until `patience` is over, what the table
    /// did not answer about is written again.
    ///
    /// # Errors
    ///
    /// As [`Store::commit`]. It may have been written only where the error is [`StoreError::Unavailable`].
    pub async fn commit_along(
        &self,
        admitted: &Admitted,
        write: WriteId,
        change: Change<'_>,
        along: &Along,
        patience: Patience,
    ) -> Result<(), StoreError> {
        let mut tries = Tries::default();
        loop {
            match self.commit_with(admitted, write, &[change], along.writes(admitted)?).await {
                Err(error) if tries.again(patience.bears(&error)).await => {}
                outcome => return outcome,
            }
        }
    }

    /// Makes an account that no directory manages, and gives the account that has its id then: an earlier try may have made
    /// it, and others changed it since. Until `patience` is over, what the table did not answer about is written again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Held`] if another account has the address; otherwise as [`Store::commit_along`].
    pub async fn bring_in(
        &self,
        admitted: &Admitted,
        write: WriteId,
        user: &User,
        patience: Patience,
    ) -> Result<User, StoreError> {
        let mut tries = Tries::default();
        loop {
            let change = Change { before: None, after: user };
            let error = match self.commit_along(admitted, write, change, &Along::Nothing, patience).await {
                Ok(()) => return Ok(user.clone()),
                Err(error @ StoreError::LostRace { .. }) => error,
                Err(error) => return Err(error),
            };
            match self.user(admitted, user.id).await? {
                Some(made) => return Ok(made),
                None if tries.again(Worth::Counted).await => {}
                None => return Err(error),
            }
        }
    }

    /// Changes a tenant as `change` says, and writes what an administrator can see of that into its history. After a lost
    /// race the tenant is read and changed again. Gives the tenant as it is then, and what `change` gave. Where nothing
    /// changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_tenant<T, E: From<StoreError>>(
        &self,
        admitted: &Admitted,
        by: Actor,
        now: Timestamp,
        change: impl Fn(&mut Tenant) -> Result<T, E>,
    ) -> Result<(Tenant, T), E> {
        let (mut before, mut tries) = (Tenant::clone(admitted), Tries::default());
        loop {
            let mut after = before.clone();
            let note = change(&mut after)?;
            match self.update_tenant(&before, &after, (by, admitted.name()), now).await {
                Ok(tenant) => return Ok((tenant, note)),
                Err(error @ StoreError::LostRace { .. }) => {
                    if !tries.again(Worth::Counted).await {
                        return Err(error.into());
                    }
                    // A tenant that is gone meanwhile has lost the race for good.
                    before = self.tenant(&admitted.id).await?.ok_or(error)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Changes an entity as `change` says, again after a lost race; `None`: the tenant has none of that id.
    ///
    /// # Errors
    ///
    /// What the table says. Nothing is written then, but where that is [`StoreError::Unavailable`] it may be.
    pub async fn change_entity(
        &self,
        admitted: &Admitted,
        id: EntityId,
        change: impl Fn(&Entity) -> Entity,
    ) -> Result<Option<Entity>, StoreError> {
        retry::after_lost_race(|| async {
            let Some(before) = self.entity(admitted, id).await? else { return Ok(None) };
            let after = change(&before);
            self.update_entity(&before, &after).await?;
            Ok(Some(after))
        })
        .await
    }
}
