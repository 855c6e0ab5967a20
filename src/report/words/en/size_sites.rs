//! English of the report of sizing every site of a plan.

use super::super::{English, SizeSitesWords, SizeTotals};
use crate::requirement::Met;

/// "12 seats and 36 staff".
fn seats_and_staff((seats, staff): (impl std::fmt::Display, impl std::fmt::Display)) -> String {
    format!("{seats} seats and {staff} staff")
}

impl SizeSitesWords for English {
    fn sites_question(&self, requirement: &str) -> String {
        format!("The least seats and staff for {requirement} at every site, everything built and merged:")
    }

    fn sites_titles(&self) -> [&'static str; 8] {
        [
            "site",
            "rule: seats/staff",
            "needed: seats/staff",
            "staff at the rule's seats",
            "least per million",
            "level with them",
            "rule holds to calls a head",
            "the rule",
        ]
    }

    fn sites_verdict(&self, met: Option<Met>) -> &'static str {
        match met {
            Some(Met::Yes) => "suffices",
            Some(Met::No) => "falls short",
            Some(Met::Inconclusive) => "cannot tell",
            None => "too small to judge",
        }
    }

    fn at_most(&self, number: &str) -> String {
        format!("<= {number}")
    }

    fn at_least(&self, number: &str) -> String {
        format!(">= {number}")
    }

    fn sites_total(&self) -> &'static str {
        "together"
    }

    fn sites_totals(&self, totals: &SizeTotals<'_>) -> String {
        let rule = seats_and_staff(totals.rule);
        match totals.needed {
            Some(needed) => format!("The rule gives {rule}; {} suffice.", seats_and_staff(needed)),
            None => format!("The rule gives {rule}; what all sites need cannot be told."),
        }
    }

    fn too_many_and_too_few(&self, many: (i64, i64), few: (i64, i64)) -> String {
        let more = format!("{} are more than needed at some sites", seats_and_staff(many));
        let less = format!("{} are missing at others", seats_and_staff(few));
        match (many.0 > 0, few.0 > 0) {
            (true, true) => format!("Of the rule's, {more}, and {less}."),
            (true, false) => format!("Of the rule's, {more}; none are missing."),
            (false, true) => format!("The rule has too few: {}.", less.replace(" at others", "")),
            (false, false) => "The rule has exactly what is needed.".to_owned(),
        }
    }

    fn pool_saves(&self, pool: (&str, &str), saved: (i64, i64), level: &str) -> String {
        format!(
            "One pool for all sites needs {} ({level}): {} fewer than the sites apart.",
            seats_and_staff(pool),
            seats_and_staff(saved)
        )
    }

    fn sites_note(&self, days: usize, confidence: &str) -> String {
        format!(
            "needed: fewest seats, staff per seat by the rule, for which the whole {confidence} interval meets the \
             requirement over {days} days\n\
             calls a head: fresh callers a year and inhabitant, up to which the rule's seats and staff suffice\n\
             <=: fewer may do; >=: more may be borne; ± is half of a 95 % interval; sites too small keep the rule's"
        )
    }

    fn sites_confirmed(&self, confirmed: usize, all: usize, others: &str) -> String {
        let sites = format!("As many fresh replications confirm these seats at {confirmed} of {all} sites");
        if others.is_empty() {
            sites + "."
        } else {
            format!("{sites}; one seat more is prudent at: {others}.")
        }
    }

    fn sites_unreachable(&self, names: &str) -> String {
        format!("Not even four times the rule's seats suffice at: {names}.")
    }

    fn sites_chart_title(&self, suffices: usize, judged: usize, seats_per_million: f64) -> String {
        match suffices == judged {
            true => format!("{seats_per_million} seats per million suffice at all {judged} sites"),
            false => format!("{seats_per_million} seats per million suffice at {suffices} of {judged} sites"),
        }
    }

    fn sites_chart_subtitle(&self, requirement: &str) -> String {
        format!("least seats for {requirement} against inhabitants, everything built and merged")
    }

    fn inhabitants(&self) -> &'static str {
        "inhabitants, millions"
    }

    fn seats_needed(&self) -> &'static str {
        "Least seats"
    }

    fn rule_line(&self, seats_per_million: f64) -> String {
        format!("rule: {seats_per_million} per million")
    }
}
