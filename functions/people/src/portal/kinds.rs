//! Kinds of changes, by which the activity is filtered.

use std::borrow::Cow;

use rollcall_rules::history::{Entry, GROUP, ROLE, TOKEN};
use rollcall_texts::Texts;

/// A kind of change. One change can be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An account was made, blocked, restored, linked or replaced.
    Account,
    /// The user name or the address.
    Name,
    Invitation,
    /// A person came into a group or got a role, or lost it.
    Group,
    /// The first sign-in.
    SignIn,
    /// The profile or the directory's identifier.
    Profile,
    /// The tenant's settings.
    Settings,
    /// The tenant's tokens.
    Token,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Account,
        Self::Name,
        Self::Invitation,
        Self::Group,
        Self::SignIn,
        Self::Profile,
        Self::Settings,
        Self::Token,
    ];

    /// The word in the query.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Name => "name",
            Self::Invitation => "invitation",
            Self::Group => "group",
            Self::SignIn => "sign-in",
            Self::Profile => "profile",
            Self::Settings => "settings",
            Self::Token => "token",
        }
    }

    /// Reads that word.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// As the form says it.
    pub(super) fn label(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Account => texts.get("activity-kind-account"),
            Self::Name => texts.get("activity-kind-name"),
            Self::Invitation => texts.get("activity-kind-invitation"),
            Self::Group => texts.get("activity-kind-group"),
            Self::SignIn => texts.get("activity-kind-sign-in"),
            Self::Profile => texts.get("activity-kind-profile"),
            Self::Settings => texts.get("activity-kind-settings"),
            Self::Token => texts.get("activity-kind-token"),
        }
    }

    /// Is a change of this kind? `is_of_tenant`: it is in the tenant's own history.
    pub(super) fn has(self, entry: &Entry, is_of_tenant: bool) -> bool {
        let kind = |name: &str| kind_of(name, is_of_tenant);
        // A new account has all its attributes at once.
        if !is_of_tenant && entry.version == 1 && entry.changes.contains_key("userName") {
            return self == Self::Account;
        }
        entry.changes.keys().any(|name| kind(name) == self)
    }
}

fn kind_of(name: &str, is_of_tenant: bool) -> Kind {
    match name {
        _ if is_of_tenant && name.starts_with(TOKEN) => Kind::Token,
        _ if is_of_tenant => Kind::Settings,
        "userName" | "email" | "emailChange" | "confirmationAskedAt" | "undeliverable" => Kind::Name,
        "invitation" | "entity" | "cardAccess" | "acceptedAt" | "revokedAt" | "expiredAt"
        | "placeEndedAt" | "invitedByGroup" => Kind::Invitation,
        _ if name.starts_with("invitation") => Kind::Invitation,
        _ if name.starts_with(GROUP) || name.starts_with(ROLE) => Kind::Group,
        "firstSignedInAt" => Kind::SignIn,
        "profile" | "externalId" => Kind::Profile,
        _ => Kind::Account,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rollcall_rules::user::Actor;

    use super::*;

    fn kinds(version: u64, changes: &[&str], is_of_tenant: bool) -> Vec<Kind> {
        let changes = changes.iter().map(|name| ((*name).to_owned(), Default::default())).collect();
        let entry = Entry { version, at: Timestamp::UNIX_EPOCH, by: Actor::Directory, name: None, changes };
        Kind::ALL.into_iter().filter(|kind| kind.has(&entry, is_of_tenant)).collect()
    }

    #[test]
    fn a_change_is_of_the_kinds_of_its_attributes() {
        assert_eq!(kinds(1, &["userName", "email", "active"], false), [Kind::Account]);
        assert_eq!(kinds(2, &["userName", "active"], false), [Kind::Account, Kind::Name]);
        assert_eq!(kinds(3, &["invitationExpiresAt"], false), [Kind::Invitation]);
        assert_eq!(kinds(3, &["group 1"], false), [Kind::Group]);
        assert_eq!(kinds(3, &["role 1"], false), [Kind::Group]);
        assert_eq!(kinds(3, &["role 1", "accessRule 1"], true), [Kind::Settings]);
        assert_eq!(kinds(3, &["name", "token 1"], true), [Kind::Settings, Kind::Token]);
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }
}
