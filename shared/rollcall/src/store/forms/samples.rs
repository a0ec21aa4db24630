//! A value of each kind of item, in each form that its optional parts give it; the item that the store writes of it,
//! and what must come back when that item is read.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use rollcall_rules::access::{Access, AccessRule, AccessRun, RoleDescription, RoleId, RoleName, RolesFrom};
use rollcall_rules::agreement::PastTerms;
use rollcall_rules::billing::{Currency, Days, Interval, Period, Terms};
use rollcall_rules::check::{self, Check, CheckId, Ended, Failure, NewCheck, PlayedSuite, Report, Taken};
use rollcall_rules::contact::{ClientFault, Heard, REMEMBERED, Refusal, Refused};
use rollcall_rules::deletion::{Reason, Tombstone};
use rollcall_rules::departure::{Counts, Departure, LONGEST_REQUEST, ProofKey};
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::email_change::EmailChange;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::export::Arrival;
use rollcall_rules::feed::{Announcement, Backlog, FeedPlace};
use rollcall_rules::group::{
    ChangeKind, Group, GroupExternalId, GroupGuard, GroupId, GroupName, PendingChange, QueuedEdit,
};
use rollcall_rules::history::{Entry, of_access, of_tenant};
use rollcall_rules::idempotency::{Fingerprint, IdempotencyKey, KeyedRequest, StoredAnswer};
use rollcall_rules::invitation::{CardAccess, Invitation};
use rollcall_rules::link::{Link, LinkKind, RecipientMark};
use rollcall_rules::link_life::{LINK_LIFETIME, LinkLife};
use rollcall_rules::mail_limit::RecentMails;
use rollcall_rules::notices::administrator::{
    AdministratorId, AdministratorLink, LinkPurpose, NewAdministrator,
};
use rollcall_rules::notices::{Cause, Credential, CredentialKind, Notice, Notices, OwedNotice, Spell};
use rollcall_rules::oauth::code::{Challenge, Consent, Exchange, Outcome};
use rollcall_rules::oauth::{
    ClientId, Granted, NewAssertions, NewClient, NewMethod, Reach, RedirectUris, SecretLifetime,
};
use rollcall_rules::operator::OperatorTokens;
use rollcall_rules::owed::{MailKind, Owed, OwedMail};
use rollcall_rules::place::PastPlace;
use rollcall_rules::portal::{AdminName, PortalLink, Session};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::sign_in_check::Cause as BlockCause;
use rollcall_rules::tenant::{Plan, ProfileSync, Tenant};
use rollcall_rules::token::{Lifetime, Maker, Scope, TokenHash};
use rollcall_rules::trace::{Deletion, TraceKey};
use rollcall_rules::user::{
    Actor, ActorName, Deactivation, ExternalId, Guard, RecentWrites, Replaced, User, UserId, WriteId,
};
use rollcall_rules::webhook::WebhookSecret;
use rollcall_rules::webhook::delivery::{self, Claim, Delivery};
use rollcall_rules::webhook::endpoint::{Kinds, NewWebhook, WebhookId, WebhookUrl, Webhooks};
use serde_json::json;

use super::sample::{Sample, acme, ada_id, address, at, id, now};
use crate::store::activity::{Happening, Place};
use crate::store::bookmarks::Bookmark;
use crate::store::commit::Change;
use crate::store::counts;
use crate::store::groups::memberships;
use crate::store::image;
use crate::store::item::{self, Chunk, Noted, Part, Standing, Sum, Times, Traces, Used};
use crate::store::keys::{self, PrimaryKey};
use crate::store::mails;
use crate::store::table::{Addition, Item, Lines, Merge, Write};

/// Every kind of item in every form.
pub(super) fn all() -> Vec<Sample> {
    [tenants(), access(), entities(), users(), histories(), deleted(), guards(), counters(), billing()]
        .into_iter()
        .chain([
            links(),
            portal(),
            contact(),
            bookmarks(),
            requests(),
            assertions(),
            groups(),
            notices(),
            checks(),
            feed(),
            operator(),
            departures(),
            arrivals(),
            webhooks(),
        ])
        .flatten()
        .collect()
}

/// Id of a people token.
const PEOPLE_TOKEN: &str = "0123456789ab";

fn plain_tenant() -> Tenant {
    Tenant::new(acme(), "Acme".to_owned(), Plan::Standard, now())
}

fn full_tenant() -> Tenant {
    let mut tenant = Tenant {
        name: "Acme Inc.".to_owned(),
        plan: Plan::Advanced,
        scim_enabled: false,
        profile_sync: ProfileSync::Full,
        terms: Some(Terms {
            interval: Interval::Monthly,
            anchor: "2026-01-31".parse().unwrap(),
            price_minor: 900,
            currency: Currency::parse("EUR").unwrap(),
        }),
        renewed_until: Some("2026-11-30".parse().unwrap()),
        version: 7,
        ..plain_tenant()
    };
    let expires_at = Some(at("2027-11-24T13:00:00Z"));
    tenant.issue_token([1; 32], Scope::Scim, Some("Okta".to_owned()), expires_at, now()).unwrap();
    tenant.issue_token([2; 32], Scope::People, None, None, now()).unwrap();
    tenant
}

fn tenants() -> Vec<Sample> {
    let sample =
        |form, tenant| Sample::new("tenant", form, item::of_tenant(&tenant), item::to_tenant, tenant);
    let yearly = full_tenant().terms.map(|terms| Terms { interval: Interval::Yearly, ..terms });
    let yearly = Tenant { terms: yearly, ..plain_tenant() };
    let mut with_a_made_token = plain_tenant();
    let maker = Maker { people_token: PEOPLE_TOKEN.to_owned(), admin: AdminName::parse("Grace").ok() };
    with_a_made_token
        .make_token([3; 32], Some("Okta".to_owned()), Lifetime::Endless, Some(maker), now())
        .unwrap();
    let mut with_ended_tokens = plain_tenant();
    for (secret, label) in [(4, None), (5, Some("Okta".to_owned()))] {
        with_ended_tokens.issue_token([secret; 32], Scope::Scim, label, None, now()).unwrap();
        let id = with_ended_tokens.tokens[0].id.clone();
        assert!(with_ended_tokens.revoke_token(&id, now()));
    }
    let mut with_an_oauth_client = plain_tenant();
    let year = SecretLifetime::default();
    with_an_oauth_client.create_oauth_client([6; 32], Some("Entra".to_owned()), year, now()).unwrap();
    let client = with_an_oauth_client.oauth_clients[0].id.clone();
    with_an_oauth_client.rotate_oauth_client(&client, [7; 32], year, None, now()).unwrap();
    let mut with_an_asserting_client = plain_tenant();
    let assertions = NewAssertions::parse(
        Some("https://login.example.com/v2.0"),
        Some("5a1b"),
        "api://rollcall",
        "https://login.example.com/keys",
        Reach::Internet,
    );
    with_an_asserting_client
        .create_jwt_client([8; 32], Some("Entra".to_owned()), assertions.unwrap(), now())
        .unwrap();
    let mut with_a_check = plain_tenant();
    with_a_check.issue_check_token([17; 32], now());
    let past = |until: &str, terms| PastTerms { until: until.parse().unwrap(), terms };
    let billed_otherwise = Tenant {
        past_terms: vec![past("2026-10-01", None), past("2026-11-01", full_tenant().terms)],
        closed_until: Some("2026-10-31".parse().unwrap()),
        ..plain_tenant()
    };
    vec![
        sample("plain", plain_tenant()),
        sample("billed otherwise before", billed_otherwise),
        sample("billed yearly", yearly),
        sample("full", full_tenant()),
        sample("with access rules", Tenant { has_access_rules: true, ..plain_tenant() }),
        sample("with a token made in the portal", with_a_made_token),
        sample("with tokens that ended", with_ended_tokens),
        sample("with the token of a check", with_a_check),
        sample("with an OAuth client", with_an_oauth_client),
        sample("with an OAuth client that signs assertions", with_an_asserting_client),
        sample("with OAuth clients made by a people token", with_made_clients()),
        sample("with an OAuth client that has codes and authorizations", with_authorizations()),
    ]
}

