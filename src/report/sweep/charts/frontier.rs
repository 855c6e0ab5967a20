//! What staff buys: agents on duty against what points are judged by.

use crate::language::Language;

use super::super::names;
use super::super::words::{figure, label};
use super::{BARS, Drawing, Field, point_of};
use crate::chart::{Better, Candidate, FrontierChart, Quantity, Unit};
use crate::report::words::count;
use crate::scenario::study::Wish;
use crate::scenario::units;
use crate::stats::Estimate;

/// A mean of agents, never rounded down: "50.2", "8", "1,204".
fn agents(mean: f64) -> String {
    let tenths = libm::ceil(10.0 * mean - 1e-9);
    if mean < 100.0 && tenths % 10.0 != 0.0 {
        format!("{:.1}", tenths / 10.0)
    } else {
        count(libm::ceil(mean - 1e-9))
    }
}

impl Drawing<'_> {
    /// The points of a grid at one demand; none where all have as many agents on duty.
    pub(super) fn frontier(&self, field: &Field) -> Option<FrontierChart> {
        let found = field.comparable(self.sheet)?;
        let points = || found.points.iter().map(|point| (&field.all[*point], &field.on_duty[*point]));
        let first = points().next()?.0;
        let varied: Vec<usize> = (0..self.sheet.keys.len())
            .filter(|key| points().any(|((cells, _), _)| cells[*key] != first.0[*key]))
            .collect();
        let candidate = |((cells, judged), staff): (&(Vec<String>, Estimate), &Estimate)| Candidate {
            label: self.settings(cells, &varied),
            x: point_of(*staff),
            y: point_of(*judged),
        };
        let mut heading = self.heading(self.bought(points()), BARS);
        if !found.demand.is_empty() {
            let cells = &field.all[found.reference].0;
            let own = |key: &usize| {
                let name = &self.sheet.keys[*key].name;
                format!("{} = {}", self.name(name), self.value(name, &cells[*key]))
            };
            let only = found.demand.iter().map(own).collect::<Vec<_>>().join(self.lang.pick(", ", "、"));
            let only = match self.lang {
                Language::En => format!("drawn at {only} alone: demand differs elsewhere"),
                Language::Zh => format!("仅取{only}的设计点（其余设计点来电量不同）"),
            };
            let joint = self.lang.pick("; ", "；");
            heading.subtitle =
                if heading.subtitle.is_empty() { only } else { heading.subtitle + joint + &only };
        }
        Some(FrontierChart {
            heading,
            x: Quantity {
                label: self.lang.pick("agents on duty, mean over time", "平均在岗人数").to_owned(),
                unit: Unit::Number,
                unit_name: String::new(),
                better: Better::Less,
                target: None,
            },
            y: self.measured(),
            points: points().map(candidate).collect(),
        })
    }

    /// The message: from how many agents on the target is reached.
    fn bought<'f>(
        &self,
        points: impl Iterator<Item = (&'f (Vec<String>, Estimate), &'f Estimate)>,
    ) -> String {
        let (study, what, goal) = (&self.sheet.study, label(&self.kpi.name, self.lang), &self.sheet.goal);
        let Some(bound) = goal.bound else {
            return match self.lang {
                Language::En => format!("{study}: {what} by agents on duty"),
                Language::Zh => format!("{study}：{what}与在岗人数"),
            };
        };
        let sign = if goal.wish == Wish::More { "≥" } else { "≤" };
        let bound = figure(self.kpi, Some(bound), self.lang);
        let reaches = |judged: &Estimate| judged.mean.and_then(|mean| goal.is_met(mean)) == Some(true);
        let enough = points.filter(|((_, judged), _)| reaches(judged));
        let least = enough.filter_map(|(_, staff)| staff.mean).min_by(f64::total_cmp);
        match (least.map(agents), self.lang) {
            (Some(least), Language::En) => {
                format!("{study}: {what} {sign} {bound} is reached with {least} agents on duty")
            }
            (Some(least), Language::Zh) => format!("{study}：{what} {sign} {bound} 至少需 {least} 人在岗"),
            (None, Language::En) => format!("{study}: {what} {sign} {bound} is reached at no point"),
            (None, Language::Zh) => format!("{study}：没有设计点达到{what} {sign} {bound}"),
        }
    }

    /// "15 per million people, 3 per seat".
    fn settings(&self, cells: &[String], varied: &[usize]) -> String {
        let setting = |key: &usize| {
            let (key, cell) = (&self.sheet.keys[*key].name, &cells[*key]);
            let (name, unit) = (self.name(key), names::unit(key, self.lang));
            let number =
                cell.parse::<f64>().is_ok() || units::duration(cell).is_ok() || units::share(cell).is_ok();
            match (self.lang, unit.is_empty()) {
                _ if !number => self.value(key, cell),
                (Language::En, false) => format!("{cell} {unit}"),
                (Language::En, true) => format!("{cell} {name}"),
                (Language::Zh, false) => format!("{unit} {cell}"),
                (Language::Zh, true) => format!("{name} {cell}"),
            }
        };
        varied.iter().map(setting).collect::<Vec<_>>().join(self.lang.pick(", ", "、"))
    }
}
