//! The documents of the API (OpenAPI 3.1), made of the handlers and the forms they take and give: one for the tokens of
//! tenants, and one for the operator's, which has all operations of the first below each tenant.

mod examples;

use std::collections::BTreeMap;

use axum::response::Response;
use http::StatusCode;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, ContentBuilder, Header, PathItem, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{Modify, OpenApi};

use super::problem::{self, Kind, Problem};
use super::{OPERATOR_ROOT, ROOT};
use super::{
    access, administrators, billing, connection_check, entities, events, groups, imports, invitations,
    oauth_clients, places, portal_links, rehearsals, respond, sign_in_check, sign_ins, tenants, trace, users,
    waves, webhooks,
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
        waves::list,
        waves::show,
        waves::undo,
        rehearsals::rehearse,
        imports::import,
    ),
    components(schemas(Problem)),
    modifiers(&Everywhere),
)]
struct Document;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Operator",
        version = "1",
        description = "All tenants of the vendor, who their people are and what they cost. For the backend of the vendor's \
            product, with a token of the operator's (`rollcall token issue --operator`). What is below a tenant is the \
            API People, with the tenant named by the path. What goes wrong is told as problem details (RFC 9457); a 429 \
            says in `Retry-After` after how many seconds the same may be sent again.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "../..", description = "Where this document is, without its own path")),
    paths(
        tenants::list,
        tenants::create,
        tenants::show,
        tenants::change,
        webhooks::list,
        webhooks::create,
        webhooks::show,
        webhooks::change,
        webhooks::test,
        webhooks::remove,
        webhooks::add_secret,
        webhooks::resume,
    ),
    components(schemas(Problem)),
    modifiers(&Everywhere),
)]
struct OperatorDocument;

/// What holds of every operation: the token, and the problems that any can meet.
struct Everywhere;

/// Problems that every operation can meet, with those of a body where there is one.
const PROBLEMS: [(&str, &str, bool); 6] = [
    ("400", "The request cannot be read, or says something that cannot be", false),
    ("401", "No token, or one that is wrong, expired or revoked", false),
    (
        "403",
        "A token of another scope; or a tenant that is not on the Advanced plan, of which only bills can be read and closed, sign-ins be checked, people be traced, and events and waves be read",
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
        let components = document.components.get_or_insert_default();
        enumerate_problems(&mut components.schemas);
        for path in document.paths.paths.values_mut() {
            operations_of(path).for_each(complete);
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

/// Says which tokens the operations of a document take.
fn with_tokens(mut document: utoipa::openapi::OpenApi, tokens: &str) -> utoipa::openapi::OpenApi {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(tokens)).build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme));
    document
}

/// The document for tokens of tenants.
fn of_people() -> utoipa::openapi::OpenApi {
    with_tokens(Document::openapi(), "A token of the scope `people`")
}

/// The document for the operator's tokens.
fn of_operator() -> utoipa::openapi::OpenApi {
    let mut below = Document::openapi();
    below.paths.paths = below.paths.paths.into_iter().map(below_a_tenant).collect();
    with_tokens(OperatorDocument::openapi().merge_from(below), "A token of the operator's")
}

/// A path of the API, and what is there, below the tenant that the path names.
fn below_a_tenant((path, mut item): (String, PathItem)) -> (String, PathItem) {
    let path = path.replacen(ROOT, &format!("{OPERATOR_ROOT}/tenants/{{tenant}}"), 1);
    let tenant = ParameterBuilder::new()
        .name("tenant")
        .parameter_in(ParameterIn::Path)
        .description(Some("The tenant's id"))
        .schema(Some(utoipa::schema!(
            #[inline]
            String
        )));
    item.parameters.get_or_insert_default().push(RefOr::T(tenant.build()));
    for operation in operations_of(&mut item) {
        tell_of_no_tenant(operation);
    }
    (path, item)
}

/// An operation below a tenant answers 404 where there is none of that id.
fn tell_of_no_tenant(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let of_problem = || {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response =
            ResponseBuilder::new().description("There is no tenant of that id").content(PROBLEM, content);
        RefOr::T(response.build())
    };
    let response = operation.responses.responses.entry("404".to_owned()).or_insert_with(of_problem);
    if let RefOr::T(response) = response {
        response.content.values_mut().for_each(|content| set(content, examples::problem(&id, "404")));
    }
}

