//! The validated model: hotlines, sites, groups of agents and the call types of callers between them.
//!
//! Everything here is plain data with its meaning checked on the way in (`scenario`); names have
//! become indices. A *call type* is the callers of one hotline at one site; a *queue* is where they wait; a
//! *group* is agents of one kind, such as a site's front line, who take the callers of one queue or more.

mod call_type;
mod ids;
mod part;
mod routing;

pub use call_type::{
    CallType, Demand, FollowUp, Ivr, Migration, Profile, Redial, Referral, Repeat, TransferKind, Wave,
};
pub use ids::{CallTypeId, GroupId, HotlineId, QueueId, SiteId};
pub use routing::{Queue, Reserve, Route, WhenClosed};

use crate::dist::Dist;
use crate::language::Text;
use crate::time::Horizon;

/// A whole scenario, ready to be simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Name of the scenario.
    pub name: String,
    /// What is simulated and measured.
    pub horizon: Horizon,
    /// Seed unless the command line gives another.
    pub seed: u64,
    /// Every number of the scenario, 12345 first; absorbed lines and those without calls included.
    pub hotlines: Vec<Hotline>,
    /// Cities or prefectures; a small scenario has one.
    pub sites: Vec<Site>,
    /// Agents of one kind at one site.
    pub groups: Vec<AgentGroup>,
    /// Where callers wait, and for whom.
    pub queues: Vec<Queue>,
    /// Callers of one hotline at one site.
    pub call_types: Vec<CallType>,
    /// Random day and hour factors of demand; none means plain Poisson.
    pub busyness: Option<Busyness>,
    /// How arrival instants are made from marks.
    pub arrivals: Arrivals,
    /// How callers rate answers; none: they are not asked.
    pub satisfaction: Option<Satisfaction>,
    /// Acceptable waits T in seconds for the service level, ascending.
    pub within: Vec<f64>,
}

impl Model {
    /// The group at which a queue's calls arrive: the first of those who take them.
    pub fn home(&self, queue: usize) -> usize {
        self.queues[queue].home()
    }

    /// Expected share of good ratings of a call type's calls answered at once; 0 where nobody asks.
    pub fn good_without_wait(&self, call_type: &CallType) -> f64 {
        let resolved = call_type.repeat.as_ref().map_or(1.0, |repeat| repeat.resolved);
        self.satisfaction.map_or(0.0, |s| resolved * s.solved + (1.0 - resolved) * s.unsolved)
    }

    /// One hotline, one site, one group of agents around the clock: the M/G/n+G queue, measured from
    /// the first instant. A starting point for models built in code.
    pub fn single_queue(calls_per_hour: f64, talk: Dist, patience: Dist, agents: u32, days: f64) -> Model {
        let horizon = Horizon { days, warm_up: 0.0, start: None };
        let demand = Demand {
            per_day: vec![24.0 * calls_per_hour; horizon.dates()],
            profile: Profile::flat(),
            wave: None,
            reach: None,
        };
        Model {
            name: "single queue".to_owned(),
            horizon,
            seed: 1,
            hotlines: vec![Hotline {
                number: "12345".to_owned(),
                name: Text::same("12345"),
                mode: Mode::Own,
                window: None,
                absorbed_by: None,
            }],
            sites: vec![Site { id: "all".to_owned(), name: Text::same("all"), people: 0 }],
            groups: vec![AgentGroup {
                id: "front_line".to_owned(),
                site: Some(0),
                staffing: Staffing::Constant { agents, lines: None },
                shift_end: ShiftEnd::Finish,
                front_line: true,
                generalist: true,
            }],
            queues: vec![Queue::of(0)],
            call_types: vec![CallType::simple(0, demand, talk, patience)],
            busyness: None,
            arrivals: Arrivals::Inverted,
            satisfaction: None,
            within: vec![15.0, 20.0, 30.0, 60.0],
        }
    }
}

