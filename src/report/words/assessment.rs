//! The words of the assessment that follows a run on a plan.

use crate::app::assess::Remedy;

/// Words of the assessment.
pub trait AssessmentWords {
    /// Titles the conclusion.
    fn in_short(&self) -> &'static str;
    /// Names the sites that are short of people and those short of seats at the busiest half hour.
    fn short_at_peak(&self, people: &str, seats: &str) -> String;
    /// Stands for no site.
    fn nowhere(&self) -> &'static str;
    /// Stands for all sites.
    fn everywhere(&self) -> &'static str;

    /// Titles of the table of headroom.
    fn headroom_titles(&self) -> [&'static str; 5];
    /// Explains headroom.
    fn headroom_note(&self) -> &'static str;

    /// Titles of the table of remedies for the worst week at a site.
    fn remedies_titles(&self, site: &str, week: Option<(&str, &str)>) -> [String; 3];
    /// Names the week without a remedy.
    fn as_it_is(&self) -> &'static str;

    /// Says what a remedy does; `helper` is the name of the site that helps, where one does.
    fn remedy(&self, remedy: Remedy, helper: &str) -> String;

    /// Titles of the table of sensitivity.
    fn sensitivity_titles(&self) -> [&'static str; 6];
    /// Names an assumption by its key; the key itself where there is no name.
    fn assumption(&self, key: &'static str) -> &'static str;
    /// Stands for no site that changes its verdict.
    fn nothing(&self) -> &'static str;
    /// Counts sites that change their verdict.
    fn number_of_sites(&self, number: usize) -> String;
    /// Explains sensitivity.
    fn sensitivity_note(&self, replications: u64) -> String;
}
