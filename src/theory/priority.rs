//! M/M/n with non-preemptive priorities: classes of calls, equal handle times, nobody abandons.
//!
//! The order in which calls are taken does not change their number, so that the probability of waiting is Erlang C's.
//! Mean waits are Cobham's (*Operations Research* 2, 1954), the distribution is that of Kella and Yechiali (*Naval
//! Research Logistics* 32, 1985): a call of class k that waits has before it an exponential amount of work, rate
//! theta = n mu - (lambda of classes up to k), which calls of higher classes, rate lambda_a together, prolong as they
//! come. So E\[e^(-sW) | W > 0\] = theta / (theta + sigma(s)), sigma(s) = s + lambda_a (1 - B(s)), where B is the
//! busy period of M/M/1 with rates lambda_a and nu = n mu. B has a branch cut and no other singularity, so W is a
//! mixture of exponentials: an integral along the cut and, where lambda up to k > sqrt(lambda_a nu), one more at the
//! pole sigma = -theta. Real numbers all the way, no numerical inversion.

use super::erlang_c::ErlangC;
use super::{Queue, Refused, not_negative, quadrature};

/// The steady state, class by class.
#[derive(Clone, Debug, PartialEq)]
pub struct Priorities {
    /// All classes together.
    pub all: ErlangC,
    /// In the order of the rates.
    pub classes: Vec<Class>,
}

/// One class of calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// P(W > 0), the same for all.
    pub p_wait: f64,
    /// E\[W\], seconds, over all calls of the class.
    pub mean_wait: f64,
    /// Calls of the class waiting on average.
    pub mean_queue: f64,
    /// lambda_a, calls per second of the classes served before.
    before: f64,
    /// Calls per second up to and including this class.
    up_to: f64,
    /// nu = n mu.
    capacity: f64,
}

impl Priorities {
    /// Solves the queue for calls per second by class, the first served first. Refused when all together are more
    /// than the agents can serve.
    pub fn new(rates: &[f64], service_mean: f64, agents: u32) -> Result<Priorities, Refused> {
        rates.iter().try_for_each(|rate| not_negative("arrival rate", *rate).map(drop))?;
        let queue = Queue { arrival_rate: rates.iter().sum(), service_mean, agents };
        let all = ErlangC::new(queue)?;
        let mut before = 0.0;
        let class = |rate: &f64| {
            let class = Class::new(all.p_wait, queue.capacity(), before, *rate);
            before += rate;
            class
        };
        Ok(Priorities { all, classes: rates.iter().map(class).collect() })
    }
}

/// Relative error of the integral along the cut.
const ACCURACY: f64 = 1e-12;

impl Class {
    fn new(p_wait: f64, capacity: f64, before: f64, rate: f64) -> Class {
        let up_to = before + rate;
        let mean_wait = p_wait * capacity / ((capacity - before) * (capacity - up_to));
        Class { p_wait, mean_wait, mean_queue: rate * mean_wait, before, up_to, capacity }
    }

    /// P(W > t), t >= 0 in seconds.
    pub fn p_wait_gt(&self, t: f64) -> f64 {
        (self.p_wait * (self.of_pole(t) + self.of_cut(t))).clamp(0.0, self.p_wait)
    }

    /// The exponential at the pole.
    fn of_pole(&self, t: f64) -> f64 {
        let (theta, squared) = (self.capacity - self.up_to, self.up_to * self.up_to);
        if squared <= self.before * self.capacity {
            return 0.0;
        }
        let kept = 1.0 - self.before / self.up_to;
        let weight = (1.0 - self.before * self.capacity / squared) / kept;
        weight * libm::exp(-theta * kept * t)
    }

    /// The exponentials of rates x = nu + lambda_a - 2 sqrt(nu lambda_a) cos(phi), phi from 0 to pi.
    fn of_cut(&self, t: f64) -> f64 {
        if self.before == 0.0 {
            return 0.0;
        }
        let (nu, a) = (self.capacity, self.before);
        let (root, theta) = ((nu * a).sqrt(), nu - self.up_to);
        let density = |phi: f64| {
            let x = nu + a - 2.0 * root * libm::cos(phi);
            let w = 2.0 * root * libm::sin(phi);
            // sigma = (lambda_a - nu - x +- i w) / 2 on the cut.
            let real = theta + (a - nu - x) / 2.0;
            let size = real * real + w * w / 4.0;
            // At the ends the pole may touch the cut; its weight there vanishes.
            let h = if size > 0.0 { theta * w / (2.0 * std::f64::consts::PI * size) } else { 0.0 };
            [h / x * libm::exp(-x * t) * w]
        };
        let quarter = std::f64::consts::FRAC_PI_4;
        quadrature::integrate(density, &[0.0, quarter, 2.0 * quarter, 4.0 * quarter], ACCURACY)[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-10
    }

    #[test]
    fn one_class_is_erlang_c() {
        let one = Priorities::new(&[0.1], 150.0, 17).unwrap();
        let class = one.classes[0];
        assert!(close(class.mean_wait, one.all.mean_wait));
        for t in [0.0, 20.0, 300.0] {
            assert!(close(class.p_wait_gt(t), one.all.p_wait_gt(t)), "{t}");
        }
    }

    /// The mixture weighs 1 in all and has Cobham's mean, below, at and above the rate at which the pole appears.
    #[test]
    fn the_distribution_has_the_whole_weight_and_the_mean() {
        for rates in [[2.0, 4.0], [2.0, 1.0], [2.0, 1.687_817_782_917_155], [5.0, 1.5], [0.1, 6.6]] {
            let classes = Priorities::new(&rates, 2.5, 17).unwrap().classes;
            let low = classes[1];
            let at_zero = low.of_pole(0.0) + low.of_cut(0.0);
            assert!((at_zero - 1.0).abs() < 1e-7, "{rates:?}: {at_zero}");
            // Simpson's rule; what is beyond the end is below 1e-12 of the whole.
            let (end, steps) = (50.0 * low.mean_wait / low.p_wait, 20_000);
            let h = end / f64::from(steps);
            let weight = |k: i32| if k % 2 == 1 { 4.0 } else { 2.0 };
            let inner: f64 = (1..steps).map(|k| weight(k) * low.p_wait_gt(f64::from(k) * h)).sum();
            let mean = h / 3.0 * (low.p_wait_gt(0.0) + inner + low.p_wait_gt(end));
            assert!((mean / low.mean_wait - 1.0).abs() < 1e-5, "{rates:?}: {mean} {}", low.mean_wait);
        }
    }

    #[test]
    fn the_classes_share_the_queue_of_all() {
        let three = Priorities::new(&[0.01, 0.03, 0.02], 150.0, 10).unwrap();
        let queue: f64 = three.classes.iter().map(|class| class.mean_queue).sum();
        assert!(close(queue, three.all.mean_queue));
        assert!(three.classes.windows(2).all(|pair| pair[0].mean_wait < pair[1].mean_wait));
    }

    #[test]
    fn an_overloaded_queue_and_a_negative_rate_are_refused() {
        assert!(matches!(Priorities::new(&[1.0, 2.0], 1.0, 3), Err(Refused::Overloaded { .. })));
        assert!(matches!(Priorities::new(&[-1.0, 2.0], 1.0, 3), Err(Refused::Input { .. })));
    }
}
