//! Checks of the parts of a model: horizon, names, queues, and settings of the model as a whole.

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

/// The greatest number of acceptable waits of a model.
pub const MAX_ACCEPTABLE_WAITS: usize = 8;

/// The greatest length of a horizon in days: the time of any instant stays exact to a few microseconds.
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

#[cfg(test)]
mod tests {
    use super::super::{
        AgentGroup, CallType, FollowUp, GroupId, Hotline, HotlineId, Ivr, Migration, Model, OtherDays,
        Redial, Referral, Repeat, Site, SiteId, TransferKind, Wave, Window,
    };
    use super::*;
    use crate::dist::Dist;
    use crate::time::HOUR;
    use crate::workforce::{Shift, ShiftPlan, Staffing, Step};

    fn seconds(mean: f64) -> Dist {
        Dist::exponential(mean).unwrap()
    }

    /// Everything a model can have, on three dates.
    fn parts() -> ModelParts {
        let mut parts = ModelParts::single_queue(60.0, seconds(300.0), Dist::NEVER, 9, 3.0);
        let (first, queue) = (GroupId::new(0), QueueId::new(0));
        parts.hotlines[0].window = Some(Window { first: 0, last: 9 });
        parts.hotlines.push(Hotline { absorbed_by: Some(HotlineId::new(0)), ..Hotline::own("b") });
        parts.sites.push(Site::named("b"));
        parts.queues.push(Queue { when_closed: WhenClosed::Forward(queue), ..Queue::of(first) });
        let call_type = &mut parts.call_types[0];
        let (habit, migrated) = (vec![0.5], vec![0.0, 0.5, 1.0]);
        call_type.demand.migration = Some(Migration { habit, migrated, merged: queue, old: Some(queue) });
        call_type.wrap_up = Some(seconds(10.0));
        call_type.redial = Some(Redial {
            after_abandon: 0.5,
            abandon_delay: seconds(60.0),
            after_busy: 0.5,
            busy_delay: seconds(60.0),
            outside_hours: 0.0,
            outside_hours_delay: Dist::NEVER,
            max_attempts: 3,
        });
        call_type.ivr = Some(Ivr { duration: seconds(9.0), self_served: 0.3, hangs_up: 0.1 });
        call_type.referral = Some(Referral {
            share: vec![0.1],
            queue,
            priority: 0,
            how: TransferKind::WarmTransfer { limit: 60.0, introduction: 20.0 },
            talk: seconds(99.0),
            wrap_up: None,
            patience: Dist::NEVER,
        });
        call_type.repeat = Some(Repeat { resolved: 0.7, share: 0.5, delay: seconds(9e4), at_most: 2 });
        call_type.follow_up = Some(FollowUp { share: 0.1, queue, handle: seconds(99.0), due: 600.0 });
        let shift = |start: f64| Shift { start: start * HOUR, length: 12.0 * HOUR };
        let plan = ShiftPlan {
            shifts: vec![shift(0.0), shift(12.0)],
            rostered: vec![vec![5, 5]; 3],
            absence: vec![0.1],
            off_line: vec![1; 3 * 48],
            breaks: 0.1,
            seats: vec![9],
            lines_per_seat: Some(3),
            hands_over: false,
        };
        let step = Step { at: 0.0, agents: 1, seats: 1, lines: u32::MAX, open: true };
        let group =
            |id: &str, staffing| AgentGroup { id: id.to_owned(), staffing, ..parts.groups[0].clone() };
        let (planned, dated) =
            (group("planned", Staffing::ShiftPlan(plan)), group("dated", Staffing::Dated(vec![step])));
        parts.groups.extend([planned, dated]);
        parts.busyness = Some(Busyness { day_cv: 0.1, hour_cv: 0.1, hour_lag: 0.5, shares: [0.3, 0.2, 0.5] });
        parts.satisfaction = Some(Satisfaction { solved: 0.9, unsolved: 0.4, decay: 300.0, rated: 0.3 });
        parts
    }

    fn call_type(parts: &mut ModelParts) -> &mut CallType {
        &mut parts.call_types[0]
    }

    fn plan(parts: &mut ModelParts) -> &mut ShiftPlan {
        match &mut parts.groups[1].staffing {
            Staffing::ShiftPlan(plan) => plan,
            _ => unreachable!("the second group has a shift plan"),
        }
    }

    type Spoil = fn(&mut ModelParts);

