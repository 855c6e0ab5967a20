//! Lays out groups of agents and their queues: front lines, desks, experts and sub-centres.

use super::call_flow::{PoolFile, PoolingFile};
use super::hotlines::HotlineAtSite;
use super::parts::Parts;
use super::report::DeskPlan;
use super::tables::Level;
use crate::model::{
    AgentGroup, GroupId, Migration, Mode, Queue, QueueId, Referral, Reserve, Route, ShiftEnd, SiteId,
    Staffing, TransferKind, WhenClosed,
};
use crate::planning::desk_sizing::{DeskDemand, LineDemand};
use crate::planning::opening_hours::OpeningHours;
use crate::time::{HALF_HOUR, HALF_HOURS};
use std::collections::BTreeMap;

/// A front line takes its own site's callers first, then other sites', and calls back when idle.
const RANK_OF_OTHERS: u8 = 1;
const RANK_OF_TICKETS: u8 = 2;
/// Experts take those whom the front line holds before those who dialled their number.
const RANK_OF_DIALLED: u8 = 1;

/// The groups and queues that are laid out, one after the other.
pub(super) struct Routing<'p> {
    parts: &'p Parts,
    pub(super) groups: Vec<AgentGroup>,
    pub(super) queues: Vec<Queue>,
    /// The group of each site's front line.
    pub(super) front: Vec<usize>,
    /// The queue before each site's front line.
    front_queue: Vec<usize>,
    /// The queue of each site's tickets.
    tickets: Vec<usize>,
    desks: Vec<Desk>,
    desk_places: BTreeMap<DeskKey, usize>,
    pub(super) report: Vec<DeskPlan>,
}

/// The row and the site of a desk; no site where it is one for the whole province.
type DeskKey = (usize, Option<usize>);

/// A desk, and its queues as they are needed.
struct Desk {
    group: usize,
    old: Option<usize>,
    referred: Option<usize>,
    /// Site and queue of callers who dialled its own number.
    dialled: Vec<(usize, usize)>,
}

/// The queue, the migration and the referral of a line's calls.
pub(super) struct HotlineRouting {
    pub(super) queue: usize,
    pub(super) reach: Option<Migration>,
    pub(super) referral: Option<Referral>,
}

impl<'p> Routing<'p> {
    /// Lays out front lines (of each site, or one pool) and the desks of all lines.
    pub(super) fn new(
        parts: &'p Parts,
        front_lines: Vec<AgentGroup>,
        lines: &[HotlineAtSite],
        hours: Option<&OpeningHours>,
    ) -> Self {
        let sites = parts.sites.len();
        let pooled = front_lines.len() == 1;
        let front: Vec<usize> = (0..sites).map(|site| if pooled { 0 } else { site }).collect();
        let mut routing = Routing {
            parts,
            groups: front_lines,
            queues: Vec::new(),
            front_queue: front.clone(),
            front,
            tickets: Vec::new(),
            desks: Vec::new(),
            desk_places: BTreeMap::new(),
            report: Vec::new(),
        };
        routing.lay_front_queues();
        routing.lay_ticket_queues();
        if let Some(hours) = hours {
            routing.lay_desks(lines, hours);
        }
        routing
    }

    fn add(&mut self, queue: Queue) -> usize {
        self.queues.push(queue);
        self.queues.len() - 1
    }

    /// A site's callers wait for its front line, in hours that it hands over for its partner's.
    fn lay_front_queues(&mut self) {
        let pooling = self.parts.file.pooling;
        let own_first = pooling.filter(|pooling| pooling.front_lines == PoolFile::OwnFirst);
        for group in 0..self.groups.len() {
            let mut queue = Queue::of(GroupId::new(group));
            if let Some(PoolingFile { overflow_after, .. }) = own_first {
                let others = (0..self.groups.len()).filter(|other| *other != group);
                let route = |other| Route {
                    after: overflow_after.0,
                    rank: RANK_OF_OTHERS,
                    ..Route::to(GroupId::new(other))
                };
                queue.served_by.extend(others.map(route));
            }
            let partner = self.parts.sites.get(group).and_then(|site| site.partner);
            if let Some(partner) = partner.filter(|_| self.front.len() == self.groups.len()) {
                queue.when_closed = WhenClosed::Forward(QueueId::new(partner));
            }
            self.add(queue);
        }
    }

    /// Tickets wait for idle time of the site's own front line, or its partner's.
    fn lay_ticket_queues(&mut self) {
        let Some(file) = &self.parts.file.follow_up else { return };
        let reserve = Reserve { at_least: file.reserve.0, share: file.reserve_share.0 };
        let route = |group| Route { rank: RANK_OF_TICKETS, reserve, ..Route::to(GroupId::new(group)) };
        for site in 0..self.parts.sites.len() {
            let mut served_by = vec![route(self.front[site])];
            let partner = self.parts.sites[site].partner.map(|partner| self.front[partner]);
            served_by.extend(partner.filter(|partner| *partner != self.front[site]).map(route));
            let queue = self.add(Queue { served_by, when_closed: WhenClosed::Wait });
            self.tickets.push(queue);
        }
    }

