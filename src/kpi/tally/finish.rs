//! The end of a replication: its counters become tables and histograms of waits.

use super::super::counted::{Counted, Dimension};
use super::super::counter_keys::{Role, SiteSeries};
use super::super::histogram::{Histogram, join};
use super::super::measure::{Field, QUANTILES, Sums};
use super::super::rolling::roll;
use super::super::tables::{Detail, Entry, Tables, Waits};
use super::Tally;
use crate::model::{Model, QueueId};
use crate::time::{HALF_HOUR, HALF_HOURS};
use std::sync::Arc;

/// Half hours of a week.
const WEEK: usize = 7 * HALF_HOURS;

impl Tally<'_> {
    /// Sums up the replication: returns its tables and its histograms of waits.
    pub fn finish(mut self) -> (Tables<Entry>, Waits) {
        let mut tables = Tables::of(self.model, self.detail);
        self.add_sums(&mut tables);
        self.sum_stages(&mut tables);
        self.sum_duty(&mut tables);
        self.set_spans(&mut tables);
        if self.detail == Detail::ByInterval {
            self.set_spans_by_time(&mut tables);
        }
        let counts = self.by_time.finish(&mut tables);
        tables.entries_mut().for_each(|entry| entry.sums.cap_busy());
        self.set_counted(&mut tables);
        self.roll_windows(&counts, &mut tables);
        let waits = self.collect_waits();
        set_quantiles(&mut tables, &waits);
        (tables, waits)
    }

    /// Callers belong to their site, busy agents to their group's: so that no site's are busier than
    /// they are on duty where another answers. Whoever is answered elsewhere counts as offered and
    /// overflowed with the group to which the call came, and as offered with the one that answered.
    /// Referrals and calls back, which follow an answer, belong to the caller's site too, whoever does it.
    fn add_sums(&self, tables: &mut Tables<Entry>) {
        for (index, key) in self.counter_keys.all.iter().enumerate() {
            let sums = self.sums_of(index);
            let (callers, agents) = sums.callers_and_agents();
            let (whole, here) = match key.role {
                Role::Own => (callers.arrived(false), callers.arrived(false)),
                Role::Away => (callers.arrived(true), callers.arrived(true).left_behind()),
                Role::Guest | Role::Expert => (callers.post_call(), callers),
            };
            tables.total.sums.merge(&whole);
            tables.hotline[key.hotline].sums.merge(&whole);
            tables.site[key.site].sums.merge(&whole);
            if self.model.groups()[key.group].front_line {
                tables.front_line[key.site].sums.merge(&whole);
            }
            tables.total.sums.merge(&agents);
            tables.hotline[key.hotline].sums.merge(&agents);
            if let Some(site) = self.model.groups()[key.group].site {
                tables.site[site.index()].sums.merge(&agents);
                if self.model.groups()[key.group].front_line {
                    tables.front_line[site.index()].sums.merge(&agents);
                }
            }
            tables.group[key.group].sums.merge(&agents);
            tables.group[key.group].sums.merge(&here);
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
            if let Some(site) = self.model.groups()[group].site {
                tables.site[site.index()].sums.merge(&sums);
                if self.model.groups()[group].front_line {
                    tables.front_line[site.index()].sums.merge(&sums);
                }
            }
        }
    }

    /// Sets which sums each entry counts.
    fn set_counted(&self, tables: &mut Tables<Entry>) {
        let of = |dimension| Counted::of(self.model, dimension);
        tables.total.counted = of(Dimension::Total);
        let by_time = [&mut tables.site_week, &mut tables.site_interval, &mut tables.site_date];
        let by_time = by_time.into_iter().flatten();
        let simple = [
            (&mut tables.hotline, Dimension::Hotline),
            (&mut tables.site, Dimension::Site),
            (&mut tables.front_line, Dimension::FrontLine),
            (&mut tables.group, Dimension::Group),
            (&mut tables.stage, Dimension::Stage),
            (&mut tables.interval, Dimension::Time),
            (&mut tables.date, Dimension::Time),
        ];
        let all = simple.into_iter().chain(by_time.map(|entries| (entries, Dimension::Time)));
        for (entries, dimension) in all {
            let counted = of(dimension);
            entries.iter_mut().for_each(|entry| entry.counted = counted);
        }
        // Referred callers rate the call, not the expert.
        for key in self.counter_keys.all.iter().filter(|key| key.role == Role::Expert) {
            let group = &mut tables.group[key.group];
            group.counted = group.counted.without(&[Field::PositiveRatings]);
        }
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
                let date = tables.site_date.get_mut(site).and_then(|dates| dates.get_mut(date));
                let crossed = week.into_iter().chain(half).chain(date);
                crossed.for_each(|entry| entry.sums.add(Field::TimeSpan, seconds));
            }
        }
    }

    /// Returns the half hours that are measured whole.
    fn judged_slots(&self) -> std::ops::Range<usize> {
        let horizon = self.model.horizon();
        let from = (horizon.warm_up / HALF_HOUR).ceil() as usize;
        from..from.max((horizon.end() / HALF_HOUR).floor() as usize)
    }

    /// Sets the rolling windows, from (offered, answered) of each series by half hour.
    fn roll_windows(&self, counts: &[Vec<(u32, u32)>], tables: &mut Tables<Entry>) {
        let rolled = |select: &dyn Fn(&SiteSeries) -> bool| {
            let mut together = vec![(0, 0); self.judged_slots().len()];
            let chosen = self.counter_keys.all_series.iter().zip(counts).filter(|(series, _)| select(series));
            for (_, counts) in chosen {
                let both = together.iter_mut().zip(&counts[self.judged_slots()]);
                both.for_each(|(sum, (offered, answered))| *sum = (sum.0 + offered, sum.1 + answered));
            }
            roll(together.into_iter())
        };
        let desks = DesksThatClose::of(self.model);
        if !desks.anywhere {
            tables.total.rolling = rolled(&|_| true);
        }
        let sites = tables.site.iter_mut().zip(&desks.of_site).enumerate();
        for (site, (entry, _)) in sites.filter(|(_, (_, closes))| !**closes) {
            entry.rolling = rolled(&|series| series.site == Some(site));
        }
        for (site, entry) in tables.front_line.iter_mut().enumerate() {
            entry.rolling = rolled(&|series| series.site == Some(site) && series.front_line.is_some());
        }
        self.roll_weeks(counts, tables);
        // Of other groups no half hours are kept apart.
        let fronts = self.model.groups().iter().zip(&mut tables.group).enumerate();
        for (group, (_, entry)) in fronts.filter(|(_, (group, _))| group.front_line) {
            entry.rolling = rolled(&|series| series.front_line == Some(group));
        }
        let hotlines = tables.hotline.iter_mut().zip(&desks.of_hotline).enumerate();
        for (hotline, (entry, _)) in hotlines.filter(|(_, (_, closes))| !**closes) {
            entry.rolling = match self.hotlines {
                0 => tables.total.rolling,
                _ => roll(self.judged_slots().map(|slot| self.hotline_slots[slot * self.hotlines + hotline])),
            };
        }
    }

    /// Sets the rolling windows of every week of a site: those of its front line that begin in the week.
    fn roll_weeks(&self, counts: &[Vec<(u32, u32)>], tables: &mut Tables<Entry>) {
        let judged = self.judged_slots();
        for (site, weeks) in tables.site_week.iter_mut().enumerate() {
            let here = self.counter_keys.all_series.iter().zip(counts);
            let here = here.filter(|(series, _)| series.site == Some(site) && series.front_line.is_some());
            let mut together = vec![(0, 0); judged.end];
            for (_, counts) in here {
                for (sum, (offered, answered)) in together.iter_mut().zip(counts) {
                    *sum = (sum.0 + offered, sum.1 + answered);
                }
            }
            for (week, entry) in weeks.iter_mut().enumerate() {
                let begin = (week * WEEK).max(judged.start);
                let end = ((week + 1) * WEEK + HALF_HOURS - 1).min(judged.end);
                entry.rolling = roll(together.get(begin..end).unwrap_or_default().iter().copied());
            }
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
        for (of, histogram) in self.counter_keys.waits.iter().zip(counted) {
            if matches!(of.role, Role::Own | Role::Away) {
                join(&mut waits.total, histogram.clone());
                join(&mut waits.site[of.site], histogram.clone());
                if self.model.groups()[of.group].front_line {
                    join(&mut waits.front_line[of.site], histogram.clone());
                }
            }
            if of.role != Role::Away {
                join(&mut waits.group[of.group], histogram.clone());
            }
        }
        if self.hotlines == 0 {
            waits.hotline = vec![waits.total.clone(); self.model.hotlines().len()];
        }
        waits
    }
}

/// Where calls come to desks that close: there the worst 24 hours are those in which the desks are closed.
struct DesksThatClose {
    anywhere: bool,
    of_site: Vec<bool>,
    of_hotline: Vec<bool>,
}

impl DesksThatClose {
    fn of(model: &Model) -> DesksThatClose {
        let (mut of_site, mut of_hotline) =
            (vec![false; model.sites().len()], vec![false; model.hotlines().len()]);
        let closes = |queue: QueueId| model.groups()[model.home(queue).index()].is_desk_that_closes();
        for of in model.call_types() {
            let old = of.demand.migration.as_ref().and_then(|migration| migration.old);
            let merged = of.demand.migration.as_ref().map(|migration| migration.merged);
            if [Some(of.queue), old, merged].into_iter().flatten().any(closes) {
                of_site[of.site.index()] = true;
                of_hotline[of.hotline.index()] = true;
            }
        }
        DesksThatClose { anywhere: of_site.contains(&true), of_site, of_hotline }
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
