//! Options of `sweep --slurm`.

use crate::cli::whole_number::whole;
use clap::Args;
use std::path::PathBuf;

/// The part of `sweep --help` about clusters.
pub(crate) const HELP: &str = include_str!("help.txt");

/// Options of `sweep --slurm`.
#[derive(Args)]
#[command(next_help_heading = "On a Slurm cluster")]
pub(crate) struct SlurmArgs {
    /// Run nothing; write scripts into this folder that run the study as a job array: DIR/submit.sh
    #[arg(long, value_name = "DIR", conflicts_with_all = ["shard", "resume"])]
    pub(crate) slurm: Option<PathBuf>,
    /// Partition to run in
    #[arg(long, requires = "slurm")]
    pub(super) partition: Option<String>,
    /// Account to charge
    #[arg(long, requires = "slurm")]
    pub(super) account: Option<String>,
    /// Time limit of a shard, as Slurm writes it [default: four times the estimate, and 10 minutes]
    #[arg(long, requires = "slurm")]
    pub(super) time: Option<String>,
    /// Memory of a shard, e.g. 2G [default: the cluster's]
    #[arg(long, requires = "slurm")]
    pub(super) mem: Option<String>,
    /// Processors of a shard, each with a thread
    #[arg(long, requires = "slurm", value_name = "N", default_value_t = 1, value_parser = whole::<u16>(1..=65_535))]
    pub(super) cpus: u16,
    /// Minutes that a shard is to take, by a measurement on this machine
    #[arg(long, requires = "slurm", value_name = "MINUTES", default_value_t = 10.0, value_parser = minutes)]
    pub(super) shard_minutes: f64,
    /// The cluster's MaxArraySize [default: asked from it when submitting]
    #[arg(long, requires = "slurm", value_name = "N", value_parser = whole::<u32>(2..=4_294_967_295))]
    pub(super) max_array_size: Option<u32>,
    /// Any other option of sbatch, e.g. --sbatch=--qos=long
    #[arg(long, requires = "slurm", value_name = "OPTION", allow_hyphen_values = true)]
    pub(super) sbatch: Vec<String>,
}

impl SlurmArgs {
    /// Returns the options of every job.
    pub(super) fn for_sbatch(&self) -> Vec<String> {
        let named = [("partition", &self.partition), ("account", &self.account), ("mem", &self.mem)];
        let named =
            named.into_iter().filter_map(|(name, value)| Some(format!("--{name}={}", value.as_ref()?)));
        named.chain(self.sbatch.iter().cloned()).collect()
    }
}

/// Reads a number of minutes above 0.
fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(minutes) if minutes > 0.0 && minutes.is_finite() => Ok(minutes),
        _ => Err("expected a number of minutes above 0, such as 10 or 2.5".to_owned()),
    }
}
