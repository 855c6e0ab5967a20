//! English of the report of `run`.

use super::super::{AnswerRateOf, English, RunWords, TotalLine};
use crate::merger::Phase;
use crate::requirement::Met;
use crate::self_check::Caution;

impl RunWords for English {
    fn met(&self, met: Met) -> &'static str {
        match met {
            Met::Yes => "met",
            Met::No => "missed",
            Met::Inconclusive => "cannot tell",
        }
    }

    fn precision_missed(&self, asked: &str, at_most: u64, half_width: &str) -> String {
        format!("{asked} is not reached within {at_most} replications: the half-width is {half_width}")
    }

    fn requirement_titles(&self) -> [&'static str; 4] {
        ["requirement", "where", "value", ""]
    }

    fn phase_of_run(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::Before => "No merger: every line keeps its number and its desk.",
            Phase::During => "The way there: lines merge and seats grow as planned.",
            Phase::After => "Everything built and merged.",
        }
    }

    fn total(&self, line: TotalLine) -> String {
        let label = match line {
            TotalLine::AnsweredWithin(seconds) => return format!("answered within {seconds} s, of offered"),
            TotalLine::Offered => "offered, per replication",
            TotalLine::AnswerRate => "answered of attempts",
            TotalLine::AnswerRateByCaller => "answered of callers",
            TotalLine::Abandoned => "gave up",
            TotalLine::Blocked => "busy tone",
            TotalLine::Closed => "rang at a closed desk",
            TotalLine::MeanWait => "mean wait of answered",
            TotalLine::WaitOf95 => "95 % of them waited at most",
            TotalLine::Occupancy => "occupancy",
            TotalLine::Worst24h => "worst rolling 24 h, answered",
            TotalLine::Referrals => "handed on, of answered",
            TotalLine::ReferralsAnswered => "reached an expert, of those handed on",
            TotalLine::FollowUps => "calls back, of agents' time",
            TotalLine::Repeats => "called again after an answer, of offered",
            TotalLine::Satisfaction => "good ratings expected",
        };
        label.to_owned()
    }

    fn worst_week(&self) -> &'static str {
        "worst week"
    }

    fn worst_week_is(&self, when_and_where: &str, answered: &str, wait: &str) -> String {
        format!("{when_and_where}: answered {answered}, mean wait {wait}")
    }

    fn week_at(&self, dates: &str, site: &str) -> String {
        format!("{dates}, {site}")
    }

    fn like_worst_week(&self) -> &'static str {
        "not told apart from it"
    }

    fn more_site_weeks(&self, first: &str, more: usize) -> String {
        format!("{first}; {more} more site-weeks")
    }

    fn definitions_titles(&self) -> [&'static str; 3] {
        ["answered, as published elsewhere: not all agree on 95 %", "all calls", "front lines"]
    }

    fn answer_rate_of(&self, definition: AnswerRateOf) -> &'static str {
        match definition {
            AnswerRateOf::Attempts => "of all attempts",
            AnswerRateOf::Queued => "of those that came to a queue",
            AnswerRateOf::LessShort => "give-ups within 5 s not counted",
            AnswerRateOf::WithMenu => "served by the menu counted as answered",
            AnswerRateOf::Callers => "of callers, redials included",
        }
    }

    fn caution(&self, caution: &Caution) -> String {
        match caution {
            Caution::Overloaded { group, load, agents } => format!(
                "Caution: at {group}, calls bring {load:.1} erlangs of work to {agents:.1} agents, and no caller gives up: \
                 the queue grows without end. Waits depend on how long is simulated."
            ),
            Caution::Unequal { kpis, replications } => format!(
                "Caution: {replications} replications are too few for days so unequal: the intervals of {} may be too \
                 short. Simulate more replications.",
                kpis.join(", ")
            ),
        }
    }

    fn passes(&self, passes: bool) -> &'static str {
        if passes { "passes" } else { "fails " }
    }

    fn site_titles(&self) -> [&'static str; 12] {
        [
            "site",
            "offered",
            "answered",
            "in 15 s",
            "mean wait",
            "95 % within",
            "occupancy",
            "worst 24 h",
            "by chance",
            "people/seats at peak",
            "binds",
            "holds?",
        ]
    }

    fn hotline_titles(&self) -> [&'static str; 5] {
        ["hotline", "offered", "answered", "in 15 s", "mean wait"]
    }

    fn more_hotlines(&self, left: usize) -> String {
        format!("and {left} with fewer calls: tables/kpis.csv under --out")
    }

    fn stage_titles(&self) -> [&'static str; 5] {
        ["of lines that merge", "offered", "answered", "in 15 s", "mean wait"]
    }

    fn stages(&self) -> [&'static str; 3] {
        ["before its window", "in its window", "after its window"]
    }
}
