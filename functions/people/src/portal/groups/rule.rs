//! The rule of a group: written, looked at before it is saved, saved, applied again and removed.
//!
//! A preview says whom a rule changes. Its form carries by what rules that was so. If somebody else has changed them
//! since, nothing is saved: the preview is shown as it is now, with the rule that there is and the one that was wanted.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, AccessRefusal, AccessRule, Role, RolesFrom};
use rollcall_rules::entity::Entity;
use rollcall_rules::group::Group;
use rollcall_rules::idempotency::Fingerprint;
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Notice, Shell, Tab, page, redirect, texts};
use super::super::session::{Admin, Form};
use super::draft::{Draft, Faults};
use super::outlook::Outlook;
use super::words::Halves;
use super::{GONE, asked, back, name_of};

/// Field with what the rules were when a preview was made.
const SEEN: &str = "seen";

/// Field of a query that fills the form in, instead of the rule that there is.
const AGAIN: &str = "again";

#[derive(Template)]
#[template(path = "portal/rule.html")]
pub(crate) struct Write<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) group: Group,
    pub(crate) name: String,
    pub(crate) draft: Draft,
    pub(crate) faults: Faults,
    pub(crate) roles: Vec<Role>,
    pub(crate) roles_from: RolesFrom,
    pub(crate) entities: Vec<Entity>,
}

#[derive(Template)]
#[template(path = "portal/rule-preview.html")]
pub(crate) struct Preview<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) group: Group,
    pub(crate) name: String,
    /// `None`: the rule is to be removed.
    pub(crate) draft: Option<Draft>,
    pub(crate) seen: String,
    pub(crate) now: Halves,
    pub(crate) then: Halves,
    pub(crate) outlook: Outlook,
}

/// Why rules are not changed.
#[derive(Debug)]
enum NotChanged {
    Refused(AccessRefusal),
    /// They are not what they were when the administrator looked at them.
    Changed,
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Write<'_> {
    /// Does the form name this role?
    fn is_role(&self, role: &Role) -> bool {
        self.draft.role == role.id.as_str()
    }

    /// Does the form name this entity?
    fn is_entity(&self, entity: &Entity) -> bool {
        self.draft.entity == entity.id.to_string()
    }

    /// Does any of the roles say what it is for?
    fn has_descriptions(&self) -> bool {
        self.roles.iter().any(|role| role.description.is_some())
    }

    /// Does the directory decide who has which role?
    fn is_by_directory(&self) -> bool {
        self.roles_from == RolesFrom::Directory
    }
}

impl Preview<'_> {
    /// A reference to the form, filled in as it was.
    fn edit(&self) -> String {
        let (id, draft) = (self.group.id.to_string(), self.draft.clone().unwrap_or_default());
        let fields = draft.fields();
        let own = [("id", id.as_str()), (AGAIN, "yes")];
        reference("rule", &own.into_iter().chain(fields).collect::<Vec<_>>())
    }

    /// How many members were looked at.
    fn looked_at(&self) -> String {
        let count = ("count", self.outlook.looked_at.into());
        match self.outlook.members {
            None => self.shell.texts.with("groups-looked-all", &[count]),
            Some(members) => {
                self.shell.texts.with("groups-looked-some", &[count, ("members", members.into())])
            }
        }
    }
}

/// `GET /portal/rule?id=…`: the form of a group's rule.
pub(crate) async fn write(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let group = asked(&app, &admin.tenant, &fields).await?;
    let (access, entities) = known(&app, &admin).await?;
    let draft = match fields.one(AGAIN) {
        Some(_) => Draft::of(&fields),
        None => Draft::of_rule(access.rule(group.id)),
    };
    Ok(form(&admin, group, (access, entities), draft, Faults::default()))
}

/// `POST /portal/rule-preview`: whom the rule changes. Writes nothing.
pub(crate) async fn preview(State(app): State<App>, sent: Form) -> Result<Response, Failure> {
    let admin = &sent.admin;
    let Some(group) = still_there(&app, &sent).await? else { return Ok(redirect(GONE)) };
    look(&app, admin, group, Draft::of(&sent.fields), None).await
}

