//! The report of sizing one lever: the answer, its evidence, and what stands in the way.

use crate::app::size::{Obstacle, SizeOutcome, SizedPart};
use crate::chart::{Better, Heading, Key, LinesChart, Point, Quantity, Unit, Values};
use crate::decimal;
use crate::format::per_cent;
use crate::model::Model;
use crate::report::data;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::json::estimate;
use crate::report::sweep::key_names;
use crate::report::text;
use crate::report::words::{IntervalStyle, SizeAnswer, SizeEffort, Words, calls};
use crate::requirement::{Met, Requirement, Side};
use crate::scenario::table_edit::tidy;
use crate::stats::Estimate;
use serde_json::{Value, json};

/// A lever that was sized.
#[derive(Clone, Copy)]
pub struct SizedLever<'a> {
    /// The scenario's model as it is.
    pub model: &'a Model,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The answer.
    pub outcome: &'a SizeOutcome,
}

impl SizedLever<'_> {
    /// Builds the report.
    pub fn document(&self, words: &dyn Words, with_seconds: bool) -> Document {
        let outcome = self.outcome;
        let answer = Block::Paragraph(self.with_answer(|answer| match outcome.met {
            Met::Yes => words.size_found(answer),
            Met::No => words.size_unreachable(answer),
            Met::Inconclusive => words.size_untold(answer, &outcome.replications.to_string()),
        }));
        let obstacles = (!outcome.obstacles.is_empty()).then(|| {
            let all = outcome.obstacles.iter().map(|obstacle| self.obstacle(obstacle, words)).collect();
            [Block::Note(words.size_obstacles().to_owned()), Block::List(all)]
        });
        let obstacles = obstacles.into_iter().flatten().collect();
        Document::new([
            Section::new(vec![answer]),
            Section::new(vec![Block::Table(self.table(words))]),
            Section::new(obstacles),
            Section::new(self.notes(words, with_seconds)),
        ])
    }

    /// Calls a function with the answer as it is written.
    fn with_answer<T>(&self, of: impl FnOnce(&SizeAnswer<'_>) -> T) -> T {
        let outcome = self.outcome;
        let (requirement, (from, to)) = (self.text(), outcome.range);
        let range = format!("{} - {}", decimal::text(from), decimal::text(to));
        of(&SizeAnswer {
            key: &outcome.key,
            value: &outcome.written,
            requirement: &requirement,
            range: &range,
            is_least: outcome.is_least,
        })
    }

    /// Returns the requirement as it was written.
    fn text(&self) -> String {
        self.requirement.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" and ")
    }

    /// The levels of every part with one step less, with the value, and with one step more.
    fn table(&self, words: &dyn Words) -> Table {
        let outcome = self.outcome;
        let step = outcome.one_less.map(|less| outcome.shown - less);
        let has_more = outcome.parts.iter().any(|part| part.one_more.is_some());
        let more = step.filter(|_| has_more).map(|step| tidy(outcome.shown + step));
        let [requirement, place] = words.size_titles();
        let value = |value: Option<f64>| value.map_or(String::new(), decimal::text);
        let titles = [
            requirement.to_owned(),
            place.to_owned(),
            value(outcome.one_less),
            outcome.written.clone(),
            value(more),
        ];
        let rows = outcome.parts.iter().map(|part| self.row(part, words)).collect();
        Table::aligned(titles, &[0, 1], rows)
    }

    fn row(&self, part: &SizedPart, words: &dyn Words) -> Vec<Cell> {
        let cell = |value: Option<Estimate>| value.map_or(Cell::Empty, |value| self.cell(part, value));
        let place = match (part.site, part.date) {
            (Some(site), _) => Cell::text(words.say(&self.model.sites()[site].name)),
            (None, Some(date)) => Cell::Date(date),
            (None, None) => Cell::Empty,
        };
        vec![
            Cell::text(&*part.text),
            place,
            cell(part.one_less),
            cell(Some(part.level.value)),
            cell(part.one_more),
        ]
    }

    /// Writes a level of a part in its unit.
    fn cell(&self, part: &SizedPart, value: Estimate) -> Cell {
        match self.unit(part) {
            Unit::Share => Cell::estimate(value, Format::Share),
            Unit::Time => Cell::estimate(value, Format::Duration),
            Unit::Number => {
                let number = |value: Option<f64>| Cell::number(value, Format::Decimal(2));
                match value.half_width {
                    Some(half) => Cell::Joined(vec![number(value.mean), number(Some(half))], " ± "),
                    None => number(value.mean),
                }
            }
        }
    }

    fn unit(&self, part: &SizedPart) -> Unit {
        let unit = self.requirement.parts[part.level.part].measure.definition().map(|known| known.unit);
        match (part.level.is_share, unit) {
            (true, _) => Unit::Share,
            (false, Some("s")) => Unit::Time,
            (false, _) => Unit::Number,
        }
    }

    fn notes(&self, words: &dyn Words, with_seconds: bool) -> Vec<Block> {
        let outcome = self.outcome;
        let language = words.language();
        let written = |value: Option<f64>| {
            let value = Estimate { mean: value, half_width: None };
            self.deciding().map_or(String::new(), |part| text::cell(&self.cell(part, value), language))
        };
        let theory = outcome.theory.as_ref().map(|theory| {
            let less = outcome.one_less.map(decimal::text);
            let level = theory.one_less.map(|level| written(Some(level)));
            let less = less.as_deref().zip(level.as_deref());
            words.size_theory(&theory.formula, (&outcome.written, &written(theory.level)), less)
        });
        let not_monotone = outcome.not_monotone.map(|(from, to)| {
            words.size_not_monotone(&outcome.key, &decimal::text(from), &decimal::text(to))
        });
        let confidence = format!("{}{}", decimal::text(100.0 * outcome.confidence), per_cent(language));
        let claim =
            (outcome.met == Met::Yes && outcome.theory.is_none()).then(|| words.size_claim(&confidence));
        let effort = words.size_effort(&SizeEffort {
            replications: &outcome.replications.to_string(),
            calls: &calls(outcome.calls, language),
            seed: outcome.seed,
            seconds: with_seconds.then_some(outcome.seconds),
        });
        [theory, not_monotone, claim, Some(effort)].into_iter().flatten().map(Block::Note).collect()
    }

    fn deciding(&self) -> Option<&SizedPart> {
        self.outcome.parts.get(self.outcome.deciding)
    }

    fn obstacle(&self, obstacle: &Obstacle, words: &dyn Words) -> String {
        let site = match obstacle {
            Obstacle::Staff(site, ..) | Obstacle::Seats(site, ..) => {
                words.say(&self.model.sites()[*site].name)
            }
            _ => "",
        };
        words.size_obstacle(obstacle, site)
    }

    /// Builds the object that `size --json` prints.
    pub fn json(&self) -> Value {
        let outcome = self.outcome;
        let deciding = self.deciding();
        let one_less = deciding.and_then(|part| part.one_less);
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.model.name(),
            "seed": outcome.seed,
            "requirement": self.text(),
            "met": truth(outcome.met),
            "key": outcome.key,
            "value": outcome.value.map(number),
            "value_is": if outcome.is_least { "least" } else { "greatest" },
            "level": estimate(deciding.map_or_else(Estimate::default, |part| part.level.value)),
            "one_less": one_less.map(estimate),
            "confidence": outcome.confidence,
            "parts": outcome.parts.iter().map(|part| self.part(part)).collect::<Vec<_>>(),
            "shown": number(outcome.shown),
            "range": { "from": number(outcome.range.0), "to": number(outcome.range.1) },
            "best": (outcome.met == Met::No).then(|| json!({
                "value": number(outcome.shown),
                "level": estimate(deciding.map_or_else(Estimate::default, |part| part.level.value)),
            })),
            "obstacles": outcome.obstacles.iter().map(|one| self.obstacle_json(one)).collect::<Vec<_>>(),
            "theory": outcome.theory.as_ref().map(|theory| json!({
                "formula": theory.formula, "level": theory.level, "one_less": theory.one_less,
            })),
            "not_monotone": outcome.not_monotone.map(|(from, to)| json!([number(from), number(to)])),
            "tried": outcome.tried.iter().map(|(value, level)| {
                json!({ "value": number(*value), "level": estimate(*level) })
            }).collect::<Vec<_>>(),
            "replications": outcome.replications,
            "calls_simulated": outcome.calls,
            "seconds": outcome.seconds,
        })
    }

    fn part(&self, part: &SizedPart) -> Value {
        json!({
            "requirement": part.text,
            "site": part.site.map(|site| self.model.sites()[site].id.as_str()),
            "date": part.date.map(|date| date.to_string()),
            "bound": part.level.bound,
            "level": estimate(part.level.value),
            "one_less": part.one_less.map(estimate),
            "one_more": part.one_more.map(estimate),
        })
    }

    fn obstacle_json(&self, obstacle: &Obstacle) -> Value {
        let id = |site: &usize| self.model.sites()[*site].id.clone();
        match obstacle {
            Obstacle::Trunks(share) => json!({ "what": "trunks", "blocking_rate": share }),
            Obstacle::OpeningHours(share) => json!({ "what": "opening_hours", "closed_rate": share }),
            Obstacle::Unstaffed(number) => json!({ "what": "unstaffed_half_hours", "number": number }),
            Obstacle::Staff(site, people, seats) => {
                json!({ "what": "staff", "site": id(site), "people": people, "seats": seats })
            }
            Obstacle::Seats(site, people, seats) => {
                json!({ "what": "seats", "site": id(site), "people": people, "seats": seats })
            }
            Obstacle::Group(id, occupancy) => json!({ "what": "group", "group": id, "occupancy": occupancy }),
            Obstacle::Conflict(text) => json!({ "what": "conflict", "requirement": text }),
            Obstacle::Refused(why) => json!({ "what": "scenario", "refuses": why }),
            Obstacle::RangeEnds(end) => json!({ "what": "range", "to": end }),
        }
    }

    /// Builds the table of the values tried.
    pub fn table_of_values(&self) -> data::Table {
        let tried = || self.outcome.tried.iter();
        let text = self.deciding().map_or("", |part| part.text.as_str());
        data::Table {
            name: "size",
            meaning: "a value of the lever that was simulated",
            columns: vec![
                data::Column::real("value", "", &self.outcome.key, tried().map(|(value, _)| Some(*value))),
                data::Column::real("level_mean", "", text, tried().map(|(_, level)| level.mean)),
                data::Column::real(
                    "level_half_width",
                    "",
                    "half of the 95 % interval of the level",
                    tried().map(|(_, level)| level.half_width),
                ),
            ],
        }
    }

    /// Builds the chart of the level against the value; none where a single value was tried.
    pub fn chart(&self, words: &dyn Words) -> Option<LinesChart> {
        let (outcome, part) = (self.outcome, self.deciding()?);
        let near = shown_values(outcome);
        let values: Vec<f64> = near.iter().map(|(value, _)| *value).collect();
        let points =
            near.iter().map(|(_, level)| Some(Point::with_half_width(level.mean?, level.half_width)));
        let title = self.with_answer(|answer| words.size_chart_title(answer, outcome.met == Met::Yes));
        let better = if part.level.side == Side::AtLeast { Better::More } else { Better::Less };
        let label = part.text.split(['>', '<']).next().unwrap_or_default().trim().to_owned();
        let intervals = Some(IntervalStyle::Bands);
        let chart = LinesChart {
            heading: Heading {
                title,
                subtitle: words.size_chart_subtitle().to_owned(),
                source: words.simulated(self.model.name(), outcome.replications, outcome.seed, intervals),
            },
            measured: Quantity {
                label,
                unit: self.unit(part),
                unit_name: String::new(),
                better,
                target: Some(part.level.bound),
            },
            x: Key {
                path: outcome.key.clone(),
                label: key_names::plain_name(&outcome.key, words),
                unit_name: String::new(),
                values: Values::Numbers(Unit::Number, values),
            },
            lines: None,
            panels: None,
            points: points.collect(),
        };
        (near.len() > 1).then_some(chart)
    }
}

/// Values that are drawn at most on each side of the one that is shown.
const DRAWN: usize = 6;

/// Returns the values around the one that is shown.
fn shown_values(outcome: &SizeOutcome) -> &[(f64, Estimate)] {
    let place = outcome.tried.iter().position(|(value, _)| *value == outcome.shown).unwrap_or(0);
    &outcome.tried[place.saturating_sub(DRAWN)..(place + DRAWN + 1).min(outcome.tried.len())]
}

/// Writes a whole number without decimals.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// `true`, `false`, or `null` where it cannot be told.
pub(super) fn truth(met: Met) -> Option<bool> {
    match met {
        Met::Yes => Some(true),
        Met::No => Some(false),
        Met::Inconclusive => None,
    }
}
