//! The `hotseat` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    hotseat::cli::main()
}
