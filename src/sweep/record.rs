//! A [`PointResult`] and its [`Outcome`] as bytes and back, bit for bit.
//!
//! A result: number of cells (u32), each its length (u32) and text; then the outcome's bytes.
//!
//! An outcome, little endian throughout: point (u64), attempts (u64), pooled quantiles, longest wait and expected callers,
//! number of replications (u32), whether they are mirrored pairs (a byte, 0 or 1), then the replications, then what each
//! would make of the pooled quantiles. A value that may be missing is a byte, 0 or 1, and the value.
//! Sums are a mask (u64) of those that are not counted, one of those that are not 0, then these.

use super::{Outcome, Pairing, PointResult};
use crate::kpi::{Counted, Entry, FIELDS, QUANTILES, Rolling, Sums};

// One bit of the mask for each sum.
const _: () = assert!(FIELDS <= 64);

impl PointResult {
    /// Appends its bytes to others.
    pub fn put_bytes(&self, out: &mut Vec<u8>) {
        out.extend((self.cells.len() as u32).to_le_bytes());
        for cell in &self.cells {
            out.extend((cell.len() as u32).to_le_bytes());
            out.extend(cell.as_bytes());
        }
        self.outcome.put_bytes(out);
    }

    /// Returns the result of which these are the bytes; none if they are not of one.
    pub fn from_bytes(bytes: &[u8]) -> Option<PointResult> {
        let (count, mut rest) = bytes.split_first_chunk::<4>()?;
        let mut cells = Vec::new();
        for _ in 0..u32::from_le_bytes(*count) {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (text, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            cells.push(std::str::from_utf8(text).ok()?.to_owned());
            rest = after;
        }
        Some(PointResult { cells, outcome: Outcome::from_bytes(rest)? })
    }
}

impl Outcome {
    /// Returns its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.put_bytes(&mut out);
        out
    }

    /// Appends its bytes to others.
    pub fn put_bytes(&self, out: &mut Vec<u8>) {
        out.reserve(64 + 400 * self.replications.len());
        out.extend(self.point.to_le_bytes());
        out.extend(self.attempts.to_le_bytes());
        put_some(out, self.pooled.as_ref().map(|all| all.as_slice()));
        put_some(out, self.longest.as_ref().map(std::slice::from_ref));
        put_some(out, self.expected.as_ref().map(std::slice::from_ref));
        out.extend((self.replications.len() as u32).to_le_bytes());
        out.push(u8::from(self.pairing == Pairing::Mirrored));
        self.replications.iter().for_each(|entry| put_entry(out, entry));
        self.linearised.iter().flatten().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
    }

    /// Returns the outcome of which these are the bytes; none if they are not of one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Outcome> {
        let mut rest = Rest(bytes);
        let (point, attempts) = (rest.word()?, rest.word()?);
        let (pooled, longest) = (rest.some()?, rest.some::<1>()?.map(|[longest]| longest));
        let expected = rest.some::<1>()?.map(|[expected]| expected);
        let count = u32::from_le_bytes(rest.take()?);
        let pairing = match rest.take()? {
            [0] => Pairing::Single,
            [1] => Pairing::Mirrored,
            _ => return None,
        };
        let replications = (0..count).map(|_| rest.entry()).collect::<Option<Vec<Entry>>>()?;
        let mut linearised = vec![[0.0; QUANTILES.len()]; replications.len()];
        for value in linearised.iter_mut().flatten() {
            *value = rest.real()?;
        }
        let whole = rest.0.is_empty();
        let outcome =
            Outcome { point, attempts, replications, pairing, pooled, linearised, longest, expected };
        whole.then_some(outcome)
    }
}

fn put_some(out: &mut Vec<u8>, values: Option<&[f64]>) {
    out.push(u8::from(values.is_some()));
    values.into_iter().flatten().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}

fn put_entry(out: &mut Vec<u8>, entry: &Entry) {
    let values = entry.sums.values();
    // By bits: a negative zero is kept as it is.
    let written = |value: &f64| value.to_bits() != 0;
    let mask = values.iter().enumerate().fold(0_u64, |mask, (i, v)| mask | (u64::from(written(v)) << i));
    out.extend(entry.counted.missing().to_le_bytes());
    out.extend(mask.to_le_bytes());
    values.iter().filter(|v| written(v)).for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
    put_some(out, entry.quantiles.as_ref().map(|all| all.as_slice()));
    let Rolling { worst, worst_slot, worst_counts: (answered, offered), judged, below, too_small } =
        entry.rolling;
    put_some(out, worst.as_ref().map(std::slice::from_ref));
    [worst_slot as u64, answered, offered, judged, below, too_small]
        .iter()
        .for_each(|n| out.extend(n.to_le_bytes()));
}

/// Bytes that are yet to be read.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn real(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    fn some<const N: usize>(&mut self) -> Option<Option<[f64; N]>> {
        match self.take::<1>()? {
            [0] => Some(None),
            [1] => {
                let mut values = [0.0; N];
                for value in &mut values {
                    *value = self.real()?;
                }
                Some(Some(values))
            }
            _ => None,
        }
    }

    fn entry(&mut self) -> Option<Entry> {
        let counted = Counted::without_bits(self.word()?);
        let mask = self.word()?;
        let mut values = [0.0; FIELDS];
        for (_, value) in values.iter_mut().enumerate().filter(|(i, _)| mask >> i & 1 == 1) {
            *value = self.real()?;
        }
        let quantiles: Option<[f64; QUANTILES.len()]> = self.some()?;
        let worst = self.some::<1>()?.map(|[worst]| worst);
        let worst_slot = usize::try_from(self.word()?).ok()?;
        let worst_counts = (self.word()?, self.word()?);
        let (judged, below, too_small) = (self.word()?, self.word()?, self.word()?);
        let rolling = Rolling { worst, worst_slot, worst_counts, judged, below, too_small };
        Some(Entry { sums: Sums::of(values), counted, quantiles, rolling })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::Model;
    use crate::replicate::replicate;

    fn outcome() -> Outcome {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let model = Model::single_queue(60.0, talk, patience, 4, 2.0).unwrap();
        let total = |number| replicate(&model, 1, number).tables.total;
        let replications: Vec<Entry> = (0..3).map(total).collect();
        Outcome {
            point: 7,
            attempts: 8000,
            linearised: vec![[0.5; QUANTILES.len()]; replications.len()],
            replications,
            pairing: Pairing::Mirrored,
            pooled: None,
            longest: Some(12.5),
            expected: Some(480.0),
        }
    }

    #[test]
    fn an_outcome_survives_its_bytes_bit_for_bit() {
        let outcome = outcome();
        let bytes = outcome.to_bytes();
        let again = Outcome::from_bytes(&bytes).unwrap();
        assert_eq!(format!("{again:?}"), format!("{outcome:?}"));
        assert_eq!(again.to_bytes(), bytes);
    }

    #[test]
    fn bytes_that_are_cut_or_go_on_are_no_outcome() {
        let mut bytes = outcome().to_bytes();
        assert!((0..bytes.len()).all(|cut| Outcome::from_bytes(&bytes[..cut]).is_none()));
        bytes.push(0);
        assert!(Outcome::from_bytes(&bytes).is_none());
    }
}
