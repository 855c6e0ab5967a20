//! Builds the table of the verdicts on the rule.

use super::columns::{estimates, numbers, sites, truth, word};
use crate::app::assess::{DemandFactor, LeastSeats, RuleAtSite};
use crate::report::assessment::Assessed;
use crate::report::data::{Column, Table};
use crate::stats::Estimate;

/// Builds one row per site.
pub(super) fn rule(assessed: &Assessed<'_>) -> Table {
    let rows = || assessed.assessment.rule.iter();
    let mut columns = vec![sites(assessed, rows().map(|row| row.site))];
    columns.push(Column::real(
        "inhabitants",
        "people",
        "inhabitants of the site",
        rows().map(|row| Some(assessed.plan.sites[row.site].people as f64)),
    ));
    columns.extend(verdict(&assessed.assessment.rule));
    columns.push(numbers(
        "rule_seats",
        "seats",
        "seats by the rule",
        rows().map(|row| Some(row.seats.into())),
    ));
    columns.push(numbers(
        "rule_staff",
        "people",
        "staff by the rule",
        rows().map(|row| Some(row.staff.into())),
    ));
    columns.extend(headroom(&assessed.assessment.rule));
    columns.extend(least(&assessed.assessment.rule));
    columns.push(Column::real(
        "called_in_hours",
        "hours",
        "expected hours of the horizon for which a colleague is called in, because everybody rostered is absent; paid as overtime; empty where sites share their people",
        rows().map(|row| row.called_in_hours),
    ));
    Table {
        name: "assessment_rule",
        meaning: "the verdict on the rule at a site, everything built and merged",
        columns,
    }
}

fn verdict(rows: &[RuleAtSite]) -> Vec<Column> {
    let mut columns = vec![Column::text(
        "verdict",
        "holds, fails, inconclusive (the interval of worst_24h_answer_rate contains 95 %) or too_small (no 24 h with 200 attempts)",
        rows.iter().map(|row| word(row.verdict.name())),
    )];
    columns.extend(estimates(
        "worst_24h_answer_rate",
        "share",
        "share answered in the worst rolling 24 h at the front line: mean over replications of their minimum",
        rows.iter().map(|row| row.worst_24h),
    ));
    columns.push(Column::real(
        "windows_judged",
        "windows",
        "rolling windows of 24 h with at least 200 attempts, per replication",
        rows.iter().map(|row| Some(row.windows_judged)),
    ));
    columns.extend(estimates(
        "replications_below_95",
        "share",
        "share of replications in which some 24 h lie below 95 %, with Wilson's interval",
        rows.iter().map(|row| row.below),
    ));
    columns
}

fn headroom(rows: &[RuleAtSite]) -> [Column; 2] {
    [
        Column::real(
            "demand_factor",
            "times the demand",
            "demand up to which the verdict is holds, rotas planned anew; empty where none is",
            rows.iter().map(|row| row.demand.map(DemandFactor::value)),
        ),
        Column::text(
            "demand_factor_is_at_least",
            "true where more demand was not tried or could not be told",
            rows.iter().map(|row| truth(matches!(row.demand?, DemandFactor::AtLeast(_)))),
        ),
    ]
}

fn least(rows: &[RuleAtSite]) -> Vec<Column> {
    let least = |of: fn(LeastSeats) -> f64| rows.iter().map(move |row| row.least.map(of));
    let unknown = Estimate::default();
    let worst = rows.iter().map(move |row| row.least.map_or(unknown, |least| least.worst_24h));
    let mut columns = vec![
        numbers(
            "least_seats",
            "seats",
            "least seats, staff per seat by the rule, with which the verdict is holds",
            rows.iter().map(|row| row.least.map(|least| least.seats.into())),
        ),
        Column::real(
            "least_seats_per_million",
            "seats per million inhabitants",
            "the same per million inhabitants",
            least(|least| least.per_million),
        ),
        Column::text(
            "least_seats_is_least",
            "true where one seat less was shown not to hold",
            rows.iter().map(|row| truth(row.least?.is_least)),
        ),
    ];
    columns.extend(estimates(
        "worst_24h_with_least_seats",
        "share",
        "worst_24h_answer_rate with the least seats",
        worst,
    ));
    columns
}
