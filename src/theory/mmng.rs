//! M/M/n+G: agents with exponential handle times, callers with any patience, first come first served.
//! With exponential patience it is Erlang A, with infinite patience Erlang C.
//!
//! After Zeltyn and Mandelbaum, "Call centers with impatient customers: many-server asymptotics of the
//! M/M/n+G queue", Queueing Systems 51 (2005), and their "The M/M/n+G queue: summary of performance
//! measures" (2004), whose J, H and eps these are; first solved by Baccelli and Hebuterne (1981).
//! Symbols: lambda arrival rate, mu = 1/mean handle time, n agents, S(x) = P(patience > x), F = 1 - S,
//! H(x) = integral of S from 0 to x, V the offered wait (what a caller of infinite patience would wait).
//! V has the density
//!
//! v(x) = lambda e^g(x) / (eps + lambda J), g(x) = lambda H(x) - n mu x, J = integral of e^g,
//!
//! and P(V = 0) = eps / (eps + lambda J), where eps = 1/B(n-1, lambda/mu) is the inverse of Erlang B.
//! A caller with patience T waits min(V, T) and is answered if V < T (or if V = 0).
//!
//! Since S falls, g is concave: one peak, tails that fall at least exponentially. Everything is computed
//! relative to the peak e^g(x*), whatever its size, on panels between level sets of g and the jumps of S.

use super::{Queue, Refused, erlang_b, quadrature};
use crate::dist::{Dist, Tail};

/// The steady state of M/M/n+G.
#[derive(Clone, Debug)]
pub struct Mmng<'a> {
    /// P(V > 0): callers who find no free agent.
    pub p_wait: f64,
    /// Abandoned / offered.
    pub p_abandon: f64,
    /// E\[min(V, T)\], seconds, over all calls, abandoned ones with the wait after which they did.
    pub mean_wait_all: f64,
    /// E\[V | answered\], seconds.
    pub mean_wait_answered: f64,
    /// E\[T | abandoned\], seconds; none when fewer than 1e-12 of all abandon.
    pub mean_wait_abandoned: Option<f64>,
    /// Var\[V | answered\], seconds squared.
    pub var_wait_answered: f64,
    /// lambda E\[min(V, T)\], calls (Little).
    pub mean_queue: f64,
    /// lambda (1 - P(abandon)) / (n mu).
    pub occupancy: f64,
    /// Mean queue + n x occupancy, calls.
    pub mean_in_system: f64,
    wait: OfferedWait<'a>,
    /// lambda e^g(x*) / (eps + lambda J): v(x) = scale x weight(x).
    scale: f64,
}

