//! Where roles come from: from groups, or from the directory.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, RolesFrom};
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::page::{Shell, Tab, page, redirect};
use super::super::session::{Admin, Form};

#[derive(Template)]
#[template(path = "portal/roles-from.html")]
pub(crate) struct Ask<'a> {
    pub(crate) shell: Shell<'a>,
    /// From where they would come.
    pub(crate) to: RolesFrom,
}

impl Ask<'_> {
    fn is_to_directory(&self) -> bool {
        self.to == RolesFrom::Directory
    }
}

/// `GET /portal/roles-from`: asks first, and says what it means.
pub(crate) async fn ask(State(app): State<App>, admin: Admin) -> Result<Response, Failure> {
    let to = match app.store.access(&admin.tenant).await?.roles_from {
        RolesFrom::Groups => RolesFrom::Directory,
        RolesFrom::Directory => RolesFrom::Groups,
    };
    Ok(page(StatusCode::OK, &Ask { shell: admin.shell(Tab::Groups, None), to }))
}

/// `POST /portal/roles-switch`.
pub(crate) async fn switch(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let to = form.fields.one("from").and_then(RolesFrom::parse);
    let to = to.ok_or_else(|| Failure::invalid("people-no-form"))?;
    let (now, run) = (app.now(), entropy::new_id());
    let change = |access: &Access| Ok::<_, StoreError>(access.with_roles_from(to, run, now));
    app.store.change_access(&form.admin.tenant, Actor::Admin, now, change).await?;
    Ok(redirect("groups?done=switched"))
}
