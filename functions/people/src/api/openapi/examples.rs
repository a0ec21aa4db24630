//! One example of every body: of what an operation takes, of what it gives, and of each problem.
//!
//! They are of one world: Ada Lovelace works at Analytical Engines Ltd. `make test-clients` holds them to the schemas.

use serde_json::{Value, json};

use super::super::problem::{Kind, Problem};

const ADA: &str = "3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10";
const ENTITY: &str = "b5a3a7ce-6a0e-4f0b-9f0e-0d2f2f6f1c20";
const CHECK: &str = "5b9f2a64-0c3d-4e8f-9a1b-7c6d5e4f3a2b";
const GROUP: &str = "0c9a5f0e-5d55-4d0a-8a53-7b6d7f0a9b30";

const CLIENT: &str = "rcc_acme_0123456789ab";

/// What an operation takes.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "createTenant" => json!({
            "id": "acme", "name": "Acme Inc.", "plan": "advanced", "profileSync": "full", "terms": terms(),
        }),
        "changeTenant" => json!({ "scimEnabled": false, "terms": { "priceMinor": 1500 } }),
        "createWebhook" => json!({
            "url": "https://example.com/webhooks/rollcall",
            "description": "Ends sessions",
            "events": ["user.deactivated", "user.deleted"],
        }),
        "rotateWebhookSecret" | "testWebhook" => json!({}),
        "changeWebhook" => json!({ "url": "https://example.com/webhooks/rollcall/2", "events": null }),
        "resumeWebhook" => json!({ "tenant": "acme" }),
        "createEntity" | "changeEntity" => json!({ "name": "Analytical Engines Ltd" }),
        "createUser" => json!({
            "email": "ada@example.com",
            "profile": { "givenName": "Ada", "familyName": "Lovelace", "displayName": "Ada Lovelace" },
        }),
        "changeUser" => json!({ "profile": { "displayName": "Ada Lovelace" }, "active": true }),
        "invite" => json!({
            "cardAccess": "card", "entityId": ENTITY, "userIds": [ADA], "invitedBy": "Grace Hopper",
        }),
        "setRole" => json!({ "display": "Approver", "description": "Approves what others spend." }),
        "setAccessRule" | "previewAccessRule" => json!({
            "role": "approver", "entity": ENTITY, "cardAccess": "card", "invite": true, "position": 0,
        }),
        "orderAccessRules" => json!({ "order": [GROUP] }),
        "changeAccess" => json!({ "rolesFrom": "groups" }),
        "changePlace" => json!({ "cardAccess": "card_and_reimbursement", "entityId": ENTITY }),
        "createPortalLink" => json!({ "name": "Grace Hopper" }),
        "addAdministrator" => json!({ "address": "grace@example.com", "language": "en" }),
        "changeNotices" => json!({ "silenceAfterDays": 21 }),
        "reportSignIn" => json!({ "at": "2026-07-15T08:30:00Z" }),
        "undoWave" => json!({ "dryRun": true }),
        "rehearse" => json!({
            "Resources": [
                { "userName": "ada@example.com", "externalId": "00u1ab2cd3EFgh4ij5k6", "active": true },
                { "userName": "grace@example", "active": true },
            ],
        }),
        "importPeople" => json!({
            "Resources": [
                { "userName": "ada@example.com", "name": { "givenName": "Ada", "familyName": "Lovelace" } },
                { "userName": "grace" },
            ],
        }),
        "createOAuthClient" => json!({
            "method": "jwt",
            "label": "Entra",
            "issuer": "https://login.microsoftonline.com/9c0f2a51-6d84-4d0b-9a4b-1c2d3e4f5a60/v2.0",
            "subject": "7a1b2c3d-4e5f-4061-8273-9405a6b7c8d9",
            "audience": "api://AzureADTokenExchange",
            "jwksUri": "https://login.microsoftonline.com/9c0f2a51-6d84-4d0b-9a4b-1c2d3e4f5a60/discovery/v2.0/keys",
        }),
        "addOAuthClientSecret" => json!({ "expiresInDays": 90 }),
        _ => return None,
    })
}

