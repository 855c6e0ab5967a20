//! What a single-file scenario may say, key by key: the types mirror the file and hold no logic.
//!
//! From these types come the JSON Schema that editors use and the check of every file ([`crate::scenario::schema_check`]);
//! a comment here is the help an editor shows.

use crate::language::Text;

use crate::scenario::alternative::AlternativeFile;
use crate::scenario::distribution::Distribution;
use crate::scenario::scalar::{Count, Day, Duration, Share};
use schemars::JsonSchema;
use serde::Deserialize;

/// A call centre with one queue, to be simulated by hotseat.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Name of the scenario, as it appears in results.
    #[schemars(length(min = 1), example = "erlang-a")]
    pub name: String,
    /// A line that says what it is about.
    pub title: Option<String>,
    /// Date of the first day; without it the scenario has no calendar.
    pub start: Option<Day>,
    /// The whole horizon in days, decimals allowed.
    #[schemars(range(max = 3660), extend("exclusiveMinimum" = 0), example = 30)]
    pub days: f64,
    /// The first part of the horizon: simulated, not measured.
    #[serde(default)]
    pub warm_up: Duration,
    /// Seed of the random marks, unless the command line gives another.
    #[serde(default = "one")]
    #[schemars(extend("x-kind" = "seed"))]
    pub seed: u64,
    /// How arrival instants are made: `inverted` is fastest, `thinned` suits paired comparisons.
    pub arrivals: Option<ArrivalsFile>,
    /// Acceptable waits for the service level; 15, 20, 30 and 60 s are always reported.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub service_level_within: Vec<Duration>,
    /// Telephone numbers with their own demand.
    #[schemars(length(min = 1))]
    pub hotline: Vec<HotlineFile>,
    /// The agents who take the calls of all hotlines that name no other group.
    pub front_line: FrontLineFile,
    /// Further groups of agents, for hotlines that name them.
    #[serde(default)]
    pub group: Vec<GroupFile>,
    /// Random day and hour factors of demand; plain Poisson arrivals without it.
    pub busyness: Option<BusynessFile>,
    /// Values of this file that are assumed rather than known.
    #[serde(default)]
    pub assumption: Vec<AssumptionFile>,
    /// Named sets of changes: `hotseat run SCENARIO@NAME`.
    #[serde(default)]
    pub alternative: Vec<AlternativeFile>,
}

fn one() -> u64 {
    1
}

/// How arrival instants are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ArrivalsFile {
    /// Unit exponentials in integrated rate.
    Inverted,
    /// A Poisson field thinned to the rate: more demand adds callers and moves none.
    Thinned,
}

/// A telephone number with its own demand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["calls_per_hour"]}, {"required": ["profile"]}]))]
#[schemars(extend("x-hints" = {
    "aht": "handle time is talk and wrap-up together: give `talk` and, if there is one, `wrap_up`",
    "handle_time": "handle time is talk and wrap-up together: give `talk` and, if there is one, `wrap_up`",
    "acw": "after-call work is called `wrap_up`",
    "service": "give `talk` and, if there is one, `wrap_up`",
    "rate": "give `calls_per_hour`",
    "calls": "give `calls_per_hour`",
    "calls_per_day": "give `calls_per_hour`: calls per day / 24",
    "abandon": "the wait a caller accepts is called `patience`",
    "id": "a hotline is named by its `number`"
}))]
pub struct HotlineFile {
    /// The number as dialled.
    #[schemars(length(min = 1), example = "12345")]
    pub number: String,
    /// Its name.
    pub name: Option<NameFile>,
    /// Fresh callers per hour, all day.
    #[schemars(range(min = 0, max = 1_000_000_000), example = 1260)]
    pub calls_per_hour: Option<f64>,
    /// Fresh callers by steps of the day.
    pub profile: Option<ProfileFile>,
    /// A sinusoidal factor on the rate; makes the arrivals `thinned`.
    pub wave: Option<WaveFile>,
    /// Talk time.
    pub talk: Distribution,
    /// Wrap-up time after the talk: agent busy, line free.
    pub wrap_up: Option<Distribution>,
    /// The wait a caller accepts; infinite if not given.
    pub patience: Option<Distribution>,
    /// 0 is served first.
    #[serde(default)]
    #[schemars(extend("maximum" = 7))]
    pub priority: Count,
    /// What callers do who were not answered.
    pub redial: Option<RedialFile>,
    /// The group of agents at which it rings; `front_line` if not given.
    #[schemars(length(min = 1), example = &"front_line")]
    pub group: Option<String>,
    /// Other groups that take its calls, in the order in which their idle agents are sought.
    #[serde(default)]
    pub overflow: Vec<OverflowFile>,
    /// What agents hand on to another group after their own talk.
    pub referral: Option<ReferralFile>,
}

