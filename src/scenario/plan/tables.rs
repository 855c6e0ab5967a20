//! Reads hotlines.csv into rows with their references resolved; holds what readers of other tables need as well.

use crate::language::{Text, said};

use crate::model::Mode;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::table::{Cell, Column, Row, Table, optional, required};
use crate::scenario::wording::meant_or;
use jiff::civil::Date;

/// A hotline as its row says.
#[derive(Clone, Debug)]
pub(super) struct HotlineRow {
    pub line: u64,
    pub number: String,
    pub alias: Option<String>,
    pub name: Text,
    pub owner: Text,
    pub mode: Mode,
    /// First and last date; the same for an end date alone.
    pub window: Option<(Date, Date)>,
    pub end_date_alone: bool,
    pub absorbed_by: Option<usize>,
    pub with: Option<usize>,
    /// Index of sites that have the line; none means all.
    pub sites: Option<Vec<usize>>,
    pub weight: f64,
    pub share_of_carrier: f64,
    /// Mean handle time in seconds, and profile; none for sub-centres without a weight.
    pub calls: Option<(f64, usize)>,
    /// The area for which its desk, its experts or its sub-centre answer.
    pub desk: Level,
    pub note: String,
    pub basis: String,
}

/// The area for which a line's desk answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// One desk for all sites.
    Province,
    /// A desk at each site.
    Site,
}

const HOTLINES: [Column; 21] = [
    required("mode"),
    optional("no"),
    required("number"),
    optional("alias"),
    required("name_zh"),
    required("name_en"),
    optional("owner_zh"),
    optional("owner_en"),
    required("from"),
    required("to"),
    required("expert_seats"),
    required("absorbed_by"),
    optional("with"),
    optional("sites"),
    optional("desk"),
    required("weight_per_1000_year"),
    required("share_of_carrier"),
    required("aht"),
    required("profile"),
    optional("note"),
    optional("basis"),
];

/// The text of a table of the folder.
pub(super) fn open(
    reader: &mut Reader,
    name: &str,
    noun: &'static str,
    id: Option<&'static str>,
    columns: &[Column],
    problems: &mut Problems,
) -> Option<Table> {
    let path = reader.path_of(name);
    let text = reader.table(&path, problems)?;
    Table::read(&path, &text, noun, id, columns, problems)
}

/// Rows of a table, and the ids by which other tables refer to them.
pub(super) struct Listed<T> {
    /// The ids in the order of rows; known even of rows with a problem.
    pub ids: Vec<String>,
    /// The rows; none when one has a problem. An id is the place of its row only where there are rows.
    pub rows: Option<Vec<T>>,
}

impl<T> Listed<T> {
    pub(super) fn new(table: &Table, rows: Option<Vec<T>>) -> Listed<T> {
        let whole = !table.is_damaged();
        Listed { ids: table.ids().map(str::to_owned).collect(), rows: rows.filter(|_| whole) }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.ids.iter().map(String::as_str).collect()
    }
}

/// A cell that may be blank: none only if it is filled and wrong.
pub(super) fn flat<T>(cell: Option<Option<T>>) -> Option<Option<T>> {
    match cell {
        Some(None) => None,
        fine => Some(fine.flatten()),
    }
}

/// The index of the row that a cell names.
pub(super) fn reference(cell: &Cell<'_>, noun: &str, ids: &[&str], problems: &mut Problems) -> Option<usize> {
    named(cell, cell.text, noun, ids, problems)
}

fn of_its_table(noun: &str) -> Text {
    let zh = noun_zh(noun);
    said!("name a {noun} of its table", "请填写相应表格中的{zh}")
}

/// The Chinese of what rows are about.
fn noun_zh(noun: &str) -> &str {
    match noun {
        "site" => "站点",
        "hotline" => "热线",
        "profile" => "时段分布",
        other => other,
    }
}

fn named(cell: &Cell<'_>, name: &str, noun: &str, ids: &[&str], problems: &mut Problems) -> Option<usize> {
    let found = ids.iter().position(|id| *id == name);
    if found.is_none() {
        let zh = noun_zh(noun);
        let problem = cell.problem(said!("there is no {noun} `{name}`", "没有{zh} `{name}`"));
        problems.push(problem.help(meant_or(name, ids.iter().copied(), || of_its_table(noun))));
    }
    found
}

/// The names that rows of hotlines.csv may refer to.
pub(super) struct Names<'a> {
    pub own: &'a str,
    pub sites: Vec<&'a str>,
    pub profiles: Vec<&'a str>,
}

