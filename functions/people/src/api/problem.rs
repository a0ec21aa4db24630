//! What is told when a request is not carried out: problem details (RFC 9457).

use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong. The `type` of a problem is its name behind `urn:rollcall:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The request cannot be read, or says something that cannot be.
    InvalidRequest,
    /// No token, or one that is wrong, expired or revoked.
    Unauthorized,
    /// The token is of another scope.
    WrongScope,
    /// The tenant is not on the Advanced plan.
    PlanRequired,
    /// So many would have to be searched that it takes too long.
    TooBroad,
    /// What comes after the cursor is not all there any more.
    CursorExpired,
    /// There is no such thing.
    NotFound,
    /// There is a tenant of that id already.
    TenantExists,
    /// The tenant has no price yet, and not all parts of one are given.
    TermsIncomplete,
    /// Another method is asked for than there is.
    MethodNotAllowed,
    /// Another person of the tenant has the address.
    AddressTaken,
    /// The tenant's directory manages the person, and alone can change them.
    ManagedByDirectory,
    /// The person is deactivated.
    Inactive,
    /// The person has an invitation that waits for them.
    AlreadyInvited,
    /// The person has accepted an invitation.
    AlreadyAccepted,
    /// The person has no invitation, or it was taken back.
    NotInvited,
    /// The person has no address that waits to be confirmed.
    NothingToConfirm,
    /// A mail or a check was asked for too often.
    TooSoon,
    /// A check of the connection is under way.
    CheckUnderWay,
    /// The tenant has provisioning switched off.
    ProvisioningOff,
    /// The request of this `Idempotency-Key` is still under way.
    InProgress,
    /// The `Idempotency-Key` was sent with another request.
    KeyReused,
    /// Somebody belongs to the entity, or rules give the role.
    InUse,
    /// A rule names a role that is not declared.
    UnknownRole,
    /// A rule names an entity that there is not.
    UnknownEntity,
    /// A rule gives nothing, or invites and does not say to what.
    RuleIncomplete,
    /// An order of the rules does not name each of them once.
    OrderIncomplete,
    /// There are as many as there can be.
    TooMany,
    /// The OAuth client has no secret, as it proves itself by assertions.
    NoSecret,
    /// What the request of this `Idempotency-Key` made was revoked since.
    Revoked,
    /// The person has not accepted an invitation.
    NotAccepted,
    /// Only a wave of deactivations can be undone.
    NotUndoable,
    /// No price is agreed with the tenant.
    NoTerms,
    /// The billing period has not ended.
    PeriodNotOver,
    /// The body is too large.
    TooLarge,
    /// The same may be sent again after a while.
    TryLater,
    /// A fault on our side.
    Internal,
}

impl Kind {
    /// Status of the answer.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::InvalidRequest | Self::TooBroad | Self::RuleIncomplete | Self::TermsIncomplete => {
                StatusCode::BAD_REQUEST
            }
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::WrongScope | Self::PlanRequired => StatusCode::FORBIDDEN,
            Self::NotFound | Self::NoTerms => StatusCode::NOT_FOUND,
            Self::CursorExpired => StatusCode::GONE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::AddressTaken
            | Self::TenantExists
            | Self::ManagedByDirectory
            | Self::Inactive
            | Self::AlreadyInvited
            | Self::AlreadyAccepted
            | Self::NotInvited
            | Self::NothingToConfirm
            | Self::NotAccepted
            | Self::NotUndoable
            | Self::InProgress
            | Self::PeriodNotOver
            | Self::InUse
            | Self::UnknownRole
            | Self::UnknownEntity
            | Self::OrderIncomplete
            | Self::NoSecret
            | Self::CheckUnderWay
            | Self::ProvisioningOff
            | Self::Revoked
            | Self::TooMany => StatusCode::CONFLICT,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSoon | Self::TryLater => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The same for every problem of the kind.
    const fn title(self) -> &'static str {
        match self {
            Self::InvalidRequest => "The request is not valid",
            Self::Unauthorized => "The token is not valid",
            Self::WrongScope => "The token is for another API",
            Self::PlanRequired => "The Advanced plan is required",
            Self::TooBroad => "The search takes too long",
            Self::CursorExpired => "The cursor has expired",
            Self::NotFound => "Not found",
            Self::TenantExists => "The id is taken",
            Self::TermsIncomplete => "The price is not complete",
            Self::MethodNotAllowed => "Method not allowed",
            Self::AddressTaken => "The address is taken",
            Self::ManagedByDirectory => "The directory manages the person",
            Self::Inactive => "The person is deactivated",
            Self::AlreadyInvited => "The person is invited already",
            Self::AlreadyAccepted => "The person has accepted already",
            Self::NotInvited => "The person has no invitation",
            Self::NothingToConfirm => "The person has no address to confirm",
            Self::TooSoon => "It was asked for too often",
            Self::CheckUnderWay => "A check is under way",
            Self::ProvisioningOff => "Provisioning is switched off",
            Self::InProgress => "The request is still under way",
            Self::KeyReused => "The key was used for another request",
            Self::InUse => "It is in use",
            Self::UnknownRole => "There is no such role",
            Self::UnknownEntity => "There is no such entity",
            Self::RuleIncomplete => "The rule is not complete",
            Self::OrderIncomplete => "The order is not complete",
            Self::TooMany => "There are as many as there can be",
            Self::NoSecret => "The client has no secret",
            Self::Revoked => "It was revoked",
            Self::NotAccepted => "The person has not accepted an invitation",
            Self::NotUndoable => "The wave cannot be undone",
            Self::NoTerms => "No price is agreed",
            Self::PeriodNotOver => "The billing period is not over",
            Self::TooLarge => "The request is too large",
            Self::TryLater => "Try again later",
            Self::Internal => "Something went wrong on our side",
        }
    }

    fn uri(self) -> String {
        let name = serde_json::to_value(self).ok();
        uri(name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
    }
}

/// The type of a problem, by the name of its kind.
pub(super) fn uri(name: &str) -> String {
    format!("urn:rollcall:{name}")
}

/// A problem (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What kind of problem it is: `urn:rollcall:` and a name.
    #[serde(rename = "type")]
    #[schema(example = "urn:rollcall:not-found")]
    uri: String,
    /// The kind in words.
    title: &'static str,
    /// Status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// This problem in words, for a developer to read.
    detail: String,
    #[serde(skip)]
    kind: Kind,
}

impl Problem {
    /// A problem of that kind.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { uri: kind.uri(), title: kind.title(), status: kind.status().as_u16(), detail, kind }
    }

    /// The problem in words.
    #[cfg(test)]
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }
}
