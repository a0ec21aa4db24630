use super::*;
use crate::agreement::Agreement;
use crate::billing::day_of;
use crate::email_change::NewEmailChange;
use crate::invitation::NewInvitation;
use crate::link_life::LINK_LIFETIME;
use crate::update::unlink;

const CHANGE: NewEmailChange = NewEmailChange { id: Uuid::from_u128(7), link_lifetime: LINK_LIFETIME };

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn ada() -> User {
    let acme = TenantId::parse("acme").unwrap();
    User::native(UserId::new(Uuid::from_u128(1)), acme, address("ada@example.com"), now())
}

fn changed(user: &User, change: impl FnOnce(&mut User)) -> User {
    let mut after = user.clone();
    change(&mut after);
    after.changed_from(user, Actor::Directory, now())
}

fn invited(user: &User) -> User {
    let new = NewInvitation {
        id: Uuid::from_u128(9),
        entity: EntityId::new(Uuid::from_u128(5)),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::Card,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    };
    user.invited(new, Actor::Admin, now()).unwrap()
}

fn kinds(old: Option<&User>, new: Option<&User>) -> Vec<EventKind> {
    events(old, new).iter().map(|event| event.kind).collect()
}

#[test]
fn a_life_announces_each_of_its_turns_once() {
    let new = ada();
    let linked = changed(&new, |user| user.linked = true);
    let invited = invited(&linked);
    let accepted = invited.accepted(invited.invitation.as_ref().unwrap(), now());
    let signed_in = accepted.signed_in(Agreement::none(day_of(now())), now(), now()).unwrap().user;
    let renamed = changed(&signed_in, |user| user.rename(address("king@example.com"), CHANGE, now()));
    let moved = renamed.confirmed(renamed.email_change.as_ref().unwrap(), now());
    let inactive = changed(&moved, |user| user.set_active(false, now()));
    let back = changed(&inactive, |user| user.set_active(true, now()));
    let unlinked = unlink(&back, now());
    let life = [
        (&new, &[EventKind::Created][..]),
        (&linked, &[EventKind::Linked]),
        (&invited, &[EventKind::Invited]),
        (&accepted, &[EventKind::Accepted]),
        (&signed_in, &[EventKind::FirstSignedIn]),
        (&renamed, &[EventKind::UserNameChanged]),
        (&moved, &[EventKind::EmailChanged]),
        (&inactive, &[EventKind::Deactivated]),
        (&back, &[EventKind::Reactivated]),
        (&unlinked, &[EventKind::Deactivated]),
    ];
    let mut before = None;
    for (user, announced) in life {
        assert_eq!(kinds(before, Some(user)), announced, "version {}", user.version);
        before = Some(user);
    }
    assert_eq!(kinds(before, None), [EventKind::Deleted]);
    assert_eq!(kinds(None, None), []);
}

#[test]
fn an_invitation_that_is_taken_back_is_told_with_what_it_was() {
    let ada = invited(&ada());
    let revoked = ada.invitation_revoked(Actor::Admin, now()).unwrap();
    let [told] = &events(Some(&ada), Some(&revoked))[..] else { panic!("not one") };
    assert_eq!((told.kind, told.by), (EventKind::InvitationRevoked, Actor::Admin));
    assert_eq!(told.invitation.as_ref().map(|told| told.id), Some(Uuid::from_u128(9)));
    let again = changed(&revoked, |user| user.linked = true);
    assert_eq!(kinds(Some(&revoked), Some(&again)), [EventKind::Linked], "told once");
}

#[test]
fn an_invitation_that_passes_is_told_once() {
    let ada = invited(&ada());
    let (mail, end) = (ada.owed.as_ref().unwrap().mails[0], ada.invitation.as_ref().unwrap().link.expires_at);
    assert_eq!(ada.expiry_noted(end), None, "its mail has yet to leave");
    let sent = ada.settle(&[(mail, crate::owed::MailOutcome::Sent)], now());
    assert_eq!(sent.expiry_noted(end - jiff::SignedDuration::from_secs(1)), None);
    let expired = sent.expiry_noted(end).unwrap();
    let [told] = &events(Some(&sent), Some(&expired))[..] else { panic!("not one") };
    assert_eq!((told.kind, told.by), (EventKind::InvitationExpired, Actor::System));
    assert_eq!(told.invitation.as_ref().map(|told| told.id), Some(Uuid::from_u128(9)));
    assert_eq!(expired.expiry_noted(end), None);
    let again = expired.invited_again(Actor::Admin, end).unwrap();
    assert_eq!(kinds(Some(&expired), Some(&again)), []);
}

