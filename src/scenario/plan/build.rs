//! From validated rows to the model: volumes, streams, rotas.

use super::file::{CurveFile, ExpansionFile, PatternFile, PhaseFile, RoundingFile, RuleOnFile};
use super::report::{HotlinePlan, Plan, SitePlan, not_modelled};
use super::tables::{HotlineRow, SiteRow};
use super::{Parts, check, notes};
use crate::centre::*;
use crate::demand::{Growth, Season, per_day};
use crate::dist::Dist;
use crate::merger::{Curve, Habit, Learning, Line, Phase, reach, yearly};
use crate::scenario::file::ArrivalsFile;
use crate::scenario::units::Volume;
use crate::staffing::rule::part_of;
use crate::staffing::{
    Expansion, Hiring, Labour, Need, Pattern, Roster, Rota, Rounding, Rule, RuleOn, Shift, Thousandths, path,
    roster,
};
use crate::time::{DAY, HALF_HOURS, HOUR, Horizon};

/// The model and its report.
pub(super) fn build(parts: &Parts) -> (Model, Plan) {
    let streams = streams(parts);
    let labour = labour(parts);
    let mut sites = site_plans(parts, &streams);
    let rotas = rotas(parts, &labour, &mut sites);
    let file = &parts.file;
    let shifts = rotas.first().map_or(0, |rota| rota.shifts.len());
    let groups = parts.sites.iter().zip(rotas).enumerate().map(|(site, (row, rota))| Group {
        id: row.id.clone(),
        site,
        staffing: Staffing::Rota(rota),
        shift_end: ShiftEnd::Finish,
        front_line: true,
        generalist: true,
    });
    let model = Model {
        name: file.name.clone(),
        horizon: Horizon { days: f64::from(file.days.0), warm_up: file.warm_up.0, start: Some(file.start.0) },
        seed: file.seed,
        hotlines: hotlines(parts),
        sites: parts
            .sites
            .iter()
            .map(|s| Site { id: s.id.clone(), name: s.name.clone(), people: s.people })
            .collect(),
        groups: groups.collect(),
        queues: parts.sites.iter().enumerate().map(front_queue).collect(),
        satisfaction: None,
        streams,
        busyness: file.busyness.map(|b| Busyness {
            day_cv: b.day_cv,
            hour_cv: b.hour_cv,
            hour_lag: b.hour_lag,
            shares: [b.shares.province.0, b.shares.site.0, b.shares.own.0],
        }),
        arrivals: match file.arrivals {
            Some(ArrivalsFile::Inverted) => Arrivals::Inverted,
            Some(ArrivalsFile::Thinned) | None => Arrivals::Thinned,
        },
        within: check::within(&parts.file),
    };
    let plan = Plan {
        title: file.title.clone(),
        notes: notes::notes(parts, &sites, &labour, shifts),
        sites,
        hotlines: hotline_plans(parts),
        seasons: named_seasons(parts),
        labour,
        basis: notes::basis(parts),
        comparators: parts.comparators.clone(),
        not_modelled: not_modelled(),
    };
    (model, plan)
}

/// A site's callers wait for its front line, in uncovered hours for its partner's.
fn front_queue((site, row): (usize, &SiteRow)) -> Queue {
    let when_closed = row.partner.map_or(WhenClosed::Wait, WhenClosed::Forward);
    Queue { when_closed, ..Queue::of(site) }
}

fn named_seasons(parts: &Parts) -> Vec<(Text, jiff::civil::Date, jiff::civil::Date)> {
    let mut seasons: Vec<_> =
        parts.seasons.iter().map(|row| (row.name.clone(), row.season.first, row.season.last)).collect();
    seasons.dedup();
    seasons
}

/// The one number, then the rows; those absorbed have their carrier's window.
fn hotlines(parts: &Parts) -> Vec<Hotline> {
    let own = &parts.file.own_topics;
    let name = Text { en: own.name.en.clone(), zh: own.name.zh.clone() };
    let own = Hotline { number: own.number.clone(), name, mode: Mode::Own, window: None, absorbed_by: None };
    let row = |row: &HotlineRow| Hotline {
        number: row.number.clone(),
        name: row.name.clone(),
        mode: row.mode,
        window: planned(parts, carrier(parts, row)),
        absorbed_by: row.absorbed_by.map(|i| i + 1),
    };
    std::iter::once(own).chain(parts.hotlines.iter().map(row)).collect()
}

