//! Busyness: random day and hour factors of demand, correlated between lines and sites.
//!
//! For every owner (the province, a site, a call type) keyed standard normals are drawn by date. A
//! call type's score is `sqrt(s0)` province + `sqrt(s1)` site + `sqrt(s2)` own, with shares that sum to 1, so
//! two lines of a site correlate by s0 + s1 and two sites by s0. The day factor is the Gamma
//! quantile at the score. The hour factor is exp(sigma Y - sigma^2 / 2) of an autoregression
//! Y = lag Y' + sqrt(1 - lag^2) Z that is stationary from the first hour of the horizon and runs through
//! midnight; its innovations Z are made of province, site and own parts in the same shares
//! (the model fixes these for the day; taking them for the hour too is this module's decision: a
//! storm at eleven is felt by every line of a city).
//!
//! Every factor is a function of (replication, owner's name, date): a hotline more or less changes
//! no other's. The sequence of one date's 24 innovations is read from one keyed call type.

use crate::demand::gamma::GammaScores;
use crate::dist::{Draw, Plain};
use crate::model::{Busyness, Model};
use crate::rng::{Key, Purpose};
use crate::time::Horizon;
use std::sync::Arc;

/// Factors of the 24 hours of a day.
pub type Hours = [f64; 24];

/// The busyness of one replication, asked for day by day.
#[derive(Debug)]
pub struct Busy {
    horizon: Horizon,
    process: Option<Process>,
}

#[derive(Debug)]
struct Process {
    day: Option<Arc<GammaScores>>,
    hour: Autoregression,
    weights: [f64; 3],
    province: Owner,
    sites: Vec<Owner>,
    call_types: Vec<(usize, Owner)>,
}

/// Parameters of the log hour factor.
#[derive(Clone, Copy, Debug)]
struct Autoregression {
    lag: f64,
    innovation: f64,
    sigma: f64,
}

/// Something with normals of its own: today's score, and Y of today's hours.
#[derive(Debug)]
struct Owner {
    key: Key,
    score: f64,
    hours: Hours,
}

impl Busy {
    /// Makes the factors of one replication, given by its key.
    pub fn new(model: &Model, replication: Key) -> Busy {
        let process = model.busyness().map(|b| Process::new(&b, model, replication));
        Busy { horizon: model.horizon().clone(), process }
    }

    /// Writes day factor x hour factor of every call type of the model into `factors`, one row of 24
    /// hours each. To be called for day 0, 1, 2, ... in order: an hour leans on the hour before.
    pub fn day(&mut self, day: usize, factors: &mut [Hours]) {
        self.drawn::<Plain>(day, factors);
    }

    /// As [`Busy::day`], with normals drawn as `D` says.
    pub(super) fn drawn<D: Draw>(&mut self, day: usize, factors: &mut [Hours]) {
        match &mut self.process {
            Some(process) => process.day::<D>(self.horizon.day_number(day), day == 0, factors),
            None => factors.fill([1.0; 24]),
        }
    }
}

impl Process {
    fn new(busyness: &Busyness, model: &Model, replication: Key) -> Process {
        let site = |id: &str| replication.named("site").named(id);
        let call_type = |s: &crate::model::CallType| {
            let (site, line) = (&model.site(s.site).id, &model.hotline(s.hotline).number);
            (s.site.index(), Owner::new(replication.named("stream").named(site).named(line)))
        };
        Process {
            day: (busyness.day_cv > 0.0).then(|| GammaScores::of(busyness.day_cv)),
            hour: Autoregression::new(busyness),
            weights: busyness.shares.map(f64::sqrt),
            province: Owner::new(replication.named("province")),
            sites: model.sites().iter().map(|s| Owner::new(site(&s.id))).collect(),
            call_types: model.call_types().iter().map(call_type).collect(),
        }
    }

