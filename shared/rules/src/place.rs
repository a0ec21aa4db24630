//! The place of a person who accepted an invitation: an entity, and what card they get. Who looks after the tenant's
//! people can give another one, which asks for no new acceptance, or take it away.
//!
//! A person without a place is billed no further: no sign-in and no renewal after the end counts. What was billed stays.
//! They can be invited again.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::billing::day_of;
use super::entity::{EntityId, EntityName};
use super::invitation::{CardAccess, Invitation};
use super::user::{Actor, User, day_is_of_late};

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The entity.
    pub entity: EntityId,
    /// Its name when the place was given.
    pub entity_name: EntityName,
    /// What the person gets.
    pub card_access: CardAccess,
}

/// A place that a person lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastPlace {
    /// From when on the person had it.
    pub accepted_at: Timestamp,
    /// When it was taken away.
    pub ended_at: Timestamp,
}

/// Why a place is not changed, and not taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceRefusal {
    /// No invitation was accepted, or the place was taken away.
    #[error("The person has no place: no invitation was accepted, or the place was taken away.")]
    None,
}

impl Place {
    /// Is it the same entity and the same card access, whatever the entity is called?
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (self.entity, self.card_access) == (other.entity, other.card_access)
    }

    fn of(invitation: &Invitation) -> Self {
        let Invitation { entity, card_access, .. } = *invitation;
        Self { entity, entity_name: invitation.entity_name.clone(), card_access }
    }
}

impl User {
    /// The person's place. `None`: no invitation was accepted, or the place was taken away.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.invitation.as_ref().filter(|invitation| invitation.is_in_force()).map(Place::of)
    }

    /// The account with another place. The same place changes nothing. A deactivated person keeps their place, so it can
    /// be changed.
    ///
    /// # Errors
    ///
    /// [`PlaceRefusal`], if there is none.
    pub fn placed(&self, place: Place, by: Actor, now: Timestamp) -> Result<Self, PlaceRefusal> {
        let mut user = self.clone();
        let before = self.place().ok_or(PlaceRefusal::None)?;
        if let Some(invitation) = user.invitation.as_mut().filter(|_| !before.is_same(&place)) {
            (invitation.entity, invitation.card_access) = (place.entity, place.card_access);
            invitation.entity_name = place.entity_name;
        }
        Ok(user.changed_from(self, by, now))
    }

    /// The account whose place is taken away. They can be invited again. A place that was taken away already stays so: who
    /// asks again may not have got the first answer.
    ///
    /// # Errors
    ///
    /// [`PlaceRefusal`], if there was none.
    pub fn place_ended(&self, by: Actor, now: Timestamp) -> Result<Self, PlaceRefusal> {
        let mut user = self.clone();
        if self.invitation.as_ref().is_some_and(|invitation| invitation.ended_at.is_some()) {
            return Ok(user);
        }
        let held = user.invitation.as_mut().filter(|invitation| invitation.is_in_force());
        let invitation = held.ok_or(PlaceRefusal::None)?;
        invitation.ended_at = Some(now);
        let accepted_at = invitation.accepted_at.unwrap_or(now);
        user.forget_past_places(now);
        user.past_places.push(PastPlace { accepted_at, ended_at: now });
        Ok(user.changed_from(self, by, now))
    }

    /// The first day at whose beginning the person had no place any more, if they lost it.
    pub(super) fn without_place_since(&self) -> Option<Date> {
        let lost = self.past_places.last().filter(|_| !self.has_accepted())?;
        day_of(lost.ended_at).tomorrow().ok()
    }

    /// The person has a place again: the days at whose beginning they had none are noted.
    pub(super) fn note_place_regained(&mut self, now: Timestamp) {
        self.note_absence(self.without_place_since(), now);
        self.forget_past_places(now);
    }

    /// From when on a sign-in at a time counts: at once, if the person had a place then, or else from when they got the
    /// next. `None`: they have had none since.
    pub(super) fn sign_in_counts_from(&self, at: Timestamp) -> Option<Timestamp> {
        let past = self.past_places.iter().map(|place| (place.accepted_at, Some(place.ended_at)));
        let present = self.invitation.as_ref().filter(|invitation| invitation.is_in_force());
        let present = present.and_then(|invitation| Some((invitation.accepted_at?, None)));
        let mut held = past.chain(present);
        held.find(|(_, until)| until.is_none_or(|until| at < until)).map(|(from, _)| at.max(from))
    }

    /// When the person first had a place, as far as that is remembered.
    pub(super) fn first_accepted_at(&self) -> Option<Timestamp> {
        let past = self.past_places.first().map(|place| place.accepted_at);
        past.or_else(|| self.invitation.as_ref()?.accepted_at)
    }

    /// Forgets the places of which no sign-in can be reported any more.
    fn forget_past_places(&mut self, now: Timestamp) {
        self.past_places.retain(|place| day_is_of_late(day_of(place.ended_at), day_of(now)));
    }
}

#[cfg(test)]
mod tests;
