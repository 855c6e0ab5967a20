//! Builds the charts of a run from its results.

use super::words::{IntervalStyle, Words};
use crate::chart::{
    CalendarChart, Day, Heading, LoadChart, MarkedSpan, MergerDates, Point, Quantile, ServiceMeasure,
    ServicePanel, StillWaiting, WaitSeries, WaitsChart, WindowBar,
};
use crate::format::{duration, percent};
use crate::kpi::{Field, Histogram, Kpi, TARGET};
use crate::language::Text;
use crate::model::{Mode, Model};
use crate::replicate::{Results, Series};
use crate::scenario::plan::Plan;
use crate::stats::Estimate;
use crate::verdict::judged;
use std::borrow::Cow;

/// The run of which charts are made.
pub struct Source<'a> {
    /// The scenario.
    pub model: &'a Model,
    /// Its plan, if it merges hotlines.
    pub plan: Option<&'a Plan>,
    /// The results.
    pub results: &'a Results,
    /// Their seed.
    pub seed: u64,
    /// The words of the reader's language.
    pub words: &'a dyn Words,
}

impl Source<'_> {
    pub(super) fn name<'t>(&self, text: &'t Text) -> &'t str {
        self.words.say(text)
    }

    /// Makes the heading of a chart; `intervals` are how it shows them, if it does.
    pub(super) fn heading(
        &self,
        title: String,
        subtitle: String,
        intervals: Option<IntervalStyle>,
    ) -> Heading {
        let (name, runs, seed) = (self.model.name(), self.results.replications, self.seed);
        let source = self.words.simulated(name, runs, seed, intervals);
        Heading { title, subtitle, source }
    }

    /// Builds the chart of waits by date above the windows of the hotlines; none without a calendar.
    pub fn calendar(&self) -> Option<CalendarChart> {
        let first = self.model.horizon().start?;
        let day = |series: &Series| Day {
            wait: point(series.kpi(Kpi::MeanWaitAnswered)),
            answered: point(series.kpi(Kpi::AnswerRate)),
        };
        let by_date = self.by_date();
        let days: Vec<Day> = by_date.iter().map(|series| day(series)).collect();
        let title = self.longest_wait(&by_date);
        let subtitle = self.words.calendar_subtitle(self.plan.is_some());
        let spans = self.plan.map_or(Vec::new(), |plan| {
            let span = |(name, first, last): &(Text, _, _)| MarkedSpan {
                label: self.name(name).to_owned(),
                first: *first,
                last: *last,
            };
            plan.seasons.iter().map(span).collect()
        });
        Some(CalendarChart {
            heading: self.heading(title, subtitle, Some(IntervalStyle::Bands)),
            first,
            days,
            answered_target: Some(TARGET),
            spans,
            windows: self.windows(),
        })
    }

    /// Returns the series of every date: of a plan all calls that came to front lines, else all calls.
    fn by_date(&self) -> Vec<Cow<'_, Series>> {
        let tables = &self.results.tables;
        let sites = || 0..self.model.sites().len();
        let fronts = |day: usize| sites().filter_map(move |site| tables.front_line_dates(site).get(day));
        let together = |day: usize| match self.plan {
            Some(_) => Cow::Owned(Series::together(fronts(day))),
            None => Cow::Borrowed(&tables.date[day]),
        };
        (0..tables.date.len()).map(together).collect()
    }

    /// Words the title: in which week those of the curve wait longest.
    fn longest_wait(&self, by_date: &[Cow<'_, Series>]) -> String {
        let weeks = by_date.chunks(7).map(|days| Series::together(days.iter().map(|day| &**day)));
        let waits = weeks.enumerate().filter_map(|(week, series)| {
            Some((week, series.kpi(Kpi::MeanWaitAnswered).mean.filter(|wait| *wait > 0.0)?))
        });
        let worst = waits.max_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(week, wait)| {
            let wait = duration(Some(wait), self.words.language());
            Some(self.words.longest_wait(self.model.horizon().date(7 * week)?, &wait))
        });
        worst.unwrap_or_else(|| self.words.waits_by_date().to_owned())
    }

    /// Lists the windows in order of their beginning; lines absorbed before the plan have none of their own.
    pub(super) fn windows(&self) -> Vec<WindowBar> {
        let Some(plan) = self.plan else { return Vec::new() };
        let merging = plan.hotlines.iter().filter(|h| h.mode != Mode::Own);
        let mut windows: Vec<_> = merging
            .map(|hotline| {
                let when = match hotline.window {
                    None => MergerDates::Unknown,
                    Some((_, last)) if hotline.end_date_alone => MergerDates::Until(last),
                    Some((first, last)) => MergerDates::Between(first, last),
                };
                let name = self.name(&hotline.name).to_owned();
                (hotline.window, WindowBar { number: hotline.number.clone(), name, mode: hotline.mode, when })
            })
            .collect();
        windows.sort_by_key(|(window, _)| (window.is_none(), *window));
        windows.into_iter().map(|(_, bar)| bar).collect()
    }

    /// Builds the chart of load against people and seats through the day, at the site that leaves most attempts unanswered.
    pub fn load(&self) -> LoadChart {
        let unanswered =
            |series: &Series| series.total().get(Field::Offered) - series.total().get(Field::Answered);
        let sites = judged(self.results).iter().enumerate();
        let site =
            sites.max_by(|a, b| unanswered(a.1).total_cmp(&unanswered(b.1))).map_or(0, |(site, _)| site);
        let halves = self.results.tables.front_line_intervals(site);
        let name = self.name(&self.model.sites()[site].name);
        let handle = handle_time(&judged(self.results)[site]);
        let load: Vec<_> = halves.iter().map(|series| offered_load(series, handle)).collect();
        let on_duty: Vec<_> = halves.iter().map(|series| point(series.kpi(Kpi::MeanStaffed))).collect();
        let seats = halves.iter().filter_map(|series| series.kpi(Kpi::MeanSeats).mean).fold(0.0, f64::max);
        let people = on_duty.iter().flatten().map(|p| p.value).fold(0.0, f64::max);
        let title = self.words.people_for_seats(name, people, seats);
        let subtitle = self.words.load_subtitle().to_owned();
        let within = self.model.acceptable_waits()[0];
        let level = |series: &Series| point(series.kpi(Kpi::ServiceLevel(0)));
        LoadChart {
            heading: self.heading(title, subtitle, Some(IntervalStyle::Bands)),
            load,
            on_duty,
            seats: Some(seats),
            service: ServicePanel {
                measure: ServiceMeasure::AnsweredWithin(within),
                values: halves.iter().map(level).collect(),
                target: None,
            },
        }
    }

    /// Builds the chart of waits: all answered calls, of a plan those that came to front lines, and the sites with the
    /// lowest and highest service level.
    pub fn waits(&self) -> WaitsChart {
        let (results, sites) = (self.results, self.model.sites().len());
        let marks = self.model.acceptable_waits();
        let (label, all) = self.all_waits();
        let mut series = vec![wait_series(label.to_owned(), &all, marks)];
        if sites > 1 {
            let level = |site: &usize| judged(results)[*site].kpi(Kpi::ServiceLevel(0)).mean.unwrap_or(1.0);
            let mut sites: Vec<usize> = (0..sites).collect();
            sites.sort_by(|a, b| level(a).total_cmp(&level(b)));
            let ends = [sites.first(), sites.last()].into_iter().flatten();
            series.extend(ends.map(|&site| {
                let name = self.name(&self.model.sites()[site].name).to_owned();
                wait_series(name, &results.waits.front_line[site], marks)
            }));
        }
        let share = all.exceeding(&marks[..1]).first().filter(|_| all.count() > 0).map(|longer| 1.0 - longer);
        let title = self.words.waited_at_most(&percent(share, self.words.language()), marks[0]);
        let subtitle = self.words.waits_subtitle(self.plan.is_some()).to_owned();
        WaitsChart { heading: self.heading(title, subtitle, None), series, marks: marks.to_vec() }
    }

    /// Returns the waits of all answered calls with their name, of a plan those that came to front lines.
    fn all_waits(&self) -> (&'static str, Histogram) {
        let waits = &self.results.waits;
        if self.plan.is_none() {
            return (self.words.all(), (*waits.total).clone());
        }
        let mut all = Histogram::default();
        waits.front_line.iter().for_each(|site| all.merge(site));
        (self.words.all_front_lines(), all)
    }
}

