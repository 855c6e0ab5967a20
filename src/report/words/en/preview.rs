//! English of the preview by `check`.

use super::super::{CommonWords, English, PlanHeader, PreviewWords, Principal, SizeLine};
use crate::analytic::day::STANDARD_WAIT;
use crate::analytic::overload::{Overload, OverloadEffect};
use crate::format::{self, percent_below_all};
use crate::language::Language;
use crate::verdict::Resource;
use jiff::civil::Date;

impl PreviewWords for English {
    fn plan_header(&self, header: &PlanHeader<'_>) -> String {
        let PlanHeader { name, title, dates, days, hotlines, number, .. } = header;
        let date = |date| format::date(date, Language::En);
        let dates = dates.map(|(first, last)| format!("{} - {}", date(first), date(last)));
        let dates = dates.unwrap_or_default();
        match title {
            Some(title) if title.contains(&dates) => format!("{name}   {title} ({days} days)"),
            Some(title) => format!("{name}   {title}, {dates} ({days} days)"),
            None => format!("{name}   {hotlines} hotlines into {number}, {dates} ({days} days)"),
        }
    }

    fn file_header(
        &self,
        name: &str,
        hotlines: usize,
        days: f64,
        first: Option<Date>,
        warm_up: f64,
    ) -> String {
        let from = first.map(|first| format!(" from {}", format::date(first, Language::En)));
        let (from, plural) = (from.unwrap_or_default(), if hotlines == 1 { "" } else { "s" });
        format!(
            "{name}   {hotlines} hotline{plural}, {days:.4} days{from}, the first {warm_up:.4} h not measured"
        )
        .replace(".0000", "")
    }