    const HORIZON: [(Spoil, &str); 4] = [
        (
            |m| m.horizon.days = f64::NAN,
            "model: `horizon.days` is NaN, and must be positive, and at most a million",
        ),
        (|m| m.horizon.days = 1e300, "model: `horizon.days` is 1"),
        (
            |m| m.horizon.warm_up = 4e5,
            "model: `horizon.warm_up` is 400000, and must be shorter than the horizon",
        ),
        (|m| m.horizon.days = 4.0, "call type 0 (`12345`): `demand.per_day` has 3 values, and needs 4"),
    ];

    const NAMES: [(Spoil, &str); 8] = [
        (|m| m.hotlines[1].number = "12345".to_owned(), "hotline `12345`: its number appears twice"),
        (|m| m.hotlines[1].absorbed_by = Some(HotlineId::new(1)), "hotline `b`: it is absorbed by itself"),
        (
            |m| m.hotlines[1].absorbed_by = Some(HotlineId::new(7)),
            "hotline `b`: `absorbed_by` is number 7 of a list of 2",
        ),
        (
            |m| m.hotlines[0].window = Some(Window { first: 3, last: 2 }),
            "hotline `12345`: `window` is not in ascending order",
        ),
        (|m| m.sites[1].id = "all".to_owned(), "site `all`: its id appears twice"),
        (|m| m.groups[1].id = String::new(), "group ``: `id` is empty"),
        (|m| m.groups[1].site = Some(SiteId::new(2)), "group `planned`: `site` is number 2 of a list of 2"),
        (
            |m| m.call_types.push(m.call_types[0].clone()),
            "call type 1 (`12345`): its pair of hotline and site appears twice",
        ),
    ];

    const STAFFING: [(Spoil, &str); 11] = [
        (
            |m| m.groups[0].staffing = Staffing::daily(7.0 * HOUR, vec![1]),
            "`staffing.step` is 25200, and must be a number of seconds that divides a day",
        ),
        (|m| m.groups[0].staffing = Staffing::daily(HOUR, vec![]), "`staffing.agents` is empty"),
        (|m| m.groups[2].staffing = Staffing::Dated(vec![]), "group `dated`: `staffing.steps` is empty"),
        (|m| plan(m).shifts[1].start = 12.3 * HOUR, "a shift does not begin and end on half hours"),
        (|m| plan(m).shifts[0].start = plan(m).shifts[1].start, "two shifts begin at the same time"),
        (|m| plan(m).rostered[1] = vec![5], "`staffing.rostered of a date` has 1 values, and needs 2"),
        (|m| plan(m).rostered.truncate(2), "`staffing.rostered` has 2 values, and needs 3"),
        (|m| plan(m).absence = vec![1.5], "`staffing.absence` is 1.5, and must be a share, 0 to 1"),
        (|m| plan(m).off_line.truncate(9), "`staffing.off_line` has 9 values, and needs 144"),
        (|m| plan(m).seats.clear(), "`staffing.seats` is empty"),
        (|m| plan(m).breaks = -0.1, "`staffing.breaks` is -0.1"),
    ];

    const ROUTES: [(Spoil, &str); 7] = [
        (|m| m.queues[1].served_by.clear(), "queue 1: no group serves it"),
        (
            |m| m.queues[1].served_by.push(Route::to(GroupId::new(0))),
            "queue 1: a group that serves it appears twice",
        ),
        (
            |m| m.queues[1].served_by[0].group = GroupId::new(3),
            "queue 1: `served_by.group` is number 3 of a list of 3",
        ),
        (|m| m.queues[1].served_by[0].after = f64::INFINITY, "queue 1: `served_by.after` is inf"),
        (|m| m.queues[1].served_by[0].reserve.share = 2.0, "queue 1: `served_by.reserve.share` is 2"),
        (
            |m| m.queues[1].when_closed = WhenClosed::Forward(QueueId::new(1)),
            "queue 1: it forwards to itself",
        ),
        (
            |m| m.queues[1].when_closed = WhenClosed::Forward(QueueId::new(2)),
            "queue 1: `when_closed` is number 2 of a list of 2",
        ),
    ];

