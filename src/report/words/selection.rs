//! The words of the report of a selection of the best of many points.

/// Where a point stands at the end of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Picked, or leading when the replications ran out.
    Best,
    /// Not worse than the best by more than the indifference zone, as far as its replications tell.
    WithinZone,
    /// Dropped.
    ScreenedOut,
    /// Neither picked nor dropped when the replications ran out.
    InTheRunning,
    /// Worse by more than the zone.
    Behind,
}

/// The procedure of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionMethod {
    /// Kim and Nelson's, with a guarantee.
    KimNelson,
    /// Optimal computing budget allocation, with an estimate.
    Ocba,
}

/// Words of the report of a selection. KPIs, values and settings in sentences are already written.
pub trait SelectionWords {
    /// Names study, points, scenario, design and KPI in a line.
    fn selection_line(
        &self,
        study: &str,
        points_scenario_design: [&str; 3],
        kpi: &str,
        is_greatest: bool,
    ) -> String;
    /// Says that only calls to front lines are measured.
    fn front_lines_selected(&self) -> &'static str;
    /// Titles of the columns of replications, of the difference to the best point, and of standings.
    fn selection_titles(&self) -> [&'static str; 3];
    /// Says where a point stands, and after how many replications it was dropped.
    fn selection_standing(&self, standing: Standing, screened_out: Option<u64>) -> String;
    /// Counts the points that are not listed.
    fn more_points(&self, more: &str) -> String;

    /// Names the point that was picked, or that leads.
    fn selected_point(
        &self,
        is_decided: bool,
        kpi: &str,
        value: &str,
        number: usize,
        settings: &str,
    ) -> String;
    /// States the guarantee.
    fn guarantee(&self, zone: &str, confidence: &str) -> String;
    /// Says that nothing is promised, and why.
    fn no_guarantee(&self, why: &str) -> String;
    /// States the estimated probability of a correct selection.
    fn estimated_confidence(&self, zone: &str, estimated: &str, wanted: &str) -> String;
    /// Says that the replications did not suffice.
    fn undecided(&self, method: SelectionMethod, at_most: &str) -> String;
    /// Says what was simulated, and what it would have been with as many replications at every point.
    fn selection_effort(&self, replications: &str, calls: &str, seed: &str, equal: &str) -> String;
    /// Explains intervals, and on which callers points are compared.
    fn selection_note(&self, method: SelectionMethod) -> &'static str;
}
