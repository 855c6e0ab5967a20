//! The search for the least value of a lever that meets a requirement.
//!
//! Where a formula is exact for every part, its answer stands and simulation is the evidence. Elsewhere a formula gives
//! the start, a search on some replications finds a candidate, and fresh replications, common to the candidate, the
//! value before it and the one after it, certify: see [`crate::sizing::certification`]. Looks at growing numbers of
//! replications share the error probability equally.

use super::grid::Grid;
use super::theory::ByTheory;
use super::trials::{Trials, least_excess};
use crate::app::Error;
use crate::requirement::Met;
use crate::sizing::LeastValue;
use crate::sizing::certification::{is_missed, is_reached, scaled_excess};

/// Looks at most, and the fewest replications of one that is not the last.
const LOOKS: usize = 5;
const LEAST_LOOK: u64 = 20;
/// Replications beside an exact answer, and calls of all of them together.
const OF_EVIDENCE: u64 = 20;
const CALLS_OF_EVIDENCE: f64 = 4e6;
/// Moves of the candidate within one look at most.
const MOVES: usize = 20;
/// Values that a search by formulas asks for at most.
const BY_FORMULA: usize = 60;

/// Where a search ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) position: u32,
    pub(super) met: Met,
    /// Whether a formula decided.
    pub(super) is_exact: bool,
    /// Fresh replications of the values that are shown.
    pub(super) replications: u64,
}

/// A search that is under way.
pub(super) struct Search<'a, 'p, 'c> {
    pub(super) trials: Trials<'a, 'p, 'c>,
    pub(super) grid: Grid,
    /// The parts of the requirement that more of the lever, by position, does not make worse.
    pub(super) counts: Vec<bool>,
    /// Probability with which the claim is to hold.
    pub(super) confidence: f64,
    /// The replications that were asked for.
    pub(super) replications: Option<u64>,
    /// Fresh replications of a value at most.
    pub(super) at_most: u64,
}

