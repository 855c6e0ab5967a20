//! Where callers and their marks come from: one statically dispatched source.

use crate::centre::Model;
use crate::demand::arrivals::Process;
use crate::rng::{Key, Purpose, unit};
use crate::time::DAY;

pub use crate::demand::arrivals::Fresh;

/// Why a caller was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Patience ended in the queue.
    Abandoned,
    /// Busy tone.
    Blocked,
}

/// Fresh callers in order of time, and every mark of an attempt as a pure function of its caller.
/// A call log can take its place.
pub trait Callers {
    /// Replaces `calls` by the next span's fresh calls in order of time; false after the horizon.
    fn next_span(&mut self, calls: &mut Vec<Fresh>) -> bool;
    /// Talk time of a caller answered; the same for every attempt.
    fn talk(&self, stream: u32, caller: Key, dialled: f64) -> f64;
    /// Talk time of a call that has been sent back to the queue `returned` times and starts anew: drawn
    /// afresh, for the one known to have outlasted the first agent is longer than most. A call log knows
    /// but one.
    fn talk_anew(&self, stream: u32, caller: Key, dialled: f64, _returned: u32) -> f64 {
        self.talk(stream, caller, dialled)
    }
    /// Wrap-up time after it.
    fn wrap_up(&self, stream: u32, caller: Key) -> f64;
    /// The wait that the caller accepts on this attempt.
    fn patience(&self, stream: u32, caller: Key, attempt: u32) -> f64;
    /// The delay until the caller dials again after this attempt failed; none for those who do not.
    fn redial(&self, stream: u32, caller: Key, attempt: u32, failure: Failure) -> Option<f64>;
}

/// Callers of a model, their marks drawn from keys.
pub struct Keyed<'m> {
    model: &'m Model,
    process: Process<'m>,
}

impl<'m> Keyed<'m> {
    /// The callers of one replication; `key` is the key of seed and replication.
    pub fn new(model: &'m Model, key: Key) -> Keyed<'m> {
        Keyed { model, process: Process::new(model, key) }
    }

    #[inline]
    fn stream(&self, stream: u32) -> &'m crate::centre::Stream {
        &self.model.streams[stream as usize]
    }
}

impl Callers for Keyed<'_> {
    fn next_span(&mut self, calls: &mut Vec<Fresh>) -> bool {
        self.process.next_span(calls)
    }

    #[inline(always)]
    fn talk(&self, stream: u32, caller: Key, dialled: f64) -> f64 {
        let stream = self.stream(stream);
        let talk = stream.talk.sample(&mut caller.words(Purpose::Talk));
        if stream.talk_factor.is_empty() {
            return talk;
        }
        talk * stream.talk_factor.get((dialled / DAY) as usize).unwrap_or(&1.0)
    }

    fn talk_anew(&self, stream: u32, caller: Key, dialled: f64, returned: u32) -> f64 {
        self.talk(stream, caller.nth(u64::from(returned)), dialled)
    }

    #[inline(always)]
    fn wrap_up(&self, stream: u32, caller: Key) -> f64 {
        match &self.stream(stream).wrap_up {
            Some(dist) => dist.sample(&mut caller.words(Purpose::WrapUp)),
            None => 0.0,
        }
    }

    #[inline(always)]
    fn patience(&self, stream: u32, caller: Key, attempt: u32) -> f64 {
        // A first attempt is the caller's own key; only redials pay for a key of their own.
        let key = if attempt == 0 { caller } else { caller.nth(u64::from(attempt)) };
        self.stream(stream).patience.sample(&mut key.words(Purpose::Patience))
    }

    #[inline]
    fn redial(&self, stream: u32, caller: Key, attempt: u32, failure: Failure) -> Option<f64> {
        let redial = self.stream(stream).redial.as_ref()?;
        let (probability, delay) = match failure {
            Failure::Abandoned => (redial.after_abandon, &redial.abandon_delay),
            Failure::Blocked => (redial.after_busy, &redial.busy_delay),
        };
        let key = caller.nth(u64::from(attempt) + 1);
        let dials = attempt + 1 < redial.max_attempts && unit(&mut key.words(Purpose::Redial)) < probability;
        dials.then(|| delay.sample(&mut key.words(Purpose::RedialDelay)))
    }
}
