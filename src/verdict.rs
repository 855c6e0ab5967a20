//! Judges sites by the standard's own measure.
//!
//! GB/T 33358-2016 asks that at least 95 % of calls be answered in any continuous 24 h. A site holds if the mean over
//! replications of its worst rolling 24 h lies above 95 % by more than its interval, fails if it lies below by more,
//! and is inconclusive otherwise. A site with fewer than 200 attempts in every 24 h is too small to be judged so.

use crate::compare;
use crate::kpi::{Field, Kpi, TARGET};
use crate::replicate::{Results, Series};
use crate::stats::Estimate;

/// The verdict on a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At least 95 % answered in the worst 24 h, beyond the interval.
    Holds,
    /// Less than 95 %, beyond the interval.
    Fails,
    /// The interval contains 95 %.
    Inconclusive,
    /// Too few calls for a rolling 24 h.
    TooSmall,
}

impl Verdict {
    /// Returns its name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::Inconclusive => "inconclusive",
            Verdict::TooSmall => "too_small",
        }
    }
}

/// The number of sites by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerdictCounts {
    /// All sites.
    pub sites: usize,
    /// Sites that hold.
    pub holds: usize,
    /// Sites that fail.
    pub fails: usize,
    /// Sites whose interval contains 95 %.
    pub inconclusive: usize,
    /// Sites with too few calls.
    pub too_small: usize,
}

/// Returns the series by which sites are judged: the attempts that came to their front lines, not those that found a
/// desk closed; of a single site to whose front line nobody comes, all of its own.
pub fn judged(results: &Results) -> &[Series] {
    let tables = &results.tables;
    let comes = |series: &Series| series.total().get(Field::Offered) > 0.0;
    match tables.site.len() == 1 && !tables.front_line.iter().any(comes) {
        true => &tables.site,
        false => &tables.front_line,
    }
}

/// Judges one entry of a table.
pub fn verdict(series: &Series) -> Verdict {
    verdict_of(series.worst_24h())
}

/// Judges by the mean of the worst rolling 24 h with its interval.
pub fn verdict_of(worst_24h: Estimate) -> Verdict {
    match worst_24h {
        Estimate { mean: None, .. } => Verdict::TooSmall,
        Estimate { mean: Some(worst), half_width } => {
            let half = half_width.unwrap_or(f64::INFINITY);
            if worst - half >= TARGET {
                Verdict::Holds
            } else if worst + half < TARGET {
                Verdict::Fails
            } else {
                Verdict::Inconclusive
            }
        }
    }
}

/// Judges every site, in their order.
pub fn verdicts(results: &Results) -> Vec<Verdict> {
    judged(results).iter().map(verdict).collect()
}

impl VerdictCounts {
    /// Counts verdicts.
    pub fn of(verdicts: &[Verdict]) -> VerdictCounts {
        let number = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
        VerdictCounts {
            sites: verdicts.len(),
            holds: number(Verdict::Holds),
            fails: number(Verdict::Fails),
            inconclusive: number(Verdict::Inconclusive),
            too_small: number(Verdict::TooSmall),
        }
    }
}

/// Judges by the mean of the worst rolling 24 h alone, whatever its interval; none where there are too few calls.
pub fn point_verdict(series: &Series) -> Option<bool> {
    series.worst_24h().mean.map(|worst| worst >= TARGET)
}

/// A week of a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteWeek {
    /// Index of the site.
    pub site: usize,
    /// Week of the horizon, from 0.
    pub week: usize,
    /// Attempts per replication.
    pub offered: f64,
    /// Answered / offered.
    pub answer_rate: Estimate,
    /// Mean wait in seconds of those answered.
    pub mean_wait: Estimate,
}

/// Attempts that a week must have, on average, to be compared with others.
const ENOUGH: f64 = 200.0;

/// Finds the site-week with the lowest answer rate: chosen on the even replications and estimated on the odd ones,
/// so that the estimate does not owe its lowness to the choice.
pub fn worst_week(site_weeks: &[Vec<Series>]) -> Option<SiteWeek> {
    let all = site_weeks.iter().enumerate();
    let weeks = all.flat_map(|(site, weeks)| weeks.iter().enumerate().map(move |(week, s)| (site, week, s)));
    let judged = weeks.filter_map(|(site, week, series)| {
        let half = series.half(0);
        let (answered, offered) = Kpi::AnswerRate.ratio(half.total());
        let per_batch = offered / half.sums.all().len().max(1) as f64;
        (per_batch >= ENOUGH).then_some((site, week, series, answered / offered))
    });
    let (site, week, series, _) = judged.min_by(|a, b| a.3.total_cmp(&b.3))?;
    let estimate = series.half(1);
    let batches = estimate.sums.all().len().max(1) as f64;
    Some(SiteWeek {
        site,
        week,
        offered: estimate.total().get(Field::Offered) / batches,
        answer_rate: estimate.kpi(Kpi::AnswerRate),
        mean_wait: estimate.kpi(Kpi::MeanWaitAnswered),
    })
}

/// Finds the site-weeks whose answer rates do not differ significantly from the worst one's, in the replications on
/// which it was estimated: (site, week), the lowest first.
pub fn weeks_like_worst(site_weeks: &[Vec<Series>], worst: &SiteWeek) -> Vec<(usize, usize)> {
    let lowest = site_weeks[worst.site][worst.week].half(1);
    let mut alike = Vec::new();
    for (site, weeks) in site_weeks.iter().enumerate() {
        for (week, series) in
            weeks.iter().enumerate().filter(|(week, _)| (site, *week) != (worst.site, worst.week))
        {
            let half = series.half(1);
            let (answered, offered) = Kpi::AnswerRate.ratio(half.total());
            let difference = compare::kpi(&lowest, &half, Kpi::AnswerRate);
            let apart = difference.mean.zip(difference.half_width).is_some_and(|(mean, half)| mean > half);
            if offered / half.sums.all().len().max(1) as f64 >= ENOUGH && !apart {
                alike.push((site, week, answered / offered));
            }
        }
    }
    alike.sort_by(|a, b| a.2.total_cmp(&b.2));
    alike.into_iter().map(|(site, week, _)| (site, week)).collect()
}

/// A resource of which a site may be short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// People on shift.
    Staff,
    /// Seats ready.
    Seats,
}

/// People on duty and seats ready in the half hour of the mean day that has most work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakCapacity {
    /// Mean number of agents on duty.
    pub people: f64,
    /// Mean number of seats ready.
    pub seats: f64,
    /// The resource that is short: staff where people are fewer than 95 % of the seats, so that more seats would stay
    /// empty; else seats.
    pub short: Resource,
}

/// Returns a site's capacity at its busiest half hour, from its entries by half hour of the day.
pub fn peak_capacity(half_hours: &[Series]) -> Option<PeakCapacity> {
    let busy = |series: &Series| series.kpi(Kpi::MeanBusy).mean.unwrap_or(0.0);
    let peak = half_hours.iter().max_by(|a, b| busy(a).total_cmp(&busy(b)))?;
    let (people, seats) = (peak.kpi(Kpi::MeanStaffed).mean?, peak.kpi(Kpi::MeanSeats).mean?);
    let short = if people < 0.95 * seats { Resource::Staff } else { Resource::Seats };
    Some(PeakCapacity { people, seats, short })
}
