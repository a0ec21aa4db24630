//! Inviting everybody whom a filter lets through: first a page that says who that is, then as many steps as it takes.
//!
//! A step looks at everybody, invites as many as it has time for, and answers with a form that goes on: the page's script
//! sends it, or the administrator does. What is done follows from the accounts ([`InvitationRun`]), and from nothing that
//! is kept of the run. So a step that breaks off, or is sent twice, does no harm, and a run that is left is gone on with
//! from the list of people.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::retry::Patience;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityName};
use rollcall_rules::invitation::{InvitationRun, RunTurn};
use rollcall_rules::status::{PersonStatus, person_status};
use rollcall_rules::user::{Actor, UserId};
use rollcall_web::{App, with_cause};
use tokio::time::timeout;

use super::failure::Failure;
use super::fields::Fields;
use super::invitations::{card_access, entity_for};
use super::page::{Notice, Shell, Tab, page, redirect, texts};
use super::session::{self, Admin, Form};
use super::wanted::Wanted;
use crate::invite::{self, Offer, Refused};

/// How long everybody may be looked at. With the time for inviting, a step ends before API Gateway's 29 s.
const LOOKING: Duration = Duration::from_secs(12);

/// How long a step invites people.
const INVITING: Duration = Duration::from_secs(8);

/// People that are read by one call, and then invited.
const BATCH: usize = 100;

/// Seconds after which a page goes on whose step met a table that has too much to do.
const PAUSE_SECS: u32 = 5;

/// How the people whom a filter lets through stand to an invitation.
#[derive(Debug, Default)]
struct Plan {
    can_be_invited: usize,
    invited: usize,
    accepted: usize,
    deactivated: usize,
}

#[derive(Template)]
#[template(path = "portal/choose_all.html")]
struct ChooseAll<'a> {
    shell: Shell<'a>,
    wanted: Wanted,
    plan: Plan,
    entities: Vec<Entity>,
    first_entity: String,
    nonce: String,
}

#[derive(Template)]
#[template(path = "portal/inviting.html")]
struct Inviting<'a> {
    shell: Shell<'a>,
    wanted: &'a Wanted,
    offer: &'a Offer,
    begun_at: Timestamp,
    nonce: &'a str,
    done: usize,
    left: usize,
    /// Seconds until the page goes on by itself.
    pause_secs: u32,
}

/// What a step found, and what it did.
#[derive(Debug, Default)]
struct Step {
    /// People whom the run has invited by now.
    done: usize,
    /// People who are yet to be tried.
    left: usize,
    /// People whom this step could not invite, for a fault of ours.
    failed: usize,
    /// The last failure of the table, transient or not.
    cause: Option<StoreError>,
}

/// Those of one shard.
#[derive(Default)]
struct Shard {
    done: usize,
    due: Vec<UserId>,
}

impl Plan {
    /// Those who match and are left out, and why.
    fn left_out(&self) -> Vec<String> {
        let reasons = [
            ("people-left-invited", self.invited),
            ("people-left-accepted", self.accepted),
            ("people-left-deactivated", self.deactivated),
        ];
        let reasons = reasons.into_iter().filter(|(_, people)| *people > 0);
        reasons.map(|(id, people)| texts().with(id, &[("count", people.into())])).collect()
    }
}

impl ChooseAll<'_> {
    /// What this text says of those who are invited.
    fn says(&self, id: &str) -> String {
        self.shell.texts.with(id, &[("count", self.plan.can_be_invited.into())])
    }
}