/// The hotlines in the order of the table.
pub(super) fn hotlines(
    reader: &mut Reader,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<Listed<HotlineRow>> {
    let table = open(reader, "hotlines.csv", "hotline", Some("number"), &HOTLINES, problems)?;
    let numbers: Vec<&str> = table.ids().collect();
    let read = |row: Row<'_>| hotline(&row, &numbers, names, problems);
    let rows: Vec<Option<HotlineRow>> = table.rows().map(read).collect();
    let rows: Option<Vec<HotlineRow>> = rows.into_iter().collect();
    for (row, hotline) in table.rows().zip(rows.iter().flatten()) {
        check_links(&row, hotline, rows.as_deref().unwrap_or_default(), problems);
    }
    Some(Listed::new(&table, rows))
}

fn hotline(
    row: &Row<'_>,
    numbers: &[&str],
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<HotlineRow> {
    let number = row.cell("number").text(problems);
    if number == Some(names.own) {
        let help = said!(
            "the one number's own topics stand in scenario.toml, `own_topics`",
            "统一号码的自有事项在 scenario.toml 的 `own_topics` 中填写"
        );
        problems.push(
            row.problem(said!(
                "{own} is not a hotline to be merged",
                "{own} 不是待归并的热线",
                own = names.own
            ))
            .help(help),
        );
    }
    let mode = mode(row, problems);
    let window = window(row, problems);
    let absorbed_by =
        flat(row.filled("absorbed_by").map(|cell| reference(&cell, "hotline", numbers, problems)));
    let with = flat(row.filled("with").map(|cell| reference(&cell, "hotline", numbers, problems)));
    let sites = sites_of(row, &names.sites, problems);
    let volume = volume(row, mode, row.filled("absorbed_by").is_some(), problems);
    let silent = mode == Some(Mode::SubCentre) && row.filled("weight_per_1000_year").is_none();
    let calls = if silent { Some(None) } else { calls(row, names, problems).map(Some) };
    let levels = [("province", Level::Province), ("site", Level::Site)];
    let desk = match row.filled("desk") {
        Some(cell) => cell.choice(&levels, problems),
        None => Some(Level::Province),
    };
    let text = |column| row.cell(column).text.to_owned();
    let (weight, share_of_carrier) = volume?;
    Some(HotlineRow {
        line: row.line,
        number: number?.to_owned(),
        alias: row.filled("alias").map(|cell| cell.text.to_owned()),
        name: Text { en: text("name_en"), zh: text("name_zh") },
        owner: Text { en: text("owner_en"), zh: text("owner_zh") },
        mode: mode?,
        end_date_alone: row.cell("from").text.is_empty() && !row.cell("to").text.is_empty(),
        window: window?,
        absorbed_by: absorbed_by?,
        with: with?,
        sites: sites?,
        weight,
        share_of_carrier,
        calls: calls?,
        desk: desk?,
        note: text("note"),
        basis: text("basis"),
    })
}

pub(super) fn mode(row: &Row<'_>, problems: &mut Problems) -> Option<Mode> {
    let modes = [("full", Mode::Full), ("dual", Mode::Dual), ("sub-centre", Mode::SubCentre)];
    let mode = row.cell("mode").choice(&modes, problems);
    let experts = row.cell("expert_seats").truth(problems)?;
    match (mode?, experts) {
        (Mode::Dual, true) => Some(Mode::DualExpert),
        (mode, false) => Some(mode),
        (_, true) => {
            let problem = row
                .cell("expert_seats")
                .problem(said!("only dual-number lines have expert seats", "只有双号并行的热线设专家座席"));
            problems.push(
                problem.help(said!("write `false`, or mode `dual`", "请填写 `false`，或将 mode 改为 `dual`")),
            );
            None
        }
    }
}

/// The window of a row; the outer none means a problem. An end date alone is a window of that one day.
#[expect(clippy::option_option, reason = "a wrong window and no window are different things")]
pub(super) fn window(row: &Row<'_>, problems: &mut Problems) -> Option<Option<(Date, Date)>> {
    let from = flat(row.filled("from").map(|cell| cell.date(problems)));
    let to = flat(row.filled("to").map(|cell| cell.date(problems)));
    match (from?, to?) {
        (Some(from), Some(to)) if from > to => {
            problems.push(
                row.problem(said!("window ends before it starts", "归并窗口的结束早于开始"))
                    .found(said!("from {from}, to {to}", "自 {from} 至 {to}")),
            );
            None
        }
        (Some(from), Some(to)) => Some(Some((from, to))),
        (None, Some(to)) => Some(Some((to, to))),
        (None, None) => Some(None),
        (Some(_), None) => {
            let problem =
                row.cell("to").problem(said!("window has a first day and no last", "归并窗口有首日而无末日"));
            problems.push(problem.help(said!(
                "an end date alone is a step on that day; a first day needs a last",
                "只有末日表示当日一次切换；有首日须有末日"
            )));
            None
        }
    }
}

#[expect(clippy::option_option, reason = "a wrong list and no list are different things")]
fn sites_of(row: &Row<'_>, ids: &[&str], problems: &mut Problems) -> Option<Option<Vec<usize>>> {
    let Some(cell) = row.filled("sites") else { return Some(None) };
    let listed: Vec<Option<usize>> =
        cell.text.split_whitespace().map(|id| named(&cell, id, "site", ids, problems)).collect();
    let listed = listed.into_iter().collect::<Option<Vec<usize>>>()?;
    if let Some(twice) = (1..listed.len()).find(|i| listed[..*i].contains(&listed[*i])) {
        problems.push(
            cell.problem(said!("site `{id}` appears twice", "站点 `{id}` 出现两次", id = ids[listed[twice]]))
                .help(said!("name it once", "请只填写一次")),
        );
        return None;
    }
    Some(Some(listed))
}

/// Weight and share of the carrier: an absorbed line has the second; a sub-centre may have neither.
fn volume(row: &Row<'_>, mode: Option<Mode>, absorbed: bool, problems: &mut Problems) -> Option<(f64, f64)> {
    let needless = if absorbed { "weight_per_1000_year" } else { "share_of_carrier" };
    if let Some(cell) = row.filled(needless) {
        let help = said!(
            "an absorbed line has a share of its carrier, all others a weight",
            "被承接的热线填写占承接热线的比例，其余填写权重"
        );
        problems.push(cell.problem(said!("this line cannot have one", "该热线不能填写此项")).help(help));
    }
    match (mode, absorbed) {
        (Some(Mode::SubCentre), false) if row.filled("weight_per_1000_year").is_none() => Some((0.0, 0.0)),
        (_, true) => row.cell("share_of_carrier").share(problems).map(|share| (0.0, share)),
        (_, false) => {
            let cell = row.cell("weight_per_1000_year");
            let weight = cell.number(problems)?;
            if !(0.0..=1e6).contains(&weight) {
                problems.push(
                    cell.problem(said!("must be from 0 to 1000000", "应在 0 到 1000000 之间"))
                        .found(format!("`{}`", cell.text)),
                );
                return None;
            }
            Some((weight, 0.0))
        }
    }
}

fn calls(row: &Row<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<(f64, usize)> {
    let aht = row.cell("aht").duration(problems).filter(|aht| {
        if *aht <= 0.0 {
            problems.push(row.cell("aht").problem(said!("`aht` must be more than 0 s", "`aht` 应大于 0 s")));
        }
        *aht > 0.0
    });
    let profile = row.cell("profile");
    profile.text(problems)?;
    let profile = reference(&profile, "profile", &names.profiles, problems)?;
    Some((aht?, profile))
}

/// Checks the carrier of a row, and the line with which it merges in step.
fn check_links(row: &Row<'_>, line: &HotlineRow, all: &[HotlineRow], problems: &mut Problems) {
    if let Some(carrier) = line.absorbed_by.and_then(|i| all.get(i)) {
        let cell = row.cell("absorbed_by");
        if carrier.absorbed_by.is_some() || carrier.mode == Mode::SubCentre {
            let problem = cell.problem(said!(
                "{carrier} cannot carry {line}",
                "{carrier} 不能承接 {line}",
                carrier = &carrier.number,
                line = &line.number,
            ));
            problems.push(problem.help(said!(
                "name a line that is neither absorbed itself nor a sub-centre",
                "请填写自身未被承接、也不是分中心的热线"
            )));
        }
        if line.window.is_some() {
            let problem = row.problem(said!(
                "an absorbed line moves with its carrier and has no window of its own",
                "被承接的热线随承接热线归并，没有自己的归并窗口"
            ));
            problems.push(problem.help(said!(
                "leave `from` and `to` blank, or `absorbed_by`",
                "请将 `from` 和 `to` 留空，或将 `absorbed_by` 留空"
            )));
        }
        if carrier.sites != line.sites {
            problems.push(row.cell("sites").problem(said!(
                "an absorbed line is at its carrier's sites",
                "被承接的热线与承接热线在相同站点"
            )));
        }
    }
    if let Some(other) = line.with.and_then(|i| all.get(i)).filter(|other| other.window != line.window) {
        let title = said!(
            "{line} and {other} merge in step, but their windows differ",
            "{line} 与 {other} 同时归并，但归并窗口不同",
            other = &other.number,
            line = &line.number,
        );
        problems.push(row.problem(title).help(said!(
            "give both the same dates, or leave `with` blank",
            "请填写相同日期，或将 `with` 留空"
        )));
    }
    let carried: f64 = all
        .iter()
        .filter(|l| {
            l.absorbed_by.and_then(|i| all.get(i)).is_some_and(|carrier| carrier.number == line.number)
        })
        .map(|l| l.share_of_carrier)
        .sum();
    if carried > 1.0 {
        let title = said!(
            "lines absorbed by {line} take more than all of its calls",
            "由 {line} 承接的热线占比合计超过全部来电",
            line = &line.number
        );
        problems.push(row.problem(title).found(format!("{:.0} % in all", carried * 100.0)));
    }
}
