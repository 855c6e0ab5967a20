//! Works out the hotlines of every site: how many callers on each date, which number they dial, how long calls take.

pub(super) use super::callers::{callers, carrier, reached_with};
use super::dates::ProfileRow;
use super::file::{CurveFile, PhaseFile};
use super::parts::Parts;
use crate::demand::{Growth, Season, Week, per_day};
use crate::dist::Dist;
use crate::merger::{Curve, Habit, Learning, Phase, Publicity};
use crate::model::{CallType, Demand, HotlineId, Migration, Mode, OtherDays, Profile, SiteId, Window};
use crate::time::{DAY, HALF_HOURS};
use jiff::civil::Date;

/// A hotline at a site, before anything is known of who answers.
pub(super) struct HotlineAtSite {
    /// Index into the model's hotlines.
    pub hotline: usize,
    /// Index into sites.
    pub site: usize,
    /// Mode of the merger at this site.
    pub mode: Mode,
    /// Window of the merger at this site in this phase.
    pub window: Option<Window>,
    /// The row of hotlines.csv whose desk answers it: its own or its carrier's; none of the one number.
    pub row: Option<usize>,
    /// Expected fresh callers by date and within the day; who dials what comes later.
    pub demand: Demand,
    /// Share who dial the one number, by date.
    pub habit: Vec<f64>,
    /// Share of calls to the old number to which the plan's routing applies, by date.
    pub migrated: Vec<f64>,
    /// Talk with people who know the topic.
    pub talk: Dist,
    pub wrap_up: Dist,
    /// Factor on talk at the front line, by date; empty = 1.
    pub talk_factor: Vec<f64>,
}

impl HotlineAtSite {
    /// Expected callers in a half hour of a date.
    pub(super) fn callers(&self, day: usize, half: usize) -> f64 {
        let values = &self.demand.profile_on(day).values;
        let first = half * values.len() / HALF_HOURS;
        // A step may be shorter than a half hour, or longer.
        let steps = &values[first..first + (values.len() / HALF_HOURS).max(1)];
        self.demand.per_day[day] * steps.iter().sum::<f64>() / steps.len() as f64 / HALF_HOURS as f64
    }

    /// Dates of the horizon.
    pub(super) fn dates(&self) -> usize {
        self.demand.per_day.len()
    }

    /// Mean seconds of handling at the front line.
    pub(super) fn front_handle(&self, day: usize) -> f64 {
        self.talk.mean() * self.talk_factor.get(day).copied().unwrap_or(1.0) + self.wrap_up.mean()
    }

    /// The call type without its queues.
    pub(super) fn call_type(&self, migration: Option<Migration>, patience: Dist) -> CallType {
        let demand = Demand { migration, ..self.demand.clone() };
        CallType {
            site: SiteId::new(self.site),
            talk_factor: self.talk_factor.clone(),
            wrap_up: Some(self.wrap_up.clone()),
            ..CallType::simple(HotlineId::new(self.hotline), demand, self.talk.clone(), patience)
        }
    }
}

/// Every line that has callers at a site, by site and then by hotline.
pub(super) fn lines(parts: &Parts) -> Vec<HotlineAtSite> {
    let at = |site: usize| {
        let callers = callers(parts, site).into_iter().enumerate();
        callers
            .filter(|(_, per_year)| *per_year > 0.0)
            .filter_map(move |(hotline, per_year)| line(parts, site, hotline, per_year))
    };
    (0..parts.sites.len()).flat_map(at).collect()
}

/// A span of dates as days of the horizon.
pub(super) fn window(parts: &Parts, dates: Option<(Date, Date)>) -> Option<Window> {
    let day = |date: Date| date.duration_since(parts.file.start.0).as_hours() / 24;
    dates.map(|(first, last)| Window { first: day(first), last: day(last) })
}

/// The state of the merger that is simulated.
pub(super) fn phase(parts: &Parts) -> Phase {
    match parts.file.phase {
        PhaseFile::Before => Phase::Before,
        PhaseFile::During => Phase::During,
        PhaseFile::After => Phase::After,
    }
}

/// Mode, window and curve of a row's merger at a site.
fn merges(parts: &Parts, row: usize, site: usize) -> (Mode, Option<Window>, Curve) {
    let base = &parts.hotlines[row];
    let other = parts.overrides.iter().find(|o| o.hotline == row && o.site == site);
    let dates = other.and_then(|o| o.window).or(base.window);
    let curve = match other.and_then(|o| o.curve).unwrap_or(parts.file.migration.curve) {
        CurveFile::Linear => Curve::Linear,
        CurveFile::Step => Curve::Step,
    };
    let mode = other.and_then(|o| o.mode).unwrap_or(base.mode);
    (mode, phase(parts).window(window(parts, dates)), curve)
}

