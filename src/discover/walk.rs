//! Walking the file system: candidates by their names, links followed once, special files left alone.

use super::extras::Extras;
use super::formats::{Format, format, is_variables_by_hand};
use super::here::{Here, levels_up};
use super::look::is_like_template;
use crate::cloudformation::{ASSET, MANIFEST, MARKER};
use crate::source::Problem;
use ignore::{DirEntry, WalkBuilder};
use rustc_hash::FxHashSet;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// A file worth reading.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) path: PathBuf,
    /// Its path among all files of the run: one file never has two.
    pub(super) place: String,
    pub(super) format: Format,
    /// Whether it was given by its name.
    pub(super) is_named: bool,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    pub(super) problems: Vec<Problem>,
    /// The places of the files that were asked about; `None` when those are all that were found.
    pub(super) named: Option<FxHashSet<String>>,
    /// The files of the repository that may be templates, where templates were given by their names.
    pub(super) around: Vec<Candidate>,
    /// The place of the file that standard input stands for.
    pub(super) piped: Option<String>,
    /// The place of the folder that holds the sources of plans, where it is given.
    pub(super) source: Option<String>,
    /// How many folders above the current one all places are seen from.
    pub(super) up: usize,
    /// Whether one of the extras is among the files that were asked about.
    pub(super) names_extra: bool,
}

/// Folders that hold copies, caches or history, never somebody's own code.
const SKIPPED: [&str; 5] = [".aws-sam", ".git", ".terraform", ".terragrunt-cache", "node_modules"];

/// The largest file that is read, in bytes: spans are 32 bits wide.
const MAX_BYTES: u64 = 1 << 30;

/// Finds the candidates of all paths, in the order given, each folder sorted by name.
pub(super) fn find(paths: &[PathBuf], stdin: Option<&Path>, source: Option<&Path>, extras: &Extras) -> Found {
    let mut finder = Finder::new(extras);
    let mut paths = alike(paths.iter().map(PathBuf::as_path).chain(stdin).chain(source).collect());
    finder.found.source = source.and_then(|_| paths.pop()).map(|source| display(&source));
    // Standard input, where there is any, comes last.
    let (paths, stdin) = paths.split_at(paths.len() - usize::from(stdin.is_some()));
    for path in paths {
        if path.is_dir() {
            let before = finder.found.candidates.len();
            finder.folder(path);
            finder.names.extend(finder.found.candidates.iter().skip(before).map(|candidate| candidate.place.clone()));
            finder.folders = true;
        } else {
            finder.named_file(path);
        }
    }
    for name in stdin {
        finder.named_text(name);
        finder.found.piped = Some(display(name));
    }
    finder.neighbours();
    finder.finish()
}

/// The paths as given; absolute ones among relative ones as seen from the current folder, so that one file has one path.
fn alike(paths: Vec<&Path>) -> Vec<PathBuf> {
    let mixed = paths.iter().any(|path| path.is_relative()) && paths.iter().any(|path| path.is_absolute());
    let here = Here::current();
    let seen = |path: &Path| here.relative(path).filter(|_| mixed && path.is_absolute());
    paths.into_iter().map(|path| seen(path).unwrap_or_else(|| path.to_owned())).collect()
}

struct Finder<'a> {
    extras: &'a Extras,
    found: Found,
    names: FxHashSet<String>,
    places: FxHashSet<String>,
    folders: bool,
    roots: Vec<PathBuf>,
    /// The folders in which templates may create those that were named.
    creator_roots: Vec<PathBuf>,
    linked: bool,
}

impl<'a> Finder<'a> {
    fn new(extras: &'a Extras) -> Self {
        Self {
            extras,
            found: Found::default(),
            names: FxHashSet::default(),
            places: FxHashSet::default(),
            folders: false,
            roots: Vec::new(),
            creator_roots: Vec::new(),
            linked: false,
        }
    }

    fn folder(&mut self, root: &Path) {
        let walk = WalkBuilder::new(root)
            .hidden(false)
            .require_git(false)
            .follow_links(true)
            .sort_by_file_name(std::cmp::Ord::cmp)
            .filter_entry(|entry| !is_skipped(entry))
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => self.entry(&entry),
                Err(error) => self.walk_error(&error),
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry) {
        self.linked |= entry.path_is_symlink();
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if let Some(format) = format(entry.path()).filter(|_| is_file) {
            self.push(entry.path(), format, false);
        }
    }

