//! The work that a request takes, estimated before it is begun.

use crate::demand::expected_calls;
use crate::model::Model;
use crate::time::DAY;

/// Calls that one processor simulates in a second: somewhat fewer than measured on plans and on small centres.
const CALLS_PER_SECOND: f64 = 2.5e6;
/// Seconds that a replication takes however few its calls.
const PER_REPLICATION: f64 = 20e-6;
/// Seconds that a call type takes on a date however few its calls.
const PER_STREAM_DAY: f64 = 1e-6;
/// Bytes that a thread holds of a call of the day that it simulates.
const PER_CALL: f64 = 64.0;
/// Bytes that are kept of each entry of a table in each replication.
const PER_ENTRY: f64 = 700.0;

/// Calls, time and memory that a simulation takes, roughly: callers who dial again, and what the answer of a plan adds,
/// are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Fresh calls of all replications and points.
    pub calls: f64,
    /// Seconds on the threads that are given.
    pub seconds: f64,
    /// Bytes of memory at once.
    pub bytes: f64,
}

impl Work {
    /// Estimates the work of so many replications of a model on so many threads, results of all kept.
    pub fn of(model: &Model, replications: u64, threads: usize) -> Work {
        let days = (model.horizon().end() / DAY).ceil().max(1.0);
        let calls = expected_calls(model);
        let entries = days + 48.0 + (model.call_types().len() + model.groups().len()) as f64;
        let replications = replications as f64;
        let streams = model.call_types().len() as f64 * days;
        let each = calls / CALLS_PER_SECOND + PER_REPLICATION + streams * PER_STREAM_DAY;
        let at_once = (threads as f64).min(replications);
        Work {
            calls: calls * replications,
            seconds: each * replications / at_once.max(1.0),
            bytes: calls / days * PER_CALL * at_once + entries * PER_ENTRY * replications,
        }
    }

    /// Returns the work of one of so many equal parts.
    pub fn part(self, parts: u64) -> Work {
        Work { calls: self.calls / parts as f64, seconds: self.seconds / parts as f64, ..self }
    }

    /// Returns the work done so many times, one after the other.
    pub fn times(self, times: u32) -> Work {
        let times = f64::from(times);
        Work { calls: self.calls * times, seconds: self.seconds * times, ..self }
    }

    /// Returns the work of both, results of both kept.
    pub fn and(self, other: Work) -> Work {
        Work {
            calls: self.calls + other.calls,
            seconds: self.seconds + other.seconds,
            bytes: self.bytes + other.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Work;
    use crate::dist::Dist;
    use crate::model::{CallTypeBuilder, Model};

    fn centre(calls_per_hour: f64) -> Model {
        let talk = Dist::exponential(300.0).unwrap();
        let calls = |calls: CallTypeBuilder| calls.calls_per_hour(calls_per_hour).talk(talk);
        Model::builder().group("x", 10).call_type("a", calls).build().unwrap()
    }

    #[test]
    fn calls_are_those_expected_and_time_grows_with_them() {
        let one = Work::of(&centre(100.0), 1, 1);
        assert_eq!(one.calls, 2400.0);
        let many = Work::of(&centre(100.0), 1000, 1);
        assert_eq!(many.calls, 2.4e6);
        assert!((many.seconds / one.seconds - 1000.0).abs() < 1e-6);
        assert!((Work::of(&centre(100.0), 1000, 2).seconds / many.seconds - 0.5).abs() < 1e-9);
        assert!(Work::of(&centre(1e9), 1, 1).bytes > 1e12, "a day of 24 billion calls fits no memory");
    }
}
