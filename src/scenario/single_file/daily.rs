//! Fills a day with values by steps.

use crate::language::said;
use crate::scenario::problem::Problems;
use crate::scenario::source::Source;
use crate::time::{DAY, HOUR, Horizon, MINUTE};

/// A list of values that fills a day, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill<'a, T> {
    /// Dotted path of the table with `step` and the values.
    pub(super) key: &'a str,
    /// The key of the values in it.
    pub(super) values_key: &'a str,
    /// Seconds per step.
    pub(super) step: f64,
    /// The value after those of a horizon shorter than a day.
    pub(super) rest: T,
}

impl<T: Copy> Fill<'_, T> {
    /// Returns values that fill a day a whole number of times. The step must divide the day (1 min or more);
    /// values that cover a horizon of less than a day are padded with `rest`.
    pub(super) fn values(
        &self,
        mut values: Vec<T>,
        horizon: &Horizon,
        source: &Source,
        problems: &mut Problems,
    ) -> Option<Vec<T>> {
        let Some(steps) = steps_per_day(self.step) else {
            let help = said!(
                "a step is 1 min or longer and fits a whole number of times: 15 min, 30 min, 1 h",
                "时段不短于 1 min 且能整除一天：15 min、30 min、1 h"
            );
            let problem = source.problem_at(
                &format!("{}.step", self.key),
                said!("`step` must divide a day into whole steps", "`step` 须将一天分成整数个时段"),
            );
            problems.push(problem.help(help));
            return None;
        };
        let covered = values.len() as f64 * self.step;
        if values.len() <= steps && steps % values.len() == 0 {
            return Some(values);
        }
        if values.len() < steps && covered >= horizon.end() - 0.5 {
            values.resize(steps, self.rest);
            return Some(values);
        }
        let title = format!(
            "{} of {} do not fill a day",
            crate::scenario::wording::count(values.len(), "value"),
            spoken(self.step)
        );
        let help = format!(
            "a day has {steps} steps of {}: give {steps} values, or a divisor of it",
            spoken(self.step)
        );
        problems.push(source.problem_at(&format!("{}.{}", self.key, self.values_key), title).help(help));
        None
    }
}

/// Steps in a day; none if the step is under a minute or does not divide it.
fn steps_per_day(step: f64) -> Option<usize> {
    if !(MINUTE..=DAY).contains(&step) {
        return None;
    }
    let steps = (DAY / step).round();
    ((steps * step - DAY).abs() < 1e-6).then_some(steps as usize)
}

/// Words a duration as people would write it.
fn spoken(seconds: f64) -> String {
    for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "min")] {
        if seconds >= unit && seconds % unit == 0.0 {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}
