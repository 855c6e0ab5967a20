//! The attempts of a point that are measured.

use crate::kpi::{Entry, Field, Histogram, QUANTILES, Rolling, Sums, Tables, Waits};
use crate::model::Model;
use crate::replicate::Replication;
use std::sync::Arc;

/// The attempts of a point that are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every attempt, wherever it ends.
    #[default]
    Total,
    /// The attempts that came to a front line, of all sites together: what a rule for front lines is judged by.
    /// The worst 24 hours are those of the worst site.
    FrontLines,
}

impl Scope {
    /// Returns the total of these attempts in a replication, and their waits.
    pub(super) fn of(self, model: &Model, replication: Replication) -> (Entry, Arc<Histogram>) {
        match self {
            Scope::Total => (replication.tables.total, replication.waits.total),
            Scope::FrontLines => front_lines(model, &replication.tables, &replication.waits),
        }
    }
}

/// Sums over agents and seats, whatever site the callers came from.
const OF_AGENTS: [Field; 7] = [
    Field::Busy,
    Field::Held,
    Field::FollowUpTime,
    Field::Staffed,
    Field::Overtime,
    Field::Seats,
    Field::Unstaffed,
];

fn front_lines(model: &Model, tables: &Tables<Entry>, waits: &Waits) -> (Entry, Arc<Histogram>) {
    let mut together = Histogram::default();
    waits.front_line.iter().for_each(|histogram| together.merge(histogram));
    let mut sums = Sums::default();
    tables.front_line.iter().for_each(|entry| sums.merge(&entry.sums));
    // Sites share the measured time.
    let spans: f64 = tables.front_line.iter().map(|entry| entry.sums.get(Field::TimeSpan)).sum();
    sums.add(Field::TimeSpan, tables.total.sums.get(Field::TimeSpan) - spans);
    // One pool for all belongs to no site.
    for field in OF_AGENTS {
        let fronts = model.groups().iter().zip(&tables.group).filter(|(group, _)| group.front_line);
        let all: f64 = fronts.map(|(_, entry)| entry.sums.get(field)).sum();
        sums.add(field, all - sums.get(field));
    }
    sums.cap_busy();
    let rolling = tables.front_line.iter().map(|entry| entry.rolling).fold(Rolling::default(), worse);
    let quantiles = together.quantiles(QUANTILES);
    let counted = tables.total.counted;
    (Entry { sums, counted, quantiles, rolling }, Arc::new(together))
}

/// Joins the rolling windows of two sites: the worst is the worse site's.
fn worse(a: Rolling, b: Rolling) -> Rolling {
    let worst = match (a.worst, b.worst) {
        (Some(own), Some(other)) if own <= other => a,
        (_, Some(_)) => b,
        _ => a,
    };
    Rolling {
        judged: a.judged + b.judged,
        below: a.below + b.below,
        too_small: a.too_small + b.too_small,
        ..worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::kpi::Kpi;
    use crate::model::{AgentGroup, CallType, GroupId, ModelParts, Queue, QueueId, Site, SiteId};
    use crate::replicate::replicate;

    /// A front line of three and one of nine, each with its own callers; the latter's group is a front line or not.
    fn two_sites(second: bool) -> Model {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let mut model = ModelParts::single_queue(60.0, talk, patience, 3, 2.0);
        let agents = crate::model::Staffing::Constant { agents: 9, lines: None };
        let group = AgentGroup {
            id: "b".into(),
            site: Some(SiteId::new(1)),
            staffing: agents,
            ..model.groups[0].clone()
        };
        model.groups.push(AgentGroup { front_line: second, ..group });
        model.sites.push(Site::named("b"));
        model.queues.push(Queue::of(GroupId::new(1)));
        let call_type = model.call_types[0].clone();
        model.call_types.push(CallType { site: SiteId::new(1), queue: QueueId::new(1), ..call_type });
        Model::new(model).unwrap()
    }

    #[test]
    fn front_lines_are_the_total_where_all_groups_are_front_lines() {
        let model = two_sites(true);
        let of = |scope: Scope| scope.of(&model, replicate(&model, 1, 0));
        let ((total, all), (front, waits)) = (of(Scope::Total), of(Scope::FrontLines));
        for kpi in [Kpi::AnswerRate, Kpi::MeanWaitAnswered, Kpi::MeanQueue, Kpi::Occupancy] {
            let value = |entry: &Entry| {
                let (over, under) = kpi.ratio(&entry.sums);
                over / under
            };
            assert!((value(&total) / value(&front) - 1.0).abs() < 1e-12, "{kpi:?}");
        }
        assert_eq!((all, total.quantiles), (waits, front.quantiles));
        // The small site's worst day is worse than that of both together.
        assert!(front.rolling.worst < total.rolling.worst);
    }

    #[test]
    fn attempts_at_other_groups_are_not_counted() {
        let model = two_sites(false);
        let offered = |scope: Scope| scope.of(&model, replicate(&model, 1, 0)).0.sums.get(Field::Offered);
        let (all, front) = (offered(Scope::Total), offered(Scope::FrontLines));
        assert!(front > 1000.0 && all > 1.5 * front, "{front} of {all}");
    }
}
