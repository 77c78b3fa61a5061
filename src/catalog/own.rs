//! The files of policies that users have written themselves: found in folders, read, and what is wrong with them said at
//! the place.

use crate::policy::compile::CompileError;
use crate::source::{Problem, ProblemKind, SourceMap, Span};
use std::fs;
use std::path::{Path, PathBuf};

/// How deep folders of policies may nest.
const MAX_DEPTH: usize = 16;

/// The largest policy file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A policy file that cannot be used, or a folder without any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The path as people write it.
    pub path: String,
    text: String,
    wrong: Wrong,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    /// It cannot be read.
    File(String),
    /// The text says what it must not.
    Text(Vec<CompileError>),
}

impl Broken {
    /// What stands at a path cannot be read.
    pub(super) fn file(path: &Path, message: impl Into<String>) -> Self {
        Self { path: shown(path), text: String::new(), wrong: Wrong::File(message.into()) }
    }

    /// A text that does not compile.
    pub(super) fn text(path: &str, text: String, errors: Vec<CompileError>) -> Self {
        Self { path: path.to_owned(), text, wrong: Wrong::Text(errors) }
    }

    /// The id that the policy would have, by the name of its file.
    pub fn id(&self) -> &str {
        Path::new(&self.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// Adds what is wrong to the problems of a run, and the text to its files.
    pub fn report(&self, sources: &mut SourceMap, problems: &mut Vec<Problem>) {
        match &self.wrong {
            Wrong::File(message) => problems.push(Problem::file(&*self.path, &**message)),
            Wrong::Text(errors) => {
                let file = sources.add(&self.path, &self.text);
                problems.extend(errors.iter().map(|error| {
                    let span = Span::new(file, error.range.start as u32, error.range.end as u32);
                    Problem::at(ProblemKind::Meaning, span, &*error.message)
                }));
            }
        }
    }
}

/// The path as reports write it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// The text of each policy file in a folder and those below it, in the order of their paths; a file is taken alone.
pub(super) fn read(folder: &Path) -> Vec<Result<(String, String), Broken>> {
    let mut files = Vec::new();
    let found = if folder.is_file() {
        files.push(Ok(folder.to_owned()));
        Ok(())
    } else {
        find(folder, 0, &mut files)
    };
    if let Err(error) = found {
        return vec![Err(Broken::file(folder, error.to_string()))];
    }
    if files.is_empty() {
        return vec![Err(Broken::file(folder, "there is no policy in it: a policy is a file ID.yaml"))];
    }
    files.into_iter().map(|path| text(&path?)).collect()
}

fn find(folder: &Path, depth: usize, files: &mut Vec<Result<PathBuf, Broken>>) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries.iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
        let path = entry.path();
        // A link to a folder is not followed: it may lead back up.
        if entry.file_type()?.is_dir() {
            let found = if depth < MAX_DEPTH { find(&path, depth + 1, files) } else { Ok(()) };
            files.extend(found.err().map(|error| Err(Broken::file(&path, error.to_string()))));
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push(Ok(path));
        }
    }
    Ok(())
}

fn text(path: &Path) -> Result<(String, String), Broken> {
    let refuse = |message: String| Broken::file(path, message);
    let about = fs::metadata(path).map_err(|error| refuse(error.to_string()))?;
    if !about.is_file() {
        return Err(refuse("this is no ordinary file".to_owned()));
    }
    if about.len() > MAX_BYTES {
        return Err(refuse(format!("larger than {} KiB", MAX_BYTES >> 10)));
    }
    let bytes = fs::read(path).map_err(|error| refuse(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| refuse("the text is not UTF-8".to_owned()))?;
    Ok((shown(path), text.trim_start_matches('\u{FEFF}').to_owned()))
}
