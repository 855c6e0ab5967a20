//! English of the assessment.

use super::super::{AssessmentWords, English};
use crate::app::assess::Remedy;

impl AssessmentWords for English {
    fn in_short(&self) -> &'static str {
        "In short"
    }

    fn short_at_peak(&self, people: &str, seats: &str) -> String {
        format!("short at the busiest half hour are people: {people}; seats: {seats}")
    }

    fn nowhere(&self) -> &'static str {
        "nowhere"
    }

    fn everywhere(&self) -> &'static str {
        "everywhere"
    }

    fn headroom_titles(&self) -> [&'static str; 5] {
        ["room", "worst week from", "answered", "bears demand x", "per head and year"]
    }

    fn headroom_note(&self) -> &'static str {
        "demand at which the site's worst week is still answered to 95 % on the same rota; below 1 it must fall"
    }

    fn remedies_titles(&self, site: &str, week: Option<(&str, &str)>) -> [String; 3] {
        let week = week.map_or(String::new(), |(first, last)| format!(", {first} to {last}"));
        [format!("mends for the worst week: {site}{week}"), "answered".to_owned(), "change".to_owned()]
    }

    fn as_it_is(&self) -> &'static str {
        "as it is"
    }

    fn remedy(&self, remedy: Remedy, helper: &str) -> String {
        match remedy {
            Remedy::MoveShifts { shifts } => {
                format!("the same people, {shifts} person-shifts moved to other shifts of the week")
            }
            Remedy::AddPeople { people } => {
                format!("{people} more people on inbound calls, placed where they answer most")
            }
            Remedy::NoPeopleSuffice => "no number of people within its seats brings 95 %".to_owned(),
            Remedy::HelpFrom { after, .. } => format!("calls that have waited {after} s also to {helper}"),
        }
    }

    fn assumption(&self, key: &'static str) -> &'static str {
        match key {
            "demand.volume_factor" => "volume of calls",
            "handle_time.factor" => "handle time",
            "staff.inbound_share" => "share of staff on inbound calls",
            "staff.pattern" => "shift pattern",
            "path.expansion" => "path to the rule",
            other => other,
        }
    }

    fn sensitivity_titles(&self) -> [&'static str; 6] {
        ["what would turn the verdict", "value", "answered", "95 % or more", "less", "turned"]
    }

    fn nothing(&self) -> &'static str {
        "nothing"
    }

    fn number_of_sites(&self, number: usize) -> String {
        format!("{number} sites")
    }

    fn sensitivity_note(&self, replications: u64) -> String {
        format!(
            "one value at a time, {replications} replications each: sites by the mean of their worst rolling 24 h, \
             intervals apart;\nanswered: of the calls that came to front lines"
        )
    }
}
