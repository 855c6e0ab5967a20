//! Which number of the JSON is which output of a case.
//!
//! | output | in the JSON |
//! |---|---|
//! | `p_blocked`, `p_abandon` | `blocking_rate`, `abandonment_rate`: over offered, both |
//! | `p_wait`, `p_wait_if_accepted`, `p_wait_of_arrivals` | `delay_probability`: waited > 0 / not blocked |
//! | `mean_wait`, `mean_wait_served`, `mean_wait_if_accepted` | `mean_wait_answered` |
//! | `mean_wait_all` | `mean_wait_all`: abandoned callers' waits included |
//! | `p_served_within[t]` | `service_level`: answered within t / offered, both |
//! | `p_wait_gt[t]` where all are answered | 1 - `service_level` |
//! | `p_wait_gt_if_accepted[t]` | (1 - `p_blocked`) (1 - it) = `service_level` |
//! | `mean_queue`, `occupancy`, `wait_quantile` | the same |
//! | `arrivals` | `offered`; elsewhere arrival rate x time measured |
//!
//! Left out, for the JSON gives neither them nor a number that they follow from with a standard error:
//! variances of waits, `mean_wait_if_delayed` and `mean_wait_abandoned` (quotients of two estimates),
//! `p_wait_gt` and `p_abandoned_within` where callers give up, `mean_in_system` (its parts, queue and
//! occupancy, are compared), and the state at an instant.

use super::case::{Case, number, seconds};
use super::judge::Comparison;
use super::plan::{self, Plan};
use super::{centres, networks};
use hotseat::model::{ShiftEnd, Wave};
use hotseat::theory::time_varying::{Period, TimeVarying};
use serde_json::Value;

/// Relative width of the histogram from which quantiles of waits are read.
const BUCKET: f64 = 5e-4;

/// All comparisons of a case with the result of its run.
pub(crate) fn all(case: &Case, plan: &Plan, result: &Value) -> Vec<Comparison> {
    let mut sheet = Sheet { case, freedom: plan.freedom(), kpis: &result["kpis"], done: vec![] };
    if centres::compare(&mut sheet, case, plan) || networks::compare(&mut sheet, case) {
        // Compared by its family's own table.
    } else if case.family() == "time_varying" {
        sheet.time_varying();
    } else {
        sheet.main("offered", plan::arrival_rate(case) * plan.measured);
        sheet.stationary();
    }
    sheet.every_attempt_has_one_outcome();
    sheet.done
}

pub(crate) struct Sheet<'a> {
    case: &'a Case,
    freedom: u64,
    pub(crate) kpis: &'a Value,
    done: Vec<Comparison>,
}

