//! Access: the roles that the operator declares, and the rules by which the people of a group get something.
//!
//! - `roles`: what is declared.
//! - `rules`: the rules, in their order.
//! - `preview`: what a rule would do before it is saved.
//! - `settings`: where roles come from.
//! - `people`: the roles of one person.

pub(super) mod people;
pub(super) mod preview;
pub(super) mod roles;
pub(super) mod rules;
pub(super) mod settings;

use jiff::Timestamp;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, AccessRefusal, AccessRun, RoleId};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::Actor;
use rollcall_web::App;
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::Failure;
use super::problem::{Kind, Problem};

/// A role by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RoleRef {
    /// Identifier.
    id: String,
    /// Its name.
    display: String,
}

/// The run that applies a changed rule to the people who are in its group already. It goes on by itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccessRun)]
pub(crate) struct RunBody {
    /// When the rules changed last.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// People who are done.
    done: usize,
    /// All people, those who are done among them; absent: they are not counted yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
}

impl From<&AccessRun> for RunBody {
    fn from(run: &AccessRun) -> Self {
        Self { started_at: run.started_at, done: run.done, total: Some(run.total).filter(|total| *total > 0) }
    }
}

impl From<AccessRefusal> for Failure {
    fn from(refusal: AccessRefusal) -> Self {
        let kind = match &refusal {
            AccessRefusal::UnknownRole(_) => Kind::UnknownRole,
            AccessRefusal::RoleInUse(_) => Kind::InUse,
            AccessRefusal::TooManyRoles | AccessRefusal::TooManyRules => Kind::TooMany,
            AccessRefusal::GivesNothing | AccessRefusal::InviteIncomplete => Kind::RuleIncomplete,
            AccessRefusal::NoRule(_) => Kind::NotFound,
            AccessRefusal::OrderIncomplete => Kind::OrderIncomplete,
        };
        Problem::new(kind, refusal.to_string()).into()
    }
}

/// Why roles and rules are not changed.
enum NotChanged {
    Refused(AccessRefusal),
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotChanged> for Failure {
    fn from(error: NotChanged) -> Self {
        match error {
            NotChanged::Refused(refusal) => refusal.into(),
            NotChanged::Store(error) => error.into(),
        }
    }
}

/// Changes roles and rules as a rule decides. Two calls.
async fn change(
    app: &App,
    tenant: &Admitted,
    decide: impl Fn(&Access) -> Result<Access, AccessRefusal>,
) -> Result<Access, NotChanged> {
    let decide = |before: &Access| decide(before).map_err(NotChanged::Refused);
    app.store.change_access(tenant, Actor::Operator, app.now(), decide).await
}

pub(super) fn role_ref(access: &Access, id: &RoleId) -> Option<RoleRef> {
    access.role(id).map(|role| RoleRef { id: role.id.to_string(), display: role.display.as_str().to_owned() })
}
