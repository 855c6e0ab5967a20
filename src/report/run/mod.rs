//! The result of `run` in words and tables.

mod tables;
mod totals;

use crate::language::Language;

use super::checks::Checks;
use super::verdict::{Verdict, judged, verdict};
use super::words::facts;
use crate::kpi::Field;
use crate::model::Model;
use crate::replicate::{Results, Series};

/// What `run` says at its end.
pub fn text(model: &Model, results: &Results, checks: &Checks<'_>, lang: Language) -> String {
    let mut text = match model.sites().len() {
        1 => String::new(),
        _ => headline(results, lang) + "\n",
    };
    text += &facts(totals::totals(model, results, lang));
    let more = [
        totals::definitions(model, results, lang),
        tables::sites(model, results, lang),
        tables::stages(results, lang),
        tables::hotlines(model, results, lang),
    ];
    more.iter().filter(|part| !part.is_empty()).for_each(|part| text += &format!("\n{part}"));
    text + "\n" + &checks.text(lang)
}

/// The answer to the question, first.
fn headline(results: &Results, lang: Language) -> String {
    let verdicts: Vec<Verdict> = judged(results).iter().map(verdict).collect();
    let number = |wanted| verdicts.iter().filter(|v| **v == wanted).count();
    let (fails, holds) = (number(Verdict::Fails), number(Verdict::Holds));
    let (open, small) = (number(Verdict::Inconclusive), number(Verdict::TooSmall));
    let answer = match (lang, fails, open) {
        (Language::En, 0, 0) => "Yes",
        (Language::En, 0, _) => "It cannot be told everywhere",
        (Language::En, _, _) if holds == 0 => "No",
        (Language::En, _, _) => "Not everywhere",
        (Language::Zh, 0, 0) => "满足",
        (Language::Zh, 0, _) => "尚不能全部判定",
        (Language::Zh, _, _) if holds == 0 => "不满足",
        (Language::Zh, _, _) => "并非处处满足",
    };
    match lang {
        Language::En => format!(
            "Do seats and staff hold?  {answer}.\n\
             At least 95 % answered in every rolling 24 h (GB/T 33358-2016): {holds} of {} sites hold, {fails} fail, \
             {open} cannot be told, {small} too small to judge.\n",
            verdicts.len()
        ),
        Language::Zh => format!(
            "座席与人员是否够用？{answer}。\n\
             任意连续24小时接通率不低于95%（GB/T 33358-2016）：{}个站点中{holds}个满足，{fails}个不满足，\
             {open}个不能判定，{small}个来电太少无法判定。\n",
            verdicts.len()
        ),
    }
}

/// Attempts per replication.
fn offered(series: &Series, results: &Results) -> f64 {
    series.total().get(Field::Offered) / results.replications.max(1) as f64
}
