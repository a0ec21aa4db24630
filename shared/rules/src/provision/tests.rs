use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::agreement::Agreement;
use crate::billing::day_of;
use crate::entity::{EntityId, EntityName};
use crate::events::{EventKind, events};
use crate::invitation::{CardAccess, NewInvitation};
use crate::link_life::LINK_LIFETIME;
use crate::update::{Desired, unlink, update};

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn external_id(text: &str) -> Option<ExternalId> {
    ExternalId::parse(text).unwrap()
}

fn wanted(address: &str, id: &str) -> Assignment {
    let mut profile = Map::new();
    profile.insert("title".to_owned(), address.into());
    Assignment {
        tenant: TenantId::parse("acme").unwrap(),
        user_name: EmailAddress::parse(address).unwrap(),
        external_id: external_id(id),
        active: true,
        profile,
    }
}

fn new(number: u128) -> New {
    let id = Uuid::from_u128(number);
    New { user: UserId::new(id), change: NewEmailChange { id, link_lifetime: LINK_LIFETIME } }
}

/// Somebody with all that can go over: accepted, signed in, billed, with a rename under way.
fn leaver(number: u128, address: &str, id: &str) -> User {
    let user = create(wanted(address, id), new(number).user, now());
    let invitation = NewInvitation {
        id: Uuid::from_u128(70),
        entity: EntityId::new(Uuid::from_u128(5)),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::Card,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    };
    let invited = user.invited(invitation, Actor::Admin, now()).unwrap();
    let accepted = invited.accepted(invited.invitation.as_ref().unwrap(), now());
    let mut signed_in = accepted.signed_in(Agreement::none(day_of(now())), now(), now()).unwrap().user;
    signed_in.billed_until = Some("2026-04-01".parse().unwrap());
    let mut renamed = signed_in.clone();
    renamed.rename(EmailAddress::parse(&format!("new.{address}")).unwrap(), new(80).change, now());
    renamed.set_active(false, now());
    renamed.changed_from(&signed_in, Actor::Directory, now())
}

fn post(wanted: Assignment, accounts: &[User]) -> Result<Provisioned, Taken> {
    let holder = |guard: Guard| accounts.iter().find(|user| user.guards().contains(&guard));
    let holders = Holders {
        address: holder(Guard::Address(wanted.user_name.key())),
        external_id: wanted.external_id.clone().and_then(|id| holder(Guard::ExternalId(id))),
    };
    let later = now() + SignedDuration::from_hours(24);
    provision(wanted, holders, ProfileSync::Off, new(9), later)
}

fn is_blank(user: &User, address: &str) {
    assert_eq!((&user.invitation, user.first_signed_in_at, user.billed_until), (&None, None, None));
    assert_eq!((&user.email_change, &user.owed, user.confirmed_change), (&None, &None, None));
    assert_eq!((user.email.as_str(), user.user_name.as_str()), (address, address));
    assert_eq!(user.profile["title"], address);
}

#[test]
fn who_shares_one_key_with_a_leaver_and_not_the_other_is_somebody_else() {
    let ada = leaver(1, "ada@example.com", "00u1");
    let unlinked = unlink(&ada, now());
    for before in [&ada, &unlinked] {
        for (address, id) in [
            ("eve@example.com", "00u1"),
            ("ada@example.com", "00u2"),
            ("ADA@example.com", "00u2"),
            ("ada@example.com", "00U1"),
            ("new.ada@example.com", "00u2"),
        ] {
            let done = post(wanted(address, id), std::slice::from_ref(before)).unwrap();
            assert_eq!((done.before, done.user.id), (None, new(9).user), "{address} {id}");
            is_blank(&done.user, address);
            let [(_, after)] = &done.replaced[..] else { panic!("one: {:?}", done.replaced) };
            assert!(after.guards().is_empty() && !after.linked && !after.is_active());
            assert_eq!((&after.email_change, &after.owed), (&None, &None));
            assert_eq!((after.deactivation, after.version), (before.deactivation, before.version + 1));
            let told = events(Some(before), Some(after));
            let [event] = &told[..] else { panic!("one: {told:?}") };
            assert_eq!((event.kind, event.replaced_by), (EventKind::Replaced, Some(done.user.id)));
            assert_eq!(event.previous_external_id, external_id("00u1"));
            assert_eq!(event.external_id, external_id(id));
        }
    }
}

