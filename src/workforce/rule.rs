//! The staffing rule: seats per million inhabitants, staff per seat, in integer arithmetic.

/// A decimal number of three places as an integer, so that rules are exact: 15 per million is `Thousandths(15_000)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thousandths(pub u64);

impl Thousandths {
    /// Returns the nearest number of thousandths; none for negative or undefined values, and those over a million.
    pub fn from_decimal(x: f64) -> Option<Thousandths> {
        (0.0..=1e6).contains(&x).then(|| Thousandths((x * 1e3).round() as u64))
    }

    /// Returns the decimal number.
    pub fn value(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

/// How a part of a seat is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// A whole seat: the plan's "scaled by" read as at least.
    Up,
    /// To the nearest, halves up.
    Nearest,
    /// Down: a part of a seat is none.
    Down,
}

/// The inhabitants to whom the rule is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOn {
    /// Each site rounds by itself.
    Site,
    /// The province rounds once; sites divide its seats by the largest remainder.
    Province,
}

/// Seats per million inhabitants and staff per seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Seats per million inhabitants.
    pub seats_per_million: Thousandths,
    /// Staff per seat.
    pub staff_per_seat: Thousandths,
    /// How parts of a seat are rounded.
    pub rounding: Rounding,
    /// The inhabitants to whom it is applied.
    pub on: RuleOn,
}

impl Rule {
    /// Returns the seats of each site, at least 1, from their inhabitants.
    pub fn seats(&self, people: &[u64]) -> Vec<u32> {
        match self.on {
            RuleOn::Site => people.iter().map(|p| self.of(*p)).collect(),
            RuleOn::Province => apportion(self.of(people.iter().sum()), people),
        }
    }

    /// Returns the staff of so many seats, halves up.
    pub fn staff(&self, seats: u32) -> u32 {
        let doubled = 2 * u128::from(seats) * u128::from(self.staff_per_seat.0);
        u32::try_from((doubled + 1_000) / 2_000).unwrap_or(u32::MAX)
    }

    fn of(&self, people: u64) -> u32 {
        const UNIT: u128 = 1_000_000_000; // per million, and thousandths
        let parts = u128::from(people) * u128::from(self.seats_per_million.0);
        let seats = match self.rounding {
            Rounding::Up => parts.div_ceil(UNIT),
            Rounding::Nearest => (2 * parts + UNIT) / (2 * UNIT),
            Rounding::Down => parts / UNIT,
        };
        u32::try_from(seats.max(1)).unwrap_or(u32::MAX)
    }
}

/// Divides `total` seats in proportion to people by the largest remainder, ties to the earlier site;
/// at least 1 each, even if that makes more in all.
fn apportion(total: u32, people: &[u64]) -> Vec<u32> {
    let all: u128 = people.iter().map(|p| u128::from(*p)).sum::<u128>().max(1);
    let part = |p: &u64| u128::from(total) * u128::from(*p);
    let mut seats: Vec<u32> =
        people.iter().map(|p| u32::try_from(part(p) / all).unwrap_or(u32::MAX)).collect();
    let mut by_remainder: Vec<usize> = (0..people.len()).collect();
    by_remainder.sort_by_key(|&i| (std::cmp::Reverse(part(&people[i]) % all), i));
    let left = total.saturating_sub(seats.iter().sum());
    by_remainder.iter().take(left as usize).for_each(|&i| seats[i] += 1);
    seats.iter().map(|s| (*s).max(1)).collect()
}

/// Returns `numerator / denominator` of `of`, rounded half up.
pub fn part_of(of: u32, numerator: u32, denominator: u32) -> u32 {
    let doubled = 2 * u64::from(of) * u64::from(numerator) + u64::from(denominator);
    u32::try_from(doubled / (2 * u64::from(denominator).max(1))).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eleven units of Jilin, census of 1 November 2020.
    const JILIN: [u64; 11] = [
        9_066_906, 3_623_713, 1_814_733, 996_903, 1_302_778, 509_336, 951_866, 61_146, 2_252_994, 1_551_378,
        1_941_700,
    ];

    const RULE: Rule = Rule {
        seats_per_million: Thousandths(15_000),
        staff_per_seat: Thousandths(3_000),
        rounding: Rounding::Up,
        on: RuleOn::Site,
    };

    #[test]
    fn the_rule_gives_jilin_367_seats_and_1101_staff() {
        let seats = RULE.seats(&JILIN);
        assert_eq!(seats, [137, 55, 28, 15, 20, 8, 15, 1, 34, 24, 30]);
        assert_eq!(seats.iter().sum::<u32>(), 367);
        assert_eq!(seats.iter().map(|s| RULE.staff(*s)).sum::<u32>(), 1_101);
    }

    #[test]
    fn the_province_as_one_has_362_seats_shared_by_people() {
        let seats = Rule { on: RuleOn::Province, ..RULE }.seats(&JILIN);
        assert_eq!(seats.iter().sum::<u32>(), 362);
        assert_eq!(seats[0], 136);
        assert_eq!(seats[7], 1);
    }

    #[test]
    fn rounding_is_as_stated_and_nobody_has_less_than_one_seat() {
        let of = |rounding, people| Rule { rounding, ..RULE }.seats(&[people])[0];
        // 100,000 people are 1.5 seats.
        assert_eq!(of(Rounding::Up, 100_000), 2);
        assert_eq!(of(Rounding::Nearest, 100_000), 2);
        assert_eq!(of(Rounding::Nearest, 99_999), 1);
        assert_eq!(of(Rounding::Down, 199_999), 2);
        assert_eq!(of(Rounding::Down, 10), 1);
        assert_eq!(of(Rounding::Up, 9_000_000), 135, "exact multiples do not round");
    }

    #[test]
    fn staff_round_half_up() {
        let rule = Rule { staff_per_seat: Thousandths(2_500), ..RULE };
        assert_eq!((rule.staff(1), rule.staff(2), rule.staff(3)), (3, 5, 8));
        assert_eq!(Thousandths::from_decimal(2.3), Some(Thousandths(2_300)));
        assert_eq!(Thousandths::from_decimal(-1.0), None);
        assert_eq!(Thousandths::from_decimal(f64::NAN), None);
    }
}
