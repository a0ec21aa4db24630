//! A table that was restored to an earlier moment, beside the one that it was restored from: whom the restore brings
//! back though they were deleted since, and what only a person can decide.
//!
//! The old table says who was deleted: by a [tombstone](super::deletion::Tombstone), which is kept for 90 days, and by the
//! [departure](super::departure::Departure) of a tenant, which is kept for good. A restore goes back 35 days at most.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;

use super::deletion::Tombstone;
use super::tenant::TenantId;
use super::trace::TraceKey;
use super::user::{User, UserId};

/// Where a table has an account. The later ones go before the earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There, and active.
    Active,
    /// There, blocked, and to be deleted within two weeks.
    Blocked,
    /// A tombstone, with history or links yet to be deleted.
    Deleting,
    /// A tombstone, and nothing else.
    Deleted,
}

/// One thing that a table says of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// It has a record, and was made at that time.
    Record(Timestamp),
    /// It came by an import, or was to.
    Arrival,
    /// It leaves, or has left: then nothing of it is left to be deleted.
    Departure {
        /// Whether it has left.
        ended: bool,
    },
    /// It has, or had, this account.
    Account(UserId, Standing),
}

/// What a table says of tenants and accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents(BTreeMap<TenantId, TenantContents>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct TenantContents {
    made_at: Option<Timestamp>,
    came_by_import: bool,
    departure: Option<Leaving>,
    accounts: HashMap<UserId, Standing>,
}

/// How far the deletion of a tenant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Begun,
    Ended,
}

impl Contents {
    /// Adds what an item says. The order does not matter.
    pub fn note(&mut self, tenant: TenantId, fact: Fact) {
        let of_tenant = self.0.entry(tenant).or_default();
        match fact {
            Fact::Record(made_at) => of_tenant.made_at = Some(made_at),
            Fact::Arrival => of_tenant.came_by_import = true,
            Fact::Departure { ended } => {
                of_tenant.departure = Some(if ended { Leaving::Ended } else { Leaving::Begun });
            }
            Fact::Account(id, standing) => {
                let known = of_tenant.accounts.entry(id).or_insert(standing);
                *known = standing.max(*known);
            }
        }
    }

    /// Adds what another part of the same table says.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for (tenant, theirs) in other.0 {
            let ours = self.0.entry(tenant).or_default();
            ours.made_at = ours.made_at.or(theirs.made_at);
            ours.came_by_import |= theirs.came_by_import;
            ours.departure = ours.departure.or(theirs.departure);
            for (id, standing) in theirs.accounts {
                let known = ours.accounts.entry(id).or_insert(standing);
                *known = standing.max(*known);
            }
        }
        self
    }

    /// Whether a tenant, or an account, is in both.
    fn has_something_in_common_with(&self, other: &Self) -> bool {
        self.0.iter().any(|(id, ours)| {
            other.0.get(id).is_some_and(|theirs| {
                let same_tenant = ours.made_at.is_some() && ours.made_at == theirs.made_at;
                same_tenant || ours.accounts.keys().any(|account| theirs.accounts.contains_key(account))
            })
        })
    }
}

/// A tenant of that id was made at another time: the tables are of two systems.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the tenant \"{0}\" was made at another time in the one table than in the other: neither was restored from the other"
)]
pub struct Unrelated(pub TenantId);

/// What becomes of a tenant that left since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Returning {
    /// It is deleted again.
    DeletedAgain,
    /// It came by an import to the restored table, or the two tables have nothing in common: it may be another system's,
    /// where the tenant lives on. A person decides.
    ByHand,
}

/// What the restore does to a tenant: numbers of accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantPlan {
    /// Accounts in the restored table.
    pub accounts: usize,
    /// Those among them that were deleted since.
    pub deleted_since: usize,
    /// Those that are blocked in the old table and active in the restored one. Their day of deletion is lost.
    pub active_again: usize,
    /// Those of which the old table has neither the account nor a tombstone. What became of them cannot be known.
    pub unknown: usize,
    /// Accounts of the old table that the restored one does not have. They were made since.
    pub missing: usize,
    /// `Some`: the tenant left since, and the restore brings it back, or its deletion is to be finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returning>,
    /// Whose deletion is to be done again, or to be finished.
    #[serde(skip)]
    pub again: Vec<UserId>,
}

