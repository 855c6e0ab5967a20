//! A builder of models in which call types refer to groups by name.

use super::call_builder::CallTypeBuilder;
use super::error::{Flaw, ModelError, ModelErrors, Place};
use super::ids::{CallTypeId, GroupId, HotlineId, QueueId, SiteId};
use super::{
    AgentGroup, Arrivals, CallType, Hotline, Model, ModelParts, Queue, Route, ShiftEnd, Site, WhenClosed,
};
use crate::time::{HOUR, Horizon};
use crate::workforce::Staffing;
use jiff::civil::Date;

impl Model {
    /// Starts a model of one site by names: call types, and the groups of agents who answer them.
    ///
    /// ```
    /// use hotseat::{Dist, Model};
    ///
    /// let model = Model::builder()
    ///     .days(5.0)
    ///     .group("agents", 12)
    ///     .call_type("sales", |calls| calls.calls_per_hour(120.0).talk(Dist::exponential(300.0)))
    ///     .build()?;
    /// assert_eq!(model.hotlines()[0].number, "sales");
    ///
    /// let wrong = Model::builder()
    ///     .group("agents", 12)
    ///     .call_type("sales", |calls| calls.calls_per_hour(-1.0).talk(Dist::exponential(0.0)).served_by("agent"));
    /// let problems = wrong.build().unwrap_err();
    /// assert_eq!(
    ///     problems.to_string(),
    ///     "call type 0 (`sales`): `calls_per_hour` is -1, and must be 0 or more, and finite\n\
    ///      call type 0 (`sales`): `talk`: `mean` must be positive and finite\n\
    ///      call type 0 (`sales`): there is no group `agent`"
    /// );
    /// # Ok::<(), hotseat::model::ModelErrors>(())
    /// ```
    pub fn builder() -> ModelBuilder {
        ModelBuilder::default()
    }
}

/// Builds a [`Model`] of one site. Call types refer to groups by name, in any order; [`ModelBuilder::build`] reports
/// every problem at once. Defaults: one day, measured from its first instant, without a calendar; service levels at 15,
/// 20, 30 and 60 s; seed 1.
///
/// Settings for which it has no method are made on the parts of the built model, see [`Model::with`].
#[derive(Clone, Debug)]
pub struct ModelBuilder {
    name: String,
    horizon: Horizon,
    seed: u64,
    groups: Vec<(String, Staffing)>,
    call_types: Vec<CallTypeBuilder>,
    arrivals: Arrivals,
    acceptable_waits: Vec<f64>,
}

impl Default for ModelBuilder {
    fn default() -> ModelBuilder {
        ModelBuilder {
            name: "model".to_owned(),
            horizon: Horizon { days: 1.0, warm_up: 0.0, start: None },
            seed: 1,
            groups: Vec::new(),
            call_types: Vec::new(),
            arrivals: Arrivals::Inverted,
            acceptable_waits: ModelParts::ACCEPTABLE_WAITS.to_vec(),
        }
    }
}

impl ModelBuilder {
    /// Names the model.
    #[must_use]
    pub fn name(self, name: &str) -> ModelBuilder {
        ModelBuilder { name: name.to_owned(), ..self }
    }

    /// Sets how many days one replication lasts, the warm-up included; not necessarily whole.
    #[must_use]
    pub fn days(mut self, days: f64) -> ModelBuilder {
        self.horizon.days = days;
        self
    }

    /// Sets how many hours are simulated, from an empty system, before anything is measured.
    #[must_use]
    pub fn warm_up_hours(mut self, hours: f64) -> ModelBuilder {
        self.horizon.warm_up = hours * HOUR;
        self
    }

    /// Gives the horizon a calendar that begins with this date: results come by date, too.
    #[must_use]
    pub fn start(mut self, date: Date) -> ModelBuilder {
        self.horizon.start = Some(date);
        self
    }

    /// Sets the seed that holds unless another is given.
    #[must_use]
    pub fn seed(self, seed: u64) -> ModelBuilder {
        ModelBuilder { seed, ..self }
    }

    /// Sets how arrival instants are made; [`Arrivals::Inverted`] if not.
    #[must_use]
    pub fn arrivals(self, arrivals: Arrivals) -> ModelBuilder {
        ModelBuilder { arrivals, ..self }
    }

    /// Sets the acceptable waits in seconds at which service levels are counted, eight at most.
    #[must_use]
    pub fn acceptable_waits(self, seconds: impl Into<Vec<f64>>) -> ModelBuilder {
        ModelBuilder { acceptable_waits: seconds.into(), ..self }
    }

    /// Adds a group of agents: a number around the clock, or any [`Staffing`].
    #[must_use]
    pub fn group(mut self, name: &str, staffing: impl Into<Staffing>) -> ModelBuilder {
        self.groups.push((name.to_owned(), staffing.into()));
        self
    }

    /// Adds a call type, whose callers dial a hotline of this name.
    #[must_use]
    pub fn call_type(
        mut self,
        name: &str,
        describe: impl FnOnce(CallTypeBuilder) -> CallTypeBuilder,
    ) -> ModelBuilder {
        self.call_types.push(describe(CallTypeBuilder::new(name)));
        self
    }

    /// Checks everything and makes the model.
    ///
    /// # Errors
    ///
    /// Every problem at once.
    pub fn build(self) -> Result<Model, ModelErrors> {
        let (parts, found) = self.parts();
        match (Model::new(parts), found.is_empty()) {
            (Ok(model), true) => Ok(model),
            (Ok(_), false) => Err(ModelErrors::new(found)),
            (Err(more), _) => Err(ModelErrors::new([found, more.errors().to_vec()].concat())),
        }
    }

