//! Sizes a department's own desk: the least agents that Erlang A with general patience (M/M/n+G) asks for in the open
//! hours of a mean day before the merger.

use super::opening_hours::OpeningHours;
use crate::dist::Dist;
use crate::theory::{self, sizing};
use crate::time::HALF_HOURS;

/// Callers of one line who dial a desk's own number.
#[derive(Clone, Copy, Debug)]
pub struct LineDemand<F> {
    /// Expected callers of the line by date of the horizon and half hour of the day.
    pub callers: F,
    /// Dates of the horizon.
    pub dates: usize,
    /// Share of them who dial the desk's own number.
    pub dialled: f64,
    /// Mean handle time at the desk, in seconds.
    pub handle: f64,
}

/// The calls of a desk in its open hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeskDemand {
    /// Calls per second.
    pub rate: f64,
    /// Offered load in erlangs.
    pub load: f64,
}

impl DeskDemand {
    /// Averages the calls of several lines over all open hours of the horizon. Undefined (NaN) where the desk is never
    /// open.
    pub fn in_open_hours<F: Fn(usize, usize) -> f64>(
        lines: impl IntoIterator<Item = LineDemand<F>>,
        hours: &OpeningHours,
    ) -> DeskDemand {
        let (mut calls, mut work) = (0.0, 0.0);
        for line in lines {
            let open = |day: usize| -> f64 {
                (0..HALF_HOURS).map(|half| (line.callers)(day, half) * hours.share_open(day, half)).sum()
            };
            let dialled = (0..line.dates).map(open).sum::<f64>() * line.dialled;
            calls += dialled;
            work += dialled * line.handle;
        }
        DeskDemand { rate: calls / hours.total(), load: work / hours.total() }
    }

    /// Returns the least agents who answer at least the share `answered` of the calls, at least 1. Callers who never
    /// give up are all answered by whoever can carry the load.
    pub fn least_agents(self, patience: &Dist, answered: f64) -> u32 {
        let DeskDemand { rate, load } = self;
        let queue = theory::Queue { arrival_rate: rate, service_mean: load / rate, agents: 1 };
        let target = sizing::Target::AnswerRate { at_least: answered };
        let least = sizing::mmng(queue, patience, target);
        least.map_or(load.floor() as u32 + 1, |least| least.agents).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    /// 96 callers a day, evenly, half of whom dial the desk.
    fn line(handle: f64) -> LineDemand<impl Fn(usize, usize) -> f64> {
        LineDemand { callers: |_, _| 2.0, dates: 7, dialled: 0.5, handle }
    }

    fn office_hours() -> OpeningHours {
        OpeningHours::new(8.0 * HOUR, 17.5 * HOUR, vec![true, true, true, true, true, false, false])
    }

    #[test]
    fn demand_is_that_of_open_hours_alone_and_adds_up_over_lines() {
        let one = DeskDemand::in_open_hours([line(360.0)], &office_hours());
        // A call in each open half hour, of 6 minutes.
        assert!((one.rate - 1.0 / 1800.0).abs() < 1e-15 && (one.load - 0.2).abs() < 1e-12, "{one:?}");
        let two = DeskDemand::in_open_hours([line(360.0), line(720.0)], &office_hours());
        assert!((two.rate - 2.0 / 1800.0).abs() < 1e-15 && (two.load - 0.6).abs() < 1e-12, "{two:?}");
    }

    #[test]
    fn agents_are_the_least_that_reach_the_answer_rate() {
        let patience = Dist::exponential(120.0).unwrap();
        let demand = DeskDemand { rate: 0.02, load: 6.0 };
        let queue = theory::Queue { arrival_rate: 0.02, service_mean: 300.0, agents: 1 };
        let target = sizing::Target::AnswerRate { at_least: 0.9 };
        let least = sizing::mmng(queue, &patience, target).unwrap();
        assert_eq!(demand.least_agents(&patience, 0.9), least.agents);
        assert!(least.level >= 0.9 && least.one_less < 0.9, "{least:?}");
        assert!(demand.least_agents(&patience, 0.95) > least.agents);
    }

    #[test]
    fn a_desk_has_an_agent_at_least_and_carries_its_load_where_nobody_gives_up() {
        let patience = Dist::exponential(120.0).unwrap();
        assert_eq!(DeskDemand { rate: 1e-6, load: 1e-4 }.least_agents(&patience, 0.5), 1);
        assert_eq!(DeskDemand { rate: 0.02, load: 6.0 }.least_agents(&Dist::NEVER, 0.9), 7);
        assert_eq!(DeskDemand { rate: 0.0, load: 0.0 }.least_agents(&patience, 0.9), 1);
    }
}
