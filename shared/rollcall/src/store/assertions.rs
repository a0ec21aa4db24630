//! Assertions of OAuth clients, each of which is good once.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::admitted_to;
use super::table::Condition;
use rollcall_rules::admission::Admitted;
use rollcall_rules::oauth::assertion::Accepted;
use rollcall_rules::user::WriteId;

impl Store {
    /// Notes that an assertion is used; `false`: it was used before, by another write than this one. One call, or none for an
    /// assertion without an id, which nobody can tell from others; two for one that was used.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Where that is [`StoreError::Unavailable`], the note may be written: the same `write` may try again.
    pub async fn note_assertion(
        &self,
        admitted: &Admitted,
        accepted: &Accepted,
        write: WriteId,
    ) -> Result<bool, StoreError> {
        const OPERATION: &str = "note an assertion";
        let Some(id) = accepted.id() else { return Ok(true) };
        admitted_to(OPERATION, admitted, accepted.tenant())?;
        let note = item::of_used_assertion(accepted, id, write)?;
        match self.table.put(OPERATION, note, Condition::ABSENT.or_made_by(write)).await {
            Ok(()) => Ok(true),
            // Lost to whom? Only a note that is there says that it was used; else two requests met, and this one may try again.
            Err(error) if error.is_lost_race() => {
                match self.table.get(OPERATION, PrimaryKey::assertion(accepted.tenant(), id)).await? {
                    Some(there) => Ok(item::is_written_by(&there, write)),
                    None => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }
}
