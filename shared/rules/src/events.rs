//! What a change of an account or a group announces to the operator's product.

use std::collections::BTreeSet;
use std::fmt::Display;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::access::RoleId;
use super::address::EmailAddress;
use super::deletion::Tombstone;
use super::entity::{EntityId, EntityName};
use super::group::{Group, GroupExternalId, GroupId, GroupName};
use super::invitation::{CardAccess, Invitation};
use super::notices::{Cause, Credential, CredentialKind, Notice, OwedNotice};
use super::oauth::ClientId;
use super::place::Place;
use super::tenant::TenantId;
use super::user::{Actor, ExternalId, User, UserId};
use super::webhook::delivery::{Delivery, Failing};
use super::webhook::endpoint::WebhookId;

/// The kind of an event: its `kind`, and the `detail-type` on the bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum EventKind {
    /// There is a new account.
    #[serde(rename = "user.created")]
    Created,
    /// The directory manages an account that was there.
    #[serde(rename = "user.linked")]
    Linked,
    /// The directory gave the account another `userName`.
    #[serde(rename = "user.user_name_changed")]
    UserNameChanged,
    /// The verified address moved.
    #[serde(rename = "user.email_changed")]
    EmailChanged,
    /// The account is blocked.
    #[serde(rename = "user.deactivated")]
    Deactivated,
    /// The account is restored.
    #[serde(rename = "user.reactivated")]
    Reactivated,
    /// There is another invitation.
    #[serde(rename = "user.invited")]
    Invited,
    /// The invitation was taken back.
    #[serde(rename = "user.invitation_revoked")]
    InvitationRevoked,
    /// The person let the invitation pass. It can be sent again.
    #[serde(rename = "user.invitation_expired")]
    InvitationExpired,
    /// The person accepted the invitation.
    #[serde(rename = "user.accepted")]
    Accepted,
    /// The person has another place than the one that they accepted, or none any more.
    #[serde(rename = "user.place_changed")]
    PlaceChanged,
    /// The person was seen signed in for the first time.
    #[serde(rename = "user.first_signed_in")]
    FirstSignedIn,
    /// The person has other roles. The event has the complete set.
    #[serde(rename = "user.roles_changed")]
    RolesChanged,
    /// The account gave its place to another one, or was written over, as the directory may mean another person.
    #[serde(rename = "user.replaced")]
    Replaced,
    /// The account is deleted, and nothing of the person is left.
    #[serde(rename = "user.deleted")]
    Deleted,
    /// There is a new group.
    #[serde(rename = "group.created")]
    GroupCreated,
    /// The group has another name.
    #[serde(rename = "group.renamed")]
    GroupRenamed,
    /// The group is deleted. Nobody is in it any more.
    #[serde(rename = "group.deleted")]
    GroupDeleted,
    /// A credential of the directory is about to end.
    #[serde(rename = "credential.expiring")]
    CredentialExpiring,
    /// The directory was not heard of for days.
    #[serde(rename = "directory.silent")]
    DirectorySilent,
    /// Requests of the directory are refused again and again.
    #[serde(rename = "directory.refused")]
    DirectoryRefused,
    /// A webhook is not sent any more what happens at the tenant, until the operator says so.
    #[serde(rename = "webhook.stopped")]
    WebhookStopped,
}

impl EventKind {
    /// All there are, in the order in which one change announces several.
    pub const ALL: [Self; 22] = [
        Self::Created,
        Self::Linked,
        Self::UserNameChanged,
        Self::EmailChanged,
        Self::Deactivated,
        Self::Reactivated,
        Self::Invited,
        Self::InvitationRevoked,
        Self::InvitationExpired,
        Self::Accepted,
        Self::PlaceChanged,
        Self::FirstSignedIn,
        Self::RolesChanged,
        Self::Replaced,
        Self::Deleted,
        Self::GroupCreated,
        Self::GroupRenamed,
        Self::GroupDeleted,
        Self::CredentialExpiring,
        Self::DirectorySilent,
        Self::DirectoryRefused,
        Self::WebhookStopped,
    ];

