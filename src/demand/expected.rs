//! Expected fresh callers on each date: week, holidays, seasons and growth.

use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days in the year by which a yearly volume is divided.
pub const YEAR: f64 = 365.0;

/// Public holidays and the weekend days worked in exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Dates on which offices are closed beyond ordinary weekends.
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays on which offices work.
    pub make_up: BTreeSet<Date>,
}

impl Calendar {
    /// Returns whether offices work on `date`.
    pub fn is_workday(&self, date: Date) -> bool {
        self.make_up.contains(&date) || (!self.holidays.contains(&date) && weekday(date) < 5)
    }

    /// Returns whether `date` is a holiday or a weekend day worked in exchange for one.
    pub fn is_special(&self, date: Date) -> bool {
        self.make_up.contains(&date) || self.holidays.contains(&date)
    }
}

/// Returns 0 for Monday to 6 for Sunday.
fn weekday(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

/// Callers on each kind of day, relative to each other: only ratios matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Monday to Sunday.
    pub days: [f64; 7],
    /// A public holiday, whatever its weekday.
    pub holiday: f64,
    /// A weekend day worked in exchange for a holiday.
    pub make_up: f64,
}

impl Week {
    /// A week with equally many callers every day.
    pub const FLAT: Week = Week { days: [1.0; 7], holiday: 1.0, make_up: 1.0 };

    /// Makes the week of a hotline whose callers keep office hours: `ratio` callers on a workday to 1 on a rest day.
    pub fn workdays(ratio: f64) -> Week {
        Week { days: [ratio, ratio, ratio, ratio, ratio, 1.0, 1.0], holiday: 1.0, make_up: ratio }
    }

    /// Returns the relative factor of `date`.
    pub fn factor(&self, date: Date, calendar: &Calendar) -> f64 {
        if calendar.make_up.contains(&date) {
            self.make_up
        } else if calendar.holidays.contains(&date) {
            self.holiday
        } else {
            self.days[weekday(date)]
        }
    }

    /// Returns the mean factor over the calendar year of `date`, by which factors are divided so that a
    /// year's volume is the stated one.
    pub fn yearly_mean(&self, date: Date, calendar: &Calendar) -> f64 {
        let dates = || date.first_of_year().series(jiff::Span::new().days(1)).take(365);
        dates().map(|d| self.factor(d, calendar)).sum::<f64>() / YEAR
    }
}

/// A span of dates with more callers, or fewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Season {
    /// First date.
    pub first: Date,
    /// Last date, inclusive.
    pub last: Date,
    /// By what expected callers are multiplied.
    pub factor: f64,
}

/// Compound growth of volumes from the date they are stated for, backwards too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Per year: 0.15 is 15 %.
    pub rate: f64,
    /// The date for which volumes are stated.
    pub base: Date,
}

impl Growth {
    /// Returns the factor of `date`; exactly 1 on the base date.
    pub fn factor(&self, date: Date) -> f64 {
        let days = date.duration_since(self.base).as_hours() as f64 / 24.0;
        libm::pow(1.0 + self.rate, days / YEAR)
    }
}

/// Expected fresh callers on each of `dates` when `per_year` call in a year at the base date's level:
/// week factors have mean 1 over the year of the first date, seasons come on top.
pub fn per_day(
    per_year: f64,
    week: &Week,
    calendar: &Calendar,
    growth: &Growth,
    seasons: &[Season],
    dates: &[Date],
) -> Vec<f64> {
    let Some(first) = dates.first() else { return Vec::new() };
    let mean_day = per_year / YEAR / week.yearly_mean(*first, calendar);
    let in_season = |s: &&Season, date: Date| (s.first..=s.last).contains(&date);
    dates
        .iter()
        .map(|&date| {
            let season: f64 = seasons.iter().filter(|s| in_season(s, date)).map(|s| s.factor).product();
            mean_day * week.factor(date, calendar) * growth.factor(date) * season
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const STILL: Growth = Growth { rate: 0.0, base: date(2021, 1, 1) };

    fn year_2021() -> Vec<Date> {
        date(2021, 1, 1).series(jiff::Span::new().days(1)).take(365).collect()
    }

    fn calendar() -> Calendar {
        Calendar {
            holidays: (1..=7).map(|d| date(2021, 10, d)).collect(),
            make_up: [date(2021, 9, 26), date(2021, 10, 9)].into(),
        }
    }

    #[test]
    fn a_year_holds_the_stated_volume_whatever_the_week() {
        for week in [Week::FLAT, Week::workdays(5.5)] {
            let days = per_day(1_000.0, &week, &calendar(), &STILL, &[], &year_2021());
            assert!((days.iter().sum::<f64>() - 1_000.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_holiday_is_a_rest_day_and_a_make_up_day_a_workday() {
        let (calendar, week) = (calendar(), Week::workdays(5.5));
        assert!(!calendar.is_workday(date(2021, 10, 4)), "a Monday of the holiday");
        assert!(calendar.is_workday(date(2021, 10, 9)), "a Saturday worked");
        assert!(!calendar.is_workday(date(2021, 10, 10)), "an ordinary Sunday");
        let ratio = week.factor(date(2021, 10, 9), &calendar) / week.factor(date(2021, 10, 4), &calendar);
        assert_eq!(ratio, 5.5);
    }

    #[test]
    fn growth_compounds_forwards_and_backwards_from_the_base_date() {
        let growth = Growth { rate: 0.15, base: date(2023, 3, 31) };
        assert_eq!(growth.factor(date(2023, 3, 31)), 1.0);
        assert!((growth.factor(date(2022, 3, 31)) - 1.0 / 1.15).abs() < 1e-12);
        assert!((growth.factor(date(2024, 3, 30)) - 1.15).abs() < 1e-12);
    }

    #[test]
    fn a_season_multiplies_its_own_dates_only() {
        let season = Season { first: date(2021, 10, 20), last: date(2021, 11, 9), factor: 1.5 };
        let dates = year_2021();
        let plain = per_day(365.0, &Week::FLAT, &Calendar::default(), &STILL, &[], &dates);
        let heated = per_day(365.0, &Week::FLAT, &Calendar::default(), &STILL, &[season], &dates);
        let raised: Vec<Date> = dates
            .iter()
            .zip(plain.iter().zip(&heated))
            .filter(|(_, (p, h))| p != h)
            .map(|(d, _)| *d)
            .collect();
        assert_eq!(raised.len(), 21);
        assert_eq!((raised[0], raised[20]), (season.first, season.last));
        assert!(raised.iter().all(|d| (heated[d.day_of_year() as usize - 1] - 1.5).abs() < 1e-12));
    }
}
