//! How a run stands up to what must hold: the laws that every history obeys, and theory beside simulation.

#[cfg(test)]
mod tests;
mod theory;

use crate::language::{Language, Text};

use super::exact;
use super::words::count;
use crate::kpi::{Invariant, Invariants, Violation};
use crate::model::Model;
use crate::replicate::Results;
use serde_json::{Map, Value, json};
use theory::{Grade, Theory};

/// Laws and, where theory has an answer for the scenario, theory beside simulation.
pub struct Checks<'r> {
    invariants: &'r Invariants,
    /// The exact answer, or why there is none.
    theory: Result<Theory, Vec<Text>>,
    /// An approximation in its place. It is shown and never an error.
    near: Option<Theory>,
}

impl<'r> Checks<'r> {
    /// What the results of a model say.
    pub fn new(model: &Model, results: &'r Results) -> Checks<'r> {
        let theory = exact::exact(model).map(|answer| Theory::beside(Grade::Exact, &answer, model, results));
        let near = theory.is_err().then(|| exact::near(model)).flatten();
        let near = near.map(|answer| Theory::beside(Grade::Approximate, &answer, model, results));
        Checks { invariants: &results.invariants, theory, near }
    }

    /// What is violated, with its figures; none if all holds.
    pub fn violations(&self, lang: Language) -> Option<String> {
        let theory = self.theory.iter().flat_map(|theory| theory.violations(lang));
        let all: Vec<String> = said_of(self.invariants, lang).chain(theory).collect();
        (!all.is_empty()).then(|| title(lang).to_owned() + &all.concat())
    }

    /// For people: a line, and a table where theory has an answer.
    pub fn text(&self, lang: Language) -> String {
        let theory = self.theory.as_ref().ok().or(self.near.as_ref());
        self.laws_in_words(lang) + &theory.map(|theory| theory.text(lang)).unwrap_or_default()
    }

    /// For people, of one scenario among others: a line, and one more where theory has an exact answer.
    pub fn summary(&self, lang: Language) -> String {
        let theory = self.theory.as_ref().map(|theory| theory.summary(lang)).unwrap_or_default();
        self.laws_in_words(lang) + &theory
    }

    fn laws_in_words(&self, lang: Language) -> String {
        let Invariants { dialled, little, busiest, .. } = self.invariants;
        let little = if *little > 0.0 { format!("{little:.0e}") } else { "0".to_owned() };
        let (calls, busiest) = (count(*dialled as f64), 100.0 * busiest);
        match lang {
            Language::En => format!(
                "  checked: {calls} calls dialled, each with one outcome; Little's law to {little}; \
                 agents never more than {busiest:.1} % busy\n"
            ),
            Language::Zh => format!(
                "  自检：{calls} 次来电各有且仅有一个结局；利特尔定律相对误差 {little}；\
                 话务员占用率最高 {busiest:.1}%\n"
            ),
        }
    }

    /// The object `checks` of `run --json`.
    pub fn json(&self) -> Value {
        let Invariants { dialled, outcomes, queues, little, busiest, .. } = self.invariants;
        let names = ["answered", "abandoned", "blocked", "closed", "self_served", "hung_up", "unserved"];
        let outcomes: Map<String, Value> =
            names.iter().zip(outcomes).map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
        json!({
            "calls": { "dialled": dialled, "outcomes": outcomes, "holds": self.holds(Invariant::Calls) },
            "measured_calls": { "holds": self.holds(Invariant::Measured) },
            "redials": { "holds": self.holds(Invariant::Redials) },
            "little": { "queues": queues, "relative_error": little, "holds": self.holds(Invariant::Queue) },
            "busy_within_staffed": { "greatest_share": busiest, "holds": self.holds(Invariant::Agents) },
            "tables": { "holds": self.holds(Invariant::Tables) },
            "theory": self.theory.as_ref().ok().map(Theory::json),
            "approximation": self.near.as_ref().map(Theory::json),
            "no_theory": self.theory.as_ref().err().map(|why| {
                why.iter().map(|text| json!({ "en": text.en, "zh": text.zh })).collect::<Vec<_>>()
            }),
        })
    }

    fn holds(&self, invariant: Invariant) -> bool {
        self.invariants.violations.iter().all(|violation| violation.invariant != invariant)
    }
}

/// A law that did not hold, with both sides.
/// What to say of laws that do not hold.
pub fn contradiction(invariants: &Invariants, lang: Language) -> String {
    title(lang).to_owned() + &said_of(invariants, lang).collect::<String>()
}

fn title(lang: Language) -> &'static str {
    lang.pick(
        "error: the simulation contradicts itself; please report this as a defect\n",
        "错误：模拟自相矛盾，请作为缺陷报告\n",
    )
}

fn said_of(invariants: &Invariants, lang: Language) -> impl Iterator<Item = String> {
    invariants.violations.iter().map(move |violation| said(violation, lang))
}

fn said(violation: &Violation, lang: Language) -> String {
    let Violation { invariant, replication, place, left, right } = violation;
    let (en, zh) = match invariant {
        Invariant::Calls => ("attempts dialled, and their outcomes", "拨入次数与其结局数"),
        Invariant::Measured => {
            ("measured attempts told, and offered in the tables", "计量时段内来电与表中呼入")
        }
        Invariant::Redials => ("redials announced, and made", "应重拨次数与实际重拨次数"),
        Invariant::Queue => {
            ("seconds stood in the queue, and waited by its calls", "排队人秒与来电等待秒数之和")
        }
        Invariant::Agents => ("busy agent-seconds, and staffed", "话务员忙碌秒数与在岗秒数"),
        Invariant::Tables => ("sum of the table, and the total", "分表之和与总计"),
    };
    match lang {
        Language::En => format!("  replication {replication}, {place}: {en}: {left} and {right}\n"),
        Language::Zh => format!("  第 {replication} 次重复，{place}：{zh}：{left} 与 {right}\n"),
    }
}
