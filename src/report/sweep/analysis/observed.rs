//! What an analysis needs of every point, gathered block by block: a few numbers each.

use super::super::tables::Found;
use super::super::{Row, Sheet};
use super::Plan;
use super::spill::Spill;
use crate::sweep::effects::Responses;
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Values of a KPI at all points and replications at most: 64 MiB, which are in memory while it is analysed. Where there
/// are more, there is no analysis.
const MOST: u64 = 1 << 23;

/// The values of KPIs at every point.
#[derive(Default)]
pub(in crate::report::sweep) struct Observed {
    /// Where there is room for many.
    folder: Option<PathBuf>,
    begun: bool,
    kpis: Vec<Kpi>,
    /// The values of each key, each once, in order of appearance; kept of grids and where one key at a time varies.
    levels: Vec<Levels>,
    /// By point the value of each key, as its place among these; kept where one key at a time varies.
    places: Vec<u32>,
}

/// A KPI's values, replication by replication of point by point.
struct Kpi {
    place: usize,
    values: Spill,
    /// Every replication of every point had one.
    complete: bool,
}

#[derive(Default)]
struct Levels {
    names: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Levels {
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

/// The KPIs that are kept.
pub(super) fn kept(sheet: &Sheet) -> Vec<usize> {
    let fits = sheet.points.saturating_mul(sheet.least()) <= MOST;
    if fits && Plan::of(sheet).is_some() { sheet.shown() } else { Vec::new() }
}

impl Observed {
    /// Nothing yet; many values would go into files in this folder.
    pub(in crate::report::sweep) fn new(folder: Option<PathBuf>) -> Observed {
        Observed { folder, ..Observed::default() }
    }

    /// Adds the next point. Where points differ in their number of replications, the first ones are taken that
    /// every point has.
    pub(in crate::report::sweep) fn add(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        found: &Found,
    ) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            let new = |place| Kpi { place, values: Spill::new(self.folder.as_deref()), complete: true };
            self.kpis = kept(sheet).into_iter().map(new).collect();
        }
        if self.kpis.is_empty() {
            return Ok(());
        }
        match Plan::of(sheet) {
            Some(Plan::Grid) => drop(self.levels_of(&row.cells)),
            Some(Plan::Alone) => {
                let places = self.levels_of(&row.cells);
                self.places.extend(places);
            }
            _ => {}
        }
        let first = sheet.least() as usize;
        for kpi in &mut self.kpis {
            let whole = found.estimates[kpi.place].mean;
            let values =
                whole.and_then(|whole| sheet.indicators[kpi.place].contributions(&row.outcome, first, whole));
            kpi.complete &= values.is_some();
            kpi.values.put(&values.unwrap_or_default())?;
        }
        Ok(())
    }

    /// The place of each cell among the values of its key.
    fn levels_of(&mut self, cells: &[String]) -> Vec<u32> {
        self.levels.resize_with(cells.len(), Levels::default);
        self.levels.iter_mut().zip(cells).map(|(levels, cell)| levels.place(cell)).collect()
    }

    /// What the values of the first KPIs that every point has say, one KPI after another: by its place among all.
    pub(super) fn each<T>(
        &mut self,
        sheet: &Sheet,
        first: usize,
        of: impl Fn(Responses<'_>) -> Option<T>,
    ) -> io::Result<Vec<(usize, T)>> {
        let replications = sheet.least() as usize / sheet.pairing.unit();
        let mut found = Vec::new();
        for kpi in self.kpis.iter_mut().filter(|kpi| kpi.complete).take(first) {
            let values = kpi.values.values()?;
            let said = Responses::new(&values, replications).and_then(&of);
            found.extend(said.map(|said| (kpi.place, said)));
        }
        Ok(found)
    }

    /// The values of each key, each once.
    pub(super) fn levels(&self) -> Vec<&[Arc<str>]> {
        self.levels.iter().map(|levels| levels.names.as_slice()).collect()
    }

    /// The value of a key at a point, where one key at a time varies.
    pub(super) fn cell(&self, point: usize, key: usize) -> &str {
        let place = self.places[point * self.levels.len() + key];
        &self.levels[key].names[place as usize]
    }
}
