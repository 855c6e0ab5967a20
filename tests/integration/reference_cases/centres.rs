//! Cases of several classes, of callers who come back, of random days and of published simulations: as scenario
//! files, and which number of the JSON is which of their outputs.
//!
//! | output | in the JSON |
//! |---|---|
//! | `p_blocked_any_attempt`, `p_blocked_per_attempt` | `blocking_rate` |
//! | `retry_rate`, `attempt_rate` | `offered`: attempts, first ones and redials |
//! | `p_served_per_fresh_caller`, `p_eventually_served` | `answer_rate_by_caller` |
//! | `p_wait_per_attempt` | `delay_probability` x (1 - `blocking_rate`) |
//! | `..._high`, `..._low` | the same of the hotlines |
//! | `lost_over_1660` | `abandonment_rate`: 1,660 calls are expected |
//! | `wait_seconds_over_1660` | `mean_queue` x 13 h / 1,660, but for what is waited after closing |
//! | `service_level` (published), `p_wait_le_x_given_served` | `service_level_of_answered` |
//! | `service_level_with_late_abandons` | `service_level_less_abandoned`: early ones do not count |
//!
//! Left out: variances, the orbit, and what a first attempt meets, which the JSON does not tell from the others.

use super::case::{Case, number};
use super::compare::Sheet;
use super::plan::{Plan, distribution, exponential, file};
use serde_json::Value;
use std::fmt::Write;

/// A minute in days.
const MINUTE: f64 = 1.0 / 1440.0;

/// A hotline of a file.
pub(crate) fn hotline(number: &str, per_minute: f64, rest: &str) -> String {
    format!("[[hotline]]\nnumber = \"{number}\"\ncalls_per_hour = {}\n{rest}\n", 60.0 * per_minute)
}

pub(crate) fn talk(rate: f64) -> String {
    format!("talk = {}\n", exponential(1.0 / rate))
}

pub(crate) fn patience(rate: f64) -> String {
    format!("patience = {}\n", exponential(1.0 / rate))
}

/// The scenario of a case of one of these families; none of another.
pub(crate) fn plan(case: &Case) -> Option<Plan> {
    let agents = || format!("agents = {}\n", case.whole("servers"));
    let plan =
        |days: f64, warm_up: f64, replications: u64, waits: &[f64], hotlines: String, front: String| Plan {
            toml: file(case.id(), days + warm_up, warm_up, waits, &hotlines, &front),
            replications,
            measured: days * 1440.0,
        };
    Some(match case.family() {
        "mh2n" => {
            let rate = |name: &str, k: usize| number(&case.given(name)[k]);
            let one = |k: usize| {
                hotline(&format!("{k}"), rate("arrival_rates", k), &talk(rate("service_rates", k)))
            };
            plan(60.0, 0.5, 64, &[], one(0) + &one(1), agents())
        }
        "retrial" => {
            let back = exponential(1.0 / case.input("retry_rate_each"));
            let share = case.input("persistence");
            let redial =
                format!("redial = {{ after_busy = {share}, busy_delay = {back}, max_attempts = 10000 }}");
            let line =
                hotline(case.id(), case.input("arrival_rate"), &(talk(case.input("service_rate")) + &redial));
            plan(120.0, 1.0, 64, &[], line, agents() + &format!("lines = {}\n", case.whole("servers")))
        }
        "redial" => {
            let back = exponential(1.0 / case.input("redial_rate_each"));
            let (abandon, busy) = (case.input("p_redial_after_abandon"), case.input("p_redial_after_busy"));
            let redial = format!(
                "[hotline.redial]\nafter_abandon = {abandon}\nabandon_delay = {back}\nafter_busy = {busy}\n\
                 busy_delay = {back}\nmax_attempts = 10000\n"
            );
            let rest = talk(case.input("service_rate")) + &patience(case.input("abandon_rate")) + &redial;
            let lines = format!("lines = {}\n", case.whole("capacity_in_system"));
            plan(30.0, 0.5, 64, &[], hotline(case.id(), case.input("arrival_rate"), &rest), agents() + &lines)
        }
        "priority" | "priority_abandon" => {
            let class = |name: &str, priority: u8| {
                let of = |what: &str| case.given(&format!("{what}_{name}")).as_f64();
                let mu = of("service_rate").unwrap_or_else(|| case.input("service_rate"));
                let theta = of("abandon_rate").map(patience).unwrap_or_default();
                let rest = talk(mu) + &theta + &format!("priority = {priority}\n");
                hotline(name, of("arrival_rate").unwrap(), &rest)
            };
            plan(40.0, 0.5, 64, &[20.0, 120.0], class("high", 0) + &class("low", 1), agents())
        }
        "random_rate_day" => random_day(case),
        "published_simulation" => published(case),
        _ => return None,
    })
}

