//! Who is calling, and whether they may: a tenant's backend by a people token, or the operator's by its own. The path says
//! which of the two a request takes: under [`OPERATOR_ROOT`](super::OPERATOR_ROOT) it names the tenant, elsewhere the token
//! does.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use http::request::Parts;
use rollcall::store::{Sealed, StoreError};
use rollcall_rules::admission::{Admitted, AdmittedOperator, ClaimedTenant};
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_rules::token::{Presented, Scope};
use rollcall_web::{App, bearer, operator_bearer, request_log};

use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::nothing_there;
use super::token_use::Asking;

/// The parameter that names the tenant, in the paths of the operator's requests and in no others.
const TENANT: &str = "tenant";

/// The tenant that the request is about, as it is now, if it is on the Advanced plan. One call; two for the operator. Taken
/// first, so that nothing is learnt without a token.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) tenant: Admitted,
    /// Id of the people token; `None`: the token is the operator's, and so none of the tenant's.
    pub(crate) people_token: Option<String>,
    /// Id of the operator's token; `None`: the token is the tenant's.
    pub(crate) operator_token: Option<String>,
}

/// The same on any plan: what was billed has to be readable when a plan has ended.
#[derive(Debug)]
pub(crate) struct AnyCaller {
    pub(crate) tenant: Admitted,
    /// As [`Caller::people_token`].
    pub(crate) people_token: Option<String>,
    /// As [`Caller::operator_token`].
    pub(crate) operator_token: Option<String>,
}

/// The operator, by a token of the operator's. One call.
#[derive(Debug)]
pub(crate) struct Operator(pub(crate) AdmittedOperator);

impl FromRequestParts<App> for Operator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let presented = operator_bearer(&parts.headers)?;
        let tokens = app.store.operator_tokens().await?;
        let operator = AdmittedOperator::by_token(&tokens, &presented, app.now())?;
        request_log::operator(operator.token());
        Asking::of(parts).is_of_operator(&operator);
        Ok(Self(operator))
    }
}

impl FromRequestParts<App> for AnyCaller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let unread = Unread::from_request_parts(parts, app).await?;
        let tenant = unread.admitted(app).await?;
        let (people_token, operator_token) = match unread.credential {
            Credential::OfTenant(presented) => (Some(presented.id()), None),
            Credential::Operator(operator, _) => (None, Some(operator.token().to_owned())),
        };
        Ok(Self { tenant, people_token, operator_token })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let AnyCaller { tenant, people_token, operator_token } =
            AnyCaller::from_request_parts(parts, app).await?;
        match tenant.plan {
            Plan::Advanced => Ok(Self { tenant, people_token, operator_token }),
            Plan::Standard => {
                let detail = "Provisioning is part of the Advanced plan, which this tenant is not on.";
                Err(Problem::new(Kind::PlanRequired, detail).into())
            }
        }
    }
}

/// Whose request it is, before the tenant's record is read: for what is read in one call with that. Of a tenant on any plan.
#[derive(Debug)]
pub(crate) struct Unread {
    credential: Credential,
    asking: Asking,
}

/// What lets a request in.
#[derive(Debug)]
enum Credential {
    /// A token of a tenant's, not checked yet.
    OfTenant(Presented),
    /// A token of the operator's, which was checked, and the tenant that the path names.
    Operator(AdmittedOperator, ClaimedTenant),
}

impl FromRequestParts<App> for Unread {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let credential = match named_tenant(parts, app).await {
            None => Credential::OfTenant(bearer(&parts.headers)?),
            Some(named) => {
                let Operator(operator) = Operator::from_request_parts(parts, app).await?;
                Credential::Operator(operator, tenant_of(&named)?.into())
            }
        };
        Ok(Self { credential, asking: Asking::of(parts) })
    }
}

/// The tenant that the path names; `None`: the route is one that names none. A path that is not UTF-8 names the empty text.
async fn named_tenant(parts: &mut Parts, app: &App) -> Option<String> {
    let route = parts.extensions.get::<MatchedPath>()?;
    if !route.as_str().contains("/{tenant}") {
        return None;
    }
    let parameters = RawPathParams::from_request_parts(parts, app).await.ok();
    let named = |parameters: RawPathParams| {
        parameters.iter().find(|(name, _)| *name == TENANT).map(|(_, named)| named.to_owned())
    };
    Some(parameters.and_then(named).unwrap_or_default())
}

/// A path that cannot be read is that of nothing, whichever part of it is at fault.
fn tenant_of(named: &str) -> Result<TenantId, Failure> {
    TenantId::parse(named).map_err(|_| if named.is_empty() { nothing_there() } else { no_tenant() })
}

impl Unread {
    /// The tenant whose record to read. Nothing is proven by it.
    pub(crate) fn claimed(&self) -> &ClaimedTenant {
        match &self.credential {
            Credential::OfTenant(presented) => presented.claimed(),
            Credential::Operator(_, claimed) => claimed,
        }
    }

    fn check(&self, app: &App, record: Option<Tenant>) -> Result<Admitted, Failure> {
        let admitted = match &self.credential {
            Credential::OfTenant(presented) => self.check_token(app, record, presented)?,
            Credential::Operator(operator, _) => {
                Admitted::by_operator(record.ok_or_else(no_tenant)?, operator)
            }
        };
        request_log::tenant(&admitted.id);
        Ok(admitted)
    }

    fn check_token(
        &self,
        app: &App,
        record: Option<Tenant>,
        presented: &Presented,
    ) -> Result<Admitted, Failure> {
        let now = app.now();
        let admitted = Admitted::by_token(record, presented, Scope::People, now)
            .inspect_err(|_| app.lately_admitted.remove(presented))?;
        app.lately_admitted.add(presented, now);
        self.asking.is_of(&admitted, &presented.id());
        Ok(admitted)
    }

    async fn admitted(&self, app: &App) -> Result<Admitted, Failure> {
        let record = app.store.tenant(self.claimed().id()).await?;
        self.check(app, record)
    }

    /// Whether the token is known to be one: a read along with the tenant's record costs more than the record alone.
    fn is_known(&self, app: &App) -> bool {
        match &self.credential {
            Credential::OfTenant(presented) => app.lately_admitted.has(presented, app.now()),
            Credential::Operator(..) => true,
        }
    }

    /// Reads something along with the tenant's record by the call given, and opens it if the token is right.
    ///
    /// One call; one more for a token that this environment has not admitted lately. Such a token may be anybody's, so
    /// the record alone is read first.
    pub(crate) async fn read<T>(
        &self,
        app: &App,
        along: impl Future<Output = Result<Sealed<T>, StoreError>>,
    ) -> Result<(Admitted, T), Failure> {
        if !self.is_known(app) {
            self.admitted(app).await?;
        }
        // The call is made from here on, and not when it was given.
        along.await?.open(|record| self.check(app, record))
    }

    /// Lets a parsed request pass. What is wrong with one that did not parse is told only to whom it concerns.
    pub(crate) async fn entitled_to<T>(&self, app: &App, parsed: Result<T, Failure>) -> Result<T, Failure> {
        match parsed {
            Ok(parsed) => Ok(parsed),
            Err(failure) => {
                self.admitted(app).await?;
                Err(failure)
            }
        }
    }
}

/// The path names a tenant that is not there. Only the operator is told.
fn no_tenant() -> Failure {
    Problem::new(Kind::NotFound, "There is no tenant of this id.").into()
}
