//! Numbers and times as people read them.

/// A number with its thousands set apart.
#[must_use]
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time, in the largest unit that makes at least two, rounded up.
#[must_use]
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds.div_ceil(60)),
        7_200..172_800 => format!("{} h", seconds.div_ceil(3_600)),
        172_800.. => format!("{} days", count(seconds.div_ceil(86_400))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (20_000, "20,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn a_time_has_the_unit_that_fits() {
        for (seconds, text) in
            [(0, "0 s"), (119, "119 s"), (120, "2 min"), (121, "3 min"), (7_200, "2 h"), (172_800, "2 days")]
        {
            assert_eq!(duration(seconds), text);
        }
    }
}
