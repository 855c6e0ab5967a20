//! What staff buys: agents on duty against what points are judged by.

use super::super::names;
use super::super::words::{figure, label};
use super::{BARS, Drawing, point_of, spoken};
use crate::chart::{Better, Candidate, FrontierChart, Quantity, Unit};
use crate::report::Lang;
use crate::report::words::count;
use crate::scenario::study::Wish;
use crate::stats::Estimate;

impl Drawing<'_> {
    /// The points of a grid; none where all have as many agents on duty.
    pub(super) fn frontier(
        &self,
        field: &[(Vec<String>, Estimate)],
        on_duty: &[Estimate],
    ) -> Option<FrontierChart> {
        let known = || on_duty.iter().filter_map(|staff| staff.mean);
        let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
        let varied: Vec<usize> = (0..self.sheet.keys.len())
            .filter(|key| field.iter().any(|(cells, _)| cells[*key] != field[0].0[*key]))
            .collect();
        let candidate = |((cells, judged), staff): (&(Vec<String>, Estimate), &Estimate)| Candidate {
            label: self.settings(cells, &varied),
            x: point_of(*staff),
            y: point_of(*judged),
        };
        // Absence alone moves the mean by chance.
        (most > 1.001 * least).then(|| FrontierChart {
            heading: self.heading(self.bought(field, on_duty), BARS),
            x: Quantity {
                label: self.lang.pick("agents on duty, mean over time", "平均在岗人数").to_owned(),
                unit: Unit::Number,
                unit_name: String::new(),
                better: Better::Less,
                target: None,
            },
            y: self.measured(),
            points: field.iter().zip(on_duty).map(candidate).collect(),
        })
    }

    /// The message: from how many agents on the target is reached.
    fn bought(&self, field: &[(Vec<String>, Estimate)], on_duty: &[Estimate]) -> String {
        let (study, what, goal) = (&self.sheet.study, label(&self.kpi.name, self.lang), &self.sheet.goal);
        let Some(bound) = goal.bound else {
            return match self.lang {
                Lang::En => format!("{study}: {what} by agents on duty"),
                Lang::Zh => format!("{study}：{what}与在岗人数"),
            };
        };
        let sign = if goal.wish == Wish::More { "≥" } else { "≤" };
        let bound = figure(self.kpi, Some(bound), self.lang);
        let reaches = |judged: &Estimate| judged.mean.and_then(|mean| goal.is_met(mean)) == Some(true);
        let enough = field.iter().zip(on_duty).filter(|((_, judged), _)| reaches(judged));
        let least = enough.filter_map(|(_, staff)| staff.mean).min_by(f64::total_cmp);
        match (least.map(|least| count(least.ceil())), self.lang) {
            (Some(least), Lang::En) => {
                format!("{study}: {what} {sign} {bound} is reached with {least} agents on duty")
            }
            (Some(least), Lang::Zh) => format!("{study}：{what} {sign} {bound} 至少需 {least} 人在岗"),
            (None, Lang::En) => format!("{study}: {what} {sign} {bound} is reached at no point"),
            (None, Lang::Zh) => format!("{study}：没有设计点达到{what} {sign} {bound}"),
        }
    }

    /// "15 per million inhabitants, 3 per seat".
    fn settings(&self, cells: &[String], varied: &[usize]) -> String {
        let setting = |key: &usize| {
            let (name, cell) = (&self.sheet.keys[*key].name, &cells[*key]);
            let (name, unit) = (self.name(name), names::unit(name, self.lang));
            let number = cell.parse::<f64>().is_ok();
            match (self.lang, unit.is_empty()) {
                _ if !number => spoken(cell).to_owned(),
                (Lang::En, false) => format!("{cell} {unit}"),
                (Lang::En, true) => format!("{cell} {name}"),
                (Lang::Zh, false) => format!("{unit} {cell}"),
                (Lang::Zh, true) => format!("{name} {cell}"),
            }
        };
        varied.iter().map(setting).collect::<Vec<_>>().join(self.lang.pick(", ", "、"))
    }
}
