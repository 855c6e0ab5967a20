//! Requests on a small scenario, from its file to their outcomes.

use super::sweep::{SelectRequest, StudyRequest, SweepRequest};
use super::*;
use crate::kpi::Kpi;
use crate::replicate::precision::Precision;
use crate::scenario::Loaded;
use crate::scenario::study::{Overrides, Study};
use crate::sweep::select::{Goal, Ocba, Procedure, Round};
use crate::sweep::{PointResult, ReplicationBudget};
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

fn shipped(name: &str) -> ScenarioRequest {
    ScenarioRequest::of([env!("CARGO_MANIFEST_DIR"), "scenarios", name].iter().collect::<PathBuf>())
}

/// A shipped scenario with changes.
fn with(name: &str, changes: &[(&str, &str)]) -> Loaded {
    shipped(name).open().unwrap().with(&changes.iter().copied().collect()).unwrap()
}

/// One queue for two days.
fn queue() -> Loaded {
    with("erlang-a.toml", &[("days", "2")])
}

fn fixed(scenario: &Loaded, replications: u64) -> RunRequest<'_> {
    RunRequest { scenario, seed: Some(7), budget: ReplicationBudget::Fixed(replications) }
}

/// Cancels at the n-th call, counted from 1, and counts the calls.
fn cancels_at(n: u64, calls: &mut u64) -> impl FnMut(Progress) -> ControlFlow<()> {
    move |_| {
        *calls += 1;
        if *calls < n { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

#[test]
fn equal_requests_in_parallel_sessions_have_equal_results_on_any_number_of_threads() {
    let queue = queue();
    let on = |threads: usize| {
        let session = Session::new(Some(threads)).unwrap();
        assert_eq!(session.threads(), threads);
        format!("{:?}", session.run(&fixed(&queue, 5), &mut unobserved).unwrap().results)
    };
    let (one, three) = std::thread::scope(|scope| {
        let (one, three) = (scope.spawn(|| on(1)), scope.spawn(|| on(3)));
        (one.join().unwrap(), three.join().unwrap())
    });
    assert!(one == three);
}

#[test]
fn a_cancelled_run_ends_after_the_replications_in_flight() {
    let (queue, session) = (queue(), Session::new(Some(2)).unwrap());
    let (mut calls, mut last) = (0, None);
    let mut cancel = cancels_at(2, &mut calls);
    let ran = session.run(&fixed(&queue, 1000), &mut |progress| {
        last = Some(progress);
        cancel(progress)
    });
    assert!(matches!(ran, Err(Error::Cancelled)));
    let Some(Progress::Replications { scenario: 0, done, wanted: Some(1000), .. }) = last else {
        panic!("{last:?}")
    };
    assert!(done < 20, "{done}");
    drop(cancel);
    assert_eq!(calls, 2);
}

#[test]
fn a_run_ends_where_the_precision_is_met_or_says_that_it_is_not() {
    let (queue, session) = (queue(), Session::new(Some(2)).unwrap());
    let until = |text: &str, at_most| {
        let precision = Precision::parse(text, queue.model.acceptable_waits()).unwrap();
        let budget = ReplicationBudget::Until { precision, at_most };
        session.run(&RunRequest { scenario: &queue, seed: None, budget }, &mut unobserved)
    };
    let outcome = until("answer_rate 1 pp", 100).unwrap();
    assert_eq!((outcome.seed, outcome.results.replications, outcome.is_precise), (1, 10, true));
    let outcome = until("answer_rate 0.000001 pp", 15).unwrap();
    assert_eq!((outcome.results.replications, outcome.is_precise), (14, false), "what was simulated is kept");
}

#[test]
fn compared_scenarios_have_the_same_callers_and_their_own_progress() {
    let more = with("erlang-a.toml", &[("days", "2"), ("front_line.agents", "110")]);
    let (scenarios, session) = ([queue(), more], Session::new(Some(2)).unwrap());
    let request = CompareRequest { scenarios: &scenarios, after: &[], seed: None, replications: 2 };
    let mut seen = Vec::new();
    let outcome = session
        .compare(&request, &mut |progress| {
            let Progress::Replications { scenario, .. } = progress else { panic!("{progress:?}") };
            seen.push(scenario);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((outcome.results.len(), seen), (2, vec![0, 1]));
    let alone = session.run(&RunRequest { seed: Some(1), ..fixed(&scenarios[1], 2) }, &mut unobserved);
    assert!(format!("{:?}", alone.unwrap().results) == format!("{:?}", outcome.results[1]));
    let rate = |k: usize| outcome.results[k].tables.total.kpi(Kpi::AnswerRate).mean.unwrap();
    assert!(rate(1) > rate(0));
}

#[test]
fn check_finds_sites_by_id_or_name_and_names_all_others() {
    let checked = |site: &str| {
        check(&CheckRequest { scenario: shipped("jilin-2021"), site: Some(site.to_owned()) })
            .map(|outcome| outcome.site)
    };
    assert_eq!(checked("CHANGCHUN").unwrap(), checked("长春市").unwrap());
    let Err(Error::UnknownSite { name, sites }) = checked("paris") else { panic!("there is no such site") };
    assert!(name == "paris" && sites.contains(&"changchun".to_owned()));
    let none = CheckRequest { scenario: shipped("erlang-a.toml"), site: Some("paris".to_owned()) };
    assert!(matches!(check(&none), Err(Error::UnknownSite { sites, .. }) if sites.is_empty()));
    let missing = CheckRequest { scenario: shipped("nowhere.toml"), site: None };
    assert!(matches!(check(&missing), Err(Error::Scenario(_))));
}

/// A fortnight of two sites.
#[test]
fn a_plan_is_assessed_in_parts_each_of_which_can_be_cancelled() {
    let mut source = shipped("jilin-2021");
    let change = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    source.changes = vec![change("days", "14"), change("only_sites", "[\"liaoyuan\", \"baishan\"]")];
    let scenario = source.load().unwrap();
    let (plan, session) = (scenario.plan.as_ref().unwrap(), Session::new(Some(2)).unwrap());
    let run = session.run(&fixed(&scenario, 2), &mut unobserved).unwrap();
    let request = AssessRequest {
        source: &source,
        scenario: &scenario,
        plan,
        results: &run.results,
        seed: run.seed,
        with_sensitivity: true,
    };
    let mut parts = Vec::new();
    let assessment = session
        .assess(&request, &mut |progress| {
            let Progress::Assessment { part, .. } = progress else { panic!("{progress:?}") };
            parts.push(part);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((assessment.rule.len(), assessment.path.len(), assessment.phases.len()), (2, 2, 3));
    assert_eq!(assessment.after.replications, 2);
    assert!(!assessment.sensitivity.is_empty());
    assert!(assessment.sensitivity.iter().all(|trial| trial.verdicts.len() == 2 && !trial.value.is_empty()));
    let begun = |part| parts.iter().position(|seen| *seen == part).unwrap() as u64 + 1;
    for part in
        [AssessmentPart::Phases, AssessmentPart::Seats, AssessmentPart::Demand, AssessmentPart::Sensitivity]
    {
        let assessed = session.assess(&request, &mut cancels_at(begun(part), &mut 0));
        assert!(matches!(assessed, Err(Error::Cancelled)), "{part:?}");
    }
}

/// Twelve points in a folder.
fn study(session: &Session, folder: &tempfile::TempDir) -> Study {
    let path = folder.path().join("study.toml");
    std::fs::copy(shipped("erlang-a.toml").path, folder.path().join("queue.toml")).unwrap();
    let text = "scenario = \"queue.toml\"\nreplications = 3\nset = { days = 1 }\n\
                [[vary]]\nkey = \"front_line.agents\"\nfrom = 90\nto = 101\nstep = 1\n";
    std::fs::write(&path, text).unwrap();
    let request = StudyRequest { path: &path, overrides: Overrides::default() };
    session.read_study(&request, &mut unobserved).unwrap()
}

fn bytes(results: &[PointResult]) -> Vec<Vec<u8>> {
    let of = |result: &PointResult| {
        let mut bytes = Vec::new();
        result.put_bytes(&mut bytes);
        bytes
    };
    results.iter().map(of).collect()
}

#[test]
fn a_sweep_that_was_cancelled_and_goes_on_hands_over_the_same_points() {
    let (session, folder) = (Session::new(Some(2)).unwrap(), tempfile::tempdir().unwrap());
    let study = study(&session, &folder);
    let sweep = |points, kept: &mut Vec<PointResult>, on_progress: &mut OnProgress<'_>| {
        let mut keep = |results: &[PointResult]| -> io::Result<()> {
            kept.extend_from_slice(results);
            Ok(())
        };
        session.sweep(&SweepRequest { study: &study, points }, &mut keep, on_progress)
    };
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    let outcome = sweep(0..12, &mut whole, &mut unobserved).unwrap();
    assert_eq!((whole.len(), outcome.replications), (12, 36));
    assert_eq!(whole[3].cells, ["93"]);
    assert!(matches!(sweep(0..12, &mut parts, &mut cancels_at(1, &mut 0)), Err(Error::Cancelled)));
    assert!(parts.len() < 12);
    sweep(parts.len() as u64..12, &mut parts, &mut unobserved).unwrap();
    assert!(bytes(&whole) == bytes(&parts));
}

#[test]
fn a_receiver_that_fails_ends_the_sweep_with_its_error() {
    let (session, folder) = (Session::new(Some(2)).unwrap(), tempfile::tempdir().unwrap());
    let study = study(&session, &folder);
    let mut full = |_: &[PointResult]| Err(io::Error::other("disk full"));
    let swept = session.sweep(&SweepRequest { study: &study, points: 0..12 }, &mut full, &mut unobserved);
    assert!(matches!(swept, Err(Error::NotKept(error)) if error.to_string() == "disk full"));
}

#[test]
fn a_study_whose_check_is_cancelled_is_not_read() {
    let (session, folder) = (Session::new(Some(1)).unwrap(), tempfile::tempdir().unwrap());
    drop(study(&session, &folder));
    let path = folder.path().join("study.toml");
    let request = StudyRequest { path: &path, overrides: Overrides::default() };
    let read = session.read_study(&request, &mut |_| ControlFlow::Break(()));
    assert!(matches!(read, Err(Error::Cancelled)));
}

#[test]
fn a_selection_that_was_cancelled_goes_on_from_its_rounds() {
    let (session, folder) = (Session::new(Some(2)).unwrap(), tempfile::tempdir().unwrap());
    let study = study(&session, &folder);
    let value = |entry: &crate::kpi::Entry| {
        let (over, under) = Kpi::AnswerRate.ratio(&entry.sums);
        (under > 0.0).then_some(over / under)
    };
    // A confidence of 1 spends the whole budget.
    let procedure = Procedure::Ocba(Ocba::new(12, 0.0005, 1.0, 10, 400).unwrap().portion(16));
    let select = |earlier: Vec<Round>, rounds: &mut Vec<Round>, on_progress: &mut OnProgress<'_>| {
        let goal = Goal::Greatest;
        let request = SelectRequest { study: &study, value: &value, goal, procedure, at_most: 400, earlier };
        let mut record = |round: &Round| -> io::Result<()> {
            rounds.push(round.clone());
            Ok(())
        };
        session.select(request, &mut record, on_progress)
    };
    let mut all = Vec::new();
    let whole = select(Vec::new(), &mut all, &mut unobserved).unwrap();
    let mut some = Vec::new();
    let mut cancel = |progress: Progress| match progress {
        Progress::Selection { done: 150.., .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    assert!(matches!(select(Vec::new(), &mut some, &mut cancel), Err(Error::Cancelled)));
    assert!(!some.is_empty() && some.len() < all.len(), "{} of {} rounds", some.len(), all.len());
    let mut rest = Vec::new();
    let again = select(some.clone(), &mut rest, &mut unobserved).unwrap();
    assert_eq!((again.selection, again.values, again.calls), (whole.selection, whole.values, whole.calls));
    some.extend(rest);
    assert_eq!(some, all);
    all[0].values.swap(0, 1);
    assert!(matches!(select(all, &mut Vec::new(), &mut unobserved), Err(Error::OtherSelection)));
}
