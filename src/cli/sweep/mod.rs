//! `hotseat sweep`.
//!
//! A sweep is simulated into a [`journal`], which survives whatever happens to the process; [`finish`] makes the
//! tables from one journal or, after `merge`, from those of all shards: by the same code, so the bytes are the same.

mod finish;
mod folder;
mod header;
mod journal;
mod merge;
mod progress;
mod select;
mod shard;
mod slurm;

use crate::language::Language;

use super::output::{self, Output};
use super::{Common, Failure, Outcome};
use crate::demand::expected_calls;
use crate::kpi::Invariants;
use crate::model::Model;
use crate::report::self_check::contradiction;
use crate::report::sweep::Row;
use crate::scenario::problem::Problems;
use crate::scenario::study::{self, Overrides, Study};
use crate::sweep::{Outcome as Simulated, Pace, Sweep};
use clap::{Args, Subcommand};
use folder::{Claim, Found, JOURNAL, Turn};
use header::{Header, Shard};
use journal::{Journal, Opened};
use std::path::{Path, PathBuf};
use std::time::Instant;

const EXAMPLES: &str = "Examples:
  hotseat sweep study.toml --out out                     tables and charts of every point
  hotseat sweep study.toml --out out --resume            go on where it was interrupted
  hotseat sweep study.toml --shard 3/8 --out parts/3     the third of eight parts, on any machine
  hotseat sweep merge parts/* --out out                  joins the parts: the same files as from one process
  hotseat sweep study.toml --slurm night                 a job array for a cluster; --help says more
  hotseat sweep study.toml --precision \"service_level[15 s] 0.5 pp\" --out out
  hotseat sweep study.toml --select \"service_level[15 s]\" max --indifference \"0.5 pp\"    the best point alone

A study:
  scenario = \"erlang-a.toml\"
  replications = 8
  design = \"grid\"            # list, latin-hypercube, sobol, one-at-a-time, random, saltelli
  target = \"service_level[20 s] >= 0.8\"
  [[vary]]
  key = \"front_line.agents\"
  values = [90, 95, 100, 105, 110]
  [[vary]]
  key = \"hotline.12345.calls_per_hour\"
  from = 1000
  to = 1400
  step = 100

Narrower intervals from as many calls, where the report says that it helped; write above [[vary]]:
  control = true             # adds means corrected by how many callers came, from 10 replications on
  antithetic = true          # replications in mirrored pairs, each pair one observation; an even number of them";

/// Arguments of `sweep`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", slurm::HELP))]
pub(super) struct SweepCommand {
    #[command(subcommand)]
    other: Option<Other>,
    /// The study: a TOML file that names a scenario and what varies of it
    #[arg(required = true)]
    study: Option<PathBuf>,
    /// Go on where an interrupted sweep stopped; start if there is none, do nothing if it is finished
    #[arg(long, requires = "out")]
    resume: bool,
    /// Throw away what an unfinished sweep left in the folder
    #[arg(long, requires = "out", conflicts_with = "resume")]
    afresh: bool,
    /// Run the I-th of N parts into a folder of its own, to be joined by `sweep merge`
    #[arg(long, value_name = "I/N", requires = "out", value_parser = Shard::parse)]
    shard: Option<Shard>,
    /// Replicate each point until the half-width is reached, e.g. "service_level[15 s] 0.5 pp"
    #[arg(long, value_name = "KPI WIDTH", conflicts_with = "replications")]
    precision: Option<String>,
    #[command(flatten)]
    best: select::SelectArgs,
    #[command(flatten)]
    cluster: slurm::SlurmArgs,
}

/// What else there is to do.
#[derive(Subcommand)]
enum Other {
    /// Join the shards of a study: the same files as one process would have written
    Merge(merge::MergeCommand),
}

impl SweepCommand {
    pub(super) fn execute(&self, common: &Common) -> Outcome {
        if let Some(Other::Merge(merge)) = &self.other {
            return merge.execute(common);
        }
        let path = self.study.as_deref().unwrap_or(Path::new(""));
        if self.best.is_asked() {
            return self.best.run(self, path, common);
        }
        let started = Instant::now();
        let study = self.read(path, common)?;
        if let Some(dir) = &self.cluster.slurm {
            return self.cluster.write(dir, path, &study, self.words(common), common);
        }
        let header = Header::of(&study, self.shard.unwrap_or(Shard::WHOLE));
        let job = Job { command: self, study: &study, header: &header, common, started };
        match (&common.out, self.shard) {
            (Some(dir), Some(_)) => shard::run(&job, dir),
            (Some(dir), None) => job.in_folder(dir),
            (None, _) => job.without_folder(),
        }
    }

    /// The study, every point of it checked.
    fn read(&self, path: &Path, common: &Common) -> Result<Study, Failure> {
        let refused = |problems: Problems| Failure::Input(problems.render());
        let precision = self.precision.as_deref();
        let overrides = Overrides { replications: common.replications, seed: common.seed, precision };
        let mut study = study::load(path, overrides).map_err(refused)?;
        let bar = progress::checking(common, study.points());
        let checked = study.check(|done| bar.set_position(done)).map_err(refused);
        bar.finish_and_clear();
        study.hold(checked?.files);
        Ok(study)
    }

    /// The options that bear on the results, as they would be written again.
    fn words(&self, common: &Common) -> Vec<String> {
        let numbers = [("--seed", common.seed), ("--replications", common.replications)];
        let numbers =
            numbers.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?.to_string()]));
        let precision = self.precision.iter().map(|text| ["--precision".to_owned(), text.clone()]);
        numbers.chain(precision).flatten().collect()
    }

    /// What is to be done with what a folder holds.
    fn turn(&self, found: Found, header: &Header, dir: &Path) -> Result<Turn, Failure> {
        folder::turn(found, header, dir, self.resume, self.afresh)
    }

    /// The folder and its journal for this process alone; none where all is done.
    fn claim(&self, dir: &Path, header: &Header) -> Result<Option<Claim>, Failure> {
        if self.turn(Found::look(dir)?, header, dir)? == Turn::Done {
            folder::tidy(dir);
            return Ok(None);
        }
        let (output, path) = (Output::new(dir)?, dir.join(JOURNAL));
        let opened = Journal::open(&path).map_err(|error| output::unwritten(&path, &error))?;
        let Opened::Ours(journal) = opened else { return Err(folder::busy(dir)) };
        // Another process may have finished between the look and the lock.
        let turn = self.turn(Found::look(dir)?, header, dir)?;
        if turn == Turn::Done {
            folder::tidy(dir);
            return Ok(None);
        }
        output.forget()?;
        Ok(Some(Claim { output, journal, turn }))
    }
}

/// A sweep to be run.
struct Job<'j> {
    command: &'j SweepCommand,
    study: &'j Study,
    header: &'j Header,
    common: &'j Common,
    started: Instant,
}

impl Job<'_> {
    /// Into a folder that survives.
    fn in_folder(&self, dir: &Path) -> Outcome {
        let Some(Claim { output, mut journal, turn }) = self.command.claim(dir, self.header)? else {
            return finish::again(dir, self.common);
        };
        let path = dir.join(JOURNAL);
        let failed = |error: std::io::Error| output::unwritten(&path, &error);
        self.simulate(&mut journal, turn, &path)?;
        let seconds = self.started.elapsed().as_secs_f64();
        let text = finish::write(
            self.header,
            vec![journal.records().map_err(failed)?],
            Some(output),
            self.common,
            seconds,
        )?;
        drop(journal);
        folder::tidy(dir);
        Ok(text)
    }

    /// Leaves no trace.
    fn without_folder(&self) -> Outcome {
        let path = std::env::temp_dir();
        let failed = |error: std::io::Error| output::unwritten(&path, &error);
        let mut journal = Journal::unnamed().map_err(failed)?;
        self.simulate(&mut journal, Turn::Start, &path)?;
        let seconds = self.started.elapsed().as_secs_f64();
        finish::write(self.header, vec![journal.records().map_err(failed)?], None, self.common, seconds)
    }

    /// A point with its values and, where means are to be corrected by it, how many callers it expects.
    fn row(&self, mut outcome: Simulated) -> Result<Row, Failure> {
        let point = outcome.point;
        if self.study.control {
            outcome.expected = Some(expected_calls(&self.model(point)?));
        }
        Ok(Row { cells: self.study.cells(point), outcome })
    }

    fn model(&self, point: u64) -> Result<Model, Failure> {
        self.study.model(point).map_err(|problems| Failure::Input(problems.render()))
    }

    /// Simulates the points that the journal does not have yet.
    fn simulate(&self, journal: &mut Journal, turn: Turn, path: &Path) -> Result<(), Failure> {
        let failed = |error: std::io::Error| folder::interrupted(path, &error);
        let range = self.header.range();
        let done = match turn {
            Turn::Continue => journal.resume().map_err(failed)?,
            _ => {
                journal.begin(self.header).map_err(failed)?;
                0
            }
        };
        let pace = Pace::default();
        let points = range.start + done..range.end;
        let bar = progress::Bar::new(self.common, &points, self.study.effort);
        let model = |point| self.model(point);
        let broken =
            |point, invariants: &Invariants| broken(self.study, point, invariants, self.common.lang());
        let sweep = Sweep {
            points,
            effort: self.study.effort,
            pairing: self.study.pairing,
            scope: self.study.scope,
            seed: self.study.seed,
            model: &model,
            broken: &broken,
            pace: &pace,
            threads: rayon::current_num_threads(),
        };
        let ran = sweep.run(|outcomes| {
            let rows: Vec<Row> =
                outcomes.into_iter().map(|outcome| self.row(outcome)).collect::<Result<_, _>>()?;
            bar.show(&rows, &pace);
            if rows.is_empty() { Ok(()) } else { journal.append(&rows).map_err(failed) }
        });
        bar.finish();
        ran?;
        journal.sync().map_err(failed)
    }
}

/// What to say of a replication of a point that breaks a law.
fn broken(study: &Study, point: u64, invariants: &Invariants, lang: Language) -> Failure {
    let (number, values) = (point + 1, study.describe(point));
    let place = match lang {
        Language::En => format!("  at point {number}: {values}\n"),
        Language::Zh => format!("  研究点 {number}：{values}\n"),
    };
    Failure::Unfinished(contradiction(invariants, lang) + &place)
}
