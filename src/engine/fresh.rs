//! Fresh calls as the event loop meets them: in order, with the patience of callers who are likely to wait.
//!
//! A draw takes long for the processor to finish, and nothing else in the loop can be done before it has. Draws in
//! a row for callers to come overlap. Where few callers wait, patience is asked for only of those who do.

use super::call::{Call, FreshCall};
use super::source::CallSource;

/// Callers whose patience is asked for in a row.
const ROW: usize = 64;

impl FreshCall {
    /// Returns the first attempt of the call.
    #[inline(always)]
    pub(super) fn first_attempt(&self) -> Call {
        let FreshCall { id, at, call_type, wrap_up, .. } = *self;
        Call {
            id,
            call_type,
            dialled: at,
            first_dialled: at,
            attempt: 0,
            contact: 0,
            preemptions: 0,
            wrap_up,
        }
    }
}

/// Fresh calls that the source has handed out.
pub(super) struct FreshCalls {
    calls: Vec<FreshCall>,
    /// The next call.
    next: usize,
    /// Patience of the calls before `drawn`, from the last multiple of [`ROW`] on; not a number if it has not been asked
    /// for.
    patience: [f64; ROW],
    drawn: usize,
    /// How many callers have had to wait since this row was drawn.
    waited: usize,
}

impl FreshCalls {
    /// Makes the state before the first call.
    pub(super) fn new() -> FreshCalls {
        FreshCalls { calls: Vec::new(), next: 0, patience: [f64::NAN; ROW], drawn: 0, waited: 0 }
    }

    /// Returns the instant of the next call, infinite if there is none; asks for more when all are used up.
    #[inline(always)]
    pub(super) fn time<C: CallSource>(&mut self, source: &mut C) -> f64 {
        if self.next == self.calls.len() {
            (self.next, self.drawn) = (0, 0);
            self.calls.clear();
            source.next_calls(&mut self.calls);
        }
        self.calls.get(self.next).map_or(f64::INFINITY, |call| call.at)
    }

    /// Takes the next call, which there is, and its patience.
    #[inline(always)]
    pub(super) fn take<C: CallSource>(&mut self, source: &C) -> (FreshCall, f64) {
        if self.next == self.drawn {
            self.draw(source);
        }
        self.next += 1;
        (self.calls[self.next - 1], self.patience[(self.next - 1) % ROW])
    }

    /// Notes that a caller had to wait, fresh or dialling again.
    #[inline(always)]
    pub(super) fn one_waited(&mut self) {
        self.waited += 1;
    }

    #[inline(never)]
    fn draw<C: CallSource>(&mut self, source: &C) {
        let many_wait = 4 * self.waited >= ROW;
        self.waited = 0;
        for (patience, call) in self.patience.iter_mut().zip(&self.calls[self.drawn..]) {
            *patience = if many_wait { source.patience(&call.first_attempt()) } else { f64::NAN };
        }
        self.drawn = (self.drawn + ROW).min(self.calls.len());
    }
}
