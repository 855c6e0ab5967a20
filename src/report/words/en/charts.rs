//! English of the charts of a run.

use super::super::{ChartWords, English, IntervalStyle, NamedSite, PathWords};
use crate::verdict::{Verdict, VerdictCounts};
use jiff::civil::Date;

impl ChartWords for English {
    fn simulated(
        &self,
        scenario: &str,
        replications: u64,
        seed: u64,
        intervals: Option<IntervalStyle>,
    ) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let intervals = match intervals {
            None => "",
            Some(IntervalStyle::Bands) => "; bands are 95 % intervals",
            Some(IntervalStyle::ErrorBars) => "; error bars are 95 % intervals",
            Some(IntervalStyle::Numbers) => "; the numbers after ± are half of 95 % intervals",
        };
        format!(
            "Simulated: scenario {scenario}, {replications} replications, seed {seed}, hotseat {version}{intervals}"
        )
    }

    fn rule_message(&self, seats: f64, counts: &VerdictCounts, most: Option<NamedSite<'_>>) -> String {
        let VerdictCounts { sites, holds, fails, inconclusive, too_small } = *counts;
        let others = [(fails, "not"), (inconclusive, "not to be told"), (too_small, "too small to judge")];
        let others: Vec<String> = others
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        let answer = match others.is_empty() {
            true => format!("all {sites} sites"),
            false => format!("{holds} of {sites} sites ({})", others.join(", ")),
        };
        let most = most.map_or_else(String::new, |NamedSite { site, figure, seats }| {
            format!("; {site} needs most: {figure}, {seats} whole seats")
        });
        format!("{seats} seats per million hold at {answer}{most}")
    }

    fn rule_message_of_one(&self, seats: f64, site: &str, verdict: Verdict, least: Option<&str>) -> String {
        let needed = least.map_or_else(String::new, |least| format!("; {least} would do"));
        match verdict {
            Verdict::Holds => format!("{seats} seats per million hold at {site}{needed}"),
            Verdict::Fails => format!("{seats} seats per million do not hold at {site}{needed}"),
            Verdict::Inconclusive => {
                format!("Whether {seats} seats per million hold at {site} cannot be told{needed}")
            }
            Verdict::TooSmall => {
                format!("{site} has too few calls for {seats} seats per million to be judged")
            }
        }
    }

    fn rule_subtitle(&self, staff_per_seat: f64, days: usize) -> String {
        format!(
            "All built and merged, {staff_per_seat} staff per seat; holds: 95 % answered in the worst 24 h of {days} days, \
             beyond the 95 % interval"
        )
    }

    fn path_message(&self, worst: &PathWords<'_>, others: usize) -> String {
        let PathWords { site, failing, judged, until, .. } = worst;
        let until = until.as_ref().map_or(", to the end".to_owned(), |date| format!(", until {date}"));
        let others = match others {
            0 => String::new(),
            1 => "; 1 more site has such weeks".to_owned(),
            n => format!("; {n} more sites have such weeks"),
        };
        format!("On the way there {site} lies below 95 % in {failing} of {judged} weeks{until}{others}")
    }

    fn no_week_fails(&self, site: Option<&str>) -> String {
        format!("On the way there no week lies below 95 % at {}", site.unwrap_or("any site"))
    }

    fn path_subtitle(&self, first: Option<Date>, last: Option<Date>) -> String {
        let span = first.zip(last).map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
        format!(
            "Lowest 24 h of each week{span}, mean over replications; cannot tell: the 95 % interval contains 95 %"
        )
    }

    fn weeks_failing(&self, failing: usize, judged: usize, from: Option<Date>) -> String {
        match (judged, failing, from) {
            (0, _, _) => "not judged".to_owned(),
            (_, 0, _) => format!("0 of {judged}"),
            (_, _, Some(from)) => format!("{failing} of {judged}, none from {from}"),
            (_, _, None) => format!("{failing} of {judged}, to the end"),
        }
    }

    fn calendar_subtitle(&self, front_lines: bool) -> String {
        let whose = if front_lines { " of calls that came to front lines" } else { "" };
        format!(
            "Mean wait of those answered and share answered{whose}, by date; below, when each hotline merges"
        )
    }

    fn waits_by_date(&self) -> &'static str {
        "Waits by date"
    }

    fn longest_wait(&self, week: Date, wait: &str) -> String {
        format!("Answered callers wait longest in the week of {week}: {wait} on average")
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

    fn waited_at_most(&self, share: &str, seconds: f64) -> String {
        format!("{share} of answered calls waited at most {seconds} s")
    }

    fn waits_subtitle(&self, front_lines: bool) -> &'static str {
        if front_lines {
            "Share of the calls answered at front lines that waited longer than so many seconds"
        } else {
            "Share of answered calls that waited longer than so many seconds"
        }
    }
}
