//! Builds the table of a trace: one row per attempt, from which every KPI of the same calls can be computed again.

use super::data::{Column, Table};
use crate::engine::{Next, Outcome, ReferralOutcome};
use crate::kpi::Life;
use crate::model::{GroupId, Model};
use crate::time::DAY;
use std::sync::Arc;

/// Builds the table of the attempts of a trace, in the order in which they were dialled.
pub fn table(model: &Model, lives: &[Life]) -> Table {
    let columns = [caller(model, lives), queue(model, lives), service(lives), post_call(model, lives)];
    Table { name: "trace", meaning: "an attempt", columns: columns.into_iter().flatten().collect() }
}

/// Columns of the caller: hotline, site, time, number of the attempt.
fn caller(model: &Model, lives: &[Life]) -> Vec<Column> {
    let hotline = |life: &Life| {
        let call_type = model.call_types().get(life.call_type.index())?;
        model.hotlines().get(call_type.hotline.index()).map(|hotline| hotline.number.clone())
    };
    let site = |life: &Life| {
        let call_type = model.call_types().get(life.call_type.index())?;
        model.sites().get(call_type.site.index()).map(|site| site.id.clone())
    };
    vec![
        Column::integer("call", "", "number of the attempt in this trace", 1..=lives.len() as u64),
        words(lives, "date_time", "when it was dialled; without a calendar empty", |life| {
            date_time(model, life.dialled)
        }),
        seconds(lives, "dialled", "when it was dialled, from the start of the horizon", |life| {
            Some(life.dialled)
        }),
        words(lives, "hotline", "number of the hotline", hotline),
        words(lives, "site", "id of the caller's site", site),
        whole(lives, "attempt", "1 for a first attempt, one more for each redial", |life| {
            Some(u64::from(life.attempt) + 1)
        }),
        whole(lives, "contact", "1, one more each time the caller called again after an answer", |life| {
            Some(u64::from(life.contact) + 1)
        }),
        whole(lives, "redial_of", "call that failed before, if it is in the trace", |life| {
            life.redial_of.map(|place| place as u64 + 1)
        }),
        whole(lives, "repeat_of", "answered call before it, if it is in the trace", |life| {
            life.repeat_of.map(|place| place as u64 + 1)
        }),
    ]
}

/// Columns of the queue: wait and outcome.
fn queue(model: &Model, lives: &[Life]) -> Vec<Column> {
    vec![
        seconds(lives, "menu", "in the menu", Life::menu),
        words(lives, "queue", "id of the group to whose queue it came", |life| group(model, life.group)),
        seconds(lives, "wait", "in the queue until answered or abandoned", |life| life.wait),
        words(lives, "outcome", "how it ended", |life| Some(outcome(life.outcome).to_owned())),
        words(lives, "then", "what the caller does next: nothing, redials, or would after the end", |life| {
            Some(next(life.next).to_owned()).filter(|_| life.outcome != Outcome::Answered)
        }),
        words(lives, "answered_by", "id of the group that answered", |life| {
            group(model, life.by).filter(|_| life.outcome == Outcome::Answered)
        }),
        whole(lives, "sent_back", "times it was sent back to the queue out of a talk", |life| {
            Some(u64::from(life.preemptions))
        }),
    ]
}

/// Columns of the agent's time.
fn service(lives: &[Life]) -> Vec<Column> {
    let answered = |of: fn(&Life) -> f64| move |life: &Life| life.answered.map(|_| of(life));
    vec![
        seconds(lives, "answered", "when an agent answered", |life| life.answered),
        seconds(lives, "talk", "with that agent", Life::talk),
        seconds(lives, "hold", "held for an expert, introduction included", answered(|life| life.held)),
        seconds(lives, "wrap_up", "of the agent afterwards", answered(|life| life.wrap_up)),
        seconds(lives, "agent_free", "when the agent was free again", |life| life.free),
    ]
}

/// Columns of referrals and of tickets.
fn post_call(model: &Model, lives: &[Life]) -> Vec<Column> {
    let expert = |life: &Life| life.referral.and_then(|referral| referral.expert);
    let call_back = |life: &Life| life.ticket.and_then(|ticket| ticket.call_back);
    vec![
        words(lives, "referred_to", "id of the group to which it was handed on", |life| {
            life.referral.and_then(|referral| group(model, referral.to))
        }),
        seconds(lives, "referral_wait", "waited for it", |life| life.referral.and_then(|r| r.wait)),
        words(lives, "referral_outcome", "what became of it", |life| {
            life.referral.map(|referral| handed(referral.outcome).to_owned())
        }),
        seconds(lives, "expert_from", "when the expert took it", move |life| expert(life).map(|span| span.0)),
        seconds(lives, "expert_free", "when the expert was free again", move |life| {
            expert(life).map(|span| span.1)
        }),
        seconds(lives, "ticket", "when a ticket was opened", |life| life.ticket.map(|ticket| ticket.opened)),
        seconds(lives, "called_back", "when an agent called back", move |life| {
            call_back(life).map(|span| span.0)
        }),
        seconds(lives, "call_back_ended", "when that agent was free again", move |life| {
            call_back(life).map(|span| span.1)
        }),
    ]
}

fn words(lives: &[Life], name: &str, meaning: &str, of: impl Fn(&Life) -> Option<String>) -> Column {
    Column::text(name, meaning, lives.iter().map(|life| of(life).map(Arc::from)))
}

fn seconds(lives: &[Life], name: &str, meaning: &str, of: impl Fn(&Life) -> Option<f64>) -> Column {
    Column::real(name, "s", meaning, lives.iter().map(of))
}

fn whole(lives: &[Life], name: &str, meaning: &str, of: impl Fn(&Life) -> Option<u64>) -> Column {
    Column::integers(name, "", meaning, lives.iter().map(|life| of(life).and_then(|n| i64::try_from(n).ok())))
}

fn group(model: &Model, id: GroupId) -> Option<String> {
    model.groups().get(id.index()).map(|group| group.id.clone())
}

/// Writes the civil time to the second, if the scenario has a calendar.
fn date_time(model: &Model, t: f64) -> Option<String> {
    let date = model.horizon().date((t / DAY) as usize)?;
    let second = (t % DAY) as u32;
    Some(format!("{date}T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60))
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::Abandoned => "abandoned",
        Outcome::Blocked => "blocked",
        Outcome::Closed => "closed",
        Outcome::SelfServed => "self-served",
        Outcome::HungUp => "hung up in the menu",
        Outcome::Unserved => "never answered",
    }
}

fn next(next: Next) -> &'static str {
    match next {
        Next::Done => "nothing",
        Next::Redials => "redials",
        Next::TooLate => "redials after the end",
    }
}

fn handed(handed: ReferralOutcome) -> &'static str {
    match handed {
        ReferralOutcome::Answered => "answered",
        ReferralOutcome::Abandoned => "gave up",
        ReferralOutcome::LimitReached => "limit reached",
        ReferralOutcome::Closed => "closed",
        ReferralOutcome::Unserved => "never answered",
    }
}
