//! Keyed random marks.
//!
//! A *mark* is a pure function of its key: nothing in the simulation holds random state. A [`Key`] is
//! built by absorbing words (seed, replication, hotline, site, date, number, attempt); every
//! [`Purpose`] of a key opens a [`Words`] stream of its own. The generator is SplitMix64 (Steele, Lea
//! and Flood, 2014) throughout: named, portable, the same words on every platform.

use rand::{Rng, SeedableRng};

/// The stream of 64-bit words behind one mark: SplitMix64 seeded by the mark's key.
pub type Words = rand_xoshiro::SplitMix64;

/// What a mark is for. The numbers are part of the results: never renumber, only append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Gaps between the candidates of an arrival process.
    Gap = 1,
    /// Height of a candidate in the rate plane (thinning).
    Height = 2,
    /// Talk time.
    Talk = 3,
    /// Wrap-up time.
    WrapUp = 4,
    /// Patience.
    Patience = 5,
    /// Whether a caller who failed dials again.
    Redial = 6,
    /// How long such a caller waits before dialling again.
    RedialDelay = 7,
    /// Which number a caller dials, 12345 or the old one (u1).
    Habit = 8,
    /// Whether a call to an old number has migrated (u2).
    Migration = 9,
    /// Busyness of a day.
    DayFactor = 10,
    /// Busyness of an hour.
    HourFactor = 11,
    /// Whether a rostered person is absent from a shift.
    Absence = 12,
}

/// A 64-bit key; absorbing a word gives another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The root key of a seed.
    pub fn new(seed: u64) -> Key {
        Key(seed).with(0x686f_7473_6561_7401) // "hotseat", version 1
    }

    /// The key of this key and one more word.
    #[inline]
    pub fn with(self, word: u64) -> Key {
        // Two rounds of the generator's own finaliser: the first hides structure in `word`.
        let word = Words::seed_from_u64(word).next_u64();
        Key(Words::seed_from_u64(self.0 ^ word).next_u64())
    }

    /// The key of this key and a name (FNV-1a of its bytes): independent of any index.
    pub fn named(self, name: &str) -> Key {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        self.with(hash)
    }

    /// The key of the `n`-th member of a sequence; one round, for the hot path.
    #[inline]
    pub fn nth(self, n: u64) -> Key {
        Key(Words::seed_from_u64(self.0.wrapping_add(n.wrapping_mul(0xd134_2543_de82_ef95))).next_u64())
    }

    /// The words of one purpose of this key.
    #[inline]
    pub fn words(self, purpose: Purpose) -> Words {
        // Keys are mixed already; the constant's multiples tell the purposes' streams apart.
        Words::seed_from_u64(self.0 ^ (purpose as u64).wrapping_mul(0xa076_1d64_78bd_642f))
    }
}

/// A uniform variate in the open interval (0, 1), from the top 53 bits of a word.
#[inline]
pub fn unit(words: &mut Words) -> f64 {
    ((words.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins the generator: a change of these values changes every result ever published.
    #[test]
    fn first_values_are_pinned() {
        let mut words = Words::seed_from_u64(1_234_567);
        // Reference values of splitmix64.c (Vigna).
        assert_eq!(words.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(words.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn purposes_numbers_and_names_open_different_streams() {
        let key = Key::new(1);
        let mut seen = std::collections::HashSet::new();
        for n in 0..1000 {
            for purpose in [Purpose::Gap, Purpose::Talk, Purpose::Patience] {
                assert!(seen.insert(key.nth(n).words(purpose).next_u64()));
            }
        }
        assert_ne!(key.named("12345"), key.named("12346"));
    }
}