    fn day<D: Draw>(&mut self, number: i64, first: bool, factors: &mut [Hours]) {
        let Process { day, hour, weights, province, sites, call_types } = self;
        province.draw::<D>(number, first, hour);
        for site in sites.iter_mut() {
            site.draw::<D>(number, first, hour);
        }
        for ((site, own), row) in call_types.iter_mut().zip(factors) {
            own.draw::<D>(number, first, hour);
            let site = &sites[*site];
            let mixed = |p: f64, s: f64, o: f64| weights[0] * p + weights[1] * s + weights[2] * o;
            let level = match day {
                Some(table) => table.at(mixed(province.score, site.score, own.score)),
                None => 1.0,
            };
            for (h, factor) in row.iter_mut().enumerate() {
                *factor = level * hour.factor(mixed(province.hours[h], site.hours[h], own.hours[h]));
            }
        }
    }
}

impl Autoregression {
    fn new(busyness: &Busyness) -> Autoregression {
        let (cv, lag) = (busyness.hour_cv, busyness.hour_lag);
        Autoregression { lag, innovation: (1.0 - lag * lag).sqrt(), sigma: libm::log1p(cv * cv).sqrt() }
    }

    /// Of mean exactly 1 when `y` is standard normal.
    #[inline]
    fn factor(&self, y: f64) -> f64 {
        if self.sigma == 0.0 { 1.0 } else { crate::dist::exp(self.sigma * (y - 0.5 * self.sigma)) }
    }
}

impl Owner {
    fn new(key: Key) -> Owner {
        Owner { key, score: 0.0, hours: [0.0; 24] }
    }

