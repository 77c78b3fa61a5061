//! Files that the source names and that are no source themselves: templates, policies, certificates.

use std::fmt::Debug;
use std::sync::Arc;

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// There is nothing at that path.
    NotFound,
    /// It is a folder, a device or something else that is no ordinary file.
    NotAFile,
    /// It lies outside the folders that may be read.
    Outside,
    /// It is longer than what is looked at.
    TooLarge,
    /// The file system says no.
    Unreadable,
}

impl Absent {
    /// The reason as a clause about the path.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotFound => "does not exist",
            Self::NotAFile => "is no ordinary file",
            Self::Outside => "is outside the scanned root",
            Self::TooLarge => "is too large to be evaluated",
            Self::Unreadable => "cannot be read",
        }
    }
}

/// A file's bytes, or why there are none.
pub type Content = Result<Arc<[u8]>, Absent>;

/// What a run may read besides its sources. Paths have `/` and start from the current folder, as those of the sources.
pub trait Files: Debug + Send + Sync {
    /// The content of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &str) -> Content;

    /// Looks for an ordinary file at a path.
    ///
    /// # Errors
    /// Why there is none that may be read.
    fn exists(&self, path: &str) -> Result<(), Absent>;

    /// The ordinary files in a folder and, so many levels deep, in the folders in it: their paths from there, sorted.
    ///
    /// # Errors
    /// Why it cannot be looked into.
    fn list(&self, folder: &str, depth: usize) -> Result<Arc<[String]>, Absent>;

    /// The path from the root of the file system on.
    fn absolute(&self, path: &str) -> Option<String>;
}
