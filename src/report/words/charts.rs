//! The words of the charts of a run.

use super::assessment::PathWords;
use super::sweep_charts::IntervalStyle;
use crate::verdict::{Verdict, VerdictCounts};
use jiff::civil::Date;

/// The site of which a chart's title speaks, with the seats per million that it needs, as they are written, and in whole seats.
#[derive(Clone, Copy, Debug)]
pub struct NamedSite<'a> {
    /// The site.
    pub site: &'a str,
    /// Its figure.
    pub figure: &'a str,
    /// The same in whole seats.
    pub seats: u32,
}

/// Words of the charts of a run.
pub trait ChartWords {
    /// Says where a chart comes from: scenario, replications, seed, version; and what its intervals are, if it has any.
    fn simulated(
        &self,
        scenario: &str,
        replications: u64,
        seed: u64,
        intervals: Option<IntervalStyle>,
    ) -> String;

    /// Says at how many of several sites the rule holds, and where most seats per million are needed.
    fn rule_message(&self, seats: f64, counts: &VerdictCounts, most: Option<NamedSite<'_>>) -> String;
    /// Says whether the rule holds at the one site, and how many seats per million it needs, as they are written.
    fn rule_message_of_one(&self, seats: f64, site: &str, verdict: Verdict, least: Option<&str>) -> String;
    /// Explains the chart of the rule: staff per seat, days of the horizon.
    fn rule_subtitle(&self, staff_per_seat: f64, days: usize) -> String;
    /// Says where most weeks fail on the way, until when if it ends, and how many other sites have failing weeks.
    fn path_message(&self, worst: &PathWords<'_>, others: usize) -> String;
    /// Says that no week fails on the way; `site` is the site if there is but one.
    fn no_week_fails(&self, site: Option<&str>) -> String;
    /// Explains the chart of the way, from the first to the last date.
    fn path_subtitle(&self, first: Option<Date>, last: Option<Date>) -> String;
    /// Says beside a site how many of its weeks fail, and from when on none does.
    fn weeks_failing(&self, failing: usize, judged: usize, from: Option<Date>) -> String;

    /// Explains the chart by date; `front_lines` says whether calls that came to front lines alone are counted.
    fn calendar_subtitle(&self, front_lines: bool) -> String;
    /// Titles the chart by date without a worst week.
    fn waits_by_date(&self) -> &'static str;
    /// Says in which week callers wait longest, by the mean wait of those answered.
    fn longest_wait(&self, week: Date, wait: &str) -> String;
    /// Says how many people are on duty for how many seats.
    fn people_for_seats(&self, site: &str, people: f64, seats: f64) -> String;
    /// Explains the chart of load and staff.
    fn load_subtitle(&self) -> &'static str;
    /// Names all calls in the chart of waits.
    fn all(&self) -> &'static str;
    /// Says what share of answered calls waited so many seconds at most.
    fn waited_at_most(&self, share: &str, seconds: f64) -> String;
    /// Explains the chart of waits; `front_lines` says whether calls that came to front lines alone are counted.
    fn waits_subtitle(&self, front_lines: bool) -> &'static str;
}
