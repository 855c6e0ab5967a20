//! The validated model: hotlines, sites, groups of agents and the streams of callers between them.
//!
//! Everything here is plain data with its meaning checked on the way in (`scenario`); names have
//! become indices. A *stream* is the callers of one hotline at one site; a *group* is agents that
//! share one queue: a site's front line.

use crate::dist::Dist;
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
    /// Queues with their agents.
    pub groups: Vec<Group>,
    /// Callers of one hotline at one site.
    pub streams: Vec<Stream>,
    /// Random day and hour factors of demand; none means plain Poisson.
    pub busyness: Option<Busyness>,
    /// How arrival instants are made from marks.
    pub arrivals: Arrivals,
    /// Acceptable waits T in seconds for the service level, ascending.
    pub within: Vec<f64>,
}

impl Model {
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
            groups: vec![Group {
                id: "front_line".to_owned(),
                site: 0,
                staffing: Staffing::Constant { agents, lines: None },
                shift_end: ShiftEnd::Finish,
                partner: None,
            }],
            streams: vec![Stream {
                hotline: 0,
                site: 0,
                group: 0,
                priority: 0,
                demand,
                talk,
                talk_factor: Vec::new(),
                wrap_up: None,
                patience,
                redial: None,
            }],
            busyness: None,
            arrivals: Arrivals::Inverted,
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

/// A text in both languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Text {
    /// The same text in both languages.
    pub fn same(text: &str) -> Text {
        Text { en: text.to_owned(), zh: text.to_owned() }
    }
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

/// Agents that share one queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Id in files and results.
    pub id: String,
    /// The site it belongs to.
    pub site: usize,
    /// Who is on duty when.
    pub staffing: Staffing,
    /// What becomes of calls in hand when agents leave.
    pub shift_end: ShiftEnd,
    /// Takes over the hours that the rota leaves uncovered (index into groups).
    pub partner: Option<usize>,
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
    Rota(crate::staffing::Rota),
}

/// The callers of one hotline at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Index into hotlines.
    pub hotline: usize,
    /// Index into sites.
    pub site: usize,
    /// Index into groups: whose queue they join.
    pub group: usize,
    /// 0 is served first.
    pub priority: u8,
    /// How many call when.
    pub demand: Demand,
    /// Talk time in seconds.
    pub talk: Dist,
    /// By what talk times are multiplied on each date (slower on newly merged topics); empty = 1.
    pub talk_factor: Vec<f64>,
    /// Wrap-up time after the talk in seconds, agent busy, line free.
    pub wrap_up: Option<Dist>,
    /// The wait a caller accepts, in seconds.
    pub patience: Dist,
    /// What callers do who were not answered.
    pub redial: Option<Redial>,
}

/// Fresh callers: expected numbers by date, shape within the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Expected fresh callers on each date of the horizon, before busyness.
    pub per_day: Vec<f64>,
    /// Shape within the day.
    pub profile: Profile,
    /// A sinusoidal factor on top, for theory's sake.
    pub wave: Option<Wave>,
    /// Which of them reach the front line; none means all.
    pub reach: Option<Reach>,
}

/// Relative rate by steps of the day; repeated if it is shorter than the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Seconds per step; divides a day, or the day holds a whole number of its repetitions.
    pub step: f64,
    /// Rate in each step relative to `per_day` / 86,400 s.
    pub values: Vec<f64>,
}

impl Profile {
    /// The same rate all day.
    pub fn flat() -> Profile {
        Profile { step: crate::time::DAY, values: vec![1.0] }
    }
}

/// The factor 1 + amplitude sin(2 pi t / period), t from the start of the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// 0 to 1.
    pub amplitude: f64,
    /// Seconds.
    pub period: f64,
}

/// Which callers of a topic reach the front line on each date: those who dial 12345 (u1 < habit),
/// and of those who dial the old number the migrated ones (u2 < migrated).
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// h: share who dial 12345, by date.
    pub habit: Vec<f64>,
    /// m: share of old-number calls that ring at the front line, by date.
    pub migrated: Vec<f64>,
}

/// Callers who were not answered and dial again.
#[derive(Clone, Debug, PartialEq)]
pub struct Redial {
    /// Probability after abandoning.
    pub after_abandon: f64,
    /// Delay after abandoning.
    pub abandon_delay: Dist,
    /// Probability after the busy tone.
    pub after_busy: f64,
    /// Delay after the busy tone.
    pub busy_delay: Dist,
    /// Attempts a caller makes at most, the first included.
    pub max_attempts: u32,
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
    /// Shares of variance common to the province, common to a site and a stream's own; sum 1.
    pub shares: [f64; 3],
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
