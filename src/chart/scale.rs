//! Axes: where a value lies, and which values are marked.

use crate::language::Language;

use jiff::ToSpan;
use jiff::civil::Date;

use super::words;
use crate::time::DAY;

/// Greatest magnitude that is drawn; anything beyond it counts as missing.
const LIMIT: f64 = 1e12;

/// Whether `v` can be drawn.
pub(super) fn usable(v: f64) -> bool {
    v.is_finite() && v.abs() < LIMIT
}

/// A linear map of values to logical units; values beyond its ends are drawn at them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    /// Where `low` lies.
    pub(super) start: f64,
    /// Where `high` lies.
    pub(super) end: f64,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), (start, end): (f64, f64)) -> Scale {
        Scale { low, high, start, end }
    }

    /// Where `v` lies.
    pub(super) fn at(&self, v: f64) -> f64 {
        let share = (v - self.low) / (self.high - self.low);
        self.start + share.clamp(0.0, 1.0) * (self.end - self.start)
    }
}

/// What an axis counts, and how its marks are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Time,
    /// 0 to 1.
    Share,
    /// A plain number.
    Number,
}

/// Marks of an axis from `low` to at least `high`, at most about `most` of them, the last at or beyond
/// `high`. At least two.
pub(super) fn ticks(unit: Unit, low: f64, high: f64, most: usize) -> Vec<f64> {
    // A step must change the numbers it is added to.
    let span = (high - low).max(1e-9).max(high.abs() * 1e-9);
    let wanted = span / most.max(1) as f64;
    let step = match unit {
        Unit::Time => time_step(wanted),
        Unit::Share | Unit::Number => round_step(wanted, &[1.0, 2.0, 2.5, 5.0]),
    };
    // A hair of tolerance, so that 0.3 / 0.1 is three steps.
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    (0..=(last - first) as usize).map(|k| (first + k as f64) * step).collect()
}

/// The least of `times` (or 10) times a power of ten that is not below `wanted`.
fn round_step(wanted: f64, times: &[f64]) -> f64 {
    let power = libm::pow(10.0, libm::log10(wanted).floor());
    times.iter().find(|m| **m * power >= wanted * (1.0 - 1e-9)).unwrap_or(&10.0) * power
}

/// The least customary step of seconds, minutes, hours or days that is not below `wanted`.
fn time_step(wanted: f64) -> f64 {
    const STEPS: [f64; 15] = [
        10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1200.0, 1800.0, 3600.0, 7200.0, 21_600.0,
        43_200.0,
    ];
    if wanted <= 5.0 {
        return round_step(wanted, &[1.0, 2.0, 5.0]);
    }
    let days = || round_step(wanted / DAY, &[1.0, 2.0, 5.0]) * DAY;
    STEPS.into_iter().find(|s| *s >= wanted).unwrap_or_else(days)
}

/// The wording of mark `v` on an axis with step `step`.
pub(super) fn tick_label(unit: Unit, v: f64, step: f64, lang: Language) -> String {
    match unit {
        Unit::Time => words::duration(v, lang),
        Unit::Share => words::percent(v, decimals(step * 100.0), lang),
        Unit::Number => words::number(v, decimals(step)),
    }
}

