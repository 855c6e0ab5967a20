//! English of the reports of sizing.

use super::super::{English, SizeAnswer, SizeEffort, SizeWords};
use crate::app::size::Obstacle;

impl SizeWords for English {
    fn size_found(&self, answer: &SizeAnswer<'_>) -> String {
        let SizeAnswer { key, value, requirement, is_least, .. } = *answer;
        let end = if is_least { "least" } else { "greatest" };
        format!("{key} = {value} is the {end} value that meets {requirement}")
    }

    fn size_unreachable(&self, answer: &SizeAnswer<'_>) -> String {
        let SizeAnswer { key, value, requirement, range, .. } = *answer;
        format!("No value of {key} from {range} meets {requirement}; the best is {value}")
    }

    fn size_untold(&self, answer: &SizeAnswer<'_>, replications: &str) -> String {
        let SizeAnswer { key, value, requirement, .. } = *answer;
        format!(
            "{replications} replications of a value cannot tell which value of {key} meets {requirement}; it lies near \
             {value}"
        )
    }

    fn size_titles(&self) -> [&'static str; 2] {
        ["requirement", "where"]
    }

    fn size_theory(&self, formula: &str, here: (&str, &str), one_less: Option<(&str, &str)>) -> String {
        let before = match one_less {
            Some((value, level)) => format!(", {level} with {value}"),
            None => String::new(),
        };
        let (value, level) = here;
        format!(
            "{formula} decides, of the queue in the long run: {level} with {value}{before}; the simulation above is its \
             evidence"
        )
    }

    fn size_claim(&self, confidence: &str) -> String {
        format!(
            "With confidence {confidence}: the value meets the requirement and one step less does not, up to 0.2 points of \
             a share and 1 % of a time"
        )
    }

    fn size_effort(&self, effort: &SizeEffort<'_>) -> String {
        let SizeEffort { replications, calls, seed, seconds } = effort;
        let seconds = seconds.map_or(String::new(), |seconds| format!(", {seconds:.1} s"));
        format!("{replications} replications, {calls}, seed {seed}{seconds}")
    }

    fn size_obstacles(&self) -> &'static str {
        "What stands in the way:"
    }

    fn size_obstacle(&self, obstacle: &Obstacle, site: &str) -> String {
        match obstacle {
            Obstacle::Trunks(share) => {
                format!("all trunks are taken: {:.1} % of callers hear the busy tone", 100.0 * share)
            }
            Obstacle::OpeningHours(share) => {
                format!("opening hours: {:.1} % of callers come outside them", 100.0 * share)
            }
            Obstacle::Unstaffed(number) => format!("nobody is on duty in {number} half hours of the day"),
            Obstacle::Staff(_, people, seats) => format!(
                "the staff at {site}: in its busiest half hour {people:.1} people sit at {seats:.1} seats"
            ),
            Obstacle::Seats(_, people, seats) => format!(
                "the seats at {site}: in its busiest half hour {people:.1} people fill {seats:.1} seats"
            ),
            Obstacle::Group(id, occupancy) => {
                format!("the group {id}, which is busy {:.1} % of the time", 100.0 * occupancy)
            }
            Obstacle::Conflict(text) => format!("{text}: what improves the rest makes it worse"),
            Obstacle::Refused(why) => format!("the scenario refuses values beyond: {why}"),
            Obstacle::RangeEnds(end) => format!("the range ends at {end}; give another by --from and --to"),
        }
    }

    fn size_not_monotone(&self, key: &str, from: &str, to: &str) -> String {
        format!(
            "More is not always better: from {key} = {from} to {to} it gets worse; there may be other answers"
        )
    }

    fn size_source(&self, scenario: &str, replications: u64, seed: u64, version: &str) -> String {
        format!("Simulated: scenario {scenario}, {replications} replications, seed {seed}, hotseat {version}")
    }

    fn size_chart_title(&self, answer: &SizeAnswer<'_>, is_met: bool) -> String {
        match is_met {
            true => self.size_found(answer),
            false => format!("No value of {} is shown to meet {}", answer.key, answer.requirement),
        }
    }

    fn size_chart_subtitle(&self) -> &'static str {
        "level at the values tried, with 95 % intervals"
    }
}
