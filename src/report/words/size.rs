//! The words of the reports of sizing.

use crate::app::size::Obstacle;

/// The answer of sizing a lever, already written.
#[derive(Clone, Copy, Debug)]
pub struct SizeAnswer<'w> {
    /// The lever.
    pub key: &'w str,
    /// The value that is shown.
    pub value: &'w str,
    /// The requirement.
    pub requirement: &'w str,
    /// The range that was searched: "1 - 320".
    pub range: &'w str,
    /// Whether more of the lever is better.
    pub is_least: bool,
}

/// How much was simulated, already written.
#[derive(Clone, Copy, Debug)]
pub struct SizeEffort<'w> {
    /// Replications of each value.
    pub replications: &'w str,
    /// Calls of all of them.
    pub calls: &'w str,
    /// The seed.
    pub seed: u64,
    /// Seconds by the clock; none in files, which are the same bytes whenever the same is run.
    pub seconds: Option<f64>,
}

/// Words of the reports of sizing.
pub trait SizeWords {
    /// States the value that meets a requirement.
    fn size_found(&self, answer: &SizeAnswer<'_>) -> String;
    /// States that no value of the range meets it, and the best.
    fn size_unreachable(&self, answer: &SizeAnswer<'_>) -> String;
    /// States that it cannot be told, and the value that is most likely.
    fn size_untold(&self, answer: &SizeAnswer<'_>, replications: &str) -> String;
    /// Titles of the columns of requirement and place, before those of values.
    fn size_titles(&self) -> [&'static str; 2];
    /// States an exact answer: with a value, and with the one before it.
    fn size_theory(&self, formula: &str, here: (&str, &str), one_less: Option<(&str, &str)>) -> String;
    /// Explains what is claimed, with which probability.
    fn size_claim(&self, confidence: &str) -> String;
    /// Says how much was simulated.
    fn size_effort(&self, effort: &SizeEffort<'_>) -> String;
    /// Begins the list of what stands in the way.
    fn size_obstacles(&self) -> &'static str;
    /// Says what stands in the way; a site is named by `site`.
    fn size_obstacle(&self, obstacle: &Obstacle, site: &str) -> String;
    /// Says that more of a lever is not always better: from one value to another it gets worse.
    fn size_not_monotone(&self, key: &str, from: &str, to: &str) -> String;
    /// The small print of a chart without intervals.
    fn size_source(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String;
    /// The message of the chart of a lever.
    fn size_chart_title(&self, answer: &SizeAnswer<'_>, is_met: bool) -> String;
    /// The subtitle of the chart of a lever.
    fn size_chart_subtitle(&self) -> &'static str;
}
