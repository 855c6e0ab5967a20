//! Reads counts.csv: calls by interval of the week or of dates, as a switchboard counts them.
//!
//! The counts of a line at a site give its volume, its week and the shape of every weekday. Holidays and the days worked in
//! exchange for them stand to the other days as in the line's profile.

use super::sites::SiteRow;
use super::tables::{Listed, open, reference};
use super::volumes::Counted;
use crate::demand::expected::YEAR;
use crate::demand::{Calendar, Week};
use crate::language::said;
use crate::model::{OtherDays, Profile};
use crate::scenario::input::Reader;
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::table::{Cell, Column, Row, Table, optional, required};
use crate::time::{DAY, HALF_HOUR, HOUR};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The table of counts by interval.
pub(super) const FILE: &str = "counts.csv";
const COLUMNS: [Column; 8] = [
    required("site"),
    required("hotline"),
    required("counted"),
    optional("weekday"),
    optional("date"),
    required("time"),
    required("calls"),
    optional("basis"),
];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The shortest interval, in seconds.
const QUARTER: f64 = HALF_HOUR / 2.0;

/// A line at a site whose calls were counted by interval.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CountedWeek {
    /// Its first row.
    pub line: u64,
    pub site: usize,
    /// Index into the model's hotlines: 0 is the one number.
    pub hotline: usize,
    pub counted: Counted,
    pub basis: String,
    /// Mean calls by weekday, Monday first, and interval of the day.
    calls: [Vec<f64>; 7],
}

impl CountedWeek {
    /// The same counts where the site has another index.
    pub(super) fn moved_to(self, site: usize) -> CountedWeek {
        CountedWeek { site, ..self }
    }

    /// Calls on each kind of day; those of holidays and make-up days stand to the others as in `usual`.
    pub(super) fn week(&self, usual: &Week) -> Week {
        let days: [f64; 7] = std::array::from_fn(|day| self.calls[day].iter().sum());
        let scale = days.iter().sum::<f64>() / usual.days.iter().sum::<f64>();
        Week { days, holiday: usual.holiday * scale, make_up: usual.make_up * scale }
    }

    /// Calls in the year of `first`, holidays among its days.
    pub(super) fn per_year(&self, usual: &Week, first: Date, calendar: &Calendar) -> f64 {
        self.week(usual).yearly_mean(first, calendar) * YEAR
    }

    /// The shape of Mondays, and of the other weekdays by date. A holiday has the shape of a Sunday, a day worked in
    /// exchange that of a Friday.
    pub(super) fn shapes(&self, dates: &[Date], calendar: &Calendar) -> (Profile, OtherDays) {
        let [monday, others @ ..] = &self.calls;
        let other = |date: &Date| {
            let day = match weekday(*date) {
                _ if calendar.make_up.contains(date) => 4,
                _ if calendar.holidays.contains(date) => 6,
                day => day,
            };
            day.checked_sub(1).and_then(|other| u8::try_from(other).ok())
        };
        let days = OtherDays {
            profiles: others.iter().map(|calls| shape(calls)).collect(),
            by_date: dates.iter().map(other).collect(),
        };
        (shape(monday), days)
    }

    /// Calls of the week, and the number and length of its intervals in seconds.
    pub(super) fn size(&self) -> (f64, usize, f64) {
        let calls = self.calls.iter().flatten().sum();
        let intervals = self.calls.iter().map(Vec::len).sum();
        (calls, intervals, DAY / self.calls[0].len() as f64)
    }
}

/// Rates relative to the day's mean; even where nobody calls.
fn shape(calls: &[f64]) -> Profile {
    let mean = calls.iter().sum::<f64>() / calls.len() as f64;
    let relative = |calls: &f64| if mean > 0.0 { calls / mean } else { 1.0 };
    Profile { step: DAY / calls.len() as f64, values: calls.iter().map(relative).collect() }
}

/// Returns 0 for Monday to 6 for Sunday.
fn weekday(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

/// The day on which something was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Day {
    /// Any day of this weekday.
    Weekday(usize),
    /// One date.
    On(Date),
}

