//! Random models for property tests: small centres in which everything that can happen does.

use hotseat::dist::Dist;
use hotseat::language::Text;
use hotseat::model::*;
use hotseat::time::{DAY, HOUR, Horizon};
use hotseat::workforce::{Shift, ShiftPlan};
use proptest::collection::vec;
use proptest::prelude::*;

/// Seconds between the instants of a coarse model.
pub(crate) const GRID: f64 = 30.0;

/// What a family of random models may contain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    /// Durations are multiples of [`GRID`], so that many things happen at one instant.
    pub(crate) coarse: bool,
    pub(crate) hotlines: usize,
    pub(crate) sites: usize,
    pub(crate) shift_ends: &'static [ShiftEnd],
    /// Warm-up and a horizon of any length; else the whole of it is measured.
    pub(crate) warm_up: bool,
    /// Queues are served by several groups, with thresholds, ranks and reserves, and doors may be closed.
    pub(crate) routed: bool,
}

/// Everything at once.
pub(crate) const ANYTHING: Family = Family {
    coarse: false,
    hotlines: 3,
    sites: 3,
    shift_ends: &[ShiftEnd::Finish, ShiftEnd::Return],
    warm_up: true,
    routed: false,
};

/// Durations of about `mean` seconds, never infinite.
fn duration(family: Family, mean: f64) -> BoxedStrategy<Dist> {
    if family.coarse {
        let most = (2.0 * mean / GRID) as u32;
        return vec(0..=most, 1..5)
            .prop_map(|steps| steps.into_iter().map(|k| f64::from(k) * GRID).collect())
            .prop_map(|values: Vec<f64>| Dist::empirical(values).unwrap())
            .boxed();
    }
    let steps = if family.routed { vec![0.5 * mean, mean] } else { vec![0.0, mean] };
    let fixed = proptest::sample::select(steps).prop_map(move |value| match family.routed {
        // Which of two groups is free first at one instant is not part of the model.
        true => Dist::uniform(0.0, 2.0 * value).unwrap(),
        false => Dist::deterministic(value).unwrap(),
    });
    prop_oneof![
        Just(Dist::exponential(mean).unwrap()),
        fixed,
        (0.2..2.0).prop_map(move |cv| Dist::lognormal(mean, cv).unwrap()),
        (0.5..3.0).prop_map(move |shape| Dist::weibull_mean(shape, mean).unwrap()),
        (1_u32..4).prop_map(move |phases| Dist::erlang(mean, phases).unwrap()),
    ]
    .boxed()
}

fn patience(family: Family) -> BoxedStrategy<Dist> {
    prop_oneof![1 => Just(Dist::NEVER), 3 => duration(family, 120.0), 1 => duration(family, 1200.0)].boxed()
}

fn redial(family: Family) -> impl Strategy<Value = Redial> {
    let delay = || prop_oneof![duration(family, 60.0), duration(family, 900.0)];
    (0.0..=1.0, delay(), 0.0..=1.0, delay(), 1_u32..5).prop_map(
        |(after_abandon, abandon_delay, after_busy, busy_delay, max_attempts)| Redial {
            after_abandon,
            abandon_delay,
            after_busy,
            busy_delay: busy_delay.clone(),
            outside_hours: after_busy,
            outside_hours_delay: busy_delay,
            max_attempts,
        },
    )
}

fn lines() -> impl Strategy<Value = Option<u32>> {
    proptest::option::of(0_u32..9)
}

/// Whole people on shifts, some hours with nobody.
fn rota() -> impl Strategy<Value = ShiftPlan> {
    let starts = prop_oneof![Just(vec![0.0, 8.0, 16.0]), Just(vec![2.0, 14.0]), Just(vec![7.5])];
    let people = (vec(vec(0_u32..6, 3), 1..4), vec(1_u32..6, 1..4));
    let rates = (prop_oneof![Just(0.0), 0.0..0.4], prop_oneof![Just(0.0), 0.0..0.3]);
    (starts, people, rates, proptest::option::of(0_u32..3)).prop_map(
        |(starts, (rostered, seats), (absence, breaks), lines_per_seat)| ShiftPlan {
            shifts: (0..starts.len())
                .map(|i| {
                    let next = starts.get(i + 1).copied().unwrap_or(starts[0] + 24.0);
                    Shift { start: starts[i] * HOUR, length: (next - starts[i]).min(12.0) * HOUR }
                })
                .collect(),
            rostered: rostered.into_iter().map(|day| day[..starts.len()].to_vec()).collect(),
            absence: vec![absence],
            off_line: Vec::new(),
            breaks,
            seats,
            lines_per_seat,
            hands_over: false,
        },
    )
}

