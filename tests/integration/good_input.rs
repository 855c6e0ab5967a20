//! What people may write in scenario files, and what it means.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use hotseat::dist::Dist;
use hotseat::model::{Arrivals, Model, ShiftEnd, Staffing};
use hotseat::scenario::{self, Loaded};
use proptest::prelude::*;
use std::path::Path;

/// The smallest scenario of the design, word for word.
const SMALLEST: &str = concat!(
    include_str!("workdir/smallest.toml"),
    "# lines = 120        calls in the system at once; more get the busy tone\n"
);

fn load(text: &str) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talk.csv"), "seconds\n30\n90.5\n\n240\n").unwrap();
    let file = folder.path().join("s.toml");
    std::fs::write(&file, text).unwrap();
    scenario::load(&file).unwrap_or_else(|problems| panic!("{problems}"))
}

fn model(text: &str) -> Model {
    load(text).model
}

/// The smallest scenario with one line replaced.
fn with(old: &str, new: &str) -> Model {
    assert!(SMALLEST.contains(old));
    model(&SMALLEST.replace(old, new))
}

#[test]
fn the_smallest_scenario_has_the_defaults_of_the_design() {
    let loaded = load(SMALLEST);
    let model = &loaded.model;
    assert_eq!((model.name(), model.seed()), ("erlang-a", 1));
    assert_eq!((model.horizon().days, model.horizon().warm_up, model.horizon().start), (30.0, 7200.0, None));
    assert_eq!(model.acceptable_waits(), [15.0, 20.0, 30.0, 60.0]);
    assert_eq!((model.arrivals(), model.busyness()), (Arrivals::Inverted, None));
    assert_eq!(model.sites()[0].id, "all");
    let group = &model.groups()[0];
    assert_eq!((group.id.as_str(), group.shift_end), ("front_line", ShiftEnd::Finish));
    assert_eq!(group.staffing, Staffing::Constant { agents: 100, lines: None });
    let call_type = &model.call_types()[0];
    assert_eq!(call_type.talk, Dist::exponential(300.0).unwrap());
    assert_eq!(call_type.patience, Dist::exponential(180.0).unwrap());
    assert_eq!((call_type.priority, &call_type.wrap_up, &call_type.redial), (0, &None, &None));
    assert_eq!(call_type.demand.per_day, vec![1260.0 * 24.0; 30]);
    assert_eq!(call_type.demand.profile.values, [1.0]);
    assert_eq!(model.hotlines()[0].name.en, "12345");
    assert_eq!(loaded.files.len(), 1);
    assert!(loaded.notes[0].text.en.starts_with("overloaded: 105.0 erlangs offered to 100.0 agents"));
}

#[test]
fn integers_and_decimals_are_the_same() {
    let plain = model(SMALLEST);
    assert_eq!(with("agents = 100", "agents = 100.0"), plain);
    assert_eq!(with("days = 30", "days = 30.0"), plain);
    assert_eq!(with("= 1260", "= 1_260.0"), plain);
    assert_eq!(with("\"2 h\"", "\"120.0 min\""), plain);
}

#[test]
fn no_patience_means_infinite_patience() {
    let model = with("patience = { distribution = \"exponential\", mean = \"180 s\" }\n", "");
    assert_eq!(model.call_types()[0].patience, Dist::NEVER);
}

