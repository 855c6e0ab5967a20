//! The parts of a model, before they are checked.

use super::after_call::Satisfaction;
use super::call_type::CallType;
use super::demand::{Arrivals, Busyness, Demand};
use super::group::{AgentGroup, ShiftEnd};
use super::hotline::{Hotline, Site};
use super::ids::{GroupId, HotlineId, SiteId};
use super::routing::Queue;
use crate::dist::Dist;
use crate::time::Horizon;
use crate::workforce::Staffing;

/// The parts of a model. They refer to each other by ids, which are indices into these lists; [`super::Model::new`]
/// checks them.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelParts {
    /// Name of the scenario.
    pub name: String,
    /// The time span that is simulated, and the part of it that is measured.
    pub horizon: Horizon,
    /// Seed unless another is given.
    pub seed: u64,
    /// Every number of the scenario, the one number first; absorbed lines and those without calls included.
    pub hotlines: Vec<Hotline>,
    /// Cities or prefectures; a small scenario has one.
    pub sites: Vec<Site>,
    /// Agents of one kind at one site.
    pub groups: Vec<AgentGroup>,
    /// The queues, each with the groups that serve it.
    pub queues: Vec<Queue>,
    /// Callers of one hotline at one site; at most one call type of each such pair.
    pub call_types: Vec<CallType>,
    /// Random day and hour factors of demand; none means plain Poisson.
    pub busyness: Option<Busyness>,
    /// The method that draws arrival instants.
    pub arrivals: Arrivals,
    /// The ratings of answered calls; none if callers are not asked.
    pub satisfaction: Option<Satisfaction>,
    /// Acceptable waits (AWT) in seconds of the service levels, ascending, one to eight of them.
    pub acceptable_waits: Vec<f64>,
}

impl ModelParts {
    /// Acceptable waits in seconds that are reported unless others are asked for: 15 s is the national standard.
    pub const ACCEPTABLE_WAITS: [f64; 4] = [15.0, 20.0, 30.0, 60.0];

    /// Returns the number of dates for which lists need values; 0 for an invalid horizon, which is reported as such.
    pub(super) fn dates(&self) -> usize {
        dates(&self.horizon)
    }

    /// Makes one hotline, one site and one group of agents around the clock, the M/G/n+G queue, measured from the first
    /// instant: a starting point for models made in code.
    pub fn single_queue(
        calls_per_hour: f64,
        talk: Dist,
        patience: Dist,
        agents: u32,
        days: f64,
    ) -> ModelParts {
        let horizon = Horizon { days, warm_up: 0.0, start: None };
        let demand = Demand::constant(24.0 * calls_per_hour, dates(&horizon));
        ModelParts {
            name: "single queue".to_owned(),
            horizon,
            seed: 1,
            hotlines: vec![Hotline::own("12345")],
            sites: vec![Site::named("all")],
            groups: vec![AgentGroup {
                id: "front_line".to_owned(),
                site: Some(SiteId::new(0)),
                staffing: Staffing::from(agents),
                shift_end: ShiftEnd::Finish,
                front_line: true,
                generalist: true,
            }],
            queues: vec![Queue::of(GroupId::new(0))],
            call_types: vec![CallType::simple(HotlineId::new(0), demand, talk, patience)],
            busyness: None,
            arrivals: Arrivals::Inverted,
            satisfaction: None,
            acceptable_waits: ModelParts::ACCEPTABLE_WAITS.to_vec(),
        }
    }
}

fn dates(horizon: &Horizon) -> usize {
    if horizon.days <= 1e6 { horizon.dates() } else { 0 }
}
