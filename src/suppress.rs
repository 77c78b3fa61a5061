//! Ignore directives: which findings the authors of the source have decided to live with, and which directives
//! silence nothing.
//!
//! A comment `rdslint: ignore[policy-id, other-id] reason` covers the code on its line, or on the next line of code
//! when it stands alone. Where that line begins a block, a call or a resource, all of it is covered. JSON templates
//! say the same in `Metadata`.

use crate::finding::{Finding, Label, Severity, Suppression};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::comments::Comment;
use crate::syntax::hcl::tree::Body;
use crate::syntax::node::{Node, NodeKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The policy id of a directive that silences nothing.
pub const UNUSED: &str = "unused-ignore";

/// One policy of one directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The policy's id as written.
    pub policy: Arc<str>,
    /// The author's reason.
    pub reason: Option<String>,
    /// Where the directive stands.
    pub span: Span,
    /// What it covers.
    pub covers: Span,
}

/// The directives among a file's comments. `elements` gives the spans of the file's blocks, arguments and
/// properties; it is asked only when there is a directive.
pub fn directives(
    comments: &[Comment],
    file: FileId,
    sources: &SourceMap,
    elements: impl FnOnce() -> Vec<Span>,
) -> Vec<Directive> {
    let parsed: Vec<_> = comments.iter().filter_map(|comment| Some((comment, parse(&comment.text)?))).collect();
    if parsed.is_empty() {
        return Vec::new();
    }
    let target = Target::new(file, sources, comments, elements());
    parsed
        .into_iter()
        .flat_map(|(comment, (ids, reason))| {
            let covers = target.covered_by(comment);
            ids.into_iter().map(move |policy| Directive {
                policy: policy.into(),
                reason: reason.clone(),
                span: comment.span,
                covers,
            })
        })
        .collect()
}

/// `rdslint: ignore[a, b] reason` → the ids and the reason.
fn parse(comment: &str) -> Option<(Vec<&str>, Option<String>)> {
    let rest = comment.trim_start().strip_prefix("rdslint:")?.trim_start().strip_prefix("ignore")?;
    let (ids, reason) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let reason = reason.trim().trim_start_matches([':', '-']).trim();
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    Some((ids, (!reason.is_empty()).then(|| reason.to_owned())))
}

/// Finds what a comment is about.
struct Target<'a> {
    file: FileId,
    sources: &'a SourceMap,
    /// The next line of code below each comment that stands alone, by the line where the comment begins.
    code_below: FxHashMap<u32, u32>,
    largest: FxHashMap<u32, Span>,
}

impl<'a> Target<'a> {
    fn new(file: FileId, sources: &'a SourceMap, comments: &[Comment], elements: Vec<Span>) -> Self {
        let lines = sources.file(file).lines();
        let mut largest: FxHashMap<u32, Span> = FxHashMap::default();
        for span in elements {
            let known = largest.entry(lines.line(span.start)).or_insert(span);
            if span.end > known.end {
                *known = span;
            }
        }
        let mut target = Self { file, sources, code_below: FxHashMap::default(), largest };
        // From the last one up, so that no line is looked at twice.
        for comment in comments.iter().rev().filter(|comment| comment.own_line) {
            let below = target.next_code(lines.line(comment.span.end.saturating_sub(1)) + 1);
            target.code_below.insert(lines.line(comment.span.start), below);
        }
        target
    }

    /// The first line of code from a line on; past the end where there is none.
    fn next_code(&self, mut line: u32) -> u32 {
        loop {
            match self.code_below.get(&line) {
                Some(&below) => return below,
                None if self.is_blank(line) => line += 1,
                None => return line,
            }
        }
    }

    fn covered_by(&self, comment: &Comment) -> Span {
        let source = self.sources.file(self.file);
        let at = source.lines().line(comment.span.start);
        let line = if comment.own_line { self.next_code(at) } else { at };
        let range = source.lines().range(source.text(), line).unwrap_or_default();
        let own = Span::new(self.file, range.start as u32, range.end as u32);
        self.largest.get(&line).map_or(own, |element| own.to(*element))
    }

    fn is_blank(&self, line: u32) -> bool {
        let source = self.sources.file(self.file);
        source.lines().range(source.text(), line).is_some_and(|range| source.text()[range].trim().is_empty())
    }
}

/// The spans of all blocks and arguments of an HCL body.
pub fn hcl_elements(body: &Body) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut bodies = vec![body];
    while let Some(body) = bodies.pop() {
        spans.extend(body.attributes.iter().map(|attribute| attribute.name.span.to(attribute.value.span)));
        for block in &body.blocks {
            spans.push(block.span);
            bodies.push(&block.body);
        }
    }
    spans
}

