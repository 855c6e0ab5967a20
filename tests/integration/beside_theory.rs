//! Reference cases as scenario files: the run itself says what theory knows of them, and that it agrees.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use serde_json::Value;

/// Inputs and outputs of a reference case; rates per minute.
fn case(id: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("../reference/cases.open.json")).unwrap();
    let all = file["cases"].as_array().unwrap();
    all.iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone()
}

/// `checks.theory` of a run of a scenario.
fn theory(toml: &str, replications: u32) -> Value {
    let folder = Workdir::new();
    let file = folder.write("case.toml", toml);
    let result = folder.run(&file, &["--replications", &replications.to_string()]);
    let theory = result["checks"]["theory"].clone();
    let rows = theory["kpis"].as_array().unwrap_or_else(|| panic!("{}", result["checks"]));
    // Seeds are fixed; under a fresh one a figure disagrees once in 10^5.
    assert!(rows.iter().all(|row| row["agrees"] != false), "{theory}");
    theory
}

/// The exact value of a figure, which must have been judged.
fn exact(theory: &Value, dimension: &str, entry: &str, kpi: &str) -> f64 {
    let rows = theory["kpis"].as_array().unwrap();
    let is = |row: &&Value| row["dimension"] == dimension && row["entry"] == entry && row["kpi"] == kpi;
    let row = rows.iter().find(is).unwrap_or_else(|| panic!("no {kpi} of {entry}: {theory}"));
    assert_eq!(row["agrees"], true, "{row}");
    row["exact"].as_f64().unwrap()
}

fn close(own: f64, reference: &Value, accuracy: f64) {
    let reference = reference.as_f64().unwrap();
    assert!((own - reference).abs() < accuracy, "{own} {reference}");
}

fn minutes(mean: f64) -> String {
    format!("{{ distribution = \"exponential\", mean = \"{mean} min\" }}")
}

#[test]
fn a_run_of_two_priorities_shows_cobham_and_kella_and_yechiali() {
    let case = case("P1");
    let (input, out) = (&case["inputs"], &case["outputs"]);
    let talk = minutes(1.0 / input["service_rate"].as_f64().unwrap());
    let hotline = |class: &str, priority: u8| {
        let rate = 60.0 * input[format!("arrival_rate_{class}")].as_f64().unwrap();
        format!(
            "[[hotline]]\nnumber = \"{class}\"\ncalls_per_hour = {rate}\ntalk = {talk}\npriority = {priority}\n"
        )
    };
    let toml = format!(
        "name = \"P1\"\ndays = 20\nwarm_up = \"12 h\"\nservice_level_within = [\"120 s\"]\n{}{}[front_line]\nagents = {}\n",
        hotline("high", 0),
        hotline("low", 1),
        input["servers"]
    );
    let theory = theory(&toml, 20);
    assert_eq!(
        (theory["settled"].as_bool(), theory["formula"].as_str().unwrap().contains("Cobham")),
        (Some(true), true)
    );
    close(exact(&theory, "total", "total", "delay_probability"), &out["p_wait"], 1e-9);
    for class in ["high", "low"] {
        let wait = exact(&theory, "hotline", class, "mean_wait_answered") / 60.0;
        close(wait, &out[format!("mean_wait_{class}")], 1e-9);
        let level = exact(&theory, "hotline", class, "service_level[120 s]");
        close(1.0 - level, &out[format!("p_wait_{class}_gt")]["2.0"], 1e-9);
    }
}

#[test]
fn a_run_that_hands_calls_on_shows_a_jackson_network() {
    let case = case("T1");
    let (input, out) = (&case["inputs"], &case["outputs"]);
    let rate = |node: usize| minutes(1.0 / input["service_rates"][node].as_f64().unwrap());
    let toml = format!(
        "name = \"T1\"\ndays = 10\nwarm_up = \"12 h\"\n[[hotline]]\nnumber = \"1\"\ncalls_per_hour = {}\ntalk = {}\n\
         [hotline.referral]\nshare = {}\ngroup = \"experts\"\nhow = \"transfer\"\ntalk = {}\n\
         [front_line]\nagents = {}\n[[group]]\nid = \"experts\"\nagents = {}\n",
        60.0 * input["external_rates"][0].as_f64().unwrap(),
        rate(0),
        input["routing"][0][1],
        rate(1),
        input["servers"][0],
        input["servers"][1],
    );
    let theory = theory(&toml, 20);
    assert_eq!(
        (&theory["settled"], &theory["formula"]),
        (&true.into(), &"Jackson network of M/M/n (Erlang C)".into())
    );
    for (group, node) in [("front_line", "generalist"), ("experts", "expert")] {
        close(exact(&theory, "group", group, "delay_probability"), &out[node]["p_wait"], 1e-9);
        close(exact(&theory, "group", group, "mean_wait_answered") / 60.0, &out[node]["mean_wait"], 1e-9);
        close(exact(&theory, "group", group, "mean_queue"), &out[node]["mean_queue"], 1e-9);
        close(exact(&theory, "group", group, "occupancy"), &out[node]["occupancy"], 1e-9);
    }
}

