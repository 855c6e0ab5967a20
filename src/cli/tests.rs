//! Commands beside the requests that they make.

use super::*;
use crate::app::{RunRequest, ScenarioRequest, Session, unobserved};
use crate::report;
use crate::self_check::SelfCheck;
use crate::sweep::ReplicationBudget;
use serde_json::Value;

const QUEUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/erlang-a.toml");

/// A printed JSON object without its running time.
fn timeless(printed: &str) -> Value {
    let mut object: Value = serde_json::from_str(printed).unwrap();
    assert!(object.as_object_mut().unwrap().shift_remove("seconds").is_some());
    object
}

#[test]
fn run_prints_the_figures_of_the_run_request() {
    let words =
        ["hotseat", "run", QUEUE, "--set", "days=2", "--replications", "3", "--json", "--threads", "2"];
    let printed = executed(&Cli::parse_from(words)).unwrap();
    let source =
        ScenarioRequest { changes: vec![("days".to_owned(), "2".to_owned())], ..ScenarioRequest::of(QUEUE) };
    let scenario = source.load().unwrap();
    let request = RunRequest { scenario: &scenario, seed: None, budget: ReplicationBudget::Fixed(3) };
    let outcome = Session::new(Some(1)).unwrap().run(&request, &mut unobserved).unwrap();
    let (model, results) = (&scenario.model, &outcome.results);
    let checks = SelfCheck::new(model, results);
    let own = report::run::json(model, outcome.seed, results, &checks, outcome.seconds);
    assert!(timeless(&printed) == timeless(&own.to_string()));
}

#[test]
fn commands_that_are_not_built_are_refused_and_not_listed() {
    let help = <Cli as clap::CommandFactory>::command().render_long_help().to_string();
    for command in ["roster", "budget", "fit", "replay"] {
        let refused = executed(&Cli::parse_from(["hotseat", command, "x", "--vary", "y"]));
        assert!(matches!(refused, Err(Failure::Input(message)) if message == "not in this version"));
        let listed = |line: &str| line.split_whitespace().next() == Some(command);
        assert!(!help.lines().any(listed), "{command}");
    }
}
