//! Types of distributions in files, and how they become [`Dist`].

use super::scalar::{Count, Duration};
use crate::dist::{BadParameter, Dist, Family};
use schemars::JsonSchema;
use serde::Deserialize;

/// A distribution of durations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "distribution", rename_all = "lowercase", deny_unknown_fields)]
#[schemars(extend("x-kind" = "distribution"))]
#[schemars(example = serde_json::json!({"distribution": "exponential", "mean": "300 s"}))]
pub enum Distribution {
    /// Exponential.
    Exponential {
        /// Mean.
        mean: Duration,
    },
    /// Lognormal, by mean and cv, or by mu and sigma of the log of seconds.
    #[schemars(extend("oneOf" = [{"required": ["mean", "cv"]}, {"required": ["mu", "sigma"]}]))]
    Lognormal {
        /// Mean.
        mean: Option<Duration>,
        /// Standard deviation / mean.
        #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
        cv: Option<f64>,
        /// Mean of the log of seconds.
        #[schemars(range(min = -100, max = 100))]
        mu: Option<f64>,
        /// Standard deviation of the log of seconds.
        #[schemars(range(max = 100), extend("exclusiveMinimum" = 0))]
        sigma: Option<f64>,
    },
    /// Gamma.
    Gamma {
        /// Mean.
        mean: Duration,
        /// Standard deviation / mean.
        #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
        cv: f64,
    },
    /// Erlang: the sum of phases of equal exponential length.
    Erlang {
        /// Mean of the whole.
        mean: Duration,
        /// Number of phases.
        #[schemars(extend("minimum" = 1, "maximum" = 1_000_000))]
        phases: Count,
    },
    /// Weibull, by shape and either mean or scale.
    #[schemars(extend("oneOf" = [{"required": ["mean"]}, {"required": ["scale"]}]))]
    Weibull {
        /// Shape: below 1, early impatience; above 1, late.
        #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
        shape: f64,
        /// Mean.
        mean: Option<Duration>,
        /// Scale: 63.2 % of values are below it.
        scale: Option<Duration>,
    },
    /// Always the same.
    Deterministic {
        /// The value.
        value: Duration,
    },
    /// Uniform between two values.
    Uniform {
        /// Least.
        low: Duration,
        /// Greatest.
        high: Duration,
    },
    /// Triangular.
    Triangular {
        /// Least.
        low: Duration,
        /// Most likely.
        mode: Duration,
        /// Greatest.
        high: Duration,
    },
    /// One of several distributions, by weight.
    Mixture {
        /// The distributions, each with its weight.
        #[schemars(length(min = 1))]
        parts: Vec<PartFile>,
    },
    /// Observed durations, each equally likely.
    Empirical {
        /// A CSV file of one column of seconds, relative to the scenario.
        #[schemars(length(min = 1))]
        file: String,
    },
}

/// A part of a mixture.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct PartFile {
    /// Relative weight.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub weight: f64,
    /// The distribution.
    #[serde(flatten)]
    pub distribution: Distribution,
}

/// Parameters that are each allowed but together overflow or vanish.
const EXTREME: BadParameter = BadParameter { name: "distribution", must: "one with a positive, finite mean" };

impl Distribution {
    /// The distribution in seconds; `observed` reads the values of an empirical one. Errors name the
    /// parameter; one of a mixture's part is named "parts".
    pub fn build(&self, observed: &mut dyn FnMut(&str) -> Option<Vec<f64>>) -> Result<Dist, BadParameter> {
        use Distribution as D;
        let dist = match self {
            D::Exponential { mean } => Dist::exponential(mean.0),
            D::Lognormal { mean: Some(mean), cv: Some(cv), .. } => Dist::lognormal(mean.0, *cv),
            D::Lognormal { mu: Some(mu), sigma: Some(sigma), .. } => Dist::lognormal_log(*mu, *sigma),
            D::Lognormal { .. } => Err(BadParameter { name: "mean", must: "given with `cv`" }),
            D::Gamma { mean, cv } => Dist::gamma(mean.0, *cv),
            D::Erlang { mean, phases } => Dist::erlang(mean.0, phases.0),
            D::Weibull { shape, mean: Some(mean), .. } => Dist::weibull_mean(*shape, mean.0),
            D::Weibull { shape, scale: Some(scale), .. } => Dist::weibull(*shape, scale.0),
            D::Weibull { .. } => Err(BadParameter { name: "mean", must: "given, or `scale`" }),
            D::Deterministic { value } => Dist::deterministic(value.0),
            D::Uniform { low, high } => Dist::uniform(low.0, high.0),
            D::Triangular { low, mode, high } => Dist::triangular(low.0, mode.0, high.0),
            D::Mixture { parts } => mixture(parts, observed),
            D::Empirical { file } => Dist::empirical(observed(file).unwrap_or_else(|| vec![1.0])),
        }?;
        sane(dist)
    }
}

fn mixture(
    parts: &[PartFile],
    observed: &mut dyn FnMut(&str) -> Option<Vec<f64>>,
) -> Result<Dist, BadParameter> {
    let built: Result<Vec<(f64, Dist)>, BadParameter> =
        parts.iter().map(|part| Ok((part.weight, part.distribution.build(observed)?))).collect();
    Dist::mixture(built?)
}

/// Refuses parameters that are each allowed but together overflow or vanish.
fn sane(dist: Dist) -> Result<Dist, BadParameter> {
    let fine = match dist.family() {
        Family::Gamma { shape, scale } => shape.is_normal() && scale.is_normal(),
        Family::Weibull { scale, .. } => scale.is_normal(),
        _ => true,
    };
    if fine && dist.mean().is_finite() { Ok(dist) } else { Err(EXTREME) }
}

/// Checks the parameters of a distribution that fits its schema; files of observed values are not read.
pub fn check(value: &serde_json::Value) -> Result<(), BadParameter> {
    match Distribution::deserialize(value) {
        Ok(distribution) => distribution.build(&mut |_| None).map(drop),
        Err(_) => Err(BadParameter { name: "distribution", must: "a distribution of durations" }),
    }
}