/// The spans of all entries of a YAML or JSON tree, from the key to the end of the value.
pub fn node_elements(root: &Node) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut nodes = vec![root];
    while let Some(node) = nodes.pop() {
        match &node.kind {
            NodeKind::Scalar { .. } => {}
            NodeKind::Sequence(items) => nodes.extend(items.iter()),
            NodeKind::Mapping(entries) => {
                let local = entries.iter().filter(|entry| entry.key_span.file == entry.value.span.file);
                spans.extend(local.map(|entry| entry.key_span.to(entry.value.span)));
                nodes.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    spans
}

/// Marks the findings that a directive covers, and returns a finding for every directive that silences nothing.
/// Only directives about the policies that `ran` are judged; `known` tells whether a policy exists at all.
pub fn apply(
    findings: &mut [Finding],
    directives: &[Directive],
    sources: &SourceMap,
    ran: impl Fn(&str) -> bool,
    known: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut by_policy: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, directive) in directives.iter().enumerate() {
        by_policy.entry(&directive.policy).or_default().push(index);
    }
    let mut used = vec![false; directives.len()];
    for finding in findings {
        for &index in by_policy.get(&*finding.policy).into_iter().flatten() {
            let directive = &directives[index];
            if labels(finding).any(|label| directive.covers.overlaps(label.span)) {
                used[index] = true;
                finding
                    .suppressed
                    .get_or_insert_with(|| Suppression { reason: directive.reason.clone(), span: directive.span });
            }
        }
    }
    directives
        .iter()
        .zip(used)
        .filter(|(directive, used)| !used && (ran(&directive.policy) || !known(&directive.policy)))
        .map(|(directive, _)| unused(directive, sources, known(&directive.policy)))
        .collect()
}

fn labels(finding: &Finding) -> impl Iterator<Item = &Label> {
    std::iter::once(&finding.primary).chain(&finding.related)
}

fn unused(directive: &Directive, sources: &SourceMap, known: bool) -> Finding {
    let policy = &directive.policy;
    let message = if known {
        format!("the ignore of {policy} silences nothing")
    } else {
        format!("the ignore names {policy}, which is no policy")
    };
    Finding {
        policy: UNUSED.into(),
        severity: Severity::Low,
        message,
        resources: vec![sources.file(directive.span.file).path().clone()],
        primary: Label { span: directive.span, text: "this directive can go".to_owned() },
        related: Vec::new(),
        flow: Vec::new(),
        fix: None,
        fingerprint: crate::policy::fingerprint(&[UNUSED, policy, sources.file(directive.span.file).name()]),
        suppressed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `#` begins a comment; every line with a `{` begins an element that ends at the next `}`.
    fn covered(text: &str) -> Vec<(String, String)> {
        let mut sources = SourceMap::default();
        let file = sources.add("main.tf", text);
        let mut at = 0;
        let mut comments = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(start) = line.find('#') {
                let span = Span::new(file, (at + start) as u32, (at + line.trim_end().len()) as u32);
                let own_line = line[..start].trim().is_empty();
                comments.push(Comment { span, text: line[start + 1..].trim().into(), own_line });
            }
            at += line.len();
        }
        let elements = text.match_indices('{').map(|(open, _)| {
            let start = text[..open].rfind('\n').map_or(0, |at| at + 1);
            let end = open + text[open..].find('}').unwrap() + 1;
            Span::new(file, start as u32, end as u32)
        });
        directives(&comments, file, &sources, || elements.collect())
            .into_iter()
            .map(|d| (d.policy.to_string(), sources.slice(d.covers).to_owned()))
            .collect()
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let covered = covered(text);
        let found: Vec<_> = covered.iter().map(|(id, covers)| (&id[..], &covers[..])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_comment_behind_code_covers_its_line() {
        check("a = 1\nb = 2 # rdslint: ignore[x] why\n", &[("x", "b = 2 # rdslint: ignore[x] why")]);
    }

    #[test]
    fn a_comment_of_its_own_covers_the_next_code() {
        check("# rdslint: ignore[x, y]\n# more words\n\na = 1\n", &[("x", "a = 1"), ("y", "a = 1")]);
    }

    #[test]
    fn comments_above_each_other_are_about_the_same_code() {
        let text = format!("{}\n\na = 1\n", "# rdslint: ignore[x]\n".repeat(50_000));
        let covered = covered(&text);
        assert_eq!(covered.len(), 50_000);
        assert!(covered.iter().all(|(_, covers)| covers == "a = 1"));
    }

    #[test]
    fn a_block_is_covered_as_a_whole() {
        check("# rdslint: ignore[x]\ndb {\n  a = 1\n}\nb = 1", &[("x", "db {\n  a = 1\n}")]);
        check("db { # rdslint: ignore[x]\n  a = 1\n}", &[("x", "db { # rdslint: ignore[x]\n  a = 1\n}")]);
    }

    #[test]
    fn other_comments_are_no_directives() {
        check("# rdslint is nice\n# ignore[x]\n# rdslint: ignore x\na = 1", &[]);
        check("# rdslint: ignore[]", &[]);
        check("# rdslint: ignore[x]", &[("x", "")]);
    }

    #[test]
    fn a_reason_follows_the_bracket() {
        assert_eq!(parse("rdslint: ignore[a] - a test database"), Some((vec!["a"], Some("a test database".into()))));
        assert_eq!(parse("rdslint:ignore [a]"), Some((vec!["a"], None)));
    }
}
