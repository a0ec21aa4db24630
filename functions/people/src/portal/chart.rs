//! How much happened, as bars: by hour or by day, stacked by whose doing it was.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rollcall::store::Tally;
use rollcall_rules::user::Actor;
use rollcall_texts::Texts;

use super::words::{ACTORS, class};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Width and height of the field of the bars, and room below it for their labels, in the drawing's own units.
pub(crate) const WIDTH: u32 = 720;
pub(crate) const HEIGHT: u32 = 150;
/// Room above for the number of the highest.
const ROOM: u32 = 22;

/// From how many changes on a day can be a burst, and how many times as high as a usual day before it.
const BURST: usize = 20;
const TIMES: usize = 5;

/// Days with which a burst is compared, at least: a week, so that there is one of each. They count from the first day on
/// which the directory did something, or else its first import would be a burst.
const USUAL_DAYS: usize = 7;

/// The highest bar stands for so many changes at least: one change is a small bar, and no alarm.
const SCALE: usize = 5;

/// So few bars are all labelled with their number.
const FEW: usize = 6;

/// A bar chart of the changes of some hours or days.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) bars: Vec<Bar>,
    pub(crate) total: usize,
}

/// What happened within an hour or a day.
#[derive(Debug)]
pub(crate) struct Bar {
    /// Hour or day, as the table under the chart shows it.
    pub(crate) label: String,
    /// Hour or day, as shown under the bar; empty under most bars.
    pub(crate) mark: String,
    /// In the order of [`ACTORS`].
    pub(crate) counts: [usize; 5],
    pub(crate) total: usize,
    pub(crate) x: u32,
    pub(crate) width: u32,
    pub(crate) segments: Vec<Segment>,
    /// Has it its number above it? The highest does, and all do if they are few.
    pub(crate) is_labelled: bool,
    /// Is it the highest, and the first of these?
    is_peak: bool,
    /// Is it far more than usual?
    pub(crate) is_burst: bool,
}

/// One actor's part of a bar.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) y: u32,
    pub(crate) height: u32,
    pub(crate) class: &'static str,
}

impl Bar {
    pub(crate) const fn middle(&self) -> u32 {
        self.x + self.width / 2
    }

    /// Where the number of the bar stands.
    pub(crate) fn top(&self) -> u32 {
        self.segments.last().map_or(HEIGHT, |segment| segment.y).saturating_sub(5)
    }
}

impl Chart {
    /// The last 24 hours, the present one among them.
    pub(crate) fn hours(tally: &Tally, now: Timestamp, texts: Texts) -> Self {
        let last = now.as_second().div_euclid(HOUR) * HOUR;
        let bars = (0..24_i32).rev().map(|back| last - i64::from(back) * HOUR).map(|start| {
            let time = civil(start, now);
            let of_day = texts.time(time.time());
            let label = format!("{}, {of_day}", texts.day_of_year(time.date()));
            let mark = if time.hour() % 4 == 0 { of_day } else { String::new() };
            (label, mark, start, HOUR)
        });
        Self::of(tally, bars)
    }

    /// The last 14 days (of UTC), today among them.
    pub(crate) fn days(tally: &Tally, now: Timestamp, texts: Texts) -> Self {
        let today = now.as_second().div_euclid(DAY) * DAY;
        let bars = (0..14_i32).rev().map(|back| today - i64::from(back) * DAY).map(|start| {
            let day = civil(start, now).date();
            (texts.weekday(day), texts.day_of_year(day), start, DAY)
        });
        let mut chart = Self::of(tally, bars);
        if let Some(burst) = latest_burst(&chart.bars) {
            chart.bars.iter_mut().skip(burst).take(1).for_each(|bar| bar.is_burst = true);
        }
        chart
    }

    /// Since when there must be a tally for all charts.
    pub(crate) fn since(now: Timestamp) -> Timestamp {
        let today = now.as_second().div_euclid(DAY) * DAY;
        Timestamp::from_second(today - 13 * DAY).unwrap_or(now)
    }

