//! Which counters an attempt belongs to: lanes, tracks, stages.

use super::cell::Cell;
use crate::model::{CallTypeId, GroupId, Model};
use crate::time::HALF_HOURS;

/// A caller's relation to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Came to the group, and met its end there.
    Own,
    /// Came to the group and was answered by another.
    Away,
    /// Came to another group and was answered by this one.
    Guest,
    /// Was handed on to the group.
    Expert,
}

/// A call type's callers in one group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane {
    pub(super) hotline: usize,
    pub(super) site: usize,
    pub(super) group: usize,
    pub(super) part: Part,
    /// Where its half hours are counted; no meaning for guests and experts.
    pub(super) track: usize,
    /// Where its agents' half hours are counted.
    pub(super) duty: usize,
    /// Where its waits are.
    pub(super) waits: usize,
}

/// A site's callers at one front line, or all its others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Track {
    /// None of agents of the whole province.
    pub(super) site: Option<usize>,
    pub(super) front_line: Option<usize>,
}

/// Waits of a site's callers in one relation to one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WaitsOf {
    pub(super) site: usize,
    pub(super) group: usize,
    pub(super) part: Part,
}

/// All lanes, in order of their first use but for the first: a lane per call type in the group to which it comes.
pub(super) struct Lanes {
    pub(super) all: Vec<Lane>,
    /// Group, part and number of each call type's lanes after its first.
    others: Vec<Vec<(GroupId, Part, u32)>>,
    pub(super) tracks: Vec<Track>,
    pub(super) waits: Vec<WaitsOf>,
    /// Where each group's half hours of duty are counted: front lines by themselves, others by site.
    pub(super) duty_track: Vec<usize>,
    /// Site and front line of each duty track.
    pub(super) duty_of: Vec<Track>,
}

impl Lanes {
    pub(super) fn new(model: &Model) -> Lanes {
        let mut duty_of = Vec::new();
        let duty_track = (0..model.groups.len())
            .map(|group| {
                let site = model.groups[group].site;
                index_of(&mut duty_of, Track { site, front_line: front_line(model, group) })
            })
            .collect();
        let mut lanes = Lanes {
            all: Vec::new(),
            others: vec![Vec::new(); model.call_types.len()],
            tracks: Vec::new(),
            waits: Vec::new(),
            duty_track,
            duty_of,
        };
        for (call_type, of) in model.call_types.iter().enumerate() {
            lanes.add(model, call_type, model.home(of.queue), Part::Own);
        }
        lanes
    }

    /// The lane of a call type, group and part.
    pub(super) fn find_or_add(&mut self, model: &Model, call_type: CallTypeId, group: GroupId, part: Part) -> usize {
        let others = &self.others[call_type.index()];
        if let Some((.., lane)) = others.iter().find(|other| (other.0, other.1) == (group, part)) {
            return *lane as usize;
        }
        let lane = self.add(model, call_type.index(), group.index(), part);
        self.others[call_type.index()].push((group, part, lane as u32));
        lane
    }

    fn add(&mut self, model: &Model, call_type: usize, group: usize, part: Part) -> usize {
        let of = &model.call_types[call_type];
        let (hotline, site) = (of.hotline, of.site);
        let track = match part {
            Part::Own | Part::Away => {
                index_of(&mut self.tracks, Track { site: Some(site), front_line: front_line(model, group) })
            }
            Part::Guest | Part::Expert => 0,
        };
        let waits = index_of(&mut self.waits, WaitsOf { site, group, part });
        let duty = self.duty_track[group];
        self.all.push(Lane { hotline, site, group, part, track, duty, waits });
        self.all.len() - 1
    }
}

fn front_line(model: &Model, group: usize) -> Option<usize> {
    model.groups[group].front_line.then_some(group)
}

/// The place of a value in a list, at the end if it is new.
fn index_of<T: Copy + PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}

/// Counters by the place of a hotline in the merger calendar: before its window, in it, after it.
pub(super) struct Stages {
    /// First day and last day of each hotline's window; none for those without.
    windows: Vec<Option<(i64, i64)>>,
    pub(super) cells: [Cell; 3],
}

impl Stages {
    pub(super) fn new(model: &Model) -> Stages {
        let window = |hotline: &crate::model::Hotline| hotline.window.map(|w| (w.first, w.last));
        Stages { windows: model.hotlines.iter().map(window).collect(), cells: Default::default() }
    }

    /// The counters of a hotline's attempts dialled in a half hour.
    #[inline(always)]
    pub(super) fn of(&mut self, hotline: usize, slot: usize) -> Option<&mut Cell> {
        let (first, last) = self.windows[hotline]?;
        let day = (slot / HALF_HOURS) as i64;
        Some(&mut self.cells[usize::from(day >= first) + usize::from(day > last)])
    }
}
