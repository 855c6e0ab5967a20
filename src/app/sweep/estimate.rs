//! Estimating the work of a study before it is run.

use crate::app::Error;
use crate::replicate::replicate;
use crate::scenario::study::Study;
use std::time::{Duration, Instant};

/// Points that are measured at most.
const MEASURED: u64 = 16;
/// The time after which no further point is measured.
const PATIENCE: Duration = Duration::from_secs(3);

/// The work of a whole study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkEstimate {
    /// Calls of all points and replications; of a study that replicates until a precision is met the least.
    pub calls: f64,
    /// Calls that one processor simulates in a second.
    pub calls_per_second: f64,
}

impl WorkEstimate {
    /// Measures one replication of a few points spread over the study, on the current thread. It goes by the clock, so
    /// that a busy machine makes estimates longer, not shorter.
    pub fn measure(study: &Study) -> Result<WorkEstimate, Error> {
        let started = Instant::now();
        let (mut calls, mut points) = (0, 0);
        for point in spread(study.points()) {
            let model = study.model(point)?;
            calls += replicate(&model, study.seed.unwrap_or(model.seed()), 0).attempts;
            points += 1;
            if started.elapsed() > PATIENCE {
                break;
            }
        }
        // A study of no calls takes no time; one call keeps the speed a number above 0.
        let measured = calls.max(1) as f64;
        let least = study.effort.least(study.pairing) as f64;
        Ok(WorkEstimate {
            calls: measured / points as f64 * least * study.points() as f64,
            calls_per_second: measured / started.elapsed().as_secs_f64().max(1e-9),
        })
    }

    /// Returns the seconds that one processor takes.
    pub fn seconds(&self) -> f64 {
        self.calls / self.calls_per_second
    }
}

/// Returns some of so many points, evenly spread wherever one stops: van der Corput's sequence.
fn spread(points: u64) -> impl Iterator<Item = u64> {
    let place = |i: u64| u128::from(2 * (i.reverse_bits() >> (u64::BITS - MEASURED.ilog2())) + 1);
    (0..MEASURED).map(move |i| (place(i) * u128::from(points) / u128::from(2 * MEASURED)) as u64)
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn points_are_measured_all_over_the_study() {
        let points: Vec<u64> = spread(3200).collect();
        assert_eq!(points[..4], [100, 1700, 900, 2500]);
        let mut sorted = points.clone();
        sorted.sort_unstable();
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] == 200) && sorted.len() == 16);
        assert!(spread(1).all(|point| point == 0) && spread(u64::MAX).all(|point| point < u64::MAX));
    }
}
