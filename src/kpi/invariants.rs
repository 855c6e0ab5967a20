//! Checks the invariants that every replication must obey.
//!
//! | invariant | left side | right side |
//! |---|---|---|
//! | calls | attempts dialled, by the engine | their outcomes, by the observers |
//! | measured | the same within the measured span | offered, in the tables |
//! | redials | attempts after which the caller was to dial again | attempts that are redials |
//! | queue (Little, 1961) | time-average queue x span + what passed outside it | waits of those in it |
//! | agents | busy agent-seconds | staffed agent-seconds, overtime included |
//! | tables | total | sum over hotlines, sites, half hours and dates |
//!
//! Counts must be equal, seconds to [`TOLERANCE`]. None is an estimate: a violation is an error of the program.

use super::conservation::{ConservationCheck, OUTCOMES};
use super::measure::{Field, Sums};
use super::tables::{Entry, Tables};
use crate::model::{Model, ShiftEnd};

/// Greatest relative difference of seconds: far above what rounding leaves, far below any call's part.
pub const TOLERANCE: f64 = 1e-9;

/// Names an invariant; see the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invariant {
    /// Every attempt has exactly one outcome.
    Calls,
    /// Attempts of the measured span equal the attempts offered in the tables.
    Measured,
    /// Redials decided equal redials dialled.
    Redials,
    /// Little's law, per group.
    Queue,
    /// Nobody is busier than on duty, per group and half hour.
    Agents,
    /// Tables by different dimensions add up to the same.
    Tables,
}

/// An invariant that did not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The invariant.
    pub invariant: Invariant,
    /// Number of the replication, from 0.
    pub replication: u64,
    /// Where it was found: a group's id or a dimension of the tables.
    pub place: String,
    /// Left side.
    pub left: f64,
    /// Right side.
    pub right: f64,
}

/// The results of checking the invariants of one replication, or of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invariants {
    /// Attempts dialled.
    pub dialled: u64,
    /// Attempts by outcome: answered, abandoned, blocked, closed, served by the menu, hung up in it, unserved.
    pub outcomes: [u64; OUTCOMES.len()],
    /// Groups whose queue was held against Little's law, at most in one replication.
    pub queues: usize,
    /// Greatest relative difference in Little's law.
    pub little: f64,
    /// Greatest busy share of any group's staffed time.
    pub busiest: f64,
    /// The first 20 violations.
    pub violations: Vec<Violation>,
}

/// The greatest number of violations kept.
const MOST: usize = 20;

impl Invariants {
    /// Checks the tables of one replication, its conservation check and the number of attempts that the engine saw
    /// dialled against each other.
    pub fn of(
        model: &Model,
        replication: u64,
        dialled: u64,
        tables: &Tables<Entry>,
        conservation: &ConservationCheck,
    ) -> Invariants {
        let mut invariants = Invariants { dialled, outcomes: conservation.outcomes, ..Invariants::default() };
        let mut balance = Checker { invariants: &mut invariants, replication };
        balance.calls(tables, conservation);
        balance.queues(model, tables, conservation);
        balance.agents(model, tables);
        balance.tables(tables);
        invariants
    }

    /// Adds the results of another replication.
    pub fn merge(&mut self, other: Invariants) {
        self.dialled += other.dialled;
        self.outcomes.iter_mut().zip(other.outcomes).for_each(|(own, other)| *own += other);
        self.queues = self.queues.max(other.queues);
        self.little = self.little.max(other.little);
        self.busiest = self.busiest.max(other.busiest);
        let room = MOST - self.violations.len().min(MOST);
        self.violations.extend(other.violations.into_iter().take(room));
    }

    /// Returns whether all invariants held.
    pub fn hold(&self) -> bool {
        self.violations.is_empty()
    }
}

struct Checker<'l> {
    invariants: &'l mut Invariants,
    replication: u64,
}

