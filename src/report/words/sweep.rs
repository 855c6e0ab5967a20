//! The words of the report of a sweep and of its analysis.

/// The short name of a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KpiLabel<'k> {
    /// Answered of attempts.
    AnswerRate,
    /// Mean wait of those answered.
    MeanWait,
    /// Busy of staffed time.
    Occupancy,
    /// Abandoned of offered.
    Abandoned,
    /// Blocked of offered.
    Blocked,
    /// Callers answered of callers.
    AnswerRateByCaller,
    /// Answer rate of the worst rolling 24 h.
    Worst24h,
    /// Answered within so many seconds.
    AnsweredWithin(&'k str),
    /// The wait that so many per cent do not exceed.
    WaitQuantile(&'k str),
    /// Any other KPI, by its name in results.
    Other(&'k str),
}

/// The values in the first line of a sweep's report.
#[derive(Clone, Debug)]
pub struct StudyLine<'l> {
    /// Name of the study.
    pub study: &'l str,
    /// Name of the scenario.
    pub scenario: &'l str,
    /// The design.
    pub design: &'l str,
    /// Number of points.
    pub points: &'l str,
    /// Replications of a point, or their range.
    pub replications: &'l str,
    /// Whether replications come in mirrored pairs.
    pub is_paired: bool,
    /// Calls simulated.
    pub calls: &'l str,
    /// The seed.
    pub seed: &'l str,
}

/// The numbers of points that meet a target, miss it or are inconclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetCounts {
    /// Points whose whole interval meets it.
    pub met: u64,
    /// Points whose whole interval misses it.
    pub missed: u64,
    /// Points whose interval contains it.
    pub inconclusive: u64,
    /// All points.
    pub points: u64,
}

/// Words of the report of a sweep. KPIs, values and settings in sentences are already written.
pub trait SweepWords {
    /// Names a KPI.
    fn kpi_label(&self, label: KpiLabel<'_>) -> String;
    /// The unit of a difference of shares, with the space before it.
    fn points_unit(&self) -> &'static str;
    /// The unit of a difference of waits, with the space before it.
    fn seconds_unit(&self) -> &'static str;

    /// Names study, points, replications and calls in a line.
    fn study_line(&self, line: &StudyLine<'_>) -> String;
    /// Stands for a seed that every point takes from its scenario.
    fn scenario_seed(&self) -> &'static str;
    /// Says that only calls to front lines are measured, and whose the worst 24 hours are.
    fn front_lines_measured(&self) -> &'static str;

    /// Titles the column of points.
    fn point_title(&self) -> &'static str;
    /// Heads the list of the best points.
    fn best_points(&self, shown: usize, points: &str) -> String;
    /// Names the best point and its value.
    fn best_point(&self, kpi: &str, value: &str, number: u64, settings: &str) -> String;
    /// Counts the points that meet the target.
    fn target_counts(&self, target: &str, counts: TargetCounts) -> String;

    /// Explains half-widths.
    fn half_widths(&self) -> &'static str;
    /// Says at how many points correcting by the number of callers helped.
    fn corrected(&self, kpi: &str, used: u64, points: u64) -> String;
    /// Says at how many points the wanted precision is not reached.
    fn imprecise(&self, precision: &str, at_most: u64, points: u64) -> String;
    /// Says at which demand cost is drawn against service.
    fn frontier_demand(&self, settings: &str) -> String;
    /// Says that it is not known what mirrored pairs save.
    fn pairs_unknown(&self) -> &'static str;
    /// Says what mirrored pairs save: ratios of variances and of widths of intervals.
    fn pairs_save(&self, kpi: &str, variance: f64, width: f64) -> String;
    /// Advises against mirrored pairs.
    fn pairs_do_not_help(&self) -> &'static str;

    /// Says that there are too many points for an analysis.
    fn too_many_points(&self) -> &'static str;
    /// Says how many replications of each point an analysis takes.
    fn first_replications(&self, replications: u64) -> String;
    /// Names what three keys and more do together.
    fn three_and_more(&self) -> &'static str;
    /// Titles of the table of shares of the variance: key, share, least and most.
    fn effect_titles(&self, kpi: &str) -> [String; 4];
    /// Titles of the table of swings: key, base, low and high.
    fn swing_titles(&self, kpi: &str) -> [String; 4];
    /// Titles of the table of Sobol indices: key, first-order and total index.
    fn index_titles(&self, kpi: &str) -> [String; 3];
    /// Warns that chance passes for interaction where points have one replication.
    fn chance_unknown(&self) -> &'static str;
    /// Warns that chance is a large share of the variance between points.
    fn much_chance(&self, share: &str) -> String;
    /// Describes a KPI over uncertain inputs: its mean, and the range of 95 % of cases.
    fn input_uncertainty(&self, kpi: &str, mean: &str, range: [&str; 2]) -> String;
    /// Says which share of the variance between points is input uncertainty.
    fn input_share(&self, share: &str) -> String;
}
