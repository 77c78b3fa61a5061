//! How cost grows with size: what ten times as much of something costs, as a multiple of what it cost before.

use crate::shapes::{Files, SHAPES};
use crate::templates::{BY_CONDITIONS, BY_RESOURCES};
use crate::{LONG_RUNS, Program, median};
use std::fs;
use std::path::{Path, PathBuf};

/// The sizes of every shape.
const SIZES: [usize; 3] = [10, 100, 1_000];
/// The sizes of a tree of roots, by their files.
const TREES: [usize; 3] = [100, 1_000, 10_000];
/// How many conditions a template has.
const CONDITIONS: [usize; 3] = [10, 20, 40];

fn written(home: &Path, name: &str, files: &Files) -> PathBuf {
    let folder = home.join(name);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Prints how the medians of the sizes compare, each with the one before it; the runs of all sizes interleaved.
fn compare(home: &Path, name: &str, shape: fn(usize) -> Files, sizes: [usize; 3]) {
    let programs = sizes.map(|size| Program::rdslint(&written(home, &format!("{name} {size}"), &shape(size))));
    let mut times = sizes.map(|_| Vec::new());
    for _ in 0..=LONG_RUNS {
        programs.iter().zip(&mut times).for_each(|(program, times)| times.push(program.time()));
    }
    let [small, middle, large] = times.map(|times| median(times).as_secs_f64());
    let [first, second, third] = sizes;
    println!("{name}, {first} to {second} to {third}: {:.1} times, {:.1} times", middle / small, large / middle);
}

/// Prints the growth of every shape.
pub(crate) fn compare_all(home: &Path) {
    println!("growth (10.0 is in proportion; less where starting counts):");
    let (_, roots) = SHAPES[0];
    compare(home, "files, each a root with a database", roots, TREES);
    for (name, shape) in SHAPES {
        compare(home, name, shape, SIZES);
    }
    for (name, shape) in BY_RESOURCES {
        compare(home, name, shape, SIZES);
        compare(home, name, shape, TREES);
    }
    println!("growth by conditions (2.0 is in proportion; less where starting counts):");
    for (name, shape) in BY_CONDITIONS {
        compare(home, name, shape, CONDITIONS);
    }
}
