//! `--trace`: every attempt of one replication from its first ring to its end, as CSV.

use super::failure::Failure;
use super::output::{can_be_made, write_new};
use super::whole_number::whole;
use crate::app;
use crate::engine::TimeSpan;
use crate::language::Language;
use crate::model::Model;
use crate::report::{csv, trace};
use crate::scenario::units;
use crate::time::DAY;
use clap::Args;
use jiff::civil::{Date, DateTime};
use std::path::{Path, PathBuf};

/// The options of a trace: its file, its replication and its span of time.
#[derive(Args)]
pub(super) struct TraceArgs {
    /// Write the life of every call of one replication to this CSV file: a row per attempt
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// The replication that is traced, counted from 0 as in the tables
    #[arg(long, value_name = "R", requires = "trace", default_value_t = 0, value_parser = whole::<u64>(0..=u64::MAX))]
    trace_replication: u64,
    /// Only calls dialled from here on: a time since the start such as "36 h", or with a calendar a date or
    /// "2021-10-18 09:00" [default: the end of the warm-up]
    #[arg(long, value_name = "WHEN", requires = "trace")]
    trace_from: Option<String>,
    /// Only calls dialled before this [default: the end]
    #[arg(long, value_name = "WHEN", requires = "trace")]
    trace_to: Option<String>,
}

/// A trace that is asked for, checked.
pub(super) struct Wanted<'a> {
    file: &'a Path,
    replication: u64,
    dialled: TimeSpan,
}

impl TraceArgs {
    /// Checks everything that can be known before the run; `replications` if their number is.
    pub(super) fn wanted(
        &self,
        model: &Model,
        replications: Option<u64>,
    ) -> Result<Option<Wanted<'_>>, Failure> {
        let Some(file) = self.trace.as_deref() else { return Ok(None) };
        if let Some(replications) = replications.filter(|count| self.trace_replication >= *count) {
            return Err(Failure::Input(format!(
                "error: --trace-replication {}: there are {replications} replications, counted from 0",
                self.trace_replication
            )));
        }
        let at = |option: &str, text: &Option<String>, default: f64| match text {
            Some(text) => instant(model, text)
                .map_err(|message| Failure::Input(format!("error: --{option} {text}: {message}"))),
            None => Ok(default),
        };
        let horizon = model.horizon();
        let from = at("trace-from", &self.trace_from, horizon.warm_up)?;
        let to = at("trace-to", &self.trace_to, horizon.end())?;
        if from >= to {
            return Err(Failure::Input("error: --trace-from must be before --trace-to".to_owned()));
        }
        can_be_made(file)?;
        Ok(Some(Wanted { file, replication: self.trace_replication, dialled: TimeSpan { from, to } }))
    }
}

/// Reads seconds since the start: a duration, a date or a date and time within the horizon.
fn instant(model: &Model, text: &str) -> Result<f64, String> {
    let horizon = model.horizon();
    let seconds = match (units::duration(text), horizon.start) {
        (Ok(seconds), _) => seconds,
        (_, Some(start)) => since(start, text.trim())
            .ok_or("write a time since the start such as `36 h`, a date, or `2021-10-18 09:00`")?,
        _ => return Err("write a time since the start such as `36 h` or `2 d`".to_owned()),
    };
    match (0.0..=horizon.end()).contains(&seconds) {
        true => Ok(seconds),
        false => Err(format!("is outside the horizon of {} days", horizon.days)),
    }
}

fn since(start: Date, text: &str) -> Option<f64> {
    let at: DateTime = text.parse().ok().or_else(|| Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))?;
    let days = at.date().duration_since(start).as_hours() / 24;
    let time = at.time();
    let second = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Some(days as f64 * DAY + second as f64)
}

impl Wanted<'_> {
    /// Simulates the replication once more, watched, and writes the file; returns a line about it.
    pub(super) fn write(
        &self,
        model: &Model,
        seed: u64,
        done: u64,
        lang: Language,
    ) -> Result<String, Failure> {
        let Wanted { file, replication, dialled } = self;
        if *replication >= done {
            return Err(Failure::Input(format!(
                "error: --trace-replication {replication}: only {done} replications were needed"
            )));
        }
        let lives = app::trace(model, seed, *replication, *dialled);
        let bytes = csv::bytes(&trace::table(model, &lives))
            .map_err(|error| Failure::Unfinished(format!("error: cannot make the trace: {error}")))?;
        write_new(file, &bytes)?;
        let (calls, file) = (lives.len(), file.display());
        Ok(match lang {
            Language::En => format!("  {file}: {calls} calls of replication {replication}\n"),
            Language::Zh => format!("  {file}：第 {replication} 次重复的 {calls} 次来电\n"),
        })
    }
}