impl<'a> Mmng<'a> {
    /// Solves the queue. An error when more callers never abandon than agents can serve.
    pub fn new(queue: Queue, patience: &'a Dist) -> Result<Mmng<'a>, Refused> {
        let queue = queue.checked()?;
        let wait = OfferedWait::new(queue, patience)?;
        let [weight, lost, kept, first, second, limited] = wait.integrals(0.0, f64::INFINITY);
        // Relative to the peak: eps e^-g(x*). If g(x*) > 0 then lambda > n mu and eps < n.
        let eps = erlang_b::inverse(queue.offered_load(), queue.agents - 1)? * libm::exp(-wait.top);
        let scale = queue.arrival_rate / (eps + queue.arrival_rate * weight);
        let p_abandon = scale * lost;
        // Without cancellation when nearly all abandon: answered = found a free agent, or outlasted V.
        let answered = 1.0 - scale * weight + scale * kept;
        let mean_wait_answered = scale * first / answered;
        let occupancy = (queue.offered_load() * answered / f64::from(queue.agents)).min(1.0);
        let mean_queue = queue.arrival_rate * scale * limited;
        let solved = Mmng {
            p_wait: (scale * weight).min(1.0),
            p_abandon,
            mean_wait_all: scale * limited,
            mean_wait_answered,
            mean_wait_abandoned: (p_abandon > 1e-12).then(|| (limited - first) / lost),
            var_wait_answered: scale * second / answered - mean_wait_answered * mean_wait_answered,
            mean_queue,
            occupancy,
            mean_in_system: mean_queue + f64::from(queue.agents) * occupancy,
            wait,
            scale,
        };
        let sound = [p_abandon, solved.mean_wait_all, mean_wait_answered, solved.mean_in_system];
        if sound.iter().all(|x| x.is_finite()) { Ok(solved) } else { Err(Refused::Extreme("not finite")) }
    }

    /// Returns P(min(V, T) > t): still waiting, or waited, longer than t >= 0 seconds; over all calls.
    pub fn p_wait_gt(&self, t: f64) -> f64 {
        self.wait.tail.survival(t) * self.scale * self.wait.integrals(t, f64::INFINITY)[0]
    }

    /// Returns answered with a wait of at most t >= 0 seconds / offered: the service level.
    pub fn p_served_within(&self, t: f64) -> f64 {
        (1.0 - self.p_wait + self.scale * self.wait.integrals(0.0, t)[2]).clamp(0.0, 1.0)
    }

    /// Returns abandoned within t >= 0 seconds / offered.
    pub fn p_abandoned_within(&self, t: f64) -> f64 {
        let outlasted = self.wait.tail.cdf(t) * self.wait.integrals(t, f64::INFINITY)[0];
        self.scale * (self.wait.integrals(0.0, t)[1] + outlasted)
    }
}

/// Returns answered with a wait of at most t >= 0 seconds / offered, as [`Mmng::p_served_within`] does, for a fraction of
/// the cost of all measures.
pub fn p_served_within(queue: Queue, patience: &Dist, t: f64) -> Result<f64, Refused> {
    let queue = queue.checked()?;
    let wait = OfferedWait::new(queue, patience)?;
    let weight = wait.integral(0.0, f64::INFINITY, |_| 1.0);
    let kept = wait.integral(0.0, t, |x| wait.tail.survival(x));
    let eps = erlang_b::inverse(queue.offered_load(), queue.agents - 1)? * libm::exp(-wait.top);
    let scale = queue.arrival_rate / (eps + queue.arrival_rate * weight);
    let served = 1.0 - scale * weight + scale * kept;
    if served.is_finite() { Ok(served.clamp(0.0, 1.0)) } else { Err(Refused::Extreme("not finite")) }
}

/// e^(g(x) - g(x*)) and where it lives.
#[derive(Clone, Debug)]
struct OfferedWait<'a> {
    lambda: f64,
    n_mu: f64,
    tail: Tail<'a>,
    /// g(x*), the greatest value of g.
    top: f64,
    /// Panel edges, ascending: from where the weight begins to count to where it no longer does.
    edges: Vec<f64>,
}

/// Drops of g below its peak at which panels begin; beyond the last, e^-80, nothing counts.
const DROPS: [f64; 6] = [0.5, 3.0, 10.0, 22.0, 45.0, 80.0];
/// Edges of panels need not be exact: this share of their distance from the peak.
const LAID: f64 = 1e-3;
/// Relative error of the service level alone.
const ENOUGH: f64 = 1e-12;
/// The greatest exponent of which doubles leave a fraction good to 1e-6.
const TOP_LIMIT: f64 = 1e9;

