//! Tables by single dimensions, the same shape for one replication and for all.

use super::histogram::Histogram;
use super::lanes::{Part, Track};
use super::measure::{Field, QUANTILES, Sums};
use super::rolling::{Rolling, roll};
use super::tally::Tally;
use crate::model::{Model, SiteId};
use crate::time::{HALF_HOUR, HALF_HOURS};
use std::sync::Arc;

/// How much tables tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing by time: the tables by half hour, date and week are empty.
    Whole,
    /// Everything.
    Times,
}

/// One entry for the whole and for each hotline, site, ...
#[derive(Clone, Debug, Default)]
pub struct Tables<T> {
    /// The whole.
    pub total: T,
    /// By hotline, as in the model.
    pub hotline: Vec<T>,
    /// By site.
    pub site: Vec<T>,
    /// By site, the attempts that came to a front line, wherever they ended: what the rule is judged by.
    pub front_line: Vec<T>,
    /// By group of agents.
    pub group: Vec<T>,
    /// By the hotline's place in the merger calendar: before its window, in it, after it; empty without windows.
    pub stage: Vec<T>,
    /// By half hour of the day, pooled over dates.
    pub interval: Vec<T>,
    /// By date; empty without a calendar.
    pub date: Vec<T>,
    /// By site and week of the horizon (seven dates from its start), of the attempts that came to a front
    /// line; empty without a calendar.
    pub site_week: Vec<Vec<T>>,
    /// By site and half hour of the day, of the same attempts.
    pub site_interval: Vec<Vec<T>>,
}

impl<T> Tables<T> {
    /// All entries in one fixed order.
    pub fn entries(&self) -> impl Iterator<Item = &T> {
        let (weeks, halves) = (self.site_week.iter().flatten(), self.site_interval.iter().flatten());
        let simple = [
            &self.hotline,
            &self.site,
            &self.front_line,
            &self.group,
            &self.stage,
            &self.interval,
            &self.date,
        ];
        std::iter::once(&self.total).chain(simple.into_iter().flatten()).chain(weeks).chain(halves)
    }

    /// All entries in the same order.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let (weeks, halves) = (self.site_week.iter_mut().flatten(), self.site_interval.iter_mut().flatten());
        let simple = [
            &mut self.hotline,
            &mut self.site,
            &mut self.front_line,
            &mut self.group,
            &mut self.stage,
            &mut self.interval,
            &mut self.date,
        ];
        std::iter::once(&mut self.total).chain(simple.into_iter().flatten()).chain(weeks).chain(halves)
    }

    /// Empty entries for a model.
    pub fn of(model: &Model, detail: Detail) -> Tables<T>
    where
        T: Clone + Default,
    {
        let by_time = detail == Detail::Times;
        let dates = if by_time && model.horizon().start.is_some() { model.horizon().dates() } else { 0 };
        let halves = if by_time { HALF_HOURS } else { 0 };
        let (sites, some) = (model.sites().len(), |count| vec![T::default(); count]);
        Tables {
            total: T::default(),
            hotline: some(model.hotlines().len()),
            site: some(sites),
            front_line: some(sites),
            group: some(model.groups().len()),
            stage: some(if model.hotlines().iter().any(|hotline| hotline.window.is_some()) { 3 } else { 0 }),
            interval: some(halves),
            date: some(dates),
            site_week: vec![some(dates.div_ceil(7)); sites],
            site_interval: vec![some(halves); if sites > 1 { sites } else { 0 }],
        }
    }
}

/// What one replication says of a table entry.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Sums.
    pub sums: Sums,
    /// Wait quantiles of [`QUANTILES`]; only for total, hotlines, sites and groups.
    pub quantiles: Option<[f64; QUANTILES.len()]>,
    /// Rolling 24 hours; for the same.
    pub rolling: Rolling,
}

/// Histograms of waits that go with [`Tables`]. They are large, and entries that say the same share one: where there
/// is but one hotline, site and group all do.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// All answered attempts.
    pub total: Arc<Histogram>,
    /// By hotline.
    pub hotline: Vec<Arc<Histogram>>,
    /// By site.
    pub site: Vec<Arc<Histogram>>,
    /// By site, of attempts that came to a front line.
    pub front_line: Vec<Arc<Histogram>>,
    /// By group.
    pub group: Vec<Arc<Histogram>>,
}

/// Adds the counts of a histogram; where there are none yet, it is shared. They are added to the one that reaches
/// further down: to make room in front takes long.
pub(super) fn join(own: &mut Arc<Histogram>, mut other: Arc<Histogram>) {
    if own.count() == 0 || other.begins_before(own) {
        std::mem::swap(own, &mut other);
    }
    if other.count() > 0 {
        Arc::make_mut(own).merge(&other);
    }
}

