use super::*;
use crate::app::assess::{
    Assessment, DemandFactor, LeastSeats, PathOfSite, PhaseService, Remedy, RemedyTrial, RuleAtSite,
    SensitivityTrial, WeekOfPath, WeekService, WorstWeekRemedies,
};
use crate::merger::Phase;
use crate::report::data::{Values, columns};
use crate::scenario::presets::{preset, write};
use crate::scenario::{Changes, Scenario};
use crate::stats::Estimate;
use crate::verdict::Verdict;

const WORST: Estimate = Estimate { mean: Some(0.9), half_width: Some(0.01) };

/// One site of everything, made up.
fn assessment() -> Assessment {
    let date = Some(jiff::civil::date(2021, 4, 26));
    let week = WeekService { from: date, to: date, answer_rate: WORST, mean_wait: Estimate::default() };
    Assessment {
        rule: vec![RuleAtSite {
            site: 0,
            verdict: Verdict::Fails,
            worst_24h: WORST,
            windows_judged: 12.0,
            below: WORST,
            seats: 19,
            staff: 57,
            demand: Some(DemandFactor::AtLeast(8.0)),
            least: Some(LeastSeats { seats: 20, per_million: 16.0, is_least: true, worst_24h: WORST }),
            called_in_hours: None,
        }],
        days: 7,
        path: vec![PathOfSite {
            site: 0,
            weeks_judged: 1,
            weeks_failing: 1,
            holds_from: None,
            worst_week: Some(week),
            called_in_hours: Some(1.5),
        }],
        weeks: vec![WeekOfPath {
            site: 0,
            week: 0,
            offered: 4000.0,
            windows_judged: 300.0,
            worst_24h: Estimate::default(),
            verdict: Verdict::TooSmall,
            fails: None,
            service: week,
        }],
        phases: vec![PhaseService {
            phase: Phase::After,
            replications: 4,
            callers_answered: WORST,
            change: Estimate::default(),
            front_line_answered: WORST,
            front_line_wait: WORST,
            closed: WORST,
        }],
        remedies: Some(WorstWeekRemedies {
            site: 0,
            week,
            trials: vec![RemedyTrial { remedy: Remedy::NoPeopleSuffice, difference: Estimate::default() }],
        }),
        sensitivity: vec![SensitivityTrial {
            key: "staff.pattern",
            value: "equal".to_owned(),
            phase: Phase::After,
            verdicts: vec![Verdict::Holds],
            as_it_is: vec![Verdict::Fails],
            answered: WORST,
        }],
        ..Assessment::default()
    }
}

fn tables() -> Vec<Table> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan");
    write(preset("jilin-2021").unwrap(), &path).unwrap();
    let few = Changes::new().set("days", "7").set("only_sites", "[\"siping\"]");
    let loaded = Scenario::open(&path).unwrap().with(&few).unwrap();
    let (plan, assessment) = (loaded.plan.as_ref().unwrap(), assessment());
    of_assessment(&Assessed { model: &loaded.model, plan, assessment: &assessment })
}

#[test]
fn every_column_of_an_assessment_has_a_meaning_and_as_many_values_as_the_others() {
    let tables = tables();
    for table in &tables {
        assert_eq!(table.rows(), 1, "{}", table.name);
        for column in &table.columns {
            assert!(!column.meaning.is_empty(), "{} {}", table.name, column.name);
            assert_eq!(column.values.len(), table.rows(), "{} {}", table.name, column.name);
        }
        assert!(include_str!("mod.rs").contains(&format!("| `{}` |", table.name)), "{}", table.name);
    }
    let names = columns(&tables);
    assert_eq!(names.rows(), tables.iter().map(|table| table.columns.len()).sum::<usize>());
}

#[test]
fn what_an_assessment_does_not_know_is_missing() {
    let missing = |table: &str, column: &str| {
        let tables = tables();
        let table = tables.iter().find(|one| one.name == table).unwrap();
        match &table.columns.iter().find(|one| one.name == column).unwrap().values {
            Values::Text(values) => values[0].is_none(),
            Values::Real(values) => values[0].is_none(),
            Values::Integer(values) => values[0].is_none(),
        }
    };
    for (table, column) in [
        ("assessment_rule", "called_in_hours"),
        ("assessment_path", "holds_from"),
        ("assessment_weeks", "worst_24h_answer_rate"),
        ("assessment_weeks", "fails"),
        ("assessment_phases", "change_from_before"),
        ("assessment_remedies", "people"),
        ("assessment_remedies", "change"),
    ] {
        assert!(missing(table, column), "{table} {column}");
    }
    assert!(!missing("assessment_rule", "least_seats") && !missing("assessment_path", "called_in_hours"));
}
