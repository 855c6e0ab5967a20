//! The keys of a study file: the types mirror the file and hold no logic.

use crate::scenario::file::{ChangesFile, NameFile};
use crate::scenario::scalar::Count;
use crate::scenario::schema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::OnceLock;

/// Many scenarios to be simulated by `hotseat sweep`: one scenario, and what varies of it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-hints" = {
    "values": "`values` belong to a key: write `[[vary]]`, then `key` and `values`",
    "key": "write `[[vary]]` before `key`"
}))]
pub struct StudyFile {
    /// The scenario: a folder or a file, relative to the study; an alternative of it after an @.
    #[schemars(length(min = 1), example = &"erlang-a.toml")]
    pub scenario: String,
    /// Name of the study, as it appears in results; the file's name if not given.
    #[schemars(length(min = 1))]
    pub name: Option<String>,
    /// A line that says what it is about, or one in each language: { en = "...", zh = "..." }.
    pub title: Option<NameFile>,
    /// Replications of each point; 20 if not given.
    #[schemars(extend("minimum" = 1), example = 8)]
    pub replications: Option<Count>,
    /// Replicate each point until this half-width is reached: "service_level[15 s] 0.5 pp".
    #[schemars(length(min = 1), example = &"service_level[15 s] 0.5 pp")]
    pub precision: Option<String>,
    /// With `precision`, replications of a point at most.
    #[schemars(extend("minimum" = 2), example = 1000)]
    pub at_most: Option<Count>,
    /// Seed of the random marks, the same at every point; the scenario's if not given.
    #[schemars(extend("x-kind" = "seed"))]
    pub seed: Option<u64>,
    /// How points are laid out; `grid` if not given.
    #[serde(default)]
    pub design: DesignFile,
    /// Number of points of latin-hypercube, sobol and random designs; of saltelli the rows, each of as many points as
    /// there are keys and two more.
    #[schemars(extend("minimum" = 1), example = 256)]
    pub points: Option<Count>,
    /// Design `list`: a CSV file, a column per key, a row per point; relative to the study.
    #[schemars(length(min = 1), example = &"points.csv")]
    pub list: Option<String>,
    /// Which calls are measured; `total` if not given.
    #[serde(default)]
    pub measured: ScopeFile,
    /// What a point is judged by: "service_level[15 s] >= 0.8", or a KPI alone.
    #[schemars(length(min = 1), example = &"service_level[15 s] >= 0.8")]
    pub target: Option<String>,
    /// Adds means corrected by how many callers came (a control variate): narrower intervals where that explains a
    /// KPI, from 10 replications on.
    pub control: Option<bool>,
    /// Replications come in mirrored pairs (antithetic variates): where there are many callers in one, there are few in
    /// the other, and the mean of both is one observation. Narrower intervals where callers wait much; none or wider
    /// ones in quiet centres and from few replications: the report says what was measured.
    pub antithetic: Option<bool>,
    /// Values of the scenario at every point: dotted paths, and what they become.
    pub set: Option<ChangesFile>,
    /// What varies.
    #[serde(default)]
    pub vary: Vec<VaryFile>,
    /// Whole alternatives, varied like a key called `alternative`.
    #[serde(default)]
    pub alternative: Vec<ChoiceFile>,
}

/// Which calls are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum ScopeFile {
    /// Every call of the scenario.
    #[default]
    Total,
    /// Those that came to a front line; the worst 24 hours are the worst site's.
    FrontLines,
}

/// How points are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum DesignFile {
    /// Every combination; the first key varies slowest.
    #[default]
    Grid,
    /// The rows of a CSV file.
    List,
    /// Few points that cover every key's range evenly.
    LatinHypercube,
    /// A Sobol sequence; best with a power of two of points.
    Sobol,
    /// The base, then each key's other values alone.
    OneAtATime,
    /// Independent draws.
    Random,
    /// For Sobol indices: how much of the variance each key explains; best with a power of two of rows, 64 or more: with 32
    /// intervals are wide, for they come from eight independent scramblings. Take at least 5 replications of
    /// waits: fewer bias small total indices, and the report warns where chance is much.
    Saltelli,
}

impl DesignFile {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            DesignFile::Grid => "grid",
            DesignFile::List => "list",
            DesignFile::LatinHypercube => "latin-hypercube",
            DesignFile::Sobol => "sobol",
            DesignFile::OneAtATime => "one-at-a-time",
            DesignFile::Random => "random",
            DesignFile::Saltelli => "saltelli",
        }
    }
}

/// A key and the values that it takes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    {"required": ["values"]}, {"required": ["multiply"]}, {"required": ["from", "to", "step"]},
    {"required": ["low", "high"]}, {"required": ["distribution"]}
]))]
pub struct VaryFile {
    /// The dotted path of a value in the scenario, a hotline by its number (`hotline.12345.calls_per_hour`);
    /// a column of a table (`sites.csv:volume`), or one cell of it (`hotlines.csv:12333:aht`); or
    /// `alternative`.
    #[schemars(length(min = 1), example = &"front_line.agents")]
    pub key: String,
    /// The values, one after the other.
    #[schemars(length(min = 1))]
    pub values: Option<Vec<Literal>>,
    /// Factors by which the scenario's own value, or every number of the column, is multiplied.
    #[schemars(length(min = 1), example = [0.8, 1.0, 1.2])]
    pub multiply: Option<Vec<f64>>,
    /// The first value.
    pub from: Option<Literal>,
    /// The last value, included.
    pub to: Option<Literal>,
    /// From one value to the next.
    pub step: Option<Literal>,
    /// The low end of a range.
    pub low: Option<Literal>,
    /// The high end of a range.
    pub high: Option<Literal>,
    /// What is believed of the value: { distribution = "lognormal", mean = 1.0, cv = 0.3 }; uniform (low, high),
    /// triangular (low, mode, high), normal or lognormal (mean, cv).
    pub distribution: Option<Literal>,
    /// `from`, `to`, `low`, `high` and `distribution` are of a factor on the scenario's own value, or on the
    /// column.
    pub relative: Option<bool>,
    /// The value that others are compared with; the scenario's own if not given.
    pub base: Option<Literal>,
}

/// A named set of changes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceFile {
    /// Its name, as it appears in results.
    #[schemars(length(min = 1), example = &"pooled")]
    pub name: String,
    /// What charts call it; the name if not given.
    pub title: Option<NameFile>,
    /// The changes: dotted paths of values, and what they become; none leaves the scenario as it is.
    pub set: Option<ChangesFile>,
}

/// Any value of a scenario: a number, a text such as "240 s", a date, a list, a distribution.
#[derive(Clone, Copy, Debug)]
pub struct Literal;

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Literal, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Literal)
    }
}

impl JsonSchema for Literal {
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"x-kind": "literal", "examples": [100]})
    }
}

/// The schema of study files, made once.
pub fn schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(schema::of::<StudyFile>)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_schema_is_in_step_with_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/study.schema.json");
        let made = format!("{}\n", serde_json::to_string_pretty(super::schema()).unwrap());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let shipped = std::fs::read_to_string(path).unwrap_or_default();
        assert!(shipped == made, "{path} is out of step: UPDATE_SCHEMA=1 cargo test --lib scenario::study");
    }
}
