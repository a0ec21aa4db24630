//! Which people a page is asked for: by its query, and by the hidden fields of a form that goes on from it.

use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::group::GroupId;
use rollcall_rules::search::Search;
use rollcall_rules::selection::{Selection, Standing};
use rollcall_rules::text;

use super::failure::Failure;
use super::fields::{Fields, reference};

/// Longest part of a name that is looked for, in characters.
const MAX_PART_CHARS: usize = 100;

/// Field with the words that are looked for.
const PART: &str = "q";

/// Field with where people stand.
const STATE: &str = "state";

/// Field with the entity that people belong to. Not `entity`, to which they are invited by the same form.
const OF: &str = "of";

/// Field with the group that people are in.
const GROUP: &str = "group";

/// The filter of the list of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// The words that are looked for, as they were typed.
    pub(crate) part: String,
    pub(crate) selection: Selection,
}

impl Wanted {
    /// The filter that these fields name.
    ///
    /// # Errors
    ///
    /// [`Failure::Invalid`]: there is no such state or entity.
    pub(crate) fn of(fields: &Fields) -> Result<Self, Failure> {
        let part = text::one_line(fields.one(PART).unwrap_or_default(), MAX_PART_CHARS);
        let standing = fields
            .one(STATE)
            .map(|text| Standing::parse(text).ok_or_else(|| Failure::invalid("people-no-state")));
        let entity = fields
            .one(OF)
            .map(|text| EntityId::parse(text).ok_or_else(|| Failure::invalid("people-no-entity")));
        let group = fields
            .one(GROUP)
            .map(|text| GroupId::parse(text).ok_or_else(|| Failure::invalid("groups-no-group")));
        let selection = Selection {
            search: Search::of(&part),
            standing: standing.transpose()?,
            entity: entity.transpose()?,
            group: group.transpose()?,
        };
        Ok(Self { part, selection })
    }

    /// The same filter as fields.
    pub(crate) fn fields(&self) -> [(&'static str, String); 4] {
        let state = self.selection.standing.map(Standing::as_str).unwrap_or_default();
        let entity = self.selection.entity.map(|entity| entity.to_string()).unwrap_or_default();
        [(PART, self.part.clone()), (STATE, state.to_owned()), (OF, entity), (GROUP, self.group_id())]
    }

    /// Does it ask for those who stand there?
    pub(crate) fn is_state(&self, standing: &Standing) -> bool {
        self.selection.standing == Some(*standing)
    }

    /// Does it ask for those of this entity?
    pub(crate) fn is_of(&self, entity: &Entity) -> bool {
        self.selection.entity == Some(entity.id)
    }

    /// The group that people are in; nothing, if they can be in any.
    pub(crate) fn group_id(&self) -> String {
        self.selection.group.map(|group| group.to_string()).unwrap_or_default()
    }

    /// A reference to the page of that group.
    pub(crate) fn group(&self) -> String {
        reference("group", &[("id", &self.group_id())])
    }

    /// The same filter, whatever the group.
    pub(crate) fn without_group(&self) -> Self {
        let selection = Selection { group: None, ..self.selection.clone() };
        Self { part: self.part.clone(), selection }
    }

    /// A reference to the list of these people.
    pub(crate) fn people(&self) -> String {
        self.reference("people", &[])
    }

    /// A reference to the page that invites all of them.
    pub(crate) fn invite_all(&self) -> String {
        self.reference("invite-all", &[])
    }

    /// A reference to a neighbouring page with this filter and these parameters.
    pub(crate) fn reference(&self, page: &str, more: &[(&str, &str)]) -> String {
        let fields = self.fields();
        let own = fields.iter().map(|(name, text)| (*name, text.as_str()));
        reference(page, &own.chain(more.iter().copied()).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_kept_from_page_to_page() {
        let query = "q=Mu%CC%88ller+%26+co&state=waiting&of=00000000-0000-0000-0000-000000000001\
                     &group=00000000-0000-0000-0000-000000000002";
        let wanted = Wanted::of(&Fields::parse(query)).unwrap();
        let again = wanted.reference("people", &[("page", "2")]);
        let (_, again) = again.split_once('?').unwrap();
        assert!(again.ends_with("&page=2"), "{again}");
        assert_eq!(Wanted::of(&Fields::parse(again)).unwrap().selection, wanted.selection);
        assert_eq!(Wanted::of(&Fields::parse("state=&of=+")).unwrap().reference("people", &[]), "people");
        for odd in ["state=odd", "of=odd", "group=odd"] {
            assert!(Wanted::of(&Fields::parse(odd)).is_err(), "{odd}");
        }
    }
}
