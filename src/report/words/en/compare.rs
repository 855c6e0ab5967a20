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
            Shown::Worst24h => "worst rolling 24 h, answered",
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

    fn compared_site_titles(&self) -> [&'static str; 8] {
        ["site", "answered A", "B", "B - A", "worst 24 h A", "B", "B - A", "holds?"]
    }
}
