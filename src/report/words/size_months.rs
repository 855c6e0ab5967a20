//! The words of the report of what sites need month by month.

/// Words of the report of what sites need month by month. Numbers and dates are already written.
pub trait SizeMonthsWords {
    /// States what was asked: seats and staff for a requirement in every month.
    fn months_question(&self, requirement: &str) -> String;
    /// Titles of the columns.
    fn months_titles(&self) -> [&'static str; 6];
    /// A site and the people it misses.
    fn site_misses(&self, site: &str, people: &str) -> String;
    /// Says that the plan's own path suffices in every month.
    fn path_suffices(&self) -> String;
    /// Says how many people the plan's path misses at most, and until when.
    fn path_falls_short(&self, people: &str, until: &str) -> String;
    /// Explains the columns.
    fn months_note(&self, confidence: &str, hire_ahead_days: u32) -> String;
}
