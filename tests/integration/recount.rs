//! Every table of a plan's replication, recounted from the trace of the same replication, and every total from its parts.
//!
//! A trace has a row for each attempt. What it does not say is which group called back, so that calls back are
//! recounted by hotline and by the caller's site, and by group only all together.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use hotseat::app::trace;
use hotseat::engine::{Next, Outcome, ReferralOutcome, TimeSpan};
use hotseat::kpi::{Entry, FIELDS, Field, Life, Tables};
use hotseat::model::Model;
use hotseat::replicate::{Replication, replicate};
use hotseat::scenario;
use hotseat::time::{DAY, HALF_HOUR, HALF_HOURS};
use std::collections::HashMap;
use std::path::Path;

/// An entry of a table: dimension and indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Total,
    Hotline(usize),
    Site(usize),
    FrontLine(usize),
    Group(usize),
    Stage(usize),
    Interval(usize),
    Date(usize),
    SiteWeek(usize, usize),
    SiteInterval(usize, usize),
    SiteDate(usize, usize),
}

/// Sums of every entry.
struct Recount<'m> {
    model: &'m Model,
    sums: HashMap<Place, [f64; FIELDS]>,
}

/// Counters that a trace gives, of an attempt or of a referral.
type Counts = Vec<(usize, f64)>;