/// The row whose mode and window apply: the carrier's for an absorbed line.
fn carrier<'a>(parts: &'a Parts, row: &'a HotlineRow) -> &'a HotlineRow {
    row.absorbed_by.map_or(row, |i| &parts.hotlines[i])
}

fn planned(parts: &Parts, row: &HotlineRow) -> Option<Window> {
    let day = |date: jiff::civil::Date| date.duration_since(parts.file.start.0).as_hours() / 24;
    row.window.map(|(first, last)| Window { first: day(first), last: day(last) })
}

fn phase(parts: &Parts) -> Phase {
    match parts.file.phase {
        PhaseFile::Before => Phase::Before,
        PhaseFile::During => Phase::During,
        PhaseFile::After => Phase::After,
    }
}

/// Fresh callers a year of the one number (first) and of every row at one site, at the base date.
fn callers(parts: &Parts, site: usize) -> Vec<f64> {
    let at_site = |row: &HotlineRow| row.sites.as_ref().is_none_or(|sites| sites.contains(&site));
    let own = Line { mode: Mode::Own, weight: 0.0, absorbed: None };
    let line = |row: &HotlineRow| Line {
        mode: row.mode,
        weight: if at_site(row) { row.weight } else { 0.0 },
        absorbed: row.absorbed_by.map(|i| (i + 1, row.share_of_carrier)),
    };
    let lines: Vec<Line> = std::iter::once(own).chain(parts.hotlines.iter().map(line)).collect();
    let file = &parts.file;
    yearly(site_total(&parts.sites[site]), file.demand.own_share.0, file.migration.habit_after.0, &lines)
}

fn site_total(site: &SiteRow) -> f64 {
    match site.volume {
        Volume::PerInhabitantYear(x) => x * site.people as f64,
        Volume::PerDay(x) => x * crate::demand::expected::YEAR,
        Volume::PerHour(x) => x * 24.0 * crate::demand::expected::YEAR,
    }
}

/// One stream per site and line that has calls there.
fn streams(parts: &Parts) -> Vec<Stream> {
    let mut streams = Vec::new();
    for site in 0..parts.sites.len() {
        for (hotline, per_year) in callers(parts, site).into_iter().enumerate() {
            if per_year > 0.0 {
                streams.extend(stream(parts, site, hotline, per_year));
            }
        }
    }
    streams
}

