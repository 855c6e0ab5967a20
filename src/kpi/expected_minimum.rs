//! The expected worst rolling 24 h under constant service: how low the minimum is by chance alone.
//!
//! The least of many windows lies below their mean even where every attempt is answered with the same
//! probability at a constant rate. That level says how much of a low minimum is bad service and how much comes from
//! looking for the minimum.

use super::rolling::{JUDGED_FROM, roll};
use crate::rng::{Key, Purpose};
use crate::time::HALF_HOURS;
use rand_distr::{Distribution, Poisson};

/// Histories whose minima are averaged.
const HISTORIES: u64 = 8;

/// Returns the mean least answer rate of the rolling 24 h in so many half hours, if `offered` attempts come to a half
/// hour by a Poisson process and each is answered with the same probability. None where a day brings too few to
/// judge, or nobody calls.
pub fn expected_worst_24h(offered: f64, answer_rate: f64, half_hours: usize) -> Option<f64> {
    if offered * (HALF_HOURS as f64) < JUDGED_FROM as f64 || half_hours < HALF_HOURS {
        return None;
    }
    // Answered and not answered are independent where attempts are Poisson.
    let invariant = |mean: f64| Poisson::new(mean).ok();
    let (answered, lost) = (invariant(offered * answer_rate), invariant(offered * (1.0 - answer_rate)));
    let minimum = |history: u64| {
        let mut random = Key::new(history).stream(Purpose::Chance);
        let mut draw = |invariant: &Option<Poisson<f64>>| {
            invariant.as_ref().map_or(0, |invariant| invariant.sample(&mut random) as u32)
        };
        let slots: Vec<(u32, u32)> = (0..half_hours)
            .map(|_| {
                let (answered, lost) = (draw(&answered), draw(&lost));
                (answered + lost, answered)
            })
            .collect();
        roll(slots.iter().copied()).worst
    };
    let minima: Vec<f64> = (0..HISTORIES).filter_map(minimum).collect();
    (!minima.is_empty()).then(|| minima.iter().sum::<f64>() / minima.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_alone_lowers_the_minimum_most_where_calls_are_few() {
        let at = |offered: f64| expected_worst_24h(offered, 0.96, 12_096).unwrap();
        let (few, many) = (at(6.0), at(600.0));
        // Two standard deviations of one window are 2.3 pp of 288 attempts, 0.23 pp of 28,800; the minimum of a
        // year lies beyond them.
        assert!(few < 0.937 && few > 0.90, "{few}");
        assert!(many < 0.9577 && many > 0.954, "{many}");
        assert_eq!(expected_worst_24h(3.0, 0.96, 12_096), None, "144 a day are not judged");
        assert_eq!(expected_worst_24h(30.0, 1.0, 96), Some(1.0));
    }
}
