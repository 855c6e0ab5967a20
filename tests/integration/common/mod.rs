//! What the tests of the engine share: a recorder of everything it tells, snapped callers, runs.
#![allow(dead_code, reason = "the fuzz targets use a part")]

pub(crate) mod models;
pub(crate) mod oracle;
pub(crate) mod routed_centres;

use hotseat::engine::{
    Abandonments, Attempt, Call, CallId, CallSource, Engine, Failure, FreshCall, Menu, ModelCalls, Observer,
    RepeatContact, TimeSpan, Wanted,
};
use hotseat::kpi::Tally;
use hotseat::model::{CallTypeId, GroupId, Model, QueueId};
use hotseat::rng::Key;
use hotseat::workforce::Step;

/// A span of one caller of a call type in a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) group: GroupId,
    pub(crate) call_type: CallTypeId,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// A number of agents over a span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Duty {
    pub(crate) group: GroupId,
    pub(crate) agents: u32,
    pub(crate) seats: u32,
    pub(crate) span: TimeSpan,
}

/// Everything that happened, in an order that does not depend on who told it when.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) queued: Vec<Stretch>,
    pub(crate) busy: Vec<Stretch>,
    pub(crate) on_duty: Vec<Duty>,
    pub(crate) overtime: Vec<Duty>,
}

impl Record {
    /// Attempts by instant of dialling, stretches by group, call type and time. Stretches of no length
    /// are dropped: they mean nothing.
    pub(crate) fn sorted(mut self) -> Record {
        self.attempts.sort_by(|a, b| {
            let key = |x: &Attempt| (x.call.dialled, x.call.first_dialled, x.wait);
            let (a_key, b_key) = (key(a), key(b));
            (a_key.partial_cmp(&b_key).unwrap())
                .then(a.call.call_type.cmp(&b.call.call_type))
                .then(a.call.attempt.cmp(&b.call.attempt))
                .then(a.call.id.cmp(&b.call.id))
                .then(a.by.cmp(&b.by))
                .then(format!("{:?}", a.outcome).cmp(&format!("{:?}", b.outcome)))
                .then(format!("{:?}", a.next).cmp(&format!("{:?}", b.next)))
        });
        for stretches in [&mut self.queued, &mut self.busy] {
            stretches.retain(|s| s.to > s.from);
            let key = |s: &Stretch| (s.group, s.call_type, s.from.to_bits(), s.to.to_bits());
            stretches.sort_by_key(key);
        }
        self
    }
}

impl Observer for Record {
    fn attempt(&mut self, attempt: &Attempt) {
        self.attempts.push(*attempt);
    }
    fn queued(&mut self, call: &Call, group: GroupId, TimeSpan { from, to }: TimeSpan) {
        self.queued.push(Stretch { group, call_type: call.call_type, from, to });
    }
    fn busy(&mut self, call: &Call, group: GroupId, TimeSpan { from, to }: TimeSpan) {
        self.busy.push(Stretch { group, call_type: call.call_type, from, to });
    }
    fn on_duty(&mut self, group: GroupId, agents: u32, seats: u32, _open: bool, span: TimeSpan) {
        self.on_duty.push(Duty { group, agents, seats, span });
    }
    fn overtime(&mut self, group: GroupId, agents: u32, span: TimeSpan) {
        self.overtime.push(Duty { group, agents, seats: 0, span });
    }
}

/// Two observers of one run: the tables as in every run, and the record to check them against.
pub(crate) struct Both<'m>(pub(crate) Tally<'m>, pub(crate) Record);

impl Observer for Both<'_> {
    fn attempt(&mut self, attempt: &Attempt) {
        self.0.attempt(attempt);
        self.1.attempt(attempt);
    }
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        self.0.answered(attempt, waited, until);
        self.1.answered(attempt, waited, until);
    }
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        self.0.abandoned(attempt, waited);
        self.1.abandoned(attempt, waited);
    }
    fn queued(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.queued(call, group, span);
        self.1.queued(call, group, span);
    }
    fn busy(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.busy(call, group, span);
        self.1.busy(call, group, span);
    }
    fn on_duty(&mut self, group: GroupId, agents: u32, seats: u32, open: bool, span: TimeSpan) {
        self.0.on_duty(group, agents, seats, open, span);
        self.1.on_duty(group, agents, seats, open, span);
    }
    fn overtime(&mut self, group: GroupId, agents: u32, span: TimeSpan) {
        self.0.overtime(group, agents, span);
        self.1.overtime(group, agents, span);
    }
}