/// A client that was made by a people token itself, and one of the operator's with a secret that was added in the portal.
fn with_made_clients() -> Tenant {
    let mut tenant = plain_tenant();
    let year = SecretLifetime::default();
    let maker = |admin: Option<&str>| Maker {
        people_token: PEOPLE_TOKEN.to_owned(),
        admin: admin.and_then(|name| AdminName::parse(name).ok()),
    };
    let (label, method) = (Some("Entra".to_owned()), NewMethod::Secret(year));
    tenant.make_client([14; 32], &NewClient { label, method, made_by: Some(maker(None)) }, now()).unwrap();
    let issued = tenant.create_oauth_client([15; 32], None, year, now()).unwrap();
    let client = ClientId::parse(&issued.client_id).unwrap();
    tenant.rotate_oauth_client(client.own(), [16; 32], year, Some(maker(Some("Grace"))), now()).unwrap();
    tenant
}

/// A client with a code that is yet to be exchanged, an authorization that was just granted, and one whose tokens were
/// refreshed three times.
fn with_authorizations() -> Tenant {
    const CALLBACK: &str = "https://app.example/oauth/callback";
    let mut tenant = plain_tenant();
    let uris = RedirectUris::parse(&[CALLBACK, "https://app.example/other"], Reach::Internet).unwrap();
    let year = SecretLifetime::default();
    let issued = tenant.create_code_client([9; 32], Some("Okta".to_owned()), uris, year, now()).unwrap();
    let client = ClientId::parse(&issued.client_id).unwrap();
    let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let consent = |challenge| Consent {
        client: client.own().to_owned(),
        redirect_uri: CALLBACK.to_owned(),
        is_uri_named: true,
        challenge,
    };
    let maker =
        || Some(Maker { people_token: PEOPLE_TOKEN.to_owned(), admin: AdminName::parse("Grace").ok() });
    let secret = issued.client_secret.as_str();
    for number in [10, 11] {
        let code = tenant.give_code(&consent(None), [number; 32], maker(), now()).unwrap();
        let exchange = Exchange { code: &code, redirect_uri: Some(CALLBACK), verifier: None };
        let mut outcome = tenant.exchange_code(&client, secret, exchange, [number + 10; 32], now()).unwrap();
        for _ in 0..if number == 10 { 3 } else { 0 } {
            let Outcome::Granted(Granted { refresh_token: Some(token), .. }) = outcome else {
                unreachable!()
            };
            outcome = tenant.refresh(&client, secret, &token, now()).unwrap();
        }
    }
    tenant.give_code(&consent(challenge), [12; 32], maker(), now()).unwrap();
    tenant
}

fn role(text: &str) -> RoleId {
    RoleId::parse(text).unwrap()
}

fn rules() -> Access {
    let description = RoleDescription::parse("Sees and pays bills.").unwrap();
    let later = at("2026-11-24T14:00:00Z");
    let none = Access::none(acme());
    let declared = none
        .with_role(role("billing.admin"), RoleName::parse("Billing").unwrap(), description, now())
        .and_then(|access| access.with_role(role("viewer"), RoleName::parse("Viewer").unwrap(), None, later));
    let rule = |group, role, invite: bool| AccessRule {
        group: GroupId::new(id(group)),
        role,
        entity: invite.then(|| EntityId::new(id(5))),
        card_access: invite.then_some(CardAccess::Card),
        invite,
    };
    let rules = vec![
        rule(4, Some(role("viewer")), true),
        rule(6, Some(role("billing.admin")), false),
        rule(7, None, true),
    ];
    Access { rules, revision: 5, ..declared.unwrap() }
}

fn access() -> Vec<Sample> {
    let sample = |form, access: Access| {
        let written = item::of_access(&access);
        let read = |item: Item| {
            let of_stream = image::access(item.clone().into())?;
            let of_table = item::to_access(item)?;
            assert_eq!(of_stream.as_ref(), Some(&of_table));
            Ok(of_table)
        };
        Sample::new("access rules", form, written, read, access)
    };
    let (group, run) = (GroupId::new(id(4)), id(7));
    let begun = rules().applied_again(group, run, now()).unwrap();
    let under_way =
        begun.run.clone().map(|run| AccessRun { after: Some(ada_id()), done: 120, total: 3_000, ..run });
    let plain = Access { revision: 1, ..Access::none(acme()) };
    vec![
        sample("plain", plain.clone()),
        sample("full", rules()),
        sample("with a run", begun),
        sample("with a run that is under way", Access { run: under_way, ..rules() }),
        sample("with a run over everybody", plain.with_roles_from(RolesFrom::Directory, run, now())),
    ]
}

fn entities() -> Vec<Sample> {
    let entity = Entity::new(EntityId::new(id(5)), acme(), EntityName::parse("Acme GmbH").unwrap(), now());
    let closed = item::of_closed(&entity, 5, id(9), now());
    vec![
        Sample::new("entity", "plain", item::of_entity(&entity), item::to_entity, entity),
        Sample::new("closed entity", "plain", closed, item::to_closed, id(9)),
    ]
}

fn plain_user() -> User {
    User::native(ada_id(), acme(), address("Ada@example.com"), now())
}

fn plain_change() -> EmailChange {
    EmailChange {
        id: id(7),
        to: address("countess@example.com"),
        requested_at: now(),
        link: LinkLife { expires_at: now() + LINK_LIFETIME, lifetime: LINK_LIFETIME },
        undeliverable_at: None,
        asked_again_at: [].into_iter().collect(),
    }
}

fn full_change() -> EmailChange {
    EmailChange {
        undeliverable_at: Some(now()),
        asked_again_at: [now(), at("2026-11-24T13:02:00Z")].into_iter().collect(),
        ..plain_change()
    }
}

fn plain_invitation() -> Invitation {
    Invitation {
        id: id(8),
        entity: EntityId::new(id(5)),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::Card,
        invited_by: None,
        by_group: None,
        invited_at: now(),
        link: LinkLife { expires_at: now() + LINK_LIFETIME, lifetime: LINK_LIFETIME },
        mailed_at: None,
        undeliverable_at: None,
        resent_at: [].into_iter().collect(),
        accepted_at: None,
        revoked_at: None,
        expired_at: None,
        ended_at: None,
    }
}

