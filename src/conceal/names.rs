//! The names that secrets go by: where a text mentions one, and what one is compared with.

use regex::{Captures, Regex};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// A word compared with a text, either way around, and a template's `Equals` of a parameter and something else.
static COMPARED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = r#"(\\?"(?:[^"\\\n]|\\[^"\n])+\\?")"#;
    let word = r"([\w.-]+)";
    let sign = r"[ \t]*[!=]=[ \t]*";
    let equals = r"Equals[ \t]*\[[ \t]*!Ref[ \t]+([\w.-]+)[ \t]*,[ \t]*([^\]\n]+)";
    Regex::new(&format!("{word}{sign}{text}|{text}{sign}{word}|{equals}")).ok()
});

/// The groups of [`COMPARED`]: those of a name, each with that of what it is compared with.
const GROUPS: [(usize, usize); 3] = [(1, 2), (4, 3), (5, 6)];

/// Names of variables, local values and parameters.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: FxHashSet<Arc<str>>,
    /// Names that are no word of either language's.
    odd: Vec<Arc<str>>,
    longest: usize,
}

/// Which kinds of names a text mentions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    /// `var.x`, `local.x`.
    pub(super) of_terraform: bool,
    /// `X`.
    pub(super) of_cloudformation: bool,
}

impl Names {
    pub(super) fn new(names: &[Arc<str>]) -> Self {
        let all = names.iter().filter(|name| !name.is_empty()).cloned();
        let (words, odd): (Vec<_>, Vec<_>) = all.partition(|name| name.chars().all(in_path));
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { words: words.into_iter().collect(), odd, longest }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.odd.is_empty()
    }

    /// Which kinds of the names a text has in it, not as parts of others.
    pub(super) fn in_text(&self, text: &str) -> Mentions {
        let mut found = Mentions::default();
        let mut note = |name: &str| {
            let kind = if name.contains('.') { &mut found.of_terraform } else { &mut found.of_cloudformation };
            *kind = true;
        };
        text.split(|c| !in_path(c)).filter_map(|path| self.start_of(path)).for_each(&mut note);
        self.odd.iter().filter(|name| mentions(text, name)).for_each(|name| note(name));
        found
    }

    /// The name that a path begins with: `var.x` of `var.x.y`.
    fn start_of<'t>(&self, path: &'t str) -> Option<&'t str> {
        let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
        let mut starts = ends.take_while(|end| *end <= self.longest).filter_map(|end| path.get(..end));
        starts.find(|start| self.words.contains(*start))
    }

    /// What any of the names is compared with in a source, in either language.
    pub(super) fn compared(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let Some(compared) = COMPARED.as_ref().filter(|_| !self.words.is_empty() && may_compare(text)) else {
            return found;
        };
        let mut at = 0;
        while let Some(captures) = compared.captures_at(text, at) {
            let whole = captures.get(0).map_or(text.len()..text.len(), |whole| whole.range());
            match self.other_side(&captures) {
                Some(range) => {
                    found.push(range);
                    at = whole.end;
                }
                // What one word is compared with may be compared with the next, too.
                None => at = captures.get(2).map_or(whole.end, |text| text.start()),
            }
            at = at.max(whole.start + 1);
        }
        found
    }

    fn other_side(&self, captures: &Captures) -> Option<Range<usize>> {
        let group = |(name, other): (usize, usize)| Some((captures.get(name)?.as_str(), captures.get(other)?.range()));
        let (path, range) = GROUPS.into_iter().find_map(group)?;
        self.has_any_of(path).then_some(range)
    }

    /// Whether a path has a name in it: `var.x` of `x-var.x.y`.
    fn has_any_of(&self, path: &str) -> bool {
        let separators = || path.match_indices(['.', '-']).map(|(at, _)| at);
        let starts = [0].into_iter().chain(separators().map(|at| at + 1)).take(MAX_PARTS);
        let in_rest = |start: usize| {
            let ends = separators().filter(move |end| *end > start).chain([path.len()]).take(MAX_PARTS);
            ends.filter_map(move |end| path.get(start..end)).any(|part| self.words.contains(part))
        };
        starts.into_iter().any(in_rest)
    }
}

/// How many parts of a path are looked at.
const MAX_PARTS: usize = 16;

fn in_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn may_compare(text: &str) -> bool {
    ["==", "!=", "Equals"].iter().any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
}

/// Whether a text has a name in it, not as a part of another.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| in_path(c) && c != '.';
    text.match_indices(name).any(|(at, _)| {
        let after = &text[at + name.len()..];
        !text[..at].ends_with(in_path) && !after.starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::{Mentions, Names};

    fn names() -> Names {
        Names::new(&["var.pw".into(), "local.a-b".into(), "Password".into(), "var.odd one".into()])
    }

    #[test]
    fn a_name_is_mentioned_as_a_word() {
        for (text, of_terraform, of_cloudformation) in [
            ("var.pw is set", true, false),
            ("!var.pw[0].x", true, false),
            ("var.pw.x", true, false),
            ("x.var.pw", false, false),
            ("var.pws", false, false),
            ("(local.a-b)", true, false),
            ("local.a-bc", false, false),
            ("Password is a", false, true),
            ("MyPassword", false, false),
            ("var.odd one", true, false),
            ("var.odd ones", false, false),
            ("", false, false),
        ] {
            assert_eq!(names().in_text(text), Mentions { of_terraform, of_cloudformation }, "{text}");
        }
    }

    #[test]
    fn what_a_name_is_compared_with_is_found() {
        for (text, expected) in [
            (r#"x = var.pw == "a" ? 1 : 2"#, r#""a""#),
            (r#"x = "a b" != var.pw"#, r#""a b""#),
            (r#"x = var.a == "b" == var.pw"#, r#""b""#),
            (r#"x = "${var.pw == \"c\"}""#, r#"\"c\""#),
            (r#"x = var.pws == "d""#, ""),
            ("A: !Equals [ !Ref Password, hunter2 ]", "hunter2 "),
            ("A: !Equals [ !Ref Other, hunter2 ]", ""),
        ] {
            let found: Vec<&str> = names().compared(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