/// `POST /portal/rule-save`: what was looked at.
pub(crate) async fn save(State(app): State<App>, sent: Form) -> Result<Response, Failure> {
    let admin = &sent.admin;
    let Some(group) = still_there(&app, &sent).await? else { return Ok(redirect(GONE)) };
    let (access, entities) = known(&app, admin).await?;
    let draft = Draft::of(&sent.fields);
    let rule = match draft.rule(group.id, &access, &entities) {
        Ok(rule) => rule,
        Err(faults) => return Ok(form(admin, group, (access, entities), draft, faults)),
    };
    let (now, run) = (app.now(), entropy::new_id());
    let saved = change(&app, &sent, |access| {
        // The same form again has nothing to do.
        if access.rule(rule.group) == Some(&rule) {
            Ok(None)
        } else {
            Ok(Some(access.with_rule(rule.clone(), None, run, now)?))
        }
    });
    match saved.await {
        Ok(()) => Ok(back(group.id, "saved")),
        Err(NotChanged::Changed) => look(&app, admin, group, draft, Some(meanwhile())).await,
        Err(NotChanged::Refused(refusal)) => {
            Ok(form(admin, group, (access, entities), draft, Faults::of(&refusal)))
        }
        Err(NotChanged::Store(error)) => Err(error.into()),
    }
}

/// `POST /portal/rule-apply`: once more, over all members.
pub(crate) async fn apply(State(app): State<App>, sent: Form) -> Result<Response, Failure> {
    let Some(group) = still_there(&app, &sent).await? else { return Ok(redirect(GONE)) };
    let (now, run) = (app.now(), entropy::new_id());
    let again = |access: &Access| access.applied_again(group.id, run, now).map_err(NotChanged::Refused);
    match app.store.change_access(&sent.admin.tenant, Actor::Admin, now, again).await {
        Ok(_) => Ok(back(group.id, "applied")),
        Err(NotChanged::Refused(_) | NotChanged::Changed) => Ok(back(group.id, "no-rule")),
        Err(NotChanged::Store(error)) => Err(error.into()),
    }
}

/// `GET /portal/rule-end?id=…`: asks first, and says whom it changes.
pub(crate) async fn ask_to_remove(
    State(app): State<App>,
    admin: Admin,
    fields: Fields,
) -> Result<Response, Failure> {
    let group = asked(&app, &admin.tenant, &fields).await?;
    look_at_removal(&app, &admin, group, None).await
}

/// `POST /portal/rule-remove`.
pub(crate) async fn remove(State(app): State<App>, sent: Form) -> Result<Response, Failure> {
    let Some(group) = still_there(&app, &sent).await? else { return Ok(redirect(GONE)) };
    let (now, run) = (app.now(), entropy::new_id());
    let removed = change(&app, &sent, |access| {
        if access.rule(group.id).is_none() {
            Ok(None)
        } else {
            Ok(Some(access.without_rule(group.id, run, now)?))
        }
    });
    match removed.await {
        Ok(()) => Ok(back(group.id, "removed")),
        Err(NotChanged::Changed) => look_at_removal(&app, &sent.admin, group, Some(meanwhile())).await,
        Err(NotChanged::Refused(_)) => Ok(back(group.id, "no-rule")),
        Err(NotChanged::Store(error)) => Err(error.into()),
    }
}

/// Changes the rules, unless they are not what they were when the administrator looked at them. `None`: there is nothing
/// to change.
async fn change(
    app: &App,
    sent: &Form,
    change: impl Fn(&Access) -> Result<Option<Access>, AccessRefusal>,
) -> Result<(), NotChanged> {
    let seen = sent.fields.one(SEEN).unwrap_or_default();
    let change = |access: &Access| match change(access).map_err(NotChanged::Refused)? {
        None => Ok(access.clone()),
        Some(_) if fingerprint(access) != seen => Err(NotChanged::Changed),
        Some(after) => Ok(after),
    };
    app.store.change_access(&sent.admin.tenant, Actor::Admin, app.now(), change).await?;
    Ok(())
}

