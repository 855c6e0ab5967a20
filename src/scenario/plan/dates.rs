//! Reads the tables of time: hours.csv, weeks.csv, calendar.csv and seasons.csv.

use crate::language::{Text, said};

use super::tables::{Listed, flat, open, reference};
use crate::demand::{Calendar, Season, Week};
use crate::model::Profile;
use crate::scenario::input::Reader;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::table::{Cell, Column, Row, Table, optional, required};
use crate::time::HOUR;

/// A shape of the day with a shape of the week.
#[derive(Clone, Debug)]
pub(super) struct ProfileRow {
    pub id: String,
    pub hours: Profile,
    /// The shape of rest days, where it is another.
    pub rest_hours: Option<Profile>,
    pub week: Week,
    /// The grounds that hours.csv and weeks.csv give.
    pub basis: [String; 2],
}

/// A span of dates with more callers on some lines.
#[derive(Clone, Debug)]
pub(super) struct SeasonRow {
    pub line: u64,
    pub name: Text,
    /// The number it bears on.
    pub hotline: String,
    pub season: Season,
    pub basis: String,
}

const HOURS: [&str; 24] = [
    "h00", "h01", "h02", "h03", "h04", "h05", "h06", "h07", "h08", "h09", "h10", "h11", "h12", "h13", "h14",
    "h15", "h16", "h17", "h18", "h19", "h20", "h21", "h22", "h23",
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const HOLIDAYS: [&str; 2] = ["holiday", "make_up"];

fn columns(names: &[&'static str], ends: &[Column]) -> Vec<Column> {
    let all = [required("profile"), optional("basis")];
    names.iter().map(|name| required(name)).chain(all).chain(ends.iter().copied()).collect()
}

/// The profiles: each has a row in hours.csv and one in weeks.csv.
pub(super) fn profiles(reader: &mut Reader, problems: &mut Problems) -> Option<Listed<ProfileRow>> {
    let hours = open(reader, "hours.csv", "profile", Some("profile"), &columns(&HOURS, &[]), problems);
    let names: Vec<&'static str> = DAYS.into_iter().chain(HOLIDAYS).collect();
    let columns = columns(&names, &[optional("rest_hours")]);
    let weeks = open(reader, "weeks.csv", "profile", Some("profile"), &columns, problems);
    let hours = hours?;
    if hours.is_empty() {
        problems.push(Problem::whole(hours.path(), said!("no profile is given", "没有时段分布")));
    }
    let rows = weeks.and_then(|weeks| both(&hours, &weeks, problems)).filter(|rows| !rows.is_empty());
    Some(Listed::new(&hours, rows))
}

/// The rows of both tables, by profile; none when one has a problem or its fellow is missing.
fn both(hours: &Table, weeks: &Table, problems: &mut Problems) -> Option<Vec<ProfileRow>> {
    for row in weeks.rows().filter(|row| !hours.ids().any(|id| id == row.id())) {
        problems.push(row.problem(said!(
            "profile {id} is missing in hours.csv",
            "hours.csv 中缺少时段分布 {id}",
            id = row.id()
        )));
    }
    let ids: Vec<&str> = hours.ids().collect();
    let shapes: Vec<Option<Profile>> = hours.rows().map(|row| shape(&row, problems)).collect();
    let profile = |(row, shape): (Row<'_>, &Option<Profile>)| {
        let id = row.cell("profile").text(problems);
        let Some(week_row) = weeks.rows().find(|w| w.id() == row.id()) else {
            if !weeks.ids().any(|id| id == row.id()) {
                problems.push(row.problem(said!(
                    "profile {id} is missing in weeks.csv",
                    "weeks.csv 中缺少时段分布 {id}",
                    id = row.id()
                )));
            }
            return None;
        };
        let rest = week_row.filled("rest_hours").map(|cell| reference(&cell, "profile", &ids, problems));
        let rest_hours = match flat(rest)? {
            Some(named) => Some(shapes.get(named)?.clone()?),
            None => None,
        };
        let week = week(&week_row, problems);
        let basis = [row, week_row].map(|r| r.cell("basis").text.to_owned());
        Some(ProfileRow { id: id?.to_owned(), hours: shape.clone()?, rest_hours, week: week?, basis })
    };
    hours.rows().zip(&shapes).map(profile).collect::<Vec<_>>().into_iter().collect()
}

/// Shares of the day's callers, which sum to 1, as rates relative to the mean.
fn shape(row: &Row<'_>, problems: &mut Problems) -> Option<Profile> {
    let shares: Vec<Option<f64>> = HOURS.iter().map(|h| row.cell(h).share(problems)).collect();
    let shares: Vec<f64> = shares.into_iter().collect::<Option<_>>()?;
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() > 1e-6 {
        let problem =
            row.problem(said!("the shares of the hours do not sum to 100 %", "各小时占比之和不是 100 %"));
        problems.push(problem.found(format!("{:.4} %", sum * 100.0)));
        return None;
    }
    Some(Profile { step: HOUR, values: shares.iter().map(|s| s / sum * 24.0).collect() })
}

fn week(row: &Row<'_>, problems: &mut Problems) -> Option<Week> {
    let mut factor = |column| factor(&row.cell(column), problems);
    let days: Vec<Option<f64>> = DAYS.iter().map(|d| factor(d)).collect();
    let [holiday, make_up] = HOLIDAYS.map(factor);
    let days: Vec<f64> = days.into_iter().collect::<Option<_>>()?;
    let week = Week { days: days.try_into().ok()?, holiday: holiday?, make_up: make_up? };
    if week.days.iter().sum::<f64>() <= 0.0 {
        problems.push(row.problem(said!("nobody calls on any day of the week", "一周中任何一天都无人来电")));
        return None;
    }
    Some(week)
}

/// A factor from 0 to 1000.
fn factor(cell: &Cell<'_>, problems: &mut Problems) -> Option<f64> {
    let value = cell.number(problems)?;
    if !(0.0..=1_000.0).contains(&value) {
        problems.push(
            cell.problem(said!("must be from 0 to 1000", "应在 0 到 1000 之间"))
                .found(format!("`{}`", cell.text)),
        );
        return None;
    }
    Some(value)
}

/// Holidays and make-up workdays; a folder without calendar.csv has none.
pub(super) fn calendar(reader: &mut Reader, problems: &mut Problems) -> Option<Calendar> {
    let columns =
        [required("date"), required("kind"), optional("name_en"), optional("name_zh"), optional("source")];
    if !reader.has("calendar.csv") {
        return Some(Calendar::default());
    }
    let table = open(reader, "calendar.csv", "date", Some("date"), &columns, problems)?;
    let mut calendar = Calendar::default();
    for row in table.rows() {
        let date = row.cell("date").date(problems);
        let make_up = row.cell("kind").choice(&[("holiday", false), ("make-up", true)], problems);
        if let (Some(date), Some(make_up)) = (date, make_up) {
            let kind = if make_up { &mut calendar.make_up } else { &mut calendar.holidays };
            kind.insert(date);
        }
    }
    Some(calendar)
}

/// Seasons; a folder without seasons.csv has none. `numbers`: the one number and all hotlines.
pub(super) fn seasons(
    reader: &mut Reader,
    numbers: &[&str],
    problems: &mut Problems,
) -> Option<Vec<SeasonRow>> {
    let columns = [
        optional("name_en"),
        optional("name_zh"),
        required("hotline"),
        required("first"),
        required("last"),
        required("factor"),
        optional("basis"),
    ];
    if !reader.has("seasons.csv") {
        return Some(Vec::new());
    }
    let table = open(reader, "seasons.csv", "season", None, &columns, problems)?;
    let rows: Vec<Option<SeasonRow>> = table.rows().map(|row| season(&row, numbers, problems)).collect();
    rows.into_iter().collect()
}

fn season(row: &Row<'_>, numbers: &[&str], problems: &mut Problems) -> Option<SeasonRow> {
    let cell = row.cell("hotline");
    let hotline = cell.text(problems).and_then(|_| reference(&cell, "hotline", numbers, problems));
    let (first, last) = (row.cell("first").date(problems), row.cell("last").date(problems));
    let factor = factor(&row.cell("factor"), problems);
    let (first, last) = (first?, last?);
    if first > last {
        problems.push(
            row.problem(said!("season ends before it starts", "季节的结束早于开始"))
                .found(said!("first {first}, last {last}", "始 {first}，终 {last}")),
        );
        return None;
    }
    Some(SeasonRow {
        line: row.line,
        name: Text { en: row.cell("name_en").text.to_owned(), zh: row.cell("name_zh").text.to_owned() },
        hotline: numbers[hotline?].to_owned(),
        season: Season { first, last, factor: factor? },
        basis: row.cell("basis").text.to_owned(),
    })
}