    fn all_sites(&self) -> &'static str {
        "all"
    }

    fn sites_shown(&self, shown: usize, listed: usize) -> String {
        format!(
            "Every row of every table was checked. The preview shows {shown} of {} sites, from the largest to the smallest; \
             sums are of these.",
            format::count(listed as f64)
        )
    }

    fn seats_titles(&self) -> [&'static str; 9] {
        ["site", "people", "seats", "staff", "first day", "peak load", "when", "on line", "binds"]
    }

    fn seats_note(&self) -> &'static str {
        "seats, staff: by the rule. load: erlangs. on line: people expected on the line at the peak, the lesser of\n\
         people on shift and seats ready. binds: hours in which, on a quarter of the days or more, the load R and\n\
         its reserve (the square root of R) need more people than that, and what is short"
    }

    fn short_in_hours(&self, resource: Resource, hours: &str) -> String {
        format!("{} {hours} h", self.resource(resource))
    }

    fn clauses(&self, clauses: &[String]) -> String {
        clauses.join("; ")
    }

    fn phrases(&self, phrases: &[String]) -> String {
        phrases.join(", ")
    }

    fn and(&self, names: &[&str]) -> String {
        names.join(" and ")
    }

    fn at_sites(&self, sites: usize) -> String {
        format!("at {sites} sites")
    }

    fn volumes_titles(&self) -> [&'static str; 5] {
        ["callers a year, all merged", "own topics", "merged lines", "total", "per head"]
    }

    fn comparators_titles(&self) -> [&'static str; 5] {
        ["published elsewhere", "period", "per head", "of", "source"]
    }

    fn preview_titles(&self) -> [&'static str; 4] {
        ["answered within 15 s, by Erlang A", "all days", "worst week", "which"]
    }

    fn preview_note(&self) -> &'static str {
        "a preview by a stationary formula, half hour by half hour, on mean rates and mean staff. It leaves out days\n\
         busier than the mean, redials, repeat contacts, calls back, the busy tone, absence by chance and queues carried\n\
         over: expect less of `run`.\n\
         The day hour by hour: --site ID"
    }

    fn day_numbers(&self, first: usize, last: usize) -> String {
        format!("days {first}-{last}")
    }

    fn notes(&self) -> &'static str {
        "notes"
    }

    fn not_modelled(&self) -> &'static str {
        "not modelled in this version"
    }

    fn preview_says(&self, average: &str, low: &str, begins: &str, site: &str) -> String {
        format!(
            "Erlang A says: {average} answered within {STANDARD_WAIT} s on average; {low} in the week of {begins} at {site}"
        )
    }

    fn site_day_titles(&self) -> [&'static str; 10] {
        ["hour", "calls", "load", "people", "seats", "binds", "in 15 s", "load", "people", "in 15 s"]
    }

    fn site_day(&self, site: &str, week: &str, average: &str, low: &str) -> String {
        format!(
            "{site}: means over all days, then over the week of {week}; {average} and {low} answered within 15 s"
        )
    }

    fn size(&self, line: SizeLine) -> [&'static str; 2] {
        match line {
            SizeLine::Agents => ["agents", ""],
            SizeLine::Calls => ["calls offered", "per hour"],
            SizeLine::HandleTime => ["mean handle time", "s"],
            SizeLine::Load => ["offered load", "erlangs"],
            SizeLine::LoadPerAgent => ["offered load / agents", "%"],
        }
    }

    fn day_titles(&self, within: f64) -> [String; 6] {
        let within = format!("in {within} s");
        ["hour", "calls", "load", "in hand", "agents", &within].map(str::to_owned)
    }

    fn group_titles(&self, within: f64) -> [String; 7] {
        let within = format!("in {within} s");
        ["group", "agents", "calls/h", "handle time s", "load", "load/agents %", &within].map(str::to_owned)
    }

    fn group_hours(&self, group: &str) -> String {
        format!("group {group}, hour by hour")
    }

    fn no_preview(&self, reasons: &[String]) -> String {
        format!("no preview: {}", reasons.join("; "))
    }

    fn exact_answer(&self, formula: &str) -> String {
        format!("exact answer, steady state: {formula}")
    }

    fn no_exact_formula(&self, reasons: &[String]) -> String {
        format!("no exact formula: {}", reasons.join("; "))
    }

    fn preview_by_half_hour(&self, level: f64, within: f64) -> String {
        let level = percent_below_all(Some(level), Language::En);
        format!("preview by Erlang A, step by step over the day: {level} answered within {within} s")
    }

    fn overload(&self, overload: &Overload) -> String {
        let Overload { group, hours, worst_hour, load, agents, effect } = overload;
        let when = match hours {
            24 => String::new(),
            hours => format!(" in {hours} of 24 hours, most at {worst_hour:02}:00"),
        };
        let then = match effect {
            OverloadEffect::Blocks => "the lines fill up and callers hear the busy tone",
            OverloadEffect::Grows => "callers never give up, so the queue grows without end while this lasts",
            OverloadEffect::Abandons => "only callers who give up limit the queue",
        };
        let group = group.as_ref().map(|group| format!("group {group} is ")).unwrap_or_default();
        format!("{group}overloaded{when}: {load:.1} erlangs offered to {} agents; {then}", count(*agents))
    }

    fn warning(&self, overload: &Overload) -> String {
        format!("warning: {}", self.overload(overload))
    }

    fn assumptions(&self, count: usize) -> String {
        format!("{count} assumptions")
    }

    fn principal_assumptions(&self, principal: usize, count: usize) -> String {
        format!("{principal} of {count} assumptions carry most of the answer (--assumptions lists all)")
    }

    fn principal(&self, principal: Principal) -> &'static str {
        match principal {
            Principal::PerHead => "calls per head and year",
            Principal::HandleTime => "handle time",
            Principal::Shrinkage => "shrinkage in all",
            Principal::InboundShare => "share of staff on inbound calls",
            Principal::Patience => "patience of callers",
            Principal::FirstDaySeats => "seats on the first day, of the rule's",
        }
    }

    fn elsewhere(&self) -> &'static str {
        "elsewhere"
    }
}

/// Writes a mean number of agents, with a decimal where it is not whole.
fn count(agents: f64) -> String {
    if (agents - agents.round()).abs() < 0.05 { format!("{agents:.0}") } else { format!("{agents:.1}") }
}
