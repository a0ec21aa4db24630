//! `rollcall place`: the rules are those of the people API.

use rollcall_rules::place::{Place, PlaceRefusal};
use rollcall_rules::user::Actor;

use crate::args::people::PlaceCommand;
use crate::error::CliError;
use crate::person::{People, PersonAnswer};
use crate::print;

/// Gives a person another place, or takes it away.
///
/// # Errors
///
/// No settings or table, no such tenant, person or entity, or [`CliError::Place`].
pub(crate) async fn run(command: PlaceCommand) -> Result<(), CliError> {
    match command {
        PlaceCommand::Set { of, person, place } => {
            let people = People::reach_on_plan(&of).await?;
            let entity = match &place.entity {
                Some(named) => Some(people.entity(Some(named)).await?),
                None => None,
            };
            let user = people.person(&person).await?;
            let user = people.change(user, |user, now| {
                let before = user.place().ok_or(PlaceRefusal::None)?;
                let (id, name) = match &entity {
                    Some(entity) => (entity.id, entity.name.clone()),
                    None => (before.entity, before.entity_name),
                };
                let card_access = place.card_access.map_or(before.card_access, Into::into);
                user.placed(Place { entity: id, entity_name: name, card_access }, Actor::Operator, now)
            });
            print::answer(&PersonAnswer::of(&user.await?, people.target.now()), of.table.json)
        }
        PlaceCommand::Remove { of, person } => {
            let people = People::reach_on_plan(&of).await?;
            let user = people.person(&person).await?;
            let user = people.change(user, |user, now| user.place_ended(Actor::Operator, now)).await?;
            print::answer(&PersonAnswer::of(&user, people.target.now()), of.table.json)
        }
    }
}
