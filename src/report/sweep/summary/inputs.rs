//! Gathers the inputs of an analysis block by block: a few numbers of every point.

use super::spooled::SpooledNumbers;
use crate::report::sweep::context::{AnalysisKind, StudyContext};
use crate::report::sweep::estimates::PointEstimates;
use crate::sweep::PointResult;
use crate::sweep::effects::Responses;
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Most values of a KPI at all points and replications: 64 MiB, which are in memory while it is analysed. Where there
/// are more, there is no analysis.
const MOST_VALUES: u64 = 1 << 23;

/// The values of KPIs at every point.
#[derive(Default)]
pub(in crate::report::sweep) struct AnalysisInputs {
    /// The folder for files of many values; none: the system's folder for such files.
    folder: Option<PathBuf>,
    /// Whether a point was added.
    is_begun: bool,
    kpis: Vec<KpiValues>,
    /// The levels of each key; kept of grids and where one key at a time varies.
    levels: Vec<Levels>,
    /// By point the value of each key, as its place among the levels; kept where one key at a time varies.
    places: Vec<u32>,
}

/// A KPI's values, replication by replication of point by point.
struct KpiValues {
    /// Place of the KPI among those of the study.
    place: usize,
    values: SpooledNumbers,
    /// Whether every replication of every point had a value.
    is_complete: bool,
}

/// The values of a key, each once, in order of appearance.
#[derive(Default)]
struct Levels {
    names: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Levels {
    /// Returns the place of a value, which is added if it is new.
    fn place(&mut self, cell: &str) -> u32 {
        if let Some(place) = self.places.get(cell) {
            return *place;
        }
        let place = self.names.len() as u32;
        let name: Arc<str> = cell.into();
        self.names.push(name.clone());
        self.places.insert(name, place);
        place
    }
}

impl AnalysisInputs {
    /// Makes empty inputs; many values would go into files in this folder.
    pub(super) fn new(folder: Option<PathBuf>) -> AnalysisInputs {
        AnalysisInputs { folder, ..AnalysisInputs::default() }
    }

    /// Returns the places of the KPIs whose values are kept; none of a design without an analysis, or with too many
    /// values for one.
    pub(in crate::report::sweep) fn kept(context: &StudyContext) -> Vec<usize> {
        let fits = context.points.saturating_mul(context.least_replications()) <= MOST_VALUES;
        if fits && context.analysis().is_some() { context.shown() } else { Vec::new() }
    }

    /// Adds the next point. Where points differ in their number of replications, the first ones are taken that
    /// every point has.
    ///
    /// # Errors
    ///
    /// Fails where the values cannot be written.
    pub(super) fn add(
        &mut self,
        context: &StudyContext,
        row: &PointResult,
        estimates: &PointEstimates,
    ) -> io::Result<()> {
        if !self.is_begun {
            self.is_begun = true;
            let values = || SpooledNumbers::new(self.folder.as_deref());
            let new = |place| KpiValues { place, values: values(), is_complete: true };
            self.kpis = AnalysisInputs::kept(context).into_iter().map(new).collect();
        }
        if self.kpis.is_empty() {
            return Ok(());
        }
        match context.analysis() {
            Some(AnalysisKind::Effects) => drop(self.levels_of(&row.cells)),
            Some(AnalysisKind::Swings) => {
                let places = self.levels_of(&row.cells);
                self.places.extend(places);
            }
            _ => {}
        }
        let first = context.least_replications() as usize;
        for KpiValues { place, values, is_complete } in &mut self.kpis {
            let kpi = &context.indicators[*place];
            let whole = estimates.kpis[*place].mean;
            let own = whole.and_then(|whole| kpi.contributions(&row.outcome, first, whole));
            *is_complete &= own.is_some();
            values.push(&own.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Returns the place of each cell among the levels of its key.
    fn levels_of(&mut self, cells: &[String]) -> Vec<u32> {
        self.levels.resize_with(cells.len(), Levels::default);
        self.levels.iter_mut().zip(cells).map(|(levels, cell)| levels.place(cell)).collect()
    }

    /// Analyses the values of the first KPIs that every point has, one KPI after another; returns the results by
    /// place of the KPI.
    ///
    /// # Errors
    ///
    /// Fails where the values cannot be read.
    pub(in crate::report::sweep) fn each<T>(
        &mut self,
        context: &StudyContext,
        first: usize,
        analyse: impl Fn(Responses<'_>) -> Option<T>,
    ) -> io::Result<Vec<(usize, T)>> {
        let replications = context.least_replications() as usize / context.pairing.unit();
        let mut all = Vec::new();
        for kpi in self.kpis.iter_mut().filter(|kpi| kpi.is_complete).take(first) {
            let values = kpi.values.all()?;
            let found = Responses::new(&values, replications).and_then(&analyse);
            all.extend(found.map(|found| (kpi.place, found)));
        }
        Ok(all)
    }

    /// Returns the values of each key, each once.
    pub(in crate::report::sweep) fn levels(&self) -> Vec<&[Arc<str>]> {
        self.levels.iter().map(|levels| levels.names.as_slice()).collect()
    }

    /// Returns the value of a key at a point, where one key at a time varies.
    pub(in crate::report::sweep) fn cell(&self, point: usize, key: usize) -> &str {
        let place = self.places[point * self.levels.len() + key];
        &self.levels[key].names[place as usize]
    }
}
