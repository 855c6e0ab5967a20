//! Notes what a plan gives and what has no effect, or another than it seems to have: dates outside the horizon, spans of
//! dates that multiply, seats that the rule does not count.

use super::file::{ExpansionFile, PhaseFile};
use super::parts::Parts;
use super::report::SitePlan;
use crate::format::count;
use crate::language::Text;
use jiff::civil::Date;

/// All such notes.
pub(super) fn notes(parts: &Parts, sites: &[SitePlan]) -> Vec<Text> {
    let Some(horizon) = Horizon::of(parts) else { return Vec::new() };
    let mut notes = Vec::new();
    notes.extend(calendar(parts, horizon));
    notes.extend(seasons(parts, horizon));
    notes.extend(windows(parts, horizon));
    notes.extend(spans(parts, horizon));
    notes.extend(overlaps(parts, horizon));
    notes.extend(path(parts, horizon));
    notes.extend(sites.iter().filter_map(first_day));
    notes.extend(no_seats(parts));
    notes
}

/// The first and the last date.
#[derive(Clone, Copy)]
pub(super) struct Horizon {
    first: Date,
    last: Date,
}

impl Horizon {
    pub(super) fn of(parts: &Parts) -> Option<Horizon> {
        Some(Horizon { first: *parts.dates.first()?, last: *parts.dates.last()? })
    }

    /// Returns whether some day of a span lies in it.
    pub(super) fn meets(self, first: Date, last: Date) -> bool {
        first <= self.last && last >= self.first
    }

    /// Returns its two dates as words.
    pub(super) fn words(self) -> Text {
        text(format!("{} to {}", self.first, self.last), format!("{} 至 {}", self.first, self.last))
    }
}

fn text(en: String, zh: String) -> Text {
    Text { en, zh }
}

/// "line 3", "lines 3, 5", "lines 3, 5 and 7 more".
fn lines(all: &[u64]) -> Text {
    const MOST: usize = 6;
    let named = all.iter().take(MOST).map(u64::to_string).collect::<Vec<_>>().join(", ");
    let noun = if all.len() == 1 { "line" } else { "lines" };
    match all.len().saturating_sub(MOST) {
        0 => text(format!("{noun} {named}"), format!("第 {named} 行")),
        more => text(format!("{noun} {named} and {more} more"), format!("第 {named} 行及另外 {more} 行")),
    }
}

/// Years of the horizon of which calendar.csv has no date: its holidays lie elsewhere.
fn calendar(parts: &Parts, horizon: Horizon) -> Option<Text> {
    let all = || parts.calendar.holidays.iter().chain(&parts.calendar.make_up);
    let lacking = |year: &i16| !all().any(|date| date.year() == *year);
    let years = (horizon.first.year()..=horizon.last.year()).filter(lacking);
    let years = years.map(|year| year.to_string()).collect::<Vec<_>>().join(", ");
    let (first, last) = (all().min()?, all().max()?);
    (!years.is_empty()).then(|| {
        text(
            format!(
                "calendar.csv has no date of {years}, every day of which is an ordinary one; its dates from {first} to \
                 {last} have no effect there"
            ),
            format!("calendar.csv 没有 {years} 年的日期，该年全部按平日计算；表中 {first} 至 {last} 的日期在该年不起作用"),
        )
    })
}

fn seasons(parts: &Parts, horizon: Horizon) -> Option<Text> {
    let of_table = || parts.seasons.iter().filter(|row| row.line > 0);
    let outside: Vec<u64> = of_table()
        .filter(|row| !horizon.meets(row.season.first, row.season.last))
        .map(|row| row.line)
        .collect();
    if outside.is_empty() {
        return None;
    }
    let (within, place, total, n) = (horizon.words(), lines(&outside), of_table().count(), outside.len());
    Some(text(
        format!(
            "seasons.csv: {n} of {total} spans lie outside {} and have no effect ({})",
            within.en, place.en
        ),
        format!("seasons.csv：{total} 个时段中有 {n} 个不在 {} 之内，不起作用（{}）", within.zh, place.zh),
    ))
}

/// Windows that end before the horizon, or begin after it.
fn windows(parts: &Parts, horizon: Horizon) -> Vec<Text> {
    if parts.file.phase != PhaseFile::During {
        return Vec::new();
    }
    let of_lines = parts.hotlines.iter().map(|row| (row.number.clone(), row.window));
    let of_sites = parts.overrides.iter().map(|row| {
        let (number, site) = (&parts.hotlines[row.hotline].number, &parts.sites[row.site].id);
        (format!("{number} ({site})"), row.window)
    });
    let all: Vec<(String, (Date, Date))> =
        of_lines.chain(of_sites).filter_map(|(name, window)| Some((name, window?))).collect();
    let named = |which: &dyn Fn(Date, Date) -> bool| {
        let names: Vec<&str> = all
            .iter()
            .filter(|(_, (first, last))| which(*first, *last))
            .map(|(name, _)| name.as_str())
            .collect();
        names.join(", ")
    };
    let before = named(&|_, last| last < horizon.first);
    let after = named(&|first, _| first > horizon.last);
    let mut notes = Vec::new();
    if !before.is_empty() {
        notes.push(text(
            format!("windows that end before {}: merged from the first day on: {before}", horizon.first),
            format!("归并时段在 {} 之前结束，自首日起即已归并：{before}", horizon.first),
        ));
    }
    if !after.is_empty() {
        notes.push(text(
            format!("windows that begin after {}: not merged in this scenario: {after}", horizon.last),
            format!("归并时段在 {} 之后开始，本情景内不归并：{after}", horizon.last),
        ));
    }
    notes
}

