//! A group at work.

use crate::model::{GroupId, Model, QueueId, Route, ShiftEnd};
use crate::workforce::Step;

/// A group at work.
pub(super) struct Crew {
    /// Agents talking, holding or wrapping up, overtime included.
    pub(super) busy: u32,
    /// Agents of those who hold a caller for an expert.
    pub(super) holding: u32,
    /// When the talks of those in service end, where that matters for the lines; past ends stay until
    /// they are swept out.
    pub(super) talk_ends: Vec<f64>,
    /// What holds now: agents on duty, lines, open or not.
    pub(super) now: Step,
    /// When overtime was last accounted for.
    pub(super) overtime_from: f64,
    /// When the number on duty was last accounted for.
    pub(super) on_duty_from: f64,
    /// The only queue it serves, if that is its own and nothing is said about how.
    pub(super) sole: Option<QueueId>,
    /// Queues it serves, and how, by rank.
    pub(super) sources: Vec<Source>,
    /// Those of them with callers, if there are several.
    pub(super) waiting: Marked,
    /// Callers who wait on its lines, where these are limited.
    pub(super) on_line: u32,
    /// Calls in hand are sent back when agents leave.
    pub(super) returns: bool,
    /// Whoever it answers is done when the agent is free.
    pub(super) plain: bool,
    /// Merged topics are new to its agents.
    pub(super) generalist: bool,
    /// It hands calls on, and opens tickets.
    pub(super) refers: bool,
    pub(super) lines_limited: bool,
    /// Lines are limited and some of its callers leave wrap-up, in which the line is free.
    pub(super) keeps_talk_ends: bool,
}

/// A queue that a group serves.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) queue: QueueId,
    pub(super) route: Route,
    /// Agents who stay idle, of those now on duty.
    pub(super) reserve: u32,
}

/// Some of a list, by number.
pub(super) struct Marked(Vec<u64>);

impl Marked {
    fn none_of(count: usize) -> Marked {
        Marked(vec![0; count.div_ceil(64)])
    }

    pub(super) fn set(&mut self, number: u32, on: bool) {
        let (word, bit) = (&mut self.0[number as usize / 64], 1 << (number % 64));
        if on { *word |= bit } else { *word &= !bit }
    }

    /// Whether one is marked.
    #[inline(always)]
    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|word| *word != 0)
    }

    /// The first that is marked, from a number on.
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

/// A queue's caller and the group whose agent takes the call.
#[derive(Clone, Copy)]
pub(super) struct Taking {
    pub(super) queue: QueueId,
    /// The group to which the call came.
    pub(super) home: GroupId,
    pub(super) group: GroupId,
    /// By what talk is longer with this group.
    pub(super) talk_factor: f64,
}

/// How an agent comes to a call: newly busy, or straight from the one that just ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Took {
    Idle,
    Freed,
}

impl Crew {
    /// Group number `group` before the first instant.
    pub(super) fn new(model: &Model, group: usize, steps: &[Step]) -> Crew {
        let wrap_up = model.call_types.iter().any(|call_type| call_type.wrap_up.is_some());
        let returns = model.groups[group].shift_end == ShiftEnd::Return;
        let lines_limited = steps.iter().any(|step| step.lines < u32::MAX);
        let none = Step { at: 0.0, agents: 0, seats: 0, lines: u32::MAX, open: true };
        let all = || (0..).map(QueueId::new).zip(&model.queues);
        let source = |(queue, route): (QueueId, &Route)| Source { queue, route: *route, reserve: 0 };
        let mut sources: Vec<Source> = all()
            .flat_map(|(number, queue)| queue.served_by.iter().map(move |route| (number, route)))
            .filter(|(_, route)| route.group == group)
            .map(source)
            .collect();
        sources.sort_by_key(|source| source.route.rank);
        let mut crew = Crew {
            busy: 0,
            holding: 0,
            talk_ends: Vec::new(),
            now: none,
            overtime_from: 0.0,
            on_duty_from: 0.0,
            sole: match sources[..] {
                [Source { queue, route, .. }] if route.is_plain() && model.home(queue.index()) == group => {
                    Some(queue)
                }
                _ => None,
            },
            waiting: Marked::none_of(sources.len()),
            sources,
            on_line: 0,
            returns,
            plain: !returns && model.call_types.iter().all(crate::model::CallType::is_plain),
            generalist: model.groups[group].generalist,
            refers: !returns && model.groups[group].generalist,
            lines_limited,
            keeps_talk_ends: lines_limited && wrap_up && !returns,
        };
        crew.changes(steps.first().copied().unwrap_or(none));
        crew
    }

    /// So many are on duty from now on.
    pub(super) fn changes(&mut self, step: Step) {
        self.now = step;
        self.sources.iter_mut().for_each(|source| source.reserve = source.route.reserve.of(step.agents));
    }

    /// Whether an agent may take a call and leave so many idle, while `others` of the group are busy.
    #[inline]
    pub(super) fn may_take(&self, reserve: u32, others: u32) -> bool {
        others < self.now.agents && others + 1 + reserve <= self.now.agents
    }

    /// An agent begins a talk.
    #[inline(always)]
    pub(super) fn takes(&mut self, now: f64, talk_end: f64, agent: Took) {
        if agent == Took::Idle {
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
