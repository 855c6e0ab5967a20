//! Replications in parallel, folded in order: the same bytes on any number of threads.

pub mod precision;
mod quantile;

pub use quantile::linearised;

use crate::engine::{self, CallSource, ModelCalls, TimeSpan};
use crate::kpi::registry::{Interval, Ratio};
use crate::kpi::{
    CoarseHistogram, ConservationCheck, Counted, Detail, Entry, Invariants, Kpi, Life, QUANTILES, Sums,
    Tables, Tally, Trace, Waits,
};
use crate::model::Model;
use crate::rng::Key;
use crate::stats::{self, Batches, Estimate};
use crate::workforce;
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::sync::OnceLock;

/// The outcome of one replication.
pub struct Replication {
    /// Its tables.
    pub tables: Tables<Entry>,
    /// Its histograms of waits.
    pub waits: Waits,
    /// Attempts simulated, warm-up included.
    pub attempts: u64,
    /// Whether it obeys what every history must.
    pub invariants: Invariants,
}

/// Runs replication `number` (from 0) of a model under a seed.
pub fn replicate(model: &Model, seed: u64, number: u64) -> Replication {
    let key = Key::new(seed).with(number);
    simulate(model, number, ModelCalls::new(model, key), key, Detail::ByInterval)
}

/// Runs replication `number` without tables by time: what the points of a sweep need.
pub fn replicate_totals(model: &Model, seed: u64, number: u64) -> Replication {
    let key = Key::new(seed).with(number);
    simulate(model, number, ModelCalls::new(model, key), key, Detail::Totals)
}

/// Runs the antithetic counterpart of replication `number`, without tables by time: its callers' marks are at opposite
/// quantiles (antithetic variates), its absences independent. Of the same distribution; the mean of the two is one observation.
pub fn replicate_antithetic(model: &Model, seed: u64, number: u64) -> Replication {
    let key = Key::new(seed).with(number);
    simulate(model, number, ModelCalls::mirrored(model, key), key.named("mirror"), Detail::Totals)
}

/// Runs a replication with these calls; `staff` is the key of the absences.
fn simulate(model: &Model, number: u64, source: impl CallSource, staff: Key, detail: Detail) -> Replication {
    let measured = TimeSpan { from: model.horizon().warm_up, to: model.horizon().end() };
    let observer = (Tally::new(model, detail), ConservationCheck::new(model.groups().len(), measured));
    let ((tally, conservation), attempts) = engine::run(model, source, &staffings(model, staff), observer);
    let (tables, waits) = tally.finish();
    let invariants = Invariants::of(model, number, attempts, &tables, &conservation);
    Replication { tables, waits, attempts, invariants }
}

/// Returns the lives of the attempts of a replication that were dialled in a span, in order: the same history again, for
/// marks are functions of their keys.
pub fn trace(model: &Model, seed: u64, number: u64, dialled: TimeSpan) -> Vec<Life> {
    let key = Key::new(seed).with(number);
    let trace = Trace::new(dialled);
    engine::run(model, ModelCalls::new(model, key), &staffings(model, key), trace).0.finish()
}

/// Returns the steps of every group's staff.
fn staffings(model: &Model, key: Key) -> Vec<Vec<workforce::Step>> {
    model.groups().iter().map(|group| group.steps(model.horizon(), key)).collect()
}