/// `GET /portal/invite-all`: who is invited, and who is left out. Writes nothing.
pub(super) async fn plan(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let wanted = Wanted::of(&fields)?;
    let (tenant, now) = (&admin.tenant, app.now());
    let look = app.store.look_at_everybody(tenant, |plan: &mut Plan, user| {
        if wanted.selection.takes(user, now) {
            match person_status(user, now) {
                PersonStatus::Provisioned | PersonStatus::Expired => plan.can_be_invited += 1,
                PersonStatus::Invited => plan.invited += 1,
                PersonStatus::Accepted => plan.accepted += 1,
                PersonStatus::Deactivated => plan.deactivated += 1,
            }
        }
    });
    let shards = in_time(look).await?;
    let plan = shards.into_iter().fold(Plan::default(), |sum, shard| Plan {
        can_be_invited: sum.can_be_invited + shard.can_be_invited,
        invited: sum.invited + shard.invited,
        accepted: sum.accepted + shard.accepted,
        deactivated: sum.deactivated + shard.deactivated,
    });
    if plan.can_be_invited == 0 {
        return Ok(redirect(&wanted.reference("people", &[("done", "none")])));
    }
    let view = ChooseAll {
        shell: admin.shell(Tab::People, None),
        wanted,
        plan,
        entities: app.store.entities(tenant).await?,
        first_entity: EntityName::of_tenant(&tenant.name).as_str().to_owned(),
        nonce: session::new_nonce(),
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /portal/inviting`: the first step of a run, or the next.
pub(super) async fn step(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (admin, fields) = (&form.admin, &form.fields);
    let wanted = Wanted::of(fields)?;
    let card_access = card_access(fields)?;
    let nonce = session::nonce_of(fields);
    let seed = admin.seed(&nonce);
    let offer = Offer {
        entity: entity_for(&app, admin, fields, seed).await?,
        card_access,
        invited_by: admin.session.admin.clone(),
    };
    let begun_at = match fields.one("begun") {
        Some(text) => text.parse().map_err(|_| Failure::invalid("people-no-form"))?,
        None => app.now(),
    };
    let run = InvitationRun { selection: wanted.selection.clone(), seed, begun_at };
    let step = do_step(&app, &admin.tenant, &run, &offer).await?;
    let notice = step.notice(&offer);
    let view = Inviting {
        shell: admin.shell(Tab::People, notice),
        wanted: &wanted,
        offer: &offer,
        begun_at,
        nonce: &nonce,
        done: step.done,
        left: step.left,
        pause_secs: if step.cause.is_some() { PAUSE_SECS } else { 0 },
    };
    let response = page(StatusCode::OK, &view);
    Ok(match step.cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}

/// Looks who is due, and invites as many of them as there is time for.
async fn do_step(app: &App, tenant: &Admitted, run: &InvitationRun, offer: &Offer) -> Result<Step, Failure> {
    let now = app.now();
    let look = app.store.look_at_everybody(tenant, |shard: &mut Shard, user| match run.turn(user, now) {
        RunTurn::Done => shard.done += 1,
        RunTurn::Due => shard.due.push(user.id),
        RunTurn::NotMeant => {}
    });
    let shards = in_time(look).await?;
    let done = shards.iter().map(|shard| shard.done).sum();
    let due = in_turn(&shards.into_iter().map(|shard| shard.due).collect::<Vec<_>>());
    let mut step = Step { done, left: due.len(), ..Step::default() };
    let patience = Patience::of(INVITING);
    for batch in due.chunks(BATCH) {
        match invite::invite(app, tenant, offer, batch, run.seed, patience, Actor::Admin).await {
            Ok(results) => results.into_iter().for_each(|(_, result)| step.count(result.map(|_| ()))),
            Err(error) if error.is_transient() => step.cause = Some(error),
            Err(error) => return Err(error.into()),
        }
        if patience.is_over() || step.cause.as_ref().is_some_and(StoreError::is_transient) {
            break;
        }
    }
    Ok(step)
}

impl Step {
    fn count(&mut self, result: Result<(), Refused>) {
        match result {
            // Whom nobody reached in time is tried by the next step.
            Err(Refused::NoTime) => return,
            Err(Refused::Store(error)) if error.is_transient() => {
                self.cause = Some(error);
                return;
            }
            Err(Refused::Store(error)) => {
                self.failed += 1;
                self.cause = self.cause.take().or(Some(error));
            }
            Err(Refused::NoEntity) => self.failed += 1,
            // Those who changed while the step was under way are no longer meant.
            Err(Refused::Rule(_) | Refused::Place(_) | Refused::Confirmation(_) | Refused::Unknown) => {}
            Ok(()) => self.done += 1,
        }
        self.left = self.left.saturating_sub(1);
    }

    /// What is said at the end of a run; `None`: it goes on.
    fn notice(&self, offer: &Offer) -> Option<Notice> {
        if self.left > 0 {
            return None;
        }
        let values = [("count", self.done.into()), ("entity", offer.entity.name.as_str().into())];
        let done = texts().with("people-done", &values);
        Some(match self.failed {
            0 => Notice::done(done),
            failed => {
                let failed = texts().with("people-failed", &[("count", failed.into())]);
                Notice::not_done(format!("{done} {failed}"))
            }
        })
    }
}

impl Inviting<'_> {
    fn progress(&self) -> String {
        let people = self.shell.texts.with("people-count", &[("count", (self.done + self.left).into())]);
        self.shell.texts.with("people-progress", &[("count", self.done.into()), ("people", people.into())])
    }
}

/// One of each shard after the other, so that no shard has to take all writes of a while.
fn in_turn(shards: &[Vec<UserId>]) -> Vec<UserId> {
    let most = shards.iter().map(Vec::len).max().unwrap_or(0);
    (0..most).flat_map(|at| shards.iter().filter_map(move |shard| shard.get(at).copied())).collect()
}

async fn in_time<T>(look: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
    Ok(timeout(LOOKING, look).await.map_err(|_| Failure::invalid("people-too-many-to-invite"))??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shards_take_turns() {
        let id = |number: u128| UserId::new(format!("{number:032x}").parse().unwrap());
        let shards = vec![vec![id(1), id(4), id(6)], vec![], vec![id(2)], vec![id(3), id(5)]];
        assert_eq!(in_turn(&shards), (1..=6).map(id).collect::<Vec<_>>());
    }

    #[test]
    fn a_run_goes_on_while_somebody_is_yet_to_be_tried() {
        let mut step = Step { left: 5, ..Step::default() };
        step.count(Ok(()));
        step.count(Err(Refused::Unknown));
        step.count(Err(Refused::NoTime));
        assert_eq!((step.done, step.left, step.failed), (1, 3, 0));
        step.count(Err(Refused::Store(StoreError::Throttled { operation: "x", source: "slow".into() })));
        assert!((step.left, step.failed) == (3, 0) && step.cause.is_some());
    }

    #[test]
    fn a_plan_says_whom_it_leaves_out_and_why() {
        let plan = Plan { can_be_invited: 3, invited: 1, accepted: 0, deactivated: 1_200 };
        assert_eq!(plan.left_out(), ["1 person is invited already.", "1,200 people are deactivated."]);
    }
}
