//! Billing: in which period of a tenant a day falls, and what a person costs of it.
//!
//! Days are those of UTC. A person is billable from the day of their first sign-in, that day included: for that period
//! they cost the share of the days that are left, and for every later period the whole price.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use super::currency::{Currency, CurrencyError};

/// How often a tenant is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interval {
    /// A period begins in every month, on the anchor's day.
    Monthly,
    /// A period begins in every year, on the anchor's day and month.
    Yearly,
}

/// What the operator and a tenant agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// How long a period is.
    pub interval: Interval,
    /// A day on which a period begins. Others begin on the same day of other months, or on their last day where they
    /// are too short.
    pub anchor: Date,
    /// Of one person for a whole period, in minor units of the currency.
    pub price_minor: u64,
    /// Currency of the price.
    pub currency: Currency,
}

/// Where periods begin and how long they are, whatever they cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cycle {
    /// How long a period is.
    pub interval: Interval,
    /// A day on which a period begins, see [`Terms::anchor`].
    pub anchor: Date,
}

/// A stretch of days for which the whole price is paid once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Its first day, which belongs to it.
    pub start: Date,
    /// The day after its last: the first of the next.
    pub end: Date,
}

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
}

impl Days {
    /// From one day up to another, which does not belong to them; `None`: there are none.
    #[must_use]
    pub fn between(from: Date, until: Date) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// Is the day one of them?
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day < self.until
    }
}

impl Interval {
    const fn months(self) -> i32 {
        match self {
            Self::Monthly => 1,
            Self::Yearly => 12,
        }
    }
}

impl Cycle {
    /// The period in which a day falls, be it before the anchor.
    #[must_use]
    pub fn period_of(self, day: Date) -> Period {
        let months = 12 * (i32::from(day.year()) - i32::from(self.anchor.year())) + i32::from(day.month())
            - i32::from(self.anchor.month());
        let number = months.div_euclid(self.interval.months());
        // In the month of a beginning, before that day, the period of before still runs.
        let number = if self.start_of(number) > day { number - 1 } else { number };
        Period { start: self.start_of(number), end: self.start_of(number + 1) }
    }

    /// Counted from the anchor and not from the period before, or the 31st would once become the 28th and stay it.
    fn start_of(self, number: i32) -> Date {
        let months: Span = (i64::from(number) * i64::from(self.interval.months())).months();
        self.anchor.saturating_add(months)
    }

    /// First days of the periods from the one in which a day falls to the one in which another does.
    pub fn starts(self, first_day: Date, last_day: Date) -> impl Iterator<Item = Date> {
        let first = self.period_of(first_day);
        let periods = std::iter::successors(Some(first), move |period| {
            let next = self.period_of(period.end);
            // The calendar ends somewhere.
            (next.start > period.start && next.start <= last_day).then_some(next)
        });
        periods.map(|period| period.start)
    }
}

impl Terms {
    /// Where its periods begin.
    #[must_use]
    pub const fn cycle(&self) -> Cycle {
        Cycle { interval: self.interval, anchor: self.anchor }
    }

    /// The period in which a day falls, be it before the anchor.
    #[must_use]
    pub fn period_of(&self, day: Date) -> Period {
        self.cycle().period_of(day)
    }

    /// What a person costs of a period, in minor units, who is billable from that day on: the price by the days that
    /// are left, that day among them, rounded half up. `None`: nothing, the period was over.
    #[must_use]
    pub fn charge(&self, period: Period, billable_from: Date) -> Option<u64> {
        let from = billable_from.max(period.start);
        let (left, days) = (days_between(from, period.end), days_between(period.start, period.end));
        if left == 0 || days == 0 {
            return None;
        }
        let twice = 2 * u128::from(self.price_minor) * u128::from(left) + u128::from(days);
        // Not more than the price, as no more days are left than there are.
        u64::try_from(twice / (2 * u128::from(days))).ok()
    }

    /// What some days of a period cost, in minor units, if all days after them until its end are billed: what a person
    /// costs from the first of them on, less what they cost from the day after the last. So a period comes to the same,
    /// to the minor unit, in however many parts it is billed.
    #[must_use]
    pub fn charge_part(&self, period: Period, days: Days) -> Option<u64> {
        let all = self.charge(period, days.from)?;
        Some(all.saturating_sub(self.charge(period, days.until).unwrap_or_default()))
    }
}

/// The day on which a moment falls.
#[must_use]
pub fn day_of(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}

