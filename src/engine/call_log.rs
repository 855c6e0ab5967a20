//! Recorded calls as a source: a call log replayed through a model.

use super::call::{Call, CallId, FreshCall};
use super::source::{CallSource, Wanted};
use crate::model::{CallTypeId, Model};
use std::fmt;

/// A call of a log: when it came, and how long it talked, needed wrap-up and was willing to wait, all in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecordedCall {
    /// When it arrived, from the start of the horizon.
    pub at: f64,
    /// The call type: hotline and site.
    pub call_type: CallTypeId,
    /// Talk time.
    pub talk: f64,
    /// The agent's wrap-up after it.
    pub wrap_up: f64,
    /// How long the caller waits before abandoning; infinite for one who would wait for ever.
    pub patience: f64,
}

/// Recorded calls as a source. The id of a call is its row, counted from 0. Of what the log does not know nothing
/// happens: nobody dials again, and a preempted call starts the same talk anew.
#[derive(Clone, Debug)]
pub struct CallLog {
    calls: Vec<RecordedCall>,
    next: usize,
}

/// Calls handed out at a time.
const ROW: usize = 64;

impl CallLog {
    /// Makes a source of calls in order of arrival. An error names the first call that the model cannot take.
    pub fn new(model: &Model, calls: Vec<RecordedCall>) -> Result<CallLog, CallLogError> {
        let mut before = 0.0;
        for (row, call) in calls.iter().enumerate() {
            let refused = |problem| Err(CallLogError { row, problem });
            if !(call.at >= 0.0 && call.at < model.horizon().end()) {
                return refused(Problem::OutsideHorizon);
            }
            if call.at < before {
                return refused(Problem::OutOfOrder);
            }
            if call.call_type.index() >= model.call_types().len() {
                return refused(Problem::NoSuchCallType);
            }
            let finite =
                [call.talk, call.wrap_up].iter().all(|seconds| seconds.is_finite() && *seconds >= 0.0);
            if !finite || call.patience.is_nan() || call.patience < 0.0 {
                return refused(Problem::BadDuration);
            }
            before = call.at;
        }
        Ok(CallLog { calls, next: 0 })
    }
}

impl CallSource for CallLog {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, _wanted: Wanted) {
        let first = self.next;
        self.next = self.calls.len().min(first + ROW);
        calls.extend(self.calls[first..self.next].iter().zip(first as u64..).map(|(call, row)| {
            let RecordedCall { at, call_type, talk, wrap_up, patience } = *call;
            FreshCall { id: CallId::new(row), at, call_type, talk, wrap_up, patience }
        }));
    }

    #[inline]
    fn durations(&self, _call_type: CallTypeId, id: CallId) -> (f64, f64) {
        let RecordedCall { talk, wrap_up, .. } = self.calls[id.number() as usize];
        (talk, wrap_up)
    }

    #[inline]
    fn patience(&self, call: &Call) -> f64 {
        self.calls[call.id.number() as usize].patience
    }
}

/// A call of a log that cannot be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLogError {
    /// The row of the call, counted from 0.
    pub row: usize,
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    OutsideHorizon,
    OutOfOrder,
    NoSuchCallType,
    BadDuration,
}

impl fmt::Display for CallLogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            Problem::OutsideHorizon => "it arrives outside the horizon",
            Problem::OutOfOrder => "it arrives before the call in front of it",
            Problem::NoSuchCallType => "the model has no such call type",
            Problem::BadDuration => "a duration is negative, or talk or wrap-up not finite",
        };
        write!(f, "call {}: {problem}", self.row)
    }
}

