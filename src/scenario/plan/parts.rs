//! Everything that a plan's files say, with references resolved.

use super::comparators::{self, Comparator};
use super::counts::{self, CountedWeek};
use super::dates::{self, ProfileRow, SeasonRow};
use super::file::{self, PlanFile};
use super::overrides::{self, OverrideRow};
use super::semantics::{self, Caller};
use super::sites::{self, SiteRow};
use super::tables::{self, HotlineRow};
use super::volumes::{self, VolumeRow};
use crate::demand::Calendar;
use crate::model::Busyness;
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::schema_check;
use crate::scenario::source::Source;
use jiff::civil::Date;

/// Everything that was read, references resolved.
pub(super) struct Parts {
    pub(super) file: PlanFile,
    /// Every date of the horizon.
    pub(super) dates: Vec<Date>,
    pub(super) sites: Vec<SiteRow>,
    /// Ids of all rows of sites.csv, also of those left out.
    pub(super) listed_sites: Vec<String>,
    pub(super) hotlines: Vec<HotlineRow>,
    pub(super) profiles: Vec<ProfileRow>,
    /// Profile of the one number's own topics (index into `profiles`).
    pub(super) own_profile: usize,
    pub(super) calendar: Calendar,
    pub(super) seasons: Vec<SeasonRow>,
    pub(super) overrides: Vec<OverrideRow>,
    pub(super) volumes: Vec<VolumeRow>,
    /// Lines that were counted by interval of the week.
    pub(super) counts: Vec<CountedWeek>,
    pub(super) comparators: Vec<Comparator>,
    pub(super) caller: Caller,
}

/// Reads all files, as far as they can be read: every problem is found before anything is given up.
pub(super) fn read(source: &Source, reader: &mut Reader, problems: &mut Problems) -> Option<Parts> {
    let json = schema_check::check(source, file::schema(), problems);
    let file = json.and_then(|json| semantics::typed(&json, source, problems));
    let scalars = file.as_ref().map(|file| semantics::scalars(file, source, reader, problems));

    let profiles = dates::profiles(reader, problems);
    let calendar = dates::calendar(reader, problems);
    let comparators = comparators::comparators(reader, problems);
    // As written, even where scenario.toml has a problem elsewhere.
    let own = source.root().get("own_topics").and_then(|own| own.get("number")?.as_text());
    let own_counted = own.map(|own| counts::own_counted(reader, own)).unwrap_or_default();
    let sites = sites::sites(reader, &own_counted, problems);
    // With no sites or profiles to refer to, every reference would be a problem: one error is enough.
    let hotlines = sites.as_ref().zip(profiles.as_ref()).and_then(|(sites, profiles)| {
        let (sites, profiles) = (sites.names(), profiles.names());
        let names = tables::Names { own: own.unwrap_or_default(), sites, profiles };
        tables::hotlines(reader, &names, problems)
    });
    let seasons = hotlines.as_ref().zip(own).and_then(|(hotlines, own)| {
        let numbers: Vec<&str> = std::iter::once(own).chain(hotlines.names()).collect();
        let seasons = dates::seasons(reader, &numbers, problems);
        let surges = file.as_ref().map(|file| semantics::surges(file, &numbers, source, problems));
        let counted = file.as_ref().is_none_or(|file| file.demand.seasons);
        Some(seasons?.into_iter().filter(|_| counted).chain(surges?).collect())
    });
    let overrides = hotlines.as_ref().zip(sites.as_ref()).and_then(|(hotlines, sites)| {
        overrides::overrides(reader, &hotlines.names(), &sites.names(), problems)
    });
    let volumes = hotlines
        .as_ref()
        .zip(sites.as_ref())
        .and_then(|(hotlines, sites)| volumes::volumes(reader, &hotlines.names(), sites, problems));
    let counts = hotlines.as_ref().zip(sites.as_ref()).and_then(|(hotlines, sites)| {
        counts::counts(reader, own?, &hotlines.names(), sites, calendar.as_ref()?, problems)
    });
    let chosen = file
        .as_ref()
        .zip(sites.as_ref())
        .and_then(|(file, sites)| semantics::chosen_sites(file, &sites.names(), source, problems));
    let own_profile = file
        .as_ref()
        .zip(profiles.as_ref())
        .and_then(|(file, all)| semantics::own_profile(file, &all.ids, source, problems));

    let office_profile = file
        .as_ref()
        .zip(profiles.as_ref())
        .and_then(|(file, all)| semantics::office_profile(file, &all.ids, source, problems));

    let (dates, caller) = scalars.flatten()?;
    let mut parts = Parts {
        file: file?,
        dates,
        own_profile: own_profile?,
        listed_sites: sites.as_ref()?.ids.clone(),
        sites: sites?.rows?,
        hotlines: hotlines?.rows?,
        profiles: profiles?.rows?,
        calendar: calendar?,
        seasons: seasons?,
        overrides: overrides?,
        volumes: volumes?,
        counts: counts?,
        comparators: comparators?,
        caller,
    };
    parts.keep_sites(&chosen?);
    if let Some((office, other)) = office_profile? {
        let ProfileRow { hours, rest_hours, .. } = parts.profiles[other].clone();
        (parts.profiles[office].hours, parts.profiles[office].rest_hours) = (hours, rest_hours);
    }
    Some(parts)
}

