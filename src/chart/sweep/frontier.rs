//! Two quantities against each other, such as cost and service, and the points that no other beats.

use plotters::prelude::DrawingBackend;

use super::axis::{QuantityAxis, TITLE_HEIGHT, axis_title};
use super::label_placement::{LabelPlacer, along_line, around, nearest};
use super::quantity::{Better, Quantity};
use crate::chart::canvas::{Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::frame::{LABEL, LineLabel, Panel, label_lines, left, target_stroke};
use crate::chart::legend::{self, Swatch, ring};
use crate::chart::palette::{AXIS, BLUE, FAINT, GREEN, INK, SOFT, VERMILION, WHITE};
use crate::chart::series::{Point, drawable};

const PLOT_HEIGHT: f64 = 400.0;
/// Room for the name of the target.
const BESIDE: f64 = 96.0;
/// Height of the marks of the x axis.
const MARKS: f64 = 24.0;
/// Points of the frontier that are named.
const NAMED: usize = 10;
/// Intervals of more points than this would hide the points.
const WITH_INTERVALS: usize = 80;
const ON_FRONTIER: f64 = 4.2;
const BEATEN: f64 = 2.6;
const AS_IT_IS: f64 = 5.0;
/// Radius of the ring around the point that reaches the target at least cost.
const RING: f64 = 7.4;
const STEPS: Stroke = Stroke { colour: BLUE, width: 1.6, dash: None };

/// One dot per point of a study, and the efficient frontier: the points that are not beaten, that is, no
/// other has at least as good a mean of both quantities.
///
/// The frontier is drawn as steps, as nothing between two points was simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierChart {
    /// The words around it.
    pub heading: Heading,
    /// The cost, along the x axis.
    pub x: Quantity,
    /// The benefit, along the y axis; its target is a dashed line.
    pub y: Quantity,
    /// The points, in any order.
    pub points: Vec<Candidate>,
}

/// A point of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its settings, such as "12 per million, 3 per seat"; shown on the frontier.
    pub label: String,
    /// The cost, with its interval.
    pub x: Option<Point>,
    /// The benefit, with its interval.
    pub y: Option<Point>,
    /// Whether it is the scenario as it is, which is marked and named.
    pub is_as_it_is: bool,
}

/// A point that can be drawn.
struct DrawnPoint<'a> {
    label: &'a str,
    x: Point,
    y: Point,
    is_as_it_is: bool,
}

impl Draw for FrontierChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        self.x.check()?;
        self.y.check()
    }

    fn height(&self) -> f64 {
        legend::height(2) + PLOT_HEIGHT + MARKS + TITLE_HEIGHT
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let reached = self
            .y
            .drawable_target()
            .map(|_| (Swatch::Ring(BLUE, ON_FRONTIER, RING), canvas.words().least_that_reaches_target()));
        let entries: Vec<(Swatch, String)> = [
            (Swatch::Dot(BLUE, ON_FRONTIER), canvas.words().efficient_frontier()),
            (Swatch::Dot(AXIS, BEATEN), canvas.words().dominated_points()),
        ]
        .into_iter()
        .chain(reached)
        .chain(
            self.points
                .iter()
                .any(|point| point.is_as_it_is)
                .then(|| (Swatch::Dot(GREEN, AS_IT_IS), canvas.words().as_it_is())),
        )
        .map(|(swatch, text)| (swatch, text.to_owned()))
        .collect();
        legend::head(canvas, area, &self.y.title(canvas.words()), &entries)?;
        let (panel, across) = self.axes(canvas, area);
        across.grid(canvas)?;
        panel.grid(canvas)?;
        axis_title(canvas, &self.x.title(canvas.words()), panel.plot, area.bottom)?;
        self.targets(canvas, &panel, &across)?;
        let spots = self.spots();
        if spots.is_empty() {
            return panel.no_data(canvas);
        }
        let frontier = self.frontier(&spots);
        dots(canvas, &panel, &across, (&spots, &frontier))?;
        let steps = self.steps(&panel, &across, &frontier);
        canvas.line(&steps, STEPS)?;
        if let Some(spot) = self.least(&frontier) {
            ring(canvas, (across.x.at(spot.x.value), panel.y.at(spot.y.value)), RING)?;
        }
        for spot in &frontier {
            canvas.dot((across.x.at(spot.x.value), panel.y.at(spot.y.value)), ON_FRONTIER, BLUE)?;
        }
        for spot in spots.iter().filter(|spot| spot.is_as_it_is) {
            canvas.dot((across.x.at(spot.x.value), panel.y.at(spot.y.value)), AS_IT_IS, GREEN)?;
        }
        self.labels(canvas, (&panel, &across), (&spots, &frontier), &steps)
    }
}