fn full_invitation() -> Invitation {
    Invitation {
        card_access: CardAccess::CardAndReimbursement,
        mailed_at: Some(at("2026-11-24T13:00:05Z")),
        undeliverable_at: Some(at("2026-11-24T13:00:06Z")),
        resent_at: [at("2026-11-24T13:02:00Z"), at("2026-11-24T13:04:00Z")].into_iter().collect(),
        accepted_at: Some(at("2026-11-25T09:00:00Z")),
        revoked_at: Some(at("2026-11-26T09:00:00Z")),
        ..plain_invitation()
    }
}

fn owed(kinds: &[MailKind], claims: u32) -> Owed {
    let mails = kinds.iter().map(|kind| OwedMail { kind: *kind, about: id(7) }).collect();
    Owed { mails, since: now(), due_at: at("2026-11-24T13:05:00Z"), claims }
}

fn deactivation() -> Deactivation {
    Deactivation { deactivated_at: now(), purge_at: at("2026-12-08T12:00:00Z"), by: None }
}

fn full_user() -> User {
    let profile = json!({ "name": { "givenName": "Ada", "familyName": "" }, "title": "Countess" });
    User {
        version: u64::MAX,
        revision: 11,
        user_name: address("countess@example.com"),
        email_change: Some(full_change()),
        confirmed_change: Some(id(6)),
        linked: true,
        external_id: ExternalId::parse("00u1").unwrap(),
        invitation: Some(full_invitation()),
        first_signed_in_at: Some(now()),
        billed_until: Some("2026-12-01".parse().unwrap()),
        deactivation: Some(deactivation()),
        profile: profile.as_object().unwrap().clone(),
        updated_at: at("2026-11-24T14:00:00Z"),
        updated_by: Actor::Directory,
        owed: Some(owed(&[MailKind::VerifyLink, MailKind::AddressNotice, MailKind::Invitation], 2)),
        links: vec![TokenHash::of("first"), TokenHash::of("second")],
        writes: RecentWrites::default().and(WriteId::new(id(1))).and(WriteId::new(id(2))),
        ..plain_user()
    }
}

fn blocked_by_operator() -> User {
    let deactivation = Deactivation { by: Some(Actor::Operator), ..deactivation() };
    User { deactivation: Some(deactivation), ..plain_user() }
}

fn blocked_by_grace() -> User {
    let deactivation = Deactivation { by: Some(Actor::Admin), ..deactivation() };
    let deactivated_by_name = ActorName::new("Grace Hopper");
    User { deactivation: Some(deactivation), deactivated_by_name, ..plain_user() }
}

fn replaced_user() -> User {
    let external_id = ExternalId::parse("00u2").unwrap().unwrap();
    User {
        deactivation: Some(deactivation()),
        replaced: Some(Replaced { by: UserId::new(id(3)), external_id }),
        ..plain_user()
    }
}

fn mailed_user() -> User {
    let mails = [("king@example.com", now()), ("Ada@example.com", at("2026-11-24T13:01:00Z"))];
    let recent_mails: RecentMails = mails.map(|(to, at)| (address(to), at)).into_iter().collect();
    User { recent_mails, ..plain_user() }
}

fn in_groups(numbers: &[u128]) -> User {
    let groups = numbers.iter().map(|number| GroupId::new(id(*number))).collect();
    User { linked: true, groups, ..plain_user() }
}

fn with_access() -> User {
    User {
        roles: [role("billing.admin"), role("viewer")].into(),
        invited_by_groups: [GroupId::new(id(4))].into(),
        updated_by: Actor::System,
        ..in_groups(&[4, 6])
    }
}

fn named_user() -> User {
    User {
        version: 2,
        revision: 2,
        deactivation: Some(deactivation()),
        updated_by: Actor::Directory,
        updated_by_name: ActorName::new("Okta"),
        ..plain_user()
    }
}

fn unrecorded_user() -> User {
    let backlog = Backlog::default().and(None, &plain_user()).and(Some(&plain_user()), &named_user());
    User { backlog, ..named_user() }
}

fn users() -> Vec<Sample> {
    let invited = |invitation, updated_by| User { invitation: Some(invitation), updated_by, ..plain_user() };
    let full = full_invitation();
    let sent = Invitation { mailed_at: full.mailed_at, ..plain_invitation() };
    let resent =
        Invitation { resent_at: full.resent_at, card_access: CardAccess::ReimbursementOnly, ..sent.clone() };
    let undeliverable = Invitation { undeliverable_at: full.undeliverable_at, ..sent.clone() };
    let accepted = Invitation { accepted_at: full.accepted_at, ..sent.clone() };
    let by_grace = Invitation { invited_by: AdminName::parse("Grace Hopper").ok(), ..plain_invitation() };
    let by_rule = Invitation { by_group: Some(GroupId::new(id(4))), ..plain_invitation() };
    let by_rule = User { invitation: Some(by_rule), ..with_access() };
    let of_directory = User { linked: true, directory_roles: vec![role("viewer")], ..plain_user() };
    let expired = Invitation { expired_at: Some(at("2026-12-01T13:00:00Z")), ..sent.clone() };
    let ended = Invitation { ended_at: Some(at("2026-11-27T09:00:00Z")), ..accepted.clone() };
    let lost = PastPlace { accepted_at: at("2026-11-25T09:00:00Z"), ended_at: at("2026-11-27T09:00:00Z") };
    let placeless = User { past_places: vec![lost], ..invited(ended, Actor::Admin) };
    let revoked = Invitation { revoked_at: full.revoked_at, ..sent.clone() };
    let changing = User { email_change: Some(plain_change()), ..plain_user() };
    let days = |from: &str, until: &str| Days { from: from.parse().unwrap(), until: until.parse().unwrap() };
    let not_all_billed = User {
        unbilled: vec![days("2026-11-03", "2026-11-09"), days("2026-12-01", "2026-12-04")],
        absences: vec![days("2026-11-12", "2026-11-14")],
        ..plain_user()
    };
    let owing = User { owed: Some(owed(&[MailKind::VerifyLink], 0)), ..changing.clone() };
    [
        ("plain", plain_user()),
        ("changing address", changing),
        ("changing address, undeliverable", User { email_change: Some(full_change()), ..plain_user() }),
        ("address confirmed", User { confirmed_change: Some(id(6)), ..plain_user() }),
        ("invited", invited(plain_invitation(), Actor::Admin)),
        ("invitation sent", invited(sent, Actor::System)),
        ("invitation sent again", invited(resent, Actor::Operator)),
        ("invitation undeliverable", invited(undeliverable, Actor::System)),
        ("invitation accepted", invited(accepted, Actor::Person)),
        ("invitation revoked", invited(revoked, Actor::Directory)),
        ("invited by somebody", invited(by_grace, Actor::Admin)),
        ("invitation expired", invited(expired, Actor::System)),
        ("place taken away", placeless),
        ("owed a mail", owing),
        ("deactivated", User { deactivation: Some(deactivation()), ..plain_user() }),
        ("deactivated by somebody", blocked_by_operator()),
        ("deactivated by somebody with a name", blocked_by_grace()),
        ("full", full_user()),
        ("with days that are not billed", not_all_billed),
        ("replaced", replaced_user()),
        ("mailed lately", mailed_user()),
        ("in groups", in_groups(&[4, 6])),
        ("with roles", with_access()),
        ("with roles of the directory", of_directory),
        ("to be reviewed", User { access_due: Some(now()), ..in_groups(&[4]) }),
        ("invited by a rule", by_rule),
        ("changed by somebody with a name", named_user()),
        ("with changes to be written down", unrecorded_user()),
    ]
    .into_iter()
    .map(|(form, user)| {
        let write = WriteId::new(id(9));
        let expected = User { writes: user.writes.and(write), ..user.clone() };
        let read = move |item: Item| {
            assert!(item::is_written_by(&item, write), "{form}");
            let of_stream = image::user(item.clone().into())?;
            let of_table = item::to_user(item)?;
            assert_eq!(of_stream.as_ref(), Some(&of_table), "{form}");
            Ok(of_table)
        };
        Sample::new("user", form, item::of_user(&user, write), read, expected)
    })
    .collect()
}

