//! Paths with `/`, as text: no file system is asked.

use super::sources::is_local;
use std::sync::Arc;

/// The directory of a file, `.` for none.
pub(super) fn directory(path: &str) -> Arc<str> {
    normal(path.rsplit_once('/').map_or(".", |(directory, _)| if directory.is_empty() { "/" } else { directory }))
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The directory that a local module source means when it stands in `from`; `None` when the source is not local.
pub(super) fn module_directory(from: &str, source: &str) -> Option<Arc<str>> {
    is_local(source).then(|| normal(&format!("{from}/{source}")))
}

/// The path without `.` and, where possible, without `..`.
pub(super) fn normal(path: &str) -> Arc<str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (path.starts_with('/'), joined.is_empty()) {
        (true, _) => format!("/{joined}").into(),
        (false, true) => ".".into(),
        (false, false) => joined.into(),
    }
}

/// How to get from one normal directory to another below it, as Terraform writes it; the whole path otherwise.
pub(super) fn relative(from: &str, to: &str) -> Arc<str> {
    if from == to {
        return ".".into();
    }
    let below = if from == "." { Some(to) } else { to.strip_prefix(from).and_then(|rest| rest.strip_prefix('/')) };
    below.unwrap_or(to).into()
}

/// Whether a normal path leads below a normal directory, by its text.
pub(super) fn is_below(directory: &str, path: &str) -> bool {
    match directory {
        "." => path != ".." && !path.starts_with("../") && !path.starts_with('/'),
        "/" => path.starts_with('/'),
        _ => path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_resolved_against_the_caller() {
        for (from, source, expected) in [
            (".", "./modules/db", Some("modules/db")),
            ("modules/db", "../inner/", Some("modules/inner")),
            (".", "../shared", Some("../shared")),
            ("../a", "../b", Some("../b")),
            ("/x/y", "./../z", Some("/x/z")),
            (".", "terraform-aws-modules/rds/aws", None),
            (".", "git::https://example.com/x.git", None),
        ] {
            assert_eq!(module_directory(from, source).as_deref(), expected, "{from} {source}");
        }
    }

    #[test]
    fn directories_of_files() {
        for (path, expected) in [("main.tf", "."), ("./x/main.tf", "x"), ("infra/main.tf", "infra"), ("/main.tf", "/")]
        {
            assert_eq!(&*directory(path), expected);
        }
    }
}
