//! Builds the JSON object of `check`: shares, seconds, erlangs; an undefined value is `null`.

use super::ask::Ask;
use super::assumptions;
use super::outlook::{Hour, Outlook, View};
use crate::analytic::Place;
use crate::analytic::day::{ExpectedDay, STANDARD_WAIT};
use crate::analytic::expected::{ExpectedHour, GroupDay};
use crate::analytic::overload::Overload;
use crate::format::clock;
use crate::language::{Language, Text};
use crate::model::Model;
use crate::report::json::put;
use crate::report::self_check::reasons_json;
use crate::report::words::words;
use crate::scenario::plan::{Plan, SitePlan};
use crate::scenario::{Assumption, Loaded};
use crate::time::HALF_HOURS;
use crate::verdict::Resource;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Builds the object of a plan.
pub(super) fn plan(loaded: &Loaded, plan: &Plan, ask: &Ask) -> Value {
    let model = &loaded.model;
    let view = View::new(model, plan);
    let days = view.days();
    let mut all = json!({
        "scenario": model.name(), "title": plan.title, "days": model.horizon().dates(),
        "first_date": date(model, 0), "last_date": date(model, days.end - 1),
        "within": STANDARD_WAIT,
        "total": total(&view),
        "site": view.sites.iter().zip(&plan.sites).map(|(o, s)| site(&view, o, s)).collect::<Vec<_>>(),
        "comparators": plan.comparators.iter().map(comparator).collect::<Vec<_>>(),
        "notes": texts(&plan.notes), "not_modelled": texts(&plan.not_modelled),
        "assumptions": loaded.assumptions.iter().map(assumption).collect::<Vec<_>>(),
        "basis": plan.basis.iter().map(|b| json!({
            "about": b.about, "value": assumptions::value(plan, b, words(Language::En)), "why": b.why,
        })).collect::<Vec<_>>(),
    });
    if let (Some(listed), Value::Object(map)) = (ask.listed, &mut all) {
        map.insert("sites_listed".to_owned(), json!(listed));
    }
    if let (Some(i), Value::Object(map)) = (ask.site, &mut all) {
        let outlook = &view.sites[i];
        let worst = outlook.worst_week(&view.weeks).map_or(days.clone(), |week| week.days);
        let hours =
            |days: &Range<usize>| outlook.hours(days).iter().enumerate().map(hour).collect::<Vec<_>>();
        let detail = json!({"id": plan.sites[i].id, "all_days": hours(&days), "worst_week": hours(&worst)});
        map.insert("hours".to_owned(), detail);
    }
    all
}

fn total(view: &View<'_>) -> Value {
    let sum = |of: fn(&SitePlan) -> u64| view.plan.sites.iter().map(of).sum::<u64>();
    json!({
        "people": sum(|s| s.people),
        "seats": sum(|s| u64::from(s.rule_seats)),
        "staff": sum(|s| u64::from(s.rule_staff)),
        "first_day_seats": sum(|s| u64::from(s.first_day_seats)),
        "first_day_staff": sum(|s| u64::from(s.first_day_staff)),
        "peak": peak(view.model, &view.all),
        "preview": preview(view, &view.all),
    })
}

fn site(view: &View<'_>, outlook: &Outlook, site: &SitePlan) -> Value {
    let partner = site.partner.and_then(|p| view.plan.sites.get(p)).map(|p| p.id.as_str());
    let binds = outlook
        .hours(&view.days())
        .iter()
        .enumerate()
        .filter_map(|(hour, h)| h.short.map(|which| json!({"hour": hour, "limit": limit(which)})))
        .collect::<Vec<_>>();
    json!({
        "id": site.id, "name": {"en": site.name.en, "zh": site.name.zh}, "people": site.people,
        "seats": site.rule_seats, "staff": site.rule_staff, "first_day_seats": site.first_day_seats,
        "first_day_staff": site.first_day_staff,
        "last_day_seats": site.ramp_up.seats.last(), "last_day_staff": site.ramp_up.staff.last(),
        "peak": peak(view.model, outlook), "binds": binds,
        "own_per_year": site.own_per_year, "lines_per_year": site.lines_per_year,
        "total_per_year": site.total_per_year(), "per_head": site.per_head(),
        "partner": partner, "unstaffed_hours": site.unstaffed_hours,
        "called_in_hours": site.called_in_hours,
        "person_shifts_without_a_seat": site.unused_shifts,
        "preview": preview(view, outlook),
    })
}

fn peak(model: &Model, outlook: &Outlook) -> Value {
    let slot = outlook.peak();
    let then = &outlook.moments[slot];
    json!({
        "load": then.load, "agents": then.agents, "seats": then.seats,
        "date": date(model, slot / HALF_HOURS), "time": clock(slot % HALF_HOURS),
    })
}

