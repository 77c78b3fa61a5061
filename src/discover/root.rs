//! What a path is called whatever folder rdslint runs in: its part below the repository, or below the folder that all
//! given paths have in common where there is no repository.

use super::beside::Beside;
use super::here::Here;
use std::env;
use std::path::{Component, Path, PathBuf};

/// The folder that paths are told from.
#[derive(Debug)]
pub(super) struct Root {
    current: PathBuf,
    base: PathBuf,
}

impl Root {
    /// The root of a run over these paths; `None` where the file system does not tell.
    pub(super) fn of<'p>(given: impl Iterator<Item = &'p Path>) -> Option<Self> {
        let current = env::current_dir().ok()?.canonicalize().ok()?;
        let folders = given.map(|path| folder(&current.join(path)));
        let common = folders.reduce(|left, right| common(&left, &right)).unwrap_or_else(|| current.clone());
        let repository = common.ancestors().find(|folder| folder.join(".git").exists());
        let base = repository.map_or_else(|| common.clone(), Path::to_owned);
        Some(Self { current, base })
    }

    /// The files that lie below it.
    pub(super) fn files(&self) -> Beside {
        Beside::new(self.current.clone(), self.base.clone())
    }

    /// The path's name below the root, with `/` on every platform; `None` for one that lies elsewhere.
    pub(super) fn name(&self, shown: &str) -> Option<String> {
        let absolute = normal(&self.current.join(shown));
        let below = absolute.strip_prefix(&self.base).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }
}

/// The folder that a path is or lies in.
fn folder(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    folder.canonicalize().unwrap_or_else(|_| normal(folder))
}

/// The whole path, without a look at what links it leads over.
pub fn absolute(path: &Path) -> PathBuf {
    normal(&env::current_dir().unwrap_or_default().join(path))
}

/// The path as it is written in the current folder, where the two have something in common.
pub(crate) fn relative(path: &Path) -> PathBuf {
    Here::current().relative(path).unwrap_or_else(|| path.to_owned())
}

/// The path without `.` and `..`, as it reads.
pub(super) fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normal, component| {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            other => normal.push(other),
        }
        normal
    })
}

fn common(left: &Path, right: &Path) -> PathBuf {
    let both = left.components().zip(right.components()).take_while(|(left, right)| left == right);
    both.map(|(component, _)| component).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_name_from_everywhere() {
        let root = |current: &str| Root { current: current.into(), base: "/w/shop".into() };
        let cases = [
            ("/w/shop", "infra/main.tf"),
            ("/w/shop/infra", "main.tf"),
            ("/w/shop/docs", "../infra/main.tf"),
            ("/", "w/shop/infra/main.tf"),
            ("/elsewhere", "/w/shop/infra/main.tf"),
        ];
        for (current, shown) in cases {
            assert_eq!(root(current).name(shown).as_deref(), Some("infra/main.tf"), "{current} {shown}");
        }
        assert_eq!(root("/w").name("other/main.tf"), None);
    }

    #[test]
    fn what_folders_have_in_common() {
        assert_eq!(common(Path::new("/a/b/c"), Path::new("/a/bc")), Path::new("/a"));
    }
}
