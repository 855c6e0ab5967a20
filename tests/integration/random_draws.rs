//! Marks and fresh calls: who depends on what, and their distributions.
//!
//! Statistical tests have fixed seeds. Each statistic is brought to a standard normal score and refused
//! beyond 5: a false-alarm rate of 6e-7 per statistic, stated per test as a bound for all of them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common;
use crate::common::models::{hotline, site};
use hotseat::demand::arrivals::{Fresh, Process};
use hotseat::dist::Dist;
use hotseat::engine::{Call, CallId, CallSource, Failure, ModelCalls};
use hotseat::model::*;
use hotseat::rng::{Key, Purpose, uniform};
use hotseat::time::{DAY, HALF_HOUR, HOUR, Horizon};
use std::collections::{BTreeMap, HashSet};

/// Beyond this no standard normal score is believed.
const REFUSED: f64 = 5.0;
const BUSYNESS: Busyness = Busyness { day_cv: 0.13, hour_cv: 0.15, hour_lag: 0.5, shares: [0.3, 0.2, 0.5] };
const METHODS: [Arrivals; 2] = [Arrivals::Inverted, Arrivals::Thinned];

/// Callers of every hotline at every site: `per_day` of them on each of `days` dates.
fn centre(hotlines: &[&str], sites: &[&str], per_day: f64, days: usize) -> Model {
    let mut model = ModelParts::single_queue(1.0, talk(), patience(), 10, days as f64);
    model.horizon.start = Some(jiff::civil::date(2021, 4, 26));
    model.hotlines = hotlines.iter().map(|number| hotline(number)).collect();
    model.sites = sites.iter().map(|id| site(id)).collect();
    let pattern = model.call_types[0].clone();
    let demand = Demand {
        per_day: vec![per_day; days],
        profile: Profile { step: 6.0 * HOUR, values: vec![0.25, 1.5, 1.75, 0.5] },
        other_days: None,
        wave: None,
        migration: None,
    };
    let pairs = (0..hotlines.len()).flat_map(|h| (0..sites.len()).map(move |s| (h, s)));
    let call_type = |(hotline, site)| CallType {
        hotline: HotlineId::new(hotline),
        site: SiteId::new(site),
        demand: demand.clone(),
        ..pattern.clone()
    };
    model.call_types = pairs.map(call_type).collect();
    Model::new(model).unwrap()
}

fn talk() -> Dist {
    Dist::exponential(300.0).unwrap()
}

fn patience() -> Dist {
    Dist::exponential(180.0).unwrap()
}

/// Fresh calls as handed out, checked for their order.
fn fresh(model: &Model, replication: Key) -> Vec<Fresh> {
    let mut process = Process::new(model, replication);
    let (mut all, mut span) = (Vec::new(), Vec::new());
    while process.next_span(&mut span) {
        all.extend_from_slice(&span);
    }
    let order = |call: &Fresh| (call.at, call.call_type);
    assert!(all.windows(2).all(|w| order(&w[0]) <= order(&w[1])));
    assert!(all.iter().all(|call| call.at >= 0.0 && call.at < model.horizon().end()));
    all
}

type Calls = BTreeMap<(String, String), Vec<(f64, Key)>>;

/// Instants and keys by hotline and site.
fn by_line(model: &Model) -> Calls {
    let mut lines = Calls::new();
    for call_type in model.call_types() {
        lines.insert(name(model, call_type), Vec::new());
    }
    for call in fresh(model, common::key()) {
        let name = name(model, &model.call_types()[call.call_type as usize]);
        lines.entry(name).or_default().push((call.at, call.key));
    }
    lines
}

fn name(model: &Model, call_type: &CallType) -> (String, String) {
    (model.hotline(call_type.hotline).number.clone(), model.site(call_type.site).id.clone())
}

/// Every way of making arrivals, with and without busyness.
fn variants(model: &Model) -> Vec<Model> {
    let with =
        |(arrivals, busyness)| model.with(|m| (m.arrivals, m.busyness) = (arrivals, busyness)).unwrap();
    METHODS.into_iter().flat_map(|m| [(m, None), (m, Some(BUSYNESS))]).map(with).collect()
}

