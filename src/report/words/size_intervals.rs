//! The words of the report of sizing interval by interval.

/// What was asked, already written.
#[derive(Clone, Copy, Debug)]
pub struct IntervalsQuestion<'w> {
    /// The group, or the site of a plan.
    pub place: &'w str,
    /// The requirement.
    pub requirement: &'w str,
    /// Minutes of an interval.
    pub minutes: u32,
}

/// Words of the report of sizing interval by interval. Numbers are already written.
pub trait SizeIntervalsWords {
    /// States what was asked of a group.
    fn intervals_question(&self, question: &IntervalsQuestion<'_>) -> String;
    /// Title of the column of times; days follow it.
    fn time_of_day(&self) -> &'static str;
    /// The title of the column of a day that stands for all.
    fn every_day(&self) -> &'static str;
    /// Names a day of the week, from 0 = Monday, in short.
    fn weekday_name(&self, day: usize) -> &'static str;
    /// States agent-hours and the peak of a group, and of heads where shrinkage is given.
    fn intervals_total(&self, hours: &str, peak: &str, heads: Option<&str>) -> String;
    /// Says that every half hour is shown to hold, or how many are not.
    fn intervals_claim(&self, open: usize, confidence: &str) -> String;
    /// Names groups that are not sized.
    fn not_sized(&self, names: &str) -> String;
    /// Titles of the first columns of the table of half hours with heads.
    fn agents_needed(&self) -> &'static str;
    /// The message of the chart.
    fn intervals_chart_title(&self, place: &str, peak: &str, at: &str) -> String;
    /// The subtitle of the chart.
    fn intervals_chart_subtitle(&self, question: &IntervalsQuestion<'_>) -> String;
}
