//! Reads volumes.csv: what was counted on single lines.

use super::believable::believable;
use super::sites::SiteRow;
use super::tables::{Listed, open, reference};
use crate::language::said;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::table::{Cell, Column, Row, optional, required};
use crate::scenario::units::Volume;

/// The table of counts.
pub(super) const FILE: &str = "volumes.csv";
const COLUMNS: [Column; 5] =
    [required("site"), required("hotline"), required("volume"), required("counted"), optional("basis")];

/// A count of a line at a site.
#[derive(Clone, Debug)]
pub(super) struct VolumeRow {
    pub line: u64,
    pub site: usize,
    /// Row of hotlines.csv.
    pub hotline: usize,
    pub volume: Volume,
    pub counted: Counted,
    pub basis: String,
}

/// The state of the merger in which a line's calls were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Calls to its own number before it merges.
    Before,
    /// Calls on its topics at the front line when all has merged.
    After,
}

impl Counted {
    /// Reads `before` or `after`.
    pub(super) fn read(cell: &Cell<'_>, problems: &mut Problems) -> Option<Counted> {
        cell.choice(&[("before", Counted::Before), ("after", Counted::After)], problems)
    }
}

/// Reads the counts; a folder without volumes.csv has none.
pub(super) fn volumes(
    reader: &mut Reader,
    hotlines: &[&str],
    sites: &Listed<SiteRow>,
    problems: &mut Problems,
) -> Option<Vec<VolumeRow>> {
    if !reader.has(FILE) {
        return Some(Vec::new());
    }
    let table = open(reader, FILE, "volume", None, &COLUMNS, problems)?;
    let rows: Vec<Option<VolumeRow>> = table.rows().map(|row| one(&row, hotlines, sites, problems)).collect();
    let rows: Vec<VolumeRow> = rows.into_iter().collect::<Option<_>>()?;
    let before = problems.len();
    for (i, row) in table.rows().enumerate() {
        if rows[..i].iter().any(|r| r.hotline == rows[i].hotline && r.site == rows[i].site) {
            let title = said!(
                "{hotline} at {site} is counted twice",
                "{site} 的 {hotline} 统计了两次",
                hotline = row.cell("hotline").text,
                site = row.cell("site").text,
            );
            problems.push(
                row.problem(title)
                    .help(said!("one row for each site and hotline", "每个站点、每条热线只能有一行")),
            );
        }
    }
    (problems.len() == before).then_some(rows)
}

fn one(
    row: &Row<'_>,
    hotlines: &[&str],
    sites: &Listed<SiteRow>,
    problems: &mut Problems,
) -> Option<VolumeRow> {
    let site = reference(&row.cell("site"), "site", &sites.names(), problems);
    let hotline = reference(&row.cell("hotline"), "hotline", hotlines, problems);
    let cell = row.cell("volume");
    let volume = cell.volume(problems);
    let counted = Counted::read(&row.cell("counted"), problems);
    let (site, volume) = (site?, volume?);
    let people = sites.rows.as_ref().and_then(|rows| rows.get(site)).map(|site| site.people);
    let fine = people.is_none_or(|people| believable(&cell, "volume", volume, people, problems));
    Some(VolumeRow {
        line: row.line,
        site,
        hotline: hotline?,
        volume,
        counted: counted.filter(|_| fine)?,
        basis: row.cell("basis").text.to_owned(),
    })
}
