//! The answer of `run`: the results in words and for machines, of a plan with its assessment, and a requirement's
//! judgement.

use super::failure::{Failure, Outcome};
use super::run_precision::Reached;
use crate::app::assess::Assessment;
use crate::app::{AssessRequest, OnProgress, ScenarioRequest, Session};
use crate::language::Language;
use crate::merger::Phase;
use crate::replicate::Results;
use crate::report::assessment::Assessed;
use crate::report::words::{calls, words};
use crate::report::{self, text};
use crate::requirement::{Judgement, Met, Requirement, judge};
use crate::scenario::Loaded;
use crate::scenario::plan::Plan;
use crate::self_check::SelfCheck;
use serde_json::Value;
use std::borrow::Cow;

/// A run that is done.
pub(super) struct Run<'a> {
    pub(super) source: &'a ScenarioRequest,
    pub(super) loaded: &'a Loaded,
    pub(super) results: &'a Results,
    pub(super) checks: &'a SelfCheck<'a>,
    pub(super) seed: u64,
    pub(super) seconds: f64,
}

/// How much of a plan's answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// The results alone.
    Brief,
    /// The assessment, on the first screen.
    FirstScreen,
    /// The assessment with the sensitivity of its verdicts, and all tables.
    Full,
}

/// The parts of the answer that are wanted of a run.
pub(super) struct Wanted<'a> {
    pub(super) detail: Detail,
    pub(super) requirement: Option<&'a Requirement>,
}

/// The answer.
pub(super) struct Answer {
    /// For machines.
    pub(super) summary: Value,
    /// In words, for the screen.
    pub(super) screen: String,
    /// In words, all of it, for a file.
    pub(super) whole: String,
    /// Of a plan, unless it was not wanted.
    pub(super) assessment: Option<Assessment>,
    judgement: Option<Judgement>,
}

impl Run<'_> {
    /// Makes the answer.
    pub(super) fn answer(
        &self,
        session: &Session,
        wanted: &Wanted<'_>,
        language: Language,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Answer, Failure> {
        let (model, results) = (&self.loaded.model, self.results);
        let phase = self.loaded.plan.as_ref().map(|plan| plan.phase);
        let run = report::run::document(model, results, self.checks, phase, words(language));
        let run = text::document(&run, language);
        let summary = report::run::json(model, self.seed, results, self.checks, self.seconds);
        let mut answer =
            Answer { summary, screen: run.clone(), whole: run, assessment: None, judgement: None };
        if let Some(plan) = self.loaded.plan.as_ref().filter(|_| wanted.detail != Detail::Brief) {
            let assessment = self.assess(plan, session, wanted.detail, on_progress)?;
            let assessed = Assessed { model, plan, assessment: &assessment };
            answer.add_assessment(&assessed, wanted.detail, language);
            answer.assessment = Some(assessment);
        }
        if let Some(requirement) = wanted.requirement {
            let judged = self.judged(answer.assessment.as_ref(), session, on_progress)?;
            let judgement = judge(requirement, model, &judged, phase.is_some());
            let judgement =
                judgement.map_err(|message| Failure::Input(format!("error: --require {message}")))?;
            answer.add_judgement(self, judgement, language);
        }
        Ok(answer)
    }

    fn assess(
        &self,
        plan: &Plan,
        session: &Session,
        detail: Detail,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Assessment, Failure> {
        let request = AssessRequest {
            source: self.source,
            scenario: self.loaded,
            plan,
            results: self.results,
            seed: self.seed,
            with_sensitivity: detail == Detail::Full,
        };
        Ok(session.assess(&request, on_progress)?)
    }

    /// Returns the results by which a requirement is judged: of a plan those of everything built and merged.
    fn judged<'r>(
        &'r self,
        assessment: Option<&'r Assessment>,
        session: &Session,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Cow<'r, Results>, Failure> {
        let is_judged_so = self.loaded.plan.as_ref().is_none_or(|plan| plan.phase == Phase::After);
        Ok(match assessment {
            _ if is_judged_so => Cow::Borrowed(self.results),
            Some(assessment) => Cow::Borrowed(&assessment.after),
            None => {
                Cow::Owned(session.after(self.source, self.seed, self.results.replications, on_progress)?)
            }
        })
    }

    /// Returns what the terminal shows: how much was simulated, the answer, and the files that were written.
    pub(super) fn screen(&self, answer: &str, files: &str, language: Language) -> String {
        let (replications, name) = (self.results.replications, self.loaded.model.name());
        let (calls, seed, seconds) = (calls(self.results.attempts, language), self.seed, self.seconds);
        let speed = match language {
            Language::En => {
                format!("  {name}: {replications} replications, {calls}, seed {seed}, {seconds:.1} s\n\n")
            }
            Language::Zh => {
                format!(
                    "  {name}：模拟 {replications} 次，共 {calls}，随机种子 {seed}，用时 {seconds:.1} 秒\n\n"
                )
            }
        };
        let between = if files.is_empty() { "" } else { "\n" };
        format!("{speed}{answer}{between}{files}")
    }
}

impl Answer {
    /// Puts the assessment before the report of the run, which the first screen leaves out.
    fn add_assessment(&mut self, assessed: &Assessed<'_>, detail: Detail, language: Language) {
        let words = words(language);
        let first = text::document(&report::assessment::first_screen(assessed, words), language);
        let sections = text::document(&report::assessment::document(assessed, words), language);
        self.whole = format!("{first}\n{sections}\n{}", self.whole);
        self.screen = match detail {
            Detail::Full => self.whole.clone(),
            Detail::Brief | Detail::FirstScreen => format!("{first}  {}\n", words.more_behind()),
        };
        self.summary["assessment"] = report::assessment::json(assessed);
    }

    /// Adds what was asked and reached of a precision; where it is missed in words, too.
    pub(super) fn add_precision(&mut self, reached: &Reached<'_>, language: Language) {
        if let Some(miss) = reached.miss(language) {
            let text = format!("\n  {miss}\n");
            self.screen += &text;
            self.whole += &text;
        }
        self.summary["precision"] = reached.json();
    }

    fn add_judgement(&mut self, run: &Run<'_>, judgement: Judgement, language: Language) {
        let model = &run.loaded.model;
        let document = report::requirement::document(model, &judgement, words(language));
        let text = format!("\n{}", text::document(&document, language));
        self.screen += &text;
        self.whole += &text;
        self.summary["requirement"] = report::requirement::json(model, &judgement);
        self.judgement = Some(judgement);
    }

    /// Returns the outcome of the command that prints `text`: a requirement that is missed, or that cannot be told, is said
    /// by the exit code too.
    pub(super) fn outcome(self, text: String, requirement: &str, language: Language) -> Outcome {
        let says = |met: Met| {
            let between = language.pick(": ", "：");
            format!("{requirement}{between}{}", words(language).met(met))
        };
        match self.judgement.map(|judgement| judgement.met) {
            None | Some(Met::Yes) => Ok(text),
            Some(Met::No) => Err(Failure::Missed { text, message: says(Met::No) }),
            Some(Met::Inconclusive) => Err(Failure::Inconclusive { text, message: says(Met::Inconclusive) }),
        }
    }
}