impl<'m> Recount<'m> {
    fn of(model: &'m Model, lives: &[Life]) -> Recount<'m> {
        let mut recount = Recount { model, sums: HashMap::new() };
        for life in lives {
            if model.horizon().measures(life.dialled) {
                recount.attempt(life);
                recount.referral(life);
            }
            recount.episode(lives, life);
            recount.agents(life);
            recount.ticket(life);
            recount.queue(life);
        }
        recount
    }

    fn add(&mut self, place: Place, field: usize, amount: f64) {
        self.sums.entry(place).or_insert([0.0; FIELDS])[field] += amount;
    }

    fn add_all(&mut self, places: &[Place], counts: &Counts) {
        for place in places {
            counts.iter().for_each(|(field, amount)| self.add(*place, *field, *amount));
        }
    }

    fn hotline_and_site(&self, life: &Life) -> (usize, usize) {
        let of = &self.model.call_types()[life.call_type.index()];
        (of.hotline.index(), of.site.index())
    }

    fn is_front(&self, group: usize) -> bool {
        self.model.groups()[group].front_line
    }

    /// Total, hotline, site, and front line if the call came to one.
    fn callers(&self, life: &Life) -> Vec<Place> {
        let (hotline, site) = self.hotline_and_site(life);
        let mut places = vec![Place::Total, Place::Hotline(hotline), Place::Site(site)];
        if self.is_front(life.group.index()) {
            places.push(Place::FrontLine(site));
        }
        places
    }

    /// Entries by time of an instant, for the callers of a site at a front line or elsewhere.
    fn times(&self, at: f64, site: usize, front: bool) -> Vec<Place> {
        let (slot, day) = ((at / HALF_HOUR) as usize, (at / DAY) as usize);
        let half = slot % HALF_HOURS;
        let mut places = vec![Place::Interval(half), Place::Date(day)];
        if front {
            places.extend([Place::SiteWeek(site, day / 7), Place::SiteInterval(site, half)]);
            places.push(Place::SiteDate(site, day));
        }
        places
    }

    fn stage(&self, life: &Life) -> Option<Place> {
        let window = self.model.hotlines()[self.hotline_and_site(life).0].window?;
        let day = (life.dialled / DAY) as i64;
        Some(Place::Stage(usize::from(day >= window.first) + usize::from(day > window.last)))
    }

    fn attempt(&mut self, life: &Life) {
        let (_, site) = self.hotline_and_site(life);
        let (group, by) = (life.group.index(), life.by.index());
        let counts = outcome(self.model, life.outcome, life.wait);
        let mut own = vec![(Field::Arrived as usize, 1.0)];
        own.push((Field::Overflowed as usize, f64::from(u8::from(group != by))));
        own.push((Field::Redials as usize, f64::from(u8::from(life.attempt > 0))));
        own.push((Field::Repeats as usize, f64::from(u8::from(life.contact > 0 && life.attempt == 0))));
        let short = life.outcome == Outcome::Abandoned && life.wait.unwrap() <= 5.0;
        let late = vec![(Field::ShortAbandons as usize, f64::from(u8::from(short)))];
        let callers = self.callers(life);
        [&counts, &own, &late].into_iter().for_each(|counts| self.add_all(&callers, counts));
        let mut times = self.times(life.dialled, site, self.is_front(group));
        times.extend(self.stage(life));
        self.add_all(&times, &counts);
        // The group to which it came, and the one that answered.
        self.add_all(&[Place::Group(group)], &own);
        if group == by {
            self.add_all(&[Place::Group(group)], &counts);
            self.add_all(&[Place::Group(group)], &late);
        } else {
            self.add(Place::Group(group), Field::Offered as usize, 1.0);
            self.add_all(&[Place::Group(by)], &counts);
        }
    }

    fn referral(&mut self, life: &Life) {
        let Some(referral) = life.referral else { return };
        let answered = referral.outcome == ReferralOutcome::Answered;
        let counts = vec![
            (Field::Referrals as usize, 1.0),
            (Field::ReferralsAnswered as usize, f64::from(u8::from(answered))),
            (Field::ReferralWait as usize, referral.wait.unwrap_or(0.0)),
        ];
        let callers = self.callers(life);
        self.add_all(&callers, &counts);
        self.add_all(&[Place::Group(life.by.index())], &counts);
        let ended = match referral.outcome {
            ReferralOutcome::Answered => Outcome::Answered,
            ReferralOutcome::Abandoned | ReferralOutcome::LimitReached => Outcome::Abandoned,
            ReferralOutcome::Closed => Outcome::Closed,
            ReferralOutcome::Unserved => Outcome::Unserved,
        };
        let counts = outcome(self.model, ended, referral.wait);
        self.add_all(&[Place::Group(referral.to.index())], &counts);
    }

    /// Counts a caller's need with the attempt that ended it.
    fn episode(&mut self, lives: &[Life], life: &Life) {
        let mut first = life;
        while let Some(before) = first.redial_of {
            first = &lives[before];
        }
        if life.contact > 0 || life.next == Next::Redials || !self.model.horizon().measures(first.dialled) {
            return;
        }
        let ended = life.next == Next::Done;
        let served = matches!(life.outcome, Outcome::Answered | Outcome::SelfServed);
        let counts = vec![
            (Field::Episodes as usize, f64::from(u8::from(ended))),
            (Field::EpisodesAnswered as usize, f64::from(u8::from(ended && served))),
            (Field::EpisodesOpen as usize, f64::from(u8::from(!ended))),
        ];
        let mut places = self.callers(life);
        places.push(Place::Group(life.group.index()));
        self.add_all(&places, &counts);
    }

    /// Counts the time of those who answered, of experts and of calls back.
    fn agents(&mut self, life: &Life) {
        let (hotline, _) = self.hotline_and_site(life);
        if let (Some(from), Some(to)) = (life.answered, life.free) {
            self.busy(hotline, Some(life.by.index()), TimeSpan { from, to });
            let held = TimeSpan { from: to - life.wrap_up - life.held, to: to - life.wrap_up };
            let seconds = self.measured(held);
            let group = Place::Group(life.by.index());
            self.add_all(
                &[Place::Total, Place::Hotline(hotline), group],
                &vec![(Field::Held as usize, seconds)],
            );
        }
        if let Some((from, to)) = life.referral.and_then(|referral| referral.expert) {
            let group = life.referral.map(|referral| referral.to.index());
            self.busy(hotline, group, TimeSpan { from, to });
        }
        if let Some((from, to)) = life.ticket.and_then(|ticket| ticket.call_back) {
            self.busy(hotline, None, TimeSpan { from, to });
        }
    }

    fn measured(&self, span: TimeSpan) -> f64 {
        let horizon = self.model.horizon();
        (span.to.min(horizon.end()) - span.from.max(horizon.warm_up)).max(0.0)
    }

    fn busy(&mut self, hotline: usize, group: Option<usize>, span: TimeSpan) {
        let counts = vec![(Field::Busy as usize, self.measured(span))];
        let mut places = vec![Place::Total, Place::Hotline(hotline)];
        places.extend(group.map(Place::Group));
        self.add_all(&places, &counts);
        for (at, seconds) in self.half_hours(span) {
            let times = self.times(at, 0, false);
            self.add_all(&times, &vec![(Field::Busy as usize, seconds)]);
        }
    }

    /// Cuts the measured part of a span at half hours: an instant and seconds of each piece.
    fn half_hours(&self, span: TimeSpan) -> Vec<(f64, f64)> {
        let horizon = self.model.horizon();
        let (mut from, to) = (span.from.max(horizon.warm_up), span.to.min(horizon.end()));
        let mut pieces = Vec::new();
        while from < to {
            let edge = (((from / HALF_HOUR).floor() + 1.0) * HALF_HOUR).min(to);
            pieces.push((from, edge - from));
            from = edge;
        }
        pieces
    }

    fn ticket(&mut self, life: &Life) {
        let Some(ticket) = life.ticket else { return };
        let end = self.model.horizon().end();
        let due = self.model.call_types()[life.call_type.index()].follow_up.as_ref().unwrap().due;
        let (hotline, site) = self.hotline_and_site(life);
        // Whose agent answered opened the ticket: front lines do.
        let places = [Place::Total, Place::Hotline(hotline), Place::Site(site), Place::FrontLine(site)];
        let (mut made, mut late, mut left) = (0.0, 0.0, f64::from(u8::from(ticket.opened < end)));
        if let Some((from, to)) = ticket.call_back {
            let time = vec![(Field::FollowUpTime as usize, self.measured(TimeSpan { from, to }))];
            self.add_all(&[Place::Total, Place::Hotline(hotline)], &time);
            if self.model.horizon().measures(from) {
                made = 1.0;
                late = f64::from(u8::from(from - ticket.opened > due));
            }
            if from < end {
                left = 0.0;
            }
        }
        let counts = vec![
            (Field::FollowUps as usize, made),
            (Field::FollowUpsLate as usize, late),
            (Field::TicketsLeft as usize, left),
        ];
        self.add_all(&places, &counts);
    }

    /// Counts the time in the queue to which an attempt came.
    fn queue(&mut self, life: &Life) {
        let (Some(from), Some(wait)) = (life.joined, life.wait) else { return };
        let (_, site) = self.hotline_and_site(life);
        let span = TimeSpan { from, to: from + wait };
        let counts = vec![(Field::Queued as usize, self.measured(span))];
        let places = self.callers(life);
        self.add_all(&places, &counts);
        for (at, seconds) in self.half_hours(span) {
            let times = self.times(at, site, self.is_front(life.group.index()));
            self.add_all(&times, &vec![(Field::Queued as usize, seconds)]);
        }
    }
}

/// The counters of an attempt, or of a referral, by its outcome and its wait.
fn outcome(model: &Model, outcome: Outcome, wait: Option<f64>) -> Counts {
    let wait = wait.unwrap_or(0.0);
    let (field, delayed) = match outcome {
        Outcome::Answered => (Some(Field::Answered), wait > 0.0),
        Outcome::Abandoned => (Some(Field::Abandoned), true),
        Outcome::Blocked => (Some(Field::Blocked), false),
        Outcome::Closed => (Some(Field::Closed), false),
        Outcome::SelfServed => (Some(Field::SelfServed), false),
        Outcome::HungUp => (Some(Field::HungUp), false),
        Outcome::Unserved => (None, true),
    };
    let mut counts =
        vec![(Field::Offered as usize, 1.0), (Field::Delayed as usize, f64::from(u8::from(delayed)))];
    counts.extend(field.map(|field| (field as usize, 1.0)));
    let (waits, within) = match outcome {
        Outcome::Answered => (Field::WaitAnswered, Field::AnsweredWithin),
        Outcome::Abandoned => (Field::WaitAbandoned, Field::AbandonedWithin),
        _ => return counts,
    };
    counts.push((waits as usize, wait));
    let levels = model.acceptable_waits().iter().enumerate().filter(|(_, level)| wait <= **level);
    counts.extend(levels.map(|(index, _)| (within as usize + index, 1.0)));
    counts
}

/// Every entry of the tables with its place.
fn entries(tables: &Tables<Entry>) -> Vec<(Place, &Entry)> {
    let mut all = vec![(Place::Total, &tables.total)];
    type Simple<'t> = (&'t [Entry], fn(usize) -> Place);
    type Crossed<'t> = (&'t [Vec<Entry>], fn(usize, usize) -> Place);
    let simple: [Simple<'_>; 7] = [
        (&tables.hotline, Place::Hotline),
        (&tables.site, Place::Site),
        (&tables.front_line, Place::FrontLine),
        (&tables.group, Place::Group),
        (&tables.stage, Place::Stage),
        (&tables.interval, Place::Interval),
        (&tables.date, Place::Date),
    ];
    for (entries, place) in simple {
        all.extend(entries.iter().enumerate().map(|(index, entry)| (place(index), entry)));
    }
    let crossed: [Crossed<'_>; 3] = [
        (&tables.site_week, Place::SiteWeek),
        (&tables.site_interval, Place::SiteInterval),
        (&tables.site_date, Place::SiteDate),
    ];
    for (sites, place) in crossed {
        for (site, entries) in sites.iter().enumerate() {
            all.extend(entries.iter().enumerate().map(|(index, entry)| (place(site, index), entry)));
        }
    }
    all
}