impl FrontierChart {
    fn axes<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> (Panel, QuantityAxis) {
        let top = area.top + legend::height(2);
        let bottom = top + PLOT_HEIGHT;
        let beside = if self.y.drawable_target().is_some() { BESIDE } else { 16.0 };
        let mut plot = Rect { right: area.right - beside, top, bottom, ..area };
        let range = |quantity: &Quantity, of: fn(&Candidate) -> Option<Point>| {
            let points: Vec<Option<Point>> = self.points.iter().map(of).collect();
            quantity.range(&points).unwrap_or((0.0, 1.0))
        };
        let (low, high) = range(&self.y, |p| p.y);
        plot.left += Panel::new(plot, self.y.unit, low, high).gutter(canvas.font());
        let panel = Panel::new(plot, self.y.unit, low, high);
        let (low, high) = range(&self.x, |p| p.x);
        (panel, QuantityAxis::new(plot, self.x.unit, low, high))
    }

    fn spots(&self) -> Vec<DrawnPoint<'_>> {
        let spot = |point: &'_ Candidate| Some((drawable(&point.x)?, drawable(&point.y)?));
        self.points
            .iter()
            .filter_map(|point| {
                let (x, y) = spot(point)?;
                Some(DrawnPoint { label: &point.label, x, y, is_as_it_is: point.is_as_it_is })
            })
            .collect()
    }

    /// Returns the points that are not beaten, by ascending x; of equal points the first.
    fn frontier<'s, 'a>(&self, spots: &'s [DrawnPoint<'a>]) -> Vec<&'s DrawnPoint<'a>> {
        let goodness = |better: Better, v: f64| if better == Better::More { v } else { -v };
        let (x, y) = (
            |s: &DrawnPoint<'_>| goodness(self.x.better, s.x.value),
            |s: &DrawnPoint<'_>| goodness(self.y.better, s.y.value),
        );
        let mut best: Vec<&DrawnPoint<'_>> = spots.iter().collect();
        best.sort_by(|a, b| x(b).total_cmp(&x(a)).then(y(b).total_cmp(&y(a))));
        let mut reached = f64::NEG_INFINITY;
        best.retain(|spot| {
            let kept = y(spot) > reached;
            reached = reached.max(y(spot));
            kept
        });
        best.sort_by(|a, b| a.x.value.total_cmp(&b.x.value));
        best
    }

    /// Returns the steps of the frontier: the best of y that each x buys.
    fn steps(&self, panel: &Panel, across: &QuantityAxis, frontier: &[&DrawnPoint<'_>]) -> Vec<(f64, f64)> {
        let at = |spot: &DrawnPoint<'_>| (across.x.at(spot.x.value), panel.y.at(spot.y.value));
        let mut steps: Vec<(f64, f64)> = frontier.first().map(|first| at(first)).into_iter().collect();
        for pair in frontier.windows(2) {
            let (from, to) = (at(pair[0]), at(pair[1]));
            steps.push(if self.x.better == Better::Less { (to.0, from.1) } else { (from.0, to.1) });
            steps.push(to);
        }
        steps
    }

    fn targets<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        panel: &Panel,
        across: &QuantityAxis,
    ) -> Result<(), ChartError> {
        if let Some(target) = self.x.drawable_target() {
            across.vertical(canvas, target, target_stroke())?;
        }
        let Some(target) = self.y.drawable_target() else { return Ok(()) };
        let y = panel.horizontal(canvas, target, target_stroke())?;
        let name: LineLabel = (y, canvas.words().target_amount(self.y.unit, target), VERMILION);
        label_lines(canvas, &[name], panel.plot, BESIDE)
    }

    /// Names points of the frontier where there is room, the first that reaches the target and the ends
    /// before the others.
    fn labels<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        (panel, across): (&Panel, &QuantityAxis),
        (spots, frontier): (&[DrawnPoint<'_>], &[&DrawnPoint<'_>]),
        steps: &[(f64, f64)],
    ) -> Result<(), ChartError> {
        let at = |spot: &DrawnPoint<'_>| (across.x.at(spot.x.value), panel.y.at(spot.y.value));
        let mut areas: Vec<Rect> = spots.iter().map(|spot| around(at(spot), 4.0, 4.0)).collect();
        areas.extend(steps.windows(2).map(|ends| along_line(ends[0], ends[1], 2.0)));
        if let Some(target) = self.y.drawable_target() {
            let y = panel.y.at(target);
            areas.push(along_line((panel.plot.left, y), (panel.plot.right, y), 1.5));
        }
        let towards = |better| if better == Better::Less { -1.0 } else { 1.0 };
        // On the page, more of y is up.
        let free = (towards(self.x.better), -towards(self.y.better));
        let mut placer =
            LabelPlacer { within: panel.plot, areas, labels: Vec::new(), leaders: Vec::new(), free };
        let as_it_is = spots.iter().filter(|spot| spot.is_as_it_is);
        for spot in as_it_is.chain(self.by_importance(frontier)) {
            let text = canvas.font().fit(spot.label, LABEL, 200.0);
            let size = (canvas.font().width(&text, LABEL) + 6.0, LABEL * 1.25);
            let Some(area) = placer.label(at(spot), size) else { continue };
            let dot = at(spot);
            canvas.line(&[dot, nearest(dot, &area)], Stroke::solid(SOFT, 0.7))?;
            canvas.fill(area, WHITE, 0.8)?;
            canvas.text(
                (area.left + 3.0, area.bottom - 3.5),
                &text,
                TextStyle { colour: INK, ..left(LABEL) },
            )?;
        }
        Ok(())
    }

    /// Returns the point that reaches the target for least.
    fn least<'s, 'a>(&self, frontier: &[&'s DrawnPoint<'a>]) -> Option<&'s DrawnPoint<'a>> {
        let target = self.y.drawable_target()?;
        let reaches = |spot: &&&DrawnPoint<'_>| self.y.better.reaches(spot.y.value, target);
        match self.x.better {
            Better::Less => frontier.iter().find(reaches).copied(),
            Better::More => frontier.iter().rev().find(reaches).copied(),
        }
    }

    fn by_importance<'s, 'a>(&self, frontier: &[&'s DrawnPoint<'a>]) -> Vec<&'s DrawnPoint<'a>> {
        let every = frontier.len().div_ceil(NAMED).max(1);
        let mut order: Vec<&DrawnPoint<'_>> = Vec::new();
        let ends = frontier.first().into_iter().chain(frontier.last());
        for spot in self.least(frontier).iter().chain(ends).chain(frontier.iter().step_by(every)) {
            if !order.iter().any(|known| std::ptr::eq(*known, *spot)) {
                order.push(spot);
            }
        }
        order
    }
}

