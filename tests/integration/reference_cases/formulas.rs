//! Reference cases that are a formula, through `hotseat erlang ... --json`: calls per hour and seconds there, calls
//! per minute and minutes here.

use super::case::{self, Case, number, seconds};
use super::plan::distribution;
use crate::workdir::Workdir;
use serde_json::Value;

/// A number of a case beside what the formula says.
#[derive(Debug)]
pub(crate) struct Formula {
    /// Case and output.
    pub(crate) what: String,
    pub(crate) exact: f64,
    pub(crate) computed: f64,
    /// Stated absolute error of the exact value.
    pub(crate) accuracy: f64,
}

impl Formula {
    pub(crate) fn agrees(&self) -> bool {
        (self.computed - self.exact).abs() <= self.accuracy + 1e-12 * self.exact.abs()
    }
}

/// Families and how they are asked.
pub(crate) const FAMILIES: [&str; 10] =
    ["erlang_b", "erlang_c", "erlang_a", "mmn_g", "mmnk", "mg1", "mdc", "sizing_c", "sizing_a", "merge"];

/// Every output that the front door gives.
pub(crate) fn all() -> Vec<Formula> {
    let mut sheet = Sheet { folder: Workdir::new(), done: Vec::new() };
    for case in FAMILIES.iter().flat_map(|family| case::of(family)) {
        let before = sheet.done.len();
        match case.family() {
            "erlang_b" => sheet.loss(&case),
            "sizing_c" | "sizing_a" => sheet.sized(&case),
            "merge" => sheet.merged(&case),
            _ => sheet.queue(&case),
        }
        assert!(sheet.done.len() > before, "{} is not compared", case.id());
    }
    sheet.done
}

struct Sheet {
    folder: Workdir,
    done: Vec<Formula>,
}

impl Sheet {
    fn ask(&self, words: &[String]) -> Value {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.folder.hotseat(&[&["erlang"], &words[..], &["--json"]].concat()).json()
    }

    /// `factor` is what turns the case's unit into the front door's.
    fn compare(&mut self, case: &Case, output: &str, exact: f64, factor: f64, computed: &Value) {
        let what = format!("{} {output}", case.id());
        let (exact, accuracy) = (factor * exact, factor * case.accuracy());
        self.done.push(Formula { what, exact, computed: number(computed), accuracy });
    }

    fn loss(&mut self, case: &Case) {
        let load = case.input("offered_load").to_string();
        let answer =
            self.ask(&words(&["b", "--erlangs", &load, "--agents", &case.whole("servers").to_string()]));
        self.compare(case, "p_blocked", case.output("p_blocked"), 1.0, &answer["p_blocked"]);
    }

    /// A queue of so many agents: all numbers, then a question for each wait.
    fn queue(&mut self, case: &Case) {
        let answer = self.ask(&question(case, 20.0));
        for (output, key, factor) in OUTPUTS {
            if let Some(exact) = case.outputs()[output].as_f64() {
                self.compare(case, output, exact, factor, &answer[key]);
            }
        }
        let blocked = case.outputs()["p_blocked"].as_f64().unwrap_or(0.0);
        for (output, share) in [
            ("p_served_within", &(|p: f64| p) as &dyn Fn(f64) -> f64),
            ("p_wait_gt", &|p| 1.0 - p),
            ("p_wait_gt_if_accepted", &|p| (1.0 - blocked) * (1.0 - p)),
        ] {
            // Where callers give up, a long wait is no service.
            let gives_up = case.outputs()["p_abandon"].is_number();
            for (minutes, exact) in
                case.outputs_at(output).into_iter().filter(|_| output != "p_wait_gt" || !gives_up)
            {
                let answer = self.ask(&question(case, seconds(minutes)));
                let name = format!("{output}[{minutes}]");
                self.compare(case, &name, share(exact), 1.0, &answer["service_level"]);
            }
        }
        for (share, minutes) in case.outputs_at("wait_quantile") {
            let percent = format!("{}", (100.0 * share).round());
            if let Some(computed) = answer["wait_quantile"].get(&percent) {
                self.compare(case, &format!("wait_quantile[{share}]"), minutes, 60.0, computed);
            }
        }
    }

