//! The parts that all charts of a sweep share: headings, the measured KPI, names of keys and values.

use crate::chart::{Better, Heading, Point, Quantity, Unit};
use crate::report::indicator::Indicator;
use crate::report::sweep::context::{Key, StudyContext};
use crate::report::sweep::kpi_labels::{label, value_text};
use crate::report::sweep::summary::PointValue;
use crate::report::sweep::{key_names, report};
use crate::report::words::{ExtremePoint, IntervalStyle, Words};
use crate::scenario::study::Wish;
use crate::stats::Estimate;

/// A study, the KPI that its points are judged by, and the words of its charts.
pub(super) struct Drawing<'d> {
    pub(super) context: &'d StudyContext,
    pub(super) kpi: &'d Indicator,
    pub(super) words: &'d dyn Words,
}

impl Drawing<'_> {
    /// Names the KPI.
    pub(super) fn label(&self) -> String {
        label(self.kpi, self.words)
    }

    /// Names a key; by its path where two would be called the same.
    pub(super) fn name(&self, key: &str) -> String {
        key_names::name(self.context, key, self.words)
    }

    /// Names a value of a key.
    pub(super) fn value(&self, key: &str, cell: &str) -> String {
        key_names::value(self.context, key, cell, self.words)
    }

    /// Writes the target: "answered ≥ 95.0 %"; none where there is no target.
    pub(super) fn target(&self) -> Option<String> {
        report::target(self.context, self.kpi, self.words)
    }

    /// Finds the points with the lowest and the highest value, each with its settings as they are written.
    pub(super) fn range<'p>(
        &self,
        points: impl Iterator<Item = (&'p [String], &'p PointValue)>,
    ) -> Option<[ExtremePoint; 2]> {
        let mut known: Vec<(&[String], f64)> =
            points.filter_map(|(cells, value)| Some((cells, value.judged.mean?))).collect();
        known.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (lowest, highest) = (known.first()?, known.last()?);
        let setting = |((key, cell), other): ((&Key, &String), &String)| {
            (cell != other).then(|| format!("{} {}", self.name(&key.name), self.value(&key.name, cell)))
        };
        let point = |(cells, value): &(&[String], f64), others: &[String]| {
            let settings: Vec<String> =
                self.context.keys.iter().zip(*cells).zip(others).filter_map(setting).collect();
            let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
            ExtremePoint {
                value: value_text(self.kpi, Some(*value), self.words),
                settings: self.words.list(&settings),
            }
        };
        (lowest.1 < highest.1).then(|| [point(lowest, highest.0), point(highest, lowest.0)])
    }

    /// Makes the heading of a chart: its message, what the study is about, and the small print.
    pub(super) fn heading(&self, title: String, intervals: IntervalStyle) -> Heading {
        let (context, words) = (self.context, self.words);
        let subject = context.title.as_ref().map(|title| words.say(title).to_owned());
        let scope = context.front_lines.then(|| words.sweep_scope().to_owned());
        let target = self.target().map(|target| words.subtitle_target(&target));
        let parts: Vec<String> = [subject, scope, target].into_iter().flatten().collect();
        let source = words.sweep_source(context.points, &context.scenario, context.seed, intervals);
        Heading { title, subtitle: words.chart_subtitle(&parts), source }
    }

    /// Describes the KPI.
    pub(super) fn measured(&self) -> Quantity {
        let (unit, unit_name) = match &*self.kpi.unit {
            "share" => (Unit::Share, String::new()),
            "s" => (Unit::Time, String::new()),
            other => (Unit::Number, other.to_owned()),
        };
        let goal = &self.context.goal;
        let better = if goal.wish == Wish::More { Better::More } else { Better::Less };
        Quantity { label: self.label(), unit, unit_name, better, target: goal.bound }
    }
}

/// Makes a point of an estimate; none where there is no mean.
pub(super) fn point_of(Estimate { mean, half_width }: Estimate) -> Option<Point> {
    let half = half_width.unwrap_or(0.0);
    mean.map(|value| Point { value, low: value - half, high: value + half })
}
