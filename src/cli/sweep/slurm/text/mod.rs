//! The folder of scripts, as text.
//!
//! The scripts beside this file are the same for every study; what differs stands in `settings.sh`, which they read
//! and people may edit. So text is quoted in one place, and the scripts can be read, run and checked as they are.

use super::args::SlurmArgs;
use crate::app::sweep::WorkEstimate;

/// The study that the cluster is to run. Paths are absolute: jobs start in another folder and on another machine.
pub(super) struct Job {
    /// The program.
    pub(super) program: String,
    /// The study.
    pub(super) study: String,
    /// Further words of every shard's command, such as `--seed 7`.
    pub(super) words: Vec<String>,
    /// Language of the report.
    pub(super) lang: &'static str,
    /// Design points.
    pub(super) points: u64,
    /// The work of the whole study, as measured on this machine.
    pub(super) work: WorkEstimate,
}

/// A file of the folder: its name and its text. All but the settings are run.
pub(super) type Script = (&'static str, String);

/// Name of the settings.
pub(super) const SETTINGS: &str = "settings.sh";

/// Returns every file of the folder.
pub(super) fn scripts(job: &Job, options: &SlurmArgs) -> [Script; 4] {
    [
        (SETTINGS, settings(job, options)),
        ("shard.sh", include_str!("shard.sh").to_owned()),
        ("merge.sh", include_str!("merge.sh").to_owned()),
        ("submit.sh", include_str!("submit.sh").to_owned()),
    ]
}

fn settings(job: &Job, options: &SlurmArgs) -> String {
    let (points, calls) = (job.points, job.work.calls);
    // Whole numbers: the shell knows no others.
    let shard_seconds = (options.shard_minutes * 60.0).round().max(1.0);
    let max_array_size = options.max_array_size.map(|size| size.to_string()).unwrap_or_default();
    format!(
        "# What submit.sh runs; edit, then submit. Written by hotseat {version}.
program={program}
study={study}
words=({words})
lang={lang}
points={points}
# One processor's work: {calls:.2e} calls, {speed:.2} million a second on the machine that wrote this.
seconds={seconds:.0}
# A shard is to take so long, with so many processors.
shard_seconds={shard_seconds}
cpus={cpus}
# Empty: asked from the cluster.
max_array_size={max_array_size}
# Time limit of a job; empty: four times the estimate, and 10 minutes.
time={time}
# Further options of sbatch, for shards and merge alike.
sbatch=({sbatch})
",
        version = env!("CARGO_PKG_VERSION"),
        program = quoted(&job.program),
        study = quoted(&job.study),
        words = list(&job.words),
        lang = job.lang,
        speed = job.work.calls_per_second / 1e6,
        seconds = job.work.seconds().ceil().max(1.0),
        cpus = options.cpus,
        time = options.time.as_deref().map(quoted).unwrap_or_default(),
        sbatch = list(&options.for_sbatch()),
    )
}

/// Returns a word that the shell takes as it is: nothing is special between single quotes but the quote.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
