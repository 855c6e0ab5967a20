//! The words of the charts of a run.

use jiff::civil::Date;

/// Words of the charts of a run.
pub trait ChartWords {
    /// Says where a chart comes from: scenario, replications, seed, version.
    fn simulated(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String;
    /// Explains the chart by date; `desks` says whether calls of desks are counted.
    fn calendar_subtitle(&self, desks: bool) -> String;
    /// Titles the chart by date without a worst week.
    fn waits_by_date(&self) -> &'static str;
    /// Says when callers wait longest, for a single site.
    fn longest_wait(&self, week: Date, wait: &str) -> String;
    /// Says where and when callers wait longest.
    fn longest_wait_at(&self, site: &str, week: Date, wait: &str) -> String;
    /// Says how many people are on duty for how many seats.
    fn people_for_seats(&self, site: &str, people: f64, seats: f64) -> String;
    /// Explains the chart of load and staff.
    fn load_subtitle(&self) -> &'static str;
    /// Names all calls in the chart of waits.
    fn all(&self) -> &'static str;
    /// Says what share is answered within so many seconds.
    fn level_is(&self, level: &str, seconds: f64) -> String;
    /// Explains the chart of waits.
    fn waits_subtitle(&self) -> &'static str;
}