#[test]
fn another_hotline_or_site_changes_nobodys_calls() {
    let few = centre(&["12345", "12315"], &["changchun", "siping"], 400.0, 4);
    let others = [
        centre(&["12345", "12315", "12333"], &["changchun", "siping"], 400.0, 4),
        centre(&["12333", "12345", "12315"], &["changchun", "siping"], 400.0, 4),
        centre(&["12315", "12333", "12345"], &["siping", "baishan", "changchun"], 400.0, 4),
    ];
    for (few, index) in variants(&few).iter().zip(0..) {
        let expected = by_line(few);
        assert!(expected.values().all(|calls| calls.len() > 1000));
        for more in &others {
            let more = by_line(&variants(more)[index]);
            assert!(more.len() > expected.len());
            expected.iter().for_each(|(line, calls)| assert_eq!(calls, &more[line], "{line:?}"));
        }
    }
}

#[test]
fn calls_do_not_depend_on_the_spans_in_which_they_are_handed_out() {
    // Demand elsewhere makes spans 1024 times shorter.
    let few = centre(&["12345"], &["changchun"], 300.0, 2);
    let more = centre(&["12345", "12315"], &["changchun"], 300.0, 2)
        .with(|m| m.call_types[1].demand.per_day = vec![900_000.0, 10.0])
        .unwrap();
    for (few, more) in variants(&few).iter().zip(variants(&more)) {
        let (few, more) = (by_line(few), by_line(&more));
        let line = ("12345".to_owned(), "changchun".to_owned());
        assert_eq!(few[&line], more[&line]);
    }
    // A part of a day ends before the rest of it.
    for whole in variants(&few) {
        let part = whole.with(|m| m.horizon.days = 1.3).unwrap();
        let mut expected = fresh(&whole, common::key());
        expected.retain(|call| call.at < 1.3 * DAY);
        assert_eq!(fresh(&part, common::key()), expected);
    }
}

#[test]
fn other_demand_on_one_date_moves_no_other_dates_calls() {
    let base = centre(&["12345", "12315"], &["changchun"], 500.0, 5);
    let changed = base.with(|m| m.call_types[0].demand.per_day[2] *= 3.0).unwrap();
    for (base, changed) in variants(&base).iter().zip(variants(&changed)) {
        let apart = |model: &Model| {
            let on_date = |c: &Fresh| c.call_type == 0 && (2.0 * DAY..3.0 * DAY).contains(&c.at);
            fresh(model, common::key()).into_iter().partition::<Vec<Fresh>, _>(on_date)
        };
        let ((few, rest), (many, same)) = (apart(base), apart(&changed));
        assert_eq!(rest, same);
        assert!(many.len() > 2 * few.len());
    }
}

#[test]
fn a_date_has_the_same_calls_in_whatever_horizon_it_lies() {
    // Not with hourly busyness, which leans on the hour before.
    for base in
        variants(&centre(&["12345"], &["changchun"], 500.0, 5)).iter().filter(|m| m.busyness().is_none())
    {
        let later = base.with(|m| m.horizon.start = Some(jiff::civil::date(2021, 4, 28))).unwrap();
        let from: Vec<Key> =
            fresh(base, common::key()).iter().filter(|c| c.at >= 2.0 * DAY).map(|c| c.key).collect();
        let keys: Vec<Key> = fresh(&later, common::key()).iter().map(|c| c.key).collect();
        assert!(from.len() > 1000);
        assert_eq!(from[..], keys[..from.len()]);
    }
}

#[test]
fn more_thinned_demand_keeps_every_caller_and_adds_to_them() {
    let mut base = centre(&["12345", "12315"], &["changchun", "siping"], 700.0, 7).into_parts();
    base.arrivals = Arrivals::Thinned;
    base.call_types[1].demand.wave = Some(Wave { amplitude: 0.7, period: 5.0 * HOUR });
    base.call_types[2].demand.migration =
        Some(Migration { habit: vec![0.2; 7], migrated: vec![0.5; 7], merged: QueueId::new(0), old: None });
    base.call_types[3].demand.per_day = vec![0.5, 3.0, 30.0, 300.0, 3000.0, 30_000.0, 0.0];
    for busyness in [None, Some(BUSYNESS)] {
        base.busyness = busyness;
        let base = Model::new(base.clone()).unwrap();
        let few = fresh(&base, common::key());
        for factor in [1.1, 1.5, 20.0] {
            let more = base.with_demand_scaled(factor);
            let many = fresh(&more, common::key());
            let bits = |c: &Fresh| (c.call_type, c.at.to_bits(), c.key);
            let kept: HashSet<_> =
                many.iter().map(|c| (c.call_type, c.at.to_bits(), format!("{:?}", c.key))).collect();
            let lost = few.iter().map(bits).filter(|(s, a, k)| !kept.contains(&(*s, *a, format!("{k:?}"))));
            assert_eq!(lost.count(), 0, "all base callers are kept, not 99 %, at x {factor}");
            let ratio = many.len() as f64 / few.len() as f64;
            assert!((ratio / factor - 1.0).abs() < 0.02, "{ratio} for {factor}");
        }
    }
}

