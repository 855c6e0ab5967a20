//! Random centres that have everything: experts with opening hours behind the first front line, held calls or
//! transfers, own numbers that overflow, old desks, tickets, menus, repeat contacts; and all that is told of a run.

use super::models::{self, ANYTHING, Family, GRID};
use super::{Snapped, key, staffing};
use hotseat::dist::Dist;
use hotseat::engine::*;
use hotseat::kpi::{Detail, Entry, Tables, Tally};
use hotseat::model::*;
use hotseat::workforce::Step;
use proptest::collection::vec;
use proptest::prelude::*;

/// Priority of those handed on: before those who dialled the experts.
pub(crate) const LIMIT: f64 = 60.0;
pub(crate) const INTRODUCTION: f64 = 30.0;

/// A duration of about `mean` seconds; in coarse models a multiple of the grid.
fn duration(coarse: bool, mean: f64) -> Dist {
    if coarse {
        let values = [0.0, 1.0, 2.0, 4.0].map(|k| (k * mean / 2.0 / GRID).round() * GRID);
        return Dist::empirical(values.to_vec()).unwrap();
    }
    Dist::exponential(mean).unwrap()
}

/// Experts or a desk: agents who come and go at half hours, closed where nobody is there, or sometimes although; some
/// with few lines.
fn hours() -> impl Strategy<Value = Staffing> {
    let lines = proptest::option::of(1_u32..5);
    (vec((0_u32..4, any::<bool>()), 1..12), lines).prop_map(|(spans, lines)| {
        let step = |(k, (agents, open)): (usize, (u32, bool))| Step {
            at: k as f64 * 1800.0 * 3.0,
            agents,
            seats: agents,
            lines: lines.map_or(u32::MAX, |more| agents + more),
            open: open && agents > 0,
        };
        Staffing::Dated(spans.into_iter().enumerate().map(step).collect())
    })
}

/// What is drawn for a whole centre beside its front lines.
#[derive(Clone, Debug)]
struct Extras {
    coarse: bool,
    experts: Staffing,
    desk: Staffing,
    three_way: bool,
    referred: f64,
    tickets: f64,
    again: f64,
    menu: Option<f64>,
    /// h and m.
    reach: (f64, f64),
    merged_at_experts: bool,
    after_closed: f64,
}

fn extras(coarse: bool) -> impl Strategy<Value = Extras> {
    let shares = (0.0..=1.0, 0.0..=1.0, 0.0..=0.5, proptest::option::of(0.0..0.3));
    let reach = ((0.0..=1.0, 0.0..=1.0), any::<bool>(), 0.0..=1.0);
    (hours(), hours(), any::<bool>(), shares, reach).prop_map(
        move |(experts, desk, three_way, shares, (reach, merged_at_experts, after_closed))| {
            let (referred, tickets, again, menu) = shares;
            Extras {
                coarse,
                experts,
                desk,
                three_way,
                referred,
                tickets,
                again,
                menu,
                reach,
                merged_at_experts,
                after_closed,
            }
        },
    )
}

/// Random centres; coarse ones have most things happen at one instant.
pub(crate) fn model(coarse: bool) -> impl Strategy<Value = Model> {
    let family = Family { coarse, shift_ends: &[ShiftEnd::Finish], ..ANYTHING };
    (models::model(family), extras(coarse)).prop_map(|(model, extras)| with(model, &extras))
}

fn with(model: Model, extras: &Extras) -> Model {
    let mut model = model.into_parts();
    let group = |id: &str, staffing: &Staffing| AgentGroup {
        id: id.into(),
        site: None,
        staffing: staffing.clone(),
        shift_end: ShiftEnd::Finish,
        front_line: false,
        generalist: false,
    };
    model.groups.iter_mut().for_each(|group| group.generalist = true);
    let (experts, desk) = (GroupId::new(model.groups.len()), GroupId::new(model.groups.len() + 1));
    model.groups.extend([group("experts", &extras.experts), group("desk", &extras.desk)]);
    let [referred, dialled, old] = [0, 1, 2].map(|further| QueueId::new(model.queues.len() + further));
    model.queues.extend([
        Queue::of(experts),
        Queue {
            served_by: vec![
                Route { rank: 1, ..Route::to(experts) },
                Route { after: LIMIT, ..Route::to(GroupId::new(0)) },
            ],
            when_closed: WhenClosed::Forward(QueueId::new(0)),
        },
        Queue { when_closed: WhenClosed::Refuse, ..Queue::of(desk) },
    ]);
    for number in 0..model.call_types.len() {
        let tickets = QueueId::new(model.queues.len());
        model.queues.push(tickets_of(&model, model.call_types[number].queue));
        let call_type = &mut model.call_types[number];
        afterwards(call_type, extras, referred, tickets);
        let (habit, migrated) = (vec![extras.reach.0], vec![extras.reach.1]);
        let merged = if extras.merged_at_experts { dialled } else { call_type.queue };
        call_type.demand.migration = Some(Migration { habit, migrated, merged, old: Some(old) });
        if let Some(redial) = &mut call_type.redial {
            redial.outside_hours = extras.after_closed;
        }
    }
    Model::new(model).unwrap()
}

