//! English of the charts of a run.

use super::super::{ChartWords, English};
use jiff::civil::Date;

impl ChartWords for English {
    fn simulated(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String {
        format!(
            "Simulated: scenario {scenario}, {replications} replications, seed {seed}, hotseat {version}; bands are 95 % intervals"
        )
    }

    fn calendar_subtitle(&self, desks: bool) -> String {
        let whose = if desks { ", desks' calls included" } else { "" };
        format!(
            "Mean wait of answered callers and share answered, by date{whose}; below, when each hotline merges"
        )
    }

    fn waits_by_date(&self) -> &'static str {
        "Waits by date"
    }

    fn longest_wait(&self, week: Date, wait: &str) -> String {
        format!("Callers wait longest in the week of {week}: {wait} on average")
    }

    fn longest_wait_at(&self, site: &str, week: Date, wait: &str) -> String {
        format!("Worst at {site} in the week of {week}: answered callers wait {wait} on average")
    }

    fn people_for_seats(&self, site: &str, people: f64, seats: f64) -> String {
        format!("{site}: at most {people:.0} people on duty for {seats:.0} seats on the mean day")
    }

    fn load_subtitle(&self) -> &'static str {
        "Offered load, agents on duty and seats by half hour of the day, mean over all dates"
    }

    fn all(&self) -> &'static str {
        "all"
    }

    fn level_is(&self, level: &str, seconds: f64) -> String {
        format!("{level} of all attempts are answered within {seconds} s")
    }

    fn waits_subtitle(&self) -> &'static str {
        "Share of answered callers who waited longer than so many seconds"
    }
}
