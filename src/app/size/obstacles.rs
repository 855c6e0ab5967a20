//! Finds what keeps a requirement from being met at the end of a lever's range.

use super::outcome::Obstacle;
use crate::kpi::{Field, Kpi};
use crate::model::Model;
use crate::replicate::Results;
use crate::verdict::{Resource, peak_capacity};

/// Shares below this are nothing that stands in the way.
const NOTABLE: f64 = 0.001;
/// Occupancy beyond which a group is busy nearly all the time.
const SATURATED: f64 = 0.93;

/// Lists the obstacles that results show, the gravest first. `sites` are those where the requirement is missed.
pub(super) fn obstacles(model: &Model, results: &Results, sites: &[usize]) -> Vec<Obstacle> {
    let share = |kpi: Kpi| results.tables.total.kpi(kpi).mean.filter(|share| *share > NOTABLE);
    let mut found = Vec::new();
    found.extend(share(Kpi::BlockingRate).map(Obstacle::Trunks));
    found.extend(share(Kpi::ClosedRate).map(Obstacle::OpeningHours));
    found.extend(unstaffed(results));
    found.extend(sites.iter().filter_map(|site| short(results, *site)));
    found.extend(saturated(model, results));
    found
}

/// Counts the half hours of the day that have callers and nobody on duty.
fn unstaffed(results: &Results) -> Option<Obstacle> {
    let empty = results.tables.interval.iter().filter(|series| {
        series.total().get(Field::Offered) > 0.0 && series.kpi(Kpi::MeanStaffed).mean == Some(0.0)
    });
    Some(empty.count()).filter(|number| *number > 0).map(Obstacle::Unstaffed)
}

/// Says of what a site of a plan is short at its busiest half hour.
fn short(results: &Results, site: usize) -> Option<Obstacle> {
    let capacity = peak_capacity(results.tables.site_interval.get(site)?)?;
    Some(match capacity.short {
        Resource::Staff => Obstacle::Staff(site, capacity.people, capacity.seats),
        Resource::Seats => Obstacle::Seats(site, capacity.people, capacity.seats),
    })
}

/// Names the other group that is busiest, if it is busy nearly all the time.
fn saturated(model: &Model, results: &Results) -> Option<Obstacle> {
    let groups = model.groups().iter().zip(&results.tables.group);
    let busy = groups.filter_map(|(group, series)| Some((group, series.kpi(Kpi::Occupancy).mean?)));
    let (group, occupancy) = busy.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (occupancy > SATURATED && model.groups().len() > 1).then(|| Obstacle::Group(group.id.clone(), occupancy))
}
