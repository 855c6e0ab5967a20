//! Works out the callers of every line at a site from what is known: counts, shares and weights.

use super::believable::{TOO_MANY, per_year};
use super::counts::{self, CountedWeek};
use super::parts::Parts;
use super::sites::SiteRow;
use super::tables::HotlineRow;
use super::volumes::{self, Counted, VolumeRow};
use crate::demand::Growth;
use crate::format::count;
use crate::language::{Text, said};
use crate::merger::volumes::{Known, Mismatch};
use crate::merger::{Line, yearly};
use crate::model::Mode;
use crate::scenario::input::Reader;
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::source::Source;
use std::path::PathBuf;

/// Fresh callers a year of the one number (first) and of every row at one site, at the base date.
pub(super) fn callers(parts: &Parts, site: usize) -> Vec<f64> {
    let factor = factor(parts, site);
    // What does not go together was refused when the files were read.
    let known = divided(parts, site).unwrap_or_default();
    known.into_iter().map(|callers| factor * callers).collect()
}

/// The row whose mode and window apply: the carrier's for an absorbed line.
pub(super) fn carrier(parts: &Parts, row: usize) -> usize {
    parts.hotlines[row].absorbed_by.unwrap_or(row)
}

/// Own and lines' callers a year who reach the front line when the share `habit` dials the one number.
pub(super) fn reached_with(parts: &Parts, callers: &[f64], habit: f64) -> (f64, f64) {
    let part = |row: usize| match parts.hotlines[carrier(parts, row)].mode {
        Mode::DualExpert => habit,
        Mode::SubCentre => 0.0,
        Mode::Own | Mode::Full | Mode::Dual => 1.0,
    };
    let lines = (0..parts.hotlines.len()).zip(&callers[1..]).map(|(row, callers)| callers * part(row)).sum();
    (callers[0], lines)
}

/// The factor by which the volumes of a site are multiplied.
fn factor(parts: &Parts, site: usize) -> f64 {
    let demand = &parts.file.demand;
    demand.volume_factor * demand.factor_at.get(&parts.sites[site].id).copied().unwrap_or(1.0)
}

fn divided(parts: &Parts, site: usize) -> Result<Vec<f64>, Mismatch> {
    let own = Line { mode: Mode::Own, weight: 0.0, absorbed: None, counted: None };
    let line = |(index, row): (usize, &HotlineRow)| Line {
        mode: row.mode,
        weight: if is_at(row, site) { row.weight } else { 0.0 },
        absorbed: row.absorbed_by.map(|i| (i + 1, row.share_of_carrier)),
        counted: counted(parts, site, index),
    };
    let rows = parts.hotlines.iter().enumerate().map(line);
    let lines: Vec<Line> = std::iter::once(own).chain(rows).collect();
    let row = &parts.sites[site];
    let known = Known {
        total: row.volume.map(|volume| per_year(volume, row.people)),
        own: parts.counted_per_year(site, 0).or_else(|| Some(per_year(row.own_volume?, row.people))),
    };
    yearly(&known, parts.file.demand.own_share.0, parts.file.migration.habit_after.0, &lines)
}

fn is_at(row: &HotlineRow, site: usize) -> bool {
    row.sites.as_ref().is_none_or(|sites| sites.contains(&site))
}

/// Callers a year of a line on whatever number, if it was counted: before the merger those who dial the one number are not
/// in a count of its own, and after it those who reach experts or a sub-centre by their own number are not in the front
/// line's.
fn counted(parts: &Parts, site: usize, hotline: usize) -> Option<f64> {
    let (calls, counted) = match parts.counted_week(site, hotline + 1) {
        Some(week) => (parts.counted_per_year(site, hotline + 1)?, week.counted),
        None => {
            let row = parts.volumes.iter().find(|row| row.site == site && row.hotline == hotline)?;
            (per_year(row.volume, parts.sites[site].people), row.counted)
        }
    };
    let migration = &parts.file.migration;
    let seen = match (counted, parts.hotlines[hotline].mode) {
        (Counted::Before, _) => 1.0 - migration.habit_before.0,
        (Counted::After, Mode::DualExpert | Mode::SubCentre) => migration.habit_after.0,
        (Counted::After, Mode::Own | Mode::Full | Mode::Dual) => 1.0,
    };
    Some(calls / seen)
}

/// Checks that counts go together, and that no site has more calls than any place ever had.
pub(super) fn check(parts: &Parts, source: &Source, reader: &Reader, problems: &mut Problems) {
    let before = problems.len();
    for VolumeRow { line, site, hotline, counted, .. } in &parts.volumes {
        check_line(parts, (*site, *hotline), *counted, reader.path_of(volumes::FILE), *line, problems);
    }
    for week in &parts.counts {
        check_week(parts, week, reader, problems);
    }
    if problems.len() > before {
        return;
    }
    for (site, row) in parts.sites.iter().enumerate() {
        match divided(parts, site) {
            Err(mismatch) => problems.push(mismatched(row, mismatch, reader)),
            Ok(callers) => {
                let (own, lines) = reached_with(parts, &callers, parts.file.migration.habit_after.0);
                crowded(parts, site, own + lines, source, problems);
            }
        }
    }
}

