//! The document of the API (OpenAPI 3.1), made of the handlers and the forms they take and give.

use axum::response::Response;
use http::StatusCode;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::problem::Problem;
use super::{billing, entities, invitations, portal_links, respond, sign_ins, users};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "People",
        version = "1",
        description = "Who a tenant's people are and what they cost. For the backend of the vendor's product, with a \
            token of the scope `people`, which is of one tenant. What goes wrong is told as problem details \
            (RFC 9457); a 429 says in `Retry-After` after how many seconds the same may be sent again.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        entities::list,
        entities::create,
        entities::show,
        entities::change,
        entities::delete,
        users::list::list,
        users::create::create,
        users::show::show,
        users::history::history,
        users::email_change::resend,
        invitations::create,
        invitations::resend,
        invitations::revoke,
        sign_ins::report,
        billing::list,
        billing::show,
        billing::close,
        billing::lines,
        portal_links::create,
    ),
    components(schemas(Problem)),
    modifiers(&Everywhere),
)]
struct Document;

/// What holds of every operation: the token, and the problems that any can meet.
struct Everywhere;

/// Problems that every operation can meet, with those of a body where there is one.
const PROBLEMS: [(&str, &str, bool); 6] = [
    ("400", "The request cannot be read, or says something that cannot be", false),
    ("401", "No token, or one that is wrong, expired or revoked", false),
    (
        "403",
        "A token of another scope; or a tenant that is not on the Advanced plan, of which only bills can be read and closed",
        false,
    ),
    ("413", "The body is larger than 64 KiB", true),
    ("429", "It passes: the same may be sent again after `Retry-After` seconds", false),
    ("500", "A fault on our side", false),
];

const SCHEME: &str = "token";

impl Modify for Everywhere {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of the scope `people`"));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme.build()));
        for path in document.paths.paths.values_mut() {
            let methods = [&mut path.get, &mut path.post, &mut path.put, &mut path.patch, &mut path.delete];
            methods.into_iter().filter_map(Option::as_mut).for_each(complete);
        }
    }
}

/// An operation with a key says of each answer whether it was given before.
fn tell_replays(operation: &mut Operation) {
    let mut parameters = operation.parameters.iter().flatten();
    let is_key =
        |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(told) if told.name == "Idempotency-Key");
    if !parameters.any(is_key) {
        return;
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let mut replayed = Header::new(utoipa::schema!(
                #[inline]
                bool
            ));
            replayed.description = Some("`true`: the same request was answered this before".to_owned());
            response.headers.insert("Idempotent-Replayed".to_owned(), RefOr::T(replayed));
        }
    }
}

fn complete(operation: &mut Operation) {
    tell_replays(operation);
    operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(SCHEME, [])]);
    let has_body = operation.request_body.is_some();
    for (status, description, of_body) in PROBLEMS {
        if of_body && !has_body || operation.responses.responses.contains_key(status) {
            continue;
        }
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let mut response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content)
            .build();
        if status == "429" {
            let seconds = Header::new(utoipa::schema!(
                #[inline]
                u32
            ));
            response.headers.insert("Retry-After".to_owned(), RefOr::T(seconds));
        }
        operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
    }
}

/// `GET /people/v1/openapi.json`: the document. It needs no token, for it tells nothing of anybody.
pub(crate) async fn show() -> Response {
    respond::json(StatusCode::OK, &Document::openapi())
}
