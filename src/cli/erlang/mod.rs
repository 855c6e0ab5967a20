//! `hotseat erlang b|c|a`: the formulas, both ways round.

mod answer;
mod arguments;
mod command;
mod delayed;
mod measures;
mod patience;
mod table;
mod understood;
mod volumes;

pub use arguments::{AArgs, BArgs, CArgs};
pub use command::ErlangCommand;

use crate::language::Language;
use answer::{explain, measures};
use anyhow::Result;

/// Answers the question: returns the text to print, a JSON object or an aligned table in `lang`, ending in a newline.
/// Every error is one of input.
pub fn run(command: &ErlangCommand, lang: Language, json: bool) -> Result<String> {
    if let Some(path) = command.traffic().and_then(|traffic| traffic.volumes.as_ref()) {
        let day = volumes::Day::read(path)?;
        return day.answer(command, lang, json);
    }
    let measures = measures(command).map_err(|refused| explain(command, &refused, lang))?;
    let given = match command {
        ErlangCommand::B(args) => understood::loss(args, lang),
        ErlangCommand::C(args) => understood::queue(&args.traffic, lang),
        ErlangCommand::A(args) => understood::patient(args, lang),
    };
    let words = || format!("{}{}", understood::words(given, lang), table::table(&measures, lang));
    Ok(if json { table::json(&measures) } else { words() })
}

#[cfg(test)]
mod tests;
