//! How much dearer rdslint is than a program that only reads: ratios of medians, with the runs of both interleaved, so
//! that a busy machine slows both. Prints; fails nothing. `cargo bench`, or `cargo bench --bench ratios -- FOLDER` for
//! nothing but parsing the Terraform files of a folder.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program for people, run by hand")]

mod growth;
mod parsers;
mod shapes;
mod templates;
mod trees;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// How often each program runs.
const RUNS: usize = 41;
/// How often where a run takes long.
const LONG_RUNS: usize = 9;

/// A command line with a name.
struct Program {
    path: PathBuf,
    arguments: Vec<String>,
}

impl Program {
    fn new(path: impl Into<PathBuf>, arguments: &[&str], target: &Path) -> Self {
        let target = target.to_string_lossy().into_owned();
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).chain([target]).collect();
        Self { path: path.into(), arguments }
    }

    fn rdslint(target: &Path) -> Self {
        Self::new(env!("CARGO_BIN_EXE_rdslint"), &["check"], target)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn time(&self) -> Duration {
        let start = Instant::now();
        self.command().status().expect("the program starts");
        start.elapsed()
    }

    /// The most memory that it held, in MB; `None` where the system does not tell.
    fn peak_memory(&self) -> Option<u64> {
        let mut child = self.command().spawn().expect("the program starts");
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut peak = None;
        while child.try_wait().expect("the program can be waited for").is_none() {
            peak = high_water(&status).max(peak);
            thread::sleep(Duration::from_millis(1));
        }
        peak.map(|kilobytes| kilobytes / 1024)
    }
}

/// The high-water mark of a process in kB.
fn high_water(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Compiles one of the programs to compare with.
fn compile(name: &str, into: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs").join(name).with_extension("rs");
    let binary = into.join(name);
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let status = Command::new(rustc).args(["-O", "--edition=2024", "-o"]).arg(&binary).arg(source).status();
    assert!(status.expect("rustc starts").success());
    binary
}

/// Runs two programs in turn and prints how the medians compare.
fn compare(what: &str, ours: &Program, other: &Program, runs: usize) {
    let (mut our_times, mut other_times) = (Vec::new(), Vec::new());
    for _ in 0..=runs {
        our_times.push(ours.time());
        other_times.push(other.time());
    }
    let ratio = median(our_times).as_secs_f64() / median(other_times).as_secs_f64();
    println!("{what}: {ratio:.2} times");
}

/// The median, without the first run, which warms the caches.
fn median(mut times: Vec<Duration>) -> Duration {
    times.remove(0);
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let given = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if let Some(folder) = given {
        return parsers::compare("parsing the Terraform files of the folder", &parsers::texts(Path::new(&folder)));
    }
    let home = env::temp_dir().join(format!("rdslint-ratios-{}", std::process::id()));
    fs::create_dir_all(&home).expect("a temporary folder");
    let read_only = compile("read_only", &home);
    let walk_and_read = compile("walk_and_read", &home);

    let template = trees::template(&home);
    let (ours, other) = (Program::rdslint(&template), Program::new(read_only, &[], &template));
    compare("start-up and one small template, to reading the file", &ours, &other, RUNS);

    let without = trees::without_databases(&home);
    let (ours, other) = (Program::rdslint(&without), Program::new(walk_and_read, &[], &without));
    compare("a folder without any database, to walking and reading it", &ours, &other, LONG_RUNS);

    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    parsers::compare("parsing Terraform, to hcl-edit", &parsers::texts(&repository));

    let terraform = trees::terraform(&home);
    match Program::rdslint(&terraform).peak_memory() {
        Some(megabytes) => println!("peak memory on {} Terraform files: {megabytes} MB", trees::TERRAFORM_FILES),
        None => println!("peak memory: this system does not tell"),
    }
    growth::compare_all(&home);
    fs::remove_dir_all(&home).expect("the temporary folder can be removed");
}
