//! Cautions that a reader of results needs before trusting them: queues that grow without end, intervals too short.

use crate::dist::Dist;
use crate::kpi::{Field, Kpi};
use crate::model::{CallType, GroupId, Model};
use crate::replicate::Results;

/// A reason for caution.
#[derive(Clone, Debug, PartialEq)]
pub enum Caution {
    /// More work is offered than agents can do, and no caller abandons: the queue grows without end.
    Overloaded {
        /// Id of the group to whose queue the callers come.
        group: String,
        /// Their load in erlangs.
        load: f64,
        /// Agents on duty who may take them, time average.
        agents: f64,
    },
    /// Replications are so unequal that the intervals of these KPIs may be too short.
    Unequal {
        /// Names of the KPIs.
        kpis: Vec<String>,
        /// Number of replications.
        replications: u64,
    },
}

/// Lists what calls for caution in the results of a model.
pub fn cautions(model: &Model, results: &Results) -> Vec<Caution> {
    overloaded(model, results).into_iter().chain(unequal(model, results)).collect()
}

/// The load of callers who never abandon, and the groups that may take them; the first is the one to which they come.
struct EndlessLoad {
    groups: Vec<GroupId>,
    load: f64,
}

/// Finds the groups whose callers who never abandon bring more work than all agents who may take them can do. Of groups
/// that help each other it is looked at all that none but they may do.
fn overloaded(model: &Model, results: &Results) -> Vec<Caution> {
    let loads = endless_loads(model, results);
    let mut found: Vec<Caution> = Vec::new();
    for EndlessLoad { groups, .. } in &loads {
        let among = |own: &&EndlessLoad| own.groups.iter().all(|group| groups.contains(group));
        let load: f64 = loads.iter().filter(among).map(|own| own.load).sum();
        let agents = groups.iter().map(|group| staffed(results, *group)).sum();
        let known = |caution: &Caution| matches!(caution, Caution::Overloaded { group, .. } if *group == model.group(groups[0]).id);
        if load > agents && !found.iter().any(known) {
            found.push(Caution::Overloaded { group: model.group(groups[0]).id.clone(), load, agents });
        }
    }
    found
}

fn staffed(results: &Results, group: GroupId) -> f64 {
    results.tables.group[group.index()].kpi(Kpi::MeanStaffed).mean.unwrap_or(0.0)
}

/// Lists the loads of callers who never abandon: of first calls, and of those transferred blindly.
fn endless_loads(model: &Model, results: &Results) -> Vec<EndlessLoad> {
    let mut loads = Vec::new();
    for call_type in model.call_types() {
        let rate = rate(model, results, call_type);
        let groups = |queue| model.queue(queue).served_by.iter().map(|route| route.group).collect();
        if call_type.patience == Dist::NEVER && !call_type.changes_queue() {
            let handle = call_type.talk.mean() + call_type.wrap_up.as_ref().map_or(0.0, Dist::mean);
            loads.push(EndlessLoad { groups: groups(call_type.queue), load: rate * handle });
        }
        let referral = call_type.referral.as_ref().filter(|referral| referral.patience == Dist::NEVER);
        if let Some(referral) = referral.filter(|referral| !referral.holds_the_agent()) {
            let handle = referral.talk.mean() + referral.wrap_up.as_ref().map_or(0.0, Dist::mean);
            let load = rate * referral.share_at(0.0) * handle;
            loads.push(EndlessLoad { groups: groups(referral.queue), load });
        }
    }
    loads
}

/// Returns the attempts of a call type per second that came to a queue: its share of its hotline's.
fn rate(model: &Model, results: &Results, call_type: &CallType) -> f64 {
    let sums = results.tables.hotline[call_type.hotline.index()].total();
    let away = [Field::Blocked, Field::Closed, Field::SelfServed, Field::HungUp];
    let came = sums.get(Field::Offered) - away.iter().map(|field| sums.get(*field)).sum::<f64>();
    let callers = |of: &CallType| of.demand.per_day.iter().sum::<f64>();
    let alike = model.call_types().iter().filter(|other| other.hotline == call_type.hotline);
    let all: f64 = alike.map(callers).sum();
    let seconds = sums.get(Field::TimeSpan);
    if all > 0.0 && seconds > 0.0 { came / seconds * callers(call_type) / all } else { 0.0 }
}

/// Finds the main KPIs of which replications are so unequal that their intervals may be too short.
fn unequal(model: &Model, results: &Results) -> Option<Caution> {
    let total = &results.tables.total;
    let main =
        [Kpi::AnswerRate, Kpi::ServiceLevel(0), Kpi::MeanWaitAnswered, Kpi::MeanWaitAll, Kpi::MeanQueue];
    let kpis = main.into_iter().filter(|kpi| total.needs_more_replications(*kpi));
    let kpis: Vec<String> = kpis.map(|kpi| kpi.name(model.acceptable_waits())).collect();
    (!kpis.is_empty()).then_some(Caution::Unequal { kpis, replications: results.replications })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Busyness, ModelParts};

    fn cautions_of(parts: ModelParts, replications: u64) -> Vec<Caution> {
        let model = Model::new(parts).unwrap();
        let mut results = Results::new(&model);
        results.extend(&model, 1, replications, |_| {});
        cautions(&model, &results)
    }

    fn queue(calls_per_hour: f64, patience: Dist) -> ModelParts {
        let talk = Dist::exponential(300.0).unwrap();
        ModelParts::single_queue(calls_per_hour, talk, patience, 5, 2.0)
    }

    #[test]
    fn ten_erlangs_on_five_agents_are_too_much_unless_callers_abandon() {
        let found = cautions_of(queue(120.0, Dist::NEVER), 2);
        let Some(Caution::Overloaded { group, load, agents }) = found.first() else { panic!("{found:?}") };
        assert!(group == "front_line" && (load - 10.0).abs() < 0.5 && *agents == 5.0, "{found:?}");
        let patience = Dist::exponential(60.0).unwrap();
        let is_overload = |caution: &Caution| matches!(caution, Caution::Overloaded { .. });
        assert!(!cautions_of(queue(120.0, patience), 2).iter().any(is_overload));
        assert!(!cautions_of(queue(48.0, Dist::NEVER), 2).iter().any(is_overload));
    }

    /// A day factor of shape 10 at 60 % load: most days wait little, a bright one waits long.
    #[test]
    fn few_unequal_days_are_called_so() {
        let mut parts = queue(36.0, Dist::exponential(1000.0).unwrap());
        parts.horizon.days = 1.0;
        parts.busyness = Some(Busyness { day_cv: 0.8, hour_cv: 0.0, hour_lag: 0.0, shares: [0.0, 0.0, 1.0] });
        let found = cautions_of(parts, 12);
        let unequal = |caution: &Caution| matches!(caution, Caution::Unequal { kpis, replications: 12 } if kpis.contains(&"mean_wait_answered".to_owned()));
        assert!(found.iter().any(unequal), "{found:?}");
        assert_eq!(cautions_of(queue(36.0, Dist::exponential(60.0).unwrap()), 20), []);
    }
}
