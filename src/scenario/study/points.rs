//! A study: its points, their values and their models.

use super::axis::Axis;
use super::file::DesignFile;
use super::goal::Goal;
use super::key::{ONLY_SITES, Target};
use super::kind::{self, Kind};
use super::layout::Layout;
use super::variant::Variant;
use crate::language::Text;
use crate::model::Model;
use crate::scenario::changes::{Change, Changes};
use crate::scenario::input::InputFile;
use crate::scenario::load::{Loaded, schema_of};
use crate::scenario::problem::Problems;
use crate::scenario::schema_check;
use crate::scenario::source::{Source, Value, leads_nowhere};
use crate::scenario::table_edit::TableEdit;
use crate::sweep::{Pairing, ReplicationBudget, Scope};
use std::path::PathBuf;
use std::sync::Arc;

/// A study that was read.
pub struct Study {
    /// Its name.
    pub name: String,
    /// Its title, if it has one.
    pub title: Option<Text>,
    /// The folder that its paths start from.
    pub folder: PathBuf,
    /// The axes that vary, in order of columns.
    pub axes: Vec<Axis>,
    /// The layout of its points.
    pub layout: Layout,
    /// The point that others are compared with, from 0; none where there is no such point.
    pub reference: Option<u64>,
    /// The number of replications of a point.
    pub effort: ReplicationBudget,
    /// The seed of all points; none: the scenario's own.
    pub seed: Option<u64>,
    /// The calls that are measured.
    pub scope: Scope,
    /// The goal by which points are judged.
    pub goal: Goal,
    /// The scenario as it is, changes of `set` made.
    pub base: Loaded,
    /// The study's own files and all files of its scenarios.
    pub files: Arc<[InputFile]>,
    /// The precision that points aim at, as the study writes it.
    pub precision: Option<String>,
    /// The goal, as the study writes it.
    pub target: Option<String>,
    /// Whether means are corrected by the number of callers, too.
    pub control: bool,
    /// The pairing of a point's replications.
    pub pairing: Pairing,
    /// The names of its alternatives in charts.
    pub titles: Vec<(String, Text)>,
    /// Words what its list was taken for, if that is not in UTF-8 with commas.
    pub taken_for: Vec<Text>,
    /// The study's own file.
    pub(super) source: Source,
    pub(super) design: DesignFile,
    /// The scenario as it is, then every alternative.
    pub(super) variants: Vec<Variant>,
}

impl Study {
    /// Returns the kind of each axis's values, and the unit in which tables have them.
    pub fn kinds(&self) -> Vec<(Kind, String)> {
        let scenario = &self.base.source;
        let kind = |(axis, mut values): (&Axis, Vec<Value>)| {
            if values.is_empty() {
                values.extend(axis.base.clone());
            }
            let kind = Kind::of(&values);
            (kind, kind::unit(axis, kind, &values, scenario))
        };
        self.axes.iter().zip(self.layout.samples(&self.axes)).map(kind).collect()
    }

    /// The names of the scenario's sites, by id, where they vary.
    pub fn sites(&self) -> Vec<(String, Text)> {
        let vary = self.axes.iter().any(|axis| axis.key == ONLY_SITES);
        let named = self.base.model.sites().iter().filter(|_| vary);
        named.map(|site| (site.id.clone(), site.name.clone())).collect()
    }

