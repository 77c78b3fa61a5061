//! Whether a text is worth a parse: it names what has to do with databases, or calls modules that may. Works on bytes,
//! in time linear in the input.

use super::sources::is_local;
use crate::model::fields::Kind;
use crate::model::names_endpoint;
use memchr::memmem;

/// The name of the provider that manages what is in a database.
const POSTGRESQL: &[u8] = b"postgresql";

/// Whether the text of a Terraform file names a resource type of RDS, `GuardDuty`'s feature for databases, the right to log
/// in to a database, a database's endpoint, or a module that is known to have one. So does the
/// provider `postgresql`, and each resource type of that one.
pub(crate) fn names_database(bytes: &[u8]) -> bool {
    let own = [&b"aws_db_"[..], b"aws_rds_", b"RDS_LOGIN_EVENTS", b"rds-db:"];
    let mut needles = own.into_iter().chain(super::known::NEEDLES);
    needles.any(|needle| memmem::find(bytes, needle).is_some()) || names_postgresql(bytes) || names_endpoint(bytes)
}

/// Whether the text declares the provider `postgresql` or a resource of it, in either syntax. Types of other providers
/// have the word in them too: `azurerm_postgresql_server`.
fn names_postgresql(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, POSTGRESQL).any(|at| {
        let (before, rest) = bytes.split_at(at);
        let length = rest.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let (name, after) = rest.split_at(length);
        let unquoted = before.strip_suffix(b"\"").unwrap_or(before);
        let is_after = |word: &[u8]| unquoted.trim_ascii_end().ends_with(word);
        let is_key = || after.strip_prefix(b"\"").is_some_and(|after| after.trim_ascii_start().starts_with(b":"));
        if name == POSTGRESQL {
            return is_after(b"provider") || is_key();
        }
        let is_word = unquoted.len() < before.len() || is_after(b"resource");
        is_word && std::str::from_utf8(name).is_ok_and(|name| Kind::of(name).is_some())
    })
}

/// The local module sources that the text of a Terraform file seems to name: strings after `source` that start with `./`
/// or `../`. A comment or another block may hold one too; that costs only a look.
pub(crate) fn local_sources(bytes: &[u8]) -> Vec<&str> {
    sources(bytes).filter(|source| is_local(source)).collect()
}

/// Whether the text of a Terraform file may call a module that is not local. Providers have sources too.
pub(crate) fn fetches_modules(bytes: &[u8]) -> bool {
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
    fn the_provider_of_databases_counts() {
        for text in [
            "provider \"postgresql\" {",
            "provider postgresql {",
            "resource \"postgresql_role\" \"app\" {",
            "resource postgresql_role app {",
            "{\"provider\": {\"postgresql\": {}}}",
            "{\"resource\": {\"postgresql_grant\" : {}}}",
            "url = \"postgres://shop@orders.abc.eu-west-1.rds.amazonaws.com/shop\"",
        ] {
            assert!(names_database(text.as_bytes()), "{text}");
        }
        for text in [
            "engine = \"postgresql\"",
            "source = \"cyrilgdn/postgresql\"",
            "postgresql = {\n source = \"cyrilgdn/postgresql\"\n}",
            "resource \"azurerm_postgresql_database\" \"app\" {",
            "name = \"postgresql_monitor\"",
            "name = var.postgresql_role",
        ] {
            assert!(!names_database(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn sources_are_found_in_both_syntaxes() {
        let text =
            "module \"a\" {\n source = \"./x\" }\n{\"source\": \"../y\"}\nsource = \"hashicorp/z\"\nresources ./n";
        assert_eq!(local_sources(text.as_bytes()), ["./x", "../y"]);
        assert!(fetches_modules(text.as_bytes()));
        assert!(!fetches_modules(b"module \"a\" {\n source = \"./x\" }"));
    }
}
