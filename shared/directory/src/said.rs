//! What a directory says of a person in a POST or a PUT, and what that makes of accounts.

use jiff::Timestamp;
use rollcall_protocol::schema::ProfileMutability;
use rollcall_protocol::{ScimError, ScimType, UserInput};
use rollcall_rules::access::{Access, RoleId};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::import::Newcomer;
use rollcall_rules::name::{self, Names};
use rollcall_rules::provision::{self, Assignment, Holders, New, Provisioned, Taken};
use rollcall_rules::tenant::{ProfileSync, Tenant};
use rollcall_rules::update::{self, Desired};
use rollcall_rules::user::{ExternalId, Guard, User};
use serde_json::Value;

use crate::{USER, roles};

/// The longest body of a request about a person, in bytes.
pub const MAX_USER_LEN: usize = 64 * 1024;

/// What is told of a longer one.
pub const TOO_LONG: &str = "The body is larger than 64 KiB. Map fewer attributes, or shorter ones.";

/// What a POST or a PUT says of a person.
#[derive(Debug, Clone)]
pub struct Said {
    pub(crate) input: UserInput,
    names_roles: bool,
}

/// A person whom the directory wants to have an account.
#[derive(Debug, Clone)]
pub struct Wanted {
    user_name: EmailAddress,
    external_id: Option<ExternalId>,
    said: Said,
}

impl Said {
    /// Reads a User resource.
    ///
    /// # Errors
    ///
    /// As [`UserInput::from_json`].
    pub fn read(body: Value) -> Result<Self, ScimError> {
        let names_roles = roles::are_named(&body);
        Ok(Self { input: UserInput::from_json(body, &USER)?, names_roles })
    }

    /// The person of a POST.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue`, if the `userName` is no address, or the `externalId` is too long.
    pub fn wanted(self) -> Result<Wanted, ScimError> {
        let user_name = user_name(self.input.user_name.as_deref())?;
        let external_id = external_id(self.input.external_id.as_deref())?;
        Ok(Wanted { user_name, external_id, said: self })
    }

    /// The person as one whom no directory manages: the address and the names, and nothing else of what is said.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue`, if the `userName` is no address, a name is none, or the account is to be blocked.
    pub fn newcomer(&self) -> Result<Newcomer, ScimError> {
        let refused = |detail: String| ScimError::bad_request(ScimType::InvalidValue, detail);
        let email = user_name(self.input.user_name.as_deref())?;
        if self.input.active == Some(false) {
            return Err(refused("active is false, and an import makes active accounts only.".to_owned()));
        }
        let said = Names::of(&self.input.profile(ProfileMutability::ReadWrite)?);
        let name = |attribute: &str, text: Option<String>| {
            let text = text.filter(|text| !text.trim().is_empty());
            let parsed = text.map(|text| name::parse(&text)).transpose();
            parsed.map_err(|error| refused(format!("{attribute}: {error}.")))
        };
        let names = Names {
            given: name("name.givenName", said.given)?,
            family: name("name.familyName", said.family)?,
            display: name("displayName", said.display)?,
        };
        Ok(Newcomer { email, names })
    }

    /// The account after a PUT.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue`, if something that is said cannot be.
    pub fn put(
        &self,
        before: &User,
        tenant: &Tenant,
        access: Option<&Access>,
        change: NewEmailChange,
        now: Timestamp,
    ) -> Result<User, ScimError> {
        let mut desired = self.desired(before, tenant)?;
        let roles = roles::taken(&mut desired.profile, self.names_roles, access)?;
        let after = update::update(before, desired, tenant.profile_sync, change, now);
        Ok(roles::said(after, roles, Some(before), now))
    }

    /// What a PUT leaves out of `active`, `externalId` and the roles of the directory stays as it is: RFC 7644 §3.5.1
    /// lets the service choose, and a profile pushed without them must neither revive an account nor cut it off from
    /// its directory.
    fn desired(&self, user: &User, tenant: &Tenant) -> Result<Desired, ScimError> {
        Ok(Desired {
            user_name: user_name_of(user, self.input.user_name.as_deref())?,
            external_id: external_id(self.input.external_id.as_deref())?.or_else(|| user.external_id.clone()),
            active: self.input.active.unwrap_or_else(|| user.is_active()),
            profile: self.input.profile(mutability(tenant))?,
        })
    }
}

