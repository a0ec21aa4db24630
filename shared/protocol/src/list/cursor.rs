//! Cursors (RFC 9865): where a list goes on.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::CURSOR_TIMEOUT;
use crate::{ScimError, ScimType};

/// What a query asks for, apart from the page and the attributes: cursors and bookmarks of one query are of no use to
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryHash([u8; 8]);

impl QueryHash {
    /// The hash of the texts, in this order.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hash = Sha256::new();
        for text in texts {
            hash.update(text.as_bytes());
            // No text holds this byte, so none can be taken for two.
            hash.update([0xff]);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Self([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for QueryHash {
    /// Sixteen hexadecimal digits: the first 64 bits of the hash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Where a list goes on, in the client's hands. It is no secret and not signed: all that one could forge is another
/// place in a list that one may read anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// `id` of the last resource of the page before.
    pub after: Uuid,
    /// Resources in the whole list, as counted for its first page.
    pub total_results: u32,
    /// When its first page was asked for, to the second.
    pub begun_at: Timestamp,
    query: QueryHash,
    issued_at: Timestamp,
}

/// The form of a cursor: its first byte.
const FORM: u8 = 1;
/// The form, then the members in their order, the times in seconds.
const LEN: usize = 1 + 16 + 4 + 8 + 8 + 8;

impl Cursor {
    /// A cursor to the resources after that one, in the list that was begun then, issued now.
    #[must_use]
    pub fn new(
        after: Uuid,
        total_results: u32,
        begun_at: Timestamp,
        query: QueryHash,
        now: Timestamp,
    ) -> Self {
        Self { after, total_results, begun_at: to_second(begun_at), query, issued_at: to_second(now) }
    }

    /// Reads a cursor that was issued for this query.
    ///
    /// # Errors
    /// 400 `invalidCursor` or, after [`CURSOR_TIMEOUT`], `expiredCursor` (RFC 9865 §2.1).
    pub fn parse(text: &str, query: QueryHash, now: Timestamp) -> Result<Self, ScimError> {
        let cursor = Self::decode(text).ok_or_else(|| {
            invalid(
                "the cursor is none of ours; send nextCursor of the page before, or none for the first page",
            )
        })?;
        if cursor.query != query {
            return Err(invalid(
                "the cursor belongs to another query; filter must stay the same from page to page",
            ));
        }
        if now.duration_since(cursor.issued_at) > CURSOR_TIMEOUT {
            let hours = CURSOR_TIMEOUT.as_hours();
            let detail = format!("the cursor is older than {hours} hours; start again at the first page");
            return Err(ScimError::bad_request(ScimType::ExpiredCursor, detail));
        }
        Ok(cursor)
    }

    fn decode(text: &str) -> Option<Self> {
        let mut bytes = [0; LEN];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        let ([FORM], rest) = bytes.split_first_chunk()? else { return None };
        let (after, rest) = rest.split_first_chunk()?;
        let (total_results, rest) = rest.split_first_chunk()?;
        let (begun_at, rest) = rest.split_first_chunk()?;
        let (query, rest) = rest.split_first_chunk()?;
        Some(Self {
            after: Uuid::from_bytes(*after),
            total_results: u32::from_be_bytes(*total_results),
            begun_at: Timestamp::from_second(i64::from_be_bytes(*begun_at)).ok()?,
            query: QueryHash(*query),
            issued_at: Timestamp::from_second(i64::from_be_bytes(*rest.first_chunk()?)).ok()?,
        })
    }
}

impl fmt::Display for Cursor {
    /// RFC 9865 §2: only unreserved characters of a URI.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(LEN);
        bytes.push(FORM);
        bytes.extend(self.after.as_bytes());
        bytes.extend(self.total_results.to_be_bytes());
        bytes.extend(self.begun_at.as_second().to_be_bytes());
        bytes.extend(self.query.0);
        bytes.extend(self.issued_at.as_second().to_be_bytes());
        f.write_str(&hex::encode(bytes))
    }
}

fn to_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn invalid(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidCursor, detail)
}
