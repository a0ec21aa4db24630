//! Finding groups.
//!
//! | request | what is read |
//! |---|---|
//! | a filter with `eq` on a key, or on up to 50 joined by `or` | the guards, with groups by their ids; the members named; then the groups of both |
//! | any other filter, or an order | all groups; the members that the filter has to see |
//! | the page after a bookmark | the bookmark, then the page |
//! | the page after a cursor | the page |
//! | any other page | how many groups there are, then the page |
//!
//! Members of the page's groups are read, each group's by one call, only if the answer shows them.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use rollcall_protocol::filter::{Entries, Filter, GroupKey};
use rollcall_protocol::list::ListRequest;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{
    Group, GroupExternalId, GroupGuard, GroupId, GroupNameKey, MAX_GROUPS, MAX_MEMBERS,
};
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::page_size;
use crate::pages::{self, Found, Listed, was_there};
use crate::resource_types::GROUP;

/// Groups whose members are read at a time.
const AT_A_TIME: usize = 8;

/// What to do about a list that is not found in time.
const ADVICE: &str =
    "Filter by displayName, externalId or id, or leave out the members by excludedAttributes=members.";

/// Finds the page that a request asks for.
pub(super) async fn find(app: &App, caller: &Caller, request: &ListRequest) -> Result<Found, Failure> {
    let look = async {
        if request.filter.is_some() || request.sort.is_some() {
            let (admitted, groups) = picked(app, caller, request).await?;
            return pages::page_of_whole(app, caller, &admitted, groups, request).await;
        }
        pages::page::<Group>(app, caller, request).await
    };
    pages::in_time(look, ADVICE).await
}

/// All groups that match, in the order asked for.
async fn picked(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
) -> Result<(Admitted, Vec<Group>), Failure> {
    let keys = request.filter.as_ref().and_then(Filter::group_keys);
    let (admitted, mut groups) = match keys {
        Some(keys) => by_keys(app, caller, &keys).await?,
        None => {
            let admitted = caller.admitted(app).await?;
            let groups = app.store.groups_after(&admitted, None, MAX_GROUPS).await?;
            (admitted, groups)
        }
    };
    if let Some(filter) = &request.filter {
        groups = matching(app, &admitted, filter, groups).await?;
    }
    groups.sort_by_key(|group| group.id);
    if let Some(sort) = request.sort {
        // Stable: those alike stay in order of id.
        groups.sort_by_cached_key(|group| sort.key(&resource::sought(group, &[])));
    }
    Ok((admitted, groups))
}

/// The groups that the keys of a filter lead to, each once: the filter itself has the last word.
async fn by_keys(
    app: &App,
    caller: &Caller,
    keys: &[GroupKey<'_>],
) -> Result<(Admitted, Vec<Group>), Failure> {
    let (mut guards, mut ids, mut members) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for key in keys {
        match key {
            GroupKey::Id(text) => ids.extend(GroupId::parse(text)),
            GroupKey::DisplayName(text) => guards.extend(GroupNameKey::sought(text).map(GroupGuard::Name)),
            GroupKey::ExternalId(text) => {
                guards.extend(GroupExternalId::parse(text).ok().flatten().map(GroupGuard::ExternalId));
            }
            GroupKey::Member(text) => members.extend(UserId::parse(text)),
        }
    }
    let (guards, ids): (Vec<_>, Vec<_>) = (guards.into_iter().collect(), ids.into_iter().collect());
    let read = app.store.tenant_and_groups_found(caller.claimed()?, &guards, &ids);
    let (admitted, (holders, mut groups)) = caller.read(app, read).await?;
    let users = users(app, &admitted, members).await?;
    let mut others: BTreeSet<GroupId> = users.into_iter().flat_map(|user| user.groups).collect();
    others.extend(holders);
    others.retain(|id| groups.iter().all(|group| group.id != *id));
    if !others.is_empty() {
        let others: Vec<GroupId> = others.into_iter().collect();
        groups.extend(app.store.groups(&admitted, &others).await?);
    }
    Ok((admitted, groups))
}

async fn users(app: &App, admitted: &Admitted, ids: BTreeSet<UserId>) -> Result<Vec<User>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<UserId> = ids.into_iter().collect();
    Ok(app.store.users(admitted, &ids).await?)
}

/// The groups that match. Who is in a group is read only as far as the filter asks for it.
async fn matching(
    app: &App,
    admitted: &Admitted,
    filter: &Filter,
    groups: Vec<Group>,
) -> Result<Vec<Group>, Failure> {
    let named = match filter.entries_of("members") {
        Entries::These(values) => {
            let ids = values.into_iter().filter_map(UserId::parse).collect();
            Some(users(app, admitted, ids).await?)
        }
        Entries::All => None,
    };
    let mut matching = Vec::new();
    for group in groups {
        let members = match &named {
            Some(users) => {
                users.iter().filter(|user| user.groups.contains(&group.id)).map(|user| user.id).collect()
            }
            None => app.store.members(admitted, group.id).await?,
        };
        if filter.matches(&resource::sought(&group, &members)) {
            matching.push(group);
        }
    }
    Ok(matching)
}

impl Listed for Group {
    fn id(&self) -> Uuid {
        self.id.as_uuid()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    async fn begin(
        app: &App,
        caller: &Caller,
        _: &ListRequest,
        skip: usize,
        count: usize,
    ) -> Result<(Admitted, Vec<Self>, usize), Failure> {
        let read = app.store.tenant_and_group_count(caller.claimed()?);
        let (admitted, total) = caller.read(app, read).await?;
        if count == 0 || skip >= total {
            return Ok((admitted, Vec::new(), total));
        }
        let groups = app.store.groups_after(&admitted, None, skip + count).await?;
        Ok((admitted, groups.into_iter().skip(skip).collect(), total))
    }

    async fn after(
        app: &App,
        admitted: &Admitted,
        _: &ListRequest,
        place: Uuid,
        count: usize,
        begun_at: Timestamp,
    ) -> Result<(Vec<Self>, bool), Failure> {
        let (mut found, mut place) = (Vec::new(), Some(GroupId::new(place)));
        while found.len() <= count {
            let limit = count + 1 - found.len();
            let groups = app.store.groups_after(admitted, place, limit).await?;
            let is_last = groups.len() < limit;
            place = groups.last().map(|group| group.id);
            found.extend(groups.into_iter().filter(|group| was_there(group.created_at, begun_at)));
            if is_last {
                break;
            }
        }
        let more = found.len() > count;
        found.truncate(count);
        Ok((found, more))
    }

    async fn shown(
        app: &App,
        caller: &Caller,
        admitted: &Admitted,
        request: &ListRequest,
        groups: &mut Vec<Self>,
    ) -> Result<Vec<Map<String, Value>>, Failure> {
        let scim_url = caller.scim_url(&app.base_url);
        let (mut resources, mut read) = (Vec::with_capacity(groups.len()), 0);
        for some in groups.chunks(AT_A_TIME) {
            // So many fill an answer.
            if read >= MAX_MEMBERS {
                break;
            }
            let members =
                some.iter().map(|group| resource::members(app, admitted, group.id, &request.projection));
            for (group, members) in some.iter().zip(try_join_all(members).await?) {
                // Resources of more would take much memory, and not be answered.
                if read >= MAX_MEMBERS {
                    break;
                }
                read += members.as_ref().map_or(0, Vec::len);
                let resource = resource::to_answer(group, members.as_deref(), &scim_url);
                resources.push(request.projection.apply(resource, &GROUP));
            }
        }
        let resources = page_size::fitting(resources.into_iter());
        groups.truncate(resources.len());
        Ok(resources)
    }
}
