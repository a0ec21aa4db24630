use super::*;
use crate::address::EmailAddress;
use crate::email_change::NewEmailChange;
use crate::link::{Link, LinkKind, RecipientMark};
use crate::link_life::LINK_LIFETIME;
use crate::owed::MailOutcome;
use crate::resend::TooSoon;
use crate::tenant::TenantId;
use crate::token::TokenHash;
use crate::user::{Actor, User, UserId};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-03-02T09:30:00Z")
}

fn ada() -> User {
    let acme = TenantId::parse("acme").unwrap();
    let email = EmailAddress::parse("ada@example.com").unwrap();
    User::native(UserId::new(Uuid::from_u128(1)), acme, email, now())
}

fn new(id: u128) -> NewInvitation {
    NewInvitation {
        id: Uuid::from_u128(id),
        entity: EntityId::new(Uuid::from_u128(5)),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::Card,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    }
}

fn invited() -> User {
    ada().invited(new(7), Actor::Admin, now()).unwrap()
}

fn mailed(user: &User, outcome: MailOutcome, at: Timestamp) -> User {
    let mail = user.invitation.as_ref().unwrap().mail();
    user.settle(&[(mail, outcome)], at)
}

fn link(user: &User) -> Link {
    let invitation = user.invitation.as_ref().unwrap();
    Link {
        hash: TokenHash::of("secret"),
        tenant: user.tenant.clone(),
        user: user.id,
        kind: LinkKind::Invitation,
        about: invitation.id,
        recipient: Some(RecipientMark::of(&TokenHash::of("secret"), &user.email)),
        valid_until: invitation.link.expires_at,
        spent_at: None,
    }
}

fn set_active(user: &User, active: bool, at: Timestamp) -> User {
    let mut after = user.clone();
    after.set_active(active, at);
    after.changed_from(user, Actor::Directory, at)
}

fn owes_a_mail(user: &User) -> bool {
    user.owed.as_ref().is_some_and(|owed| owed.mails.iter().any(|mail| mail.kind == MailKind::Invitation))
}

#[test]
fn an_invitation_is_mailed_and_accepted_once() {
    let ada = invited();
    let (link, invitation) = (link(&ada), ada.invitation.clone().unwrap());
    assert!(owes_a_mail(&ada));
    assert_eq!(invitation.state(now()), InvitationState::Sent);
    assert_eq!(link_worth(&link, &ada, now()), InvitationLinkWorth::Live(&invitation));
    let accepted = ada.accepted(&invitation, now() + MINUTE);
    assert!(accepted.has_accepted() && !owes_a_mail(&accepted));
    assert_eq!((accepted.updated_by, accepted.version), (Actor::Person, ada.version + 1));
    assert!(matches!(link_worth(&link, &accepted, now() + MINUTE), InvitationLinkWorth::Accepted(_)));
    let late = at("2027-03-02T09:30:00Z");
    assert!(matches!(link_worth(&link, &accepted, late), InvitationLinkWorth::Accepted(_)));
}

#[test]
fn one_invitation_is_live_at_a_time() {
    let ada = invited();
    assert_eq!(ada.invited(new(8), Actor::Admin, now()), Err(InvitationRefusal::AlreadyInvited));
    let accepted = ada.accepted(ada.invitation.as_ref().unwrap(), now());
    assert_eq!(accepted.invited(new(8), Actor::Admin, now()), Err(InvitationRefusal::AlreadyAccepted));
    let expired = at("2026-03-09T09:30:00Z");
    assert_eq!(ada.invitation.as_ref().unwrap().state(expired), InvitationState::Expired);
    let again = ada.invited(new(8), Actor::Admin, expired).unwrap();
    assert_eq!(link_worth(&link(&ada), &again, expired), InvitationLinkWorth::Gone, "another took its place");
}

#[test]
fn an_invitation_taken_back_cannot_be_accepted_and_is_not_mailed() {
    let ada = invited();
    let revoked = ada.invitation_revoked(Actor::Admin, now()).unwrap();
    assert_eq!(link_worth(&link(&ada), &revoked, now()), InvitationLinkWorth::Gone);
    assert!(!owes_a_mail(&revoked));
    assert_eq!(
        revoked.invitation_revoked(Actor::Admin, now()),
        Ok(revoked.clone()),
        "it is taken back already"
    );
    assert_eq!(revoked.invited_again(Actor::Admin, now()), Err(InvitationRefusal::NotInvited));
    assert!(revoked.invited(new(8), Actor::Admin, now()).is_ok());
}