    /// A link that leads nowhere is a problem only where a file of ours should be.
    fn walk_error(&mut self, error: &ignore::Error) {
        let path = error_path(error);
        let is_loop = is_loop(error);
        let broken_link = path.is_some_and(|path| path.is_symlink() && format(path).is_none());
        if is_loop || !broken_link {
            let shown = path.map_or_else(|| ".".to_owned(), display);
            let message = if is_loop { "the folder links back to a folder above it".to_owned() } else { reason(error) };
            self.found.problems.push(Problem::file(shown, message));
        }
    }

    fn named_file(&mut self, path: &Path) {
        self.names.insert(display(path));
        match fs::metadata(path) {
            Err(error) => self.found.problems.push(Problem::file(display(path), describe(&error))),
            // A pipe or a device may never end.
            Ok(metadata) if !metadata.is_file() => {
                self.found.problems.push(Problem::file(display(path), "not a regular file"));
            }
            Ok(_) => self.named_text(path),
        }
    }

    /// A file by its name, or the text of standard input that stands for it.
    fn named_text(&mut self, path: &Path) {
        self.names.insert(display(path));
        let is_extra = self.extras.holds(path);
        let by_hand = is_extra || is_variables_by_hand(path);
        let format = format(path).unwrap_or(Format::Template);
        if !by_hand {
            self.push(path, format, true);
        }
        if format == Format::Template {
            self.named_template(path);
        }
        if by_hand || format != Format::Template {
            self.siblings(path);
            // A text may stand for a file in a folder that is still to be made.
            self.roots.extend(Some(project_root(path)).filter(|root| root.is_dir()));
            self.roots.extend(self.extras.folder().filter(|_| is_extra).map(Path::to_owned));
            self.found.names_extra |= is_extra;
        }
    }

    /// What may explain a named template: the manifest of the cloud assembly that it is part of, and the templates of the
    /// repository, any of which may create it.
    fn named_template(&mut self, path: &Path) {
        let mut text = Vec::new();
        if path.is_file() && (read(path, &mut text).is_err() || !is_like_template(&text)) {
            return;
        }
        let folder = folder_of(path);
        let roots = [Some(project_root(path)), folder.join(MARKER).is_file().then(|| folder.to_owned())];
        self.creator_roots.extend(roots.into_iter().flatten().filter(|root| root.is_dir()));
        let manifest = folder.join(MANIFEST);
        if folder.join(MARKER).is_file() && manifest.is_file() {
            self.push(&manifest, Format::Template, false);
        }
    }

    /// The other files of a named file's module: they belong to it even where `.gitignore` keeps walks away from them.
    fn siblings(&mut self, path: &Path) {
        let Ok(entries) = fs::read_dir(folder_of(path)) else { return };
        let mut files: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort_unstable();
        for file in files {
            if let Some(format) = format(&file).filter(|format| *format != Format::Template) {
                self.push(&file, format, false);
            }
        }
    }

    /// The other files of the projects that named files belong to: the modules and callers of Terraform's, and what may be
    /// templates. What cannot be read there is not what was asked about.
    fn neighbours(&mut self) {
        let mut roots = self.roots.clone();
        let creator_roots = if self.folders { Vec::new() } else { std::mem::take(&mut self.creator_roots) };
        roots.extend(creator_roots.iter().cloned());
        roots.sort_unstable();
        roots.dedup();
        let problems = self.found.problems.len();
        for root in roots {
            let before = self.found.candidates.len();
            self.folder(&root);
            let added = self.found.candidates.split_off(before);
            let (templates, others) = added.into_iter().partition(|one| one.format == Format::Template);
            if self.roots.contains(&root) {
                self.found.candidates.extend::<Vec<_>>(others);
            }
            if creator_roots.contains(&root) {
                self.found.around.extend::<Vec<_>>(templates);
            }
        }
        self.found.problems.truncate(problems);
    }

    fn push(&mut self, path: &Path, format: Format, is_named: bool) {
        let place = display(path);
        if self.places.insert(place.clone()) {
            self.found.candidates.push(Candidate { path: path.to_owned(), place, format, is_named });
        }
    }

    /// Gives every file one place, from wherever the walks that met it began.
    fn settle(&mut self) {
        let found = &mut self.found;
        let candidates = found.candidates.iter().chain(&found.around);
        let all = candidates.map(|candidate| &candidate.place).chain(&self.names).chain(&found.source);
        let up = all.map(|place| levels_up(place)).max().unwrap_or(0);
        found.up = up;
        if up == 0 {
            return;
        }
        let here = Here::current();
        let mut known = FxHashSet::default();
        for candidate in found.candidates.iter_mut().chain(&mut found.around) {
            candidate.place = here.seen_from(up, &candidate.place);
        }
        found.candidates.retain(|candidate| known.insert(candidate.place.clone()));
        found.around.retain(|candidate| known.insert(candidate.place.clone()));
        found.piped = found.piped.take().map(|place| here.seen_from(up, &place));
        found.source = found.source.take().map(|place| here.seen_from(up, &place));
        self.names = self.names.drain().map(|place| here.seen_from(up, &place)).collect();
    }

