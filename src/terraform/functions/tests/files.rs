//! Functions that read files, over a folder in memory.

use super::{evaluation, values};
use crate::source::{Absent, FileContent, Files};
use crate::terraform::tests::text;
use crate::value::What;
use std::sync::Arc;

/// Files by their paths; everything above the current folder is out of reach.
#[derive(Debug, Default)]
pub(super) struct Memory(pub(super) Vec<(&'static str, &'static [u8])>);

impl Files for Memory {
    fn read(&self, path: &str) -> FileContent {
        self.exists(path)?;
        self.0.iter().find(|(name, _)| *name == path).map(|(_, bytes)| (*bytes).into()).ok_or(Absent::NotFound)
    }

    fn exists(&self, path: &str) -> Result<(), Absent> {
        let is_folder = |(name, _): &(&str, _)| name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        match self.0.iter().any(|(name, _)| *name == path) {
            _ if path.starts_with('/') || path.starts_with("..") => Err(Absent::Outside),
            true => Ok(()),
            false if self.0.iter().any(is_folder) => Err(Absent::NotAFile),
            false => Err(Absent::NotFound),
        }
    }

    fn list(&self, folder: &str, depth: usize) -> Result<Arc<[String]>, Absent> {
        let below = self.0.iter().filter_map(|(name, _)| name.strip_prefix(folder)?.strip_prefix('/'));
        Ok(below.filter(|path| path.matches('/').count() <= depth).map(str::to_owned).collect())
    }

    fn absolute(&self, path: &str) -> Option<String> {
        Some(format!("/home/{path}"))
    }
}

fn memory() -> Memory {
    Memory(vec![
        ("infra/version.txt", b"16.3\n"),
        ("infra/raw.bin", b"\xff\x00"),
        ("infra/.hidden", b""),
        ("infra/tpl/user.tftpl", b"user = ${name}\n%{ for grant in grants ~}\n- ${grant}\n%{ endfor ~}\n"),
        ("infra/tpl/list.tftpl", b"${names}"),
        ("infra/tpl/again.tftpl", b"${templatefile(\"version.txt\", {})}"),
        ("infra/tpl/outer.tftpl", b"${local.template}"),
        ("infra/tpl/read.tftpl", b"v${trimspace(file(\"version.txt\"))}"),
        ("infra/tpl/broken.tftpl", b"${"),
        ("infra/sql/a.sql", b"a"),
        ("infra/sql/sub/b.sql", b"b"),
        ("infra/sql/sub/c.txt", b"c"),
    ])
}

const DECLARATIONS: &str = r#"
variable "unset" {}
locals {
  template = "Hello, $${name}"
  number   = 5
  list     = "$${names}"
  broken   = "$${"
}
"#;

fn check(rows: &[(&str, &str)]) {
    let expressions: Vec<&str> = rows.iter().map(|(expression, _)| *expression).collect();
    let values = values(&expressions, DECLARATIONS, memory());
    for ((expression, expected), value) in rows.iter().zip(&values) {
        assert_eq!(text(value), *expected, "{expression}");
    }
}