impl Waits {
    /// Total, hotlines, sites, front lines, groups: the order of the first entries of [`Tables`].
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Histogram>> {
        let all = [&self.hotline, &self.site, &self.front_line, &self.group];
        std::iter::once(&self.total).chain(all.into_iter().flatten())
    }

    /// Adds another replication's counts.
    pub fn merge(&mut self, other: Waits) {
        if self.site.is_empty() {
            *self = other;
            return;
        }
        let own = [&mut self.hotline, &mut self.site, &mut self.front_line, &mut self.group];
        let all = std::iter::once(&mut self.total).chain(own.into_iter().flatten());
        all.zip(other.entries()).for_each(|(own, other)| join(own, other.clone()));
    }
}

impl Tally<'_> {
    /// Sums up: tables and histograms of this replication.
    pub fn finish(mut self) -> (Tables<Entry>, Waits) {
        let mut tables = Tables::of(self.model, self.detail);
        self.sum_lanes(&mut tables);
        self.sum_stages(&mut tables);
        self.sum_duty(&mut tables);
        self.set_spans(&mut tables);
        if self.detail == Detail::Times {
            self.set_spans_by_time(&mut tables);
        }
        let counts = self.by_time.finish(&mut tables);
        self.roll_windows(&counts, &mut tables);
        let waits = self.collect_waits();
        set_quantiles(&mut tables, &waits);
        (tables, waits)
    }

    /// Callers belong to their site, busy agents to their group's: so that no site's are busier than
    /// they are on duty where another answers. Whoever is answered elsewhere counts as offered and
    /// overflowed with the group to which the call came, and as offered with the one that answered.
    fn sum_lanes(&self, tables: &mut Tables<Entry>) {
        for (index, lane) in self.lanes.all.iter().enumerate() {
            let sums = self.lane_sums(index);
            let (callers, agents) = sums.callers_and_agents();
            if matches!(lane.part, Part::Own | Part::Away) {
                tables.total.sums.merge(&callers);
                tables.hotline[lane.hotline].sums.merge(&callers);
                tables.site[lane.site].sums.merge(&callers);
                if self.model.groups()[lane.group].front_line {
                    tables.front_line[lane.site].sums.merge(&callers);
                }
            }
            tables.total.sums.merge(&agents);
            tables.hotline[lane.hotline].sums.merge(&agents);
            if let Some(site) = self.model.groups()[lane.group].site.map(SiteId::index) {
                tables.site[site].sums.merge(&agents);
                if self.model.groups()[lane.group].front_line {
                    tables.front_line[site].sums.merge(&agents);
                }
            }
            tables.group[lane.group].sums.merge(&agents);
            tables.group[lane.group].sums.merge(&if lane.part == Part::Away {
                callers.overflowed()
            } else {
                callers
            });
        }
    }

    fn sum_stages(&self, tables: &mut Tables<Entry>) {
        for (stage, cell) in tables.stage.iter_mut().zip(&self.stages.cells) {
            stage.sums.merge(&cell.sums());
        }
    }

    /// Duty belongs to a group, and to the group's own site.
    fn sum_duty(&self, tables: &mut Tables<Entry>) {
        for (group, duty) in self.duty_of_group.iter().enumerate() {
            let mut sums = Sums::default();
            duty.add_to(&mut sums);
            tables.group[group].sums.merge(&sums);
            tables.total.sums.merge(&sums);
            if let Some(site) = self.model.groups()[group].site.map(SiteId::index) {
                tables.site[site].sums.merge(&sums);
                if self.model.groups()[group].front_line {
                    tables.front_line[site].sums.merge(&sums);
                }
            }
        }
        // A hotline's occupancy is its share of all agents' time: the hotlines' add up to the total's.
        let staffed = tables.total.sums.get(Field::Staffed);
        tables.hotline.iter_mut().for_each(|entry| entry.sums.add(Field::Staffed, staffed));
    }

    fn set_spans(&self, tables: &mut Tables<Entry>) {
        let measured = self.model.horizon().measured();
        let whole = [
            &mut tables.hotline,
            &mut tables.site,
            &mut tables.front_line,
            &mut tables.group,
            &mut tables.stage,
        ];
        whole
            .into_iter()
            .flatten()
            .chain([&mut tables.total])
            .for_each(|entry| entry.sums.add(Field::TimeSpan, measured));
    }

    fn set_spans_by_time(&self, tables: &mut Tables<Entry>) {
        let horizon = self.model.horizon();
        for slot in 0..horizon.slots() {
            let from = (slot as f64 * HALF_HOUR).max(horizon.warm_up);
            let to = ((slot + 1) as f64 * HALF_HOUR).min(horizon.end());
            let seconds = (to - from).max(0.0);
            let (interval, date) = (slot % HALF_HOURS, slot / HALF_HOURS);
            tables.interval[interval].sums.add(Field::TimeSpan, seconds);
            if let Some(entry) = tables.date.get_mut(date) {
                entry.sums.add(Field::TimeSpan, seconds);
            }
            for site in 0..self.model.sites().len() {
                let week = tables.site_week[site].get_mut(date / 7);
                let half = tables.site_interval.get_mut(site).map(|halves| &mut halves[interval]);
                week.into_iter().chain(half).for_each(|entry| entry.sums.add(Field::TimeSpan, seconds));
            }
        }
    }

    /// From the first half hour that is measured whole to the last.
    fn judged_slots(&self) -> std::ops::Range<usize> {
        let horizon = self.model.horizon();
        let from = (horizon.warm_up / HALF_HOUR).ceil() as usize;
        from..from.max((horizon.end() / HALF_HOUR).floor() as usize)
    }

    /// Windows over (offered, answered) of each track by half hour.
    fn roll_windows(&self, counts: &[Vec<(u32, u32)>], tables: &mut Tables<Entry>) {
        let rolled = |select: &dyn Fn(&Track) -> bool| {
            let mut together = vec![(0, 0); self.judged_slots().len()];
            let chosen = self.lanes.tracks.iter().zip(counts).filter(|(track, _)| select(track));
            for (_, counts) in chosen {
                let both = together.iter_mut().zip(&counts[self.judged_slots()]);
                both.for_each(|(sum, (offered, answered))| *sum = (sum.0 + offered, sum.1 + answered));
            }
            roll(together.into_iter())
        };
        tables.total.rolling = rolled(&|_| true);
        for (site, entry) in tables.site.iter_mut().enumerate() {
            entry.rolling = rolled(&|track| track.site == Some(site));
        }
        for (site, entry) in tables.front_line.iter_mut().enumerate() {
            entry.rolling = rolled(&|track| track.site == Some(site) && track.front_line.is_some());
        }
        for (group, entry) in tables.group.iter_mut().enumerate() {
            entry.rolling = rolled(&|track| track.front_line == Some(group));
        }
        for (hotline, entry) in tables.hotline.iter_mut().enumerate() {
            entry.rolling = match self.hotlines {
                0 => tables.total.rolling,
                _ => roll(self.judged_slots().map(|slot| self.hotline_slots[slot * self.hotlines + hotline])),
            };
        }
    }

    fn collect_waits(&mut self) -> Waits {
        let (sites, groups) = (self.model.sites().len(), self.model.groups().len());
        let empty = |count| vec![Arc::default(); count];
        let mut waits = Waits {
            site: empty(sites),
            front_line: empty(sites),
            group: empty(groups),
            ..Default::default()
        };
        let mut counted = self.waits.take().into_iter().map(Arc::new);
        waits.hotline.extend(counted.by_ref().take(self.hotlines));
        for (of, histogram) in self.lanes.waits.iter().zip(counted) {
            if matches!(of.part, Part::Own | Part::Away) {
                join(&mut waits.total, histogram.clone());
                join(&mut waits.site[of.site], histogram.clone());
                if self.model.groups()[of.group].front_line {
                    join(&mut waits.front_line[of.site], histogram.clone());
                }
            }
            if of.part != Part::Away {
                join(&mut waits.group[of.group], histogram.clone());
            }
        }
        if self.hotlines == 0 {
            waits.hotline = vec![waits.total.clone(); self.model.hotlines().len()];
        }
        waits
    }
}

/// Wait quantiles of every entry. Entries in a row that share a histogram are looked through once.
fn set_quantiles(tables: &mut Tables<Entry>, waits: &Waits) {
    let mut last: Option<(&Arc<Histogram>, Option<[f64; QUANTILES.len()]>)> = None;
    for (entry, waits) in tables.entries_mut().zip(waits.entries()) {
        let known =
            last.filter(|(histogram, _)| Arc::ptr_eq(histogram, waits)).map(|(_, quantiles)| quantiles);
        entry.quantiles = known.unwrap_or_else(|| waits.quantiles(QUANTILES));
        last = Some((waits, entry.quantiles));
    }
}
