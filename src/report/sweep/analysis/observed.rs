//! What an analysis needs of every point, gathered block by block: a few numbers each.

use super::super::tables::Found;
use super::super::{Row, Sheet};
use super::Plan;
use crate::sweep::effects::Responses;
use std::collections::HashMap;
use std::sync::Arc;

/// Values kept of all points, replications and KPIs at most: 64 MiB. The KPI that points are judged by is kept
/// before others; where it alone does not fit, there is no analysis.
const MOST: u64 = 1 << 23;

/// The values of KPIs at every point.
#[derive(Default)]
pub(in crate::report::sweep) struct Observed {
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
    values: Vec<f64>,
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
    let each = sheet.points.saturating_mul(sheet.least()).max(1);
    let count = if Plan::of(sheet).is_some() { MOST / each } else { 0 };
    sheet.shown().into_iter().take(count as usize).collect()
}

impl Observed {
    /// Adds the next point. Where points differ in their number of replications, the first ones are taken that
    /// every point has.
    pub(in crate::report::sweep) fn add(&mut self, sheet: &Sheet, row: &Row, found: &Found) {
        if !self.begun {
            self.begun = true;
            let each = sheet.points.saturating_mul(sheet.least()) / sheet.pairing.unit() as u64;
            self.kpis = kept(sheet).into_iter().map(|place| Kpi::new(place, each as usize)).collect();
        }
        if self.kpis.is_empty() {
            return;
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
            kpi.values.extend(values.into_iter().flatten());
        }
    }

    /// The place of each cell among the values of its key.
    fn levels_of(&mut self, cells: &[String]) -> Vec<u32> {
        self.levels.resize_with(cells.len(), Levels::default);
        self.levels.iter_mut().zip(cells).map(|(levels, cell)| levels.place(cell)).collect()
    }

    /// The KPIs that every point has, by their place among all, and their values.
    pub(super) fn responses(&self, sheet: &Sheet) -> impl Iterator<Item = (usize, Responses<'_>)> {
        let replications = sheet.least() as usize / sheet.pairing.unit();
        let usable = |kpi: &&Kpi| kpi.complete;
        let all = self.kpis.iter().filter(usable);
        all.filter_map(move |kpi| Some((kpi.place, Responses::new(&kpi.values, replications)?)))
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

impl Kpi {
    /// Room for so many values at once: growing step by step would take up to three times as much.
    fn new(place: usize, values: usize) -> Kpi {
        Kpi { place, values: Vec::with_capacity(values), complete: true }
    }
}
