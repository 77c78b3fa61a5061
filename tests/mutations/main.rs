//! Texts with random changes: what the fuzz targets check, for as long as the gate has time. The changes are the same in
//! every run; `fuzz/` finds others.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod checks;
mod trees;

use rdslint::catalog::Catalog;
use std::panic;
use std::time::{Duration, Instant};

/// How many changed texts each check gets.
const TEXTS: usize = 1_200;
/// How long one text may take. It is far more than any does, for machines that are busy.
const LIMIT: Duration = Duration::from_secs(20);

/// What changes put into texts.
const PIECES: [&str; 48] = [
    "${",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\\",
    "\n",
    "%{if ",
    "%{endif}",
    "%{for x in ",
    "%{endfor}",
    "<<EOT\n",
    "\nEOT\n",
    "~}",
    "$${",
    "[*]",
    ".*.",
    "...",
    " => ",
    " ? ",
    " : ",
    "for ",
    "null",
    "each.value",
    "count.index",
    "var.v",
    "local.l",
    "aws_db_instance.a",
    "1e999",
    "-",
    "!",
    "/*",
    "#",
    "é",
    "\u{2028}",
    "try(",
    "\n#file m/main.tf\n",
    "!Ref P",
    "!If [C, ",
    "!Condition C",
    "{'Fn::Or': [",
    "AllowedValues: [a, b]",
    "\n      ",
    ": ",
    "*a",
];

/// Reproducible chance: a linear congruential generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The text with a piece removed, repeated, inserted, or taken from another text.
    fn changed(&mut self, text: &str, other: &str) -> String {
        let (a, b) = (self.place(text), self.place(text));
        let (from, to) = (a.min(b), a.max(b));
        match self.below(5) {
            0 => format!("{}{}", &text[..from], &text[to..]),
            1 => format!("{}{}{}", &text[..to], &text[from..to], &text[to..]),
            2 => {
                let (c, d) = (self.place(other), self.place(other));
                format!("{}{}{}", &text[..from], &other[c.min(d)..c.max(d)], &text[from..])
            }
            _ => format!("{}{}{}", &text[..from], PIECES[self.below(PIECES.len())], &text[from..]),
        }
    }
}

/// The Terraform examples of all policies.
fn examples() -> Vec<String> {
    let catalog = Catalog::embedded();
    let pages = catalog.policies().iter().filter_map(|policy| catalog.page(&policy.id));
    pages.flat_map(|page| page.examples.iter().filter_map(|example| example.tf.as_deref().map(str::to_owned))).collect()
}

/// The templates of the examples of all policies, with conditions before them.
fn conditional_templates() -> Vec<String> {
    let conditions = "Parameters:\n  P: {Type: String, AllowedValues: [x, y, 'true']}\n  Q: {Type: String}\nConditions:\n  \
                      C: !Equals [!Ref P, x]\n  D: !Not [!And [!Condition C, !Equals [!Ref Q, !Ref P]]]\n";
    let catalog = Catalog::embedded();
    let pages = catalog.policies().iter().filter_map(|policy| catalog.page(&policy.id));
    let texts = pages.flat_map(|page| page.examples.iter().filter_map(|example| example.cfn.as_deref()));
    let whole = |text: &str| {
        if text.lines().any(|line| line.starts_with("Resources:")) {
            return text.to_owned();
        }
        let resources = text.replace('\n', "\n  ").replace(": true", ": !If [D, true, !Ref P]");
        format!("{conditions}Resources:\n  {resources}\n")
    };
    texts.map(whole).collect()
}

/// Runs a check over changed seeds, and shows the text where it fails.
fn try_all(seeds: &[String], seed: u64, check: fn(&str)) {
    let mut chance = Chance(seed);
    for _ in 0..TEXTS {
        let mut text = seeds[chance.below(seeds.len())].clone();
        for _ in 0..=chance.below(4) {
            let other = &seeds[chance.below(seeds.len())];
            text = chance.changed(&text, other);
        }
        let start = Instant::now();
        let outcome = panic::catch_unwind(|| check(&text));
        assert!(outcome.is_ok(), "it fails for\n{text}\n{text:?}");
        assert!(start.elapsed() < LIMIT, "it takes {:?} for\n{text}", start.elapsed());
    }
}

#[test]
fn places_of_hcl_lie_within_the_text() {
    try_all(&examples(), 1, checks::hcl);
}

#[test]
fn places_lie_within_their_blocks_where_nothing_more_comes() {
    for text in [
        "a {\n  b = ",
        "a {\n  b {\n    c = \nd {\n  e = ",
        "a = [1, ",
        "a {\n  b = {\n    c = f( ",
        "a {\n  b = [c # d",
    ] {
        checks::hcl(text);
    }
}

#[test]
fn places_of_json_lie_within_the_text() {
    let json = |text: &String| hcl::from_str::<serde_json::Value>(text).ok().map(|json| json.to_string());
    try_all(&examples().iter().filter_map(json).collect::<Vec<_>>(), 2, checks::hcl_json);
}

#[test]
fn templates_are_judged() {
    try_all(&conditional_templates(), 4, checks::cloudformation);
}

#[test]
fn configurations_are_judged() {
    let local = "module \"m\" {\n  source = \"./m\"\n  for_each = toset([\"a\", var.v])\n  x = each.key\n}\n\
                 variable \"v\" {\n  default = \"b\"\n}\nlocals {\n  l = [for k, v in { a = var.v } : \"${k}-${v}\" if v != \"\"]\n}\n\
                 #file m/main.tf\nvariable \"x\" {}\nresource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n  \
                 identifier = <<-EOT\n    %{ for c in [var.x] ~}${c}%{ endfor }\n  EOT\n}\n\
                 #file terraform.tfvars\nv = \"c\"\n";
    let mut seeds = examples();
    let several = seeds.len() / 4;
    seeds.extend(std::iter::repeat_n(local.to_owned(), several));
    try_all(&seeds, 3, checks::terraform);
}

#[test]
fn places_of_templates_lie_within_the_text() {
    let mut seeds = templates();
    seeds.push("a: &a {x: 1}\nb: !Sub |-\n  ${x}\nc: {<<: *a, ? d : [e, !!str f]}\n# g\n'h': >\n  i\n\n".to_owned());
    try_all(&seeds, 4, trees::yaml);
    seeds.push("{\"a\": [1, null, {\"b\": \"\\u0041 /* */\"}], // c\n\"d\": {\"e\": 1,}}".to_owned());
    try_all(&seeds, 5, trees::json);
}

/// The CloudFormation examples of all policies.
fn templates() -> Vec<String> {
    let catalog = Catalog::embedded();
    let pages = catalog.policies().iter().filter_map(|policy| catalog.page(&policy.id));
    pages
        .flat_map(|page| page.examples.iter().filter_map(|example| example.cfn.as_deref().map(str::to_owned)))
        .collect()
}
