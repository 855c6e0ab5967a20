//! The words of the report of `compare`.

/// A KPI that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Attempts per replication.
    Offered,
    /// Answered of attempts.
    AnswerRate,
    /// Answered of callers.
    AnswerRateByCaller,
    /// Abandoned of offered.
    Abandoned,
    /// Blocked of offered.
    Blocked,
    /// Outside opening hours of offered.
    Closed,
    /// Answered within 15 s of offered.
    AnsweredWithin15,
    /// Mean wait of those answered.
    MeanWait,
    /// The wait that 95 % of those answered do not exceed.
    WaitOf95,
    /// Busy of staffed time.
    Occupancy,
    /// Agent-hours on duty.
    StaffedHours,
    /// Positive ratings expected of answered.
    Satisfaction,
    /// Answer rate of the worst rolling 24 h.
    Worst24h,
    /// Calls back.
    FollowUps,
    /// Agent-hours of overtime.
    OvertimeHours,
}

/// Words of the report of `compare`.
pub trait CompareWords {
    /// Titles the table of all calls.
    fn all_calls(&self) -> &'static str;
    /// Titles the table of calls that came to a front line.
    fn front_line_calls(&self) -> &'static str;
    /// Labels a KPI.
    fn shown(&self, shown: Shown) -> &'static str;
    /// Explains the interval of a difference and its mark.
    fn paired_interval(&self) -> &'static str;
    /// Says that the files are the same.
    fn same_files(&self) -> &'static str;
    /// Titles the differences of files.
    fn different_files(&self) -> &'static str;
    /// Stands for a value that one side does not give.
    fn not_given(&self) -> &'static str;
    /// Says that so many more values differ.
    fn more_differences(&self, more: usize) -> String;
    /// Heads the verdicts on the rule, everything built and merged.
    fn compared_rule_heading(&self) -> &'static str;
    /// Titles of the table of verdicts on the rule.
    fn compared_rule_titles(&self) -> [&'static str; 5];
    /// Explains the verdicts on the rule.
    fn compared_rule_note(&self) -> &'static str;
    /// Heads the front lines, as the scenarios were run.
    fn compared_front_lines_heading(&self) -> &'static str;
    /// Titles of a table of two KPIs at front lines.
    fn compared_front_line_titles(&self, kpis: [Shown; 2]) -> [String; 7];
    /// Names all front lines together.
    fn all_front_lines(&self) -> &'static str;
    /// Titles the table of all calls where some come to desks that close.
    fn all_calls_with_closed_desks(&self) -> &'static str;
}