/// Half hours with their own rates and staff, the shifts ending in either way.
#[test]
fn a_run_whose_rate_and_staff_change_shows_the_forward_equations_half_hour_by_half_hour() {
    for id in ["TV1", "TV2"] {
        let case = case(id);
        let (input, out) = (&case["inputs"], &case["outputs"]);
        let list = |key: &str, scale: f64| {
            let periods = input["periods"].as_array().unwrap().iter();
            periods.map(|p| (scale * p[key].as_f64().unwrap()).to_string()).collect::<Vec<_>>().join(", ")
        };
        let toml = format!(
            "name = \"{id}\"\ndays = 0.125\n[[hotline]]\nnumber = \"1\"\n\
             profile = {{ step = \"30 min\", calls_per_hour = [{}] }}\ntalk = {}\npatience = {}\n\
             [front_line]\nagents = {{ step = \"30 min\", values = [{}] }}\non_shift_end = {}\n",
            list("arrival_rate", 60.0),
            minutes(1.0 / input["service_rate"].as_f64().unwrap()),
            minutes(1.0 / input["abandon_rate"].as_f64().unwrap()),
            list("agents", 1.0),
            input["staff_reduction_rule"],
        );
        let theory = theory(&toml, 1024);
        for (half, period) in out["periods"].as_array().unwrap().iter().enumerate() {
            let entry = format!("{:02}:{:02}", half / 2, half % 2 * 30);
            close(exact(&theory, "interval", &entry, "mean_queue"), &period["mean_queue_avg"], 1e-6);
            close(exact(&theory, "interval", &entry, "mean_busy"), &period["mean_busy_avg"], 1e-6);
            if id == "TV1" {
                close(
                    exact(&theory, "interval", &entry, "delay_probability"),
                    &period["p_wait_of_arrivals"],
                    1e-6,
                );
            }
        }
        // Those who wait at the end give up later.
        assert!(exact(&theory, "total", "total", "abandonment_rate") > 0.019);
    }
}

#[test]
fn a_run_of_groups_with_callers_of_their_own_shows_each_queue_by_itself() {
    let toml = "name = \"two\"\ndays = 10\nwarm_up = \"12 h\"\n\
        [[hotline]]\nnumber = \"1\"\ncalls_per_hour = 120\ntalk = { distribution = \"exponential\", mean = \"300 s\" }\n\
        patience = { distribution = \"exponential\", mean = \"180 s\" }\n\
        [[hotline]]\nnumber = \"2\"\ngroup = \"second\"\ncalls_per_hour = 60\n\
        talk = { distribution = \"deterministic\", value = \"400 s\" }\n\
        [front_line]\nagents = 10\n[[group]]\nid = \"second\"\nagents = 8\n";
    let theory = theory(toml, 20);
    assert_eq!(theory["formula"], "M/M/n+M (Erlang A) at front_line, M/D/c (Crommelin) at second");
    exact(&theory, "group", "front_line", "abandonment_rate");
    exact(&theory, "group", "second", "mean_wait_answered");
}

#[test]
fn a_comparison_carries_the_checks_of_both_sides() {
    let folder = Workdir::new();
    let toml = include_str!("workdir/smallest.toml").replace("days = 30", "days = 1");
    let file = folder.write("erlang-a.toml", &toml);
    let file = file.to_str().unwrap();
    let command = ["compare", file, file, "--set-b", "front_line.agents=101"];
    let said = folder.hotseat(&[&command[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    for (side, served) in [("first", 100), ("second", 101)] {
        let checks = &json["comparisons"][0]["checks"][side];
        assert_eq!(checks["little"]["holds"], true, "{checks}");
        assert_eq!(checks["theory"]["formula"], "M/M/n+M (Erlang A)", "{served}: {checks}");
    }
    let said = folder.hotseat(&command);
    for side in ["A   checked: ", "B   checked: ", "A   theory: M/M/n+M (Erlang A): 11 of 11 figures agree"] {
        assert!(said.stdout.contains(side), "{side}: {}", said.stdout);
    }
}
