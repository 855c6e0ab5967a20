//! Arguments of `hotseat sweep`.

use super::folder::ResumePolicy;
use super::merge::MergeCommand;
use super::select::args::SelectArgs;
use super::slurm::args::{HELP, SlurmArgs};
use crate::app::Session;
use crate::app::sweep::{self, StudyRequest};
use crate::cli::common::CommonArgs;
use crate::cli::consent::consent;
use crate::cli::failure::Failure;
use crate::scenario::study::{Overrides, Study};
use crate::sweep::Shard;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};

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
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", HELP))]
pub(crate) struct SweepCommand {
    #[command(subcommand)]
    pub(super) other: Option<Other>,
    /// The study: a TOML file that names a scenario and what varies of it
    #[arg(required = true)]
    pub(super) study: Option<PathBuf>,
    /// Go on where an interrupted sweep stopped; start if there is none, do nothing if it is finished
    #[arg(long, requires = "out")]
    pub(super) resume: bool,
    /// Throw away what an unfinished sweep left in the folder
    #[arg(long, requires = "out", conflicts_with = "resume")]
    pub(super) afresh: bool,
    /// Run the I-th of N parts into a folder of its own, to be joined by `sweep merge`
    #[arg(long, value_name = "I/N", requires = "out", value_parser = Shard::parse)]
    pub(super) shard: Option<Shard>,
    /// Replicate each point until the half-width is reached, e.g. "service_level[15 s] 0.5 pp", or the study's `at_most`
    /// replications are; a point that misses it is told and marked, and the exit code is 0 all the same
    #[arg(long, value_name = "KPI WIDTH", conflicts_with = "replications")]
    pub(super) precision: Option<String>,
    #[command(flatten)]
    pub(super) best: SelectArgs,
    #[command(flatten)]
    pub(super) cluster: SlurmArgs,
}

/// Subcommands.
#[derive(Subcommand)]
pub(super) enum Other {
    /// Join the shards of a study: the same files as one process would have written
    Merge(MergeCommand),
}

impl SweepCommand {
    /// Reads the study and checks every point of it.
    pub(super) fn read(&self, path: &Path, common: &CommonArgs, session: &Session) -> Result<Study, Failure> {
        let precision = self.precision.as_deref();
        let overrides = Overrides { replications: common.replications, seed: common.seed, precision };
        let mut display = common.presentation().progress();
        let study = StudyRequest { path, overrides }.load()?;
        if !common.quiet {
            // A closed standard error is no reason not to simulate.
            study.taken_for.iter().for_each(|note| {
                let _ = writeln!(std::io::stderr(), "note: {}", note.get(common.presentation().language));
            });
        }
        if self.cluster.slurm.is_none() {
            let work = sweep::work(&study, session.threads());
            consent(work.part(self.shard.map_or(1, |shard| shard.of)), common)?;
        }
        Ok(session.check_study(study, &mut |progress| display.show(progress))?)
    }

    /// Returns the options that bear on the results, as they would be written again.
    pub(super) fn words(&self, common: &CommonArgs) -> Vec<String> {
        let numbers = [("--seed", common.seed), ("--replications", common.replications)];
        let numbers =
            numbers.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?.to_string()]));
        let precision = self.precision.iter().map(|text| ["--precision".to_owned(), text.clone()]);
        numbers.chain(precision).flatten().collect()
    }

    /// Returns what is to be done about an earlier sweep.
    pub(super) fn policy(&self, common: &CommonArgs) -> ResumePolicy {
        ResumePolicy { resume: self.resume, afresh: self.afresh, force: common.force }
    }
}