/// Surges, absences and campaigns outside the horizon.
fn spans(parts: &Parts, horizon: Horizon) -> Vec<Text> {
    let file = &parts.file;
    let surges = file.demand.surges.iter().map(|s| ("demand.surges", s.first.0, s.last.0));
    let absences = file.staff.absences.iter().map(|a| ("staff.absences", a.first.0, a.last.0));
    // A campaign before the first day has won its callers by then.
    let campaigns = file.migration.publicity.iter().map(|p| ("migration.publicity", p.first.0, p.last.0));
    let outside = surges.chain(absences).filter(|(_, first, last)| !horizon.meets(*first, *last));
    let late = campaigns.filter(|(_, first, _)| *first > horizon.last);
    outside.chain(late).map(|(key, first, last)| outside_note(key, first, last, horizon)).collect()
}

/// Says of a span of dates that it lies outside the horizon.
pub(super) fn outside_note(key: &str, first: Date, last: Date, horizon: Horizon) -> Text {
    let within = horizon.words();
    text(
        format!("`{key}`: {first} to {last} lies outside {} and has no effect", within.en),
        format!("`{key}`：{first} 至 {last} 不在 {} 之内，不起作用", within.zh),
    )
}

/// Spans of dates with more callers that bear on one number at once.
fn overlaps(parts: &Parts, horizon: Horizon) -> Vec<Text> {
    let rows = &parts.seasons;
    let mut notes = Vec::new();
    for (i, a) in rows.iter().enumerate() {
        for b in rows[..i].iter().filter(|b| b.hotline == a.hotline) {
            let (first, last) = (a.season.first.max(b.season.first), a.season.last.min(b.season.last));
            if first > last || !horizon.meets(first, last) {
                continue;
            }
            let name = |row: &super::dates::SeasonRow| match row.line {
                0 => text("a surge".into(), "来电激增".into()),
                line => text(format!("line {line}"), format!("第 {line} 行")),
            };
            let (one, other, product) = (name(b), name(a), a.season.factor * b.season.factor);
            notes.push(text(
                format!(
                    "{}: {} and {} of seasons.csv overlap from {first} to {last}: their factors multiply to {product:.2}",
                    a.hotline, one.en, other.en
                ),
                format!(
                    "{}：seasons.csv {}与{}在 {first} 至 {last} 重叠，倍数相乘为 {product:.2}",
                    a.hotline, one.zh, other.zh
                ),
            ));
        }
    }
    notes
}

/// A path that is complete before it begins.
fn path(parts: &Parts, horizon: Horizon) -> Option<Text> {
    let path = &parts.file.path;
    let from = path.from.map_or(horizon.first, |day| day.0.max(horizon.first));
    let complete = path.complete.0;
    let stepwise = path.expansion == ExpansionFile::Monthly && parts.file.phase == PhaseFile::During;
    (stepwise && complete <= from).then(|| {
        text(
            format!(
                "`path.complete` {complete} is not after the first day {from}: every seat is ready at once"
            ),
            format!("`path.complete` {complete} 不晚于首日 {from}：座席自首日起全部就位"),
        )
    })
}

/// More seats on the first day than the rule gives in the end.
fn first_day(site: &SitePlan) -> Option<Text> {
    (site.first_day_seats > site.rule_seats).then(|| {
        let (first, rule) = (site.first_day_seats, site.rule_seats);
        text(
            format!(
                "{}: {first} seats on the first day, above the rule's {rule}: seats are given up",
                site.name.en
            ),
            format!("{}：首日座席 {first} 席，高于按标准配置的 {rule} 席，座席将减少", site.name.zh),
        )
    })
}

/// A rule of no seats: every site has one, the least there is.
fn no_seats(parts: &Parts) -> Vec<Text> {
    let mut notes = Vec::new();
    if parts.file.rule.seats_per_million == 0.0 {
        let sites = count(parts.sites.len() as f64);
        notes.push(text(
            format!("`rule.seats_per_million` is 0: each of {sites} sites has 1 seat, the least there is"),
            format!("`rule.seats_per_million` 为 0：{sites} 个站点各按最少 1 席计算"),
        ));
    }
    let none = parts.file.rule.seats_at.iter().filter(|(_, seats)| seats.0 == 0);
    notes.extend(none.map(|(id, _)| {
        text(
            format!("`rule.seats_at.{id}` is 0: the site has 1 seat, the least there is"),
            format!("`rule.seats_at.{id}` 为 0：该站点按最少 1 席计算"),
        )
    }));
    notes
}