fn recorded(before: Option<&User>, after: &User) -> Entry {
    let entry = effects(before, Some(after)).into_iter().find_map(|effect| match effect {
        Effect::Record(change) => Some(change.entry),
        Effect::SchedulePurge(_) | Effect::SendMails | Effect::Review | Effect::Publish(_) => None,
    });
    entry.unwrap()
}

fn histories() -> Vec<Sample> {
    let of_user = |form, entry: Entry| {
        let place = Place(keys::activity_position(entry.at, ada_id(), entry.version));
        let expected = Happening { place, user: Some(ada_id()), entry: entry.clone() };
        let written = item::of_history(&acme(), ada_id(), &entry);
        let read = |item: Item| {
            let (entry, happening) = (item::to_history(item.clone())?, item::to_happening(item)?);
            assert_eq!(entry, happening.entry);
            Ok(happening)
        };
        Sample::new("history of a user", form, written, read, expected)
    };
    let of_acme = |form, entry: Entry| {
        let place = Place(keys::tenant_activity_position(entry.at, entry.version));
        let expected = Happening { place, user: None, entry: entry.clone() };
        let written = item::of_tenant_history(&acme(), &entry);
        Sample::new("history of a tenant", form, written, item::to_happening, expected)
    };
    // The frozen samples are of before it was noted that a confirmation was asked for again.
    let mut never_asked = full_user();
    if let Some(change) = &mut never_asked.email_change {
        change.asked_again_at = [].into_iter().collect();
    }
    let not_yet_asked = User { version: never_asked.version - 1, ..never_asked.clone() };
    let regrouped = User { version: 2, ..in_groups(&[6, 7]) };
    let bare = Entry { version: 1, at: now(), by: Actor::Operator, name: None, changes: [].into() };
    let (plain, full) = (plain_tenant(), full_tenant());
    let changed = of_tenant(&plain, &full, Actor::Admin, None, at("2026-11-24T14:00:00Z")).unwrap();
    let none = Access::none(acme());
    let of_rules = of_access(&none, &rules(), 8, Actor::Admin, None, now()).unwrap();
    let taken_back = of_tenant(&full, &plain, Actor::Operator, None, now()).unwrap();
    vec![
        of_user("plain", bare.clone()),
        of_user("full", recorded(Some(&plain_user()), &never_asked)),
        of_user("full, of a new user", recorded(None, &never_asked)),
        of_user("of groups", recorded(Some(&in_groups(&[4, 6])), &regrouped)),
        of_user("of roles", recorded(Some(&in_groups(&[4, 6])), &User { version: 2, ..with_access() })),
        of_user("by somebody with a name", recorded(Some(&plain_user()), &named_user())),
        of_user("of a confirmation that was asked for again", recorded(Some(&not_yet_asked), &full_user())),
        of_acme("plain", bare),
        of_acme("full", changed),
        of_acme("full, taken back", taken_back.clone()),
        of_acme("of roles and access rules", of_rules),
        of_acme("by somebody with a name", Entry { name: ActorName::new("Grace Hopper"), ..taken_back }),
    ]
}

fn deleted() -> Vec<Sample> {
    let plain = Tombstone {
        id: ada_id(),
        tenant: acme(),
        reason: Reason::Deleted,
        cause: None,
        created_at: None,
        deactivated_at: now(),
        deactivated_by: None,
        deactivated_by_name: None,
        deletion: None,
        deletion_by_name: None,
        marks: Vec::new(),
        version: None,
        purge_at: at("2026-12-08T12:00:00Z"),
        purged_at: at("2026-12-08T12:00:01Z"),
        links: Vec::new(),
    };
    let links = vec![TokenHash::of("first"), TokenHash::of("second")];
    let full = Tombstone { reason: Reason::Deactivated, links, ..plain.clone() };
    let sample = |form, tombstone, traces| {
        Sample::new("tombstone", form, item::of_tombstone(&tombstone, traces), item::to_tombstone, tombstone)
    };
    let with_cause = Tombstone { cause: Some(BlockCause::DeactivatedByOperator), ..plain.clone() };
    let marks = marked_guards().iter().filter_map(|guard| trace_key().mark(guard)).collect();
    let marked = Tombstone {
        created_at: Some(now()),
        deactivated_by: Some(Actor::Admin),
        deactivated_by_name: ActorName::new("Grace Hopper"),
        deletion: Some(Deletion::ByOperator),
        deletion_by_name: ActorName::new("backend"),
        marks,
        ..with_cause.clone()
    };
    let with_version = Tombstone { version: Some(7), ..with_cause.clone() };
    let mark = marked.marks[0].clone();
    let of_mark = item::of_marked(&marked, &mark);
    let of_key = item::of_trace_key(&acme(), &trace_key());
    vec![
        Sample::new("key of marks", "plain", of_key, item::to_trace_key, trace_key()),
        Sample::new("mark of a deleted user", "plain", of_mark, item::to_marked, ada_id()),
        sample("with its version", with_version, Traces::None),
        sample("with marks, and who did it", marked, Traces::None),
        sample("with its cause", with_cause, Traces::None),
        sample("plain, no traces left", plain, Traces::None),
        sample("full, traces left", full, Traces::Left),
    ]
}

fn feed() -> Vec<Sample> {
    let backlog = Backlog::default().and(None, &plain_user());
    let of_user = backlog.iter().flat_map(|change| &change.announced).next().unwrap();
    let of_group = plain_group().announcing(None).unrecorded.remove(0);
    let standing =
        |announced: &Announcement, user| Standing { at: now(), event: announced.id().to_owned(), user };
    let place = |form, place, standing: Standing| {
        let written = item::of_feed_place(&acme(), place, &standing);
        Sample::new("place in the feed", form, written, item::to_feed_place, (place, standing))
    };
    let event = |form, key, announced: Announcement| {
        let written = item::of_event(key, &announced, now());
        Sample::new("event in the feed", form, written, item::to_event, announced)
    };
    let end = |unsent_since| item::of_feed_end(&acme(), FeedPlace(70), unsent_since);
    vec![
        event("of a user", PrimaryKey::user_event(&acme(), ada_id(), of_user.id()), of_user.clone()),
        event("of a group", PrimaryKey::event(&acme(), of_group.id()), of_group.clone()),
        place("of a user", FeedPlace(1), standing(of_user, Some(ada_id()))),
        place("of a group", FeedPlace(70), standing(&of_group, None)),
        Sample::new("end of the feed", "plain", end(None), item::to_feed_end, FeedPlace(70)),
        Sample::new("end of the feed", "unsent", end(Some(now())), item::to_feed_end, FeedPlace(70)),
    ]
}

