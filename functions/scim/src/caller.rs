//! Who is calling, and whether they may.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::{self, Denied, Presented, Scope};
use rollcall_web::{App, BaseUrl, bearer, request_log};

use crate::contact::Asking;
use crate::failure::Failure;

/// A request's token, not checked yet, and its headers.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    presented: Option<Presented>,
    asking: Asking,
    pub(crate) headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asking = parts.extensions.get::<Asking>().cloned().unwrap_or_default();
        Ok(Self { presented: bearer(&parts.headers), asking, headers: parts.headers.clone() })
    }
}

impl Caller {
    /// The tenant that the token says it is of: which record to read.
    pub(crate) fn tenant(&self) -> Result<&TenantId, Failure> {
        Ok(self.presented.as_ref().ok_or(Denied::Token)?.tenant())
    }

    /// Tells this token from the tenant's others, by what may be known of it.
    pub(crate) fn token_id(&self) -> Result<String, Failure> {
        Ok(self.presented.as_ref().ok_or(Denied::Token)?.id())
    }

    /// Checks the token against the tenant's record.
    pub(crate) fn admit(&self, app: &App, tenant: Option<Tenant>) -> Result<Tenant, Failure> {
        let presented = self.presented.as_ref().ok_or(Denied::Token)?;
        token::authorize(tenant.as_ref(), presented, Scope::Scim, app.now())?;
        let tenant = tenant.ok_or(Denied::Token)?;
        request_log::tenant(&tenant.id);
        self.asking.is_of(&tenant.id);
        tenant.may_use_scim()?;
        Ok(tenant)
    }

    /// Reads the tenant's record, for requests that need nothing else. One call.
    pub(crate) async fn admitted(&self, app: &App) -> Result<Tenant, Failure> {
        let tenant = app.store.tenant(self.tenant()?).await?;
        self.admit(app, tenant)
    }

    /// Lets a parsed request pass. What is wrong with one that did not parse is told only to whom it concerns.
    pub(crate) async fn entitled_to<T>(
        &self,
        app: &App,
        parsed: Result<T, impl Into<Failure>>,
    ) -> Result<T, Failure> {
        match parsed {
            Ok(parsed) => Ok(parsed),
            Err(failure) => {
                self.admitted(app).await?;
                Err(failure.into())
            }
        }
    }

    /// Where SCIM is reached, as this caller sees it.
    pub(crate) fn scim_url(&self, base_url: &BaseUrl) -> String {
        base_url.resolve(&self.headers) + crate::ROOT
    }
}
