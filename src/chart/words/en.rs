//! The words of the charts in English.

use super::catalogue::Words;
use crate::chart::format::Notation;
use crate::model::Mode;
use crate::verdict::Verdict;
use jiff::civil::Date;

/// English.
pub(super) struct English;

const NOTATION: Notation =
    Notation { second: " s", minute: " min", whole_minutes: " min", hour: " h", between: " ", percent: " %" };

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Words for English {
    fn language_tag(&self) -> &'static str {
        "en"
    }

    fn notation(&self) -> &'static Notation {
        &NOTATION
    }

    fn month(&self, date: Date) -> String {
        MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default().to_owned()
    }

    fn date(&self, date: Date) -> String {
        format!("{} {}", date.day(), self.month(date))
    }

    fn full_date(&self, date: Date) -> String {
        format!("{} {}", self.date(date), date.year())
    }

    fn year(&self, year: i16) -> String {
        year.to_string()
    }

    fn mean_wait_by_day(&self) -> &'static str {
        "Mean wait of answered callers, by day, with 95 % interval"
    }

    fn answered_by_day(&self) -> &'static str {
        "Share answered, by day"
    }

    fn merger_windows(&self) -> &'static str {
        "Merger window of each hotline"
    }

    fn end_date_only(&self) -> &'static str {
        "end date only"
    }

    fn no_date(&self) -> &'static str {
        "no date given"
    }

    fn no_data(&self) -> &'static str {
        "no data"
    }

    fn load_and_staff(&self) -> &'static str {
        "Offered load in erlangs, agents and seats, by half hour"
    }

    fn offered_load(&self) -> &'static str {
        "offered load"
    }

    fn on_duty(&self) -> &'static str {
        "agents on duty"
    }

    fn seats(&self) -> &'static str {
        "seats"
    }

    fn mean_wait(&self) -> &'static str {
        "Mean wait of answered callers"
    }

    fn still_waiting(&self) -> &'static str {
        "Share of answered calls that waited longer"
    }

    fn time_in_queue(&self) -> &'static str {
        "wait in the queue"
    }

    fn longer_than(&self) -> &'static str {
        "share waiting longer than"
    }

    fn stays_within(&self) -> &'static str {
        "wait that this share stays within"
    }

    fn all_callers(&self) -> &'static str {
        "all callers"
    }

    fn lines(&self) -> &'static str {
        "lines"
    }

    fn dots(&self) -> &'static str {
        "dots"
    }

    fn least_that_reaches_target(&self) -> &'static str {
        "reaches the target for least"
    }

    fn target_met(&self) -> &'static str {
        "target met"
    }

    fn target_unclear(&self) -> &'static str {
        "cannot tell: interval contains it"
    }

    fn target_missed(&self) -> &'static str {
        "target missed"
    }

    fn base(&self) -> &'static str {
        "base"
    }

    fn low_setting(&self) -> &'static str {
        "low setting"
    }

    fn high_setting(&self) -> &'static str {
        "high setting"
    }

    fn first_order_index(&self) -> &'static str {
        "the key alone (first-order index)"
    }

    fn total_index(&self) -> &'static str {
        "with its interactions (total index)"
    }

    fn efficient_frontier(&self) -> &'static str {
        "efficient frontier"
    }

    fn as_it_is(&self) -> &'static str {
        "the scenario as it is"
    }

    fn dominated_points(&self) -> &'static str {
        "points that another one beats"
    }

    fn merger_mode(&self, mode: Mode) -> &'static str {
        match mode {
            Mode::Full => "full merge",
            Mode::Dual => "dual number",
            Mode::DualExpert => "dual number with expert seats",
            Mode::SubCentre => "sub-centre",
            Mode::Own => "own number",
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::Inconclusive => "cannot tell",
            Verdict::TooSmall => "too few calls",
        }
    }

    fn verdict_title(&self) -> &'static str {
        "verdict"
    }

    fn least_seats_per_million(&self) -> &'static str {
        "Least seats per million inhabitants with which a site holds, in the colour of the verdict on the rule"
    }

    fn rule(&self) -> &'static str {
        "rule"
    }

    fn seats_of_rule(&self) -> &'static str {
        "seats: least / by the rule"
    }

    fn worst_24h(&self) -> &'static str {
        "worst 24 h, answered"
    }

    fn demand_borne(&self) -> &'static str {
        "holds up to demand"
    }

    fn too_few_calls(&self) -> &'static str {
        "no 24 h with 200 calls"
    }

    fn no_seats_found(&self) -> &'static str {
        "no least number was found"
    }

    fn lowest_24h_by_week(&self) -> &'static str {
        "Share answered in the lowest 24 h of each week at the front line, against 95 %"
    }

    fn weeks_below(&self) -> &'static str {
        "weeks below 95 %"
    }

    fn mean_below(&self) -> &'static str {
        "cannot tell, mean below 95 %"
    }

    fn hotlines_merging(&self) -> &'static str {
        "hotlines in their merger window"
    }

    fn target(&self, value: &str) -> String {
        format!("target {value}")
    }

    fn with_unit(&self, name: &str, unit: &str) -> String {
        format!("{name} ({unit})")
    }

    fn in_per_cent(&self, name: &str) -> String {
        format!("{name}, %")
    }

    fn variance_of(&self, name: &str) -> String {
        format!("share of the variance of {name}")
    }

    fn named_value(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    fn quantile(&self, level: &str, wait: &str) -> String {
        format!("{level} within {wait}")
    }

    fn answered_within(&self, wait: &str) -> String {
        format!("Answered within {wait}, share of offered")
    }

    fn more(&self, count: usize) -> String {
        format!("… and {count} more")
    }
}
