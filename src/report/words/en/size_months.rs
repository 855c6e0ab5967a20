//! English of the report of what sites need month by month.

use super::super::{English, SizeMonthsWords};

impl SizeMonthsWords for English {
    fn months_question(&self, requirement: &str) -> String {
        format!("Seats and staff that all sites together need for {requirement} on the way, month by month:")
    }

    fn months_titles(&self) -> [&'static str; 6] {
        ["month", "ready: seats/staff", "needed: seats/staff", "missing", "hire by", "sites that miss people"]
    }

    fn site_misses(&self, site: &str, people: &str) -> String {
        format!("{site} {people}")
    }

    fn path_suffices(&self) -> String {
        "Every site has the seats and the people that it needs in every month.".to_owned()
    }

    fn path_falls_short(&self, people: &str, until: &str) -> String {
        format!("Seats or people are missing until {until}; in the worst month {people} people are.")
    }

    fn months_untold(&self, names: &str) -> String {
        format!("More replications are needed to tell what some month asks of: {names}.")
    }

    fn months_chart_title(&self, people: &str, month: &str, hire_by: Option<&str>) -> String {
        let by = hire_by.map(|date| format!("; hire them by {date}")).unwrap_or_default();
        format!("{people} people are missing in the month from {month}{by}")
    }

    fn months_chart_subtitle(&self, requirement: &str) -> String {
        format!("staff needed for {requirement} on the way, all sites, against those that the plan has")
    }

    fn months_chart_names(&self) -> [&'static str; 3] {
        ["needed and there", "needed and missing", "there by the plan"]
    }

    fn months_chart_rule(&self, people: &str) -> String {
        format!("rule: {people} staff")
    }

    fn months_note(&self, confidence: &str, hire_ahead_days: u32) -> String {
        format!(
            "ready: on the month's first day, by the plan's path; needed: fewest seats, staff per seat by the rule, for \
             which the whole {confidence} interval meets the requirement in the month; sites too small to be judged \
             keep what is ready; missing: summed over sites, none makes up for another\n\
             hire by: {hire_ahead_days} days of hiring and training before the month"
        )
    }
}
