//! The entry point for users of the library: simulates a model in replications and returns results by name.
//!
//! [`simulate`] runs independent replications in parallel, checks the engine's invariants on each of them and returns a
//! [`Simulation`]. Its figures are [`Estimate`]s: a mean and the half-width of its 95 % interval over replications. The same
//! model and seed give the same figures to the last bit, on any number of threads; two models under one seed share their
//! callers (common random numbers), so that their difference is known better than either.

use crate::kpi::{Kpi, QUANTILES, Violation};
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::stats::Estimate;

/// The number of replications, the seed and the number of threads of a simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    replications: u64,
    seed: Option<u64>,
    threads: Option<usize>,
}

impl Default for Options {
    /// Twenty replications under the model's own seed, on all threads.
    fn default() -> Options {
        Options { replications: 20, seed: None, threads: None }
    }
}

impl Options {
    /// Sets the number of replications; a single one gives no interval.
    #[must_use]
    pub fn replications(self, replications: u64) -> Options {
        Options { replications, ..self }
    }

    /// Sets the seed instead of the model's.
    #[must_use]
    pub fn seed(self, seed: u64) -> Options {
        Options { seed: Some(seed), ..self }
    }

    /// Sets the number of threads; figures do not depend on it.
    #[must_use]
    pub fn threads(self, threads: usize) -> Options {
        Options { threads: Some(threads), ..self }
    }
}

/// The reason why a simulation has no results.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulateError {
    /// No replications were asked for.
    #[error("nothing was simulated: the number of replications must be 1 or more")]
    NoReplications,
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(String),
    /// A law that every history obeys did not hold: an error of this library. The results are not to be used.
    #[error(
        "internal error: {:?} does not hold in replication {} of {}: {} is not {}",
        .0.invariant, .0.replication, .0.place, .0.left, .0.right
    )]
    Invariant(Violation),
}

/// A name that no part of the model has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} `{name}`; there are: {known}")]
pub struct UnknownName {
    /// The kind of name that was looked up: "hotline", "site", "group".
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// The names that there are.
    pub known: String,
}

/// Simulates a model in independent replications.
///
/// # Errors
///
/// When no replications are asked for, threads cannot be started, or an invariant of the engine does not hold, which would
/// be an error of this library.
pub fn simulate(model: &Model, options: Options) -> Result<Simulation, SimulateError> {
    let Options { replications, seed, threads } = options;
    if replications == 0 {
        return Err(SimulateError::NoReplications);
    }
    let run = || {
        let mut results = Results::new(model);
        results.extend(model, seed.unwrap_or(model.seed()), replications, |_| {});
        results
    };
    let results = match threads {
        None => run(),
        Some(threads) => rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| SimulateError::Threads(error.to_string()))?
            .install(run),
    };
    match results.invariants.violations.first() {
        Some(violation) => Err(SimulateError::Invariant(violation.clone())),
        None => Ok(Simulation { model: model.clone(), results }),
    }
}

/// The results of a simulation, by name.
#[derive(Clone, Debug)]
pub struct Simulation {
    model: Model,
    results: Results,
}

impl Simulation {
    /// Returns the model that was simulated.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns the number of replications.
    pub fn replications(&self) -> u64 {
        self.results.replications
    }

    /// Returns the number of calls simulated in all replications, warm-up included.
    pub fn calls(&self) -> u64 {
        self.results.attempts
    }

    /// Returns the figures of all calls and agents.
    pub fn total(&self) -> Figures<'_> {
        self.figures(&self.results.tables.total)
    }

    /// Returns the figures of the calls to a hotline (the name of a call type in a [`ModelBuilder`](crate::model::ModelBuilder)).
    pub fn hotline(&self, number: &str) -> Result<Figures<'_>, UnknownName> {
        let names = self.model.hotlines().iter().map(|hotline| hotline.number.as_str());
        find("hotline", number, names).map(|index| self.figures(&self.results.tables.hotline[index]))
    }

    /// Returns the figures of a site.
    pub fn site(&self, id: &str) -> Result<Figures<'_>, UnknownName> {
        let names = self.model.sites().iter().map(|site| site.id.as_str());
        find("site", id, names).map(|index| self.figures(&self.results.tables.site[index]))
    }

    /// Returns the figures of the calls that arrived at a group, and of its agents.
    pub fn group(&self, id: &str) -> Result<Figures<'_>, UnknownName> {
        let names = self.model.groups().iter().map(|group| group.id.as_str());
        find("group", id, names).map(|index| self.figures(&self.results.tables.group[index]))
    }

    /// Returns the figures of each half hour of the day, from midnight, pooled over dates.
    pub fn half_hours(&self) -> impl Iterator<Item = Figures<'_>> {
        self.results.tables.interval.iter().map(|series| self.figures(series))
    }

    /// Returns everything that was tabulated, by index.
    pub fn results(&self) -> &Results {
        &self.results
    }

    fn figures<'s>(&'s self, series: &'s Series) -> Figures<'s> {
        let waits = self.model.acceptable_waits();
        Figures { series, waits, replications: self.results.replications }
    }
}

