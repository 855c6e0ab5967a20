//! Notes on a single-file scenario: an overload, values that are repeated over the day, times of a few seconds.

use super::file::{AgentsFile, ScenarioFile};
use crate::dist::Dist;
use crate::language::Text;
use crate::model::{CallType, Model, Referral, Staffing};
use crate::scenario::distribution_notes::{short_handle_time, weights};
use crate::scenario::draft::{Note, Topic};
use crate::scenario::source::Source;
use crate::time::{DAY, HOUR, MINUTE};

/// All notes of a file and the model that was made of it.
pub(super) fn notes(file: &ScenarioFile, source: &Source, model: &Model) -> Vec<Note> {
    let short = model.call_types().iter().filter_map(|call_type| {
        let number = &model.hotlines()[call_type.hotline.index()].number;
        short_handle_time(number, call_type.talk.mean() + mean(&call_type.wrap_up))
    });
    let of_file = short.chain(repeated(file)).chain(weights(source)).map(Note::of_files);
    overload(model).into_iter().chain(of_file).collect()
}

/// Notes an overload: it is worth saying and no error.
fn overload(model: &Model) -> Option<Note> {
    let load: f64 = model.call_types().iter().map(load).sum();
    let agents: f64 = model.groups().iter().map(|group| mean_agents(&group.staffing)).sum();
    if load < agents {
        return None;
    }
    let endless = model.call_types().iter().any(|call_type| call_type.patience.is_never());
    let (then, then_zh) = match endless {
        true => ("the queue grows without end while this lasts", "其间排队无限增长"),
        false => ("only abandonment limits the queue", "排队仅受来电放弃限制"),
    };
    let text = Text {
        en: format!("overloaded: {load:.1} erlangs offered to {agents:.1} agents on average; {then}"),
        zh: format!("超负荷：话务强度 {load:.1} 爱尔兰，平均在岗 {agents:.1} 人；{then_zh}"),
    };
    Some(Note { topic: Topic::Load, ..Note::of_files(text) })
}

/// Offered load of a call type in erlangs, averaged over dates.
fn load(call_type: &CallType) -> f64 {
    let per_day = &call_type.demand.per_day;
    let rate = per_day.iter().sum::<f64>() / per_day.len().max(1) as f64 / DAY;
    let expert = |r: &Referral| r.share_at(0.0) * (r.talk.mean() + mean(&r.wrap_up));
    let referred = call_type.referral.as_ref().map_or(0.0, expert);
    rate * (call_type.talk.mean() + mean(&call_type.wrap_up) + referred)
}

fn mean(dist: &Option<Dist>) -> f64 {
    dist.as_ref().map_or(0.0, Dist::mean)
}

fn mean_agents(staffing: &Staffing) -> f64 {
    match staffing {
        Staffing::Constant { agents, .. } => f64::from(*agents),
        Staffing::Daily { agents, .. } => {
            agents.iter().map(|n| f64::from(*n)).sum::<f64>() / agents.len().max(1) as f64
        }
        Staffing::ShiftPlan(_) | Staffing::Dated(_) => f64::INFINITY,
    }
}

/// Notes lists that fill a part of the day and are repeated.
fn repeated(file: &ScenarioFile) -> Vec<Text> {
    let end = file.days * DAY;
    let profiles = file.hotline.iter().filter_map(|hotline| {
        let profile = hotline.profile.as_ref()?;
        let key = format!("hotline.{}.profile.calls_per_hour", hotline.number);
        repeats(&key, profile.calls_per_hour.len(), profile.step.0, end)
    });
    let front = ("front_line".to_owned(), &file.front_line.agents);
    let groups = file.group.iter().map(|group| (format!("group.{}", group.id), &group.agents));
    let agents = std::iter::once(front).chain(groups).filter_map(|(key, agents)| match agents {
        AgentsFile::Daily(daily) => {
            repeats(&format!("{key}.agents.values"), daily.values.len(), daily.step.0, end)
        }
        AgentsFile::Constant(_) => None,
    });
    profiles.chain(agents).collect()
}

fn repeats(key: &str, values: usize, step: f64, end: f64) -> Option<Text> {
    let covered = values as f64 * step;
    // One value is the same all day, whatever its step.
    (values > 1 && covered < DAY.min(end) - 0.5).then(|| {
        let (times, step, hours) = (DAY / covered, step / MINUTE, covered / HOUR);
        Text {
            en: format!(
                "`{key}`: {values} values of {step} min fill {hours} h of the day and are repeated {times} times"
            ),
            zh: format!("`{key}`：{values} 个值，每个 {step} 分钟，只覆盖一天中的 {hours} 小时，全天重复 {times} 次"),
        }
    })
}