/// Refuses counts by interval of what is counted elsewhere too, or has no callers of its own.
fn check_week(parts: &Parts, week: &CountedWeek, reader: &Reader, problems: &mut Problems) {
    let (path, site) = (reader.path_of(counts::FILE), &parts.sites[week.site]);
    let mut twice = |line: &str, file: &str| {
        let place = Place::Row { line: week.line, column: None, row: None };
        let title = said!(
            "{line} at {id} is counted in {file} too",
            "{id} 的 {line} 在 {file} 中也有统计",
            id = &site.id
        );
        problems.push(
            Problem::at(path.clone(), place, title)
                .help(said!("keep one of the two counts", "请只保留其中一个统计数")),
        );
    };
    let Some(row) = week.hotline.checked_sub(1) else {
        if site.own_volume.is_some() {
            twice(&parts.file.own_topics.number, "sites.csv (`own_volume`)");
        }
        return;
    };
    if parts.volumes.iter().any(|volume| volume.site == week.site && volume.hotline == row) {
        twice(&parts.hotlines[row].number, volumes::FILE);
    }
    check_line(parts, (week.site, row), week.counted, path, week.line, problems);
}

/// Refuses a count of a line that its site has not, or that has no callers of its own.
fn check_line(
    parts: &Parts,
    (site, row): (usize, usize),
    counted: Counted,
    path: PathBuf,
    line: u64,
    problems: &mut Problems,
) {
    let (hotline, id) = (&parts.hotlines[row], &parts.sites[site].id);
    let refuse = |title: Text, help: Text| {
        let place = Place::Row { line, column: Some("hotline".to_owned()), row: None };
        problems.push(Problem::at(path, place, title).help(help));
    };
    let number = &hotline.number;
    if let Some(carrier) = hotline.absorbed_by.map(|i| &parts.hotlines[i].number) {
        let title = said!(
            "{number} has no count of its own: it is a share of {carrier}",
            "{number} 没有自己的统计数：它是 {carrier} 的一部分"
        );
        refuse(
            title,
            said!(
                "count the line that carries it, and give the share in hotlines.csv",
                "请统计承接它的热线，并在 hotlines.csv 中填写占比"
            ),
        );
    } else if !is_at(hotline, site) {
        refuse(
            said!("{number} is not at {id}", "{id} 没有热线 {number}"),
            said!(
                "name a site of its column `sites` in hotlines.csv",
                "请填写 hotlines.csv 中该热线 `sites` 列的站点"
            ),
        );
    } else if hotline.calls.is_none() {
        let title = said!("{number} has no handle time and profile", "{number} 没有处理时长和时段分布");
        refuse(
            title,
            said!("fill `aht` and `profile` in hotlines.csv", "请在 hotlines.csv 中填写 `aht` 和 `profile`"),
        );
    } else if counted == Counted::Before && parts.file.migration.habit_before.0 >= 1.0 {
        refuse(
            said!("nobody dials {number} before the merger", "归并前无人拨打 {number}"),
            said!("lower `migration.habit_before`", "请调低 `migration.habit_before`"),
        );
    }
}

fn mismatched(row: &SiteRow, mismatch: Mismatch, reader: &Reader) -> Problem {
    let (sum, says, zh) = match mismatch {
        Mismatch::More(sum) => (sum, "more than its `volume`", "多于其 `volume`"),
        Mismatch::Other(sum) => (sum, "which is not its `volume`", "与其 `volume` 不符"),
    };
    let place = Place::Row { line: row.line, column: Some("volume".to_owned()), row: None };
    let title = said!(
        "what was counted at {id} comes to {calls} calls a year, {says}",
        "{id} 的统计数合计每年 {calls} 个来电，{zh}",
        id = &row.id,
        calls = count(sum),
    );
    let found = row.volume.map_or(0.0, |volume| per_year(volume, row.people));
    let help = said!(
        "correct one of them, or leave `volume` blank where `own_volume` is given: then lines that were not counted \
                follow from `own_volume` and `demand.own_share`",
        "请更正其一；或在已填 `own_volume` 时将 `volume` 留空，未统计的热线即按 `own_volume` 和 `demand.own_share` 推算"
    );
    Problem::at(reader.path_of("sites.csv"), place, title)
        .found(said!("{found} a year", "每年 {found} 个", found = count(found)))
        .help(help)
}

/// Refuses factors and growth that make more of a believable volume than anybody means.
fn crowded(parts: &Parts, site: usize, per_year: f64, source: &Source, problems: &mut Problems) {
    let (demand, row) = (&parts.file.demand, &parts.sites[site]);
    let growth = Growth { rate: demand.growth_per_year, base: demand.base_date.0 };
    let ends = [parts.dates.first(), parts.dates.last()].into_iter().flatten();
    let grown = ends.map(|date| growth.factor(*date)).fold(0.0, f64::max);
    let at_base = per_year * factor(parts, site) / row.people as f64;
    let (key, per_head) = match at_base {
        many if many > TOO_MANY && demand.factor_at.contains_key(&row.id) => ("demand.factor_at", many),
        many if many > TOO_MANY => ("demand.volume_factor", many),
        fine => ("demand.growth_per_year", fine * grown),
    };
    if per_head > TOO_MANY {
        let title = said!(
            "{id} gets {calls} calls per inhabitant and year",
            "{id} 每人每年来电 {calls} 个",
            id = &row.id,
            calls = count(per_head),
        );
        problems.push(source.problem_at(key, title).help(said!(
            "at most 300 are read; check factors, growth and `base_date`",
            "最多读取 300；请核对倍数、增长率和 `base_date`"
        )));
    }
}