#[test]
fn contents() {
    check(&[
        (r#"trimspace(file("version.txt"))"#, r#""16.3""#),
        (r#"file("./tpl/../version.txt")"#, r#""16.3\n""#),
        (r#"file("${path.module}/sql/a.sql")"#, r#""a""#),
        (r#"file("${path.root}/sql/a.sql")"#, r#""a""#),
        (r#"can(file("raw.bin"))"#, "false"),
        (r#"filebase64("raw.bin")"#, r#""/wA=""#),
        (r#"filemd5("sql/a.sql")"#, r#""0cc175b9c0f1b6a831c399e269772661""#),
        (r#"filesha1("sql/a.sql") == sha1("a")"#, "true"),
        (r#"filesha256("sql/a.sql") == sha256("a")"#, "true"),
        (r#"filesha512("sql/a.sql") == sha512("a")"#, "true"),
        (r#"filebase64sha256("sql/a.sql") == base64sha256("a")"#, "true"),
        (r#"filebase64sha512("sql/a.sql") == base64sha512("a")"#, "true"),
        (r#"fileexists("version.txt")"#, "true"),
        (r#"fileexists("none.txt")"#, "false"),
        (r#"can(fileexists("sql"))"#, "false"),
        (r#"abspath("x/../y")"#, r#""/home/infra/y""#),
        ("path.cwd", r#""/home/infra""#),
    ]);
}

#[test]
fn what_is_not_there() {
    check(&[
        (r#"file("none.txt")"#, "?(file(): none.txt does not exist)"),
        (r#"try(file("none.txt"), "else")"#, r#""else""#),
        (r#"try(file("../../x.txt"), "else")"#, "?(../../x.txt is outside the scanned root)"),
        (r#"file("/etc/passwd")"#, "?(/etc/passwd is outside the scanned root)"),
        (r#"fileexists("~/x")"#, "?(~/x is outside the scanned root)"),
        (r#"can(filesha1("none"))"#, "false"),
        ("file(var.unset)", "?(var.unset has no value)"),
        ("can(file(null))", "false"),
    ]);
}

#[test]
fn listings() {
    check(&[
        (r#"fileset("sql", "*.sql")"#, r#"["a.sql"]"#),
        (r#"fileset("sql", "**/*.sql")"#, r#"["a.sql", "sub/b.sql"]"#),
        (r#"fileset("sql", "**")"#, r#"["a.sql", "sub/b.sql", "sub/c.txt"]"#),
        (r#"fileset(".", "s?l/*/[bc].{sql,txt}")"#, r#"["sql/sub/b.sql", "sql/sub/c.txt"]"#),
        (r#"fileset(path.module, "sql/{sub/,}[^b].*")"#, r#"["sql/a.sql", "sql/sub/c.txt"]"#),
        (r#"fileset("sql/sub", "../*.sql")"#, r#"["../a.sql"]"#),
        (r#"fileset(".", ".*")"#, r#"[".hidden"]"#),
        (r#"fileset("none", "*")"#, "[]"),
        (r#"can(fileset(".", "["))"#, "false"),
        (r#"can(fileset(".", "{a"))"#, "false"),
        (r#"length(fileset("sql", "\\a.sql"))"#, "1"),
    ]);
}

#[test]
fn templates_in_files() {
    check(&[
        (r#"templatefile("tpl/user.tftpl", { name = "app", grants = ["r", "w"] })"#, r#""user = app\n- r\n- w\n""#),
        (r#"templatefile("tpl/list.tftpl", { names = ["a"] })"#, r#"["a"]"#),
        (r#"templatefile("tpl/read.tftpl", {})"#, r#""v16.3""#),
        (
            r#"templatefile("tpl/user.tftpl", { name = var.unset, grants = [] })"#,
            r#"?(var.unset has no value, starts with "user = ")"#,
        ),
        (r#"can(templatefile("tpl/user.tftpl", { name = "app" }))"#, "false"),
        (r#"can(templatefile("tpl/again.tftpl", {}))"#, "false"),
        (r#"can(templatefile("tpl/outer.tftpl", {}))"#, "false"),
        (r#"can(templatefile("tpl/broken.tftpl", {}))"#, "false"),
        (r#"can(templatefile("tpl/read.tftpl", { "2x" = 1 }))"#, "false"),
        (r#"can(templatefile("tpl/read.tftpl", []))"#, "false"),
        (r#"can(templatefile("tpl/none.tftpl", {}))"#, "false"),
        (r#"templatefile("tpl/read.tftpl", var.unset)"#, "?(var.unset has no value)"),
    ]);
}

#[test]
fn templates_in_strings() {
    check(&[
        (r#"templatestring(local.template, { name = "app" })"#, r#""Hello, app""#),
        (r"core::templatestring(local.template, { name = 1 })", r#""Hello, 1""#),
        (r"can(templatestring(local.template, {}))", "false"),
        (r"can(templatestring(local.number, {}))", "false"),
        (r"can(templatestring(local.list, { names = [] }))", "false"),
        (r"can(templatestring(local.broken, {}))", "false"),
        (r#"can(templatestring("Hello", {}))"#, "false"),
        (r"templatestring(var.unset, {})", "?(var.unset has no value)"),
    ]);
}

#[test]
fn texts_are_traced_to_the_call_and_the_file() {
    let rows = [
        (r#"trimspace(file("version.txt"))"#, "infra/version.txt"),
        (r#"templatefile("tpl/read.tftpl", {})"#, "infra/tpl/read.tftpl"),
        (r#"split(".", file("version.txt"))[0]"#, "infra/version.txt"),
    ];
    let expressions: Vec<&str> = rows.iter().map(|(expression, _)| *expression).collect();
    for (value, (expression, expected)) in values(&expressions, DECLARATIONS, memory()).iter().zip(rows) {
        let files = value.origin.steps().filter_map(|step| match &step.what {
            What::File(path) => Some(&**path),
            _ => None,
        });
        assert_eq!(files.collect::<Vec<_>>().first(), Some(&expected), "{expression}");
    }
}

#[test]
fn only_errors_of_the_source_are_problems() {
    let problems = |expression| evaluation(&[expression], DECLARATIONS, memory()).problems.len();
    assert_eq!(problems(r#"filebase64sha256("lambda.zip")"#), 0);
    assert_eq!(problems(r#"file("../x")"#), 0);
    assert_eq!(problems(r#"file("raw.bin")"#), 1);
    assert_eq!(problems(r#"templatefile("tpl/broken.tftpl", {})"#), 1);
}
