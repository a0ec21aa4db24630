//! A tenant as it is given, made and changed.

use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::billing::{Currency, Interval, Terms};
use rollcall_rules::settings::{MAX_PRICE_MINOR, NewTerms, Settings, TermsParts, parse_anchor};
use rollcall_rules::tenant::{Plan, ProfileSync, Tenant, TenantId, parse_name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::failure::Failure;
use crate::api::request::{Object, invalid, maybe_word, said};

/// Which page of the tenants.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// How many tenants at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u16>,
    /// `next` of the page before. Opaque.
    #[param(max_length = 100)]
    pub(super) cursor: Option<String>,
}

/// A page of tenants, in order of their ids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TenantList)]
pub(crate) struct TenantList {
    /// The tenants.
    pub(super) tenants: Vec<TenantBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// What a tenant pays the operator for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Plan)]
enum PlanName {
    /// The plan without provisioning.
    Standard,
    /// The plan with provisioning.
    Advanced,
}

/// What becomes of names, title, department and the like when the directory sends them again.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ProfileSync)]
enum ProfileSyncName {
    /// They stay as first sent.
    Off,
    /// They follow the directory.
    Full,
}

/// How often a tenant is billed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Interval)]
enum IntervalName {
    /// A period begins in every month.
    Monthly,
    /// A period begins in every year.
    Yearly,
}

/// A tenant: a customer of the operator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tenant)]
pub(crate) struct TenantBody {
    /// Identifier, which the operator chose.
    id: String,
    /// Name in mails and on pages.
    name: String,
    /// The plan.
    plan: PlanName,
    /// Whether its directory may provision, as long as the plan holds that.
    scim_enabled: bool,
    /// Whether profiles follow the directory.
    profile_sync: ProfileSyncName,
    /// What its people cost; absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<TermsBody>,
    /// The day of the next renewal; absent: nothing is billed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    renewed_until: Option<Date>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// What people cost.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Terms)]
pub(crate) struct TermsBody {
    /// Length of a billing period.
    interval: IntervalName,
    /// First day of any period; all others follow from it.
    #[schema(value_type = String, format = Date)]
    anchor: Date,
    /// Price of one person for a whole period, in minor units of the currency.
    price_minor: u64,
    /// Currency (ISO 4217).
    currency: String,
}

/// A tenant to be made. What is left out has its default.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewTenant {
    /// Identifier: lower-case letters, digits and hyphens, with a letter or digit at both ends. It is not changed later.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    id: String,
    /// Name in mails and on pages: one line. The id if absent.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// The plan; `standard` if absent.
    #[serde(default, deserialize_with = "maybe_word")]
    plan: Option<PlanName>,
    /// Whether its directory may provision; `true` if absent.
    scim_enabled: Option<bool>,
    /// Whether profiles follow the directory; `off` if absent.
    #[serde(default, deserialize_with = "maybe_word")]
    profile_sync: Option<ProfileSyncName>,
    /// What its people cost, all four parts of it; nothing if absent.
    #[serde(default)]
    #[schema(value_type = Option<TermsChange>)]
    terms: Option<Object<TermsChange>>,
}

/// What shall be different of a tenant. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TenantChange {
    /// Name in mails and on pages: one line.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// The plan.
    #[serde(default, deserialize_with = "maybe_word")]
    plan: Option<PlanName>,
    /// Whether its directory may provision.
    scim_enabled: Option<bool>,
    /// Whether profiles follow the directory.
    #[serde(default, deserialize_with = "maybe_word")]
    profile_sync: Option<ProfileSyncName>,
    /// What its people cost: all four parts for a tenant without a price, or those that change. `null` ends billing.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<TermsChange>)]
    terms: Option<Option<Object<TermsChange>>>,
}

