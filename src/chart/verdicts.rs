//! How verdicts look: by colour, and by lightness for the colour-blind and in black and white.

use super::legend::{Fill, Swatch};
use super::palette::{AXIS, BLUE, ORANGE, PALE_SKY, VERMILION, WHITE};
use super::words::Words;
use crate::verdict::Verdict;

/// All verdicts, in the order of a key.
const ALL: [Verdict; 4] = [Verdict::Holds, Verdict::Inconclusive, Verdict::Fails, Verdict::TooSmall];

/// Returns how an area of a verdict is filled.
pub(super) fn fill(verdict: Verdict) -> Fill {
    let (colour, edge) = match verdict {
        Verdict::Holds => (PALE_SKY, Some(BLUE)),
        Verdict::Inconclusive => (ORANGE, None),
        Verdict::Fails => (VERMILION, None),
        Verdict::TooSmall => (WHITE, Some(AXIS)),
    };
    Fill { colour, edge }
}

/// Explains the verdicts that occur.
pub(super) fn key(occur: impl Iterator<Item = Verdict> + Clone, words: &dyn Words) -> Vec<(Swatch, String)> {
    let used = ALL.into_iter().filter(|verdict| occur.clone().any(|other| other == *verdict));
    used.map(|verdict| (Swatch::Patch(fill(verdict)), words.verdict(verdict).to_owned())).collect()
}