fn group_staffing() -> BoxedStrategy<Staffing> {
    let step = prop_oneof![Just(600.0), Just(1800.0), Just(HOUR), Just(6.0 * HOUR)];
    prop_oneof![
        1 => (0_u32..6, lines()).prop_map(|(agents, lines)| Staffing::Constant { agents, lines }),
        3 => (step, vec(0_u32..6, 1..9), lines())
            .prop_map(|(step, agents, lines)| Staffing::Daily { step, agents, lines }),
        1 => rota().prop_map(Staffing::ShiftPlan),
    ]
    .boxed()
}

fn demand(days: f64) -> impl Strategy<Value = Demand> {
    let dates = days.ceil().max(1.0) as usize;
    let step = prop_oneof![Just(1800.0), Just(HOUR), Just(8.0 * HOUR)];
    let shaped = (step, vec(0.0..3.0_f64, 1..13)).prop_map(|(step, values)| Profile { step, values });
    let profile = prop_oneof![Just(Profile::flat()), shaped.clone()];
    let other_days = (shaped, vec(proptest::option::of(Just(0)), dates))
        .prop_map(|(profile, by_date)| OtherDays { profiles: vec![profile], by_date });
    let share = || vec(0.0..=1.0_f64, dates);
    let reach = (share(), share()).prop_map(|(habit, migrated)| Migration {
        habit,
        migrated,
        merged: QueueId::new(0),
        old: None,
    });
    (
        vec(prop_oneof![1 => Just(0.0), 9 => 20.0..900.0], dates),
        profile,
        proptest::option::weighted(0.2, other_days),
        proptest::option::weighted(0.2, reach),
    )
        .prop_map(|(per_day, profile, other_days, migration)| Demand {
            per_day,
            profile,
            other_days,
            wave: None,
            migration,
        })
}

fn call_type(family: Family, days: f64) -> impl Strategy<Value = CallType> {
    let handling = (
        duration(family, 240.0),
        proptest::option::of(duration(family, 60.0)),
        vec(prop_oneof![Just(1.0), Just(2.0)], 0..3),
    );
    let callers = (patience(family), proptest::option::of(redial(family)), 0_u8..3);
    (demand(days), handling, callers).prop_map(
        |(demand, (talk, wrap_up, talk_factor), (patience, redial, priority))| CallType {
            priority,
            talk_factor,
            wrap_up,
            redial,
            ..CallType::simple(HotlineId::new(0), demand, talk, patience)
        },
    )
}

fn horizon(family: Family) -> impl Strategy<Value = Horizon> {
    // Whole multiples of the grid; many horizons end or begin to be measured inside a half hour.
    let ticks = DAY / GRID;
    let days = prop_oneof![(200_u32..5000).prop_map(move |k| f64::from(k) / ticks), Just(1.0), Just(0.5)];
    let warm_up = prop_oneof![Just(0.0), Just(1800.0), (0_u32..100).prop_map(|k| f64::from(k) * GRID)];
    (days, warm_up, any::<bool>()).prop_map(move |(days, warm_up, calendar)| Horizon {
        days,
        warm_up: if family.warm_up { warm_up } else { 0.0 },
        start: calendar.then(|| jiff::civil::date(2021, 12, 31)),
    })
}

fn busyness() -> impl Strategy<Value = Option<Busyness>> {
    let some = (0.0..0.3, 0.0..0.3).prop_map(|(day_cv, hour_cv)| Busyness {
        day_cv,
        hour_cv,
        hour_lag: 0.5,
        shares: [0.3, 0.2, 0.5],
    });
    proptest::option::weighted(0.3, some)
}

fn group(family: Family) -> impl Strategy<Value = (Staffing, ShiftEnd)> {
    (group_staffing(), proptest::sample::select(family.shift_ends))
}

/// A rota's uncovered hours are closed where its queue says what then; dates that it does not have are without people.
fn with_doors(staffing: Staffing, queue: &Queue, dates: usize) -> Staffing {
    match staffing {
        Staffing::ShiftPlan(mut rota) => {
            let missing = dates.saturating_sub(rota.rostered.len());
            rota.rostered.extend(vec![vec![0; rota.shifts.len()]; missing]);
            Staffing::ShiftPlan(ShiftPlan { hands_over: queue.when_closed != WhenClosed::Wait, ..rota })
        }
        other => other,
    }
}

