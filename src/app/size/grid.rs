//! The values of a lever that are searched, as positions at which more is better.

use crate::app::Error;
use crate::scenario::Scenario;
use crate::scenario::problem::Problems;
use crate::scenario::study::Lever;

/// The range and the step of a lever; what is not given is chosen by its present value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeverRange {
    /// The least value.
    pub from: Option<f64>,
    /// The greatest value.
    pub to: Option<f64>,
    /// The step between values.
    pub step: Option<f64>,
}

/// Values a step apart. Position 0 is the worst of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    from: f64,
    step: f64,
    /// The last position.
    pub(super) last: u32,
    /// Whether less of the lever is better.
    pub(super) is_descending: bool,
    /// Why values beyond the end of the range are refused by the scenario.
    pub(super) refused: Option<String>,
}

/// The greatest value that is searched, as a multiple of the present one.
const MOST: f64 = 16.0;
/// The greatest value that is searched where the present one is small.
const MOST_OF_FEW: f64 = 64.0;
/// Values of a range at most.
const MOST_VALUES: f64 = 1e6;

impl Grid {
    /// Makes the grid of a lever, as far as the scenario accepts its values.
    pub(super) fn new(scenario: &Scenario, lever: &Lever, range: &LeverRange) -> Result<Grid, Error> {
        let present = lever.present();
        let step = range.step.unwrap_or_else(|| own_step(lever));
        let from = range.from.unwrap_or(if lever.is_whole() { present.min(1.0) } else { step.min(present) });
        let few = if lever.is_whole() { MOST_OF_FEW } else { 0.0 };
        let to = range.to.unwrap_or((MOST * present.abs()).max(few).max(from + step));
        let steps = ((to - from) / step + 1e-9).floor();
        if !(step > 0.0 && (1.0..=MOST_VALUES).contains(&steps)) || (lever.is_whole() && step.fract() != 0.0)
        {
            return Err(lever.no_range(scenario, (from, to, step)).into());
        }
        let mut grid = Grid { from, step, last: steps as u32, is_descending: false, refused: None };
        grid.keep_accepted(scenario, lever)?;
        Ok(grid)
    }

    /// Cuts the ends that the scenario refuses off the range.
    fn keep_accepted(&mut self, scenario: &Scenario, lever: &Lever) -> Result<(), Error> {
        let refusal = |grid: &Grid, position: u32| {
            scenario.with(&lever.changes(grid.value(position))).err().map(|problems| title(&problems))
        };
        let fine = self.position(lever.present());
        let (mut above, mut accepted) = (self.last, fine);
        self.refused = refusal(self, above);
        if self.refused.is_none() {
            accepted = above;
        }
        while above - accepted > 1 {
            let middle = accepted + (above - accepted) / 2;
            match refusal(self, middle) {
                Some(why) => (self.refused, above) = (Some(why), middle),
                None => accepted = middle,
            }
        }
        self.last = accepted;
        let mut first = 0;
        while first < fine && refusal(self, first).is_some() {
            first += ((fine - first) / 2).max(1);
        }
        self.from = self.value(first);
        self.last -= first;
        match self.last {
            0 => Err(lever.no_range(scenario, (self.from, self.from, self.step)).into()),
            _ => Ok(()),
        }
    }

    /// Returns the value at a position.
    pub(super) fn value(&self, position: u32) -> f64 {
        let steps = if self.is_descending { self.last - position } else { position };
        crate::scenario::table_edit::tidy(self.from + self.step * f64::from(steps))
    }

    /// Returns the position whose value is nearest.
    pub(super) fn position(&self, value: f64) -> u32 {
        let steps = ((value - self.from) / self.step).round().clamp(0.0, f64::from(self.last)) as u32;
        if self.is_descending { self.last - steps } else { steps }
    }
}

/// Returns the step of a lever: 1 of whole numbers; else the largest of 1, 2, 5, 10, ... parts that is at most a
/// hundredth of the present value.
fn own_step(lever: &Lever) -> f64 {
    if lever.is_whole() {
        return 1.0;
    }
    let wanted = (lever.present().abs() / 100.0).max(1e-9);
    let tens = libm::pow(10.0, libm::log10(wanted).floor());
    let steps = [5.0, 2.0, 1.0].map(|digit| crate::scenario::table_edit::tidy(digit * tens));
    steps.into_iter().find(|step| *step <= wanted * (1.0 + 1e-9)).unwrap_or(tens)
}

fn title(problems: &Problems) -> String {
    problems.sorted().first().map_or_else(String::new, |problem| problem.title.en.clone())
}
