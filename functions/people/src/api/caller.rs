//! Who is calling, and whether they may.

use axum::extract::FromRequestParts;
use http::request::Parts;
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::Plan;
use rollcall_rules::token::Scope;
use rollcall_web::{App, bearer, request_log};

use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::token_use;

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
        token_use::is_of(parts, &tenant, &token);
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
