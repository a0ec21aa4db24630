//! Finds what a command names: a person, an entity, a group of a tenant.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Decision, StoreError};
use rollcall_rules::access::Access;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::entity::Entity;
use rollcall_rules::group::{Group, GroupGuard};
use rollcall_rules::status::person_status;
use rollcall_rules::tenant::{Plan, TenantId};
use rollcall_rules::user::{Actor, Guard, User};
use serde::Serialize;

use crate::args::people::{EntityArg, GroupArg, OfTenant, PersonArg};
use crate::error::CliError;
use crate::invitation::InvitationAnswer;
use crate::print::Answer;
use crate::target::Target;

/// How long a command goes on with a write that the table did not answer.
pub(crate) const PERSISTENCE: Duration = Duration::from_secs(12);

/// A tenant whose people a command is about.
pub(crate) struct People {
    pub(crate) target: Target,
    pub(crate) tenant: Admitted,
}

impl People {
    /// Reaches the table and reads the tenant.
    ///
    /// # Errors
    ///
    /// No settings or table, or [`CliError::NoTenant`].
    pub(crate) async fn reach(of: &OfTenant) -> Result<Self, CliError> {
        let target = Target::reach(&of.table).await?;
        let tenant = Admitted::by_role(target.tenant(&of.tenant).await?);
        Ok(Self { target, tenant })
    }

    /// The same, if the tenant is on the plan of which people are invited, as by the people API.
    ///
    /// # Errors
    ///
    /// As [`People::reach`], and [`CliError::PlanRequired`].
    pub(crate) async fn reach_on_plan(of: &OfTenant) -> Result<Self, CliError> {
        let people = Self::reach(of).await?;
        match people.tenant.plan {
            Plan::Advanced => Ok(people),
            Plan::Standard => Err(CliError::PlanRequired(of.tenant.clone())),
        }
    }

    fn id(&self) -> TenantId {
        self.tenant.id.clone()
    }

    /// What a failed operation on the table means.
    pub(crate) fn failed(&self, error: StoreError) -> CliError {
        match error {
            StoreError::EntityClosed => CliError::EntityGone(self.id()),
            error => self.target.failed(error),
        }
    }

    /// A person of the tenant.
    ///
    /// # Errors
    ///
    /// [`CliError::NoPerson`], or what the table says.
    pub(crate) async fn person(&self, named: &PersonArg) -> Result<User, CliError> {
        let store = self.target.store();
        let (id, text) = match named {
            PersonArg::Id(id) => (Some(*id), id.to_string()),
            PersonArg::Address(key) => {
                let claimed = ClaimedTenant::from(self.id());
                let guards = [Guard::Address(key.clone())];
                let found = store.tenant_and_holders(&claimed, &guards).await;
                let found = found.map_err(|error| self.failed(error))?;
                let (_, holders) = found.open(|_| Ok::<_, CliError>(self.tenant.clone()))?;
                (holders.into_iter().flatten().next(), key.as_str().to_owned())
            }
        };
        let found = match id {
            Some(id) => store.user(&self.tenant, id).await.map_err(|error| self.failed(error))?,
            None => None,
        };
        found.ok_or_else(|| CliError::NoPerson { tenant: self.id(), named: text })
    }

    /// Changes a person as a rule decides.
    ///
    /// # Errors
    ///
    /// What the rule says, and what the table says.
    pub(crate) async fn change<R: Into<CliError>>(
        &self,
        known: User,
        decide: impl Fn(&User, Timestamp) -> Result<User, R>,
    ) -> Result<User, CliError> {
        let id = known.id;
        let decide = |before: &User| {
            decide(before, self.target.now()).map(Decision::new).map_err(|no| NotChanged::Refused(no.into()))
        };
        let (write, patience) = (entropy::new_write(), Patience::of(PERSISTENCE));
        let changed = self.target.store().change_user(&self.tenant, known, write, patience, decide).await;
        let changed = changed.map_err(|error| self.not_changed(error))?;
        let gone = || CliError::NoPerson { tenant: self.id(), named: id.to_string() };
        changed.map(|(user, ())| user).ok_or_else(gone)
    }

    /// Changes roles and rules as `decide` says.
    ///
    /// # Errors
    ///
    /// What `decide` says, and what the table says.
    pub(crate) async fn change_access(
        &self,
        decide: impl Fn(&Access) -> Result<Access, CliError>,
    ) -> Result<Access, CliError> {
        let decide = |before: &Access| decide(before).map_err(NotChanged::Refused);
        let (store, now) = (self.target.store(), self.target.now());
        let changed = store.change_access(&self.tenant, Actor::Operator, now, decide).await;
        changed.map_err(|error| self.not_changed(error))
    }

