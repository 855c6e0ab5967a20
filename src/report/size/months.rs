//! The report of what every site needs in each month of the way.

use super::lever::truth;
use super::sites::{pair, size};
use crate::app::size::{SeatsAndStaff, SiteInMonth, SizeMonthsOutcome, SizedMonth};
use crate::chart::{Heading, MonthBar, MonthsChart};
use crate::decimal;
use crate::format::{count, date, day, per_cent};
use crate::model::Model;
use crate::report::data;
use crate::report::document::{Block, Cell, Document, Section, Table};
use crate::report::json::estimate;
use crate::report::words::{SizeEffort, Words, calls};
use crate::requirement::Requirement;
use serde_json::{Value, json};

/// A plan whose months were sized.
#[derive(Clone, Copy)]
pub struct SizedMonths<'a> {
    /// The scenario's model.
    pub model: &'a Model,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The answer.
    pub outcome: &'a SizeMonthsOutcome,
}

impl SizedMonths<'_> {
    /// Builds the report.
    pub fn document(&self, words: &dyn Words, with_seconds: bool) -> Document {
        let outcome = self.outcome;
        let head = Block::Paragraph(words.months_question(&self.requirement.text()));
        let rows = outcome.months.iter().map(|month| self.row(month, words)).collect();
        let confidence = decimal::text(100.0 * outcome.confidence) + per_cent(words.language());
        let effort = words.size_effort(&SizeEffort {
            replications: &outcome.replications.to_string(),
            calls: &calls(outcome.calls, words.language()),
            seed: outcome.seed,
            seconds: with_seconds.then_some(outcome.seconds),
        });
        let note = words.months_note(&confidence, outcome.hire_ahead_days);
        Document::new([
            Section::new(vec![head, Block::Table(Table::aligned(words.months_titles(), &[0, 5], rows))]),
            Section::new(self.sentences(words).into_iter().map(Block::Paragraph).collect()),
            Section::new(vec![Block::Note(note), Block::Note(effort)]),
        ])
    }

    fn row(&self, month: &SizedMonth, words: &dyn Words) -> Vec<Cell> {
        let [ready, needed, missing] = month.totals();
        let hire_by = month.hire_by().map(|day| date(day, words.language()));
        vec![
            Cell::Text(crate::format::days(month.first, month.last, words.language())),
            Cell::Text(pair(ready)),
            if is_known(month) { Cell::Text(pair(needed)) } else { Cell::unknown() },
            if missing == SeatsAndStaff::default() {
                Cell::Text("0".to_owned())
            } else {
                Cell::Text(pair(missing))
            },
            hire_by.map_or(Cell::Empty, Cell::Text),
            Cell::Text(self.short(month, words)),
        ]
    }

    /// Names the sites that miss seats or people, each with the people.
    fn short(&self, month: &SizedMonth, words: &dyn Words) -> String {
        let misses = |site: &&SiteInMonth| site.missing() != SeatsAndStaff::default();
        let one = |site: &SiteInMonth| {
            words.site_misses(self.name(site, words), &count(f64::from(site.missing().staff)))
        };
        let named: Vec<String> = month.sites.iter().filter(misses).map(one).collect();
        words.list(&named.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn name<'w>(&'w self, site: &SiteInMonth, words: &'w dyn Words) -> &'w str {
        words.say(&self.model.sites()[site.site].name)
    }

    /// Says when the plan's own seats and people suffice, and what was not to be told.
    fn sentences(&self, words: &dyn Words) -> Vec<String> {
        let months = || self.outcome.months.iter();
        let is_short = |month: &SizedMonth| month.totals()[2] != SeatsAndStaff::default();
        let last = months().filter(|month| is_short(month)).map(|month| month.last).max();
        let most = months().map(|month| month.totals()[2].staff).max().unwrap_or(0);
        let path = match last {
            None => words.path_suffices(),
            Some(last) => words.path_falls_short(&count(f64::from(most)), &date(last, words.language())),
        };
        let named = |which: &dyn Fn(&SiteInMonth) -> bool| {
            let is_one = |site: &usize| {
                months()
                    .filter_map(|month| month.sites.get(*site))
                    .any(|site| site.needed.is_none() && which(site))
            };
            let sites = (0..self.model.sites().len()).filter(is_one);
            let names: Vec<&str> = sites.map(|site| words.say(&self.model.sites()[site].name)).collect();
            (!names.is_empty()).then(|| words.list(&names))
        };
        let unreachable = named(&|site| site.is_unreachable).map(|names| words.sites_unreachable(&names));
        let untold = named(&|site| !site.is_unreachable && !site.is_too_small);
        let untold = untold.map(|names| words.months_untold(&names));
        [Some(path), unreachable, untold].into_iter().flatten().collect()
    }

    /// Builds the object that `size --by month --json` prints.
    pub fn json(&self) -> Value {
        let outcome = self.outcome;
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.model.name(),
            "seed": outcome.seed,
            "requirement": self.requirement.text(),
            "met": truth(outcome.met),
            "confidence": outcome.confidence,
            "hire_ahead_days": outcome.hire_ahead_days,
            "months": outcome.months.iter().map(|month| self.month(month)).collect::<Vec<_>>(),
            "replications": outcome.replications,
            "calls_simulated": outcome.calls,
            "seconds": outcome.seconds,
        })
    }

    fn month(&self, month: &SizedMonth) -> Value {
        let [ready, needed, missing] = month.totals().map(size);
        let site = |site: &SiteInMonth| {
            json!({
                "site": self.model.sites()[site.site].id,
                "ready": size(site.ready),
                "needed": site.needed.map(size),
                "needed_is_least": site.needed.map(|_| site.is_least),
                "missing": site.needed.map(|_| size(site.missing())),
                "hire_by": site.hire_by.map(|day| day.to_string()),
                "too_small": site.is_too_small,
                "level": estimate(site.level),
            })
        };
        json!({
            "from": month.first.to_string(), "to": month.last.to_string(),
            "total": { "ready": ready, "needed": needed, "missing": missing },
            "hire_by": month.hire_by().map(|day| day.to_string()),
            "sites": month.sites.iter().map(site).collect::<Vec<_>>(),
        })
    }

    /// Builds the chart of people needed against those there.
    pub fn chart(&self, rule_staff: u32, words: &dyn Words) -> MonthsChart {
        let language = words.language();
        let worst = self.outcome.months.iter().max_by_key(|month| month.totals()[2].staff);
        let title = match worst.filter(|month| month.totals()[2].staff > 0) {
            None => words.path_suffices(),
            Some(month) => words.months_chart_title(
                &count(f64::from(month.totals()[2].staff)),
                &day(month.first, language),
                month.hire_by().map(|last| date(last, language)).as_deref(),
            ),
        };
        let bar = |month: &SizedMonth| {
            let [ready, needed, missing] = month.totals().map(|all| f64::from(all.staff));
            MonthBar {
                label: day(month.first, language),
                needed: is_known(month).then_some(needed),
                missing,
                ready,
            }
        };
        let (outcome, version) = (self.outcome, env!("CARGO_PKG_VERSION"));
        let source = words.size_source(self.model.name(), outcome.replications, outcome.seed, version);
        let subtitle = words.months_chart_subtitle(&self.requirement.text());
        MonthsChart {
            heading: Heading { title, subtitle, source },
            names: words.months_chart_names().map(str::to_owned),
            rule: (words.months_chart_rule(&count(f64::from(rule_staff))), f64::from(rule_staff)),
            months: outcome.months.iter().map(bar).collect(),
        }
    }

    /// Builds the table of months and sites for files.
    pub fn table(&self) -> data::Table {
        let cells =
            || self.outcome.months.iter().flat_map(|month| month.sites.iter().map(move |site| (month, site)));
        let text = |name: &str, meaning: &str, of: &dyn Fn(&SizedMonth, &SiteInMonth) -> Option<String>| {
            data::Column::text(name, meaning, cells().map(|(month, site)| of(month, site).map(Into::into)))
        };
        let whole = |name: &str, unit: &str, meaning: &str, of: &dyn Fn(&SiteInMonth) -> Option<u32>| {
            data::Column::integers(name, unit, meaning, cells().map(|(_, site)| of(site).map(i64::from)))
        };
        let missing = |site: &SiteInMonth| site.needed.map(|_| site.missing());
        data::Table {
            name: "months",
            meaning: "a site of the plan in a month of the way",
            columns: vec![
                text("from", "first date of the month", &|month, _| Some(month.first.to_string())),
                text("to", "last date of the month", &|month, _| Some(month.last.to_string())),
                text("site", "id of the site", &|_, site| Some(self.model.sites()[site.site].id.clone())),
                whole("ready_seats", "seats", "seats ready on the first date", &|s| Some(s.ready.seats)),
                whole("ready_staff", "people", "staff trained on the first date", &|s| Some(s.ready.staff)),
                whole("needed_seats", "seats", "least seats, staff per seat by the rule", &|s| {
                    Some(s.needed?.seats)
                }),
                whole("needed_staff", "people", "staff for them", &|s| Some(s.needed?.staff)),
                whole("missing_seats", "seats", "seats needed and not ready", &|s| Some(missing(s)?.seats)),
                whole("missing_staff", "people", "staff needed and not there", &|s| Some(missing(s)?.staff)),
                text("hire_by", "date by which those missing have to be hired", &|_, site| {
                    site.hire_by.map(|day| day.to_string())
                }),
                data::Column::real(
                    "level_mean",
                    "",
                    "level with the least seats",
                    cells().map(|(_, s)| s.level.mean),
                ),
                data::Column::real(
                    "level_half_width",
                    "",
                    "half of its 95 % interval",
                    cells().map(|(_, s)| s.level.half_width),
                ),
            ],
        }
    }
}

/// Whether the needs of all sites that can be judged are known.
fn is_known(month: &SizedMonth) -> bool {
    month.sites.iter().all(|site| site.is_too_small || site.needed.is_some())
}