/// The outcome of all replications for a table entry.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Sums, per replication (or batch of many).
    pub sums: Batches<Sums>,
    /// The sums that are counted; the others are not known.
    pub counted: Counted,
    /// Wait quantiles per replication.
    quantiles: Batches<Mean<{ QUANTILES.len() }>>,
    /// Worst rolling 24 h per replication.
    worst: Batches<Mean<1>>,
    /// Attempts answered in that window, and offered.
    worst_counts: Batches<[f64; 2]>,
    /// Windows of a replication at most.
    most_windows: u64,
    /// Replications in which a window could be judged, and those whose worst is below the standard.
    pub judged: u64,
    /// See `judged`.
    pub below: u64,
    /// Windows judged and windows below the standard, over all replications.
    pub windows: (u64, u64),
    /// Windows with too few attempts to judge.
    pub windows_too_small: u64,
    /// Coarse histograms of the histograms of waits.
    outlines: Batches<CoarseHistogram>,
    /// Pooled wait quantiles.
    pooled: Option<[f64; QUANTILES.len()]>,
    /// Linearised values of the pooled wait quantiles per batch of coarse histograms, see [`linearised`].
    linearised: Vec<[f64; QUANTILES.len()]>,
    /// Share by which half-widths are enlarged, see [`precision::widening`].
    widening: f64,
    /// Sums over all replications, kept from their first use (every KPI uses them) until a replication is added.
    whole: OnceLock<Sums>,
}

/// Means over the replications of a batch that have a value.
#[derive(Clone, Copy, Debug)]
struct Mean<const N: usize> {
    sums: [f64; N],
    count: f64,
}

impl<const N: usize> Mean<N> {
    fn of(values: Option<[f64; N]>) -> Self {
        Mean { sums: values.unwrap_or([0.0; N]), count: f64::from(u8::from(values.is_some())) }
    }

    fn merge(&mut self, other: &Self) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(own, other)| *own += other);
        self.count += other.count;
    }

    fn get(&self, index: usize) -> Option<f64> {
        (self.count > 0.0).then(|| self.sums[index] / self.count)
    }
}

/// The number of batches kept of entries of two dimensions, of which there are many.
const CROSSED: usize = 128;
/// The number of batches kept of entries by site and date, of which there are most.
const BY_SITE_AND_DATE: usize = 32;

impl Series {
    /// Makes an empty series of at most `batches` batches.
    fn at_most(batches: usize) -> Series {
        Series {
            sums: Batches::at_most(batches),
            quantiles: Batches::at_most(batches),
            worst: Batches::at_most(batches),
            worst_counts: Batches::at_most(batches),
            ..Series::default()
        }
    }

    /// Makes the series of these replications, in order of number, `unit` of which are one independent observation;
    /// `pooled` are the wait quantiles of all of them, and `linearised` the linearised values of those per observation
    /// ([`linearised`]).
    pub fn of(
        entries: &[Entry],
        unit: usize,
        pooled: Option<[f64; QUANTILES.len()]>,
        linearised: Vec<[f64; QUANTILES.len()]>,
    ) -> Series {
        let (mut sums, mut quantiles) = (Batches::of_units(unit), Batches::of_units(unit));
        let (mut worst, worst_counts) = (Batches::of_units(unit), Batches::of_units(unit));
        sums.make_room(entries.len());
        quantiles.make_room(entries.len());
        worst.make_room(entries.len());
        let mut series =
            Series { sums, quantiles, worst, worst_counts, pooled, linearised, ..Series::default() };
        entries.iter().for_each(|entry| series.push(entry));
        series
    }

    /// Returns how many independent observations it holds: replications, or pairs of them.
    pub fn observations(&self) -> u64 {
        self.sums.observations()
    }

    /// Returns the sums of every other replication, from `first` (0 or 1): what is chosen on one half is
    /// estimated on the other.
    pub fn half(&self, first: usize) -> Series {
        let mut half = Series { counted: self.counted, ..Series::default() };
        let own = self.sums.full().iter().skip(first).step_by(2);
        own.for_each(|sums| half.sums.push(*sums, Sums::merge));
        half
    }

