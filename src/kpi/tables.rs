//! Tables by single dimensions, the same shape for one replication and for all.

use super::counted::Counted;
use super::histogram::{Histogram, join};
use super::measure::{QUANTILES, Sums};
use super::rolling::Rolling;
use crate::model::Model;
use crate::time::HALF_HOURS;
use std::sync::Arc;

/// The level of detail of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Totals only: the tables by half hour, date and week are empty.
    Totals,
    /// All tables.
    ByInterval,
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
    /// By site and half hour of the day, of the same attempts; empty where `interval` says the same.
    pub site_interval: Vec<Vec<T>>,
    /// By site and date, of the same attempts; empty where `date` says the same, and without a calendar.
    pub site_date: Vec<Vec<T>>,
}

impl<T> Tables<T> {
    /// Returns all entries in one fixed order.
    pub fn entries(&self) -> impl Iterator<Item = &T> {
        let crossed = [&self.site_week, &self.site_interval, &self.site_date].into_iter().flatten().flatten();
        let simple = [
            &self.hotline,
            &self.site,
            &self.front_line,
            &self.group,
            &self.stage,
            &self.interval,
            &self.date,
        ];
        std::iter::once(&self.total).chain(simple.into_iter().flatten()).chain(crossed)
    }

    /// Returns all entries in the same order.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let crossed = [&mut self.site_week, &mut self.site_interval, &mut self.site_date];
        let crossed = crossed.into_iter().flatten().flatten();
        let simple = [
            &mut self.hotline,
            &mut self.site,
            &mut self.front_line,
            &mut self.group,
            &mut self.stage,
            &mut self.interval,
            &mut self.date,
        ];
        std::iter::once(&mut self.total).chain(simple.into_iter().flatten()).chain(crossed)
    }

    /// Returns the entries of a site's front line by half hour of the day.
    pub fn front_line_intervals(&self, site: usize) -> &[T] {
        self.site_interval.get(site).unwrap_or(&self.interval)
    }

    /// Returns the entries of a site's front line by date.
    pub fn front_line_dates(&self, site: usize) -> &[T] {
        self.site_date.get(site).unwrap_or(&self.date)
    }

    /// Makes empty entries for a model.
    pub fn of(model: &Model, detail: Detail) -> Tables<T>
    where
        T: Clone + Default,
    {
        let by_time = detail == Detail::ByInterval;
        let dates = if by_time && model.horizon().start.is_some() { model.horizon().dates() } else { 0 };
        let halves = if by_time { HALF_HOURS } else { 0 };
        let (sites, some) = (model.sites().len(), |count| vec![T::default(); count]);
        // Of one site without desks every attempt comes to the front line.
        let is_alone = sites == 1 && model.groups().iter().all(|group| group.front_line);
        let crossed = if is_alone { 0 } else { sites };
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
            site_interval: vec![some(halves); crossed],
            site_date: vec![some(dates); crossed],
        }
    }
}

/// The results of one replication for a table entry.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Sums.
    pub sums: Sums,
    /// The sums that are counted; the others are not known.
    pub counted: Counted,
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
