//! Makes the chart of agents on duty against the KPI that points are judged by.

use super::drawing::{Drawing, point_of};
use crate::chart::{Better, Candidate, FrontierChart, Heading, Quantity, Unit};
use crate::format::count;
use crate::report::sweep::key_names;
use crate::report::sweep::summary::{ComparablePoints, PointValue, PointValues};
use crate::report::words::IntervalStyle;
use crate::scenario::units;

impl Drawing<'_> {
    /// Makes the chart of the points of a grid at one demand; none where all have as many agents on duty.
    pub(super) fn frontier(&self, values: &PointValues) -> Option<FrontierChart> {
        let found = values.comparable(self.context)?;
        let (first, _) = found.points.first()?;
        let differs = |key: &usize| found.points.iter().any(|(cells, _)| cells[*key] != first[*key]);
        let varied: Vec<usize> = (0..self.context.keys.len()).filter(differs).collect();
        // Where no point is the scenario as it is, the first stands in for it.
        let reference = self.context.reference.filter(|point| *point > 0);
        let as_it_is = reference.and_then(|_| values.settings_of_reference(self.context));
        let candidate = |(cells, value): &&(Vec<String>, PointValue)| Candidate {
            is_as_it_is: as_it_is == Some(cells.as_slice()),
            label: self.settings(cells, &varied),
            x: point_of(value.on_duty),
            y: point_of(value.judged),
        };
        Some(FrontierChart {
            heading: self.frontier_heading(&found),
            x: Quantity {
                label: self.words.agents_on_duty().to_owned(),
                unit: Unit::Number,
                unit_name: String::new(),
                better: Better::Less,
                target: None,
            },
            y: self.measured(),
            points: found.points.iter().map(candidate).collect(),
        })
    }

    /// Makes the heading, which says at which demand points are drawn, where it varies.
    fn frontier_heading(&self, found: &ComparablePoints<'_>) -> Heading {
        let mut heading = self.heading(self.reached(found), IntervalStyle::ErrorBars);
        if found.demand_keys.is_empty() {
            return heading;
        }
        let own = |key: &usize| {
            let name = &self.context.keys[*key].name;
            format!("{} = {}", self.name(name), self.value(name, &found.reference[*key]))
        };
        let settings: Vec<String> = found.demand_keys.iter().map(own).collect();
        let demand = self.words.drawn_at_demand(&self.listed(&settings));
        let parts = [heading.subtitle, demand].into_iter().filter(|part| !part.is_empty());
        heading.subtitle = self.words.chart_subtitle(&parts.collect::<Vec<_>>());
        heading
    }

    /// Words the message: how many agents the smallest of the points has that reach the target, or what all points span.
    fn reached(&self, found: &ComparablePoints<'_>) -> String {
        let (study, goal) = (&self.context.study, &self.context.goal);
        let Some(target) = self.target() else {
            let range = self.range(found.points.iter().map(|(cells, value)| (cells.as_slice(), value)));
            return self.words.kpi_by_agents(study, &self.label(), range.as_ref());
        };
        let reaches = |value: &PointValue| value.judged.mean.and_then(|mean| goal.is_met(mean)) == Some(true);
        let enough = found.points.iter().filter(|(_, value)| reaches(value));
        match enough.filter_map(|(_, value)| value.on_duty.mean).min_by(f64::total_cmp) {
            Some(least) => self.words.reached_with(study, &target, &agents(least)),
            None => self.words.reached_nowhere(study, &target),
        }
    }

    /// Writes the settings of a point in short: "15 per million people, 3 per seat".
    fn settings(&self, cells: &[String], varied: &[usize]) -> String {
        let setting = |key: &usize| {
            let (key, cell) = (&self.context.keys[*key].name, &cells[*key]);
            let is_number =
                cell.parse::<f64>().is_ok() || units::duration(cell).is_ok() || units::share(cell).is_ok();
            match key_names::unit(key, self.words) {
                _ if !is_number => self.value(key, cell),
                "" => self.words.short_setting(cell, &self.name(key)),
                unit => self.words.short_setting(cell, unit),
            }
        };
        self.listed(&varied.iter().map(setting).collect::<Vec<_>>())
    }

    fn listed(&self, parts: &[String]) -> String {
        self.words.list(&parts.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Writes a mean of agents, never rounded down: "50.2", "8", "1,204".
fn agents(mean: f64) -> String {
    let tenths = libm::ceil(10.0 * mean - 1e-9);
    if mean < 100.0 && tenths % 10.0 != 0.0 {
        format!("{:.1}", tenths / 10.0)
    } else {
        count(libm::ceil(mean - 1e-9))
    }
}