fn line(parts: &Parts, site: usize, hotline: usize, per_year: f64) -> Option<HotlineAtSite> {
    let file = &parts.file;
    let own_row = hotline.checked_sub(1);
    let row = own_row.map(|row| carrier(parts, row));
    let aht = own_row.map_or(Some(file.own_topics.aht.0), |row| Some(parts.hotlines[row].calls?.0))?;
    let (mode, window, curve) = match row {
        Some(row) => merges(parts, row, site),
        None => (Mode::Own, None, Curve::Linear),
    };
    let aht = aht * file.handle_time.factor;
    let shape = DayShapes::of(parts, site, hotline)?;
    let number = own_row.map_or(file.own_topics.number.as_str(), |row| parts.hotlines[row].number.as_str());
    let seasons: Vec<Season> =
        parts.seasons.iter().filter(|s| s.hotline == number).map(|s| s.season).collect();
    let growth = Growth { rate: file.demand.growth_per_year, base: file.demand.base_date.0 };
    let handle = &file.handle_time;
    let talk_share = handle.talk.0 / (handle.talk.0 + handle.wrap_up.0);
    let days = 0..parts.dates.len() as i64;
    let merges = mode != Mode::Own;
    let (habit, publicity) = (habit(parts), publicity(parts));
    Some(HotlineAtSite {
        hotline,
        site,
        mode,
        window,
        row,
        demand: Demand {
            per_day: per_day(per_year, &shape.week, &parts.calendar, &growth, &seasons, &parts.dates),
            profile: shape.profile,
            other_days: shape.other_days,
            wave: None,
            migration: None,
        },
        habit: days
            .clone()
            .filter(|_| merges)
            .map(|day| Publicity::lift(habit.on(window, day), &publicity, day))
            .collect(),
        migrated: days.filter(|_| merges).map(|day| curve.on(window, day)).collect(),
        talk: Dist::lognormal(aht * talk_share, handle.talk_cv).ok()?,
        wrap_up: Dist::lognormal(aht * (1.0 - talk_share), handle.wrap_up_cv).ok()?,
        talk_factor: learning(parts).by_date(mode, window, parts.dates.len()),
    })
}

/// When the callers of a line call: by its counts, else by its profile.
struct DayShapes {
    week: Week,
    profile: Profile,
    other_days: Option<OtherDays>,
}

impl DayShapes {
    fn of(parts: &Parts, site: usize, hotline: usize) -> Option<DayShapes> {
        let usual = parts.profile(hotline)?;
        Some(match parts.counted_week(site, hotline) {
            Some(counted) => {
                let (profile, others) = counted.shapes(&parts.dates, &parts.calendar);
                DayShapes { week: counted.week(&usual.week), profile, other_days: Some(others) }
            }
            None => DayShapes {
                week: usual.week,
                profile: usual.hours.clone(),
                other_days: rest_days(parts, usual),
            },
        })
    }
}

/// The shape of rest days, where a profile gives one.
fn rest_days(parts: &Parts, profile: &ProfileRow) -> Option<OtherDays> {
    let rest = profile.rest_hours.clone()?;
    let by_date = parts.dates.iter().map(|date| (!parts.calendar.is_workday(*date)).then_some(0)).collect();
    Some(OtherDays { profiles: vec![rest], by_date })
}

fn habit(parts: &Parts) -> Habit {
    let migration = &parts.file.migration;
    Habit {
        before: migration.habit_before.0,
        after: migration.habit_after.0,
        days: migration.habit_time.0 / DAY / 3.0,
    }
}

/// Campaigns belong to the merger: without one there are none, after it they have had their effect.
fn publicity(parts: &Parts) -> Vec<Publicity> {
    let planned = parts.file.migration.publicity.iter();
    let campaign = |file: &super::call_flow::PublicityFile| {
        let window = phase(parts).window(window(parts, Some((file.first.0, file.last.0))))?;
        Some(Publicity { window, wins: file.wins.0 })
    };
    planned.filter_map(campaign).collect()
}

fn learning(parts: &Parts) -> Learning {
    let migration = &parts.file.migration;
    Learning {
        lasting: migration.lasting_penalty,
        fading: migration.fading_penalty,
        days: migration.fading_time.0 / DAY,
    }
}

/// Own and lines' callers a year who reach the front line at full migration, publicity apart. Callers of a number that
/// experts keep count if they dial the one number, those of a sub-centre's topics do not.
pub(super) fn reached(parts: &Parts, callers: &[f64]) -> (f64, f64) {
    reached_with(parts, callers, parts.file.migration.habit_after.0)
}
