//! A point of a study: its values and its model.

use super::Study;
use super::key::{Target, plain};
use super::variant::{Choice, schema_of};
use crate::model::Model;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Source, Value, leads_nowhere};
use crate::scenario::table_edit::Edit;
use crate::scenario::{Loaded, load_source, schema_check};

impl Study {
    /// Number of points.
    pub fn points(&self) -> u64 {
        self.layout.count()
    }

    /// The value of each axis at a point, from 0; none leaves the scenario's own.
    pub fn values(&self, point: u64) -> Vec<Option<Value>> {
        self.layout.values(&self.axes, point)
    }

    /// The same as text, as tables say it; empty where the scenario's own.
    pub fn cells(&self, point: u64) -> Vec<String> {
        self.values(point).iter().map(|value| value.as_ref().map_or(String::new(), plain)).collect()
    }

    /// The model of a point.
    pub fn model(&self, point: u64) -> Result<Model, Problems> {
        self.with(point, |_| ()).map(|(model, ())| model)
    }

    /// The model of a point, and what is to be known of its scenario.
    pub(super) fn with<T>(
        &self,
        point: u64,
        look: impl FnOnce(&Loaded) -> T,
    ) -> Result<(Model, T), Problems> {
        let values = self.values(point);
        let fixed = self.in_fixed_places(&values);
        let loaded = self.load_values(&values, fixed)?;
        let seen = look(&loaded);
        if fixed {
            self.choice(&values).keep(loaded.source);
        }
        Ok((loaded.model, seen))
    }

    /// The scenario of a point. Nothing is parsed again: values are put where the parsed file has them, and they alone
    /// are checked. Only when something is wrong is the file written out and read again, so that problems show it as it
    /// would be.
    pub fn load(&self, point: u64) -> Result<Loaded, Problems> {
        self.load_values(&self.values(point), false)
    }

    /// The same of its values; `fixed`: where another point's values may stand yet.
    fn load_values(&self, values: &[Option<Value>], fixed: bool) -> Result<Loaded, Problems> {
        let choice = self.choice(values);
        let mut source = choice.copy(fixed);
        if fixed {
            let placed = choice.slots(&self.axes).iter().zip(values);
            placed.for_each(|(slot, value)| {
                slot.iter().zip(value).for_each(|(slot, value)| slot.put(&mut source, value))
            });
        } else {
            let schema = schema_of(&source);
            self.written(values).for_each(|(key, value)| schema_check::put(&mut source, key, value, schema));
        }
        load_source(source, self.reader(choice, values)).map_err(|found| self.explain(values, found))
    }

    /// Whether every other such point puts values in all the same places, so that it can do so where this one did.
    fn in_fixed_places(&self, values: &[Option<Value>]) -> bool {
        let mut of_toml = self.axes.iter().zip(values).filter(|(axis, _)| axis.target == Target::Value);
        of_toml.all(|(axis, value)| value.as_ref().is_some_and(|value| leads_nowhere(&axis.key, value)))
    }

    /// The scenario with the changes of `set` alone.
    pub(super) fn as_set(&self) -> Result<Loaded, Problems> {
        let (choice, nothing) = (&self.choices[0], vec![None; self.axes.len()]);
        let loaded = load_source(choice.source.clone(), self.reader(choice, &nothing))?;
        Ok(Loaded { files: self.base.files.clone(), ..loaded })
    }

    /// The problems of a point, shown in the file as it would be.
    fn explain(&self, values: &[Option<Value>], found: Problems) -> Problems {
        let choice = self.choice(values);
        let written = self.written(values).try_fold(choice.source.clone(), |source: Source, (key, value)| {
            source.with(key, &value.literal())
        });
        match written.and_then(|source| load_source(source, self.reader(choice, values))) {
            Ok(_) => found,
            Err(problems) => problems,
        }
    }

    /// Values of the scenario's TOML at a point.
    fn written<'v>(&'v self, values: &'v [Option<Value>]) -> impl Iterator<Item = (&'v str, &'v Value)> {
        let of_toml = |(axis, value): (&'v super::Axis, &'v Option<Value>)| {
            (axis.target == Target::Value).then_some((axis.key.as_str(), value.as_ref()?))
        };
        self.axes.iter().zip(values).filter_map(of_toml)
    }

    fn reader(&self, choice: &Choice, values: &[Option<Value>]) -> Reader {
        let pairs = self.axes.iter().zip(values);
        let own = pairs.filter_map(|(axis, value)| axis.target.edit(value.as_ref()?));
        let edits: Vec<Edit> = choice.edits.iter().cloned().chain(own).collect();
        let folder = self.base.source.path().parent().unwrap_or(std::path::Path::new(""));
        Reader::new(folder).holding(self.files.clone(), edits)
    }

    /// The alternative of a point.
    fn choice(&self, values: &[Option<Value>]) -> &Choice {
        let chosen = self.axes.iter().zip(values).find(|(axis, _)| axis.target == Target::Alternative);
        let name = chosen.and_then(|(_, value)| value.as_ref()).map(plain);
        let found = name.and_then(|name| self.choices.iter().find(|choice| choice.name == name));
        found.unwrap_or(&self.choices[0])
    }

    /// A point in words: `front_line.agents = 90, hotline.12345.calls_per_hour = 1000`.
    pub fn describe(&self, point: u64) -> String {
        let values = self.values(point);
        let word = |(axis, value): (&super::Axis, &Option<Value>)| {
            Some(format!("{} = {}", axis.key, plain(value.as_ref()?)))
        };
        self.axes.iter().zip(&values).filter_map(word).collect::<Vec<_>>().join(", ")
    }
}
