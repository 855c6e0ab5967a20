//! English of the charts of a sweep.

use super::super::{English, IntervalStyle, KeyName, SweepChartWords, ValueName};

impl SweepChartWords for English {
    fn key_name(&self, key: KeyName) -> &'static str {
        match key {
            KeyName::Agents => "agents",
            KeyName::Lines => "lines",
            KeyName::CallsPerHour => "calls per hour",
            KeyName::SeatsPerMillion => "seats",
            KeyName::StaffPerSeat => "staff",
            KeyName::Demand => "demand",
            KeyName::HandleTime => "handle time",
            KeyName::Volume => "volume",
            KeyName::TalkTime => "talk time",
            KeyName::Patience => "patience",
            KeyName::BusyDays => "cv of busy days",
            KeyName::Site => "site",
            KeyName::Pooling => "pooling",
            KeyName::Phase => "phase",
            KeyName::PathToRule => "path to the rule",
            KeyName::Alternative => "alternative",
        }
    }

    fn key_unit(&self, key: KeyName) -> &'static str {
        match key {
            KeyName::SeatsPerMillion => "per million people",
            KeyName::StaffPerSeat => "per seat",
            KeyName::Demand | KeyName::HandleTime => "times the plan's",
            KeyName::Volume => "times the table's",
            _ => "",
        }
    }

    fn value_name(&self, value: ValueName) -> &'static str {
        match value {
            ValueName::Alone => "alone",
            ValueName::OwnFirst => "own-first",
            ValueName::Province => "province",
            ValueName::Before => "before",
            ValueName::During => "during",
            ValueName::After => "after",
            ValueName::Monthly => "monthly",
            ValueName::RuleFromDayOne => "rule-from-day-one",
        }
    }

    fn short_setting(&self, cell: &str, unit_or_name: &str) -> String {
        format!("{cell} {unit_or_name}")
    }

    fn key_names(&self, names: &[&str]) -> String {
        match names {
            [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => names.concat(),
        }
    }

    fn chart_subtitle(&self, parts: &[String]) -> String {
        parts.join("; ")
    }

    fn kpi_by_keys(&self, study: &str, kpi: &str, keys: &str) -> String {
        format!("{study}: {kpi} by {keys}")
    }

    fn points_meet(&self, study: &str, target: &str, [met, points]: [u64; 2], keys: &str) -> String {
        format!("{study}: {met} of {points} points have {target}, by {keys}")
    }

    fn depends_most(&self, _kpi: &str, key: &str) -> String {
        format!("The result depends most on {key}")
    }

    fn variance_from(&self, _kpi: &str, key: &str) -> String {
        format!("Most of the variance comes from {key}")
    }

    fn kpi_by_agents(&self, study: &str, kpi: &str) -> String {
        format!("{study}: {kpi} by agents on duty")
    }

    fn reached_with(&self, study: &str, target: &str, agents: &str) -> String {
        format!("{study}: {target} is reached with {agents} agents on duty")
    }

    fn reached_nowhere(&self, study: &str, target: &str) -> String {
        format!("{study}: {target} is reached at no point")
    }

    fn agents_on_duty(&self) -> &'static str {
        "agents on duty, mean over time"
    }

    fn subtitle_target(&self, target: &str) -> String {
        format!("target: {target}")
    }

    fn sweep_scope(&self) -> &'static str {
        "calls that came to front lines"
    }

    fn drawn_at_demand(&self, settings: &str) -> String {
        format!("drawn at {settings} alone: demand differs elsewhere")
    }

    fn sweep_source(
        &self,
        points: u64,
        scenario: &str,
        seed: Option<u64>,
        intervals: IntervalStyle,
    ) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let seed = seed.map_or_else(String::new, |seed| format!("seed {seed}, "));
        let intervals = match intervals {
            IntervalStyle::Bands => "bands",
            IntervalStyle::ErrorBars => "error bars",
            IntervalStyle::Numbers => "the numbers after ±",
        };
        format!(
            "Simulated: {points} points of scenario {scenario}, {seed}hotseat {version}; {intervals} are 95 % intervals"
        )
    }
}
