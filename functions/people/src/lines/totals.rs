//! What the lines of a period come to. No other code adds amounts up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rollcall::store::{LinePlace, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::Currency;
use rollcall_rules::sign_in::BillingLine;

/// What all lines of a period come to.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// How many lines there are.
    pub(crate) lines: usize,
    /// How many people have one or more of them.
    pub(crate) people: usize,
    /// What is to be paid, in minor units, by currency.
    pub(crate) amounts: BTreeMap<Currency, u64>,
    /// The day after the last of the longest period among them; `None`: there are none.
    pub(crate) period_end: Option<Date>,
    /// Where the lines are to be parted, for parts of the number of lines that was asked for: the last line of each part
    /// but the last part.
    pub(crate) part_ends: Vec<LinePlace>,
    last: Option<LinePlace>,
}

impl Totals {
    /// Adds a line. They come in order of the people's ids.
    fn add(&mut self, line: &BillingLine, part_lines: usize) {
        if self.lines > 0 && self.lines.is_multiple_of(part_lines) {
            self.part_ends.extend(self.last);
        }
        self.lines += 1;
        self.people += usize::from(self.last.map(|last| last.user) != Some(line.user_id));
        let amount = self.amounts.entry(line.currency).or_default();
        *amount = amount.saturating_add(line.amount_minor);
        self.period_end = self.period_end.max(Some(line.period_end));
        self.last = Some(LinePlace::of(line));
    }
}

/// Adds up the lines of the period that begins on a day, and finds where the parts of so many lines end. It reads all
/// lines: some three thousand in a call.
pub(crate) async fn totals(
    store: &Store,
    tenant: &Admitted,
    period_start: Date,
    part_lines: usize,
) -> Result<Totals, StoreError> {
    let mut totals = Totals::default();
    store.visit_billing_lines(tenant, period_start, |line| totals.add(line, part_lines)).await?;
    Ok(totals)
}

#[cfg(test)]
mod tests {
    use rollcall_rules::user::UserId;

    use super::*;

    fn line(number: u128, from: &str, amount_minor: u64, currency: &str) -> BillingLine {
        BillingLine {
            user_id: UserId::parse(&format!("f3bb189e-8bf9-4888-9912-{number:012x}")).unwrap(),
            period_start: "2026-05-01".parse().unwrap(),
            period_end: "2026-06-01".parse().unwrap(),
            billable_from: from.parse().unwrap(),
            billable_until: None,
            corrects: None,
            number: 7,
            price_minor: 1200,
            amount_minor,
            currency: Currency::parse(currency).unwrap(),
            created_at: "2026-05-01T09:30:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn lines_are_added_up_by_currency_and_people_counted_once() {
        let lines = [
            line(1, "2026-05-01", 1200, "EUR"),
            line(1, "2026-05-16", 619, "USD"),
            line(2, "2026-05-01", 600, "EUR"),
            line(3, "2026-05-01", u64::MAX, "EUR"),
        ];
        let mut totals = Totals::default();
        for line in &lines {
            totals.add(line, 2);
        }
        assert_eq!((totals.lines, totals.people), (4, 3));
        let amounts: Vec<_> =
            totals.amounts.iter().map(|(currency, amount)| (currency.to_string(), *amount)).collect();
        assert_eq!(amounts, [("EUR".to_owned(), u64::MAX), ("USD".to_owned(), 619)]);
        assert_eq!(totals.period_end, Some("2026-06-01".parse().unwrap()));
        assert_eq!(totals.part_ends, [LinePlace::of(&lines[1])], "none after the last part");
    }
}
