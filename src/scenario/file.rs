//! The types that files of several kinds share: they mirror the files and hold no logic.
//!
//! From these types, and those of each kind ([`super::single_file::file`], [`super::plan::file`],
//! [`super::study::file`]), come the JSON Schemas that editors use and the check of every file
//! ([`super::schema_check`]); a comment here is the help an editor shows.

use super::distribution::Distribution;
use super::scalar::{Count, Share};
use crate::language::Text;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// How arrival instants are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ArrivalsFile {
    /// Unit exponentials in integrated rate.
    Inverted,
    /// A Poisson field thinned to the rate: more demand adds callers and moves none.
    Thinned,
}

/// A name in one or two languages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum NameFile {
    /// The same in both.
    Same(String),
    /// English and Chinese.
    Both(BothNames),
}

impl NameFile {
    /// As models hold it.
    pub(in crate::scenario) fn text(&self) -> Text {
        match self {
            NameFile::Same(name) => Text::same(name),
            NameFile::Both(names) => Text { en: names.en.clone(), zh: names.zh.clone() },
        }
    }
}

/// English and Chinese.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct BothNames {
    /// English.
    #[schemars(example = "Government hotline")]
    pub en: String,
    /// Chinese.
    #[schemars(example = &"政务服务便民热线")]
    pub zh: String,
}

/// Callers who were not answered and dial again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct RedialFile {
    /// Share of callers who dial again after giving up.
    #[serde(default)]
    pub after_abandon: Share,
    /// How long they wait before they do.
    pub abandon_delay: Option<Distribution>,
    /// Share of callers who dial again after the busy tone.
    #[serde(default)]
    pub after_busy: Share,
    /// How long they wait before they do.
    pub busy_delay: Option<Distribution>,
    /// Share of callers who dial again after ringing at a closed desk.
    #[serde(default)]
    pub after_closed: Share,
    /// How long they wait before they do.
    pub closed_delay: Option<Distribution>,
    /// Attempts a caller makes at most, the first included.
    #[serde(default = "ten")]
    #[schemars(extend("minimum" = 1))]
    pub max_attempts: Count,
}

fn ten() -> Count {
    Count(10)
}

/// Random factors of demand, each of mean 1.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusynessFile {
    /// Coefficient of variation of the day factor.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10))]
    pub day_cv: f64,
    /// Coefficient of variation of the hour factor.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10))]
    pub hour_cv: f64,
    /// Correlation of an hour's factor with that of the hour before.
    #[serde(default)]
    #[schemars(range(min = 0), extend("exclusiveMaximum" = 1))]
    pub hour_lag: f64,
    /// Parts of the variance that are common; their sum is 1.
    #[serde(default)]
    pub shares: SharesFile,
}

/// Parts of the variance of busyness; their sum is 1.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct SharesFile {
    /// Common to the whole scenario.
    #[schemars(example = 0.3)]
    pub province: Share,
    /// Common to a site.
    #[schemars(example = 0.2)]
    pub site: Share,
    /// Of each hotline alone.
    #[schemars(example = 0.5)]
    pub own: Share,
}

impl Default for SharesFile {
    fn default() -> SharesFile {
        SharesFile { province: Share(0.3), site: Share(0.2), own: Share(0.5) }
    }
}

/// A value that is assumed rather than known.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionFile {
    /// Dotted path of the value; a hotline is named by its number: `hotline.12345.patience.mean`.
    #[schemars(example = "hotline.12345.patience.mean")]
    pub key: String,
    /// Where it comes from, or why it was chosen.
    #[schemars(length(min = 1), example = "a survey of 2021")]
    pub why: String,
    /// A low value that would still be believable, written as the value itself.
    pub low: Option<Bound>,
    /// A high value that would still be believable, written as the value itself.
    pub high: Option<Bound>,
}

/// A number, or a text such as `"240 s"`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Bound {
    /// A number.
    Number(f64),
    /// A duration or another text.
    Text(String),
}

/// A named set of changes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlternativeFile {
    /// Its name, as in `hotseat run SCENARIO@NAME`.
    #[schemars(length(min = 1), example = "no-surge")]
    pub name: String,
    /// What it is, in both languages.
    pub note: BothNames,
    /// The changes: dotted paths of values in this file, and what they become.
    pub set: ChangesFile,
}

/// Changes: any value under any key; what they are is read where they were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChangesFile;

impl<'de> Deserialize<'de> for ChangesFile {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<ChangesFile, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| ChangesFile)
    }
}

impl JsonSchema for ChangesFile {
    fn schema_name() -> Cow<'static, str> {
        "Changes".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"x-kind": "changes", "type": "object", "examples": [{"phase": "before"}]})
    }
}