/// The queue of a site: its own group alone, or others too.
fn queue(family: Family, site: usize, sites: usize) -> BoxedStrategy<Queue> {
    let neighbour = WhenClosed::Forward(QueueId::new((site + 1) % sites));
    let doors = if sites > 1 { vec![WhenClosed::Wait, neighbour] } else { vec![WhenClosed::Wait] };
    if !family.routed {
        let when_closed = proptest::sample::select(doors);
        return when_closed
            .prop_map(move |when_closed| Queue { when_closed, ..Queue::of(GroupId::new(site)) })
            .boxed();
    }
    let when_closed = proptest::sample::select([doors, vec![WhenClosed::Refuse]].concat());
    let after = prop_oneof![Just(0.0), Just(GRID), Just(4.0 * GRID), 0.0..200.0];
    let reserve = (0_u32..3, prop_oneof![Just(0.0), 0.0..0.6]);
    let how = (proptest::option::of(after), 0_u8..3, reserve, prop_oneof![Just(1.0), Just(1.5)]);
    (vec(how, sites), when_closed)
        .prop_map(move |(how, when_closed)| {
            let route = |(k, (after, rank, (at_least, share), talk_factor)): (usize, _)| {
                let after: Option<f64> = if k == 0 { Some(0.0) } else { after };
                let group = GroupId::new((site + k) % sites);
                let reserve = Reserve { at_least, share };
                after.map(|after| Route { group, after, rank, reserve, talk_factor })
            };
            Queue { served_by: how.into_iter().enumerate().filter_map(route).collect(), when_closed }
        })
        .boxed()
}

/// Random models of a family: a group per site, any hotline at any site.
pub(crate) fn model(family: Family) -> BoxedStrategy<Model> {
    let size = (1..=family.hotlines, 1..=family.sites, horizon(family));
    size.prop_flat_map(move |(hotlines, sites, horizon)| {
        let call_types =
            vec(proptest::option::weighted(0.7, call_type(family, horizon.days)), hotlines * sites);
        let arrivals = prop_oneof![Just(Arrivals::Inverted), Just(Arrivals::Thinned)];
        let queues: Vec<_> = (0..sites).map(|site| queue(family, site, sites)).collect();
        let groups = vec(group(family), sites);
        (Just((hotlines, sites, horizon)), call_types, groups, queues, busyness(), arrivals)
    })
    .prop_map(|((hotlines, sites, horizon), call_types, groups, queues, busyness, arrivals)| {
        let dates = horizon.dates();
        let groups =
            groups.into_iter().zip(&queues).enumerate().map(|(site, ((staffing, shift_end), queue))| {
                AgentGroup {
                    id: format!("front line {site}"),
                    site: Some(SiteId::new(site)),
                    staffing: with_doors(staffing, queue, dates),
                    shift_end,
                    front_line: true,
                    generalist: site % 2 == 0,
                }
            });
        let placed = call_types.into_iter().enumerate().filter_map(|(index, call_type)| {
            let (hotline, site) = (HotlineId::new(index / sites), SiteId::new(index % sites));
            call_type.map(|call_type| CallType {
                hotline,
                site,
                queue: QueueId::new(site.index()),
                ..call_type
            })
        });
        Model::new(ModelParts {
            name: "random".to_owned(),
            horizon,
            seed: 1,
            hotlines: (0..hotlines).map(|h| hotline(&format!("1234{h}"))).collect(),
            sites: (0..sites).map(|s| site(&format!("site {s}"))).collect(),
            groups: groups.collect(),
            queues,
            call_types: placed.collect(),
            busyness,
            arrivals,
            satisfaction: None,
            acceptable_waits: vec![0.0, 15.0, 20.0, 60.0, 300.0],
        })
        .unwrap()
    })
    .boxed()
}

/// A hotline of the front line.
pub(crate) fn hotline(number: &str) -> Hotline {
    Hotline {
        number: number.to_owned(),
        name: Text::same(number),
        mode: Mode::Own,
        window: None,
        absorbed_by: None,
    }
}

/// A site.
pub(crate) fn site(id: &str) -> Site {
    Site { id: id.to_owned(), name: Text::same(id), people: 0 }
}