/// Draws all points with their intervals, where these do not hide them.
fn dots<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    panel: &Panel,
    across: &QuantityAxis,
    (spots, frontier): (&[DrawnPoint<'_>], &[&DrawnPoint<'_>]),
) -> Result<(), ChartError> {
    let whiskers = spots.iter().filter(|_| spots.len() <= WITH_INTERVALS).chain(frontier.iter().copied());
    for spot in whiskers {
        let (x, y) = (across.x.at(spot.x.value), panel.y.at(spot.y.value));
        let stroke = Stroke::solid(FAINT, 1.2);
        canvas.line(&[(x, panel.y.at(spot.y.low)), (x, panel.y.at(spot.y.high))], stroke)?;
        canvas.line(&[(across.x.at(spot.x.low), y), (across.x.at(spot.x.high), y)], stroke)?;
    }
    let mut all = spots.iter();
    all.try_for_each(|spot| canvas.dot((across.x.at(spot.x.value), panel.y.at(spot.y.value)), BEATEN, AXIS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Unit;

    fn chart(x: Better, y: Better, points: &[(f64, f64)]) -> FrontierChart {
        let quantity = |label: &str, better| Quantity {
            label: label.to_owned(),
            unit: Unit::Number,
            unit_name: String::new(),
            better,
            target: None,
        };
        let candidate = |&(x, y): &(f64, f64)| Candidate {
            is_as_it_is: false,
            label: String::new(),
            x: Some(Point::exact(x)),
            y: Some(Point::exact(y)),
        };
        FrontierChart {
            heading: Heading::default(),
            x: quantity("cost", x),
            y: quantity("service", y),
            points: points.iter().map(candidate).collect(),
        }
    }

    fn frontier(x: Better, y: Better, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let chart = chart(x, y, points);
        chart.frontier(&chart.spots()).iter().map(|s| (s.x.value, s.y.value)).collect()
    }

    #[test]
    fn the_frontier_is_what_no_other_point_beats() {
        let points = [(1.0, 1.0), (2.0, 3.0), (2.0, 2.0), (3.0, 3.0), (4.0, 5.0), (4.0, 5.0), (5.0, 0.0)];
        assert_eq!(frontier(Better::Less, Better::More, &points), [(1.0, 1.0), (2.0, 3.0), (4.0, 5.0)]);
        assert_eq!(frontier(Better::Less, Better::Less, &points), [(1.0, 1.0), (5.0, 0.0)]);
        assert_eq!(frontier(Better::More, Better::More, &points), [(4.0, 5.0), (5.0, 0.0)]);
        assert_eq!(frontier(Better::Less, Better::More, &[]), []);
    }

    #[test]
    fn no_point_off_the_frontier_is_as_good_in_both_as_every_point_on_it() {
        // Against the definition, on points of a fixed scramble.
        let points: Vec<(f64, f64)> =
            (0..200_u32).map(|i| (f64::from(i * 7919 % 101), f64::from(i * 104_729 % 97))).collect();
        let on = frontier(Better::Less, Better::More, &points);
        for p in &points {
            let beaten = points.iter().any(|q| q != p && q.0 <= p.0 && q.1 >= p.1);
            assert_eq!(on.contains(p), !beaten, "{p:?}");
        }
    }
}
