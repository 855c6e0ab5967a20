//! The plainest event loop: every list is scanned from end to end for what happens next.
//!
//! Written from the description of the model alone, as slow as need be: agents are objects, waiting
//! callers stand in one list, each abandonment is an event. The order at one instant is that of the
//! kinds of event in [`Centre::step`].

use super::{Record, Stretch};
use hotseat::engine::{Attempt, Call, CallId, CallSource, Failure, FreshCall, Next, Outcome};
use hotseat::model::{CallTypeId, GroupId, Model, Route, ShiftEnd, WhenClosed};
use hotseat::workforce::Step;

#[derive(Clone, Debug)]
struct Caller {
    id: CallId,
    call_type: CallTypeId,
    talk: f64,
    wrap_up: f64,
    queue: usize,
    attempt: u32,
    /// Times sent back out of a talk.
    returned: u32,
    first: f64,
    dialled: f64,
    /// Start of the present stretch in the queue, and seconds waited in those before.
    joined: f64,
    waited: f64,
    deadline: f64,
}

impl Caller {
    fn call(&self) -> Call {
        let Caller { id, call_type, attempt, returned, first, dialled, wrap_up, .. } = *self;
        let (contact, preemptions) = (0, returned);
        Call { id, call_type, dialled, first_dialled: first, attempt, contact, preemptions, wrap_up }
    }
}

/// A busy agent.
struct Agent {
    caller: Caller,
    group: usize,
    since: f64,
    talk_end: f64,
    end: f64,
    /// Which call this is, of all that were begun.
    number: usize,
}

struct Centre<'a, C> {
    model: &'a Model,
    marks: &'a C,
    /// Fresh calls to come.
    fresh: Vec<FreshCall>,
    /// Staffing changes to come: group, step.
    changes: Vec<(usize, Step)>,
    /// Callers who will dial again, and when.
    redials: Vec<(f64, Caller)>,
    /// Instants from which a group may take another caller of somebody else's queue.
    thresholds: Vec<(f64, usize)>,
    /// In the order of the line; priorities are looked up.
    waiting: Vec<Caller>,
    agents: Vec<Agent>,
    /// What holds for each group now.
    on_duty: Vec<Step>,
    begun: usize,
    record: Record,
}

/// What happens to these fresh calls, sorted by instant, with these marks and this staffing.
pub(crate) fn simulate<C: CallSource>(
    model: &Model,
    marks: &C,
    fresh: Vec<FreshCall>,
    staffing: &[Vec<Step>],
) -> Record {
    let mut changes: Vec<(usize, Step)> = Vec::new();
    for (group, steps) in staffing.iter().enumerate() {
        changes.extend(steps[1..].iter().map(|step| (group, *step)));
    }
    let mut centre = Centre {
        model,
        marks,
        fresh,
        changes,
        redials: Vec::new(),
        thresholds: Vec::new(),
        waiting: Vec::new(),
        agents: Vec::new(),
        on_duty: staffing.iter().map(|steps| steps[0]).collect(),
        begun: 0,
        record: Record::default(),
    };
    while centre.step() {}
    centre.nobody_comes();
    centre.record.sorted()
}

/// Index and time of the earliest; the first of equals.
fn earliest<T>(list: &[T], time: impl Fn(&T) -> f64) -> Option<(usize, f64)> {
    let times = list.iter().map(time).enumerate();
    times.fold(None, |best, (i, t)| match best {
        Some((_, least)) if least <= t => best,
        _ => Some((i, t)),
    })
}

