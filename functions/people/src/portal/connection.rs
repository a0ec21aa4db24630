//! Connection: how the tenant's directory reaches Rollcall, and whether it does.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rollcall_rules::contact::Contact;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{MAX_LIVE, Scope, TokenRecord};
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, page, redirect};
use super::session::{self, Admin, Form};

/// Entries that are looked through for the last one of the directory.
const LOOKED_THROUGH: usize = 100;

/// A token as the list has it.
pub(super) struct TokenRow<'a> {
    pub(super) record: &'a TokenRecord,
    pub(super) is_live: bool,
}

impl TokenRow<'_> {
    /// Name of the administrator who made it here, as far as it is known.
    fn made_by(&self) -> Option<&str> {
        Some(self.record.made_by.as_ref()?.admin.as_ref()?.as_str())
    }
}

/// A token that was just made. It is shown this once.
pub(super) struct Made {
    pub(super) token: String,
    /// Did it take the place of another?
    pub(super) is_rotation: bool,
}

#[derive(Template)]
#[template(path = "portal/connection.html")]
pub(super) struct Connection<'a> {
    pub(super) shell: Shell<'a>,
    pub(super) scim_enabled: bool,
    pub(super) scim_url: String,
    pub(super) tokens: Vec<TokenRow<'a>>,
    pub(super) has_live: bool,
    pub(super) made: Option<Made>,
    /// By which each form makes one token, however often it is sent.
    pub(super) nonce: String,
    /// When the directory last changed something, as far as that is not long past.
    pub(super) last_change: Option<Timestamp>,
    pub(super) contact: Contact,
}

/// `GET /portal/connection`: how to connect the directory, and whether it is connected.
pub(super) async fn show(
    State(app): State<App>,
    admin: Admin,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let notice = match fields.one("done") {
        Some("on") => Some(Notice::done("Provisioning is switched on.")),
        Some("off") => Some(Notice::done("Provisioning is switched off. Nothing was changed or deleted.")),
        Some("revoked") => Some(Notice::done("The token is revoked. It no longer works.")),
        Some("gone") => Some(Notice::not_done("That token is not there any more.")),
        Some("full") => Some(Notice::not_done(format!(
            "There are {MAX_LIVE} live tokens, which is the most there can be. Those of your vendor’s own systems \
             count among them. Revoke one that is not needed, then make a new one."
        ))),
        Some("label") => Some(Notice::not_done("A label is one line of up to 100 characters.")),
        _ => None,
    };
    answer(&app, &admin, &admin.tenant, &headers, notice, None).await
}

/// The page, with a token that was just made if there is one. `tenant` is as it is by then.
pub(super) async fn answer(
    app: &App,
    admin: &Admin,
    tenant: &Tenant,
    headers: &HeaderMap,
    notice: Option<Notice>,
    made: Option<Made>,
) -> Result<Response, Failure> {
    let now = app.now();
    let recent = app.store.activity(&admin.tenant, None, LOOKED_THROUGH);
    let (recent, contact) = try_join(recent, app.store.contact(&admin.tenant, now)).await?;
    let last_change = recent.into_iter().map(|happening| happening.entry);
    let last_change = last_change.filter(|entry| entry.by == Actor::Directory).map(|entry| entry.at).next();
    // Those of the operator's own systems are the operator's.
    let own = tenant.tokens.iter().filter(|record| record.scope == Scope::Scim);
    let tokens: Vec<_> = own.map(|record| TokenRow { record, is_live: record.is_live(now) }).collect();
    let view = Connection {
        shell: admin.shell(Tab::Connection, notice),
        scim_enabled: tenant.scim_enabled,
        scim_url: app.base_url.scim_url(headers),
        has_live: tokens.iter().any(|row| row.is_live),
        tokens,
        made,
        nonce: session::new_nonce(),
        last_change,
        contact,
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /portal/scim`: switches provisioning on or off.
pub(super) async fn switch(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let enabled = match form.fields.one("enabled") {
        Some("on") => true,
        Some("off") => false,
        _ => return Err(Failure::Invalid("Provisioning is either on or off.".to_owned())),
    };
    change(&app, &form.admin, |tenant| tenant.scim_enabled = enabled).await?;
    Ok(redirect(&reference("connection", &[("done", if enabled { "on" } else { "off" })])))
}

/// Changes the tenant for its administrator. Gives what the change gave, and the tenant after it. The session is checked
/// in the record that the write replaces: whoever revokes the people token that opened it is not overtaken by it.
pub(super) async fn change<T>(
    app: &App,
    admin: &Admin,
    change: impl Fn(&mut Tenant) -> T,
) -> Result<(T, Tenant), Failure> {
    let now = app.now();
    let change = |tenant: &mut Tenant| {
        if admin.session.is_open(tenant, now) { Ok(change(tenant)) } else { Err(Failure::NoSession) }
    };
    let changed = app.store.change_tenant(&admin.tenant, Actor::Admin, now, change).await;
    changed.map(|(tenant, given)| (given, tenant))
}
