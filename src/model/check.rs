//! What makes parts a model: the checks of horizon, names, queues and of what holds for the whole.

use super::after_call::Satisfaction;
use super::check_calls::call_types;
use super::check_staffing::groups;
use super::demand::Busyness;
use super::error::{Flaw, ModelError, Place};
use super::findings::{Checks, Problems};
use super::ids::QueueId;
use super::parts::ModelParts;
use super::routing::{Queue, Route, WhenClosed};
use crate::time::Horizon;
use std::collections::HashSet;

/// Acceptable waits of a model at most.
pub const MAX_ACCEPTABLE_WAITS: usize = 8;

/// Days of a horizon at most: times of any instant stay exact to a few microseconds.
const MAX_DAYS: f64 = 1e6;

/// Returns every problem of the parts, in their order.
pub(super) fn problems(parts: &ModelParts) -> Vec<ModelError> {
    let mut found = Problems::default();
    horizon(&parts.horizon, &mut found.at(Place::Model));
    hotlines(parts, &mut found);
    sites(parts, &mut found);
    groups(parts, &mut found);
    for (index, queue) in parts.queues.iter().enumerate() {
        check_queue(parts, index, queue, &mut found.at(Place::Queue(QueueId::new(index))));
    }
    call_types(parts, &mut found);
    let whole = &mut found.at(Place::Model);
    if let Some(busyness) = &parts.busyness {
        check_busyness(busyness, whole);
    }
    if let Some(satisfaction) = &parts.satisfaction {
        check_satisfaction(satisfaction, whole);
    }
    acceptable_waits(&parts.acceptable_waits, whole);
    found.into_errors()
}

fn horizon(horizon: &Horizon, checks: &mut Checks<'_>) {
    let Horizon { days, warm_up, start: _ } = *horizon;
    let fine = days > 0.0 && days <= MAX_DAYS;
    checks.number(fine, "horizon.days", days, "positive, and at most a million");
    checks.not_negative("horizon.warm_up", warm_up);
    let measures = !fine || warm_up < horizon.end() || !warm_up.is_finite();
    checks.number(measures, "horizon.warm_up", warm_up, "shorter than the horizon");
    let dated = !fine || horizon.start.is_none() || horizon.date(horizon.dates()).is_some();
    checks.require(dated, || Flaw::Unfit("the horizon runs past the end of the calendar"));
}

fn hotlines(parts: &ModelParts, found: &mut Problems) {
    let mut known = HashSet::new();
    for (index, hotline) in parts.hotlines.iter().enumerate() {
        let checks = &mut found.at(Place::Hotline(hotline.number.clone()));
        checks.require(!hotline.number.is_empty(), || Flaw::Empty("number"));
        checks.require(known.insert(&hotline.number), || Flaw::Repeated("its number"));
        let ordered = hotline.window.is_none_or(|window| window.first <= window.last);
        checks.require(ordered, || Flaw::Order("window"));
        if let Some(carrier) = hotline.absorbed_by {
            checks.id("absorbed_by", carrier.number(), parts.hotlines.len());
            checks.require(carrier.index() != index, || Flaw::Unfit("it is absorbed by itself"));
        }
    }
    found.at(Place::Model).require(!parts.hotlines.is_empty(), || Flaw::Empty("hotlines"));
}

fn sites(parts: &ModelParts, found: &mut Problems) {
    let mut known = HashSet::new();
    for site in &parts.sites {
        let checks = &mut found.at(Place::Site(site.id.clone()));
        checks.require(!site.id.is_empty(), || Flaw::Empty("id"));
        checks.require(known.insert(&site.id), || Flaw::Repeated("its id"));
    }
    found.at(Place::Model).require(!parts.sites.is_empty(), || Flaw::Empty("sites"));
}

fn check_queue(parts: &ModelParts, index: usize, queue: &Queue, checks: &mut Checks<'_>) {
    checks.require(!queue.served_by.is_empty(), || Flaw::Unfit("no group serves it"));
    let mut known = HashSet::new();
    for route in &queue.served_by {
        check_route(route, parts.groups.len(), checks);
        checks.require(known.insert(route.group), || Flaw::Repeated("a group that serves it"));
    }
    if let WhenClosed::Forward(next) = queue.when_closed {
        checks.id("when_closed", next.number(), parts.queues.len());
        checks.require(next.index() != index, || Flaw::Unfit("it forwards to itself"));
    }
}

fn check_route(route: &Route, groups: usize, checks: &mut Checks<'_>) {
    let Route { group, after, rank: _, reserve, talk_factor } = *route;
    checks.id("served_by.group", group.number(), groups);
    checks.not_negative("served_by.after", after);
    checks.share("served_by.reserve.share", reserve.share);
    checks.not_negative("served_by.talk_factor", talk_factor);
}

fn check_busyness(busyness: &Busyness, checks: &mut Checks<'_>) {
    let Busyness { day_cv, hour_cv, hour_lag, shares } = *busyness;
    checks.not_negative("busyness.day_cv", day_cv);
    checks.not_negative("busyness.hour_cv", hour_cv);
    let lag = (-1.0..=1.0).contains(&hour_lag);
    checks.number(lag, "busyness.hour_lag", hour_lag, "a correlation, -1 to 1");
    checks.shares("busyness.shares", &shares);
    let sum: f64 = shares.iter().sum();
    checks.number((sum - 1.0).abs() < 1e-6, "busyness.shares", sum, "1 in all");
}

fn check_satisfaction(satisfaction: &Satisfaction, checks: &mut Checks<'_>) {
    let Satisfaction { solved, unsolved, decay, rated } = *satisfaction;
    checks.share("satisfaction.solved", solved);
    checks.share("satisfaction.unsolved", unsolved);
    checks.positive("satisfaction.decay", decay);
    checks.share("satisfaction.rated", rated);
}

fn acceptable_waits(waits: &[f64], checks: &mut Checks<'_>) {
    const FIELD: &str = "acceptable_waits";
    checks.require(!waits.is_empty(), || Flaw::Empty(FIELD));
    checks.none_negative(FIELD, waits);
    checks.require(waits.is_sorted_by(|a, b| a < b), || Flaw::Order(FIELD));
    let few = waits.len() <= MAX_ACCEPTABLE_WAITS;
    checks.require(few, || Flaw::Unfit("there are more than 8 acceptable waits"));
}