#[test]
fn who_shares_all_that_is_known_is_the_same_person() {
    let ada = leaver(1, "ada@example.com", "00u1");
    let unknown = User { external_id: None, ..ada.clone() };
    for (before, address, id) in [
        (&ada, "ada@example.com", "00u1"),
        (&ada, "Ada@Example.com", "00u1"),
        (&ada, "new.ada@example.com", "00u1"),
        (&ada, "ada@example.com", ""),
        (&unknown, "ada@example.com", "00u2"),
    ] {
        let done = post(wanted(address, id), std::slice::from_ref(before)).unwrap();
        assert_eq!((done.user.id, done.replaced.len()), (before.id, 0), "{address} {id}");
        assert!(done.user.has_accepted() && done.user.is_active());
    }
}

/// Guards are read before the accounts.
#[test]
fn an_account_that_got_the_address_in_between_is_the_same_persons() {
    let ada = leaver(1, "ada@example.com", "00u1");
    let holders = Holders { address: None, external_id: Some(&ada) };
    let done =
        provision(wanted("ada@example.com", "00u1"), holders, ProfileSync::Off, new(9), now()).unwrap();
    assert_eq!((done.user.id, done.replaced), (ada.id, Vec::new()));
}

/// Guards are read before the accounts.
#[test]
fn an_account_that_gave_its_place_away_is_found_by_nobody() {
    let ada = leaver(1, "ada@example.com", "00u1");
    let done = post(wanted("ada@example.com", "00u2"), &[ada]).unwrap();
    let gone = Some(&done.replaced[0].1);
    for (address, external_id) in [(gone, None), (None, gone), (gone, gone)] {
        let holders = Holders { address, external_id };
        let wanted = wanted("ada@example.com", "00u1");
        let done = provision(wanted, holders, ProfileSync::Off, new(9), now()).unwrap();
        assert_eq!((done.user.id, done.before, done.replaced), (new(9).user, None, Vec::new()));
    }
}

#[test]
fn a_blocked_account_that_is_written_over_starts_over() {
    let ada = leaver(1, "ada@example.com", "00u1");
    let desired = |id: &str, active| Desired {
        user_name: EmailAddress::parse("ada@example.com").unwrap(),
        external_id: external_id(id),
        active,
        profile: wanted("ada@example.com", id).profile,
    };
    let put = |user: &User, id: &str, active| {
        update(user, desired(id, active), ProfileSync::Off, new(9).change, now())
    };
    for active in [true, false] {
        let over = put(&ada, "00u2", active);
        is_blank(&over, "ada@example.com");
        assert_eq!((over.id, over.version, over.is_active()), (ada.id, ada.version + 1, active));
        let told = events(Some(&ada), Some(&over));
        let told = told.iter().find(|event| event.kind == EventKind::Replaced).unwrap();
        assert_eq!((told.replaced_by, &told.external_id), (Some(ada.id), &external_id("00u2")));
    }
    assert!(put(&ada, "00u1", true).has_accepted(), "the same person");
    let back = put(&ada, "00u1", true);
    assert!(put(&back, "00u3", true).has_accepted(), "an active account keeps its owner");
}

proptest! {
    /// Whoever was there before: no account that is given to another pair of keys has anything of them, and no key is held
    /// twice.
    #[test]
    fn nothing_goes_over_unless_no_key_differs(
        accounts in proptest::collection::btree_map("[ab]", "[xy]", 0..3),
        address in "[ab]",
        id in "[xyz]",
    ) {
        let mut ids = std::collections::BTreeSet::new();
        let accounts: Vec<_> = accounts
            .into_iter()
            .filter(|(_, id)| ids.insert(id.clone()))
            .zip(1..)
            .map(|((address, id), number)| leaver(number, &format!("{address}@example.com"), &id))
            .collect();
        let address = format!("{address}@example.com");
        let done = post(wanted(&address, &id), &accounts).unwrap();
        let same = accounts.iter().find(|user| {
            user.email.as_str() == address && user.external_id == external_id(&id)
        });
        prop_assert_eq!(done.before.as_ref(), same);
        prop_assert_eq!(done.user.has_accepted(), same.is_some());
        for (before, after) in &done.replaced {
            prop_assert!(after.guards().is_empty());
            prop_assert_eq!(after.deactivation, before.deactivation);
        }
        let replaced = |user: &User| done.replaced.iter().any(|(before, _)| before.id == user.id);
        let others = accounts.iter().filter(|user| user.id != done.user.id && !replaced(user));
        for other in others {
            prop_assert!(other.guards().is_disjoint(&done.user.guards()));
        }
    }
}
