//! The parts of the preview that a reader asks for.

use crate::language::Language;

/// The parts of the preview that are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The reader's language.
    pub lang: Language,
    /// Whether all assumptions are listed, not only those that carry most of the answer.
    pub assumptions: bool,
    /// The site of a plan whose day is shown hour by hour, by index.
    pub site: Option<usize>,
    /// The number of sites that the files list, where only some of them are shown.
    pub listed: Option<usize>,
}
