//! Rounds of a selection, journalled as they come: a selection that is begun again is told what it was told before, and
//! so asks for the same, until it comes to what nobody has simulated yet.
//!
//! ```text
//! payload = attempts (u64), number of values (u32), each its point (u32), its replication (u64), whether there is a
//!           value (a byte, 0 or 1), and the value (f64)
//! ```

use super::super::journal::Journal;
use super::Failure;
use crate::sweep::Pace;
use crate::sweep::select::Asked;
use std::collections::VecDeque;
use std::io;
use std::sync::atomic::Ordering;

/// Values of a record at most: what a kill loses of a round.
const CHUNK: usize = 1024;

/// What was observed in one go.
#[derive(Debug, PartialEq)]
struct Round {
    /// Attempts simulated for it.
    attempts: u64,
    values: Vec<(Asked, Option<f64>)>,
}

/// Who answers a selection: from the journal as far as that goes, then by simulating.
pub(super) struct Recorded {
    journal: Option<Journal>,
    kept: VecDeque<Round>,
}

impl Recorded {
    /// Without a journal.
    pub(super) fn nowhere() -> Recorded {
        Recorded { journal: None, kept: VecDeque::new() }
    }

    /// Begun or gone on with in a journal whose header is written.
    pub(super) fn of(mut journal: Journal) -> io::Result<Recorded> {
        journal.resume()?;
        let (mut records, mut kept) = (journal.records()?, VecDeque::new());
        while let Some(round) = records.payload()?.and_then(|payload| Round::from_bytes(&payload)) {
            kept.push_back(round);
        }
        journal.resume()?;
        Ok(Recorded { journal: Some(journal), kept })
    }

    /// The values asked for, in that order. `failed` says what it means that the journal cannot be written.
    pub(super) fn observe(
        &mut self,
        asked: &[Asked],
        pace: &Pace,
        simulate: impl Fn(&[Asked]) -> Result<Vec<Option<f64>>, Failure>,
        failed: impl Fn(io::Error) -> Failure,
    ) -> Result<Vec<Option<f64>>, Failure> {
        let mut found = Vec::with_capacity(asked.len());
        for asked in asked.chunks(CHUNK) {
            let round = match self.kept.pop_front() {
                Some(round) if round.is_of(asked) => {
                    pace.replications.fetch_add(asked.len() as u64, Ordering::Relaxed);
                    pace.attempts.fetch_add(round.attempts, Ordering::Relaxed);
                    round
                }
                Some(_) => {
                    return Err(Failure::Unfinished(
                        "error: the journal is not of this selection; use --afresh".to_owned(),
                    ));
                }
                None => {
                    let before = pace.attempts.load(Ordering::Relaxed);
                    let values = asked.iter().copied().zip(simulate(asked)?).collect();
                    let round = Round { attempts: pace.attempts.load(Ordering::Relaxed) - before, values };
                    let bytes = round.to_bytes();
                    self.journal
                        .as_mut()
                        .map_or(Ok(()), |own| own.append_payload(&bytes))
                        .map_err(&failed)?;
                    round
                }
            };
            found.extend(round.values.into_iter().map(|(_, value)| value));
        }
        Ok(found)
    }
}

impl Round {
    fn is_of(&self, asked: &[Asked]) -> bool {
        self.values.iter().map(|(own, _)| own).eq(asked)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.attempts.to_le_bytes().to_vec();
        out.extend((self.values.len() as u32).to_le_bytes());
        for (Asked { system, replication }, value) in &self.values {
            out.extend((*system as u32).to_le_bytes());
            out.extend(replication.to_le_bytes());
            out.push(u8::from(value.is_some()));
            out.extend(value.unwrap_or(0.0).to_le_bytes());
        }
        out
    }

    /// The round of which these are the bytes; none if they are not of one.
    fn from_bytes(bytes: &[u8]) -> Option<Round> {
        fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
            let (first, after) = rest.split_first_chunk::<N>()?;
            *rest = after;
            Some(*first)
        }
        let mut rest = bytes;
        let attempts = u64::from_le_bytes(take(&mut rest)?);
        let count = u32::from_le_bytes(take(&mut rest)?);
        let mut value = || {
            let system = u32::from_le_bytes(take(&mut rest)?) as usize;
            let replication = u64::from_le_bytes(take(&mut rest)?);
            let [is_some] = take(&mut rest)?;
            let value = f64::from_le_bytes(take(&mut rest)?);
            Some((Asked { system, replication }, (is_some == 1).then_some(value)))
        };
        let values = (0..count).map(|_| value()).collect::<Option<Vec<_>>>()?;
        rest.is_empty().then_some(Round { attempts, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_survives_its_bytes_and_nothing_less_is_one() {
        let asked = |system, replication| Asked { system, replication };
        let values = vec![(asked(3, 0), Some(0.1)), (asked(0, 1 << 40), None)];
        let round = Round { attempts: 77, values };
        let mut bytes = round.to_bytes();
        assert_eq!(Round::from_bytes(&bytes), Some(round));
        assert!((0..bytes.len()).all(|cut| Round::from_bytes(&bytes[..cut]).is_none()));
        bytes.push(0);
        assert_eq!(Round::from_bytes(&bytes), None);
    }
}
