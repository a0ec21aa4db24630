//! Tenants that leave: all that they have is found by looks through the whole table, and deleted.
//!
//! The first write takes the tenant's record away. So nobody is admitted any more, and whatever is written on the condition of that
//! record is not written. The table is looked through in parts, side by side. Each part notes how far it has come, in the
//! transaction that deletes what it found. So it goes on wherever it was broken off, and counts nothing twice. Of two that look
//! through one part at once, one finds that the part is another by then, and reads where it stands.

use std::time::Duration;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::departure::{Counts, Departure, Next, Proof, ProofKey};
use rollcall_rules::export::Arrival;
use rollcall_rules::tenant::TenantId;

use super::Store;
use super::error::StoreError;
use super::item::{self, Part};
use super::keys::{OPERATOR_REQUESTS, PrimaryKey};
use super::kinds;
use super::table::{Asked, Condition, Item, Scan, Seen, Write};
use crate::entropy;
use crate::retry::{Tries, Worth};

const BEGIN: &str = "begin a departure";
const LOOK: &str = "look for what a tenant has";
const END: &str = "end a look for what a tenant has";
const READ: &str = "read a departure";

/// Items that one transaction deletes. It takes 4 MB at most, an item may have 400 KB, and the part is written along.
const AT_ONCE: usize = 9;

/// Pages without anything of the tenant after which it is noted how far a look has come.
const NOTED_EVERY: u32 = 32;

/// How fast a table is looked through. The directories of other tenants have it at the same time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Parts at a time.
    pub at_a_time: usize,
    /// Wait after a page, which is a megabyte.
    pub after_page: Duration,
    /// Wait after a transaction that deletes nine items.
    pub after_deletion: Duration,
}

impl Default for Pace {
    /// Some four megabytes and a thousand deletions a second.
    fn default() -> Self {
        Self {
            at_a_time: 4,
            after_page: Duration::from_millis(900),
            after_deletion: Duration::from_millis(25),
        }
    }
}

/// What became of a departure.
#[derive(Debug)]
pub enum Departing {
    /// There is more to do, at once.
    On,
    /// There is more to do from that time on.
    Wait(Timestamp),
    /// Nothing of the tenant is left.
    Ended(Departure),
}