fn stream(parts: &Parts, site: usize, hotline: usize, per_year: f64) -> Option<Stream> {
    let (file, dates) = (&parts.file, parts.dates.len());
    let row = hotline.checked_sub(1).map(|i| &parts.hotlines[i]);
    let (aht, profile) = match row {
        Some(row) => row.calls?,
        None => (file.own_topics.aht.0, parts.own_profile),
    };
    let (mode, window) = match row.map(|row| carrier(parts, row)) {
        Some(row) => (row.mode, phase(parts).window(planned(parts, row))),
        None => (Mode::Own, None),
    };
    let profile = &parts.profiles[profile];
    let number = row.map_or(file.own_topics.number.as_str(), |row| row.number.as_str());
    let seasons: Vec<Season> =
        parts.seasons.iter().filter(|s| s.hotline == number).map(|s| s.season).collect();
    let growth = Growth { rate: file.demand.growth_per_year, base: file.demand.base_date.0 };
    let migration = &file.migration;
    let habit = Habit {
        before: migration.habit_before.0,
        after: migration.habit_after.0,
        days: migration.habit_time.0 / DAY / 3.0,
    };
    let learning = Learning {
        lasting: migration.lasting_penalty,
        fading: migration.fading_penalty,
        days: migration.fading_time.0 / DAY,
    };
    let curve = match migration.curve {
        CurveFile::Linear => Curve::Linear,
        CurveFile::Step => Curve::Step,
    };
    let handle = &file.handle_time;
    let talk_share = handle.talk.0 / (handle.talk.0 + handle.wrap_up.0);
    let demand = Demand {
        per_day: per_day(per_year, &profile.week, &parts.calendar, &growth, &seasons, &parts.dates),
        profile: profile.hours.clone(),
        wave: None,
        reach: reach(mode, window, &habit, curve, dates),
    };
    let talk = Dist::lognormal(aht * talk_share, handle.talk_cv).ok()?;
    Some(Stream {
        site,
        queue: site,
        talk_factor: learning.by_date(mode, window, dates),
        wrap_up: Dist::lognormal(aht * (1.0 - talk_share), handle.wrap_up_cv).ok(),
        redial: parts.caller.redial.clone(),
        ..Stream::simple(hotline, demand, talk, parts.caller.patience.clone())
    })
}
/// Adds the expected offered load of a stream, in erlangs by half hour of the horizon.
fn add_load(stream: &Stream, load: &mut [f64]) {
    let wrap_up = stream.wrap_up.as_ref().map_or(0.0, Dist::mean);
    for (day, callers) in stream.demand.per_day.iter().enumerate() {
        let reached = match &stream.demand.reach {
            Some(Reach { habit, migrated, .. }) => habit[day] + (1.0 - habit[day]) * migrated[day],
            None => 1.0,
        };
        let talk = stream.talk.mean() * stream.talk_factor.get(day).copied().unwrap_or(1.0);
        let mean = callers * reached * (talk + wrap_up) / DAY;
        let values = &stream.demand.profile.values;
        for (k, slot) in load[day * HALF_HOURS..].iter_mut().take(HALF_HOURS).enumerate() {
            *slot += mean * values[k * values.len() / HALF_HOURS];
        }
    }
}

fn rule(parts: &Parts) -> Rule {
    let rule = &parts.file.rule;
    let exact = |x: f64| Thousandths::from_decimal(x).unwrap_or(Thousandths(0));
    Rule {
        seats_per_million: exact(rule.seats_per_million),
        staff_per_seat: exact(rule.staff_per_seat),
        rounding: match rule.rounding {
            RoundingFile::Up => Rounding::Up,
            RoundingFile::Nearest => Rounding::Nearest,
            RoundingFile::Down => Rounding::Down,
        },
        on: match rule.rule_on {
            RuleOnFile::Site => RuleOn::Site,
            RuleOnFile::Province => RuleOn::Province,
        },
    }
}

fn labour(parts: &Parts) -> Labour {
    let staff = &parts.file.staff;
    Labour {
        inbound_share: staff.inbound_share.0,
        paid_hours: staff.paid_hours_per_year,
        leave: staff.leave.0,
        absence: staff.sickness.0 + staff.training.0 + staff.other.0,
        breaks: staff.breaks.0,
        minimum: staff.minimum_on_duty.0,
    }
}

/// Seats, staff, volumes and own load of every site; rotas come later.
fn site_plans(parts: &Parts, streams: &[Stream]) -> Vec<SitePlan> {
    let rule = rule(parts);
    let people: Vec<u64> = parts.sites.iter().map(|site| site.people).collect();
    let seats = rule.seats(&people);
    let plan = |(site, row): (usize, &SiteRow)| {
        let share = (parts.file.path.first_day_share.0 * 1e4).round() as u32;
        let first = row.first_day_seats.unwrap_or_else(|| part_of(seats[site], share, 10_000).max(1));
        let (own_per_year, lines_per_year) = reached(parts, &callers(parts, site));
        let mut load = vec![0.0; parts.dates.len() * HALF_HOURS];
        streams.iter().filter(|s| s.site == site).for_each(|s| add_load(s, &mut load));
        SitePlan {
            id: row.id.clone(),
            name: row.name.clone(),
            people: row.people,
            rule_seats: seats[site],
            rule_staff: rule.staff(seats[site]),
            first_day_seats: first,
            path: site_path(parts, &rule, first, seats[site]),
            own_per_year,
            lines_per_year,
            partner: row.partner,
            uncovered_shifts: 0,
            unused_shifts: 0,
            load,
        }
    };
    parts.sites.iter().enumerate().map(plan).collect()
}

