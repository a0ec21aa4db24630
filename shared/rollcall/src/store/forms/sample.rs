//! A sample of an item, and the values that the samples have in common.

use std::fmt::Debug;

use jiff::Timestamp;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::table::Item;

/// One item, and how it must read.
pub(super) struct Sample {
    /// Which kind of item.
    pub(super) kind: &'static str,
    /// Which of the kind's forms.
    pub(super) form: &'static str,
    /// The item as the store writes it today.
    pub(super) written: Item,
    /// Fails the test if an item does not read as the value that was written.
    pub(super) check: Box<dyn Fn(Item)>,
}

impl Sample {
    /// A sample of a value, which must come back when the item is read.
    pub(super) fn new<T: PartialEq + Debug + 'static>(
        kind: &'static str,
        form: &'static str,
        written: Result<Item, StoreError>,
        read: impl Fn(Item) -> Result<T, StoreError> + 'static,
        expected: T,
    ) -> Self {
        let check = move |item| assert_eq!(read(item).unwrap(), expected, "{kind}, {form}");
        Self { kind, form, written: written.unwrap(), check: Box::new(check) }
    }

    /// By which the sample is found in a frozen file.
    pub(super) fn name(&self) -> String {
        format!("{}, {}", self.kind, self.form)
    }
}

const NOW: &str = "2026-11-24T13:00:00.123Z";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn now() -> Timestamp {
    at(NOW)
}

pub(super) fn acme() -> TenantId {
    TenantId::parse("acme").unwrap()
}

pub(super) fn ada_id() -> UserId {
    UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap()
}

pub(super) const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}
