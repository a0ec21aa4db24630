//! Connection: how the tenant's directory reaches Rollcall, and whether it does.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::contact::{Contact, Refused};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{Lifetime, MAX_LIVE, Scope, TokenRecord};
use rollcall_rules::user::Actor;
use rollcall_texts::Texts;
use rollcall_web::App;

use super::advice::{Advice, advice};
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::guides::{self, Guide, Shown};
use super::page::{Notice, Shell, Tab, page, redirect};
use super::session::{self, Admin, Form, SignedIn};

/// Entries that are looked through for the last one of the directory.
const LOOKED_THROUGH: usize = 100;

/// Days before its end from which on a token is marked.
const ENDS_SOON: i64 = 30;

/// A token as the list has it.
pub(super) struct TokenRow<'a> {
    pub(super) record: &'a TokenRecord,
    pub(super) is_live: bool,
    /// Days until it expires, of which the last may be a part.
    pub(super) days_left: Option<i64>,
    /// When it was last used, to about five minutes.
    pub(super) used_at: Option<Timestamp>,
}

impl<'a> TokenRow<'a> {
    pub(super) fn of(record: &'a TokenRecord, contact: &Contact, now: Timestamp) -> Self {
        let left = record.expires_at.map(|expires_at| expires_at.duration_since(now));
        Self {
            record,
            is_live: record.is_live(now),
            days_left: left.map(|left| (left + DAY - SignedDuration::from_secs(1)).as_hours() / 24),
            used_at: contact.used.get(&record.id).copied(),
        }
    }

    /// Name of the administrator who made it here, as far as it is known.
    fn made_by(&self) -> Option<&str> {
        Some(self.record.made_by.as_ref()?.admin.as_ref()?.as_str())
    }

    fn ends_soon(&self) -> bool {
        self.days_left.is_some_and(|days| days <= ENDS_SOON)
    }
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A token that was just made. It is shown this once.
pub(super) struct Made {
    pub(super) token: String,
    /// Did it take the place of another?
    pub(super) is_rotation: bool,
}

/// A kind of refusal as the list has it.
pub(super) struct RefusedRow {
    pub(super) refused: Refused,
    pub(super) advice: Advice,
    /// Name of the token that was refused, if one was.
    pub(super) token: String,
    /// Since when such requests succeed again.
    pub(super) mended_at: Option<Timestamp>,
}

impl RefusedRow {
    /// Is there nothing left to do? An ended token may be somebody else's by now, however well the directory goes on: it
    /// has to be out of use for a day.
    fn is_mended(&self) -> bool {
        let Some(at) = self.mended_at else { return false };
        let refusal = &self.refused.refusal;
        let is_over = refusal.token().is_none() || at.duration_since(self.refused.at) >= DAY;
        is_over && !refusal.is_of_one_person()
    }

    /// What succeeded since, if anything did.
    fn mended(&self, texts: Texts) -> Option<String> {
        let time = [("time", texts.short_moment(self.mended_at?).into())];
        Some(match (self.is_mended(), self.refused.refusal.token()) {
            (true, _) => texts.with("connection-refused-mended", &time),
            (false, Some(_)) => texts.with("connection-refused-other-token", &time),
            (false, None) => texts.with("connection-refused-others", &time),
        })
    }