/// What an operation gives when it is carried out, as JSON.
pub(super) fn response(operation: &str) -> Option<Value> {
    Some(match operation {
        "listTenants" => json!({ "tenants": [tenant()], "next": "t1-acme" }),
        "createTenant" | "showTenant" => tenant(),
        "changeTenant" => with(tenant(), json!({ "scimEnabled": false })),
        "listWebhooks" => json!({ "webhooks": [webhook()] }),
        "showWebhook" => webhook(),
        "changeWebhook" => {
            let url = "https://example.com/webhooks/rollcall/2";
            let mut changed = with(webhook(), json!({ "url": url }));
            changed.as_object_mut()?.remove("events");
            changed
        }
        "testWebhook" => json!({
            "id": "test/6f1f1d6e-4f0e-4f0f-9a53-0a1c3c1f3d52",
            "taken": false,
            "status": 500,
            "reason": "the receiver answers 500",
            "durationMs": 31,
        }),
        "createWebhook" => {
            json!({ "webhook": with(webhook(), json!({ "untaken": [] })), "secret": WEBHOOK_SECRET })
        }
        "rotateWebhookSecret" => json!({
            "webhook": with(webhook(), json!({ "untaken": [], "bothSignUntil": "2026-07-03T09:00:00Z" })),
            "secret": WEBHOOK_SECRET,
        }),
        "resumeWebhook" => json!({ "resumed": 1 }),
        "listEntities" => json!({ "entities": [entity()] }),
        "listAdministrators" => json!({ "administrators": [administrator()] }),
        "addAdministrator" | "resendAdministratorLink" => administrator(),
        "showNotices" | "changeNotices" => json!({ "silenceAfterDays": 21 }),
        "createEntity" | "showEntity" | "changeEntity" => entity(),
        "listUsers" => json!({ "users": [user()], "next": "eyJhZnRlciI6IjNmMGMifQ" }),
        "changeUser" => unmanaged(),
        "deleteUser" => with(
            unmanaged(),
            json!({
                "status": "deactivated",
                "active": false,
                "deactivatedAt": "2026-07-02T09:00:00Z",
                "purgeAt": "2026-07-02T10:00:00Z",
            }),
        ),
        "createUser" | "resendConfirmation" | "resendInvitation" | "revokeInvitation" => user(),
        "showUser" => {
            let engineers = json!([{ "id": GROUP, "name": "Engineers" }]);
            let approver = json!({ "id": "approver", "display": "Approver", "groups": engineers.clone() });
            with(user(), json!({ "groups": engineers, "roles": [approver] }))
        }
        "listGroups" => json!({ "groups": [group()], "next": "g1-0c9a5f0e-5d55-4d0a-8a53-7b6d7f0a9b30" }),
        "showGroup" => with(group(), json!({ "members": 3 })),
        "listMembers" => json!({ "members": [user()] }),
        "listRoles" => json!({ "roles": [role()] }),
        "showRole" | "setRole" => role(),
        "listAccessRules" | "orderAccessRules" => json!({ "rules": [rule()], "run": run() }),
        "showAccessRule" | "setAccessRule" => rule(),
        "applyAccessRule" => run(),
        "previewAccessRule" => json!({
            "lookedAt": 3,
            "complete": true,
            "gaining": 1,
            "losing": 0,
            "invited": 1,
            "losingInvitation": 0,
            "people": [{
                "userId": ADA,
                "userName": "ada@example.com",
                "gains": ["approver"],
                "loses": [],
                "invited": true,
                "losesInvitation": false,
            }],
        }),
        "showAccess" | "changeAccess" => json!({ "rolesFrom": "groups", "run": run() }),
        "changePlace" => placed(),
        "endPlace" => without_place(),
        "checkSignIn" => json!({
            "answer": "blocked",
            "reason": "deactivated_by_directory",
            "id": ADA,
            "status": "deactivated",
            "deactivatedAt": "2026-07-20T10:00:00Z",
        }),
        "traceUser" => traced(),
        "listEvents" => {
            json!({ "events": [deactivation()], "next": "e1-70-5b1f0c3a9d2e4f67", "more": false })
        }
        "rehearse" => json!({
            "people": [
                {
                    "line": 1,
                    "userName": "ada@example.com",
                    "userId": ADA,
                    "would": ["link"],
                    "bill": { "amountMinor": 658, "currency": "EUR" },
                },
                {
                    "line": 2,
                    "userName": "grace@example",
                    "would": ["refuse"],
                    "reason": "userName is not an e-mail address.",
                },
            ],
            "counts": {
                "people": 2,
                "created": 0,
                "linked": 1,
                "renamed": 0,
                "blocked": 0,
                "restored": 0,
                "changed": 0,
                "unchanged": 0,
                "refused": 1,
                "billed": 1,
            },
            "unreadColumns": [],
        }),
        "importPeople" => json!({
            "dryRun": false,
            "created": 1,
            "alreadyThere": 0,
            "failed": [{ "line": 2, "reason": "userName is not an e-mail address." }],
            "remaining": 0,
            "unreadColumns": [],
        }),
        "listWaves" => json!({ "waves": [wave()] }),
        "showWave" => {
            json!({ "wave": wave(), "members": [wave_member()], "next": "p1-1784538000000.3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10" })
        }
        "undoWave" => json!({
            "wave": wave(),
            "dryRun": true,
            "restored": 2997,
            "left": [{ "reason": "active", "people": 2 }, { "reason": "blocked_since", "people": 1 }],
            "remaining": 0,
        }),
        "showHistory" => json!({ "entries": [history_entry()] }),
        "invite" => {
            json!({ "results": [{ "userId": ADA, "outcome": "invited", "invitation": invitation() }] })
        }
        "reportSignIn" => json!({
            "userId": ADA,
            "firstSignedInAt": "2026-07-15T08:30:00Z",
            "billedUntil": "2026-08-01",
            "lines": [line()],
        }),
        "listBillingPeriods" => json!({ "periods": [billed_period(false)] }),
        "closeBillingPeriod" => {
            json!({ "closedUntil": "2026-08-01", "periods": [billed_period(true)] })
        }
        "showBillingPeriod" => json!({
            "period": period(),
            "closed": false,
            "lines": 1,
            "amounts": [{ "amountMinor": 658, "currency": "EUR" }],
        }),
        "listBillingLines" => json!({ "period": period(), "lines": [line()] }),
        "listOAuthClients" => with(json!({ "clients": [client()] }), places()),
        "showOAuthClient" => client(),
        "createOAuthClient" => with(json!({ "clientId": CLIENT }), places()),
        "addOAuthClientSecret" => with(
            json!({
                "clientId": CLIENT,
                "clientSecret": "rcs_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "secretId": "9f86d081884c",
                "expiresAt": "2026-10-13T08:30:00Z",
                "earlier": [{ "secretId": "60303ae22b99", "expiresAt": "2026-07-22T08:30:00Z" }],
            }),
            places(),
        ),
        "startConnectionCheck" => json!({
            "id": CHECK,
            "status": "waiting",
            "requestedAt": "2026-07-15T08:30:00Z",
            "requestedBy": "Grace Hopper",
            "parts": [],
            "failed": 0,
            "failures": [],
            "left": 0,
        }),
        "showConnectionCheck" => json!({
            "id": CHECK,
            "status": "ended",
            "requestedAt": "2026-07-15T08:30:00Z",
            "requestedBy": "Grace Hopper",
            "endedAt": "2026-07-15T08:33:10Z",
            "outcome": "completed",
            "partsPlanned": 7,
            "parts": [{
                "title": "Okta: people and groups (CRUD test)",
                "pass": 23,
                "failMust": 1,
                "failShould": 0,
                "notApplicable": 0,
            }],
            "failed": 1,
            "failures": [{
                "id": "okta-crud.update",
                "title": "A changed first name arrives: a PUT of the whole user as it was read",
                "source": "Okta CRUD test",
                "found": "`name.givenName` is not what was sent",
                "meaning": "Okta's CRUD test fails: it changes the first name and wants to find it changed.",
                "mend": "Run `rollcall tenant set <tenant> --profile-sync full`.",
            }],
            "left": 0,
        }),
        "createPortalLink" => json!({
            "url": "https://people.example.com/portal/open/0123456789abcdef",
            "expiresAt": "2026-07-15T08:35:00Z",
        }),
        _ => return None,
    })
}

