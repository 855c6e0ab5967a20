//! English of the report of a sweep.

use super::super::{English, KpiLabel, StudyLine, SweepWords, TargetCounts};

impl SweepWords for English {
    fn kpi_label(&self, label: KpiLabel<'_>) -> String {
        let name = match label {
            KpiLabel::AnsweredWithin(seconds) => return format!("within {seconds} s"),
            KpiLabel::WaitQuantile(share) => return format!("p{share} wait"),
            KpiLabel::AnswerRate => "answered",
            KpiLabel::MeanWait => "mean wait",
            KpiLabel::Occupancy => "occupancy",
            KpiLabel::Abandoned => "gave up",
            KpiLabel::Blocked => "busy tone",
            KpiLabel::AnswerRateByCaller => "callers answered",
            KpiLabel::Worst24h => "worst 24 h",
            KpiLabel::Other(name) => name,
        };
        name.to_owned()
    }

    fn points_unit(&self) -> &'static str {
        " pp"
    }

    fn seconds_unit(&self) -> &'static str {
        " s"
    }

    fn study_line(&self, line: &StudyLine<'_>) -> String {
        let StudyLine { study, scenario, design, points, replications, is_paired, calls, seed } = line;
        let pairs = if *is_paired { " in mirrored pairs" } else { "" };
        format!(
            "{study}: {points} points of {scenario} ({design}), {replications} replications each{pairs}, {calls}, \
             seed {seed}"
        )
    }

    fn scenario_seed(&self) -> &'static str {
        "the scenario's"
    }

    fn front_lines_measured(&self) -> &'static str {
        "measured: calls that came to front lines; the worst 24 hours are the worst site's"
    }

    fn point_title(&self) -> &'static str {
        "point"
    }

    fn best_points(&self, shown: usize, points: &str) -> String {
        format!("The best {shown} of {points} points:")
    }

    fn best_point(&self, kpi: &str, value: &str, number: u64, settings: &str) -> String {
        format!("Best: {kpi} {value} at point {number}: {settings}")
    }

    fn target_counts(&self, target: &str, counts: TargetCounts) -> String {
        let TargetCounts { met, missed, inconclusive, points } = counts;
        format!(
            "{target}: met at {met} of {points} points, missed at {missed}, cannot be told at {inconclusive}"
        )
    }

    fn half_widths(&self) -> &'static str {
        "± is half of a 95 % interval; every point has the same callers"
    }

    fn corrected(&self, kpi: &str, used: u64, points: u64) -> String {
        format!("{kpi}, corrected by how many callers came: used at {used} of {points} points")
    }

    fn imprecise(&self, precision: &str, at_most: u64, points: u64) -> String {
        let points = if points == 1 { "1 point".to_owned() } else { format!("{points} points") };
        format!(
            "{precision} is not reached within {at_most} replications at {points}: 0 in `precision_reached`; raise \
             `at_most` for narrower intervals"
        )
    }

    fn frontier_demand(&self, settings: &str) -> String {
        format!(
            "cost against service (charts/frontier) is drawn at {settings} alone: demand differs elsewhere"
        )
    }

    fn pairs_unknown(&self) -> &'static str {
        "mirrored pairs: too few, or too little varies, to say what they save"
    }

    fn pairs_save(&self, kpi: &str, variance: f64, width: f64) -> String {
        format!(
            "mirrored pairs, each one observation: the variance of {kpi} is that of {variance:.2} times as many \
             independent replications, intervals are {width:.2} times as wide"
        )
    }

    fn pairs_do_not_help(&self) -> &'static str {
        "they do not help here: leave `antithetic` out, or take more replications"
    }

    fn too_many_points(&self) -> &'static str {
        "too many points for effects of keys"
    }

    fn first_replications(&self, replications: u64) -> String {
        format!("from the first {replications} replications of each point")
    }

    fn three_and_more(&self) -> &'static str {
        "three and more"
    }

    fn effect_titles(&self, kpi: &str) -> [String; 4] {
        [format!("what moves: {kpi}"), "of variance".into(), "least with".into(), "most with".into()]
    }

    fn swing_titles(&self, kpi: &str) -> [String; 4] {
        [format!("difference of {kpi}"), "base".into(), "low".into(), "high".into()]
    }

    fn index_titles(&self, kpi: &str) -> [String; 3] {
        [format!("variance of {kpi}"), "by the key alone".into(), "with interactions".into()]
    }

    fn chance_unknown(&self) -> &'static str {
        "one replication per point: chance passes for interaction"
    }

    fn much_chance(&self, share: &str) -> String {
        format!(
            "Chance is {share} of the variance between points: take more replications before you trust small total\n\
             indices, which are too large or too small by chance and, of waits, by the skewness of few replications"
        )
    }

    fn input_uncertainty(&self, kpi: &str, mean: &str, [low, high]: [&str; 2]) -> String {
        format!("Over the inputs: {kpi} {mean}; 95 % of cases lie between {low} and {high}")
    }

    fn input_share(&self, share: &str) -> String {
        format!("Of the variance between points {share} is input uncertainty, the rest sampling error")
    }
}