/// A further group of agents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupFile {
    /// Its id, as hotlines name it and as it appears in results.
    #[schemars(length(min = 1), example = &"experts")]
    pub id: String,
    /// Agents on duty: a number, or numbers by steps of the day.
    #[schemars(example = 10)]
    pub agents: AgentsFile,
    /// Calls at once, waiting for it or talking; more get the busy tone. No limit if not given.
    #[schemars(extend("minimum" = 1))]
    pub lines: Option<Count>,
}

/// A group that takes calls of another group's queue.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct OverflowFile {
    /// The group.
    #[schemars(length(min = 1), example = &"experts")]
    pub group: String,
    /// The wait from which it may; the caller keeps place and clock.
    #[serde(default)]
    pub after: Duration,
    /// How it ranks these calls: a group takes calls of the lowest rank first, its own are 0.
    #[serde(default = "next_rank")]
    #[schemars(extend("maximum" = 200))]
    pub rank: Count,
    /// Agents of that group who stay idle for others.
    #[serde(default)]
    pub reserve: Count,
    /// By what talk is longer with that group's agents.
    #[serde(default = "unchanged")]
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0))]
    pub talk_factor: f64,
}

fn next_rank() -> Count {
    Count(1)
}

fn unchanged() -> f64 {
    1.0
}

/// What agents hand on after their own talk.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ReferralFile {
    /// Share of answered calls.
    #[schemars(example = "5 %")]
    pub share: Share,
    /// The group that takes them.
    #[schemars(length(min = 1), example = &"experts")]
    pub group: String,
    /// `three-way` (the default): the agent holds the caller and introduces the expert; `transfer`: the agent is
    /// free at once.
    #[serde(default)]
    pub how: TransferFile,
    /// Three-way: the agent holds for so long at most, then opens a ticket.
    #[serde(default = "hold_limit")]
    pub hold_limit: Duration,
    /// Three-way: agent, caller and expert talk together.
    #[serde(default = "introduction")]
    pub introduction: Duration,
    /// 0 is served first, before other callers of that group.
    #[serde(default)]
    #[schemars(extend("maximum" = 7))]
    pub priority: Count,
    /// Talk with the expert.
    pub talk: Distribution,
    /// The expert's wrap-up.
    pub wrap_up: Option<Distribution>,
    /// The wait for the expert that a caller accepts; infinite if not given.
    pub patience: Option<Distribution>,
}

fn hold_limit() -> Duration {
    Duration(60.0)
}

fn introduction() -> Duration {
    Duration(20.0)
}

/// How a call is handed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum TransferFile {
    /// The agent holds the caller and introduces the expert.
    #[default]
    #[serde(rename = "three-way")]
    WarmTransfer,
    /// The agent is free at once.
    Transfer,
}

/// A name in one or two languages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum NameFile {
    /// The same in both.
    Same(String),
    /// English and Chinese.
    Both(BothNames),
}

impl NameFile {
    /// As models hold it.
    pub(in crate::scenario) fn text(&self) -> Text {
        match self {
            NameFile::Same(name) => Text::same(name),
            NameFile::Both(names) => Text { en: names.en.clone(), zh: names.zh.clone() },
        }
    }
}

/// English and Chinese.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct BothNames {
    /// English.
    #[schemars(example = "Government hotline")]
    pub en: String,
    /// Chinese.
    #[schemars(example = &"政务服务便民热线")]
    pub zh: String,
}

/// Fresh callers by steps of the day, the same every day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ProfileFile {
    /// Length of a step; divides a day into whole steps.
    #[schemars(example = "30 min")]
    pub step: Duration,
    /// Callers per hour in each step from midnight on; repeated until the day is full.
    #[schemars(length(min = 1), inner(range(min = 0, max = 1_000_000_000)), example = [120, 240])]
    pub calls_per_hour: Vec<f64>,
}

