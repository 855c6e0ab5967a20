//! Reads the folder of a merger plan (`jilin-2021`) into the model, and into what `check` shows of it.
//!
//! `scenario.toml` holds scalars and policies ([`mod@file`]); tables beside it hold hotlines, sites, hours, weeks,
//! calendar, seasons and comparators. Problems are collected over all files; a model is built only when there are none.

mod build;
pub mod call_flow;
mod comparators;
mod dates;
mod desks;
pub mod file;
mod hotlines;
mod notes;
mod overrides;
mod report;
mod semantics;
mod staffing;
mod tables;

pub use comparators::Comparator;
pub use file::{PlanFile, schema as file_schema};
pub use report::{Basis, DeskPlan, HotlinePlan, Plan, SitePlan};

use super::draft::{Draft, Note};
use super::input::Reader;
use super::problem::Problems;
use super::source::Source;
use super::{alternative, assumption, schema_check};
use crate::demand::Calendar;
use jiff::civil::Date;

/// Everything that was read, references resolved.
struct Parts {
    file: PlanFile,
    /// Every date of the horizon.
    dates: Vec<Date>,
    sites: Vec<tables::SiteRow>,
    hotlines: Vec<tables::HotlineRow>,
    profiles: Vec<dates::ProfileRow>,
    /// Of the one number's own topics.
    own_profile: usize,
    calendar: Calendar,
    seasons: Vec<dates::SeasonRow>,
    overrides: Vec<overrides::OverrideRow>,
    comparators: Vec<Comparator>,
    caller: semantics::Caller,
}

/// Tables that only a merger plan has.
const OF_PLANS: [&str; 5] = ["rule", "own_topics", "migration", "handle_time", "path"];

/// Whether a scenario is a merger plan: it states a rule, or means to.
pub fn is_plan(source: &Source) -> bool {
    OF_PLANS.iter().any(|key| source.root().get(key).is_some())
}

/// Reads a plan whose scenario.toml is parsed already; its tables are read through `reader`. None when
/// anything is wrong; then `problems` says what.
pub fn read(source: &Source, reader: &mut Reader, problems: &mut Problems) -> Option<(Draft, Plan)> {
    let before = problems.len();
    let parts = parts(source, reader, problems)?;
    let assumptions = assumption::read(source, &parts.file.assumption, file_schema(), problems);
    let alternatives = alternative::read(source, file_schema(), problems);
    if problems.len() > before {
        return None;
    }
    let (model, plan) = build::build(&parts);
    let notes = plan.notes.iter().map(|note| Note { text: note.en.clone(), place: None }).collect();
    Some((Draft { model, notes, assumptions, alternatives }, plan))
}

/// All files, as far as they can be read: every problem is found before anything is given up.
fn parts(source: &Source, reader: &mut Reader, problems: &mut Problems) -> Option<Parts> {
    let json = schema_check::check(source, file_schema(), problems);
    let file = json.and_then(|json| semantics::typed(&json, source, problems));
    let scalars = file.as_ref().map(|file| semantics::scalars(file, source, reader, problems));

    let profiles = dates::profiles(reader, problems);
    let calendar = dates::calendar(reader, problems);
    let comparators = comparators::comparators(reader, problems);
    let sites = tables::sites(reader, problems);
    // As written, even where scenario.toml has a problem elsewhere.
    let own = source.root().get("own_topics").and_then(|own| own.get("number")?.as_text());
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
    let chosen = file
        .as_ref()
        .zip(sites.as_ref())
        .and_then(|(file, sites)| semantics::chosen_sites(file, &sites.names(), source, problems));
    let own_profile = file
        .as_ref()
        .zip(profiles.as_ref())
        .and_then(|(file, all)| semantics::own_profile(file, &all.ids, source, problems));

    let (dates, caller) = scalars.flatten()?;
    let mut parts = Parts {
        file: file?,
        dates,
        own_profile: own_profile?,
        sites: sites?.rows?,
        hotlines: hotlines?.rows?,
        profiles: profiles?.rows?,
        calendar: calendar?,
        seasons: seasons?,
        overrides: overrides?,
        comparators: comparators?,
        caller,
    };
    parts.keep_sites(&chosen?);
    Some(parts)
}

impl Parts {
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
            .filter_map(|row| Some(overrides::OverrideRow { site: place(row.site)?, ..row }))
            .collect();
    }
}