fn find<'n>(
    what: &'static str,
    name: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Result<usize, UnknownName> {
    names.clone().position(|known| known == name).ok_or_else(|| UnknownName {
        what,
        name: name.to_owned(),
        known: names.collect::<Vec<_>>().join(", "),
    })
}

/// The figures of the whole, or of one hotline, site, group or half hour. Each is the ratio of sums over all replications;
/// where its denominator is 0 it has no value. See [`Kpi`] for every definition.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'s> {
    series: &'s Series,
    waits: &'s [f64],
    replications: u64,
}

impl Figures<'_> {
    /// Returns the calls offered per replication: fresh ones and redials.
    pub fn offered(&self) -> Estimate {
        self.series.per_replication(crate::kpi::Field::Offered, self.replications)
    }

    /// Returns answered / offered.
    pub fn answer_rate(&self) -> Estimate {
        self.kpi(Kpi::AnswerRate)
    }

    /// Returns abandoned / offered.
    pub fn abandonment_rate(&self) -> Estimate {
        self.kpi(Kpi::AbandonmentRate)
    }

    /// Returns blocked / offered: calls that heard the busy tone.
    pub fn blocking_rate(&self) -> Estimate {
        self.kpi(Kpi::BlockingRate)
    }

    /// Returns answered within so many seconds / offered; none if the model does not count that acceptable wait
    /// ([`Model::acceptable_waits`]).
    pub fn service_level(&self, seconds: f64) -> Option<Estimate> {
        let index = self.waits.iter().position(|wait| *wait == seconds)?;
        Some(self.kpi(Kpi::ServiceLevel(index)))
    }

    /// Returns the share of calls that had to wait, of those that came to a queue.
    pub fn delay_probability(&self) -> Estimate {
        self.kpi(Kpi::DelayProbability)
    }

    /// Returns the mean wait in seconds of answered calls (ASA).
    pub fn mean_wait_answered(&self) -> Estimate {
        self.kpi(Kpi::MeanWaitAnswered)
    }

    /// Returns the mean wait in seconds of answered and abandoned calls.
    pub fn mean_wait_all(&self) -> Estimate {
        self.kpi(Kpi::MeanWaitAll)
    }

    /// Returns the wait in seconds that this share of answered calls does not exceed: 0.5, 0.8, 0.9, 0.95 or 0.99; none for
    /// other shares.
    pub fn wait_quantile(&self, share: f64) -> Option<Estimate> {
        let index = QUANTILES.iter().position(|known| *known == share)?;
        Some(self.series.wait_quantile(index))
    }

    /// Returns the time-average number of callers who wait.
    pub fn mean_queue(&self) -> Estimate {
        self.kpi(Kpi::MeanQueue)
    }

    /// Returns busy agent time / staffed agent time; of a hotline, its calls' share of all agents' time.
    pub fn occupancy(&self) -> Estimate {
        self.kpi(Kpi::Occupancy)
    }

    /// Returns any other KPI.
    pub fn kpi(&self, kpi: Kpi) -> Estimate {
        self.series.kpi(kpi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;

    fn model() -> Model {
        let calls = |rate: f64| {
            move |calls: crate::model::CallTypeBuilder| {
                calls.calls_per_hour(rate).talk(Dist::exponential(240.0)).patience(Dist::exponential(120.0))
            }
        };
        let builder = Model::builder().days(0.5).group("agents", 9);
        builder.call_type("a", calls(60.0)).call_type("b", calls(40.0)).build().unwrap()
    }

    #[test]
    fn figures_are_those_of_the_tables_whatever_the_threads() {
        let model = model();
        let options = Options::default().replications(4).seed(7);
        let (one, two) = (options.clone().threads(1), options.threads(2));
        let (one, two) = (simulate(&model, one).unwrap(), simulate(&model, two).unwrap());
        assert_eq!(one.total().service_level(20.0), two.total().service_level(20.0));
        let mut results = Results::new(&model);
        results.extend(&model, 7, 4, |_| {});
        assert_eq!(one.hotline("b").unwrap().answer_rate(), results.tables.hotline[1].kpi(Kpi::AnswerRate));
        assert_eq!(one.group("agents").unwrap().occupancy(), results.tables.group[0].kpi(Kpi::Occupancy));
        assert_eq!((one.calls(), one.replications()), (results.attempts, 4));
    }

    #[test]
    fn what_was_not_counted_is_none_and_what_is_not_there_is_an_error() {
        let results = simulate(&model(), Options::default().replications(2)).unwrap();
        assert_eq!(results.total().service_level(21.0), None);
        assert_eq!(results.total().wait_quantile(0.3), None);
        assert!(results.total().wait_quantile(0.9).is_some());
        let error = results.hotline("c").unwrap_err();
        assert_eq!(error.to_string(), "there is no hotline `c`; there are: a, b");
        let none = simulate(&model(), Options::default().replications(0));
        assert_eq!(none.unwrap_err(), SimulateError::NoReplications);
    }
}
