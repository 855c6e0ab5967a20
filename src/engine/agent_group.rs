//! The state of an agent group during a run.

use crate::model::{GroupId, Model, QueueId, Route, ShiftEnd};
use crate::workforce::Step;

/// State of an agent group.
pub(super) struct GroupState {
    /// Agents talking, holding or wrapping up, overtime included.
    pub(super) busy: u32,
    /// Busy agents who hold a caller for an expert.
    pub(super) holding: u32,
    /// When the talks of those in service end, where that matters for the trunks; past ends stay until they are swept
    /// out.
    pub(super) talk_ends: Vec<f64>,
    /// The present step of the staffing: agents on duty, trunks, open or not.
    pub(super) now: Step,
    /// When overtime was last accounted for.
    pub(super) overtime_from: f64,
    /// When the number on duty was last accounted for.
    pub(super) on_duty_from: f64,
    /// The only queue it serves, if that is its own and served without conditions.
    pub(super) sole: Option<QueueId>,
    /// The queues it serves, and how, by rank.
    pub(super) serves: Vec<ServedQueue>,
    /// Those of the queues that have callers, if there are several.
    pub(super) waiting: Marked,
    /// Waiting callers who hold its trunks, where these are limited.
    pub(super) waiting_on_trunks: u32,
    /// Whether calls in hand are preempted when agents leave.
    pub(super) preempts: bool,
    /// Whether every call it answers is over when the agent is free.
    pub(super) plain: bool,
    /// Whether merged topics are new to its agents.
    pub(super) generalist: bool,
    /// Whether it hands calls on, and opens tickets.
    pub(super) refers: bool,
    /// Whether trunks are limited.
    pub(super) trunks_limited: bool,
    /// Whether trunks are limited and some calls have wrap-up, in which the trunk is free.
    pub(super) keeps_talk_ends: bool,
}

/// A queue that a group serves.
#[derive(Clone, Copy)]
pub(super) struct ServedQueue {
    pub(super) queue: QueueId,
    pub(super) route: Route,
    /// Agents who must stay idle, of those now on duty.
    pub(super) reserve: u32,
}

/// A set of members of a list, by number.
pub(super) struct Marked(Vec<u64>);

impl Marked {
    fn none_of(count: usize) -> Marked {
        Marked(vec![0; count.div_ceil(64)])
    }

    pub(super) fn set(&mut self, number: u32, on: bool) {
        let (word, bit) = (&mut self.0[number as usize / 64], 1 << (number % 64));
        if on { *word |= bit } else { *word &= !bit }
    }

    /// Returns whether one is marked.
    #[inline(always)]
    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|word| *word != 0)
    }

    /// Returns the first that is marked, from a number on.
    #[inline]
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let first = self.0.get(from / 64)? >> (from % 64);
        if first != 0 {
            return Some(from + first.trailing_zeros() as usize);
        }
        let later = (from / 64 + 1..self.0.len()).find(|word| self.0[*word] != 0)?;
        Some(64 * later + self.0[later].trailing_zeros() as usize)
    }
}

/// The assignment of a queue's caller to a group's agent.
#[derive(Clone, Copy)]
pub(super) struct Assignment {
    pub(super) queue: QueueId,
    /// The group to which the call came.
    pub(super) home: GroupId,
    pub(super) group: GroupId,
    /// The factor by which talk is longer with this group.
    pub(super) talk_factor: f64,
}

/// Where an agent for a call comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AgentSource {
    /// From idleness: one more is busy.
    Idle,
    /// From the call that has just ended: as many are busy as before.
    Freed,
}

impl GroupState {
    /// Makes the state of group number `group` before the first instant.
    pub(super) fn new(model: &Model, group: usize, steps: &[Step]) -> GroupState {
        let wrap_up = model.call_types().iter().any(|call_type| call_type.wrap_up.is_some());
        let preempts = model.groups()[group].shift_end == ShiftEnd::Return;
        let trunks_limited = steps.iter().any(|step| step.lines < u32::MAX);
        let none = Step { at: 0.0, agents: 0, seats: 0, lines: u32::MAX, open: true };
        let all = || (0..).map(QueueId::new).zip(model.queues());
        let source = |(queue, route): (QueueId, &Route)| ServedQueue { queue, route: *route, reserve: 0 };
        let mut serves: Vec<ServedQueue> = all()
            .flat_map(|(number, queue)| queue.served_by.iter().map(move |route| (number, route)))
            .filter(|(_, route)| route.group.index() == group)
            .map(source)
            .collect();
        serves.sort_by_key(|source| source.route.rank);
        let mut group_state = GroupState {
            busy: 0,
            holding: 0,
            talk_ends: Vec::new(),
            now: none,
            overtime_from: 0.0,
            on_duty_from: 0.0,
            sole: match serves[..] {
                [ServedQueue { queue, route, .. }]
                    if route.is_unconditional() && model.home(queue).index() == group =>
                {
                    Some(queue)
                }
                _ => None,
            },
            waiting: Marked::none_of(serves.len()),
            serves,
            waiting_on_trunks: 0,
            preempts,
            plain: !preempts && model.call_types().iter().all(crate::model::CallType::is_single_stage),
            generalist: model.groups()[group].generalist,
            refers: !preempts && model.groups()[group].generalist,
            trunks_limited,
            keeps_talk_ends: trunks_limited && wrap_up && !preempts,
        };
        group_state.changes(steps.first().copied().unwrap_or(none));
        group_state
    }

    /// Applies a change of staffing.
    pub(super) fn changes(&mut self, step: Step) {
        self.now = step;
        self.serves.iter_mut().for_each(|source| source.reserve = source.route.reserve.of(step.agents));
    }

    /// Returns whether an agent may take a call and leave `reserve` idle, while `others` of the group are busy.
    #[inline]
    pub(super) fn may_take(&self, reserve: u32, others: u32) -> bool {
        others < self.now.agents && others + 1 + reserve <= self.now.agents
    }

    /// Counts an agent who begins a talk.
    #[inline(always)]
    pub(super) fn takes(&mut self, now: f64, talk_end: f64, agent: AgentSource) {
        if agent == AgentSource::Idle {
            self.busy += 1;
        }
        if self.keeps_talk_ends {
            self.keep_talk_end(now, talk_end);
        }
    }

    /// Notes when a talk ends; sweeps past ends out when they outnumber the busy.
    #[inline]
    pub(super) fn keep_talk_end(&mut self, now: f64, talk_end: f64) {
        if self.talk_ends.len() >= 2 * self.busy as usize + 64 {
            self.talk_ends.retain(|end| *end > now);
        }
        self.talk_ends.push(talk_end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_found_in_order() {
        let mut marked = Marked::none_of(200);
        let numbers = [0, 5, 63, 64, 130, 199];
        numbers.iter().for_each(|number| marked.set(*number, true));
        marked.set(7, true);
        marked.set(7, false);
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(number) = marked.next(from) {
            found.push(number as u32);
            from = number + 1;
        }
        assert_eq!(found, numbers);
        assert_eq!(Marked::none_of(0).next(0), None);
    }
}