fn trace_key() -> TraceKey {
    TraceKey::new([18; 32])
}

fn marked_guards() -> [Guard; 2] {
    let external_id = ExternalId::parse("00u1").unwrap().unwrap();
    [Guard::Address(address("Ada@example.com").key()), Guard::ExternalId(external_id)]
}

fn guards() -> Vec<Sample> {
    let sample = |form, guard| {
        let written = item::of_guard(&acme(), &guard, ada_id());
        Sample::new("guard", form, written, item::to_guarded, ada_id())
    };
    vec![
        sample("of an address", Guard::Address(address("Ada@example.com").key())),
        sample("of an externalId", Guard::ExternalId(ExternalId::parse("00u1").unwrap().unwrap())),
    ]
}

fn counters() -> Vec<Sample> {
    vec![counter_of_users(), counter_of_mails()]
}

fn counter_of_mails() -> Sample {
    let Addition { key, attribute, by, expires_at, .. } = mails::addition(&acme(), 2, None, now());
    let number = |value: i64| AttributeValue::N(value.to_string());
    let mut counter = HashMap::from(key.into_attributes());
    counter.insert(attribute.to_owned(), number(by));
    counter.insert(keys::EXPIRES_AT.to_owned(), number(expires_at));
    Sample::new("mails of an hour", "plain", Ok(counter), item::to_count, 2)
}

fn plain_group() -> Group {
    Group::new(GroupId::new(id(4)), acme(), GroupName::parse("Sales EMEA").unwrap(), None, now())
}

fn groups() -> Vec<Sample> {
    let change = PendingChange {
        id: id(7),
        kind: ChangeKind::Edit,
        chunks: 2,
        since: at("2026-11-24T14:00:00Z"),
        by: Actor::Directory,
        with: Vec::new(),
        queued: None,
    };
    let edit = QueuedEdit { since: at("2026-11-24T14:00:01Z"), by: Actor::Directory, asked: id(21) };
    let queue = PendingChange {
        chunks: 1,
        with: vec![id(10), id(8)],
        queued: Some([(id(12), edit), (id(11), edit)].into()),
        ..change.clone()
    };
    let queue = Group { change: Some(queue), ..plain_group() };
    let changing = Group {
        external_id: GroupExternalId::parse("00g1").unwrap(),
        version: 2,
        revision: 9,
        modified_at: at("2026-11-24T13:30:00Z"),
        change: Some(PendingChange { kind: ChangeKind::Replace, ..change.clone() }),
        ..plain_group()
    };
    let new = Group { change: Some(change), creation: Some("0123456789abcdef".to_owned()), ..plain_group() };
    let deleted = plain_group().deleted(at("2026-11-24T15:00:00Z"));
    let mut samples: Vec<Sample> = [
        ("plain", plain_group()),
        ("with a change of members", changing),
        ("made with many members", new),
        ("with edits that queue", queue),
        ("deleted", deleted),
        ("with something to be written down", plain_group().announcing(None)),
    ]
    .into_iter()
    .map(|(form, group)| {
        let write = WriteId::new(id(9));
        let expected = Group { writes: group.writes.and(write), ..group.clone() };
        let read = move |item: Item| {
            assert!(item::is_written_by(&item, write), "{form}");
            item::to_group(item)
        };
        Sample::new("group", form, item::of_group(&group, write), read, expected)
    })
    .collect();
    let membership = item::of_membership(&acme(), plain_group().id, ada_id());
    samples.push(Sample::new("membership", "plain", Ok(membership), |item| item::to_member(&item), ada_id()));
    for (form, guard) in [
        ("of a name", GroupGuard::Name(plain_group().name.key())),
        ("of an externalId", GroupGuard::ExternalId(GroupExternalId::parse("00g1").unwrap().unwrap())),
    ] {
        let written = item::of_group_guard(&acme(), &guard, plain_group().id);
        samples.push(Sample::new(
            "guard of a group",
            form,
            written,
            item::to_group_guarded,
            plain_group().id,
        ));
    }
    let chunk = Chunk { add: [ada_id()].into(), remove: [UserId::new(id(3))].into() };
    let written = item::of_chunk(&plain_group(), id(7), 1, &chunk, at("2026-12-24T13:00:00Z").as_second());
    samples.push(Sample::new("chunk of a change of members", "plain", written, item::to_chunk, chunk));
    samples.push(counter_of_members());
    let key = PrimaryKey::group_counter(&acme());
    samples.push(Sample::new(
        "counter of groups",
        "plain",
        Ok(counter(key, item::COUNT, 1)),
        item::to_count,
        1,
    ));
    samples
}

fn counter_of_members() -> Sample {
    let (before, after) = (in_groups(&[]), in_groups(&[4]));
    let change = Change { before: Some(&before), after: &after };
    let Some(Write::Add(key, attribute, by)) = memberships::of_changes(&[&change]).pop() else {
        panic!("an addition")
    };
    Sample::new("counter of members", "plain", Ok(counter(key, attribute, by)), item::to_count, 1)
}

/// DynamoDB makes a counter of the first addition to it.
fn counter(key: PrimaryKey, attribute: &str, by: i64) -> Item {
    let mut counter = HashMap::from(key.into_attributes());
    counter.insert(attribute.to_owned(), AttributeValue::N(by.to_string()));
    counter
}

fn counter_of_users() -> Sample {
    let linked = User { linked: true, ..plain_user() };
    let change = Change { before: None, after: &linked };
    let Some(Write::Add(key, attribute, by)) = counts::counted(&[&change]).pop() else {
        panic!("an addition")
    };
    Sample::new("counter", "plain", Ok(counter(key, attribute, by)), item::to_count, 1)
}

fn billing() -> Vec<Sample> {
    let plain = BillingLine {
        user_id: ada_id(),
        period_start: "2026-10-31".parse().unwrap(),
        period_end: "2026-11-30".parse().unwrap(),
        billable_from: "2026-11-24".parse().unwrap(),
        billable_until: None,
        corrects: None,
        number: 0,
        price_minor: 900,
        amount_minor: 180,
        currency: Currency::parse("EUR").unwrap(),
        created_at: now(),
    };
    let october = Period { start: "2026-09-30".parse().unwrap(), end: "2026-10-31".parse().unwrap() };
    let correcting = BillingLine {
        billable_from: "2026-10-29".parse().unwrap(),
        billable_until: Some(october.end),
        corrects: Some(october),
        number: 12,
        ..plain.clone()
    };
    // Earlier versions took any three letters.
    let odd = BillingLine { currency: Currency::try_from("ZZZ".to_owned()).unwrap(), ..plain.clone() };
    let period = plain.period();
    let before = Sum {
        period,
        currency: plain.currency,
        is_before: true,
        lines: 2,
        amount_minor: 1080,
        changed_at: now(),
    };
    let sum = Sum { is_before: false, ..before };
    let added = Lines { lines: 2, amount_minor: 1080, at: now() };
    let written = added_to(PrimaryKey::billing_sum(&acme(), period, plain.currency, 2), added);
    let line = |form, line: BillingLine| {
        Sample::new("billing line", form, item::of_line(&acme(), &line), item::to_line, line)
    };
    vec![
        line("plain", plain),
        line("that corrects a closed period", correcting),
        line("in an odd currency", odd),
        Sample::new("billing sum", "plain", Ok(written), item::to_sum, Some(sum)),
        Sample::new(
            "billing sum",
            "before",
            item::of_sum_before(&acme(), &before),
            item::to_sum,
            Some(before),
        ),
        Sample::new("billing sum", "listed", item::of_listed(&acme(), now()), item::to_sum, None),
    ]
}