const WEBHOOK_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook() -> Value {
    json!({
        "id": "wh_0123456789ab",
        "url": "https://example.com/webhooks/rollcall",
        "description": "Ends sessions",
        "events": ["user.deactivated", "user.deleted"],
        "madeAt": "2026-07-01T09:00:00Z",
        "untaken": [{
            "tenant": "acme",
            "since": "2026-07-02T08:00:00Z",
            "tries": 6,
            "reason": "the receiver answers 500",
            "nextTryAt": "2026-07-02T09:31:00Z",
        }],
    })
}

/// A problem that an operation answers with this status.
pub(super) fn problem(operation: &str, status: &str) -> Option<Value> {
    let (kind, detail) = match status {
        "400" => (Kind::InvalidRequest, "`limit` is a number of 1 to 200."),
        "401" => (Kind::Unauthorized, "The token is not valid: it may be mistyped, expired or revoked."),
        "403" => (Kind::PlanRequired, "This account is not on the Advanced plan."),
        "404" => (Kind::NotFound, "There is nothing with that identifier."),
        "409" => conflict(operation),
        "410" => (Kind::CursorExpired, "What comes after this cursor is older than 30 days."),
        "413" if ["rehearse", "importPeople"].contains(&operation) => {
            (Kind::TooLarge, "A list has 1000 people at most. Send it in parts.")
        }
        "413" => (Kind::TooLarge, "The body is larger than 64 KiB."),
        "422" => (Kind::KeyReused, "This Idempotency-Key was sent with another request."),
        "429" => (Kind::TryLater, "The same may be sent again after a while."),
        "500" => (Kind::Internal, "Something went wrong on our side."),
        _ => return None,
    };
    serde_json::to_value(Problem::new(kind, detail)).ok()
}

