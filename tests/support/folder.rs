//! Folders with files.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "these are tests")]

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Writes a file, in the folders that its path names.
pub(crate) fn write(home: &Path, path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
    let path = home.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// A folder with files.
pub(crate) fn folder<P: AsRef<Path>, C: AsRef<[u8]>>(files: &[(P, C)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, content) in files {
        write(home.path(), path, content);
    }
    home
}
