//! `hotseat check`.

use super::which::Which;
use super::{Common, Failure, Outcome};
use crate::report::preview::{self, Ask};
use crate::scenario::problem::did_you_mean;
use crate::scenario::{self, Loaded};
use clap::Args;

/// Arguments of `check`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat check scenarios/jilin-2021
  hotseat check scenarios/jilin-2021 --site changchun     the day hour by hour
  hotseat check scenarios/jilin-2021 --assumptions --lang zh
  hotseat check scenarios/erlang-a.toml")]
pub(super) struct CheckCommand {
    /// The scenario: a folder with scenario.toml, or one file; an alternative of it after an @
    scenario: String,
    /// Another value for one of the scenario: KEY=VALUE, the key a dotted path
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// List every assumption with its value and its reason
    #[arg(long)]
    assumptions: bool,
    /// The day hour by hour at one site of a plan
    #[arg(long, value_name = "ID")]
    site: Option<String>,
}

impl CheckCommand {
    pub(super) fn execute(&self, common: &Common) -> Outcome {
        let loaded = Which::parse(&self.scenario, None, &self.set)?.load()?;
        let site = self.site.as_deref().map(|name| site(&loaded, name)).transpose()?;
        let ask = Ask { lang: common.lang(), assumptions: self.assumptions, site };
        if common.json {
            return Ok(format!("{:#}\n", preview::json(&loaded, &ask)));
        }
        Ok(preview::text(&loaded, &ask))
    }
}

/// The site of an id or name.
fn site(loaded: &Loaded, name: &str) -> Result<usize, Failure> {
    let Some(plan) = &loaded.plan else {
        return Err(Failure::Input(format!(
            "error: --site {name}: this scenario has one queue and no sites"
        )));
    };
    let is = |id: &str| id.eq_ignore_ascii_case(name);
    let found = plan.sites.iter().position(|s| is(&s.id) || is(&s.name.en) || is(&s.name.zh));
    found.ok_or_else(|| {
        let ids = || plan.sites.iter().map(|site| site.id.as_str());
        let help = match did_you_mean(name, ids()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("sites are {}", scenario::table::list(ids())),
        };
        Failure::Input(format!("error: --site: there is no site `{name}`; {help}"))
    })
}
