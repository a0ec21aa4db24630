//! How a person stands, in the words of the portal.

use jiff::Timestamp;
use rollcall::directory::invitation::{Invitation, InvitationState};
use rollcall::directory::user::User;
use rollcall::text;
use serde_json::Value;

/// Longest name that is shown, in characters.
const MAX_NAME_CHARS: usize = 80;

/// How a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// There is an account, and no invitation that counts.
    Provisioned,
    /// There is an invitation that waits for the person.
    Invited,
    /// The person did not accept in time.
    Expired,
    /// The person accepted.
    Accepted,
    /// The account is blocked, and deleted at that time.
    Deactivated(Timestamp),
}

impl Standing {
    /// What can be asked for in a filter, as it stands in a query and in words.
    pub(crate) const FILTERS: [(&'static str, &'static str); 6] = [
        ("provisioned", "Not invited"),
        ("invited", "Invited"),
        ("expired", "Invitation expired"),
        ("accepted", "Accepted"),
        ("deactivated", "Deactivated"),
        ("unverified", "Address not confirmed"),
    ];

    /// How somebody stands.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        if let Some(since) = user.deactivation {
            return Self::Deactivated(since.purge_at);
        }
        match user.invitation.as_ref().map(|invitation| invitation.state(now)) {
            None | Some(InvitationState::Revoked) => Self::Provisioned,
            Some(InvitationState::Sent) => Self::Invited,
            Some(InvitationState::Expired) => Self::Expired,
            Some(InvitationState::Accepted) => Self::Accepted,
        }
    }

    const fn filter(self) -> &'static str {
        match self {
            Self::Provisioned => "provisioned",
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Accepted => "accepted",
            Self::Deactivated(_) => "deactivated",
        }
    }

    /// In words.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Provisioned => "Not invited".to_owned(),
            Self::Invited => "Invited".to_owned(),
            Self::Expired => "Invitation expired".to_owned(),
            Self::Accepted => "Accepted".to_owned(),
            Self::Deactivated(purge_at) => {
                format!("Deactivated, kept until {}", purge_at.strftime("%-d %b %Y"))
            }
        }
    }

    /// Class of the badge.
    pub(crate) const fn class(&self) -> &'static str {
        match self {
            Self::Provisioned | Self::Deactivated(_) => "",
            Self::Invited => "tint",
            Self::Expired => "care",
            Self::Accepted => "good",
        }
    }
}

/// A person as pages show them.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: String,
    /// The name, or else the address.
    pub(crate) name: String,
    /// The address that the person signs in with.
    pub(crate) address: String,
    pub(crate) standing: Standing,
    /// The address that waits to be confirmed.
    pub(crate) awaited: Option<String>,
    /// Does the invitation, or the link to the new address, not arrive?
    pub(crate) is_undeliverable: bool,
    /// Does a directory look after the account?
    pub(crate) is_linked: bool,
}

impl Card {
    /// Somebody's.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        let pending = user.email_change.as_ref();
        let undeliverable = |invitation: &Invitation| {
            invitation.undeliverable_at.is_some() && invitation.state(now) != InvitationState::Accepted
        };
        Self {
            id: user.id.to_string(),
            name: name_of(user),
            address: user.user_name.as_str().to_owned(),
            standing: Standing::of(user, now),
            awaited: pending.map(|change| change.to.as_str().to_owned()),
            is_undeliverable: pending.is_some_and(|change| change.undeliverable_at.is_some())
                || user.invitation.as_ref().is_some_and(undeliverable),
            is_linked: user.linked,
        }
    }

    /// Can an invitation be sent?
    pub(crate) const fn can_be_invited(&self) -> bool {
        matches!(self.standing, Standing::Provisioned | Standing::Expired)
    }

    /// Is there an invitation that can be sent again or taken back?
    pub(crate) const fn has_open_invitation(&self) -> bool {
        matches!(self.standing, Standing::Invited | Standing::Expired)
    }
}

/// Whom a list is to show.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// In the name or an address, lower-cased.
    pub(crate) part: String,
    /// One of [`Standing::FILTERS`]; empty: any.
    pub(crate) state: String,
}

impl Wanted {
    /// Is that everybody?
    pub(crate) const fn is_everybody(&self) -> bool {
        self.part.is_empty() && self.state.is_empty()
    }

    /// Is it somebody to show?
    pub(crate) fn takes(&self, user: &User, now: Timestamp) -> bool {
        let has_state = match self.state.as_str() {
            "" => true,
            "unverified" => user.email_change.is_some(),
            state => Standing::of(user, now).filter() == state,
        };
        let says = |text: &str| text.to_lowercase().contains(&self.part);
        has_state
            && (self.part.is_empty()
                || says(&name_of(user))
                || says(user.user_name.as_str())
                || says(user.email.as_str()))
    }
}

/// What a person is called: as the directory has it, or else the address.
pub(crate) fn name_of(user: &User) -> String {
    let part =
        |name: &str| user.profile.get("name").and_then(|names| names.get(name)).and_then(Value::as_str);
    let whole = user.profile.get("displayName").and_then(Value::as_str).or_else(|| part("formatted"));
    let parts = [part("givenName"), part("familyName")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let named = [whole.unwrap_or_default(), &parts].map(|name| text::one_line(name, MAX_NAME_CHARS));
    let named = named.into_iter().find(|name| !name.is_empty());
    named.unwrap_or_else(|| text::one_line(user.user_name.as_str(), usize::MAX))
}