impl Sheet<'_> {
    pub(crate) fn compare(&mut self, what: &str, estimate: &Value, exact: f64) -> &mut Comparison {
        let comparison = Comparison {
            what: format!("{} {what}", self.case.id()),
            exact,
            estimate: number(&estimate["mean"]),
            half_width: number(&estimate["half_width"]),
            freedom: self.freedom,
            main: false,
            resolution: 0.0,
            published: false,
        };
        self.done.push(comparison);
        self.done.last_mut().unwrap()
    }

    /// A KPI of the total whose standard error is to be under 1 %.
    pub(crate) fn main(&mut self, kpi: &str, exact: f64) -> &mut Comparison {
        let kpis = self.kpis;
        let comparison = self.compare(kpi, &kpis["total"][kpi], exact);
        comparison.main = true;
        comparison
    }

    /// So the answer rate is as right as what is compared.
    fn every_attempt_has_one_outcome(&self) {
        let share = |kpi: &str| number(&self.kpis["total"][kpi]["mean"]);
        let sum = share("answer_rate") + share("abandonment_rate") + share("blocking_rate");
        assert!((sum - 1.0).abs() < 1e-12, "{}: {sum}", self.case.id());
    }

    fn stationary(&mut self) {
        let case = self.case;
        let out = |name| case.output(name);
        match case.family() {
            "erlang_b" => {
                self.main("blocking_rate", out("p_blocked"));
                let carried = case.input("offered_load") * (1.0 - out("p_blocked"));
                self.main("occupancy", carried / case.input("servers"));
            }
            "mmnk" => self.limited(),
            "erlang_a" | "mmn_g" => self.impatient(),
            _ => self.patient(),
        }
    }

    /// Everybody is answered: Erlang C, one server, constant service.
    pub(crate) fn patient(&mut self) {
        let case = self.case;
        let out = |name| case.output(name);
        self.main("delay_probability", out("p_wait"));
        self.main("mean_wait_answered", 60.0 * out("mean_wait"));
        self.main("mean_queue", out("mean_queue"));
        // One server is busy when somebody would have to wait.
        let occupancy = if case.family() == "mg1" { out("p_wait") } else { out("occupancy") };
        self.main("occupancy", occupancy);
        for (wait, longer) in case.outputs_at("p_wait_gt") {
            self.answered_within(wait, 1.0 - longer);
        }
        for (share, minutes) in case.outputs_at("wait_quantile") {
            self.quantile(share, 60.0 * minutes);
        }
    }

    fn limited(&mut self) {
        let case = self.case;
        let out = |name| case.output(name);
        self.main("blocking_rate", out("p_blocked"));
        self.main("delay_probability", out("p_wait_if_accepted"));
        self.main("mean_wait_answered", 60.0 * out("mean_wait_if_accepted"));
        self.main("mean_queue", out("mean_queue"));
        self.main("occupancy", out("occupancy"));
        for (wait, longer) in case.outputs_at("p_wait_gt_if_accepted") {
            self.answered_within(wait, (1.0 - out("p_blocked")) * (1.0 - longer));
        }
    }

    fn impatient(&mut self) {
        let case = self.case;
        let out = |name| case.output(name);
        self.main("abandonment_rate", out("p_abandon"));
        self.main("delay_probability", out("p_wait"));
        self.main("mean_wait_answered", 60.0 * out("mean_wait_served"));
        self.main("mean_wait_all", 60.0 * out("mean_wait_all"));
        self.main("mean_queue", out("mean_queue"));
        self.main("occupancy", out("occupancy"));
        for (wait, answered) in case.outputs_at("p_served_within") {
            self.answered_within(wait, answered);
        }
    }

    fn answered_within(&mut self, minutes: f64, exact: f64) {
        let wait = seconds(minutes).to_string();
        let level = &self.kpis["total"]["service_level"][&wait];
        self.compare(&format!("service_level[{wait} s]"), level, exact).main = true;
    }

    /// A quantile of waits. Where more than this share does not wait the quantile is 0, which the delay
    /// probability decides: no comparison of its own.
    fn quantile(&mut self, share: f64, exact: f64) {
        let percent = format!("{}", (100.0 * share).round());
        let total = &self.kpis["total"];
        let quantile = &total["wait_quantile"][&percent];
        if exact > 0.0 {
            self.compare(&format!("wait_quantile[{percent}]"), quantile, exact).resolution = BUCKET * exact;
            return;
        }
        let at_once = 1.0 - number(&total["delay_probability"]["mean"]);
        assert_eq!(number(&quantile["mean"]) == 0.0, at_once >= share, "{} {percent} %", self.case.id());
    }

    /// Half hours one by one and the whole. `mean_queue` says the abandonments of a period too (patience is
    /// exponential: abandonment rate x mean queue x duration), `mean_busy` the calls completed.
    fn time_varying(&mut self) {
        let (case, kpis) = (self.case, self.kpis);
        let (periods, inputs) = (case.periods("outputs"), case.periods("inputs"));
        if let [only] = periods {
            self.main("delay_probability", number(&only["p_wait_of_arrivals"]));
        }
        // One period is the whole.
        for (index, period) in periods.iter().enumerate().filter(|_| periods.len() > 1) {
            let half = &kpis["interval"][index];
            for (kpi, output) in
                [("offered", "arrivals"), ("mean_queue", "mean_queue_avg"), ("mean_busy", "mean_busy_avg")]
            {
                self.compare(&format!("{kpi} in period {index}"), &half[kpi], number(&period[output]));
            }
            if !sends_back_calls_of(case, index) {
                let exact = number(&period["p_wait_of_arrivals"]);
                self.compare(
                    &format!("delay_probability in period {index}"),
                    &half["delay_probability"],
                    exact,
                );
            }
        }
        let sum = |output: &str| periods.iter().map(|period| number(&period[output])).sum::<f64>();
        let minutes: f64 = inputs.iter().map(|period| number(&period["duration"])).sum();
        let time = |output: &str| {
            let product = |(out, given): (&Value, &Value)| number(&out[output]) * number(&given["duration"]);
            periods.iter().zip(inputs).map(product).sum::<f64>() / minutes
        };
        self.main("offered", sum("arrivals"));
        self.main("mean_queue", time("mean_queue_avg"));
        self.main("mean_busy", time("mean_busy_avg"));
        self.main("abandonment_rate", (sum("abandoned") + abandoned_later(case)) / sum("arrivals"));
    }
}

/// Whether calls that arrived in a period may be put back at its end or later and so wait although they found
/// a free agent. Calls last 3 min: of those of an earlier half hour 1 in 22,000 is still in hand.
fn sends_back_calls_of(case: &Case, index: usize) -> bool {
    let agents = |i: usize| case.periods("inputs").get(i).map_or(0.0, |period| number(&period["agents"]));
    let last = index + 1 == case.periods("inputs").len();
    case.given("staff_reduction_rule") == "return" && !last && agents(index + 1) < agents(index)
}

/// Expected number of those waiting at the end of the horizon who give up after it: attempts belong to
/// the instant at which they were dialled, abandonments of a case to that at which they happen. By the forward
/// equations on the quiet hour after the horizon; the equations' own abandonments until then must be the case's.
fn abandoned_later(case: &Case) -> f64 {
    let mut periods: Vec<Period> = case.periods("inputs").iter().map(period).collect();
    let quiet = Period { duration: 60.0, arrival_rate: 0.0, wave: None, ..*periods.last().unwrap() };
    periods.push(quiet);
    let shift_end = match case.given("staff_reduction_rule").as_str() {
        Some("return") => ShiftEnd::Return,
        _ => ShiftEnd::Finish,
    };
    let (service_mean, patience_mean) = (1.0 / case.input("service_rate"), 1.0 / case.input("abandon_rate"));
    let centre = TimeVarying { service_mean, patience_mean, shift_end, periods };
    let (means, _) = centre.solve(&[]).unwrap();
    let (later, during) = means.split_last().unwrap();
    for (mean, exact) in during.iter().zip(case.periods("outputs")) {
        assert!((mean.abandoned - number(&exact["abandoned"])).abs() < 1e-6, "{}", case.id());
    }
    later.abandoned
}

fn period(value: &Value) -> Period {
    let (arrival_rate, wave) = match value["arrival_rate"].as_f64() {
        Some(rate) => (rate, None),
        None => (100.0, Some(Wave { amplitude: 0.2, period: 2.0 * std::f64::consts::PI })),
    };
    let (duration, agents) = (number(&value["duration"]), number(&value["agents"]) as u32);
    Period { duration, arrival_rate, wave, agents }
}