/// Parts of what people cost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TermsChange {
    /// Length of a billing period.
    #[serde(default, deserialize_with = "maybe_word")]
    interval: Option<IntervalName>,
    /// First day of any period, of 1970 to 2200; all others follow from it.
    #[schema(format = Date)]
    anchor: Option<String>,
    /// Price of one person for a whole period, in minor units of the currency: cents of the euro, whole yen.
    #[schema(maximum = 1_000_000_000)]
    price_minor: Option<u64>,
    /// Currency (ISO 4217), such as EUR.
    #[schema(min_length = 3, max_length = 3)]
    currency: Option<String>,
}

impl From<&Tenant> for TenantBody {
    fn from(tenant: &Tenant) -> Self {
        Self {
            id: tenant.id.to_string(),
            name: tenant.name.clone(),
            plan: match tenant.plan {
                Plan::Standard => PlanName::Standard,
                Plan::Advanced => PlanName::Advanced,
            },
            scim_enabled: tenant.scim_enabled,
            profile_sync: match tenant.profile_sync {
                ProfileSync::Off => ProfileSyncName::Off,
                ProfileSync::Full => ProfileSyncName::Full,
            },
            terms: tenant.terms.map(TermsBody::from),
            renewed_until: tenant.terms.and(tenant.renewed_until),
            created_at: tenant.created_at,
        }
    }
}

impl From<Terms> for TermsBody {
    fn from(Terms { interval, anchor, price_minor, currency }: Terms) -> Self {
        let interval = match interval {
            Interval::Monthly => IntervalName::Monthly,
            Interval::Yearly => IntervalName::Yearly,
        };
        Self { interval, anchor, price_minor, currency: currency.to_string() }
    }
}

impl NewTenant {
    /// The id and the settings.
    pub(super) fn read(self) -> Result<(TenantId, Settings), Failure> {
        let Self { id, name, plan, scim_enabled, profile_sync, terms } = self;
        let id = TenantId::parse(&id).map_err(|error| invalid(format!("`id`: {error}.")))?;
        let change = TenantChange { name, plan, scim_enabled, profile_sync, terms: terms.map(Some) };
        Ok((id, change.read()?))
    }
}

impl TenantChange {
    /// The settings that it changes.
    pub(super) fn read(self) -> Result<Settings, Failure> {
        let name = self.name.as_deref().map(parse_name).transpose();
        let terms = self.terms.map(|terms| match terms {
            None => Ok(NewTerms::Nothing),
            Some(Object(parts)) => parts.read().map(NewTerms::Parts),
        });
        Ok(Settings {
            name: name.map_err(|error| invalid(format!("`name`: {error}.")))?,
            plan: self.plan.map(|plan| match plan {
                PlanName::Standard => Plan::Standard,
                PlanName::Advanced => Plan::Advanced,
            }),
            scim_enabled: self.scim_enabled,
            profile_sync: self.profile_sync.map(|sync| match sync {
                ProfileSyncName::Off => ProfileSync::Off,
                ProfileSyncName::Full => ProfileSync::Full,
            }),
            terms: terms.transpose()?,
        })
    }
}

impl TermsChange {
    fn read(self) -> Result<TermsParts, Failure> {
        if self.price_minor.is_some_and(|price| price > MAX_PRICE_MINOR) {
            return Err(invalid(format!("`terms.priceMinor` is {MAX_PRICE_MINOR} at most.")));
        }
        let anchor = self.anchor.as_deref().map(parse_anchor).transpose();
        let currency = self.currency.as_deref().map(Currency::parse).transpose();
        Ok(TermsParts {
            interval: self.interval.map(|interval| match interval {
                IntervalName::Monthly => Interval::Monthly,
                IntervalName::Yearly => Interval::Yearly,
            }),
            anchor: anchor.map_err(|error| invalid(format!("`terms.anchor`: {error}.")))?,
            price_minor: self.price_minor,
            currency: currency.map_err(|error| invalid(format!("`terms.currency`: {error}.")))?,
        })
    }
}
