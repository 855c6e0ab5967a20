//! The words of the charts, as a trait that every language implements.

use crate::chart::format::{Notation, Unit};
use crate::model::Mode;
use crate::verdict::Verdict;
use jiff::civil::Date;

/// The fixed words of charts in one language.
pub(crate) trait Words {
    /// The language as `xml:lang` names it.
    fn language_tag(&self) -> &'static str;
    /// How quantities are written.
    fn notation(&self) -> &'static Notation;

    /// "Oct".
    fn month(&self, date: Date) -> String;
    /// "18 Oct".
    fn date(&self, date: Date) -> String;
    /// "18 Oct 2021".
    fn full_date(&self, date: Date) -> String;
    /// "2021".
    fn year(&self, year: i16) -> String;

    /// Caption of the mean wait by date.
    fn mean_wait_by_day(&self) -> &'static str;
    /// Caption of the answer rate by date.
    fn answered_by_day(&self) -> &'static str;
    /// Caption of the rows of merger windows.
    fn merger_windows(&self) -> &'static str;
    /// Key to a window of which only the last date is known.
    fn end_date_only(&self) -> &'static str;
    /// Row of a hotline whose dates are not known.
    fn no_date(&self) -> &'static str;
    /// In place of values that are not known.
    fn no_data(&self) -> &'static str;
    /// Caption of load, agents and seats by half hour.
    fn load_and_staff(&self) -> &'static str;
    /// Name of the line of offered load.
    fn offered_load(&self) -> &'static str;
    /// Name of the line of agents on duty.
    fn on_duty(&self) -> &'static str;
    /// Name of the line of seats, before their number.
    fn seats(&self) -> &'static str;
    /// Caption of the mean wait by half hour.
    fn mean_wait(&self) -> &'static str;
    /// Caption of the complementary distribution of waits.
    fn still_waiting(&self) -> &'static str;
    /// Title of the axis of waits.
    fn time_in_queue(&self) -> &'static str;
    /// Head of the columns of shares that wait longer than a time.
    fn longer_than(&self) -> &'static str;
    /// Head of the columns of quantiles of the wait.
    fn stays_within(&self) -> &'static str;
    /// Name of a distribution of waits that has no name of its own.
    fn all_callers(&self) -> &'static str;
    /// Before the name of the key of which each value is a line.
    fn lines(&self) -> &'static str;
    /// Before the name of the key of which each value is a row of dots.
    fn dots(&self) -> &'static str;
    /// Key to the cheapest point that meets the target.
    fn least_that_reaches_target(&self) -> &'static str;
    /// Key to the colour of values that meet the target.
    fn target_met(&self) -> &'static str;
    /// Key to the colour of values whose interval contains the target.
    fn target_unclear(&self) -> &'static str;
    /// Key to the colour of values that miss the target.
    fn target_missed(&self) -> &'static str;
    /// Name of the line at the base, before its value.
    fn base(&self) -> &'static str;
    /// Key to results at the low setting of a key.
    fn low_setting(&self) -> &'static str;
    /// Key to results at the high setting of a key.
    fn high_setting(&self) -> &'static str;
    /// Key to first-order Sobol indices.
    fn first_order_index(&self) -> &'static str;
    /// Key to total Sobol indices.
    fn total_index(&self) -> &'static str;
    /// Key to the points of the efficient frontier.
    fn efficient_frontier(&self) -> &'static str;
    /// Key to the point that is the scenario as it is.
    fn as_it_is(&self) -> &'static str;
    /// Key to the points that are not on the efficient frontier.
    fn dominated_points(&self) -> &'static str;
    /// Key to a merger mode: "full merge".
    fn merger_mode(&self, mode: Mode) -> &'static str;

    /// Names a verdict: "holds".
    fn verdict(&self, verdict: Verdict) -> &'static str;
    /// Title of the column of verdicts.
    fn verdict_title(&self) -> &'static str;
    /// Caption of the least seats per million with which sites hold.
    fn least_seats_per_million(&self) -> &'static str;
    /// Name of the line at the rule, before its value.
    fn rule(&self) -> &'static str;
    /// Title of the column of least seats and seats by the rule.
    fn seats_of_rule(&self) -> &'static str;
    /// Title of the column of worst 24 h.
    fn worst_24h(&self) -> &'static str;
    /// Title of the column of the demand up to which a site holds.
    fn demand_borne(&self) -> &'static str;
    /// In place of the least seats of a site that is too small to be judged.
    fn too_few_calls(&self) -> &'static str;
    /// In place of the least seats where none were found.
    fn no_seats_found(&self) -> &'static str;
    /// Caption of the lowest 24 h by site and week.
    fn lowest_24h_by_week(&self) -> &'static str;
    /// Title of the notes on how many weeks lie below the standard.
    fn weeks_below(&self) -> &'static str;
    /// Key to the dot in weeks that cannot be told and whose mean lies below the standard.
    fn mean_below(&self) -> &'static str;
    /// Caption of the number of hotlines in their merger window by week.
    fn hotlines_merging(&self) -> &'static str;

    /// "target 95 %", of a value that is already written.
    fn target(&self, value: &str) -> String;
    /// "cost (million yuan a year)".
    fn with_unit(&self, name: &str, unit: &str) -> String;
    /// "answer rate, %".
    fn in_per_cent(&self, name: &str) -> String;
    /// "share of the variance of answer rate".
    fn variance_of(&self, name: &str) -> String;
    /// "staff per seat: 2".
    fn named_value(&self, name: &str, value: &str) -> String;
    /// "95 % within 2 min 40 s".
    fn quantile(&self, level: &str, wait: &str) -> String;
    /// "Answered within 15 s, share of offered".
    fn answered_within(&self, wait: &str) -> String;
    /// "... and 12 more".
    fn more(&self, count: usize) -> String;
}

impl dyn Words + '_ {
    /// "target 95 %", of a value in its unit.
    pub(crate) fn target_amount(&self, unit: Unit, value: f64) -> String {
        self.target(&self.notation().amount(unit, value))
    }

    /// "cost (million yuan a year)"; the name alone where there is no unit.
    pub(crate) fn title(&self, name: &str, unit: &str) -> String {
        if unit.is_empty() { name.to_owned() } else { self.with_unit(name, unit) }
    }
}