#[test]
fn an_invitation_lives_seven_days_from_when_it_was_sent_last() {
    let ada = invited();
    let (old, last) = (link(&ada), at("2026-03-09T09:30:00Z") - SignedDuration::from_millis(1));
    assert!(matches!(link_worth(&old, &ada, last), InvitationLinkWorth::Live(_)));
    let expired = last + SignedDuration::from_millis(1);
    assert!(matches!(link_worth(&old, &ada, expired), InvitationLinkWorth::Expired(_)));
    let again = ada.invited_again(Actor::Admin, expired).unwrap();
    assert!(owes_a_mail(&again));
    assert_eq!(again.invitation.as_ref().unwrap().link.expires_at, expired + LINK_LIFETIME);
    assert!(matches!(link_worth(&link(&again), &again, expired), InvitationLinkWorth::Live(_)));
    assert!(
        matches!(link_worth(&old, &again, expired), InvitationLinkWorth::Expired(_)),
        "the link of before"
    );
}

#[test]
fn an_invitation_is_not_sent_again_within_a_minute() {
    let once = invited().invited_again(Actor::Admin, now()).unwrap();
    let soon = once.invited_again(Actor::Admin, now() + SignedDuration::from_secs(59));
    assert_eq!(soon, Err(InvitationRefusal::TooSoon(TooSoon { retry_after_secs: 1 })));
    assert!(once.invited_again(Actor::Admin, now() + MINUTE).is_ok());
}

#[test]
fn who_is_blocked_cannot_be_invited_nor_accept() {
    let ada = invited();
    let blocked = set_active(&ada, false, now());
    assert!(matches!(link_worth(&link(&ada), &blocked, now()), InvitationLinkWorth::Blocked(_)));
    assert_eq!(blocked.invited_again(Actor::Admin, now()), Err(InvitationRefusal::Inactive));
    assert_eq!(
        set_active(&self::ada(), false, now()).invited(new(7), Actor::Admin, now()),
        Err(InvitationRefusal::Inactive)
    );
    let back = set_active(&blocked, true, now() + MINUTE);
    assert!(matches!(link_worth(&link(&ada), &back, now() + MINUTE), InvitationLinkWorth::Live(_)));
}

#[test]
fn a_mail_held_up_by_a_deactivation_is_sent_after_the_reactivation_and_no_other_is() {
    let resent = mailed(&invited(), MailOutcome::Sent, now()).invited_again(Actor::Admin, now()).unwrap();
    for owing in [invited(), resent] {
        let blocked = set_active(&owing, false, now());
        assert!(blocked.sendable().is_none());
        let back = set_active(&blocked, true, now() + MINUTE);
        assert!(owes_a_mail(&back) && back.sendable().is_some());
    }
    let sent = mailed(&invited(), MailOutcome::Sent, now());
    let back = set_active(&set_active(&sent, false, now()), true, now() + MINUTE);
    assert!(!owes_a_mail(&back), "it has been mailed");
}

#[test]
fn a_mail_that_an_earlier_version_took_off_a_blocked_account_is_owed_after_the_reactivation() {
    let mut blocked = set_active(&invited(), false, now());
    blocked.owed = None;
    assert!(owes_a_mail(&set_active(&blocked, true, now() + MINUTE)));
    let late = at("2026-03-12T09:30:00Z");
    assert!(!owes_a_mail(&set_active(&blocked, true, late)), "it has expired");
}

fn moved(user: &User, to: &str, at: Timestamp) -> User {
    confirmed(&renamed(user, to, at), at)
}

fn renamed(user: &User, to: &str, at: Timestamp) -> User {
    let mut renamed = user.clone();
    let change = NewEmailChange { id: Uuid::from_u128(9), link_lifetime: LINK_LIFETIME };
    renamed.rename(EmailAddress::parse(to).unwrap(), change, at);
    renamed
}

fn confirmed(user: &User, at: Timestamp) -> User {
    user.confirmed(user.email_change.as_ref().unwrap(), at)
}

#[test]
fn an_invitation_counts_at_the_present_address_alone_and_is_mailed_there() {
    let ada = mailed(&invited(), MailOutcome::Refused, now());
    let old = link(&ada);
    let king = moved(&ada, "king@example.com", now() + MINUTE);
    assert!(owes_a_mail(&king));
    let invitation = king.invitation.as_ref().unwrap();
    assert_eq!(
        (invitation.undeliverable_at, invitation.link.expires_at),
        (None, now() + MINUTE + LINK_LIFETIME)
    );
    assert_eq!(link_worth(&old, &king, now() + MINUTE), InvitationLinkWorth::Moved);
    assert!(matches!(link_worth(&link(&king), &king, now() + MINUTE), InvitationLinkWorth::Live(_)));
    let back = moved(&king, "ada@example.com", now() + MINUTE);
    assert!(matches!(link_worth(&old, &back, now() + MINUTE), InvitationLinkWorth::Live(_)));
    let accepted = king.accepted(invitation, now() + MINUTE);
    assert_eq!(link_worth(&old, &accepted, now() + MINUTE), InvitationLinkWorth::Moved);
    let used = link(&king).spent(now() + MINUTE);
    let later = moved(&accepted, "countess@example.com", now() + MINUTE);
    assert!(matches!(link_worth(&used, &later, now() + MINUTE), InvitationLinkWorth::Accepted(_)));
    assert!(!owes_a_mail(&later));
}

