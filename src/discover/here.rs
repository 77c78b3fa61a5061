//! Relative paths, seen from the current folder or from one above it.
//!
//! `db/main.tf` and `../modules/db/main.tf` may be one file, and module sources are followed by their text alone. So all
//! paths of a run are seen from one folder, high enough for all of them, and shown to people from the current one.

use std::env;
use std::path::{Path, PathBuf};

/// The names of the folders that lead to the current one.
#[derive(Debug)]
pub(super) struct Here(Vec<String>);

/// How many folders a relative path goes up at its beginning.
pub(super) fn levels_up(path: &str) -> usize {
    path.split('/').take_while(|part| *part == "..").count()
}

impl Here {
    /// The current folder; nothing where the file system does not tell.
    pub(super) fn current() -> Self {
        Self(names(&env::current_dir().unwrap_or_default()))
    }

    /// The path as it is written in the current folder, when it goes up at least as far as any other: `../b/main.tf` for
    /// `main.tf`.
    pub(super) fn seen_from(&self, up: usize, path: &str) -> String {
        let own = levels_up(path);
        let above = |levels: usize| self.0.len().checked_sub(levels);
        let (Some(from), Some(to)) = (above(up), above(own)) else { return path.to_owned() };
        if path.starts_with('/') || from >= to {
            return path.to_owned();
        }
        let between = self.0.get(from..to).unwrap_or_default().iter().map(String::as_str);
        let rest = path.split('/').skip(own).filter(|part| *part != ".");
        std::iter::repeat_n("..", up).chain(between).chain(rest).collect::<Vec<_>>().join("/")
    }

    /// An absolute path as it is written in the current folder; `None` where the two have nothing in common.
    pub(super) fn relative(&self, path: &Path) -> Option<PathBuf> {
        let parts: Vec<String> = names(path);
        let common = self.0.iter().zip(&parts).take_while(|(here, there)| here == there).count();
        let up = std::iter::repeat_n("..", self.0.len() - common);
        // The root of the file system alone is nothing to have in common.
        let below = parts.get(common..).unwrap_or_default().iter().map(String::as_str);
        (common > 1).then(|| up.chain(below).collect())
    }

    /// The path as people write it: no detour through folders above the current one.
    pub(super) fn shown(&self, path: &str) -> String {
        if path.strip_prefix(super::STDIN).is_some_and(|rest| rest.starts_with('/')) {
            return super::STDIN.to_owned();
        }
        let mut parts: Vec<&str> = path.split('/').collect();
        loop {
            let up = parts.iter().take_while(|part| **part == "..").count();
            let left = self.0.len().checked_sub(up).and_then(|at| self.0.get(at));
            let returns = left.is_some() && parts.get(up).copied() == left.map(String::as_str);
            match up.checked_sub(1) {
                Some(last) if returns => drop(parts.drain(last..=up)),
                _ => break,
            }
        }
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }
}

fn names(path: &Path) -> Vec<String> {
    path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, up: usize, seen: &str, shown: &str) {
        let here = Here(["/", "repo", "a", "b"].map(str::to_owned).into());
        assert_eq!(here.seen_from(up, path), seen);
        assert_eq!(here.shown(seen), shown);
    }

    #[test]
    fn every_path_is_seen_from_one_folder_and_shown_from_here() {
        check("main.tf", 0, "main.tf", "main.tf");
        check("main.tf", 2, "../../a/b/main.tf", "main.tf");
        check("../c/main.tf", 2, "../../a/c/main.tf", "../c/main.tf");
        check("../../a/b/x/main.tf", 2, "../../a/b/x/main.tf", "x/main.tf");
        check(".", 1, "../b", ".");
        check("/t/main.tf", 1, "/t/main.tf", "/t/main.tf");
        check("../../../../../../x", 6, "../../../../../../x", "../../../../../../x");
        check("x", 6, "x", "x");
    }
}
