//! Finding users: by keys where the filter names them, else along the index by tenant.
//!
//! | request | what is read |
//! |---|---|
//! | a filter with `eq` on a key, or on up to 50 joined by `or` | the guards, with users by their ids; then the guards' users |
//! | the same, if e-mail entries beside the accounts' own can match | the guards; where the tenant keeps such entries, then as any other filter |
//! | the page after a bookmark | the bookmark, then the page |
//! | the page after a cursor | the page |
//! | any other page | how many users there are, then the page |
//! | any other page of a filter or an order | the whole tenant, then the page's users |
//!
//! What it asks for that does not stand in the accounts is read before, see [`along`](super::along).

use jiff::Timestamp;
use rollcall_directory::mutability;
use rollcall_protocol::filter::{Filter, Key};
use rollcall_protocol::list::ListRequest;
use rollcall_protocol::schema::ProfileMutability;
use rollcall_rules::address::AddressKey;
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, Guard, User, UserId};
use rollcall_web::App;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::along::Along;
use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::page_size;
use crate::pages::{self, Found, Listed};
use crate::resource_types::USER;

/// What to do about a list that is not found in time.
const ADVICE: &str = "Filter by userName, externalId or id, or page by cursor.";

/// Finds the page that a request asks for.
pub(super) async fn find(app: &App, caller: &Caller, request: &ListRequest) -> Result<Found, Failure> {
    if let Some(filter) = &request.filter
        && let Some((admitted, users)) = by_keys(app, caller, request, filter).await?
    {
        return page_of_few(app, caller, &admitted, users, request).await;
    }
    pages::in_time(pages::page::<User>(app, caller, request), ADVICE).await
}

/// The users that the keys of a filter lead to, each once: the filter itself has the last word, as a guard also leads
/// to the user whose verified address it is. `None` if keys do not lead to all.
///
/// Whether they do can depend on the tenant. Its record comes along with the guards, so that most tenants pay for one
/// call.
async fn by_keys(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
    filter: &Filter,
) -> Result<Option<(Admitted, Vec<User>)>, Failure> {
    let for_all = filter.keys(ProfileMutability::ReadWrite);
    let is_for_all = for_all.is_some();
    let Some(keys) = for_all.or_else(|| filter.keys(ProfileMutability::Immutable)) else { return Ok(None) };
    let (mut guards, mut ids) = (Vec::new(), Vec::new());
    for key in keys {
        match key {
            Key::Address(text) => guards.extend(AddressKey::sought(text).map(Guard::Address)),
            Key::ExternalId(text) => {
                guards.extend(ExternalId::parse(text).ok().flatten().map(Guard::ExternalId));
            }
            Key::Id(text) => ids.extend(UserId::parse(text)),
        }
    }
    let read = app.store.tenant_and_found(caller.claimed()?, &guards, &ids);
    let (admitted, (mut holders, mut users)) = caller.read(app, read).await?;
    if !is_for_all && mutability(&admitted) != ProfileMutability::Immutable {
        return Ok(None);
    }
    holders.retain(|holder| users.iter().all(|user| user.id != *holder));
    if !holders.is_empty() {
        users.extend(app.store.users(&admitted, &holders).await?);
    }
    users.retain(|user| user.linked);
    let along = Along::sought_of(app, &admitted, request, &users).await?;
    users.retain(|user| filter.matches(&sought(user, &along, &admitted)));
    Ok(Some((admitted, users)))
}

/// The resource as filters and orders see it. `meta.location` depends on how the API is reached, and nobody looks for
/// it; any base will do.
fn sought(user: &User, along: &Along, tenant: &Tenant) -> Map<String, Value> {
    resource::to_json(user, &along.sought_at(user), tenant, "")
}

/// The page of a list that is there whole, of as many users as a filter has keys.
async fn page_of_few(
    app: &App,
    caller: &Caller,
    tenant: &Admitted,
    mut users: Vec<User>,
    request: &ListRequest,
) -> Result<Found, Failure> {
    users.sort_by_key(|user| user.id);
    if let Some(sort) = request.sort {
        let along = Along::sought_of(app, tenant, request, &users).await?;
        // Stable: those alike stay in order of id.
        users.sort_by_cached_key(|user| sort.key(&sought(user, &along, tenant)));
    }
    pages::page_of_whole(app, caller, tenant, users, request).await
}

impl Listed for User {
    fn id(&self) -> Uuid {
        self.id.as_uuid()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    async fn begin(
        app: &App,
        caller: &Caller,
        request: &ListRequest,
        skip: usize,
        count: usize,
    ) -> Result<(Admitted, Vec<Self>, usize), Failure> {
        if request.filter.is_none() && request.sort.is_none() {
            let read = app.store.tenant_and_census(caller.claimed()?);
            let (admitted, census) = caller.read(app, read).await?;
            let total = census.total();
            if count == 0 || skip >= total {
                return Ok((admitted, Vec::new(), total));
            }
            let users = app.store.users_from(&admitted, &census, skip, count).await?;
            return Ok((admitted, users, total));
        }
        let admitted = caller.admitted(app).await?;
        let ids = survey(app, &admitted, request).await?;
        let wanted: Vec<UserId> = ids.iter().copied().skip(skip).take(count).collect();
        let users = in_order(app, &admitted, &wanted).await?;
        Ok((admitted, users, ids.len()))
    }

    async fn after(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
        place: Uuid,
        count: usize,
        begun_at: Timestamp,
    ) -> Result<(Vec<Self>, bool), Failure> {
        let along = Along::sought(app, admitted, request).await?;
        let keep = |user: &Self| {
            request.filter.as_ref().is_none_or(|filter| filter.matches(&sought(user, &along, admitted)))
        };
        let keep = request.filter.is_some().then_some(&keep as rollcall::store::listing::Keep<'_>);
        let place = Some(UserId::new(place));
        let mut users = app.store.users_after(admitted, place, count + 1, Some(begun_at), keep).await?;
        let more = users.len() > count;
        users.truncate(count);
        Ok((users, more))
    }

    async fn shown(
        app: &App,
        caller: &Caller,
        admitted: &Admitted,
        request: &ListRequest,
        users: &mut Vec<Self>,
    ) -> Result<Vec<Map<String, Value>>, Failure> {
        let scim_url = caller.scim_url(&app.base_url);
        let along = Along::read(app, admitted, &request.projection, users).await?;
        let show = |user: &Self| {
            let resource = resource::to_json(user, &along.of(user), admitted, &scim_url);
            request.projection.apply(resource, &USER)
        };
        let resources = page_size::fitting(users.iter().map(show));
        users.truncate(resources.len());
        Ok(resources)
    }
}

/// The ids of all users that match, in the order asked for.
async fn survey(app: &App, admitted: &Admitted, request: &ListRequest) -> Result<Vec<UserId>, Failure> {
    let along = Along::sought(app, admitted, request).await?;
    let mut picked = app
        .store
        .survey(admitted, |user| {
            let resource = sought(user, &along, admitted);
            let taken = request.filter.as_ref().is_none_or(|filter| filter.matches(&resource));
            taken.then(|| (request.sort.map(|sort| sort.key(&resource)), user.id))
        })
        .await?;
    // Stable: those alike stay in order of id.
    picked.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(picked.into_iter().map(|(_, id)| id).collect())
}

async fn in_order(app: &App, admitted: &Admitted, ids: &[UserId]) -> Result<Vec<User>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut users = app.store.users(admitted, ids).await?;
    users.retain(|user| user.linked);
    users.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok(users)
}
