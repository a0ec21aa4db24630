//! Which changes the administrator wants to see, as the query says.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rollcall::store::{Happening, Happenings, Place, Span, StoreError};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Actor, ActorName, Guard, UserId};
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::kinds::Kind;
use super::session::SignedIn;
use super::words::{ACTORS, class};

/// Parts the word for an actor from a name.
const NAMED: char = ':';

/// Changes that are wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// As it was typed: an address, or the id of an account.
    pub(super) person: Option<String>,
    /// The word for an actor, with a name behind it if one is wanted.
    pub(super) by: Option<String>,
    pub(super) kind: Option<Kind>,
    /// The first and the last day, in UTC.
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Happening>,
    /// Where the list goes on; `None`: this is the end.
    pub(super) next: Option<Place>,
    /// Changes that were looked at.
    pub(super) looked_through: usize,
}

impl Filter {
    /// What the query says. What is not understood is not asked for.
    pub(super) fn of(fields: &Fields) -> Self {
        let day = |name| fields.one(name).and_then(|day| day.parse::<Date>().ok());
        let day = |name| day(name).filter(|day| (1970..=9000).contains(&day.year()));
        Self {
            person: fields.one("person").map(str::to_owned),
            by: fields.one("by").filter(|by| actor(by).is_some()).map(str::to_owned),
            kind: fields.one("kind").and_then(Kind::parse),
            from: day("from"),
            to: day("to"),
        }
    }

    /// Is anything left out?
    pub(super) const fn is_any(&self) -> bool {
        self.person.is_none()
            && self.by.is_none()
            && self.kind.is_none()
            && self.from.is_none()
            && self.to.is_none()
    }

    /// A reference to a page with these changes.
    pub(super) fn reference(&self, page: &str, besides: &[(&str, &str)]) -> String {
        let (from, to) = (self.from.map(|day| day.to_string()), self.to.map(|day| day.to_string()));
        let own = [
            ("person", self.person.as_deref()),
            ("by", self.by.as_deref()),
            ("kind", self.kind.map(Kind::as_str)),
            ("from", from.as_deref()),
            ("to", to.as_deref()),
        ];
        let own = own.into_iter().filter_map(|(name, value)| Some((name, value?)));
        reference(page, &own.chain(besides.iter().copied()).collect::<Vec<_>>())
    }

    /// The word for an actor and a name.
    pub(super) fn named(actor: Actor, name: &str) -> String {
        format!("{}{NAMED}{name}", class(actor))
    }

    fn has(&self, happening: &Happening) -> bool {
        let entry = &happening.entry;
        let is_by = self.by.as_deref().and_then(actor).is_none_or(|(actor, name)| {
            let is_named = |name| entry.name.as_ref().map(ActorName::as_str) == Some(name);
            entry.by == actor && name.is_none_or(is_named)
        });
        is_by && self.kind.is_none_or(|kind| kind.has(entry, happening.user.is_none()))
    }

    /// The span to read, from a place on. `None`: nobody has the address that was typed.
    pub(super) async fn span(
        &self,
        app: &App,
        admin: &SignedIn,
        before: Option<Place>,
    ) -> Result<Option<Span>, Failure> {
        let user = match self.person.as_deref() {
            None => None,
            Some(text) => match person(app, admin, text).await? {
                Some(id) => Some(id),
                None => return Ok(None),
            },
        };
        let until = self.to.and_then(|day| day.tomorrow().ok()).and_then(start_of);
        Ok(Some(Span { since: self.from.and_then(start_of), until, before, user }))
    }

    /// Reads on until there are so many, or so many were looked at.
    pub(super) async fn read(
        &self,
        mut happenings: Happenings<'_>,
        wanted: usize,
        most: usize,
    ) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let mut last = None;
        while let Some(happening) = happenings.next().await? {
            if found.entries.len() == wanted || found.looked_through == most {
                found.next = last;
                return Ok(found);
            }
            found.looked_through += 1;
            last = Some(happening.place.clone());
            if self.has(&happening) {
                found.entries.push(happening);
            }
        }
        Ok(found)
    }
}

/// An actor, and a name if one is given.
fn actor(text: &str) -> Option<(Actor, Option<&str>)> {
    let (word, name) = text.split_once(NAMED).map_or((text, None), |(word, name)| (word, Some(name)));
    let actor = ACTORS.into_iter().find(|actor| class(*actor) == word)?;
    Some((actor, name))
}

/// The beginning of a day in UTC.
fn start_of(day: Date) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(day.into()).ok()
}

/// The account with that id, or whoever has that address here: as user name, as address, or soon.
async fn person(app: &App, admin: &SignedIn, text: &str) -> Result<Option<UserId>, Failure> {
    if let Some(id) = UserId::parse(text) {
        return Ok(Some(id));
    }
    let Ok(address) = EmailAddress::parse(text) else { return Ok(None) };
    let guard = Guard::Address(address.key());
    let claimed = ClaimedTenant::from(admin.tenant.id.clone());
    let sealed = app.store.tenant_and_holders(&claimed, &[guard]).await?;
    let now = app.now();
    let admit = |record: Option<Tenant>| {
        let admitted = record.and_then(|record| Admitted::by_session(record, &admin.session, now));
        admitted.ok_or(Failure::NoSession)
    };
    let (_, holders) = sealed.open(admit)?;
    Ok(holders.into_iter().flatten().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_in_its_references_and_what_is_not_understood_is_not_asked_for() {
        let query = "person=ada%40example.com&by=directory%3AOkta&kind=name&from=2026-03-01&to=2026-03-02";
        let filter = Filter::of(&Fields::parse(query));
        assert!(!filter.is_any());
        assert_eq!(filter.reference("activity", &[]), format!("activity?{query}"));
        let unknown = "by=nobody&kind=x&from=yesterday&to=99999-01-01";
        assert!(Filter::of(&Fields::parse(unknown)).is_any());
        assert_eq!(actor("by-admin:Grace: Hopper"), Some((Actor::Admin, Some("Grace: Hopper"))));
        assert_eq!(Filter::named(Actor::Directory, "Okta"), "directory:Okta");
    }
}
