//! Reads files of observed durations: one column of seconds, or of the unit that its header names.

use super::input::Reader;
use super::problem::{Place, Problem, Problems};
use super::source::Source;
use super::table::header_unit::{HeaderUnit, Unit, split};
use super::table::{self, is_blank, line_of, spreadsheet};
use super::units::{self, Fault};
use crate::language::said;
use std::path::Path;

/// Bad lines of one file that are reported at most.
const ENOUGH: usize = 20;

/// Reads the file of an empirical distribution at the dotted path `key`: a number of seconds per line,
/// a first line of words is a header that may name another unit, blank lines are skipped. None with problems if it
/// cannot be used.
pub fn read(
    name: &str,
    key: &str,
    source: &Source,
    reader: &mut Reader,
    problems: &mut Problems,
) -> Option<Vec<f64>> {
    let path = reader.path_of(name);
    if !path.is_file() {
        let title = said!("file `{name}` not found", "找不到文件 `{name}`");
        let help = said!(
            "looked for {path}; paths start from the scenario's folder",
            "查找了 {path}；路径从情景所在文件夹起算",
            path = path.display()
        );
        problems.push(source.problem_at(&format!("{key}.file"), title).help(help));
        return None;
    }
    let text = reader.table(&path, problems)?;
    seconds(&path, &text, problems)
}

fn seconds(path: &Path, text: &str, problems: &mut Problems) -> Option<Vec<f64>> {
    let (mut values, mut bad, mut unit) = (Vec::new(), 0, None);
    for (index, record) in filled(text).enumerate() {
        let (line, fields) = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Problem::whole(
                    path,
                    said!("cannot be read as CSV: {error}", "无法按 CSV 读取：{error}"),
                ));
                return None;
            }
        };
        let value = match (index, fields.as_slice()) {
            (0, [header]) if is_header(header) => match unit_of(header) {
                Ok(named) => {
                    unit = Some(named);
                    continue;
                }
                Err(fault) => Err(fault),
            },
            (_, [field]) => one(field, unit.unwrap_or(1.0)),
            _ => {
                let help = said!(
                    "a file of durations has one column; decimals follow a point",
                    "时长文件只有一列；小数用点"
                );
                Err(Fault::new(said!("must stand alone on its line", "应独占一行"), help))
            }
        };
        match value {
            Ok(value) => values.push(value),
            Err(fault) if bad < ENOUGH => {
                bad += 1;
                let place = Place::Row { line, column: None, row: None };
                let problem = Problem::at(path, place, format!("value {}", fault.what));
                let problem = problem.found(format!("`{}`", fields.join(",")));
                problems.push(Problem { help: fault.help, ..problem });
            }
            Err(_) => {}
        }
    }
    if values.is_empty() && bad == 0 {
        problems.push(
            Problem::whole(path, said!("file has no durations", "文件中没有时长"))
                .help(said!("write one number of seconds per line", "请每行填写一个秒数")),
        );
    }
    (bad == 0 && !values.is_empty()).then_some(values)
}

/// The lines that are not blank, each with its number and its fields up to the last that is filled.
fn filled(text: &str) -> impl Iterator<Item = Result<(u64, Vec<String>), csv::Error>> {
    let records = table::reader(text, b',').into_records();
    let records = records.filter(|record| !record.as_ref().is_ok_and(is_blank));
    records.map(move |record| {
        let record = record?;
        let mut fields: Vec<String> = record.iter().map(|field| field.trim().to_owned()).collect();
        while fields.last().is_some_and(String::is_empty) {
            fields.pop();
        }
        Ok((line_of(text, &record), fields))
    })
}

/// Words for an absent value, which begin no header.
const ABSENT: [&str; 7] = ["na", "n/a", "nan", "null", "none", "inf", "-"];

/// Returns whether the first line is a header: words, not a number with a slip in it.
fn is_header(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ','));
    !begins && !ABSENT.contains(&text.to_lowercase().as_str())
}

/// The seconds of the unit that a header names; seconds if it names none.
fn unit_of(header: &str) -> Result<f64, Fault> {
    let help = said!("name seconds, minutes, hours or days: `talk (s)`", "请注明秒、分、时或天：`talk (s)`");
    let bracketed = match split(header) {
        (_, Some(HeaderUnit::Known(unit))) => Some(unit),
        (_, Some(HeaderUnit::Unknown(word))) => {
            return Err(Fault::new(
                said!("stands below the unknown unit `{word}`", "所在列的单位 `{word}` 无法识别"),
                help,
            ));
        }
        (_, None) => None,
    };
    let last = header.rsplit(|c: char| !c.is_alphanumeric()).next().and_then(Unit::named);
    let ends = |word: &&str| header.ends_with(*word);
    let chinese = ["毫秒", "分钟", "小时", "秒"].iter().find(|word| ends(word));
    let found = bracketed.or(last).or_else(|| chinese.and_then(|word| Unit::named(word)));
    match (found, chinese) {
        (None, Some(word)) => Err(Fault::new(
            said!("stands below the unknown unit `{word}`", "所在列的单位 `{word}` 无法识别"),
            help,
        )),
        (None, None) => Ok(1.0),
        (Some(unit), _) => unit.seconds().ok_or_else(|| {
            Fault::new(said!("stands below a unit that is no duration", "所在列的单位不是时长"), help)
        }),
    }
}

/// One duration in seconds; a number alone is in the unit of the header.
fn one(text: &str, unit: f64) -> Result<f64, Fault> {
    let plain = spreadsheet::duration(text)?;
    // Colons are a duration's, too; the reader of durations asks what they are.
    let has_unit = plain.starts_with(|c: char| c.is_ascii_digit())
        && (plain.ends_with(char::is_alphabetic) || plain.contains(':'));
    let seconds = if has_unit { units::duration(&plain)? } else { units::number(&plain)? * unit };
    match (0.0..=units::LONGEST).contains(&seconds) {
        true => Ok(seconds),
        false => Err(Fault::new(
            said!("must be 0 s or more, and less than a hundred years", "应不小于 0 s 且不足一百年"),
            said!("write seconds", "请填写秒数"),
        )),
    }
}