/// What a first addition makes.
fn added_to(key: PrimaryKey, Lines { lines, amount_minor, at }: Lines) -> Item {
    let mut written: Item = key.into_attributes().into_iter().collect();
    written.insert(item::LINES.to_owned(), AttributeValue::N(lines.to_string()));
    written.insert(item::AMOUNT_MINOR.to_owned(), AttributeValue::N(amount_minor.to_string()));
    written.insert(item::CHANGED_AT.to_owned(), AttributeValue::S(at.to_string()));
    written
}

fn links() -> Vec<Sample> {
    let plain = Link {
        hash: TokenHash::of("secret"),
        tenant: acme(),
        user: ada_id(),
        kind: LinkKind::EmailChange,
        about: id(7),
        recipient: None,
        valid_until: now() + LINK_LIFETIME,
        spent_at: None,
    };
    let recipient = Some(RecipientMark::of(&plain.hash, &address("ada@example.com")));
    let addressed = Link { recipient, ..plain.clone() };
    let full = Link { kind: LinkKind::Invitation, spent_at: Some(now()), ..plain.clone() };
    let sample = |form, link: Link| {
        let hash = link.hash.clone();
        let read = move |item| item::to_link(hash.clone(), item);
        Sample::new("mailed link", form, item::of_link(&link), read, link)
    };
    vec![sample("plain", plain), sample("to an address", addressed), sample("full", full)]
}

fn portal() -> Vec<Sample> {
    let link = |form, link: PortalLink| {
        let hash = link.hash.clone();
        let read = move |item| item::to_portal_link(hash.clone(), item);
        Sample::new("portal link", form, item::of_portal_link(&link), read, link)
    };
    let session = |form, session: Session| {
        let hash = session.hash.clone();
        let read = move |item| item::to_session(hash.clone(), item);
        Sample::new("session", form, item::of_session(&session), read, session)
    };
    let plain = PortalLink::new(TokenHash::of("link"), acme(), None, None, now());
    let named = PortalLink { admin: AdminName::parse("Grace").ok(), ..plain.clone() };
    let opened_at = at("2026-11-24T13:01:00Z");
    let (spent, opened) = named.opened(&plain_tenant(), TokenHash::of("session"), opened_at).unwrap();
    let spent_before = PortalLink { session: None, ..spent.clone() };
    let nameless = Session { admin: None, ..opened.clone() };
    let people_token = Some(PEOPLE_TOKEN.to_owned());
    let asked_for = PortalLink { people_token: people_token.clone(), ..named.clone() };
    let opened_by_a_token = Session { people_token, ..opened.clone() };
    let operator_token = Some("123456789abc".to_owned());
    let asked_for_by_operator = PortalLink { operator_token: operator_token.clone(), ..named };
    let opened_by_operator = Session { operator_token, ..opened.clone() };
    vec![
        link("plain", plain),
        link("full", spent_before),
        link("with its session", spent),
        link("of a people token", asked_for),
        link("of a token of the operator", asked_for_by_operator),
        session("plain", nameless),
        session("full", opened),
        session("of a people token", opened_by_a_token),
        session("of a token of the operator", opened_by_operator),
    ]
}

fn contact() -> Vec<Sample> {
    let refused = |form, refused: Refused| {
        let expires_at = now().as_second() + REMEMBERED.as_secs();
        let written = item::of_refused(&acme(), &refused).map(Merge::into_item);
        Sample::new("refused", form, written, item::to_noted, Noted::Refused { refused, expires_at })
    };
    let once = |status, scim_type| {
        let refusal = Refusal::of("POST /scim/v2/Users", status, scim_type).unwrap();
        Refused { refusal, at: now(), since: None, times: 1, attribute: None }
    };
    let often = Refused {
        since: Some(at("2026-11-24T12:00:00Z")),
        times: 20,
        attribute: Some("userName".to_owned()),
        ..once(400, Some("invalidValue"))
    };
    let of_token = Refused { refusal: Refusal::of_token("0123456789ab", 401), ..often.clone() };
    let refusal = Refusal::of_client("0123456789ab", ClientFault::Audience);
    let of_client = Refused { refusal, ..often.clone() };
    let heard = |form, heard: Heard<'_>| {
        let times = Times {
            heard_at: heard.is_directory.then(now),
            used: heard.token.into_iter().chain(heard.secret).map(|id| (id.to_owned(), now())).collect(),
            succeeded: heard.succeeded.map(|done| (done.to_owned(), now())).into_iter().collect(),
        };
        let written = Ok(item::of_heard(&acme(), heard, now()).into_item());
        Sample::new("heard", form, written, item::to_noted, Noted::Heard(times))
    };
    let token = Some("0123456789ab");
    vec![
        heard("plain", Heard { is_directory: true, ..Heard::default() }),
        heard(
            "full",
            Heard { is_directory: true, token, secret: None, succeeded: Some("GET /scim/v2/Users") },
        ),
        heard("of another token", Heard { token, ..Heard::default() }),
        heard(
            "of a client and its secret",
            Heard { token, secret: Some("9f86d081884c"), ..Heard::default() },
        ),
        refused("plain", once(403, None)),
        refused("with a look", Refused { since: Some(now()), ..once(403, None) }),
        refused("full", once(409, Some("uniqueness"))),
        refused("counted", often),
        refused("of a token", Refused { attribute: None, ..of_token }),
        refused("of a client", Refused { attribute: None, ..of_client }),
    ]
}

