//! Asks before work is begun that nobody may have meant.

use super::common::CommonArgs;
use super::failure::Failure;
use crate::app::Work;
use crate::language::Language;
use crate::report::words;
use std::io::{BufRead, IsTerminal, Write};

/// Seconds beyond which work is asked about.
const SECONDS: f64 = 3600.0;
/// Bytes of memory beyond which work is asked about.
const BYTES: f64 = 8e9;

/// Goes on where the work is within an hour and 8 GB, where `--yes` was given, and where a person at a terminal says so.
/// Otherwise fails, and says what the work is.
pub(super) fn consent(work: Work, common: &CommonArgs) -> Result<(), Failure> {
    if common.yes || (work.seconds <= SECONDS && work.bytes <= BYTES) {
        return Ok(());
    }
    let language = common.presentation().language;
    let told = told(work, language);
    let asked = std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !common.quiet;
    if asked && answered_yes(&told, language) {
        return Ok(());
    }
    let help = language.pick("add --yes to run it all the same", "如确实要运行，请加 --yes");
    let none = language.pick("nothing was run.", "未运行。");
    let error = language.pick("error: ", "错误：");
    Err(Failure::Input(format!("{error}{told}\n{help}\n{none}")))
}

/// Says what the work is.
fn told(work: Work, language: Language) -> String {
    let (calls, time) = (words::count(work.calls), words::duration(Some(work.seconds), language));
    let memory = work.bytes / 1e9;
    match language {
        Language::En => {
            format!("this simulates some {calls} calls, in about {time} and {memory:.1} GB of memory")
        }
        Language::Zh => format!("本次约模拟 {calls} 通来电，约需 {time}、内存 {memory:.1} GB"),
    }
}

fn answered_yes(told: &str, language: Language) -> bool {
    let question = language.pick("Go on? [y/N] ", "是否继续？[y/N] ");
    let mut stderr = std::io::stderr();
    // A terminal that cannot be written to cannot be asked: then the answer is no.
    let asked = write!(stderr, "{told}\n{question}").and_then(|()| stderr.flush());
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    asked.is_ok() && read.is_ok() && matches!(line.trim(), "y" | "Y" | "yes" | "是")
}
