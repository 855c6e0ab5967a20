//! Opening hours of desks.

use crate::time::{DAY, HALF_HOUR};
use crate::workforce::Step;

/// Opening hours over the horizon.
pub struct OpeningHours {
    opens: f64,
    closes: f64,
    /// Whether desks open, by date.
    open: Vec<bool>,
}

impl OpeningHours {
    /// Hours from `opens` to `closes` (seconds after midnight) on the dates that are open, one `bool` a date of the
    /// horizon.
    pub fn new(opens: f64, closes: f64, open: Vec<bool>) -> OpeningHours {
        OpeningHours { opens, closes, open }
    }

    /// Share of a half hour of a date in which desks are open.
    pub fn share_open(&self, day: usize, half: usize) -> f64 {
        let (from, to) = (half as f64 * HALF_HOUR, (half + 1) as f64 * HALF_HOUR);
        let seconds = (to.min(self.closes) - from.max(self.opens)).max(0.0);
        if self.open[day] { seconds / HALF_HOUR } else { 0.0 }
    }

    /// Seconds open in all, over the horizon.
    pub fn total(&self) -> f64 {
        self.open.iter().filter(|open| **open).count() as f64 * (self.closes - self.opens)
    }

    /// The staff of a desk of so many agents as steps over the horizon; it closes for good with day `until`.
    pub fn steps(&self, agents: u32, until: Option<i64>) -> Vec<Step> {
        let step = |at: f64, open: bool| Step {
            at,
            agents: if open { agents } else { 0 },
            seats: agents,
            lines: u32::MAX,
            open,
        };
        let kept = |day: &usize| self.open[*day] && until.is_none_or(|until| (*day as i64) < until);
        let midnight = |day: usize| day as f64 * DAY;
        let days = (0..self.open.len()).filter(kept);
        let mut steps = vec![step(0.0, false)];
        for day in days {
            for next in [step(midnight(day) + self.opens, true), step(midnight(day) + self.closes, false)] {
                // A desk that closes at midnight and opens at once has not closed.
                if steps.last().is_some_and(|last| last.at == next.at) {
                    steps.pop();
                }
                if steps.last().is_none_or(|last| last.open != next.open) {
                    steps.push(next);
                }
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    #[test]
    fn a_desk_opens_and_closes_on_its_days_until_its_line_is_merged() {
        let hours =
            OpeningHours { opens: 8.5 * HOUR, closes: 17.0 * HOUR, open: vec![true, false, true, true] };
        let at =
            |steps: &[Step]| -> Vec<(f64, u32)> { steps.iter().map(|s| (s.at / HOUR, s.agents)).collect() };
        assert_eq!(at(&hours.steps(3, Some(3))), [(0.0, 0), (8.5, 3), (17.0, 0), (56.5, 3), (65.0, 0)]);
        assert_eq!(at(&hours.steps(3, Some(-9))), [(0.0, 0)]);
        assert_eq!(
            (hours.share_open(0, 16), hours.share_open(0, 17), hours.share_open(1, 20)),
            (0.0, 1.0, 0.0)
        );
        assert_eq!(hours.total(), 3.0 * 8.5 * HOUR);
    }

    #[test]
    fn a_desk_that_never_closes_has_a_single_step() {
        let hours = OpeningHours { opens: 0.0, closes: DAY, open: vec![true; 3] };
        let steps = hours.steps(2, None);
        assert_eq!(steps.iter().map(|s| (s.at, s.agents)).collect::<Vec<_>>(), [(0.0, 2), (3.0 * DAY, 0)]);
    }
}
