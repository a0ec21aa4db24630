//! Who would gain and lose what, if the rules were others: looked at before they are saved.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::try_join_all;
use rollcall::retry::Patience;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, RoleId};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;

use super::super::card::name_of;
use super::super::page::texts;
use super::super::roll;
use super::words::role_name;

/// Members who are looked at, at most. A hundred of them are one call.
pub(super) const LOOKED_AT: usize = 2_000;

/// Members who are read at a time: four calls at once.
const AT_ONCE: usize = 400;

/// How long members are looked at: API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(10);

/// Names that are told of each kind.
const NAMES: usize = 10;

/// Who would gain and lose what.
#[derive(Debug)]
pub(crate) struct Outlook {
    /// Members who were looked at.
    pub(crate) looked_at: usize,
    /// All members, if not all were looked at.
    pub(crate) members: Option<usize>,
    /// Whom it changes, and how; each kind once.
    pub(crate) effects: Vec<Effect>,
}

/// What happens to some people.
#[derive(Debug)]
pub(crate) struct Effect {
    /// How many there are, and what happens to them.
    pub(crate) what: String,
    /// The first of them, with the paths of their pages.
    pub(crate) people: Vec<(String, String)>,
    /// How many others there are; empty if none.
    pub(crate) others: String,
}

/// What can happen, in the order in which it is told.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Gains(RoleId),
    Loses(RoleId),
    Invited,
    Revoked,
}

/// Somebody, by what they are sorted: name and address, and id.
type Somebody = (String, UserId, String);

impl Outlook {
    /// What becomes of a group's members, if these rules become those.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(super) async fn of(
        app: &App,
        tenant: &Admitted,
        group: GroupId,
        before: &Access,
        after: &Access,
    ) -> Result<Self, StoreError> {
        let (ids, more) = app.store.members_after(tenant, group, None, LOOKED_AT).await?;
        let (patience, mut found, mut looked_at) = (Patience::of(LONGEST), BTreeMap::new(), 0);
        for some in ids.chunks(AT_ONCE) {
            if patience.is_over() {
                break;
            }
            let reads = some.chunks(100).map(|ids| app.store.users(tenant, ids));
            for user in try_join_all(reads).await?.iter().flatten() {
                note(&mut found, before, after, user, app);
            }
            looked_at += some.len();
        }
        let is_partial = more || looked_at < ids.len();
        let members = if is_partial { Some(app.store.member_count(tenant, group).await?) } else { None };
        let effects = found.into_iter().map(|(kind, people)| effect(&kind, people, before, after)).collect();
        Ok(Self { looked_at, members, effects })
    }
}

fn note(found: &mut BTreeMap<Kind, Vec<Somebody>>, before: &Access, after: &Access, user: &User, app: &App) {
    let difference = before.difference(after, user, app.now());
    let gains = difference.gains.into_iter().map(Kind::Gains);
    let loses = difference.loses.into_iter().map(Kind::Loses);
    let invited = difference.is_invited.then_some(Kind::Invited);
    let revoked = difference.loses_invitation.then_some(Kind::Revoked);
    for kind in gains.chain(loses).chain(invited).chain(revoked) {
        found.entry(kind).or_default().push((roll::sort_key(user), user.id, name_of(user)));
    }
}

fn effect(kind: &Kind, mut people: Vec<Somebody>, before: &Access, after: &Access) -> Effect {
    people.sort_unstable();
    let count = people.len();
    let with_role = |id: &str, access: &Access, role: &RoleId| {
        texts().with(id, &[("count", count.into()), ("role", role_name(access, role).into())])
    };
    let what = match kind {
        Kind::Gains(role) => with_role("groups-gain", after, role),
        Kind::Loses(role) => with_role("groups-lose", before, role),
        Kind::Invited => texts().with("groups-are-invited", &[("count", count.into())]),
        Kind::Revoked => texts().with("groups-are-revoked", &[("count", count.into())]),
    };
    let others = count.saturating_sub(NAMES);
    let others = if others > 0 {
        texts().with("groups-and-others", &[("count", others.into())])
    } else {
        String::new()
    };
    let people = people.into_iter().take(NAMES);
    Effect { what, people: people.map(|(_, id, name)| (name, format!("person?id={id}"))).collect(), others }
}
