//! How much happened, as bars: by hour or by day, stacked by whose doing it was.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rollcall::store::Tally;
use rollcall_rules::user::Actor;

use super::words::{ACTORS, class};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Width and height of the field of the bars, and room below it for their labels, in the drawing's own units.
pub(crate) const WIDTH: u32 = 720;
pub(crate) const HEIGHT: u32 = 150;
/// Room above for the number of the highest.
const ROOM: u32 = 22;

/// From how many changes on a bar can be a burst, and how many times as high as the others are on average.
const BURST: usize = 20;
const TIMES: usize = 5;

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
    /// Is it the highest?
    pub(crate) is_peak: bool,
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
    pub(crate) fn hours(tally: &Tally, now: Timestamp) -> Self {
        let last = now.as_second().div_euclid(HOUR) * HOUR;
        let bars = (0..24_i32).rev().map(|back| last - i64::from(back) * HOUR).map(|start| {
            let time = Timestamp::from_second(start).unwrap_or(now);
            let hour = start.rem_euclid(DAY) / HOUR;
            let mark = if hour % 4 == 0 { time.strftime("%H:%M").to_string() } else { String::new() };
            (time.strftime("%-d %b, %H:%M").to_string(), mark, start, HOUR)
        });
        Self::of(tally, bars)
    }

    /// The last 14 days (of UTC), today among them.
    pub(crate) fn days(tally: &Tally, now: Timestamp) -> Self {
        let today = now.as_second().div_euclid(DAY) * DAY;
        let bars = (0..14_i32).rev().map(|back| today - i64::from(back) * DAY).map(|start| {
            let time = Timestamp::from_second(start).unwrap_or(now);
            let mark = time.strftime("%-d %b").to_string();
            (time.strftime("%a, %-d %b").to_string(), mark, start, DAY)
        });
        Self::of(tally, bars)
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
                    is_peak: false,
                    is_burst: false,
                }
            })
            .collect();
        let (total, most) = (bars.iter().map(|bar| bar.total).sum(), bars.iter().map(|bar| bar.total).max());
        let (most, others) = (most.unwrap_or_default(), bars.len().saturating_sub(1).max(1));
        let mut is_first = true;
        for bar in &mut bars {
            bar.segments = segments(&bar.counts, most);
            bar.is_burst = bar.total >= BURST && bar.total * others >= TIMES * (total - bar.total);
            bar.is_peak = most > 0 && bar.total == most && is_first;
            is_first &= !bar.is_peak;
        }
        Self { bars, total }
    }

    /// The chart in a sentence.
    pub(crate) fn summary(&self) -> String {
        let changes = |number: usize| format!("{number} change{}", if number == 1 { "" } else { "s" });
        match self.bars.iter().find(|bar| bar.is_peak) {
            Some(peak) => {
                format!("{} in all; the most, {}, from {} on.", changes(self.total), peak.total, peak.label)
            }
            None => "Nothing happened.".to_owned(),
        }
    }

    /// What is far more than usual.
    pub(crate) fn burst(&self) -> Option<&Bar> {
        self.bars.iter().find(|bar| bar.is_burst)
    }
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

    #[test]
    fn what_happened_is_in_the_bar_of_its_hour_and_of_its_day() {
        let tally = tally(&[
            ("2026-03-02T09:00:00Z", Actor::Directory, 3),
            ("2026-03-02T00:00:00Z", Actor::Person, 1),
            ("2026-03-01T09:00:00Z", Actor::Admin, 2),
        ]);
        let (hours, days) =
            (Chart::hours(&tally, NOW.parse().unwrap()), Chart::days(&tally, NOW.parse().unwrap()));
        assert_eq!((hours.bars.len(), hours.total), (24, 4));
        assert_eq!(hours.bars[23].counts, [3, 0, 0, 0, 0]);
        assert_eq!(hours.bars[0].label, "1 Mar, 10:00");
        assert_eq!((days.bars.len(), days.total), (14, 6));
        assert_eq!(days.bars[13].counts, [3, 0, 1, 0, 0]);
        assert_eq!(days.bars[12].counts, [0, 2, 0, 0, 0]);
        assert_eq!(days.summary(), "6 changes in all; the most, 4, from Mon, 2 Mar on.");
        assert!(hours.burst().is_none());
    }

    #[test]
    fn a_burst_stands_out_and_what_is_small_beside_it_is_still_seen() {
        let tally = tally(&[
            ("2026-03-02T08:00:00Z", Actor::Directory, 5_000),
            ("2026-03-02T09:00:00Z", Actor::Admin, 1),
        ]);
        let hours = Chart::hours(&tally, NOW.parse().unwrap());
        assert_eq!(hours.burst().unwrap().total, 5_000);
        assert!(hours.bars[22].is_peak && !hours.bars[23].is_burst);
        assert_eq!(hours.bars[23].segments[0].height, 2);
        assert_eq!(hours.bars[22].segments[0].y, ROOM);
    }

    #[test]
    fn nothing_is_told_as_nothing() {
        let chart = Chart::days(&Tally::default(), NOW.parse().unwrap());
        assert_eq!(chart.summary(), "Nothing happened.");
        assert!(chart.bars.iter().all(|bar| bar.segments.is_empty() && !bar.is_peak));
    }
}
