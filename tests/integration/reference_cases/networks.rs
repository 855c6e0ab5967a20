//! Cases of several groups of agents: the N-design of skill-based routing and a Jackson network.
//!
//! | output | in the JSON |
//! |---|---|
//! | `..._1`, `..._2` | the same of the hotlines |
//! | `occupancy_pool1`, `..._pool2` | `occupancy` of the groups |
//! | `frac_class1_served_by_pool2` | `overflow_share` of the front line / (1 - abandoned): of calls, not of those answered |
//! | `generalist`, `expert` | the same of the groups |
//! | `arrival_rate` of `expert` | `referral_share` x that of `generalist` |

use super::case::{Case, number};
use super::centres::{hotline, patience, talk};
use super::compare::Sheet;
use super::plan::{Plan, exponential, file};

const DAYS: f64 = 30.0;
const WARM_UP: f64 = 0.5;

fn planned(case: &Case, hotlines: &str, front: u64, second: u64) -> Plan {
    let groups = format!("agents = {front}\n\n[[group]]\nid = \"second\"\nagents = {second}\n");
    let toml = file(case.id(), DAYS + WARM_UP, WARM_UP, &[], hotlines, &groups);
    Plan { toml, replications: 64, measured: DAYS * 1440.0 }
}

/// The scenario of a case of one of these families; none of another.
pub(crate) fn plan(case: &Case) -> Option<Plan> {
    match case.family() {
        "n_design" => Some(n_design(case)),
        "jackson" => Some(jackson(case)),
        _ => None,
    }
}

/// Calls to 2 ring at the second group, which takes those to 1 when none of its own waits.
fn n_design(case: &Case) -> Plan {
    assert_eq!(case.given("pool2_takes_first"), 2);
    let rest = |class: &str| {
        let rate = case.input(&format!("service_rate_class{class}_pool2"));
        talk(rate) + &patience(case.input(&format!("abandon_rate_{class}")))
    };
    assert_eq!(case.input("service_rate_class1_pool1"), case.input("service_rate_class1_pool2"));
    let one = rest("1") + "overflow = [{ group = \"second\", after = \"0 s\", rank = 1 }]\n";
    let two = rest("2") + "group = \"second\"\n";
    let hotlines =
        hotline("1", case.input("arrival_rate_1"), &one) + &hotline("2", case.input("arrival_rate_2"), &two);
    planned(case, &hotlines, case.whole("agents_pool1"), case.whole("agents_pool2"))
}

/// A share of the calls is handed on to experts and waits once more.
fn jackson(case: &Case) -> Plan {
    let list = |name: &str, node: usize| number(&case.given(name)[node]);
    let share = number(&case.given("routing")[0][1]);
    let expert = exponential(1.0 / list("service_rates", 1));
    let referral = format!(
        "[hotline.referral]\nshare = {share}\ngroup = \"second\"\nhow = \"transfer\"\ntalk = {expert}\n"
    );
    let rest = talk(list("service_rates", 0)) + &referral;
    let agents = |node: usize| case.given("servers")[node].as_u64().unwrap();
    planned(case, &hotline(case.id(), list("external_rates", 0), &rest), agents(0), agents(1))
}

/// Compares the outputs of a case of one of these families; whether it was one.
pub(crate) fn compare(sheet: &mut Sheet<'_>, case: &Case) -> bool {
    match case.family() {
        "n_design" => classes_and_pools(sheet, case),
        "jackson" => nodes(sheet, case),
        _ => return false,
    }
    true
}

fn classes_and_pools(sheet: &mut Sheet<'_>, case: &Case) {
    let kpis = sheet.kpis.clone();
    for class in ["1", "2"] {
        let entry = &kpis["hotline"][class];
        let of = |name: &str| case.output(&format!("{name}_{class}"));
        for (kpi, exact) in [
            ("delay_probability", of("p_wait")),
            ("mean_queue", of("mean_queue")),
            ("mean_wait_all", 60.0 * of("mean_wait")),
            ("abandonment_rate", of("p_abandon")),
        ] {
            sheet.compare(&format!("{kpi} of class {class}"), &entry[kpi], exact).main = true;
        }
    }
    for (group, pool) in [("front_line", "pool1"), ("second", "pool2")] {
        let entry = &kpis["group"][group]["occupancy"];
        sheet
            .compare(&format!("occupancy of {pool}"), entry, case.output(&format!("occupancy_{pool}")))
            .main = true;
    }
    let elsewhere = case.output("frac_class1_served_by_pool2") * (1.0 - case.output("p_abandon_1"));
    sheet
        .compare("overflow_share of pool1", &kpis["group"]["front_line"]["overflow_share"], elsewhere)
        .main = true;
}

fn nodes(sheet: &mut Sheet<'_>, case: &Case) {
    let kpis = sheet.kpis.clone();
    let out = |node: &str, name: &str| number(&case.outputs()[node][name]);
    for (group, node) in [("front_line", "generalist"), ("second", "expert")] {
        let entry = &kpis["group"][group];
        for (kpi, exact) in [
            ("delay_probability", out(node, "p_wait")),
            ("mean_wait_all", 60.0 * out(node, "mean_wait")),
            ("mean_queue", out(node, "mean_queue")),
            ("occupancy", out(node, "occupancy")),
        ] {
            sheet.compare(&format!("{kpi} of {node}"), &entry[kpi], exact).main = true;
        }
    }
    let handed_on = out("expert", "arrival_rate") / out("generalist", "arrival_rate");
    sheet.main("referral_share", handed_on);
    sheet.main("referral_wait", 60.0 * out("expert", "mean_wait"));
}
