//! Waves: what happened to many people at once, and taking it back, person by person.
//!
//! Nothing is kept of an undo. What is left to be done follows from the accounts, so it can break off anywhere and be
//! done again.

use std::collections::{BTreeSet, HashMap};

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::admission::Admitted;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::user::{Actor, Guard, User, UserId};
use rollcall_rules::wave::{Left, Member, NotUndone, Wave, WaveId, Waves};

use super::error::StoreError;
use super::{Decision, Span, Store};
use crate::entropy;
use crate::retry::Patience;

/// Accounts that are written at the same time. A directory has the table at the same time.
const AT_ONCE: usize = 8;

/// Where a person of a wave stands.
#[derive(Debug)]
pub struct Standing<'a> {
    /// The person, as the wave has them.
    pub member: &'a Member,
    /// The account as it is now; `None`: it is deleted.
    pub user: Option<User>,
    /// Whether undoing the wave would restore the account.
    pub undo: Result<(), Left>,
}

/// How a wave is undone.
pub struct Undoing<'a> {
    /// Who undoes it.
    pub by: Actor,
    /// How long links work that are mailed because of it.
    pub link_lifetime: SignedDuration,
    /// The time.
    pub now: &'a (dyn Fn() -> Timestamp + Sync),
    /// How long a write goes on that the table did not answer. Nobody is begun with once this is over.
    pub patience: &'a (dyn Fn() -> Patience + Sync),
}

/// What undoing a wave made of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// The account is restored.
    Restored,
    /// The account is as it was.
    Left(Left),
    /// There was no time left for this person.
    NoTime,
}

impl Undoing<'_> {
    fn decide(&self, user: &User, member: &Member, change: NewEmailChange) -> Result<User, NotUndone> {
        user.undone(member, change, self.by, (self.now)())
    }

    fn new_change(&self) -> NewEmailChange {
        NewEmailChange { id: entropy::new_id(), link_lifetime: self.link_lifetime }
    }
}

/// Why an account is not changed.
enum NotRestored {
    Rule(NotUndone),
    Store(StoreError),
}

impl From<StoreError> for NotRestored {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Store {
    /// The waves since a time. What was written milliseconds ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn waves(&self, admitted: &Admitted, since: Timestamp) -> Result<Waves, StoreError> {
        let span = Span { since: Some(since), ..Span::default() };
        let mut happenings = self.happenings(admitted, &span);
        let mut waves = Waves::default();
        while let Some(happening) = happenings.next().await? {
            if let Some(user) = happening.user {
                waves.take(user, &happening.entry);
            }
        }
        Ok(waves)
    }

    /// The wave of that name; `None`: there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn wave(&self, admitted: &Admitted, id: WaveId) -> Result<Option<Wave>, StoreError> {
        let waves = self.waves(admitted, id.first).await?.of_at_least(1);
        Ok(waves.into_iter().find(|wave| wave.id == id))
    }

    /// Where people of a wave stand, in their order. One call for a hundred, and one where somebody would get another
    /// address back.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn standings<'a>(
        &self,
        admitted: &Admitted,
        members: &'a [Member],
        how: &Undoing<'_>,
    ) -> Result<Vec<Standing<'a>>, StoreError> {
        let ids: Vec<_> = members.iter().map(|member| member.user).collect();
        let users = self.users(admitted, &ids).await?;
        let mut users: HashMap<UserId, User> = users.into_iter().map(|user| (user.id, user)).collect();
        let mut wanted: Vec<BTreeSet<Guard>> = Vec::with_capacity(members.len());
        let standings = members.iter().map(|member| {
            let user = users.remove(&member.user);
            let after = match &user {
                None => Err(Left::Deleted),
                Some(user) => how.decide(user, member, how.new_change()).map_err(Left::Changed),
            };
            let has = |user: &User| user.guards();
            let had = user.as_ref().map(has).unwrap_or_default();
            let gets = after.as_ref().map(has).unwrap_or_default();
            wanted.push(gets.difference(&had).cloned().collect());
            Standing { member, user, undo: after.map(drop) }
        });
        let mut standings: Vec<Standing<'a>> = standings.collect();
        let holders = self.holders(admitted, &wanted.iter().flatten().cloned().collect()).await?;
        for (standing, wanted) in standings.iter_mut().zip(&wanted) {
            if wanted.iter().any(|guard| holders.contains_key(guard)) {
                standing.undo = Err(Left::AddressTaken);
            }
        }
        Ok(standings)
    }

    /// Undoes a wave for these people: whoever was changed since is left as they are. What became of each is in their
    /// order, and so is the table's failure with one of them.
    pub async fn undo(
        &self,
        admitted: &Admitted,
        standings: Vec<Standing<'_>>,
        how: &Undoing<'_>,
    ) -> Vec<(UserId, Result<Undone, StoreError>)> {
        let each = standings.into_iter().map(|Standing { member, user, .. }| async move {
            let done = match user {
                None => Ok(Undone::Left(Left::Deleted)),
                Some(user) => self.restore(admitted, member, user, how).await,
            };
            (member.user, done)
        });
        stream::iter(each.collect::<Vec<_>>()).buffered(AT_ONCE).collect().await
    }

    async fn restore(
        &self,
        admitted: &Admitted,
        member: &Member,
        user: User,
        how: &Undoing<'_>,
    ) -> Result<Undone, StoreError> {
        let patience = (how.patience)();
        if patience.is_over() {
            return Ok(Undone::NoTime);
        }
        let (write, change) = (entropy::new_write(), how.new_change());
        let decide =
            |user: &User| how.decide(user, member, change).map(Decision::new).map_err(NotRestored::Rule);
        match self.change_user(admitted, user, write, patience, decide).await {
            Ok(Some(_)) => Ok(Undone::Restored),
            Ok(None) => Ok(Undone::Left(Left::Deleted)),
            Err(NotRestored::Rule(why)) => Ok(Undone::Left(Left::Changed(why))),
            // Somebody else has it as long as they want it.
            Err(NotRestored::Store(StoreError::Held(_))) => Ok(Undone::Left(Left::AddressTaken)),
            Err(NotRestored::Store(error)) => Err(error),
        }
    }
}