fn conflict(operation: &str) -> (Kind, &'static str) {
    match operation {
        "changeUser" | "deleteUser" => (
            Kind::ManagedByDirectory,
            "The directory manages this person. Change, unassign or assign them there.",
        ),
        "createUser" => (Kind::AddressTaken, "Another person of this tenant has the address."),
        "createOAuthClient" => (Kind::TooMany, "The tenant has 5 OAuth clients already: revoke one first."),
        "addOAuthClientSecret" => {
            (Kind::NoSecret, "The client has no secret: it proves itself by assertions.")
        }
        "addAdministrator" => (Kind::TooMany, "The tenant has 10 addresses of administrators already."),
        "startConnectionCheck" => (Kind::CheckUnderWay, "A check is under way since 2026-07-15T08:30:00Z."),
        "createTenant" => (Kind::TenantExists, "There is a tenant of this id."),
        "createWebhook" => (Kind::TooMany, "There are five webhooks already: remove one first."),
        "rotateWebhookSecret" => (Kind::InProgress, "The request of this key is still under way."),
        "createEntity" => (Kind::TooMany, "A tenant has 100 entities at most."),
        "resendInvitation" | "revokeInvitation" => (Kind::NotInvited, "The person has no invitation."),
        "resendConfirmation" => {
            (Kind::NothingToConfirm, "The person has no address that waits to be confirmed.")
        }
        "setAccessRule" | "previewAccessRule" => {
            (Kind::UnknownRole, "There is no role approver. Declare it first.")
        }
        "undoWave" => (
            Kind::NotUndoable,
            "People who were created stay so: only a wave that deactivated them can be undone.",
        ),
        "orderAccessRules" => (Kind::OrderIncomplete, "The order must name the group of each rule once."),
        "setRole" => (Kind::TooMany, "A tenant can have 100 roles."),
        "deleteRole" => (Kind::InUse, "The role is given by the rules of these groups: Engineers."),
        "deleteEntity" => (Kind::InUse, "Somebody belongs to the entity, or is invited to it."),
        "closeBillingPeriod" => (Kind::PeriodNotOver, "The period is not over."),
        "reportSignIn" | "changePlace" | "endPlace" => {
            (Kind::NotAccepted, "The person has not accepted an invitation.")
        }
        _ => (Kind::InProgress, "The request of this Idempotency-Key is still under way."),
    }
}

fn terms() -> Value {
    json!({ "interval": "monthly", "anchor": "2026-01-15", "priceMinor": 1200, "currency": "EUR" })
}