impl<'a> OfferedWait<'a> {
    fn new(queue: Queue, patience: &'a Dist) -> Result<OfferedWait<'a>, Refused> {
        let (lambda, n_mu) = (queue.arrival_rate, queue.capacity());
        let loyal = lambda * patience.never();
        if loyal >= n_mu {
            return Err(Refused::Overloaded { occupancy: loyal / n_mu });
        }
        let mut wait = OfferedWait { lambda, n_mu, tail: Tail::new(patience), top: 0.0, edges: Vec::new() };
        let peak = wait.peak();
        wait.top = wait.log_weight(peak);
        let within_reach = wait.top < TOP_LIMIT; // false for an overflow to NaN too
        if !within_reach {
            return Err(Refused::Extreme("callers outwait a huge overload"));
        }
        wait.edges = wait.lay(peak, patience.breaks());
        Ok(wait)
    }

    /// g(x) - g(x*).
    fn log_weight(&self, x: f64) -> f64 {
        self.log_weight_at(x, self.tail.limited_mean(x))
    }

    /// g(x) - g(x*) where H(x) is known.
    fn log_weight_at(&self, x: f64, limited: f64) -> f64 {
        self.lambda * limited - self.n_mu * x - self.top
    }

    /// x*: where g' = lambda S(x) - n mu changes sign, 0 if the agents can serve everybody.
    fn peak(&self) -> f64 {
        let rising = |x: f64| self.lambda * self.tail.survival(x) > self.n_mu;
        if !rising(0.0) {
            return 0.0;
        }
        last_where(rising, 0.0, 1.0 / self.n_mu, 1e-15)
    }

    fn lay(&self, peak: f64, breaks: Vec<f64>) -> Vec<f64> {
        let mut edges = vec![peak];
        let mut step = 1.0 / self.n_mu;
        for drop in DROPS {
            let above = |x: f64| self.log_weight(x) > -drop;
            let right = peak + last_where(|ahead| above(peak + ahead), 0.0, step, LAID);
            edges.push(right);
            step = (right - peak).max(step);
            // To the left the level may lie below 0: then 0 is the edge.
            if peak > 0.0 {
                edges.push(peak - last_where(|back| back < peak && above(peak - back), 0.0, peak, LAID));
            }
        }
        edges.sort_by(f64::total_cmp);
        let (first, last) = (edges[0], edges[edges.len() - 1]);
        edges.extend(breaks.into_iter().filter(|x| *x > first && *x < last));
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        edges
    }

    /// Over V from `from` to `to`, integrals of e^(g - g(x*)) times 1, F, S, x S, x^2 S and H: offered,
    /// abandoning, answered, answered wait and its square, wait.
    fn integrals(&self, from: f64, to: f64) -> [f64; 6] {
        let moments = |x: f64| {
            let limited = self.tail.limited_mean(x);
            let weight = libm::exp(self.log_weight_at(x, limited));
            let kept = self.tail.survival(x);
            let first = x * kept;
            [1.0, self.tail.cdf(x), kept, first, x * first, limited].map(|f| f * weight)
        };
        quadrature::integrate(moments, &self.panels(from, to), self.noise())
    }

    /// The integral of e^(g - g(x*)) times another function, over V from `from` to `to`.
    fn integral(&self, from: f64, to: f64, of: impl Fn(f64) -> f64) -> f64 {
        let weighted = |x: f64| [of(x) * libm::exp(self.log_weight(x))];
        let [integral] = quadrature::integrate(weighted, &self.panels(from, to), ENOUGH.max(self.noise()));
        integral
    }

    /// The panel edges between two waits, those included.
    fn panels(&self, from: f64, to: f64) -> Vec<f64> {
        let last = self.edges.len() - 1;
        let from = from.clamp(self.edges[0], self.edges[last]);
        let to = to.clamp(from, self.edges[last]);
        let mut edges = vec![from];
        edges.extend(self.edges.iter().filter(|x| **x > from && **x < to));
        edges.push(to);
        edges
    }

    /// g is the difference of parts as large as n mu x, known to 1e-16 of them: asking for more would chase noise.
    fn noise(&self) -> f64 {
        1e-13 + 4e-16 * self.n_mu * self.edges[self.edges.len() - 1]
    }
}

/// The last x >= start at which `holds` (true up to some point, then false), to a relative error, at best that of
/// rounding.
fn last_where(holds: impl Fn(f64) -> bool, start: f64, mut step: f64, relative: f64) -> f64 {
    while step < 1e300 && holds(start + step) {
        step *= 2.0;
    }
    let (mut good, mut bad) = (0.0, step);
    for _ in 0..200 {
        let middle = 0.5 * (good + bad);
        if middle <= good || middle >= bad || bad - good <= relative * (start + bad) {
            break;
        }
        if holds(start + middle) { good = middle } else { bad = middle }
    }
    start + bad
}

#[cfg(test)]
mod tests {
    use super::super::erlang_c::ErlangC;
    use super::*;