/// None where the end comes first.
fn days_between(start: Date, end: Date) -> u32 {
    u32::try_from(start.duration_until(end).as_hours() / 24).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn terms(interval: Interval, anchor: &str, price_minor: u64) -> Terms {
        Terms { interval, anchor: day(anchor), price_minor, currency: Currency::parse("EUR").unwrap() }
    }

    /// Worked out by hand: price × days left ÷ days of the period.
    #[test]
    fn a_person_costs_what_is_left_of_the_period() {
        use Interval::{Monthly, Yearly};
        const HIGHEST: u64 = u64::MAX;
        #[rustfmt::skip]
        let cases = [
            // interval, anchor, price, first sign-in, the period: from, until; amount
            (Monthly, "2026-01-01", 3000, "2026-04-01", "2026-04-01", "2026-05-01", 3000), // its first day: 30/30
            (Monthly, "2026-01-01", 3000, "2026-04-16", "2026-04-01", "2026-05-01", 1500), // 15/30
            (Monthly, "2026-01-01", 3000, "2026-04-30", "2026-04-01", "2026-05-01", 100), // its last day: 1/30
            (Monthly, "2026-01-01", 3000, "2026-01-31", "2026-01-01", "2026-02-01", 97), // 1/31 = 96.77
            (Monthly, "2026-01-01", 3000, "2026-02-15", "2026-02-01", "2026-03-01", 1500), // 14/28
            (Monthly, "2026-01-01", 3000, "2028-02-15", "2028-02-01", "2028-03-01", 1552), // leap: 15/29 = 1551.72
            (Monthly, "2026-01-01", 3000, "2028-02-28", "2028-02-01", "2028-03-01", 207), // 2/29 = 206.90
            (Monthly, "2026-01-01", 3000, "2028-02-29", "2028-02-01", "2028-03-01", 103), // 1/29 = 103.45
            (Monthly, "2026-01-01", 1, "2026-04-16", "2026-04-01", "2026-05-01", 1), // half a cent: up
            (Monthly, "2026-01-01", 1, "2026-04-17", "2026-04-01", "2026-05-01", 0), // 14/30 of a cent: down
            (Monthly, "2026-01-01", 0, "2026-04-01", "2026-04-01", "2026-05-01", 0), // for nothing
            (Monthly, "2026-01-01", 999, "2026-04-21", "2026-04-01", "2026-05-01", 333), // 10/30
            (Monthly, "2026-01-01", 1000, "2026-04-21", "2026-04-01", "2026-05-01", 333), // 333.33
            (Monthly, "2026-01-01", 1000, "2026-04-11", "2026-04-01", "2026-05-01", 667), // 666.67
            (Monthly, "2026-01-01", 500, "2026-04-30", "2026-04-01", "2026-05-01", 17), // 16.67
            (Monthly, "2026-01-01", HIGHEST, "2026-04-01", "2026-04-01", "2026-05-01", HIGHEST),
            (Monthly, "2026-01-15", 3100, "2026-04-01", "2026-03-15", "2026-04-15", 1400), // 14/31
            (Monthly, "2026-05-15", 3000, "2026-05-01", "2026-04-15", "2026-05-15", 1400), // before the anchor: 14/30
            (Monthly, "2026-01-31", 2800, "2026-02-27", "2026-01-31", "2026-02-28", 100), // 1/28
            (Monthly, "2026-01-31", 3100, "2026-02-28", "2026-02-28", "2026-03-31", 3100), // 31/31
            (Monthly, "2026-01-31", 3100, "2026-03-30", "2026-02-28", "2026-03-31", 100), // 1/31
            (Monthly, "2026-01-31", 3100, "2026-03-31", "2026-03-31", "2026-04-30", 3100), // the 31st again
            (Monthly, "2028-01-30", 3000, "2028-02-29", "2028-02-29", "2028-03-30", 3000), // 30/30
            (Monthly, "2026-12-15", 3100, "2027-01-14", "2026-12-15", "2027-01-15", 100), // over New Year: 1/31
            (Yearly, "2026-01-01", 36_500, "2026-01-01", "2026-01-01", "2027-01-01", 36_500),
            (Yearly, "2026-01-01", 36_500, "2026-12-31", "2026-01-01", "2027-01-01", 100), // 1/365
            (Yearly, "2026-01-01", 36_600, "2028-12-31", "2028-01-01", "2029-01-01", 100), // leap: 1/366
            (Yearly, "2026-01-01", 36_600, "2028-02-29", "2028-01-01", "2029-01-01", 30_700), // 307/366
            (Yearly, "2026-07-01", 36_500, "2026-06-30", "2025-07-01", "2026-07-01", 100), // 1/365
            (Yearly, "2024-02-29", 36_500, "2027-02-27", "2026-02-28", "2027-02-28", 100), // 1/365
            (Yearly, "2024-02-29", 36_600, "2028-02-28", "2027-02-28", "2028-02-29", 100), // 1/366
        ];
        for (interval, anchor, price, signed_in, start, end, amount) in cases {
            let terms = terms(interval, anchor, price);
            let period = terms.period_of(day(signed_in));
            assert_eq!(period, Period { start: day(start), end: day(end) }, "{anchor}, {signed_in}");
            assert_eq!(terms.charge(period, day(signed_in)), Some(amount), "{anchor}, {signed_in}, {price}");
        }
    }

    #[test]
    fn later_periods_cost_the_whole_price_and_earlier_ones_nothing() {
        let terms = terms(Interval::Monthly, "2026-01-01", 3000);
        let april = terms.period_of(day("2026-04-30"));
        assert_eq!(terms.charge(april, day("2026-01-17")), Some(3000));
        assert_eq!(terms.charge(april, day("2026-05-01")), None);
        assert_eq!(terms.charge(april, day("2027-01-01")), None);
    }

    #[test]
    fn a_moment_falls_on_the_day_that_it_is_in_utc() {
        assert_eq!(day_of("2026-04-30T23:59:59.999Z".parse().unwrap()), day("2026-04-30"));
        assert_eq!(day_of("2026-05-01T01:00:00+02:00".parse().unwrap()), day("2026-04-30"));
    }

    #[test]
    fn periods_begin_where_the_anchor_says_up_to_today() {
        let starts = |interval, first, last| -> Vec<String> {
            let cycle = terms(interval, "2026-01-31", 0).cycle();
            cycle.starts(day(first), day(last)).map(|day| day.to_string()).collect()
        };
        let months = ["2026-01-31", "2026-02-28", "2026-03-31"];
        assert_eq!(starts(Interval::Monthly, "2026-02-03", "2026-04-01"), months);
        assert_eq!(starts(Interval::Monthly, "2026-02-03", "2026-02-03"), months[..1]);
        assert_eq!(starts(Interval::Yearly, "2025-02-03", "2026-04-01"), ["2025-01-31", "2026-01-31"]);
    }

    #[test]
    fn the_parts_of_a_period_come_to_what_the_whole_costs() {
        let terms = terms(Interval::Monthly, "2026-01-01", 1000);
        let april = terms.period_of(day("2026-04-01"));
        let part = |from, until| terms.charge_part(april, Days { from: day(from), until: day(until) });
        // From the 15th on 533, from the 19th on 400, from the 25th on 200.
        assert_eq!(part("2026-04-25", "2026-05-01"), Some(200));
        assert_eq!(part("2026-04-19", "2026-04-25"), Some(200));
        assert_eq!(part("2026-04-15", "2026-04-19"), Some(133));
        assert_eq!(part("2026-04-15", "2026-05-01"), Some(533));
        assert_eq!(part("2026-05-01", "2026-05-02"), None);
    }

    fn days() -> impl Strategy<Value = Date> {
        (1990_i16..2100, 1_i8..=12, 1_i8..=31).prop_map(|(year, month, day)| {
            Date::new(year, month, 1).unwrap().saturating_add((day - 1).days())
        })
    }

    proptest! {
        /// No day is in two periods or in none, and a whole period costs what its days cost, one more each.
        #[test]
        fn periods_follow_one_another(
            anchor in days(),
            first in days(),
            yearly in any::<bool>(),
            price in 0_u64..1_000_000,
        ) {
            let interval = if yearly { Interval::Yearly } else { Interval::Monthly };
            let terms = Terms { interval, anchor, price_minor: price, currency: Currency::parse("EUR").unwrap() };
            let period = terms.period_of(first);
            prop_assert!(period.start <= first && first < period.end);
            prop_assert_eq!(terms.period_of(period.start), period);
            prop_assert_eq!(terms.period_of(period.end).start, period.end);
            prop_assert_eq!(terms.charge(period, period.start), Some(price));
            let (today, tomorrow) = (terms.charge(period, first), terms.charge(period, first.tomorrow().unwrap()));
            prop_assert!(today >= tomorrow);
        }
    }
}
