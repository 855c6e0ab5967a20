//! Charts of a grid: lines along a key, and a heat map over two.

use super::axis::Axis;
use super::drawing::{Drawing, point_of};
use crate::chart::{HeatChart, LinesChart, Point};
use crate::report::sweep::summary::PointValue;
use crate::report::words::{ExtremePoint, IntervalStyle, TargetCounts};

/// Most columns and rows of a heat map.
const MOST_CELLS: usize = 40;
/// Most panels.
const MOST_PANELS: usize = 24;

/// What the title of a chart says.
struct Message {
    counts: TargetCounts,
    /// The points with the lowest and the highest value.
    range: Option<[ExtremePoint; 2]>,
}

impl Drawing<'_> {
    /// Makes the lines and the heat map of a grid, of which so many points meet the target, and of so many it cannot be told.
    pub(super) fn grid(
        &self,
        points: &[(Vec<String>, PointValue)],
        counts: TargetCounts,
    ) -> (Option<LinesChart>, Option<HeatChart>) {
        let range = self.range(points.iter().map(|(cells, value)| (cells.as_slice(), value)));
        let message = Message { counts, range };
        let count = self.context.keys.len();
        let levels: Vec<Vec<&str>> = (0..count).map(|key| levels(points, key)).collect();
        // Keys that do not vary are no axes; the first varies slowest.
        let varied: Vec<usize> = (0..count).filter(|key| levels[*key].len() > 1).collect();
        let axes: Vec<Axis> = varied.iter().map(|key| self.axis(*key, &levels[*key])).collect();
        let at = |places: &[usize]| {
            let pairs = places.iter().zip(&varied);
            let point = pairs.fold(0, |sum, (place, key)| sum * levels[*key].len() + place);
            points.get(point).and_then(|(_, value)| point_of(value.judged))
        };
        match axes.as_slice() {
            [x] => {
                let title = self.title(&[x], &message);
                (Some(self.lines(title, x, [None, None], |x, _, _| at(&[x]))), None)
            }
            [first, second] => {
                let swaps = !second.is_ordered() && first.is_ordered();
                let (x, y) = if swaps { (first, second) } else { (second, first) };
                let point = |x: usize, y: usize| if swaps { at(&[x, y]) } else { at(&[y, x]) };
                (self.family(x, y, &message, point), self.heat(x, y, &message, point))
            }
            [panels, lines, x] => {
                let fits = panels.order.len() <= MOST_PANELS && lines.fits_lines();
                let point = |x: usize, line: usize, panel: usize| at(&[panel, line, x]);
                let title = || self.title(&[x, lines, panels], &message);
                (fits.then(|| self.lines(title(), x, [Some(lines), Some(panels)], point)), None)
            }
            _ => (None, None),
        }
    }

    /// Makes lines along a key, a line per value of the second; with too many values for lines the other way round.
    fn family(
        &self,
        x: &Axis,
        lines: &Axis,
        message: &Message,
        at: impl Fn(usize, usize) -> Option<Point>,
    ) -> Option<LinesChart> {
        if lines.fits_lines() {
            let title = self.title(&[x, lines], message);
            return Some(self.lines(title, x, [Some(lines), None], |x, line, _| at(x, line)));
        }
        let title = || self.title(&[lines, x], message);
        x.fits_lines().then(|| self.lines(title(), lines, [Some(x), None], |along, line, _| at(line, along)))
    }

    /// Makes lines along `x`, a line per value of a second axis, a panel per value of a third.
    fn lines(
        &self,
        title: String,
        x: &Axis,
        [lines, panels]: [Option<&Axis>; 2],
        at: impl Fn(usize, usize, usize) -> Option<Point>,
    ) -> LinesChart {
        let places = |axis: Option<&Axis>| axis.map_or(vec![0], |axis| axis.order.clone());
        let mut points = Vec::new();
        for panel in places(panels) {
            for line in places(lines) {
                points.extend(x.order.iter().map(|x| at(*x, line, panel)));
            }
        }
        LinesChart {
            heading: self.heading(title, x.intervals()),
            measured: self.measured(),
            x: x.key.clone(),
            lines: lines.map(|axis| axis.key.clone()),
            panels: panels.map(|axis| axis.key.clone()),
            points,
        }
    }

    /// Makes a heat map; none where its figures would not be legible.
    fn heat(
        &self,
        x: &Axis,
        y: &Axis,
        message: &Message,
        at: impl Fn(usize, usize) -> Option<Point>,
    ) -> Option<HeatChart> {
        let cells = y.order.iter().flat_map(|y| x.order.iter().map(|x| at(*x, *y)).collect::<Vec<_>>());
        let fits = x.order.len() <= MOST_CELLS && y.order.len() <= MOST_CELLS;
        fits.then(|| HeatChart {
            heading: self.heading(self.title(&[x, y], message), IntervalStyle::Numbers),
            measured: self.measured(),
            x: x.key.clone(),
            y: y.key.clone(),
            cells: cells.collect(),
        })
    }

    /// Words the message: how many points meet the target, or between which values the KPI lies.
    fn title(&self, axes: &[&Axis], message: &Message) -> String {
        let names: Vec<&str> = axes.iter().map(|axis| axis.key.label.as_str()).collect();
        let (study, keys) = (&self.context.study, self.words.key_names(&names));
        match self.target() {
            None => self.words.kpi_by_keys(study, &self.label(), &keys, message.range.as_ref()),
            Some(target) => self.words.points_meet(study, &target, &message.counts, &keys),
        }
    }
}

/// Lists the values of a key, each once, in order of the study.
fn levels(points: &[(Vec<String>, PointValue)], key: usize) -> Vec<&str> {
    let mut levels: Vec<&str> = Vec::new();
    for (cells, _) in points {
        if !levels.contains(&cells[key].as_str()) {
            levels.push(&cells[key]);
        }
    }
    levels
}
