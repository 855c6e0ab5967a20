//! The way to the rule: which weeks fail, and from when on none does.

use super::outcome::{PathOfSite, WeekService};
use super::phases::PhaseRun;
use crate::replicate::Series;
use crate::verdict::{SiteWeek, point_verdict, worst_week};

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
        }
    };
    site_weeks.iter().enumerate().map(one).collect()
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
