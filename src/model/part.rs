//! A part of a model's horizon as a model of its own.

use super::{CallType, Hotline, Model, Window};
use crate::time::{DAY, HALF_HOURS, Horizon};
use crate::workforce::{ShiftPlan, Staffing, Step};
use std::ops::Range;

impl Model {
    /// Makes a model of the days `days` of the horizon (those beyond it left out, one at least), the first `lead` of them
    /// simulated and not measured. Callers and absences are those of the whole, for keys have the date; what was
    /// waiting when the part begins is not there.
    pub fn part(&self, days: Range<usize>, lead: usize) -> Model {
        let dates = self.horizon().dates();
        let first = days.start.min(dates - 1);
        let days = first..days.end.clamp(first + 1, dates);
        let start = first as i64;
        let date = self.horizon().date(first).filter(|_| self.horizon().start.is_some());
        let shifted = |window: Window| Window { first: window.first - start, last: window.last - start };
        let hotline = |hotline: &mut Hotline| hotline.window = hotline.window.map(shifted);
        let mut parts = self.to_parts();
        let warm_up = lead.min(days.len() - 1) as f64 * DAY;
        parts.horizon = Horizon { days: days.len() as f64, warm_up, start: date };
        parts.hotlines.iter_mut().for_each(hotline);
        parts.call_types.iter_mut().for_each(|call_type| cut_call_type(call_type, &days));
        for group in &mut parts.groups {
            match &mut group.staffing {
                Staffing::ShiftPlan(plan) => cut_shift_plan(plan, &days),
                Staffing::Dated(steps) => *steps = cut_steps(steps, &days),
                Staffing::Constant { .. } | Staffing::Daily { .. } => {}
            }
        }
        Model::still_valid(parts)
    }
}

/// The values of some dates; a list that holds one value for all is left alone.
fn cut<T: Clone>(values: &mut Vec<T>, days: &Range<usize>) {
    if values.len() > 1 {
        let end = days.end.min(values.len());
        *values = values[days.start.min(end - 1)..end].to_vec();
    }
}

fn cut_call_type(call_type: &mut CallType, days: &Range<usize>) {
    cut(&mut call_type.demand.per_day, days);
    cut(&mut call_type.talk_factor, days);
    if let Some(migration) = &mut call_type.demand.migration {
        cut(&mut migration.habit, days);
        cut(&mut migration.migrated, days);
    }
    if let Some(referral) = &mut call_type.referral {
        cut(&mut referral.share, days);
    }
}

fn cut_shift_plan(plan: &mut ShiftPlan, days: &Range<usize>) {
    cut(&mut plan.rostered, days);
    cut(&mut plan.seats, days);
    cut(&mut plan.absence, days);
    cut(&mut plan.off_line, &(days.start * HALF_HOURS..days.end * HALF_HOURS));
}

fn cut_steps(steps: &[Step], days: &Range<usize>) -> Vec<Step> {
    let (from, to) = (days.start as f64 * DAY, days.end as f64 * DAY);
    let before = steps.iter().rev().find(|step| step.at <= from);
    let first = before.map(|step| Step { at: 0.0, ..*step });
    let inside = steps.iter().filter(|step| step.at > from && step.at < to);
    first.into_iter().chain(inside.map(|step| Step { at: step.at - from, ..*step })).collect()
}
