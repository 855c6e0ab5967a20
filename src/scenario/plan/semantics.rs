//! Checks values of scenario.toml that are each allowed by the schema but do not go together.

use crate::language::Text;

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
        |key: &str, title: &str, help: &str| problems.push(source.problem_at(key, title).help(help));
    if file.warm_up.0 >= f64::from(file.days.0) * DAY {
        say("warm_up", "`warm_up` leaves nothing to measure", "make it shorter than `days`");
    }
    if file.migration.habit_after.0 <= 0.0 {
        let help = "lines with expert seats would never be reached; write a share above 0";
        say("migration.habit_after", "`habit_after` must be more than 0", help);
    }
    let staff = &file.staff;
    if staff.leave.0 + staff.sickness.0 + staff.training.0 + staff.other.0 + staff.breaks.0 > 0.9 {
        say("staff", "leave, absence and breaks leave less than 10 % of paid time", "lower the shares");
    }
    for (key, days) in [("path.hiring_lead", file.path.hiring_lead), ("path.training", file.path.training)] {
        if (days.0 / DAY).fract() != 0.0 {
            say(key, "must be whole days", "write e.g. `\"30 d\"`");
        }
    }
    let sum = |b: BusynessFile| b.shares.province.0 + b.shares.site.0 + b.shares.own.0;
    if file.busyness.is_some_and(|b| (sum(b) - 1.0).abs() > 1e-9) {
        say("busyness.shares", "the shares do not sum to 1", "province + site + own = 1");
    }
    let years = (i64::from(file.demand.base_date.0.year()) - i64::from(file.start.0.year())).abs();
    if years > 100 {
        say("demand.base_date", "`base_date` is more than a hundred years away", "check the year");
    }
    if acceptable_waits(&file.service_level_within).len() > MOST {
        let help = "at most 8, of which 15, 20, 30 and 60 s are always there";
        say("service_level_within", "too many acceptable waits", help);
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
            source.problem_at("start", "the horizon leaves the calendar").help("check year and `days`"),
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
        let problem = source.problem_at("own_topics.profile", format!("there is no profile `{name}`"));
        problems.push(problem.help(meant_or(name, profiles.iter().map(String::as_str), || {
            "name a profile of hours.csv".to_owned()
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
    let mut say = |title: String, help: String| {
        problems.push(source.problem_at("demand.office_profile", title).help(help));
        None
    };
    match (place(OFFICE), place(name)) {
        (Some(office), Some(hours)) => Some((office != hours).then_some((office, hours))),
        (Some(_), None) => say(
            format!("there is no profile `{name}`"),
            meant_or(name, profiles.iter().map(String::as_str), || "name a profile of hours.csv".to_owned()),
        ),
        (None, _) => say(
            format!("there is no profile `{OFFICE}` whose hours this could replace"),
            format!("leave `office_profile` out, or add `{OFFICE}` to hours.csv and weeks.csv"),
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
fn call_flow(file: &PlanFile, source: &Source, say: &mut impl FnMut(&str, &str, &str)) {
    if let Some(desks) = &file.desks
        && desks.opens.0 >= desks.closes.0
    {
        say("desks.closes", "desks close before they open", "write a later time of day: \"17:00\"");
    }
    for (key, asked) in [("experts", file.experts.is_some()), ("sub_centres", file.sub_centres.is_some())] {
        // Desks that are written and were refused are there.
        if asked && source.root().get("desks").is_none() {
            let help = "add [desks]: it says when experts and sub-centres are open and how many they are";
            say(key, &format!("`{key}` needs `desks`"), help);
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
            say(&key, "ends before it begins", "`last` is the last day, not before `first`");
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
                let problem = source.problem_at(&key, format!("hotline {hotline} appears twice"));
                problems.push(problem.help("name it once: its callers would be multiplied twice"));
            }
            if !numbers.contains(&hotline.as_str()) {
                let problem = source.problem_at(&key, format!("there is no hotline `{hotline}`"));
                problems.push(problem.help(meant_or(hotline, numbers.iter().copied(), || {
                    "name the one number or a number of hotlines.csv".to_owned()
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
        let help = meant_or(id, ids.iter().copied(), || "name an id of sites.csv".to_owned());
        problems.push(source.problem_at(&key, format!("there is no site `{id}`")).help(help));
    }
    for (id, factor) in file.demand.factor_at.iter().filter(|(_, factor)| !(0.0..=1000.0).contains(*factor)) {
        let problem =
            source.problem_at(&format!("demand.factor_at.{id}"), "a factor lies between 0 and 1000");
        problems.push(problem.found(format!("{factor}")).help("write e.g. 1.2 for a fifth more callers"));
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
                let title = format!("site `{name}` appears twice");
                problems.push(source.problem_at(&format!("only_sites.#{i}"), title).help("name it once"));
            }
            Some(site) => chosen.push(site),
            None => {
                let problem =
                    source.problem_at(&format!("only_sites.#{i}"), format!("there is no site `{name}`"));
                problems.push(
                    problem
                        .help(meant_or(name, ids.iter().copied(), || "name an id of sites.csv".to_owned())),
                );
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