fn point(estimate: Estimate) -> Option<Point> {
    Some(Point::with_half_width(estimate.mean?, estimate.half_width))
}

/// Returns the mean handle time in seconds, without calls back.
fn handle_time(series: &Series) -> f64 {
    let sums = series.total();
    (sums.get(Field::Busy) - sums.get(Field::FollowUpTime)) / sums.get(Field::Answered).max(1.0)
}

/// Returns the offered load in erlangs: attempts per second x mean handle time.
fn offered_load(series: &Series, handle: f64) -> Option<Point> {
    let rate = series.kpi(Kpi::OfferedRate);
    point(Estimate { mean: rate.mean.map(|r| r * handle), half_width: rate.half_width.map(|h| h * handle) })
}

/// Builds a curve of the distribution of waits: 25 steps per decade from 0.1 s to 10,000 s, and the marks.
fn wait_series(label: String, waits: &Histogram, marks: &[f64]) -> WaitSeries {
    const LEVELS: [f64; 3] = [0.5, 0.9, 0.99];
    let mut grid: Vec<f64> = (-25..=100).map(|k| libm::pow(10.0, f64::from(k) / 25.0)).collect();
    grid.extend(marks);
    grid.sort_by(f64::total_cmp);
    let longer = waits.exceeding(&grid);
    let known = waits.count() > 0;
    let point = |(wait, longer): (&f64, f64)| StillWaiting {
        wait: *wait,
        longer: known.then(|| Point::exact(longer)),
    };
    let quantiles = waits.quantiles(LEVELS);
    let quantile = |(index, level)| Quantile { level, wait: quantiles.map(|all| all[index]) };
    WaitSeries {
        label,
        points: grid.iter().zip(longer).map(point).collect(),
        quantiles: LEVELS.into_iter().enumerate().map(quantile).collect(),
    }
}
