//! The report of sizing every site of a plan.

use super::lever::truth;
use crate::app::assess::DemandFactor;
use crate::app::size::{SeatsAndStaff, SizeSitesOutcome, SizedSite};
use crate::chart::{Heading, SiteDot, SiteVerdict, SitesChart};
use crate::decimal;
use crate::format::{count, per_cent};
use crate::model::Model;
use crate::report::data;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::json::estimate;
use crate::report::text;
use crate::report::words::{SizeEffort, SizeTotals, Words, calls};
use crate::requirement::{Met, Requirement};
use crate::scenario::plan::Plan;
use crate::stats::Estimate;
use serde_json::{Value, json};

/// A plan whose sites were sized.
#[derive(Clone, Copy)]
pub struct SizedSites<'a> {
    /// The scenario's model.
    pub model: &'a Model,
    /// Its plan.
    pub plan: &'a Plan,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The answer.
    pub outcome: &'a SizeSitesOutcome,
}

impl SizedSites<'_> {
    /// Returns the requirement as it was written.
    pub fn text(&self) -> String {
        self.requirement.text()
    }

    /// Builds the report.
    pub fn document(&self, words: &dyn Words, with_seconds: bool) -> Document {
        let outcome = self.outcome;
        let head = Block::Paragraph(words.sites_question(&self.text()));
        let rows = outcome.sites.iter().map(|site| self.row(site, words)).chain([self.total_row(words)]);
        let table = Table::aligned(words.sites_titles(), &[0, 7], rows.collect());
        let confidence = decimal::text(100.0 * outcome.confidence) + per_cent(words.language());
        let effort = words.size_effort(&SizeEffort {
            replications: &outcome.replications.to_string(),
            calls: &calls(outcome.calls, words.language()),
            seed: outcome.seed,
            seconds: with_seconds.then_some(outcome.seconds),
        });
        let note = words.sites_note(outcome.days, &confidence);
        Document::new([
            Section::new(vec![head, Block::Table(table)]),
            Section::new(self.sentences(words).into_iter().map(Block::Paragraph).collect()),
            Section::new(vec![Block::Note(note), Block::Note(effort)]),
        ])
    }

    fn row(&self, site: &SizedSite, words: &dyn Words) -> Vec<Cell> {
        let marked = |number: String, is_least: bool| if is_least { number } else { words.at_most(&number) };
        let per_million = site.least_seats_per_million.map(|x| marked(format!("{x:.1}"), site.is_least));
        let needed = site.needed.map(|needed| marked(pair(needed), site.is_least));
        let unknown = |text: Option<String>| text.map_or_else(Cell::unknown, Cell::Text);
        vec![
            Cell::text(words.say(&self.model.sites()[site.site].name)),
            Cell::Text(pair(site.rule)),
            unknown(needed),
            unknown(site.needed_staff_at_rule_seats.map(|staff| count(f64::from(staff)))),
            unknown(per_million),
            self.level(site.level),
            unknown(break_even(site, words)),
            Cell::text(words.sites_verdict(site.rule_met)),
        ]
    }

    fn level(&self, level: Estimate) -> Cell {
        Cell::estimate(level, if self.outcome.is_share { Format::Share } else { Format::Duration })
    }

    fn total_row(&self, words: &dyn Words) -> Vec<Cell> {
        let people: u64 = self.outcome.sites.iter().map(|site| site.people).sum();
        let needed = self.outcome.needed();
        let per_million = needed.map(|needed| f64::from(needed.seats) * 1e6 / people.max(1) as f64);
        vec![
            Cell::text(words.sites_total()),
            Cell::Text(pair(self.outcome.rule())),
            needed.map_or_else(Cell::unknown, |needed| Cell::Text(pair(needed))),
            Cell::Empty,
            Cell::number(per_million, Format::Decimal(1)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]
    }

    /// What all of it comes to.
    fn sentences(&self, words: &dyn Words) -> Vec<String> {
        let outcome = self.outcome;
        let written = |size: SeatsAndStaff| (count(f64::from(size.seats)), count(f64::from(size.staff)));
        let (rule, needed) = (written(outcome.rule()), outcome.needed());
        let shown = needed.map(written);
        let totals = SizeTotals {
            rule: (&rule.0, &rule.1),
            needed: shown.as_ref().map(|(seats, staff)| (seats.as_str(), staff.as_str())),
        };
        let [many, few] = outcome.too_many_and_too_few();
        let pool = outcome.pool.zip(needed).map(|(pool, needed)| {
            let less = |a: u32, b: u32| i64::from(a) - i64::from(b);
            let saved = (less(needed.seats, pool.needed.seats), less(needed.staff, pool.needed.staff));
            let (seats, staff) = written(pool.needed);
            let level = text::cell(&self.level(pool.level), words.language());
            words.pool_saves((&seats, &staff), saved, &level)
        });
        let beyond = outcome.sites.iter().filter(|site| site.is_unreachable);
        let names: Vec<&str> = beyond.map(|site| words.say(&self.model.sites()[site.site].name)).collect();
        let unreachable = (!names.is_empty()).then(|| words.sites_unreachable(&words.list(&names)));
        let sums = [Some(words.sites_totals(&totals)), Some(words.too_many_and_too_few(many, few))];
        sums.into_iter().chain([self.confirmation(words), unreachable, pool]).flatten().collect()
    }

    /// Says at how many sites fresh replications confirm the seats, and names the others.
    fn confirmation(&self, words: &dyn Words) -> Option<String> {
        let tested = || self.outcome.sites.iter().filter_map(|site| Some((site, site.fresh?.1)));
        let others = tested().filter(|(_, holds)| !holds);
        let names: Vec<&str> =
            others.map(|(site, _)| words.say(&self.model.sites()[site.site].name)).collect();
        let all = tested().count();
        (all > 0).then(|| words.sites_confirmed(all - names.len(), all, &words.list(&names)))
    }

    /// Builds the object that `size --json` prints.
    pub fn json(&self) -> Value {
        let outcome = self.outcome;
        let [many, few] = outcome.too_many_and_too_few();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.model.name(),
            "seed": outcome.seed,
            "requirement": self.text(),
            "met": truth(outcome.met),
            "confidence": outcome.confidence,
            "days": outcome.days,
            "sites": outcome.sites.iter().map(|site| self.site(site)).collect::<Vec<_>>(),
            "total": {
                "rule": size(outcome.rule()),
                "needed": outcome.needed().map(size),
                "more_than_needed": { "seats": many.0, "staff": many.1 },
                "missing": { "seats": few.0, "staff": few.1 },
            },
            "pool": outcome.pool.map(|pool| json!({
                "needed": size(pool.needed),
                "level": estimate(pool.level),
                "saved_seats": outcome.needed().map(|apart| i64::from(apart.seats) - i64::from(pool.needed.seats)),
                "saved_staff": outcome.needed().map(|apart| i64::from(apart.staff) - i64::from(pool.needed.staff)),
                "replications": pool.replications,
            })),
            "replications": outcome.replications,
            "calls_simulated": outcome.calls,
            "seconds": outcome.seconds,
        })
    }

    fn site(&self, site: &SizedSite) -> Value {
        json!({
            "site": self.model.sites()[site.site].id,
            "people": site.people,
            "rule": size(site.rule),
            "rule_met": site.rule_met.and_then(truth),
            "too_small": site.rule_met.is_none(),
            "level_of_rule": estimate(site.level_of_rule),
            "needed": site.needed.map(size),
            "needed_is_least": site.needed.map(|_| site.is_least),
            "needed_staff_at_rule_seats": site.needed_staff_at_rule_seats,
            "level": estimate(site.level),
            "fresh_level": estimate(site.fresh.map(|(level, _)| level).unwrap_or_default()),
            "confirmed": site.fresh.map(|(_, holds)| holds),
            "one_less": estimate(site.one_less.unwrap_or_default()),
            "least_seats_per_million": site.least_seats_per_million,
            "surplus": site.surplus().map(|(seats, staff)| json!({ "seats": seats, "staff": staff })),
            "calls_per_head": site.calls_per_head,
            "demand_factor": site.demand.map(DemandFactor::value),
            "break_even_calls_per_head": site.break_even_calls_per_head(),
            "break_even_is_at_least": site.demand.map(|demand| matches!(demand, DemandFactor::AtLeast(_))),
        })
    }

    /// Builds the table of sites for files.
    pub fn table(&self) -> data::Table {
        let sites = || self.outcome.sites.iter();
        let whole = |value: Option<u32>| value.map(i64::from);
        let integers = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&SizedSite) -> Option<u32>| {
            data::Column::integers(name, unit, meaning, sites().map(|site| whole(of(site))))
        };
        let real = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&SizedSite) -> Option<f64>| {
            data::Column::real(name, unit, meaning, sites().map(of))
        };
        let ids = sites().map(|site| Some(self.model.sites()[site.site].id.as_str().into()));
        data::Table {
            name: "sites",
            meaning: "a site of the plan, everything built and merged",
            columns: vec![
                data::Column::text("site", "id of the site", ids),
                real("people", "inhabitants", "inhabitants", &|site| Some(site.people as f64)),
                integers("rule_seats", "seats", "seats by the rule", &|site| Some(site.rule.seats)),
                integers("rule_staff", "people", "staff by the rule", &|site| Some(site.rule.staff)),
                integers("needed_seats", "seats", "least seats, staff per seat by the rule", &|site| {
                    site.needed.map(|needed| needed.seats)
                }),
                integers("needed_staff", "people", "staff for them", &|site| {
                    site.needed.map(|needed| needed.staff)
                }),
                integers(
                    "needed_staff_at_rule_seats",
                    "people",
                    "least staff with the rule's seats",
                    &|site| site.needed_staff_at_rule_seats,
                ),
                real("least_seats_per_million", "seats", "least seats per million inhabitants", &|site| {
                    site.least_seats_per_million
                }),
                real("level_mean", "", "level with the least seats", &|site| site.level.mean),
                real("level_half_width", "", "half of its 95 % interval", &|site| site.level.half_width),
                real(
                    "fresh_level_mean",
                    "",
                    "that level on replications that the search has not seen",
                    &|site| site.fresh?.0.mean,
                ),
                real("one_less_mean", "", "level with one seat less", &|site| site.one_less?.mean),
                real("calls_per_head", "calls a year", "fresh callers per inhabitant", &|site| {
                    Some(site.calls_per_head)
                }),
                real(
                    "break_even_calls_per_head",
                    "calls a year",
                    "those up to which the rule suffices",
                    &|site| site.break_even_calls_per_head(),
                ),
            ],
        }
    }

    /// Builds the chart of seats needed against inhabitants.
    pub fn chart(&self, words: &dyn Words) -> SitesChart {
        let (suffices, judged) = self.suffices();
        let rule = self.plan.rule.seats_per_million.value();
        let version = env!("CARGO_PKG_VERSION");
        let dot = |site: &SizedSite| {
            Some(SiteDot {
                label: words.say(&self.model.sites()[site.site].name).to_owned(),
                people: site.people as f64 / 1e6,
                seats: f64::from(site.needed?.seats),
                verdict: match site.rule_met? {
                    Met::Yes => SiteVerdict::Suffices,
                    Met::No => SiteVerdict::FallsShort,
                    Met::Inconclusive => SiteVerdict::CannotTell,
                },
            })
        };
        SitesChart {
            heading: Heading {
                title: words.sites_chart_title(suffices, judged, rule),
                subtitle: words.sites_chart_subtitle(&self.text()),
                source: words.size_source(
                    self.model.name(),
                    self.outcome.replications,
                    self.outcome.seed,
                    version,
                ),
            },
            people_title: words.inhabitants().to_owned(),
            seats_title: words.seats_needed().to_owned(),
            rule_name: words.rule_line(rule),
            rule,
            verdict_names: [Met::Yes, Met::No, Met::Inconclusive]
                .map(|met| words.sites_verdict(Some(met)).to_owned()),
            sites: self.outcome.sites.iter().filter_map(dot).collect(),
        }
    }

    /// Counts the sites for which the rule suffices, and those that can be judged.
    pub fn suffices(&self) -> (usize, usize) {
        let sites = || self.outcome.sites.iter();
        let enough = sites().filter(|site| site.rule_met == Some(Met::Yes)).count();
        (enough, sites().filter(|site| site.rule_met.is_some()).count())
    }
}

/// "137/411".
pub(super) fn pair(size: SeatsAndStaff) -> String {
    format!("{}/{}", count(f64::from(size.seats)), count(f64::from(size.staff)))
}

/// Writes the calls a head at which the rule breaks even.
fn break_even(site: &SizedSite, words: &dyn Words) -> Option<String> {
    let number = format!("{:.2}", site.break_even_calls_per_head()?);
    match site.demand {
        Some(DemandFactor::AtLeast(_)) => Some(words.at_least(&number)),
        _ => Some(number),
    }
}

pub(super) fn size(size: SeatsAndStaff) -> Value {
    json!({ "seats": size.seats, "staff": size.staff })
}