/// Starts empty at opening; callers who are there at closing are served.
fn random_day(case: &Case) -> Plan {
    let hours = case.given("hours").as_array().unwrap();
    let list =
        |name: &str| hours.iter().map(|hour| number(&hour[name]).to_string()).collect::<Vec<_>>().join(", ");
    let cv = 1.0 / number(&case.given("busyness")["shape"]).sqrt();
    let given = case.given("patience");
    let (zero, mean) = (number(&given["p_zero"]), number(&given["else_exponential_mean_seconds"]));
    let mut line = format!("[[hotline]]\nnumber = \"{}\"\n", case.id());
    writeln!(line, "profile = {{ step = \"1 h\", calls_per_hour = [{}] }}", list("arrivals_per_hour"))
        .unwrap();
    let service = case.input("mean_service_seconds");
    writeln!(line, "talk = {{ distribution = \"exponential\", mean = \"{service} s\" }}").unwrap();
    writeln!(
        line,
        "patience = {{ distribution = \"mixture\", parts = [\
         {{ weight = {zero}, distribution = \"deterministic\", value = \"0 s\" }}, \
         {{ weight = {}, distribution = \"exponential\", mean = \"{mean} s\" }}] }}\n",
        1.0 - zero
    )
    .unwrap();
    line += &format!(
        "[busyness]\nday_cv = {cv}\nhour_cv = 0\nhour_lag = 0\nshares = {{ province = 0, site = 0, own = 1 }}\n\n"
    );
    let front =
        format!("agents = {{ step = \"1 h\", values = [{}] }}\non_shift_end = \"finish\"\n", list("agents"));
    let days = hours.len() as f64 / 24.0;
    Plan { toml: file(case.id(), days, 0.0, &[], &line, &front), replications: 8192, measured: days * 1440.0 }
}

fn published(case: &Case) -> Plan {
    let servers = case.whole("servers");
    let invariant = |name: &str| case.given(name).is_object().then(|| distribution(case.given(name)));
    let talk = invariant("service").unwrap_or_else(|| exponential(1.0 / case.input("service_rate")));
    let patience = invariant("patience")
        .or_else(|| case.given("abandon_rate").as_f64().map(|rate| exponential(1.0 / rate)));
    let patience = patience.map(|invariant| format!("patience = {invariant}\n")).unwrap_or_default();
    let line = hotline(case.id(), case.input("arrival_rate"), &format!("talk = {talk}\n{patience}"));
    let lines = case.given("waiting_places").as_u64().map(|places| format!("lines = {}\n", servers + places));
    let front = format!("agents = {servers}\n{}", lines.unwrap_or_default());
    // A day of so many minutes, from empty; or the stationary queue.
    let (days, warm_up, replications) = match case.given("day_minutes").as_f64() {
        Some(minutes) => (minutes * MINUTE, 0.0, 4096),
        None => (2.0, 0.1, 64),
    };
    let waits = [6.0, 12.0, 20.0];
    let toml = file(case.id(), days + warm_up, warm_up, &waits, &line, &front);
    Plan { toml, replications, measured: days * 1440.0 }
}

/// Compares the outputs of a case of one of these families; whether it was one.
pub(crate) fn compare(sheet: &mut Sheet<'_>, case: &Case, plan: &Plan) -> bool {
    match case.family() {
        "mh2n" => {
            let rates = case.given("arrival_rates").as_array().unwrap().iter().map(number).sum::<f64>();
            sheet.main("offered", rates * plan.measured);
            sheet.patient();
        }
        "retrial" => retrial(sheet, case, plan),
        "redial" => redial(sheet, case, plan),
        "priority" | "priority_abandon" => classes(sheet, case),
        "random_rate_day" => {
            let (calls, seconds) = (case.output("mean_arrivals"), plan.measured * 60.0);
            sheet.main("offered", calls);
            sheet.main("abandonment_rate", case.output("lost_over_1660"));
            // Some seconds a day are waited after closing.
            let queue = case.output("wait_seconds_over_1660") * calls / seconds;
            sheet.main("mean_queue", queue).resolution = 5e-4 * queue;
        }
        "published_simulation" => as_published(sheet, case, plan),
        _ => return false,
    }
    true
}

