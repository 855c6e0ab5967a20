//! Distributions of the number of people on the line, for expectations that need no simulation.

/// Weights below this part of the greatest are left out: all of them together do not reach the ninth digit.
const NEGLIGIBLE: f64 = 1e-13;

/// A distribution of a number of people: probabilities of `first`, `first` + 1, ...
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Presence {
    first: u32,
    weights: Vec<f64>,
}

impl Presence {
    /// Makes the distribution of a number that is certain.
    pub(super) fn certain(people: u32) -> Presence {
        Presence { first: people, weights: vec![1.0] }
    }

    /// Makes the distribution of those present of `people`, each absent with probability `absence`.
    pub(super) fn of(people: u32, absence: f64) -> Presence {
        let here = 1.0 - absence;
        if absence <= 0.0 || people == 0 {
            return Presence::certain(people);
        }
        if here <= 0.0 {
            return Presence::certain(0);
        }
        // From the mode outwards, each weight from its neighbour's.
        let n = f64::from(people);
        let mode = ((n + 1.0) * here).floor().min(n) as u32;
        let up = |k: u32| (n - f64::from(k)) / (f64::from(k) + 1.0) * here / absence;
        let mut weights = vec![1.0];
        let mut first = mode;
        while first > 0 && weights[weights.len() - 1] > NEGLIGIBLE {
            first -= 1;
            weights.push(weights[weights.len() - 1] / up(first));
        }
        weights.reverse();
        let mut last = mode;
        while last < people && weights[weights.len() - 1] > NEGLIGIBLE {
            weights.push(weights[weights.len() - 1] * up(last));
            last += 1;
        }
        let all: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= all);
        Presence { first, weights }
    }

    /// Returns the distribution of a function of the number that hardly ever falls as it grows.
    pub(super) fn map(&self, of: impl Fn(u32) -> u32) -> Presence {
        let values: Vec<u32> = (self.first..).take(self.weights.len()).map(of).collect();
        let first = values.iter().min().copied().unwrap_or(0);
        let last = values.iter().max().copied().unwrap_or(0);
        let mut weights = vec![0.0; (last - first) as usize + 1];
        values
            .iter()
            .zip(&self.weights)
            .for_each(|(value, weight)| weights[(value - first) as usize] += weight);
        Presence { first, weights }
    }

    /// Returns the distribution of the sum with an independent number.
    pub(super) fn plus(&self, other: &Presence) -> Presence {
        let mut weights = vec![0.0; self.weights.len() + other.weights.len() - 1];
        for (i, a) in self.weights.iter().enumerate() {
            weights[i..].iter_mut().zip(&other.weights).for_each(|(sum, b)| *sum += a * b);
        }
        Presence { first: self.first + other.first, weights }
    }

    /// Returns the greatest number that can be.
    pub(super) fn greatest(&self) -> u32 {
        self.first + self.weights.len() as u32 - 1
    }

    /// Returns the least number that can be.
    pub(super) fn least(&self) -> u32 {
        self.first
    }

    /// Returns the mean of a function of the number.
    pub(super) fn mean(&self, of: impl Fn(u32) -> u32) -> f64 {
        (self.first..).zip(&self.weights).map(|(people, weight)| weight * f64::from(of(people))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_probabilities_are_those_of_the_formula() {
        for (people, absence) in [(1_u32, 0.3), (7, 0.12), (60, 0.04), (300, 0.5)] {
            let presence = Presence::of(people, absence);
            let n = f64::from(people);
            for (k, weight) in (presence.first..).zip(&presence.weights) {
                let k = f64::from(k);
                let log = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
                    + k * libm::log(1.0 - absence)
                    + (n - k) * libm::log(absence);
                assert!((weight - libm::exp(log)).abs() < 1e-10, "{people}, {k}");
            }
            assert!((presence.mean(|k| k) - n * (1.0 - absence)).abs() < 1e-9 * n);
        }
        assert_eq!(Presence::of(5, 0.0), Presence::certain(5));
        assert_eq!(Presence::of(5, 1.0), Presence::certain(0));
    }

    #[test]
    fn two_parts_of_a_team_are_the_team() {
        let (parts, whole) = (Presence::of(9, 0.2).plus(&Presence::of(11, 0.2)), Presence::of(20, 0.2));
        for limit in 0..=20 {
            assert!((parts.mean(|k| k.min(limit)) - whole.mean(|k| k.min(limit))).abs() < 1e-9);
        }
        assert_eq!(parts.map(|k| k / 2).greatest(), 10);
        assert!((parts.map(|k| k / 2).mean(|k| k) - parts.mean(|k| k / 2)).abs() < 1e-12);
    }
}
