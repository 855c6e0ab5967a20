//! The plainest event loop: every list is scanned from end to end for what happens next.
//!
//! Written from the description of the model alone, as slow as need be: agents are objects, waiting
//! callers stand in one list, each abandonment is an event. The order at one instant is that of the
//! kinds of event in [`Centre::step`].

use super::{Record, Stretch};
use hotseat::centre::{Model, ShiftEnd};
use hotseat::engine::{Attempt, Callers, Failure, Fresh, Next, Outcome};
use hotseat::rng::Key;
use hotseat::staffing::Step;

#[derive(Clone, Debug)]
struct Caller {
    key: Key,
    stream: u32,
    group: usize,
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

/// A busy agent.
struct Agent {
    caller: Caller,
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
    fresh: Vec<Fresh>,
    /// Staffing changes to come: group, step.
    changes: Vec<(usize, Step)>,
    /// Callers who will dial again, and when.
    redials: Vec<(f64, Caller)>,
    /// In the order of the line; priorities are looked up.
    waiting: Vec<Caller>,
    agents: Vec<Agent>,
    /// What holds for each group now.
    on_duty: Vec<Step>,
    begun: usize,
    record: Record,
}

/// What happens to these fresh calls, sorted by instant, with these marks and this staffing.
pub(crate) fn simulate<C: Callers>(
    model: &Model,
    marks: &C,
    fresh: Vec<Fresh>,
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

impl<C: Callers> Centre<'_, C> {
    /// Lets the next thing happen; false when nothing can any more.
    fn step(&mut self) -> bool {
        // At one instant the first kind of this list comes first.
        let kinds = [
            earliest(&self.agents, |agent| agent.end),
            earliest(&self.changes, |(_, step)| step.at),
            earliest(&self.waiting, |caller| caller.deadline).filter(|(_, t)| t.is_finite()),
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
            3 => self.dials_again(now),
            _ => {
                let Fresh { at, key, stream } = self.fresh.remove(index);
                self.dials(Caller {
                    key,
                    stream,
                    group: 0,
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
        let group = agent.caller.group;
        self.was_busy(&agent, now);
        self.ended(&agent.caller, agent.caller.waited, Outcome::Answered, Next::Done);
        self.idle_agents_answer(group, now);
    }

    fn staffing_changes(&mut self, index: usize, now: f64) {
        let (group, step) = self.changes.remove(index);
        self.on_duty[group] = step;
        if self.model.groups[group].shift_end == ShiftEnd::Return {
            self.send_back(group, now);
        }
        self.idle_agents_answer(group, now);
    }

    /// Of the callers who talk, those answered last go back until nobody is busy too many.
    fn send_back(&mut self, group: usize, now: f64) {
        let mut returned = Vec::new();
        while self.busy(group) > self.on_duty[group].agents as usize {
            let talking = |a: &&Agent| a.caller.group == group && a.talk_end > now;
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
            let patience = self.marks.patience(caller.stream, caller.key, caller.attempt);
            caller.joined = now;
            caller.returned += 1;
            caller.deadline = now + (patience - caller.waited).max(0.0);
            self.waiting.insert(0, caller);
        }
    }

    fn gives_up(&mut self, index: usize, now: f64) {
        let mut caller = self.waiting.remove(index);
        self.leaves_queue(&mut caller, now);
        self.fails(caller, now, Failure::Abandoned);
    }

    /// The caller with the least key of those due now.
    fn dials_again(&mut self, now: f64) {
        let due = (0..self.redials.len()).filter(|&i| self.redials[i].0 == now);
        let index = due.min_by_key(|&i| self.redials[i].1.key).unwrap();
        let (_, caller) = self.redials.remove(index);
        let attempt = caller.attempt + 1;
        self.dials(Caller { attempt, dialled: now, joined: now, waited: 0.0, ..caller });
    }

    fn dials(&mut self, mut caller: Caller) {
        let now = caller.dialled;
        let home = self.model.streams[caller.stream as usize].group;
        caller.group = match self.model.groups[home].partner {
            Some(partner) if !self.on_duty[home].open => partner,
            _ => home,
        };
        let group = caller.group;
        let talking = self.agents.iter().filter(|a| a.caller.group == group && a.talk_end > now).count();
        let queued = self.waiting.iter().filter(|w| w.group == group).count();
        if talking + queued >= self.on_duty[group].lines as usize {
            return self.fails(caller, now, Failure::Blocked);
        }
        caller.deadline = now + self.marks.patience(caller.stream, caller.key, caller.attempt);
        self.waiting.push(caller);
        self.idle_agents_answer(group, now);
    }

    /// While an agent is idle the first waiting caller of the highest priority is answered.
    fn idle_agents_answer(&mut self, group: usize, now: f64) {
        while self.busy(group) < self.on_duty[group].agents as usize {
            let here = (0..self.waiting.len()).filter(|&i| self.waiting[i].group == group);
            let priority = |&i: &usize| self.model.streams[self.waiting[i].stream as usize].priority;
            let Some(index) = here.min_by_key(priority) else { break };
            let mut caller = self.waiting.remove(index);
            self.leaves_queue(&mut caller, now);
            let Caller { stream, key, dialled, returned, .. } = caller;
            let talk_end = now
                + match returned {
                    0 => self.marks.talk(stream, key, dialled),
                    _ => self.marks.talk_anew(stream, key, dialled, returned),
                };
            let end = talk_end + self.marks.wrap_up(caller.stream, caller.key);
            self.agents.push(Agent { caller, since: now, talk_end, end, number: self.begun });
            self.begun += 1;
        }
    }

    fn busy(&self, group: usize) -> usize {
        self.agents.iter().filter(|agent| agent.caller.group == group).count()
    }

    fn leaves_queue(&mut self, caller: &mut Caller, now: f64) {
        let Caller { stream, group, joined, .. } = *caller;
        self.record.queued.push(Stretch { group: group as u32, stream, from: joined, to: now });
        caller.waited += now - joined;
        caller.joined = now;
    }

    fn was_busy(&mut self, agent: &Agent, now: f64) {
        let Caller { stream, group, .. } = agent.caller;
        self.record.busy.push(Stretch { group: group as u32, stream, from: agent.since, to: now });
    }

    fn fails(&mut self, caller: Caller, now: f64, failure: Failure) {
        let delay = self.marks.redial(caller.stream, caller.key, caller.attempt, failure);
        let next = match delay.map(|delay| now + delay) {
            None => Next::Done,
            Some(again) if again >= self.model.horizon.end() => Next::TooLate,
            Some(again) => {
                self.redials.push((again, caller.clone()));
                Next::Redials
            }
        };
        let outcome = match failure {
            Failure::Abandoned => Outcome::Abandoned,
            Failure::Blocked => Outcome::Blocked,
        };
        self.ended(&caller, caller.waited, outcome, next);
    }

    fn ended(&mut self, caller: &Caller, wait: f64, outcome: Outcome, next: Next) {
        let Caller { stream, group, attempt, dialled, first, .. } = *caller;
        let group = group as u32;
        self.record.attempts.push(Attempt { stream, group, attempt, dialled, first, wait, outcome, next });
    }

    /// Callers of infinite patience whom nobody will ever answer wait to the end of the horizon.
    fn nobody_comes(&mut self) {
        for mut caller in std::mem::take(&mut self.waiting) {
            let end = self.model.horizon.end().max(caller.joined);
            self.leaves_queue(&mut caller, end);
            self.ended(&caller, f64::INFINITY, Outcome::Unserved, Next::Done);
        }
    }
}
