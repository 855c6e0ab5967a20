//! What the schema of scenario.toml cannot say: values that are each allowed but do not go together.

use super::file::PlanFile;
use crate::centre::Redial;
use crate::dist::Dist;
use crate::scenario::distribution::Distribution;
use crate::scenario::file::{BusynessFile, RedialFile};
use crate::scenario::input::Reader;
use crate::scenario::observed;
use crate::scenario::problem::{Problem, Problems, did_you_mean};
use crate::scenario::small::ALWAYS_WITHIN;
use crate::scenario::source::Source;
use crate::time::DAY;
use jiff::civil::Date;

/// Acceptable waits at most.
const MOST_WITHIN: usize = 8;

/// What callers put up with, ready for the model.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub patience: Dist,
    pub redial: Option<Redial>,
}

/// The file as its type.
pub(super) fn typed(json: serde_json::Value, source: &Source, problems: &mut Problems) -> Option<PlanFile> {
    serde_json::from_value(json)
        .map_err(|error| problems.push(Problem::whole(source.path(), format!("cannot be read: {error}"))))
        .ok()
}

/// The dates of the horizon and the callers' habits; every problem of scalars.
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
    if within(file).len() > MOST_WITHIN {
        let help = "at most 8, of which 15, 20, 30 and 60 s are always there";
        say("service_level_within", "too many acceptable waits", help);
    }
    let dates = dates(file, source, problems);
    let caller = caller(file, &mut Files { source, reader, problems });
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

/// The profile of the one number's own topics.
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
        problems.push(match did_you_mean(name, profiles.iter().map(String::as_str)) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help("name a profile of hours.csv"),
        });
    }
    found
}

/// 15, 20, 30 and 60 s and whatever else is asked for, ascending.
pub(super) fn within(file: &PlanFile) -> Vec<f64> {
    let asked = file.service_level_within.iter().map(|t| t.0);
    let mut within: Vec<f64> = ALWAYS_WITHIN.into_iter().chain(asked).collect();
    within.sort_by(f64::total_cmp);
    within.dedup();
    within
}

/// Where distributions come from.
struct Files<'a> {
    source: &'a Source,
    reader: &'a mut Reader,
    problems: &'a mut Problems,
}

fn caller(file: &PlanFile, files: &mut Files<'_>) -> Option<Caller> {
    let patience = files.dist(&file.caller.patience, "caller.patience");
    let redial = match &file.caller.redial {
        Some(redial) => Some(files.redial(redial)?),
        None => None,
    };
    Some(Caller { patience: patience?, redial })
}

impl Files<'_> {
    fn redial(&mut self, file: &RedialFile) -> Option<Redial> {
        let abandon_delay = self.delay(file.after_abandon.0, &file.abandon_delay, "abandon_delay");
        let busy_delay = self.delay(file.after_busy.0, &file.busy_delay, "busy_delay");
        Some(Redial {
            after_abandon: file.after_abandon.0,
            abandon_delay: abandon_delay?,
            after_busy: file.after_busy.0,
            busy_delay: busy_delay?,
            after_closed: 0.0,
            closed_delay: Dist::Never,
            max_attempts: file.max_attempts.0,
        })
    }

    /// A delay of redials; with a delay of nothing callers would dial again in the same instant.
    fn delay(&mut self, share: f64, delay: &Option<Distribution>, name: &str) -> Option<Dist> {
        let key = format!("caller.redial.{name}");
        let (title, dist) = match delay {
            Some(delay) => ("is always 0 s", self.dist(delay, &key)?),
            None => ("is missing", Dist::Deterministic { value: 0.0 }),
        };
        if share > 0.0 && dist.mean() <= 0.0 {
            let problem = self.source.problem_at(&key, format!("`{name}` {title}"));
            self.problems.push(problem.help("callers need some time to dial again"));
            return None;
        }
        Some(dist)
    }

    fn dist(&mut self, file: &Distribution, key: &str) -> Option<Dist> {
        let mut complete = true;
        let built = file.build(&mut |name| {
            let values = observed::read(name, key, self.source, self.reader, self.problems);
            complete &= values.is_some();
            values
        });
        match built {
            Ok(dist) => complete.then_some(dist),
            Err(bad) => {
                let title = format!("`{}` must be {}", bad.name, bad.must);
                self.problems.push(self.source.problem_at(&format!("{key}.{}", bad.name), title));
                None
            }
        }
    }
}
