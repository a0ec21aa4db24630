//! The operator's tenants, under [`OPERATOR_ROOT`](super::OPERATOR_ROOT): listed, made, shown and changed, by a token of the
//! operator's.

mod body;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use rollcall::store::StoreError;
use rollcall_rules::admission::{Admitted, AdmittedOperator};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::settings::{Settings, TermsIncomplete};
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::caller::{AnyCaller, Operator};
use super::failure::Failure;
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::{Kind, Problem};
use super::request::{Json, Query};
use super::{not_allowed, paging, respond};
use body::{ListQuery, NewTenant, TenantBody, TenantChange, TenantList};

/// What the operator has besides what is below each tenant.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/tenants", get(list).post(create).fallback(not_allowed))
        .route("/tenants/{tenant}", get(show).patch(change).fallback(not_allowed))
}

/// Lists tenants, in order of their ids. What changed less than a second ago may be missing.
#[utoipa::path(
    get, path = "/operator/v1/tenants", tag = "Tenants", operation_id = "listTenants",
    params(ListQuery),
    responses((status = 200, description = "A page of the tenants", body = TenantList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Operator(operator): Operator,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failure> {
    let limit = paging::limit(query.limit)?;
    let after: Option<TenantId> = paging::after(query.cursor.as_deref())?;
    let (tenants, more) = app.store.tenants_after(&operator, after.as_ref(), limit).await?;
    let last = tenants.last().filter(|_| more).map(|tenant| paging::next(&tenant.id));
    let body = TenantList { tenants: tenants.iter().map(TenantBody::from).collect(), next: last };
    Ok(respond::json(StatusCode::OK, &body))
}

/// Makes a tenant, with a first entity of its name. It has no tokens yet.
#[utoipa::path(
    post, path = "/operator/v1/tenants", tag = "Tenants", operation_id = "createTenant",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key does nothing twice and is answered the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = NewTenant,
    responses(
        (status = 201, description = "The tenant", body = TenantBody),
        (status = 409, description = "There is one of that id, or was, or the request of this key is still under way", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    Operator(operator): Operator,
    KeyedBody { body: wanted, key }: KeyedBody<NewTenant>,
) -> Result<Response, Failure> {
    let (id, settings) = wanted.read()?;
    let execution = match idempotency::begin(&app, &operator, key).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let entity = EntityId::new(execution.seed().id("entity"));
    let made = make(&app, &operator, id, &settings, entity).await;
    let answer = made.map(|tenant| KeyedAnswer::that_stands(StatusCode::CREATED, &TenantBody::from(&tenant)));
    Ok(execution.finish(&app, answer).await)
}

/// Shows a tenant.
#[utoipa::path(
    get, path = "/operator/v1/tenants/{tenant}", tag = "Tenants", operation_id = "showTenant",
    params(("tenant" = String, Path, description = "The tenant's id")),
    responses(
        (status = 200, description = "The tenant", body = TenantBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(caller: AnyCaller) -> Response {
    let tenant: &Tenant = &caller.tenant;
    respond::json(StatusCode::OK, &TenantBody::from(tenant))
}

/// Changes a tenant's plan or settings, from now on. The same sent again changes nothing more.
///
/// Another plan, currency or period ends or begins billing: days that are billed keep their lines. Without the plan or the
/// price nothing more is billed; when it comes back, each person is billed from their next sign-in on.
#[utoipa::path(
    patch, path = "/operator/v1/tenants/{tenant}", tag = "Tenants", operation_id = "changeTenant",
    params(("tenant" = String, Path, description = "The tenant's id")),
    request_body = TenantChange,
    responses(
        (status = 200, description = "The tenant as it is now", body = TenantBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: AnyCaller,
    Json(wanted): Json<TenantChange>,
) -> Result<Response, Failure> {
    let (settings, now) = (wanted.read()?, app.now());
    let set = |tenant: &mut Tenant| tenant.set(&settings, now).map_err(Failure::from);
    let (tenant, ()) = app.store.change_tenant(&caller.tenant, Actor::Operator, now, set).await?;
    Ok(respond::json(StatusCode::OK, &TenantBody::from(&tenant)))
}

/// Makes a tenant, whose first entity gets this id.
async fn make(
    app: &App,
    operator: &AdmittedOperator,
    id: TenantId,
    settings: &Settings,
    entity: EntityId,
) -> Result<Tenant, Failure> {
    let now = app.now();
    let tenant = settings.new_tenant(id, now)?;
    match app.store.create_tenant_with(&tenant, &Entity::first(&tenant, entity, now)).await {
        Ok(()) => Ok(tenant),
        Err(error) if error.is_lost_race() => made_before(app, operator, &tenant.id, entity, error).await,
        Err(error) => Err(error.into()),
    }
}

/// The tenant that stood in the way, if an earlier try of this request made it: then it has the entity.
async fn made_before(
    app: &App,
    operator: &AdmittedOperator,
    id: &TenantId,
    entity: EntityId,
    error: StoreError,
) -> Result<Tenant, Failure> {
    let Some(record) = app.store.tenant(id).await? else {
        if app.store.departure(id).await?.is_some() {
            let detail = "A tenant of this id was deleted. The id is not given again.";
            return Err(Problem::new(Kind::TenantExists, detail).into());
        }
        return Err(error.into());
    };
    let there = Admitted::by_operator(record, operator);
    if app.store.entity(&there, entity).await?.is_some() {
        return Ok(Tenant::clone(&there));
    }
    Err(Problem::new(Kind::TenantExists, "There is a tenant of this id.").into())
}

impl From<TermsIncomplete> for Failure {
    fn from(_: TermsIncomplete) -> Self {
        let detail =
            "The tenant has no price yet: `terms` needs `priceMinor`, `currency`, `interval` and `anchor`.";
        Problem::new(Kind::TermsIncomplete, detail).into()
    }
}
