//! Fresh calls as the event loop meets them, one after the other.

use super::call::FreshCall;
use super::source::{CallSource, Wanted};

/// Fresh calls that the source has handed out.
pub(super) struct FreshCalls {
    calls: Vec<FreshCall>,
    /// The next call.
    next: usize,
    /// Callers who have had to wait since these calls were handed out.
    waited: usize,
}

impl FreshCalls {
    /// Makes the state before the first call.
    pub(super) fn new() -> FreshCalls {
        FreshCalls { calls: Vec::new(), next: 0, waited: 0 }
    }

    /// Returns the instant of the next call, infinite if there is none; asks for more when all are used up.
    #[inline(always)]
    pub(super) fn time<C: CallSource>(&mut self, source: &mut C) -> f64 {
        if self.next == self.calls.len() {
            self.ask(source);
        }
        self.calls.get(self.next).map_or(f64::INFINITY, |call| call.at)
    }

    #[inline(never)]
    fn ask<C: CallSource>(&mut self, source: &mut C) {
        // Draws in a row overlap in the processor, so talk and wrap-up are asked for at once: nearly all calls need them.
        let wanted = Wanted { durations: true, patience: 4 * self.waited > self.calls.len() };
        (self.next, self.waited) = (0, 0);
        self.calls.clear();
        source.next_calls(&mut self.calls, wanted);
    }

    /// Takes the next call, which there is.
    #[inline(always)]
    pub(super) fn take(&mut self) -> FreshCall {
        self.next += 1;
        self.calls[self.next - 1]
    }

    /// Notes that a caller had to wait, fresh or dialling again.
    #[inline(always)]
    pub(super) fn one_waited(&mut self) {
        self.waited += 1;
    }
}