    fn of(tally: &Tally, spans: impl ExactSizeIterator<Item = (String, String, i64, i64)>) -> Self {
        let pitch = WIDTH / u32::try_from(spans.len()).unwrap_or(1).max(1);
        let mut bars: Vec<Bar> = spans
            .zip(0..)
            .map(|((label, mark, start, length), at)| {
                let counts = within(&tally.hours, start, length);
                let (total, x, width) = (counts.iter().sum(), at * pitch + pitch / 8, pitch - pitch / 4);
                Bar {
                    label,
                    mark,
                    counts,
                    total,
                    x,
                    width,
                    segments: Vec::new(),
                    is_labelled: false,
                    is_peak: false,
                    is_burst: false,
                }
            })
            .collect();
        let (total, most) = (bars.iter().map(|bar| bar.total).sum(), bars.iter().map(|bar| bar.total).max());
        let most = most.unwrap_or_default();
        let is_few = bars.iter().filter(|bar| bar.total > 0).count() <= FEW;
        let mut is_first = true;
        for bar in &mut bars {
            bar.segments = segments(&bar.counts, most.max(SCALE));
            bar.is_peak = most > 0 && bar.total == most && is_first;
            bar.is_labelled = bar.is_peak || (is_few && bar.total > 0);
            is_first &= !bar.is_peak;
        }
        Self { bars, total }
    }

    /// The chart in a sentence.
    pub(crate) fn summary(&self, texts: Texts) -> String {
        let changes = texts.with("activity-changes", &[("count", self.total.into())]);
        match self.bars.iter().find(|bar| bar.is_peak) {
            Some(peak) => {
                let most = texts.number(u64::try_from(peak.total).unwrap_or(u64::MAX));
                let values =
                    [("changes", changes.into()), ("most", most.into()), ("from", (&peak.label).into())];
                texts.with("activity-most", &values)
            }
            None => texts.get("activity-quiet").into_owned(),
        }
    }

    /// What is far more than usual.
    pub(crate) fn burst(&self) -> Option<&Bar> {
        self.bars.iter().find(|bar| bar.is_burst)
    }
}

/// The latest day that stands far above the days before it. With less than a week of these, nothing is known of what is
/// usual.
fn latest_burst(days: &[Bar]) -> Option<usize> {
    let is_directory = |bar: &Bar| bar.counts.first().is_some_and(|count| *count > 0);
    let first = days.iter().position(is_directory)?;
    (first + USUAL_DAYS..days.len()).rev().find(|at| {
        let mut before: Vec<usize> = days.iter().take(*at).skip(first).map(|bar| bar.total).collect();
        before.sort_unstable();
        // The middle one: an import, or another burst, makes no day usual.
        let usual = before.get(before.len() / 2).copied().unwrap_or_default();
        let total = days.get(*at).map_or(0, |bar| bar.total);
        total >= BURST && total >= TIMES * usual
    })
}

/// The time in UTC at a second; `now` where there is none.
fn civil(second: i64, now: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(Timestamp::from_second(second).unwrap_or(now))
}

fn within(hours: &BTreeMap<i64, BTreeMap<Actor, usize>>, start: i64, length: i64) -> [usize; 5] {
    ACTORS.map(|actor| hours.range(start..start + length).filter_map(|(_, actors)| actors.get(&actor)).sum())
}

