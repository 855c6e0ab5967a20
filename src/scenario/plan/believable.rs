//! Turns volumes into callers a year, and refuses those that nobody means.

use crate::demand::expected::YEAR;
use crate::format::count;
use crate::language::said;
use crate::scenario::problem::Problems;
use crate::scenario::table::Cell;
use crate::scenario::units::Volume;

/// More calls per inhabitant and year than this are questioned.
pub(super) const MANY: f64 = 3.0;
/// More than this are refused.
pub(super) const TOO_MANY: f64 = 300.0;

/// A volume in callers a year.
pub(super) fn per_year(volume: Volume, people: u64) -> f64 {
    match volume {
        Volume::PerInhabitantYear(x) => x * people as f64,
        Volume::PerYear(x) => x,
        Volume::PerDay(x) => x * YEAR,
        Volume::PerHour(x) => x * 24.0 * YEAR,
    }
}

/// Refuses a volume that no place has ever had, which a wrong unit makes.
pub(super) fn believable(
    cell: &Cell<'_>,
    column: &str,
    volume: Volume,
    people: u64,
    problems: &mut Problems,
) -> bool {
    let per_head = per_year(volume, people) / people as f64;
    if per_head > TOO_MANY {
        let title = said!(
            "`{column}` comes to {calls} calls per inhabitant and year",
            "`{column}` 折合每人每年 {calls} 个来电",
            calls = count(per_head)
        );
        let help = said!(
            "at most 300 are read; published figures run from 0.05 to 1.2: check the unit (`per year`, `per day`, \
                    `per inhabitant-year`) and `people`",
            "最多读取 300；公开数字在 0.05 至 1.2 之间：请核对单位（`per year`、`per day`、`per inhabitant-year`）和 `people`"
        );
        problems.push(cell.problem(title).found(format!("`{}`", cell.text)).help(help));
    }
    per_head <= TOO_MANY
}