/// What a restore does to each tenant of either table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By tenant. Those to which nothing happens are there, too.
    pub tenants: BTreeMap<TenantId, TenantPlan>,
}

impl Plan {
    /// Compares the table that is left with the restored one.
    ///
    /// # Errors
    ///
    /// [`Unrelated`] if a tenant of the same id is another tenant in each.
    pub fn of(old: &Contents, restored: &Contents) -> Result<Self, Unrelated> {
        let (nothing, related) = (TenantContents::default(), old.has_something_in_common_with(restored));
        let ids: std::collections::BTreeSet<_> = old.0.keys().chain(restored.0.keys()).collect();
        let mut tenants = BTreeMap::new();
        for id in ids {
            let (before, after) = (old.0.get(id).unwrap_or(&nothing), restored.0.get(id).unwrap_or(&nothing));
            if let (Some(one), Some(other)) = (before.made_at, after.made_at)
                && one != other
            {
                return Err(Unrelated(id.clone()));
            }
            tenants.insert(id.clone(), TenantPlan::of(before, after, related));
        }
        Ok(Self { tenants })
    }

    /// Tenants that left since and come back, and what becomes of each.
    pub fn returning(&self) -> impl Iterator<Item = (&TenantId, Returning)> {
        self.tenants.iter().filter_map(|(id, plan)| Some((id, plan.returns?)))
    }

    /// The sum of a number over all tenants.
    #[must_use]
    pub fn sum(&self, number: impl Fn(&TenantPlan) -> usize) -> usize {
        self.tenants.values().map(number).sum()
    }
}

impl TenantPlan {
    fn of(old: &TenantContents, restored: &TenantContents, related: bool) -> Self {
        let is_there = |standing: Standing| standing <= Standing::Blocked;
        let there = restored.accounts.values().filter(|standing| is_there(**standing)).count();
        if old.departure.is_some() {
            // Accounts without a tenant are what an import left that was broken off.
            let returns = match (restored.departure, restored.made_at) {
                (Some(Leaving::Ended), _) => None,
                (Some(Leaving::Begun), _) => Some(Returning::DeletedAgain),
                (None, Some(_)) if related && !restored.came_by_import => Some(Returning::DeletedAgain),
                (None, None) if there == 0 => None,
                (None, _) => Some(Returning::ByHand),
            };
            return Self { accounts: there, deleted_since: there, returns, ..Self::default() };
        }
        let mut plan = Self { accounts: there, ..Self::default() };
        for (&id, &now) in &restored.accounts {
            match old.accounts.get(&id) {
                Some(Standing::Deleting | Standing::Deleted) => {
                    plan.deleted_since += usize::from(is_there(now));
                    if now < Standing::Deleted {
                        plan.again.push(id);
                    }
                }
                Some(Standing::Blocked) => plan.active_again += usize::from(now == Standing::Active),
                Some(Standing::Active) => {}
                None => plan.unknown += usize::from(is_there(now)),
            }
        }
        let is_missing = |(id, standing): &(&UserId, &Standing)| {
            is_there(**standing) && !restored.accounts.contains_key(id)
        };
        plan.missing = old.accounts.iter().filter(is_missing).count();
        plan.again.sort_unstable();
        plan
    }
}