/// What a trace tells of callers, in every table.
const OF_CALLERS: [Field; 10] = [
    Field::Offered,
    Field::Answered,
    Field::Abandoned,
    Field::Blocked,
    Field::Closed,
    Field::SelfServed,
    Field::HungUp,
    Field::Delayed,
    Field::WaitAnswered,
    Field::WaitAbandoned,
];
/// The same where call types are counted.
const OF_CALL_TYPES: [Field; 11] = [
    Field::Arrived,
    Field::Overflowed,
    Field::Redials,
    Field::Repeats,
    Field::ShortAbandons,
    Field::Referrals,
    Field::ReferralsAnswered,
    Field::ReferralWait,
    Field::Episodes,
    Field::EpisodesAnswered,
    Field::EpisodesOpen,
];
/// What follows answers, by hotline and by the caller's site.
const TICKETS: [Field; 3] = [Field::FollowUps, Field::FollowUpsLate, Field::TicketsLeft];

/// The fields that a trace gives of an entry; `waits`: the number of acceptable waits.
fn recountable(place: Place, waits: usize) -> Vec<usize> {
    let mut fields: Vec<Field> = OF_CALLERS.to_vec();
    match place {
        Place::Total | Place::Hotline(_) => {
            fields.extend(OF_CALL_TYPES);
            fields.extend(TICKETS);
            fields.extend([Field::Queued, Field::Busy, Field::Held, Field::FollowUpTime]);
        }
        Place::Site(_) | Place::FrontLine(_) => {
            fields.extend(OF_CALL_TYPES);
            fields.extend(TICKETS);
            fields.push(Field::Queued);
        }
        Place::Group(_) => {
            fields.extend(OF_CALL_TYPES);
            fields.push(Field::Held);
        }
        Place::Interval(_) | Place::Date(_) => fields.extend([Field::Queued, Field::Busy]),
        Place::SiteWeek(..) | Place::SiteInterval(..) | Place::SiteDate(..) => fields.push(Field::Queued),
        Place::Stage(_) => {}
    }
    let mut indices: Vec<usize> = fields.into_iter().map(|field| field as usize).collect();
    for first in [Field::AnsweredWithin, Field::AbandonedWithin] {
        indices.extend(first as usize..first as usize + waits);
    }
    indices
}

