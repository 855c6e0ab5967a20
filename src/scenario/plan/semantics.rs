//! Checks values of scenario.toml that are each allowed by the schema but do not go together.

use crate::language::{Text, said};

use super::call_flow::{FollowUpFile, RepeatFile};
use super::dates::SeasonRow;
use super::file::PlanFile;
use crate::demand::Season;
use crate::dist::Dist;
use crate::model::{FollowUp, Redial, Repeat};
use crate::scenario::acceptable_waits::{MOST, acceptable_waits};
use crate::scenario::distribution_reader::DistributionReader;
use crate::scenario::file::BusynessFile;
use crate::scenario::input::Reader;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::Source;
use crate::scenario::wording::meant_or;
use crate::time::DAY;
use jiff::civil::Date;
use serde::Deserialize;

/// Patience, redials, repeat contacts and tickets, ready for the model.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub patience: Dist,
    pub redial: Option<Redial>,
    pub repeat: Option<Repeat>,
    /// Its queue is not known yet.
    pub follow_up: Option<FollowUp>,
}

/// Deserialises the file.
pub(super) fn typed(json: &serde_json::Value, source: &Source, problems: &mut Problems) -> Option<PlanFile> {
    PlanFile::deserialize(json)
        .map_err(|error| problems.push(Problem::whole(source.path(), format!("cannot be read: {error}"))))
        .ok()
}

/// Checks every scalar; returns the dates of the horizon and the callers' behaviour.
pub(super) fn scalars(
    file: &PlanFile,
    source: &Source,
    reader: &mut Reader,
    problems: &mut Problems,
) -> Option<(Vec<Date>, Caller)> {
    let mut say =
        |key: &str, title: Text, help: Text| problems.push(source.problem_at(key, title).help(help));
    if file.warm_up.0 >= f64::from(file.days.0) * DAY {
        say(
            "warm_up",
            said!("`warm_up` leaves nothing to measure", "`warm_up` 之后没有可计量的时间"),
            said!("make it shorter than `days`", "请短于 `days`"),
        );
    }
    if file.migration.habit_after.0 <= 0.0 {
        let help = said!(
            "lines with expert seats would never be reached; write a share above 0",
            "带专家座席的热线将永远无人拨入；请填写大于 0 的比例"
        );
        say(
            "migration.habit_after",
            said!("`habit_after` must be more than 0", "`habit_after` 应大于 0"),
            help,
        );
    }
    let staff = &file.staff;
    if staff.leave.0 + staff.sickness.0 + staff.training.0 + staff.other.0 + staff.breaks.0 > 0.9 {
        say(
            "staff",
            said!(
                "leave, absence and breaks leave less than 10 % of paid time",
                "休假、缺勤和休息之后剩余不足带薪工时的 10 %"
            ),
            said!("lower the shares", "请调低各比例"),
        );
    }
    for (key, days) in [("path.hiring_lead", file.path.hiring_lead), ("path.training", file.path.training)] {
        if (days.0 / DAY).fract() != 0.0 {
            say(
                key,
                said!("must be whole days", "应为整天"),
                said!("write e.g. `\"30 d\"`", "例如 `\"30 d\"`"),
            );
        }
    }
    let sum = |b: BusynessFile| b.shares.province.0 + b.shares.site.0 + b.shares.own.0;
    if file.busyness.is_some_and(|b| (sum(b) - 1.0).abs() > 1e-9) {
        say(
            "busyness.shares",
            said!("the shares do not sum to 1", "各比例之和不是 1"),
            Text::same("province + site + own = 1"),
        );
    }
    let years = (i64::from(file.demand.base_date.0.year()) - i64::from(file.start.0.year())).abs();
    if years > 100 {
        say(
            "demand.base_date",
            said!("`base_date` is more than a hundred years away", "`base_date` 相距一百年以上"),
            said!("check the year", "请核对年份"),
        );
    }
    if acceptable_waits(&file.service_level_within).len() > MOST {
        let help = said!(
            "at most 8, of which 15, 20, 30 and 60 s are always there",
            "最多 8 个，其中 15、20、30、60 s 始终存在"
        );
        say("service_level_within", said!("too many acceptable waits", "可接受等待时长过多"), help);
    }
    call_flow(file, source, &mut say);
    let dates = dates(file, source, problems);
    let caller = caller(file, &mut DistributionReader { source, reader, problems });
    Some((dates?, caller?))
}

fn dates(file: &PlanFile, source: &Source, problems: &mut Problems) -> Option<Vec<Date>> {
    let days = file.days.0 as usize;
    let dates: Vec<Date> = file.start.0.series(jiff::Span::new().days(1)).take(days).collect();
    if dates.len() < days || days == 0 || !(1900..=2200).contains(&file.start.0.year()) {
        problems.push(
            source
                .problem_at("start", said!("the horizon leaves the calendar", "模拟期超出历法范围"))
                .help(said!("check year and `days`", "请核对年份和 `days`")),
        );
        return None;
    }
    Some(dates)
}

