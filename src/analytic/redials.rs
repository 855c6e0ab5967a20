//! The redials of a group's callers.

use super::case::Case;
use super::traffic::trunks;
use crate::model::Redial;

/// The redials of a group's callers, means over its calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Redials {
    /// Probability after abandoning, and after the busy tone.
    pub(super) after_abandon: f64,
    pub(super) after_busy: f64,
    /// Mean delays in seconds.
    pub(super) abandon_delay: f64,
    pub(super) busy_delay: f64,
    max_attempts: u32,
}

impl Redials {
    /// Returns the redials of a group's callers; none where nobody redials.
    pub(super) fn of(case: &Case<'_>) -> Option<Redials> {
        let all = case.flow.mean_rate();
        let blocks = trunks(case.staffing()).is_some();
        let own = case.flow.parts.iter().filter(|part| part.from.is_none());
        let given: Vec<(f64, &Redial)> = own
            .filter_map(|part| {
                let redial = case.model.call_types()[part.call_type].redial.as_ref()?;
                Some((part.mean_rate() / all, redial))
            })
            .collect();
        let mean =
            |of: &dyn Fn(&Redial) -> f64| given.iter().map(|(share, redial)| share * of(redial)).sum::<f64>();
        let after_abandon = mean(&|r| r.after_abandon);
        let after_busy = if blocks { mean(&|r| r.after_busy) } else { 0.0 };
        let delay = |total: f64, of: f64| if of > 0.0 { total / of } else { 0.0 };
        let may = given.iter().map(|(_, redial)| redial.max_attempts).max()?;
        (may > 1 && after_abandon.max(after_busy) > 0.0).then(|| Redials {
            after_abandon,
            after_busy,
            abandon_delay: delay(mean(&|r| r.after_abandon * r.abandon_delay.mean()), after_abandon),
            busy_delay: delay(mean(&|r| r.after_busy * r.busy_delay.mean()), after_busy),
            max_attempts: may,
        })
    }

    /// Returns the redials of callers who make so many attempts only: as often again as an endless caller would dial whose
    /// attempts fail with probability `failed`.
    pub(super) fn limited(self, failed: f64) -> Redials {
        let again = self.after_abandon * failed;
        let attempts = (0..self.max_attempts.min(1_000)).map(|k| libm::pow(again, f64::from(k))).sum::<f64>();
        let part = if again > 0.0 { (1.0 - 1.0 / attempts) / again } else { 1.0 };
        Redials { after_abandon: self.after_abandon * part, after_busy: self.after_busy * part, ..self }
    }
}
