//! Time: seconds since the start of the horizon, as `f64`; the calendar by date.

use jiff::civil::Date;

/// Seconds in a minute.
pub const MINUTE: f64 = 60.0;
/// Seconds in an hour.
pub const HOUR: f64 = 3600.0;
/// Seconds in a half hour, the grain of every table by time.
pub const HALF_HOUR: f64 = 1800.0;
/// Seconds in a day.
pub const DAY: f64 = 86_400.0;
/// Half hours in a day.
pub const HALF_HOURS: usize = 48;

/// The span that is simulated and the part of it that is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// Length in days; not necessarily whole.
    pub days: f64,
    /// Seconds simulated but not measured, at the beginning.
    pub warm_up: f64,
    /// The date of the first day; none for a scenario without a calendar.
    pub start: Option<Date>,
}

impl Horizon {
    /// The end of the horizon, in seconds.
    pub fn end(&self) -> f64 {
        self.days * DAY
    }

    /// Days begun within the horizon: a part of a day counts as one.
    pub fn dates(&self) -> usize {
        self.days.ceil().max(1.0) as usize
    }

    /// Half hours begun within the horizon's dates.
    pub fn slots(&self) -> usize {
        self.dates() * HALF_HOURS
    }

    /// Measured seconds.
    pub fn measured(&self) -> f64 {
        self.end() - self.warm_up
    }

    /// Whether an attempt dialled at `t` is measured.
    #[inline]
    pub fn measures(&self, t: f64) -> bool {
        t >= self.warm_up && t < self.end()
    }

    /// The civil date of day `day`, if the scenario has a calendar.
    pub fn date(&self, day: usize) -> Option<Date> {
        use jiff::ToSpan;
        self.start?.checked_add((day as i64).days()).ok()
    }

    /// A stable number of day `day` for keys: days since 1970-01-01, or the index without a calendar.
    pub fn day_number(&self, day: usize) -> i64 {
        let epoch = jiff::civil::date(1970, 1, 1);
        match self.date(day) {
            Some(date) => date.duration_since(epoch).as_hours() / 24,
            None => day as i64,
        }
    }
}

/// The half hour that `t` falls into, counted from the start of the horizon.
#[inline]
pub fn slot(t: f64) -> usize {
    // 136 years are enough for nearly all, and such a conversion takes a third of the time.
    match t < f64::from(u32::MAX) {
        true => (t as u32 / HALF_HOUR as u32) as usize,
        false => (t as u64 / HALF_HOUR as u64) as usize,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_begins_exactly_on_its_half_hour() {
        for k in [1_usize, 47, 48, 12_095, 2_386_092, 2_386_093, 3_000_000] {
            let edge = k as f64 * HALF_HOUR;
            assert_eq!(slot(edge), k);
            assert_eq!(slot(edge.next_down()), k - 1);
        }
    }

    #[test]
    fn dates_count_from_the_start() {
        let horizon = Horizon { days: 252.0, warm_up: 0.0, start: Some(jiff::civil::date(2021, 4, 26)) };
        assert_eq!(horizon.date(251), Some(jiff::civil::date(2022, 1, 2)));
        assert_eq!(horizon.day_number(1) - horizon.day_number(0), 1);
    }
}
