//! Builds the tables of what was tried: remedies of the worst week, and other values of assumptions.

use super::columns::{date, estimates, id, numbers, sites, truth, word};
use crate::app::assess::{Remedy, RemedyTrial, SensitivityTrial, WorstWeekRemedies};
use crate::report::assessment::Assessed;
use crate::report::data::{Column, Table};

/// Builds one row per remedy.
pub(super) fn remedies(assessed: &Assessed<'_>) -> Table {
    let rows: Vec<(&WorstWeekRemedies, &RemedyTrial)> = assessed
        .assessment
        .remedies
        .iter()
        .flat_map(|remedies| remedies.trials.iter().map(move |trial| (remedies, trial)))
        .collect();
    let remedy = || rows.iter().map(|(_, trial)| trial.remedy);
    let mut columns = vec![
        sites(assessed, rows.iter().map(|(remedies, _)| remedies.site)),
        Column::text("week_from", "first day of the week", rows.iter().map(|(r, _)| date(r.week.from))),
        Column::text("week_to", "last day of the week", rows.iter().map(|(r, _)| date(r.week.to))),
        Column::text(
            "remedy",
            "other_shifts: the same people on other shifts; more_people: the fewest with whom the week does not fail; help: calls that have waited are offered to another site too",
            remedy().map(|remedy| word(remedy.name())),
        ),
    ];
    columns.extend(details(assessed, &rows));
    columns.extend(estimates(
        "change",
        "share",
        "change of the week's answer rate, paired by replication; empty where no number of people suffices",
        rows.iter().map(|(_, trial)| trial.difference),
    ));
    Table {
        name: "assessment_remedies",
        meaning: "a remedy of the worst week of the way, simulated on the same callers",
        columns,
    }
}

fn details(assessed: &Assessed<'_>, rows: &[(&WorstWeekRemedies, &RemedyTrial)]) -> [Column; 4] {
    let remedy = || rows.iter().map(|(_, trial)| trial.remedy);
    let helper = |remedy: Remedy| match remedy {
        Remedy::HelpFrom { site, after } => Some((site, after)),
        _ => None,
    };
    [
        numbers(
            "person_shifts_moved",
            "person-shifts",
            "of other_shifts, shifts that move",
            remedy().map(|remedy| match remedy {
                Remedy::MoveShifts { shifts } => Some(shifts.into()),
                _ => None,
            }),
        ),
        numbers(
            "people",
            "people",
            "of more_people, people added; empty where no number within the seats suffices",
            remedy().map(|remedy| match remedy {
                Remedy::AddPeople { people } => Some(people.into()),
                _ => None,
            }),
        ),
        Column::text(
            "helping_site",
            "of help, id of the site that helps",
            remedy().map(|remedy| id(assessed, helper(remedy)?.0)),
        ),
        Column::real(
            "helps_after",
            "s",
            "of help, the wait before calls are offered",
            remedy().map(|remedy| Some(helper(remedy)?.1)),
        ),
    ]
}

/// Builds one row per assumption, value and site.
pub(super) fn sensitivity(assessed: &Assessed<'_>) -> Table {
    let rows: Vec<(&SensitivityTrial, usize)> = assessed
        .assessment
        .sensitivity
        .iter()
        .flat_map(|trial| (0..trial.verdicts.len()).map(move |site| (trial, site)))
        .collect();
    let each = || rows.iter().copied();
    let mut columns = vec![
        Column::text("key", "dotted path of the assumption", each().map(|(trial, _)| word(trial.key))),
        Column::text(
            "value",
            "value tried, as a file writes it",
            each().map(|(trial, _)| word(&trial.value)),
        ),
        Column::text(
            "phase",
            "after, or during of what concerns the way alone",
            each().map(|(trial, _)| word(trial.phase.name())),
        ),
        sites(assessed, each().map(|(_, site)| site)),
        Column::text(
            "verdict",
            "verdict on the site with this value: holds, fails, inconclusive or too_small",
            each().map(|(trial, site)| word(trial.verdicts[site].name())),
        ),
        Column::text(
            "verdict_as_it_is",
            "verdict on the site with the scenario's own value, in the same phase",
            each().map(|(trial, site)| word(trial.as_it_is.get(site)?.name())),
        ),
        Column::text(
            "turns",
            "true where the two verdicts differ",
            each().map(|(trial, site)| truth(trial.as_it_is.get(site)? != &trial.verdicts[site])),
        ),
    ];
    columns.extend(estimates(
        "front_line_answer_rate",
        "share",
        "answered / offered of the attempts that came to all front lines, with this value",
        each().map(|(trial, _)| trial.answered),
    ));
    Table {
        name: "assessment_sensitivity",
        meaning: "the verdict on a site under another value of an assumption, as many replications as of the verdict",
        columns,
    }
}
