//! Words notes on calls that come to the front lines on top of the volumes of sites.csv: by publicity, and by
//! sub-centres outside their opening hours.

use super::file::PhaseFile;
use super::hotlines::{HotlineAtSite, callers, reached_with};
use super::parts::Parts;
use super::tables::Level;
use crate::format::count;
use crate::language::Text;
use crate::model::Mode;
use crate::planning::opening_hours::OpeningHours;
use crate::time::HALF_HOURS;

/// Share of a merged line's callers who dial the one number in the end, all campaigns over.
fn final_habit(parts: &Parts) -> f64 {
    let migration = &parts.file.migration;
    let left = migration.publicity.iter().fold(1.0, |left, campaign| left * (1.0 - campaign.wins.0));
    1.0 - (1.0 - migration.habit_after.0) * left
}

/// Says how far publicity moves habit, and what that adds to the volumes of sites.csv.
pub(super) fn publicity(parts: &Parts) -> Option<Text> {
    let before = parts.file.phase == PhaseFile::Before;
    if before || parts.file.migration.publicity.is_empty() {
        return None;
    }
    let (without, with) = (parts.file.migration.habit_after.0, final_habit(parts));
    let total = |habit: f64| -> f64 {
        let site = |site: usize| {
            let (own, lines) = reached_with(parts, &callers(parts, site), habit);
            own + lines
        };
        (0..parts.sites.len()).map(site).sum()
    };
    let (habit, reach) = (with * 100.0, 100.0 * (total(with) / total(without) - 1.0));
    let plain = without * 100.0;
    Some(Text {
        en: format!(
            "publicity: in the end {habit:.1} % of callers dial {}, not {plain:.0} %; callers of numbers that experts \
             keep so bring the front lines {reach:.1} % on top of the volumes of sites.csv",
            parts.file.own_topics.number
        ),
        zh: format!(
            "宣传：最终 {habit:.1}% 的来电群众拨打 {}（无宣传时为 {plain:.0}%）；保留专家座席的热线因此使前台来电量在 \
             sites.csv 所列话务量之上增加 {reach:.1}%",
            parts.file.own_topics.number
        ),
    })
}

/// A note names so many sites at most, those with the most calls.
const NAMED_SITES: usize = 12;

/// Says of each sub-centre how many calls a year come to the front line while it is closed, once merged.
pub(super) fn after_hours(parts: &Parts, lines: &[HotlineAtSite], hours: Option<&OpeningHours>) -> Vec<Text> {
    let Some(hours) = hours.filter(|_| parts.file.phase != PhaseFile::Before) else { return Vec::new() };
    let note = |(row, hotline): (usize, &super::tables::HotlineRow)| {
        let own = |line: &&HotlineAtSite| {
            line.row == Some(row) && line.mode == Mode::SubCentre && line.migrated.iter().any(|m| *m > 0.0)
        };
        let mut at: Vec<(usize, f64)> =
            lines.iter().filter(own).map(|line| (line.site, closed_calls(parts, line, hours))).collect();
        let all: f64 = at.iter().map(|(_, calls)| calls).sum();
        if at.len() > NAMED_SITES {
            at.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        let by_site = |en: bool| {
            let one = |(site, calls): &(usize, f64)| {
                let name = &parts.sites[*site].name;
                format!("{} {}", if en { &name.en } else { &name.zh }, count(*calls))
            };
            let mut named: Vec<String> = at.iter().take(NAMED_SITES).map(one).collect();
            if let Some(others) = at.len().checked_sub(NAMED_SITES).filter(|others| *others > 0) {
                named.push(if en { format!("{others} others") } else { format!("其余 {others} 个") });
            }
            named.join(if en { ", " } else { "、" })
        };
        let several = hotline.desk == Level::Site && at.len() > 1;
        let (en, zh) = match several {
            true => (format!(" ({})", by_site(true)), format!("（{}）", by_site(false))),
            false => (String::new(), String::new()),
        };
        let number = &hotline.number;
        (all > 0.0).then(|| Text {
            en: format!(
                "sub-centre {number}: once merged, {} calls a year to its number come to the front line outside its \
                 opening hours, on top of the volumes of sites.csv{en}",
                count(all)
            ),
            zh: format!(
                "分中心 {number}：归并后，其开放时间以外每年有 {} 个拨打该号码的来电转到前台，不含在 sites.csv 所列\
                 话务量内{zh}",
                count(all)
            ),
        })
    };
    parts.hotlines.iter().enumerate().filter_map(note).collect()
}

/// Calls a year, at the base date, to a line's own number while its people are not there.
fn closed_calls(parts: &Parts, line: &HotlineAtSite, hours: &OpeningHours) -> f64 {
    let (mut all, mut closed) = (0.0, 0.0);
    for day in 0..line.dates() {
        for half in 0..HALF_HOURS {
            let come = line.callers(day, half);
            all += come;
            closed += come * (1.0 - hours.share_open(day, half));
        }
    }
    let per_year = callers(parts, line.site).get(line.hotline).copied().unwrap_or(0.0);
    let share = if all > 0.0 { closed / all } else { 0.0 };
    per_year * share * (1.0 - final_habit(parts))
}
