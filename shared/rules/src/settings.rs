//! What the operator sets of a tenant, by the command or by the operator API: its name, plan, SCIM, profiles and price.

use jiff::Timestamp;
use jiff::civil::Date;

use super::billing::{Currency, Interval, Terms, day_of};
use super::tenant::{Plan, ProfileSync, Tenant, TenantId};

/// The highest price, in minor units. A million people at this price still make a sum that every JSON reader holds
/// exactly.
pub const MAX_PRICE_MINOR: u64 = 1_000_000_000;

/// What shall be different of a tenant. What is `None` stays, or for a new tenant has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Name, as [`parse_name`](super::tenant::parse_name) gives it.
    pub name: Option<String>,
    /// The plan that the tenant pays for.
    pub plan: Option<Plan>,
    /// Whether its directory may provision.
    pub scim_enabled: Option<bool>,
    /// Whether profiles follow the directory.
    pub profile_sync: Option<ProfileSync>,
    /// What its people cost.
    pub terms: Option<NewTerms>,
}

/// What people shall cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewTerms {
    /// Nothing: billing ends. Lines that exist stay.
    Nothing,
    /// These parts over the present terms.
    Parts(TermsParts),
}

/// Parts of terms. A tenant without a price needs all four; later each can be changed by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TermsParts {
    /// Length of a period.
    pub interval: Option<Interval>,
    /// First day of any period, as [`parse_anchor`] gives it.
    pub anchor: Option<Date>,
    /// Price of one person for a whole period, [`MAX_PRICE_MINOR`] at most.
    pub price_minor: Option<u64>,
    /// Currency of the price.
    pub currency: Option<Currency>,
}

/// The tenant has no price yet, and not all parts of one were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tenant has no price yet, so all four parts of one are needed")]
pub struct TermsIncomplete;

/// Not a day from which periods are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// It is no day.
    #[error("not a day, such as 2026-07-01")]
    NoDay,
    /// It is too far away.
    #[error("not a day of 1970 to 2200")]
    TooFar,
}

/// A day from which the periods of any day can be counted.
///
/// # Errors
///
/// [`AnchorError`], if it is none, or not one of 1970 to 2200.
pub fn parse_anchor(text: &str) -> Result<Date, AnchorError> {
    let day: Date = text.parse().map_err(|_| AnchorError::NoDay)?;
    if (1970..=2200).contains(&day.year()) { Ok(day) } else { Err(AnchorError::TooFar) }
}

impl Settings {
    /// Whether nothing is to be set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.plan.is_none()
            && self.scim_enabled.is_none()
            && self.profile_sync.is_none()
            && self.terms.is_none()
    }

    /// A new tenant with these settings. Its name is its id and its plan the standard one, unless they say otherwise.
    ///
    /// # Errors
    ///
    /// [`TermsIncomplete`], if they have a part of a price and not all.
    pub fn new_tenant(&self, id: TenantId, now: Timestamp) -> Result<Tenant, TermsIncomplete> {
        let name = id.to_string();
        let mut tenant = Tenant::new(id, name, Plan::Standard, now);
        tenant.set(self, now)?;
        Ok(tenant)
    }
}

impl NewTerms {
    fn over(self, before: Option<Terms>) -> Result<Option<Terms>, TermsIncomplete> {
        let Self::Parts(parts) = self else { return Ok(None) };
        let terms = || {
            Some(Terms {
                interval: parts.interval.or(before.map(|terms| terms.interval))?,
                anchor: parts.anchor.or(before.map(|terms| terms.anchor))?,
                price_minor: parts.price_minor.or(before.map(|terms| terms.price_minor))?,
                currency: parts.currency.or(before.map(|terms| terms.currency))?,
            })
        };
        terms().map(Some).ok_or(TermsIncomplete)
    }
}

impl Tenant {
    /// Sets what these say, from `now` on.
    ///
    /// # Errors
    ///
    /// [`TermsIncomplete`], if the tenant has no price and they have not all parts of one.
    pub fn set(&mut self, settings: &Settings, now: Timestamp) -> Result<(), TermsIncomplete> {
        let terms = settings.terms.map(|terms| terms.over(self.terms)).transpose()?;
        if let Some(name) = &settings.name {
            self.name.clone_from(name);
        }
        if let Some(plan) = settings.plan {
            self.set_plan(plan, day_of(now));
        }
        self.scim_enabled = settings.scim_enabled.unwrap_or(self.scim_enabled);
        self.profile_sync = settings.profile_sync.unwrap_or(self.profile_sync);
        if let Some(terms) = terms {
            self.set_terms(terms, day_of(now));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn acme(settings: &Settings) -> Result<Tenant, TermsIncomplete> {
        settings.new_tenant(TenantId::parse("acme").unwrap(), NOW)
    }

    fn price() -> TermsParts {
        TermsParts {
            interval: Some(Interval::Monthly),
            anchor: parse_anchor("2026-01-15").ok(),
            price_minor: Some(1200),
            currency: Currency::parse("EUR").ok(),
        }
    }

    fn with(terms: NewTerms) -> Settings {
        Settings { terms: Some(terms), ..Settings::default() }
    }

    #[test]
    fn a_new_tenant_has_what_was_said_and_else_the_defaults() {
        let plain = acme(&Settings::default()).unwrap();
        assert_eq!(plain, Tenant::new(plain.id.clone(), "acme".to_owned(), Plan::Standard, NOW));
        let said = Settings {
            name: Some("Acme Inc.".to_owned()),
            plan: Some(Plan::Advanced),
            scim_enabled: Some(false),
            profile_sync: Some(ProfileSync::Full),
            terms: Some(NewTerms::Parts(price())),
        };
        let made = acme(&said).unwrap();
        assert_eq!((made.name.as_str(), made.plan, made.scim_enabled), ("Acme Inc.", Plan::Advanced, false));
        assert_eq!(made.terms.unwrap().price_minor, 1200);
    }

    #[test]
    fn a_price_takes_all_four_to_begin_with_and_one_to_be_changed() {
        let mut tenant = acme(&with(NewTerms::Parts(price()))).unwrap();
        let dearer = TermsParts { price_minor: Some(1500), ..TermsParts::default() };
        let before = tenant.terms.unwrap();
        tenant.set(&with(NewTerms::Parts(dearer)), NOW).unwrap();
        assert_eq!(tenant.terms, Some(Terms { price_minor: 1500, ..before }));
        tenant.set(&with(NewTerms::Nothing), NOW).unwrap();
        assert_eq!(tenant.terms, None);
        let half = Settings { name: Some("Other".to_owned()), ..with(NewTerms::Parts(dearer)) };
        let unchanged = tenant.clone();
        assert_eq!(tenant.set(&half, NOW), Err(TermsIncomplete));
        assert_eq!(tenant, unchanged, "all of it or nothing");
        assert_eq!(acme(&half), Err(TermsIncomplete));
    }

    #[test]
    fn only_a_day_near_enough_is_an_anchor() {
        for (text, expected) in [
            ("2026-02-30", Err(AnchorError::NoDay)),
            ("soon", Err(AnchorError::NoDay)),
            ("0001-01-01", Err(AnchorError::TooFar)),
            ("2201-01-01", Err(AnchorError::TooFar)),
            ("1970-01-01", Ok("1970-01-01".parse().unwrap())),
        ] {
            assert_eq!(parse_anchor(text), expected, "{text}");
        }
    }
}
