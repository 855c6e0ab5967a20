//! English of the charts of a sweep.

use super::super::{English, ExtremePoint, IntervalStyle, KeyName, SweepChartWords, TargetCounts, ValueName};

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

    fn kpi_by_keys(&self, study: &str, kpi: &str, keys: &str, range: Option<&[ExtremePoint; 2]>) -> String {
        match range {
            None => format!("{study}: {kpi} by {keys}"),
            Some([low, high]) => format!(
                "{study}: {kpi} from {} ({}) to {} ({})",
                low.value, low.settings, high.value, high.settings
            ),
        }
    }

    fn points_meet(&self, study: &str, target: &str, counts: &TargetCounts, keys: &str) -> String {
        let TargetCounts { met, inconclusive, points, .. } = *counts;
        let unclear = match inconclusive {
            0 => String::new(),
            n => format!(" ({n} cannot be told)"),
        };
        format!("{study}: {met} of {points} points have {target}{unclear}, by {keys}")
    }

    fn depends_most(&self, kpi: &str, key: &str, [low, high]: [&str; 2]) -> String {
        format!("{kpi} depends most on {key}: {low} to {high}")
    }

    fn variance_from(&self, kpi: &str, key: &str, share: &str) -> String {
        format!("{key} explains {share} of the variance of {kpi}, more than any other")
    }

    fn variance_from_some(&self, kpi: &str, keys: &str) -> String {
        format!("{keys} explain most of the variance of {kpi}; which more, these rows cannot tell")
    }

    fn kpi_by_agents(&self, study: &str, kpi: &str, range: Option<&[ExtremePoint; 2]>) -> String {
        self.kpi_by_keys(study, kpi, "agents on duty", range)
    }

    fn reached_with(&self, study: &str, target: &str, agents: &str) -> String {
        format!("{study}: of the points run, the smallest that has {target} has {agents} agents on duty")
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