#[test]
fn every_distribution_of_the_design_is_read() {
    let cases = [
        (r#"{ distribution = "exponential", mean = "300 s" }"#, Dist::exponential(300.0)),
        (r#"{ distribution = "lognormal", mean = "240 s", cv = 1.0 }"#, Dist::lognormal(240.0, 1.0)),
        (r#"{ distribution = "lognormal", mu = 5, sigma = 0.7 }"#, Dist::lognormal_log(5.0, 0.7)),
        (r#"{ distribution = "gamma", mean = "240 s", cv = 0.8 }"#, Dist::gamma(240.0, 0.8)),
        (r#"{ distribution = "erlang", mean = "240 s", phases = 2 }"#, Dist::erlang(240.0, 2)),
        (r#"{ distribution = "weibull", shape = 1.2, mean = "120 s" }"#, Dist::weibull_mean(1.2, 120.0)),
        (r#"{ distribution = "weibull", shape = 1.2, scale = "120 s" }"#, Dist::weibull(1.2, 120.0)),
        (r#"{ distribution = "deterministic", value = "90 s" }"#, Dist::deterministic(90.0)),
        (r#"{ distribution = "uniform", low = "30 s", high = "240 s" }"#, Dist::uniform(30.0, 240.0)),
        (
            r#"{ distribution = "triangular", low = "30 s", mode = "60 s", high = "240 s" }"#,
            Dist::triangular(30.0, 60.0, 240.0),
        ),
        (
            "{ distribution = \"mixture\", parts = [ { weight = 0.3, distribution = \"exponential\", mean = \"12 s\" },\n\
             { weight = 0.7, distribution = \"exponential\", mean = \"480 s\" } ] }",
            Dist::mixture(vec![
                (0.3, Dist::exponential(12.0).unwrap()),
                (0.7, Dist::exponential(480.0).unwrap()),
            ]),
        ),
        (r#"{ distribution = "empirical", file = "talk.csv" }"#, Dist::empirical(vec![30.0, 90.5, 240.0])),
    ];
    for (text, dist) in cases {
        let model = with(r#"{ distribution = "exponential", mean = "300 s" }"#, text);
        assert_eq!(model.call_types()[0].talk, dist.unwrap(), "{text}");
    }
}

#[test]
fn a_full_single_file_scenario_is_read() {
    let loaded = load(include_str!("../../scenarios/single-queue.toml"));
    assert!(loaded.notes.is_empty(), "{:?}", loaded.notes);
    assert!(!loaded.assumptions.is_empty());
}

#[test]
fn profiles_become_callers_per_day_and_a_shape_of_mean_one() {
    let model = with("calls_per_hour = 1260", "profile = { step = \"12 h\", calls_per_hour = [100, 300] }");
    let demand = &model.call_types()[0].demand;
    assert_eq!(demand.per_day[0], 200.0 * 24.0);
    assert_eq!(demand.profile.values, [0.5, 1.5]);
}

#[test]
fn values_that_cover_a_short_horizon_need_not_fill_a_day() {
    let text = SMALLEST
        .replace("days = 30\nwarm_up = \"2 h\"", "days = 0.104166666667")
        .replace(
            "calls_per_hour = 1260",
            "profile = { step = \"30 min\", calls_per_hour = [120, 240, 60, 60, 30] }",
        )
        .replace(
            "agents = 100",
            "agents = { step = \"30 min\", values = [10, 14, 12, 12, 11] }\non_shift_end = \"return\"",
        );
    let model = model(&text);
    let Staffing::Daily { step, agents, .. } = &model.groups()[0].staffing else { panic!() };
    assert_eq!((*step, agents.len(), agents[2], agents[47]), (1800.0, 48, 12, 11));
    assert_eq!(model.groups()[0].shift_end, ShiftEnd::Return);
    let demand = &model.call_types()[0].demand;
    let per_hour = |k: usize| demand.per_day[0] / 24.0 * demand.profile.values[k];
    assert!((per_hour(1) - 240.0).abs() < 1e-9 && per_hour(5) == 0.0);
}

#[test]
fn a_wave_makes_the_arrivals_thinned() {
    let model = with(
        "calls_per_hour = 1260",
        "calls_per_hour = 1260\nwave = { amplitude = 0.2, period = \"376.99 s\" }",
    );
    assert_eq!(model.arrivals(), Arrivals::Thinned);
    assert_eq!(model.call_types()[0].demand.wave.unwrap().period, 376.99);
}

#[test]
fn acceptable_waits_are_added_to_the_four() {
    let model = with("days = 30", "days = 30\nservice_level_within = [\"20 s\", \"0.2 min\", \"2 min\"]");
    assert_eq!(model.acceptable_waits(), [12.0, 15.0, 20.0, 30.0, 60.0, 120.0]);
}

#[test]
fn a_date_may_stand_with_or_without_quotes() {
    for start in ["2021-04-26", "\"2021-04-26\""] {
        let model = with("days = 30", &format!("days = 30\nstart = {start}"));
        assert_eq!(model.horizon().start, Some(jiff::civil::date(2021, 4, 26)));
    }
}

#[test]
fn a_study_changes_values_by_their_dotted_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.toml");
    std::fs::write(&file, SMALLEST).unwrap();
    let changes = [("front_line.agents", "95"), ("hotline.12345.talk.mean", "\"5 min\"")];
    let changed = scenario::load_with(folder.path(), &changes).unwrap().model;
    assert_eq!(changed, with("agents = 100", "agents = 95"));
    let wrong = scenario::load_with(&file, &[("front_line.agent", "95")]).unwrap_err().render();
    assert!(wrong.contains("no value at `front_line.agent`"), "{wrong}");
}

#[test]
fn every_shipped_scenario_loads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            scenario::load(&path).unwrap_or_else(|problems| panic!("{problems}"));
            read += 1;
        }
    }
    assert!(read >= 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, reading ends in a model or in problems that can be shown.
    #[test]
    fn damaged_files_are_refused_or_read_and_never_panic(cut in 0_usize..2000, at in 0_usize..2000, byte: u8, mode in 0_u8..3) {
        let mut bytes = include_bytes!("../../scenarios/single-queue.toml").to_vec();
        let (cut, at) = (cut % bytes.len(), at % bytes.len());
        match mode {
            0 => bytes.truncate(cut),
            1 => bytes[at] = byte,
            _ => { bytes.remove(at); bytes.insert(cut.min(bytes.len()), byte); }
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.toml");
        std::fs::write(&file, bytes).unwrap();
        if let Err(problems) = scenario::load(&file) {
            prop_assert!(problems.render().ends_with("nothing was run.\n"));
        }
    }
}
