//! The words of the charts of a sweep: messages, keys and their values.

use super::sweep::TargetCounts;

/// A key that studies often vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyName {
    /// Agents of a single queue.
    Agents,
    /// Trunks of a single queue.
    Lines,
    /// Calls per hour.
    CallsPerHour,
    /// Seats per million people.
    SeatsPerMillion,
    /// Staff per seat.
    StaffPerSeat,
    /// Factor on the demand.
    Demand,
    /// Factor on handle times.
    HandleTime,
    /// Factor on the volume of sites.
    Volume,
    /// Mean talk time.
    TalkTime,
    /// Patience.
    Patience,
    /// Coefficient of variation of busy days.
    BusyDays,
    /// The only site.
    Site,
    /// How front lines are pooled.
    Pooling,
    /// Phase of the merger.
    Phase,
    /// How seats and staff grow to the rule.
    PathToRule,
    /// Alternative of the plan.
    Alternative,
}

/// A value that a key is chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueName {
    /// Front lines answer alone.
    Alone,
    /// Front lines answer their own calls first.
    OwnFirst,
    /// One front line for the province.
    Province,
    /// Before the merger.
    Before,
    /// During the merger.
    During,
    /// After the merger.
    After,
    /// Seats and staff grow month by month.
    Monthly,
    /// Seats and staff by the rule from the first day.
    RuleFromDayOne,
}

/// How a chart shows intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalStyle {
    /// As bands around lines.
    Bands,
    /// As error bars.
    ErrorBars,
    /// As numbers after ±.
    Numbers,
}

/// The point of a study with the lowest or the highest value, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtremePoint {
    /// The value of the KPI.
    pub value: String,
    /// The settings in which it differs from the other extreme.
    pub settings: String,
}

/// Words of the charts of a sweep. KPIs, targets and settings are already written.
pub trait SweepChartWords {
    /// Names a key.
    fn key_name(&self, key: KeyName) -> &'static str;
    /// Says what a plain number of a key counts; empty where nothing needs saying.
    fn key_unit(&self, key: KeyName) -> &'static str;
    /// Names a value.
    fn value_name(&self, value: ValueName) -> &'static str;
    /// Writes a setting in short: the value, and its unit or else the name of its key.
    fn short_setting(&self, cell: &str, unit_or_name: &str) -> String;
    /// Joins the names of keys in a sentence: "a, b and c".
    fn key_names(&self, names: &[&str]) -> String;
    /// Joins the parts of a subtitle.
    fn chart_subtitle(&self, parts: &[String]) -> String;

    /// The message of a chart without a target: the lowest and the highest value of a KPI by keys, where they differ.
    fn kpi_by_keys(&self, study: &str, kpi: &str, keys: &str, range: Option<&[ExtremePoint; 2]>) -> String;
    /// The message of a chart with a target: how many points meet it, of how many it cannot be told.
    fn points_meet(&self, study: &str, target: &str, counts: &TargetCounts, keys: &str) -> String;
    /// The message of a tornado: the key that does most, and the values of the KPI at its ends.
    fn depends_most(&self, kpi: &str, key: &str, ends: [&str; 2]) -> String;
    /// The message of Sobol indices: the key that explains most, and its share as it is written.
    fn variance_from(&self, kpi: &str, key: &str, share: &str) -> String;
    /// The message where several keys may explain most of the variance.
    fn variance_from_some(&self, kpi: &str, keys: &str) -> String;
    /// The message of cost against service without a target.
    fn kpi_by_agents(&self, study: &str, kpi: &str, range: Option<&[ExtremePoint; 2]>) -> String;
    /// The message of cost against service: how many agents the smallest of the points has that reach the target.
    fn reached_with(&self, study: &str, target: &str, agents: &str) -> String;
    /// The message of cost against service where no point reaches the target.
    fn reached_nowhere(&self, study: &str, target: &str) -> String;

    /// The axis of agents on duty.
    fn agents_on_duty(&self) -> &'static str;
    /// The target in a subtitle.
    fn subtitle_target(&self, target: &str) -> String;
    /// Says in a subtitle that only calls to front lines are measured.
    fn sweep_scope(&self) -> &'static str;
    /// Says in a subtitle at which demand alone points are drawn.
    fn drawn_at_demand(&self, settings: &str) -> String;
    /// The small print: points, scenario, seed, version, and what intervals are.
    fn sweep_source(
        &self,
        points: u64,
        scenario: &str,
        seed: Option<u64>,
        intervals: IntervalStyle,
    ) -> String;
}
