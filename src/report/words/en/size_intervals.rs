//! English of the report of sizing interval by interval.

use super::super::{English, IntervalsQuestion, SizeIntervalsWords};

impl SizeIntervalsWords for English {
    fn intervals_question(&self, question: &IntervalsQuestion<'_>) -> String {
        let IntervalsQuestion { place, requirement, minutes } = question;
        format!("Agents of {place} by {minutes} minutes, so that {requirement} holds in every half hour:")
    }

    fn time_of_day(&self) -> &'static str {
        "time"
    }

    fn every_day(&self) -> &'static str {
        "every day"
    }

    fn weekday_name(&self, day: usize) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day % 7]
    }

    fn intervals_total(&self, hours: &str, peak: &str, heads: Option<&str>) -> String {
        let heads =
            heads.map_or(String::new(), |heads| format!("; {heads} heads at the peak with shrinkage"));
        format!("{hours} agent-hours a day on average, {peak} agents at the peak{heads}")
    }

    fn intervals_claim(&self, open: usize, confidence: &str) -> String {
        match open {
            0 => format!(
                "Every half hour is shown to hold on fresh replications, each with confidence {confidence}, up to 0.2 \
                 points of a share and 1 % of a time"
            ),
            1 => "One interval could not be shown to hold: more replications are needed".to_owned(),
            _ => format!("{open} intervals could not be shown to hold: more replications are needed"),
        }
    }

    fn not_sized(&self, names: &str) -> String {
        format!("Not sized, for they share callers with other groups or take calls from them: {names}")
    }

    fn agents_needed(&self) -> &'static str {
        "agents needed"
    }

    fn intervals_chart_title(&self, place: &str, peak: &str, at: &str) -> String {
        format!("{place} needs {peak} agents at its peak, at {at}")
    }

    fn intervals_chart_subtitle(&self, question: &IntervalsQuestion<'_>) -> String {
        format!("agents by {} minutes for {} in every half hour", question.minutes, question.requirement)
    }
}