#[test]
fn more_inverted_demand_keeps_keys_and_numbering() {
    for profile in [Profile::flat(), Profile { step: HOUR, values: vec![1.0, 0.0, 2.0] }] {
        let mut base = centre(&["12345"], &["changchun"], 1000.0, 3).into_parts();
        base.arrivals = Arrivals::Inverted;
        base.call_types[0].demand.profile = profile.clone();
        let base = Model::new(base).unwrap();
        let more = base.with_demand_scaled(1.1);
        for day in 0..3 {
            let on = |model: &Model| {
                let today = |c: &Fresh| (c.at / DAY) as usize == day;
                fresh(model, common::key()).into_iter().filter(today).collect::<Vec<_>>()
            };
            let (few, many) = (on(&base), on(&more));
            assert!(few.len() > 850 && many.len() > few.len());
            for (few, many) in few.iter().zip(&many) {
                assert_eq!(few.key, many.key, "the n-th caller of a date is the same");
                let midnight = day as f64 * DAY;
                assert!(many.at <= few.at);
                let ratio = (few.at - midnight) / (many.at - midnight);
                assert!(profile.values.len() > 1 || (ratio - 1.1).abs() < 1e-6, "{ratio}");
            }
        }
    }
}

/// Mean and unbiased variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

/// Score of a chi-square statistic by Wilson and Hilferty's (1931) cube root.
fn chi_square_score(observed: &[f64], expected: &[f64]) -> f64 {
    let cells = observed.iter().zip(expected);
    let statistic: f64 = cells.map(|(o, e)| (o - e) * (o - e) / e).sum();
    let freedom = observed.len() as f64 - 1.0;
    let variance = 2.0 / (9.0 * freedom);
    ((statistic / freedom).cbrt() - (1.0 - variance)) / variance.sqrt()
}

/// Counts by half hour of the day, one value per date.
fn half_hours(model: &Model) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; model.horizon().dates()]; 48];
    for call in fresh(model, common::key()) {
        let slot = (call.at / HALF_HOUR) as usize;
        counts[slot % 48][slot / 48] += 1.0;
    }
    counts
}

/// That counts are Poisson with these means: mean, variance and no memory from one to the next.
fn assert_poisson(counts: &[Vec<f64>], expected: impl Fn(usize) -> f64) {
    for (slot, counts) in counts.iter().enumerate() {
        let (n, rate) = (counts.len() as f64, expected(slot));
        let (mean, variance) = moments(counts);
        if rate == 0.0 {
            assert_eq!(mean, 0.0, "half hour {slot} has no demand");
            continue;
        }
        let mean_score = (mean - rate) / (rate / n).sqrt();
        // The variance of a Poisson sample's variance.
        let variance_score = (variance - rate) / ((rate + 2.0 * rate * rate) / n).sqrt();
        assert!(mean_score.abs() < REFUSED, "half hour {slot}: mean {mean}, expected {rate}");
        assert!(variance_score.abs() < REFUSED, "half hour {slot}: variance {variance}, expected {rate}");
    }
    for (slot, pair) in counts.windows(2).enumerate().filter(|(s, _)| expected(*s) * expected(s + 1) > 0.0) {
        let score = correlation(&pair[0], &pair[1]) * (pair[0].len() as f64).sqrt();
        assert!(score.abs() < REFUSED, "half hours {slot} and {}: score {score}", slot + 1);
    }
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let ((mx, vx), (my, vy)) = (moments(x), moments(y));
    let covariance = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / (x.len() as f64 - 1.0);
    covariance / (vx * vy).sqrt()
}