    fn since(&self) -> Timestamp {
        self.refused.since.unwrap_or(self.refused.at)
    }
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
    pub(super) heard_at: Option<Timestamp>,
    /// What is to do comes first.
    pub(super) refused: Vec<RefusedRow>,
    /// The guide that is shown, with its steps.
    pub(super) guide: Option<(&'static Guide, Vec<Shown>)>,
}

#[derive(Template)]
#[template(path = "portal/switch-off.html")]
struct SwitchOff<'a> {
    shell: Shell<'a>,
}

/// `GET /portal/connection`: how to connect the directory, and whether it is connected.
pub(super) async fn show(
    State(app): State<App>,
    admin: Admin,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let notice = fields.one("done").and_then(|done| notice(done, admin.texts));
    let guide = fields.one("guide").and_then(guides::find);
    answer(&app, &admin, &admin.tenant, &headers, notice, Shows { guide, made: None }).await
}

fn notice(done: &str, texts: Texts) -> Option<Notice> {
    Some(match done {
        "on" => Notice::done(texts.get("connection-switched-on")),
        "off" => Notice::done(texts.get("connection-switched-off")),
        "revoked" => Notice::done(texts.get("connection-revoked")),
        "gone" => Notice::not_done(texts.get("connection-gone")),
        "full" => Notice::not_done(texts.with("connection-full", &[("most", MAX_LIVE.into())])),
        "label" => Notice::not_done(texts.get("connection-bad-label")),
        _ => return None,
    })
}

/// What the page shows besides.
#[derive(Default)]
pub(super) struct Shows {
    pub(super) guide: Option<&'static Guide>,
    /// A token that was just made.
    pub(super) made: Option<Made>,
}

/// The page. `tenant` is as it is by then.
pub(super) async fn answer(
    app: &App,
    admin: &Admin,
    tenant: &Tenant,
    headers: &HeaderMap,
    notice: Option<Notice>,
    shows: Shows,
) -> Result<Response, Failure> {
    let now = app.now();
    let recent = app.store.activity(&admin.tenant, None, LOOKED_THROUGH);
    let (recent, contact) = try_join(recent, app.store.contact(&admin.tenant, now)).await?;
    let last_change = recent.into_iter().map(|happening| happening.entry);
    let last_change = last_change.filter(|entry| entry.by == Actor::Directory).map(|entry| entry.at).next();
    // Those of the operator's own systems are the operator's.
    let own = tenant.tokens.iter().filter(|record| record.scope == Scope::Scim);
    let tokens: Vec<_> = own.map(|record| TokenRow::of(record, &contact, now)).collect();
    let scim_url = app.base_url.scim_url(headers);
    let view = Connection {
        shell: admin.shell(Tab::Connection, notice),
        scim_enabled: tenant.scim_enabled,
        has_live: tokens.iter().any(|row| row.is_live),
        tokens,
        made: shows.made,
        nonce: session::new_nonce(),
        last_change,
        heard_at: contact.heard_at,
        refused: refused_rows(&contact, tenant),
        guide: shows.guide.map(|guide| (guide, guide.shown(&scim_url, admin.texts))),
        scim_url,
    };
    Ok(page(StatusCode::OK, &view))
}

/// What was refused, the latest first; last of all what is mended.
pub(super) fn refused_rows(contact: &Contact, tenant: &Tenant) -> Vec<RefusedRow> {
    // What a client was refused a token for is told beside the client.
    let told_here = contact.refused.iter().filter(|refused| refused.refusal.client().is_none());
    let rows = told_here.map(|refused| RefusedRow {
        advice: advice(refused),
        token: refused.refusal.token().map(|id| token_name(id, tenant)).unwrap_or_default(),
        mended_at: contact.mended_at(refused),
        refused: refused.clone(),
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(RefusedRow::is_mended);
    rows
}

/// The label and the id of a token that the tenant has, or had.
fn token_name(id: &str, tenant: &Tenant) -> String {
    let live = tenant.tokens.iter().map(|record| (record.id.clone(), &record.label));
    let ended = tenant.ended_tokens.iter().map(|ended| (ended.hash.short(), &ended.label));
    let label = live.chain(ended).find(|(of, _)| of == id).and_then(|(_, label)| label.as_deref());
    label.map_or_else(|| id.to_owned(), |label| format!("{label} ({id})"))
}

/// `GET /portal/switch-off`: asks first, and says what it means.
pub(super) async fn ask_to_switch_off(admin: Admin) -> Response {
    page(StatusCode::OK, &SwitchOff { shell: admin.shell(Tab::Connection, None) })
}

/// `POST /portal/scim`: switches provisioning on or off.
pub(super) async fn switch(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let enabled = match form.fields.one("enabled") {
        Some("on") => true,
        Some("off") => false,
        _ => return Err(Failure::Invalid(form.admin.texts.get("connection-bad-switch").into_owned())),
    };
    change(&app, &form.admin, |tenant| tenant.scim_enabled = enabled).await?;
    Ok(redirect(&reference("connection", &[("done", if enabled { "on" } else { "off" })])))
}

/// The words for how long a token lasts, as the form offers them.
pub(super) fn lifetimes(texts: Texts) -> [(Lifetime, Cow<'static, str>); 4] {
    Lifetime::ALL.map(|lifetime| {
        let words = match lifetime {
            Lifetime::Quarter => texts.get("connection-lifetime-90"),
            Lifetime::Year => texts.get("connection-lifetime-365"),
            Lifetime::TwoYears => texts.get("connection-lifetime-730"),
            Lifetime::Endless => texts.get("connection-lifetime-never"),
        };
        (lifetime, words)
    })
}

/// Changes the tenant for its administrator. Gives what the change gave, and the tenant after it. The session is checked
/// in the record that the write replaces: whoever revokes the people token that opened it is not overtaken by it.
pub(super) async fn change<T>(
    app: &App,
    admin: &SignedIn,
    change: impl Fn(&mut Tenant) -> T,
) -> Result<(T, Tenant), Failure> {
    let now = app.now();
    let change = |tenant: &mut Tenant| {
        if admin.session.is_open(tenant, now) { Ok(change(tenant)) } else { Err(Failure::NoSession) }
    };
    let changed = app.store.change_tenant(&admin.tenant, Actor::Admin, now, change).await;
    changed.map(|(tenant, given)| (given, tenant))
}