fn tenant() -> Value {
    json!({
        "id": "acme",
        "name": "Acme Inc.",
        "plan": "advanced",
        "scimEnabled": true,
        "profileSync": "full",
        "terms": terms(),
        "renewedUntil": "2026-07-15",
        "createdAt": "2026-07-01T12:00:00Z",
    })
}

/// Where an OAuth client is used.
fn places() -> Value {
    json!({
        "tokenUrl": "https://people.example.com/oauth/token",
        "authorizeUrl": "https://people.example.com/oauth/authorize",
        "scimUrl": "https://people.example.com/scim/v2",
    })
}

fn client() -> Value {
    json!({
        "clientId": CLIENT,
        "method": "secret",
        "label": "Entra",
        "createdAt": "2026-07-01T12:00:00Z",
        "madeBy": { "peopleToken": "3a7bd3e2360a", "admin": "Grace Hopper" },
        "lastUsedAt": "2026-07-15T08:30:00Z",
        "lastRefusal": { "fault": "secret_expired", "at": "2026-07-14T08:30:00Z", "times": 1 },
        "secrets": [{
            "secretId": "9f86d081884c",
            "createdAt": "2026-07-01T12:00:00Z",
            "expiresAt": "2027-07-01T12:00:00Z",
            "expired": false,
            "lastUsedAt": "2026-07-15T08:30:00Z",
        }],
    })
}

fn administrator() -> Value {
    json!({
        "id": "6d1f0c52-3c0e-4b1e-9b43-9b8a3a6f2d10",
        "address": "grace@example.com",
        "language": "en",
        "addedAt": "2026-07-01T12:00:00Z",
        "confirmedAt": "2026-07-01T12:05:00Z",
    })
}

fn entity() -> Value {
    json!({ "id": ENTITY, "name": "Analytical Engines Ltd", "createdAt": "2026-07-01T12:00:00Z" })
}

fn group() -> Value {
    json!({
        "id": GROUP,
        "name": "Engineers",
        "externalId": "00g1ab2cd3EFgh4ij5k6",
        "createdAt": "2026-07-01T12:03:00Z",
        "updatedAt": "2026-07-01T12:03:00Z",
    })
}

fn role() -> Value {
    json!({
        "id": "approver",
        "display": "Approver",
        "description": "Approves what others spend.",
        "createdAt": "2026-07-01T12:00:00Z",
        "updatedAt": "2026-07-01T12:00:00Z",
    })
}

fn rule() -> Value {
    json!({
        "group": { "id": GROUP, "name": "Engineers" },
        "role": { "id": "approver", "display": "Approver" },
        "entity": { "id": ENTITY, "name": "Analytical Engines Ltd" },
        "cardAccess": "card",
        "invite": true,
        "position": 0,
    })
}

fn run() -> Value {
    json!({ "startedAt": "2026-07-01T12:10:00Z", "done": 1, "total": 3 })
}

fn user() -> Value {
    json!({
        "id": ADA,
        "userName": "ada@example.com",
        "email": "ada@example.com",
        "externalId": "00u1ab2cd3EFgh4ij5k6",
        "profile": { "givenName": "Ada", "familyName": "Lovelace", "displayName": "Ada Lovelace" },
        "status": "invited",
        "active": true,
        "linked": true,
        "invitation": invitation(),
        "createdAt": "2026-07-01T12:05:00Z",
        "updatedAt": "2026-07-02T09:00:00Z",
    })
}

fn invitation() -> Value {
    json!({
        "id": "5d1f7f0e-3c53-4b0e-8f6b-7a6c1b2d3e40",
        "state": "sent",
        "entity": { "id": ENTITY, "name": "Analytical Engines Ltd" },
        "cardAccess": "card",
        "invitedBy": "Grace Hopper",
        "invitedAt": "2026-07-02T09:00:00Z",
        "mailedAt": "2026-07-02T09:00:02Z",
        "expiresAt": "2026-07-09T09:00:02Z",
        "undeliverable": false,
    })
}

/// A user whom no directory manages.
fn unmanaged() -> Value {
    let mut user = with(user(), json!({ "linked": false, "status": "provisioned" }));
    if let Value::Object(user) = &mut user {
        user.remove("externalId");
        user.remove("invitation");
    }
    user
}