    fn queue(arrival_rate: f64, service_mean: f64, agents: u32) -> Queue {
        Queue { arrival_rate, service_mean, agents }
    }

    fn close(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs().max(1e-300), "{a} is not {b}");
    }

    /// The published answers for 0.0035 n calls/s, 300 s, patience 180 s.
    #[test]
    fn three_sizes_of_one_overloaded_centre_are_known() {
        let patience = Dist::exponential(180.0).unwrap();
        for (n, abandoned, wait, level) in [
            (10, 0.162_091, 25.8340, 0.550_810),
            (100, 0.072_123, 12.7222, 0.673_276),
            (1000, 0.049_254, 8.9677, 0.892_388),
        ] {
            let a = Mmng::new(queue(0.0035 * f64::from(n), 300.0, n), &patience).unwrap();
            assert!((a.p_abandon - abandoned).abs() < 1e-6, "{n}: {}", a.p_abandon);
            assert!((a.mean_wait_answered - wait).abs() < 1e-4, "{n}: {}", a.mean_wait_answered);
            assert!((a.p_served_within(20.0) - level).abs() < 1e-6, "{n}: {}", a.p_served_within(20.0));
        }
    }

    #[test]
    fn with_exponential_patience_the_abandoned_are_the_wait_over_the_patience() {
        for (load, mean) in [(0.5, 180.0), (0.95, 20.0), (1.0, 600.0), (1.4, 3.0), (3.0, 1e4)] {
            for n in [1_u32, 7, 300, 100_000] {
                let patience = Dist::exponential(mean).unwrap();
                let a = Mmng::new(queue(load * f64::from(n) / 300.0, 300.0, n), &patience).unwrap();
                close(a.p_abandon, a.mean_wait_all / mean, 1e-9);
            }
        }
    }

    /// Flow balance, a second road to the same numbers: agents complete what is offered and not abandoned.
    #[test]
    fn busy_agents_counted_by_states_are_the_answered_load() {
        for patience in kinds() {
            for (n, load) in [(1_u32, 0.3), (40, 0.8), (40, 1.0), (40, 1.3), (100_000, 0.999), (100_000, 5.0)]
            {
                let offered = load * f64::from(n);
                let a = Mmng::new(queue(offered / 300.0, 300.0, n), &patience).unwrap();
                // Given a free agent, the number busy is that of the loss system with n - 1 servers.
                let loss = erlang_b::p_blocked(offered, n - 1).unwrap();
                let busy = (1.0 - a.p_wait) * (1.0 - loss) + a.p_wait / load;
                assert!((1.0 - a.p_abandon - busy).abs() < 1e-10, "{patience:?}, {n} agents, load {load}");
                close(a.occupancy, busy * load, 1e-8);
            }
        }
    }

