//! A part of a model's horizon as a model of its own.

use super::{CallType, Hotline, Model, Staffing, Window};
use crate::time::{DAY, Horizon};
use crate::workforce::{ShiftPlan, Step};
use std::ops::Range;

impl Model {
    /// The days `days` of the horizon, the first `lead` of them simulated and not measured. Callers and
    /// absences are those of the whole: marks are keyed by date. What was waiting when the part begins is not.
    pub fn part(&self, days: Range<usize>, lead: usize) -> Model {
        let start = days.start as i64;
        let date = self.horizon.date(days.start).filter(|_| self.horizon.start.is_some());
        let shifted = |window: &Window| Window { first: window.first - start, last: window.last - start };
        let hotline =
            |hotline: &Hotline| Hotline { window: hotline.window.as_ref().map(shifted), ..hotline.clone() };
        let mut model = self.clone();
        model.horizon = Horizon { days: days.len() as f64, warm_up: lead as f64 * DAY, start: date };
        model.hotlines = self.hotlines.iter().map(hotline).collect();
        model.call_types.iter_mut().for_each(|call_type| cut_call_type(call_type, &days));
        for group in &mut model.groups {
            match &mut group.staffing {
                Staffing::ShiftPlan(rota) => cut_shift_plan(rota, &days),
                Staffing::Dated(steps) => *steps = cut_steps(steps, &days),
                Staffing::Constant { .. } | Staffing::Daily { .. } => {}
            }
        }
        model
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
    if let Some(reach) = &mut call_type.demand.reach {
        cut(&mut reach.habit, days);
        cut(&mut reach.migrated, days);
    }
    if let Some(referral) = &mut call_type.referral {
        cut(&mut referral.share, days);
    }
}

fn cut_shift_plan(rota: &mut ShiftPlan, days: &Range<usize>) {
    cut(&mut rota.rostered, days);
    cut(&mut rota.seats, days);
    cut(&mut rota.absence, days);
}

fn cut_steps(steps: &[Step], days: &Range<usize>) -> Vec<Step> {
    let (from, to) = (days.start as f64 * DAY, days.end as f64 * DAY);
    let before = steps.iter().rev().find(|step| step.at <= from);
    let first = before.map(|step| Step { at: 0.0, ..*step });
    let inside = steps.iter().filter(|step| step.at > from && step.at < to);
    first.into_iter().chain(inside.map(|step| Step { at: step.at - from, ..*step })).collect()
}
