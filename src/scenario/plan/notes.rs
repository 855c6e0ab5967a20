//! Words the notes of a plan: blanks and how they were read, links, hours handed over; and lists the grounds for its tables.

use crate::language::Text;

use super::believable::MANY;
use super::counts::CountedWeek;
use super::parts::Parts;
use super::report::{Basis, DeskPlan, SitePlan};
use super::tables::HotlineRow;
use crate::format::count;
use crate::model::Mode;
use crate::scenario::distribution_notes::short_handle_time;
use crate::workforce::Shrinkage;

/// All notes of a plan.
pub(super) fn notes(
    parts: &Parts,
    sites: &[SitePlan],
    desks: &[DeskPlan],
    shrinkage: &Shrinkage,
) -> Vec<Text> {
    let rows = &parts.hotlines;
    let mut notes = absorbed(rows);
    notes.extend(dates(rows));
    for row in rows {
        if let Some(alias) = &row.alias {
            notes.push(text(
                format!("{alias} is a second number of {}: the same demand", row.number),
                format!("{alias} 是 {} 的别号，来电合并计算", row.number),
            ));
        }
        if let Some(other) = row.with.map(|i| &rows[i]).filter(|other| other.number > row.number) {
            notes.push(text(
                format!("{} and {} merge in step", row.number, other.number),
                format!("{} 与 {} 同时归并", row.number, other.number),
            ));
        }
    }
    notes.extend(parts.counts.iter().map(|week| counted(parts, week)));
    notes.extend(sites.iter().filter_map(|site| handed_over(site, sites, shrinkage)));
    notes.extend(people_elsewhere(desks));
    notes.extend(sites.iter().filter_map(many_calls));
    let own = &parts.file.own_topics;
    let lines = rows.iter().filter_map(|row| Some((row.number.as_str(), row.calls?.0)));
    let all = std::iter::once((own.number.as_str(), own.aht.0)).chain(lines);
    notes.extend(all.filter_map(|(number, aht)| short_handle_time(number, aht)));
    notes
}

/// Says what was taken from counts by interval.
fn counted(parts: &Parts, week: &CountedWeek) -> Text {
    let (calls, intervals, seconds) = week.size();
    let (calls, minutes) = (count(calls), seconds / 60.0);
    let site = &parts.sites[week.site].name;
    let own = &parts.file.own_topics.number;
    let number = week.hotline.checked_sub(1).map_or(own, |row| &parts.hotlines[row].number);
    text(
        format!(
            "counts.csv: {number} at {} has {calls} calls in a week of {intervals} intervals of {minutes:.0} min, which \
             replace its profile; an interval without a row has none",
            site.en
        ),
        format!(
            "counts.csv：{} 的 {number} 每周来电 {calls} 个，分 {intervals} 个时段（每段 {minutes:.0} 分钟），代替其时段分布；\
             未列出的时段按无来电处理",
            site.zh
        ),
    )
}

/// Questions more calls a head than any place publishes.
fn many_calls(site: &SitePlan) -> Option<Text> {
    let per_head = site.per_head();
    (per_head > MANY).then(|| {
        text(
            format!(
                "{}: {per_head:.1} calls per inhabitant and year, where published figures run from 0.05 to 1.2: check \
                 `volume`, its unit and `people`",
                site.name.en
            ),
            format!(
                "{}：每人每年 {per_head:.1} 个来电，而各地公布的数字为 0.05 至 1.2 个，请核对 `volume` 及其单位和 `people`",
                site.name.zh
            ),
        )
    })
}

/// People outside the rule: desks that close, experts and sub-centres that stay.
fn people_elsewhere(desks: &[DeskPlan]) -> Option<Text> {
    if desks.is_empty() {
        return None;
    }
    let of = |stays: bool| desks.iter().filter(move |desk| desk.stays == stays);
    let (closing, staying) = (of(false).count(), of(true).count());
    let agents = |stays: bool| of(stays).map(|desk| u64::from(desk.agents)).sum::<u64>();
    let (close, stay) = (agents(false), agents(true));
    Some(text(
        format!(
            "outside the rule: {closing} desks with {close} agents until their lines are merged, {staying} groups of \
             experts and sub-centres with {stay} agents, all as few as Erlang A needs for their assumed answer rate"
        ),
        format!(
            "不计入配置标准：归并前的部门座席 {closing} 组 {close} 人，保留的专家座席和分中心 {staying} 组 {stay} 人，\
             均按假定接通率由 Erlang A 取最少人数"
        ),
    ))
}

fn text(en: String, zh: String) -> Text {
    Text { en, zh }
}

