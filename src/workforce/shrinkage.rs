//! Shrinkage: the parts of paid hours that do not reach the line.

/// Hours in a year, for the people one post takes.
const CLOCK: f64 = 8_760.0;
/// Days in a year, by which yearly hours are divided.
const YEAR: f64 = 365.0;

/// Paid hours, and the parts of them that do not reach the line. Shares lie in [0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrinkage {
    /// Share of staff on inbound calls; the others do work that is not simulated.
    pub inbound_share: f64,
    /// Paid hours of one person in a year.
    pub paid_hours: f64,
    /// Share of paid hours on leave: not rostered.
    pub leave: f64,
    /// Share of rostered shifts lost to sickness, by chance.
    pub absence: f64,
    /// Share of rostered hours off the line as planned: training and other.
    pub planned: f64,
    /// Share of a shift on breaks.
    pub breaks: f64,
    /// People rostered at least, in every half hour that is covered.
    pub minimum: u32,
}

impl Shrinkage {
    /// Returns the people it takes to staff one post around the clock: 6.1 at 2,000 hours and 28 %.
    pub fn people_per_post(&self) -> f64 {
        CLOCK / (self.paid_hours * (1.0 - self.leave - self.absence - self.planned - self.breaks))
    }

    /// Returns the rostered hours of one member of staff on an average day.
    pub fn hours_a_day(&self) -> f64 {
        self.inbound_share * self.paid_hours / YEAR * (1.0 - self.leave)
    }

    /// Returns the agents on the line per person rostered: neither absent nor on a break; planned time off aside.
    pub fn present(&self) -> f64 {
        (1.0 - self.absence) * (1.0 - self.breaks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_post_around_the_clock_takes_six_people() {
        let shrinkage = Shrinkage {
            inbound_share: 0.7,
            paid_hours: 2_000.0,
            leave: 0.04,
            absence: 0.04,
            planned: 0.08,
            breaks: 0.12,
            minimum: 1,
        };
        assert!((shrinkage.people_per_post() - 6.083).abs() < 0.001);
        assert!((shrinkage.hours_a_day() - 0.7 * 2_000.0 / 365.0 * 0.96).abs() < 1e-12);
        assert!((shrinkage.present() - 0.96 * 0.88).abs() < 1e-12);
    }
}
