//! Whether a text is worth a parse: it names a resource type of RDS or `GuardDuty`'s feature for databases, or calls
//! modules that may. Works on bytes, in time linear in the input.

use super::sources::is_local;
use memchr::memmem;

/// Whether the text of a Terraform file names a resource type of RDS, `GuardDuty`'s feature for databases, the right to log
/// in to a database, or a module that is known to have one.
pub fn names_database(bytes: &[u8]) -> bool {
    let own = [&b"aws_db_"[..], b"aws_rds_", b"RDS_LOGIN_EVENTS", b"rds-db:"];
    let mut needles = own.into_iter().chain(super::known::NEEDLES);
    needles.any(|needle| memmem::find(bytes, needle).is_some())
}

/// The local module sources that the text of a Terraform file seems to name: strings after `source` that start with `./`
/// or `../`. A comment or another block may hold one too; that costs only a look.
pub fn local_sources(bytes: &[u8]) -> Vec<&str> {
    sources(bytes).filter(|source| is_local(source)).collect()
}

/// Whether the text of a Terraform file may call a module that is not local. Providers have sources too.
pub fn fetches_modules(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"module").is_some() && sources(bytes).any(|source| !is_local(source))
}

/// The strings after `source`.
fn sources(bytes: &[u8]) -> impl Iterator<Item = &str> {
    memmem::find_iter(bytes, b"source").filter_map(|at| {
        let rest = bytes.get(at + b"source".len()..)?;
        // The quote before the string: in JSON the second one.
        let between = rest.iter().take(64).take_while(|b| b" \t\":=\r\n".contains(b)).count();
        let start = rest.get(..between)?;
        if !start.ends_with(b"\"") || !start.iter().any(|b| b":=".contains(b)) {
            return None;
        }
        let source = rest.get(between..)?;
        let end = source.iter().take(4096).position(|b| b"\"\n$".contains(b))?;
        std::str::from_utf8(source.get(..end)?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_in_both_syntaxes() {
        let text =
            "module \"a\" {\n source = \"./x\" }\n{\"source\": \"../y\"}\nsource = \"hashicorp/z\"\nresources ./n";
        assert_eq!(local_sources(text.as_bytes()), ["./x", "../y"]);
        assert!(fetches_modules(text.as_bytes()));
        assert!(!fetches_modules(b"module \"a\" {\n source = \"./x\" }"));
    }
}