impl Store {
    /// The departure of a tenant that leaves, or has left. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn departure(&self, tenant: &TenantId) -> Result<Option<Departure>, StoreError> {
        self.table.get(READ, PrimaryKey::departure(tenant)).await?.map(item::to_departure).transpose()
    }

    /// Puts a departure in the place of the tenant's record, as it was read. From then on nobody is admitted.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the tenant is another by now, or leaves already. Nothing is written then.
    pub async fn begin_departure(
        &self,
        admitted: &Admitted,
        departure: &Departure,
    ) -> Result<(), StoreError> {
        let record = (PrimaryKey::tenant(&admitted.id), admitted.version);
        self.begin_in_place_of(record, departure).await
    }

    /// Puts a departure in the place of an arrival, as it was read. From then on its import ends, and nobody else
    /// begins one.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the import went on since. Nothing is written then.
    pub async fn begin_departure_of_arrival(
        &self,
        arrival: &Arrival,
        departure: &Departure,
    ) -> Result<(), StoreError> {
        let record = (PrimaryKey::arrival(&arrival.tenant), arrival.version);
        self.begin_in_place_of(record, departure).await
    }

    async fn begin_in_place_of(
        &self,
        (record, version): (PrimaryKey, u64),
        departure: &Departure,
    ) -> Result<(), StoreError> {
        let first = Part { look: departure.look(), version: 1, ..Part::default() };
        let mut writes = vec![
            Write::Delete(record, Condition::version(version)),
            Write::Put(item::of_departure(departure)?, Condition::ABSENT),
        ];
        for number in 0..departure.parts {
            writes.push(Write::Put(item::of_part(&departure.tenant, number, &first)?, Condition::ABSENT));
        }
        self.table.transact(BEGIN, writes).await
    }

    /// Goes on with a departure by one step: the look that is under way, or the beginning of another. `deleted` is told of each
    /// deletion how many items it took.
    ///
    /// # Errors
    ///
    /// [`StoreError`], after which it can be gone on with. [`StoreError::LostRace`] if the tenant does not leave.
    pub async fn go_on_with_departure(
        &self,
        tenant: &TenantId,
        now: Timestamp,
        pace: Pace,
        deleted: &(dyn Fn(usize) + Sync),
    ) -> Result<Departing, StoreError> {
        let lost = StoreError::LostRace { operation: READ, failed: Vec::new() };
        let departure = self.departure(tenant).await?.ok_or(lost)?;
        match departure.next(now) {
            Next::Nothing => return Ok(Departing::Ended(departure)),
            Next::Wait(until) => return Ok(Departing::Wait(until)),
            Next::AnotherLook => unless_done(self.begin_look(&departure, now).await)?,
            Next::Look => {
                let parts = stream::iter(0..departure.parts)
                    .map(|number| self.look_through(&departure, number, pace, deleted));
                parts.buffer_unordered(pace.at_a_time).try_collect::<()>().await?;
                match self.end_look(&departure, now).await {
                    Ok(Some(ended)) => return Ok(Departing::Ended(ended)),
                    other => unless_done(other.map(drop))?,
                }
            }
        }
        Ok(Departing::On)
    }

    /// What a tenant has now, of each kind. It reads the whole table, and writes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_items(
        &self,
        tenant: &TenantId,
        parts: u8,
        pace: Pace,
        found: &(dyn Fn(usize) + Sync),
    ) -> Result<Counts, StoreError> {
        let each = stream::iter(0..parts).map(|part| async move {
            let (scan, mut after, mut counts) =
                (Scan { tenant, part, parts, asked: Asked::Keys }, None, Counts::new());
            loop {
                let Seen { items, next } = self.table.scan(LOOK, scan, after).await?;
                let keys: Vec<_> = items.iter().filter_map(|item| key_of(item, tenant)).collect();
                found(keys.len());
                count(&mut counts, &keys);
                if next.is_none() {
                    return Ok::<_, StoreError>(counts);
                }
                after = next;
                tokio::time::sleep(pace.after_page).await;
            }
        });
        let add = async |sum: Counts, counts: Counts| Ok(added(sum, &counts));
        each.buffer_unordered(pace.at_a_time).try_fold(Counts::new(), add).await
    }

    /// The proof of a departure; `None`: it has not ended, or the tenant was never here.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn proof_of(&self, departure: &Departure) -> Result<Option<Proof>, StoreError> {
        if departure.arriving {
            return Ok(None);
        }
        let key = match self.proof_key().await? {
            Some(key) => key,
            None => self.make_proof_key().await?,
        };
        Ok(Proof::of(departure, &key))
    }

    /// The operator's key of proofs; `None`: nothing was ever proven. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn proof_key(&self) -> Result<Option<ProofKey>, StoreError> {
        self.table.get(READ, PrimaryKey::proof_key()).await?.map(item::to_proof_key).transpose()
    }

    /// Makes the key. Of several at once one makes it.
    async fn make_proof_key(&self) -> Result<ProofKey, StoreError> {
        const OPERATION: &str = "write the key of proofs";
        let key = ProofKey::new(entropy::secret());
        match self.table.put(OPERATION, item::of_proof_key(&key)?, Condition::ABSENT).await {
            Ok(()) => Ok(key),
            Err(error @ StoreError::LostRace { .. }) => self.proof_key().await?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    /// Looks through a part of the table to its end, from where it stands.
    async fn look_through(
        &self,
        departure: &Departure,
        number: u8,
        pace: Pace,
        deleted: &(dyn Fn(usize) + Sync),
    ) -> Result<(), StoreError> {
        let (mut tries, mut last) = (Tries::default(), 0);
        loop {
            let found = self.table.get(LOOK, PrimaryKey::departure_part(&departure.tenant, number)).await?;
            // Somebody else ended the departure.
            let Some(part) = found.map(item::to_part).transpose()? else { return Ok(()) };
            if part.through || part.look != departure.look() {
                return Ok(());
            }
            if part.version != last {
                (tries, last) = (Tries::default(), part.version);
            }
            match self.look_on(departure, number, part, pace, deleted).await {
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                outcome => return outcome,
            }
        }
    }

    async fn look_on(
        &self,
        departure: &Departure,
        number: u8,
        mut part: Part,
        pace: Pace,
        deleted: &(dyn Fn(usize) + Sync),
    ) -> Result<(), StoreError> {
        let tenant = &departure.tenant;
        let scan = Scan { tenant, part: number, parts: departure.parts, asked: Asked::Keys };
        let mut after: Option<PrimaryKey> = part.after.clone().map(PrimaryKey::from);
        for page in 1_u32.. {
            let Seen { items, next } = self.table.scan(LOOK, scan, after).await?;
            let keys: Vec<_> = items.iter().filter_map(|item| key_of(item, tenant)).collect();
            for some in keys.chunks(AT_ONCE) {
                let mut further = part.clone();
                count(&mut further.found, some);
                further.after = some.last().cloned().map(Into::into);
                let gone = some.iter().cloned().map(Write::Remove).collect();
                part = self.note_part(tenant, number, &part, further, gone).await?;
                deleted(some.len());
                tokio::time::sleep(pace.after_deletion).await;
            }
            let through = next.is_none();
            if through || page % NOTED_EVERY == 0 {
                let further = Part { after: next.clone().map(Into::into), through, ..part.clone() };
                part = self.note_part(tenant, number, &part, further, Vec::new()).await?;
            }
            if through {
                return Ok(());
            }
            after = next;
            tokio::time::sleep(pace.after_page).await;
        }
        Ok(())
    }

    /// Writes how far a part has come, if nobody else went on with it, together with other writes.
    async fn note_part(
        &self,
        tenant: &TenantId,
        number: u8,
        before: &Part,
        after: Part,
        mut writes: Vec<Write>,
    ) -> Result<Part, StoreError> {
        let after = Part { version: before.version + 1, ..after };
        let (item, as_read) = (item::of_part(tenant, number, &after)?, Condition::version(before.version));
        if writes.is_empty() {
            self.table.put(LOOK, item, as_read).await?;
        } else {
            writes.push(Write::Put(item, as_read));
            self.table.transact(LOOK, writes).await?;
        }
        Ok(after)
    }

    /// Ends a look, if all its parts are through. With the last look the parts go, and the departure of a tenant that
    /// never was here. Gives the departure, if it ended by that.
    async fn end_look(&self, departure: &Departure, now: Timestamp) -> Result<Option<Departure>, StoreError> {
        let parts = self.parts(departure).await?;
        let is_through = |part: &Part| part.through && part.look == departure.look();
        if parts.len() != usize::from(departure.parts) || !parts.iter().all(is_through) {
            return Ok(None);
        }
        let found = parts.iter().fold(Counts::new(), |sum, part| added(sum, &part.found));
        let after = departure.with_look_ended(&found, now);
        let (has_ended, as_read) = (after.ended_at.is_some(), Condition::version(departure.version));
        let mut writes = vec![if has_ended && after.arriving {
            Write::Delete(PrimaryKey::departure(&after.tenant), as_read)
        } else {
            Write::Put(item::of_departure(&after)?, as_read)
        }];
        if has_ended {
            let keys =
                (0..departure.parts).map(|number| PrimaryKey::departure_part(&departure.tenant, number));
            writes.extend(keys.map(Write::Remove));
        }
        self.table.transact(END, writes).await?;
        Ok(has_ended.then_some(after))
    }

    /// Begins another look, through all parts anew.
    async fn begin_look(&self, departure: &Departure, now: Timestamp) -> Result<(), StoreError> {
        let after = departure.with_another_look(now);
        let mut writes = vec![Write::Put(item::of_departure(&after)?, Condition::version(departure.version))];
        for (number, part) in (0..).zip(self.parts(departure).await?) {
            let fresh = Part { look: after.look(), version: part.version + 1, ..Part::default() };
            let item = item::of_part(&departure.tenant, number, &fresh)?;
            writes.push(Write::Put(item, Condition::version(part.version)));
        }
        self.table.transact(BEGIN, writes).await
    }

    /// The parts of the table, in order. None of them may be there any more.
    async fn parts(&self, departure: &Departure) -> Result<Vec<Part>, StoreError> {
        let keys: Vec<_> = (0..departure.parts)
            .map(|number| PrimaryKey::departure_part(&departure.tenant, number))
            .collect();
        let mut found = self.table.batch_get(END, keys.iter().cloned()).await?;
        keys.iter().filter_map(|key| found.remove(key)).map(item::to_part).collect()
    }
}

/// The key of an item that a look found, if it goes with the tenant. What belongs to the departure itself stays.
pub(super) fn key_of(item: &Item, tenant: &TenantId) -> Option<PrimaryKey> {
    let key = PrimaryKey::of(item)?;
    let is_of_another =
        || key.pk.starts_with(OPERATOR_REQUESTS) && item::made_tenant(item).as_ref() != Some(tenant);
    (!kinds::is_of_departure(&key) && !is_of_another()).then_some(key)
}

/// Somebody else took the same step first.
pub(super) fn unless_done(step: Result<(), StoreError>) -> Result<(), StoreError> {
    match step {
        Err(StoreError::LostRace { .. }) => Ok(()),
        outcome => outcome,
    }
}

fn count(counts: &mut Counts, keys: &[PrimaryKey]) {
    for key in keys {
        *counts.entry(kinds::name_of(key).to_owned()).or_default() += 1;
    }
}

fn added(mut sum: Counts, counts: &Counts) -> Counts {
    for (kind, count) in counts {
        *sum.entry(kind.clone()).or_default() += count;
    }
    sum
}
