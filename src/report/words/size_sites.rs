//! The words of the report of sizing every site of a plan.

use crate::requirement::Met;

/// Seats and staff of all sites together.
#[derive(Clone, Copy, Debug)]
pub struct SizeTotals<'w> {
    /// Seats and staff by the rule.
    pub rule: (&'w str, &'w str),
    /// Seats and staff needed; none where some site's cannot be told.
    pub needed: Option<(&'w str, &'w str)>,
}

/// Words of the report of sizing every site of a plan. Numbers are already written.
pub trait SizeSitesWords {
    /// States what was asked: seats and staff for a requirement at every site.
    fn sites_question(&self, requirement: &str) -> String;
    /// Titles of the columns.
    fn sites_titles(&self) -> [&'static str; 8];
    /// Says of a site whether the rule suffices; none: it has too few calls.
    fn sites_verdict(&self, met: Option<Met>) -> &'static str;
    /// Marks a number of which fewer may do.
    fn at_most(&self, number: &str) -> String;
    /// Marks a number of which more may be borne.
    fn at_least(&self, number: &str) -> String;
    /// The row of all sites together.
    fn sites_total(&self) -> &'static str;
    /// States seats and staff of all sites together.
    fn sites_totals(&self, totals: &SizeTotals<'_>) -> String;
    /// States what the rule has too many, summed over sites, and what it has too few.
    fn too_many_and_too_few(&self, many: (i64, i64), few: (i64, i64)) -> String;
    /// States the seats and staff of one pool, and what is saved beside the sites' sum.
    fn pool_saves(&self, pool: (&str, &str), saved: (i64, i64), level: &str) -> String;
    /// Explains the columns.
    fn sites_note(&self, days: usize, confidence: &str) -> String;
    /// Says at how many sites replications that the search has not seen confirm the seats, and which are the others.
    fn sites_confirmed(&self, confirmed: usize, all: usize, others: &str) -> String;
    /// Sites that need more than was searched.
    fn sites_unreachable(&self, names: &str) -> String;
    /// The message of the chart: how many sites the rule suffices for.
    fn sites_chart_title(&self, suffices: usize, judged: usize, seats_per_million: f64) -> String;
    /// The subtitle of the chart.
    fn sites_chart_subtitle(&self, requirement: &str) -> String;
    /// The axis of inhabitants, in millions.
    fn inhabitants(&self) -> &'static str;
    /// The axis of seats needed.
    fn seats_needed(&self) -> &'static str;
    /// The line of the rule.
    fn rule_line(&self, seats_per_million: f64) -> String;
}
