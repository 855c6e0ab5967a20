//! Makes the model of a plan's rows, and the report on its sites and hotlines.

use super::call_flow::{DesksFile, OpenOnFile};
use super::desks::Routing;
use super::hotlines::{HotlineAtSite, carrier, lines, window};
use super::notes;
use super::parts::Parts;
use super::report::{HotlinePlan, Plan, not_modelled};
use super::staffing::{front_lines, rule, shrinkage, site_plans};
use super::tables::HotlineRow;
use super::traffic_notes;
use super::without_effect;
use crate::language::Text;
use crate::model::*;
use crate::planning::opening_hours::OpeningHours;
use crate::scenario::acceptable_waits::acceptable_waits;
use crate::scenario::file::ArrivalsFile;
use crate::time::{DAY, Horizon};

/// Makes the model and its report.
pub(super) fn build(parts: &Parts) -> (ModelParts, Plan) {
    let lines = lines(parts);
    let hours = parts.file.desks.as_ref().map(|desks| opening_hours(parts, desks));
    let shrinkage = shrinkage(parts);
    let mut sites = site_plans(parts, &lines, hours.as_ref());
    let front_lines = front_lines(parts, &shrinkage, &mut sites);
    let mut routing = Routing::new(parts, front_lines, &lines, hours.as_ref());
    let call_types = lines.iter().map(|line| call_type(parts, line, &mut routing)).collect();
    let Routing { groups, queues, front, report: desks, .. } = routing;
    let mut notes = notes::notes(parts, &sites, &desks, &shrinkage);
    notes.extend(traffic_notes::publicity(parts));
    notes.extend(traffic_notes::after_hours(parts, &lines, hours.as_ref()));
    notes.extend(without_effect::notes(parts, &sites));
    let plan = Plan {
        title: parts.file.title.clone(),
        rule: rule(parts),
        phase: super::hotlines::phase(parts),
        notes,
        sites,
        front,
        desks,
        hotlines: hotline_plans(parts),
        seasons: named_seasons(parts),
        hire_ahead_days: ((parts.file.path.hiring_lead.0 + parts.file.path.training.0) / DAY).ceil() as u32,
        shrinkage,
        basis: notes::basis(parts),
        comparators: parts.comparators.clone(),
        not_modelled: not_modelled(parts),
    };
    (model(parts, groups, queues, call_types), plan)
}

/// The opening hours of the desks over the horizon.
fn opening_hours(parts: &Parts, desks: &DesksFile) -> OpeningHours {
    let open_on = |date: &jiff::civil::Date| match desks.on {
        OpenOnFile::Workdays => parts.calendar.is_workday(*date),
        OpenOnFile::EveryDay => true,
    };
    OpeningHours::new(desks.opens.0, desks.closes.0, parts.dates.iter().map(open_on).collect())
}

fn model(
    parts: &Parts,
    groups: Vec<AgentGroup>,
    queues: Vec<Queue>,
    call_types: Vec<CallType>,
) -> ModelParts {
    let file = &parts.file;
    let site = |s: &super::sites::SiteRow| Site { id: s.id.clone(), name: s.name.clone(), people: s.people };
    ModelParts {
        name: file.name.clone(),
        horizon: Horizon { days: f64::from(file.days.0), warm_up: file.warm_up.0, start: Some(file.start.0) },
        seed: file.seed,
        hotlines: hotlines(parts),
        sites: parts.sites.iter().map(site).collect(),
        groups,
        queues,
        call_types,
        busyness: parts.busyness(),
        arrivals: match file.arrivals {
            Some(ArrivalsFile::Inverted) => Arrivals::Inverted,
            Some(ArrivalsFile::Thinned) | None => Arrivals::Thinned,
        },
        satisfaction: file.satisfaction.map(|s| Satisfaction {
            solved: s.solved.0,
            unsolved: s.unsolved.0,
            decay: s.decay.0,
            rated: s.rated.0,
        }),
        acceptable_waits: acceptable_waits(&file.service_level_within),
    }
}

/// Makes the call type of a line: its callers, the queues they join and what follows an answer.
fn call_type(parts: &Parts, line: &HotlineAtSite, routing: &mut Routing<'_>) -> CallType {
    let route = routing.of_line(line);
    let (follow_up, caller) = (&parts.caller.follow_up, &parts.caller);
    CallType {
        queue: QueueId::new(route.queue),
        referral: route.referral,
        redial: caller.redial.clone(),
        repeat: caller.repeat.clone(),
        follow_up: follow_up
            .clone()
            .zip(routing.tickets(line.site))
            .map(|(f, queue)| FollowUp { queue: QueueId::new(queue), ..f }),
        ..line.call_type(route.reach, caller.patience.clone())
    }
}

fn named_seasons(parts: &Parts) -> Vec<(Text, jiff::civil::Date, jiff::civil::Date)> {
    let mut seasons: Vec<_> =
        parts.seasons.iter().map(|row| (row.name.clone(), row.season.first, row.season.last)).collect();
    seasons.dedup();
    seasons
}

/// Returns the one number, then the hotlines of hotlines.csv; absorbed ones have their carrier's window.
fn hotlines(parts: &Parts) -> Vec<Hotline> {
    let own = &parts.file.own_topics;
    let name = Text { en: own.name.en.clone(), zh: own.name.zh.clone() };
    let own = Hotline { number: own.number.clone(), name, mode: Mode::Own, window: None, absorbed_by: None };
    let row = |(index, row): (usize, &HotlineRow)| Hotline {
        number: row.number.clone(),
        name: row.name.clone(),
        mode: row.mode,
        window: window(parts, parts.hotlines[carrier(parts, index)].window),
        absorbed_by: row.absorbed_by.map(|i| HotlineId::new(i + 1)),
    };
    std::iter::once(own).chain(parts.hotlines.iter().enumerate().map(row)).collect()
}

fn hotline_plans(parts: &Parts) -> Vec<HotlinePlan> {
    let own = &parts.file.own_topics;
    let first = HotlinePlan {
        number: own.number.clone(),
        alias: None,
        name: Text { en: own.name.en.clone(), zh: own.name.zh.clone() },
        owner: Text::default(),
        mode: Mode::Own,
        window: None,
        end_date_alone: false,
        weight: 0.0,
        absorbed_by: None,
        with: None,
        aht: Some(own.aht.0),
        line: 0,
        note: String::new(),
    };
    let row = |row: &HotlineRow| HotlinePlan {
        number: row.number.clone(),
        alias: row.alias.clone(),
        name: row.name.clone(),
        owner: row.owner.clone(),
        mode: row.mode,
        window: row.window,
        end_date_alone: row.end_date_alone,
        weight: row.weight,
        absorbed_by: row.absorbed_by.map(|i| (i + 1, row.share_of_carrier)),
        with: row.with.map(|i| i + 1),
        aht: row.calls.map(|(aht, _)| aht),
        line: row.line,
        note: row.note.clone(),
    };
    std::iter::once(first).chain(parts.hotlines.iter().map(row)).collect()
}
