//! Pages of lists: how much of one is asked for, and where it goes on.
//!
//! A cursor is opaque to callers and no secret. All that one could forge is another place in a list that one may read
//! anyway.

use jiff::Timestamp;
use rollcall::store::LinePlace;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use rollcall_rules::wave::WaveId;
use serde::Serialize;

use super::failure::Failure;
use super::request::invalid;
use super::respond;

/// How many a page holds, unless it is said.
const USUAL_LIMIT: u16 = 50;
/// The most that one holds.
const MAX_LIMIT: u16 = 200;

/// Where a wave stands among the waves, the latest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WavePlace {
    /// When its last account changed.
    pub(crate) last: Timestamp,
    /// Its name.
    pub(crate) id: WaveId,
}

/// Something after which a list goes on.
pub(crate) trait Position: Sized {
    /// What cursors of such lists begin with, so that none is taken for that of another list or form.
    const FORM: &str;

    /// The position as text, for a cursor.
    fn render(&self) -> String;

    /// Reads what [`Self::render`] gives.
    fn read(text: &str) -> Option<Self>;
}

/// People are in order of their ids.
impl Position for UserId {
    const FORM: &str = "u1-";

    fn render(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// Tenants are in order of their ids.
impl Position for TenantId {
    const FORM: &str = "t1-";

    fn render(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

/// Histories are in order of versions.
impl Position for u64 {
    const FORM: &str = "h1-";

    fn render(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Waves are in order of their ends and names.
impl Position for WavePlace {
    const FORM: &str = "w1-";

    fn render(&self) -> String {
        format!("{}.{}", self.last.as_millisecond(), self.id)
    }

    fn read(text: &str) -> Option<Self> {
        let (last, id) = text.split_once('.')?;
        Some(Self { last: Timestamp::from_millisecond(last.parse().ok()?).ok()?, id: id.parse().ok()? })
    }
}

/// People of a wave are in order of when they changed.
impl Position for (Timestamp, UserId) {
    const FORM: &str = "p1-";

    fn render(&self) -> String {
        format!("{}.{}", self.0.as_millisecond(), self.1)
    }

    fn read(text: &str) -> Option<Self> {
        let (at, user) = text.split_once('.')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, UserId::parse(user)?))
    }
}

/// Billing lines of a period are in order of the people's ids, of the first day billed, and of their numbers.
impl Position for LinePlace {
    const FORM: &str = "l1-";

    fn render(&self) -> String {
        match self.number {
            0 => format!("{}.{}", self.user, self.billable_from),
            number => format!("{}.{}.{number}", self.user, self.billable_from),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (user, rest) = text.split_once('.')?;
        let (day, number) = rest.split_once('.').unwrap_or((rest, "0"));
        Some(Self {
            user: UserId::parse(user)?,
            billable_from: day.parse().ok()?,
            number: number.parse().ok()?,
        })
    }
}

/// The most that a page takes, in bytes as it stands in the JSON in which a function gives it to API Gateway: Lambda lets
/// 6 MB through.
const MAX_BYTES: usize = 5_500_000;

/// The first of a page's items, as many as an answer can hold and one at least; and whether those are not all.
pub(crate) fn fitting<T: Serialize>(items: Vec<T>) -> (Vec<T>, bool) {
    let all = items.len();
    let mut bytes = 0;
    let fits = |item: &T| {
        let first = bytes == 0;
        bytes += bytes_in_answer(&respond::text(item));
        first || bytes <= MAX_BYTES
    };
    let kept: Vec<T> = items.into_iter().take_while(fits).collect();
    let cut = kept.len() < all;
    (kept, cut)
}

/// A text within a text of JSON: quotation marks and backslashes are escaped again.
fn bytes_in_answer(json: &str) -> usize {
    json.bytes().map(|byte| if matches!(byte, b'"' | b'\\') { 2 } else { 1 }).sum()
}

/// The cursor to what comes after a position.
pub(crate) fn next<P: Position>(last: &P) -> String {
    format!("{}{}", P::FORM, last.render())
}

/// The position after which a list is to go on; `None`: from its beginning.
pub(crate) fn after<P: Position>(cursor: Option<&str>) -> Result<Option<P>, Failure> {
    let Some(cursor) = cursor else { return Ok(None) };
    let position = cursor.strip_prefix(P::FORM).and_then(P::read);
    let detail = "`cursor` is none of this list: send `next` of the page before, or none for the first page.";
    position.map(Some).ok_or_else(|| invalid(detail))
}

/// How many a page is to hold.
pub(crate) fn limit(asked: Option<u16>) -> Result<usize, Failure> {
    let limit = asked.unwrap_or(USUAL_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(usize::from(limit))
    } else {
        Err(invalid(format!("`limit` is 1 to {MAX_LIMIT}.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_only_by_the_list_that_gave_it() {
        let cursor = next(&7_u64);
        assert_eq!(after::<u64>(Some(&cursor)).unwrap(), Some(7));
        assert_eq!(after::<u64>(None).unwrap(), None);
        assert!(after::<UserId>(Some(&cursor)).is_err());
        for other in ["", "7", "h1-", "h1-x", "h2-7"] {
            assert!(after::<u64>(Some(other)).is_err(), "{other}");
        }
    }

    #[test]
    fn a_place_among_billing_lines_is_read_as_it_was_given() {
        let user = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        for number in [0, 7] {
            let place = LinePlace { user, billable_from: "2026-05-01".parse().unwrap(), number };
            assert_eq!(after(Some(&next(&place))).unwrap(), Some(place));
        }
        for other in ["", ".", "f3bb189e-8bf9-4888-9912-ace4e6543002", "x.2026-05-01"] {
            assert_eq!(LinePlace::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_place_among_waves_and_their_people_is_read_as_it_was_given() {
        let id = "deactivated-directory-2026-11-30T01:00:00.123Z".parse().unwrap();
        let last = "2026-11-30T02:00:00.456Z".parse().unwrap();
        let (wave, user) =
            (WavePlace { last, id }, UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap());
        assert_eq!(after(Some(&next(&wave))).unwrap(), Some(wave));
        assert_eq!(after(Some(&next(&(last, user)))).unwrap(), Some((last, user)));
        assert!(next(&wave).len() <= 100);
        for other in ["w1-", "w1-7", "w1-x.y", "w1-7.deactivated-directory", "p1-7"] {
            assert!(after::<WavePlace>(Some(other)).is_err(), "{other}");
        }
    }

    #[test]
    fn a_page_ends_where_an_answer_would_be_too_long() {
        // A megabyte of quotation marks is two in JSON, and four in the JSON around it.
        let items = vec!["\"".repeat(1_000_000); 3];
        let (kept, cut) = fitting(items.clone());
        assert_eq!((kept.len(), cut), (1, true));
        let (kept, cut) = fitting(vec!["\"".repeat(10_000_000)]);
        assert_eq!((kept.len(), cut), (1, false), "one at least");
        let (kept, cut) = fitting(vec!["a".repeat(1_000_000); 5]);
        assert_eq!((kept.len(), cut), (5, false));
        assert_eq!(fitting(Vec::<String>::new()), (Vec::new(), false));
    }

    #[test]
    fn a_page_holds_some_and_not_too_many() {
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!([limit(Some(1)).unwrap(), limit(Some(200)).unwrap()], [1, 200]);
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }
}
