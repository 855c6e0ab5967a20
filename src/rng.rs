//! Keyed random marks.
//!
//! A *mark* is a pure function of its key: nothing in the simulation holds random state. A [`Key`] is
//! built by absorbing words (seed, replication, hotline, site, date, number, attempt); every
//! [`Purpose`] of a key opens a [`RandomStream`] stream of its own. The generator is SplitMix64 (Steele, Lea
//! and Flood, 2014) throughout: named, portable, the same words on every platform.
//!
//! RandomStream of different keys are one sequence in whatever order the simulation walks through them. `tests/generators.rs`
//! puts ten such orders, each with another part of the key running fastest, through a battery of its own, and on demand
//! through dieharder (28 tests, 62 verdicts and some 7 CPU minutes an order). dieharder 3.31.1 has been run to its end on
//! all ten: none of 620 verdicts FAILED, and 16 were WEAK. Were all independent, 6 would be expected and 16 be rare (7 in
//! 10,000); but the serial test gives 31 verdicts on the same words, and gave 5 of these. The 14 of six orders that were
//! let go on until the battery could tell (`-Y 1`) PASSED, and the battery's own AES generator had 5 WEAK in 496. Under
//! another seed (`SEED=7`) four of these six orders had 5 WEAK in 248 (2.5 expected), and again none FAILED.

/// The stream of 64-bit words behind one mark: SplitMix64 seeded by the mark's key.
///
/// Ten lines of our own and not a library's: they are the innermost of every simulated call, and
/// their values are part of every result. A test holds them against `rand_xoshiro`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RandomStream(u64);

impl RandomStream {
    /// Opens the stream of a seed.
    #[inline(always)]
    pub fn new(seed: u64) -> RandomStream {
        RandomStream(seed)
    }

    /// Returns the next 64 bits.
    #[inline(always)]
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// So that any distribution of `rand_distr` can be drawn from keyed random streams.
impl rand::TryRng for RandomStream {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.next_u64() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.next_u64())
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in dest.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// The purpose of a mark. The numbers are part of the results: never renumber, only append.
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
    /// The number that a caller dials, 12345 or the old one (u1).
    Habit = 8,
    /// Whether a call to an old number has migrated (u2).
    Migration = 9,
    /// Busyness of a day.
    DayFactor = 10,
    /// Busyness of an hour.
    HourFactor = 11,
    /// Whether a rostered person is absent from a shift.
    Absence = 12,
    /// A caller's choice in the menu.
    Menu = 13,
    /// How long the menu takes.
    MenuTime = 14,
    /// Whether an answered call is handed on.
    Referral = 15,
    /// Talk time with the expert.
    ReferralTalk = 16,
    /// The expert's wrap-up time.
    ReferralWrapUp = 17,
    /// Patience while waiting for an expert.
    ReferralPatience = 18,
    /// Whether an answered caller calls again.
    Repeat = 19,
    /// How long after that.
    RepeatDelay = 20,
    /// Whether an answered call leaves a ticket.
    Ticket = 21,
    /// How long the call back takes.
    FollowUp = 22,
    /// Histories by which a minimum is judged, not part of any simulation.
    Chance = 23,
    /// Points of designs, not part of any simulation.
    Design = 24,
}

/// A 64-bit key; absorbing a word gives another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// Makes the root key of a seed.
    pub fn new(seed: u64) -> Key {
        Key(seed).with(0x686f_7473_6561_7401) // "hotseat", version 1
    }

    /// Returns the key of this key and one more word.
    #[inline]
    pub fn with(self, word: u64) -> Key {
        // Two rounds of the generator's own finaliser: the first hides structure in `word`.
        let word = RandomStream::new(word).next_u64();
        Key(RandomStream::new(self.0 ^ word).next_u64())
    }

    /// Returns the key of this key and a name (FNV-1a of its bytes): independent of any index.
    pub fn named(self, name: &str) -> Key {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        self.with(hash)
    }

    /// Returns the key of the `n`-th member of a sequence; one round, for the hot path.
    #[inline(always)]
    pub fn nth(self, n: u64) -> Key {
        Key(RandomStream::new(self.0.wrapping_add(n.wrapping_mul(0xd134_2543_de82_ef95))).next_u64())
    }

    /// Makes the key of these 64 bits, as [`Key::to_bits`] gives them.
    #[inline(always)]
    pub fn from_bits(bits: u64) -> Key {
        Key(bits)
    }

    /// Returns the key as 64 bits; they are in the order of the keys.
    #[inline(always)]
    pub fn to_bits(self) -> u64 {
        self.0
    }

    /// Opens the random stream of one purpose of this key.
    #[inline(always)]
    pub fn stream(self, purpose: Purpose) -> RandomStream {
        // Keys are mixed already; the constant's multiples tell the purposes' streams apart.
        RandomStream::new(self.0 ^ (purpose as u64).wrapping_mul(0xa076_1d64_78bd_642f))
    }
}

/// Returns a uniform variate in the open interval (0, 1), from the top 53 bits of a stream's next 64.
#[inline(always)]
pub fn uniform(random: &mut RandomStream) -> f64 {
    ((random.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins the generator: a change of these values changes every result ever published.
    #[test]
    fn first_values_are_pinned() {
        use rand_xoshiro::rand_core::{Rng, SeedableRng};
        let mut library = rand_xoshiro::SplitMix64::seed_from_u64(99);
        let mut own = RandomStream::new(99);
        (0..1000).for_each(|_| assert_eq!(own.next_u64(), library.next_u64()));
        let mut random = RandomStream::new(1_234_567);
        // Reference values of splitmix64.c (Vigna).
        assert_eq!(random.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(random.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn purposes_numbers_and_names_open_different_streams() {
        let key = Key::new(1);
        let mut seen = std::collections::HashSet::new();
        for n in 0..1000 {
            for purpose in [Purpose::Gap, Purpose::Talk, Purpose::Patience] {
                assert!(seen.insert(key.nth(n).stream(purpose).next_u64()));
            }
        }
        assert_ne!(key.named("12345"), key.named("12346"));
    }
}
