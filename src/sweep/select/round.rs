//! Writes a round of a selection as bytes and reads it back: the values asked for together, as observed.
//!
//! ```text
//! bytes = attempts (u64), number of values (u32), each its point (u32), its replication (u64), whether there is a
//!         value (a byte, 0 or 1), and the value (f64); little endian
//! ```
//!
//! A selection that is begun again and given the same values asks for the same: recorded rounds take it to where it was
//! interrupted.

use super::selection::Asked;

/// The values of one round, observed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Attempts simulated for the round, warm-up included.
    pub attempts: u64,
    /// Each request, in order, and its value; none where the value is undefined.
    pub values: Vec<(Asked, Option<f64>)>,
}

impl Round {
    /// Returns whether it holds the values of just what is asked, in that order.
    pub fn answers(&self, asked: &[Asked]) -> bool {
        self.values.iter().map(|(own, _)| own).eq(asked)
    }

    /// Returns its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
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

    /// Returns the round of which these are the bytes; none if they are not of one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Round> {
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