/// 8 runs x 48 half hours x 3 statistics: false-alarm rate below 7e-4.
#[test]
fn arrivals_are_poisson_with_the_rate_of_the_profile() {
    for (method, per_day) in METHODS.into_iter().flat_map(|m| [2.0, 20.0, 300.0, 2500.0].map(|d| (m, d))) {
        let mut model = centre(&["12345"], &["changchun"], per_day, 1500).into_parts();
        model.arrivals = method;
        let values: Vec<f64> =
            (0..24).map(|h: u32| f64::from((h * 7) % 5) * f64::from(u8::from(h != 3))).collect();
        let sum: f64 = values.iter().sum();
        model.call_types[0].demand.profile = Profile { step: HOUR, values: values.clone() };
        assert_poisson(&half_hours(&Model::new(model).unwrap()), |slot| {
            per_day * values[slot / 2] / 24.0 / 2.0
        });
        assert!(sum > 0.0 && values.contains(&0.0));
    }
}

/// 2 x 48 x 3 statistics: false-alarm rate below 2e-4. The steps do not divide an hour.
#[test]
fn a_profile_in_steps_of_45_minutes_keeps_its_rates() {
    for method in METHODS {
        let mut model = centre(&["12345"], &["changchun"], 600.0, 1500).into_parts();
        model.arrivals = method;
        let values: Vec<f64> = (0..32).map(|k| f64::from(k % 4) / 1.5).collect();
        model.call_types[0].demand.profile = Profile { step: 2700.0, values: values.clone() };
        let rate = |slot: usize| {
            let quarters = (2 * slot..2 * slot + 2).map(|q| values[q / 3]);
            600.0 / 96.0 * quarters.sum::<f64>()
        };
        assert_poisson(&half_hours(&Model::new(model).unwrap()), rate);
    }
}

/// 48 x 3 statistics: false-alarm rate below 1e-4.
#[test]
fn a_wave_swings_the_rate_as_its_integral_says() {
    let mut model = centre(&["12345"], &["changchun"], 800.0, 1500).into_parts();
    model.arrivals = Arrivals::Thinned;
    let (amplitude, period) = (0.9, 6.0 * HOUR);
    model.call_types[0].demand.profile = Profile::flat();
    model.call_types[0].demand.wave = Some(Wave { amplitude, period });
    let turn = std::f64::consts::TAU / period;
    let integral = |t: f64| t - amplitude / turn * ((turn * t).cos() - 1.0);
    let rate = |slot: usize| {
        let (from, to) = (slot as f64 * HALF_HOUR, (slot + 1) as f64 * HALF_HOUR);
        800.0 / DAY * (integral(to) - integral(from))
    };
    assert_poisson(&half_hours(&Model::new(model).unwrap()), rate);
}

/// Day factors of mean 1 and CV 13 % make a day's count of mean m and variance m + (0.13 m)^2. 4 x 2
/// statistics: false-alarm rate below 1e-5.
#[test]
fn busyness_spreads_the_days_and_keeps_their_mean() {
    for (method, hour_cv) in METHODS.into_iter().flat_map(|m| [(m, 0.0), (m, 0.15)]) {
        let mut model = centre(&["12345"], &["changchun"], 400.0, 6000).into_parts();
        (model.arrivals, model.busyness) = (method, Some(Busyness { hour_cv, ..BUSYNESS }));
        model.call_types[0].demand.profile = Profile::flat();
        let model = Model::new(model).unwrap();
        let mut days = vec![0.0; 6000];
        fresh(&model, common::key()).iter().for_each(|c| days[(c.at / DAY) as usize] += 1.0);
        let (mean, variance) = moments(&days);
        // Covariances of 24 log-autoregressive hours; hour and day factors are independent.
        let sigma2 = (hour_cv * hour_cv).ln_1p();
        let hours = (0..24 * 24).map(|p: i32| 0.5_f64.powi((p / 24 - p % 24).abs()));
        let hourly = hours.map(|lag| (sigma2 * lag).exp_m1()).sum::<f64>() / 576.0;
        let expected = 400.0 + 160_000.0 * ((1.0 + 0.13 * 0.13) * (1.0 + hourly) - 1.0);
        let fourth = days.iter().map(|d| (d - mean).powi(4)).sum::<f64>() / 6000.0;
        let scores = [
            (mean - 400.0) / (expected / 6000.0).sqrt(),
            (variance - expected) / ((fourth - variance * variance) / 6000.0).sqrt(),
        ];
        assert!(scores.iter().all(|s| s.abs() < REFUSED), "{method:?}: {mean}, {variance} not {expected}");
    }
}