fn preview(view: &View<'_>, outlook: &Outlook) -> Value {
    let week = outlook.worst_week(&view.weeks).map(|week| {
        json!({
            "first_date": date(view.model, week.days.start), "last_date": date(view.model, week.days.end - 1),
            "service_level": week.level,
        })
    });
    json!({"service_level": outlook.average(), "worst_week": week})
}

fn hour((hour, h): (usize, &Hour)) -> Value {
    json!({
        "hour": hour, "calls": h.calls, "load": h.load, "agents": h.agents, "seats": h.seats,
        "binds": h.short.map(limit), "service_level": h.level,
    })
}

fn limit(resource: Resource) -> &'static str {
    match resource {
        Resource::Staff => "staff",
        Resource::Seats => "seats",
    }
}

fn date(model: &Model, day: usize) -> Option<String> {
    model.horizon().date(day).map(|date| date.to_string())
}

fn texts<'t>(all: impl IntoIterator<Item = &'t Text>) -> Vec<Value> {
    all.into_iter().map(|text| json!({"en": text.en, "zh": text.zh})).collect()
}

fn warnings(overloads: &[Overload]) -> Vec<Value> {
    let [en, zh] = [Language::En, Language::Zh].map(words);
    let both = |overload| json!({"en": en.overload(overload), "zh": zh.overload(overload)});
    overloads.iter().map(both).collect()
}

fn assumption(a: &Assumption) -> Value {
    json!({"key": a.key, "value": a.value, "why": a.why, "low": a.low, "high": a.high})
}

fn comparator(c: &crate::scenario::plan::Comparator) -> Value {
    json!({
        "place": {"en": c.place.en, "zh": c.place.zh}, "period": c.period, "per_head": c.per_head,
        "counted": {"en": c.counted.en, "zh": c.counted.zh}, "source": c.source,
    })
}

/// Builds the object of a single file; the exact answer has the keys of `run --json`. Of several groups `agents` are those
/// who take first calls, `offered_load` is that of all calls, those handed on included.
pub(super) fn single_queue(loaded: &Loaded) -> Value {
    let (model, day) = (&loaded.model, ExpectedDay::new(&loaded.model, loaded.acceptable_wait));
    json!({
        "scenario": model.name(), "days": model.horizon().days, "within": day.within,
        "agents": day.agents(), "calls_per_hour": day.calls(), "offered_load": day.load(),
        "exact": exact(&day, model),
        "no_exact_answer": day.answer.as_ref().err().map(|reasons| reasons_json(reasons)),
        "preview": {
            "service_level": day.service_level(),
            "groups": day.groups.iter().map(group).collect::<Vec<_>>(),
        },
        "hours": expected_hours(&day.hours()),
        "warnings": warnings(&day.overloads),
        "notes": texts(loaded.notes.iter().map(|note| &note.text)),
        "assumptions": loaded.assumptions.iter().map(assumption).collect::<Vec<_>>(),
    })
}

/// Writes the preview of a group; a level that is `null` has its reasons.
fn group(group: &GroupDay) -> Value {
    json!({
        "id": group.id, "agents": group.mean(|h| h.agents), "calls_per_hour": group.mean(|h| h.calls),
        "offered_load": group.mean(|h| h.load), "service_level": group.level,
        "no_preview": group.level.is_none().then(|| reasons_json(&group.reasons)),
        "hours": expected_hours(&group.hours),
    })
}

fn expected_hours(hours: &[ExpectedHour]) -> Vec<Value> {
    let hour = |(hour, h): (usize, &ExpectedHour)| {
        json!({
            "hour": hour, "calls": h.calls, "load": h.load, "modified_offered_load": h.modified_load,
            "agents": h.agents, "service_level": h.level,
        })
    };
    hours.iter().enumerate().map(hour).collect()
}

/// Writes the exact answer under the keys of `run --json`, at the top those of all calls, else under `hotline` or `group` and its name.
fn exact(day: &ExpectedDay, model: &Model) -> Option<Value> {
    let answer = day.answer.as_ref().ok()?;
    let mut map = Map::new();
    for figure in &answer.figures {
        let entry = match figure.place {
            Place::Hotline(index) => entry(&mut map, "hotline", &model.hotlines()[index].number),
            Place::AgentGroup(index) => entry(&mut map, "group", &model.groups()[index].id),
            Place::Total | Place::Interval(_) => Some(&mut map),
        };
        if let Some(entry) = entry {
            put(entry, &figure.kpi.name(model.acceptable_waits()), json!(figure.value));
        }
    }
    map.insert("formula".to_owned(), json!(answer.formula));
    Some(Value::Object(map))
}

fn entry<'m>(
    map: &'m mut Map<String, Value>,
    dimension: &str,
    name: &str,
) -> Option<&'m mut Map<String, Value>> {
    let dimension = map.entry(dimension).or_insert_with(|| json!({})).as_object_mut()?;
    dimension.entry(name).or_insert_with(|| json!({})).as_object_mut()
}
