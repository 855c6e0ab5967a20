//! The merger plan: which callers of a topic reach the front line on which date, how many there
//! are, and how much slower agents are on a topic that is new to them.

pub mod volumes;

pub use volumes::{Line, yearly};

use crate::model::{Mode, Window};

/// h(t), the share of a topic's callers who dial 12345 instead of the old number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habit {
    /// Before the window, 0 to 1.
    pub before: f64,
    /// In the long run, 0 to 1.
    pub after: f64,
    /// Time constant of the approach, in days: 365/3 brings it 95 % of the way within a year.
    pub days: f64,
}

/// The state of the merger that is simulated. The three are compared on the same horizon and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No merger: no window ever begins.
    Before,
    /// The plan.
    During,
    /// Every window has long passed.
    After,
}

impl Phase {
    /// Returns its name, as scenario files and results write it.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Before => "before",
            Phase::During => "during",
            Phase::After => "after",
        }
    }

    /// Returns the window that holds in this phase.
    pub fn window(self, planned: Option<Window>) -> Option<Window> {
        const LONG_AGO: i64 = -1_000_000;
        match self {
            Phase::Before => None,
            Phase::During => planned,
            Phase::After => Some(Window { first: LONG_AGO, last: LONG_AGO }),
        }
    }
}

/// How m(t), the share of calls to the old number that ring at the front line, passes from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// Evenly over the days of the window; a window of one day (an end date alone) is a step.
    Linear,
    /// All at once, on the window's last day.
    Step,
}

/// How much longer a call takes at the front line than with the topic's own people: the factor
/// 1 + lasting + fading exp(-days since the window began / days).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// The part that stays, 0.05 for 5 %.
    pub lasting: f64,
    /// The part that practice removes.
    pub fading: f64,
    /// Days after which exp(-1) of it is left.
    pub days: f64,
}

impl Habit {
    /// Returns h on day `day` of the horizon: whole days count from the window's first.
    pub fn on(&self, window: Option<Window>, day: i64) -> f64 {
        match window {
            Some(window) if day > window.first => {
                let progress = -libm::expm1(-((day - window.first) as f64) / self.days);
                self.before + (self.after - self.before) * progress
            }
            _ => self.before,
        }
    }
}

impl Curve {
    /// Returns m on day `day` of the horizon: the line's height at noon, so that the mean of the date is right.
    pub fn on(self, window: Option<Window>, day: i64) -> f64 {
        let Some(Window { first, last }) = window else { return 0.0 };
        if self == Curve::Step || first == last {
            return if day < last { 0.0 } else { 1.0 };
        }
        let noon = (day - first) as f64 + 0.5;
        (noon / (last - first + 1) as f64).clamp(0.0, 1.0)
    }
}

impl Learning {
    /// Returns the factor on day `day`; at its greatest until the window begins (the few who dial 12345 early).
    pub fn on(&self, window: Option<Window>, day: i64) -> f64 {
        let since = window.map_or(0, |w| (day - w.first).max(0)) as f64;
        1.0 + self.lasting + self.fading * libm::exp(-since / self.days)
    }

    /// Returns the factor of every date; empty (always 1) for the front line's own topics.
    pub fn by_date(&self, mode: Mode, window: Option<Window>, dates: usize) -> Vec<f64> {
        match mode {
            Mode::Own => Vec::new(),
            _ => (0..dates as i64).map(|day| self.on(window, day)).collect(),
        }
    }
}

/// A campaign that wins callers for the one number, evenly over its days and for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Publicity {
    /// Its days.
    pub window: Window,
    /// Share of those who still dial the old number whom it wins.
    pub wins: f64,
}

impl Publicity {
    /// Returns h on day `day` after all campaigns, from what it would be without.
    pub fn lift(habit: f64, campaigns: &[Publicity], day: i64) -> f64 {
        if campaigns.is_empty() {
            return habit;
        }
        let left = |left: f64, campaign: &Publicity| {
            let done = Curve::Linear.on(Some(campaign.window), day);
            left * (1.0 - campaign.wins * done)
        };
        1.0 - campaigns.iter().fold(1.0 - habit, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HABIT: Habit = Habit { before: 0.2, after: 0.6, days: 365.0 / 3.0 };
    const MAY: Option<Window> = Some(Window { first: 5, last: 35 });

    #[test]
    fn habit_starts_with_the_window_and_is_95_percent_there_within_a_year() {
        assert_eq!(HABIT.on(MAY, 4), 0.2);
        assert_eq!(HABIT.on(MAY, 5), 0.2);
        let progress = (HABIT.on(MAY, 5 + 365) - 0.2) / 0.4;
        assert!((progress - 0.95).abs() < 0.001, "{progress}");
        assert!(HABIT.on(MAY, 10_000) <= 0.6);
        assert_eq!(HABIT.on(None, 300), 0.2);
    }

    #[test]
    fn migration_is_nothing_before_the_window_all_after_it_and_half_in_its_middle() {
        assert_eq!(Curve::Linear.on(MAY, 4), 0.0);
        assert_eq!(Curve::Linear.on(MAY, 36), 1.0);
        assert_eq!(Curve::Linear.on(MAY, 20), 0.5);
        let steps: Vec<f64> = (5..=35).map(|d| Curve::Linear.on(MAY, d)).collect();
        assert!(steps.windows(2).all(|w| w[0] < w[1]));
        assert!((steps.iter().sum::<f64>() / 31.0 - 0.5).abs() < 1e-12);
    }

    #[test]
    fn an_end_date_alone_is_a_step_on_that_date() {
        let end = Some(Window { first: 249, last: 249 });
        assert_eq!((Curve::Linear.on(end, 248), Curve::Linear.on(end, 249)), (0.0, 1.0));
        assert_eq!((Curve::Step.on(MAY, 34), Curve::Step.on(MAY, 35)), (0.0, 1.0));
    }

    #[test]
    fn a_window_before_the_horizon_has_passed_already() {
        let early = Some(Window { first: -400, last: -380 });
        assert_eq!(Curve::Linear.on(early, 0), 1.0);
        assert!(HABIT.on(early, 0) > 0.58);
    }

    #[test]
    fn nothing_merges_before_and_everything_has_merged_after() {
        let m = |phase: Phase| Curve::Linear.on(phase.window(MAY), 20);
        assert_eq!((m(Phase::Before), m(Phase::During), m(Phase::After)), (0.0, 0.5, 1.0));
        let h = |phase: Phase| HABIT.on(phase.window(MAY), 20);
        assert_eq!((h(Phase::Before), h(Phase::After)), (0.2, 0.6));
    }

    #[test]
    fn campaigns_win_part_of_those_who_still_dial_the_old_number() {
        let window = Window { first: 10, last: 19 };
        let campaigns = [Publicity { window, wins: 0.5 }, Publicity { window, wins: 0.2 }];
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(Publicity::lift(0.3, &campaigns, 9), 0.3);
        near(Publicity::lift(0.3, &campaigns, 20), 1.0 - 0.7 * 0.5 * 0.8);
        near(Publicity::lift(0.3, &[], 20), 0.3);
    }

    #[test]
    fn a_new_topic_is_slow_and_practice_helps() {
        let learning = Learning { lasting: 0.05, fading: 0.30, days: 45.0 };
        let factor = learning.by_date(Mode::Full, MAY, 400);
        assert_eq!((factor[0], factor[5]), (1.35, 1.35));
        assert!((factor[50] - (1.05 + 0.3 / std::f64::consts::E)).abs() < 1e-12);
        assert!(factor[399] < 1.051);
        assert!(learning.by_date(Mode::Own, None, 400).is_empty());
    }
}