impl Wanted {
    /// By which an account of the person is found: the address comes first.
    #[must_use]
    pub fn guards(&self) -> Vec<Guard> {
        let address = Guard::Address(self.user_name.key());
        [Some(address), self.external_id.clone().map(Guard::ExternalId)].into_iter().flatten().collect()
    }

    /// What a POST makes of the accounts that hold the person's guards.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue`, if something that is said cannot be; 409, if an account that the directory manages is in the
    /// way.
    pub fn post(
        &self,
        holders: Holders<'_>,
        tenant: &Tenant,
        access: Option<&Access>,
        new: New,
        now: Timestamp,
    ) -> Result<Provisioned, ScimError> {
        let (assignment, roles) = self.at(tenant, access)?;
        let provisioned =
            provision::provision(assignment, holders, tenant.profile_sync, new, now).map_err(taken)?;
        let user = roles::said(provisioned.user, roles, provisioned.before.as_ref(), now);
        Ok(Provisioned { user, ..provisioned })
    }

    /// The account, at a tenant that keeps so much of the profile, and the roles that the directory says.
    fn at(
        &self,
        tenant: &Tenant,
        access: Option<&Access>,
    ) -> Result<(Assignment, Option<Vec<RoleId>>), ScimError> {
        let Self { user_name, external_id, said } = self;
        let mut profile = said.input.profile(mutability(tenant))?;
        let roles = roles::taken(&mut profile, said.names_roles, access)?;
        let assignment = Assignment {
            tenant: tenant.id.clone(),
            user_name: user_name.clone(),
            external_id: external_id.clone(),
            active: said.input.active.unwrap_or(true),
            profile,
        };
        Ok((assignment, roles))
    }
}

/// How the tenant's directory may change profiles.
#[must_use]
pub const fn mutability(tenant: &Tenant) -> ProfileMutability {
    match tenant.profile_sync {
        ProfileSync::Off => ProfileMutability::Immutable,
        ProfileSync::Full => ProfileMutability::ReadWrite,
    }
}

/// `userName` as an address.
///
/// # Errors
///
/// 400 `invalidValue`.
pub fn user_name(text: Option<&str>) -> Result<EmailAddress, ScimError> {
    let problem = match text.map(EmailAddress::parse) {
        Some(Ok(address)) => return Ok(address),
        Some(Err(error)) => error.to_string(),
        None => "is missing".to_owned(),
    };
    Err(ScimError::bad_request(
        ScimType::InvalidValue,
        format!(
            "userName {problem}. Rollcall uses the person's e-mail address as userName: in Okta, open the \
             application's Sign On tab and set \"Application username format\" to Email; in Entra, map userName to \
             the mail attribute."
        ),
    )
    .about("userName"))
}

/// `userName` of an account that there is. The one it has stays as it is, even if it was stored under weaker rules than
/// those for a new one: a person must be deactivated and renamed whatever the account is called.
///
/// # Errors
///
/// 400 `invalidValue`.
pub fn user_name_of(user: &User, text: Option<&str>) -> Result<EmailAddress, ScimError> {
    user_name(text).or_else(|error| {
        let has_it = text.is_some_and(|text| text.eq_ignore_ascii_case(user.user_name.as_str()));
        if has_it { Ok(user.user_name.clone()) } else { Err(error) }
    })
}

/// `externalId`.
///
/// # Errors
///
/// 400 `invalidValue`.
pub fn external_id(text: Option<&str>) -> Result<Option<ExternalId>, ScimError> {
    ExternalId::parse(text.unwrap_or_default()).map_err(|error| {
        ScimError::bad_request(ScimType::InvalidValue, format!("externalId {error}.")).about("externalId")
    })
}

/// Why a POST is refused.
#[must_use]
pub fn taken(taken: Taken) -> ScimError {
    let attribute = match taken {
        Taken::UserName | Taken::Address => "userName",
        Taken::ExternalId => "externalId",
    };
    ScimError::conflict(taken.to_string()).about(attribute)
}

/// Why a change is refused: another account holds what this one would get.
#[must_use]
pub fn held(guard: &Guard) -> ScimError {
    ScimError::conflict(match guard {
        Guard::Address(_) => {
            "Another account has this address, as its userName, its verified e-mail address or one that awaits \
             confirmation. Rename or unassign that account first."
        }
        Guard::ExternalId(_) => {
            "Another account has this externalId. Look it up by filter=externalId eq \"…\"."
        }
    })
}
