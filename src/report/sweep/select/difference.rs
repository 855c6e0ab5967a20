//! The difference of two points that have replications of their own.

use crate::stats::{Estimate, t_975};

/// Estimates the difference of the means of two independent samples, first - second, with Welch's (1947) interval;
/// degrees of freedom are rounded down.
pub(super) fn welch(first: &[f64], second: &[f64]) -> Estimate {
    let moments = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (n, mean, squares / (n - 1.0) / n)
    };
    let ((n, a, own), (m, b, other)) = (moments(first), moments(second));
    let variance = own + other;
    let freedom = variance * variance / (own * own / (n - 1.0) + other * other / (m - 1.0));
    let half_width = if variance > 0.0 { t_975(freedom as usize) * variance.sqrt() } else { 0.0 };
    Estimate { mean: Some(a - b), half_width: Some(half_width) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Student's (1908) sleep data, as independent samples: t = -1.8608 with 17.776 degrees of freedom in R's
    /// `t.test(extra ~ group, data = sleep)`, interval -3.3655 to 0.2055 for them.
    #[test]
    fn independent_means_differ_by_welchs_interval() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = welch(&first, &second);
        assert!((found.mean.unwrap() + 1.58).abs() < 1e-12);
        // 17 degrees of freedom are a little wider.
        let half = found.half_width.unwrap();
        assert!(half > 1.7855 && half < 1.80, "{half}");
        assert_eq!(welch(&[1.0, 1.0], &[1.0, 1.0]).half_width, Some(0.0));
    }
}
