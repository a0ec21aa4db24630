//! Inviting people, what is done with an invitation afterwards, and the mail that confirms an address: the same for the
//! operator's backend and for the tenant's administrator.

use std::collections::HashMap;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Decision, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::email_change::ConfirmationRefusal;
use rollcall_rules::entity::Entity;
use rollcall_rules::invitation::{CardAccess, InvitationRefusal, NewInvitation, invitation_id};
use rollcall_rules::place::PlaceRefusal;
use rollcall_rules::portal::AdminName;
use rollcall_rules::seed::Seed;
use rollcall_rules::user::{Actor, User, UserId, WriteId};
use rollcall_web::App;

use crate::write;

/// People that are invited at a time. Each is a write; more would only wait for each other.
const AT_ONCE: usize = 16;

/// What people are invited to.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) entity: Entity,
    pub(crate) card_access: CardAccess,
    /// Who invites, if that is known.
    pub(crate) invited_by: Option<AdminName>,
}

/// Why something is not done for one person. Nothing was written for them, but where the table did not answer it may
/// have been.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// The tenant has nobody of that id.
    #[error("There is nobody of this id.")]
    Unknown,
    /// A rule forbids it; the refusal says which.
    #[error(transparent)]
    Rule(#[from] InvitationRefusal),
    /// A rule forbids it to mail the link that confirms an address.
    #[error(transparent)]
    Confirmation(#[from] ConfirmationRefusal),
    /// A rule forbids it to change the place, or to take it away.
    #[error(transparent)]
    Place(#[from] PlaceRefusal),
    /// The entity is being deleted, or is.
    #[error("There is no entity of this id.")]
    NoEntity,
    /// There was no time left for this person: the table is slow.
    #[error("There was no time left.")]
    NoTime,
    /// The table could not be read or written.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::EntityClosed => Self::NoEntity,
            error => Self::Store(error),
        }
    }
}

/// Invites people, a hundred at most: each by themselves, so that one who is refused holds up nobody. The outcomes are
/// in the order of the ids.
///
/// All that is made has its identifiers from the seed: who is invited with the same seed again is invited once, and
/// told so again. Whoever is not reached before patience is over is refused for want of time.
///
/// # Errors
///
/// [`StoreError`]: the table was not to be read. Nobody is invited then.
pub(crate) async fn invite(
    app: &App,
    tenant: &Admitted,
    offer: &Offer,
    people: &[UserId],
    seed: Seed,
    patience: Patience,
    by: Actor,
) -> Result<Vec<(UserId, Result<User, Refused>)>, StoreError> {
    let read = app.store.users(tenant, people).await?;
    let mut read: HashMap<UserId, User> = read.into_iter().map(|user| (user.id, user)).collect();
    let invitations = people.iter().map(|id| {
        let user = read.remove(id);
        async move {
            let user = user.ok_or(Refused::Unknown);
            (*id, async { invite_one(app, tenant, user?, offer, seed, by, patience).await }.await)
        }
    });
    let invitations: Vec<_> = invitations.collect();
    Ok(stream::iter(invitations).buffered(AT_ONCE).collect().await)
}

async fn invite_one(
    app: &App,
    tenant: &Admitted,
    user: User,
    offer: &Offer,
    seed: Seed,
    by: Actor,
    patience: Patience,
) -> Result<User, Refused> {
    if patience.is_over() {
        return Err(Refused::NoTime);
    }
    let id = invitation_id(seed, user.id);
    let write = seed.write(&format!("invitation of {}", user.id));
    change(app, tenant, user, write, patience, |user, now| {
        if user.invitation.as_ref().is_some_and(|invitation| invitation.id == id) {
            return Ok(user.clone());
        }
        let new = NewInvitation {
            id,
            entity: offer.entity.id,
            entity_name: offer.entity.name.clone(),
            card_access: offer.card_access,
            invited_by: offer.invited_by.clone(),
            link_lifetime: app.link_lifetime,
        };
        user.invited(new, by, now)
    })
    .await
}

/// Mails somebody's invitation once more.
///
/// # Errors
///
/// [`Refused`].
pub(crate) async fn resend(app: &App, tenant: &Admitted, id: UserId, by: Actor) -> Result<User, Refused> {
    change_of(app, tenant, id, |user, now| user.invited_again(by, now)).await
}

/// Takes somebody's invitation back.
///
/// # Errors
///
/// [`Refused`].
pub(crate) async fn revoke(app: &App, tenant: &Admitted, id: UserId, by: Actor) -> Result<User, Refused> {
    change_of(app, tenant, id, |user, now| user.invitation_revoked(by, now)).await
}

/// Mails the link once more that confirms somebody's new address.
///
/// # Errors
///
/// [`Refused`].
pub(crate) async fn resend_confirmation(
    app: &App,
    tenant: &Admitted,
    id: UserId,
    by: Actor,
) -> Result<User, Refused> {
    change_of(app, tenant, id, |user, now| user.confirmation_mailed_again(by, now)).await
}

/// Changes somebody as a rule decides.
pub(crate) async fn change_of<R: Into<Refused>>(
    app: &App,
    tenant: &Admitted,
    id: UserId,
    decide: impl Fn(&User, Timestamp) -> Result<User, R>,
) -> Result<User, Refused> {
    let user = app.store.user(tenant, id).await?.ok_or(Refused::Unknown)?;
    change(app, tenant, user, entropy::new_write(), write::patience(), decide).await
}

async fn change<R: Into<Refused>>(
    app: &App,
    tenant: &Admitted,
    known: User,
    write: WriteId,
    patience: Patience,
    decide: impl Fn(&User, Timestamp) -> Result<User, R>,
) -> Result<User, Refused> {
    let decide = |before: &User| -> Result<_, Refused> {
        Ok(Decision::new(decide(before, app.now()).map_err(Into::<Refused>::into)?))
    };
    let changed = app.store.change_user(tenant, known, write, patience, decide).await?;
    Ok(changed.ok_or(Refused::Unknown)?.0)
}
