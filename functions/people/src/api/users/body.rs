//! A person as the API gives one.

use jiff::Timestamp;
use rollcall_rules::email_change::EmailChange;
use rollcall_rules::invitation::{CardAccess, Invitation, InvitationState};
use rollcall_rules::name::Names;
use rollcall_rules::place::Place;
use rollcall_rules::status::{PersonStatus, person_status};
use rollcall_rules::user::{ExternalId, User};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::access::people::GivenRoleBody;
use crate::api::groups::GroupRef;

/// A person's account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(crate) struct UserBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// The name under which the directory knows the person: an address. A change of it waits for the person's word.
    user_name: String,
    /// The verified address, to which mail is sent.
    email: String,
    /// The pending move of `email`; absent: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    email_change: Option<EmailChangeBody>,
    /// Where the person stands.
    status: StatusName,
    /// Not blocked?
    active: bool,
    /// Managed by the tenant's directory?
    linked: bool,
    /// The directory's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    /// What the person is called; absent: nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<ProfileBody>,
    /// The last invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationBody>,
    /// The place of a person who accepted an invitation; absent: they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceBody>,
    /// The directory's groups that the person is in, in order of their names. Only where one user is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupRef>>,
    /// The person's roles, all of them, in order of their identifiers. Who is blocked has none. Only where one user is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<GivenRoleBody>>,
    /// When the person was first seen signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    first_signed_in_at: Option<Timestamp>,
    /// Since when the account is blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    deactivated_at: Option<Timestamp>,
    /// When the account is deleted, unless it is restored before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purge_at: Option<Timestamp>,
    /// When the account was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Status)]
pub(crate) enum StatusName {
    /// Not invited, or the invitation was taken back, or the place.
    Provisioned,
    /// An invitation waits for the person.
    Invited,
    /// The person let an invitation pass. It can be sent again.
    Expired,
    /// The person accepted an invitation.
    Accepted,
    /// The account is blocked.
    Deactivated,
}

/// A pending move of the verified address.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EmailChange)]
struct EmailChangeBody {
    /// The new address. Nobody else can have it meanwhile.
    to: String,
    /// When the link that was mailed to it stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Is it known that the address takes no mail?
    undeliverable: bool,
}

/// What a person is called.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Profile)]
struct ProfileBody {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
    /// The name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
}

/// An invitation to an entity.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Invitation)]
pub(crate) struct InvitationBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// What has become of it.
    state: StateName,
    /// Where to, as it was called then. With an accepted one, where the person has their place.
    entity: EntityRef,
    /// What the person gets.
    card_access: CardAccessName,
    /// Who invites, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_by: Option<String>,
    /// When the person was invited.
    #[schema(value_type = String, format = DateTime)]
    invited_at: Timestamp,
    /// When the link that was mailed last, or is about to be, stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// When the mail service took the mail, the last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    mailed_at: Option<Timestamp>,
    /// Is it known that the address takes no mail?
    undeliverable: bool,
    /// When the person accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
    /// When the place was taken away that it gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

/// The place of a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Place)]
struct PlaceBody {
    /// The entity, as it was called when the place was given.
    entity: EntityRef,
    /// What the person gets.
    card_access: CardAccessName,
}

/// The entity of an invitation or a place.
#[derive(Debug, Serialize, ToSchema)]
struct EntityRef {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// Its name at that time.
    name: String,
}

/// What has become of an invitation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = InvitationState)]
enum StateName {
    /// It waits for the person: the mail was sent, or is about to be.
    Sent,
    /// The person accepted.
    Accepted,
    /// The person did not, in time. It can be sent again.
    Expired,
    /// It was taken back.
    Revoked,
    /// The person accepted, and the place was taken away since.
    Ended,
}

/// What a person can do with money.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CardAccess)]
pub(crate) enum CardAccessName {
    /// A card.
    Card,
    /// A card, and expenses paid back.
    CardAndReimbursement,
    /// Expenses paid back, no card.
    ReimbursementOnly,
}

