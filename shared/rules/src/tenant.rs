//! Tenants: the operator's customers, with their plan and settings.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::agreement::PastTerms;
use super::billing::Terms;
use super::oauth::OAuthClient;
use super::text;
use super::token::{EndedToken, TokenRecord};

/// Identifier of a tenant: 1 to 40 lower-case letters, digits and hyphens, a letter or digit at both ends. It is part
/// of the tenant's tokens and of every key, so it holds neither `_` nor `#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantId(String);

/// A text that cannot be the identifier of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a tenant's id is 1 to 40 lower-case letters, digits and hyphens, with a letter or digit at both ends"
)]
pub struct TenantIdError;

impl TenantId {
    /// Reads an identifier: 1 to 40 lower-case letters, digits and hyphens.
    ///
    /// # Errors
    ///
    /// [`TenantIdError`] for any other text, and for a hyphen at either end.
    pub fn parse(text: &str) -> Result<Self, TenantIdError> {
        let plain = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if plain && (1..=40).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(TenantIdError)
        }
    }

    /// The identifier as it stands in keys and commands.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the tenant pays the operator for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    /// The plan without SCIM provisioning.
    Standard,
    /// The plan with SCIM provisioning.
    Advanced,
}

/// What becomes of the profile (names, title, department, …) when the directory sends it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileSync {
    /// It stays as first sent; later changes are accepted and ignored.
    Off,
    /// It follows the directory.
    Full,
}

/// Longest name of a tenant, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Not a tenant's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tenant's name is one line of 1 to {MAX_NAME_CHARS} characters")]
pub struct TenantNameError;

/// A name that a tenant may be given, without white space around it. Tenants of earlier versions may have others.
///
/// # Errors
///
/// [`TenantNameError`] if nothing can be seen of it, it is longer than [`MAX_NAME_CHARS`] characters, or not one plain
/// line.
pub fn parse_name(text: &str) -> Result<String, TenantNameError> {
    text::strict_line(text, MAX_NAME_CHARS).ok_or(TenantNameError)
}

/// A customer of the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// Identifier that the operator chose.
    pub id: TenantId,
    /// Name, for mails and pages.
    pub name: String,
    /// The plan that the tenant pays for.
    pub plan: Plan,
    /// Has the tenant switched SCIM on?
    pub scim_enabled: bool,
    /// Whether profiles follow the directory.
    pub profile_sync: ProfileSync,
    /// What its people cost; `None`: nothing is billed. See [`Self::bills_by`] for whether the plan is billed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// By what it was billed before, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past_terms: Vec<PastTerms>,
    /// Billing periods that end on this day or before are closed: what comes late is billed in a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_until: Option<Date>,
    /// The day up to which all billed people are billed: the day of the next [renewal](super::renewal).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_until: Option<Date>,
    /// Its tokens, expired ones among them.
    pub tokens: Vec<TokenRecord>,
    /// Tokens that it had, the latest last. They open nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended_tokens: Vec<EndedToken>,
    /// The token of a check of its connection. It has a place of its own: it is made though there are as many tokens as there
    /// can be, nobody is told of its end, and it is not among those that people make and revoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_token: Option<Box<TokenRecord>>,
    /// Its OAuth clients, by which the directory gets tokens for an hour each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub oauth_clients: Vec<OAuthClient>,
    /// Whether the tenant has access rules, or ever had: then a change of an account's groups is reviewed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_access_rules: bool,
    /// Whether its credentials are looked after by [`notices`](super::notices): whether there is an item of these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub watched: bool,
    /// Counts the changes of plan, settings, tokens, roles and rules, each an entry of the tenant's history.
    pub version: u64,
    /// When the tenant was made.
    pub created_at: Timestamp,
}

/// Why a tenant may not use SCIM, though its token is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScimGate {
    /// The plan does not hold it.
    #[error(
        "SCIM provisioning is part of the Advanced plan, which this account is not on. Nothing was changed and no \
         data is lost: ask your vendor to move the account to the Advanced plan."
    )]
    Plan,
    /// The tenant's administrator, or the operator, has switched SCIM off.
    #[error(
        "SCIM provisioning is switched off for this account. Nothing was changed and no data is lost: switch it on \
         in the vendor's settings."
    )]
    SwitchedOff,
}

impl Tenant {
    /// A new tenant without tokens, with SCIM on and `profileSync: off`.
    #[must_use]
    pub const fn new(id: TenantId, name: String, plan: Plan, now: Timestamp) -> Self {
        Self {
            id,
            name,
            plan,
            scim_enabled: true,
            profile_sync: ProfileSync::Off,
            terms: None,
            past_terms: Vec::new(),
            closed_until: None,
            renewed_until: None,
            tokens: Vec::new(),
            ended_tokens: Vec::new(),
            check_token: None,
            has_access_rules: false,
            watched: false,
            oauth_clients: Vec::new(),
            version: 1,
            created_at: now,
        }
    }

    /// Whether the tenant may use SCIM: by its plan and by its own setting.
    ///
    /// # Errors
    ///
    /// [`ScimGate::Plan`] if the plan is not Advanced; [`ScimGate::SwitchedOff`] if it is, and SCIM is off.
    pub const fn may_use_scim(&self) -> Result<(), ScimGate> {
        match (self.plan, self.scim_enabled) {
            (Plan::Standard, _) => Err(ScimGate::Plan),
            (Plan::Advanced, false) => Err(ScimGate::SwitchedOff),
            (Plan::Advanced, true) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_which_something_is_seen() {
        assert_eq!(parse_name(" Müller & Söhne ").as_deref(), Ok("Müller & Söhne"));
        assert!(parse_name(&"x".repeat(MAX_NAME_CHARS)).is_ok());
        for text in ["", " ", "\u{200B}", "a\nb", "a\u{1B}[2J", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(parse_name(text), Err(TenantNameError), "{text:?}");
        }
    }

    #[test]
    fn an_id_that_could_be_mistaken_in_a_key_or_a_token_is_refused() {
        for text in ["", "a_b", "a#b", "A", "-a", "a-", "a b", &"a".repeat(41)] {
            assert_eq!(TenantId::parse(text), Err(TenantIdError), "{text:?}");
        }
        for text in ["a", "acme", "acme-2", &"a".repeat(40)] {
            assert_eq!(TenantId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn only_the_advanced_plan_with_scim_switched_on_may_use_it() {
        let mut tenant = Tenant::new(
            TenantId::parse("acme").unwrap(),
            "Acme".to_owned(),
            Plan::Advanced,
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(tenant.may_use_scim(), Ok(()));
        tenant.scim_enabled = false;
        assert_eq!(tenant.may_use_scim(), Err(ScimGate::SwitchedOff));
        tenant.plan = Plan::Standard;
        assert_eq!(tenant.may_use_scim(), Err(ScimGate::Plan));
    }
}
