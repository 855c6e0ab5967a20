//! Reads sites.csv: the places that answer.

use super::believable::believable;
use super::tables::{Listed, flat, open, reference};
use crate::language::{Text, said};
use crate::scenario::input::Reader;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::table::{Cell, Column, Row, optional, required};
use crate::scenario::units::Volume;
use std::collections::BTreeSet;

/// A site as its row says.
#[derive(Clone, Debug)]
pub(super) struct SiteRow {
    pub line: u64,
    pub id: String,
    pub name: Text,
    pub people: u64,
    /// Calls at the front line when all lines have merged; none if only its own topics were counted.
    pub volume: Option<Volume>,
    /// Calls on the one number's own topics, where they were counted.
    pub own_volume: Option<Volume>,
    pub first_day_seats: Option<u32>,
    pub first_day_staff: Option<u32>,
    pub partner: Option<usize>,
    pub basis: String,
}

const SITES: [Column; 11] = [
    required("id"),
    required("name_en"),
    required("name_zh"),
    required("people"),
    required("volume"),
    optional("own_volume"),
    optional("first_day_seats"),
    optional("first_day_staff"),
    optional("partner"),
    optional("source"),
    optional("basis"),
];

/// The sites, at least one. Those of `own_counted` have counts by interval of their own topics.
pub(super) fn sites(
    reader: &mut Reader,
    own_counted: &BTreeSet<String>,
    problems: &mut Problems,
) -> Option<Listed<SiteRow>> {
    let table = open(reader, "sites.csv", "site", Some("id"), &SITES, problems)?;
    let ids: Vec<&str> = table.ids().collect();
    let rows: Vec<Option<SiteRow>> =
        table.rows().map(|row| site(&row, &ids, own_counted, problems)).collect();
    if rows.is_empty() {
        problems.push(Problem::whole(table.path(), said!("no site is given", "没有站点")));
        return None;
    }
    let partner = |i: usize| rows.get(i)?.as_ref()?.partner;
    for (i, row) in table.rows().enumerate() {
        let problem = |title: Text| row.cell("partner").problem(title);
        match partner(i) {
            Some(p) if p == i => {
                let id = ids[i];
                let title = said!("{id} cannot be its own partner", "{id} 不能与自己互助");
                problems.push(
                    problem(title)
                        .help(said!("name another site, or leave it blank", "请填写其他站点，或留空")),
                );
            }
            Some(p) => {
                if let Some(next) = partner(p) {
                    let (id, next) = (ids[p], ids[next]);
                    let title = said!(
                        "{id} cannot be a partner: it hands over to {next} itself",
                        "{id} 不能作为互助站点：它自身由 {next} 代答"
                    );
                    problems.push(
                        problem(title)
                            .help(said!("name a site that has no partner", "请填写自身没有互助站点的站点")),
                    );
                }
            }
            None => {}
        }
    }
    Some(Listed::new(&table, rows.into_iter().collect()))
}

fn site(
    row: &Row<'_>,
    ids: &[&str],
    own_counted: &BTreeSet<String>,
    problems: &mut Problems,
) -> Option<SiteRow> {
    let id = row.cell("id").text(problems);
    let people = row.cell("people").whole(problems).filter(|people| {
        let fine = (1..=2_000_000_000).contains(people);
        if !fine {
            problems.push(row.cell("people").problem(said!(
                "`people` must be from 1 to 2000000000",
                "`people` 应在 1 到 2000000000 之间"
            )));
        }
        fine
    });
    let [volume, own_volume] =
        ["volume", "own_volume"].map(|column| site_volume(row, column, people, problems));
    let is_counted = row.filled("own_volume").is_some() || own_counted.contains(row.id());
    if row.filled("volume").is_none() && !is_counted {
        let help = said!(
            "write the calls at the front line when all has merged (`0.30 per inhabitant-year`, `492750 per year`), or \
                    those on its own topics in `own_volume` or counts.csv",
            "请填写全部归并后前台的来电量（`0.30 per inhabitant-year`、`492750 per year`），或在 `own_volume` 或 counts.csv 中填写自有事项的来电量"
        );
        problems.push(row.cell("volume").problem(said!("`volume` is blank", "`volume` 为空")).help(help));
    }
    let seats = row.filled("first_day_seats").map(|cell| count(&cell, problems));
    let staff = row.filled("first_day_staff").map(|cell| count(&cell, problems));
    let partner = row.filled("partner").map(|cell| reference(&cell, "site", ids, problems));
    Some(SiteRow {
        line: row.line,
        id: id?.to_owned(),
        name: Text {
            en: row.cell("name_en").text(problems)?.to_owned(),
            zh: row.cell("name_zh").text(problems)?.to_owned(),
        },
        people: people?,
        volume: volume?,
        own_volume: own_volume?,
        first_day_seats: flat(seats)?,
        first_day_staff: flat(staff)?,
        partner: flat(partner)?,
        basis: row.cell("basis").text.to_owned(),
    })
}

/// A volume that may be blank; the outer none means a problem.
#[expect(clippy::option_option, reason = "a wrong volume and no volume are different things")]
fn site_volume(
    row: &Row<'_>,
    column: &'static str,
    people: Option<u64>,
    problems: &mut Problems,
) -> Option<Option<Volume>> {
    let Some(cell) = row.filled(column) else { return Some(None) };
    let volume = cell.volume(problems)?;
    people.is_none_or(|people| believable(&cell, column, volume, people, problems)).then_some(Some(volume))
}

/// A whole number from 1 to a million.
fn count(cell: &Cell<'_>, problems: &mut Problems) -> Option<u32> {
    let n = cell.whole(problems)?;
    if !(1..=1_000_000).contains(&n) {
        problems.push(
            cell.problem(said!("must be from 1 to 1000000", "应在 1 到 1000000 之间"))
                .found(format!("`{}`", cell.text)),
        );
        return None;
    }
    u32::try_from(n).ok()
}
