//! The pages of a list, by their numbers: which one is asked for, and where the others are.

use super::failure::Failure;
use super::fields::Fields;
use super::page::{Words, texts};

/// Which page it is, and where the others are.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Does it begin with the first entry?
    pub(super) is_first: bool,
    /// `Page 2 of 5`, where that is known.
    pub(super) place: String,
    /// Names of pages, and references to them.
    pub(super) links: Vec<(Words, String)>,
}

/// The number of the page that a query asks for, from 1, and how many entries come before it.
///
/// # Errors
///
/// [`Failure::Invalid`]: it is no number of a page.
pub(super) fn asked(fields: &Fields, size: usize) -> Result<(usize, usize), Failure> {
    let no_page = || Failure::invalid("people-no-page");
    let number = fields.one("page").map_or(Ok(1), |text| text.parse().map_err(|_| no_page()))?;
    let skip = usize::checked_sub(number, 1).and_then(|before| before.checked_mul(size));
    Ok((number, skip.ok_or_else(no_page)?))
}

/// The number as a query has it: the first page needs none.
pub(super) fn parameter(number: usize) -> String {
    if number > 1 { number.to_string() } else { String::new() }
}

impl Pages {
    /// Those around a page, of `all`; `to` gives the reference to one.
    pub(super) fn of(number: usize, all: usize, to: impl Fn(usize) -> String) -> Self {
        let mut links = Vec::new();
        if number > 2 || number > all && number > 1 {
            links.push((texts().get("people-first-page"), to(1)));
        }
        if number > 1 && number <= all {
            links.push((texts().get("people-previous-page"), to(number - 1)));
        }
        if number < all {
            links.push((texts().get("people-next-page"), to(number + 1)));
        }
        if number + 1 < all {
            links.push((texts().get("people-last-page"), to(all)));
        }
        let is_some = all > 1 && number <= all;
        let place = if is_some {
            texts().with("people-page-of", &[("page", number.into()), ("all", all.into())])
        } else {
            String::new()
        };
        Self { is_first: number == 1, place, links }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_leads_to_those_around_it() {
        let names = |number, all| {
            let pages = Pages::of(number, all, |number| number.to_string());
            (pages.links.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>().join(", "), pages.place)
        };
        for (number, all, links, place) in [
            (1, 0, "", ""),
            (1, 1, "", ""),
            (1, 2, "Next page", "Page 1 of 2"),
            (2, 2, "Previous page", "Page 2 of 2"),
            (1, 3, "Next page, Last page", "Page 1 of 3"),
            (3, 1_000, "First page, Previous page, Next page, Last page", "Page 3 of 1,000"),
            (4, 3, "First page", ""),
            (usize::MAX / 50, 0, "First page", ""),
        ] {
            assert_eq!(names(number, all), (links.to_owned(), place.to_owned()), "{number} of {all}");
        }
    }
}
