//! What both parsers read: our own fixtures, the examples of all policies, and mutations of everything.

use rdslint::catalog::Catalog;
use rdslint::conceal::floor;
use std::fs;
use std::path::Path;

/// Every form of the language in a few lines each.
const FORMS: &[&str] = &[
    "a = 1\nb = -1.5e3\nc = true\nd = null\ne = \"x\"\nf = g\n",
    "a = b ? c : d ? e : f\n",
    "a = !b && c || d == e && f != g || 1 < 2 && 3 >= 4\n",
    "a = 1 + 2 * 3 - -4 / 5 % 6\n",
    "a = (1 + 2) * (\n  3 -\n  4\n)\n",
    "a = b.c[0].d[\"e\"].0.f\n",
    "a = b[*].c\nd = e.*.f\n",
    "a = f()\nb = f(1, 2,)\nc = f(d...)\ne = provider::g::h(1)\n",
    "a = [1, [2], []]\nb = {}\nc = { d = 1, e : 2, \"f\" = 3, (g) = 4 }\n",
    "a = {\n  b = 1\n  c = 2,\n\n  d = 3 # e\n}\n",
    "a = [for b in c : b]\nd = [for e, f in g : e if f]\n",
    "a = { for b in c : b => 1 }\nd = { for e, f in g : e => f... if f }\n",
    "a = \"b${c}d${\"e${f}\"}\"\n",
    "a = \"%{ if b }c%{ else }d%{ endif }%{ for e, f in g }${f}%{ endfor }\"\n",
    "a = \"\\n\\r\\t\\\"\\\\\\u00e9\\U0001F600 $${b} %%{c} $ % $$ 100%\"\n",
    "a = <<EOT\nb ${c} $${d}\n  e\nEOT\nf = 1\n",
    "a = f(<<EOT\nb\nEOT\n)\n",
    "a {}\nb \"c\" d {}\ne { f = 1 }\n",
    "a {\n  b = 1\n\n  c \"d\" {\n    e = [\n      1,\n    ]\n  }\n}\n",
    "a = 1 # b\nc = 2 // d\n/* e\nf */ g = 3\n",
    "a-b = 1\nñ = 2\n_c = 3\n",
    "a = 1\r\nb {\r\n  c = 2\r\n}\r\n",
];

/// What a mutation puts in.
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "${",
    "%{",
    "}\"",
    "\"${",
    "\n",
    ",",
    "=",
    "==",
    "=>",
    "...",
    ".",
    "[*]",
    ".*",
    ":",
    "?",
    "<<E\n",
    "\nE\n",
    "#",
    "/*",
    "*/",
    "\\",
    "\\n",
    "for ",
    "in ",
    "if ",
    "else",
    "true",
    "1",
    "1.5",
    ".0",
    "-",
    "!",
    "||",
    "&&",
    "<=",
    "+",
    "a",
    "é",
    " ",
    "a = 1\n",
    "b {\n",
    "b \"l\" {\n",
    "}\n",
    "x ? y : z",
    "f(a, b...)",
];

/// The fixtures, the examples of the policies, and the forms.
pub(crate) fn written() -> Vec<String> {
    let mut texts: Vec<String> = FORMS.iter().map(|text| (*text).to_owned()).collect();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), &mut texts);
    let catalog = Catalog::embedded();
    for policy in catalog.policies() {
        let examples = &catalog.page(&policy.id).unwrap().examples;
        texts.extend(examples.iter().filter_map(|example| example.tf.clone()));
    }
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "tf" || extension == "tfvars") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Numbers that are the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, several: &[&'a T]) -> &'a T {
        several[self.below(several.len())]
    }

    /// A text that differs from one of the given in a few places.
    pub(crate) fn mutation(&mut self, texts: &[String]) -> String {
        let forms = self.below(2) == 0;
        let mut text = if forms { self.of(FORMS).to_owned() } else { texts[self.below(texts.len())].clone() };
        for _ in 0..=self.below(3) {
            let at = floor(&text, self.below(text.len() + 1));
            let end = floor(&text, at + self.below(12));
            match self.below(5) {
                0 => text.replace_range(at..end, ""),
                1 => text = [&text[..end], &text[at..]].concat(),
                _ => text.insert_str(at, self.of(PIECES)),
            }
        }
        text
    }
}
