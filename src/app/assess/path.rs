//! The way to the rule: which weeks fail, and from when on none does.

use super::outcome::{PathOfSite, WeekOfPath, WeekService};
use super::phases::PhaseRun;
use crate::kpi::{Field, Kpi};
use crate::replicate::Series;
use crate::verdict::{SiteWeek, point_verdict, verdict, worst_week};

/// Days of a week.
const DAYS: usize = 7;

/// Returns the way of every site in a run of the phase "during".
pub(super) fn path(during: &PhaseRun<'_>) -> Vec<PathOfSite> {
    let site_weeks = &during.results.tables.site_week;
    let one = |(site, weeks): (usize, &Vec<Series>)| {
        let reaches: Vec<Option<bool>> = weeks.iter().map(point_verdict).collect();
        let failing = |week: &Option<bool>| *week == Some(false);
        let judged = reaches.iter().flatten().count();
        let from = reaches.iter().rposition(failing).map_or(0, |last| last + 1);
        let holds = judged > 0 && from < weeks.len();
        PathOfSite {
            site,
            weeks_judged: judged,
            weeks_failing: reaches.iter().filter(|week| failing(week)).count(),
            holds_from: holds.then(|| during.scenario.model.horizon().date(DAYS * from)).flatten(),
            worst_week: worst_week(&site_weeks[site..=site]).map(|week| service(during, &week)),
            called_in_hours: during.called_in_hours(site),
        }
    };
    site_weeks.iter().enumerate().map(one).collect()
}

/// Returns every week of every site in a run of the phase "during".
pub(super) fn weeks(during: &PhaseRun<'_>) -> Vec<WeekOfPath> {
    let replications = during.results.replications.max(1) as f64;
    let one = |site: usize, week: usize, series: &Series| {
        let per_replication = |sum: f64| sum / replications;
        let shown = SiteWeek {
            site,
            week,
            offered: per_replication(series.total().get(Field::Offered)),
            answer_rate: series.kpi(Kpi::AnswerRate),
            mean_wait: series.kpi(Kpi::MeanWaitAnswered),
        };
        WeekOfPath {
            site,
            week,
            offered: shown.offered,
            windows_judged: per_replication(series.windows.0 as f64),
            worst_24h: series.worst_24h(),
            verdict: verdict(series),
            fails: point_verdict(series).map(|reaches| !reaches),
            service: service(during, &shown),
        }
    };
    let sites = during.results.tables.site_week.iter().enumerate();
    sites
        .flat_map(|(site, weeks)| weeks.iter().enumerate().map(move |(week, series)| one(site, week, series)))
        .collect()
}

/// Returns the service of a week.
pub(super) fn service(during: &PhaseRun<'_>, week: &SiteWeek) -> WeekService {
    let horizon = during.scenario.model.horizon();
    WeekService {
        from: horizon.date(DAYS * week.week),
        to: horizon.date((DAYS * week.week + DAYS - 1).min(horizon.dates() - 1)),
        answer_rate: week.answer_rate,
        mean_wait: week.mean_wait,
    }
}
