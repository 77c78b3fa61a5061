//! The program: its arguments and streams for [`rdslint::cli::run`].

use rdslint::cli::{Streams, Terminal, run};
use std::io::{stderr, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let streams = Streams { stdin: &mut stdin().lock(), stdout: &mut stdout().lock(), stderr: &mut stderr().lock() };
    run(std::env::args_os(), Terminal::detect(), streams).into()
}