impl Search<'_, '_, '_> {
    /// Finds the value that meets the requirement.
    pub(super) fn find(&mut self) -> Result<Found, Error> {
        self.learn_directions()?;
        let start = self.by_formula()?;
        if let Some(found) = start.exact {
            return self.with_evidence(found);
        }
        let candidate = self.locate(start.position)?;
        self.certify(candidate)
    }

    /// Learns whether more of the lever is better, from two values and by the first part that tells; and which parts it
    /// makes worse.
    fn learn_directions(&mut self) -> Result<(), Error> {
        let present = self.grid.value(self.grid.position(self.trials.lever.present()));
        let mut better = vec![None; self.counts.len()];
        for factor in [1.25, 2.0, 4.0, 8.0] {
            let more = self.grid.value(self.grid.position(factor * present).max(1));
            let least =
                self.grid.value(self.grid.position(present).min(self.grid.position(more).saturating_sub(1)));
            let Some((a, b)) = self.excesses(least)?.zip(self.excesses(more)?) else { break };
            better = a.iter().zip(&b).map(|(a, b)| (a != b).then_some(b > a)).collect();
            if better.iter().any(Option::is_some) {
                break;
            }
        }
        let more_is_better = better.iter().flatten().next().copied().unwrap_or(true);
        self.grid.is_descending = !more_is_better;
        self.counts =
            better.iter().map(|better| better.is_none_or(|better| better == more_is_better)).collect();
        Ok(())
    }

    /// Returns the excess of each part at a value: by a formula where there is one, else simulated.
    fn excesses(&mut self, value: f64) -> Result<Option<Vec<f64>>, Error> {
        let parts = self.counts.len();
        if let Some(known) = self.by_theory(value)? {
            return Ok(Some(known.excesses(parts)));
        }
        let levels = self.trials.searched(value)?;
        let of_part = |part: usize| {
            let own = levels.iter().filter(|level| level.part == part);
            own.map(scaled_excess).reduce(f64::min).unwrap_or(f64::NEG_INFINITY)
        };
        Ok(Some((0..parts).map(of_part).collect()))
    }

    fn by_theory(&mut self, value: f64) -> Result<Option<ByTheory>, Error> {
        if self.trials.is_plan {
            return Ok(None);
        }
        let requirement = self.trials.requirement;
        Ok(ByTheory::of(self.trials.model(value)?, requirement))
    }

    /// Searches by formulas: an exact answer, or a start.
    fn by_formula(&mut self) -> Result<Start, Error> {
        let present = self.grid.position(self.trials.lever.present());
        let mut search = LeastValue::with_stride(0..=self.grid.last, (self.grid.last / 16).max(1));
        let (mut next, mut all_exact) = (Some(present), true);
        for _ in 0..BY_FORMULA {
            let Some(position) = next else { break };
            let Some(known) = self.by_theory(self.grid.value(position))? else {
                return Ok(Start { position: present, exact: None });
            };
            all_exact &= known.is_exact();
            let margin = match &known {
                ByTheory::Exact { levels, .. } | ByTheory::Near(levels) => least_excess(levels, &self.counts),
                ByTheory::Overloaded => f64::NEG_INFINITY,
            };
            search.record(position, margin.max(-1e12));
            next = search.next();
        }
        let found = search.found();
        let exact = all_exact && next.is_none();
        let position = found.unwrap_or(if next.is_none() { self.grid.last } else { present });
        if !exact {
            return Ok(Start { position, exact: None });
        }
        let all = vec![true; self.counts.len()];
        let meets = match self.by_theory(self.grid.value(position))? {
            Some(ByTheory::Exact { levels, .. }) => found.is_some() && least_excess(&levels, &all) >= 0.0,
            _ => false,
        };
        let met = if meets { Met::Yes } else { Met::No };
        Ok(Start { position, exact: Some(Found { position, met, is_exact: true, replications: 0 }) })
    }

    /// Simulates beside an exact answer: the value, the one before it and the one after it.
    fn with_evidence(&mut self, found: Found) -> Result<Found, Error> {
        let replications = self.replications.unwrap_or(OF_EVIDENCE).max(1);
        let value = self.grid.value(found.position);
        let model = self.trials.model(value)?;
        let per_day: f64 = model
            .call_types()
            .iter()
            .map(|call_type| call_type.demand.per_day.first().copied().unwrap_or(0.0))
            .sum();
        let days = CALLS_OF_EVIDENCE / (3.0 * replications as f64 * per_day.max(1.0)) - 1.0;
        self.trials.days = Some(days.max(1.0) as usize);
        self.trials.of_search = 0;
        self.neighbours(found.position, replications)?;
        Ok(Found { replications, ..found })
    }

    /// Searches on the replications of the search; returns the candidate, the last position where none holds.
    fn locate(&mut self, start: u32) -> Result<u32, Error> {
        let stride = (start / 16).max(1);
        let mut search = LeastValue::with_stride(0..=self.grid.last, stride);
        let mut next = Some(start);
        while let Some(position) = next {
            let margin = self.trials.margin(&self.grid, position, &self.counts)?;
            search.record(position, margin.max(-1e12));
            next = search.next();
        }
        Ok(search.found().unwrap_or(self.grid.last))
    }

    /// Certifies the candidate or one near it on fresh replications.
    fn certify(&mut self, candidate: u32) -> Result<Found, Error> {
        let looks = looks(self.at_most);
        let alpha = (1.0 - self.confidence) / looks.len() as f64;
        let mut position = candidate;
        let told = |position, met, replications| Found { position, met, is_exact: false, replications };
        for replications in looks {
            for _ in 0..MOVES {
                let here = self.told(position, replications, alpha)?;
                if here.is_missed && position == self.grid.last && !here.is_reached {
                    return Ok(told(position, Met::No, replications));
                }
                let before = match position {
                    0 => Told {
                        is_reached: false,
                        is_missed: true,
                        excess: f64::NEG_INFINITY,
                        conflicts: false,
                    },
                    _ => self.told(position - 1, replications, alpha)?,
                };
                if here.is_reached && before.is_missed {
                    self.neighbours(position, replications)?;
                    let met = if here.conflicts { Met::No } else { Met::Yes };
                    return Ok(told(position, met, replications));
                }
                match () {
                    () if before.excess >= 0.0 && !before.is_missed && position > 0 => position -= 1,
                    () if here.is_missed && !here.is_reached => position += 1,
                    () => break,
                }
            }
        }
        Ok(told(position, Met::Inconclusive, self.at_most))
    }

    fn told(&mut self, position: u32, replications: u64, alpha: f64) -> Result<Told, Error> {
        let levels = self.trials.fresh(self.grid.value(position), replications)?;
        let (ups, downs): (Vec<_>, Vec<_>) =
            levels.iter().cloned().partition(|level| self.counts[level.part]);
        let downs_reached = downs.is_empty() || is_reached(&downs, replications, alpha);
        let conflicts = is_missed(&downs, replications, alpha) && !downs_reached;
        Ok(Told {
            is_reached: is_reached(&ups, replications, alpha) && (downs_reached || conflicts),
            is_missed: is_missed(&ups, replications, alpha),
            excess: least_excess(&levels, &self.counts),
            conflicts,
        })
    }

    /// Simulates a position, the one before it and the one after it.
    fn neighbours(&mut self, position: u32, replications: u64) -> Result<(), Error> {
        for near in position.saturating_sub(1)..=(position + 1).min(self.grid.last) {
            self.trials.fresh(self.grid.value(near), replications)?;
        }
        Ok(())
    }
}

/// What formulas say before anything is simulated.
struct Start {
    position: u32,
    exact: Option<Found>,
}

/// What fresh replications say of a value.
struct Told {
    is_reached: bool,
    is_missed: bool,
    /// The least excess of the parts that more of the lever improves.
    excess: f64,
    /// Whether a part that more of the lever makes worse is missed.
    conflicts: bool,
}

/// Returns the numbers of replications that are looked at: halves of the greatest, as long as they say enough.
fn looks(at_most: u64) -> Vec<u64> {
    let halves = (0..LOOKS as u32).map(|halvings| at_most >> halvings);
    let mut looks: Vec<u64> =
        halves.enumerate().filter(|(k, look)| *k == 0 || *look >= LEAST_LOOK).map(|(_, look)| look).collect();
    looks.reverse();
    looks
}

#[cfg(test)]
mod tests {
    use super::looks;

    #[test]
    fn looks_double_up_to_the_most() {
        assert_eq!(looks(320), [20, 40, 80, 160, 320]);
        assert_eq!(looks(20), [20]);
        assert_eq!(looks(2), [2]);
        assert_eq!(looks(50), [25, 50]);
    }
}
