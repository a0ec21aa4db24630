//! A person as the pages show them: what they are called, and the badge with their status.

use jiff::Timestamp;
use rollcall_rules::invitation::{Invitation, InvitationState};
use rollcall_rules::name::{self, Names};
use rollcall_rules::status::{PersonStatus, person_status};
use rollcall_rules::text;
use rollcall_rules::user::User;

/// In a filter: those who are yet to confirm an address.
const UNVERIFIED: &str = "unverified";

/// Longest name that is shown, in characters.
const MAX_NAME_CHARS: usize = 80;

/// The badge with the status of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusBadge {
    status: PersonStatus,
    /// When the account is deleted, if it is blocked.
    purge_at: Option<Timestamp>,
}

impl StatusBadge {
    /// What can be asked for in a filter, as it stands in a query and in words.
    pub(crate) const FILTERS: [(&'static str, &'static str); 6] = [
        (PersonStatus::Provisioned.as_str(), words(PersonStatus::Provisioned)),
        (PersonStatus::Invited.as_str(), words(PersonStatus::Invited)),
        (PersonStatus::Expired.as_str(), words(PersonStatus::Expired)),
        (PersonStatus::Accepted.as_str(), words(PersonStatus::Accepted)),
        (PersonStatus::Deactivated.as_str(), words(PersonStatus::Deactivated)),
        (UNVERIFIED, "Address not confirmed"),
    ];

    /// The badge of a user, as of now.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        Self { status: person_status(user, now), purge_at: user.deactivation.map(|since| since.purge_at) }
    }

    /// The text on the badge.
    pub(crate) fn label(&self) -> String {
        match self.purge_at {
            Some(at) => format!("{}, kept until {}", words(self.status), at.strftime("%-d %b %Y")),
            None => words(self.status).to_owned(),
        }
    }

    /// The CSS class that gives the badge its colour.
    pub(crate) const fn class(&self) -> &'static str {
        match self.status {
            PersonStatus::Provisioned | PersonStatus::Deactivated => "",
            PersonStatus::Invited => "tint",
            PersonStatus::Expired => "care",
            PersonStatus::Accepted => "good",
        }
    }
}

const fn words(status: PersonStatus) -> &'static str {
    match status {
        PersonStatus::Provisioned => "Not invited",
        PersonStatus::Invited => "Invited",
        PersonStatus::Expired => "Invitation expired",
        PersonStatus::Accepted => "Accepted",
        PersonStatus::Deactivated => "Deactivated",
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
    pub(crate) badge: StatusBadge,
    /// The address that waits to be confirmed.
    pub(crate) awaited: Option<String>,
    /// Does the invitation, or the link to the new address, not arrive?
    pub(crate) is_undeliverable: bool,
    /// Does a directory look after the account?
    pub(crate) is_linked: bool,
}

impl Card {
    /// The card of a user, as of now.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        let pending = user.email_change.as_ref();
        let undeliverable = |invitation: &Invitation| {
            invitation.undeliverable_at.is_some() && invitation.state(now) != InvitationState::Accepted
        };
        Self {
            id: user.id.to_string(),
            name: name_of(user),
            address: user.user_name.as_str().to_owned(),
            badge: StatusBadge::of(user, now),
            awaited: pending.map(|change| change.to.as_str().to_owned()),
            is_undeliverable: pending.is_some_and(|change| change.undeliverable_at.is_some())
                || user.invitation.as_ref().is_some_and(undeliverable),
            is_linked: user.linked,
        }
    }

    /// Can an invitation be sent?
    pub(crate) const fn can_be_invited(&self) -> bool {
        matches!(self.badge.status, PersonStatus::Provisioned | PersonStatus::Expired)
    }

    /// Is there an address whose confirmation can be sent again?
    pub(crate) const fn can_confirm(&self) -> bool {
        self.awaited.is_some() && !matches!(self.badge.status, PersonStatus::Deactivated)
    }

    /// Is there an invitation that can be sent again or taken back?
    pub(crate) const fn has_open_invitation(&self) -> bool {
        matches!(self.badge.status, PersonStatus::Invited | PersonStatus::Expired)
    }
}

/// The filter of the list of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Text that the name or an address contains, in lower case; empty: any.
    pub(crate) part: String,
    /// One of [`StatusBadge::FILTERS`]; empty: any.
    pub(crate) state: String,
}

impl Wanted {
    /// Does the filter let everybody through?
    pub(crate) const fn is_everybody(&self) -> bool {
        self.part.is_empty() && self.state.is_empty()
    }

    /// Does the filter let this user through?
    pub(crate) fn takes(&self, user: &User, now: Timestamp) -> bool {
        let has_state = match self.state.as_str() {
            "" => true,
            UNVERIFIED => user.email_change.is_some(),
            state => person_status(user, now).as_str() == state,
        };
        has_state && (self.part.is_empty() || name::matches(user, &self.part))
    }
}

/// What a person is called: as the directory has it, or else the address.
pub(crate) fn name_of(user: &User) -> String {
    let names = Names::of(&user.profile);
    let parts = [names.given, names.family].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let named = [names.display.unwrap_or_default(), parts].map(|name| text::one_line(&name, MAX_NAME_CHARS));
    let named = named.into_iter().find(|name| !name.is_empty());
    named.unwrap_or_else(|| text::one_line(user.user_name.as_str(), usize::MAX))
}
