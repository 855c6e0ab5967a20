//! Why a command did not do what was asked, and its exit code.

use crate::app::Error;
use crate::scenario::problem::Problems;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Bad input or usage: exit code 2.
    Input(String),
    /// Problems of files or of what was set beside them: exit code 2.
    Problems(Problems),
    /// Could not finish: exit code 3.
    Unfinished(String),
    /// An answer, `text` for standard output, that is no, and to what: exit code 1.
    Missed {
        /// The answer.
        text: String,
        /// The requirement that is missed.
        message: String,
    },
    /// An answer, `text` for standard output, that decides nothing, and why: exit code 3.
    Inconclusive {
        /// The answer.
        text: String,
        /// Why it decides nothing.
        message: String,
    },
}

/// Text for standard output.
pub(super) type Outcome = Result<String, Failure>;

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Unfinished(format!("error: {error:#}"))
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Failure {
        Failure::Problems(problems)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Scenario(problems) => problems.into(),
            Error::Requirement(message) => Failure::Input(format!("error: --require {message}")),
            error @ Error::NotByInterval { .. } => Failure::Input(format!("error: --require {error}")),
            error @ Error::Week { .. } => Failure::Input(format!("error: --week: {error}")),
            Error::NothingShared { names, lines } => nothing_shared(&names, &lines),
            other => Failure::Unfinished(format!("error: {other}")),
        }
    }
}

/// Lines that a message names of each scenario.
const NAMED: usize = 4;

/// Says that two scenarios cannot be compared, and which lines each has.
fn nothing_shared(names: &[String; 2], lines: &[Vec<(String, String)>; 2]) -> Failure {
    let listed = |lines: &Vec<(String, String)>| {
        let line = |(number, site): &(String, String)| format!("{number} at {site}");
        let named: Vec<String> = lines.iter().take(NAMED).map(line).collect();
        let more = if lines.len() > NAMED { ", ..." } else { "" };
        format!("{}{more}", named.join(", "))
    };
    let [first, second] = names;
    let [ours, theirs] = [listed(&lines[0]), listed(&lines[1])];
    Failure::Input(format!(
        "error: {first} and {second} share no line (a hotline's callers at a site): there is nothing to compare\n\
         {first} has {ours}\n{second} has {theirs}\nnothing was run."
    ))
}