/// A telephone number with its own demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotline {
    /// The number as dialled; also its id in files and results.
    pub number: String,
    /// Names; the number where none is given.
    pub name: Text,
    /// How it merges.
    pub mode: Mode,
    /// The date span in which its callers move, as day indices of the horizon (may lie outside it).
    pub window: Option<Window>,
    /// The carrier that absorbed it before the plan (index into hotlines).
    pub absorbed_by: Option<usize>,
}

/// How a hotline relates to the front line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The front line's own number (12345, or any hotline of a small scenario).
    Own,
    /// Full merge: the old number forwards to the front line.
    Full,
    /// Dual number without expert seats: both numbers ring at the front line.
    Dual,
    /// Dual number with expert seats: its own number rings at the experts.
    DualExpert,
    /// Sub-centre: keeps its own seats and number.
    SubCentre,
}

/// First and last day of a merger, as day indices of the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day; equal to `last` for a step (an end date alone).
    pub first: i64,
    /// Last day, inclusive.
    pub last: i64,
}

/// A city or prefecture with its own centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Id in files and results.
    pub id: String,
    /// Names.
    pub name: Text,
    /// Inhabitants; 0 when not given.
    pub people: u64,
}

/// Agents of one kind at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentGroup {
    /// Id in files and results.
    pub id: String,
    /// The site it belongs to; none for a group of the whole province.
    pub site: Option<usize>,
    /// Who is on duty when.
    pub staffing: Staffing,
    /// What becomes of calls in hand when agents leave.
    pub shift_end: ShiftEnd,
    /// Whether its callers' treatment decides over the rule: a site's front line.
    pub front_line: bool,
    /// Whether merged topics are new to its agents ([`CallType::talk_factor`] applies).
    pub generalist: bool,
}

/// What becomes of calls in hand when the number of agents falls below the busy ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftEnd {
    /// The agent finishes the call; that overtime is staffed time.
    Finish,
    /// The call goes back to the head of the queue and starts anew.
    Return,
}

/// Who is on duty when, and how many calls fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Staffing {
    /// The same number around the clock.
    Constant {
        /// Agents.
        agents: u32,
        /// Calls in the system (queued, talking or held) beyond which callers hear the busy tone.
        lines: Option<u32>,
    },
    /// By steps of the day, the same every day.
    Daily {
        /// Seconds per step; divides a day.
        step: f64,
        /// Agents in each step, repeated if shorter than the day.
        agents: Vec<u32>,
        /// As for a constant number.
        lines: Option<u32>,
    },
    /// Whole people on shifts, with absence and breaks.
    ShiftPlan(crate::workforce::ShiftPlan),
    /// Given instant by instant, the first at 0: a desk with opening hours.
    Dated(Vec<crate::workforce::Step>),
}

/// Random day and hour factors of demand, each of mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busyness {
    /// Coefficient of variation of the day factor (Gamma).
    pub day_cv: f64,
    /// Coefficient of variation of the hour factor (log-AR(1)).
    pub hour_cv: f64,
    /// Correlation of the log hour factor with the hour before.
    pub hour_lag: f64,
    /// Shares of variance common to the province, common to a site and a call type's own; sum 1.
    pub shares: [f64; 3],
}

/// How callers rate answers: P(good | answered, rated) = (`solved` or `unsolved`) x exp(-wait / `decay`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfaction {
    /// Share of good ratings where the matter was solved, without a wait.
    pub solved: f64,
    /// Where it was not.
    pub unsolved: f64,
    /// The wait in seconds that leaves 37 % of that.
    pub decay: f64,
    /// Share of answered callers who rate.
    pub rated: f64,
}

/// How arrival instants are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Unit exponentials in integrated rate, restarted daily: the fastest.
    Inverted,
    /// A Poisson field in (time, rate); a caller exists where the field lies under the rate curve.
    /// More demand adds callers and moves none: for paired comparisons.
    Thinned,
}