    /// The spelling in events, such as `user.created`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "user.created",
            Self::Linked => "user.linked",
            Self::UserNameChanged => "user.user_name_changed",
            Self::EmailChanged => "user.email_changed",
            Self::Deactivated => "user.deactivated",
            Self::Reactivated => "user.reactivated",
            Self::Invited => "user.invited",
            Self::InvitationRevoked => "user.invitation_revoked",
            Self::InvitationExpired => "user.invitation_expired",
            Self::Accepted => "user.accepted",
            Self::PlaceChanged => "user.place_changed",
            Self::FirstSignedIn => "user.first_signed_in",
            Self::Replaced => "user.replaced",
            Self::RolesChanged => "user.roles_changed",
            Self::Deleted => "user.deleted",
            Self::GroupCreated => "group.created",
            Self::GroupRenamed => "group.renamed",
            Self::GroupDeleted => "group.deleted",
            Self::CredentialExpiring => "credential.expiring",
            Self::DirectorySilent => "directory.silent",
            Self::DirectoryRefused => "directory.refused",
            Self::WebhookStopped => "webhook.stopped",
        }
    }

    /// Is it what the change from `old` to `new` comes to?
    fn is_announced_by(self, old: Option<&User>, new: &User) -> bool {
        let was = |fact: fn(&User) -> bool| old.is_some_and(fact);
        let came_true = |fact: fn(&User) -> bool| fact(new) && !was(fact);
        match self {
            Self::Created => old.is_none(),
            Self::Linked => old.is_some() && came_true(|user| user.linked),
            Self::UserNameChanged => old.is_some_and(|old| old.user_name != new.user_name),
            Self::EmailChanged => old.is_some_and(|old| old.email != new.email),
            // Of a new account `active` tells it.
            Self::Deactivated => was(User::is_active) && !new.is_active(),
            Self::Reactivated => old.is_some() && came_true(User::is_active),
            Self::Invited => new.invitation.is_some() && old.and_then(invitation_id) != invitation_id(new),
            Self::InvitationRevoked => came_true(has_revoked_invitation),
            Self::InvitationExpired => came_true(has_expired_invitation),
            Self::Accepted => came_true(User::has_accepted),
            Self::PlaceChanged => old.is_some_and(|old| is_placed_anew(old, new)),
            Self::FirstSignedIn => came_true(|user| user.first_signed_in_at.is_some()),
            Self::Replaced => {
                came_true(|user| user.replaced.is_some()) || old.is_some_and(|old| is_written_over(old, new))
            }
            Self::RolesChanged => old.map_or(!new.roles.is_empty(), |old| old.roles != new.roles),
            Self::Deleted
            | Self::GroupCreated
            | Self::GroupRenamed
            | Self::GroupDeleted
            | Self::CredentialExpiring
            | Self::DirectorySilent
            | Self::DirectoryRefused
            | Self::WebhookStopped => false,
        }
    }
}

/// Something that happened to an account or a group. Its JSON is described by `docs/events.schema.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Account or group, version and kind. A repeated event has the same id.
    pub id: String,
    /// The kind of change that is announced.
    pub kind: EventKind,
    /// The tenant that has the account or the group, or that the event is of.
    pub tenant_id: TenantId,
    /// The account's identifier, which a product keeps with its own data; `None`: the event is of a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group's identifier; `None`: the event is of an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The version that the account, or the group, had from then on; the last one of a deleted account. Of a notice it is its
    /// number among the tenant's, and of a webhook that of the writes of its delivery. Higher means later.
    pub version: u64,
    /// When. Of a deletion: when it was due. It is done within the hour, unless something is away.
    pub at: Timestamp,
    /// Who caused the change.
    pub by: Actor,
    /// The account after the change; `None` for a deleted account, of which nothing personal is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<AnnouncedUser>,
    /// The complete set of roles since, by id; only with [`EventKind::RolesChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<BTreeSet<RoleId>>,
    /// The roles before, by id; only with [`EventKind::RolesChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_roles: Option<BTreeSet<RoleId>>,
    /// The group after the change; only with [`EventKind::GroupCreated`] and [`EventKind::GroupRenamed`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<AnnouncedGroup>,
    /// The name before; only with [`EventKind::GroupRenamed`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_display_name: Option<GroupName>,
    /// The `userName` before; only with [`EventKind::UserNameChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_user_name: Option<EmailAddress>,
    /// The address before; only with [`EventKind::EmailChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_email: Option<EmailAddress>,
    /// Only with [`EventKind::Invited`], [`EventKind::InvitationRevoked`], [`EventKind::InvitationExpired`] and
    /// [`EventKind::Accepted`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<AnnouncedInvitation>,
    /// The place since, unless it was taken away; only with [`EventKind::PlaceChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<AnnouncedPlace>,
    /// The place before; only with [`EventKind::PlaceChanged`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_place: Option<AnnouncedPlace>,
    /// When the person signed in, which may be before it was reported; only with [`EventKind::FirstSignedIn`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_signed_in_at: Option<Timestamp>,
    /// The account that has the place since, this one if it was written over; only with [`EventKind::Replaced`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<UserId>,
    /// The `externalId` before, where there was one; only with [`EventKind::Replaced`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_external_id: Option<ExternalId>,
    /// The `externalId` with which the directory asked for the other account; only with [`EventKind::Replaced`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The credential that is about to end; only with [`EventKind::CredentialExpiring`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<AnnouncedCredential>,
    /// The threshold that it reached; only with [`EventKind::CredentialExpiring`]. Or for how many whole days the directory was
    /// not heard of; only with [`EventKind::DirectorySilent`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// When the directory was last heard of; only with [`EventKind::DirectorySilent`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heard_at: Option<Timestamp>,
    /// Why the directory is refused; only with [`EventKind::DirectoryRefused`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<AnnouncedRefusal>,
    /// What the webhook did not take; only with [`EventKind::WebhookStopped`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<AnnouncedWebhook>,
}

