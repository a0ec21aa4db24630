//! Arithmetic on measurements.

/// The value that so many percent of all are at or below (nearest rank); 0 where there are none.
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// The value in the middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!([percentile(&hundred, 50), percentile(&hundred, 99)], [50.0, 99.0]);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!([percentile(&[7.0], 1), percentile(&[7.0], 99)], [7.0, 7.0]);
        assert_eq!(median(&[]), 0.0);
    }
}
