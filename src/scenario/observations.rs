//! Reads files of observed durations: one column of seconds.

use super::input::Reader;
use super::problem::{Place, Problem, Problems};
use super::source::Source;
use super::units;
use std::path::Path;

/// Bad lines of one file that are reported at most.
const ENOUGH: usize = 20;

/// Reads the file of an empirical distribution at the dotted path `key`: a number of seconds per line,
/// a first line of words is a header, blank lines are skipped. None with problems if it cannot be used.
pub fn read(
    name: &str,
    key: &str,
    source: &Source,
    reader: &mut Reader,
    problems: &mut Problems,
) -> Option<Vec<f64>> {
    let path = reader.path_of(name);
    if !path.is_file() {
        let title = format!("file `{name}` not found");
        let help = format!("looked for {}; paths start from the scenario's folder", path.display());
        problems.push(source.problem_at(&format!("{key}.file"), title).help(help));
        return None;
    }
    let text = reader.text(&path, problems)?;
    seconds(&path, &text, problems)
}

fn seconds(path: &Path, text: &str, problems: &mut Problems) -> Option<Vec<f64>> {
    let filled =
        || text.lines().enumerate().map(|(i, line)| (i, line.trim())).filter(|(_, line)| !line.is_empty());
    let header = filled().next().is_some_and(|(_, line)| !line.contains(|c: char| c.is_ascii_digit()));
    let (mut values, mut bad) = (Vec::new(), 0);
    for (i, line) in filled().skip(usize::from(header)) {
        match one(line) {
            Ok(value) => values.push(value),
            Err(fault) if bad < ENOUGH => {
                bad += 1;
                let place = Place::Row { line: i as u64 + 1, column: None, row: None };
                let problem =
                    Problem::at(path, place, format!("value {}", fault.what)).found(format!("`{line}`"));
                problems.push(Problem { help: fault.help, ..problem });
            }
            Err(_) => {}
        }
    }
    if values.is_empty() && bad == 0 {
        problems
            .push(Problem::whole(path, "file has no durations").help("write one number of seconds per line"));
    }
    (bad == 0 && !values.is_empty()).then_some(values)
}

fn one(line: &str) -> Result<f64, units::Fault> {
    if line.contains([',', ';', '\t']) {
        return Err(units::Fault::new("must stand alone on its line", "one column, digits and a point only"));
    }
    let with_unit = line.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(char::is_alphabetic);
    let seconds = if with_unit { units::duration(line) } else { units::number(line) }?;
    match (0.0..=units::LONGEST).contains(&seconds) {
        true => Ok(seconds),
        false => {
            Err(units::Fault::new("must be 0 s or more, and less than a hundred years", "write seconds"))
        }
    }
}
