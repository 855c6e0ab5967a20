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

/// When people are hired for new seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiring {
    /// In time: they are trained and present on the day their seats are.
    Ahead,
    /// When the seat is ready.
    Late {
        /// Days from the seat to the person's first day.
        lead: u32,
        /// Days of training before the first call.
        training: u32,
    },
}

/// Seats and staff of a site, on the first day or once everything is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatsAndStaff {
    /// Seats.
    pub seats: u32,
    /// Staff where the number is known; else as many as the rule gives these seats.
    pub staff: Option<u32>,
}

impl SeatsAndStaff {
    /// Returns the staff.
    pub fn staff(&self, rule: &Rule) -> u32 {
        self.staff.unwrap_or_else(|| rule.staff(self.seats))
    }
}

/// Seats ready and staff trained on each date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RampUp {
    /// Seats by date.
    pub seats: Vec<u32>,
    /// Staff by date.
    pub staff: Vec<u32>,
}

/// Makes the ramp-up of one site from its first day to its full seats and staff. Known staff that are not the rule's number for
/// their seats become so step by step, as seats are added.
pub fn ramp_up(
    expansion: Expansion,
    first: SeatsAndStaff,
    full: SeatsAndStaff,
    rule: &Rule,
    hiring: Hiring,
    dates: &[Date],
) -> RampUp {
    let days = dates.len();
    let (seats, people): (Vec<u32>, Vec<u32>) = match expansion {
        Expansion::RuleFromDayOne => (vec![full.seats; days], vec![full.staff(rule); days]),
        Expansion::Monthly { complete } => monthly(first, full, rule, complete, dates),
    };
    let delay = match hiring {
        Hiring::Ahead => 0,
        Hiring::Late { lead, training } => (lead + training) as usize,
    };
    // Where seats are given up their people go at once; where they grow people may come late.
    let counted = |day: usize| people[day.saturating_sub(delay)].min(people[day]);
    let staff = (0..days).map(counted).collect();
    RampUp { seats, staff }
}

/// Seats and the people for them, by date.
fn monthly(
    first: SeatsAndStaff,
    full: SeatsAndStaff,
    rule: &Rule,
    complete: Date,
    dates: &[Date],
) -> (Vec<u32>, Vec<u32>) {
    let Some(start) = dates.first() else { return (Vec::new(), Vec::new()) };
    let steps = step_dates(*start, complete);
    let is_by_rule = |size: SeatsAndStaff| size.staff(rule) == rule.staff(size.seats);
    let follows_seats = is_by_rule(first) && is_by_rule(full);
    let on = |date: &Date| {
        let taken = steps.iter().filter(|s| *s <= date).count() as u32;
        let on_the_way = |from: u32, to: u32| match steps.len() as u32 {
            0 => to,
            all if to >= from => from + part_of(to - from, taken, all),
            all => from - part_of(from - to, taken, all),
        };
        let seats = on_the_way(first.seats, full.seats);
        match follows_seats {
            true => (seats, rule.staff(seats)),
            false => (seats, on_the_way(first.staff(rule), full.staff(rule))),
        }
    };
    dates.iter().map(on).unzip()
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
    const LATE: Hiring = Hiring::Late { lead: 30, training: 42 };
    const FIRST: SeatsAndStaff = SeatsAndStaff { seats: 40, staff: None };

    fn full(seats: u32) -> SeatsAndStaff {
        SeatsAndStaff { seats, staff: None }
    }

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
        let path = ramp_up(MONTHLY, FIRST, full(137), &RULE, LATE, &plan());
        assert_eq!(on(&path, date(2021, 4, 30)).0, 40);
        // 97 seats in 8 steps, May to December: 12.125 each.
        assert_eq!(on(&path, date(2021, 5, 1)).0, 52);
        assert_eq!(on(&path, date(2021, 8, 1)).0, 40 + 49);
        assert_eq!(on(&path, date(2021, 11, 30)).0, 40 + 85);
        assert_eq!(on(&path, date(2021, 12, 1)).0, 137);
        assert_eq!(on(&path, date(2022, 1, 2)).0, 137);
    }

    #[test]
    fn staff_hired_ahead_are_there_on_the_day_of_their_seats() {
        let path = ramp_up(MONTHLY, FIRST, full(137), &RULE, Hiring::Ahead, &plan());
        assert!(path.staff.iter().zip(&path.seats).all(|(staff, seats)| *staff == 3 * seats));
    }

    #[test]
    fn known_staff_become_the_rules_number_in_step_with_the_seats() {
        for (known, hiring) in [(75, Hiring::Ahead), (155, Hiring::Ahead), (507, Hiring::Ahead), (75, LATE)] {
            let first = SeatsAndStaff { seats: 40, staff: Some(known) };
            let path = ramp_up(MONTHLY, first, full(137), &RULE, hiring, &plan());
            assert_eq!(on(&path, date(2021, 4, 26)), (40, known));
            if hiring == Hiring::Ahead {
                // One of eight steps, and four.
                assert_eq!(on(&path, date(2021, 5, 1)).1.abs_diff(known), known.abs_diff(411) / 8);
                assert_eq!(on(&path, date(2021, 8, 1)).1.abs_diff(known), known.abs_diff(411) / 2);
                assert_eq!(on(&path, date(2021, 12, 1)), (137, 411));
            } else {
                assert_eq!(on(&path, date(2021, 7, 11)).1, known);
                assert_eq!(on(&path, date(2021, 7, 12)).1, known + 336 / 8);
            }
        }
        let as_the_rule = SeatsAndStaff { seats: 40, staff: Some(120) };
        let path = |first| ramp_up(MONTHLY, first, full(137), &RULE, Hiring::Ahead, &plan());
        assert_eq!(path(as_the_rule), path(FIRST));
    }

    #[test]
    fn a_site_with_staff_of_its_own_comes_to_that_number() {
        let path = ramp_up(
            MONTHLY,
            FIRST,
            SeatsAndStaff { seats: 137, staff: Some(200) },
            &RULE,
            Hiring::Ahead,
            &plan(),
        );
        assert_eq!(on(&path, date(2021, 4, 26)), (40, 120));
        assert_eq!(on(&path, date(2021, 12, 1)), (137, 200));
    }

    #[test]
    fn staff_hired_late_come_72_days_after_their_seats() {
        let path = ramp_up(MONTHLY, FIRST, full(137), &RULE, LATE, &plan());
        assert_eq!(on(&path, date(2021, 4, 26)), (40, 120));
        assert_eq!(on(&path, date(2021, 7, 11)).1, 120);
        assert_eq!(on(&path, date(2021, 7, 12)).1, 3 * 52);
    }

    #[test]
    fn with_the_rule_from_day_one_nothing_changes_any_more() {
        let path = ramp_up(Expansion::RuleFromDayOne, FIRST, full(137), &RULE, LATE, &plan());
        assert!(path.seats.iter().all(|s| *s == 137) && path.staff.iter().all(|s| *s == 411));
    }

    #[test]
    fn a_site_that_has_too_many_seats_gives_them_up_with_their_staff() {
        let path = ramp_up(MONTHLY, SeatsAndStaff { seats: 10, staff: None }, full(4), &RULE, LATE, &plan());
        assert_eq!((path.seats[0], path.seats[251]), (10, 4));
        assert!(path.seats.windows(2).all(|w| w[0] >= w[1]));
        assert!(path.staff.iter().zip(&path.seats).all(|(staff, seats)| *staff == 3 * seats));
    }
}
