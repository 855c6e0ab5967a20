//! Labels of dots, each where it covers nothing.

use crate::chart::canvas::Rect;

/// Distances between a dot and its label that are tried, nearest first.
const DISTANCES: [f64; 6] = [8.0, 18.0, 32.0, 50.0, 72.0, 98.0];
/// Directions from a dot to its label, towards the free side first.
const DIRECTIONS: [(f64, f64); 8] =
    [(1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, 0.0), (0.0, -1.0)];

/// A plot and what in it is already covered.
pub(in crate::chart) struct LabelPlacer {
    pub(in crate::chart) within: Rect,
    pub(in crate::chart) areas: Vec<Rect>,
    /// The labels placed so far.
    pub(in crate::chart) labels: Vec<Rect>,
    /// The lines from dots to their labels, as rows of small areas.
    pub(in crate::chart) leaders: Vec<Rect>,
    /// The side to which there is most room: -1 for left or up, 1 for right or down.
    pub(in crate::chart) free: (f64, f64),
}

impl LabelPlacer {
    /// Finds the nearest free place for a label of this width and height beside a dot, and takes it.
    pub(in crate::chart) fn label(&mut self, dot: (f64, f64), (width, height): (f64, f64)) -> Option<Rect> {
        let places = DISTANCES.iter().flat_map(|distance| DIRECTIONS.map(|direction| (*distance, direction)));
        let found = places
            .map(|(distance, (dx, dy))| {
                // Slanting, the nearest corner lies that far away, else the nearest side.
                let gap = if dx * dy == 0.0 { distance } else { distance * 0.7 };
                let x = dot.0 + dx * self.free.0 * (gap + width / 2.0);
                let y = dot.1 + dy * self.free.1 * (gap + height / 2.0);
                around((x, y), width / 2.0, height / 2.0)
            })
            .find(|label| self.is_free(dot, label))?;
        self.labels.push(found);
        self.leaders.extend(leader(dot, &found));
        Some(found)
    }

    /// Whether a label covers nothing and its leader no other label.
    fn is_free(&self, dot: (f64, f64), label: &Rect) -> bool {
        let covered = self.areas.iter().chain(&self.labels).chain(&self.leaders);
        let crosses = |at: Rect| self.labels.iter().any(|other| touch(&at, other));
        inside(label, &self.within)
            && !covered.into_iter().any(|area| touch(label, area))
            && !leader(dot, label).into_iter().any(crosses)
    }
}

/// Returns the point of a label that lies nearest to its dot.
pub(in crate::chart) fn nearest(dot: (f64, f64), label: &Rect) -> (f64, f64) {
    (dot.0.clamp(label.left, label.right), dot.1.clamp(label.top, label.bottom))
}

/// Returns small areas along the line from a dot to its label, short of the label.
fn leader(dot: (f64, f64), label: &Rect) -> Vec<Rect> {
    let end = nearest(dot, label);
    let at = |i: i32| (f64::from(i) + 0.5) / 12.0;
    (0..12)
        .map(|i| around((dot.0 + (end.0 - dot.0) * at(i), dot.1 + (end.1 - dot.1) * at(i)), 1.5, 1.5))
        .collect()
}

/// Makes a rectangle by its middle and half its width and height.
pub(in crate::chart) fn around((x, y): (f64, f64), half_width: f64, half_height: f64) -> Rect {
    Rect { left: x - half_width, right: x + half_width, top: y - half_height, bottom: y + half_height }
}

/// Returns the rectangle that holds a line along an axis, `margin` wide at each side.
pub(in crate::chart) fn along_line(from: (f64, f64), to: (f64, f64), margin: f64) -> Rect {
    Rect {
        left: from.0.min(to.0) - margin,
        right: from.0.max(to.0) + margin,
        top: from.1.min(to.1) - margin,
        bottom: from.1.max(to.1) + margin,
    }
}

fn inside(inner: &Rect, outer: &Rect) -> bool {
    inner.left >= outer.left
        && inner.right <= outer.right
        && inner.top >= outer.top
        && inner.bottom <= outer.bottom
}

fn touch(a: &Rect, b: &Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_crowded_dots_stay_inside_and_touch_nothing() {
        let within = Rect { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };
        let dots: Vec<(f64, f64)> =
            (0..12).map(|i| (f64::from(i) * 12.0 + 40.0, 280.0 - f64::from(i * i) * 1.6)).collect();
        let areas: Vec<Rect> = dots.iter().map(|dot| around(*dot, 4.0, 4.0)).collect();
        let mut placer = LabelPlacer { within, areas, labels: vec![], leaders: vec![], free: (-1.0, -1.0) };
        let placed = dots.iter().filter(|dot| placer.label(**dot, (90.0, 15.0)).is_some()).count();
        assert!(placed >= 9, "{placed}");
        for (i, label) in placer.labels.iter().enumerate() {
            assert!(inside(label, &within));
            assert!(!placer.areas.iter().chain(&placer.labels[..i]).any(|other| touch(label, other)));
            // Its own leader ends at its edge; those of others keep off.
            let own = i * 12..(i + 1) * 12;
            let others = placer.leaders.iter().enumerate().filter(|(k, _)| !own.contains(k));
            assert!(!others.into_iter().any(|(_, leader)| touch(label, leader)));
        }
    }

    #[test]
    fn a_label_that_has_no_room_is_not_placed() {
        let within = Rect { left: 0.0, top: 0.0, right: 50.0, bottom: 50.0 };
        let mut placer =
            LabelPlacer { within, areas: vec![], labels: vec![], leaders: vec![], free: (1.0, 1.0) };
        assert_eq!(placer.label((25.0, 25.0), (60.0, 10.0)), None);
        assert!(placer.labels.is_empty());
    }
}
