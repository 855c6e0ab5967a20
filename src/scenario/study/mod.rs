//! Studies: a scenario and what varies of it, as `hotseat sweep` reads them.
//!
//! [`load`] reads the study file ([`mod@file`]) and its scenario, finds where every key points and lays out the
//! points; [`Study::values`] are the values of a point, [`Study::model`] is its model, made without reading
//! or parsing anything again. [`Study::check`] makes every point's model once, so that whatever is wrong
//! with any of them is known before anything runs.

mod axis;
mod check;
mod choice;
pub mod file;
mod goal;
mod key;
mod layout;
mod list;
mod point;
mod quantity;
mod read;
mod spread;
mod spreads;

pub use axis::Axis;
pub use check::Checked;
pub use goal::{Goal, Wish};
pub use key::{ALTERNATIVE, AS_IS, ONLY_SITES};
pub use layout::Layout;
pub use read::{Overrides, load};

use crate::language::Text;

use super::input::InputFile;
use super::source::Value;
use super::{Loaded, schema};
use crate::sweep::{Pairing, ReplicationBudget, Scope};
use choice::Choice;
use file::{DesignFile, StudyFile};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A study that was read.
pub struct Study {
    /// Its name.
    pub name: String,
    /// What it is about, if it says so.
    pub title: Option<Text>,
    /// The folder that its paths start from.
    pub folder: PathBuf,
    /// What varies, in order of columns.
    pub axes: Vec<Axis>,
    /// Where its points lie.
    pub layout: Layout,
    /// The point that others are compared with, from 0; none where there is no such point.
    pub reference: Option<u64>,
    /// How many replications a point gets.
    pub effort: ReplicationBudget,
    /// The seed of all points; none: the scenario's own.
    pub seed: Option<u64>,
    /// Which calls are measured.
    pub scope: Scope,
    /// What points are judged by.
    pub goal: Goal,
    /// The scenario as it is, changes of `set` made.
    pub base: Loaded,
    /// The study's own files and all files of its scenarios.
    pub files: Arc<[InputFile]>,
    /// The precision that points aim at, as the study writes it.
    pub precision: Option<String>,
    /// The goal, as the study writes it.
    pub target: Option<String>,
    /// Means are corrected by how many callers came, too.
    pub control: bool,
    /// How the replications of a point hang together.
    pub pairing: Pairing,
    /// What charts call its alternatives, by name.
    pub titles: Vec<(String, Text)>,
    design: DesignFile,
    choices: Vec<Choice>,
}

/// What the values of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Words, dates, numbers with units, several kinds.
    Text,
}

impl Study {
    /// What the values of each axis are.
    pub fn kinds(&self) -> Vec<Kind> {
        let kind = |values: Vec<Value>| {
            let whole = |value: &Value| matches!(value, Value::Integer(Some(n)) if i64::try_from(*n).is_ok());
            let real = |value: &Value| whole(value) || matches!(value, Value::Float(_));
            match () {
                () if values.iter().all(whole) => Kind::Integer,
                () if values.iter().all(real) => Kind::Real,
                () => Kind::Text,
            }
        };
        self.layout.samples(&self.axes).into_iter().map(kind).collect()
    }

    /// The names of the scenario's sites, by id, where they vary.
    pub fn sites(&self) -> Vec<(String, Text)> {
        let vary = self.axes.iter().any(|axis| axis.key == ONLY_SITES);
        let named = self.base.model.sites.iter().filter(|_| vary);
        named.map(|site| (site.id.clone(), site.name.clone())).collect()
    }

    /// The design as the study names it.
    pub fn design(&self) -> &'static str {
        self.design.name()
    }
}

/// The schema of study files, made once.
pub fn file_schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(schema::of::<StudyFile>)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_schema_is_in_step_with_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/study.schema.json");
        let made = format!("{}\n", serde_json::to_string_pretty(super::file_schema()).unwrap());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let shipped = std::fs::read_to_string(path).unwrap_or_default();
        assert!(shipped == made, "{path} is out of step: UPDATE_SCHEMA=1 cargo test --lib scenario::study");
    }
}