    fn not_changed(&self, error: NotChanged) -> CliError {
        match error {
            NotChanged::Refused(error) => error,
            // Somebody else has it as long as they want it: no lost race.
            NotChanged::Store(StoreError::Held(_)) => CliError::AddressTaken,
            NotChanged::Store(error) => self.failed(error),
        }
    }

    /// All entities of the tenant, in order of when they were made.
    ///
    /// # Errors
    ///
    /// What the table says.
    pub(crate) async fn entities(&self) -> Result<Vec<Entity>, CliError> {
        self.target.store().entities(&self.tenant).await.map_err(|error| self.failed(error))
    }

    /// An entity of the tenant; `None`: the only one.
    ///
    /// # Errors
    ///
    /// [`CliError::NoEntity`]; [`CliError::WhichEntity`] if it could be several; or what the table says.
    pub(crate) async fn entity(&self, named: Option<&EntityArg>) -> Result<Entity, CliError> {
        let all = self.entities().await?;
        let meant = |entity: &&Entity| match named {
            Some(EntityArg::Id(id)) => entity.id == *id,
            Some(EntityArg::Name(name)) => entity.name == *name,
            None => true,
        };
        let mut found: Vec<&Entity> = all.iter().filter(meant).collect();
        // As a group is found, in any case; an entity of just that name goes before.
        if let (true, Some(EntityArg::Name(name))) = (found.is_empty(), named) {
            let wanted = name.to_string().to_lowercase();
            found = all.iter().filter(|entity| entity.name.to_string().to_lowercase() == wanted).collect();
        }
        let told = |entities: &mut dyn Iterator<Item = &Entity>| {
            let told: Vec<_> = entities.map(|entity| format!("{} ({})", entity.name, entity.id)).collect();
            if told.is_empty() { "none".to_owned() } else { told.join(", ") }
        };
        match (found.as_slice(), named) {
            ([only], _) => Ok((*only).clone()),
            ([], Some(EntityArg::Id(id))) => {
                Err(CliError::NoEntity { named: id.to_string(), all: told(&mut all.iter()) })
            }
            ([], Some(EntityArg::Name(name))) => {
                Err(CliError::NoEntity { named: name.to_string(), all: told(&mut all.iter()) })
            }
            (several, _) => Err(CliError::WhichEntity(told(&mut several.iter().copied()))),
        }
    }

    /// A group of the tenant.
    ///
    /// # Errors
    ///
    /// [`CliError::NoGroup`], or what the table says.
    pub(crate) async fn group(&self, named: &GroupArg) -> Result<Group, CliError> {
        let store = self.target.store();
        let (found, text) = match named {
            GroupArg::Id(id) => (store.group(&self.tenant, *id).await, id.to_string()),
            GroupArg::Name(name) => {
                let claimed = ClaimedTenant::from(self.id());
                let guards = [GroupGuard::Name(name.key())];
                let found = store.tenant_and_groups_found(&claimed, &guards, &[]).await;
                let found = found.map_err(|error| self.failed(error))?;
                let (_, (holders, _)) = found.open(|_| Ok::<_, CliError>(self.tenant.clone()))?;
                let found = match holders.first() {
                    Some(id) => store.group(&self.tenant, *id).await,
                    None => Ok(None),
                };
                (found, name.to_string())
            }
        };
        let found = found.map_err(|error| self.failed(error))?;
        found.ok_or_else(|| CliError::NoGroup { tenant: self.id(), named: text })
    }
}

/// Why a person, or roles and rules, were not changed.
enum NotChanged {
    Refused(CliError),
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A person, as they are printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonAnswer {
    id: String,
    user_name: String,
    email: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceAnswer>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceAnswer {
    entity: String,
    entity_id: String,
    card_access: &'static str,
}

impl PersonAnswer {
    /// The person as they are at `now`.
    pub(crate) fn of(user: &User, now: Timestamp) -> Self {
        let place = user.place().map(|place| PlaceAnswer {
            entity: place.entity_name.to_string(),
            entity_id: place.entity.to_string(),
            card_access: place.card_access.as_str(),
        });
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            email: user.email.as_str().to_owned(),
            status: person_status(user, now).as_str(),
            invitation: user.invitation.as_ref().map(|invitation| InvitationAnswer::of(invitation, now)),
            place,
        }
    }
}

impl PersonAnswer {
    /// The verified address.
    pub(crate) fn email(&self) -> &str {
        &self.email
    }
}

impl Answer for PersonAnswer {
    fn text(&self) -> String {
        let none = || "none".to_owned();
        let invitation = self.invitation.as_ref().map_or_else(none, InvitationAnswer::line);
        let place = self
            .place
            .as_ref()
            .map_or_else(none, |place| format!("{} ({})", place.entity, place.card_access));
        let Self { id, user_name, status, .. } = self;
        format!(
            "person      {id}\nuser name   {user_name}\nstatus      {status}\ninvitation  {invitation}\nplace       {place}"
        )
    }
}