/// A count as its row says.
struct CountRow {
    line: u64,
    /// Site and index into the model's hotlines.
    of: (usize, usize),
    counted: Counted,
    day: Day,
    /// Seconds after midnight.
    time: f64,
    calls: f64,
    basis: String,
}

/// Returns the sites whose own topics are counted here, by id: their volume may be blank.
pub(super) fn own_counted(reader: &mut Reader, own: &str) -> BTreeSet<String> {
    if !reader.has(FILE) {
        return BTreeSet::new();
    }
    // What is wrong with the table is told when it is read for good.
    let Some(table) = open(reader, FILE, "count", None, &COLUMNS, &mut Problems::new()) else {
        return BTreeSet::new();
    };
    let rows = table.rows().filter(|row| row.cell("hotline").text == own);
    rows.map(|row| row.cell("site").text.to_owned()).collect()
}

/// Reads the counts by interval; a folder without counts.csv has none. `own` is the one number. Dates that the calendar
/// names are left out: they are no ordinary weekdays.
pub(super) fn counts(
    reader: &mut Reader,
    own: &str,
    hotlines: &[&str],
    sites: &Listed<SiteRow>,
    calendar: &Calendar,
    problems: &mut Problems,
) -> Option<Vec<CountedWeek>> {
    if !reader.has(FILE) {
        return Some(Vec::new());
    }
    let table = open(reader, FILE, "count", None, &COLUMNS, problems)?;
    if table.has("weekday") == table.has("date") {
        let title = said!("a count has a `weekday` or a `date`", "每个统计数须有 `weekday` 或 `date`");
        problems.push(
            Problem::whole(table.path(), title)
                .help(said!("keep one of the two columns", "请只保留其中一列")),
        );
        return None;
    }
    let numbers: Vec<&str> = std::iter::once(own).chain(hotlines.iter().copied()).collect();
    let rows: Vec<Option<CountRow>> =
        table.rows().map(|row| count(&row, &numbers, &sites.names(), problems)).collect();
    let rows: Vec<CountRow> = rows.into_iter().collect::<Option<_>>()?;
    if table.is_damaged() || !each_once(&rows, &table, problems) {
        return None;
    }
    let step = step(&rows);
    let mut lines: BTreeMap<(usize, usize), Vec<&CountRow>> = BTreeMap::new();
    let special = |row: &&CountRow| matches!(row.day, Day::On(date) if calendar.is_special(date));
    rows.iter().filter(|row| !special(row)).for_each(|row| lines.entry(row.of).or_default().push(row));
    let week = |rows: &Vec<&CountRow>| {
        counted_week(rows, step)
            .map_err(|fault| fault.at(&table, rows[0].line))
            .map_err(|p| problems.push(p))
            .ok()
    };
    let weeks: Vec<Option<CountedWeek>> = lines.values().map(week).collect();
    weeks.into_iter().collect()
}

fn count(row: &Row<'_>, numbers: &[&str], sites: &[&str], problems: &mut Problems) -> Option<CountRow> {
    let site = reference(&row.cell("site"), "site", sites, problems);
    let hotline = reference(&row.cell("hotline"), "hotline", numbers, problems);
    let counted = Counted::read(&row.cell("counted"), problems);
    let weekday = row.filled("weekday").map(|cell| {
        let days: Vec<(&str, Day)> =
            WEEKDAYS.iter().enumerate().map(|(i, day)| (*day, Day::Weekday(i))).collect();
        cell.choice(&days, problems)
    });
    let day = weekday.unwrap_or_else(|| row.cell("date").date(problems).map(Day::On));
    let time = row.cell("time");
    let seconds = time.clock(problems).filter(|seconds| {
        let whole = seconds % QUARTER == 0.0 && *seconds < DAY;
        if !whole {
            problems.push(
                time.problem(said!("an interval begins on a quarter of an hour", "时段起点须为整刻"))
                    .help(said!("write e.g. `08:30`", "例如 `08:30`")),
            );
        }
        whole
    });
    let calls = number_of_calls(&row.cell("calls"), problems);
    Some(CountRow {
        line: row.line,
        of: (site?, hotline?),
        counted: counted?,
        day: day?,
        time: seconds?,
        calls: calls?,
        basis: row.cell("basis").text.to_owned(),
    })
}