    fn kinds() -> Vec<Dist> {
        let e = |mean| Dist::exponential(mean).unwrap();
        vec![
            Dist::lognormal(240.0, 1.0).unwrap(),
            Dist::gamma(240.0, 1.7).unwrap(),
            Dist::erlang(240.0, 30).unwrap(),
            Dist::weibull_mean(1.2, 120.0).unwrap(),
            Dist::weibull_mean(0.3, 120.0).unwrap(),
            Dist::deterministic(90.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::triangular(0.0, 60.0, 240.0).unwrap(),
            Dist::mixture(vec![(0.3, e(12.0)), (0.6, e(480.0)), (0.1, Dist::NEVER)]).unwrap(),
            Dist::empirical((0..500).map(|i| f64::from(i * i % 367)).collect()).unwrap(),
        ]
    }

    #[test]
    fn every_call_is_answered_abandons_or_waits_on() {
        for patience in kinds() {
            let a = Mmng::new(queue(0.14, 300.0, 40), &patience).unwrap();
            for t in [0.0, 0.5, 20.0, 90.0, 91.0, 500.0] {
                let sum = a.p_served_within(t) + a.p_abandoned_within(t) + a.p_wait_gt(t);
                assert!((sum - 1.0).abs() < 1e-11, "{patience:?} at {t}: {sum}");
            }
        }
    }

    #[test]
    fn infinite_patience_is_erlang_c() {
        for (load, n) in [(0.5, 1_u32), (0.93, 200), (0.999_999, 3), (0.999, 100_000)] {
            let queue = queue(load * f64::from(n) / 300.0, 300.0, n);
            let (a, c) = (Mmng::new(queue, &Dist::NEVER).unwrap(), ErlangC::new(queue).unwrap());
            close(a.p_wait, c.p_wait, 1e-9);
            close(a.mean_wait_all, c.mean_wait, 1e-9);
            close(a.var_wait_answered, c.var_wait, 1e-9);
            close(a.p_wait_gt(20.0), c.p_wait_gt(20.0), 1e-9);
            assert_eq!((a.p_abandon, a.mean_wait_abandoned), (0.0, None));
        }
        let over = Mmng::new(queue(1.0, 3.0, 2), &Dist::NEVER);
        assert_eq!(over.err(), Some(Refused::Overloaded { occupancy: 1.5 }));
    }

    #[test]
    fn huge_patience_tends_to_erlang_c_and_tiny_patience_to_erlang_b() {
        let queue = queue(0.9, 300.0, 290);
        let c = ErlangC::new(queue).unwrap();
        let blocked = erlang_b::p_blocked(queue.offered_load(), 290).unwrap();
        let (huge, tiny) = (Dist::exponential(1e12).unwrap(), Dist::exponential(1e-9).unwrap());
        close(Mmng::new(queue, &huge).unwrap().p_wait, c.p_wait, 1e-8);
        close(Mmng::new(queue, &tiny).unwrap().p_abandon, blocked, 1e-8);
        let none = Dist::deterministic(0.0).unwrap();
        close(Mmng::new(queue, &none).unwrap().p_abandon, blocked, 1e-12);
    }

    #[test]
    fn the_service_level_alone_is_that_of_all_measures() {
        for patience in kinds() {
            for (n, load) in [(1_u32, 0.3), (1, 2.5), (40, 0.8), (40, 1.3), (1000, 0.999)] {
                let queue = queue(load * f64::from(n) / 300.0, 300.0, n);
                let all = Mmng::new(queue, &patience).unwrap();
                for t in [0.0, 15.0, 90.0, 1e4] {
                    let alone = p_served_within(queue, &patience, t).unwrap();
                    let want = all.p_served_within(t);
                    assert!((alone - want).abs() < 1e-10, "{patience:?}, {n}, {load}, {t}: {alone} {want}");
                }
            }
        }
        let over = queue(1.0, 3.0, 2);
        assert_eq!(p_served_within(over, &Dist::NEVER, 15.0), Err(Refused::Overloaded { occupancy: 1.5 }));
    }

    /// In a great overload the offered wait settles where S(w) = n mu / lambda (Whitt, 2006).
    #[test]
    fn a_hundred_thousand_agents_at_double_load_follow_the_fluid_limit() {
        let patience = Dist::weibull_mean(1.5, 200.0).unwrap();
        let a = Mmng::new(queue(2.0 * 1e5 / 300.0, 300.0, 100_000), &patience).unwrap();
        assert!((a.p_abandon - 0.5).abs() < 1e-9, "{}", a.p_abandon);
        assert!((patience.survival(a.mean_wait_answered) - 0.5).abs() < 1e-3);
        assert!(a.occupancy > 1.0 - 1e-9 && a.occupancy < 1.0 + 1e-9);
    }
}