impl std::error::Error for CallLogError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::engine::{Abandonments, Attempt, Engine, Next, Observer, Outcome, run};
    use crate::workforce::Step;

    /// Id, wait and outcome of every attempt, in the order in which they end.
    #[derive(Default)]
    struct Waits(Vec<(u64, f64, Outcome)>);

    impl Observer for Waits {
        fn attempt(&mut self, attempt: &Attempt) {
            assert_eq!(attempt.next, Next::Done);
            self.0.push((attempt.call.id.number(), attempt.wait, attempt.outcome));
        }
    }

    fn call(at: f64, talk: f64, wrap_up: f64, patience: f64) -> RecordedCall {
        RecordedCall { at, call_type: CallTypeId::new(0), talk, wrap_up, patience }
    }

    fn model() -> Model {
        Model::single_queue(1.0, Dist::exponential(1.0).unwrap(), Dist::NEVER, 2, 1.0).unwrap()
    }

    /// Two agents. The first is free at 110 s, wrap-up included, the second at 60 s.
    fn handful() -> Vec<RecordedCall> {
        let ever = f64::INFINITY;
        vec![
            call(0.0, 90.0, 20.0, ever),
            call(10.0, 50.0, 0.0, ever),
            call(20.0, 100.0, 0.0, ever),
            call(30.0, 10.0, 0.0, 15.0),
            call(40.0, 30.0, 5.0, 100.0),
            call(500.0, 1.0, 0.0, 0.0),
        ]
    }

    const EXPECTED: [(u64, f64, Outcome); 6] = [
        (0, 0.0, Outcome::Answered),
        (1, 0.0, Outcome::Answered),
        (2, 40.0, Outcome::Answered),
        (3, 15.0, Outcome::Abandoned),
        (4, 70.0, Outcome::Answered),
        (5, 0.0, Outcome::Answered),
    ];

    #[test]
    fn recorded_calls_wait_as_worked_out_by_hand() {
        let model = model();
        let step = Step { at: 0.0, agents: 2, seats: 2, lines: u32::MAX, open: true };
        let staffing = [vec![step]];
        let log = || CallLog::new(&model, handful()).unwrap();
        let (waits, attempts) = run(&model, log(), &staffing, Waits::default());
        assert_eq!((waits.0, attempts), (EXPECTED.to_vec(), 6));
        for which in [Abandonments::WhereNeeded, Abandonments::Always] {
            let engine = Engine::new(&model, log(), &staffing, Waits::default()).abandonments(which);
            let mut waits = engine.run().0.0;
            waits.sort_by_key(|wait| wait.0);
            assert_eq!(waits, EXPECTED, "{which:?}");
        }
    }

    #[test]
    fn many_calls_come_a_row_at_a_time_and_each_once() {
        let calls: Vec<RecordedCall> = (0..1000).map(|n| call(f64::from(n), 1.0, 0.0, 9.0)).collect();
        let mut log = CallLog::new(&model(), calls).unwrap();
        let (mut row, mut rows) = (Vec::new(), Vec::new());
        loop {
            row.clear();
            log.next_calls(&mut row, Wanted { durations: true, patience: false });
            if row.is_empty() {
                break;
            }
            rows.extend(row.iter().map(|call| call.id.number()));
        }
        assert_eq!(rows, (0..1000).collect::<Vec<u64>>());
    }

    #[test]
    fn calls_that_the_model_cannot_take_are_refused_with_their_row() {
        let good = || call(10.0, 1.0, 1.0, 1.0);
        let refused = |bad: RecordedCall| CallLog::new(&model(), vec![good(), bad]).unwrap_err();
        let cases = [
            (call(9.0, 1.0, 1.0, 1.0), "before the call"),
            (call(86_400.0, 1.0, 1.0, 1.0), "outside the horizon"),
            (call(f64::NAN, 1.0, 1.0, 1.0), "outside the horizon"),
            (call(10.0, f64::INFINITY, 1.0, 1.0), "not finite"),
            (call(10.0, 1.0, -1.0, 1.0), "negative"),
            (call(10.0, 1.0, 1.0, f64::NAN), "duration"),
            (RecordedCall { call_type: CallTypeId::new(1), ..good() }, "no such call type"),
        ];
        for (bad, reason) in cases {
            let error = refused(bad);
            assert!(error.row == 1 && error.to_string().contains(reason), "{error}");
        }
    }
}