/// Absorbed lines, together where carrier and remark are the same.
fn absorbed(rows: &[HotlineRow]) -> Vec<Text> {
    let mut groups: Vec<(usize, &str, Vec<&HotlineRow>)> = Vec::new();
    for row in rows {
        let Some(carrier) = row.absorbed_by else { continue };
        match groups.iter_mut().find(|(c, note, _)| *c == carrier && *note == row.note) {
            Some((_, _, members)) => members.push(row),
            None => groups.push((carrier, &row.note, vec![row])),
        }
    }
    let say = |(carrier, note, members): &(usize, &str, Vec<&HotlineRow>)| {
        let (numbers, place) = (numbers(members), places(members));
        let have = if members.len() == 1 { "has" } else { "have" };
        let carrier = &rows[*carrier].number;
        let remark = if note.is_empty() { String::new() } else { format!("; {note}") };
        text(
            format!(
                "{numbers} {have} no window in the plan: treated as absorbed by {carrier} ({}{remark})",
                place.en
            ),
            format!("{numbers} 在方案中没有归并时间：按已并入 {carrier} 处理（{}）", place.zh),
        )
    };
    groups.iter().map(say).collect()
}

/// End dates alone, and lines that never merge.
fn dates(rows: &[HotlineRow]) -> Vec<Text> {
    let mut notes = Vec::new();
    for row in rows.iter().filter(|row| row.end_date_alone) {
        let Some((_, end)) = row.window else { continue };
        let (number, place) = (&row.number, places(&[row]));
        notes.push(text(
            format!("{number} has an end date alone: a step on {end} ({})", place.en),
            format!("{number} 仅有截止日期：按 {end} 当日一次切换处理（{}）", place.zh),
        ));
    }
    let never: Vec<&HotlineRow> = rows
        .iter()
        .filter(|row| row.window.is_none() && row.absorbed_by.is_none() && row.mode != Mode::SubCentre)
        .collect();
    if !never.is_empty() {
        let (numbers, place) = (numbers(&never), places(&never));
        notes.push(text(
            format!("without a window nothing migrates: {numbers} ({})", place.en),
            format!("没有归并时间，不发生迁移：{numbers}（{}）", place.zh),
        ));
    }
    notes
}

fn numbers(rows: &[&HotlineRow]) -> String {
    rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>().join(", ")
}

/// "hotlines.csv, lines 11-13".
fn places(rows: &[&HotlineRow]) -> Text {
    let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
    let (noun, which) = match lines.as_slice() {
        [only] => ("line", only.to_string()),
        [first, .., last] if last - first + 1 == lines.len() as u64 => ("lines", format!("{first}-{last}")),
        _ => ("lines", lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    };
    text(format!("hotlines.csv, {noun} {which}"), format!("hotlines.csv 第 {which} 行"))
}

fn handed_over(site: &SitePlan, sites: &[SitePlan], shrinkage: &Shrinkage) -> Option<Text> {
    if site.unstaffed_hours == 0.0 {
        return None;
    }
    let (left, all) = (site.unstaffed_hours, site.ramp_up.staff.len() * 24);
    let post = shrinkage.people_per_post();
    let least = site.ramp_up.staff.iter().min().copied().unwrap_or(0);
    let inbound = f64::from(least) * shrinkage.inbound_share;
    let people = format!("from {inbound:.1} people on inbound calls; one post takes {post:.1}");
    let people_zh = format!("呼入人力最少 {inbound:.1} 人，每个 24 小时岗位需 {post:.1} 人");
    Some(match site.partner.map(|p| &sites[p].name) {
        Some(partner) => text(
            format!("{} hands {left} of {all} hours to {} ({people})", site.name.en, partner.en),
            format!("{}将 {all} 小时中的 {left} 小时移交{}（{people_zh}）", site.name.zh, partner.zh),
        ),
        None => text(
            format!("{} has nobody on duty in {left} of {all} hours ({people}) and no partner", site.name.en),
            format!("{}有 {left}/{all} 小时无人值守（{people_zh}），且无移交对象", site.name.zh),
        ),
    })
}

/// Collects the column `basis` of every table.
pub(super) fn basis(parts: &Parts) -> Vec<Basis> {
    let row = |about: String, why: &str| Basis { about, why: why.to_owned() };
    let hotlines = parts.hotlines.iter().map(|h| row(format!("hotlines.csv, {}", h.number), &h.basis));
    let sites = parts.sites.iter().map(|s| row(format!("sites.csv, {}", s.id), &s.basis));
    let profiles = parts.profiles.iter().flat_map(|p| {
        let [hours, weeks] = &p.basis;
        [row(format!("hours.csv, {}", p.id), hours), row(format!("weeks.csv, {}", p.id), weeks)]
    });
    let seasons = parts.seasons.iter().map(|s| row(format!("seasons.csv, line {}", s.line), &s.basis));
    let volumes = parts.volumes.iter().map(|v| row(format!("volumes.csv, line {}", v.line), &v.basis));
    let counts = parts.counts.iter().map(|c| row(format!("counts.csv, line {}", c.line), &c.basis));
    hotlines
        .chain(sites)
        .chain(volumes)
        .chain(counts)
        .chain(profiles)
        .chain(seasons)
        .filter(|b| !b.why.is_empty())
        .collect()
}