/// What an event tells of a webhook that stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedWebhook {
    /// Its identifier.
    pub id: WebhookId,
    /// When the event was first tried that it did not take.
    pub since: Timestamp,
    /// How often that was tried.
    pub tries: u32,
    /// Why the last try failed, for a developer to read.
    pub reason: String,
}

/// What an event tells of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedCredential {
    /// A static token, or the secret of an OAuth client.
    #[serde(rename = "type")]
    pub kind: CredentialKind,
    /// The id by which the token or secret is listed.
    pub id: String,
    /// The label of the token or client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The client's id, of a secret, as the directory has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// What an event tells of refusals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedRefusal {
    /// Why.
    #[serde(flatten)]
    pub cause: Cause,
    /// When a request was last refused.
    pub last_at: Timestamp,
}

/// What an event tells of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedUser {
    /// The SCIM key, which may be an address that is not verified.
    pub user_name: EmailAddress,
    /// The verified address, at which mails reach the person.
    pub email: EmailAddress,
    /// Whether the account is not blocked.
    pub active: bool,
    /// Whether the directory manages the account.
    pub linked: bool,
}

impl Event {
    /// The event of a notice. It is the same however often it is made.
    pub(super) fn of_notice(tenant: &TenantId, owed: &OwedNotice) -> Self {
        let kind = match &owed.notice {
            Notice::Expiring { .. } => EventKind::CredentialExpiring,
            Notice::Silent { .. } => EventKind::DirectorySilent,
            Notice::Refused { .. } => EventKind::DirectoryRefused,
        };
        let mut event = bare_of(kind, tenant, tenant, owed.number, owed.at, Actor::System);
        match owed.notice.clone() {
            Notice::Expiring { credential, days } => {
                let Credential { kind, id, label, client, expires_at } = credential;
                let client_id = client.map(|client| ClientId::text(tenant, &client));
                event.credential = Some(AnnouncedCredential { kind, id, label, client_id, expires_at });
                event.days = Some(days);
            }
            Notice::Silent { heard_at, days } => {
                (event.heard_at, event.days) = (Some(heard_at), Some(days));
            }
            Notice::Refused { cause, at } => event.refused = Some(AnnouncedRefusal { cause, last_at: at }),
        }
        event
    }

    /// The event of a deletion, by what stays of the account: the same that the deletion announces; `None`: an earlier version
    /// made the tombstone, and did not note the account's version.
    #[must_use]
    pub fn of_deletion(tombstone: &Tombstone) -> Option<Self> {
        let Tombstone { id, tenant, version, purge_at, .. } = tombstone;
        Some(deleted(*id, tenant, (*version)?, *purge_at))
    }

    /// The event of a delivery that stopped, by the delivery before and after; `None`: it stopped before, or goes on.
    #[must_use]
    pub fn of_stop(old: Option<&Delivery>, new: &Delivery) -> Option<Self> {
        let stopped_at = new.stopped_at.filter(|_| old.is_none_or(|old| old.stopped_at.is_none()))?;
        let Failing { since, tries, failure, .. } = new.failing.clone()?;
        let Delivery { tenant, webhook, revision, .. } = new;
        let subject = format!("{tenant}/{webhook}");
        let event = bare_of(EventKind::WebhookStopped, subject, tenant, *revision, stopped_at, Actor::System);
        let webhook = AnnouncedWebhook { id: webhook.clone(), since, tries, reason: failure.to_string() };
        Some(Self { webhook: Some(webhook), ..event })
    }

