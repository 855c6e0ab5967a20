//! How a run stands up to what must hold: the laws that every history obeys, and theory beside simulation.

#[cfg(test)]
mod tests;
mod theory;

use super::Lang;
use super::exact;
use super::words::count;
use crate::centre::{Model, Text};
use crate::kpi::{Breach, Law, Laws};
use crate::replicate::Results;
use serde_json::{Map, Value, json};
use theory::{Grade, Theory};

/// Laws and, where theory has an answer for the scenario, theory beside simulation.
pub struct Checks<'r> {
    laws: &'r Laws,
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
        Checks { laws: &results.laws, theory, near }
    }

    /// What is violated, with its figures; none if all holds.
    pub fn violations(&self, lang: Lang) -> Option<String> {
        let theory = self.theory.iter().flat_map(|theory| theory.violations(lang));
        let all: Vec<String> = said_of(self.laws, lang).chain(theory).collect();
        (!all.is_empty()).then(|| title(lang).to_owned() + &all.concat())
    }

    /// For people: a line, and a table where theory has an answer.
    pub fn text(&self, lang: Lang) -> String {
        let theory = self.theory.as_ref().ok().or(self.near.as_ref());
        self.laws_in_words(lang) + &theory.map(|theory| theory.text(lang)).unwrap_or_default()
    }

    /// For people, of one scenario among others: a line, and one more where theory has an exact answer.
    pub fn summary(&self, lang: Lang) -> String {
        let theory = self.theory.as_ref().map(|theory| theory.summary(lang)).unwrap_or_default();
        self.laws_in_words(lang) + &theory
    }

    fn laws_in_words(&self, lang: Lang) -> String {
        let Laws { dialled, little, busiest, .. } = self.laws;
        let little = if *little > 0.0 { format!("{little:.0e}") } else { "0".to_owned() };
        let (calls, busiest) = (count(*dialled as f64), 100.0 * busiest);
        match lang {
            Lang::En => format!(
                "  checked: {calls} calls dialled, each with one outcome; Little's law to {little}; \
                 agents never more than {busiest:.1} % busy\n"
            ),
            Lang::Zh => format!(
                "  自检：{calls} 次来电各有且仅有一个结局；利特尔定律相对误差 {little}；\
                 话务员占用率最高 {busiest:.1}%\n"
            ),
        }
    }

    /// The object `checks` of `run --json`.
    pub fn json(&self) -> Value {
        let Laws { dialled, outcomes, queues, little, busiest, .. } = self.laws;
        let names = ["answered", "abandoned", "blocked", "closed", "self_served", "hung_up", "unserved"];
        let outcomes: Map<String, Value> =
            names.iter().zip(outcomes).map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
        json!({
            "calls": { "dialled": dialled, "outcomes": outcomes, "holds": self.holds(Law::Calls) },
            "measured_calls": { "holds": self.holds(Law::Measured) },
            "redials": { "holds": self.holds(Law::Redials) },
            "little": { "queues": queues, "relative_error": little, "holds": self.holds(Law::Queue) },
            "busy_within_staffed": { "greatest_share": busiest, "holds": self.holds(Law::Agents) },
            "tables": { "holds": self.holds(Law::Tables) },
            "theory": self.theory.as_ref().ok().map(Theory::json),
            "approximation": self.near.as_ref().map(Theory::json),
            "no_theory": self.theory.as_ref().err().map(|why| {
                why.iter().map(|text| json!({ "en": text.en, "zh": text.zh })).collect::<Vec<_>>()
            }),
        })
    }

    fn holds(&self, law: Law) -> bool {
        self.laws.breaches.iter().all(|breach| breach.law != law)
    }
}

/// A law that did not hold, with both sides.
/// What to say of laws that do not hold.
pub fn contradiction(laws: &Laws, lang: Lang) -> String {
    title(lang).to_owned() + &said_of(laws, lang).collect::<String>()
}

fn title(lang: Lang) -> &'static str {
    lang.pick(
        "error: the simulation contradicts itself; please report this as a defect\n",
        "错误：模拟自相矛盾，请作为缺陷报告\n",
    )
}

fn said_of(laws: &Laws, lang: Lang) -> impl Iterator<Item = String> {
    laws.breaches.iter().map(move |breach| said(breach, lang))
}

fn said(breach: &Breach, lang: Lang) -> String {
    let Breach { law, replication, place, left, right } = breach;
    let (en, zh) = match law {
        Law::Calls => ("attempts dialled, and their outcomes", "拨入次数与其结局数"),
        Law::Measured => ("measured attempts told, and offered in the tables", "计量时段内来电与表中呼入"),
        Law::Redials => ("redials announced, and made", "应重拨次数与实际重拨次数"),
        Law::Queue => ("seconds stood in the queue, and waited by its calls", "排队人秒与来电等待秒数之和"),
        Law::Agents => ("busy agent-seconds, and staffed", "话务员忙碌秒数与在岗秒数"),
        Law::Tables => ("sum of the table, and the total", "分表之和与总计"),
    };
    match lang {
        Lang::En => format!("  replication {replication}, {place}: {en}: {left} and {right}\n"),
        Lang::Zh => format!("  第 {replication} 次重复，{place}：{zh}：{left} 与 {right}\n"),
    }
}