/// The factor 1 + amplitude x sin(2 pi t / period) on the rate, t from the start of the horizon.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct WaveFile {
    /// 0 to 1.
    #[schemars(range(min = 0, max = 1), example = 0.2)]
    pub amplitude: f64,
    /// One full wave.
    #[schemars(extend("x-positive" = true), example = "24 h")]
    pub period: Duration,
}

/// Callers who were not answered and dial again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct RedialFile {
    /// Share of callers who dial again after giving up.
    #[serde(default)]
    pub after_abandon: Share,
    /// How long they wait before they do.
    pub abandon_delay: Option<Distribution>,
    /// Share of callers who dial again after the busy tone.
    #[serde(default)]
    pub after_busy: Share,
    /// How long they wait before they do.
    pub busy_delay: Option<Distribution>,
    /// Share of callers who dial again after ringing at a closed desk.
    #[serde(default)]
    pub after_closed: Share,
    /// How long they wait before they do.
    pub closed_delay: Option<Distribution>,
    /// Attempts a caller makes at most, the first included.
    #[serde(default = "ten")]
    #[schemars(extend("minimum" = 1))]
    pub max_attempts: Count,
}

fn ten() -> Count {
    Count(10)
}

/// The agents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-hints" = {
    "seats": "in a small scenario every agent has a seat: give `agents`",
    "staff": "give `agents`, the number on duty at once",
    "servers": "give `agents`",
    "capacity": "calls in the system at once are called `lines`",
    "trunks": "calls in the system at once are called `lines`"
}))]
pub struct FrontLineFile {
    /// Agents on duty: a number, or numbers by steps of the day.
    #[schemars(example = 100)]
    pub agents: AgentsFile,
    /// Calls in the system at once (waiting or talking); more get the busy tone. No limit if not given.
    #[schemars(extend("minimum" = 1))]
    pub lines: Option<Count>,
    /// What becomes of calls in hand when agents leave: `finish` (the default) or `return` to the
    /// head of the queue.
    #[serde(default)]
    pub on_shift_end: ShiftEndFile,
}

/// Agents on duty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum AgentsFile {
    /// The same number around the clock.
    Constant(Count),
    /// By steps of the day.
    Daily(DailyAgentsFile),
}

/// Agents by steps of the day, the same every day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct DailyAgentsFile {
    /// Length of a step; divides a day into whole steps.
    #[schemars(example = "30 min")]
    pub step: Duration,
    /// Agents in each step from midnight on; repeated until the day is full.
    #[schemars(length(min = 1), example = [10, 14])]
    pub values: Vec<Count>,
}

/// What becomes of calls in hand when agents leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ShiftEndFile {
    /// The agent finishes the call.
    #[default]
    Finish,
    /// The call goes back to the head of the queue and starts anew.
    Return,
}

/// Random factors of demand, each of mean 1.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusynessFile {
    /// Coefficient of variation of the day factor.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10))]
    pub day_cv: f64,
    /// Coefficient of variation of the hour factor.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10))]
    pub hour_cv: f64,
    /// Correlation of an hour's factor with that of the hour before.
    #[serde(default)]
    #[schemars(range(min = 0), extend("exclusiveMaximum" = 1))]
    pub hour_lag: f64,
    /// Parts of the variance that are common; their sum is 1.
    #[serde(default)]
    pub shares: SharesFile,
}

/// Parts of the variance of busyness; their sum is 1.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct SharesFile {
    /// Common to the whole scenario.
    #[schemars(example = 0.3)]
    pub province: Share,
    /// Common to a site.
    #[schemars(example = 0.2)]
    pub site: Share,
    /// Of each hotline alone.
    #[schemars(example = 0.5)]
    pub own: Share,
}

impl Default for SharesFile {
    fn default() -> SharesFile {
        SharesFile { province: Share(0.3), site: Share(0.2), own: Share(0.5) }
    }
}

/// A value that is assumed rather than known.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionFile {
    /// Dotted path of the value; a hotline is named by its number: `hotline.12345.patience.mean`.
    #[schemars(example = "hotline.12345.patience.mean")]
    pub key: String,
    /// Where it comes from, or why it was chosen.
    #[schemars(length(min = 1), example = "a survey of 2021")]
    pub why: String,
    /// A low value that would still be believable, written as the value itself.
    pub low: Option<Bound>,
    /// A high value that would still be believable, written as the value itself.
    pub high: Option<Bound>,
}

/// A number, or a text such as `"240 s"`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Bound {
    /// A number.
    Number(f64),
    /// A duration or another text.
    Text(String),
}
