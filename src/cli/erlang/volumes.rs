//! A day of intervals with their calls: the question is asked of each.

use super::answer::{explain, measures};
use super::command::ErlangCommand;
use super::table::{Measure, Quantity};
use crate::language::Language;
use crate::report::words::table;
use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};
use std::path::Path;

/// A day of intervals.
pub(super) struct Day {
    /// Minutes of an interval.
    minutes: f64,
    /// The start of each interval as it was written, and its calls.
    intervals: Vec<(String, f64)>,
}

/// Minutes of an interval of a file with a single one.
const USUAL: f64 = 30.0;

impl Day {
    /// Reads a CSV file with the columns `time` and `calls`. The first two times say how long an interval is.
    pub(super) fn read(path: &Path) -> Result<Day> {
        let shown = path.display();
        let mut reader = csv::Reader::from_path(path)
            .map_err(|error| anyhow!("--volumes: cannot read {shown}: {error}"))?;
        let columns =
            reader.headers().map_err(|error| anyhow!("--volumes: cannot read {shown}: {error}"))?.clone();
        let place = |name: &str| columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let Some((time, calls)) = place("time").zip(place("calls")) else {
            bail!("--volumes: {shown} needs the columns `time,calls`, e.g. `08:30,112`");
        };
        let (mut intervals, mut starts) = (Vec::new(), Vec::new());
        for (row, record) in reader.records().enumerate() {
            let record = record.map_err(|error| anyhow!("--volumes: cannot read {shown}: {error}"))?;
            let cell = |place: usize| record.get(place).unwrap_or_default().trim().to_owned();
            let number = cell(calls).parse::<f64>().ok().filter(|calls| *calls >= 0.0 && calls.is_finite());
            let (Some(start), Some(number)) = (minutes(&cell(time)), number) else {
                bail!("--volumes: {shown}:{}: expected a time and calls, e.g. `08:30,112`", row + 2);
            };
            starts.push(start);
            intervals.push((cell(time), number));
        }
        let between: Vec<f64> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let length = between.first().copied().unwrap_or(USUAL);
        if intervals.is_empty() || length <= 0.0 || between.iter().any(|other| *other != length) {
            bail!(
                "--volumes: the times of {shown} must follow each other in equal intervals, e.g. every 30 min"
            );
        }
        Ok(Day { minutes: length, intervals })
    }

    /// Answers the question for each interval.
    pub(super) fn answer(&self, command: &ErlangCommand, lang: Language, json: bool) -> Result<String> {
        let mut answers = Vec::new();
        for (time, calls) in &self.intervals {
            let asked = command.with_hourly(calls * 60.0 / self.minutes);
            let all = match *calls > 0.0 {
                true => measures(&asked).map_err(|refused| explain(&asked, &refused, lang))?,
                false => Vec::new(),
            };
            answers.push(Answer { time, calls: *calls, measures: all });
        }
        let hours: f64 = answers.iter().map(|one| one.agents() * self.minutes / 60.0).sum();
        let peak = answers.iter().map(Answer::agents).fold(0.0, f64::max);
        if json {
            let intervals: Vec<Value> = answers.iter().map(Answer::json).collect();
            let day = json!({
                "interval_minutes": self.minutes,
                "agent_hours": hours,
                "peak_agents": peak,
                "intervals": intervals,
            });
            return Ok(format!("{day:#}\n"));
        }
        let shrinks = command.traffic().is_some_and(|traffic| traffic.shrinkage.is_some());
        let total = match lang {
            Language::En => format!("{hours:.1} agent-hours, {peak} agents at the peak\n"),
            Language::Zh => format!("共 {hours:.1} 工时，高峰 {peak} 人\n"),
        };
        let rows = answers.iter().map(|answer| answer.row(shrinks)).collect();
        Ok(format!("{}\n{total}", table(&titles(lang, shrinks), rows)))
    }
}

fn titles(lang: Language, shrinks: bool) -> Vec<&'static str> {
    let mut titles = match lang {
        Language::En => vec!["time", "calls", "erlangs", "agents", "in time, %", "occupancy, %"],
        Language::Zh => vec!["时间", "来电", "爱尔兰", "话务员", "按时接通 %", "占用率 %"],
    };
    if shrinks {
        titles.insert(4, lang.pick("heads", "人数"));
    }
    titles
}

/// The answer for an interval.
struct Answer<'d> {
    time: &'d str,
    calls: f64,
    /// None without calls.
    measures: Vec<Measure>,
}

impl Answer<'_> {
    fn value(&self, key: &str) -> Option<f64> {
        let measure = self.measures.iter().find(|measure| measure.key == key)?;
        Some(match measure.value {
            Quantity::Agents(agents) => f64::from(agents),
            Quantity::Share(x)
            | Quantity::Seconds(x)
            | Quantity::Calls(x)
            | Quantity::Erlangs(x)
            | Quantity::Number(x) => x,
        })
    }

    fn agents(&self) -> f64 {
        self.value("agents").unwrap_or(0.0)
    }

    fn row(&self, shrinks: bool) -> Vec<String> {
        let percent = |key: &str| self.value(key).map_or("-".to_owned(), |x| format!("{:.1}", 100.0 * x));
        let mut row = vec![
            self.time.to_owned(),
            self.calls.to_string(),
            format!("{:.2}", self.value("offered_load").unwrap_or(0.0)),
            self.agents().to_string(),
            percent("service_level"),
            percent("occupancy"),
        ];
        if shrinks {
            row.insert(4, self.value("heads").unwrap_or(0.0).to_string());
        }
        row
    }

    fn json(&self) -> Value {
        let mut object = json!({ "time": self.time, "calls": self.calls, "agents": self.agents() as u64 });
        for key in ["heads", "offered_load", "level", "one_less", "service_level", "occupancy"] {
            if let Some(value) = self.value(key) {
                object[key] = if key == "heads" { json!(value as u64) } else { json!(value) };
            }
        }
        object
    }
}

/// Reads a time of day, `08:30`, in minutes after midnight.
fn minutes(text: &str) -> Option<f64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
    (hours <= 24 && minutes < 60).then(|| f64::from(60 * hours + minutes))
}
