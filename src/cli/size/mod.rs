//! `hotseat size`.

mod intervals;
mod lever;
mod months;
mod question;
mod sites;

use super::common::CommonArgs;
use super::consent::consent;
use super::failure::{Failure, Outcome};
use super::scenario_argument;
use crate::app::Work;
use crate::app::size::LeverRange;
use crate::requirement::{self, Requirement};
use crate::scenario::plan::Plan;
use crate::scenario::{Loaded, units};
use clap::{Args, ValueEnum};
use question::{Question, refused};

/// Arguments of `size`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat size scenarios/erlang-a.toml --require \"service_level[20 s] >= 0.80\"
  hotseat size scenarios/erlang-a.toml --vary hotline.12345.calls_per_hour --require \"answer_rate >= 0.95\"
  hotseat size centre.toml --require \"service_level[20 s] >= 0.8 and mean_wait_answered <= 30 s\" --json
  hotseat size scenarios/jilin-2021 --require \"worst_24h_answer_rate >= 0.95\" --out out
  hotseat size scenarios/jilin-2021 --require \"worst_24h_answer_rate >= 0.95\" --lang zh
  hotseat size centre.toml --by interval --require \"service_level[20 s] >= 0.8\" --shrinkage \"28 %\" --out out
  hotseat size scenarios/jilin-2021 --by interval --site changchun --week 2021-10-18 \\
      --require \"service_level[15 s] >= 0.8\" --out out
  hotseat size scenarios/jilin-2021 --by month --require \"worst_24h_answer_rate >= 0.95\"
  hotseat size scenarios/jilin-2021 --vary rule.seats_per_million --step 1 \\
      --require \"worst_24h_answer_rate[site changchun] >= 0.95\"

Without --vary a plan gives the least seats and staff of every site, a single file the least
front_line.agents. Keys: the dotted path of a number (`group.experts.agents`), one cell of a table
(`sites.csv:siping:people`), seats or staff of one site (`rule.seats_at.siping`, `rule.staff_at.siping`).
Exit codes: 0 found, 1 no value of the range meets the requirement, 3 it cannot be told.")]
pub(super) struct SizeCommand {
    /// The scenario: a folder with scenario.toml, or one file; an alternative of it after an @
    scenario: String,
    /// Another value for one of the scenario: KEY=VALUE, the key a dotted path
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The requirement, of a plan at every front line with everything built and merged; e.g.
    /// "service_level[20 s] >= 0.80 and mean_wait_answered <= 30 s"
    #[arg(long, value_name = "REQUIREMENT")]
    require: String,
    /// The value whose least (greatest, where more of it is worse) is sought [default: front_line.agents;
    /// of a plan the seats of every site]
    #[arg(long, value_name = "KEY")]
    vary: Option<String>,
    /// Probability with which the answer is to be right
    #[arg(long, value_name = "SHARE", default_value = "0.95", allow_hyphen_values = true)]
    confidence: String,
    /// The least value that is tried [default: 1, or one step]
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    from: Option<f64>,
    /// The greatest value that is tried [default: 16 times the present one]
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    to: Option<f64>,
    /// The step between values [default: 1 of whole numbers, else about a hundredth of the present one]
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    step: Option<f64>,
    /// Agents by interval of the day, so that the requirement holds in every half hour: of a single file for a
    /// day, of a plan for a week of one site; with --out also requirement.csv. By month of a plan: the seats and
    /// people that every site needs on the way, and by when to hire them
    #[arg(long, value_enum, conflicts_with_all = ["vary", "from", "to", "step"])]
    by: Option<By>,
    /// The length of an interval: 15 min, 30 min or 1 h [default: 30 min]
    #[arg(long, value_name = "TIME", requires = "by")]
    interval: Option<String>,
    /// The site of a plan whose intervals are sized
    #[arg(long, value_name = "ID", requires = "by")]
    site: Option<String>,
    /// A date of the week of a plan whose intervals are sized [default: its first]
    #[arg(long, value_name = "DATE", requires = "by")]
    week: Option<jiff::civil::Date>,
    /// The share of paid time that people are not on the line, for heads beside agents, e.g. "28 %"
    #[arg(long, value_name = "SHARE", requires = "by")]
    shrinkage: Option<String>,
}

/// What is sized one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Intervals of the day
    Interval,
    /// Months of a plan's way
    Month,
}

/// So many values are simulated of a lever, about: a formula says where to begin, fresh replications certify the end.
const VALUES_TRIED: u32 = 6;

