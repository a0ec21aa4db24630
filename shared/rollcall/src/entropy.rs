//! Randomness. Rules take ids and secrets as arguments; only the edges draw them, and only here.
#![expect(clippy::disallowed_methods, reason = "the one place that draws random numbers")]

use std::time::Duration;

use uuid::Uuid;

use rollcall_rules::user::WriteId;

/// A random identifier (UUID version 4): users, e-mail changes, requests.
#[must_use]
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// Identifier of a write.
#[must_use]
pub fn new_write() -> WriteId {
    WriteId::new(new_id())
}

/// A secret of 256 bits from the operating system's generator.
///
/// # Panics
///
/// If the operating system has no randomness to give, in which case nothing may be issued.
#[must_use]
#[expect(clippy::expect_used, reason = "a token made without randomness must never leave")]
pub fn secret() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system's random number generator answers");
    bytes
}

/// A wait between nothing and `most`, so that those who lost a race together do not meet again. Not for secrets.
#[must_use]
pub fn jitter(most: Duration) -> Duration {
    most.mul_f64(f64::from(fastrand::u32(..)) / f64::from(u32::MAX))
}

/// One of so many places, from 0 on; 0 if there is none. Not for secrets.
#[must_use]
pub fn place_of(many: usize) -> usize {
    fastrand::usize(0..many.max(1))
}

/// A whole number from `1` to `most`. Not for secrets.
#[must_use]
pub fn up_to(most: u32) -> u32 {
    fastrand::u32(1..=most.max(1))
}
