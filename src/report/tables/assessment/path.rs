//! Builds the tables of the way to the rule and of the phases.

use super::columns::{date, estimates, numbers, sites, truth, word};
use crate::app::assess::{PathOfSite, WeekService};
use crate::report::assessment::Assessed;
use crate::report::data::{Column, Table};
use crate::stats::Estimate;

/// Builds one row per site.
pub(super) fn path(assessed: &Assessed<'_>) -> Table {
    let rows = || assessed.assessment.path.iter();
    let whole = |of: fn(&PathOfSite) -> usize| rows().map(move |row| Some(of(row) as u64));
    let mut columns = vec![
        sites(assessed, rows().map(|row| row.site)),
        numbers(
            "weeks_judged",
            "weeks",
            "weeks with enough calls to be judged",
            whole(|row| row.weeks_judged),
        ),
        numbers(
            "weeks_failing",
            "weeks",
            "weeks whose lowest 24 h lie below 95 % on average over replications",
            whole(|row| row.weeks_failing),
        ),
        Column::text(
            "holds_from",
            "first day from which no week fails; empty where the last one does or none is judged",
            rows().map(|row| date(row.holds_from)),
        ),
    ];
    let worst = rows().map(|row| row.worst_week);
    columns.extend(service("worst_week_", worst));
    columns.push(Column::real(
        "called_in_hours",
        "hours",
        "expected hours of the horizon for which a colleague is called in, because everybody rostered is absent; paid as overtime; empty where sites share their people",
        rows().map(|row| row.called_in_hours),
    ));
    Table { name: "assessment_path", meaning: "the way to the rule at a site", columns }
}

/// Makes the columns of a week's dates, share answered and mean wait.
fn service(prefix: &str, weeks: impl Iterator<Item = Option<WeekService>> + Clone) -> Vec<Column> {
    let name = |of: &str| format!("{prefix}{of}");
    let estimate = |of: fn(&WeekService) -> Estimate| {
        weeks.clone().map(move |week| week.as_ref().map_or_else(Estimate::default, of))
    };
    let mut columns = vec![
        Column::text(&name("from"), "first day of the week", weeks.clone().map(|week| date(week?.from))),
        Column::text(&name("to"), "last day of the week", weeks.clone().map(|week| date(week?.to))),
    ];
    let (rate, wait) = (estimate(|week| week.answer_rate), estimate(|week| week.mean_wait));
    columns.extend(estimates(
        &name("answer_rate"),
        "share",
        "answered / offered at the front line in the week",
        rate,
    ));
    columns.extend(estimates(
        &name("mean_wait_answered"),
        "s",
        "mean wait of those answered at the front line in the week",
        wait,
    ));
    columns
}

/// Builds one row per site and week.
pub(super) fn weeks(assessed: &Assessed<'_>) -> Table {
    let rows = || assessed.assessment.weeks.iter();
    let mut columns = vec![sites(assessed, rows().map(|row| row.site))];
    columns.extend(service("", rows().map(|row| Some(row.service))));
    columns.push(Column::real(
        "offered",
        "attempts",
        "attempts that came to the front line, per replication",
        rows().map(|row| Some(row.offered)),
    ));
    columns.push(Column::real(
        "windows_judged",
        "windows",
        "rolling windows of 24 h that begin in the week and have at least 200 attempts, per replication",
        rows().map(|row| Some(row.windows_judged)),
    ));
    columns.extend(estimates(
        "worst_24h_answer_rate",
        "share",
        "share answered in the lowest of them: mean over replications",
        rows().map(|row| row.worst_24h),
    ));
    columns.push(Column::text(
        "verdict",
        "holds, fails, inconclusive (the interval of worst_24h_answer_rate contains 95 %) or too_small (no window is judged)",
        rows().map(|row| word(row.verdict.name())),
    ));
    columns.push(Column::text(
        "fails",
        "true where worst_24h_answer_rate lies below 95 %, whatever its interval; empty where no window is judged",
        rows().map(|row| truth(row.fails?)),
    ));
    Table { name: "assessment_weeks", meaning: "a week of a site on the way to the rule", columns }
}

/// Builds one row per phase.
pub(super) fn phases(assessed: &Assessed<'_>) -> Table {
    let rows = || assessed.assessment.phases.iter();
    let mut columns = vec![
        Column::text("phase", "before, during or after the merger", rows().map(|row| word(row.phase.name()))),
        numbers(
            "replications",
            "replications",
            "replications of the phase",
            rows().map(|row| Some(row.replications)),
        ),
    ];
    columns.extend(estimates(
        "answer_rate_by_caller",
        "share",
        "share of callers who were answered in the end, wherever they called",
        rows().map(|row| row.callers_answered),
    ));
    columns.extend(estimates(
        "change_from_before",
        "share",
        "change of answer_rate_by_caller from the phase before, paired by replication; empty of that phase itself",
        rows().map(|row| row.change),
    ));
    columns.extend(estimates(
        "front_line_answer_rate",
        "share",
        "answered / offered of the attempts that came to front lines",
        rows().map(|row| row.front_line_answered),
    ));
    columns.extend(estimates(
        "front_line_mean_wait_answered",
        "s",
        "mean wait at front lines of those answered",
        rows().map(|row| row.front_line_wait),
    ));
    columns.extend(estimates(
        "closed_rate",
        "share",
        "share of all attempts that found a desk closed",
        rows().map(|row| row.closed),
    ));
    Table {
        name: "assessment_phases",
        meaning: "the service in a phase of the merger, on the same callers",
        columns,
    }
}