#[test]
fn an_invitation_that_is_over_follows_nobody_and_one_of_a_blocked_person_waits() {
    let late = at("2026-03-12T09:30:00Z");
    assert!(!owes_a_mail(&moved(&mailed(&invited(), MailOutcome::Sent, now()), "king@example.com", late)));
    let mailed = mailed(&invited(), MailOutcome::Sent, now());
    let blocked = set_active(&renamed(&mailed, "king@example.com", now()), false, now());
    let king = confirmed(&blocked, now());
    assert!(king.sendable().is_none());
    assert!(owes_a_mail(&set_active(&king, true, now() + MINUTE)));
}

#[test]
fn a_link_of_before_recipients_were_noted_counts_where_the_address_never_moved() {
    let ada = invited();
    let of_before = Link { recipient: None, ..link(&ada) };
    assert!(matches!(link_worth(&of_before, &ada, now()), InvitationLinkWorth::Live(_)));
    let king = moved(&ada, "king@example.com", now());
    assert_eq!(link_worth(&of_before, &king, now()), InvitationLinkWorth::Moved);
}

#[test]
fn a_mail_that_was_under_way_to_the_old_address_leaves_the_new_one_owed() {
    let ada = invited();
    let king = moved(&ada, "king@example.com", now());
    let outcomes = [(ada.invitation.as_ref().unwrap().mail(), MailOutcome::Sent)];
    assert_eq!(king.still_told(&ada.email, &outcomes), []);
    assert_eq!(king.still_told(&king.email, &outcomes), outcomes);
    assert_eq!(ada.still_told(&EmailAddress::parse("ADA@example.com").unwrap(), &outcomes), outcomes);
}

#[test]
fn a_request_that_changes_nothing_owes_nothing_anew() {
    let ada = invited();
    assert_eq!(set_active(&ada, true, now() + MINUTE), ada);
}

#[test]
fn what_becomes_of_the_mail_shows_on_the_invitation() {
    let sent = mailed(&invited(), MailOutcome::Sent, now() + MINUTE).invitation.unwrap();
    assert_eq!((sent.mailed_at, sent.undeliverable_at), (Some(now() + MINUTE), None));
    let ada = mailed(&invited(), MailOutcome::Refused, now() + MINUTE);
    let refused = ada.invitation.as_ref().unwrap();
    assert_eq!((refused.mailed_at, refused.undeliverable_at), (None, Some(now() + MINUTE)));
    let again = ada.invited_again(Actor::Admin, now() + MINUTE).unwrap();
    let sent = mailed(&again, MailOutcome::Sent, now() + MINUTE).invitation.unwrap();
    assert_eq!(sent.undeliverable_at, None);
}

#[test]
fn card_access_is_read_as_it_is_written() {
    for access in CardAccess::ALL {
        assert_eq!(CardAccess::parse(access.as_str()), Some(access));
        assert_eq!(serde_json::to_value(access).unwrap(), access.as_str());
    }
    assert_eq!(CardAccess::parse("gold"), None);
}

#[test]
fn the_stored_form_of_an_invitation_does_not_move() {
    let mut invitation = invited().invitation.unwrap();
    let plain = r#"{"id":"00000000-0000-0000-0000-000000000007","entity":"00000000-0000-0000-0000-000000000005","entityName":"Acme GmbH","cardAccess":"card","invitedAt":"2026-03-02T09:30:00Z","expiresAt":"2026-03-09T09:30:00Z","linkLifetime":"PT168H"}"#;
    assert_eq!(serde_json::to_string(&invitation).unwrap(), plain);
    assert_eq!(serde_json::from_str::<Invitation>(plain).unwrap(), invitation);
    invitation.mailed_at = Some(at("2026-03-02T09:31:00Z"));
    invitation.undeliverable_at = Some(at("2026-03-02T09:32:00Z"));
    invitation.resent_at = Resends::from_iter([at("2026-03-02T09:33:00Z")]);
    invitation.accepted_at = Some(at("2026-03-02T09:34:00Z"));
    invitation.revoked_at = Some(at("2026-03-02T09:35:00Z"));
    let whole = plain.replace(
        '}',
        r#","mailedAt":"2026-03-02T09:31:00Z","undeliverableAt":"2026-03-02T09:32:00Z","resentAt":["2026-03-02T09:33:00Z"],"acceptedAt":"2026-03-02T09:34:00Z","revokedAt":"2026-03-02T09:35:00Z"}"#,
    );
    assert_eq!(serde_json::to_string(&invitation).unwrap(), whole);
    assert_eq!(serde_json::from_str::<Invitation>(&whole).unwrap(), invitation);
}