/// Finds the profile of the one number's own topics.
pub(super) fn own_profile(
    file: &PlanFile,
    profiles: &[String],
    source: &Source,
    problems: &mut Problems,
) -> Option<usize> {
    let name = file.own_topics.profile.as_str();
    let found = profiles.iter().position(|profile| profile == name);
    if found.is_none() {
        let problem = source
            .problem_at("own_topics.profile", said!("there is no profile `{name}`", "没有时段分布 `{name}`"));
        problems.push(problem.help(meant_or(name, profiles.iter().map(String::as_str), || {
            said!("name a profile of hours.csv", "请填写 hours.csv 中的时段分布")
        })));
    }
    found
}

/// The profile of lines whose callers keep office hours.
const OFFICE: &str = "office";

/// Finds the profile of office lines and the one by whose hours they ring; none if it is their own.
#[expect(clippy::option_option, reason = "a name that is not there and no change are different things")]
pub(super) fn office_profile(
    file: &PlanFile,
    profiles: &[String],
    source: &Source,
    problems: &mut Problems,
) -> Option<Option<(usize, usize)>> {
    let Some(name) = &file.demand.office_profile else { return Some(None) };
    let place = |name: &str| profiles.iter().position(|profile| profile == name);
    let mut say = |title: Text, help: Text| {
        problems.push(source.problem_at("demand.office_profile", title).help(help));
        None
    };
    match (place(OFFICE), place(name)) {
        (Some(office), Some(hours)) => Some((office != hours).then_some((office, hours))),
        (Some(_), None) => say(
            said!("there is no profile `{name}`", "没有时段分布 `{name}`"),
            meant_or(name, profiles.iter().map(String::as_str), || {
                said!("name a profile of hours.csv", "请填写 hours.csv 中的时段分布")
            }),
        ),
        (None, _) => say(
            said!(
                "there is no profile `{OFFICE}` whose hours this could replace",
                "没有可供替换的时段分布 `{OFFICE}`"
            ),
            said!(
                "leave `office_profile` out, or add `{OFFICE}` to hours.csv and weeks.csv",
                "请删去 `office_profile`，或在 hours.csv 和 weeks.csv 中加入 `{OFFICE}`"
            ),
        ),
    }
}

fn caller(file: &PlanFile, dists: &mut DistributionReader<'_>) -> Option<Caller> {
    let patience = dists.dist(format_args!("caller.patience"), &file.caller.patience);
    let redial = match &file.caller.redial {
        Some(redial) => dists.redial(format_args!("caller.redial"), redial).map(Some),
        None => Some(None),
    };
    let delay = dists.optional(format_args!("repeat.delay"), file.repeat.as_ref().map(|r| &r.delay));
    let handle = dists.optional(format_args!("follow_up.handle"), file.follow_up.as_ref().map(|f| &f.handle));
    let repeat = |(file, delay): (&RepeatFile, Dist)| Repeat {
        resolved: file.resolved.0,
        share: file.share.0,
        delay,
        at_most: file.at_most.0,
    };
    let follow_up = |(file, handle): (&FollowUpFile, Dist)| FollowUp {
        share: file.share.0,
        queue: crate::model::QueueId::new(0),
        handle,
        due: file.due.0,
    };
    Some(Caller {
        patience: patience?,
        redial: redial?,
        repeat: file.repeat.as_ref().zip(delay?).map(repeat),
        follow_up: file.follow_up.as_ref().zip(handle?).map(follow_up),
    })
}

/// Checks desks, campaigns and days of absence.
fn call_flow(file: &PlanFile, source: &Source, say: &mut impl FnMut(&str, Text, Text)) {
    if let Some(desks) = &file.desks
        && desks.opens.0 >= desks.closes.0
    {
        say(
            "desks.closes",
            said!("desks close before they open", "办公点的关闭早于开放"),
            said!("write a later time of day: \"17:00\"", "请填写更晚的时刻：\"17:00\""),
        );
    }
    for (key, asked) in [("experts", file.experts.is_some()), ("sub_centres", file.sub_centres.is_some())] {
        // Desks that are written and were refused are there.
        if asked && source.root().get("desks").is_none() {
            let help = said!(
                "add [desks]: it says when experts and sub-centres are open and how many they are",
                "请加入 [desks]：其中规定专家和分中心的开放时间与人数"
            );
            say(key, said!("`{key}` needs `desks`", "`{key}` 需要 `desks`"), help);
        }
    }
    let spans = |key: &str, days: Vec<(Date, Date)>| -> Vec<(String, (Date, Date))> {
        days.into_iter().enumerate().map(|(i, span)| (format!("{key}.#{i}"), span)).collect()
    };
    let publicity = file.migration.publicity.iter().map(|p| (p.first.0, p.last.0)).collect();
    let absences = file.staff.absences.iter().map(|a| (a.first.0, a.last.0)).collect();
    let surges = file.demand.surges.iter().map(|s| (s.first.0, s.last.0)).collect();
    let all = [("migration.publicity", publicity), ("staff.absences", absences), ("demand.surges", surges)];
    for (key, (first, last)) in all.into_iter().flat_map(|(key, days)| spans(key, days)) {
        if first > last {
            say(
                &key,
                said!("ends before it begins", "的结束早于开始"),
                said!("`last` is the last day, not before `first`", "`last` 为最后一天，不能早于 `first`"),
            );
        }
    }
}

