//! A person as the pages show them: what they are called, and the badge with their status.

use jiff::Timestamp;
use rollcall_rules::name::Names;
use rollcall_rules::selection::{Standing, is_unreachable};
use rollcall_rules::status::{PersonStatus, person_status};
use rollcall_rules::text;
use rollcall_rules::user::User;

use super::page::{Words, texts};

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
    /// The badge of a user, as of now.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        Self { status: person_status(user, now), purge_at: user.deactivation.map(|since| since.purge_at) }
    }

    /// The text on the badge.
    pub(crate) fn label(&self) -> String {
        match self.purge_at {
            Some(at) => texts().with("people-kept-until", &[("date", texts().day_of(at).into())]),
            None => words(self.status).into_owned(),
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

fn words(status: PersonStatus) -> Words {
    texts().get(match status {
        PersonStatus::Provisioned => "people-provisioned",
        PersonStatus::Invited => "people-invited",
        PersonStatus::Expired => "people-expired",
        PersonStatus::Accepted => "people-accepted",
        PersonStatus::Deactivated => "people-deactivated",
    })
}

/// Where people stand, as a filter has it.
pub(crate) fn standing_words(standing: Standing) -> Words {
    texts().get(match standing {
        Standing::CanBeInvited => "people-can-be-invited",
        Standing::Awaited => "people-awaited",
        Standing::Status(status) => return words(status),
        Standing::Unconfirmed => "people-address-unconfirmed",
        Standing::Unreachable => "people-mail-lost",
    })
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
    /// The entity to which the person is invited, or has accepted to belong, as it was called then.
    pub(crate) entity: Option<String>,
    /// Does a directory look after the account?
    pub(crate) is_linked: bool,
}

impl Card {
    /// The card of a user, as of now.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        let pending = user.email_change.as_ref();
        let named = user.invitation.as_ref().filter(|_| user.named_entity().is_some());
        Self {
            id: user.id.to_string(),
            name: name_of(user),
            address: user.user_name.as_str().to_owned(),
            badge: StatusBadge::of(user, now),
            awaited: pending.map(|change| change.to.as_str().to_owned()),
            is_undeliverable: is_unreachable(user, now),
            entity: named.map(|invitation| invitation.entity_name.as_str().to_owned()),
            is_linked: user.linked,
        }
    }

    /// Can an invitation be sent?
    pub(crate) const fn can_be_invited(&self) -> bool {
        self.badge.status.can_be_invited()
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

/// What a person is called: as the directory has it, or else the address.
pub(crate) fn name_of(user: &User) -> String {
    let names = Names::of(&user.profile);
    let parts = [names.given, names.family].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let named = [names.display.unwrap_or_default(), parts].map(|name| text::one_line(&name, MAX_NAME_CHARS));
    let named = named.into_iter().find(|name| !name.is_empty());
    named.unwrap_or_else(|| text::one_line(user.user_name.as_str(), usize::MAX))
}
