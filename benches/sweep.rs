//! What a sweep costs beside the replications that it is made of.
//!
//! `cargo bench --bench sweep [-- POINTS]`: a Latin hypercube of small points, 8 replications of 2,000 calls each, as
//! whole processes that write everything; and the same replications alone, in this process. With one thread and with two,
//! for two cores of a machine may do less than twice as much as one. One thread keeps one core busy all the time: seconds
//! by the clock, the best of some rounds in turns.

#![allow(clippy::panic, clippy::expect_used, reason = "a benchmark may stop")]

use hotseat::model::Model;
use hotseat::replicate::replicate_totals;
use hotseat::scenario::study::{self, Overrides};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const ROUNDS: usize = 8;

const SCENARIO: &str = r#"name = "small"
days = 1
[[hotline]]
number = "12345"
calls_per_hour = 83.33
talk = { distribution = "exponential", mean = "300 s" }
patience = { distribution = "exponential", mean = "180 s" }
[front_line]
agents = 8
"#;

/// A study of so many points.
fn study(points: u64) -> String {
    format!(
        r#"scenario = "small.toml"
replications = 8
design = "latin-hypercube"
points = {points}
[[vary]]
key = "front_line.agents"
low = 6
high = 12
[[vary]]
key = "hotline.12345.talk.mean"
low = "240 s"
high = "360 s"
"#
    )
}

/// The whole sweep, with so many threads.
fn sweep(folder: &Path, threads: &str) -> Duration {
    let out = folder.join("out");
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.arg("sweep").arg(folder.join("study.toml")).arg("--out").arg(&out);
    let status = command.args(["--quiet", "--threads", threads]).status().expect("the program runs");
    let seconds = begun.elapsed();
    assert!(status.success(), "the sweep failed");
    std::fs::remove_dir_all(out).expect("the results can be removed");
    seconds
}

/// Its replications alone, the models made before: seconds from the first to the last, and how many attempts they hold.
fn replications(models: &[Model], threads: usize) -> (Duration, u64) {
    let begun = Instant::now();
    let all = |own: &[Model]| -> u64 {
        own.iter()
            .map(|model| (0..8).map(|number| replicate_totals(model, 1, number).attempts).sum::<u64>())
            .sum()
    };
    let attempts = std::thread::scope(|scope| {
        let parts = models.chunks(models.len().div_ceil(threads));
        let at_work: Vec<_> = parts.map(|own| scope.spawn(move || all(own))).collect();
        at_work.into_iter().map(|thread| thread.join().expect("no replication panics")).sum()
    });
    (begun.elapsed(), attempts)
}

fn models(path: &Path) -> Vec<Model> {
    let made = study::load(path, Overrides::default())
        .and_then(|study| (0..study.points()).map(|point| study.model(point)).collect());
    made.unwrap_or_else(|problems| panic!("{}", problems.render()))
}

fn main() {
    let points = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(3_000);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("study.toml");
    let written = std::fs::write(&path, study(points))
        .and_then(|()| std::fs::write(folder.path().join("small.toml"), SCENARIO));
    written.expect("the study can be written");
    let models = models(&path);
    let (mut best, mut attempts) = ([Duration::MAX; 4], 0);
    for _ in 0..ROUNDS {
        let ((one, all), (two, _)) = (replications(&models, 1), replications(&models, 2));
        let round = [one, two, sweep(folder.path(), "1"), sweep(folder.path(), "2")];
        best.iter_mut().zip(round).for_each(|(best, own)| *best = own.min(*best));
        attempts = all;
    }
    let [alone, alone_on_two, one, two] = best.map(|duration| duration.as_secs_f64());
    let attempts = attempts as f64 / 1e6;
    println!("{points} points x 8 replications, {attempts:.1} M attempts; best of {ROUNDS}, by the clock");
    println!("                          one thread  two threads");
    println!(
        "  the replications alone  {alone:>8.3} s {alone_on_two:>10.3} s   x {:.2}",
        alone / alone_on_two
    );
    println!("  the sweep, all written  {one:>8.3} s {two:>10.3} s   x {:.2}", one / two);
    println!("  of the sweep on one thread, {:.1} % is not replications", 100.0 * (1.0 - alone / one));
}
