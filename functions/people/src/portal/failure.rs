//! Every way in which a request can fail, and the page for it.

#![expect(unused_qualifications, reason = "of the code that askama makes for an enum")]

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use rollcall::retry::Contended;
use rollcall::store::StoreError;
use rollcall_rules::text;
use rollcall_web::table_failure;

use super::import;
use super::page::{Tab, page, texts};
use super::session::{KeptForm, SignedIn};

/// A request that was not carried out. Nothing was written, but where the table did not answer it may have been.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no session, or it is over.
    NoSession,
    /// There is no session for a form, which is kept in the page.
    SessionOver(KeptForm),
    /// A kept form that is sent in a session: it is shown, to be sent once more.
    SendAgain(KeptForm, Box<SignedIn>),
    /// There is no session in which a directory could be let in.
    ToAuthorize,
    /// The link was used, or its five minutes are over.
    LinkOver,
    /// There is no such link.
    NoLink,
    /// A page that is loaded before somebody asks for it, which this one is not.
    LoadedAhead,
    /// A form that was not sent from a page of the session.
    Forged,
    /// The tenant's plan has no provisioning.
    Plan(Box<SignedIn>),
    /// What is asked for is not there.
    NotFound,
    /// Another method than those of the page.
    NotAllowed,
    /// A form that is too long.
    TooLarge,
    /// A form whose file is too long.
    UploadTooLarge,
    /// A form that says something that cannot be.
    Invalid(String),
    /// The table could not be read or written.
    Store(StoreError),
}

/// A page without the frame of the portal.
#[derive(Template)]
pub(crate) enum Plain<'a> {
    #[template(path = "portal/no_session.html")]
    NoSession,
    #[template(path = "portal/to_authorize.html")]
    ToAuthorize,
    #[template(path = "portal/session_over.html")]
    SessionOver { form: &'a KeptForm },
    #[template(path = "portal/send_again.html")]
    SendAgain { form: &'a KeptForm, tenant_name: String, mark: &'a str },
    #[template(path = "portal/signed_out.html")]
    SignedOut,
    #[template(path = "portal/link_over.html")]
    LinkOver,
    #[template(path = "portal/forged.html")]
    Forged,
    #[template(path = "portal/not_found.html")]
    NotFound { up: &'a str },
    #[template(path = "portal/invalid.html")]
    Invalid { detail: &'a str },
    #[template(path = "portal/try_later.html")]
    TryLater { retry_after_secs: u32 },
    #[template(path = "portal/bug.html")]
    Bug { reference: &'a str },
}

/// The page for a tenant whose plan has no provisioning.
#[derive(Template)]
#[template(path = "portal/plan.html")]
struct PlanRequired<'a> {
    shell: super::page::Shell<'a>,
}

impl Failure {
    /// A form that says something that cannot be, by the id of the text that says so.
    pub(crate) fn invalid(text: &str) -> Self {
        Self::Invalid(texts().get(text).into_owned())
    }
}

impl Plain<'_> {
    const fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::SendAgain { .. } => StatusCode::OK,
            Self::NoSession | Self::ToAuthorize | Self::SessionOver { .. } => StatusCode::UNAUTHORIZED,
            Self::LinkOver => StatusCode::GONE,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::Invalid { .. } => StatusCode::BAD_REQUEST,
            Self::TryLater { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Bug { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Plain<'_> {
    fn into_response(self) -> Response {
        page(self.status(), &self)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Contended for Failure {
    fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_lost_race())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::NoSession => Plain::NoSession.into_response(),
            Self::ToAuthorize => Plain::ToAuthorize.into_response(),
            Self::SessionOver(form) if form.action == "sign-out" => Plain::NoSession.into_response(),
            Self::SessionOver(form) => Plain::SessionOver { form: &form }.into_response(),
            Self::SendAgain(form, signed_in) => {
                let tenant_name = text::name(&signed_in.tenant.name);
                Plain::SendAgain { form: &form, tenant_name, mark: signed_in.mark.as_str() }.into_response()
            }
            Self::LinkOver => Plain::LinkOver.into_response(),
            Self::NoLink => with_status(Plain::LinkOver.into_response(), StatusCode::NOT_FOUND),
            Self::LoadedAhead => {
                let detail = &*texts().get("portal-loaded-ahead");
                with_status(Plain::Invalid { detail }.into_response(), StatusCode::FORBIDDEN)
            }
            Self::Forged => Plain::Forged.into_response(),
            Self::Plan(signed_in) => {
                page(StatusCode::FORBIDDEN, &PlanRequired { shell: signed_in.shell(Tab::Connection, None) })
            }
            Self::NotFound => unknown_path(""),
            // Which ones there are, the router says.
            Self::NotAllowed => {
                let page = Plain::Invalid { detail: &texts().get("portal-not-allowed") }.into_response();
                with_status(page, StatusCode::METHOD_NOT_ALLOWED)
            }
            Self::TooLarge => {
                let page = Plain::Invalid { detail: &texts().get("portal-too-large") }.into_response();
                with_status(page, StatusCode::PAYLOAD_TOO_LARGE)
            }
            Self::UploadTooLarge => {
                let page = Plain::Invalid { detail: &import::too_large() }.into_response();
                with_status(page, StatusCode::PAYLOAD_TOO_LARGE)
            }
            Self::Invalid(detail) => Plain::Invalid { detail: &detail }.into_response(),
            Self::Store(error) => {
                table_failure(error, |retry_after_secs| Plain::TryLater { retry_after_secs }.into_response())
            }
        }
    }
}

/// The page for a path that leads nowhere. `up` leads from it to where the pages are.
pub(crate) fn unknown_path(up: &str) -> Response {
    Plain::NotFound { up }.into_response()
}

/// The page for a fault of ours.
pub(crate) fn bug(request_id: &str) -> Response {
    Plain::Bug { reference: request_id }.into_response()
}

fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}
