//! Files that Terraform's functions read. Only what lies below the folder that a run is about, by its real path, is read.

use super::root::normal;
use crate::source::{Absent, FileContent, Files};
use rustc_hash::FxHashMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest file that is looked at, in bytes.
const MAX_LENGTH: u64 = 1 << 20;
/// How many files a listing may have.
const MAX_FILES: usize = 10_000;
/// How deep a listing follows folders.
const MAX_DEPTH: usize = 32;
/// Folders whose files are none: reading them asks the system or waits for something.
const SPECIAL: [&str; 3] = ["/proc", "/sys", "/dev"];

type Listing = Result<Arc<[String]>, Absent>;

/// The files below one folder; what was read is kept for the run.
#[derive(Debug, Default)]
pub struct Beside {
    /// The current folder and the root, both as they really are; without, there is nothing to read.
    places: Option<(PathBuf, PathBuf)>,
    contents: Mutex<FxHashMap<PathBuf, FileContent>>,
    listings: Mutex<FxHashMap<(PathBuf, usize), Listing>>,
}

impl Beside {
    /// The files below `root`, for paths that start from `current`.
    pub(super) fn new(current: PathBuf, root: PathBuf) -> Self {
        Self { places: Some((current, root)), ..Self::default() }
    }

    /// The path without `.`, `..` and links, when it lies below the root at every step.
    fn real(&self, path: &str) -> Result<PathBuf, Absent> {
        let (current, root) = self.places.as_ref().ok_or(Absent::Outside)?;
        let written = normal(&current.join(path));
        let named_stdin = path.split('/').next() == Some(super::STDIN);
        if named_stdin || !written.starts_with(root) {
            return Err(Absent::Outside);
        }
        let real = written.canonicalize().map_err(|error| absent(&error))?;
        let special = SPECIAL.iter().any(|folder| real.starts_with(folder));
        if real.starts_with(root) && !special { Ok(real) } else { Err(Absent::Outside) }
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> FileContent {
        let real = self.real(path)?;
        let mut known = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(real).or_insert_with_key(|real| content(real)).clone()
    }

    fn exists(&self, path: &str) -> Result<(), Absent> {
        length(&self.real(path)?).map(|_| ())
    }

    fn list(&self, folder: &str, depth: usize) -> Listing {
        let asked = (self.real(folder)?, depth.min(MAX_DEPTH));
        let mut known = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(asked).or_insert_with_key(|(real, depth)| listing(real, *depth)).clone()
    }

    fn absolute(&self, path: &str) -> Option<String> {
        let (current, _) = self.places.as_ref().filter(|_| path != super::STDIN)?;
        let written = normal(&current.join(path));
        let parts = written.components().filter_map(|part| match part {
            Component::Normal(name) => name.to_str().map(Ok),
            Component::RootDir => None,
            _ => Some(Err(())),
        });
        let parts = parts.collect::<Result<Vec<_>, _>>().ok()?;
        Some(format!("/{}", parts.join("/")))
    }
}

fn absent(error: &std::io::Error) -> Absent {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Absent::NotFound,
        _ => Absent::Unreadable,
    }
}

/// The length of an ordinary file. Devices and pipes are none: they may never end.
fn length(path: &Path) -> Result<u64, Absent> {
    let about = fs::metadata(path).map_err(|error| absent(&error))?;
    if about.is_file() { Ok(about.len()) } else { Err(Absent::NotAFile) }
}

fn content(path: &Path) -> FileContent {
    length(path)?;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| absent(&error))?;
    file.take(MAX_LENGTH + 1).read_to_end(&mut bytes).map_err(|error| absent(&error))?;
    if bytes.len() as u64 > MAX_LENGTH { Err(Absent::TooLarge) } else { Ok(bytes.into()) }
}

/// The files below a folder that lie so many folders deep; links are files only where what they lead to lies there, too.
fn listing(folder: &Path, most: usize) -> Listing {
    if !fs::metadata(folder).map_err(|error| absent(&error))?.is_dir() {
        return Ok(Arc::default());
    }
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((path, prefix, depth)) = open.pop() {
        for entry in fs::read_dir(&path).map_err(|error| absent(&error))?.flatten() {
            let (Ok(kind), Some(name)) = (entry.file_type(), entry.file_name().to_str().map(str::to_owned)) else {
                continue;
            };
            let below = format!("{prefix}{name}");
            if kind.is_dir() && depth < most {
                open.push((entry.path(), format!("{below}/"), depth + 1));
            } else if kind.is_file() || (kind.is_symlink() && leads_into(folder, &entry.path())) {
                files.push(below);
            }
            if files.len() + open.len() > MAX_FILES {
                return Err(Absent::TooLarge);
            }
        }
    }
    files.sort_unstable();
    Ok(files.into())
}

fn leads_into(folder: &Path, link: &Path) -> bool {
    link.canonicalize().is_ok_and(|real| real.starts_with(folder) && real.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with `root` in it, whose files may be read, and one beside it.
    fn folder() -> (tempfile::TempDir, Beside) {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        fs::create_dir_all(base.join("root/sub")).unwrap();
        for (name, text) in [("secret", "no"), ("root/a.txt", "a"), ("root/sub/b.txt", "b")] {
            fs::write(base.join(name), text).unwrap();
        }
        let beside = Beside::new(base.join("root/sub"), base.join("root"));
        (folder, beside)
    }

    fn check(beside: &Beside, path: &str, expected: Result<&str, Absent>) {
        assert_eq!(beside.read(path).as_deref(), expected.map(str::as_bytes).as_ref().map(|bytes| *bytes), "{path}");
    }

    #[test]
    fn only_files_below_the_root_are_read() {
        let (folder, beside) = folder();
        check(&beside, "b.txt", Ok("b"));
        check(&beside, "../a.txt", Ok("a"));
        check(&beside, "x/../../a.txt", Ok("a"));
        check(&beside, "none", Err(Absent::NotFound));
        check(&beside, "../sub", Err(Absent::NotAFile));
        check(&beside, "../../secret", Err(Absent::Outside));
        check(&beside, "../../none", Err(Absent::Outside));
        check(&beside, "/etc/hostname", Err(Absent::Outside));
        check(&beside, "/proc/self/environ", Err(Absent::Outside));
        check(&beside, folder.path().canonicalize().unwrap().join("root/a.txt").to_str().unwrap(), Ok("a"));
        check(&Beside::default(), "b.txt", Err(Absent::Outside));
    }

    #[test]
    #[cfg(unix)]
    fn links_that_leave_the_root_are_not_followed() {
        let (folder, beside) = folder();
        let sub = folder.path().canonicalize().unwrap().join("root/sub");
        std::os::unix::fs::symlink("../../secret", sub.join("out")).unwrap();
        std::os::unix::fs::symlink("../../", sub.join("up")).unwrap();
        std::os::unix::fs::symlink("../a.txt", sub.join("in")).unwrap();
        check(&beside, "out", Err(Absent::Outside));
        check(&beside, "up/secret", Err(Absent::Outside));
        check(&beside, "in", Ok("a"));
        assert_eq!(*beside.list("..", 9).unwrap(), ["a.txt", "sub/b.txt", "sub/in"]);
    }

    #[test]
    fn long_files_are_left_alone() {
        let (folder, beside) = folder();
        fs::write(folder.path().join("root/sub/long"), vec![b'x'; MAX_LENGTH as usize + 1]).unwrap();
        check(&beside, "long", Err(Absent::TooLarge));
        assert_eq!(beside.exists("long"), Ok(()));
    }
}