/// The tombstone of somebody who is deleted again: with the dates and the reason of their first deletion. Their links are those
/// of the account as the restore brought it back. It is found by the marks of the first one, if `key` made them; else, by those of
/// the account.
#[must_use]
pub fn tombstone_again(
    first: &Tombstone,
    first_key: Option<&TraceKey>,
    user: &User,
    key: Option<&TraceKey>,
) -> Tombstone {
    let marks = match key {
        Some(key) if Some(key) != first_key => {
            user.traced_by().iter().filter_map(|guard| key.mark(guard)).collect()
        }
        _ => first.marks.clone(),
    };
    Tombstone { marks, links: user.links.clone(), ..first.clone() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tenant(id: &str) -> TenantId {
        TenantId::parse(id).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn account(number: u128, standing: Standing) -> Fact {
        Fact::Account(UserId::new(Uuid::from_u128(number)), standing)
    }

    fn contents(facts: &[(&str, Fact)]) -> Contents {
        let mut contents = Contents::default();
        for (id, fact) in facts {
            contents.note(tenant(id), *fact);
        }
        contents
    }

    #[test]
    fn every_account_is_counted_by_what_either_table_says() {
        use Standing::{Active, Blocked, Deleted, Deleting};
        // old, restored, and who they are: back, active again, unknown, missing; whether they are deleted again.
        for (old, restored, numbers, again) in [
            (Some(Active), Some(Active), [0, 0, 0, 0], false),
            (Some(Active), Some(Blocked), [0, 0, 0, 0], false),
            (Some(Active), None, [0, 0, 0, 1], false),
            (Some(Blocked), Some(Active), [0, 1, 0, 0], false),
            (Some(Blocked), Some(Blocked), [0, 0, 0, 0], false),
            (Some(Deleted), Some(Active), [1, 0, 0, 0], true),
            (Some(Deleted), Some(Blocked), [1, 0, 0, 0], true),
            (Some(Deleting), Some(Active), [1, 0, 0, 0], true),
            (Some(Deleted), Some(Deleting), [0, 0, 0, 0], true),
            (Some(Deleted), Some(Deleted), [0, 0, 0, 0], false),
            (Some(Deleted), None, [0, 0, 0, 0], false),
            (None, Some(Active), [0, 0, 1, 0], false),
            (None, Some(Deleted), [0, 0, 0, 0], false),
        ] {
            let with = |standing: Option<Standing>| {
                let mut facts = vec![("acme", Fact::Record(at(1)))];
                facts.extend(standing.map(|standing| ("acme", account(1, standing))));
                contents(&facts)
            };
            let plan = Plan::of(&with(old), &with(restored)).unwrap();
            let plan = &plan.tenants[&tenant("acme")];
            let found = [plan.deleted_since, plan.active_again, plan.unknown, plan.missing];
            assert_eq!((found, !plan.again.is_empty()), (numbers, again), "{old:?} {restored:?}");
            assert_eq!(plan.returns, None);
        }
    }

    #[test]
    fn a_tenant_that_left_comes_back_with_everybody_and_is_deleted_only_where_it_is_the_same() {
        let here = ("other", Fact::Record(at(5)));
        let (left, leaves) = (Fact::Departure { ended: true }, Fact::Departure { ended: false });
        let old = contents(&[here, ("acme", left)]);
        let back = [
            ("acme", Fact::Record(at(1))),
            ("acme", account(1, Standing::Active)),
            ("acme", account(2, Standing::Blocked)),
        ];
        let of = |old: &Contents, more: &[(&str, Fact)]| {
            let restored = contents(&[&back[..], more].concat());
            let plan = Plan::of(old, &restored).unwrap();
            let plan = plan.tenants[&tenant("acme")].clone();
            (plan.returns, plan.deleted_since, plan.again.len())
        };
        assert_eq!(of(&old, &[here]), (Some(Returning::DeletedAgain), 2, 0));
        assert_eq!(of(&old, &[here, ("acme", Fact::Arrival)]), (Some(Returning::ByHand), 2, 0));
        assert_eq!(of(&old, &[]), (Some(Returning::ByHand), 2, 0), "nothing in common");
        let begun = of(&old, &[here, ("acme", Fact::Arrival), ("acme", leaves)]);
        assert_eq!(begun, (Some(Returning::DeletedAgain), 2, 0), "it is gone on with");
        let gone = contents(&[here, ("acme", left)]);
        assert_eq!(Plan::of(&old, &gone).unwrap().returning().count(), 0);
    }

    #[test]
    fn tables_of_two_systems_are_not_compared() {
        let (one, other) =
            (contents(&[("acme", Fact::Record(at(1)))]), contents(&[("acme", Fact::Record(at(2)))]));
        assert_eq!(Plan::of(&one, &other), Err(Unrelated(tenant("acme"))));
    }

    #[test]
    fn parts_of_a_table_say_the_same_in_any_order() {
        let facts = [
            ("acme", account(1, Standing::Blocked)),
            ("acme", account(1, Standing::Deleting)),
            ("acme", Fact::Record(at(1))),
            ("other", Fact::Arrival),
        ];
        let whole = contents(&facts);
        for split in 0..=facts.len() {
            let (one, other) = (contents(&facts[..split]), contents(&facts[split..]));
            assert_eq!(one.clone().with(other.clone()), whole);
            assert_eq!(other.with(one), whole);
        }
    }
}