    fn sized(&mut self, case: &Case) {
        let answer = self.least(case, case.input("arrival_rate"));
        self.compare(case, "min_servers", case.output("min_servers"), 1.0, &answer["agents"]);
        self.compare(case, "level_at_min", case.output("level_at_min"), 1.0, &answer["level"]);
        self.compare(case, "level_one_less", case.output("level_one_less"), 1.0, &answer["one_less"]);
    }

    fn merged(&mut self, case: &Case) {
        let rates: Vec<f64> = case.given("arrival_rates").as_array().unwrap().iter().map(number).collect();
        for (place, rate) in rates.iter().enumerate() {
            let answer = self.least(case, *rate);
            let exact = number(&case.outputs()["separate_min_servers"][place]);
            self.compare(case, &format!("separate_min_servers[{place}]"), exact, 1.0, &answer["agents"]);
        }
        let answer = self.least(case, rates.iter().sum());
        for (output, key) in [
            ("merged_min_servers", "agents"),
            ("merged_level", "level"),
            ("merged_level_one_less", "one_less"),
        ] {
            self.compare(case, output, case.output(output), 1.0, &answer[key]);
        }
    }

    /// The least agents for the target of a case.
    fn least(&self, case: &Case, rate: f64) -> Value {
        let patience = case.given("mean_patience").as_f64().map(|minutes| (60.0 * minutes).to_string());
        let mut asked = words(&[if patience.is_some() { "a" } else { "c" }]);
        asked.extend(traffic(rate, &(60.0 / case.input("service_rate")).to_string()));
        asked.extend(words(&["--within", &seconds(case.input("tau")).to_string()]));
        asked.extend(words(&["--target", &case.input("level").to_string()]));
        asked.extend(patience.into_iter().flat_map(|patience| words(&["--patience", &patience])));
        self.ask(&asked)
    }
}

/// (output of a case, key of the answer, factor of its unit).
const OUTPUTS: [(&str, &str, f64); 13] = [
    ("p_blocked", "p_blocked", 1.0),
    ("p_wait", "p_wait", 1.0),
    ("p_wait_if_accepted", "p_wait", 1.0),
    ("p_abandon", "p_abandon", 1.0),
    ("mean_wait", "mean_wait", 60.0),
    ("mean_wait_if_accepted", "mean_wait", 60.0),
    ("mean_wait_if_delayed", "mean_wait_if_delayed", 60.0),
    ("mean_wait_all", "mean_wait_all", 60.0),
    ("mean_wait_served", "mean_wait_answered", 60.0),
    ("mean_wait_abandoned", "mean_wait_abandoned", 60.0),
    ("mean_queue", "mean_queue", 1.0),
    ("occupancy", "occupancy", 1.0),
    ("offered_load", "offered_load", 1.0),
];

/// What the front door is asked about a queue.
fn question(case: &Case, within: f64) -> Vec<String> {
    let agents = if case.family() == "mg1" { 1 } else { case.whole("servers") };
    let aht = match case.family() {
        "mg1" => distribution(case.given("service")),
        "mdc" => {
            format!("{{ distribution = \"deterministic\", value = \"{} min\" }}", case.input("service_time"))
        }
        _ => (60.0 / case.input("service_rate")).to_string(),
    };
    let patience = match case.family() {
        "erlang_a" => Some((60.0 * case.input("mean_patience")).to_string()),
        "mmn_g" => Some(distribution(case.given("patience"))),
        _ => None,
    };
    let mut asked = words(&[if patience.is_some() { "a" } else { "c" }]);
    asked.extend(traffic(case.input("arrival_rate"), &aht));
    asked.extend(words(&["--agents", &agents.to_string(), "--within", &within.to_string()]));
    if case.family() == "mmnk" {
        asked.extend(words(&["--lines", &case.whole("capacity_in_system").to_string()]));
    }
    asked.extend(patience.into_iter().flat_map(|patience| words(&["--patience", &patience])));
    asked
}

fn traffic(per_minute: f64, aht: &str) -> Vec<String> {
    words(&["--calls-per-hour", &(60.0 * per_minute).to_string(), "--aht", aht])
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