    /// Returns the parts as far as they can be made, and the errors of the rest.
    fn parts(self) -> (ModelParts, Vec<ModelError>) {
        let mut found = Vec::new();
        let mut parts = ModelParts {
            name: self.name.clone(),
            horizon: self.horizon.clone(),
            seed: self.seed,
            hotlines: self.call_types.iter().map(|calls| Hotline::own(&calls.name)).collect(),
            sites: vec![Site::named("all")],
            groups: self.groups.iter().map(group).collect(),
            queues: Vec::new(),
            call_types: Vec::new(),
            busyness: None,
            arrivals: self.arrivals,
            satisfaction: None,
            acceptable_waits: self.acceptable_waits.clone(),
        };
        parts.acceptable_waits.sort_by(f64::total_cmp);
        for (index, calls) in self.call_types.iter().enumerate() {
            let place = Place::CallType(CallTypeId::new(index), calls.name.clone());
            let mut report = |flaw| found.push(ModelError { place: place.clone(), flaw });
            let call_type = calls.call_type(HotlineId::new(index), parts.dates(), &mut report);
            let queue = self.queue(calls, &mut report);
            let queue = QueueId::new(place_of(&mut parts.queues, queue));
            parts.call_types.push(CallType { queue, ..call_type });
        }
        (parts, found)
    }

    /// The queue of a call type; groups that are not there are reported and stand as the first.
    fn queue(&self, calls: &CallTypeBuilder, report: &mut impl FnMut(Flaw)) -> Queue {
        let mut route = |(name, after): &(String, f64)| {
            let known = self.groups.iter().position(|(group, _)| group == name);
            if known.is_none() {
                report(Flaw::Unknown { what: "group", name: name.clone() });
            }
            known.map(|group| Route { after: *after, ..Route::to(GroupId::new(group)) })
        };
        let mut served_by: Vec<Route> = calls.served_by.iter().filter_map(&mut route).collect();
        if served_by.is_empty() {
            served_by.push(Route::to(GroupId::new(0)));
        }
        if calls.served_by.is_empty() && self.groups.len() > 1 {
            report(Flaw::Unfit("there are several groups, and `served_by` does not say which answers"));
        }
        Queue { served_by, when_closed: WhenClosed::Wait }
    }
}

fn group((name, staffing): &(String, Staffing)) -> AgentGroup {
    AgentGroup {
        id: name.clone(),
        site: Some(SiteId::new(0)),
        staffing: staffing.clone(),
        shift_end: ShiftEnd::Finish,
        front_line: true,
        generalist: true,
    }
}

/// Call types that are served alike share a queue.
fn place_of(queues: &mut Vec<Queue>, queue: Queue) -> usize {
    queues.iter().position(|known| *known == queue).unwrap_or_else(|| {
        queues.push(queue);
        queues.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;

    fn talk() -> Dist {
        Dist::exponential(300.0).unwrap()
    }

    #[test]
    fn call_types_served_alike_share_a_queue_and_others_do_not() {
        let model = Model::builder()
            .call_type("a", |calls| calls.calls_per_hour(1.0).talk(talk()).served_by("x"))
            .call_type("b", |calls| calls.calls_per_hour(1.0).talk(talk()).served_by("x"))
            .call_type("c", |calls| {
                calls.calls_per_hour(1.0).talk(talk()).served_by("x").overflow_to("y", 9.0)
            })
            .group("x", 3)
            .group("y", Staffing::daily(HOUR, vec![1, 2]).with_lines(5))
            .build()
            .unwrap();
        let queues: Vec<usize> = model.call_types().iter().map(|calls| calls.queue.index()).collect();
        assert_eq!(queues, [0, 0, 1]);
        assert_eq!(model.queues()[1].served_by[1].after, 9.0);
    }

    #[test]
    fn rates_by_steps_of_the_day_keep_their_mean_and_shape() {
        let rates = vec![60.0, 120.0];
        let hours = |calls: CallTypeBuilder| calls.calls_per_hour_by(12.0 * HOUR, rates).talk(talk());
        let model = Model::builder().days(2.0).group("x", 1).call_type("a", hours).build().unwrap();
        let demand = &model.call_types()[0].demand;
        assert_eq!(demand.per_day, [90.0 * 24.0; 2]);
        assert_eq!(demand.profile.values, [60.0 / 90.0, 120.0 / 90.0]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = Model::builder()
            .days(f64::NAN)
            .warm_up_hours(-1.0)
            .acceptable_waits([20.0, 20.0])
            .group("x", 1)
            .group("x", Staffing::daily(7.7, vec![]))
            .call_type("a", |calls| calls.talk(Dist::NEVER).served_by("z"))
            .call_type("a", |calls| calls.calls_per_hour_by(0.0, vec![f64::NAN]).redial_share(2.0));
        let errors = wrong.build().unwrap_err();
        let text = errors.to_string();
        for part in [
            "call type 0 (`a`): `calls_per_hour` is not given",
            "call type 0 (`a`): there is no group `z`",
            "call type 1 (`a`): there are several groups",
            "call type 1 (`a`): `talk` is not given",
            "model: `horizon.days` is NaN",
            "model: `horizon.warm_up` is -3600",
            "group `x`: its id appears twice",
            "group `x`: `staffing.step` is 7.7",
            "group `x`: `staffing.agents` is empty",
            "call type 0 (`a`): `talk` never ends",
            "call type 1 (`a`): `redial.after_abandon` is 2",
            "model: `acceptable_waits` is not in ascending order",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