/// Of one confirmed address and one that is not, with all that can be owed and told.
fn all_notices() -> Notices {
    let administrator = |number, text| NewAdministrator {
        id: AdministratorId::new(id(number)),
        address: address(text),
        language: Some("de".to_owned()),
        added_by: ActorName::new("Grace"),
    };
    let (ada, bob) = (administrator(1, "ada@example.com"), administrator(2, "bob@example.com"));
    let notices = Notices::new(acme(), now()).silent_after(21, now()).unwrap();
    let notices = notices.with_administrator(&ada, now()).unwrap().confirmed(ada.id, now());
    let notices = notices.with_administrator(&bob, now()).unwrap().asked_again(bob.id, now()).unwrap();
    let mut notices = notices.claim("delivery", LINK_LIFETIME, now()).unwrap().notices;
    notices.administrators[1].undeliverable_at = Some(now());
    let token = Credential {
        kind: CredentialKind::Token,
        id: "0123456789ab".to_owned(),
        label: Some("Okta".to_owned()),
        client: None,
        expires_at: at("2026-12-08T13:00:00Z"),
    };
    let secret = Credential {
        kind: CredentialKind::ClientSecret,
        id: "ba9876543210".to_owned(),
        label: None,
        client: Some("00112233aabb".to_owned()),
        expires_at: at("2026-11-27T13:00:00Z"),
    };
    let refused = |cause| Notice::Refused { cause, at: now() };
    let told = [
        Notice::Expiring { credential: token, days: 14 },
        Notice::Expiring { credential: secret, days: 3 },
        Notice::Silent { heard_at: at("2026-11-03T13:00:00Z"), days: 21 },
        refused(Cause::Token { token: "0123456789ab".to_owned(), label: Some("Okta".to_owned()) }),
        refused(Cause::Plan),
    ];
    let owed =
        |(number, notice)| OwedNotice { number, at: now(), notice, announced: number > 2, to: vec![ada.id] };
    notices.owed = (1..).zip(told).map(owed).collect();
    notices.told.notices = 5;
    notices.told.expiring = [("0123456789ab".to_owned(), 14), ("ba9876543210".to_owned(), 3)].into();
    notices.told.silent_since = Some(at("2026-11-03T13:00:00Z"));
    let spell = |told| Spell { since: at("2026-11-23T13:00:00Z"), told };
    notices.told.refused =
        [("token 0123456789ab".to_owned(), spell(true)), ("plan".to_owned(), spell(false))].into();
    Notices { revision: 7, ..notices }
}

/// Of an OAuth client that is refused tokens.
fn notices_of_a_client() -> Notices {
    let cause = Cause::Client {
        client_id: "rcc_acme_00112233aabb".to_owned(),
        label: Some("Entra".to_owned()),
        fault: ClientFault::Audience,
    };
    let notice = Notice::Refused { cause, at: now() };
    let mut notices = Notices::new(acme(), now());
    notices.owed = vec![OwedNotice { number: 1, at: now(), notice, announced: false, to: Vec::new() }];
    notices.owed_from = Some(now());
    notices.told.notices = 1;
    notices.told.refused =
        [("client 00112233aabb".to_owned(), Spell { since: at("2026-11-23T13:00:00Z"), told: true })].into();
    Notices { revision: 2, ..notices }
}

fn notices() -> Vec<Sample> {
    let sample = |form, notices: Notices| {
        let written = item::of_notices(&notices);
        let read = |item: Item| {
            let of_stream = image::notices(item.clone().into())?;
            let of_table = item::to_notices(item)?;
            assert_eq!(of_stream.as_ref(), Some(&of_table));
            Ok(of_table)
        };
        Sample::new("notices", form, written, read, notices)
    };
    let link = |form, purpose| {
        let link = AdministratorLink {
            hash: TokenHash::of("secret"),
            tenant: acme(),
            administrator: AdministratorId::new(id(1)),
            purpose,
            valid_until: now() + LINK_LIFETIME,
        };
        let hash = link.hash.clone();
        let read = move |item| item::to_administrator_link(hash.clone(), item);
        Sample::new("link of an administrator", form, item::of_administrator_link(&link), read, link)
    };
    let watched = Tenant { watched: true, ..plain_tenant() };
    vec![
        sample("plain", Notices { revision: 1, ..Notices::new(acme(), now()) }),
        sample("full", all_notices()),
        sample("of a client", notices_of_a_client()),
        link("that confirms", LinkPurpose::Confirm),
        link("that removes", LinkPurpose::Stop),
        Sample::new("tenant", "looked after", item::of_tenant(&watched), item::to_tenant, watched),
    ]
}

fn bookmarks() -> Vec<Sample> {
    let bookmark = Bookmark { after: ada_id().as_uuid(), total_results: 1234, begun_at: now() };
    let expires_at = 1_795_525_800;
    let written = item::of_bookmark(&acme(), "9f86d081", 101, bookmark, expires_at);
    let read = |item| item::to_bookmark(item).map(|found| (found.content, found.expires_at));
    vec![Sample::new("page bookmark", "plain", written, read, (bookmark, expires_at))]
}

fn assertions() -> Vec<Sample> {
    let expected =
        NewAssertions::parse(Some("i"), Some("s"), "a", "https://a.example/", Reach::Internet).unwrap();
    let mut tenant = plain_tenant();
    let client = tenant.create_jwt_client([13; 32], None, expected, now()).unwrap();
    let client = ClientId::parse(&client).unwrap();
    let expected = tenant.asserting_client(&client).unwrap();
    let claims = json!({ "iss": "i", "sub": "s", "aud": "a", "exp": now().as_second() + 300, "jti": "3f0a" });
    let accepted = expected.accept(&client, &serde_json::from_value(claims).unwrap(), now()).unwrap();
    let write = WriteId::new(id(6));
    let written = item::of_used_assertion(&accepted, accepted.id().unwrap(), write);
    let value = (Used { writes: RecentWrites::default().and(write) }, now().as_second() + 361);
    vec![Sample::new("assertion that was used", "plain", written, item::to_used_assertion, value)]
}

