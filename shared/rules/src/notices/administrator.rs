//! Addresses of a tenant's administrators. Each is confirmed by a link that is mailed to it, and gets nothing else before. Each
//! further mail brings a link that removes the address.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Notices;
use crate::address::EmailAddress;
use crate::resend::{Resends, TooSoon};
use crate::tenant::TenantId;
use crate::token::TokenHash;
use crate::user::{ActorName, canonical_uuid};

/// Addresses that a tenant can have: few enough to be read and mailed at once.
pub const MAX_ADMINISTRATORS: usize = 10;

/// How long the link in a notice removes the address: longer than anybody looks for an old mail.
pub const STOP_LIFETIME: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Path under which the links of administrators lead; the secret follows.
pub const PATH: &str = "/administrator";

/// Longest tag of a language, in bytes.
pub const MAX_LANGUAGE: usize = 35;

/// Identifier of an administrator's address: a random UUID. One that is removed and added again has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdministratorId(Uuid);

impl AdministratorId {
    /// An identifier drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// Reads the form that [`fmt::Display`] prints, and no other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        canonical_uuid(text).map(Self)
    }
}

impl fmt::Display for AdministratorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// An address to which notices go, once it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Administrator {
    /// Identifier.
    pub id: AdministratorId,
    /// The address.
    pub address: EmailAddress,
    /// Tag of the language that its reader reads; `None`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it was added.
    pub added_at: Timestamp,
    /// Who added it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_by: Option<ActorName>,
    /// When it was confirmed; `None`: not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// When the link that was mailed last stops working; `None`: none was mailed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_until: Option<Timestamp>,
    /// Is a mail with the link owed?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub link_owed: bool,
    /// When the mail was asked for again.
    #[serde(default, skip_serializing_if = "Resends::is_empty")]
    pub resends: Resends,
    /// When the mail service refused the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undeliverable_at: Option<Timestamp>,
}

/// An address that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAdministrator {
    /// Identifier.
    pub id: AdministratorId,
    /// The address.
    pub address: EmailAddress,
    /// Tag of the language that its reader reads.
    pub language: Option<String>,
    /// Who adds it.
    pub added_by: Option<ActorName>,
}

/// A tenant has [`MAX_ADMINISTRATORS`] addresses already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tenant has {MAX_ADMINISTRATORS} addresses of administrators already: remove one first")]
pub struct TooManyAdministrators;

/// The effect of pressing the button behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LinkPurpose {
    /// It confirms the address.
    Confirm,
    /// It removes the address.
    Stop,
}

impl LinkPurpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Stop => "stop",
        }
    }
}

/// A link that was mailed to an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministratorLink {
    /// Hash of the secret in the URL; the secret itself is not kept.
    pub hash: TokenHash,
    /// Tenant that the address was added to.
    pub tenant: TenantId,
    /// The address, by its id.
    pub administrator: AdministratorId,
    /// The effect that the link has.
    pub purpose: LinkPurpose,
    /// From when on it no longer works.
    pub valid_until: Timestamp,
}

/// The secret of a link that a delivery mails, which follows from the delivery's own.
#[must_use]
pub fn link_secret(delivery: &str, administrator: AdministratorId, purpose: LinkPurpose) -> String {
    TokenHash::of(&format!("{delivery} {administrator} {}", purpose.as_str())).as_str().to_owned()
}

/// What a link is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdministratorLinkWorth<'a> {
    /// It confirms this address.
    Confirms(&'a Administrator),
    /// The address is confirmed.
    Confirmed(&'a Administrator),
    /// It removes this address.
    Removes(&'a Administrator),
    /// It no longer works.
    Expired,
    /// The address was removed.
    Gone,
}

/// A tag of a language as it may be given, such as `de` or `de-AT`; `None`: it cannot be one.
#[must_use]
pub fn parse_language(text: &str) -> Option<String> {
    let is_tag = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_tag && (2..=MAX_LANGUAGE).contains(&text.len())).then(|| text.to_owned())
}

impl Notices {
    /// The address of that id.
    #[must_use]
    pub fn administrator(&self, id: AdministratorId) -> Option<&Administrator> {
        self.administrators.iter().find(|each| each.id == id)
    }

    /// The address, however it is spelled.
    #[must_use]
    pub fn administrator_at(&self, address: &EmailAddress) -> Option<&Administrator> {
        self.administrators.iter().find(|each| each.address.key() == address.key())
    }

    /// Those with another address, to which a link is owed. One that is there already stays as it is.
    ///
    /// # Errors
    ///
    /// [`TooManyAdministrators`].
    pub fn with_administrator(
        &self,
        new: &NewAdministrator,
        now: Timestamp,
    ) -> Result<Self, TooManyAdministrators> {
        let mut after = self.clone();
        if self.administrator_at(&new.address).is_some() {
            return Ok(after);
        }
        if self.administrators.len() >= MAX_ADMINISTRATORS {
            return Err(TooManyAdministrators);
        }
        after.administrators.push(Administrator {
            id: new.id,
            address: new.address.clone(),
            language: new.language.clone(),
            added_at: now,
            added_by: new.added_by.clone(),
            confirmed_at: None,
            link_until: None,
            link_owed: true,
            resends: Resends::default(),
            undeliverable_at: None,
        });
        after.owe(now);
        Ok(after)
    }

    /// Those without that address. What is owed to it is owed no more.
    #[must_use]
    pub fn without_administrator(&self, id: AdministratorId) -> Self {
        let mut after = self.clone();
        after.administrators.retain(|each| each.id != id);
        for owed in &mut after.owed {
            owed.to.retain(|each| *each != id);
        }
        after.forget_done();
        after
    }

    /// Those with another link owed to that address. One that is confirmed, or that has a link owed already, stays as it is.
    ///
    /// # Errors
    ///
    /// [`TooSoon`], if it was asked for within a minute, or five times within a day.
    pub fn asked_again(&self, id: AdministratorId, now: Timestamp) -> Result<Self, TooSoon> {
        let mut after = self.clone();
        let unconfirmed = |each: &&mut Administrator| each.id == id && each.confirmed_at.is_none();
        if let Some(each) = after.administrators.iter_mut().find(unconfirmed) {
            each.resends = each.resends.and(now)?;
            each.link_owed = true;
            after.owe(now);
        }
        Ok(after)
    }

    /// Those with that address confirmed.
    #[must_use]
    pub fn confirmed(&self, id: AdministratorId, now: Timestamp) -> Self {
        let mut after = self.clone();
        let unconfirmed = |each: &&mut Administrator| each.id == id && each.confirmed_at.is_none();
        if let Some(each) = after.administrators.iter_mut().find(unconfirmed) {
            each.confirmed_at = Some(now);
            each.link_owed = false;
            each.undeliverable_at = None;
        }
        after
    }

    /// What a link is worth.
    #[must_use]
    pub fn link_worth(&self, link: &AdministratorLink, now: Timestamp) -> AdministratorLinkWorth<'_> {
        let Some(administrator) = self.administrator(link.administrator) else {
            return AdministratorLinkWorth::Gone;
        };
        match link.purpose {
            LinkPurpose::Confirm if administrator.confirmed_at.is_some() => {
                AdministratorLinkWorth::Confirmed(administrator)
            }
            _ if now >= link.valid_until => AdministratorLinkWorth::Expired,
            LinkPurpose::Confirm => AdministratorLinkWorth::Confirms(administrator),
            LinkPurpose::Stop => AdministratorLinkWorth::Removes(administrator),
        }
    }
}
