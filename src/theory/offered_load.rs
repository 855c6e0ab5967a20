//! The offered load of a rate that varies: how many would be served at once if there were agents for all.
//!
//! Calls that come at rate lambda(t) to endless agents are M(t)/G/infinity: the number in service at t is Poisson
//! with mean m(t), the integral of lambda(t - u) P(S > u) over u >= 0 (Eick, Massey and Whitt, 1993). Stationary
//! formulas with m(t) in place of lambda(t) E\[S\], the *modified offered load*, follow a rate that changes while
//! calls are in hand (Jennings, Mandelbaum, Massey and Whitt, 1996).

use super::{Refused, not_negative, positive};
use crate::dist::{Dist, Tail};

/// A rate by steps that repeat for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Seconds per step.
    pub step: f64,
    /// Calls per second in each step of the cycle.
    pub values: Vec<f64>,
}

/// Cycles looked back at most: of what is older only its mean rate counts.
const CYCLES: usize = 400;

/// m(t) in erlangs, t in seconds from the start of a cycle, for handle times `service`.
pub fn modified(rate: &Rate, service: &Dist, t: f64) -> Result<f64, Refused> {
    positive("step", rate.step)?;
    rate.values.iter().try_for_each(|value| not_negative("arrival rate", *value).map(drop))?;
    let (mean, count) = (service.mean(), rate.values.len());
    if count == 0 || !mean.is_finite() {
        return Err(Refused::Input { name: "rate and handle time", must: "given and finite" });
    }
    let average = rate.values.iter().sum::<f64>() / count as f64;
    let tail = Tail::new(service);
    // The mean rate for all the past, and how each step differs from it.
    let mut load = average * mean;
    let now = (t / rate.step).floor();
    let (mut step, mut younger) = (now as i64, 0.0);
    for _ in 0..count * CYCLES {
        let older = tail.limited_mean(t - step as f64 * rate.step);
        load += (rate.values[step.rem_euclid(count as i64) as usize] - average) * (older - younger);
        // What is older hardly survives.
        if mean - older <= 1e-13 * mean {
            break;
        }
        (step, younger) = (step - 1, older);
    }
    Ok(load.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::super::time_varying::{Period, TimeVarying};
    use super::*;
    use crate::model::ShiftEnd;

    #[test]
    fn a_constant_rate_is_the_product() {
        let rate = Rate { step: 1800.0, values: vec![0.4] };
        for service in [Dist::lognormal(300.0, 3.0).unwrap(), Dist::deterministic(4000.0).unwrap()] {
            for t in [0.0, 17.0, 1e6] {
                let m = modified(&rate, &service, t).unwrap();
                assert!((m / (0.4 * service.mean()) - 1.0).abs() < 1e-15, "{service:?} at {t}: {m}");
            }
        }
    }

    /// Constant handle times D: whoever came within the last D is there.
    #[test]
    fn with_constant_handle_times_those_of_the_last_one_are_there() {
        let rate = Rate { step: 100.0, values: vec![1.0, 3.0] };
        let service = Dist::deterministic(60.0).unwrap();
        for (t, m) in [(100.0, 60.0), (130.0, 30.0 + 90.0), (190.0, 180.0), (230.0, 90.0 + 30.0)] {
            assert!((modified(&rate, &service, t).unwrap() - m).abs() < 1e-9, "{t}");
        }
    }

    /// The forward equations of a centre with agents to spare, after many cycles: a second road.
    #[test]
    fn with_agents_for_all_the_forward_equations_have_as_many_busy() {
        let values = vec![0.02, 0.06, 0.03];
        let period =
            |i: usize| Period { duration: 200.0, arrival_rate: values[i % 3], wave: None, agents: 40 };
        let periods: Vec<Period> = (0..60).map(period).collect();
        let centre = TimeVarying {
            service_mean: 150.0,
            patience_mean: f64::INFINITY,
            shift_end: ShiftEnd::Finish,
            periods,
        };
        let at = [11_450.0, 11_600.0, 11_777.0];
        let (_, states) = centre.solve(&at).unwrap();
        let service = Dist::exponential(150.0).unwrap();
        for (t, state) in at.iter().zip(states) {
            let m = modified(&Rate { step: 200.0, values: values.clone() }, &service, *t).unwrap();
            assert!((m - state.busy).abs() < 1e-7, "{t}: {m} {}", state.busy);
        }
    }

    #[test]
    fn what_means_nothing_is_refused() {
        let service = Dist::exponential(150.0).unwrap();
        let rate = |step, values| Rate { step, values };
        assert!(modified(&rate(0.0, vec![1.0]), &service, 5.0).is_err());
        assert!(modified(&rate(60.0, vec![]), &service, 5.0).is_err());
        assert!(modified(&rate(60.0, vec![-1.0]), &service, 5.0).is_err());
        assert!(modified(&rate(60.0, vec![1.0]), &Dist::NEVER, 5.0).is_err());
    }
}
