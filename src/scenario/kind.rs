//! Tells scenarios, studies and tables apart, so that one given in the place of another is named as what it is.

use super::plan::is_plan;
use super::problem::{Problem, Problems};
use super::source::Source;
use crate::language::said;
use std::path::Path;

/// Whether a file is a study: it names the scenario that it varies.
pub(super) fn is_study(source: &Source) -> bool {
    let names = source.root().get("scenario").is_some_and(|node| node.as_text().is_some());
    names && !is_plan(source) && ["hotline", "front_line"].iter().all(|key| source.root().get(key).is_none())
}

/// Whether a file is a scenario: it says how many days are simulated, and names no other.
pub(super) fn is_scenario(source: &Source) -> bool {
    let of_scenarios = ["days", "hotline", "front_line"].iter().any(|key| source.root().get(key).is_some());
    source.root().get("scenario").is_none() && (of_scenarios || is_plan(source))
}

/// Endings of tables and workbooks.
const TABLES: [&str; 6] = ["csv", "tsv", "xlsx", "xls", "ods", "parquet"];

/// Refuses a table where a scenario or a study is asked for.
pub(super) fn refuse_table(path: &Path) -> Result<(), Problems> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_table = ending.is_some_and(|ending| TABLES.contains(&ending.as_str()));
    if !is_table || path.is_dir() || !path.exists() {
        return Ok(());
    }
    let help = said!(
        "name the folder of its scenario.toml, or one TOML file; a study names a table of points: `list = \"points.csv\"`",
        "请指明 scenario.toml 所在文件夹或一个 TOML 文件；研究文件用 `list = \"points.csv\"` 引用点表"
    );
    Err(Problem::whole(
        path,
        said!("this is a table, not a scenario or a study", "这是表格，不是情景或研究文件"),
    )
    .help(help)
    .into())
}

/// The problem of a scenario in the place of a study.
pub(super) fn not_a_study(path: &Path) -> Problem {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let help = said!(
        "`hotseat run {path}` simulates it; a study names it and says what varies: `scenario = \"{name}\"`, `[[vary]]`",
        "`hotseat run {path}` 可模拟它；研究文件引用它并说明变化：`scenario = \"{name}\"`、`[[vary]]`",
        path = path.display()
    );
    Problem::whole(path, said!("this is a scenario, not a study", "这是情景，不是研究文件")).help(help)
}
