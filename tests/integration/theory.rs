//! Every formula against the reference cases (`reference/cases.open.json`): independent computations with
//! a stated accuracy.

// Helpers of tests are tests: a reference file of another shape has to fail them.
#![allow(clippy::unwrap_used, clippy::panic)]

use hotseat::dist::Dist;
use hotseat::model::{ShiftEnd, Wave};
use hotseat::theory::time_varying::{Period, PeriodMeans, TimeVarying};
use hotseat::theory::{
    Queue, erlang_b, erlang_c::ErlangC, mdc::Mdc, mg1::Mg1, mmng::Mmng, mmnk::Mmnk, sizing,
};
use serde_json::Value;

struct Case(Value);

impl Case {
    fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    fn input(&self, name: &str) -> f64 {
        number(&self.0["inputs"][name])
    }

    /// An output, as its own name or with the argument it is given for ("p_wait_gt", "0.5").
    fn agrees(&self, name: &str, computed: f64) {
        agree(&format!("{} {name}", self.id()), computed, number(&self.0["outputs"][name]), self.accuracy());
    }

    fn agrees_at(&self, name: &str, compute: impl Fn(f64) -> f64) {
        let outputs = self.0["outputs"][name].as_object().unwrap();
        assert!(!outputs.is_empty());
        for (argument, exact) in outputs {
            let computed = compute(argument.parse().unwrap());
            agree(&format!("{} {name}[{argument}]", self.id()), computed, number(exact), self.accuracy());
        }
    }

    fn accuracy(&self) -> f64 {
        number(&self.0["abs_accuracy"])
    }

