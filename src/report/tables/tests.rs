use super::*;
use crate::dist::Dist;
use crate::kpi::Kpi;
use crate::report::data::Values;
use std::sync::Arc;

/// A small centre, `replications` times.
fn run(calls_per_hour: f64, days: f64, replications: u64) -> (Model, Results) {
    let talk = Dist::exponential(240.0).unwrap();
    let patience = Dist::exponential(120.0).unwrap();
    let model = Model::single_queue(calls_per_hour, talk, patience, 4, days).unwrap();
    let mut results = Results::new(&model);
    results.extend(&model, 1, replications, |_| {});
    (model, results)
}

fn table(name: &str, model: &Model, results: &Results) -> Table {
    of_run(model, results).into_iter().find(|table| table.name == name).unwrap()
}

fn text<'t>(table: &'t Table, name: &str) -> &'t [Option<Arc<str>>] {
    match &table.columns.iter().find(|column| column.name == name).unwrap().values {
        Values::Text(values) => values,
        other => panic!("{other:?}"),
    }
}

fn reals<'t>(table: &'t Table, name: &str) -> &'t [Option<f64>] {
    match &table.columns.iter().find(|column| column.name == name).unwrap().values {
        Values::Real(values) => values,
        other => panic!("{other:?}"),
    }
}

fn integers<'t>(table: &'t Table, name: &str) -> &'t [Option<i64>] {
    match &table.columns.iter().find(|column| column.name == name).unwrap().values {
        Values::Integer(values) => values,
        other => panic!("{other:?}"),
    }
}

/// Rows of the whole and of one KPI.
fn rows_of(table: &Table, kpi: &str) -> Vec<usize> {
    let (dimensions, kpis) = (text(table, "dimension"), text(table, "kpi"));
    let is = |row: &usize| dimensions[*row].as_deref() == Some("total") && kpis[*row].as_deref() == Some(kpi);
    (0..table.rows()).filter(is).collect()
}

#[test]
fn many_replications_share_rows_and_none_is_lost() {
    let (model, results) = run(60.0, 0.05, 1030);
    let table = table("replications", &model, &results);
    let (first, held) = (integers(&table, "replication"), integers(&table, "replications"));
    let rows = rows_of(&table, "offered");
    let held: Vec<i64> = rows.iter().map(|&row| held[row].unwrap()).collect();
    assert_eq!(held.len(), 258, "1024 replications by four, and six more");
    assert_eq!(held.iter().sum::<i64>(), 1030);
    assert_eq!(held.last(), Some(&2));
    let expected: Vec<i64> = (0..258).map(|section| section * 4).collect();
    assert_eq!(rows.iter().map(|&row| first[row].unwrap()).collect::<Vec<_>>(), expected);
    let offered: f64 =
        rows.iter().zip(&held).map(|(&row, &n)| reals(&table, "value")[row].unwrap() * n as f64).sum();
    let sums = results.tables.total.total();
    let (_, attempts) = Kpi::AnswerRate.ratio(sums);
    assert!((offered - attempts).abs() < 1e-6 * attempts, "{offered} of {attempts}");
}

#[test]
fn replications_weighted_by_attempts_give_the_kpi_of_all() {
    let (model, results) = run(60.0, 1.0, 12);
    let single = table("replications", &model, &results);
    let all = table("kpis", &model, &results);
    let values = |kpi: &str| -> Vec<f64> {
        rows_of(&single, kpi).iter().map(|&row| reals(&single, "value")[row].unwrap()).collect()
    };
    let offered = values("offered");
    assert_eq!(offered.len(), 12);
    for kpi in ["answer_rate", "service_level[20 s]"] {
        let weighted: f64 = values(kpi).iter().zip(&offered).map(|(rate, n)| rate * n).sum();
        let [row] = rows_of(&all, kpi)[..] else { panic!("one row of {kpi}") };
        let mean = reals(&all, "mean")[row].unwrap();
        assert!((weighted / offered.iter().sum::<f64>() - mean).abs() < 1e-12, "{kpi}");
        assert!(reals(&all, "half_width")[row].unwrap() > 0.0);
    }
}

#[test]
fn where_nobody_calls_values_are_missing_and_never_zero_over_zero() {
    let (model, results) = run(0.0, 1.0, 3);
    let kpis = table("kpis", &model, &results);
    let mean = |kpi: &str| reals(&kpis, "mean")[rows_of(&kpis, kpi)[0]];
    assert_eq!(mean("offered"), Some(0.0));
    assert_eq!(mean("occupancy"), Some(0.0));
    for kpi in ["answer_rate", "service_level[15 s]", "mean_wait_all", "wait_quantile[95]", "max_wait"] {
        assert_eq!(mean(kpi), None, "{kpi}");
    }
    let waits = table("waits", &model, &results);
    assert!(reals(&waits, "value").iter().all(Option::is_none));
}

#[test]
fn the_distribution_of_waits_is_monotone_and_meets_the_kpis() {
    let (model, results) = run(60.0, 10.0, 4);
    let waits = table("waits", &model, &results);
    let (statistic, at, value) = (text(&waits, "statistic"), reals(&waits, "at"), reals(&waits, "value"));
    let points = |which: &str| -> Vec<(f64, f64)> {
        let total =
            (0..waits.rows()).filter(|&row| text(&waits, "dimension")[row].as_deref() == Some("total"));
        let rows = total.filter(|&row| statistic[row].as_deref() == Some(which));
        rows.map(|row| (at[row].unwrap(), value[row].unwrap())).collect()
    };
    let (quantiles, tails) = (points("quantile"), points("share_longer"));
    assert!(quantiles.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
    assert!(tails.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1));
    assert_eq!(quantiles.last().copied(), results.waits.total.longest().map(|longest| (1.0, longest)));
    let p95 = quantiles.iter().find(|(share, _)| *share == 0.95).unwrap().1;
    assert_eq!(results.tables.total.wait_quantile(3).mean, Some(p95));
    // Attempts answered late: those answered less those answered within 20 s.
    let sums = results.tables.total.total();
    let (within, _) = Kpi::ServiceLevel(1).ratio(sums);
    let (answered, _) = Kpi::AnswerRate.ratio(sums);
    let late = tails.iter().find(|(wait, _)| *wait == 20.0).unwrap().1;
    assert!((late - (1.0 - within / answered)).abs() < 1e-3, "{late}");
}

#[test]
fn every_column_has_a_meaning_and_as_many_values_as_the_others() {
    let (model, results) = run(60.0, 1.0, 2);
    let tables = of_run(&model, &results);
    for table in &tables {
        for column in &table.columns {
            assert!(!column.meaning.is_empty(), "{} {}", table.name, column.name);
            assert_eq!(column.values.len(), table.rows(), "{} {}", table.name, column.name);
        }
    }
    let columns = columns(&tables);
    assert_eq!(columns.rows(), tables.iter().map(|table| table.columns.len()).sum::<usize>());
    let documented = include_str!("mod.rs");
    for name in text(&columns, "column").iter().flatten().filter(|name| &***name != "definition") {
        assert!(documented.contains(&format!("`{name}`")), "{name} is not in the module's documentation");
    }
}