impl UserBody {
    /// The account as it is at `now`.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        let names = Names::of(&user.profile);
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            email: user.email.as_str().to_owned(),
            email_change: user.email_change.as_ref().map(EmailChangeBody::from),
            status: person_status(user, now).into(),
            active: user.is_active(),
            linked: user.linked,
            external_id: user.external_id.as_ref().map(ExternalId::as_str).map(str::to_owned),
            profile: (!names.is_empty()).then(|| names.into()),
            invitation: user.invitation.as_ref().map(|invitation| InvitationBody::of(invitation, now)),
            place: user.place().map(PlaceBody::from),
            groups: None,
            roles: None,
            first_signed_in_at: user.first_signed_in_at,
            deactivated_at: user.deactivation.map(|since| since.deactivated_at),
            purge_at: user.deactivation.map(|since| since.purge_at),
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

impl UserBody {
    /// The account with its groups, and the roles that it has by them.
    pub(crate) fn with_groups(self, groups: Vec<GroupRef>, roles: Vec<GivenRoleBody>) -> Self {
        Self { groups: Some(groups), roles: Some(roles), ..self }
    }
}

impl InvitationBody {
    /// The invitation as it is at `now`.
    pub(crate) fn of(invitation: &Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id.to_string(),
            state: invitation.state(now).into(),
            entity: EntityRef { id: invitation.entity.to_string(), name: invitation.entity_name.to_string() },
            card_access: invitation.card_access.into(),
            invited_by: invitation.invited_by.as_ref().map(|name| name.as_str().to_owned()),
            invited_at: invitation.invited_at,
            expires_at: invitation.link.expires_at,
            mailed_at: invitation.mailed_at,
            undeliverable: invitation.undeliverable_at.is_some(),
            accepted_at: invitation.accepted_at,
            revoked_at: invitation.revoked_at,
            ended_at: invitation.ended_at,
        }
    }
}

impl From<Place> for PlaceBody {
    fn from(place: Place) -> Self {
        let entity = EntityRef { id: place.entity.to_string(), name: place.entity_name.to_string() };
        Self { entity, card_access: place.card_access.into() }
    }
}

impl From<&EmailChange> for EmailChangeBody {
    fn from(change: &EmailChange) -> Self {
        Self {
            to: change.to.as_str().to_owned(),
            expires_at: change.link.expires_at,
            undeliverable: change.undeliverable_at.is_some(),
        }
    }
}

impl From<Names> for ProfileBody {
    fn from(names: Names) -> Self {
        Self { given_name: names.given, family_name: names.family, display_name: names.display }
    }
}

impl From<PersonStatus> for StatusName {
    fn from(status: PersonStatus) -> Self {
        match status {
            PersonStatus::Provisioned => Self::Provisioned,
            PersonStatus::Invited => Self::Invited,
            PersonStatus::Expired => Self::Expired,
            PersonStatus::Accepted => Self::Accepted,
            PersonStatus::Deactivated => Self::Deactivated,
        }
    }
}

impl From<InvitationState> for StateName {
    fn from(state: InvitationState) -> Self {
        match state {
            InvitationState::Sent => Self::Sent,
            InvitationState::Accepted => Self::Accepted,
            InvitationState::Expired => Self::Expired,
            InvitationState::Revoked => Self::Revoked,
            InvitationState::Ended => Self::Ended,
        }
    }
}

impl From<CardAccess> for CardAccessName {
    fn from(access: CardAccess) -> Self {
        match access {
            CardAccess::Card => Self::Card,
            CardAccess::CardAndReimbursement => Self::CardAndReimbursement,
            CardAccess::ReimbursementOnly => Self::ReimbursementOnly,
        }
    }
}

impl From<CardAccessName> for CardAccess {
    fn from(name: CardAccessName) -> Self {
        match name {
            CardAccessName::Card => Self::Card,
            CardAccessName::CardAndReimbursement => Self::CardAndReimbursement,
            CardAccessName::ReimbursementOnly => Self::ReimbursementOnly,
        }
    }
}
