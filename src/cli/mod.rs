//! The command line: arguments in, text out, exit codes with meaning.
//!
//! 0 done; 1 the question was answered "no"; 2 bad input or usage; 3 could not finish.

mod check;
mod common;
mod compare;
mod consent;
pub mod erlang;
mod failure;
mod init;
mod output;
mod presentation;
mod progress;
mod run;
mod run_answer;
mod run_files;
mod run_precision;
mod scenario_argument;
mod size;
mod sweep;
mod trace;
mod whole_number;

use clap::{Args, Parser, Subcommand};
use common::CommonArgs;
use failure::{Failure, Outcome};
use presentation::Presentation;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Call-centre seat capacity simulator.
///
/// Do the seats and the staff hold, in every city, in every week, and what does it cost?
#[derive(Parser)]
#[command(name = "hotseat", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: CommonArgs,
}

const EXAMPLES: &str = "Examples:
  hotseat run scenarios/jilin-2021 --replications 20 --out out
  hotseat check scenarios/jilin-2021
  hotseat compare scenarios/jilin-2021@before scenarios/jilin-2021 @after
  hotseat sweep study.toml --out out --resume
  hotseat size scenarios/erlang-a.toml --require \"service_level[20 s] >= 0.80\"
  hotseat init single-queue my-centre
  hotseat erlang a --calls-per-hour 1260 --aht 300 --patience 180 --agents 100 --within 20";

#[derive(Subcommand)]
enum Command {
    /// A commented scenario to start from
    Init(init::InitCommand),
    /// What is wrong with a scenario; or seats, staff, load and a preview by formula
    Check(check::CheckCommand),
    /// Replicate a scenario; tables, charts and data files
    Run(run::RunCommand),
    /// Paired differences of two scenarios
    Compare(compare::CompareCommand),
    /// Many scenarios in parallel
    Sweep(Box<sweep::SweepCommand>),
    /// The least seats, staff or other value that meets a requirement, with its evidence
    Size(size::SizeCommand),
    /// The formulas: Erlang B, C and A (any patience)
    #[command(subcommand)]
    Erlang(erlang::ErlangCommand),
    /// Commands that are not in this version
    #[command(name = "roster", aliases = ["budget", "fit", "replay"], hide = true)]
    Unbuilt(Unbuilt),
}

/// Arguments of a command that is not built yet: anything.
#[derive(Args)]
struct Unbuilt {
    #[arg(hide = true, num_args = 0.., trailing_var_arg = true, allow_hyphen_values = true)]
    _anything: Vec<String>,
}

/// Makes the C library keep the memory that replications take and give back, instead of passing it on to the system and
/// asking for it again each time. Having seen a block like this come and go, it keeps twice as much by itself
/// (mallopt(3), `M_MMAP_THRESHOLD`).
fn keep_memory() {
    const BLOCK: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(BLOCK)));
}

/// Parses the arguments, runs the command, prints, and returns the exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    keep_memory();
    match executed(&cli) {
        Ok(text) => print(&text),
        Err(Failure::Input(message)) => complain(&message, 2),
        Err(Failure::Problems(problems)) => {
            complain(&problems.render_in(cli.common.presentation().language), 2)
        }
        Err(Failure::Unfinished(message)) => complain(&message, 3),
        Err(Failure::Missed { text, message }) => {
            // As below.
            let _ = print(&text);
            complain(&message, 1)
        }
        Err(Failure::Inconclusive { text, message }) => {
            // A failure to print has been reported already.
            let _ = print(&text);
            complain(&message, 3)
        }
    }
}

/// Runs the command.
fn executed(cli: &Cli) -> Outcome {
    match &cli.command {
        Command::Init(command) => command.execute(),
        Command::Check(command) => command.execute(&cli.common),
        Command::Run(command) => command.execute(&cli.common),
        Command::Compare(command) => command.execute(&cli.common),
        Command::Sweep(command) => command.execute(&cli.common),
        Command::Size(command) => command.execute(&cli.common),
        Command::Erlang(command) => {
            let Presentation { language, json, .. } = cli.common.presentation();
            let text = erlang::run(command, language, json);
            text.map_err(|error| Failure::Input(format!("error: {error:#}")))
        }
        Command::Unbuilt(_) => Err(Failure::Input("not in this version".to_owned())),
    }
}

/// Prints text. A reader who has seen enough closes the pipe: that is success.
fn print(text: &str) -> ExitCode {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(&format!("error: cannot write to standard output: {error}"), 3),
    }
}

/// Prints a message on standard error.
fn complain(message: &str, code: u8) -> ExitCode {
    // If standard error is closed too, nothing can be reported.
    let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
    ExitCode::from(code)
}

#[cfg(test)]
mod tests;