fn operations_of(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    methods.into_iter().filter_map(Option::as_mut)
}

/// `GET /people/v1/openapi.json`: the document. It needs no token, for it tells nothing of anybody.
pub(crate) async fn people() -> Response {
    respond::json(StatusCode::OK, &of_people())
}

/// `GET /operator/v1/openapi.json`: the same for the operator's tokens.
pub(crate) async fn operator() -> Response {
    respond::json(StatusCode::OK, &of_operator())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Map, Value};

    use super::*;

    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

    fn operations(document: utoipa::openapi::OpenApi) -> Vec<(String, Map<String, Value>)> {
        let document = serde_json::to_value(document).unwrap();
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for method in METHODS {
                let Some(operation) = methods.get(method) else { continue };
                operations.push((format!("{method} {path}"), operation.as_object().unwrap().clone()));
            }
        }
        operations
    }

    fn all_operations() -> Vec<(String, Map<String, Value>)> {
        [operations(of_people()), operations(of_operator())].concat()
    }

    /// The routes, as the source writes them: a router does not tell them.
    fn routes(source: &str, root: &str) -> BTreeSet<String> {
        let mut routes = BTreeSet::new();
        for route in source.split(".route(").skip(1) {
            let (path, handlers) = route.trim_start().trim_start_matches('"').split_once('"').unwrap();
            let handlers = handlers.split(".fallback(").next().unwrap();
            let asked = METHODS.into_iter().filter(|method| handlers.contains(&format!("{method}(")));
            routes.extend(asked.map(|method| format!("{method} {root}{path}")));
        }
        // The documents are none of their own operations.
        routes.into_iter().filter(|route| !route.ends_with("/openapi.json")).collect()
    }

    #[test]
    fn every_route_is_in_the_document_and_nothing_else_is() {
        let names = |document| -> BTreeSet<String> {
            operations(document).into_iter().map(|(operation, _)| operation).collect()
        };
        let people = routes(include_str!("mod.rs"), ROOT);
        assert_eq!(names(of_people()), people);
        assert!(people.len() >= 15, "{people:?}");
        let below = people.iter().map(|route| route.replace(ROOT, "/operator/v1/tenants/{tenant}"));
        let operator = routes(include_str!("tenants/mod.rs"), OPERATOR_ROOT);
        assert_eq!(operator.len(), 4, "{operator:?}");
        let webhooks = routes(include_str!("webhooks/mod.rs"), OPERATOR_ROOT);
        assert_eq!(webhooks.len(), 8, "{webhooks:?}");
        assert_eq!(names(of_operator()), below.chain(operator).chain(webhooks).collect());
    }

    #[test]
    fn what_is_below_a_tenant_names_it_and_may_find_none() {
        let document = serde_json::to_value(of_operator()).unwrap();
        for (path, methods) in document["paths"].as_object().unwrap() {
            if !path.starts_with("/operator/v1/tenants/{tenant}/") {
                continue;
            }
            assert_eq!(methods["parameters"][0]["name"], "tenant", "{path}");
            for method in METHODS.into_iter().filter_map(|method| methods.get(method)) {
                assert!(method["responses"]["404"].is_object(), "{path}: {method}");
            }
        }
    }

    #[test]
    fn every_body_has_an_example() {
        let contents = |body: &Value| body["content"].as_object().cloned().unwrap_or_default();
        for (name, operation) in all_operations() {
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
        let document = serde_json::to_value(of_people()).unwrap();
        let types = &document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"];
        let types: BTreeSet<_> = types.as_array().unwrap().iter().map(|uri| uri.as_str().unwrap()).collect();
        assert!(types.len() >= 21, "{types:?}");
        let examples = all_operations()
            .into_iter()
            .flat_map(|(_, operation)| operation["responses"].as_object().unwrap().clone());
        for (_, response) in examples {
            let problem = &response["content"][PROBLEM]["example"]["type"];
            assert!(problem.is_null() || types.contains(problem.as_str().unwrap()), "{problem}");
        }
    }
}