fn retrial(sheet: &mut Sheet<'_>, case: &Case, plan: &Plan) {
    let attempts = case.input("arrival_rate") + case.output("retry_rate");
    sheet.main("offered", attempts * plan.measured);
    sheet.main("blocking_rate", case.output("p_blocked_any_attempt"));
    sheet.main("occupancy", case.output("occupancy"));
    sheet.main("mean_busy", case.output("mean_busy"));
    let served = number(&sheet.kpis["total"]["answer_rate_by_caller"]["mean"]);
    assert!((served - case.output("p_eventually_served")).abs() < 1e-9, "{}: {served}", case.id());
}

fn redial(sheet: &mut Sheet<'_>, case: &Case, plan: &Plan) {
    let blocked = case.output("p_blocked_per_attempt");
    sheet.main("offered", case.output("attempt_rate") * plan.measured);
    sheet.main("abandonment_rate", case.output("p_abandon_per_attempt"));
    sheet.main("delay_probability", case.output("p_wait_per_attempt") / (1.0 - blocked));
    sheet.main("mean_queue", case.output("mean_queue"));
    sheet.main("occupancy", case.output("occupancy"));
    sheet.main("answer_rate_by_caller", case.output("p_served_per_fresh_caller"));
}

fn classes(sheet: &mut Sheet<'_>, case: &Case) {
    sheet.main("delay_probability", case.output("p_wait"));
    let gives_up = case.family() == "priority_abandon";
    if gives_up {
        sheet.main("occupancy", case.output("occupancy"));
    }
    for class in ["high", "low"] {
        let of = |name: &str| case.output(&format!("{name}_{class}"));
        let entry: Value = sheet.kpis["hotline"][class].clone();
        sheet
            .compare(&format!("mean_wait_all {class}"), &entry["mean_wait_all"], 60.0 * of("mean_wait"))
            .main = true;
        if gives_up {
            sheet.compare(&format!("mean_queue {class}"), &entry["mean_queue"], of("mean_queue")).main = true;
            let abandoned = &entry["abandonment_rate"];
            sheet.compare(&format!("abandonment_rate {class}"), abandoned, of("p_abandon")).main = true;
            continue;
        }
        for (minutes, longer) in case.outputs_at(&format!("p_wait_{class}_gt")) {
            let wait = super::case::seconds(minutes).to_string();
            let level = &entry["service_level"][&wait];
            sheet.compare(&format!("service_level[{wait} s] {class}"), level, 1.0 - longer);
        }
    }
}

/// Published estimates have errors of their own: their interval, taken twice, is the resolution.
fn as_published(sheet: &mut Sheet<'_>, case: &Case, plan: &Plan) {
    let total = sheet.kpis["total"].clone();
    let attempts = case.input("arrival_rate") * plan.measured;
    // (as published, the KPI's entry, what the published number is of it: a x + b)
    let known: [(&str, &Value, f64, f64); 11] = [
        ("served_in_tau", &total["service_level"]["20"], attempts, 0.0),
        ("service_level", &total["service_level_of_answered"]["20"], 1.0, 0.0),
        ("service_level_with_late_abandons", &total["service_level_less_abandoned"]["20"], 1.0, 0.0),
        ("mean_wait_served", &total["mean_wait_answered"], 1.0 / 60.0, 0.0),
        ("occupancy", &total["occupancy"], 1.0, 0.0),
        ("abandoned", &total["abandonment_rate"], attempts, 0.0),
        ("p_no_wait", &total["delay_probability"], -1.0, 1.0),
        ("p_abandon", &total["abandonment_rate"], 1.0, 0.0),
        ("mean_queue", &total["mean_queue"], 1.0, 0.0),
        ("p_wait_le_0.1_given_served", &total["service_level_of_answered"]["6"], 1.0, 0.0),
        ("p_wait_le_0.2_given_served", &total["service_level_of_answered"]["12"], 1.0, 0.0),
    ];
    for (name, entry, scale, shift) in known {
        let Some((middle, half)) = case.interval(name) else { continue };
        let comparison = sheet.compare(name, entry, (middle - shift) / scale);
        comparison.resolution = 2.0 * half / scale.abs();
        comparison.published = true;
    }
}
