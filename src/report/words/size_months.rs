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
    /// Sites of which some month's need cannot be told.
    fn months_untold(&self, names: &str) -> String;
    /// The message of the chart: how many people are missing in the worst month, told by its first date, and by when they
    /// have to be hired.
    fn months_chart_title(&self, people: &str, month: &str, hire_by: Option<&str>) -> String;
    /// The subtitle of the chart.
    fn months_chart_subtitle(&self, requirement: &str) -> String;
    /// Names those needed and there, those missing, and those there.
    fn months_chart_names(&self) -> [&'static str; 3];
    /// Names the line of the rule's people.
    fn months_chart_rule(&self, people: &str) -> String;
    /// Explains the columns.
    fn months_note(&self, confidence: &str, hire_ahead_days: u32) -> String;
}
