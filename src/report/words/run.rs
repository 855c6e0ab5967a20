//! The words of the report of `run`.

use crate::merger::Phase;
use crate::requirement::Met;
use crate::self_check::Caution;

/// A line of the table of all calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TotalLine {
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
    /// Answered within so many seconds of offered.
    AnsweredWithin(f64),
    /// Mean wait of those answered.
    MeanWait,
    /// The wait that 95 % of those answered do not exceed.
    WaitOf95,
    /// Busy of staffed time.
    Occupancy,
    /// Answer rate of the worst rolling 24 h.
    Worst24h,
    /// Handed on of answered.
    Referrals,
    /// Taken by an expert of handed on.
    ReferralsAnswered,
    /// Calling back of staffed time.
    FollowUps,
    /// Calls after an answered one of offered.
    Repeats,
    /// Positive ratings expected of answered.
    Satisfaction,
}

/// A published definition of the answer rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerRateOf {
    /// Of all attempts.
    Attempts,
    /// Of attempts that came to a queue.
    Queued,
    /// Of attempts without those abandoned within 5 s.
    LessShort,
    /// With attempts served by the menu counted as answered.
    WithMenu,
    /// Of callers.
    Callers,
}

/// Words of the report of `run`.
pub trait RunWords {
    /// Says whether a requirement is met.
    fn met(&self, met: Met) -> &'static str;
    /// Says that a precision is not reached, and the half-width that is.
    fn precision_missed(&self, asked: &str, at_most: u64, half_width: &str) -> String;
    /// Titles of the table of requirements.
    fn requirement_titles(&self) -> [&'static str; 4];
    /// Says what phase of a plan was run.
    fn phase_of_run(&self, phase: Phase) -> &'static str;

    /// Labels a line of the table of all calls.
    fn total(&self, line: TotalLine) -> String;

    /// Labels the worst site-week.
    fn worst_week(&self) -> &'static str;
    /// Describes the worst site-week: when and where, answer rate and mean wait.
    fn worst_week_is(&self, when_and_where: &str, answered: &str, wait: &str) -> String;
    /// Names a week at a site.
    fn week_at(&self, dates: &str, site: &str) -> String;
    /// Labels the site-weeks that do not differ significantly from the worst one.
    fn like_worst_week(&self) -> &'static str;
    /// Adds so many more site-weeks to the first.
    fn more_site_weeks(&self, first: &str, more: usize) -> String;

    /// Titles of the table of published definitions: definition, all calls, front lines.
    fn definitions_titles(&self) -> [&'static str; 3];
    /// Names a published definition of the answer rate.
    fn answer_rate_of(&self, definition: AnswerRateOf) -> &'static str;
    /// Says what calls for caution in the results.
    fn caution(&self, caution: &Caution) -> String;

    /// Says whether a rate reaches 95 %, both answers equally wide.
    fn passes(&self, passes: bool) -> &'static str;

    /// Titles of the table of sites.
    fn site_titles(&self) -> [&'static str; 12];
    /// Titles of the table of hotlines.
    fn hotline_titles(&self) -> [&'static str; 5];
    /// Says that so many hotlines are left to the data files.
    fn more_hotlines(&self, left: usize) -> String;
    /// Titles of the table of stages of the merger.
    fn stage_titles(&self) -> [&'static str; 5];
    /// Names the stages of a hotline: before, in and after its window.
    fn stages(&self) -> [&'static str; 3];
}
