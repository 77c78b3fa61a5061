//! Our HCL parser beside the established one, in one process.

use rdslint::source::SourceMap;
use rdslint::syntax::hcl;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often each parser reads everything.
const RUNS: usize = 21;
/// Up to so many bytes are read: texts are repeated until they are as many.
const BYTES: usize = 4 << 20;

/// The Terraform files below a folder.
pub(crate) fn texts(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            texts.extend(fs::read_to_string(path));
        }
    }
    texts
}

/// Reads the texts with both parsers in turn and prints how the medians compare; texts that one of them rejects are
/// left out.
pub(crate) fn compare(what: &str, texts: &[String]) {
    let file = SourceMap::default().add("main.tf", "");
    let taken = |text: &&String| ::hcl::edit::parser::parse_body(text).is_ok();
    let texts: Vec<_> = texts.iter().filter(taken).filter(|text| hcl::parse(file, text).problems.is_empty()).collect();
    let once: usize = texts.iter().map(|text| text.len()).sum();
    let times = (BYTES / once.max(1)).max(1);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..=RUNS {
        ours.push(time(&texts, times, |text| drop(black_box(hcl::parse(file, text)))));
        theirs.push(time(&texts, times, |text| drop(black_box(::hcl::edit::parser::parse_body(text)))));
    }
    let (ours, theirs) = (super::median(ours).as_secs_f64(), super::median(theirs).as_secs_f64());
    let megabytes = f64::from(u32::try_from(once * times / 1_000_000).unwrap_or(u32::MAX));
    let speed = |seconds: f64| megabytes / seconds;
    println!("{what}: {:.1} times as fast ({:.0} MB/s, {:.0} MB/s)", theirs / ours, speed(ours), speed(theirs));
}

fn time(texts: &[&String], times: usize, parse: impl Fn(&str)) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        for text in texts {
            parse(text);
        }
    }
    start.elapsed()
}