fn requests() -> Vec<Sample> {
    let plain = KeyedRequest {
        version: 2,
        fingerprint: Fingerprint::of("POST", "/people/v1/invitations", b"{}"),
        attempt: id(3),
        seed: id(4),
        first_sent_at: now(),
        doing_since: None,
        answer: None,
    };
    let under_way = KeyedRequest { version: 1, doing_since: Some(now()), ..plain.clone() };
    let answer = Some(StoredAnswer { status: 200, body: r#"{"results":[]}"#.to_owned() });
    let answered = KeyedRequest { answer: answer.clone(), ..plain.clone() };
    let full = KeyedRequest { answer, ..under_way.clone() };
    let sample = |form, request| {
        let key = IdempotencyKey::parse(b"3f0a").unwrap();
        let written = item::of_request(PrimaryKey::request(&acme(), &key), &request);
        Sample::new("request with a key", form, written, item::to_request, request)
    };
    vec![
        sample("plain", plain),
        sample("under way", under_way),
        sample("answered", answered),
        sample("full", full),
    ]
}

fn operator() -> Vec<Sample> {
    let tokens = |form, tokens: OperatorTokens| {
        let written = item::of_operator_tokens(&tokens);
        Sample::new("tokens of the operator", form, written, item::to_operator_tokens, tokens)
    };
    let mut two = OperatorTokens { version: 2, ..OperatorTokens::default() };
    two.issue([18; 32], Some("backend".to_owned()), Some(at("2027-11-24T13:00:00Z")), now()).unwrap();
    two.issue([19; 32], None, None, now()).unwrap();
    let none = OperatorTokens { version: 3, ..OperatorTokens::default() };
    let used = BTreeMap::from([("0123456789ab".to_owned(), now())]);
    let written = Ok(item::of_operator_use("0123456789ab", now()).into_item());
    let request = KeyedRequest {
        version: 2,
        fingerprint: Fingerprint::of("POST", "/operator/v1/tenants", b"{}"),
        attempt: id(3),
        seed: id(4),
        first_sent_at: now(),
        doing_since: None,
        answer: Some(StoredAnswer { status: 201, body: r#"{"id":"acme"}"#.to_owned() }),
    };
    let key = PrimaryKey::operator_request(&IdempotencyKey::parse(b"3f0a").unwrap());
    let kept = item::of_request(key, &request);
    vec![
        tokens("plain", two),
        tokens("all revoked", none),
        Sample::new("use of the tokens of the operator", "plain", written, item::to_operator_uses, used),
        Sample::new("request of the operator with a key", "plain", kept, item::to_request, request),
    ]
}

fn webhooks() -> Vec<Sample> {
    let sample = |form, webhooks: Webhooks| {
        let written = item::of_webhooks(&webhooks);
        Sample::new("webhooks of the operator", form, written, item::to_webhooks, webhooks)
    };
    let url = |text| WebhookUrl::parse(text, Reach::Internet).unwrap();
    let new = |number: u8, kinds: &[&str]| NewWebhook {
        id: WebhookId::parse(&format!("wh_0123456789{number}")).unwrap(),
        url: url("https://example.com/hooks"),
        description: None,
        kinds: Kinds::parse(kinds).unwrap(),
        secret: WebhookSecret::new([number; 32]),
    };
    let mut two = Webhooks { version: 3, ..Webhooks::default() };
    let first = two.add(&new(50, &[]), now()).unwrap().id;
    two.add(&new(51, &["user.deactivated", "user.deleted"]), now()).unwrap();
    two.rotate(&first, &WebhookSecret::new([52; 32]), now()).unwrap();
    let mut described = Webhooks { version: 5, ..Webhooks::default() };
    let pager = NewWebhook { description: Some("pager".to_owned()), ..new(53, &[]) };
    described.add(&pager, now()).unwrap();
    let of_delivery = |form, delivery: Delivery| {
        let written = item::of_delivery(&delivery, now());
        Sample::new("delivery to a webhook", form, written, item::to_delivery, delivery)
    };
    let plain = Delivery { revision: 1, ..Delivery::new(acme(), first, FeedPlace(70)) };
    let Claim::Mine(claimed) = plain.claim(now(), at("2026-11-24T13:01:00Z")) else { panic!("it is free") };
    let failing = plain.clone().failed(delivery::Failure::Status(500), None, 0, now());
    let stopped = plain.clone().failed(delivery::Failure::Status(410), None, 0, now());
    let late = plain.clone().failed(delivery::Failure::Late, None, 0, now());
    vec![
        sample("plain", two),
        sample("all removed", Webhooks { version: 4, ..Webhooks::default() }),
        sample("described", described),
        of_delivery("plain", plain),
        of_delivery("claimed", claimed),
        of_delivery("failing", failing),
        of_delivery("without an answer", late),
        of_delivery("stopped", stopped),
    ]
}

fn checks() -> Vec<Sample> {
    let sample = |form, check: Check| {
        Sample::new("check of the connection", form, item::of_check(&check), item::to_check, check)
    };
    let tenant = Tenant { plan: Plan::Advanced, ..plain_tenant() };
    let new = |by| NewCheck { id: CheckId::new(id(40)), by };
    let asked = |by| Check { revision: 1, ..Check::asked(None, &tenant, &new(by), now()).unwrap() };
    let by_grace = asked(ActorName::new("Grace Hopper"));
    let taken = Taken { at: at("2026-11-24T13:00:02Z"), run: id(41), suites: 7 };
    let running = Check { revision: 2, ..by_grace.taken_by(by_grace.id, &taken).unwrap() };
    let failure = Failure {
        id: "okta-crud.update".to_owned(),
        title: "A changed first name arrives".to_owned(),
        source: "Okta CRUD test".to_owned(),
        found: "`name.givenName` is not what was sent".to_owned(),
        meaning: "Okta's CRUD test fails.".to_owned(),
        mend: "Run `rollcall tenant set <tenant> --profile-sync full`.".to_owned(),
    };
    let suite = PlayedSuite {
        title: "Okta: SPEC test".to_owned(),
        pass: 12,
        fail_must: 1,
        fail_should: 0,
        not_applicable: 2,
    };
    let ended = |outcome, why: Option<&str>| Ended {
        at: at("2026-11-24T13:02:00Z"),
        outcome,
        why: why.map(str::to_owned),
        left: 0,
        has_report: why.is_none(),
    };
    let played = running.with_suite(suite, vec![failure]);
    let completed = Check { revision: 4, ..played.with_end(ended(check::Outcome::Completed, None)) };
    let broken_off = Check {
        revision: 3,
        ..running.with_end(Ended { left: 3, ..ended(check::Outcome::BrokenOff, None) })
    };
    let impossible = running.with_end(ended(check::Outcome::Impossible, Some("no answer")));
    let report = Report {
        tenant: acme(),
        check: by_grace.id,
        requested_at: now(),
        html: "<!doctype html>".to_owned(),
    };
    vec![
        sample("asked for", asked(None)),
        sample("asked for by somebody", by_grace),
        sample("running", running),
        sample("completed", completed),
        sample("broken off", broken_off),
        sample("impossible", Check { revision: 3, ..impossible }),
        Sample::new(
            "report of a check",
            "plain",
            item::of_check_report(&report),
            item::to_check_report,
            report,
        ),
    ]
}

fn departures() -> Vec<Sample> {
    let departure = |form, departure: Departure| {
        Sample::new("departure", form, item::of_departure(&departure), item::to_departure, departure)
    };
    let part = |form, part: Part| {
        Sample::new("part of a departure", form, item::of_part(&acme(), 15, &part), item::to_part, part)
    };
    let begun = Departure::new(acme(), 16, LONGEST_REQUEST, now());
    let found = Counts::from([("users".to_owned(), 2), ("addresses".to_owned(), 3)]);
    let looked = begun.with_look_ended(&found, at("2026-11-24T13:00:09Z"));
    let ended = looked.with_another_look(at("2026-11-24T13:01:01Z"));
    let ended = ended.with_look_ended(&Counts::new(), at("2026-11-24T13:01:05Z"));
    let first = Part { look: 1, version: 1, ..Part::default() };
    let after = PrimaryKey::user(&acme(), ada_id()).into();
    let midway = Part { after: Some(after), found: found.clone(), version: 3, ..first.clone() };
    let key = ProofKey::new([9; 32]);
    vec![
        departure("begun", begun),
        departure("ended", ended),
        part("begun", first),
        part("midway", midway),
        part("through", Part { look: 1, after: None, through: true, found, version: 4 }),
        Sample::new("key of proofs", "plain", item::of_proof_key(&key), item::to_proof_key, key),
    ]
}

fn arrivals() -> Vec<Sample> {
    let arrival = |form, arrival: Arrival| {
        Sample::new("arrival", form, item::of_arrival(&arrival), item::to_arrival, arrival)
    };
    let begun = Arrival {
        tenant: acme(),
        name: "Acme Inc.".to_owned(),
        export: "ab".repeat(32),
        begun_at: now(),
        ended_at: None,
        written: 0,
        version: 1,
    };
    let ended = begun.with_written(41).with_end(at("2026-11-24T13:00:09Z"));
    let given_up = Departure::of_arrival(acme(), 16, LONGEST_REQUEST, now());
    let given_up = Sample::new(
        "departure",
        "of an arrival",
        item::of_departure(&given_up),
        item::to_departure,
        given_up,
    );
    vec![arrival("begun", begun), arrival("ended", ended), given_up]
}