impl Checker<'_> {
    fn violation(&mut self, invariant: Invariant, place: &str, left: f64, right: f64) {
        if self.invariants.violations.len() < MOST {
            let (replication, place) = (self.replication, place.to_owned());
            self.invariants.violations.push(Violation { invariant, replication, place, left, right });
        }
    }

    fn same_count(&mut self, invariant: Invariant, place: &str, left: f64, right: f64) {
        if left != right {
            self.violation(invariant, place, left, right);
        }
    }

    fn same_seconds(&mut self, invariant: Invariant, place: &str, left: f64, right: f64) -> f64 {
        let off = apart(left, right);
        // Not a number is no agreement.
        if off.is_nan() || off > TOLERANCE {
            self.violation(invariant, place, left, right);
        }
        off
    }

    fn calls(&mut self, tables: &Tables<Entry>, conservation: &ConservationCheck) {
        let reported: u64 = conservation.outcomes.iter().sum();
        self.same_count(Invariant::Calls, "total", self.invariants.dialled as f64, reported as f64);
        let measured = reported.saturating_sub(conservation.outside) as f64;
        self.same_count(Invariant::Measured, "total", measured, tables.total.sums.get(Field::Offered));
        self.same_count(
            Invariant::Redials,
            "total",
            conservation.promised as f64,
            conservation.redials as f64,
        );
    }

    /// The time-average queue comes from the tables, the waits from the calls' ends.
    fn queues(&mut self, model: &Model, tables: &Tables<Entry>, conservation: &ConservationCheck) {
        let preempted = model.groups().iter().any(|group| group.shift_end == ShiftEnd::Return);
        for ((group, entry), balance) in model.groups().iter().zip(&tables.group).zip(&conservation.groups) {
            // Of callers who were preempted and then never answered no whole wait is reported.
            if balance.unserved && preempted {
                continue;
            }
            let stood = entry.sums.get(Field::Queued) + balance.outside;
            let waited = balance.waits + balance.expert_stretches;
            let off = self.same_seconds(Invariant::Queue, &group.id, stood, waited);
            self.invariants.little = self.invariants.little.max(off);
            self.invariants.queues += usize::from(waited > 0.0);
        }
        let stretches: f64 = conservation.groups.iter().map(|balance| balance.expert_stretches).sum();
        let off = self.same_seconds(Invariant::Queue, "experts", stretches, conservation.expert_waits);
        self.invariants.little = self.invariants.little.max(off);
    }

    fn agents(&mut self, model: &Model, tables: &Tables<Entry>) {
        let groups =
            model.groups().iter().zip(&tables.group).map(|(group, entry)| (group.id.as_str(), entry));
        let halves = tables.interval.iter().map(|entry| ("interval", entry));
        let dates = tables.date.iter().map(|entry| ("date", entry));
        for (place, Entry { sums, .. }) in groups.chain(halves).chain(dates) {
            let (busy, staffed) = (sums.get(Field::Busy), sums.get(Field::Staffed));
            if busy > staffed && apart(busy, staffed) > TOLERANCE {
                self.violation(Invariant::Agents, place, busy, staffed);
            }
            if staffed > 0.0 {
                self.invariants.busiest = self.invariants.busiest.max(busy / staffed);
            }
        }
    }

    fn tables(&mut self, tables: &Tables<Entry>) {
        let dimensions = [
            ("hotline", &tables.hotline),
            ("site", &tables.site),
            ("interval", &tables.interval),
            ("date", &tables.date),
        ];
        for (place, entries) in dimensions.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            let sum = |field| entries.iter().map(|entry| entry.sums.get(field)).sum::<f64>();
            let total: &Sums = &tables.total.sums;
            for field in [Field::Offered, Field::Answered, Field::Abandoned, Field::Blocked, Field::Delayed] {
                self.same_count(Invariant::Tables, place, sum(field), total.get(field));
            }
            for field in [Field::WaitAnswered, Field::WaitAbandoned, Field::Queued] {
                self.same_seconds(Invariant::Tables, place, sum(field), total.get(field));
            }
        }
        let busy = |entries: &[Entry]| entries.iter().map(|entry| entry.sums.get(Field::Busy)).sum::<f64>();
        let total = tables.total.sums.get(Field::Busy);
        let dimensions = [("group", &tables.group), ("interval", &tables.interval)];
        for (place, entries) in dimensions.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            self.same_seconds(Invariant::Tables, place, busy(entries), total);
        }
    }
}

/// Returns the relative difference; of sums below a millisecond, the difference itself in milliseconds.
fn apart(left: f64, right: f64) -> f64 {
    (left - right).abs() / left.abs().max(right.abs()).max(1e-3)
}

#[cfg(test)]
mod tests {
    use super::super::{Detail, Tally};
    use super::*;
    use crate::dist::Dist;
    use crate::engine::{Engine, ModelCalls, TimeSpan};
    use crate::model::ModelParts;
    use crate::rng::Key;

    struct Run {
        model: Model,
        tables: Tables<Entry>,
        conservation: ConservationCheck,
        attempts: u64,
    }

    fn run() -> Run {
        let patience = Dist::exponential(120.0).unwrap();
        let mut model = ModelParts::single_queue(120.0, Dist::exponential(300.0).unwrap(), patience, 9, 1.0);
        model.horizon.warm_up = 3600.0;
        let model = Model::new(model).unwrap();
        let key = Key::new(1);
        let staffing = vec![model.groups()[0].steps(model.horizon(), key)];
        let measured = TimeSpan { from: 3600.0, to: model.horizon().end() };
        let observer = (Tally::new(&model, Detail::ByInterval), ConservationCheck::new(1, measured));
        let ((tally, conservation), attempts) =
            Engine::new(&model, ModelCalls::new(&model, key), &staffing, observer).run();
        let tables = tally.finish().0;
        Run { model, tables, conservation, attempts }
    }

    fn violations(spoil: impl Fn(&mut Run)) -> Vec<Invariant> {
        let mut run = run();
        spoil(&mut run);
        let invariants = Invariants::of(&run.model, 0, run.attempts, &run.tables, &run.conservation);
        invariants.violations.iter().map(|violation| violation.invariant).collect()
    }

    #[test]
    fn a_history_that_nobody_has_touched_obeys() {
        assert_eq!(violations(|_| {}), []);
    }

    #[test]
    fn a_call_lost_a_second_waited_too_much_and_an_agent_too_busy_are_found() {
        let add = |entry: &mut Entry, field, amount| entry.sums.add(field, amount);
        assert_eq!(violations(|run| run.attempts += 1), [Invariant::Calls]);
        assert_eq!(violations(|run| run.conservation.outside += 1), [Invariant::Measured]);
        assert_eq!(violations(|run| run.conservation.redials += 1), [Invariant::Redials]);
        assert_eq!(violations(|run| add(&mut run.tables.group[0], Field::Queued, 1.0)), [Invariant::Queue]);
        assert_eq!(violations(|run| run.conservation.groups[0].waits -= 1.0), [Invariant::Queue]);
        assert_eq!(
            violations(|run| add(&mut run.tables.group[0], Field::Staffed, -1e6)),
            [Invariant::Agents]
        );
        assert_eq!(
            violations(|run| add(&mut run.tables.interval[20], Field::Answered, 1.0)),
            [Invariant::Tables]
        );
        assert_eq!(
            violations(|run| add(&mut run.tables.hotline[0], Field::WaitAnswered, f64::NAN)),
            [Invariant::Tables]
        );
    }
}
