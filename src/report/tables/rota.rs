//! Builds the table of rotas: people by site, date and half hour.

use crate::model::{AgentGroup, Model, Staffing};
use crate::report::data::{Column, Table};
use crate::time::HALF_HOURS;
use crate::workforce::ShiftPlan;
use std::sync::Arc;

/// A half hour of a site.
struct Row<'a> {
    site: &'a Arc<str>,
    plan: &'a ShiftPlan,
    day: usize,
    half_hour: usize,
}

/// Builds one row per front line x date x half hour; none where no group has a shift plan.
pub(super) fn rota(model: &Model) -> Option<Table> {
    let plans: Vec<(Arc<str>, &ShiftPlan)> = model.groups().iter().filter_map(planned).collect();
    let days = model.horizon().dates();
    let dates: Vec<Option<Arc<str>>> =
        (0..days).map(|day| Some(model.horizon().date(day)?.to_string().into())).collect();
    let clock = |half: usize| format!("{:02}:{:02}", half / 2, half % 2 * 30).into();
    let times: Vec<Arc<str>> = (0..HALF_HOURS).map(clock).collect();
    let slots = || (0..days).flat_map(|day| (0..HALF_HOURS).map(move |half_hour| (day, half_hour)));
    let rows: Vec<Row<'_>> = plans
        .iter()
        .flat_map(|(site, plan)| slots().map(move |(day, half_hour)| Row { site, plan, day, half_hour }))
        .collect();
    (!rows.is_empty()).then(|| table(&rows, &dates, &times))
}

fn planned(group: &AgentGroup) -> Option<(Arc<str>, &ShiftPlan)> {
    match &group.staffing {
        Staffing::ShiftPlan(plan) => Some((group.id.as_str().into(), plan)),
        _ => None,
    }
}

fn table(rows: &[Row<'_>], dates: &[Option<Arc<str>>], times: &[Arc<str>]) -> Table {
    let whole = |of: fn(&Row<'_>) -> u32| rows.iter().map(move |row| u64::from(of(row)));
    Table {
        name: "rota",
        meaning: "a half hour of a site's rota, the same in every replication",
        columns: vec![
            Column::text(
                "site",
                "site id; of one pool `province`",
                rows.iter().map(|row| Some(row.site.clone())),
            ),
            Column::text("date", "date", rows.iter().map(|row| dates[row.day].clone())),
            Column::text(
                "time",
                "start of the half hour",
                rows.iter().map(|row| Some(times[row.half_hour].clone())),
            ),
            Column::integer(
                "planned",
                "people",
                "people rostered, leave taken off",
                whole(|row| row.plan.on_duty(row.day, row.half_hour)),
            ),
            Column::integer(
                "off_line",
                "people",
                "of them in training or other planned time off the line",
                whole(|row| row.plan.off_line_in(row.day * HALF_HOURS + row.half_hour)),
            ),
            Column::real(
                "present",
                "agents",
                "agents on the line expected on average over sickness, after breaks and planned time off, at most the seats",
                rows.iter().map(|row| Some(row.plan.expected(row.day, row.half_hour))),
            ),
            Column::real(
                "called_in",
                "hours",
                "expected hours of a colleague called in because everybody rostered is absent",
                rows.iter().map(|row| Some(row.plan.called_in(row.day, row.half_hour))),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::ModelParts;
    use crate::report::data::Values;
    use crate::time::HOUR;
    use crate::workforce::Shift;

    #[test]
    fn a_rota_has_a_row_for_every_half_hour_and_expectations_beside_it() {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let mut parts = ModelParts::single_queue(60.0, talk, patience, 1, 2.0);
        assert_eq!(rota(&Model::new(parts.clone()).unwrap()), None);
        parts.horizon.start = Some(jiff::civil::date(2021, 4, 26));
        parts.groups[0].staffing = Staffing::ShiftPlan(ShiftPlan {
            shifts: vec![Shift { start: 8.0 * HOUR, length: 8.0 * HOUR }],
            rostered: vec![vec![1], vec![10]],
            absence: vec![0.1],
            off_line: vec![2; 96],
            breaks: 0.0,
            seats: vec![9],
            lines_per_seat: None,
            hands_over: false,
        });
        let table = rota(&Model::new(parts).unwrap()).unwrap();
        assert_eq!(table.rows(), 96);
        let text = |column: usize, row: usize| match &table.columns[column].values {
            Values::Text(values) => values[row].clone().unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!((&*text(1, 49), &*text(2, 49)), ("2021-04-27", "00:30"));
        let Values::Integer(planned) = &table.columns[3].values else { panic!("whole numbers") };
        let (Values::Real(present), Values::Real(called_in)) =
            (&table.columns[5].values, &table.columns[6].values)
        else {
            panic!("numbers")
        };
        assert_eq!(
            [planned[15], planned[16], planned[31], planned[32], planned[70]].map(Option::unwrap),
            [0, 1, 1, 0, 10]
        );
        assert_eq!(present[15], Some(0.0));
        assert!((present[16].unwrap() - 1.0).abs() < 1e-12);
        assert!((called_in[16].unwrap() - 0.05).abs() < 1e-12 && called_in[15] == Some(0.0));
        // Ten people, a tenth of them absent, two off the line.
        assert!((present[70].unwrap() - 7.0).abs() < 1e-4, "{:?}", present[70]);
    }
}
