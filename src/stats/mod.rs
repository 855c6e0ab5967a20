//! Statistics of independent replications.
//!
//! Half-widths are of 95 % intervals: Student t with one degree of freedom less than there are
//! replications, and where their values are skewed the farther end of Hall's interval (`skewness.rs`). What is undefined is `None`, never 0 or NaN.
//!
#![doc = include_str!("coverage.md")]

mod batches;
mod normal;
mod skewness;
mod student;

pub use batches::Batches;
pub use normal::normal_quantile;
pub use student::{t_975, t_exceeded, t_upper_tail};

/// A value and the half-width of its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The value; none where it is undefined.
    pub mean: Option<f64>,
    /// Half the width of its 95 % interval; none from a single replication.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Returns the estimate with its half-width enlarged by `share` of itself.
    pub fn widened(self, share: f64) -> Estimate {
        Estimate { half_width: self.half_width.map(|half_width| half_width * (1.0 + share)), ..self }
    }
}

impl std::fmt::Display for Estimate {
    /// Writes "0.813 ± 0.004" with as many decimals as asked for (`{:.3}`), without the half-width where there is none, and
    /// a dash for an undefined value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = f.precision().unwrap_or(4);
        match (self.mean, self.half_width) {
            (Some(mean), Some(half_width)) => write!(f, "{mean:.decimals$} ± {half_width:.decimals$}"),
            (Some(mean), None) => write!(f, "{mean:.decimals$}"),
            (None, _) => f.write_str("–"),
        }
    }
}

/// The mean of a value per replication; replications without one are left out.
pub fn mean(values: impl Iterator<Item = f64> + Clone) -> Estimate {
    let count = values.clone().count();
    if count == 0 {
        return Estimate::default();
    }
    let mean = values.clone().sum::<f64>() / count as f64;
    Estimate { mean: Some(mean), half_width: skewness::half_width(values, count) }
}

