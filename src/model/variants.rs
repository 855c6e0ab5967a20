//! Changed models that are valid by construction.

use super::{CallType, GroupId, Model, Route};
use crate::time::DAY;
use crate::workforce::{Shift, Staffing};

impl Model {
    /// Makes the same model under another name.
    pub fn renamed(&self, name: String) -> Model {
        let mut parts = self.to_parts();
        parts.name = name;
        Model::still_valid(parts)
    }

    /// Makes a model with only some of the call types.
    pub fn with_call_types(&self, mut keep: impl FnMut(&CallType) -> bool) -> Model {
        let mut parts = self.to_parts();
        parts.call_types.retain(|call_type| keep(call_type));
        Model::still_valid(parts)
    }

    /// Makes a model with `factor` times the fresh callers on the same staff; a negative factor counts as 0.
    pub fn with_demand_scaled(&self, factor: f64) -> Model {
        let mut parts = self.to_parts();
        let factor = factor.max(0.0);
        let demand = parts.call_types.iter_mut().flat_map(|call_type| &mut call_type.demand.per_day);
        demand.for_each(|callers| *callers = (*callers * factor).min(f64::MAX));
        Model::still_valid(parts)
    }

    /// Makes a model in which `helper` takes calls that have waited `after` seconds in the queues that `group` serves
    /// alone. Nothing changes where there is no such helper, or the
    /// wait is infinite.
    pub fn with_overflow(&self, group: GroupId, helper: GroupId, after: f64) -> Model {
        let mut parts = self.to_parts();
        let route = Route { after: after.max(0.0), rank: 1, ..Route::to(helper) };
        let alone =
            parts.queues.iter_mut().filter(|queue| queue.home() == group && queue.served_by.len() == 1);
        if helper != group && helper.index() < parts.groups.len() && after.is_finite() {
            alone.for_each(|queue| queue.served_by.push(route));
        }
        Model::still_valid(parts)
    }

    /// Makes a model in which a group has this staffing. Nothing changes where there is no such group, or its steps do not
    /// fit a day.
    pub fn with_staffing(&self, group: GroupId, staffing: Staffing) -> Model {
        let mut parts = self.to_parts();
        let fits = match &staffing {
            Staffing::Daily { step, agents, .. } => {
                *step > 0.0
                    && !agents.is_empty()
                    && ((DAY / step).round() as usize).is_multiple_of(agents.len())
            }
            Staffing::Dated(steps) => steps.first().is_some_and(|step| step.at == 0.0),
            Staffing::Constant { .. } | Staffing::ShiftPlan(_) => true,
        };
        if let Some(own) = parts.groups.get_mut(group.index()).filter(|_| fits) {
            own.staffing = staffing;
        }
        Model::still_valid(parts)
    }

    /// Makes a model in which a group's shift plan has these shifts, people by date and shift, and time off the
    /// line. Nothing changes for a group without a shift plan, or where the people do not fit the dates and the shifts.
    pub fn with_shifts(
        &self,
        group: GroupId,
        shifts: Vec<Shift>,
        rostered: Vec<Vec<u32>>,
        off_line: Vec<u32>,
    ) -> Model {
        let mut parts = self.to_parts();
        if let Some(Staffing::ShiftPlan(plan)) = parts.groups.get_mut(group.index()).map(|g| &mut g.staffing)
        {
            let fits = rostered.len() == plan.rostered.len() && !shifts.is_empty();
            if fits && rostered.iter().all(|row| row.len() == shifts.len()) {
                (plan.shifts, plan.rostered, plan.off_line) = (shifts, rostered, off_line);
            }
        }
        Model::still_valid(parts)
    }
}
