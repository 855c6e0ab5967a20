//! The ramp-up from the first day's seats and staff to the rule's.

use crate::workforce::rule::{Rule, part_of};
use jiff::civil::Date;

/// When a site gets its seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expansion {
    /// In equal steps on the first of each month after the first day, the last on `complete`.
    Monthly {
        /// The date on which every seat is ready.
        complete: Date,
    },
    /// All on the first day.
    RuleFromDayOne,
}

/// The days until a person hired for a new seat takes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hiring {
    /// Days from the seat to the person's first day.
    pub lead: u32,
    /// Days of training before the first call.
    pub training: u32,
}

/// Seats ready and staff trained on each date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RampUp {
    /// Seats by date.
    pub seats: Vec<u32>,
    /// Staff by date.
    pub staff: Vec<u32>,
}

/// Makes the ramp-up of one site from `first_day` seats, staffed, to `full`: the staff of later seats count
/// after hiring and training.
pub fn ramp_up(
    expansion: Expansion,
    first_day: u32,
    full: u32,
    rule: &Rule,
    hiring: Hiring,
    dates: &[Date],
) -> RampUp {
    let seats = match expansion {
        Expansion::RuleFromDayOne => vec![full; dates.len()],
        Expansion::Monthly { complete } => monthly(first_day, full, complete, dates),
    };
    let delay = (hiring.lead + hiring.training) as usize;
    // Where seats are given up their people go at once; where they grow people come late.
    let counted = |day: usize| seats[day.saturating_sub(delay)].min(seats[day]);
    let staff = (0..dates.len()).map(|day| rule.staff(counted(day))).collect();
    RampUp { seats, staff }
}

fn monthly(first_day: u32, full: u32, complete: Date, dates: &[Date]) -> Vec<u32> {
    let Some(start) = dates.first() else { return Vec::new() };
    let steps = step_dates(*start, complete);
    let seats = |date: &Date| {
        let taken = steps.iter().filter(|s| *s <= date).count() as u32;
        match steps.len() as u32 {
            0 => full,
            all if full >= first_day => first_day + part_of(full - first_day, taken, all),
            all => first_day - part_of(first_day - full, taken, all),
        }
    };
    dates.iter().map(seats).collect()
}

/// The firsts of the months after `start` up to `complete`, and `complete` itself.
fn step_dates(start: Date, complete: Date) -> Vec<Date> {
    let days = start.series(jiff::Span::new().days(1)).skip(1).take_while(|d| *d <= complete);
    days.filter(|d| d.day() == 1 || *d == complete).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workforce::rule::{Rounding, RuleOn, Thousandths};
    use jiff::civil::date;

    const RULE: Rule = Rule {
        seats_per_million: Thousandths(15_000),
        staff_per_seat: Thousandths(3_000),
        rounding: Rounding::Up,
        on: RuleOn::Site,
    };
    const HIRING: Hiring = Hiring { lead: 30, training: 42 };

    const MONTHLY: Expansion = Expansion::Monthly { complete: date(2021, 12, 1) };

    fn plan() -> Vec<Date> {
        date(2021, 4, 26).series(jiff::Span::new().days(1)).take(252).collect()
    }

    fn on(path: &RampUp, date: Date) -> (u32, u32) {
        let day = plan().iter().position(|d| *d == date).unwrap();
        (path.seats[day], path.staff[day])
    }

    #[test]
    fn seats_grow_in_equal_monthly_steps_and_are_complete_in_december() {
        let path = ramp_up(MONTHLY, 40, 137, &RULE, HIRING, &plan());
        assert_eq!(on(&path, date(2021, 4, 30)).0, 40);
        // 97 seats in 8 steps, May to December: 12.125 each.
        assert_eq!(on(&path, date(2021, 5, 1)).0, 52);
        assert_eq!(on(&path, date(2021, 8, 1)).0, 40 + 49);
        assert_eq!(on(&path, date(2021, 11, 30)).0, 40 + 85);
        assert_eq!(on(&path, date(2021, 12, 1)).0, 137);
        assert_eq!(on(&path, date(2022, 1, 2)).0, 137);
    }

    #[test]
    fn staff_come_72_days_after_their_seats() {
        let path = ramp_up(MONTHLY, 40, 137, &RULE, HIRING, &plan());
        assert_eq!(on(&path, date(2021, 4, 26)), (40, 120));
        assert_eq!(on(&path, date(2021, 7, 11)).1, 120);
        assert_eq!(on(&path, date(2021, 7, 12)).1, 3 * 52);
    }

    #[test]
    fn with_the_rule_from_day_one_nothing_changes_any_more() {
        let path = ramp_up(Expansion::RuleFromDayOne, 40, 137, &RULE, HIRING, &plan());
        assert!(path.seats.iter().all(|s| *s == 137) && path.staff.iter().all(|s| *s == 411));
    }

    #[test]
    fn a_site_that_has_too_many_seats_gives_them_up_with_their_staff() {
        let path = ramp_up(MONTHLY, 10, 4, &RULE, HIRING, &plan());
        assert_eq!((path.seats[0], path.seats[251]), (10, 4));
        assert!(path.seats.windows(2).all(|w| w[0] >= w[1]));
        assert!(path.staff.iter().zip(&path.seats).all(|(staff, seats)| *staff == 3 * seats));
    }
}