fn history_entry() -> Value {
    json!({
        "version": 2,
        "at": "2026-07-02T09:00:00Z",
        "by": "directory",
        "byName": "Okta",
        "changes": { "userName": { "from": "ada.byron@example.com", "to": "ada@example.com" } },
    })
}

fn wave() -> Value {
    json!({
        "id": "deactivated-directory-2026-07-20T09:00:00Z",
        "kind": "deactivated",
        "by": "directory",
        "firstAt": "2026-07-20T09:00:00Z",
        "lastAt": "2026-07-20T09:07:31Z",
        "people": 3000,
    })
}

fn wave_member() -> Value {
    json!({
        "id": ADA,
        "at": "2026-07-20T09:00:00Z",
        "userName": "ada@example.com",
        "status": "deactivated",
        "undo": "restore",
    })
}

/// Somebody who is blocked, and whose address another account had before.
fn traced() -> Value {
    json!({
        "state": "blocked",
        "account": {
            "id": ADA,
            "userName": "ada@example.com",
            "email": "ada@example.com",
            "linked": true,
            "createdAt": "2026-07-01T09:00:00Z",
            "deactivatedAt": "2026-07-20T10:00:00Z",
            "deactivatedBy": "directory",
            "deactivatedByName": "Okta",
            "reason": "deactivated_by_directory",
            "purgeAt": "2026-08-03T09:00:00Z",
            "history": [history_entry()],
            "hasEarlierEntries": false,
        },
        "deleted": [{
            "id": "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11",
            "createdAt": "2026-03-02T09:00:00Z",
            "deactivatedAt": "2026-05-20T10:00:00Z",
            "deactivatedBy": "admin",
            "deactivatedByName": "Grace Hopper",
            "reason": "deactivated_by_operator",
            "purgedAt": "2026-06-03T09:00:01Z",
            "deletion": "after_deactivation",
            "forgottenAt": "2026-09-01T09:00:01Z",
        }],
    })
}

/// The event of somebody who was blocked.
fn deactivation() -> Value {
    json!({
        "id": format!("{ADA}/4/user.deactivated"),
        "kind": "user.deactivated",
        "tenantId": "acme",
        "userId": ADA,
        "version": 4,
        "at": "2026-07-20T10:00:00Z",
        "by": "directory",
        "user": {
            "userName": "ada@example.com",
            "email": "ada@example.com",
            "active": false,
            "linked": true,
        },
    })
}

/// A user with a place.
fn placed() -> Value {
    let accepted = json!({
        "state": "accepted",
        "cardAccess": "card_and_reimbursement",
        "acceptedAt": "2026-07-02T10:00:00Z",
    });
    let place = json!({
        "entity": { "id": ENTITY, "name": "Analytical Engines Ltd" },
        "cardAccess": "card_and_reimbursement",
    });
    let changes = json!({ "status": "accepted", "place": place, "invitation": with(invitation(), accepted) });
    with(user(), changes)
}

/// A user whose place was taken away.
fn without_place() -> Value {
    let ended = json!({
        "state": "ended",
        "acceptedAt": "2026-07-02T10:00:00Z",
        "endedAt": "2026-07-20T10:00:00Z",
    });
    with(user(), json!({ "status": "provisioned", "invitation": with(invitation(), ended) }))
}

/// An object with these members in place of its own.
fn with(mut object: Value, changes: Value) -> Value {
    if let (Value::Object(object), Value::Object(changes)) = (&mut object, changes) {
        object.extend(changes);
    }
    object
}

fn period() -> Value {
    json!({ "start": "2026-07-01", "end": "2026-08-01" })
}

fn billed_period(closed: bool) -> Value {
    json!({
        "start": "2026-07-01",
        "end": "2026-08-01",
        "currency": "EUR",
        "amountMinor": 658,
        "lines": 1,
        "lastChange": "2026-07-15T08:30:00Z",
        "closed": closed,
    })
}

fn line() -> Value {
    json!({
        "userId": ADA,
        "userName": "ada@example.com",
        "periodStart": "2026-07-01",
        "periodEnd": "2026-08-01",
        "billableFrom": "2026-07-15",
        "billableUntil": "2026-08-01",
        "madeAt": "2026-07-15T08:30:00Z",
        "priceMinor": 1200,
        "amountMinor": 658,
        "currency": "EUR",
    })
}
