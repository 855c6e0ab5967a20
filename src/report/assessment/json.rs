//! An assessment for machines. Shares, seconds, dates; what is not known is `null`.

use super::Assessed;
use crate::app::assess::{
    DemandFactor, PathOfSite, PhaseService, Remedy, RemedyTrial, RuleAtSite, SensitivityTrial, WeekService,
    WorstWeekRemedies,
};
use crate::report::json::estimate;
use crate::verdict::Verdict;
use serde_json::{Map, Value, json};

/// Builds the object that `run --json` adds to the results of a plan.
pub fn json(assessed: &Assessed<'_>) -> Value {
    let assessment = assessed.assessment;
    let number = |verdict| assessment.number_of(verdict);
    json!({
        "rule": {
            "holds": number(Verdict::Holds),
            "fails": number(Verdict::Fails),
            "inconclusive": number(Verdict::Inconclusive),
            "too_small": number(Verdict::TooSmall),
            "days": assessment.days,
            "sites": assessment.rule.iter().map(|site| rule(assessed, site)).collect::<Vec<_>>(),
        },
        "path": {
            "sites": assessment.path.iter().map(|site| path(assessed, site)).collect::<Vec<_>>(),
        },
        "phases": assessment.phases.iter().map(|one| (one.phase.name().to_owned(), phase(one))).collect::<Map<_, _>>(),
        "remedies": assessment.remedies.as_ref().map_or_else(Vec::new, |all| remedies(assessed, all)),
        "sensitivity": assessment.sensitivity.iter().map(|trial| sensitivity(assessed, trial)).collect::<Vec<_>>(),
    })
}

fn rule(assessed: &Assessed<'_>, site: &RuleAtSite) -> Value {
    let (factor, at_least) = match site.demand {
        None => (None, None),
        Some(DemandFactor::Is(x)) => (Some(x), Some(false)),
        Some(DemandFactor::AtLeast(x)) => (Some(x), Some(true)),
    };
    json!({
        "site": id(assessed, site.site),
        "verdict": site.verdict.name(),
        "worst_24h_answer_rate": estimate(site.worst_24h),
        "windows_judged": site.windows_judged,
        "years_below_95": estimate(site.below),
        "seats": site.seats,
        "staff": site.staff,
        "demand_factor": factor,
        "demand_factor_is_at_least": at_least,
        "least_seats": site.least.map(|least| least.seats),
        "least_seats_per_million": site.least.map(|least| least.per_million),
        "least_seats_is_least": site.least.map(|least| least.is_least),
        "worst_24h_with_least_seats": site.least.map(|least| estimate(least.worst_24h)),
        "called_in_hours": site.called_in_hours,
    })
}

fn path(assessed: &Assessed<'_>, path: &PathOfSite) -> Value {
    json!({
        "site": id(assessed, path.site),
        "holds_from": path.holds_from.map(|date| date.to_string()),
        "weeks_failing": path.weeks_failing,
        "weeks_judged": path.weeks_judged,
        "worst_week": path.worst_week.as_ref().map(week),
        "called_in_hours": path.called_in_hours,
    })
}

fn week(week: &WeekService) -> Value {
    json!({
        "from": week.from.map(|date| date.to_string()),
        "to": week.to.map(|date| date.to_string()),
        "answer_rate": estimate(week.answer_rate),
        "mean_wait": estimate(week.mean_wait),
    })
}

fn phase(service: &PhaseService) -> Value {
    json!({
        "replications": service.replications,
        "answer_rate_by_caller": estimate(service.callers_answered),
        "change_from_before": estimate(service.change),
        "front_line_answer_rate": estimate(service.front_line_answered),
        "front_line_mean_wait": estimate(service.front_line_wait),
        "closed_rate": estimate(service.closed),
    })
}

fn remedies(assessed: &Assessed<'_>, remedies: &WorstWeekRemedies) -> Vec<Value> {
    remedies.trials.iter().map(|trial| remedy(assessed, remedies, trial)).collect()
}

fn remedy(assessed: &Assessed<'_>, remedies: &WorstWeekRemedies, trial: &RemedyTrial) -> Value {
    let details = match trial.remedy {
        Remedy::MoveShifts { shifts } => json!({ "person_shifts_moved": shifts }),
        Remedy::AddPeople { people } => json!({ "people": people }),
        Remedy::NoPeopleSuffice => json!({ "people": null }),
        Remedy::HelpFrom { site, after } => {
            json!({ "from_site": id(assessed, site), "after_seconds": after })
        }
    };
    json!({
        "site": id(assessed, remedies.site),
        "week": week(&remedies.week),
        "remedy": trial.remedy.name(),
        "details": details,
        "change": estimate(trial.difference),
    })
}

fn sensitivity(assessed: &Assessed<'_>, trial: &SensitivityTrial) -> Value {
    let verdicts = trial.verdicts.iter().enumerate();
    let sites = verdicts.map(|(site, verdict)| (id(assessed, site).to_owned(), Value::from(verdict.name())));
    json!({
        "key": trial.key,
        "value": trial.value,
        "phase": trial.phase.name(),
        "answer_rate": estimate(trial.answered),
        "verdicts": sites.collect::<Map<_, _>>(),
    })
}

fn id<'a>(assessed: &Assessed<'a>, site: usize) -> &'a str {
    &assessed.model.sites()[site].id
}
