//! Fresh callers as the event loop meets them: in order, with the marks that nearly all of them will need.
//!
//! A draw takes long for the processor to finish, and nothing else in the loop can be done before it has. Draws in
//! a row for callers to come overlap. Marks are functions of keys, so those of callers who never need them are
//! lost time and nothing more.

use super::callers::{CallSource, Fresh};

/// Callers whose marks are drawn in a row.
const ROW: usize = 64;

/// What nearly every caller needs: seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) talk: f64,
    pub(super) wrap_up: f64,
    /// Of the first attempt; not a number if it has not been drawn.
    pub(super) patience: f64,
}

/// Fresh calls of the current span.
pub(super) struct FreshCalls {
    calls: Vec<Fresh>,
    /// The next call.
    next: usize,
    /// Marks of the calls before `drawn`, from the last multiple of [`ROW`] on.
    marks: [Marks; ROW],
    drawn: usize,
    /// How many callers have had to wait since this row was drawn. Where few do, patience is drawn of those who do.
    waited: usize,
}

impl FreshCalls {
    /// Before the first span.
    pub(super) fn new() -> FreshCalls {
        FreshCalls { calls: Vec::new(), next: 0, marks: [Marks::default(); ROW], drawn: 0, waited: 0 }
    }

    /// The instant of the next call; asks for the next span when this one is used up.
    #[inline(always)]
    pub(super) fn time<C: CallSource>(&mut self, callers: &mut C) -> f64 {
        loop {
            if let Some(call) = self.calls.get(self.next) {
                return call.at;
            }
            (self.next, self.drawn) = (0, 0);
            if !callers.next_span(&mut self.calls) {
                self.calls.clear();
                return f64::INFINITY;
            }
        }
    }

    /// Takes the next call, which there is.
    #[inline(always)]
    pub(super) fn take<C: CallSource>(&mut self, callers: &C) -> (Fresh, Marks) {
        if self.next == self.drawn {
            self.draw(callers);
        }
        self.next += 1;
        (self.calls[self.next - 1], self.marks[(self.next - 1) % ROW])
    }

    /// Notes that a caller had to wait, fresh or dialling again.
    #[inline(always)]
    pub(super) fn one_waited(&mut self) {
        self.waited += 1;
    }

    #[inline(never)]
    fn draw<C: CallSource>(&mut self, callers: &C) {
        let many_wait = 4 * self.waited >= ROW;
        self.waited = 0;
        for (marks, call) in self.marks.iter_mut().zip(&self.calls[self.drawn..]) {
            let Fresh { call_type, key, .. } = *call;
            *marks = Marks {
                talk: callers.talk(call_type, key),
                wrap_up: callers.wrap_up(call_type, key),
                patience: if many_wait { callers.patience(call_type, key, 0) } else { f64::NAN },
            };
        }
        self.drawn = (self.drawn + ROW).min(self.calls.len());
    }
}
