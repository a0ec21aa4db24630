//! The document of the API (OpenAPI 3.1), made of the handlers and the forms they take and give.

mod examples;

use std::collections::BTreeMap;

use axum::response::Response;
use http::StatusCode;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, ContentBuilder, Header, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{Modify, OpenApi};

use super::problem::{self, Kind, Problem};
use super::{
    access, administrators, billing, connection_check, entities, events, groups, invitations, oauth_clients,
    places, portal_links, respond, sign_in_check, sign_ins, trace, users,
};

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
    servers((url = "../..", description = "Where this document is, without its own path")),
    paths(
        entities::list,
        entities::create,
        entities::show,
        entities::change,
        entities::delete,
        users::list::list,
        users::create::create,
        users::show::show,
        users::change::change,
        users::change::delete,
        users::history::history,
        sign_in_check::check,
        trace::trace,
        users::email_change::resend,
        groups::list,
        groups::show,
        groups::members,
        access::settings::show,
        access::settings::set,
        access::roles::list,
        access::roles::show,
        access::roles::set,
        access::roles::delete,
        access::rules::list,
        access::rules::order,
        access::rules::show,
        access::rules::set,
        access::rules::delete,
        access::rules::apply,
        access::preview::preview,
        invitations::create,
        invitations::resend,
        invitations::revoke,
        places::change,
        places::end,
        sign_ins::report,
        billing::list,
        billing::show,
        billing::close,
        billing::lines,
        portal_links::create,
        oauth_clients::list,
        oauth_clients::create,
        oauth_clients::show,
        oauth_clients::add_secret,
        oauth_clients::revoke,
        oauth_clients::revoke_secret,
        administrators::list,
        administrators::add,
        administrators::remove,
        administrators::resend,
        administrators::settings,
        administrators::change_settings,
        connection_check::start,
        connection_check::show,
        events::list,
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
        "A token of another scope; or a tenant that is not on the Advanced plan, of which only bills can be read and closed, sign-ins be checked, people be traced, and events be read",
        false,
    ),
    ("413", "The body is larger than 64 KiB", true),
    ("429", "It passes: the same may be sent again after `Retry-After` seconds", false),
    ("500", "A fault on our side", false),
];

const SCHEME: &str = "token";

/// The media type of problems.
const PROBLEM: &str = "application/problem+json";

impl Modify for Everywhere {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of the scope `people`"));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme.build()));
        enumerate_problems(&mut components.schemas);
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

/// Says which types of problems there are.
fn enumerate_problems(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let RefOr::T(Schema::Object(kinds)) = <Kind as utoipa::PartialSchema>::schema() else { return };
    let Some(RefOr::T(Schema::Object(problem))) = schemas.get_mut("Problem") else { return };
    if let Some(RefOr::T(Schema::Object(of_type))) = problem.properties.get_mut("type") {
        let names = kinds.enum_values.unwrap_or_default().into_iter();
        of_type.enum_values =
            Some(names.map(|name| problem::uri(name.as_str().unwrap_or_default()).into()).collect());
    }
}

/// An example of each body that has none.
fn exemplify(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.content.values_mut().for_each(|content| set(content, examples::request(&id)));
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        for (media_type, content) in &mut response.content {
            match media_type.as_str() {
                PROBLEM => set(content, examples::problem(&id, status)),
                "application/json" => set(content, examples::response(&id)),
                _ => {}
            }
        }
    }
}

fn set(content: &mut RefOr<Content>, example: Option<serde_json::Value>) {
    if let RefOr::T(content) = content {
        content.example = content.example.take().or(example);
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
        let mut response = ResponseBuilder::new().description(description).content(PROBLEM, content).build();
        if status == "429" {
            let seconds = Header::new(utoipa::schema!(
                #[inline]
                u32
            ));
            response.headers.insert("Retry-After".to_owned(), RefOr::T(seconds));
        }
        operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
    }
    exemplify(operation);
}

/// `GET /people/v1/openapi.json`: the document. It needs no token, for it tells nothing of anybody.
pub(crate) async fn show() -> Response {
    respond::json(StatusCode::OK, &Document::openapi())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Map, Value};

    use super::super::ROOT;
    use super::*;

    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

    fn operations() -> Vec<(String, Map<String, Value>)> {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations.push((format!("{method} {path}"), operation.as_object().unwrap().clone()));
            }
        }
        operations
    }

    /// The routes, as `mod.rs` writes them: a router does not tell them.
    fn routes() -> BTreeSet<String> {
        let source = include_str!("mod.rs");
        let mut routes = BTreeSet::new();
        for route in source.split(".route(").skip(1) {
            let (path, handlers) = route.trim_start().trim_start_matches('"').split_once('"').unwrap();
            let handlers = handlers.split(".fallback(").next().unwrap();
            let asked = METHODS.into_iter().filter(|method| handlers.contains(&format!("{method}(")));
            routes.extend(asked.map(|method| format!("{method} {ROOT}{path}")));
        }
        routes
    }

    #[test]
    fn every_route_is_in_the_document_and_nothing_else_is() {
        let mut routes = routes();
        assert!(
            routes.remove(&format!("get {ROOT}/openapi.json")),
            "the document is not one of its own operations"
        );
        let documented: BTreeSet<_> = operations().into_iter().map(|(operation, _)| operation).collect();
        assert_eq!(documented, routes);
        assert!(routes.len() >= 15, "{routes:?}");
    }

    #[test]
    fn every_body_has_an_example() {
        let contents = |body: &Value| body["content"].as_object().cloned().unwrap_or_default();
        for (name, operation) in operations() {
            let bodies = operation
                .get("requestBody")
                .into_iter()
                .chain(operation["responses"].as_object().unwrap().values());
            for (media_type, content) in bodies.flat_map(contents) {
                assert!(content.get("example").is_some(), "{name}, {media_type}: {content}");
            }
        }
    }

    #[test]
    fn every_type_of_problem_is_in_the_document() {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        let types = &document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"];
        let types: BTreeSet<_> = types.as_array().unwrap().iter().map(|uri| uri.as_str().unwrap()).collect();
        assert!(types.len() >= 21, "{types:?}");
        let examples = operations()
            .into_iter()
            .flat_map(|(_, operation)| operation["responses"].as_object().unwrap().clone());
        for (_, response) in examples {
            let problem = &response["content"][PROBLEM]["example"]["type"];
            assert!(problem.is_null() || types.contains(problem.as_str().unwrap()), "{problem}");
        }
    }
}