/// Fresh calls in exposure (integral of the rate) are unit exponentials apart, through midnight too;
/// 8 chi-square scores and 8 correlations: false-alarm rate below 1e-5.
#[test]
fn gaps_are_exponential_in_the_integral_of_the_rate() {
    for (method, per_day) in METHODS.into_iter().flat_map(|m| [4.0, 50.0, 1000.0, 20_000.0].map(|d| (m, d))) {
        let model = centre(&["12345"], &["changchun"], per_day, (400_000.0 / per_day) as usize)
            .with(|m| m.arrivals = method)
            .unwrap();
        let values = &model.call_types()[0].demand.profile.values;
        let before: Vec<f64> = (0..4).map(|k| values[..k].iter().sum::<f64>() / 4.0).collect();
        let exposure = |t: f64| {
            let (day, step) = ((t / DAY).floor(), (t % DAY / (6.0 * HOUR)) as usize);
            let within = (t % DAY - step as f64 * 6.0 * HOUR) / DAY * values[step];
            per_day * (day + before[step] + within)
        };
        let exposures: Vec<f64> = fresh(&model, common::key()).iter().map(|c| exposure(c.at)).collect();
        let gaps: Vec<f64> = exposures.windows(2).map(|w| w[1] - w[0]).collect();
        let mut observed = vec![0.0; 100];
        gaps.iter().for_each(|gap| observed[((1.0 - (-gap).exp()) * 100.0).min(99.0) as usize] += 1.0);
        let score = chi_square_score(&observed, &vec![gaps.len() as f64 / 100.0; 100]);
        assert!(score < REFUSED, "{method:?}, {per_day} a day: score {score}");
        let memory = correlation(&gaps[1..], &gaps[..gaps.len() - 1]) * (gaps.len() as f64).sqrt();
        assert!(memory.abs() < REFUSED, "{method:?}, {per_day} a day: gap after gap {memory}");
    }
}

/// Reach is a share of callers and never moves one: score of a share, 4 statistics.
#[test]
fn callers_who_do_not_reach_the_front_line_leave_the_others_where_they_are() {
    for method in METHODS {
        let all = centre(&["12345"], &["changchun"], 5000.0, 4).with(|m| m.arrivals = method).unwrap();
        let mut some = all.to_parts();
        let (habit, migrated) = (vec![0.2, 0.2, 1.0, 0.0], vec![0.5, 1.0, 0.0, 0.0]);
        some.call_types[0].demand.migration =
            Some(Migration { habit, migrated, merged: QueueId::new(0), old: None });
        let (all, some) = (fresh(&all, common::key()), fresh(&Model::new(some).unwrap(), common::key()));
        let instants: HashSet<u64> = all.iter().map(|c| c.at.to_bits()).collect();
        assert!(some.iter().all(|c| instants.contains(&c.at.to_bits())));
        for (day, share) in [0.6, 1.0, 1.0, 0.0].into_iter().enumerate() {
            let on = |calls: &[Fresh]| calls.iter().filter(|c| (c.at / DAY) as usize == day).count() as f64;
            let (all, some) = (on(&all), on(&some));
            let score = (some - share * all) / (all * share * (1.0 - share)).sqrt().max(1e-9);
            assert!(score.abs() < REFUSED, "day {day}: {some} of {all}");
        }
    }
}

