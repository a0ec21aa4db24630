//! Invites several people at once. Each is written by itself: what holds one up holds up nobody else.

use futures_util::{StreamExt, stream};
use rollcall::directory::entity::Entity;
use rollcall::directory::invitation::{CardAccess, InvitationRefusal, NewInvitation};
use rollcall::directory::tenant::TenantId;
use rollcall::directory::user::{Actor, User, UserId};
use rollcall::entropy;
use rollcall::store::{Change, StoreError};
use rollcall::web::{App, Tries};

/// People who are written at the same time.
const AT_ONCE: usize = 8;

/// Why somebody was not invited.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InviteError {
    /// There is nobody of that id.
    #[error("There is nobody of this id any more.")]
    Unknown,
    /// A rule's no.
    #[error("{0}")]
    Refused(#[from] InvitationRefusal),
    /// The table's. It may have been written nevertheless.
    #[error("the table did not answer")]
    Store(#[from] StoreError),
}

/// Invites people to an entity. Gives what became of each, in the order in which they were asked for.
pub(crate) async fn invite_all(
    app: &App,
    tenant: &TenantId,
    entity: &Entity,
    card_access: CardAccess,
    ids: &[UserId],
    by: Actor,
) -> Vec<(UserId, Result<User, InviteError>)> {
    let invite = |id: UserId| async move {
        let new = || NewInvitation {
            id: entropy::new_id(),
            entity: entity.id,
            entity_name: entity.name.clone(),
            card_access,
            link_lifetime: app.link_lifetime,
        };
        (id, change(app, tenant, id, |user| user.invited(new(), by, app.now())).await)
    };
    // In a list first: a stream that borrows from its own closure is more than the compiler follows.
    let all: Vec<_> = ids.iter().map(|id| invite(*id)).collect();
    stream::iter(all).buffered(AT_ONCE).collect().await
}

/// Changes the invitation of one person, on what is there, and again on what is there then if somebody else wrote first.
pub(crate) async fn change(
    app: &App,
    tenant: &TenantId,
    id: UserId,
    decide: impl Fn(&User) -> Result<User, InvitationRefusal>,
) -> Result<User, InviteError> {
    let mut tries = Tries::new();
    loop {
        let found = app.store.users(tenant, &[id]).await?;
        let before = found.first().ok_or(InviteError::Unknown)?;
        let after = decide(before)?;
        let written = Change { before: Some(before), after: &after };
        match app.store.commit(entropy::new_write(), &[written]).await {
            Ok(()) => return Ok(after),
            Err(error) if error.is_lost_race() && tries.again().await => {}
            Err(error) => return Err(error.into()),
        }
    }
}
