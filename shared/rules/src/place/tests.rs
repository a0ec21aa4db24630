use jiff::SignedDuration;
use uuid::Uuid;

use super::*;
use crate::address::EmailAddress;
use crate::billing::{Currency, Interval, Terms};
use crate::invitation::{InvitationRefusal, NewInvitation};
use crate::link_life::LINK_LIFETIME;
use crate::sign_in::{Billed, SignInRefusal};
use crate::status::{PersonStatus, person_status};
use crate::tenant::{Plan, Tenant, TenantId};
use crate::user::UserId;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn accepted_at() -> Timestamp {
    at("2026-03-02T09:30:00Z")
}

fn place(entity: u128, card_access: CardAccess) -> Place {
    let entity_name = EntityName::parse(&format!("Acme {entity}")).unwrap();
    Place { entity: EntityId::new(Uuid::from_u128(entity)), entity_name, card_access }
}

fn accepts(user: &User, id: u128, now: Timestamp) -> User {
    let Place { entity, entity_name, card_access } = place(5, CardAccess::Card);
    let (id, link_lifetime) = (Uuid::from_u128(id), LINK_LIFETIME);
    let new = NewInvitation { id, entity, entity_name, card_access, invited_by: None, link_lifetime };
    let invited = user.invited(new, Actor::Admin, now).unwrap();
    invited.accepted(invited.invitation.as_ref().unwrap(), now)
}

fn member() -> User {
    let acme = TenantId::parse("acme").unwrap();
    let email = EmailAddress::parse("ada@example.com").unwrap();
    accepts(&User::native(UserId::new(Uuid::from_u128(1)), acme, email, accepted_at()), 7, accepted_at())
}

fn tenant() -> Tenant {
    let acme = TenantId::parse("acme").unwrap();
    let terms = Terms {
        interval: Interval::Monthly,
        anchor: "2026-01-01".parse().unwrap(),
        price_minor: 3000,
        currency: Currency::parse("EUR").unwrap(),
    };
    Tenant {
        terms: Some(terms),
        ..Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, at("2026-01-02T08:00:00Z"))
    }
}

fn signed_in(user: &User, time: &str, now: &str) -> Result<Billed, SignInRefusal> {
    user.signed_in(tenant().agreement(day_of(at(now))), at(time), at(now))
}

fn renewed(user: &User, now: &str) -> Option<Billed> {
    user.renewed(tenant().agreement(day_of(at(now))), None, at(now))
}

fn ended(user: &User, now: &str) -> User {
    user.place_ended(Actor::Admin, at(now)).unwrap()
}

#[test]
fn another_place_takes_the_place_of_the_first_and_asks_for_nothing() {
    let (ada, now) = (member(), at("2026-03-03T09:30:00Z"));
    let other = place(6, CardAccess::ReimbursementOnly);
    let moved = ada.placed(other.clone(), Actor::Admin, now).unwrap();
    assert_eq!(
        (moved.place(), moved.version, moved.updated_by),
        (Some(other), ada.version + 1, Actor::Admin)
    );
    assert!(moved.has_accepted() && moved.owed.is_none());
    assert!(
        moved.belongs_to(EntityId::new(Uuid::from_u128(6)))
            && !moved.belongs_to(EntityId::new(Uuid::from_u128(5)))
    );
    let renamed =
        Place { entity_name: EntityName::parse("Acme Ltd.").unwrap(), ..place(5, CardAccess::Card) };
    assert_eq!(ada.placed(renamed, Actor::Admin, now), Ok(ada), "the same place");
}

#[test]
fn who_has_no_place_gets_no_other_and_loses_none() {
    let acme = TenantId::parse("acme").unwrap();
    let email = EmailAddress::parse("ada@example.com").unwrap();
    let ada = User::native(UserId::new(Uuid::from_u128(1)), acme, email, accepted_at());
    let gone = ended(&member(), "2026-03-03T09:30:00Z");
    let now = at("2026-03-04T09:30:00Z");
    for user in [&ada, &gone] {
        assert_eq!(user.placed(place(6, CardAccess::Card), Actor::Admin, now), Err(PlaceRefusal::None));
    }
    assert_eq!(ada.place_ended(Actor::Admin, now), Err(PlaceRefusal::None));
    assert_eq!(gone.place_ended(Actor::Admin, now), Ok(gone), "it is taken away already");
}