impl Parts {
    /// The counts by interval of a line at a site; `hotline` is an index into the model's, 0 the one number.
    pub(super) fn counted_week(&self, site: usize, hotline: usize) -> Option<&CountedWeek> {
        self.counts.iter().find(|week| week.site == site && week.hotline == hotline)
    }

    /// The profile of a line that has calls.
    pub(super) fn profile(&self, hotline: usize) -> Option<&ProfileRow> {
        let profile = match hotline.checked_sub(1) {
            Some(row) => self.hotlines[row].calls?.1,
            None => self.own_profile,
        };
        self.profiles.get(profile)
    }

    /// Calls a year of a line at a site that was counted by interval.
    pub(super) fn counted_per_year(&self, site: usize, hotline: usize) -> Option<f64> {
        let (week, profile) = (self.counted_week(site, hotline)?, self.profile(hotline)?);
        Some(week.per_year(&profile.week, *self.dates.first()?, &self.calendar))
    }

    /// Returns the random factors of demand; none where there are none.
    pub(super) fn busyness(&self) -> Option<Busyness> {
        self.file.busyness.map(|b| Busyness {
            day_cv: b.day_cv,
            hour_cv: b.hour_cv,
            hour_lag: b.hour_lag,
            shares: [b.shares.province.0, b.shares.site.0, b.shares.own.0],
        })
    }

    /// Leaves out all sites but some, by their place in sites.csv; who had a partner among the others has none.
    fn keep_sites(&mut self, kept: &[usize]) {
        let place = |site: usize| kept.iter().position(|k| *k == site);
        self.sites = kept.iter().filter_map(|site| self.sites.get(*site)).cloned().collect();
        self.sites.iter_mut().for_each(|site| site.partner = site.partner.and_then(place));
        for hotline in &mut self.hotlines {
            hotline.sites = hotline.sites.take().map(|sites| sites.into_iter().filter_map(place).collect());
        }
        self.overrides = std::mem::take(&mut self.overrides)
            .into_iter()
            .filter_map(|row| Some(OverrideRow { site: place(row.site)?, ..row }))
            .collect();
        self.counts = std::mem::take(&mut self.counts)
            .into_iter()
            .filter_map(|week| Some((place(week.site)?, week)))
            .map(|(site, week)| week.moved_to(site))
            .collect();
        self.volumes = std::mem::take(&mut self.volumes)
            .into_iter()
            .filter_map(|row| Some(VolumeRow { site: place(row.site)?, ..row }))
            .collect();
    }
}