/// The lever of a single file, unless another is named.
const OF_SINGLE_FILE: &str = "front_line.agents";

impl SizeCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let source = scenario_argument::parse(&self.scenario, None, &self.set)?;
        let loaded = source.load()?;
        let requirement = self.requirement(&loaded)?;
        let one = Work::of(&loaded.model, common.replications(), common.session()?.threads());
        consent(one.times(VALUES_TRIED), common)?;
        let question = Question {
            source: &source,
            loaded: &loaded,
            requirement: &requirement,
            text: &self.require,
            confidence: self.confidence()?,
        };
        match self.by {
            Some(By::Interval) => return intervals::run(&question, &self.intervals(&loaded)?, common),
            Some(By::Month) => {
                self.refuse_options_of_intervals()?;
                return months::run(&question, common);
            }
            None => {}
        }
        let range = LeverRange { from: self.from, to: self.to, step: self.step };
        match (&self.vary, &loaded.plan) {
            (None, Some(plan)) if range == LeverRange::default() => sites::run(&question, plan, common),
            (None, Some(_)) => {
                Err(refused("--from, --to and --step go with --vary: name the key that they are of"))
            }
            (vary, _) => lever::run(&question, vary.as_deref().unwrap_or(OF_SINGLE_FILE), range, common),
        }
    }

    fn requirement(&self, loaded: &Loaded) -> Result<Requirement, Failure> {
        requirement::parse(&self.require, loaded.model.acceptable_waits())
            .map_err(|error| refused(&format!("--require {error}")))
    }

    /// Refuses what has no effect on months.
    fn refuse_options_of_intervals(&self) -> Result<(), Failure> {
        let given = [
            ("--interval", self.interval.is_some()),
            ("--site", self.site.is_some()),
            ("--week", self.week.is_some()),
            ("--shrinkage", self.shrinkage.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(refused(&format!("{option} is for --by interval; leave it out"))),
            None => Ok(()),
        }
    }

    /// Reads the options of intervals.
    fn intervals(&self, loaded: &Loaded) -> Result<intervals::Options, Failure> {
        let plan = loaded.plan.as_ref();
        let seconds = self.interval.as_deref().map_or(Ok(1800.0), |text| {
            let lengths = [("15 min", 900.0), ("30 min", 1800.0), ("1 h", 3600.0), ("60 min", 3600.0)];
            let plain: String = text.split_whitespace().collect();
            let known = lengths.iter().find(|(name, _)| name.replace(' ', "") == plain);
            known
                .map(|(_, seconds)| *seconds)
                .ok_or_else(|| refused(&format!("--interval {text}: write 15min, 30min or 1h")))
        })?;
        let site = match (plan, &self.site) {
            (None, None) => None,
            (None, Some(_)) => return Err(refused("--site is for plans; this scenario is a single file")),
            (Some(plan), None) if plan.sites.len() == 1 => Some(0),
            (Some(plan), id) => Some(site_of(plan, id.as_deref())?),
        };
        if plan.is_none() && self.week.is_some() {
            return Err(refused("--week is for plans; this scenario is a single file"));
        }
        let share = |text: &String| {
            let share = units::share(text).ok().filter(|share| (0.0..1.0).contains(share));
            share.ok_or_else(|| refused(&format!("--shrinkage {text}: write a share below 1, e.g. \"28 %\"")))
        };
        let shrinkage = self.shrinkage.as_ref().map(share).transpose()?;
        Ok(intervals::Options { seconds, site, week: self.week, shrinkage })
    }

    fn confidence(&self) -> Result<f64, Failure> {
        let share = units::share(&self.confidence).ok().filter(|share| (0.5..1.0).contains(share));
        share.ok_or_else(|| {
            refused(&format!(
                "--confidence {}: write a share from 0.5 to below 1, e.g. 0.95",
                self.confidence
            ))
        })
    }
}

/// Finds the site of a plan by its id.
fn site_of(plan: &Plan, id: Option<&str>) -> Result<usize, Failure> {
    let ids = || plan.sites.iter().map(|site| site.id.as_str());
    let found = ids().position(|known| Some(known) == id);
    found.ok_or_else(|| {
        let what = id.map_or("name a site by --site".to_owned(), |id| format!("there is no site `{id}`"));
        refused(&format!("{what}; sites are {}", ids().collect::<Vec<_>>().join(", ")))
    })
}