fn number_of_calls(cell: &Cell<'_>, problems: &mut Problems) -> Option<f64> {
    let calls = cell.number(problems)?;
    let fine = (0.0..=1e7).contains(&calls);
    if !fine {
        problems.push(
            cell.problem(said!("must be from 0 to 10000000", "应在 0 到 10000000 之间"))
                .found(format!("`{}`", cell.text)),
        );
    }
    fine.then_some(calls)
}

/// Refuses an interval that is counted twice.
fn each_once(rows: &[CountRow], table: &Table, problems: &mut Problems) -> bool {
    let mut seen = BTreeSet::new();
    let before = problems.len();
    for (row, read) in table.rows().zip(rows) {
        if !seen.insert((read.of, read.day, read.time.to_bits())) {
            let [hotline, site, time] = ["hotline", "site", "time"].map(|column| row.cell(column).text);
            let title = said!(
                "{hotline} at {site} is counted twice at {time}",
                "{site} 的 {hotline} 在 {time} 统计了两次"
            );
            problems.push(row.problem(title).help(said!(
                "one row for each site, hotline, day and time",
                "每个站点、热线、日期、时刻只能有一行"
            )));
        }
    }
    problems.len() == before
}

/// The length of the intervals: the longest of an hour, a half and a quarter on which all of them begin.
fn step(rows: &[CountRow]) -> f64 {
    let fits = |step: &f64| rows.iter().all(|row| row.time % step == 0.0);
    [HOUR, HALF_HOUR].into_iter().find(fits).unwrap_or(QUARTER)
}

/// What is wrong with the counts of a line.
enum CountFault {
    /// Weekdays without a row.
    Missing(Vec<&'static str>),
    /// Counted before the merger and after it.
    Mixed,
    /// No call at all.
    Nobody,
}

impl CountFault {
    fn at(self, table: &Table, line: u64) -> Problem {
        let (title, help) = match self {
            CountFault::Missing(days) => (
                {
                    let days = days.join(", ");
                    said!("this line has no count on {days}", "该热线在 {days} 没有统计数")
                },
                said!(
                    "give every weekday a row; where nobody calls, one with 0 calls",
                    "每个星期几都须有一行；无人来电时填写 0"
                ),
            ),
            CountFault::Mixed => (
                said!(
                    "this line is counted both `before` and `after` its merger",
                    "该热线同时有归并前 `before` 与归并后 `after` 的统计数"
                ),
                said!("keep the counts of one of them", "请只保留其中一种"),
            ),
            CountFault::Nobody => (
                said!("nobody called this line", "该热线无人来电"),
                said!("leave the line out", "请删去该热线"),
            ),
        };
        let place = Place::Row { line, column: None, row: None };
        Problem::at(table.path(), place, title).help(help)
    }
}

/// Averages the counts of one line by weekday; an interval without a row had no call.
fn counted_week(rows: &[&CountRow], step: f64) -> Result<CountedWeek, CountFault> {
    let mut days: [BTreeSet<Day>; 7] = Default::default();
    let mut calls: [Vec<f64>; 7] = std::array::from_fn(|_| vec![0.0; (DAY / step) as usize]);
    for row in rows {
        let day = match row.day {
            Day::Weekday(day) => day,
            Day::On(date) => weekday(date),
        };
        days[day].insert(row.day);
        calls[day][(row.time / step) as usize] += row.calls;
    }
    let missing: Vec<&str> = (0..7).filter(|day| days[*day].is_empty()).map(|day| WEEKDAYS[day]).collect();
    let first = rows[0];
    if !missing.is_empty() {
        return Err(CountFault::Missing(missing));
    } else if rows.iter().any(|row| row.counted != first.counted) {
        return Err(CountFault::Mixed);
    }
    for (calls, days) in calls.iter_mut().zip(&days) {
        calls.iter_mut().for_each(|calls| *calls /= days.len() as f64);
    }
    if calls.iter().flatten().sum::<f64>() <= 0.0 {
        return Err(CountFault::Nobody);
    }
    Ok(CountedWeek {
        line: first.line,
        site: first.of.0,
        hotline: first.of.1,
        counted: first.counted,
        basis: first.basis.clone(),
        calls,
    })
}
