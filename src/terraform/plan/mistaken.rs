//! What people hand over in the place of a plan, and what would make one of it.

use super::may_be_plan;
use memchr::memmem;

/// The first entry of a plan as Terraform keeps it, behind the head of a ZIP archive.
const ENTRY: (&[u8], usize, &[u8]) = (b"PK\x03\x04", 30, b"tfplan");

/// The keys by which JSON that is no plan is known, all of them, and what it is.
const DOCUMENTS: [(&[&[u8]], &str); 3] = [
    (
        &[b"\"@level\"", b"\"@module\"", b"\"terraform.ui\""],
        "this is the log of `terraform plan -json`: give rdslint the output of `terraform show -json` for the plan file",
    ),
    (
        &[b"\"encrypted_data\"", b"\"encryption_version\""],
        "this is encrypted: give rdslint the output of `tofu show -json` for it",
    ),
    (
        &[b"\"lineage\"", b"\"serial\"", b"\"terraform_version\""],
        "this is a state as Terraform keeps it: give rdslint the output of `terraform show -json`",
    ),
];

/// How far the keys of a document are looked for: of a log the first line has them.
const HEAD: usize = 1 << 16;

/// What a text is that was meant as a plan and is none, as a sentence.
pub(crate) fn mistaken_for_plan(bytes: &[u8]) -> Option<&'static str> {
    let (magic, at, name) = ENTRY;
    if bytes.starts_with(magic) && bytes.get(at..).is_some_and(|rest| rest.starts_with(name)) {
        return Some("this is a plan as Terraform keeps it: give rdslint the output of `terraform show -json` for it");
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if !text.trim_ascii_start().starts_with(b"{") {
        let document = memmem::find(text, b"\n{").and_then(|at| text.get(at..));
        let follows = document.is_some_and(may_be_plan);
        return follows
            .then_some("a plan follows behind other output: give rdslint the output of `terraform show -json` alone");
    }
    let head = text.get(..HEAD).unwrap_or(text);
    let found = DOCUMENTS.iter().find(|(keys, _)| keys.iter().all(|key| memmem::find(head, key).is_some()));
    found.map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_over_in_the_place_of_a_plan_is_told() {
        let archive = [&b"PK\x03\x04"[..], &[0; 26], b"tfplanUT"].concat();
        let log = b"{\"@level\":\"info\",\"@message\":\"x\",\"@module\":\"terraform.ui\"}\n{\"@level\":\"info\"}\n";
        let wrapped =
            b"[command]terraform show -json tfplan\n{\"format_version\": \"1.2\", \"resource_changes\": []}\n";
        let cases: [(&[u8], &str); 8] = [
            (&archive, "a plan as Terraform keeps it"),
            (log, "the log of"),
            (b"{\"serial\": 1, \"encrypted_data\": \"x\", \"encryption_version\": \"v0\"}", "encrypted"),
            (b"{\"version\": 4, \"terraform_version\": \"1\", \"serial\": 1, \"lineage\": \"x\"}", "a state as"),
            (wrapped, "other output"),
            (b"PK\x03\x04", ""),
            (b"{\"Resources\": {}}", ""),
            (b"resource \"x\" \"y\" {\n{\n}\n", ""),
        ];
        for (text, expected) in cases {
            let said = mistaken_for_plan(text).unwrap_or_default();
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{said}");
        }
    }
}
