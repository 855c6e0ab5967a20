//! Parameters of a call type that depend on the date: where the one number and the old ones ring, how long its topic
//! takes, which share is handed on.

use crate::model::{CallType, CallTypeId, QueueId};
use crate::time::DAY;

/// The parameters of a call type on one date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DayParameters {
    /// Share of callers who dial the one number, and of the others share who are routed by the plan.
    pub(super) habit: f64,
    pub(super) migrated: f64,
    /// Queues of the one number, and of the old one before and after its migration.
    pub(super) one: QueueId,
    pub(super) old: QueueId,
    pub(super) merged: QueueId,
    /// Whether all calls to the old number are routed by the plan, and wait where those to the one number do.
    pub(super) settled: bool,
    /// The factor by which talk is longer with an agent to whom the topic is new.
    pub(super) talk_factor: f64,
    /// Share of answered calls that are handed on.
    pub(super) referred: f64,
}

impl DayParameters {
    /// Reads them from the model.
    fn of(call_type: &CallType, day: usize) -> DayParameters {
        let one = call_type.queue;
        let talk_factor = call_type.talk_factor.get(day).copied().unwrap_or(1.0);
        let referred =
            call_type.referral.as_ref().map_or(0.0, |referral| referral.share_at(day as f64 * DAY));
        let Some(reach) = &call_type.demand.migration else {
            let (habit, migrated, settled) = (1.0, 1.0, true);
            return DayParameters {
                habit,
                migrated,
                one,
                old: one,
                merged: one,
                settled,
                talk_factor,
                referred,
            };
        };
        let on = |shares: &[f64]| shares.get(day).or(shares.last()).copied().unwrap_or(1.0);
        let merged = reach.merged;
        let old = reach.old.unwrap_or(merged);
        let (habit, migrated) = (on(&reach.habit), on(&reach.migrated));
        let settled = migrated >= 1.0 && merged == one;
        DayParameters { habit, migrated, one, old, merged, settled, talk_factor, referred }
    }
}

/// The parameters of all call types on one date, side by side: most calls are dialled on the day of the last.
#[derive(Default)]
pub(super) struct DailyParameters {
    from: f64,
    to: f64,
    call_types: Vec<DayParameters>,
}

impl DailyParameters {
    /// Makes the day of `at` (seconds from the start) the present one.
    pub(super) fn turn_to(&mut self, at: f64, call_types: &[CallType]) {
        if at >= self.from && at < self.to {
            return;
        }
        let day = (at / DAY) as usize;
        (self.from, self.to) = (day as f64 * DAY, (day + 1) as f64 * DAY);
        self.call_types.clear();
        self.call_types.extend(call_types.iter().map(|call_type| DayParameters::of(call_type, day)));
    }

    /// Returns the parameters of a call type at an instant.
    #[inline(always)]
    pub(super) fn on(&self, at: f64, call_type: CallTypeId, call_types: &[CallType]) -> DayParameters {
        match at >= self.from && at < self.to {
            true => self.call_types[call_type.index()],
            false => DayParameters::of(&call_types[call_type.index()], (at / DAY) as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::{Demand, Migration, ModelParts, QueueId};

    #[test]
    fn the_present_day_is_as_any_other() {
        let exponential = |mean| Dist::exponential(mean).unwrap();
        let mut call_type =
            ModelParts::single_queue(10.0, exponential(60.0), exponential(90.0), 3, 1.0).call_types.remove(0);
        let settled = CallType { queue: QueueId::new(7), ..call_type.clone() };
        call_type.talk_factor = vec![1.5, 1.25];
        let (habit, migrated) = (vec![0.1, 0.2, 0.3], vec![0.4, 0.5, 0.6]);
        call_type.demand.migration =
            Some(Migration { habit, migrated, merged: QueueId::new(2), old: Some(QueueId::new(3)) });
        let call_types = [call_type, settled];
        let instants = [0.0, DAY - 1.0, DAY, 2.5 * DAY, 9.0 * DAY];
        let mut daily = DailyParameters::default();
        for present in instants {
            daily.turn_to(present, &call_types);
            for (at, call_type) in instants.into_iter().flat_map(|at| [(at, 0), (at, 1)]) {
                let plain = DayParameters::of(&call_types[call_type], (at / DAY) as usize);
                assert_eq!(daily.on(at, CallTypeId::new(call_type), &call_types), plain);
            }
        }
        let [first, second] = [0, 1].map(CallTypeId::new);
        let last = daily.on(9.0 * DAY, first, &call_types);
        assert_eq!((last.habit, last.migrated, last.old.index()), (0.3, 0.6, 3), "the last date holds on");
        assert_eq!(daily.on(0.0, second, &call_types).one.index(), 7);
        let both = |migrated| CallType {
            demand: Demand {
                migration: Some(Migration {
                    habit: vec![0.5],
                    migrated: vec![migrated],
                    merged: QueueId::new(7),
                    old: Some(QueueId::new(3)),
                }),
                ..call_types[1].demand.clone()
            },
            ..call_types[1].clone()
        };
        let settled = [0.9, 1.0].map(|migrated| DayParameters::of(&both(migrated), 0).settled);
        assert_eq!(settled, [false, true], "whichever number they dial, if all are routed by the plan");
        assert!(
            !DayParameters::of(&call_types[0], 2).settled && DayParameters::of(&call_types[1], 0).settled
        );
        let factor = |at| daily.on(at, first, &call_types).talk_factor;
        assert_eq!((factor(DAY), factor(2.0 * DAY)), (1.25, 1.0), "in the end it is known");
    }
}
