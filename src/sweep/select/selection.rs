//! The requests and results of the selection procedures.

/// The least number of replications of the first stage: variances from fewer are too uncertain.
pub const LEAST_FIRST: u64 = 10;

/// Whether the greatest or the least mean is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The greatest.
    Greatest,
    /// The least.
    Least,
}

impl Goal {
    /// Turns values so that the greatest is the best; it is its own inverse.
    pub fn turned(self, value: f64) -> f64 {
        match self {
            Goal::Greatest => value,
            Goal::Least => -value,
        }
    }
}

/// A request for the value of a system (from 0) in one replication (from 0). Each is made once, the replications of a
/// system in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The system.
    pub system: usize,
    /// Its replication.
    pub replication: u64,
}

/// The result of a procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The system that is picked: the best by its mean of those left.
    pub best: usize,
    /// Whether the procedure came to its end; otherwise it ran out of replications, and `best` is only the
    /// leader so far.
    pub decided: bool,
    /// Of a decided KN the probability promised, of OCBA the estimated one of a good selection; none where a KN
    /// was cut short.
    pub confidence: Option<f64>,
    /// Replications and standing of each system.
    pub systems: Vec<Standing>,
}

impl Selection {
    /// Returns the replications of all systems together.
    pub fn replications(&self) -> u64 {
        self.systems.iter().map(|system| system.replications).sum()
    }
}

/// A system at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Replications it had.
    pub replications: u64,
    /// Their mean, in the KPI's unit.
    pub mean: f64,
    /// Whether it was not dropped.
    pub is_left: bool,
}

/// Returns requests for the first `count` replications of each of `systems` systems, replication by replication.
pub(super) fn first_stage(systems: usize, count: u64) -> Vec<Asked> {
    let of = |replication| (0..systems).map(move |system| Asked { system, replication });
    (0..count).flat_map(of).collect()
}

/// Returns the number of the greatest value, the first of equal ones.
pub(super) fn greatest(values: impl Iterator<Item = (usize, f64)>) -> usize {
    let better = |a: (usize, f64), b: (usize, f64)| if b.1 > a.1 { b } else { a };
    values.reduce(better).map_or(0, |(index, _)| index)
}