/// Turns the surges of alternatives into rows of seasons; an unknown number is a problem.
pub(super) fn surges(
    file: &PlanFile,
    numbers: &[&str],
    source: &Source,
    problems: &mut Problems,
) -> Vec<SeasonRow> {
    let mut rows = Vec::new();
    for (i, surge) in file.demand.surges.iter().enumerate() {
        for (k, hotline) in surge.hotlines.iter().enumerate() {
            let key = format!("demand.surges.#{i}.hotlines.#{k}");
            if surge.hotlines[..k].contains(hotline) {
                let problem = source
                    .problem_at(&key, said!("hotline {hotline} appears twice", "热线 {hotline} 出现两次"));
                problems.push(problem.help(said!(
                    "name it once: its callers would be multiplied twice",
                    "请只填写一次，否则来电会被乘两次"
                )));
            }
            if !numbers.contains(&hotline.as_str()) {
                let problem =
                    source.problem_at(&key, said!("there is no hotline `{hotline}`", "没有热线 `{hotline}`"));
                problems.push(problem.help(meant_or(hotline, numbers.iter().copied(), || {
                    said!(
                        "name the one number or a number of hotlines.csv",
                        "请填写统一号码或 hotlines.csv 中的号码"
                    )
                })));
            }
            rows.push(SeasonRow {
                line: 0,
                name: Text { en: "Surge".to_owned(), zh: "来电激增".to_owned() },
                hotline: hotline.clone(),
                season: Season { first: surge.first.0, last: surge.last.0, factor: surge.factor },
                basis: String::new(),
            });
        }
    }
    rows
}

/// Checks what is said of single sites: their ids, and their factors of demand.
fn single_sites(file: &PlanFile, ids: &[&str], source: &Source, problems: &mut Problems) -> bool {
    let seats = file.rule.seats_at.keys().map(|id| (format!("rule.seats_at.{id}"), id));
    let staff = file.rule.staff_at.keys().map(|id| (format!("rule.staff_at.{id}"), id));
    let factors = file.demand.factor_at.keys().map(|id| (format!("demand.factor_at.{id}"), id));
    let before = problems.len();
    for (key, id) in seats.chain(staff).chain(factors).filter(|(_, id)| !ids.contains(&id.as_str())) {
        let help = meant_or(id, ids.iter().copied(), || {
            said!("name an id of sites.csv", "请填写 sites.csv 中的站点 id")
        });
        problems
            .push(source.problem_at(&key, said!("there is no site `{id}`", "没有站点 `{id}`")).help(help));
    }
    for (id, factor) in file.demand.factor_at.iter().filter(|(_, factor)| !(0.0..=1000.0).contains(*factor)) {
        let problem = source.problem_at(
            &format!("demand.factor_at.{id}"),
            said!("a factor lies between 0 and 1000", "倍数应在 0 到 1000 之间"),
        );
        problems.push(
            problem
                .found(format!("{factor}"))
                .help(said!("write e.g. 1.2 for a fifth more callers", "例如 1.2 表示来电增加两成")),
        );
    }
    problems.len() == before
}

/// Finds the sites of `only_sites`, by their place in sites.csv; all if none is named.
pub(super) fn chosen_sites(
    file: &PlanFile,
    ids: &[&str],
    source: &Source,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let mut chosen = Vec::new();
    for (i, name) in file.only_sites.iter().enumerate() {
        match ids.iter().position(|id| id == name) {
            Some(site) if chosen.contains(&site) => {
                let title = said!("site `{name}` appears twice", "站点 `{name}` 出现两次");
                problems.push(
                    source
                        .problem_at(&format!("only_sites.#{i}"), title)
                        .help(said!("name it once", "请只填写一次")),
                );
            }
            Some(site) => chosen.push(site),
            None => {
                let problem = source.problem_at(
                    &format!("only_sites.#{i}"),
                    said!("there is no site `{name}`", "没有站点 `{name}`"),
                );
                problems.push(problem.help(meant_or(name, ids.iter().copied(), || {
                    said!("name an id of sites.csv", "请填写 sites.csv 中的站点 id")
                })));
            }
        }
    }
    let fine = chosen.len() == file.only_sites.len() && single_sites(file, ids, source, problems);
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        chosen = (0..ids.len()).collect();
    }
    fine.then_some(chosen)
}