/// A ratio of sums over replications: sum of numerators / sum of denominators, with the jackknife
/// over replications (Quenouille 1956; Tukey 1958; Law, Simulation Modeling and Analysis, 9.4).
///
/// Replications with a denominator of 0 count as observations of nothing.
pub fn ratio(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Estimate {
    let count = pairs.clone().count();
    let (numerator, denominator) =
        pairs.clone().fold((0.0, 0.0), |(n, d), (numerator, denominator)| (n + numerator, d + denominator));
    if denominator <= 0.0 {
        return Estimate::default();
    }
    let pseudo = pseudo_value((numerator, denominator), count as f64);
    Estimate {
        mean: Some(numerator / denominator),
        half_width: skewness::half_width(pairs.map(pseudo), count),
    }
}

/// Returns what makes of a replication's numerator and denominator its pseudo-value (Tukey 1958) of the ratio of these sums
/// over `n` replications.
fn pseudo_value((numerator, denominator): (f64, f64), n: f64) -> impl Fn((f64, f64)) -> f64 + Clone {
    let whole = numerator / denominator;
    move |(own_numerator, own_denominator)| {
        let rest = denominator - own_denominator;
        // A single replication that holds the whole denominator says nothing of the others.
        let without = if rest > 0.0 { (numerator - own_numerator) / rest } else { whole };
        n * whole - (n - 1.0) * without
    }
}

/// Returns whether replications are so unequal that the interval of a ratio of sums may still be too short, however it is
/// corrected: more of them are needed.
pub fn ratio_needs_more(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> bool {
    let count = pairs.clone().count();
    let sums = pairs.clone().fold((0.0, 0.0), |(n, d), (own_n, own_d)| (n + own_n, d + own_d));
    sums.1 > 0.0 && skewness::needs_more(pairs.map(pseudo_value(sums, count as f64)), count)
}

/// The difference of two ratios of sums, second - first, of paired replications; the jackknife leaves out a
/// pair at a time. Each item is (numerator, denominator) of the first and of the second.
pub fn ratio_difference(pairs: impl Iterator<Item = ((f64, f64), (f64, f64))> + Clone) -> Estimate {
    let count = pairs.clone().count();
    let add = |(n, d): (f64, f64), (own_n, own_d): (f64, f64)| (n + own_n, d + own_d);
    let ((na, da), (nb, db)) =
        pairs.clone().fold(((0.0, 0.0), (0.0, 0.0)), |(a, b), (own_a, own_b)| (add(a, own_a), add(b, own_b)));
    if da <= 0.0 || db <= 0.0 {
        return Estimate::default();
    }
    let (first, second) = (na / da, nb / db);
    let n = count as f64;
    let without = |(numerator, denominator): (f64, f64), (own_n, own_d): (f64, f64), whole: f64| {
        let rest = denominator - own_d;
        if rest > 0.0 { (numerator - own_n) / rest } else { whole }
    };
    let pseudo = |(a, b): ((f64, f64), (f64, f64))| {
        let left = without((nb, db), b, second) - without((na, da), a, first);
        n * (second - first) - (n - 1.0) * left
    };
    Estimate { mean: Some(second - first), half_width: skewness::half_width(pairs.map(pseudo), count) }
}

/// By how much attempts that share a busy period are worth fewer independent ones.
const DESIGN_EFFECT: f64 = 4.0;

/// As [`ratio`] for a share. Where all replications agree on 0 or 1, the half-width is the length of
/// Wilson's (1927) interval on the attempts, widened by a design effect of 4: never zero.
pub fn share(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Estimate {
    let attempts: f64 = pairs.clone().map(|(_, denominator)| denominator).sum();
    let estimate = ratio(pairs);
    match estimate {
        Estimate { mean: Some(mean), half_width: Some(_) } if mean == 0.0 || mean == 1.0 => {
            let z2 = 1.959_963_984_540_054_f64 * 1.959_963_984_540_054 * DESIGN_EFFECT;
            Estimate { mean: Some(mean), half_width: Some(z2 / (attempts + z2)) }
        }
        other => other,
    }
}

/// A share of independent trials with Wilson's (1927) interval, of which the half-width is the longer side, for the
/// share is not its middle; never of width zero. None without trials. Of pairs give half the successes and half the trials: each then counts as one trial.
pub fn wilson(successes: f64, trials: f64) -> Estimate {
    if trials <= 0.0 {
        return Estimate::default();
    }
    const Z2: f64 = 1.959_963_984_540_054 * 1.959_963_984_540_054;
    let (n, p) = (trials, successes / trials);
    let half = libm::sqrt(Z2 * (p * (1.0 - p) / n + Z2 / (4.0 * n * n))) / (1.0 + Z2 / n);
    let middle = (p + Z2 / (2.0 * n)) / (1.0 + Z2 / n);
    Estimate { mean: Some(p), half_width: Some(half + (middle - p).abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_constant_denominator_is_the_mean() {
        let values = [3.0, 5.0, 4.0, 8.0];
        let (a, b) = (mean(values.into_iter()), ratio(values.into_iter().map(|v| (v * 10.0, 10.0))));
        assert_eq!(a.mean, b.mean);
        assert!((a.half_width.unwrap() - b.half_width.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn one_replication_has_no_interval_and_no_denominator_no_value() {
        assert_eq!(ratio([(1.0, 4.0)].into_iter()), Estimate { mean: Some(0.25), half_width: None });
        assert_eq!(ratio([(0.0, 0.0), (0.0, 0.0)].into_iter()), Estimate::default());
    }

    #[test]
    fn a_share_of_trials_has_the_longer_side_of_wilsons_interval_and_never_none() {
        let of = |k, n| {
            let Estimate { mean, half_width } = wilson(k, n);
            mean.zip(half_width).unwrap()
        };
        // Newcombe (1998), table I: 0.2553 to 0.3662 of 81 in 263, and 0 to 0.1611 of 0 in 20.
        let near = |(mean, half): (f64, f64), share: f64, end: f64| {
            mean == share && (half - (share - end).abs()).abs() < 1e-4
        };
        assert!(near(of(81.0, 263.0), 81.0 / 263.0, 0.3662), "{:?}", of(81.0, 263.0));
        assert!(near(of(0.0, 20.0), 0.0, 0.1611), "{:?}", of(0.0, 20.0));
        assert!(near(of(20.0, 20.0), 1.0, 1.0 - 0.1611), "{:?}", of(20.0, 20.0));
        assert_eq!(wilson(0.0, 0.0), Estimate::default());
    }

    #[test]
    fn agreement_on_all_answered_still_has_a_width() {
        let all = share([(500.0, 500.0), (700.0, 700.0)].into_iter());
        assert_eq!(all.mean, Some(1.0));
        assert!(all.half_width.unwrap() > 0.01);
    }
}