/// Parts on top of each other. Whatever happened is seen: a part is two units high at least.
fn segments(counts: &[usize; 5], most: usize) -> Vec<Segment> {
    let mut y = HEIGHT;
    let scale = u64::from(HEIGHT - ROOM);
    let parts = ACTORS.into_iter().zip(counts).filter(|(_, count)| **count > 0);
    parts
        .map(|(actor, count)| {
            let share = (*count as u64).saturating_mul(scale) / (most.max(1) as u64);
            let height = u32::try_from(share).unwrap_or(HEIGHT).max(2);
            y = y.saturating_sub(height);
            Segment { y, height, class: class(actor) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use rollcall_texts::Language;

    use super::*;

    const NOW: &str = "2026-03-02T09:30:00Z";

    fn tally(counts: &[(&str, Actor, usize)]) -> Tally {
        let mut tally = Tally::default();
        for (hour, actor, count) in counts {
            let hour: Timestamp = hour.parse().unwrap();
            *tally.hours.entry(hour.as_second()).or_default().entry(*actor).or_default() += count;
        }
        tally
    }

    fn charts(tally: &Tally) -> (Chart, Chart) {
        let (now, texts) = (NOW.parse().unwrap(), Texts::of(Language::English));
        (Chart::hours(tally, now, texts), Chart::days(tally, now, texts))
    }

    #[test]
    fn what_happened_is_in_the_bar_of_its_hour_and_of_its_day() {
        let tally = tally(&[
            ("2026-03-02T09:00:00Z", Actor::Directory, 3),
            ("2026-03-02T00:00:00Z", Actor::Person, 1),
            ("2026-03-01T09:00:00Z", Actor::Admin, 2),
        ]);
        let (hours, days) = charts(&tally);
        assert_eq!((hours.bars.len(), hours.total), (24, 4));
        assert_eq!(hours.bars[23].counts, [3, 0, 0, 0, 0]);
        assert_eq!(hours.bars[0].label, "1 Mar, 10:00");
        assert_eq!((days.bars.len(), days.total), (14, 6));
        assert_eq!(days.bars[13].counts, [3, 0, 1, 0, 0]);
        assert_eq!(days.bars[12].counts, [0, 2, 0, 0, 0]);
        let summary = days.summary(Texts::of(Language::English));
        assert_eq!(summary, "6 changes; the most, 4, from Mon, 2 Mar on.");
        assert!(days.burst().is_none());
    }

    /// So many changes by the directory on each of the days before today, the latest first.
    fn daily(counts: &[usize]) -> Tally {
        let today: Timestamp = "2026-03-02T00:00:00Z".parse().unwrap();
        let mut tally = Tally::default();
        for (count, back) in counts.iter().zip(0_i64..) {
            let day = today.as_second() - back * DAY;
            tally.hours.entry(day).or_default().insert(Actor::Directory, *count);
        }
        tally
    }

    #[test]
    fn a_burst_is_named_against_a_week_of_usual_days_and_not_before() {
        let burst = |counts: &[usize]| charts(&daily(counts)).1.burst().map(|bar| bar.total);
        assert_eq!(burst(&[5_000]), None, "the first import");
        assert_eq!(burst(&[500, 3, 3, 3, 3, 3, 3]), None, "six usual days");
        assert_eq!(burst(&[500, 3, 3, 3, 3, 3, 3, 3]), Some(500));
        assert_eq!(burst(&[19, 0, 0, 0, 0, 0, 0, 1]), None, "few");
        assert_eq!(burst(&[100, 30, 30, 30, 30, 30, 30, 30]), None, "three times as many");
        assert_eq!(burst(&[2, 700, 3, 3, 3, 3, 3, 3, 3, 9_000]), Some(700), "the import makes no day usual");
        assert_eq!(burst(&[600, 700, 3, 3, 3, 3, 3, 3, 3]), Some(600), "the latest of two");
    }

    #[test]
    fn days_before_the_directory_did_anything_are_no_usual_days() {
        let mut tally = daily(&[400]);
        let made: Timestamp = "2026-02-20T10:00:00Z".parse().unwrap();
        tally.hours.entry(made.as_second()).or_default().insert(Actor::Admin, 1);
        assert!(charts(&tally).1.burst().is_none());
    }

    #[test]
    fn one_change_is_a_small_bar_with_its_number_and_what_is_small_beside_a_large_one_is_still_seen() {
        let (hours, _) = charts(&tally(&[("2026-03-02T09:00:00Z", Actor::Directory, 1)]));
        let bar = &hours.bars[23];
        assert!(bar.is_labelled && bar.segments[0].height < HEIGHT / 4, "{bar:?}");
        let (hours, _) = charts(&tally(&[
            ("2026-03-02T08:00:00Z", Actor::Directory, 5_000),
            ("2026-03-02T09:00:00Z", Actor::Admin, 1),
        ]));
        assert_eq!(hours.bars[23].segments[0].height, 2);
        assert_eq!(hours.bars[22].segments[0].y, ROOM);
    }

    #[test]
    fn nothing_is_told_as_nothing() {
        let (_, chart) = charts(&Tally::default());
        assert_eq!(chart.summary(Texts::of(Language::English)), "Nothing happened.");
        assert!(chart.bars.iter().all(|bar| bar.segments.is_empty() && !bar.is_labelled));
    }
}
