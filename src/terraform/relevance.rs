//! Whether a text is worth a parse: it names a resource type of RDS, or calls modules that may. Works on bytes, in
//! time linear in the input.

use memchr::memmem;

/// Whether the text of a Terraform file names a resource type of RDS.
pub fn names_database(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"aws_db_").is_some() || memmem::find(bytes, b"aws_rds_").is_some()
}

/// The local module sources that the text of a file seems to name: strings after `source` that start with `./` or
/// `../`. A comment or another block may hold one too; that costs only a look.
pub fn local_sources(bytes: &[u8]) -> Vec<&str> {
    memmem::find_iter(bytes, b"source")
        .filter_map(|at| {
            let rest = bytes.get(at + b"source".len()..)?;
            let start = rest.iter().take(64).position(|&b| b == b'.')?;
            let between = rest.get(..start)?;
            if !between.iter().all(|b| b" \t\":=\r\n".contains(b)) || !between.contains(&b'"') {
                return None;
            }
            let source = rest.get(start..)?;
            let end = source.iter().take(4096).position(|b| b"\"\n$".contains(b))?;
            std::str::from_utf8(source.get(..end)?).ok()
        })
        .filter(|source| source.starts_with("./") || source.starts_with("../"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_in_both_syntaxes() {
        let text =
            "module \"a\" {\n source = \"./x\" }\n{\"source\": \"../y\"}\nsource = \"hashicorp/z\"\nresources ./n";
        assert_eq!(local_sources(text.as_bytes()), ["./x", "../y"]);
    }
}
