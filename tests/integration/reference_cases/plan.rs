//! A case as a scenario file, and how long it is simulated.

use super::case::{Case, number};
use super::{centres, networks};
use serde_json::Value;
use std::fmt::Write;

/// What is run.
pub(crate) struct Plan {
    /// The scenario file.
    pub(crate) toml: String,
    /// Replications; at most 512 or 512 x 2^k, see [`Plan::freedom`].
    pub(crate) replications: u64,
    /// Minutes measured in each.
    pub(crate) measured: f64,
}

impl Plan {
    /// Degrees of freedom of the intervals: one less than the replications; of more than 512 the product
    /// keeps sections of 2^k neighbours, 512 here.
    pub(crate) fn freedom(&self) -> u64 {
        let sections = self.replications.min(512);
        assert!(self.replications == sections * (self.replications / sections).next_power_of_two());
        sections - 1
    }
}

/// Days measured, after how many days, and replications: enough for a standard error under 1 % of every
/// main output. The start is forgotten after twenty relaxation times or more: minutes to some hours,
/// in the single-server queues at 80 % some five hours.
fn length(id: &str) -> (f64, f64, u64) {
    match id {
        "B1" => (30.0, 0.25, 64),
        "C1" | "C2" | "K4" | "MDc_a" => (30.0, 0.25, 64),
        "C6" => (27.0, 0.25, 64),
        "K1" => (40.0, 0.25, 64),
        "A1" | "A2" | "A3" | "G1" | "G2" => (2.0, 0.25, 64),
        "G6" | "G8" => (5.0, 0.25, 64),
        "G4" => (12.0, 0.25, 64),
        "MG1_LN_a" => (300.0, 10.0, 64),
        "MD1" => (120.0, 5.0, 64),
        other => panic!("how long is {other} to be simulated?"),
    }
}

/// The scenario of a case.
pub(crate) fn of(case: &Case) -> Plan {
    if let Some(plan) = centres::plan(case).or_else(|| networks::plan(case)) {
        return plan;
    }
    if case.family() == "time_varying" { time_varying(case) } else { stationary(case) }
}

fn stationary(case: &Case) -> Plan {
    let (days, warm_up, replications) = length(case.id());
    let mut hotline = format!("calls_per_hour = {}\ntalk = {}\n", 60.0 * arrival_rate(case), talk(case));
    if let Some(patience) = patience(case) {
        writeln!(hotline, "patience = {patience}").unwrap();
    }
    let agents = if case.family() == "mg1" { 1 } else { case.whole("servers") };
    let mut front_line = format!("agents = {agents}\n");
    if let Some(lines) = lines(case) {
        writeln!(front_line, "lines = {lines}").unwrap();
    }
    let toml = file(case.id(), days + warm_up, warm_up, &case.waits(), &only(case, &hotline), &front_line);
    Plan { toml, replications, measured: days * 1440.0 }
}

/// Calls per minute. The load of Erlang B has no unit: calls of a minute.
pub(crate) fn arrival_rate(case: &Case) -> f64 {
    if case.family() == "erlang_b" { case.input("offered_load") } else { case.input("arrival_rate") }
}

fn talk(case: &Case) -> String {
    match case.family() {
        "erlang_b" => exponential(1.0),
        "mg1" => distribution(case.given("service")),
        "mdc" => {
            format!("{{ distribution = \"deterministic\", value = \"{} min\" }}", case.input("service_time"))
        }
        _ => exponential(1.0 / case.input("service_rate")),
    }
}

fn patience(case: &Case) -> Option<String> {
    match case.family() {
        "erlang_a" => Some(exponential(case.input("mean_patience"))),
        "mmn_g" => Some(distribution(case.given("patience"))),
        _ => None,
    }
}

fn lines(case: &Case) -> Option<u64> {
    match case.family() {
        "erlang_b" => Some(case.whole("servers")),
        "mmnk" => Some(case.whole("capacity_in_system")),
        _ => None,
    }
}

pub(crate) fn exponential(mean: f64) -> String {
    format!("{{ distribution = \"exponential\", mean = \"{mean} min\" }}")
}

/// A distribution of a case in the form of scenario files.
pub(crate) fn distribution(value: &Value) -> String {
    let of = |name: &str| number(&value[name]);
    let parameters = match value["dist"].as_str().unwrap() {
        "erlang2" => format!("\"erlang\", mean = \"{} min\", phases = 2", of("mean")),
        "lognormal" => format!("\"lognormal\", mean = \"{} min\", cv = {}", of("mean"), of("scv").sqrt()),
        "deterministic" => format!("\"deterministic\", value = \"{} min\"", of("value")),
        "uniform" => format!("\"uniform\", low = \"{} min\", high = \"{} min\"", of("low"), of("high")),
        "weibull" => format!("\"weibull\", shape = {}, scale = \"{} min\"", of("shape"), of("scale")),
        other => panic!("unknown distribution {other}"),
    };
    format!("{{ distribution = {parameters} }}")
}

/// Starts empty, nothing is warmed up; half-hour periods become steps of the day.
fn time_varying(case: &Case) -> Plan {
    let periods = case.periods("inputs");
    let minutes: f64 = periods.iter().map(|period| number(&period["duration"])).sum();
    let list = |value: &dyn Fn(&Value) -> f64| {
        periods.iter().map(|period| value(period).to_string()).collect::<Vec<_>>().join(", ")
    };
    let agents = list(&|period| number(&period["agents"]));
    let (demand, agents) = match periods {
        [only] => (wave(only), agents),
        several => {
            assert!(several.iter().all(|period| number(&period["duration"]) == 30.0));
            let rates = list(&|period| 60.0 * number(&period["arrival_rate"]));
            let profile = format!("profile = {{ step = \"30 min\", calls_per_hour = [{rates}] }}\n");
            (profile, format!("{{ step = \"30 min\", values = [{agents}] }}"))
        }
    };
    let talk = exponential(1.0 / case.input("service_rate"));
    let patience = exponential(1.0 / case.input("abandon_rate"));
    let hotline = format!("{demand}talk = {talk}\npatience = {patience}\n");
    let rule = case.given("staff_reduction_rule");
    let front_line = format!("agents = {agents}\non_shift_end = {rule}\n");
    let toml = file(case.id(), minutes / 1440.0, 0.0, &case.waits(), &only(case, &hotline), &front_line);
    Plan { toml, replications: 8192, measured: minutes }
}

/// The one formula of a rate that occurs, in minutes: a full wave takes 2 pi of them.
fn wave(period: &Value) -> String {
    assert_eq!(period["arrival_rate"], "100+20*sin(t)");
    let minutes = 2.0 * std::f64::consts::PI;
    format!("calls_per_hour = 6000\nwave = {{ amplitude = 0.2, period = \"{minutes} min\" }}\n")
}

/// The fixed form of the smallest scenario; `hotlines` are whole tables.
pub(crate) fn file(
    name: &str,
    days: f64,
    warm_up: f64,
    waits: &[f64],
    hotlines: &str,
    front_line: &str,
) -> String {
    let waits: Vec<String> = waits.iter().map(|wait| format!("\"{wait} s\"")).collect();
    format!(
        "name = \"{name}\"\ndays = {days}\nwarm_up = \"{warm_up} d\"\nservice_level_within = [{}]\n\n\
         {hotlines}\n[front_line]\n{front_line}",
        waits.join(", "),
    )
}

/// A case's only hotline. Each has a number of its own, or cases with equal rates would have the same callers.
fn only(case: &Case, rest: &str) -> String {
    format!("[[hotline]]\nnumber = \"{}\"\n{rest}", case.id())
}
