//! Another place for somebody who accepted an invitation, or none any more: the same for the operator's backend and for the
//! tenant's administrator.

use rollcall_rules::admission::Admitted;
use rollcall_rules::place::Place;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_web::App;

use crate::invite::{Offer, Refused, change_of};

/// Gives somebody another place.
///
/// # Errors
///
/// [`Refused`].
pub(crate) async fn change(
    app: &App,
    tenant: &Admitted,
    id: UserId,
    offer: &Offer,
    by: Actor,
) -> Result<User, Refused> {
    let place = Place {
        entity: offer.entity.id,
        entity_name: offer.entity.name.clone(),
        card_access: offer.card_access,
    };
    change_of(app, tenant, id, |user, now| user.placed(place.clone(), by, now)).await
}

/// Takes somebody's place away.
///
/// # Errors
///
/// [`Refused`].
pub(crate) async fn end(app: &App, tenant: &Admitted, id: UserId, by: Actor) -> Result<User, Refused> {
    change_of(app, tenant, id, |user, now| user.place_ended(by, now)).await
}
