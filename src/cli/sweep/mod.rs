//! `hotseat sweep`.
//!
//! A sweep is simulated into a [`journal`], which survives whatever happens to the process; [`finish`] makes the
//! tables from one journal or, after `merge`, from those of all shards: by the same code, so the bytes are the same.

mod finish;
mod folder;
mod identity;
mod job;
mod journal;
mod merge;
mod select;
mod shard;
mod slurm;

use super::CommonArgs;
use super::failure::{Failure, Outcome};
use crate::app::Session;
use crate::app::sweep::StudyRequest;
use crate::scenario::study::{Overrides, Study};
use crate::sweep::Shard;
use clap::{Args, Subcommand};
use folder::ResumePolicy;
use identity::SweepIdentity;
use job::Job;
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

/// Subcommands.
#[derive(Subcommand)]
enum Other {
    /// Join the shards of a study: the same files as one process would have written
    Merge(merge::MergeCommand),
}

impl SweepCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        if let Some(Other::Merge(merge)) = &self.other {
            return merge.execute(common);
        }
        let path = self.study.as_deref().unwrap_or(Path::new(""));
        if self.best.is_asked() {
            return self.best.run(self, path, common);
        }
        let (started, presentation, session) = (Instant::now(), common.presentation(), common.session()?);
        let study = self.read(path, common, &session)?;
        if let Some(dir) = &self.cluster.slurm {
            return self.cluster.write(dir, path, &study, self.words(common), &presentation);
        }
        let identity = SweepIdentity::of(&study, self.shard.unwrap_or(Shard::WHOLE));
        let policy = self.policy();
        let (session, presentation) = (&session, &presentation);
        let job = Job { session, study: &study, identity: &identity, policy, presentation, started };
        match (&presentation.out, self.shard) {
            (Some(dir), Some(_)) => shard::run(&job, dir),
            (Some(dir), None) => job.in_folder(dir),
            (None, _) => job.without_folder(),
        }
    }

    /// Reads the study and checks every point of it.
    fn read(&self, path: &Path, common: &CommonArgs, session: &Session) -> Result<Study, Failure> {
        let precision = self.precision.as_deref();
        let overrides = Overrides { replications: common.replications, seed: common.seed, precision };
        let mut display = common.presentation().progress();
        let request = StudyRequest { path, overrides };
        Ok(session.read_study(&request, &mut |progress| display.show(progress))?)
    }

    /// Returns the options that bear on the results, as they would be written again.
    fn words(&self, common: &CommonArgs) -> Vec<String> {
        let numbers = [("--seed", common.seed), ("--replications", common.replications)];
        let numbers =
            numbers.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?.to_string()]));
        let precision = self.precision.iter().map(|text| ["--precision".to_owned(), text.clone()]);
        numbers.chain(precision).flatten().collect()
    }

    fn policy(&self) -> ResumePolicy {
        ResumePolicy { resume: self.resume, afresh: self.afresh }
    }
}
