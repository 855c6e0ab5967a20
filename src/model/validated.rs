//! The validated model and how it is read.

use super::check::problems;
use super::error::ModelErrors;
use super::{AgentGroup, Arrivals, Busyness, CallType, Hotline, Queue, Satisfaction, Site};
use super::{CallTypeId, GroupId, HotlineId, ModelParts, QueueId, SiteId};
use crate::dist::Dist;
use crate::time::Horizon;

/// A whole scenario, ready to be simulated. Every value of this type has passed [`Model::new`]'s checks, so nothing that
/// reads it can meet a dangling id, an empty list or a negative time.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    parts: ModelParts,
}

impl Model {
    /// Checks the parts and makes a model of them.
    ///
    /// # Errors
    ///
    /// Every problem at once, in the order of [`ModelParts`].
    pub fn new(parts: ModelParts) -> Result<Model, ModelErrors> {
        let found = problems(&parts);
        if found.is_empty() { Ok(Model { parts }) } else { Err(ModelErrors::new(found)) }
    }

    /// Makes a model of parts that were changed in a way that keeps them valid.
    pub(super) fn still_valid(parts: ModelParts) -> Model {
        debug_assert_eq!(problems(&parts), [], "a change has broken a valid model");
        Model { parts }
    }

    /// Makes the M/G/n+G queue, see [`ModelParts::single_queue`].
    pub fn single_queue(
        calls_per_hour: f64,
        talk: Dist,
        patience: Dist,
        agents: u32,
        days: f64,
    ) -> Result<Model, ModelErrors> {
        Model::new(ModelParts::single_queue(calls_per_hour, talk, patience, agents, days))
    }

    /// Makes a variant: copies the parts, lets `change` edit them and checks what comes of it.
    pub fn with(&self, change: impl FnOnce(&mut ModelParts)) -> Result<Model, ModelErrors> {
        let mut parts = self.to_parts();
        change(&mut parts);
        Model::new(parts)
    }

    /// Returns a copy of the parts.
    pub fn to_parts(&self) -> ModelParts {
        self.parts.clone()
    }

    /// Returns the parts.
    pub fn into_parts(self) -> ModelParts {
        self.parts
    }

    /// Returns the name of the scenario.
    #[inline(always)]
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// Returns what is simulated and measured.
    #[inline(always)]
    pub fn horizon(&self) -> &Horizon {
        &self.parts.horizon
    }

    /// Returns the seed that holds unless another is given.
    #[inline(always)]
    pub fn seed(&self) -> u64 {
        self.parts.seed
    }

    /// Returns every number of the scenario, the one number first.
    #[inline(always)]
    pub fn hotlines(&self) -> &[Hotline] {
        &self.parts.hotlines
    }

    /// Returns the cities or prefectures; a small scenario has one.
    #[inline(always)]
    pub fn sites(&self) -> &[Site] {
        &self.parts.sites
    }

    /// Returns the agent groups.
    #[inline(always)]
    pub fn groups(&self) -> &[AgentGroup] {
        &self.parts.groups
    }

    /// Returns the queues.
    #[inline(always)]
    pub fn queues(&self) -> &[Queue] {
        &self.parts.queues
    }

    /// Returns the call types.
    #[inline(always)]
    pub fn call_types(&self) -> &[CallType] {
        &self.parts.call_types
    }

    /// Returns the random day and hour factors of demand; none means plain Poisson.
    #[inline(always)]
    pub fn busyness(&self) -> Option<Busyness> {
        self.parts.busyness
    }

    /// Returns how arrival instants are made.
    #[inline(always)]
    pub fn arrivals(&self) -> Arrivals {
        self.parts.arrivals
    }

    /// Returns how callers rate answers; none: they are not asked.
    #[inline(always)]
    pub fn satisfaction(&self) -> Option<Satisfaction> {
        self.parts.satisfaction
    }

    /// Returns the acceptable waits (AWT) in seconds of the service levels, ascending.
    #[inline(always)]
    pub fn acceptable_waits(&self) -> &[f64] {
        &self.parts.acceptable_waits
    }

    /// Returns a hotline. Panics on an id of another model that has more, as the following do.
    #[inline(always)]
    pub fn hotline(&self, id: HotlineId) -> &Hotline {
        &self.parts.hotlines[id.index()]
    }

    /// Returns a site.
    #[inline(always)]
    pub fn site(&self, id: SiteId) -> &Site {
        &self.parts.sites[id.index()]
    }

    /// Returns an agent group.
    #[inline(always)]
    pub fn group(&self, id: GroupId) -> &AgentGroup {
        &self.parts.groups[id.index()]
    }

    /// Returns a queue.
    #[inline(always)]
    pub fn queue(&self, id: QueueId) -> &Queue {
        &self.parts.queues[id.index()]
    }

    /// Returns a call type.
    #[inline(always)]
    pub fn call_type(&self, id: CallTypeId) -> &CallType {
        &self.parts.call_types[id.index()]
    }

    /// Returns the group at which a queue's calls arrive: the first of those who take them.
    #[inline(always)]
    pub fn home(&self, queue: QueueId) -> GroupId {
        self.queue(queue).home()
    }

    /// Returns the expected share of positive ratings of a call type's calls answered at once; 0 where nobody asks.
    pub fn positive_rating_without_wait(&self, call_type: &CallType) -> f64 {
        let resolved = call_type.repeat.as_ref().map_or(1.0, |repeat| repeat.resolved);
        self.satisfaction().map_or(0.0, |s| resolved * s.solved + (1.0 - resolved) * s.unsolved)
    }
}
