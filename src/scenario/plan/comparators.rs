//! Reads comparators.csv: what other places publish, to compare the plan's volumes with.
//!
//! The table may be left out, and nothing is computed from it.

use crate::language::{Text, said};

use super::tables::open;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::table::{Column, Row, optional, required};
use crate::scenario::units::Volume;

/// A published volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparator {
    /// The place.
    pub place: Text,
    /// The period, as written: "2021", "2023-01 to 2023-05".
    pub period: String,
    /// Contacts per inhabitant and year.
    pub per_head: f64,
    /// The thing counted: requests of all channels, calls answered, ...
    pub counted: Text,
    /// The publisher.
    pub source: String,
}

const FILE: &str = "comparators.csv";
const COLUMNS: [Column; 7] = [
    required("place_en"),
    required("place_zh"),
    required("period"),
    required("volume"),
    required("counted_en"),
    required("counted_zh"),
    optional("source"),
];

/// The rows; nothing when the folder has no such table, none when a row has a problem.
pub(super) fn comparators(reader: &mut Reader, problems: &mut Problems) -> Option<Vec<Comparator>> {
    if !reader.has(FILE) {
        return Some(Vec::new());
    }
    let table = open(reader, FILE, "place", None, &COLUMNS, problems)?;
    let rows: Vec<Option<Comparator>> = table.rows().map(|row| comparator(&row, problems)).collect();
    rows.into_iter().collect()
}

fn comparator(row: &Row<'_>, problems: &mut Problems) -> Option<Comparator> {
    let volume = row.cell("volume");
    let per_head = volume.volume(problems).and_then(|per| match per {
        Volume::PerInhabitantYear(x) => Some(x),
        Volume::PerYear(_) | Volume::PerDay(_) | Volume::PerHour(_) => {
            let problem = volume
                .problem(said!("`volume` is compared per head", "`volume` 按人均比较"))
                .found(format!("`{}`", volume.text));
            problems.push(
                problem
                    .help(said!("write e.g. `0.21 per inhabitant-year`", "例如 `0.21 per inhabitant-year`")),
            );
            None
        }
    });
    let mut text = |column| row.cell(column).text(problems).map(str::to_owned);
    let place = Text { en: text("place_en")?, zh: text("place_zh")? };
    let counted = Text { en: text("counted_en")?, zh: text("counted_zh")? };
    let period = text("period")?;
    Some(Comparator {
        place,
        period,
        per_head: per_head?,
        counted,
        source: row.cell("source").text.to_owned(),
    })
}