    /// Makes the sums of several entries together, replication by replication.
    pub fn together<'s>(all: impl IntoIterator<Item = &'s Series>) -> Series {
        let mut together = Series::default();
        for series in all {
            together.sums.join(&series.sums, Sums::merge);
            together.counted = together.counted.and(series.counted);
        }
        together
    }

    fn push(&mut self, entry: &Entry) {
        self.whole.take();
        self.counted = self.counted.and(entry.counted);
        self.sums.push(entry.sums, Sums::merge);
        self.quantiles.push(Mean::of(entry.quantiles), Mean::merge);
        let rolling = entry.rolling;
        self.worst.push(Mean::of(rolling.worst.map(|worst| [worst])), Mean::merge);
        let (answered, offered) = rolling.worst_counts;
        let add = |own: &mut [f64; 2], more: &[f64; 2]| {
            own.iter_mut().zip(more).for_each(|(own, more)| *own += more)
        };
        self.worst_counts.push([answered as f64, offered as f64], add);
        self.most_windows = self.most_windows.max(rolling.windows());
        self.judged += u64::from(rolling.worst.is_some());
        self.below += u64::from(rolling.below > 0);
        self.windows = (self.windows.0 + rolling.judged, self.windows.1 + rolling.below);
        self.windows_too_small += rolling.too_small;
    }

    /// Returns the sums over all replications.
    pub fn total(&self) -> &Sums {
        self.whole.get_or_init(|| {
            let mut total = Sums::default();
            self.sums.all().iter().for_each(|sums| total.merge(sums));
            total
        })
    }

    /// Returns the KPI with its interval.
    pub fn kpi(&self, kpi: Kpi) -> Estimate {
        self.ratio(&kpi.formula())
    }

    /// Returns whether replications are so unequal that the KPI's interval may be too short: more are needed.
    pub fn needs_more_replications(&self, kpi: Kpi) -> bool {
        let ratio = kpi.formula();
        let pairs: Vec<(f64, f64)> = self.sums.full().iter().map(|sums| ratio.of(sums)).collect();
        stats::ratio_needs_more(pairs.into_iter())
    }

    /// Returns a ratio of sums with its interval; none where they are not counted.
    pub fn ratio(&self, ratio: &Ratio) -> Estimate {
        if !ratio.is_counted_by(self.counted) {
            return Estimate::default();
        }
        let full: Vec<(f64, f64)> = self.sums.full().iter().map(|sums| ratio.of(sums)).collect();
        let full = full.iter().copied();
        let mean = ratio.value(self.total());
        let estimate = match ratio.interval {
            Interval::Proportion => stats::share(full),
            Interval::Jackknife | Interval::Wait => stats::ratio(full),
        };
        let is_zero_wait = ratio.interval == Interval::Wait && mean == Some(0.0);
        let half_width = estimate.half_width.filter(|_| mean.is_some() && !is_zero_wait);
        Estimate { mean, half_width }.widened(self.widening)
    }

    /// Returns a sum per replication with its interval; none where it is not counted.
    pub fn per_replication(&self, field: crate::kpi::Field, replications: u64) -> Estimate {
        if !self.counted.counts(field) {
            return Estimate::default();
        }
        let size = self.sums.size() as f64;
        let estimate = stats::mean(self.sums.full().iter().map(|sums| sums.get(field) / size));
        let mean = Some(self.total().get(field) / replications.max(1) as f64);
        Estimate { mean, ..estimate }.widened(self.widening)
    }

    /// Returns the wait that this share of answered attempts ([`QUANTILES`]) does not exceed.
    pub fn wait_quantile(&self, index: usize) -> Estimate {
        let half_width = stats::mean(self.linearised(index)).half_width;
        Estimate { mean: self.pooled.map(|pooled| pooled[index]), half_width }.widened(self.widening)
    }

    /// Returns the linearised values of a pooled wait quantile per batch: their spread is that of the quantile.
    pub fn linearised(&self, index: usize) -> impl Iterator<Item = f64> + Clone {
        self.linearised.iter().map(move |quantiles| quantiles[index])
    }

    /// Returns the mean over a batch's replications of their own wait quantiles.
    pub fn batch_quantile(&self, batch: usize, index: usize) -> Option<f64> {
        self.quantiles.all().get(batch)?.get(index)
    }

    /// Returns the mean over a batch's replications of their worst rolling 24 h; of a single window its answer rate.
    pub fn batch_worst_24h(&self, batch: usize) -> Option<f64> {
        match self.single_windows() {
            None => self.worst.all().get(batch)?.get(0),
            Some(_) => {
                let [answered, offered] = *self.worst_counts.all().get(batch)?;
                (offered > 0.0).then(|| answered / offered)
            }
        }
    }

    /// Returns attempts answered and offered by batch if every replication has one and the same window of 24 h, as that of
    /// a single day: it is no minimum then, but the answer rate of that day.
    pub fn single_windows(&self) -> Option<&[[f64; 2]]> {
        (self.most_windows == 1).then(|| self.worst_counts.full())
    }

    /// Returns the number of windows of the rolling 24 h, over all replications; 0 where they mean nothing.
    pub fn windows_rolled(&self) -> u64 {
        self.windows.0 + self.windows_too_small
    }

    /// Returns the worst rolling 24 h: the mean over replications of their minimum, each counting the same; of a single
    /// window answered / offered.
    pub fn worst_24h(&self) -> Estimate {
        if self.single_windows().is_some() {
            return self.single_window().widened(self.widening);
        }
        stats::mean(self.worst.full().iter().filter_map(|worst| worst.get(0))).widened(self.widening)
    }
}

