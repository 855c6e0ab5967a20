//! The report of sizing interval by interval: a table of times by days, requirement.csv, and a picture of each group.

use super::lever::truth;
use crate::app::size::{SizeIntervalsOutcome, SizedDay, SizedGroup, SizedInterval};
use crate::chart::{Heading, Point, RequiredDay, RequirementChart};
use crate::decimal;
use crate::format::{count, per_cent};
use crate::language::Text;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::json::estimate;
use crate::report::words::{IntervalsQuestion, SizeEffort, Words, calls};
use crate::requirement::Requirement;
use crate::stats::Estimate;
use crate::time::{HOUR, MINUTE};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Intervals that were sized.
#[derive(Clone, Copy)]
pub struct SizedIntervals<'a> {
    /// The name of the scenario.
    pub scenario: &'a str,
    /// The site of a plan.
    pub site: Option<&'a Text>,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The share of paid time that people are not on the line.
    pub shrinkage: Option<f64>,
    /// The answer.
    pub outcome: &'a SizeIntervalsOutcome,
}

/// Names of weekdays in files, from Monday.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl SizedIntervals<'_> {
    fn text(&self) -> String {
        self.requirement.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" and ")
    }

    fn place(&self, group: &SizedGroup, words: &dyn Words) -> String {
        self.site.map_or_else(|| group.group.clone(), |site| words.say(site).to_owned())
    }

    fn minutes(&self) -> u32 {
        (self.outcome.interval / MINUTE).round() as u32
    }

    /// Returns the heads for so many agents.
    fn heads(&self, agents: u32) -> Option<u32> {
        self.shrinkage.map(|share| (f64::from(agents) / (1.0 - share) - 1e-9).ceil() as u32)
    }

    /// Builds the report.
    pub fn document(&self, words: &dyn Words, with_seconds: bool) -> Document {
        let outcome = self.outcome;
        let confidence = decimal::text(100.0 * outcome.confidence) + per_cent(words.language());
        let open = outcome.groups.iter().flat_map(|group| &group.days).flat_map(|day| &day.intervals);
        let open = open.filter(|interval| !interval.holds).count();
        let shared: Vec<&str> = outcome.not_sized.iter().map(String::as_str).collect();
        let not_sized = (!shared.is_empty()).then(|| words.not_sized(&words.list(&shared)));
        let effort = words.size_effort(&SizeEffort {
            replications: &outcome.replications.to_string(),
            calls: &calls(outcome.calls, words.language()),
            seed: outcome.seed,
            seconds: with_seconds.then_some(outcome.seconds),
        });
        let claim = (!outcome.groups.is_empty()).then(|| words.intervals_claim(open, &confidence));
        let notes = [not_sized, claim, Some(effort)].into_iter().flatten().map(Block::Note).collect();
        let groups = outcome.groups.iter().map(|group| Section::new(self.group(group, words)));
        Document::new(groups.chain([Section::new(notes)]))
    }

    fn group(&self, group: &SizedGroup, words: &dyn Words) -> Vec<Block> {
        let (requirement, place) = (self.text(), self.place(group, words));
        let question =
            IntervalsQuestion { place: &place, requirement: &requirement, minutes: self.minutes() };
        let day_title = |day: &SizedDay| match day.date {
            Some(date) => {
                let weekday =
                    words.weekday_name(usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()));
                format!("{weekday} {}", date.strftime("%m-%d"))
            }
            None => words.every_day().to_owned(),
        };
        let titles = [words.time_of_day().to_owned()].into_iter().chain(group.days.iter().map(day_title));
        let rows = (0..group.days.first().map_or(0, |day| day.intervals.len())).map(|k| {
            let agents = |day: &SizedDay| {
                Cell::number(day.intervals.get(k).map(|one| f64::from(one.agents)), Format::Count)
            };
            [Cell::Text(self.clock(k))].into_iter().chain(group.days.iter().map(agents)).collect()
        });
        let table = Block::Table(Table::new(titles, rows.collect()));
        let (hours, peak) = totals(group, self.outcome.interval);
        let heads = self.heads(peak.1.agents).map(|heads| count(f64::from(heads)));
        let total =
            words.intervals_total(&format!("{hours:.1}"), &count(f64::from(peak.1.agents)), heads.as_deref());
        vec![Block::Paragraph(words.intervals_question(&question)), table, Block::Paragraph(total)]
    }

    /// Writes the start of an interval: "08:30".
    fn clock(&self, interval: usize) -> String {
        let minutes = interval as u32 * self.minutes();
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Builds the object that `size --json` prints.
    pub fn json(&self) -> Value {
        let outcome = self.outcome;
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.scenario,
            "seed": outcome.seed,
            "requirement": self.text(),
            "met": truth(outcome.met),
            "interval_minutes": self.minutes(),
            "shrinkage": self.shrinkage,
            "confidence": outcome.confidence,
            "groups": outcome.groups.iter().map(|group| self.group_json(group)).collect::<Vec<_>>(),
            "not_sized": outcome.not_sized,
            "replications": outcome.replications,
            "calls_simulated": outcome.calls,
            "seconds": outcome.seconds,
        })
    }

    fn group_json(&self, group: &SizedGroup) -> Value {
        let (hours, peak) = totals(group, self.outcome.interval);
        let interval = |day: &SizedDay, k: usize, one: &SizedInterval| {
            json!({
                "date": day.date.map(|date| date.to_string()),
                "time": self.clock(k),
                "agents": one.agents,
                "heads": self.heads(one.agents),
                "load": one.load,
                "level": estimate(one.level),
                "holds": one.holds,
            })
        };
        let of_day = |day: &SizedDay| {
            day.intervals.iter().enumerate().map(|(k, one)| interval(day, k, one)).collect::<Vec<_>>()
        };
        json!({
            "group": group.group,
            "agent_hours_a_day": hours,
            "peak_agents": peak.1.agents,
            "peak_heads": self.heads(peak.1.agents),
            "intervals": group.days.iter().flat_map(of_day).collect::<Vec<_>>(),
        })
    }

    /// Writes a group's requirement as `roster` reads it: by date, or, where one day stands for all, by weekday.
    pub fn requirement_csv(&self, group: &SizedGroup) -> String {
        let dated = group.days.iter().all(|day| day.date.is_some());
        let heads = if self.shrinkage.is_some() { ",heads" } else { "" };
        let mut text = format!("{},time,agents{heads}\n", if dated { "date" } else { "weekday" });
        let names: Vec<(String, &SizedDay)> = match dated {
            true => group.days.iter().filter_map(|day| Some((day.date?.to_string(), day))).collect(),
            false => {
                let all =
                    WEEKDAYS.iter().flat_map(|name| group.days.first().map(|day| ((*name).to_owned(), day)));
                all.collect()
            }
        };
        for (name, day) in names {
            for (k, one) in day.intervals.iter().enumerate() {
                let heads = self.heads(one.agents).map_or(String::new(), |heads| format!(",{heads}"));
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{name},{},{}{heads}", self.clock(k), one.agents);
            }
        }
        text
    }

    /// Builds the chart of a group.
    pub fn chart(&self, group: &SizedGroup, words: &dyn Words) -> RequirementChart {
        let (requirement, place) = (self.text(), self.place(group, words));
        let question =
            IntervalsQuestion { place: &place, requirement: &requirement, minutes: self.minutes() };
        let (_, peak) = totals(group, self.outcome.interval);
        let day = |day: &SizedDay| RequiredDay {
            label: day.date.map_or(String::new(), |date| crate::format::weekday(date, words.language())),
            agents: day.intervals.iter().map(|one| Some(Point::exact(f64::from(one.agents)))).collect(),
            load: day.intervals.iter().map(|one| Some(Point::exact(one.load))).collect(),
        };
        let (replications, seed) = (self.outcome.replications, self.outcome.seed);
        let agents = count(f64::from(peak.1.agents));
        RequirementChart {
            heading: Heading {
                title: words.intervals_chart_title(&place, &agents, &self.clock(peak.0)),
                subtitle: words.intervals_chart_subtitle(&question),
                source: words.size_source(self.scenario, replications, seed, env!("CARGO_PKG_VERSION")),
            },
            agents_name: words.agents_needed().to_owned(),
            days: group.days.iter().map(day).collect(),
        }
    }
}

/// Returns agent-hours of an average day, and the interval with most agents.
fn totals(group: &SizedGroup, interval: f64) -> (f64, (usize, SizedInterval)) {
    let all = || group.days.iter().flat_map(|day| day.intervals.iter().enumerate());
    let hours = all().map(|(_, one)| f64::from(one.agents) * interval / HOUR).sum::<f64>();
    let nothing = SizedInterval { agents: 0, load: 0.0, level: Estimate::default(), bound: 0.0, holds: true };
    let later =
        |best: (usize, SizedInterval), (k, one): (usize, &SizedInterval)| match one.agents > best.1.agents {
            true => (k, *one),
            false => best,
        };
    (hours / group.days.len().max(1) as f64, all().fold((0, nothing), later))
}
