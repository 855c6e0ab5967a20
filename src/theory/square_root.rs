//! Square-root staffing: n = a + beta sqrt(a) agents for a load of a erlangs, and what the reserve beta buys.
//!
//! The rule is Erlang's own (1924). As the load grows at a fixed beta, the share of calls that wait tends to a
//! limit strictly between 0 and 1: Halfin and Whitt (1981) for endless patience, Garnett, Mandelbaum and Reiman
//! (2002) for callers who abandon. The limits are good to a few hundredths at 10 erlangs and to thousandths at 1,000;
//! [`super::erlang_c`] and [`super::mmng`] are exact at any.

use super::{Refused, positive};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// beta of so many agents: (n - a) / sqrt(a). `load` a in erlangs, positive.
pub fn reserve(load: f64, agents: u32) -> f64 {
    (f64::from(agents) - load) / load.sqrt()
}

/// The least whole number of agents with a reserve of `beta` or more, at least 1. Refused when it exceeds
/// [`super::sizing::LIMIT`].
pub fn agents(load: f64, beta: f64) -> Result<u32, Refused> {
    let wanted = (positive("offered load", load)? + beta * load.sqrt()).ceil().max(1.0);
    let limit = super::sizing::LIMIT;
    if wanted <= f64::from(limit) { Ok(wanted as u32) } else { Err(Refused::NoneEnough { limit }) }
}

/// Limit of P(wait > 0) with endless patience: 1 / (1 + beta Phi(beta) / phi(beta)); 1 where beta <= 0, for then
/// the queue grows without end.
pub fn p_wait(beta: f64) -> f64 {
    if beta <= 0.0 { 1.0 } else { 1.0 / (1.0 + beta / hazard(-beta)) }
}

/// Limit of P(wait > 0) with exponential patience, for a mean handle time of `handles` mean patiences:
/// 1 / (1 + sqrt(handles) h(beta / sqrt(handles)) / h(-beta)), h the hazard rate of the normal distribution.
pub fn p_wait_impatient(beta: f64, handles: f64) -> f64 {
    let root = handles.sqrt();
    1.0 / (1.0 + root * hazard(beta / root) / hazard(-beta))
}

/// phi(x) / (1 - Phi(x)), the hazard rate of the standard normal distribution.
fn hazard(x: f64) -> f64 {
    if x > 30.0 {
        // Mills's ratio to 1e-9: below, both density and tail would vanish.
        return x + 1.0 / x - 2.0 / x.powi(3) + 10.0 / x.powi(5);
    }
    let density = libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt();
    density / (0.5 * libm::erfc(x * FRAC_1_SQRT_2))
}

#[cfg(test)]
mod tests {
    use super::super::{Queue, erlang_c::ErlangC, mmng::Mmng};
    use super::*;
    use crate::dist::Dist;

    #[test]
    fn agents_and_reserve_undo_each_other() {
        assert_eq!(agents(100.0, 1.0), Ok(110));
        assert_eq!(agents(100.0, 0.0), Ok(100));
        assert_eq!(agents(0.2, -5.0), Ok(1));
        assert!((reserve(100.0, 110) - 1.0).abs() < 1e-15);
        assert!(agents(1e9, 1.0).is_err() && agents(f64::NAN, 1.0).is_err());
    }

    /// Halfin and Whitt: 0.2234 for beta = 1, 0.5045 for 0.5.
    #[test]
    fn the_limit_of_erlang_c_is_known() {
        assert!((p_wait(1.0) - 0.2234).abs() < 1e-4, "{}", p_wait(1.0));
        assert!((p_wait(0.5) - 0.504_54).abs() < 1e-5, "{}", p_wait(0.5));
        assert_eq!(p_wait(-0.1), 1.0);
    }

    #[test]
    fn the_exact_share_tends_to_the_limit_as_the_load_grows() {
        let patience = Dist::exponential(150.0).unwrap();
        let mut before = [1.0, 1.0];
        for load in [25.0, 2500.0, 90_000.0_f64] {
            let agents = agents(load, 0.8).unwrap();
            let beta = reserve(load, agents);
            let queue = Queue { arrival_rate: load / 300.0, service_mean: 300.0, agents };
            let c = ErlangC::new(queue).unwrap().p_wait - p_wait(beta);
            let a = Mmng::new(queue, &patience).unwrap().p_wait - p_wait_impatient(beta, 2.0);
            let off = [c.abs(), a.abs()];
            assert!(off[0] < before[0] && off[1] < before[1], "{load}: {off:?}");
            before = off;
        }
        assert!(before.iter().all(|off| *off < 1e-3), "{before:?}");
    }

    #[test]
    fn the_hazard_is_smooth_where_its_formulas_meet() {
        assert!((hazard(30.0) / hazard(30.0_f64.next_up()) - 1.0).abs() < 1e-8);
        assert!((p_wait_impatient(0.0, 1.0) - 0.5).abs() < 1e-12);
    }
}
