//! The words of the assessment of a plan.

use crate::app::assess::Remedy;
use crate::merger::Phase;
use crate::verdict::{Verdict, VerdictCounts};

/// How many weeks of all sites have calls enough to be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeeksJudged {
    /// None of them.
    None,
    /// Some of them.
    Some,
    /// All of them.
    All,
}

/// The figures of a site that falls short on the way; dates and figures as they are written.
#[derive(Clone, Debug)]
pub struct PathWords<'a> {
    /// The site.
    pub site: &'a str,
    /// Weeks that fail.
    pub failing: usize,
    /// Weeks that are judged.
    pub judged: usize,
    /// The date from which no week fails.
    pub until: Option<String>,
    /// The first day of the worst week.
    pub worst_from: Option<String>,
    /// The share answered in it.
    pub answered: Option<String>,
}

/// Shares answered in each phase.
#[derive(Clone, Copy, Debug)]
pub struct PhaseShares {
    /// Without a merger.
    pub before: f64,
    /// By the plan.
    pub during: f64,
    /// All merged.
    pub after: f64,
}

/// Words of the assessment.
pub trait AssessmentWords {
    /// Asks whether the rule suffices.
    fn rule_question(&self, seats_per_million: f64, staff_per_seat: f64) -> String;
    /// Answers it for several sites.
    fn rule_answer(&self, counts: &VerdictCounts) -> String;
    /// Answers it for one site.
    fn rule_answer_of_one(&self, verdict: Verdict) -> &'static str;
    /// Puts question and answer side by side.
    fn question_and_answer(&self, question: &str, answer: &str) -> String;
    /// Titles of the first screen's table.
    fn rule_titles(&self) -> [&'static str; 5];
    /// Counts sites.
    fn number_of_sites(&self, number: usize) -> String;

    /// Says what happens on the way there: the sites that fall short in words, how many they are, and of how many.
    fn way_there(&self, named: &[String], failing: usize, sites: usize, judged: WeeksJudged) -> String;
    /// Says how a site falls short on the way.
    fn falls_short(&self, path: &PathWords<'_>) -> String;
    /// Says what callers meet before, during and after.
    fn service_by_phase(&self, callers: PhaseShares, front_lines: PhaseShares) -> String;
    /// Lists what mends the worst week.
    fn mends(&self, site: &str, week: &str, remedies: &[String]) -> String;
    /// Says what a remedy does; `helper` is the name of the site that helps, where one does.
    fn remedy(&self, remedy: Remedy, helper: &str) -> String;
    /// Puts a remedy and its change of the answer rate (a share) side by side.
    fn remedy_and_change(&self, remedy: &str, change: Option<f64>) -> String;
    /// Points to what the first screen leaves out.
    fn more_behind(&self) -> &'static str;

    /// Titles of the rule in full.
    fn rule_in_full_titles(&self) -> [&'static str; 9];
    /// Explains the rule's verdicts, over so many days.
    fn rule_note(&self, days: usize) -> String;
    /// Titles of the path.
    fn path_titles(&self) -> [&'static str; 7];
    /// Explains the path.
    fn path_note(&self) -> &'static str;
    /// Names a phase.
    fn phase(&self, phase: Phase) -> &'static str;
    /// Titles of the phases.
    fn phases_titles(&self) -> [&'static str; 6];
    /// Explains the phases.
    fn phases_note(&self) -> &'static str;
    /// Heads the remedies for the worst week at a site.
    fn remedies_heading(&self, site: &str, week: &str) -> String;

    /// Titles of the table of sensitivity.
    fn sensitivity_titles(&self) -> [&'static str; 8];
    /// Names an assumption by its key; the key itself where there is no name.
    fn assumption(&self, key: &'static str) -> &'static str;
    /// Stands for no site that changes its verdict.
    fn nothing(&self) -> &'static str;
    /// Explains sensitivity.
    fn sensitivity_note(&self) -> &'static str;
}
