//! Who is calling, and whether they may.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use rollcall::store::{Sealed, StoreError};
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{Denied, Presented, Scope};
use rollcall_web::{App, BaseUrl, bearer, request_log};

use crate::contact::Asking;
use crate::failure::Failure;

/// A request's token, not checked yet, and its headers.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    presented: Result<Presented, Denied>,
    asking: Asking,
    ends_at: Option<EndsAt>,
    pub(crate) headers: HeaderMap,
}

/// When a request must have ended that is an operation of another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EndsAt(pub(crate) Instant);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asking = parts.extensions.get::<Asking>().cloned().unwrap_or_default();
        let ends_at = parts.extensions.get().copied();
        Ok(Self { presented: bearer(&parts.headers), asking, ends_at, headers: parts.headers.clone() })
    }
}

impl Caller {
    fn presented(&self) -> Result<&Presented, Denied> {
        self.presented.as_ref().map_err(|denied| *denied)
    }

    /// The tenant that the token says it is of: which record to read. Nothing is proven by it.
    pub(crate) fn claimed(&self) -> Result<&ClaimedTenant, Failure> {
        Ok(self.presented()?.claimed())
    }

    /// Tells this token from the tenant's others, by what may be known of it.
    pub(crate) fn token_id(&self) -> Result<String, Failure> {
        Ok(self.presented()?.id())
    }

    /// Checks the token against the tenant's record.
    fn check(&self, app: &App, record: Option<Tenant>) -> Result<Admitted, Failure> {
        let (presented, now) = (self.presented()?, app.now());
        let admitted = Admitted::or_known(record, presented, Scope::Scim, now).map_err(|unadmitted| {
            app.lately_admitted.remove(presented);
            self.asking.is_refused(unadmitted.known);
            match unadmitted.denied {
                Denied::Expired => Failure::TokenExpired(app.base_url.token_url(&self.headers)),
                denied => denied.into(),
            }
        })?;
        app.lately_admitted.add(presented, now);
        request_log::tenant(&admitted.id);
        self.asking.is_of(&admitted, presented);
        admitted.may_use_scim()?;
        Ok(admitted)
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
        self.known(app).await?;
        // The call is made from here on, and not when it was given.
        along.await?.open(|record| self.check(app, record))
    }

    /// Stops a token that is nobody's before something that costs more than one read of the record, such as a large
    /// body. No call for a token that this environment has admitted lately, else one.
    pub(crate) async fn known(&self, app: &App) -> Result<(), Failure> {
        if !app.lately_admitted.has(self.presented()?, app.now()) {
            self.admitted(app).await?;
        }
        Ok(())
    }

    /// Reads the tenant's record, for requests that need nothing else. One call.
    pub(crate) async fn admitted(&self, app: &App) -> Result<Admitted, Failure> {
        let record = app.store.tenant(self.claimed()?.id()).await?;
        self.check(app, record)
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

    /// Whose request it turned out to be.
    pub(crate) fn asking(&self) -> &Asking {
        &self.asking
    }

    /// So long from now on, or until the request must have ended.
    pub(crate) fn at_most(&self, longest: Duration) -> Duration {
        let left = self.ends_at.map(|EndsAt(at)| at.saturating_duration_since(Instant::now()));
        left.map_or(longest, |left| left.min(longest))
    }

    /// Where SCIM is reached, as this caller sees it.
    pub(crate) fn scim_url(&self, base_url: &BaseUrl) -> String {
        base_url.scim_url(&self.headers)
    }
}
