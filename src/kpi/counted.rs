//! Sums that an entry of a table counts. Elsewhere they stay zero for want of counting, and a KPI made of them has no value.

use super::measure::Field;
use crate::model::Model;

/// A dimension of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// All calls.
    Total,
    /// Hotlines.
    Hotline,
    /// Sites, by their callers.
    Site,
    /// Sites, by the calls that came to their front lines.
    FrontLine,
    /// Groups of agents.
    Group,
    /// Stages of the merger.
    Stage,
    /// Half hours of the day, dates, weeks, and their crosses with sites.
    Time,
}

/// Agents' duty: agents and seats belong to groups, and serve the callers of many hotlines.
const DUTY: &[Field] = &[Field::Staffed, Field::Overtime, Field::Seats, Field::Unstaffed];
/// Agents' work.
const WORK: &[Field] = &[Field::Busy, Field::Held, Field::FollowUpTime];
/// Sums that are counted by call type and group only, not by half hour.
const OF_CALL_TYPES: &[Field] = &[
    Field::Arrived,
    Field::Overflowed,
    Field::Redials,
    Field::Repeats,
    Field::ShortAbandons,
    Field::PositiveRatings,
    Field::Referrals,
    Field::ReferralsAnswered,
    Field::ReferralWait,
    Field::FollowUps,
    Field::FollowUpsLate,
    Field::TicketsLeft,
    Field::Held,
    Field::FollowUpTime,
    Field::Episodes,
    Field::EpisodesAnswered,
    Field::EpisodesOpen,
];

/// The sums that an entry of a table counts; by default all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// A bit for each field that is not counted.
    missing: u64,
}

impl Counted {
    /// Returns what every table of a dimension counts.
    pub fn by(dimension: Dimension) -> Counted {
        let all = Counted::default();
        match dimension {
            Dimension::Total | Dimension::Site | Dimension::FrontLine | Dimension::Group => all,
            Dimension::Hotline => all.without(DUTY),
            Dimension::Stage => all.without(DUTY).without(WORK).without(OF_CALL_TYPES),
            Dimension::Time => all.without(OF_CALL_TYPES),
        }
    }

    /// Returns what a dimension's tables count of a model: no ratings where nobody is asked, and no agents of a site's
    /// front line where one serves the whole province.
    pub fn of(model: &Model, dimension: Dimension) -> Counted {
        let mut counted = Counted::by(dimension);
        if model.satisfaction().is_none() {
            counted = counted.without(&[Field::PositiveRatings]);
        }
        let pooled = model.groups().iter().any(|group| group.front_line && group.site.is_none());
        if dimension == Dimension::FrontLine && pooled {
            counted = counted.without(DUTY).without(WORK);
        }
        counted
    }

    /// Returns the same without some fields.
    #[must_use]
    pub fn without(self, fields: &[Field]) -> Counted {
        let bits = fields.iter().fold(0, |bits, field| bits | 1 << *field as usize);
        Counted { missing: self.missing | bits }
    }

    /// Returns what both count.
    #[must_use]
    pub fn and(self, other: Counted) -> Counted {
        Counted { missing: self.missing | other.missing }
    }

    /// Returns whether a field is counted.
    pub fn counts(self, field: Field) -> bool {
        self.missing >> (field as usize) & 1 == 0
    }

    /// Returns a bit for each field that is not counted.
    pub fn missing(self) -> u64 {
        self.missing
    }

    /// Makes it of the bits that [`Counted::missing`] returned.
    pub fn without_bits(missing: u64) -> Counted {
        Counted { missing }
    }
}
