//! Calendar axes: which dates are marked, and how far they lie apart.

use jiff::ToSpan;
use jiff::civil::Date;

/// A mark of a calendar axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DateTick {
    /// Days from the first date to the grid line.
    pub(super) day: f64,
    /// The label; none where it would not fit.
    pub(super) label: Option<DateLabel>,
    /// Days from the first date to the label's middle.
    pub(super) middle: f64,
}

/// The date or the month that labels a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateLabel {
    /// A date: "18 Oct".
    Day(Date),
    /// The month of a date: "Oct".
    Month(Date),
}

/// Returns the marks of a calendar of `days` days from `first`, drawn `width` wide: every month, or dates where the
/// whole is short.
pub(super) fn date_ticks(first: Date, days: usize, width: f64) -> Vec<DateTick> {
    if days <= 62 { by_day(first, days, width) } else { by_month(first, days, width) }
}

fn by_day(first: Date, days: usize, width: f64) -> Vec<DateTick> {
    let per_day = width / days as f64;
    let step = [1, 2, 7, 14].into_iter().find(|s| per_day * *s as f64 >= 58.0).unwrap_or(28);
    (0..days)
        .step_by(step)
        .filter_map(|day| {
            let date = first.checked_add((day as i64).days()).ok()?;
            Some(DateTick { day: day as f64, label: Some(DateLabel::Day(date)), middle: day as f64 + 0.5 })
        })
        .collect()
}

fn by_month(first: Date, days: usize, width: f64) -> Vec<DateTick> {
    let per_day = width / days as f64;
    let every = [1, 2, 3, 6].into_iter().find(|n| per_day * 30.0 * f64::from(*n) >= 34.0).unwrap_or(12);
    let mut ticks = Vec::new();
    let mut month = first.first_of_month();
    loop {
        let begins = days_between(first, month).max(0.0);
        let Ok(next) = month.checked_add(1.month()) else { break };
        if begins >= days as f64 {
            break;
        }
        let ends = days_between(first, next).min(days as f64);
        // A month cut short by the calendar's edge is named only where the name fits.
        let named = (i32::from(month.month()) - 1) % every == 0
            && (ends - begins) * per_day >= 26.0_f64.min(per_day * 28.0);
        let label = named.then_some(DateLabel::Month(month));
        ticks.push(DateTick { day: begins, label, middle: (begins + ends) / 2.0 });
        month = next;
    }
    ticks
}

/// Returns the years of a calendar, each with its first day and the day after its last, in days since `first`.
pub(super) fn years(first: Date, days: usize) -> Vec<(i16, f64, f64)> {
    let last = first.checked_add((days as i64 - 1).days()).unwrap_or(first);
    (first.year()..=last.year())
        .map(|year| {
            let begins = days_between(first, jiff::civil::date(year, 1, 1)).max(0.0);
            let ends = days_between(first, jiff::civil::date(year, 12, 31)) + 1.0;
            (year, begins, ends.min(days as f64))
        })
        .collect()
}

/// Returns the days from `first` to `date`.
pub(super) fn days_between(first: Date, date: Date) -> f64 {
    (date.duration_since(first).as_hours() / 24) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_plan_of_2021_has_a_mark_at_each_month_and_two_years() {
        let marks = date_ticks(date(2021, 4, 26), 252, 640.0);
        let named = marks.iter().filter_map(|m| match m.label? {
            DateLabel::Month(month) => Some(month.month()),
            DateLabel::Day(_) => None,
        });
        assert_eq!(named.collect::<Vec<_>>(), [5, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(marks[1].day, 5.0);
        assert_eq!(years(date(2021, 4, 26), 252), [(2021, 0.0, 250.0), (2022, 250.0, 252.0)]);
    }

    #[test]
    fn labels_of_dates_do_not_touch_at_any_length() {
        for days in (1..1500).step_by(7) {
            let marks = date_ticks(date(2021, 4, 26), days, 600.0);
            let per_day = 600.0 / days as f64;
            let mut last = f64::NEG_INFINITY;
            for mark in marks.iter().filter(|m| m.label.is_some()) {
                assert!((mark.middle - last) * per_day >= 26.0, "{days} days: {:?}", mark.label);
                last = mark.middle;
            }
            assert!(last > f64::NEG_INFINITY, "{days} days have no label");
        }
    }
}
