//! What rules give, in words.

use rollcall_rules::access::{Access, AccessRule, RoleId, RuleOffer};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::text;

use super::super::invitations::card_words;
use super::super::page::texts;

/// Longest name of a role that is shown, in characters.
const MAX_ROLE_CHARS: usize = 100;

/// What a role is called. One that is not declared any more is called by its identifier.
pub(crate) fn role_name(access: &Access, id: &RoleId) -> String {
    let name = access.role(id).map_or(id.as_str(), |role| role.display.as_str());
    text::one_line(name, MAX_ROLE_CHARS)
}

/// What the people of a group get, each in a few words.
pub(super) fn gives(access: &Access, entities: &[Entity], rule: &AccessRule) -> Vec<String> {
    let role = rule.role.as_ref();
    let role = role.map(|id| texts().with("groups-gives-role", &[("role", role_name(access, id).into())]));
    role.into_iter().chain(rule.offer().map(|offer| invitation(entities, offer))).collect()
}

/// To what a rule invites.
fn invitation(entities: &[Entity], offer: RuleOffer) -> String {
    let access = card_words(offer.card_access).0;
    let values = [("entity", entity_name(entities, offer.entity).into()), ("access", access.into())];
    texts().with("groups-gives-invitation", &values)
}

fn entity_name(entities: &[Entity], id: EntityId) -> String {
    let entity = entities.iter().find(|entity| entity.id == id);
    entity.map_or_else(
        || texts().get("groups-no-longer-entity").into_owned(),
        |entity| entity.name.as_str().to_owned(),
    )
}

/// The two halves of a rule, as a preview compares them.
pub(crate) struct Halves {
    pub(crate) role: Option<String>,
    pub(crate) invitation: Option<String>,
}

impl Halves {
    /// Those of a rule; of none, nothing.
    pub(super) fn of(access: &Access, entities: &[Entity], rule: Option<&AccessRule>) -> Self {
        Self {
            role: rule.and_then(|rule| rule.role.as_ref()).map(|id| role_name(access, id)),
            invitation: rule.and_then(AccessRule::offer).map(|offer| {
                let access = card_words(offer.card_access).0;
                format!("{} ({access})", entity_name(entities, offer.entity))
            }),
        }
    }

    pub(crate) fn role_said(&self) -> String {
        said(self.role.as_deref())
    }

    pub(crate) fn invitation_said(&self) -> String {
        said(self.invitation.as_deref())
    }
}

fn said(half: Option<&str>) -> String {
    half.map_or_else(|| texts().get("groups-none-given").into_owned(), str::to_owned)
}