/// Decimals that a multiple of `step` needs.
pub(super) fn decimals(step: f64) -> usize {
    (0..6)
        .find(|d| {
            let scaled = step * libm::pow(10.0, *d as f64);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(6)
}

/// A mark of a calendar axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DateTick {
    /// Days since the first date; the grid line.
    pub(super) day: f64,
    /// Empty where the label would not fit.
    pub(super) label: String,
    /// Where the label's middle lies, in days.
    pub(super) middle: f64,
}

/// Marks of a calendar of `days` days from `first`, drawn `width` wide, whose labels are `label` wide at
/// most: every month, or dates where the whole is short.
pub(super) fn date_ticks(first: Date, days: usize, width: f64, lang: Language) -> Vec<DateTick> {
    if days <= 62 {
        return by_day(first, days, width, lang);
    }
    by_month(first, days, width, lang)
}

fn by_day(first: Date, days: usize, width: f64, lang: Language) -> Vec<DateTick> {
    let room = width / days as f64;
    let step = [1, 2, 7, 14].into_iter().find(|s| room * *s as f64 >= 58.0).unwrap_or(28);
    (0..days)
        .step_by(step)
        .filter_map(|day| {
            let date = first.checked_add((day as i64).days()).ok()?;
            Some(DateTick { day: day as f64, label: words::date(date, lang), middle: day as f64 + 0.5 })
        })
        .collect()
}

fn by_month(first: Date, days: usize, width: f64, lang: Language) -> Vec<DateTick> {
    let per_day = width / days as f64;
    let every = [1, 2, 3, 6].into_iter().find(|n| per_day * 30.0 * f64::from(*n) >= 34.0).unwrap_or(12);
    let mut ticks = Vec::new();
    let mut month = first.first_of_month();
    loop {
        let begins = since(first, month).max(0.0);
        let Ok(next) = month.checked_add(1.month()) else { break };
        if begins >= days as f64 {
            break;
        }
        let ends = since(first, next).min(days as f64);
        // A month cut short by the calendar's edge is named only where the name fits.
        let named = (i32::from(month.month()) - 1) % every == 0
            && (ends - begins) * per_day >= 26.0_f64.min(per_day * 28.0);
        let label = if named { words::month(month, lang) } else { String::new() };
        ticks.push(DateTick { day: begins, label, middle: (begins + ends) / 2.0 });
        month = next;
    }
    ticks
}

/// The years of a calendar with their first and last day, in days since `first`.
pub(super) fn years(first: Date, days: usize) -> Vec<(i16, f64, f64)> {
    let last = first.checked_add((days as i64 - 1).days()).unwrap_or(first);
    (first.year()..=last.year())
        .map(|year| {
            let begins = since(first, jiff::civil::date(year, 1, 1)).max(0.0);
            let ends = since(first, jiff::civil::date(year, 12, 31)) + 1.0;
            (year, begins, ends.min(days as f64))
        })
        .collect()
}

/// Days from `first` to `date`.
pub(super) fn since(first: Date, date: Date) -> f64 {
    (date.duration_since(first).as_hours() / 24) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn marks_are_round_and_reach_the_highest_value() {
        for (unit, high) in [
            (Unit::Time, 0.0),
            (Unit::Time, 0.7),
            (Unit::Time, 61.0),
            (Unit::Time, 1e6),
            (Unit::Number, 3.0),
            (Unit::Number, 1e11),
            (Unit::Share, 1.0),
            (Unit::Share, 0.013),
        ] {
            let marks = ticks(unit, 0.0, high, 4);
            assert!(marks.len() >= 2 && marks.len() <= 6, "{marks:?}");
            assert_eq!(marks[0], 0.0);
            assert!(marks[marks.len() - 1] >= high * (1.0 - 1e-8), "{high}: {marks:?}");
        }
        assert!(ticks(Unit::Number, 1e11, 1e11, 4).is_sorted_by(|a, b| a < b));
        assert_eq!(ticks(Unit::Time, 0.0, 200.0, 4), [0.0, 60.0, 120.0, 180.0, 240.0]);
    }

    #[test]
    fn a_value_beyond_the_axis_is_drawn_at_its_end() {
        let scale = Scale::new((0.0, 10.0), (100.0, 50.0));
        assert_eq!([scale.at(-1.0), scale.at(5.0), scale.at(99.0)], [100.0, 75.0, 50.0]);
    }

    #[test]
    fn the_plan_of_2021_has_a_mark_at_each_month_and_two_years() {
        let marks = date_ticks(date(2021, 4, 26), 252, 640.0, Language::En);
        let labels: Vec<_> = marks.iter().map(|m| m.label.as_str()).filter(|l| !l.is_empty()).collect();
        assert_eq!(labels, ["May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]);
        assert_eq!(marks[1].day, 5.0);
        assert_eq!(years(date(2021, 4, 26), 252), [(2021, 0.0, 250.0), (2022, 250.0, 252.0)]);
    }

    #[test]
    fn labels_of_dates_do_not_touch_at_any_length() {
        for days in (1..1500).step_by(7) {
            for lang in [Language::En, Language::Zh] {
                let marks = date_ticks(date(2021, 4, 26), days, 600.0, lang);
                let per_day = 600.0 / days as f64;
                let mut last = f64::NEG_INFINITY;
                for mark in marks.iter().filter(|m| !m.label.is_empty()) {
                    assert!((mark.middle - last) * per_day >= 26.0, "{days} days: {}", mark.label);
                    last = mark.middle;
                }
                assert!(last > f64::NEG_INFINITY, "{days} days have no label");
            }
        }
    }
}
