//! The page on which an administrator lets a directory in (RFC 6749 §4.1): it says who asks for what, and has two buttons.
//!
//! The portal serves it because consent takes the portal's session, and the portal alone knows that. What comes of the consent
//! is a code in the tenant's record; `functions/oauth` exchanges it.
//!
//! Where the answer goes is decided by `rollcall_rules::oauth::authorize`. A directory opens this page in a window of its own
//! and waits for that window to come back. So these pages, unlike all others, do not cut themselves off from who opened them
//! (`Cross-Origin-Opener-Policy`); the page says nothing that is secret, and nobody can frame it.

use askama::Template;
use axum::extract::{FromRequest, Request as HttpRequest, State};
use axum::middleware;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use rollcall_rules::oauth::authorize::{Asked, PageFault, RedirectFault, Refusal, Request};
use rollcall_rules::oauth::method::origin;
use rollcall_rules::tenant::{Plan, Tenant};
use rollcall_rules::text;
use rollcall_web::App;
use rollcall_web::page::letting_forms_lead_to;

use super::connection::change;
use super::failure::Failure;
use super::fields::Fields;
use super::page::{page, redirect};
use super::session::{self, SignedForm, SignedIn};

/// The parameters of a request, which the page's form sends once more.
const PARAMETERS: [&str; 7] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
];

#[derive(Template)]
#[template(path = "portal/authorize.html")]
struct Authorize<'a> {
    client: String,
    /// Scheme, host and port of where the answer goes.
    place: String,
    tenant_name: String,
    mark: &'a str,
    nonce: &'a str,
    parameters: Vec<(&'static str, &'a str)>,
}

/// The page, and its form.
pub(super) fn route() -> MethodRouter<App> {
    get(show).post(answer).fallback(super::not_allowed).layer(middleware::map_response(let_openers_wait))
}

/// `GET /oauth/authorize`: asks. Changes nothing. Two calls.
async fn show(State(app): State<App>, headers: HeaderMap, fields: Fields) -> Result<Response, Failure> {
    let signed_in = SignedIn::of(&headers, &app).await.map_err(without_form)?;
    entitled(&signed_in)?;
    let iss = app.base_url.resolve(&headers);
    let request = match read(&signed_in.tenant, &fields) {
        Ok(request) => request,
        Err(refusal) => return refused(&refusal, &fields, &iss),
    };
    let place = origin(&request.consent.redirect_uri);
    let nonce = session::new_nonce();
    let given = PARAMETERS.into_iter().filter_map(|name| Some((name, fields.exactly(name)?)));
    let view = Authorize {
        client: text::one_line(request.client.name(), usize::MAX),
        place: place.clone(),
        tenant_name: signed_in.texts.tenant(&signed_in.tenant.name),
        mark: signed_in.mark.as_str(),
        nonce: &nonce,
        parameters: given.collect(),
    };
    Ok(letting_forms_lead_to(page(StatusCode::OK, &view), &place))
}

/// `POST /oauth/authorize`: sends the browser back to the directory, with a code if the administrator allows it. A form that is
/// sent twice gives one code. Three calls.
async fn answer(State(app): State<App>, request: HttpRequest) -> Result<Response, Failure> {
    let headers = request.headers().clone();
    let form = SignedForm::from_request(request, &app).await.map_err(without_form)?;
    entitled(&form.signed_in)?;
    let (signed_in, fields, iss) = (&form.signed_in, &form.fields, app.base_url.resolve(&headers));
    let request = match read(&signed_in.tenant, fields) {
        Ok(request) => request,
        Err(refusal) => return refused(&refusal, fields, &iss),
    };
    let consent = request.consent;
    match fields.one("answer") {
        Some("allow") => {}
        Some("deny") => {
            let refusal = Refusal::Redirect(consent.redirect_uri, RedirectFault::AccessDenied);
            return refused(&refusal, fields, &iss);
        }
        _ => return Err(Failure::invalid("authorize-request")),
    }
    let secret = signed_in.mint.secret(&format!("authorize {}", session::nonce_of(fields)));
    let now = app.now();
    let give = |tenant: &mut Tenant| tenant.give_code(&consent, secret, signed_in.session.maker(), now);
    let (code, _) = change(&app, signed_in, give).await.map_err(without_form)?;
    let code = code.ok_or_else(|| Failure::invalid("authorize-used"))?;
    Ok(back(&consent.redirect_uri, &[("code", &code)], fields, &iss))
}

fn entitled(signed_in: &SignedIn) -> Result<(), Failure> {
    match signed_in.tenant.plan {
        Plan::Advanced => Ok(()),
        Plan::Standard => Err(Failure::invalid("authorize-plan")),
    }
}

/// A form is not kept for another session: the directory asks anew.
fn without_form(failure: Failure) -> Failure {
    match failure {
        Failure::NoSession | Failure::SessionOver(_) | Failure::SendAgain(..) => Failure::ToAuthorize,
        failure => failure,
    }
}

fn read<'a>(tenant: &'a Tenant, fields: &Fields) -> Result<Request<'a>, Refusal> {
    let asked = Asked {
        client_id: fields.exactly("client_id"),
        redirect_uri: fields.exactly("redirect_uri"),
        response_type: fields.exactly("response_type"),
        scope: fields.exactly("scope"),
        state: fields.exactly("state"),
        code_challenge: fields.exactly("code_challenge"),
        code_challenge_method: fields.exactly("code_challenge_method"),
        is_repeated: fields.repeats(&PARAMETERS),
    };
    Request::read(tenant, &asked)
}

fn refused(refusal: &Refusal, fields: &Fields, iss: &str) -> Result<Response, Failure> {
    match refusal {
        Refusal::Redirect(uri, fault) => Ok(back(uri, &[("error", fault.code())], fields, iss)),
        Refusal::Page(fault) => Err(Failure::invalid(match fault {
            PageFault::Client => "authorize-client",
            PageFault::OtherTenant => "authorize-other-tenant",
            PageFault::RedirectUri => "authorize-redirect-uri",
            PageFault::Request => "authorize-request",
        })),
    }
}

/// Leads the browser back to the directory (RFC 6749 §4.1.2), with the issuer (RFC 9207).
fn back(uri: &str, answer: &[(&str, &str)], fields: &Fields, iss: &str) -> Response {
    let state = fields.exactly("state").map(|state| ("state", state));
    let all = answer.iter().copied().chain(state).chain([("iss", iss)]);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
    let joint = if uri.contains('?') { '&' } else { '?' };
    redirect(&format!("{uri}{joint}{query}"))
}

async fn let_openers_wait(mut response: Response) -> Response {
    let policy = HeaderName::from_static("cross-origin-opener-policy");
    response.headers_mut().insert(policy, HeaderValue::from_static("unsafe-none"));
    response
}