    fn queue(&self) -> Queue {
        Queue {
            arrival_rate: self.input("arrival_rate"),
            service_mean: 1.0 / self.input("service_rate"),
            agents: self.0["inputs"]["servers"].as_u64().unwrap_or(1) as u32,
        }
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn agree(what: &str, computed: f64, exact: f64, accuracy: f64) {
    let difference = (computed - exact).abs();
    assert!(difference <= accuracy, "{what}: computed {computed}, exact {exact}, off by {difference:e}");
}

/// All cases of a family; a family without cases would be a test that cannot fail.
fn cases(family: &str) -> Vec<Case> {
    let text = include_str!("../reference/cases.open.json");
    let file: Value = serde_json::from_str(text).unwrap();
    let all = file["cases"].as_array().unwrap().iter();
    let found: Vec<Case> = all.filter(|case| case["family"] == family).cloned().map(Case).collect();
    assert!(!found.is_empty(), "no case of {family}");
    found
}

fn distribution(value: &Value) -> Dist {
    let of = |name: &str| number(&value[name]);
    match value["dist"].as_str().unwrap() {
        "erlang2" => Dist::erlang(of("mean"), 2),
        "lognormal" => Dist::lognormal(of("mean"), of("scv").sqrt()),
        "deterministic" => Dist::deterministic(of("value")),
        "uniform" => Dist::uniform(of("low"), of("high")),
        "weibull" => Dist::weibull(of("shape"), of("scale")),
        other => panic!("unknown distribution {other}"),
    }
    .unwrap()
}

#[test]
fn erlang_b_agrees() {
    for case in cases("erlang_b") {
        let servers = case.input("servers") as u32;
        case.agrees("p_blocked", erlang_b::p_blocked(case.input("offered_load"), servers).unwrap());
    }
}

#[test]
fn erlang_c_agrees() {
    for case in cases("erlang_c") {
        let c = ErlangC::new(case.queue()).unwrap();
        case.agrees("offered_load", c.offered_load);
        case.agrees("occupancy", c.occupancy);
        case.agrees("p_wait", c.p_wait);
        case.agrees("mean_wait", c.mean_wait);
        case.agrees("mean_wait_if_delayed", c.mean_wait_if_delayed);
        case.agrees("mean_queue", c.mean_queue);
        case.agrees("var_wait", c.var_wait);
        case.agrees_at("p_wait_gt", |t| c.p_wait_gt(t));
        case.agrees_at("wait_quantile", |q| c.wait_quantile(q));
    }
}

#[test]
fn mmnk_agrees() {
    for case in cases("mmnk") {
        let k = Mmnk::new(case.queue(), case.input("capacity_in_system") as u32).unwrap();
        case.agrees("p_blocked", k.p_blocked);
        case.agrees("p_wait_if_accepted", k.p_wait_if_accepted);
        case.agrees("mean_wait_if_accepted", k.mean_wait_if_accepted);
        case.agrees("mean_queue", k.mean_queue);
        case.agrees("occupancy", k.occupancy);
        case.agrees_at("p_wait_gt_if_accepted", |t| k.p_wait_gt_if_accepted(t));
    }
}

#[test]
fn erlang_a_and_other_patience_agree() {
    for case in cases("erlang_a").into_iter().chain(cases("mmn_g")) {
        let patience = match &case.0["inputs"]["patience"] {
            Value::Null => Dist::exponential(case.input("mean_patience")).unwrap(),
            given => distribution(given),
        };
        let a = Mmng::new(case.queue(), &patience).unwrap();
        case.agrees("p_wait", a.p_wait);
        case.agrees("p_abandon", a.p_abandon);
        case.agrees("mean_queue", a.mean_queue);
        case.agrees("mean_wait_all", a.mean_wait_all);
        case.agrees("mean_wait_served", a.mean_wait_answered);
        case.agrees("mean_wait_abandoned", a.mean_wait_abandoned.unwrap());
        case.agrees("var_wait_served", a.var_wait_answered);
        case.agrees("occupancy", a.occupancy);
        case.agrees("mean_in_system", a.mean_in_system);
        case.agrees_at("p_wait_gt", |t| a.p_wait_gt(t));
        case.agrees_at("p_served_within", |t| a.p_served_within(t));
        case.agrees_at("p_abandoned_within", |t| a.p_abandoned_within(t));
    }
}

#[test]
fn mg1_agrees() {
    for case in cases("mg1") {
        let service = distribution(&case.0["inputs"]["service"]);
        let q = Mg1::new(case.input("arrival_rate"), &service).unwrap();
        case.agrees("p_wait", q.p_wait);
        case.agrees("mean_wait", q.mean_wait);
        case.agrees("var_wait", q.var_wait);
        case.agrees("mean_queue", q.mean_queue);
        case.agrees_at("p_wait_gt", |t| q.p_wait_gt(t).unwrap());
    }
}

#[test]
fn mdc_agrees() {
    for case in cases("mdc") {
        let service_mean = case.input("service_time");
        let agents = case.input("servers") as u32;
        let queue = Queue { arrival_rate: case.input("arrival_rate"), service_mean, agents };
        let q = Mdc::new(queue).unwrap();
        case.agrees("p_wait", q.p_wait);
        case.agrees("mean_wait", q.mean_wait);
        case.agrees("mean_queue", q.mean_queue);
        case.agrees("occupancy", q.occupancy);
        case.agrees_at("p_wait_gt", |t| q.p_wait_gt(t));
    }
}

#[test]
fn time_varying_agrees() {
    for case in cases("time_varying") {
        let centre = time_varying(&case);
        let empty = serde_json::Map::new();
        let at = case.0["outputs"]["at_times"].as_object().unwrap_or(&empty);
        let instants: Vec<f64> = at.keys().map(|t| t.parse().unwrap()).collect();
        let (periods, states) = centre.solve(&instants).unwrap();
        let exact = case.0["outputs"]["periods"].as_array().unwrap();
        assert_eq!(periods.len(), exact.len());
        for (i, (period, exact)) in periods.iter().zip(exact).enumerate() {
            period_agrees(&format!("{} period {i}", case.id()), period, exact, case.accuracy());
        }
        assert_eq!(states.len(), at.len());
        for (state, (t, exact)) in states.iter().zip(at) {
            let what = |name: &str| format!("{} {name} at {t}", case.id());
            agree(&what("queue"), state.queue, number(&exact["mean_queue"]), case.accuracy());
            agree(&what("busy"), state.busy, number(&exact["mean_busy"]), case.accuracy());
            agree(&what("no queue"), state.p_no_queue, number(&exact["p_no_queue"]), case.accuracy());
        }
    }
}

fn time_varying(case: &Case) -> TimeVarying {
    let inputs = &case.0["inputs"];
    let period = |value: &Value| {
        let (arrival_rate, wave) = match value["arrival_rate"].as_str() {
            // The one formula that occurs.
            Some("100+20*sin(t)") => {
                (100.0, Some(Wave { amplitude: 0.2, period: 2.0 * std::f64::consts::PI }))
            }
            Some(other) => panic!("unknown rate {other}"),
            None => (number(&value["arrival_rate"]), None),
        };
        let agents = number(&value["agents"]) as u32;
        Period { duration: number(&value["duration"]), arrival_rate, wave, agents }
    };
    TimeVarying {
        service_mean: 1.0 / case.input("service_rate"),
        patience_mean: 1.0 / case.input("abandon_rate"),
        shift_end: match inputs["staff_reduction_rule"].as_str() {
            Some("finish") => ShiftEnd::Finish,
            Some("return") => ShiftEnd::Return,
            other => panic!("unknown rule {other:?}"),
        },
        periods: inputs["periods"].as_array().unwrap().iter().map(period).collect(),
    }
}

fn period_agrees(what: &str, period: &PeriodMeans, exact: &Value, accuracy: f64) {
    for (name, computed) in [
        ("arrivals", period.arrivals),
        ("abandoned", period.abandoned),
        ("served_completed", period.completed),
        ("mean_queue_avg", period.mean_queue),
        ("mean_busy_avg", period.mean_busy),
        ("p_wait_of_arrivals", period.p_wait),
        ("mean_queue_end", period.at_end.queue),
        ("mean_busy_end", period.at_end.busy),
        ("p_all_busy_end", period.at_end.p_all_busy),
    ] {
        agree(&format!("{what} {name}"), computed, number(&exact[name]), accuracy);
    }
}

#[test]
fn sizing_agrees() {
    for case in cases("sizing_c") {
        let target = sizing::Target::ServedWithin { t: case.input("tau"), at_least: case.input("level") };
        size_agrees(&case, sizing::erlang_c(case.queue(), target).unwrap());
    }
    for case in cases("sizing_a") {
        let target = sizing::Target::ServedWithin { t: case.input("tau"), at_least: case.input("level") };
        let patience = Dist::exponential(case.input("mean_patience")).unwrap();
        size_agrees(&case, sizing::mmng(case.queue(), &patience, target).unwrap());
    }
}

fn size_agrees(case: &Case, least: sizing::Least) {
    case.agrees("min_servers", f64::from(least.agents));
    case.agrees("level_at_min", least.level);
    case.agrees("level_one_less", least.one_less);
}

#[test]
fn merged_centres_need_the_stated_agents_apart_and_together() {
    for case in cases("merge") {
        let patience = Dist::exponential(case.input("mean_patience")).unwrap();
        let target = sizing::Target::ServedWithin { t: case.input("tau"), at_least: case.input("level") };
        let least = |arrival_rate: f64| {
            let service_mean = 1.0 / case.input("service_rate");
            sizing::mmng(Queue { arrival_rate, service_mean, agents: 1 }, &patience, target).unwrap()
        };
        let rates: Vec<f64> =
            case.0["inputs"]["arrival_rates"].as_array().unwrap().iter().map(number).collect();
        let separate: Vec<u32> = rates.iter().map(|rate| least(*rate).agents).collect();
        assert_eq!(serde_json::json!(separate), case.0["outputs"]["separate_min_servers"]);
        let merged = least(rates.iter().sum());
        case.agrees("merged_min_servers", f64::from(merged.agents));
        case.agrees("merged_level", merged.level);
        case.agrees("merged_level_one_less", merged.one_less);
    }
}
