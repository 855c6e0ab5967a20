//! `sweep --slurm`: a study as a job array of shards and a merge, written as a folder of scripts.
//!
//! Slurm starts a job again elsewhere when its node is lost, and then the first may still be running: a shard's folder
//! appears whole and once, whichever finishes first. The number of shards is settled when the study is submitted,
//! because only the cluster knows its largest array.

pub(super) mod args;
mod text;

use crate::app::sweep::WorkEstimate;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{self, Output};
use crate::cli::presentation::Presentation;
use crate::language::Language;
use crate::report::words;
use crate::scenario::study::Study;
use args::SlurmArgs;
use std::path::Path;
use text::Job;

impl SlurmArgs {
    /// Writes the folder; nothing is run except a measurement of how long a shard takes. `words` are those of every
    /// shard's command after the study.
    pub(super) fn write(
        &self,
        dir: &Path,
        path: &Path,
        study: &Study,
        words: Vec<String>,
        presentation: &Presentation,
    ) -> Outcome {
        if dir.join("count").exists() {
            let dir = dir.display();
            return Err(Failure::Input(format!(
                "error: {dir} holds a study that was submitted; run {dir}/submit.sh for what is missing of it, or \
                 choose another folder"
            )));
        }
        let output = Output::new(dir, presentation.force)?;
        let work = WorkEstimate::measure(study)?;
        let job = Job {
            program: std::env::current_exe()
                .and_then(|path| absolute(&path))
                .map_err(|error| nameless(&error))?,
            study: absolute(path).map_err(|error| nameless(&error))?,
            words,
            lang: presentation.language.pick("en", "zh"),
            points: study.points(),
            work,
        };
        place(output, dir, &text::scripts(&job, self))?;
        Ok(self.printed(dir, &job, presentation))
    }

    fn printed(&self, dir: &Path, job: &Job, presentation: &Presentation) -> String {
        if presentation.quiet {
            return String::new();
        }
        let (submit, seconds) = (dir.join("submit.sh"), job.work.seconds());
        if presentation.json {
            let (points, calls) = (job.points, job.work.calls);
            let value = serde_json::json!({
                "submit": submit.display().to_string(), "points": points, "calls": calls, "processor_seconds": seconds,
            });
            return format!("{value:#}\n");
        }
        let (points, calls) = (words::count(job.points as f64), words::count(job.work.calls));
        let long = |seconds| words::duration(Some(seconds), presentation.language);
        let (all, each, submit) = (long(seconds), long(self.shard_minutes * 60.0), submit.display());
        match presentation.language {
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
                .map_err(|error| output::write_failure(&path, &error))?;
        }
    }
    let version = ("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    output.finish([version].into_iter().collect()).map(drop)
}

/// Returns the path in full, in UTF-8 like the scripts.
fn absolute(path: &Path) -> std::io::Result<String> {
    let path = std::path::absolute(path)?.into_os_string().into_string();
    path.map_err(|path| std::io::Error::other(format!("{} is not UTF-8", path.display())))
}

/// Makes the failure where a path cannot be written into a script.
fn nameless(error: &std::io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot tell where the program and the study are: {error}"))
}
