//! The items of a tenant that leaves: its departure, the parts of a look through the table, and the key of proofs.

use rollcall_rules::departure::{Counts, Departure, ProofKey};
use rollcall_rules::tenant::TenantId;
use serde::{Deserialize, Serialize};

use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// How far the looks through a part of the table have come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::store) struct Part {
    /// The look that is under way, from 1.
    pub(in crate::store) look: usize,
    /// The key after which it goes on; `None`: from the start, or it is through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) after: Option<Position>,
    /// Whether the look is through.
    pub(in crate::store) through: bool,
    /// What this look found, and deleted.
    pub(in crate::store) found: Counts,
    /// Counts the writes of the item, from 1.
    pub(in crate::store) version: u64,
}

/// The key of an item, as a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Position {
    pk: String,
    sk: String,
}

impl From<PrimaryKey> for Position {
    fn from(PrimaryKey { pk, sk }: PrimaryKey) -> Self {
        Self { pk, sk }
    }
}

impl From<Position> for PrimaryKey {
    fn from(Position { pk, sk }: Position) -> Self {
        Self { pk, sk }
    }
}

/// The item of a departure, whose serialised form is its attributes. It is in no index.
pub(in crate::store) fn of_departure(departure: &Departure) -> Result<Item, StoreError> {
    with_key("write a departure", PrimaryKey::departure(&departure.tenant), departure)
}

/// Reads the item of a departure.
pub(in crate::store) fn to_departure(item: Item) -> Result<Departure, StoreError> {
    from_item("read a departure", item)
}

/// The item of a part of the table.
pub(in crate::store) fn of_part(tenant: &TenantId, number: u8, part: &Part) -> Result<Item, StoreError> {
    with_key("write a part of a departure", PrimaryKey::departure_part(tenant, number), part)
}

/// Reads the item of a part of the table.
pub(in crate::store) fn to_part(item: Item) -> Result<Part, StoreError> {
    from_item("read a part of a departure", item)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProofKeyItem {
    proof_key: ProofKey,
}

/// The item of the operator's key of proofs.
pub(in crate::store) fn of_proof_key(key: &ProofKey) -> Result<Item, StoreError> {
    let body = ProofKeyItem { proof_key: key.clone() };
    with_key("write the key of proofs", PrimaryKey::proof_key(), &body)
}

/// Reads the item of the key of proofs.
pub(in crate::store) fn to_proof_key(item: Item) -> Result<ProofKey, StoreError> {
    from_item::<ProofKeyItem>("read the key of proofs", item).map(|item| item.proof_key)
}
