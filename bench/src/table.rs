//! Tables of text.

/// Lines up rows under a heading: the first column to the left, for it names things; the others, numbers, to the right.
pub(crate) fn table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> String {
    let heading = heading.map(str::to_owned);
    let all: Vec<&[String; N]> = std::iter::once(&heading).chain(rows).collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        all.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    });
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:width$}") } else { format!("  {cell:>width$}") }
        });
        cells.collect::<String>().trim_end().to_owned()
    };
    let mut lines: Vec<String> = all.into_iter().map(line).collect();
    let rule = "-".repeat(widths.iter().sum::<usize>() + 2 * (N - 1));
    lines.insert(1, rule);
    lines.join("\n")
}

/// A whole number with a comma at every thousand.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && position % 3 == first {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_to_the_left_and_numbers_to_the_right() {
        let rows = [["create".to_owned(), "9".to_owned()], ["get".to_owned(), "10".to_owned()]];
        assert_eq!(table(["request", "ms"], &rows), "request  ms\n-----------\ncreate    9\nget      10");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1_000, 12_345, 100_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "12,345", "100,000", "1,234,567"]
        );
    }
}
