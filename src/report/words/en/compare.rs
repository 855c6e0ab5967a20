//! English of the report of `compare`.

use super::super::{CompareWords, English, Shown};

impl CompareWords for English {
    fn all_calls(&self) -> &'static str {
        "all calls"
    }

    fn front_line_calls(&self) -> &'static str {
        "calls that came to a front line"
    }

    fn shown(&self, shown: Shown) -> &'static str {
        match shown {
            Shown::Offered => "offered, per replication",
            Shown::AnswerRate => "answered of attempts",
            Shown::AnswerRateByCaller => "answered of callers",
            Shown::Abandoned => "gave up",
            Shown::Blocked => "busy tone",
            Shown::Closed => "rang at a closed desk",
            Shown::AnsweredWithin15 => "answered within 15 s",
            Shown::MeanWait => "mean wait of answered",
            Shown::WaitOf95 => "95 % of them waited at most",
            Shown::Occupancy => "occupancy",
            Shown::StaffedHours => "agent-hours on duty",
            Shown::Satisfaction => "good ratings expected",
            Shown::Worst24h => "worst 24 h answered",
            Shown::FollowUps => "calls back",
            Shown::OvertimeHours => "overtime, agent-hours",
        }
    }

    fn paired_interval(&self) -> &'static str {
        "± is half of a 95 % interval of the difference, paired by replication; * marks those that exclude 0"
    }

    fn same_files(&self) -> &'static str {
        "the files say the same"
    }

    fn different_files(&self) -> &'static str {
        "what the files say otherwise"
    }

    fn not_given(&self) -> &'static str {
        "not given"
    }

    fn more_differences(&self, more: usize) -> String {
        format!("and {more} more")
    }

    fn compared_rule_heading(&self) -> &'static str {
        "the rule, everything built and merged"
    }

    fn compared_rule_titles(&self) -> [&'static str; 5] {
        ["site", "worst 24 h answered A", "B", "B - A", "verdict"]
    }

    fn compared_rule_note(&self) -> &'static str {
        "holds: the mean over replications of the lowest answer rate in any 24 h at the front line lies above 95 % by more\n\
         than its 95 % interval; fails: below by more; cannot tell: between; too small: fewer than 200 calls in every 24 h"
    }

    fn compared_front_lines_heading(&self) -> &'static str {
        "calls that came to a front line, in the phase that was run"
    }

    fn compared_front_line_titles(&self, kpis: [Shown; 2]) -> [String; 7] {
        let [first, second] = kpis.map(|kpi| format!("{} A", self.shown(kpi)));
        let [b, difference] = ["B", "B - A"].map(str::to_owned);
        ["site".to_owned(), first, b.clone(), difference.clone(), second, b, difference]
    }

    fn all_front_lines(&self) -> &'static str {
        "all front lines"
    }

    fn all_calls_with_closed_desks(&self) -> &'static str {
        "all calls, those to closed desks included"
    }
}
