//! The single queue M/M/n+M through the real engine with every KPI on, beside a hand-written limit.
//!
//! `cargo bench --bench queue [-- CALLS]`; CPU time of one thread, so that neighbours do not count.

use cpu_time::ProcessTime;
use hotseat::centre::Model;
use hotseat::dist::Dist;
use hotseat::kpi::Kpi;
use hotseat::replicate::{Results, replicate};

fn main() {
    let calls: f64 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(8e6);
    println!("M/M/n+M at load 1.05 n, talk 300 s, patience 180 s; {calls:.0} calls, median of 5 runs");
    println!("{:>7}  {:>12}  {:>10}", "agents", "ns per call", "M calls/s");
    let only: Option<u32> = std::env::var("AGENTS").ok().and_then(|a| a.parse().ok());
    for agents in [1, 10, 100, 1000, 20_000].into_iter().filter(|a| only.is_none_or(|o| o == *a)) {
        let mut times: Vec<f64> = (0..5).map(|seed| hotseat_run(agents, calls, seed)).collect();
        times.sort_by(f64::total_cmp);
        let ns = times[2];
        println!("{agents:>7}  {ns:>12.1}  {:>10.2}", 1e3 / ns);
    }
}

fn hotseat_run(agents: u32, calls: f64, seed: u64) -> f64 {
    let per_hour = 12.6 * f64::from(agents);
    let days = calls / per_hour / 24.0;
    let (talk, patience) = (Dist::exponential(300.0).unwrap(), Dist::exponential(180.0).unwrap());
    let model = Model::single_queue(per_hour, talk, patience, agents, days);
    let start = ProcessTime::now();
    let replication = replicate(&model, seed, 0);
    let ns = start.elapsed().as_secs_f64() * 1e9 / replication.attempts as f64;
    let s = replication.tables.total.sums;
    if seed == 0 {
        let r = |k: Kpi| {
            let (a, b) = k.ratio(&s);
            a / b
        };
        println!(
            "   ab {:.5} wait {:.4} sl20 {:.5}",
            r(Kpi::AbandonmentRate),
            r(Kpi::MeanWaitAnswered),
            r(Kpi::ServiceLevel(1))
        );
    }
    let _ = Results::new(&model);
    ns
}