    fn draw<D: Draw>(&mut self, day_number: i64, first: bool, hour: &Autoregression) {
        let key = self.key.nth(day_number.cast_unsigned());
        self.score = D::normal(&mut key.stream(Purpose::DayFactor));
        if hour.sigma == 0.0 {
            return;
        }
        let mut random = key.stream(Purpose::HourFactor);
        let mut y = self.hours[23];
        for (h, hours) in self.hours.iter_mut().enumerate() {
            let z = D::normal(&mut random);
            // The first hour of all has none before it: drawn from the stationary law.
            y = if first && h == 0 { z } else { hour.lag * y + hour.innovation * z };
            *hours = y;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::*;

    const BUSYNESS: Busyness =
        Busyness { day_cv: 0.13, hour_cv: 0.15, hour_lag: 0.5, shares: [0.3, 0.2, 0.5] };

    fn model(lines: &[(&str, usize)], busyness: Option<Busyness>) -> Model {
        let demand = Demand::constant(1.0, 100_000);
        let call_type = |(hotline, (_, site)): (usize, &(&str, usize))| CallType {
            site: SiteId::new(*site),
            ..CallType::simple(
                HotlineId::new(hotline),
                demand.clone(),
                Dist::exponential(1.0).unwrap(),
                Dist::NEVER,
            )
        };
        let (exponential, days) = (Dist::exponential(1.0).unwrap(), 1e5);
        Model::new(ModelParts {
            horizon: Horizon { days, warm_up: 0.0, start: Some(jiff::civil::date(2021, 4, 26)) },
            hotlines: lines.iter().map(|(number, _)| Hotline::own(number)).collect(),
            sites: ["changchun", "siping"].map(Site::named).to_vec(),
            call_types: lines.iter().enumerate().map(call_type).collect(),
            busyness,
            arrivals: Arrivals::Thinned,
            ..ModelParts::single_queue(1.0, exponential, Dist::NEVER, 1, days)
        })
        .unwrap()
    }

    const LINES: [(&str, usize); 3] = [("12345", 0), ("12315", 0), ("12345x", 1)];

    /// Rows of all days, for each call type in turn.
    fn rows(model: &Model, days: usize, seed: u64) -> Vec<Vec<Hours>> {
        let mut busy = Busy::new(model, Key::new(seed));
        let mut factors = vec![[0.0; 24]; model.call_types().len()];
        let mut rows = vec![Vec::new(); model.call_types().len()];
        for day in 0..days {
            busy.day(day, &mut factors);
            factors.iter().zip(&mut rows).for_each(|(f, r)| r.push(*f));
        }
        rows
    }

    fn mean_sd(values: &[f64]) -> (f64, f64) {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let squares = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
        (mean, (squares / values.len() as f64).sqrt())
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let ((ma, sa), (mb, sb)) = (mean_sd(a), mean_sd(b));
        a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum::<f64>() / a.len() as f64 / sa / sb
    }

    /// Factors with only one of the two sources of randomness.
    fn only(day_cv: f64, hour_cv: f64, days: usize) -> Vec<Vec<Hours>> {
        rows(&model(&LINES, Some(Busyness { day_cv, hour_cv, ..BUSYNESS })), days, 3)
    }

    #[test]
    fn without_busyness_every_factor_is_one() {
        assert!(rows(&model(&LINES, None), 2, 1).iter().flatten().flatten().all(|f| *f == 1.0));
    }

    /// 40,000 days, tolerances of 5 standard errors or more; the seed is fixed.
    #[test]
    fn the_day_factor_has_mean_1_its_cv_and_its_correlations() {
        const DAYS: usize = 40_000;
        let rows = only(0.13, 0.0, DAYS);
        let level: Vec<Vec<f64>> = rows.iter().map(|r| r.iter().map(|day| day[5]).collect()).collect();
        assert!(rows[0].iter().all(|day| day.iter().all(|f| *f == day[0])), "constant within the day");
        for call_type in &level {
            let (mean, sd) = mean_sd(call_type);
            assert!((mean - 1.0).abs() < 5.0 * 0.13 / 200.0, "mean {mean}");
            assert!((sd - 0.13).abs() < 0.13 * 5.0 * 0.75 / 200.0, "sd {sd}");
        }
        // Gamma of this shape is nearly normal: correlations lose well below 0.01 in the quantile.
        assert!((correlation(&level[0], &level[1]) - 0.5).abs() < 0.025, "two lines of a site");
        assert!((correlation(&level[0], &level[2]) - 0.3).abs() < 0.025, "two sites");
        assert!(correlation(&level[0][1..], &level[0][..DAYS - 1]).abs() < 0.025, "day after day");
    }

    #[test]
    fn the_hour_factor_has_mean_1_its_cv_and_its_memory_through_midnight() {
        const DAYS: usize = 20_000;
        let rows = only(0.0, 0.15, DAYS);
        let logs: Vec<Vec<f64>> =
            rows.iter().map(|r| r.iter().flatten().map(|f| libm::log(*f)).collect()).collect();
        let all: Vec<f64> = rows[0].iter().flatten().copied().collect();
        let (mean, sd) = mean_sd(&all);
        assert!((mean - 1.0).abs() < 0.002 && (sd - 0.15).abs() < 0.002, "mean {mean}, sd {sd}");
        let n = all.len();
        assert!((correlation(&logs[0][1..], &logs[0][..n - 1]) - 0.5).abs() < 0.01, "lag one");
        assert!((correlation(&logs[0][2..], &logs[0][..n - 2]) - 0.25).abs() < 0.01, "lag two");
        assert!((correlation(&logs[0], &logs[1]) - 0.5).abs() < 0.01, "two lines of a site");
        assert!((correlation(&logs[0], &logs[2]) - 0.3).abs() < 0.01, "two sites");
        let evening: Vec<f64> = rows[0][..DAYS - 1].iter().map(|d| libm::log(d[23])).collect();
        let midnight: Vec<f64> = rows[0][1..].iter().map(|d| libm::log(d[0])).collect();
        assert!((correlation(&evening, &midnight) - 0.5).abs() < 0.03, "through midnight");
    }

    #[test]
    fn the_first_hour_is_as_variable_as_any_other() {
        let model = model(&LINES, Some(Busyness { day_cv: 0.0, ..BUSYNESS }));
        let first: Vec<f64> = (0..20_000).map(|seed| rows(&model, 1, seed)[0][0][0]).collect();
        let (mean, sd) = mean_sd(&first);
        assert!((mean - 1.0).abs() < 0.006 && (sd - 0.15).abs() < 0.006, "mean {mean}, sd {sd}");
    }

    #[test]
    fn adding_a_hotline_changes_no_others_factors() {
        let few = rows(&model(&LINES, Some(BUSYNESS)), 30, 9);
        let more = rows(&model(&[("12393", 0), LINES[0], LINES[2], LINES[1]], Some(BUSYNESS)), 30, 9);
        assert_eq!(few[0], more[1]);
        assert_eq!(few[1], more[3]);
        assert_eq!(few[2], more[2]);
        assert_ne!(few[0], few[1]);
    }
}
