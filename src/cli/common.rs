//! Options of every command.

use super::presentation::Presentation;
use super::whole_number::whole;
use crate::app::{Error, Session};
use crate::language::Language;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of every command.
#[derive(Args)]
pub(super) struct CommonArgs {
    /// Print one JSON object on standard output, and nothing else there
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Seed of the random marks [default: the scenario's, else 1]
    #[arg(long, global = true, value_parser = whole::<u64>(0..=u64::MAX))]
    pub(super) seed: Option<u64>,
    /// Threads [default: one per processor]
    #[arg(long, global = true, value_parser = whole::<u16>(1..=65_535))]
    pub(super) threads: Option<u16>,
    /// Replications of the whole horizon [default: 20; of a sweep what the study says]
    #[arg(long, global = true, value_parser = whole::<u64>(1..=u64::MAX))]
    pub(super) replications: Option<u64>,
    /// Folder for tables, charts and data files; without it nothing is written
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write into a folder that holds other files too: those of the same names are replaced
    #[arg(long, global = true, requires = "out")]
    pub(super) force: bool,
    /// Run what takes over an hour or 8 GB of memory without asking
    #[arg(long, global = true)]
    pub(super) yes: bool,
    /// No progress bar and no summary
    #[arg(long, global = true)]
    pub(super) quiet: bool,
    /// Language of what people read
    #[arg(long, global = true, value_enum, default_value_t = LanguageArg::En)]
    pub(super) lang: LanguageArg,
}

/// A language as the option names it.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum LanguageArg {
    En,
    Zh,
}

/// Replications unless the command line says otherwise.
const REPLICATIONS: u64 = 20;

impl CommonArgs {
    /// Returns the replications of the whole horizon.
    pub(super) fn replications(&self) -> u64 {
        self.replications.unwrap_or(REPLICATIONS)
    }

    /// Returns how the outcome is presented.
    pub(super) fn presentation(&self) -> Presentation {
        Presentation {
            language: match self.lang {
                LanguageArg::En => Language::En,
                LanguageArg::Zh => Language::Zh,
            },
            json: self.json,
            quiet: self.quiet,
            out: self.out.clone(),
            force: self.force,
        }
    }

    /// Starts the threads.
    pub(super) fn session(&self) -> Result<Session, Error> {
        Session::new(self.threads.map(usize::from))
    }
}
