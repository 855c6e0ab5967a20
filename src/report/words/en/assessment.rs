//! English of the assessment.

use super::super::{AssessmentWords, English, PathWords, PhaseShares, WeeksJudged};
use crate::app::assess::Remedy;
use crate::merger::Phase;
use crate::verdict::{Verdict, VerdictCounts};

/// "1 site", "3 sites".
fn sites(number: usize) -> String {
    if number == 1 { "1 site".to_owned() } else { format!("{number} sites") }
}

/// "fails", "fail".
fn verb(number: usize, one: &'static str, more: &'static str) -> &'static str {
    if number == 1 { one } else { more }
}

/// "1 more site", "9 more sites".
fn more(number: usize) -> String {
    if number == 1 { "1 more site".to_owned() } else { format!("{number} more sites") }
}

fn hundred(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

impl AssessmentWords for English {
    fn rule_question(&self, seats_per_million: f64, staff_per_seat: f64) -> String {
        format!(
            "Do {seats_per_million} seats per million, with {staff_per_seat} staff each, suffice once everything is built \
             and merged?"
        )
    }

    fn rule_answer(&self, counts: &VerdictCounts) -> String {
        let VerdictCounts { sites: all, holds, fails, inconclusive, too_small } = *counts;
        let others = [
            (fails, format!("{fails} {}", verb(fails, "fails", "fail"))),
            (inconclusive, format!("{inconclusive} cannot be told")),
            (too_small, format!("{too_small} {} too small to judge", verb(too_small, "is", "are"))),
        ];
        let others: Vec<String> =
            others.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
        match (holds, others.is_empty()) {
            (_, true) => format!("Yes, at all {all} sites."),
            (0, _) => format!("At none of {all} sites for sure: {}.", others.join(", ")),
            _ => format!("At {holds} of {all} sites; {}.", others.join(", ")),
        }
    }

    fn rule_answer_of_one(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "Yes.",
            Verdict::Fails => "No.",
            Verdict::Inconclusive => "It stands on the edge: these replications cannot tell.",
            Verdict::TooSmall => "The site has too few calls for its worst 24 h to be judged.",
        }
    }

    fn question_and_answer(&self, question: &str, answer: &str) -> String {
        format!("{question} {answer}")
    }

    fn rule_titles(&self) -> [&'static str; 5] {
        ["site", "worst 24 h answered", "holds up to demand x", "least seats per million", "verdict"]
    }

    fn number_of_sites(&self, number: usize) -> String {
        sites(number)
    }

    fn way_there(&self, named: &[String], failing: usize, all: usize, judged: WeeksJudged) -> String {
        let rest = failing - named.len();
        match (failing, all - failing) {
            (0, _) if judged == WeeksJudged::None => {
                "On the way there no week has calls enough to be judged.".to_owned()
            }
            (0, _) if judged == WeeksJudged::Some => {
                "On the way there no week fails that has calls enough to be judged.".to_owned()
            }
            (0, _) => "On the way there no week fails at any site.".to_owned(),
            (_, _) if rest > 0 => {
                format!(
                    "On the way there {}; {} {} too.",
                    named.join("; "),
                    more(rest),
                    verb(rest, "does", "do")
                )
            }
            (_, 0) => format!("On the way there {}.", named.join("; ")),
            (_, _) => format!("On the way there {}; no week fails elsewhere.", named.join("; ")),
        }
    }

    fn falls_short(&self, path: &PathWords<'_>) -> String {
        let PathWords { site, failing, judged, until, worst_from, answered } = path;
        let until =
            until.as_ref().map_or(" and does to the end".to_owned(), |date| format!(", until {date}"));
        let worst = match worst_from.as_ref().zip(answered.as_ref()) {
            Some((from, answered)) => format!(" ({answered} answered in the week from {from})"),
            None => String::new(),
        };
        let weeks = verb(*judged, "week", "weeks");
        format!("{site} falls short in {failing} of {judged} {weeks}{until}{worst}")
    }

    fn service_by_phase(&self, callers: PhaseShares, front_lines: PhaseShares) -> String {
        let [a, b, c] = [callers.before, callers.during, callers.after].map(hundred);
        let [d, e] = [front_lines.during, front_lines.after].map(hundred);
        format!(
            "Of 100 callers {a} were answered in the end before, {b} during the merger, {c} after it; of 100 calls to front \
             lines {d} during, {e} after."
        )
    }

    fn mends(&self, site: &str, week: &str, remedies: &[String]) -> String {
        format!("What mends {site}'s week from {week}: {}.", remedies.join("; "))
    }

    fn remedy(&self, remedy: Remedy, helper: &str) -> String {
        match remedy {
            Remedy::MoveShifts { shifts } => format!("the same people with {shifts} shifts moved"),
            Remedy::AddPeople { people: 1 } => "one more person on calls".to_owned(),
            Remedy::AddPeople { people } => format!("{people} more people on calls"),
            Remedy::NoPeopleSuffice => "no number of people within the seats suffices".to_owned(),
            Remedy::HelpFrom { after, .. } => format!("{helper} helping after {after} s"),
        }
    }

    fn remedy_and_change(&self, remedy: &str, change: Option<f64>) -> String {
        change.map_or(remedy.to_owned(), |change| format!("{remedy} {:+.1} points", 100.0 * change))
    }

    fn more_behind(&self) -> &'static str {
        "--full: every site, what the verdict hangs on, all tables; --out DIR: files and charts"
    }

    fn rule_in_full_titles(&self) -> [&'static str; 9] {
        [
            "the rule",
            "verdict",
            "worst 24 h",
            "windows",
            "years below",
            "demand x",
            "per head",
            "least seats",
            "per million",
        ]
    }

    fn rule_note(&self, days: usize) -> String {
        format!(
            "everything built and merged. worst 24 h: mean over replications of the lowest answer rate of any 24 h in {days} \
             days,\nwhich falls as a horizon grows; windows: 24 h with at least 200 calls; years below: replications with \
             some 24 h below 95 %;\ndemand x, per head: up to this demand (calls per inhabitant and year) the verdict is \
             \"holds\", rotas planned anew;\nleast seats: the fewest, staff per seat by the rule, with which it is, of the \
             rule's"
        )
    }

    fn path_titles(&self) -> [&'static str; 7] {
        [
            "the way there",
            "weeks failing",
            "none from",
            "worst week from",
            "answered",
            "mean wait",
            "called in, hours",
        ]
    }

    fn path_note(&self) -> &'static str {
        "a week fails when the mean of its lowest 24 h is below 95 %; worst week: chosen on the even replications, estimated \
         on the odd ones;\ncalled in: expected hours of the whole span for which a colleague is called in, because everybody \
         rostered is absent; paid as overtime"
    }

    fn phase(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::Before => "before",
            Phase::During => "during",
            Phase::After => "after",
        }
    }

    fn phases_titles(&self) -> [&'static str; 6] {
        ["merger", "callers answered", "change", "front lines answered", "mean wait", "found a desk closed"]
    }

    fn phases_note(&self) -> &'static str {
        "each a run of its own on the same callers and dates; callers: who were answered in the end, wherever they called;\n\
         change: from before, in pairs; found a desk closed: of all attempts"
    }

    fn remedies_heading(&self, site: &str, week: &str) -> String {
        format!("what mends the worst week: {site}, {week} (change of its answer rate)")
    }

    fn sensitivity_titles(&self) -> [&'static str; 8] {
        ["what the verdict hangs on", "value", "phase", "answered", "holds", "cannot tell", "fails", "turned"]
    }

    fn assumption(&self, key: &'static str) -> &'static str {
        match key {
            "demand.volume_factor" => "volume of calls",
            "demand.growth_per_year" => "one year's growth",
            "handle_time.factor" => "handle time",
            "staff.inbound_share" => "share of staff on calls",
            "staff.pattern" => "shift pattern",
            "demand.office_profile" => "hours of office lines",
            "path.hiring" => "hiring",
            "path.expansion" => "path to the rule",
            other => other,
        }
    }

    fn nothing(&self) -> &'static str {
        "nothing"
    }

    fn sensitivity_note(&self) -> &'static str {
        "one value at a time, by the same test on as many replications; what changes nothing is left out; answered: at front \
         lines"
    }
}
