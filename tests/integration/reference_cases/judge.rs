//! When an estimate agrees with an exact value.

use special::Beta;

/// Rate at which a correct product fails the comparisons, all together, under a fresh seed.
pub(crate) const FALSE_ALARM: f64 = 1.0 / 2000.0;

/// An estimate beside the exact value.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Case and output.
    pub(crate) what: String,
    pub(crate) exact: f64,
    pub(crate) estimate: f64,
    /// Of the product's own 95 % interval.
    pub(crate) half_width: f64,
    /// Of the Student t in it.
    pub(crate) freedom: u64,
    /// Whether it is to be known to 1 %.
    pub(crate) main: bool,
    /// What the way of reporting may add, such as the width of a histogram's bucket.
    pub(crate) resolution: f64,
    /// The value is itself an estimate.
    pub(crate) published: bool,
}

impl Comparison {
    /// The half-width is t(0.975, freedom) standard errors.
    pub(crate) fn standard_error(&self) -> f64 {
        self.half_width / quantile(0.05, self.freedom)
    }

    pub(crate) fn relative_error(&self) -> f64 {
        self.standard_error() / self.exact.abs()
    }

    /// Distance from the exact value in standard errors.
    pub(crate) fn z(&self) -> f64 {
        let off = ((self.estimate - self.exact).abs() - self.resolution).max(0.0);
        if off == 0.0 { 0.0 } else { off / self.standard_error() }
    }

    /// As one of `comparisons`.
    pub(crate) fn agrees(&self, comparisons: usize) -> bool {
        self.z() < critical(self.freedom, comparisons)
    }

    pub(crate) fn covers(&self) -> bool {
        (self.estimate - self.exact).abs() <= self.half_width
    }
}

/// The distance in standard errors beyond which one of `comparisons` estimates is called wrong: Student's t with
/// [`FALSE_ALARM`] shared equally between them (Bonferroni). Whatever their dependence, a correct product
/// exceeds it somewhere in at most one of 2,000 runs under fresh seeds.
pub(crate) fn critical(freedom: u64, comparisons: usize) -> f64 {
    quantile(FALSE_ALARM / comparisons as f64, freedom)
}

/// The t that Student's variate exceeds in absolute value with probability `tail`, by bisection.
fn quantile(tail: f64, freedom: u64) -> f64 {
    let (mut low, mut high) = (0.0, 1e4);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if beyond(middle, freedom) > tail { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// P(|T| > t) = I(nu / (nu + t^2); nu/2, 1/2).
fn beyond(t: f64, freedom: u64) -> f64 {
    let nu = freedom as f64;
    let (p, q) = (0.5 * nu, 0.5_f64);
    (nu / (nu + t * t)).inc_beta(p, q, p.ln_beta(q))
}

/// The least and the most successes of `n` independent trials outside of which lies at most `tail`, half on
/// either side. Outputs of one case are not independent; the band is for different cases and seeds.
pub(crate) fn band(n: usize, probability: f64, tail: f64) -> (usize, usize) {
    let odds = probability / (1.0 - probability);
    let mut mass = (n as f64 * (1.0 - probability).ln()).exp();
    let (mut below, mut least) = (0.0, None);
    for successes in 0..=n {
        if least.is_none() && below + mass > 0.5 * tail {
            least = Some(successes);
        }
        below += mass;
        if 1.0 - below <= 0.5 * tail {
            return (least.unwrap(), successes);
        }
        mass *= odds * (n - successes) as f64 / (successes + 1) as f64;
    }
    (least.unwrap(), n)
}

/// As many independent trials as vary like a count of comparisons, if those of each case all miss at once:
/// N^2 / sum of n^2 over cases of n comparisons.
pub(crate) fn independent(comparisons: &[&Comparison]) -> usize {
    let mut of_case = std::collections::BTreeMap::new();
    for comparison in comparisons {
        *of_case.entry(comparison.what.split(' ').next()).or_insert(0_usize) += 1;
    }
    let squares: usize = of_case.values().map(|count| count * count).sum();
    comparisons.len() * comparisons.len() / squares
}

/// Comparisons line by line.
pub(crate) fn table(comparisons: &[&Comparison]) -> String {
    let line = |c: &&Comparison| {
        let error = 100.0 * c.relative_error();
        let Comparison { what, exact, estimate, .. } = c;
        format!(
            "  {what:<40} exact {exact:<12.6} estimate {estimate:<12.6} error {error:.2} %  z {:.2}\n",
            c.z()
        )
    };
    comparisons.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_agree_with_the_tables() {
        for (tail, freedom, t) in
            [(0.05, 19, 2.093_024), (0.001, 19, 3.883_406), (1e-5, 30, 5.299_5), (1e-6, 511, 4.952_5)]
        {
            assert!(
                (quantile(tail, freedom) - t).abs() < 1e-3,
                "{tail} {freedom}: {}",
                quantile(tail, freedom)
            );
        }
    }

    #[test]
    fn an_estimate_six_standard_errors_off_is_wrong_and_two_off_is_not() {
        let estimate = |errors: f64| Comparison {
            what: String::new(),
            exact: 5.0,
            estimate: 5.0 + errors * 0.01,
            half_width: 0.01 * quantile(0.05, 63),
            freedom: 63,
            main: true,
            resolution: 0.0,
            published: false,
        };
        assert!((estimate(2.0).z() - 2.0).abs() < 1e-6);
        assert!(estimate(2.0).agrees(200) && !estimate(-6.0).agrees(200));
        assert!(estimate(1.9).covers() && !estimate(-2.1).covers());
    }

    #[test]
    fn the_band_holds_the_binomial_but_for_its_tails() {
        // 10 fair coins: P(0) = P(10) = 1/1024, P(<= 1) = 11/1024.
        assert_eq!(band(10, 0.5, 0.01), (1, 9));
        assert_eq!(band(10, 0.5, 0.03), (2, 8));
        assert_eq!(band(10, 0.5, 0.001), (0, 10));
    }
}