impl<C: CallSource> Centre<'_, C> {
    /// Lets the next thing happen; false when nothing can any more.
    fn step(&mut self) -> bool {
        // At one instant the first kind of this list comes first.
        let kinds = [
            earliest(&self.agents, |agent| agent.end),
            earliest(&self.changes, |(_, step)| step.at),
            earliest(&self.waiting, |caller| caller.deadline).filter(|(_, t)| t.is_finite()),
            earliest(&self.thresholds, |(at, _)| *at),
            earliest(&self.redials, |(at, _)| *at),
            earliest(&self.fresh, |call| call.at),
        ];
        let now = kinds.iter().flatten().map(|(_, t)| *t).fold(f64::INFINITY, f64::min);
        let first = kinds.iter().position(|kind| kind.is_some_and(|(_, t)| t == now));
        let Some(kind) = first else { return false };
        let index = kinds[kind].unwrap().0;
        match kind {
            0 => self.agent_falls_free(index, now),
            1 => self.staffing_changes(index, now),
            2 => self.gives_up(index, now),
            3 => self.threshold_is_reached(now),
            4 => self.dials_again(now),
            _ => {
                let FreshCall { at, id, call_type, talk, wrap_up, .. } = self.fresh.remove(index);
                self.dials(Caller {
                    id,
                    call_type,
                    talk,
                    wrap_up,
                    queue: 0,
                    attempt: 0,
                    returned: 0,
                    first: at,
                    dialled: at,
                    joined: at,
                    waited: 0.0,
                    deadline: 0.0,
                });
            }
        }
        true
    }

    fn agent_falls_free(&mut self, index: usize, now: f64) {
        let agent = self.agents.remove(index);
        let group = agent.group;
        self.was_busy(&agent, now);
        self.ended(&agent.caller, Some(group), agent.caller.waited, Outcome::Answered, Next::Done);
        self.idle_agents_answer(group, now);
    }

    fn staffing_changes(&mut self, index: usize, now: f64) {
        let (group, step) = self.changes.remove(index);
        self.on_duty[group] = step;
        if self.model.groups()[group].shift_end == ShiftEnd::Return {
            self.send_back(group, now);
        }
        self.idle_agents_answer(group, now);
        // Others may take those sent back, queue by queue in the order in which the group serves them.
        let serves =
            |queue: &usize| self.model.queues()[*queue].served_by.iter().find(|r| r.group.index() == group);
        let mut queues: Vec<usize> = (0..self.model.queues().len()).filter(|q| serves(q).is_some()).collect();
        queues.sort_by_key(|queue| serves(queue).map(|route| route.rank));
        for queue in queues {
            let others: Vec<usize> =
                self.model.queues()[queue].served_by.iter().map(|r| r.group.index()).collect();
            others.into_iter().filter(|other| *other != group).for_each(|g| self.idle_agents_answer(g, now));
        }
    }

    /// Of the callers who talk, those answered last go back until nobody is busy too many.
    fn send_back(&mut self, group: usize, now: f64) {
        let mut returned = Vec::new();
        while self.busy(group) > self.on_duty[group].agents as usize {
            let talking = |a: &&Agent| a.group == group && a.talk_end > now;
            let Some(last) = self.agents.iter().filter(talking).map(|a| a.number).max() else { break };
            let index = self.agents.iter().position(|a| a.number == last).unwrap();
            returned.push(self.agents.remove(index));
        }
        // The earliest dialled is put at the head last and so stands first; of those dialled at one
        // instant the one answered first.
        returned
            .sort_by(|a, b| (b.caller.dialled.total_cmp(&a.caller.dialled)).then(b.number.cmp(&a.number)));
        for agent in returned {
            self.was_busy(&agent, now);
            let mut caller = agent.caller;
            let patience = self.marks.patience(&caller.call());
            caller.joined = now;
            caller.returned += 1;
            caller.deadline = now + (patience - caller.waited).max(0.0);
            self.foresee(&caller, now);
            self.waiting.insert(0, caller);
        }
    }

    fn gives_up(&mut self, index: usize, now: f64) {
        let mut caller = self.waiting.remove(index);
        self.leaves_queue(&mut caller, now);
        self.fails(caller, now, Failure::Abandoned);
    }

    /// The first group of those that may take another caller from now on.
    fn threshold_is_reached(&mut self, now: f64) {
        let due = (0..self.thresholds.len()).filter(|&i| self.thresholds[i].0 == now);
        let index = due.min_by_key(|&i| self.thresholds[i].1).unwrap();
        let (_, group) = self.thresholds.remove(index);
        self.idle_agents_answer(group, now);
    }

    /// The caller with the least key of those due now.
    fn dials_again(&mut self, now: f64) {
        let due = (0..self.redials.len()).filter(|&i| self.redials[i].0 == now);
        let index = due.min_by_key(|&i| self.redials[i].1.id).unwrap();
        let (_, caller) = self.redials.remove(index);
        let attempt = caller.attempt + 1;
        self.dials(Caller { attempt, dialled: now, joined: now, waited: 0.0, ..caller });
    }

    fn dials(&mut self, mut caller: Caller) {
        let now = caller.dialled;
        caller.queue = self.model.call_types()[caller.call_type.index()].queue.index();
        for _ in self.model.queues() {
            let closed = !self.on_duty[self.home(caller.queue)].open;
            match self.model.queues()[caller.queue].when_closed {
                WhenClosed::Forward(next) if closed => caller.queue = next.index(),
                _ => break,
            }
        }
        let home = self.home(caller.queue);
        let talking = self.agents.iter().filter(|a| a.group == home && a.talk_end > now).count();
        let queued = self.waiting.iter().filter(|w| self.home(w.queue) == home).count();
        if talking + queued >= self.on_duty[home].lines as usize {
            return self.fails(caller, now, Failure::Blocked);
        }
        if self.model.queues()[caller.queue].when_closed == WhenClosed::Refuse && !self.on_duty[home].open {
            return self.fails(caller, now, Failure::Closed);
        }
        caller.deadline = now + self.marks.patience(&caller.call());
        let queue = caller.queue;
        self.foresee(&caller, now);
        self.waiting.push(caller);
        let groups: Vec<usize> =
            self.model.queues()[queue].served_by.iter().map(|route| route.group.index()).collect();
        groups.into_iter().for_each(|group| self.idle_agents_answer(group, now));
    }

    fn home(&self, queue: usize) -> usize {
        self.model.queues()[queue].served_by[0].group.index()
    }

    /// Others may take a caller who joins now after so long.
    fn foresee(&mut self, caller: &Caller, now: f64) {
        let since = caller.dialled;
        let later = self.model.queues()[caller.queue].served_by.iter().filter(|route| route.after > 0.0);
        self.thresholds.extend(later.map(|route| ((since + route.after).max(now), route.group.index())));
    }

    fn route(&self, caller: &Caller, group: usize) -> Option<&Route> {
        self.model.queues()[caller.queue].served_by.iter().find(|route| route.group.index() == group)
    }

    /// Whether an idle agent of the group may take the caller now, and how eagerly.
    fn eligible(&self, caller: &Caller, group: usize, now: f64) -> Option<(u8, u8, f64, usize)> {
        let route = self.route(caller, group)?;
        let on_duty = self.on_duty[group].agents;
        let reserve =
            f64::from(route.reserve.at_least).max((route.reserve.share * f64::from(on_duty)).ceil());
        let idle_after = f64::from(on_duty) - self.busy(group) as f64 - 1.0;
        let since = caller.dialled;
        let priority = self.model.call_types()[caller.call_type.index()].priority;
        (idle_after >= reserve && idle_after >= 0.0 && since + route.after <= now).then_some((
            route.rank,
            priority,
            since,
            caller.queue,
        ))
    }

    /// While an agent is idle: the best rank, the highest priority, the longest wait.
    fn idle_agents_answer(&mut self, group: usize, now: f64) {
        loop {
            // The first in line of each queue and priority; those behind wait for them.
            let mut heads: Vec<(usize, u8)> = Vec::new();
            let mut best: Option<((u8, u8, f64, usize), usize)> = None;
            for (index, caller) in self.waiting.iter().enumerate() {
                let line = (caller.queue, self.model.call_types()[caller.call_type.index()].priority);
                if heads.contains(&line) {
                    continue;
                }
                heads.push(line);
                if let Some(key) = self.eligible(caller, group, now)
                    && best.is_none_or(|(least, _)| key < least)
                {
                    best = Some((key, index));
                }
            }
            let Some((_, index)) = best else { break };
            self.answer(index, group, now);
        }
    }

    fn answer(&mut self, index: usize, group: usize, now: f64) {
        let mut caller = self.waiting.remove(index);
        self.leaves_queue(&mut caller, now);
        let generalist = self.model.groups()[group].generalist;
        let factor = self.route(&caller, group).map_or(1.0, |route| route.talk_factor);
        let known = match caller.returned {
            0 => caller.talk,
            _ => self.marks.talk_anew(&caller.call(), caller.talk),
        };
        let talk = if generalist { known * self.marks.talk_factor(&caller.call()) } else { known };
        let talk_end = now + factor * talk;
        let end = talk_end + caller.wrap_up;
        self.agents.push(Agent { caller, group, since: now, talk_end, end, number: self.begun });
        self.begun += 1;
    }

    fn busy(&self, group: usize) -> usize {
        self.agents.iter().filter(|agent| agent.group == group).count()
    }

    fn leaves_queue(&mut self, caller: &mut Caller, now: f64) {
        let Caller { call_type, queue, joined, .. } = *caller;
        let group = GroupId::new(self.home(queue));
        self.record.queued.push(Stretch { group, call_type, from: joined, to: now });
        caller.waited += now - joined;
        caller.joined = now;
    }

    fn was_busy(&mut self, agent: &Agent, now: f64) {
        let (call_type, group) = (agent.caller.call_type, GroupId::new(agent.group));
        self.record.busy.push(Stretch { group, call_type, from: agent.since, to: now });
    }

    fn fails(&mut self, caller: Caller, now: f64, failure: Failure) {
        let delay = self.marks.redial(&caller.call(), failure);
        let next = match delay.map(|delay| now + delay) {
            None => Next::Done,
            Some(again) if again >= self.model.horizon().end() => Next::TooLate,
            Some(again) => {
                self.redials.push((again, caller.clone()));
                Next::Redials
            }
        };
        let outcome = match failure {
            Failure::Abandoned => Outcome::Abandoned,
            Failure::Blocked => Outcome::Blocked,
            Failure::Closed => Outcome::Closed,
        };
        self.ended(&caller, None, caller.waited, outcome, next);
    }

    fn ended(&mut self, caller: &Caller, by: Option<usize>, wait: f64, outcome: Outcome, next: Next) {
        let group = GroupId::new(self.home(caller.queue));
        let by = by.map_or(group, GroupId::new);
        self.record.attempts.push(Attempt { call: caller.call(), group, by, wait, outcome, next });
    }

    /// Callers of infinite patience whom nobody will ever answer wait to the end of the horizon.
    fn nobody_comes(&mut self) {
        for mut caller in std::mem::take(&mut self.waiting) {
            let end = self.model.horizon().end().max(caller.joined);
            self.leaves_queue(&mut caller, end);
            self.ended(&caller, None, f64::INFINITY, Outcome::Unserved, Next::Done);
        }
    }
}