/// Tickets wait for two idle agents of the front line or more.
fn tickets_of(model: &ModelParts, queue: QueueId) -> Queue {
    let reserve = Reserve { at_least: 1, share: 0.1 };
    let route = Route { rank: 2, reserve, ..Route::to(model.queues[queue.index()].home()) };
    Queue { served_by: vec![route], when_closed: WhenClosed::Wait }
}

fn afterwards(call_type: &mut CallType, extras: &Extras, referred: QueueId, tickets: QueueId) {
    let lasting = |mean| duration(extras.coarse, mean);
    call_type.referral = Some(Referral {
        share: vec![extras.referred],
        queue: referred,
        priority: 0,
        how: match extras.three_way {
            true => TransferKind::WarmTransfer { limit: LIMIT, introduction: INTRODUCTION },
            false => TransferKind::BlindTransfer,
        },
        talk: lasting(90.0),
        wrap_up: Some(lasting(30.0)),
        patience: lasting(60.0),
    });
    call_type.follow_up =
        Some(FollowUp { share: extras.tickets, queue: tickets, handle: lasting(60.0), due: 600.0 });
    call_type.repeat = Some(Repeat { resolved: 0.5, share: extras.again, delay: lasting(900.0), at_most: 2 });
    call_type.ivr =
        extras.menu.map(|share| Ivr { duration: lasting(15.0), self_served: share, hangs_up: share / 2.0 });
}

/// An agent's time for somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Service {
    pub(crate) group: GroupId,
    pub(crate) call_type: CallTypeId,
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// A call back, of a ticket opened then.
    pub(crate) opened: Option<f64>,
}

/// All that is told, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// With the last stretch in the queue of those who were in one.
    pub(crate) attempts: Vec<(Attempt, Option<TimeSpan>)>,
    pub(crate) queued: Vec<(CallTypeId, GroupId, TimeSpan)>,
    pub(crate) queued_for_expert: Vec<(CallTypeId, GroupId, TimeSpan)>,
    pub(crate) referred: Vec<Referred>,
    pub(crate) services: Vec<Service>,
    pub(crate) held: Vec<(CallTypeId, GroupId, TimeSpan)>,
    pub(crate) left: Vec<(CallTypeId, f64)>,
}

impl Told {
    /// As words in an order that does not depend on who was told when: stretches of no length left out.
    pub(crate) fn sorted(&self) -> Vec<String> {
        let long = |span: &TimeSpan| span.to > span.from;
        let mut all: Vec<String> = self.attempts.iter().map(|(attempt, _)| format!("{attempt:?}")).collect();
        let spans = [("queued", &self.queued), ("for expert", &self.queued_for_expert), ("held", &self.held)];
        for (name, spans) in spans {
            all.extend(spans.iter().filter(|(_, _, span)| long(span)).map(|span| format!("{name} {span:?}")));
        }
        all.extend(self.referred.iter().map(|referred| format!("{referred:?}")));
        all.extend(self.services.iter().filter(|s| s.to > s.from).map(|service| format!("{service:?}")));
        all.extend(self.left.iter().map(|left| format!("left {left:?}")));
        all.sort();
        all
    }
}

impl Observer for Told {
    fn attempt(&mut self, attempt: &Attempt) {
        // Whoever was queued is told of just before.
        let last = self.queued.last().filter(|(call_type, group, span)| {
            let waited = span.to - span.from;
            *call_type == attempt.call.call_type
                && *group == attempt.group
                && (waited - attempt.wait).abs() < 1e-6
        });
        let span = last.map(|(_, _, span)| *span).filter(|_| attempt.wait > 0.0);
        self.attempts.push((*attempt, span));
    }
    fn queued(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.queued.push((call.call_type, group, span));
    }
    fn queued_for_expert(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.queued_for_expert.push((call.call_type, group, span));
    }
    fn referred(&mut self, referred: &Referred) {
        self.referred.push(*referred);
    }
    fn busy(&mut self, call: &Call, group: GroupId, TimeSpan { from, to }: TimeSpan) {
        self.services.push(Service { group, call_type: call.call_type, from, to, opened: None });
    }
    fn held(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.held.push((call.call_type, group, span));
    }
    fn follow_up(&mut self, call: &Call, group: GroupId, opened: f64, TimeSpan { from, to }: TimeSpan) {
        self.services.push(Service { group, call_type: call.call_type, from, to, opened: Some(opened) });
    }
    fn ticket_left(&mut self, call: &Call, _: GroupId, opened: f64) {
        self.left.push((call.call_type, opened));
    }
}

/// What the engine does with a centre.
pub(crate) fn told(model: &Model, grid: f64, which: Abandonments) -> Told {
    let callers = Snapped::new(model, key(), grid);
    let engine = Engine::new(model, callers, &staffing(model), Told::default()).abandonments(which);
    let (told, attempts) = engine.run();
    assert_eq!(told.attempts.len() as u64, attempts, "every attempt has exactly one outcome");
    told
}

/// The tables of the same run.
pub(crate) fn tables(model: &Model, grid: f64) -> Tables<Entry> {
    let callers = Snapped::new(model, key(), grid);
    Engine::new(model, callers, &staffing(model), Tally::new(model, Detail::ByInterval)).run().0.finish().0
}