    /// The queue of a site's tickets; none if there are no tickets.
    pub(super) fn tickets(&self, site: usize) -> Option<usize> {
        self.tickets.get(site).copied()
    }

    /// One desk per row and province, or per row and site.
    fn lay_desks(&mut self, lines: &[HotlineAtSite], hours: &OpeningHours) {
        let mut served: BTreeMap<DeskKey, Vec<&HotlineAtSite>> = BTreeMap::new();
        for line in lines {
            if let Some(key) = self.desk_key(line) {
                served.entry(key).or_default().push(line);
            }
        }
        // In the order of their first lines.
        for line in lines {
            let Some(key) = self.desk_key(line) else { continue };
            if let Some(served) = served.remove(&key) {
                self.desk_places.insert(key, self.desks.len());
                self.lay_desk(key.0, key.1, &served, hours);
            }
        }
    }

    /// Returns the row and the site of the desk that answers a line's old number.
    fn desk_key(&self, line: &HotlineAtSite) -> Option<DeskKey> {
        let row = line.row?;
        Some(match self.parts.hotlines[row].desk {
            Level::Province => (row, None),
            Level::Site => (row, Some(line.site)),
        })
    }

    fn lay_desk(&mut self, row: usize, site: Option<usize>, lines: &[&HotlineAtSite], hours: &OpeningHours) {
        let (number, mode) = (&self.parts.hotlines[row].number, self.parts.hotlines[row].mode);
        let stays = lines.iter().any(|line| keeps_its_people(line.mode));
        // The desk closes on the day after the last of its windows.
        let last = lines.iter().map(|line| line.window.map(|window| window.last + 1)).max().flatten();
        let until = if stays || lines.iter().any(|line| line.window.is_none()) { None } else { last };
        let (load, agents) = self.size(lines, hours, stays);
        let kind = match mode {
            Mode::DualExpert => "experts",
            Mode::SubCentre => "sub-centre",
            Mode::Own | Mode::Full | Mode::Dual => "desk",
        };
        let id = match site {
            Some(site) => format!("{kind}-{number}-{}", self.parts.sites[site].id),
            None => format!("{kind}-{number}"),
        };
        self.report.push(DeskPlan { group: id.clone(), hotline: row + 1, site, agents, load, stays });
        self.desks.push(Desk { group: self.groups.len(), old: None, referred: None, dialled: Vec::new() });
        self.groups.push(AgentGroup {
            id,
            site: site.map(SiteId::new),
            staffing: Staffing::Dated(hours.steps(agents, until)),
            shift_end: ShiftEnd::Finish,
            front_line: false,
            generalist: false,
        });
    }

    /// The load of a desk in its open hours, and the agents who answer their share of it.
    fn size(&self, lines: &[&HotlineAtSite], hours: &OpeningHours, stays: bool) -> (f64, u32) {
        let habit = self.parts.file.migration.habit_before.0;
        let demands = lines.iter().map(|line| LineDemand {
            callers: |day, half| line.callers(day, half),
            dates: line.dates(),
            dialled: 1.0 - habit,
            handle: line.talk.mean() + line.wrap_up.mean(),
        });
        let demand = DeskDemand::in_open_hours(demands, hours);
        let desks = self.parts.file.desks.as_ref();
        let answered = desks.map_or(0.85, |d| if stays { d.experts_answered.0 } else { d.answered.0 });
        (demand.load, demand.least_agents(&self.parts.caller.patience, answered))
    }

    /// Returns the routing of a line's calls.
    pub(super) fn of_line(&mut self, line: &HotlineAtSite) -> HotlineRouting {
        let front = self.front_queue[line.site];
        let Some(desk) = self.desk_of(line) else {
            // Without desks only those who reach the front line are simulated.
            let migrated = match keeps_its_people(line.mode) {
                true => vec![0.0; line.migrated.len()],
                false => line.migrated.clone(),
            };
            let reach = (line.mode != Mode::Own).then(|| Migration {
                habit: line.habit.clone(),
                migrated,
                merged: QueueId::new(front),
                old: None,
            });
            return HotlineRouting { queue: front, reach, referral: None };
        };
        let old = self.old_queue(desk);
        let merged = match keeps_its_people(line.mode) {
            true => self.dialled_queue(desk, line),
            false => front,
        };
        let reach = Migration {
            habit: line.habit.clone(),
            migrated: line.migrated.clone(),
            merged: QueueId::new(merged),
            old: Some(QueueId::new(old)),
        };
        HotlineRouting { queue: front, reach: Some(reach), referral: self.referral(desk, line) }
    }