/// 2 correlations of 20,000 callers: false-alarm rate below 2e-6.
#[test]
fn a_redial_keeps_the_talk_and_has_new_patience() {
    let mut model = centre(&["12345"], &["changchun"], 20_000.0, 1).into_parts();
    let delay = || Dist::exponential(60.0).unwrap();
    model.call_types[0].redial = Some(Redial {
        after_abandon: 0.5,
        abandon_delay: delay(),
        after_busy: 0.8,
        busy_delay: delay(),
        outside_hours: 0.0,
        outside_hours_delay: Dist::NEVER,
        max_attempts: 4,
    });
    model.call_types[0].talk_factor = vec![1.0, 3.0];
    let model = Model::new(model).unwrap();
    let callers = ModelCalls::new(&model, common::key());
    let keys: Vec<Key> = fresh(&model, common::key()).iter().map(|c| c.key).collect();
    let call = |key: &Key, attempt| Call {
        id: CallId::new(key.to_bits()),
        call_type: CallTypeId::new(0),
        dialled: 0.0,
        first_dialled: 0.0,
        attempt,
        contact: 0,
        preemptions: 0,
        wrap_up: 0.0,
    };
    let factor = |dialled| callers.talk_factor(&Call { dialled, ..call(&keys[0], 0) });
    assert_eq!([10.0, 80_000.0, DAY].map(factor), [1.0, 1.0, 3.0]);
    let patience_of = |key: &Key, attempt| callers.patience(&call(key, attempt));
    let redial = |key: &Key, failure| callers.redial(&call(key, 0), failure);
    for key in &keys {
        assert!((0..3).all(|a| patience_of(key, a) == patience_of(key, a)));
        assert!((0..3).all(|a| patience_of(key, a) != patience_of(key, a + 1)));
        assert_eq!(callers.redial(&call(key, 3), Failure::Abandoned), None, "four attempts at most");
    }
    let patience = |attempt| keys.iter().map(|k| patience_of(k, attempt)).collect::<Vec<_>>();
    for attempt in 0..2 {
        let score = correlation(&patience(attempt), &patience(attempt + 1)) * (keys.len() as f64).sqrt();
        assert!(score.abs() < REFUSED, "patience of attempts {attempt} and {}: {score}", attempt + 1);
    }
    // One mark is compared with both probabilities: whoever redials after abandoning does when blocked.
    for (failure, share) in [(Failure::Abandoned, 0.5), (Failure::Blocked, 0.8)] {
        let redials = keys.iter().filter(|k| redial(k, failure).is_some()).count() as f64;
        let n = keys.len() as f64;
        assert!(((redials - n * share) / (n * share * (1.0 - share)).sqrt()).abs() < REFUSED);
    }
    let both = |k: &&Key| redial(k, Failure::Abandoned).is_some();
    assert!(keys.iter().filter(both).all(|k| redial(k, Failure::Blocked).is_some()));
}

const PURPOSES: [Purpose; 12] = [
    Purpose::Gap,
    Purpose::Height,
    Purpose::Talk,
    Purpose::WrapUp,
    Purpose::Patience,
    Purpose::Redial,
    Purpose::RedialDelay,
    Purpose::Habit,
    Purpose::Migration,
    Purpose::DayFactor,
    Purpose::HourFactor,
    Purpose::Absence,
];

/// Lengths of the axes of the lattice of marks: replications, hotlines, dates, numbers, attempts, purposes.
const AXES: [usize; 6] = [12, 6, 12, 24, 4, 12];

/// First uniform of every purpose of neighbouring keys, attempts included, in the order of [`AXES`].
fn lattice() -> Vec<f64> {
    let mut marks = Vec::new();
    for replication in 0..AXES[0] as u64 {
        for line in 0..AXES[1] {
            let line = Key::new(1).with(replication).named(&format!("1234{line}")).named("changchun");
            for date in 0..AXES[2] as u64 {
                for number in 0..AXES[3] as u64 {
                    let caller = line.with(18_743 + date).nth(number);
                    for attempt in 0..AXES[4] as u64 {
                        let key = if attempt == 0 { caller } else { caller.nth(attempt) };
                        marks.extend(PURPOSES.map(|purpose| uniform(&mut key.stream(purpose))));
                    }
                }
            }
        }
    }
    marks
}

