//! Turns the group names of a single-file scenario into queues.

use super::file::{HotlineFile, OverflowFile};
use crate::language::said;
use crate::model::{GroupId, Queue, QueueId, Reserve, Route, WhenClosed};
use crate::scenario::problem::Problems;
use crate::scenario::source::Source;

/// Id of the one group that every scenario has.
pub(super) const GROUP: &str = "front_line";

/// Makes queues as hotlines ask for them; hotlines that ask for the same share one.
pub(in crate::scenario) struct Routing<'a> {
    source: &'a Source,
    groups: Vec<&'a str>,
    /// The queues so far.
    pub(in crate::scenario) queues: Vec<Queue>,
}

impl<'a> Routing<'a> {
    /// Starts with the front line's queue alone; `further` are the groups besides it.
    pub(in crate::scenario) fn new(
        source: &'a Source,
        further: impl Iterator<Item = &'a str>,
    ) -> Routing<'a> {
        let groups = std::iter::once(GROUP).chain(further).collect();
        Routing { source, groups, queues: vec![Queue::of(GroupId::new(0))] }
    }

    /// The queue of a hotline.
    pub(in crate::scenario) fn of(
        &mut self,
        index: usize,
        file: &HotlineFile,
        problems: &mut Problems,
    ) -> Option<QueueId> {
        let home = match &file.group {
            Some(name) => self.group(&format!("hotline.#{index}.group"), name, problems),
            None => Some(GroupId::new(0)),
        };
        let routes: Vec<Option<Route>> = (file.overflow.iter().enumerate())
            .map(|(k, overflow)| {
                self.overflow(&format!("hotline.#{index}.overflow.#{k}"), overflow, problems)
            })
            .collect();
        let routes: Option<Vec<Route>> = std::iter::once(home.map(Route::to)).chain(routes).collect();
        let routes = routes?;
        for (k, route) in routes.iter().enumerate().skip(1) {
            if routes[..k].iter().any(|earlier| earlier.group == route.group) {
                let key = format!("hotline.#{index}.overflow.#{}.group", k - 1);
                let title = said!(
                    "group `{group}` takes these calls already",
                    "组 `{group}` 已接听这些来电",
                    group = &self.groups[route.group.index()]
                );
                problems.push(
                    self.source
                        .problem_at(&key, title)
                        .help(said!("name each group once", "每个组只填写一次")),
                );
                return None;
            }
        }
        Some(self.queue(Queue { served_by: routes, when_closed: WhenClosed::Wait }))
    }

    /// The queue of callers who wait for one group alone.
    pub(in crate::scenario) fn alone(
        &mut self,
        key: &str,
        name: &str,
        problems: &mut Problems,
    ) -> Option<QueueId> {
        let group = self.group(key, name, problems)?;
        Some(self.queue(Queue::of(group)))
    }

    fn queue(&mut self, queue: Queue) -> QueueId {
        let known = self.queues.iter().position(|known| *known == queue);
        QueueId::new(known.unwrap_or_else(|| {
            self.queues.push(queue);
            self.queues.len() - 1
        }))
    }

    fn overflow(&self, key: &str, file: &OverflowFile, problems: &mut Problems) -> Option<Route> {
        let group = self.group(&format!("{key}.group"), &file.group, problems)?;
        Some(Route {
            group,
            after: file.after.0,
            rank: u8::try_from(file.rank.0).unwrap_or(u8::MAX),
            reserve: Reserve { at_least: file.reserve.0, share: 0.0 },
            talk_factor: file.talk_factor,
        })
    }

    fn group(&self, key: &str, name: &str, problems: &mut Problems) -> Option<GroupId> {
        let found = self.groups.iter().position(|group| *group == name);
        if found.is_none() {
            let title = said!("there is no group `{name}`", "没有组 `{name}`");
            let help = format!("write one of {}, or add a [[group]]", self.groups.join(", "));
            problems.push(self.source.problem_at(key, title).help(help));
        }
        found.map(GroupId::new)
    }
}