/// Own and lines' callers a year who reach the front line at full migration.
fn reached(parts: &Parts, callers: &[f64]) -> (f64, f64) {
    let habit = parts.file.migration.habit_after.0;
    let part = |row: &HotlineRow| if carrier(parts, row).mode == Mode::DualExpert { habit } else { 1.0 };
    let lines = parts.hotlines.iter().zip(&callers[1..]).map(|(row, callers)| callers * part(row)).sum();
    (callers[0], lines)
}

fn site_path(parts: &Parts, rule: &Rule, first: u32, full: u32) -> crate::staffing::Path {
    let file = &parts.file.path;
    let days = |duration: f64| (duration / DAY).round() as u32;
    let hiring = Hiring { lead: days(file.hiring_lead.0), training: days(file.training.0) };
    let expansion = match (phase(parts), file.expansion) {
        (Phase::After, _) | (_, ExpansionFile::RuleFromDayOne) => Expansion::RuleFromDayOne,
        (_, ExpansionFile::Monthly) => Expansion::Monthly { complete: file.complete.0 },
    };
    path(expansion, first, full, rule, hiring, &parts.dates)
}

/// The rotas of all sites; what a small one cannot man is added to its partner's load first.
fn rotas(parts: &Parts, labour: &Labour, sites: &mut [SitePlan]) -> Vec<Rota> {
    let (shifts, pattern) = shifts(parts.file.staff.pattern);
    let weekday = parts.dates.first().map_or(0, |d| d.weekday().to_monday_zero_offset());
    let made = |site: &SitePlan| {
        let need = Need {
            load: &site.load,
            staff: &site.path.staff,
            seats: &site.path.seats,
            partner: site.partner.is_some(),
        };
        roster(&need, &shifts, labour, pattern, usize::from(weekday.unsigned_abs()))
    };
    let mut rosters: Vec<Option<Roster>> = sites.iter().map(|s| s.partner.map(|_| made(s))).collect();
    for site in 0..sites.len() {
        if let (Some(partner), Some(roster)) = (sites[site].partner, &rosters[site]) {
            let handed = uncovered(&sites[site].load, roster, &shifts);
            sites[partner].load.iter_mut().zip(handed).for_each(|(load, more)| *load += more);
        }
    }
    let finish = |(site, early): (&mut SitePlan, &mut Option<Roster>)| {
        let roster = early.take().unwrap_or_else(|| made(site));
        (site.uncovered_shifts, site.unused_shifts) = (roster.uncovered, roster.unused);
        Rota {
            shifts: shifts.clone(),
            rostered: roster.rostered,
            absence: labour.absence,
            breaks: labour.breaks,
            seats: site.path.seats.clone(),
            lines_per_seat: parts.file.rule.lines_per_seat.map(|n| n.0),
            hands_over: site.partner.is_some(),
        }
    };
    sites.iter_mut().zip(&mut rosters).map(finish).collect()
}

/// The load in half hours with nobody rostered.
fn uncovered(load: &[f64], roster: &Roster, shifts: &[Shift]) -> Vec<f64> {
    let mut handed = vec![0.0; load.len()];
    for (day, people) in roster.rostered.iter().enumerate() {
        for (shift, _) in shifts.iter().zip(people).filter(|(_, people)| **people == 0) {
            let begin = day * HALF_HOURS + shift.first_slot();
            for slot in (begin..begin + shift.slots()).take_while(|slot| *slot < load.len()) {
                handed[slot] = load[slot];
            }
        }
    }
    handed
}

fn shifts(pattern: PatternFile) -> (Vec<Shift>, Pattern) {
    let starting = |starts: &[f64], hours: f64| {
        starts.iter().map(|start| Shift { start: start * HOUR, length: hours * HOUR }).collect()
    };
    match pattern {
        PatternFile::Shaped => (starting(&[0.0, 8.0, 16.0], 8.0), Pattern::Shaped),
        PatternFile::Equal => (starting(&[0.0, 8.0, 16.0], 8.0), Pattern::Equal),
        PatternFile::TwelveHour => (starting(&[8.0, 20.0], 12.0), Pattern::Shaped),
    }
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
