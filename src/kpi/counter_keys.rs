//! Counter keys: the counters to which an attempt belongs, by call type, group and role; by site and half hour; by
//! stage of the merger.

use super::cell::Cell;
use crate::model::{CallTypeId, GroupId, Model, SiteId};
use crate::time::HALF_HOURS;

/// A caller's relation to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Came to the group, and met its end there.
    Own,
    /// Came to the group and was answered by another.
    Away,
    /// Came to another group and was answered by this one.
    Guest,
    /// Was handed on to the group.
    Expert,
}

/// A key of counters: a call type's callers in one group and role.
#[derive(Clone, Copy, Debug)]
pub(super) struct CounterKey {
    pub(super) hotline: usize,
    pub(super) site: usize,
    pub(super) group: usize,
    pub(super) role: Role,
    /// Index of the series that counts its half hours; no meaning for guests and experts.
    pub(super) series: usize,
    /// Index of the series that counts its agents' half hours.
    pub(super) duty: usize,
    /// Index of the histogram of its waits.
    pub(super) waits: usize,
}

/// A series of half-hour counters: a site's callers at one front line, or all its others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SiteSeries {
    /// None for agents of the whole province.
    pub(super) site: Option<usize>,
    pub(super) front_line: Option<usize>,
}

/// Waits of a site's callers in one relation to one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WaitsOf {
    pub(super) site: usize,
    pub(super) group: usize,
    pub(super) role: Role,
}

/// All counter keys, in order of their first use but for the first: one per call type in the group to which it comes.
pub(super) struct CounterKeys {
    pub(super) all: Vec<CounterKey>,
    /// Group, role and number of each call type's counter keys after its first.
    others: Vec<Vec<(GroupId, Role, u32)>>,
    pub(super) all_series: Vec<SiteSeries>,
    pub(super) waits: Vec<WaitsOf>,
    /// Index of the series that counts each group's half hours of duty: front lines by themselves, others by site.
    pub(super) duty_series: Vec<usize>,
    /// Site and front line of each duty series.
    pub(super) duty_of: Vec<SiteSeries>,
}

impl CounterKeys {
    pub(super) fn new(model: &Model) -> CounterKeys {
        let mut duty_of = Vec::new();
        let duty_series = (0..model.groups().len())
            .map(|group| {
                let site = model.groups()[group].site.map(SiteId::index);
                index_of(&mut duty_of, SiteSeries { site, front_line: front_line(model, group) })
            })
            .collect();
        let mut counter_keys = CounterKeys {
            all: Vec::new(),
            others: vec![Vec::new(); model.call_types().len()],
            all_series: Vec::new(),
            waits: Vec::new(),
            duty_series,
            duty_of,
        };
        for (call_type, of) in model.call_types().iter().enumerate() {
            counter_keys.add(model, call_type, model.home(of.queue).index(), Role::Own);
        }
        counter_keys
    }

    /// Returns the counter key of a call type, group and role; adds it if it is new.
    pub(super) fn find_or_add(
        &mut self,
        model: &Model,
        call_type: CallTypeId,
        group: GroupId,
        role: Role,
    ) -> usize {
        let others = &self.others[call_type.index()];
        if let Some((.., key)) = others.iter().find(|other| (other.0, other.1) == (group, role)) {
            return *key as usize;
        }
        let key = self.add(model, call_type.index(), group.index(), role);
        self.others[call_type.index()].push((group, role, key as u32));
        key
    }

    fn add(&mut self, model: &Model, call_type: usize, group: usize, role: Role) -> usize {
        let of = &model.call_types()[call_type];
        let (hotline, site) = (of.hotline.index(), of.site.index());
        let series = match role {
            Role::Own | Role::Away => index_of(
                &mut self.all_series,
                SiteSeries { site: Some(site), front_line: front_line(model, group) },
            ),
            Role::Guest | Role::Expert => 0,
        };
        let waits = index_of(&mut self.waits, WaitsOf { site, group, role });
        let duty = self.duty_series[group];
        self.all.push(CounterKey { hotline, site, group, role, series, duty, waits });
        self.all.len() - 1
    }
}

fn front_line(model: &Model, group: usize) -> Option<usize> {
    model.groups()[group].front_line.then_some(group)
}

/// Returns the place of a value in a list, at the end if it is new.
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
        Stages { windows: model.hotlines().iter().map(window).collect(), cells: Default::default() }
    }

    /// Returns the counters of a hotline's attempts dialled in a half hour.
    #[inline(always)]
    pub(super) fn of(&mut self, hotline: usize, slot: usize) -> Option<&mut Cell> {
        let (first, last) = self.windows[hotline]?;
        let day = (slot / HALF_HOURS) as i64;
        Some(&mut self.cells[usize::from(day >= first) + usize::from(day > last)])
    }
}