/// A million marks: 1 score of uniformity, and along each of 6 axes 1 of neighbours in 32 x 32 cells and 1
/// of their correlation, at lags 1 and 2. 25 statistics: false-alarm rate below 2e-5.
#[test]
fn marks_are_uniform_and_independent_along_every_axis() {
    let marks = lattice();
    assert_eq!(marks.len(), AXES.iter().product::<usize>());
    let n = marks.len() as f64;
    let mut counts = vec![0.0; 1024];
    marks.iter().for_each(|u| counts[(u * 1024.0) as usize] += 1.0);
    let score = chi_square_score(&counts, &vec![n / 1024.0; 1024]);
    assert!(score.abs() < REFUSED, "uniformity: {score}");
    for (axis, length) in AXES.into_iter().enumerate() {
        let stride: usize = AXES[axis + 1..].iter().product();
        for lag in [1, 2] {
            let has_next = |i: &usize| i / stride % length + lag < length;
            let pairs: Vec<(f64, f64)> =
                (0..marks.len()).filter(has_next).map(|i| (marks[i], marks[i + lag * stride])).collect();
            let mut cells = vec![0.0; 32 * 32];
            pairs.iter().for_each(|(u, v)| cells[(u * 32.0) as usize * 32 + (v * 32.0) as usize] += 1.0);
            let score = chi_square_score(&cells, &vec![pairs.len() as f64 / 1024.0; 1024]);
            assert!(score.abs() < REFUSED, "axis {axis}, lag {lag}: cells {score}");
            let (us, vs): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let score = correlation(&us, &vs) * (us.len() as f64).sqrt();
            assert!(score.abs() < REFUSED, "axis {axis}, lag {lag}: correlation {score}");
        }
    }
}

/// Samplers read on in a key's words: the words after the first are as good. 3 x 2 statistics.
#[test]
fn the_words_of_a_mark_are_independent_of_each_other() {
    let caller = |n: u64| Key::new(3).with(0).named("12345").named("all").with(0).nth(n);
    let columns: Vec<Vec<f64>> = (0..4)
        .map(|skip| {
            let word = |n| {
                let mut words = caller(n).stream(Purpose::Talk);
                (0..skip).for_each(|_| _ = words.next_u64());
                uniform(&mut words)
            };
            (0..200_000).map(word).collect()
        })
        .collect();
    for pair in columns.windows(2) {
        let score = correlation(&pair[0], &pair[1]) * (pair[0].len() as f64).sqrt();
        assert!(score.abs() < REFUSED, "{score}");
        let mut counts = vec![0.0; 1024];
        pair[1].iter().for_each(|u| counts[(u * 1024.0) as usize] += 1.0);
        assert!(chi_square_score(&counts, &vec![200_000.0 / 1024.0; 1024]).abs() < REFUSED);
    }
}

#[test]
fn no_two_marks_of_neighbouring_keys_are_equal() {
    let marks: HashSet<u64> = lattice().iter().map(|u| u.to_bits()).collect();
    assert_eq!(marks.len(), AXES.iter().product::<usize>());
}

/// Computed apart from the crate, from the published algorithms (SplitMix64, FNV-1a) and the
/// constants of `rng`: a change of these values changes every result ever published.
#[test]
fn first_words_are_pinned() {
    let date = Key::new(1).with(0).named("12345").named("changchun").with(18_743);
    let words =
        |n| [Purpose::Gap, Purpose::Talk, Purpose::Patience].map(|p| date.nth(n).stream(p).next_u64());
    assert_eq!(words(0), [0xf464_2367_f70b_34ac, 0xcba7_aa4f_46f0_a26e, 0x8484_35b5_9299_a0e7]);
    assert_eq!(words(1), [0x3ff4_03f1_0b17_64be, 0x7fd0_8865_0738_f297, 0x8bd5_b1a2_0a6e_1163]);
    let redial = date.nth(0).nth(1);
    assert_eq!(redial.stream(Purpose::Patience).next_u64(), 0x823c_51f1_3a48_3840);
    assert_eq!(redial.stream(Purpose::Redial).next_u64(), 0xd89c_a207_3a59_582c);
    assert_eq!(date.with(3).nth(0).stream(Purpose::Talk).next_u64(), 0xeecf_3809_db3e_4529);
    let horizon = Horizon { days: 1.0, warm_up: 0.0, start: Some(jiff::civil::date(2021, 4, 26)) };
    assert_eq!(horizon.day_number(0), 18_743);
    // Inverted callers are the date's own, by number.
    let model =
        centre(&["12345"], &["changchun"], 500.0, 1).with(|m| m.arrivals = Arrivals::Inverted).unwrap();
    let keys: Vec<Key> = fresh(&model, Key::new(1).with(0)).iter().map(|c| c.key).collect();
    assert!((0..keys.len()).all(|n| keys[n] == date.nth(n as u64)));
}
