//! One word for one thing: *policy*, *finding*, *problem*. Synonyms in names and comments are complaints.

use super::{Complaint, assert_none, code::Source, read};

/// The words not used, and the word to use.
const BANNED: &[(&str, &str)] = &[
    ("rule", "policy"),
    ("rules", "policies"),
    ("violation", "finding"),
    ("violations", "findings"),
    ("violates", "fails"),
    ("issue", "finding"),
    ("issues", "findings"),
];

/// Where a banned word is the right one: a place (the beginning of a path) and a phrase of the line, in lower case.
const ALLOWED: &[(&str, &str)] = &[
    // AWS's own: the rules of a security group, and the Rules section of a template.
    ("src/", "group rule"),
    ("src/", "group_rule"),
    ("src/", "grouprule"),
    ("src/", "ingress_rule"),
    ("src/", "ingress rule"),
    ("src/", "egress_rule"),
    ("src/", "egress rule"),
    ("src/", "egressrule"),
    ("src/model/network", "rule"),
    ("src/model/fields/network", "rule"),
    ("src/model/fields/vpc", "rule"),
    ("src/model/fields/firewall", "rule"),
    ("src/model/fields/types", "rule"),
    // The rotation rules of Secrets Manager.
    ("src/model/fields/secrets", "rotation"),
    ("src/model/fields/kinds", "rule"),
    ("src/model/tests/exposure", "rule"),
    ("src/model/tests/network", "rule"),
    ("src/cloudformation/", "`rules`"),
    ("src/cloudformation/", "\"rules\""),
    ("src/cloudformation/", "section rules"),
    ("src/cloudformation/assertions", "rule"),
    ("src/cloudformation/tests/assertions", "rule"),
    // Names of other tools.
    ("src/policy/titles", "rule"),
    // SARIF's own.
    ("src/report/sarif", "rule"),
];

#[test]
fn one_word_for_one_thing() {
    let files = read(&["src", "build.rs"]);
    assert_none(&files.iter().flat_map(complaints).collect::<Vec<_>>());
}

fn complaints(file: &Source) -> Vec<Complaint> {
    let lines = file.text.lines().enumerate();
    lines.flat_map(|(i, line)| in_line(&file.path, i + 1, line)).collect()
}

fn in_line(path: &str, number: usize, line: &str) -> Vec<Complaint> {
    let lower = line.to_lowercase();
    if ALLOWED.iter().any(|(place, phrase)| path.starts_with(place) && lower.contains(phrase)) {
        return Vec::new();
    }
    let found = words(line).into_iter().filter_map(|word| BANNED.iter().find(|(banned, _)| *banned == word));
    found.map(|(banned, better)| format!("{path}:{number}: `{banned}`: say `{better}`")).collect()
}

/// The words of a line in lower case; `snake_case` and `CamelCase` names fall into theirs.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last = ' ';
    for c in line.chars() {
        if !c.is_alphabetic() || c.is_uppercase() && last.is_lowercase() {
            words.push(String::new());
        }
        if c.is_alphabetic() {
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
        last = c;
    }
    words
}

#[test]
fn synonyms_are_seen() {
    let check = |path: &str, line: &str| in_line(path, 1, line).join("\n");
    assert_eq!(check("src/policy/mod.rs", "struct RuleSet;"), "src/policy/mod.rs:1: `rule`: say `policy`");
    assert_eq!(check("src/policy/mod.rs", "let group_rules = 1; // the ruler of a security group rule"), "");
    assert_eq!(check("src/report/sarif/mod.rs", "rule_id: &str,"), "");
    assert_eq!(check("src/lint.rs", "// no issues"), "src/lint.rs:1: `issues`: say `findings`");
}