impl Series {
    fn single_window(&self) -> Estimate {
        let judged = self.worst_counts.full().iter().filter(|counts| counts[1] > 0.0);
        let half_width = stats::share(judged.map(|[answered, offered]| (*answered, *offered))).half_width;
        let sum = |of: usize| self.worst_counts.all().iter().map(|counts| counts[of]).sum::<f64>();
        let (answered, offered) = (sum(0), sum(1));
        Estimate { mean: (offered > 0.0).then(|| answered / offered), half_width }
    }
}

/// All replications of a scenario.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Number of replications.
    pub replications: u64,
    /// Number of the first of them.
    first: u64,
    /// Attempts simulated in all of them, warm-up included.
    pub attempts: u64,
    /// Tables.
    pub tables: Tables<Series>,
    /// Histograms of waits.
    pub waits: Waits,
    /// Whether all replications obey what every history must.
    pub invariants: Invariants,
}

/// Replications run ahead of the fold at most, per thread: bounds memory.
const AHEAD: u64 = 2;

/// How far a run of replications has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'r> {
    /// The replications that are wanted in all.
    pub wanted: u64,
    /// The results so far. Wait quantiles are those of the last run that has come to its end.
    pub so_far: &'r Results,
}

impl Results {
    /// No replications yet.
    pub fn new(model: &Model) -> Results {
        let mut tables: Tables<Series> = Tables::of(model, Detail::ByInterval);
        let crossed = tables.site_week.iter_mut().chain(&mut tables.site_interval).flatten();
        crossed.for_each(|series| *series = Series::at_most(CROSSED));
        let dates = tables.site_date.iter_mut().flatten();
        dates.for_each(|series| *series = Series::at_most(BY_SITE_AND_DATE));
        tables.entries_mut().for_each(|series| series.outlines = Batches::at_most(CROSSED));
        Results { tables, ..Results::default() }
    }

    /// No replications yet, of which the first has this number: what is chosen on those before it is tested on these.
    pub fn starting_at(model: &Model, first: u64) -> Results {
        Results { first, ..Results::new(model) }
    }

    /// Runs replications until there are `replications` on rayon's present pool, the global one unless called from within
    /// another; calls `progress` after each batch.
    pub fn extend(
        &mut self,
        model: &Model,
        seed: u64,
        replications: u64,
        mut progress: impl FnMut(&Results),
    ) {
        while self.replications < replications {
            self.run_batch(model, seed, replications, rayon::current_num_threads());
            progress(self);
        }
        self.pool();
    }