#[test]
fn another_place_is_told_with_the_one_before() {
    let ada = invited(&ada());
    let accepted = ada.accepted(ada.invitation.as_ref().unwrap(), now());
    let place = Place { card_access: CardAccess::ReimbursementOnly, ..accepted.place().unwrap() };
    let moved = accepted.placed(place, Actor::Operator, now()).unwrap();
    let told = serde_json::to_value(events(Some(&accepted), Some(&moved))).unwrap();
    let place = |card_access: &str| {
        serde_json::json!({
            "entityId": "00000000-0000-0000-0000-000000000005",
            "entityName": "Acme GmbH",
            "cardAccess": card_access,
        })
    };
    assert_eq!(told.as_array().map(Vec::len), Some(1));
    assert_eq!((&told[0]["kind"], &told[0]["by"]), (&"user.place_changed".into(), &"operator".into()));
    assert_eq!(
        (&told[0]["previousPlace"], &told[0]["place"]),
        (&place("card"), &place("reimbursement_only"))
    );
    let gone = moved.place_ended(Actor::Admin, now()).unwrap();
    let told = serde_json::to_value(events(Some(&moved), Some(&gone))).unwrap();
    assert_eq!(told.as_array().map(Vec::len), Some(1));
    assert_eq!(told[0]["previousPlace"], place("reimbursement_only"));
    assert_eq!(told[0].get("place"), None);
}

#[test]
fn a_change_that_does_several_things_announces_them_in_order() {
    let gone = unlink(&changed(&ada(), |user| user.linked = true), now());
    let back = changed(&gone, |user| {
        user.linked = true;
        user.set_active(true, now());
    });
    assert_eq!(kinds(Some(&gone), Some(&back)), [EventKind::Linked, EventKind::Reactivated]);
}

#[test]
fn what_nobody_can_see_announces_nothing() {
    let ada = invited(&ada());
    let noted = User { billed_until: Some("2026-04-01".parse().unwrap()), ..ada.clone() }.noted_from(&ada);
    assert_eq!(kinds(Some(&ada), Some(&noted)), []);
    let again = ada.invited_again(Actor::Admin, now()).unwrap();
    assert_eq!(kinds(Some(&ada), Some(&again)), [], "the same invitation");
}

#[test]
fn a_new_account_that_is_blocked_is_created_and_says_so() {
    let mut ada = ada();
    ada.set_active(false, now());
    let [created] = &events(None, Some(&ada))[..] else { panic!("not one") };
    assert!(!created.user.as_ref().unwrap().active);
}

#[test]
fn an_event_is_the_same_however_often_it_is_told_and_has_what_it_is_about() {
    let renamed = changed(&ada(), |user| user.rename(address("king@example.com"), CHANGE, now()));
    let moved = renamed.confirmed(renamed.email_change.as_ref().unwrap(), now());
    let told = events(Some(&renamed), Some(&moved));
    assert_eq!(told, events(Some(&renamed), Some(&moved)));
    assert_eq!(
        serde_json::to_value(&told[0]).unwrap(),
        serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000001/3/user.email_changed",
            "kind": "user.email_changed",
            "tenantId": "acme",
            "userId": "00000000-0000-0000-0000-000000000001",
            "version": 3,
            "at": "2026-03-02T09:30:00Z",
            "by": "person",
            "user": {
                "userName": "king@example.com",
                "email": "king@example.com",
                "active": true,
                "linked": false,
            },
            "previousEmail": "ada@example.com",
        })
    );
    let [told] = &events(Some(&ada()), Some(&renamed))[..] else { panic!("not one") };
    assert_eq!(told.previous_user_name, Some(address("ada@example.com")));
    assert_eq!(told.user.as_ref().unwrap().user_name, address("king@example.com"));
    let [told] = &events(None, Some(&invited(&ada())))[1..] else { panic!("not created and invited") };
    assert_eq!(
        serde_json::to_value(&told.invitation).unwrap(),
        serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000009",
            "entityId": "00000000-0000-0000-0000-000000000005",
            "entityName": "Acme GmbH",
            "cardAccess": "card",
        })
    );
}

#[test]
fn a_deletion_is_told_without_a_trace_of_the_person() {
    let inactive = changed(&ada(), |user| user.set_active(false, now()));
    let told = events(Some(&inactive), None);
    assert_eq!(
        serde_json::to_value(&told).unwrap(),
        serde_json::json!([{
            "id": "00000000-0000-0000-0000-000000000001/2/user.deleted",
            "kind": "user.deleted",
            "tenantId": "acme",
            "userId": "00000000-0000-0000-0000-000000000001",
            "version": 2,
            "at": inactive.deactivation.unwrap().purge_at,
            "by": "system",
        }])
    );
}

#[test]
fn a_kind_is_written_as_it_is_spelt() {
    for kind in EventKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}
