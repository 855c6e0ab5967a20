//! Counters that simulating threads share.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the replications and calls that all threads have simulated.
#[derive(Debug, Default)]
pub struct ProgressCounters {
    replications: AtomicU64,
    attempts: AtomicU64,
}

impl ProgressCounters {
    /// Adds replications and the attempts simulated in them, warm-up included.
    pub fn add(&self, replications: u64, attempts: u64) {
        self.replications.fetch_add(replications, Ordering::Relaxed);
        self.attempts.fetch_add(attempts, Ordering::Relaxed);
    }

    /// Replications done.
    pub fn replications(&self) -> u64 {
        self.replications.load(Ordering::Relaxed)
    }

    /// Attempts simulated in them, warm-up included.
    pub fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Relaxed)
    }
}
