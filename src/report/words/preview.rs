//! The words of the preview by `check`.

use crate::analytic::overload::Overload;
use crate::verdict::Resource;
use jiff::civil::Date;

/// The values in the header of a plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanHeader<'a> {
    /// The scenario's name.
    pub name: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// First and last date.
    pub dates: Option<(Date, Date)>,
    /// Number of days.
    pub days: usize,
    /// Number of sites.
    pub sites: usize,
    /// Number of hotlines that merge.
    pub hotlines: usize,
    /// The number into which they merge.
    pub number: &'a str,
}

/// A line of the size of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeLine {
    /// Agents.
    Agents,
    /// Calls per hour.
    Calls,
    /// Mean handle time.
    HandleTime,
    /// Offered load.
    Load,
    /// Offered load per agent.
    LoadPerAgent,
}

/// An assumption that carries much of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Calls per head and year.
    PerHead,
    /// Mean handle time.
    HandleTime,
    /// Shrinkage.
    Shrinkage,
    /// The share of staff on inbound calls.
    InboundShare,
    /// Patience of callers.
    Patience,
    /// Seats on the first day.
    FirstDaySeats,
}

/// Words of the preview by `check`.
pub trait PreviewWords {
    /// The line above a plan.
    fn plan_header(&self, header: &PlanHeader<'_>) -> String;
    /// The line above a single file: hotlines, days, first date, hours of warm-up.
    fn file_header(
        &self,
        name: &str,
        hotlines: usize,
        days: f64,
        first: Option<Date>,
        warm_up: f64,
    ) -> String;

    /// Names all sites together.
    fn all_sites(&self) -> &'static str;
    /// Says at how many sites: "at 7 sites".
    fn at_sites(&self, sites: usize) -> String;
    /// Says that a preview shows only some of the sites that the files list.
    fn sites_shown(&self, shown: usize, listed: usize) -> String;
    /// Titles of the table of seats.
    fn seats_titles(&self) -> [&'static str; 9];
    /// Explains the table of seats.
    fn seats_note(&self) -> &'static str;
    /// Says what is short in which hours.
    fn short_in_hours(&self, resource: Resource, hours: &str) -> String;
    /// Joins clauses: "a; b".
    fn clauses(&self, clauses: &[String]) -> String;
    /// Joins phrases: "a, b".
    fn phrases(&self, phrases: &[String]) -> String;
    /// Joins names: "a and b".
    fn and(&self, names: &[&str]) -> String;
    /// Titles of the table of volumes.
    fn volumes_titles(&self) -> [&'static str; 5];
    /// Titles of the table of figures published elsewhere.
    fn comparators_titles(&self) -> [&'static str; 5];
    /// Titles of the preview.
    fn preview_titles(&self) -> [&'static str; 4];
    /// Explains the preview.
    fn preview_note(&self) -> &'static str;
    /// Names days by number, where there is no calendar.
    fn day_numbers(&self, first: usize, last: usize) -> String;
    /// Titles the notes.
    fn notes(&self) -> &'static str;
    /// Titles what is not modelled.
    fn not_modelled(&self) -> &'static str;
    /// Says the preview in a sentence: average, lowest week, its begin, its site.
    fn preview_says(&self, average: &str, low: &str, begins: &str, site: &str) -> String;

    /// Titles of the day of a site by hour.
    fn site_day_titles(&self) -> [&'static str; 10];
    /// Introduces the day of a site: site, worst week, average level, level of that week.
    fn site_day(&self, site: &str, week: &str, average: &str, low: &str) -> String;

    /// Label and unit of a line of the size of a centre.
    fn size(&self, line: SizeLine) -> [&'static str; 2];
    /// Titles of the day of a centre by hour; the acceptable wait in seconds.
    fn day_titles(&self, within: f64) -> [String; 6];
    /// Titles of the table of groups; the acceptable wait in seconds.
    fn group_titles(&self, within: f64) -> [String; 7];
    /// Introduces the day of one group by hour.
    fn group_hours(&self, group: &str) -> String;
    /// Says why there is no preview of the service level.
    fn no_preview(&self, reasons: &[String]) -> String;
    /// Introduces the exact answer.
    fn exact_answer(&self, formula: &str) -> String;
    /// Says why there is no exact answer.
    fn no_exact_formula(&self, reasons: &[String]) -> String;
    /// Says the service level, and the acceptable wait in seconds.
    fn preview_by_half_hour(&self, level: f64, within: f64) -> String;
    /// Describes an overload.
    fn overload(&self, overload: &Overload) -> String;
    /// Warns of an overload.
    fn warning(&self, overload: &Overload) -> String;

    /// Counts the assumptions.
    fn assumptions(&self, count: usize) -> String;
    /// Says how many assumptions carry most of the answer.
    fn principal_assumptions(&self, principal: usize, count: usize) -> String;
    /// Names an assumption that carries much of the answer.
    fn principal(&self, principal: Principal) -> &'static str;
    /// Stands for all other sites.
    fn elsewhere(&self) -> &'static str;

    /// Describes the calls of an absorbed line; in English only so far.
    fn share_of_carrier(&self, share: f64, aht: f64) -> String {
        format!("{:.0} % of its carrier, {aht} s", 100.0 * share)
    }
    /// Describes the calls of a line; in English only so far.
    fn calls_per_thousand(&self, weight: f64, aht: f64) -> String {
        format!("{weight} per 1,000 a year, {aht} s")
    }
    /// Describes the calls of a site; in English only so far.
    fn calls_per_head(&self, per_head: f64) -> String {
        format!("{per_head:.2} per head")
    }
}
