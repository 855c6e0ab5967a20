//! `hotseat erlang c`: no caller abandons. M/M/n, M/M/n/K, M/G/1 and M/D/c, whichever the input describes.

use super::arguments::CArgs;
use super::measures::{level_measure, margin_of, reserve, staff};
use super::table::{Measure, Quantity, measure};
use crate::dist::Family;
use crate::theory::erlang_c::ErlangC;
use crate::theory::mdc::Mdc;
use crate::theory::mg1::Mg1;
use crate::theory::mmnk::Mmnk;
use crate::theory::sizing::{self, Least};
use crate::theory::{Queue, Refused};

/// Answers the question by the formula that the input describes, or says why there is no answer.
pub(super) fn delayed(args: &CArgs) -> Result<Vec<Measure>, Refused> {
    let queue = args.traffic.queue();
    match (args.traffic.aht.family(), args.lines) {
        (Family::Exponential { .. }, Some(lines)) => limited(args, queue, lines),
        (Family::Exponential { .. }, None) => endless(args, queue),
        (_, Some(_)) => {
            Err(Refused::Input { name: "handle time", must: "exponential where lines are limited" })
        }
        (Family::Deterministic { .. }, None) => constant(args, queue),
        (_, None) => single(args, queue),
    }
}

fn endless(args: &CArgs, queue: Queue) -> Result<Vec<Measure>, Refused> {
    let least = args.traffic.wanted().map(|target| sizing::erlang_c(queue, target)).transpose()?;
    let queue = args.traffic.staffed(queue, least)?;
    let (c, within) = (ErlangC::new(queue)?, args.traffic.within);
    let mut measures = vec![
        staff(queue.agents),
        measure("p_wait", "calls that wait", "需等待的来电", Quantity::Share(c.p_wait)),
        mean_wait(c.mean_wait),
        mean_wait_of_those(c.mean_wait_if_delayed),
        level_measure(within, c.served_within(within)),
    ];
    measures.extend(load(queue, c.mean_queue, c.occupancy));
    measures.extend(reserve(queue, None));
    for (key, percent) in QUANTILES {
        let wait = c.wait_quantile(f64::from(percent) / 100.0);
        let (en, zh) = (format!("{percent} % wait at most"), format!("{percent}% 的来电等待不超过"));
        measures.push(measure(key, en, zh, Quantity::Seconds(wait)));
    }
    sized(args, &mut measures, least);
    Ok(measures)
}

const QUANTILES: [(&str, u8); 5] = [
    ("wait_quantile/50", 50),
    ("wait_quantile/80", 80),
    ("wait_quantile/90", 90),
    ("wait_quantile/95", 95),
    ("wait_quantile/99", 99),
];

/// Answers by M/M/n/K: waits are those of the accepted, the service level is of all offered.
fn limited(args: &CArgs, queue: Queue, lines: u32) -> Result<Vec<Measure>, Refused> {
    let queue = args.traffic.staffed(queue, None)?;
    let (k, within) = (Mmnk::new(queue, lines)?, args.traffic.within);
    let accepted = 1.0 - k.p_blocked;
    let mut measures = vec![
        staff(queue.agents),
        measure("lines", "lines", "线路", Quantity::Agents(lines)),
        measure("p_blocked", "busy tone", "遇忙率", Quantity::Share(k.p_blocked)),
        measure(
            "p_wait",
            "accepted calls that wait",
            "已接入来电中需等待的",
            Quantity::Share(k.p_wait_if_accepted),
        ),
        mean_wait(k.mean_wait_if_accepted),
        level_measure(within, accepted * (1.0 - k.p_wait_gt_if_accepted(within))),
    ];
    measures.extend(load(queue, k.mean_queue, k.occupancy));
    Ok(measures)
}

/// Answers by M/D/c.
fn constant(args: &CArgs, queue: Queue) -> Result<Vec<Measure>, Refused> {
    let least = args.traffic.wanted().map(|target| sizing::mdc(queue, target)).transpose()?;
    let queue = args.traffic.staffed(queue, least)?;
    let (d, within) = (Mdc::new(queue)?, args.traffic.within);
    let mut measures = vec![
        staff(queue.agents),
        measure("p_wait", "calls that wait", "需等待的来电", Quantity::Share(d.p_wait)),
        mean_wait(d.mean_wait),
        level_measure(within, 1.0 - d.p_wait_gt(within)),
    ];
    measures.extend(load(queue, d.mean_queue, d.occupancy));
    sized(args, &mut measures, least);
    Ok(measures)
}

/// Answers by M/G/1, after Pollaczek and Khinchine.
fn single(args: &CArgs, queue: Queue) -> Result<Vec<Measure>, Refused> {
    let queue = args.traffic.staffed(queue, None)?;
    if queue.agents != 1 || args.traffic.wanted().is_some() {
        return Err(Refused::Input {
            name: "handle time",
            must: "exponential or constant for more agents than one; \
                   other handle times have an exact answer for --agents 1 only",
        });
    }
    let (g, within) = (Mg1::new(queue.arrival_rate, &args.traffic.aht)?, args.traffic.within);
    let mut measures = vec![
        staff(1),
        measure("p_wait", "calls that wait", "需等待的来电", Quantity::Share(g.p_wait)),
        mean_wait(g.mean_wait),
        mean_wait_of_those(g.mean_wait / g.p_wait),
        measure(
            "sd_wait",
            "standard deviation of waits",
            "等待时间标准差",
            Quantity::Seconds(g.var_wait.sqrt()),
        ),
        level_measure(within, 1.0 - g.p_wait_gt(within)?),
    ];
    measures.extend(load(queue, g.mean_queue, g.p_wait));
    Ok(measures)
}

fn mean_wait(seconds: f64) -> Measure {
    measure("mean_wait", "mean wait", "平均等待", Quantity::Seconds(seconds))
}

fn mean_wait_of_those(seconds: f64) -> Measure {
    measure("mean_wait_if_delayed", "mean wait of those", "其平均等待", Quantity::Seconds(seconds))
}

fn load(queue: Queue, mean_queue: f64, occupancy: f64) -> [Measure; 3] {
    [
        measure("mean_queue", "mean queue", "平均排队", Quantity::Calls(mean_queue)),
        measure("occupancy", "occupancy", "话务员占用率", Quantity::Share(occupancy)),
        measure("offered_load", "offered load", "话务量", Quantity::Erlangs(queue.offered_load())),
    ]
}

fn sized(args: &CArgs, measures: &mut Vec<Measure>, least: Option<Least>) {
    margin_of(measures, least, args.traffic.wanted());
}
