//! One group: who is in it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::group::Group;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Shell, Tab, page};
use super::super::session::SignedIn;
use super::members::{self, Members};
use super::{asked, name_of};

#[derive(Template)]
#[template(path = "portal/group.html")]
pub(crate) struct Show<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) name: String,
    pub(crate) group: Group,
    /// How many are in it.
    pub(crate) count: usize,
    pub(crate) members: Members,
}

impl Show<'_> {
    /// A reference to the page itself.
    fn first_page(&self) -> String {
        reference("group", &[("id", &self.group.id.to_string())])
    }

    /// A reference to the list of people with those of the group.
    fn people(&self) -> String {
        reference("people", &[("group", &self.group.id.to_string())])
    }
}

/// `GET /portal/group?id=…`.
pub(crate) async fn show(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let tenant = &admin.tenant;
    let group = asked(&app, tenant, &fields).await?;
    let count = app.store.member_count(tenant, group.id).await?;
    let members = members::page(&app, tenant, group.id, count, &fields).await?;
    let shell = admin.shell(Tab::Groups, None);
    Ok(page(StatusCode::OK, &Show { shell, name: name_of(&group), group, count, members }))
}
