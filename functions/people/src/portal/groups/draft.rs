//! The form of a rule: as it was filled in, and what is wrong with that.

use rollcall_rules::access::{Access, AccessRefusal, AccessRule, RoleId};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::group::GroupId;
use rollcall_rules::invitation::CardAccess;

use super::super::fields::Fields;

/// The fields of a rule, as they were filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) role: String,
    pub(crate) invite: bool,
    pub(crate) entity: String,
    pub(crate) access: String,
}

/// What is wrong with a form: for each field the id of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) role: Option<&'static str>,
    pub(crate) entity: Option<&'static str>,
    pub(crate) access: Option<&'static str>,
    /// Of no field alone.
    pub(crate) all: Option<&'static str>,
}

impl Faults {
    const NONE: Self = Self { role: None, entity: None, access: None, all: None };

    /// What a refusal of the rules says of the form.
    pub(super) fn of(refusal: &AccessRefusal) -> Self {
        match refusal {
            AccessRefusal::UnknownRole(_) => Self { role: Some("groups-bad-role"), ..Self::NONE },
            AccessRefusal::GivesNothing => Self { role: Some("groups-bad-nothing"), ..Self::NONE },
            AccessRefusal::InviteIncomplete => Self { entity: Some("groups-bad-entity"), ..Self::NONE },
            AccessRefusal::TooManyRules => Self { all: Some("groups-bad-rules"), ..Self::NONE },
            AccessRefusal::RoleInUse(_)
            | AccessRefusal::TooManyRoles
            | AccessRefusal::NoRule(_)
            | AccessRefusal::OrderIncomplete => Self { all: Some("people-no-form"), ..Self::NONE },
        }
    }
}

impl Draft {
    /// The fields of a form.
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.one(name).unwrap_or_default().to_owned();
        Self {
            role: text("role"),
            invite: fields.one("invite").is_some(),
            entity: text("entity"),
            access: text("access"),
        }
    }

    /// The fields of a rule that there is; of none, all are empty.
    pub(super) fn of_rule(rule: Option<&AccessRule>) -> Self {
        let Some(rule) = rule else { return Self::default() };
        Self {
            role: rule.role.as_ref().map(ToString::to_string).unwrap_or_default(),
            invite: rule.invite,
            entity: rule.entity.map(|entity| entity.to_string()).unwrap_or_default(),
            access: rule.card_access.map(|access| access.as_str().to_owned()).unwrap_or_default(),
        }
    }

    /// The rule that the fields say. The entity and the card access count only where it invites.
    ///
    /// # Errors
    ///
    /// [`Faults`]: what is wrong, of all fields at once.
    pub(super) fn rule(
        &self,
        group: GroupId,
        access: &Access,
        entities: &[Entity],
    ) -> Result<AccessRule, Faults> {
        let role = RoleId::parse(&self.role).ok().filter(|id| access.role(id).is_some());
        let entity = EntityId::parse(&self.entity);
        let entity = entity.filter(|id| self.invite && entities.iter().any(|entity| entity.id == *id));
        let card_access = CardAccess::parse(&self.access).filter(|_| self.invite);
        let role_fault = match (&role, self.role.is_empty()) {
            (None, false) => Some("groups-bad-role"),
            (None, true) if !self.invite => Some("groups-bad-nothing"),
            _ => None,
        };
        let faults = Faults {
            role: role_fault,
            entity: (self.invite && entity.is_none()).then_some("groups-bad-entity"),
            access: (self.invite && card_access.is_none()).then_some("groups-bad-access"),
            all: None,
        };
        let rule = AccessRule { group, role, entity, card_access, invite: self.invite };
        if faults == Faults::NONE { Ok(rule) } else { Err(faults) }
    }

    /// The same as fields of a form that goes on with it.
    pub(crate) fn fields(&self) -> [(&'static str, &str); 4] {
        let invite = if self.invite { "yes" } else { "" };
        [("role", &self.role), ("invite", invite), ("entity", &self.entity), ("access", &self.access)]
    }
}
