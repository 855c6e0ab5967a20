//! English of the report of a selection.

use super::super::{English, SelectionMethod, SelectionWords, Standing};

impl SelectionWords for English {
    fn selection_line(
        &self,
        study: &str,
        [points, scenario, design]: [&str; 3],
        kpi: &str,
        is_greatest: bool,
    ) -> String {
        let best = if is_greatest { "greatest" } else { "least" };
        format!("{study}: best of {points} points of {scenario} ({design}) by {kpi}, the {best}")
    }

    fn front_lines_selected(&self) -> &'static str {
        "measured: calls that came to front lines"
    }

    fn selection_titles(&self) -> [&'static str; 3] {
        ["replications", "less the best", "fate"]
    }

    fn selection_standing(&self, standing: Standing, screened_out: Option<u64>) -> String {
        let name = match standing {
            Standing::Best => "best",
            Standing::WithinZone => "within the zone",
            Standing::ScreenedOut => "",
            Standing::InTheRunning => "in the running",
            Standing::Behind => "behind",
        };
        match screened_out {
            None => name.to_owned(),
            Some(n) if name.is_empty() => format!("out at {n}"),
            Some(n) => format!("{name}, out at {n}"),
        }
    }

    fn more_points(&self, more: &str) -> String {
        format!("and {more} more points")
    }

    fn selected_point(
        &self,
        is_decided: bool,
        kpi: &str,
        value: &str,
        number: usize,
        settings: &str,
    ) -> String {
        let best = if is_decided { "Best" } else { "Leader so far" };
        format!("{best}: {kpi} {value} at point {number}: {settings}")
    }

    fn guarantee(&self, zone: &str, confidence: &str) -> String {
        format!(
            "Guarantee: a point that beats every other by {zone} or more is picked with probability {confidence} or \
             more;\nwhere others come closer than that, one of them may be picked\n\
             (Kim and Nelson's procedure; replications are taken as normal)"
        )
    }

    fn no_guarantee(&self, why: &str) -> String {
        format!("{why}: nothing is promised")
    }

    fn estimated_confidence(&self, zone: &str, estimated: &str, wanted: &str) -> String {
        format!(
            "Probability that no point is better by more than {zone}, estimated: {estimated} (asked for: {wanted})\n\
             (optimal computing budget allocation: an estimate, not a guarantee)"
        )
    }

    fn undecided(&self, method: SelectionMethod, at_most: &str) -> String {
        match method {
            SelectionMethod::KimNelson => {
                format!("Not decided within {at_most} replications of each point")
            }
            SelectionMethod::Ocba => {
                format!("Not decided within {at_most} replications of each point on average")
            }
        }
    }

    fn selection_effort(&self, replications: &str, calls: &str, seed: &str, equal: &str) -> String {
        format!(
            "{replications} replications, {calls} calls, seed {seed}; with every point replicated as often as the one \
             that took most: {equal}"
        )
    }

    fn selection_note(&self, method: SelectionMethod) -> &'static str {
        match method {
            SelectionMethod::KimNelson => {
                "± is half of a 95 % interval; means are of a point's own replications, differences of those that \
                 both had,\non the same callers"
            }
            SelectionMethod::Ocba => "± is half of a 95 % interval; every point has callers of its own",
        }
    }
}
