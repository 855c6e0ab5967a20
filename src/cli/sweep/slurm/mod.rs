//! `sweep --slurm`: a study as a job array of shards and a merge, written as a folder of scripts.
//!
//! Slurm starts a job again elsewhere when its node is lost, and then the first may still be running: a shard's folder
//! appears whole and once, whoever finishes first. How many shards there are is settled when the study is submitted,
//! for only the cluster knows its largest array.

mod text;

use super::super::output::{self, Output};
use super::super::{Common, Failure, LanguageArg, Outcome};
use crate::language::Language;
use crate::replicate::replicate;
use crate::report::words;
use crate::scenario::study::Study;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use text::Job;

/// What `sweep --help` says of clusters.
pub(super) const HELP: &str = include_str!("help.txt");

/// Points that are measured at most, and for how long.
const MEASURED: u64 = 16;
const PATIENCE: Duration = Duration::from_secs(3);

/// Options of `sweep --slurm`.
#[derive(Args)]
#[command(next_help_heading = "On a Slurm cluster")]
pub(super) struct SlurmArgs {
    /// Run nothing; write scripts into this folder that run the study as a job array: DIR/submit.sh
    #[arg(long, value_name = "DIR", conflicts_with_all = ["shard", "resume"])]
    pub(super) slurm: Option<PathBuf>,
    /// Partition to run in
    #[arg(long, requires = "slurm")]
    partition: Option<String>,
    /// Account to charge
    #[arg(long, requires = "slurm")]
    account: Option<String>,
    /// Time limit of a shard, as Slurm writes it [default: four times the estimate, and 10 minutes]
    #[arg(long, requires = "slurm")]
    time: Option<String>,
    /// Memory of a shard, e.g. 2G [default: the cluster's]
    #[arg(long, requires = "slurm")]
    mem: Option<String>,
    /// Processors of a shard, each with a thread
    #[arg(long, requires = "slurm", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    cpus: u16,
    /// Minutes that a shard is to take, by a measurement on this machine
    #[arg(long, requires = "slurm", value_name = "MINUTES", default_value_t = 10.0, value_parser = minutes)]
    shard_minutes: f64,
    /// The cluster's MaxArraySize [default: asked from it when submitting]
    #[arg(long, requires = "slurm", value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    max_array_size: Option<u32>,
    /// Any other option of sbatch, e.g. --sbatch=--qos=long
    #[arg(long, requires = "slurm", value_name = "OPTION", allow_hyphen_values = true)]
    sbatch: Vec<String>,
}

impl SlurmArgs {
    /// Options of every job.
    fn for_sbatch(&self) -> Vec<String> {
        let named = [("partition", &self.partition), ("account", &self.account), ("mem", &self.mem)];
        let named =
            named.into_iter().filter_map(|(name, value)| Some(format!("--{name}={}", value.as_ref()?)));
        named.chain(self.sbatch.iter().cloned()).collect()
    }

    /// Writes the folder; nothing is run but what it takes to know how long a shard takes. `words` are those of
    /// every shard's command after the study.
    pub(super) fn write(
        &self,
        dir: &Path,
        path: &Path,
        study: &Study,
        words: Vec<String>,
        common: &Common,
    ) -> Outcome {
        if dir.join("count").exists() {
            let dir = dir.display();
            return Err(Failure::Input(format!(
                "error: {dir} holds a study that was submitted; run {dir}/submit.sh for what is missing of it, or \
                 choose another folder"
            )));
        }
        let output = Output::new(dir)?;
        let (calls, calls_per_second) = measured(study)?;
        let job = Job {
            program: std::env::current_exe()
                .and_then(|path| absolute(&path))
                .map_err(|error| nameless(&error))?,
            study: absolute(path).map_err(|error| nameless(&error))?,
            words,
            lang: if let LanguageArg::Zh = common.lang { "zh" } else { "en" },
            points: study.points(),
            calls,
            calls_per_second,
        };
        place(output, dir, &text::scripts(&job, self))?;
        Ok(self.told(dir, &job, common))
    }