    fn desk_of(&self, line: &HotlineAtSite) -> Option<usize> {
        self.desk_places.get(&self.desk_key(line)?).copied()
    }

    /// Calls to an old number that has not merged: for its desk alone.
    fn old_queue(&mut self, desk: usize) -> usize {
        if let Some(queue) = self.desks[desk].old {
            return queue;
        }
        let route = Route { rank: RANK_OF_DIALLED, ..Route::to(GroupId::new(self.desks[desk].group)) };
        let queue = self.add(Queue { served_by: vec![route], when_closed: WhenClosed::Refuse });
        self.desks[desk].old = Some(queue);
        queue
    }

    /// Calls to the merged number of experts or a sub-centre: for them first, then for the front line, and
    /// for it alone while they are closed.
    fn dialled_queue(&mut self, desk: usize, line: &HotlineAtSite) -> usize {
        let known = self.desks[desk].dialled.iter().find(|(site, _)| *site == line.site);
        if let Some((_, queue)) = known {
            return *queue;
        }
        let file = &self.parts.file;
        let after = match line.mode {
            Mode::SubCentre => file.sub_centres.as_ref().map(|s| s.overflow_after.0),
            _ => file.experts.as_ref().map(|e| e.overflow_after.0),
        };
        let first = Route { rank: RANK_OF_DIALLED, ..Route::to(GroupId::new(self.desks[desk].group)) };
        let overflow = after.map(|after| Route { after, ..Route::to(GroupId::new(self.front[line.site])) });
        let served_by = std::iter::once(first).chain(overflow).collect();
        let when_closed = WhenClosed::Forward(QueueId::new(self.front_queue[line.site]));
        let queue = self.add(Queue { served_by, when_closed });
        self.desks[desk].dialled.push((line.site, queue));
        queue
    }

    /// The referral of a line's calls from the front line, as far as it has merged.
    fn referral(&mut self, desk: usize, line: &HotlineAtSite) -> Option<Referral> {
        let file = &self.parts.file;
        let (share, how) = match line.mode {
            Mode::DualExpert => {
                let file = file.experts.as_ref()?;
                let (limit, introduction) = (file.hold_at_most.0, file.introduction.0);
                (file.referred.0, TransferKind::WarmTransfer { limit, introduction })
            }
            Mode::SubCentre => (file.sub_centres.as_ref()?.transferred.0, TransferKind::BlindTransfer),
            Mode::Own | Mode::Full | Mode::Dual => return None,
        };
        let queue = self.referred_queue(desk);
        Some(Referral {
            share: line.migrated.iter().map(|migrated| share * migrated).collect(),
            queue: QueueId::new(queue),
            priority: 0,
            how,
            talk: line.talk.clone(),
            wrap_up: Some(line.wrap_up.clone()),
            patience: self.parts.caller.patience.clone(),
        })
    }

    fn referred_queue(&mut self, desk: usize) -> usize {
        if let Some(queue) = self.desks[desk].referred {
            return queue;
        }
        let queue = self.add(Queue::of(GroupId::new(self.desks[desk].group)));
        self.desks[desk].referred = Some(queue);
        queue
    }
}

/// Returns whether a line's own people stay and answer its number.
fn keeps_its_people(mode: Mode) -> bool {
    matches!(mode, Mode::DualExpert | Mode::SubCentre)
}

/// Share of a line's callers who come to the front line in a half hour, overflow apart.
pub(super) fn front_share(
    line: &HotlineAtSite,
    hours: Option<&OpeningHours>,
    day: usize,
    half: usize,
) -> f64 {
    let (Some(habit), Some(migrated)) = (line.habit.get(day), line.migrated.get(day)) else { return 1.0 };
    let merged = match (keeps_its_people(line.mode), hours) {
        (false, _) => 1.0,
        (true, Some(hours)) => 1.0 - hours.share_open(day, half),
        (true, None) => 0.0,
    };
    habit + (1.0 - habit) * migrated * merged
}

/// Expected calls at the front line and their load in erlangs, by half hour of the horizon.
pub(super) fn add_traffic(
    line: &HotlineAtSite,
    hours: Option<&OpeningHours>,
    calls: &mut [f64],
    load: &mut [f64],
) {
    for day in 0..line.dates() {
        let handle = line.front_handle(day);
        for half in 0..HALF_HOURS {
            let come = line.callers(day, half) * front_share(line, hours, day, half);
            calls[day * HALF_HOURS + half] += come;
            load[day * HALF_HOURS + half] += come * handle / HALF_HOUR;
        }
    }
}