    fn finish(mut self) -> Found {
        self.settle();
        if self.linked {
            let mut real = FxHashSet::default();
            self.found.candidates.retain(|c| fs::canonicalize(&c.path).map_or(true, |path| real.insert(path)));
        }
        let is_all = self.folders && self.roots.is_empty();
        self.found.named = (!is_all).then_some(self.names);
        self.found
    }
}

/// The Terraform files of one module directory, not of those below it. Only root modules have variable files.
pub(super) fn module_files(directory: &str) -> Vec<Candidate> {
    files_of(directory, |format| format == Format::Terraform)
}

/// The Terraform files of a root module's directory, with its variable files.
pub(super) fn root_files(directory: &str) -> Vec<Candidate> {
    files_of(directory, |format| format != Format::Template)
}

fn files_of(directory: &str, wanted: impl Fn(Format) -> bool) -> Vec<Candidate> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| {
            let format = format(&entry.path()).filter(|&format| wanted(format))?;
            let place = display(&Path::new(directory).join(entry.file_name()));
            Some(Candidate { path: entry.path(), place, format, is_named: false })
        })
        .collect();
    files.sort_unstable_by(|a, b| a.place.cmp(&b.place));
    files
}

/// Reads a file whole into an empty buffer.
pub(super) fn read(path: &Path, buffer: &mut Vec<u8>) -> Result<(), String> {
    let file = fs::File::open(path).map_err(|error| describe(&error))?;
    // Through `take`, reading needs no look at the size first: one system call a file less.
    file.take(MAX_BYTES + 1).read_to_end(buffer).map_err(|error| describe(&error))?;
    if buffer.len() as u64 > MAX_BYTES {
        return Err(format!("larger than {} MiB", MAX_BYTES >> 20));
    }
    Ok(())
}

/// The path as shown to people: `/` between the parts, no `./` in front, `..` resolved where a part precedes it.
pub(super) fn display(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut root = "";
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir => root = "/",
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    match (root, parts.as_slice()) {
        ("", []) => ".".to_owned(),
        _ => format!("{root}{}", parts.join("/")),
    }
}

fn is_skipped(entry: &DirEntry) -> bool {
    let is_copy = |name: &str| SKIPPED.contains(&name) || is_asset(entry, name);
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(is_copy)
}

/// Whether it is a folder that the CDK copied into its output: the code of a function, say.
fn is_asset(entry: &DirEntry, name: &str) -> bool {
    name.starts_with(ASSET)
        && entry.file_type().is_some_and(|kind| kind.is_dir())
        && folder_of(entry.path()).join(MARKER).is_file()
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The repository that a file lies in, or its folder where there is none.
fn project_root(path: &Path) -> PathBuf {
    let folder = folder_of(path);
    let depth = fs::canonicalize(folder)
        .ok()
        .and_then(|real| real.ancestors().position(|ancestor| ancestor.join(".git").exists()));
    let Some(depth) = depth else { return folder.to_owned() };
    let root = (0..depth).fold(folder.to_owned(), |path, _| path.join(".."));
    PathBuf::from(display(&root))
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

fn reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), describe)
}

fn describe(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_plainly() {
        for (path, shown) in [("./a/b.tf", "a/b.tf"), ("a/../b", "b"), ("../x", "../x"), ("/t/x", "/t/x"), (".", ".")] {
            assert_eq!(display(Path::new(path)), shown);
        }
    }

    #[test]
    fn files_are_told_apart_by_name() {
        for (name, expected) in [
            ("a.tf", Some(Format::Terraform)),
            ("a.tf.json", Some(Format::Terraform)),
            ("a.tofu", Some(Format::Terraform)),
            ("a.tofu.json", Some(Format::Terraform)),
            (".#a.tf", None),
            ("a.tftest.hcl", None),
            (".terraform.lock.hcl", None),
            ("terraform.tfvars", Some(Format::Variables)),
            ("x.auto.tfvars.json", Some(Format::Variables)),
            ("prod.tfvars", None),
            ("a.yml", Some(Format::Template)),
            ("a.template", Some(Format::Template)),
            ("a.txt", None),
        ] {
            assert_eq!(format(Path::new(name)), expected, "{name}");
        }
    }
}