    /// Whom or what the event is of: the account or the group. `None`: the tenant itself.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        self.user_id.map(Subject::User).or(self.group_id.map(Subject::Group))
    }
}

/// Whom or what an event is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An account.
    User(UserId),
    /// A group.
    Group(GroupId),
}

/// What an event tells of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedGroup {
    /// Its name: SCIM `displayName`.
    pub display_name: GroupName,
    /// The directory's own identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<GroupExternalId>,
}

/// What an event tells of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedInvitation {
    /// The invitation's identifier: [`Invitation::id`].
    pub id: Uuid,
    /// Where the person is invited to: [`Invitation::entity`].
    pub entity_id: EntityId,
    /// Its name when it was made: [`Invitation::entity_name`].
    pub entity_name: EntityName,
    /// Which card access it grants: [`Invitation::card_access`].
    pub card_access: CardAccess,
}

/// What an event tells of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedPlace {
    /// The entity: [`Place::entity`].
    pub entity_id: EntityId,
    /// Its name when the place was given: [`Place::entity_name`].
    pub entity_name: EntityName,
    /// Which card access it grants: [`Place::card_access`].
    pub card_access: CardAccess,
}

/// What the change from `old`, `None` for a new account, to `new`, `None` for a deleted one, announces. Several, where
/// several things happened at once, in the order of [`EventKind::ALL`].
pub(super) fn events(old: Option<&User>, new: Option<&User>) -> Vec<Event> {
    match (old, new) {
        (Some(old), None) => vec![deletion(old)],
        // Nothing that somebody could see: mails were sent, or a period was billed.
        (Some(old), Some(new)) if old.version == new.version => Vec::new(),
        (old, Some(new)) => {
            let kinds = EventKind::ALL.into_iter().filter(|kind| kind.is_announced_by(old, new));
            kinds.map(|kind| event(kind, old, new)).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// The kinds that tell of an invitation.
const WITH_INVITATION: [EventKind; 4] =
    [EventKind::Invited, EventKind::InvitationRevoked, EventKind::InvitationExpired, EventKind::Accepted];

fn event(kind: EventKind, old: Option<&User>, new: &User) -> Event {
    let when = |kinds: &[EventKind]| kinds.contains(&kind).then_some(());
    let User { user_name, email, linked, .. } = new.clone();
    let user = AnnouncedUser { user_name, email, active: new.is_active(), linked };
    let replaced = when(&[EventKind::Replaced]).and(old).map(|old| replacement(old, new));
    Event {
        user: Some(user),
        previous_user_name: when(&[EventKind::UserNameChanged]).and(old).map(|old| old.user_name.clone()),
        previous_email: when(&[EventKind::EmailChanged]).and(old).map(|old| old.email.clone()),
        invitation: when(&WITH_INVITATION).and(new.invitation.as_ref()).map(AnnouncedInvitation::of),
        place: when(&[EventKind::PlaceChanged]).and_then(|()| new.place()).map(AnnouncedPlace::of),
        previous_place: when(&[EventKind::PlaceChanged])
            .and(old)
            .and_then(User::place)
            .map(AnnouncedPlace::of),
        roles: when(&[EventKind::RolesChanged]).map(|()| new.roles.clone()),
        previous_roles: when(&[EventKind::RolesChanged])
            .map(|()| old.map(|old| old.roles.clone()).unwrap_or_default()),
        first_signed_in_at: when(&[EventKind::FirstSignedIn]).and(new.first_signed_in_at),
        replaced_by: replaced.as_ref().map(|(by, _)| *by),
        previous_external_id: when(&[EventKind::Replaced]).and(old).and_then(|old| old.external_id.clone()),
        external_id: replaced.and_then(|(_, external_id)| external_id),
        ..bare(kind, new, new.updated_at, new.updated_by)
    }
}

/// It is told when the deletion was due: that is the same however often it is told, and a rule has no clock.
fn deletion(old: &User) -> Event {
    let due = old.deactivation.map_or(old.updated_at, |since| since.purge_at);
    deleted(old.id, &old.tenant, old.version, due)
}

/// The subject of an account's event is its id.
fn deleted(id: UserId, tenant: &TenantId, version: u64, due: Timestamp) -> Event {
    Event { user_id: Some(id), ..bare_of(EventKind::Deleted, id, tenant, version, due, Actor::System) }
}

/// What the change of a group from `old`, `None` for a new one, to `new` announces. The directory alone makes groups. Who
/// comes and goes is not announced: that may be thousands at once. What it gives people is.
#[must_use]
pub fn events_of_group(old: Option<&Group>, new: Option<&Group>) -> Vec<Event> {
    let Some(new) = new else { return Vec::new() };
    let group = AnnouncedGroup { display_name: new.name.clone(), external_id: new.external_id.clone() };
    let event = |kind, at| bare_of_group(kind, new, at);
    match (old, new.deleted_at) {
        (None, None) => {
            let created = event(EventKind::GroupCreated, new.created_at);
            vec![Event { group: Some(group), ..created }]
        }
        (Some(old), Some(deleted_at)) if !old.is_deleted() => {
            vec![event(EventKind::GroupDeleted, deleted_at)]
        }
        (Some(old), None) if old.name != new.name => {
            let previous_display_name = Some(old.name.clone());
            let renamed = event(EventKind::GroupRenamed, new.modified_at);
            vec![Event { group: Some(group), previous_display_name, ..renamed }]
        }
        _ => Vec::new(),
    }
}

fn bare_of_group(kind: EventKind, group: &Group, at: Timestamp) -> Event {
    let (subject, tenant) = (group.id.as_uuid(), &group.tenant);
    let event = bare_of(kind, subject.as_hyphenated(), tenant, group.version, at, Actor::Directory);
    Event { group_id: Some(group.id), ..event }
}

fn bare(kind: EventKind, user: &User, at: Timestamp, by: Actor) -> Event {
    let event = bare_of(kind, user.id.as_uuid().as_hyphenated(), &user.tenant, user.version, at, by);
    Event { user_id: Some(user.id), ..event }
}

fn bare_of(
    kind: EventKind,
    subject: impl Display,
    tenant: &TenantId,
    version: u64,
    at: Timestamp,
    by: Actor,
) -> Event {
    Event {
        id: format!("{subject}/{version}/{}", kind.as_str()),
        kind,
        tenant_id: tenant.clone(),
        user_id: None,
        group_id: None,
        version,
        at,
        by,
        user: None,
        roles: None,
        previous_roles: None,
        group: None,
        previous_display_name: None,
        previous_user_name: None,
        previous_email: None,
        invitation: None,
        place: None,
        previous_place: None,
        first_signed_in_at: None,
        replaced_by: None,
        previous_external_id: None,
        external_id: None,
        credential: None,
        days: None,
        heard_at: None,
        refused: None,
        webhook: None,
    }
}

/// Was a blocked account given another `externalId`, and so another person?
fn is_written_over(old: &User, new: &User) -> bool {
    old.is_given_away_by(new.external_id.as_ref())
}

/// The account that has the place since, and the `externalId` that it has.
fn replacement(old: &User, new: &User) -> (UserId, Option<ExternalId>) {
    match &new.replaced {
        Some(replaced) if old.replaced.is_none() => (replaced.by, Some(replaced.external_id.clone())),
        _ => (new.id, new.external_id.clone()),
    }
}

fn has_revoked_invitation(user: &User) -> bool {
    user.invitation.as_ref().is_some_and(|invitation| invitation.revoked_at.is_some())
}

fn has_expired_invitation(user: &User) -> bool {
    user.invitation.as_ref().is_some_and(|invitation| invitation.expired_at.is_some())
}

/// Has a person with a place another one, or none any more? Of an account that is another person's now, that is told by
/// [`EventKind::Replaced`].
fn is_placed_anew(old: &User, new: &User) -> bool {
    let Some(before) = old.place().filter(|_| !is_written_over(old, new)) else { return false };
    new.place().is_none_or(|place| !place.is_same(&before))
}

fn invitation_id(user: &User) -> Option<Uuid> {
    user.invitation.as_ref().map(|invitation| invitation.id)
}

impl AnnouncedPlace {
    fn of(place: Place) -> Self {
        let Place { entity, entity_name, card_access } = place;
        Self { entity_id: entity, entity_name, card_access }
    }
}

impl AnnouncedInvitation {
    fn of(invitation: &Invitation) -> Self {
        let Invitation { id, entity, entity_name, card_access, .. } = invitation.clone();
        Self { id, entity_id: entity, entity_name, card_access }
    }
}

#[cfg(test)]
mod tests;
