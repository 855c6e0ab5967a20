//! `hotseat check`.

use super::common::CommonArgs;
use super::failure::{Failure, Outcome};
use super::scenario_argument;
use crate::app::{self, CheckOutcome, CheckRequest, Error};
use crate::report::preview::{self, Ask};
use crate::scenario::wording::{did_you_mean, list};
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
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let presentation = common.presentation();
        let request = CheckRequest {
            scenario: scenario_argument::parse(&self.scenario, None, &self.set)?,
            site: self.site.clone(),
        };
        let CheckOutcome { scenario, site, listed } = app::check(&request).map_err(failure)?;
        let ask = Ask { lang: presentation.language, assumptions: self.assumptions, site, listed };
        if presentation.json {
            return Ok(format!("{:#}\n", preview::json(&scenario, &ask)));
        }
        Ok(preview::text(&scenario, &ask))
    }
}

/// Says which sites there are where the one asked for is unknown.
fn failure(error: Error) -> Failure {
    let Error::UnknownSite { name, sites } = error else { return error.into() };
    if sites.is_empty() {
        let message = format!("error: --site {name}: this scenario has one queue and no sites");
        return Failure::Input(message);
    }
    let ids = || sites.iter().map(String::as_str);
    let help = match did_you_mean(&name, ids()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("sites are {}", list(ids())),
    };
    Failure::Input(format!("error: --site: there is no site `{name}`; {help}"))
}
