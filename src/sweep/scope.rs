//! Which attempts of a point are measured.

use crate::kpi::{Entry, Field, Histogram, QUANTILES, Rolling, Sums, Tables, Waits};
use crate::replicate::Replication;

/// Which attempts of a point are measured.
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
    /// What a replication says of these attempts, and their waits.
    pub(super) fn of(self, replication: Replication) -> (Entry, Histogram) {
        match self {
            Scope::Total => (replication.tables.total, replication.waits.total),
            Scope::FrontLines => front_lines(&replication.tables, &replication.waits),
        }
    }
}

fn front_lines(tables: &Tables<Entry>, waits: &Waits) -> (Entry, Histogram) {
    let mut together = Histogram::default();
    waits.front_line.iter().for_each(|histogram| together.merge(histogram));
    let mut sums = Sums::default();
    tables.front_line.iter().for_each(|entry| sums.merge(&entry.sums));
    // Sites share the measured time.
    let spans: f64 = tables.front_line.iter().map(|entry| entry.sums.get(Field::Span)).sum();
    sums.add(Field::Span, tables.total.sums.get(Field::Span) - spans);
    let rolling = tables.front_line.iter().map(|entry| entry.rolling).fold(Rolling::default(), worse);
    let quantiles = together.quantiles(QUANTILES);
    (Entry { sums, quantiles, rolling }, together)
}

/// The windows of two sites together: the worst is the worse site's.
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
    use crate::centre::{Group, Model, Queue, Site, Text};
    use crate::dist::Dist;
    use crate::kpi::Kpi;
    use crate::replicate::replicate;

    /// A front line of three and one of nine, each with its own callers; the latter's group is a front line or not.
    fn two_sites(second: bool) -> Model {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let mut model = Model::single_queue(60.0, talk, patience, 3, 2.0);
        let agents = crate::centre::Staffing::Constant { agents: 9, lines: None };
        let group = Group { id: "b".into(), site: Some(1), staffing: agents, ..model.groups[0].clone() };
        model.groups.push(Group { front_line: second, ..group });
        model.sites.push(Site { id: "b".into(), name: Text::same("b"), people: 0 });
        model.queues.push(Queue::of(1));
        let stream = model.streams[0].clone();
        model.streams.push(crate::centre::Stream { site: 1, queue: 1, ..stream });
        model
    }

    #[test]
    fn front_lines_together_are_the_whole_where_there_is_nothing_else() {
        let replication = || replicate(&two_sites(true), 1, 0);
        let ((total, all), (front, waits)) =
            (Scope::Total.of(replication()), Scope::FrontLines.of(replication()));
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
    fn who_came_elsewhere_does_not_count() {
        let replication = || replicate(&two_sites(false), 1, 0);
        let offered = |scope: Scope| scope.of(replication()).0.sums.get(Field::Offered);
        let (all, front) = (offered(Scope::Total), offered(Scope::FrontLines));
        assert!(front > 1000.0 && all > 1.5 * front, "{front} of {all}");
    }
}
