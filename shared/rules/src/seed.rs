//! Identifiers that follow from one random number, which was drawn before. A request may be repeated because the first
//! answer got lost or the first function broke down. The repetition uses the same identifiers, and so does nothing
//! twice.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::user::WriteId;

/// What all identifiers of one request follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(Uuid);

impl Seed {
    /// A seed drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// The identifier of what is called this in the request. As random as the seed, and so the same in form.
    #[must_use]
    pub fn id(&self, what: &str) -> Uuid {
        let digest: [u8; 32] =
            Sha256::new().chain_update(self.0.as_bytes()).chain_update(what).finalize().into();
        let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = digest;
        Builder::from_random_bytes(first).into_uuid()
    }

    /// The identifier of the write that is called this in the request.
    #[must_use]
    pub fn write(&self, what: &str) -> WriteId {
        WriteId::new(self.id(&format!("write {what}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_in_the_same_request_has_the_same_identifier_and_nothing_else_has() {
        let (one, other) = (Seed::new(Uuid::from_u128(1)), Seed::new(Uuid::from_u128(2)));
        assert_eq!(one.id("user"), one.id("user"));
        assert_eq!(one.id("user").get_version_num(), 4);
        assert_ne!(one.id("user"), other.id("user"));
        assert_ne!(one.id("user"), one.id("invitation"));
        assert_ne!(one.write("user"), WriteId::new(one.id("user")));
    }
}