/// What was asked for, with whom it changes.
async fn look(
    app: &App,
    admin: &Admin,
    group: Group,
    draft: Draft,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let (access, entities) = known(app, admin).await?;
    let after = draft.rule(group.id, &access, &entities).and_then(|rule| {
        let after = access.with_rule(rule.clone(), None, entropy::new_id(), app.now());
        after.map(|after| (rule, after)).map_err(|refusal| Faults::of(&refusal))
    });
    let (rule, after) = match after {
        Ok(after) => after,
        Err(faults) => return Ok(form(admin, group, (access, entities), draft, faults)),
    };
    let known = Known { access: &access, entities: &entities };
    shown(app, admin, group, known, (Some(draft), Some(&rule), &after), notice).await
}

async fn look_at_removal(
    app: &App,
    admin: &Admin,
    group: Group,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let (access, entities) = known(app, admin).await?;
    let Ok(after) = access.without_rule(group.id, entropy::new_id(), app.now()) else {
        return Ok(back(group.id, "no-rule"));
    };
    let known = Known { access: &access, entities: &entities };
    shown(app, admin, group, known, (None, None, &after), notice).await
}

/// What there is.
#[derive(Clone, Copy)]
struct Known<'a> {
    access: &'a Access,
    entities: &'a [Entity],
}

async fn shown(
    app: &App,
    admin: &Admin,
    group: Group,
    known: Known<'_>,
    (draft, rule, after): (Option<Draft>, Option<&AccessRule>, &Access),
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let status = if notice.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let Known { access, entities } = known;
    let view = Preview {
        shell: admin.shell(Tab::Groups, notice),
        name: name_of(&group),
        seen: fingerprint(access),
        now: Halves::of(access, entities, access.rule(group.id)),
        then: Halves::of(access, entities, rule),
        outlook: Outlook::of(app, &admin.tenant, group.id, access, after).await?,
        draft,
        group,
    };
    Ok(page(status, &view))
}

/// The form, with what is wrong with it if something is.
fn form(
    admin: &Admin,
    group: Group,
    (access, entities): (Access, Vec<Entity>),
    draft: Draft,
    faults: Faults,
) -> Response {
    let (status, notice) = if faults == Faults::default() {
        (StatusCode::OK, None)
    } else {
        let text = faults.all.unwrap_or("groups-bad-form");
        (StatusCode::BAD_REQUEST, Some(Notice::not_done(texts().get(text))))
    };
    let view = Write {
        shell: admin.shell(Tab::Groups, notice),
        name: name_of(&group),
        group,
        draft,
        faults,
        roles: access.roles,
        roles_from: access.roles_from,
        entities,
    };
    page(status, &view)
}

fn meanwhile() -> Notice {
    Notice::not_done(texts().get("groups-changed-meanwhile"))
}

async fn known(app: &App, admin: &Admin) -> Result<(Access, Vec<Entity>), StoreError> {
    try_join(app.store.access(&admin.tenant), app.store.entities(&admin.tenant)).await
}

/// The group of a form; `None`: it is gone.
async fn still_there(app: &App, sent: &Form) -> Result<Option<Group>, Failure> {
    match asked(app, &sent.admin.tenant, &sent.fields).await {
        Err(Failure::NotFound) => Ok(None),
        group => group.map(Some),
    }
}

/// Stands for all that the preview of a rule follows from, but for the people: other rules have another one. The progress
/// of a run does not count.
fn fingerprint(access: &Access) -> String {
    let rules = Access { run: None, revision: 0, ..access.clone() };
    let rules = serde_json::to_vec(&rules).unwrap_or_default();
    Fingerprint::of("", "", &rules).as_str().to_owned()
}
