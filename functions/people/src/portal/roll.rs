//! All people of a tenant in order of their names, and how many there are.
//!
//! The table has them in order of their ids. So each page looks at everybody, at all shards at once, and keeps of those
//! who match what they are sorted by. That is one call for each shard and megabyte, and takes a second for every ten
//! thousand people or so.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::search::fold;
use rollcall_rules::selection::Selection;
use rollcall_rules::status::person_status;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use tokio::time::timeout;

use super::card::name_of;

/// How long everybody may be looked at: API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(20);

/// Counts of a tenant's people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All of them.
    pub(crate) everybody: usize,
    /// Those whom the filter lets through.
    pub(crate) matching: usize,
    /// Those among them who can be invited.
    pub(crate) can_be_invited: usize,
}

/// A page of a tenant's people.
#[derive(Debug)]
pub(crate) struct RollPage {
    pub(crate) counts: Counts,
    /// In order of their names.
    pub(crate) people: Vec<User>,
}

/// Those of one shard.
#[derive(Default)]
struct Shard {
    everybody: usize,
    can_be_invited: usize,
    matching: Vec<(String, UserId)>,
}

/// The people whom a selection takes, without the first `skip` of them, `most` at most; `None`: there are too many to
/// look at in time.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn page(
    app: &App,
    tenant: &Admitted,
    selection: &Selection,
    (skip, most): (usize, usize),
    now: Timestamp,
) -> Result<Option<RollPage>, StoreError> {
    let look = app.store.look_at_everybody(tenant, |shard: &mut Shard, user| {
        shard.everybody += 1;
        if selection.takes(user, now) {
            shard.can_be_invited += usize::from(person_status(user, now).can_be_invited());
            shard.matching.push((sort_key(user), user.id));
        }
    });
    let Ok(shards) = timeout(LONGEST, look).await else { return Ok(None) };
    let (counts, ids) = on_page(shards?, skip, most);
    let mut people = app.store.users(tenant, &ids).await?;
    people.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok(Some(RollPage { counts, people }))
}

fn on_page(shards: Vec<Shard>, skip: usize, most: usize) -> (Counts, Vec<UserId>) {
    let (mut counts, mut matching) = (Counts::default(), Vec::new());
    for shard in shards {
        counts.everybody += shard.everybody;
        counts.can_be_invited += shard.can_be_invited;
        matching.extend(shard.matching);
    }
    counts.matching = matching.len();
    matching.sort_unstable();
    let ids = matching.into_iter().skip(skip).take(most).map(|(_, id)| id).collect();
    (counts, ids)
}

/// By name, then by address. What separates the two comes before all that a name has.
pub(super) fn sort_key(user: &User) -> String {
    format!("{}\0{}", fold(&name_of(user)), user.user_name.key().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(names: &[(&str, u128)]) -> Shard {
        let id = |number: u128| UserId::new(format!("{number:032x}").parse().unwrap());
        let matching: Vec<_> =
            names.iter().map(|(name, number)| (format!("{name}\0"), id(*number))).collect();
        Shard { everybody: 10, can_be_invited: 1, matching }
    }

    #[test]
    fn people_of_all_shards_are_in_one_order() {
        let shards = || {
            vec![shard(&[("zoe", 1), ("ann", 2), ("ann b", 6)]), shard(&[]), shard(&[("bob", 3), ("ann", 4)])]
        };
        let on = |skip, most| {
            let (_, ids) = on_page(shards(), skip, most);
            ids.iter().map(|id| id.to_string().chars().last().unwrap()).collect::<String>()
        };
        let pages = [on(0, 10), on(0, 2), on(2, 2), on(4, 2), on(6, 2)];
        assert_eq!(pages, ["24631", "24", "63", "1", ""]);
        let (counts, _) = on_page(shards(), 0, 1);
        assert_eq!(counts, Counts { everybody: 30, matching: 5, can_be_invited: 3 });
    }
}