    fn told(&self, dir: &Path, job: &Job, common: &Common) -> String {
        if common.quiet {
            return String::new();
        }
        let (submit, seconds) = (dir.join("submit.sh"), job.seconds());
        if common.json {
            let (points, calls) = (job.points, job.calls);
            let value = serde_json::json!({
                "submit": submit.display().to_string(), "points": points, "calls": calls, "processor_seconds": seconds,
            });
            return format!("{value:#}\n");
        }
        let (points, calls) = (words::count(job.points as f64), words::count(job.calls));
        let long = |seconds| words::duration(Some(seconds), common.lang());
        let (all, each, submit) = (long(seconds), long(self.shard_minutes * 60.0), submit.display());
        match common.lang() {
            Language::En => format!(
                "  {points} points, some {calls} calls: {all} of one processor like this one, in shards of {each}\n\
                 \x20 to submit them: {submit}\n"
            ),
            Language::Zh => format!(
                "  {points} 个方案点，约 {calls} 通电话：按本机一个处理器计 {all}，每个分片 {each}\n  提交：{submit}\n"
            ),
        }
    }
}

/// Calls of the whole study, and calls a second of one processor, from a replication of a few points spread over it.
/// By the clock, so a busy machine makes shards shorter, not longer. A study that replicates until a precision is met
/// counts with the least.
fn measured(study: &Study) -> Result<(f64, f64), Failure> {
    let started = Instant::now();
    let (mut calls, mut points) = (0, 0);
    for point in spread(study.points()) {
        let model = study.model(point).map_err(|problems| Failure::Input(problems.render()))?;
        calls += replicate(&model, study.seed.unwrap_or(model.seed()), 0).attempts;
        points += 1;
        if started.elapsed() > PATIENCE {
            break;
        }
    }
    // A study of no calls takes no time; one call keeps the speed a number above 0.
    let measured = calls.max(1) as f64;
    let all = measured / points as f64 * study.effort.least(study.pairing) as f64 * study.points() as f64;
    Ok((all, measured / started.elapsed().as_secs_f64().max(1e-9)))
}

/// Some of so many points, evenly spread wherever one stops: van der Corput's sequence.
fn spread(points: u64) -> impl Iterator<Item = u64> {
    let place = |i: u64| u128::from(2 * (i.reverse_bits() >> (u64::BITS - MEASURED.ilog2())) + 1);
    (0..MEASURED).map(move |i| (place(i) * u128::from(points) / u128::from(2 * MEASURED)) as u64)
}

fn place(mut output: Output, dir: &Path, scripts: &[text::Script]) -> Result<(), Failure> {
    for (name, text) in scripts {
        output.write(name, text.as_bytes())?;
        #[cfg(unix)]
        if *name != text::SETTINGS {
            use std::os::unix::fs::PermissionsExt;
            let path = dir.join(name);
            std::fs::metadata(&path)
                .map(|data| std::fs::Permissions::from_mode(data.permissions().mode() | 0o111))
                .and_then(|mode| std::fs::set_permissions(&path, mode))
                .map_err(|error| output::unwritten(&path, &error))?;
        }
    }
    Ok(())
}

/// The path in full, in UTF-8 like the scripts.
fn absolute(path: &Path) -> std::io::Result<String> {
    let path = std::path::absolute(path)?.into_os_string().into_string();
    path.map_err(|path| std::io::Error::other(format!("{} is not UTF-8", path.display())))
}

fn nameless(error: &std::io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot tell where the program and the study are: {error}"))
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(minutes) if minutes > 0.0 && minutes.is_finite() => Ok(minutes),
        _ => Err("expected a number of minutes above 0, such as 10 or 2.5".to_owned()),
    }
}

#[cfg(test)]
mod sample {
    use super::spread;

    #[test]
    fn points_are_measured_all_over_the_study() {
        let points: Vec<u64> = spread(3200).collect();
        assert_eq!(points[..4], [100, 1700, 900, 2500]);
        let mut sorted = points.clone();
        sorted.sort_unstable();
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] == 200) && sorted.len() == 16);
        assert!(spread(1).all(|point| point == 0) && spread(u64::MAX).all(|point| point < u64::MAX));
    }
}