/// The callers of a model with fresh calls moved back to multiples of `grid` seconds, so that things
/// happen at one instant; `grid` 0 leaves them where they are.
pub(crate) struct Snapped<'m> {
    inner: ModelCalls<'m>,
    grid: f64,
}

impl<'m> Snapped<'m> {
    pub(crate) fn new(model: &'m Model, key: Key, grid: f64) -> Snapped<'m> {
        Snapped { inner: ModelCalls::new(model, key), grid }
    }

    /// All fresh calls of the horizon.
    pub(crate) fn all_fresh(&mut self) -> Vec<FreshCall> {
        let (mut all, mut known) = (Vec::new(), usize::MAX);
        while known != all.len() {
            known = all.len();
            self.next_calls(&mut all, Wanted { durations: true, patience: false });
        }
        all
    }
}

impl CallSource for Snapped<'_> {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, wanted: Wanted) {
        let known = calls.len();
        self.inner.next_calls(calls, wanted);
        if self.grid > 0.0 {
            calls[known..].iter_mut().for_each(|call| call.at = (call.at / self.grid).floor() * self.grid);
        }
    }
    fn patience(&self, call: &Call) -> f64 {
        self.inner.patience(call)
    }
    fn redial(&self, call: &Call, failure: Failure) -> Option<f64> {
        self.inner.redial(call, failure)
    }
    fn queue(&self, call: &Call) -> Option<QueueId> {
        self.inner.queue(call)
    }
    fn menu(&self, call: &Call) -> Menu {
        self.inner.menu(call)
    }
    fn talk_factor(&self, call: &Call) -> f64 {
        self.inner.talk_factor(call)
    }
    fn talk_anew(&self, call: &Call, talk: f64) -> f64 {
        self.inner.talk_anew(call, talk)
    }
    fn is_referred(&self, call: &Call, at: f64) -> bool {
        self.inner.is_referred(call, at)
    }
    fn referral_talk(&self, call: &Call) -> f64 {
        self.inner.referral_talk(call)
    }
    fn referral_wrap_up(&self, call: &Call) -> f64 {
        self.inner.referral_wrap_up(call)
    }
    fn referral_patience(&self, call: &Call) -> f64 {
        self.inner.referral_patience(call)
    }
    fn repeat(&self, call: &Call) -> Option<RepeatContact> {
        self.inner.repeat(call)
    }
    fn durations(&self, call_type: CallTypeId, id: CallId) -> (f64, f64) {
        self.inner.durations(call_type, id)
    }
    fn leaves_ticket(&self, call: &Call) -> bool {
        self.inner.leaves_ticket(call)
    }
    fn follow_up(&self, call: &Call) -> f64 {
        self.inner.follow_up(call)
    }
}

/// So many random cases of a property; `CASES=10` makes it ten times as many.
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    let times = std::env::var("CASES").map_or(1, |times| times.parse().unwrap());
    let cases = cases.saturating_mul(times);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

/// Key of replication 0 of seed 1.
pub(crate) fn key() -> Key {
    Key::new(1).with(0)
}

/// The staffing steps of every group of a model.
pub(crate) fn staffing(model: &Model) -> Vec<Vec<Step>> {
    model.groups().iter().map(|group| group.steps(model.horizon(), key())).collect()
}

/// What the engine does with a model.
pub(crate) fn record(model: &Model, grid: f64, which: Abandonments) -> Record {
    let callers = Snapped::new(model, key(), grid);
    let engine = Engine::new(model, callers, &staffing(model), Record::default()).abandonments(which);
    let (record, attempts) = engine.run();
    assert_eq!(record.attempts.len() as u64, attempts, "every attempt has exactly one outcome");
    record.sorted()
}