#[test]
fn who_lost_a_place_can_be_invited_again() {
    let gone = ended(&member(), "2026-03-03T09:30:00Z");
    let now = at("2026-03-04T09:30:00Z");
    assert_eq!((gone.place(), gone.named_entity()), (None, None));
    assert_eq!(person_status(&gone, now), PersonStatus::Provisioned);
    assert_eq!(gone.invited_again(Actor::Admin, now), Err(InvitationRefusal::NotInvited));
    assert_eq!(gone.invitation_revoked(Actor::Admin, now), Err(InvitationRefusal::NotInvited));
    let back = accepts(&gone, 8, now);
    assert_eq!(back.place(), Some(place(5, CardAccess::Card)));
}

#[test]
fn who_lost_a_place_is_billed_no_further_and_what_was_billed_stays() {
    let billed = signed_in(&member(), "2026-03-05T08:00:00Z", "2026-03-05T08:00:00Z").unwrap();
    assert_eq!(billed.lines.len(), 1);
    assert!(renewed(&billed.user, "2026-04-01T00:06:00Z").is_some(), "with the place");
    let gone = ended(&billed.user, "2026-03-20T09:30:00Z");
    assert_eq!(gone.billed_until, billed.user.billed_until);
    assert_eq!(renewed(&gone, "2026-04-01T00:06:00Z"), None);
    assert_eq!(renewed(&gone, "2026-08-01T00:06:00Z"), None);
    let refused = signed_in(&gone, "2026-03-20T09:30:00Z", "2026-03-21T08:00:00Z");
    assert_eq!(refused, Err(SignInRefusal::NotAccepted));
    // The day on which a place is lost begins with it, as the day of a deactivation does.
    let on_the_last_day = ended(&billed.user, "2026-04-01T00:01:00Z");
    assert!(renewed(&on_the_last_day, "2026-04-01T00:06:00Z").is_some());
}

#[test]
fn a_sign_in_before_the_place_was_lost_counts_however_late_it_is_reported() {
    let gone = ended(&member(), "2026-03-20T09:30:00Z");
    let first_days = |user: &User, now: &str| -> Vec<String> {
        let billed = signed_in(user, "2026-03-19T08:00:00Z", now).unwrap();
        billed.lines.iter().map(|line| line.billable_from.to_string()).collect()
    };
    assert_eq!(first_days(&gone, "2026-03-25T08:00:00Z"), ["2026-03-19"]);
    assert_eq!(first_days(&gone, "2026-04-05T08:00:00Z"), ["2026-03-19"], "and no renewal follows");
    let back = accepts(&gone, 8, at("2026-03-24T09:30:00Z"));
    assert_eq!(first_days(&back, "2026-04-05T08:00:00Z"), ["2026-03-19", "2026-04-01"]);
    let in_between = signed_in(&back, "2026-03-22T08:00:00Z", "2026-04-05T08:00:00Z").unwrap();
    assert_eq!(
        in_between.lines[0].billable_from,
        "2026-03-24".parse().unwrap(),
        "from the new acceptance on"
    );
}

#[test]
fn who_gets_a_place_again_is_billed_again_from_the_next_sign_in() {
    let billed = signed_in(&member(), "2026-03-05T08:00:00Z", "2026-03-05T08:00:00Z").unwrap().user;
    let back = accepts(&ended(&billed, "2026-03-20T09:30:00Z"), 8, at("2026-04-10T09:30:00Z"));
    assert_eq!(renewed(&back, "2026-04-11T00:06:00Z"), None, "they had no place when the period began");
    let again = signed_in(&back, "2026-04-16T08:00:00Z", "2026-04-16T08:00:00Z").unwrap();
    assert_eq!((again.lines.len(), again.lines[0].amount_minor), (1, 1500));
}

#[test]
fn places_of_which_no_sign_in_can_be_reported_any_more_are_forgotten() {
    let mut ada = member();
    for month in 0..6 {
        let lost = accepted_at() + SignedDuration::from_hours(24 * 40 * month + 1);
        ada = ada.place_ended(Actor::Admin, lost).unwrap();
        assert_eq!(ada.past_places.len(), 1);
        ada = accepts(&ada, 100 + month as u128, lost + SignedDuration::from_hours(24 * 39));
    }
    assert!(ada.past_places.is_empty() && ada.absences.len() <= 1);
}
