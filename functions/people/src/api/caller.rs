//! Who is calling, and whether they may.

use axum::extract::FromRequestParts;
use http::request::Parts;
use rollcall::store::{Sealed, StoreError};
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::tenant::{Plan, Tenant};
use rollcall_rules::token::{Presented, Scope};
use rollcall_web::{App, bearer, request_log};

use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::token_use::Asking;

/// The tenant whose token the request has, as it is now, if it is on the Advanced plan. One call. Taken first, so that
/// nothing is learnt without a token.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) tenant: Admitted,
    /// Id of the token.
    pub(crate) token: String,
}

/// The same on any plan: what was billed has to be readable when a plan has ended.
#[derive(Debug)]
pub(crate) struct AnyCaller {
    pub(crate) tenant: Admitted,
    /// Id of the token.
    pub(crate) token: String,
}

impl FromRequestParts<App> for AnyCaller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let presented = bearer(&parts.headers)?;
        let record = app.store.tenant(presented.claimed().id()).await?;
        let tenant = Admitted::by_token(record, &presented, Scope::People, app.now())?;
        request_log::tenant(&tenant.id);
        let token = presented.id();
        Asking::of(parts).is_of(&tenant, &token);
        Ok(Self { tenant, token })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let AnyCaller { tenant, token } = AnyCaller::from_request_parts(parts, app).await?;
        match tenant.plan {
            Plan::Advanced => Ok(Self { tenant, token }),
            Plan::Standard => {
                let detail = "Provisioning is part of the Advanced plan, which this tenant is not on.";
                Err(Problem::new(Kind::PlanRequired, detail).into())
            }
        }
    }
}

/// A request's token, not checked yet: for what is read in one call with the tenant's record. Of a tenant on any plan.
#[derive(Debug)]
pub(crate) struct Unread {
    presented: Presented,
    asking: Asking,
}

impl FromRequestParts<App> for Unread {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        Ok(Self { presented: bearer(&parts.headers)?, asking: Asking::of(parts) })
    }
}

impl Unread {
    /// The tenant that the token says it is of: which record to read. Nothing is proven by it.
    pub(crate) fn claimed(&self) -> &ClaimedTenant {
        self.presented.claimed()
    }

    fn check(&self, app: &App, record: Option<Tenant>) -> Result<Admitted, Failure> {
        let (presented, now) = (&self.presented, app.now());
        let admitted = Admitted::by_token(record, presented, Scope::People, now)
            .inspect_err(|_| app.lately_admitted.remove(presented))?;
        app.lately_admitted.add(presented, now);
        request_log::tenant(&admitted.id);
        self.asking.is_of(&admitted, &presented.id());
        Ok(admitted)
    }

    async fn admitted(&self, app: &App) -> Result<Admitted, Failure> {
        let record = app.store.tenant(self.claimed().id()).await?;
        self.check(app, record)
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
        if !app.lately_admitted.has(&self.presented, app.now()) {
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