    const CALLS: [(Spoil, &str); 16] = [
        (|m| call_type(m).queue = QueueId::new(9), "`queue` is number 9 of a list of 2"),
        (|m| call_type(m).talk = Dist::NEVER, "`talk` never ends"),
        (|m| call_type(m).talk_factor = vec![f64::NAN], "`talk_factor` is NaN"),
        (
            |m| call_type(m).demand.per_day[1] = -1.0,
            "`demand.per_day` is -1, and must be 0 or more, and finite",
        ),
        (|m| call_type(m).demand.profile.values.clear(), "`demand.profile.values` is empty"),
        (|m| call_type(m).demand.profile.step = 0.0, "`demand.profile.step` is 0"),
        (
            |m| {
                call_type(m).demand.other_days =
                    Some(OtherDays { profiles: vec![], by_date: vec![Some(0); 3] })
            },
            "a date has a shape of the day that is not there",
        ),
        (
            |m| call_type(m).demand.other_days = Some(OtherDays { profiles: vec![], by_date: vec![] }),
            "`demand.other_days.by_date` has 0 values",
        ),
        (
            |m| call_type(m).demand.wave = Some(Wave { amplitude: 0.5, period: 9.0 }),
            "a wave needs thinned arrivals",
        ),
        (
            |m| call_type(m).demand.migration.as_mut().unwrap().habit.clear(),
            "`demand.migration.habit` is empty",
        ),
        (|m| call_type(m).redial.as_mut().unwrap().after_busy = 1.1, "`redial.after_busy` is 1.1"),
        (
            |m| call_type(m).redial.as_mut().unwrap().busy_delay = Dist::NEVER,
            "`redial.busy_delay` never ends",
        ),
        (|m| call_type(m).ivr.as_mut().unwrap().hangs_up = 0.8, "`ivr.self_served + hangs_up` is 1.1"),
        (|m| call_type(m).referral.as_mut().unwrap().share = vec![0.1, -0.1], "`referral.share` is -0.1"),
        (|m| call_type(m).repeat.as_mut().unwrap().delay = Dist::NEVER, "`repeat.delay` never ends"),
        (|m| call_type(m).follow_up.as_mut().unwrap().due = f64::NAN, "`follow_up.due` is NaN"),
    ];

    const WHOLE: [(Spoil, &str); 6] = [
        (
            |m| m.busyness.as_mut().unwrap().shares = [0.5; 3],
            "model: `busyness.shares` is 1.5, and must be 1 in all",
        ),
        (|m| m.satisfaction.as_mut().unwrap().decay = 0.0, "model: `satisfaction.decay` is 0"),
        (|m| m.acceptable_waits.clear(), "model: `acceptable_waits` is empty"),
        (|m| m.acceptable_waits.reverse(), "model: `acceptable_waits` is not in ascending order"),
        (
            |m| m.acceptable_waits = (0..9).map(f64::from).collect(),
            "model: there are more than 8 acceptable waits",
        ),
        (|m| m.sites.clear(), "model: `sites` is empty"),
    ];

    #[test]
    fn a_model_with_one_flaw_is_refused_with_the_part_that_has_it() {
        assert_eq!(problems(&parts()), []);
        let all = [&HORIZON[..], &NAMES, &STAFFING, &ROUTES, &CALLS, &WHOLE].concat();
        for (spoil, sentence) in all {
            let mut spoiled = parts();
            spoil(&mut spoiled);
            let text = Model::new(spoiled).unwrap_err().to_string();
            assert!(text.contains(sentence), "wanted: {sentence}\ngot: {text}");
        }
    }

    #[test]
    fn a_model_with_many_flaws_is_refused_with_all_of_them() {
        let mut spoiled = parts();
        let all =
            [&NAMES[4..5], &NAMES[6..7], &STAFFING[3..], &ROUTES[4..6], &CALLS[..4], &WHOLE[..2]].concat();
        all.iter().for_each(|(spoil, _)| spoil(&mut spoiled));
        let text = Model::new(spoiled).unwrap_err().to_string();
        let said = all.iter().filter(|(_, sentence)| text.contains(sentence)).count();
        assert_eq!(said, all.len(), "{text}");
    }

    #[test]
    fn variants_of_a_valid_model_are_valid() {
        let model = Model::new(parts()).unwrap();
        let all = [
            model.part(1..2, 0),
            model.part(2..9, 5),
            model.with_demand_scaled(f64::NAN),
            model.with_overflow(GroupId::new(0), GroupId::new(1), 60.0),
            model.with_overflow(GroupId::new(0), GroupId::new(9), -1.0),
            model.with_shifts(GroupId::new(1), vec![], vec![], vec![]),
            model.with_shifts(
                GroupId::new(1),
                vec![Shift { start: 0.0, length: 24.0 * HOUR }],
                vec![vec![7]],
                vec![],
            ),
            model.with_call_types(|_| false),
        ];
        all.iter().for_each(|model| assert_eq!(problems(&model.to_parts()), []));
        assert_eq!(all[3].queues()[0].served_by.len(), 2);
        assert_eq!(all[1].horizon().days, 1.0);
    }
}
