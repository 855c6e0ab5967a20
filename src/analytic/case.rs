//! A group of agents whose service level is previewed.

use super::flow::Flow;
use crate::dist::Dist;
use crate::model::{Model, Staffing};
use crate::theory::Queue;
use crate::theory::handle_spread::exponential_equivalent;

/// A group whose level may be previewed.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    /// The model.
    pub(super) model: &'c Model,
    /// Index of the group.
    pub(super) group: usize,
    /// The calls that come to it.
    pub(super) flow: &'c Flow<'c>,
    /// Patience of any of its callers.
    pub(super) patience: &'c Dist,
    /// Acceptable wait in seconds.
    pub(super) within: f64,
}

impl Case<'_> {
    /// Returns the staffing of the group.
    pub(super) fn staffing(&self) -> &Staffing {
        &self.model.groups()[self.group].staffing
    }

    /// Returns the queue of exponential handle times with about the same waits at some rate, and the scale of its time.
    pub(super) fn equivalent(&self, agents: u32) -> (Queue, f64) {
        let (service_mean, cv2) = self.flow.handle();
        let queue = Queue { arrival_rate: self.flow.mean_rate(), service_mean, agents };
        exponential_equivalent(queue, cv2, self.patience)
    }
}