fn close(told: f64, own: f64) -> bool {
    (told - own).abs() <= 1e-9 * told.abs().max(own.abs()).max(1.0)
}

fn held_against_trace(model: &Model, replication: &Replication) {
    let lives = trace(model, 1, 0, TimeSpan { from: 0.0, to: model.horizon().end() });
    let recount = Recount::of(model, &lives);
    let nothing = [0.0; FIELDS];
    let mut differing = Vec::new();
    for (place, entry) in entries(&replication.tables) {
        let own = recount.sums.get(&place).unwrap_or(&nothing);
        for index in recountable(place, model.acceptable_waits().len()) {
            let told = entry.sums.values()[index];
            if !close(told, own[index]) {
                differing.push(format!(
                    "{place:?}, sum {index}: {told} in the table, {} in the trace",
                    own[index]
                ));
            }
        }
        if let Place::Group(_) = place {
            let busy = entry.sums.get(Field::Busy) - entry.sums.get(Field::FollowUpTime);
            let traced = own[Field::Busy as usize];
            if !close(busy, traced) {
                differing.push(format!("{place:?}: {busy} s busy in the table, {traced} in the trace"));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "{} differ:\n{}",
        differing.len(),
        differing[..differing.len().min(40)].join("\n")
    );
}

/// Holds totals against the sums of the parts that make them up.
fn add_up(tables: &Tables<Entry>) {
    let sum = |entries: &[Entry], index: usize| entries.iter().map(|e| e.sums.values()[index]).sum::<f64>();
    let counted = |entries: &[Entry], index: usize| {
        // Fields have no list of their own: acceptable waits are counted wherever answers are.
        index >= Field::AnsweredWithin as usize
            || entries.iter().all(|entry| entry.counted.missing() >> index & 1 == 0)
    };
    let spans = Field::TimeSpan as usize;
    let agents = [
        Field::Busy,
        Field::Held,
        Field::FollowUpTime,
        Field::Staffed,
        Field::Overtime,
        Field::Seats,
        Field::Unstaffed,
    ];
    let agents = agents.map(|field| field as usize);
    let of_own = [
        Field::Arrived,
        Field::Overflowed,
        Field::Redials,
        Field::Repeats,
        Field::ShortAbandons,
        Field::Episodes,
        Field::EpisodesAnswered,
        Field::EpisodesOpen,
        Field::Referrals,
        Field::ReferralsAnswered,
        Field::ReferralWait,
        Field::FollowUps,
        Field::FollowUpsLate,
        Field::TicketsLeft,
    ]
    .map(|field| field as usize);
    for index in 0..FIELDS {
        let total = tables.total.sums.values()[index];
        let mut parts: Vec<(&str, &[Entry])> = Vec::new();
        if index != spans {
            parts.extend([
                ("hotlines", &tables.hotline[..]),
                ("intervals", &tables.interval[..]),
                ("dates", &tables.date[..]),
            ]);
            // Desks of the province belong to no site.
            if !agents.contains(&index) {
                parts.push(("sites", &tables.site[..]));
            }
            // Groups count overflowed and referred calls with the one and with the other.
            if agents.contains(&index) || of_own.contains(&index) {
                parts.push(("groups", &tables.group[..]));
            }
        } else {
            parts.extend([("intervals", &tables.interval[..]), ("dates", &tables.date[..])]);
        }
        for (name, entries) in parts.into_iter().filter(|(_, entries)| counted(entries, index)) {
            let whole = sum(entries, index);
            assert!(close(whole, total), "sum {index}: {total} in all, {whole} over {name}");
        }
    }
}

fn plan(changes: &[(&str, &str)]) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    scenario::load_with(&folder, changes).unwrap_or_else(|problems| panic!("{}", problems.render())).model
}

fn holds(changes: &[(&str, &str)]) {
    let model = plan(changes);
    let replication = replicate(&model, 1, 0);
    assert!(replication.tables.total.sums.get(Field::FollowUps) > 1000.0);
    held_against_trace(&model, &replication);
    add_up(&replication.tables);
}

#[test]
fn every_table_of_the_plan_follows_from_its_trace() {
    holds(&[("days", "5")]);
}

#[test]
fn so_does_every_table_of_the_plan_while_lines_merge() {
    holds(&[("start", "2021-11-29"), ("days", "4")]);
}

#[test]
fn so_does_every_table_where_front_lines_help_each_other() {
    let model = plan(&[
        ("days", "3"),
        ("pooling.front_lines", "\"own-first\""),
        ("pooling.overflow_after", "\"0 s\""),
    ]);
    let replication = replicate(&model, 1, 0);
    assert!(replication.tables.total.sums.get(Field::Overflowed) > 0.0);
    held_against_trace(&model, &replication);
    add_up(&replication.tables);
}
