//! `rollcall entity`: the legal units of a tenant to which people are invited.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::entropy;
use rollcall::store::EntityNotDeleted;
use rollcall_rules::entity::{Entity, EntityId, MAX_ENTITIES};
use serde::Serialize;

use crate::args::people::EntityCommand;
use crate::error::CliError;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// How long all people are looked through before an entity is deleted, each of the two times.
const LONGEST: Duration = Duration::from_mins(10);

/// Lists, makes, renames or deletes the entities of a tenant.
///
/// # Errors
///
/// No settings or table, no such tenant or entity, too many entities, or [`CliError::EntityInUse`].
pub(crate) async fn run(command: EntityCommand) -> Result<(), CliError> {
    match command {
        EntityCommand::List { of } => {
            let people = People::reach(&of).await?;
            let all = people.entities().await?;
            print::answer(&EntityList(all.iter().map(EntityAnswer::from).collect()), of.table.json)
        }
        EntityCommand::Create { of, name } => {
            let people = People::reach_on_plan(&of).await?;
            if people.entities().await?.len() >= MAX_ENTITIES {
                return Err(CliError::TooManyEntities(of.tenant));
            }
            let id = EntityId::new(entropy::new_id());
            let entity = Entity::new(id, of.tenant.clone(), name, people.target.now());
            let made = people.target.store().create_entity(&people.tenant, &entity).await;
            made.map_err(|error| people.failed(error))?;
            print::answer(&EntityAnswer::from(&entity), of.table.json)
        }
        EntityCommand::Rename { of, entity, name } => {
            let people = People::reach_on_plan(&of).await?;
            let entity = people.entity(Some(&entity)).await?;
            let rename = |before: &Entity| before.renamed(name.clone());
            let renamed = people.target.store().change_entity(&people.tenant, entity.id, rename).await;
            let renamed = renamed.map_err(|error| people.failed(error))?;
            let renamed = renamed.ok_or(CliError::EntityGone(of.tenant))?;
            print::answer(&EntityAnswer::from(&renamed), of.table.json)
        }
        EntityCommand::Delete { of, entity } => {
            let people = People::reach_on_plan(&of).await?;
            let entity = people.entity(Some(&entity)).await?;
            let (store, now) = (people.target.store(), people.target.now());
            match store.delete_unused_entity(&people.tenant, entity.id, now, LONGEST).await {
                // Somebody else has just deleted it.
                Ok(()) | Err(EntityNotDeleted::Unknown) => {}
                Err(EntityNotDeleted::Used(used)) => return Err(CliError::EntityInUse(used)),
                Err(EntityNotDeleted::Store(error)) => return Err(people.failed(error)),
            }
            print::answer(
                &DeletedEntity { deleted: entity.id.to_string(), name: entity.name.to_string() },
                of.table.json,
            )
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntityAnswer {
    id: String,
    name: String,
    created_at: Timestamp,
}

impl From<&Entity> for EntityAnswer {
    fn from(entity: &Entity) -> Self {
        Self { id: entity.id.to_string(), name: entity.name.to_string(), created_at: entity.created_at }
    }
}

impl Answer for EntityAnswer {
    fn text(&self) -> String {
        let Self { id, name, created_at } = self;
        format!("entity   {id}\nname     {name}\ncreated  {created_at}")
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct EntityList(Vec<EntityAnswer>);

impl Answer for EntityList {
    fn text(&self) -> String {
        let heading = ["ENTITY", "NAME", "CREATED"].map(str::to_owned);
        let rows = self
            .0
            .iter()
            .map(|entity| [entity.id.clone(), entity.name.clone(), entity.created_at.to_string()]);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
struct DeletedEntity {
    deleted: String,
    name: String,
}

impl Answer for DeletedEntity {
    fn text(&self) -> String {
        format!("\"{}\" is deleted", self.name)
    }
}
