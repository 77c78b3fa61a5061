//! What the program runs in: the one place that asks the environment.

use crate::model::Day;
use std::env;
use std::io::IsTerminal;
use std::time::SystemTime;

/// What standard output can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether colours are welcome.
    pub color: bool,
    /// Whether hyperlinks are understood.
    pub links: bool,
    /// The number of columns.
    pub width: usize,
}

/// The width where there is no terminal, and the most that is used of one: long lines read badly.
const WIDTH: usize = 100;
const MAX_WIDTH: usize = 140;

impl Default for Terminal {
    /// A pipe or a file.
    fn default() -> Self {
        Self { color: false, links: false, width: WIDTH }
    }
}

impl Terminal {
    /// Looks at standard output and the environment.
    pub fn detect() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let is_plain = is_set("NO_COLOR") || is_set("CI") || env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = is_terminal && !is_plain;
        let size = is_terminal.then(terminal_size::terminal_size).flatten();
        let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0).min(MAX_WIDTH));
        Self { color, links: color && knows_links(), width }
    }
}

/// The day of the run: that of `SOURCE_DATE_EPOCH`, by which builds are made to repeat themselves, else the clock's.
pub(super) fn today() -> Option<Day> {
    let given = env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
    let clock = || Some(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs());
    given.or_else(clock).map(Day::of_seconds)
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Terminals that are known to make links of the escape sequence; others may print it.
fn knows_links() -> bool {
    const PROGRAMS: [&str; 5] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "zed"];
    let program = env::var("TERM_PROGRAM").unwrap_or_default();
    is_set("VTE_VERSION") || is_set("WT_SESSION") || is_set("KONSOLE_VERSION") || PROGRAMS.contains(&&*program)
}
