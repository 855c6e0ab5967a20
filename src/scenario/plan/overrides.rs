//! Reads overrides.csv: hotlines that merge otherwise at one site.

use super::file::CurveFile;
use super::tables::{flat, mode, open, reference, window};
use crate::language::said;
use crate::model::Mode;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::table::{Column, Row, optional, required};
use jiff::civil::Date;

/// A hotline that merges otherwise at a site; none = as everywhere.
#[derive(Clone, Debug)]
pub(super) struct OverrideRow {
    /// Row of hotlines.csv.
    pub hotline: usize,
    pub site: usize,
    pub mode: Option<Mode>,
    pub window: Option<(Date, Date)>,
    pub curve: Option<CurveFile>,
}

const COLUMNS: [Column; 8] = [
    required("hotline"),
    required("site"),
    optional("mode"),
    optional("expert_seats"),
    optional("from"),
    optional("to"),
    optional("curve"),
    optional("basis"),
];

/// Reads the overrides; a folder without overrides.csv has none.
pub(super) fn overrides(
    reader: &mut Reader,
    hotlines: &[&str],
    sites: &[&str],
    problems: &mut Problems,
) -> Option<Vec<OverrideRow>> {
    if !reader.has("overrides.csv") {
        return Some(Vec::new());
    }
    let table = open(reader, "overrides.csv", "override", None, &COLUMNS, problems)?;
    let rows: Vec<Option<OverrideRow>> =
        table.rows().map(|row| one(&row, hotlines, sites, problems)).collect();
    let rows: Vec<OverrideRow> = rows.into_iter().collect::<Option<_>>()?;
    let mut fine = true;
    for (i, row) in table.rows().enumerate() {
        if rows[..i].iter().any(|r| r.hotline == rows[i].hotline && r.site == rows[i].site) {
            let title = said!(
                "{hotline} at {site} is overridden twice",
                "{site} 的 {hotline} 有两行例外",
                hotline = row.cell("hotline").text,
                site = row.cell("site").text,
            );
            problems.push(
                row.problem(title)
                    .help(said!("one row for each hotline and site", "每条热线、每个站点只能有一行")),
            );
            fine = false;
        }
    }
    fine.then_some(rows)
}

fn one(row: &Row<'_>, hotlines: &[&str], sites: &[&str], problems: &mut Problems) -> Option<OverrideRow> {
    let hotline = reference(&row.cell("hotline"), "hotline", hotlines, problems);
    let site = reference(&row.cell("site"), "site", sites, problems);
    let mode = flat(row.filled("mode").map(|_| mode(row, problems)));
    let window = window(row, problems);
    let curves = [("linear", CurveFile::Linear), ("step", CurveFile::Step)];
    let curve = flat(row.filled("curve").map(|cell| cell.choice(&curves, problems)));
    Some(OverrideRow { hotline: hotline?, site: site?, mode: mode?, window: window?, curve: curve? })
}