    /// The design as the study names it.
    pub fn design(&self) -> &'static str {
        self.design.name()
    }

    /// Number of points.
    pub fn points(&self) -> u64 {
        self.layout.count()
    }

    /// The value of each axis at a point, from 0; none: the scenario's own.
    pub fn values(&self, point: u64) -> Vec<Option<Value>> {
        self.layout.values(&self.axes, point)
    }

    /// The value of each axis at a point as text, for tables; empty: the scenario's own.
    pub fn cells(&self, point: u64) -> Vec<String> {
        self.values(point).iter().map(|value| value.as_ref().map_or(String::new(), Value::plain)).collect()
    }

    /// The model of a point.
    pub fn model(&self, point: u64) -> Result<Model, Problems> {
        self.with(point, |_| ()).map(|(model, ())| model)
    }

    /// The model of a point, and what `look` finds in its scenario.
    pub(super) fn with<T>(
        &self,
        point: u64,
        look: impl FnOnce(&Loaded) -> T,
    ) -> Result<(Model, T), Problems> {
        let values = self.values(point);
        let fixed = self.in_fixed_places(&values);
        let loaded = self.load_values(point, &values, fixed)?;
        let seen = look(&loaded);
        if fixed {
            self.variant(&values).keep(loaded.source);
        }
        Ok((loaded.model, seen))
    }

    /// The scenario of a point. Nothing is parsed again: values are put where the parsed file has them, and they alone
    /// are checked. Only when something is wrong is the file written out and read again, so that problems show it as it
    /// would be.
    pub fn load(&self, point: u64) -> Result<Loaded, Problems> {
        self.load_values(point, &self.values(point), false)
    }

    /// The scenario with the values of a point; `fixed`: values of another point may stand in the same places.
    fn load_values(&self, point: u64, values: &[Option<Value>], fixed: bool) -> Result<Loaded, Problems> {
        let variant = self.variant(values);
        let mut source = variant.copy(fixed);
        if fixed {
            let placed = variant.slots(&self.axes).iter().zip(values);
            placed.for_each(|(slot, value)| {
                slot.iter().zip(value).for_each(|(slot, value)| slot.put(&mut source, value))
            });
        } else {
            let schema = schema_of(&source);
            self.written(values).for_each(|(key, value)| schema_check::put(&mut source, key, value, schema));
        }
        let built = variant.scenario.build(source, self.edits(values));
        built.map_err(|found| self.explain(variant, point, values, found))
    }

    /// Returns whether every other such point puts values in all the same places, so that it can use this one's copy.
    fn in_fixed_places(&self, values: &[Option<Value>]) -> bool {
        let mut of_toml = self.axes.iter().zip(values).filter(|(axis, _)| axis.target == Target::Value);
        of_toml.all(|(axis, value)| value.as_ref().is_some_and(|value| leads_nowhere(&axis.key, value)))
    }

    /// The scenario with the changes of `set` alone.
    pub(super) fn as_set(&self) -> Result<Loaded, Problems> {
        let variant = &self.variants[0];
        let built = variant.scenario.build(variant.scenario.source().clone(), Vec::new());
        let loaded = built.map_err(|found| match variant.scenario.load() {
            Ok(_) => found,
            Err(placed) => self.at_origins(placed, None, variant),
        })?;
        Ok(Loaded { files: self.base.files.clone(), ..loaded })
    }

    /// The problems of a point, shown where their values are given.
    fn explain(&self, variant: &Variant, point: u64, values: &[Option<Value>], found: Problems) -> Problems {
        let literals = self.written(values).map(|(key, value)| (key, value.literal()));
        let edits = self.edits(values).into_iter().map(Change::Cells);
        let changes = edits.fold(literals.collect(), Changes::and);
        match variant.scenario.with(&changes) {
            Ok(_) => found,
            Err(problems) => self.at_origins(problems, Some(point), variant),
        }
    }

    /// Values of the scenario's TOML at a point.
    fn written<'v>(&'v self, values: &'v [Option<Value>]) -> impl Iterator<Item = (&'v str, &'v Value)> {
        let of_toml = |(axis, value): (&'v Axis, &'v Option<Value>)| {
            (axis.target == Target::Value).then_some((axis.key.as_str(), value.as_ref()?))
        };
        self.axes.iter().zip(values).filter_map(of_toml)
    }

    /// Changes of the scenario's tables at a point.
    fn edits(&self, values: &[Option<Value>]) -> Vec<TableEdit> {
        let pairs = self.axes.iter().zip(values);
        pairs.filter_map(|(axis, value)| axis.target.edit(value.as_ref()?)).collect()
    }

    /// The variant of a point.
    fn variant(&self, values: &[Option<Value>]) -> &Variant {
        let chosen = self.axes.iter().zip(values).find(|(axis, _)| axis.target == Target::Alternative);
        let name = chosen.and_then(|(_, value)| value.as_ref()).map(Value::plain);
        let found = name.and_then(|name| self.variants.iter().find(|variant| variant.name == name));
        found.unwrap_or(&self.variants[0])
    }

    /// Words a point: `front_line.agents = 90, hotline.12345.calls_per_hour = 1000`.
    pub fn describe(&self, point: u64) -> String {
        let values = self.values(point);
        let word = |(axis, value): (&Axis, &Option<Value>)| {
            Some(format!("{} = {}", axis.key, value.as_ref()?.plain()))
        };
        self.axes.iter().zip(&values).filter_map(word).collect::<Vec<_>>().join(", ")
    }

    /// Adds files that only some points read.
    pub fn hold(&mut self, more: Vec<InputFile>) {
        self.files = self.files.iter().cloned().chain(more).collect::<Arc<[InputFile]>>();
    }
}