    /// Runs replications until there are `replications` or `progress`, called after each batch, breaks; returns what it
    /// said last. Replications that are done count in either case, and a later call goes on where this one ended.
    ///
    /// Works on the caller's rayon pool (`pool.install(|| results.extend_while(..))`), and outside any on the calling
    /// thread alone; the global pool is left alone. Results are the same bytes on any number of threads.
    pub fn extend_while(
        &mut self,
        model: &Model,
        seed: u64,
        replications: u64,
        mut progress: impl FnMut(&Progress<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut flow = ControlFlow::Continue(());
        while flow.is_continue() && self.replications < replications {
            match rayon::current_thread_index() {
                Some(_) => self.run_batch(model, seed, replications, rayon::current_num_threads()),
                None => self.fold(replicate(model, seed, self.first + self.replications)),
            }
            flow = progress(&Progress { wanted: replications, so_far: self });
        }
        self.pool();
        flow
    }

    /// Runs the next replications, as many as fit the threads and are wanted, in parallel and adds them in order.
    fn run_batch(&mut self, model: &Model, seed: u64, replications: u64, threads: usize) {
        let until = replications.min(self.replications + AHEAD * threads as u64);
        let numbers: Vec<u64> = (self.first + self.replications..self.first + until).collect();
        let done: Vec<Replication> =
            numbers.into_par_iter().with_max_len(1).map(|number| replicate(model, seed, number)).collect();
        done.into_iter().for_each(|replication| self.fold(replication));
    }

    /// Adds the next replication, in order of number.
    fn fold(&mut self, replication: Replication) {
        self.replications += 1;
        self.attempts += replication.attempts;
        self.invariants.merge(replication.invariants);
        let Tables {
            total,
            hotline,
            site,
            front_line,
            group,
            stage,
            interval,
            date,
            site_week,
            site_interval,
            site_date,
        } = replication.tables;
        let simple = [hotline, site, front_line, group, stage, interval, date].into_iter().flatten();
        let crossed = site_week.into_iter().chain(site_interval).chain(site_date).flatten();
        let entries = std::iter::once(total).chain(simple).chain(crossed);
        self.tables.entries_mut().zip(entries).for_each(|(series, entry)| series.push(&entry));
        let waits = self.tables.entries_mut().zip(replication.waits.entries());
        waits.for_each(|(series, waits)| {
            series.outlines.push(CoarseHistogram::of(waits), CoarseHistogram::merge)
        });
        self.waits.merge(replication.waits);
    }

    /// Works out the quantiles of all waits pooled, and their spread.
    fn pool(&mut self) {
        for (series, waits) in self.tables.entries_mut().zip(self.waits.entries()) {
            let pooled = waits.pooled();
            series.pooled = pooled.quantiles(QUANTILES);
            series.linearised = linearised(&pooled, series.pooled, series.outlines.full());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;

    fn model() -> Model {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        Model::single_queue(60.0, talk, patience, 4, 0.5).unwrap()
    }

    fn answered(results: &Results) -> Estimate {
        results.tables.total.kpi(Kpi::AnswerRate)
    }

    #[test]
    fn a_run_that_is_cancelled_keeps_what_is_done_and_goes_on_to_the_same_results() {
        let model = model();
        let mut whole = Results::new(&model);
        whole.extend(&model, 1, 7, |_| {});
        for threads in [0, 1, 3] {
            let mut results = Results::new(&model);
            let mut run = || {
                let mut seen = Vec::new();
                let flow = results.extend_while(&model, 1, 7, |progress| {
                    seen.push((progress.so_far.replications, progress.wanted));
                    ControlFlow::Break(())
                });
                let batch = if threads == 0 { 1 } else { AHEAD * threads };
                assert!(flow.is_break() && seen == [(batch, 7)], "{seen:?}");
                assert!(results.extend_while(&model, 1, 7, |_| ControlFlow::Continue(())).is_continue());
            };
            match threads {
                0 => run(),
                _ => rayon::ThreadPoolBuilder::new()
                    .num_threads(threads as usize)
                    .build()
                    .unwrap()
                    .install(run),
            }
            assert_eq!((results.replications, answered(&results)), (7, answered(&whole)));
            let quantile = |results: &Results| results.tables.total.wait_quantile(3);
            assert_eq!(quantile(&results), quantile(&whole));
        }
    }
}
