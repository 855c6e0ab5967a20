//! `hotseat init`.

use super::failure::Outcome;
use crate::scenario::presets;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `init`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat init                             lists the presets
  hotseat init single-queue my-centre
  hotseat init jilin-2021 my-plan
  hotseat init plan my-province            a plan to be filled; GUIDE.md says how")]
pub(super) struct InitCommand {
    /// What to start from; without it the presets are listed
    preset: Option<String>,
    /// Folder to make [default: the preset's name]
    dir: Option<PathBuf>,
}

impl InitCommand {
    pub(super) fn execute(&self) -> Outcome {
        let Some(name) = &self.preset else {
            let line = |preset: &presets::Preset| format!("  {:<16} {}\n", preset.name, preset.about);
            return Ok(presets::presets().iter().map(line).collect());
        };
        let preset = presets::preset(name)?;
        let dir = self.dir.clone().unwrap_or_else(|| PathBuf::from(preset.name));
        let written = presets::write(preset, &dir)?;
        let list: String = written.iter().map(|path| format!("  {}\n", path.display())).collect();
        Ok(format!("{list}next: hotseat check {dir}, then hotseat run {dir}\n", dir = dir.display()))
    }
}
