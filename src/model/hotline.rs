//! Hotlines and sites: the numbers people dial, and the cities they live in.

use super::ids::HotlineId;
use crate::language::Text;

/// A telephone number with its own demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotline {
    /// The number as dialled; also its id in files and results. No two hotlines share one.
    pub number: String,
    /// Names; the number where none is given.
    pub name: Text,
    /// How it merges.
    pub mode: Mode,
    /// The dates on which its callers move, as day indices of the horizon (may lie outside it).
    pub window: Option<Window>,
    /// The carrier that absorbed it before the plan.
    pub absorbed_by: Option<HotlineId>,
}

impl Hotline {
    /// Makes a hotline of the front line's own, named by its number.
    pub fn own(number: &str) -> Hotline {
        Hotline {
            number: number.to_owned(),
            name: Text::same(number),
            mode: Mode::Own,
            window: None,
            absorbed_by: None,
        }
    }
}

/// How a hotline relates to the front line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The front line's own number (12345, or any hotline of a small scenario).
    Own,
    /// Full merge: the old number forwards to the front line.
    Full,
    /// Dual number without expert seats: both numbers ring at the front line.
    Dual,
    /// Dual number with expert seats: its own number rings at the experts.
    DualExpert,
    /// Sub-centre: keeps its own seats and number.
    SubCentre,
}

/// First and last day of a merger, as day indices of the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day; equal to `last` for a step (an end date alone).
    pub first: i64,
    /// Last day, inclusive.
    pub last: i64,
}

/// A city or prefecture with its own centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Id in files and results. No two sites share one.
    pub id: String,
    /// Names.
    pub name: Text,
    /// Inhabitants; 0 when not given.
    pub people: u64,
}

impl Site {
    /// Makes a site named by its id.
    pub fn named(id: &str) -> Site {
        Site { id: id.to_owned(), name: Text::same(id), people: 0 }
    }
}
