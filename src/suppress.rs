//! Ignore directives: which findings the authors of the source have decided to live with, and which directives
//! silence nothing.
//!
//! A comment `rdslint: ignore[policy-id, other-id] reason` covers the code on its line, or on the next line of code
//! when it stands alone. Where that line begins a block, a call or a resource, all of it is covered. JSON templates
//! say the same in `Metadata`.
//!
//! A directive covers a finding when it covers any of its places: where the value is written, any link on its way, the
//! resource, the calls of modules that lead to the resource. So it silences the findings of exactly those databases
//! that have something to do with the code it stands at.

use crate::finding::{Environments, Finding, Label, Severity, Suppression, Undecided};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::comments::Comment;
use crate::syntax::hcl::tree::{Body, Expr, ExprKind};
use crate::syntax::node::{Node, NodeKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The policy id of a directive that silences nothing.
pub const UNUSED: &str = "unused-ignore";

/// What the finding about such a directive is called.
pub(crate) const TITLE: &str = "An ignore directive silences nothing";

/// How bad that is.
pub(crate) const SEVERITY: Severity = Severity::Low;

/// Why it matters.
pub(crate) const WHY: &str = "\
What an ignore was written for has been mended, has moved, or never had the name that it gives. Left alone, it would \
silence the finding when that comes back, and nobody would have decided so. Remove the directive, move it to the line, \
the block or the module call that the finding is about, or mend the policy's name.";

/// One policy of one directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The policy's id as written; empty where none is named.
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
    let text = sources.file(file).text();
    let parsed: Vec<_> = comments.iter().filter_map(|comment| Some((comment, parse(comment.text(text))?))).collect();
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

/// `rdslint: ignore[a, b] reason` → the ids and the reason. What was meant to be a directive and names no policy has
/// one empty id, so that it is reported.
fn parse(comment: &str) -> Option<(Vec<&str>, Option<String>)> {
    let first_line = comment.trim_start().lines().next()?;
    let rest = first_line.strip_prefix("rdslint:")?.trim_start().strip_prefix("ignore")?;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let Some((ids, reason)) = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Some((vec![""], None));
    };
    let reason = reason.trim().trim_start_matches([':', '-']).trim();
    let mut ids: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.is_empty() {
        ids.push("");
    }
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
            let last = lines.line(comment.span.end.saturating_sub(1));
            let below = if target.code_follows(comment) { last } else { target.next_code(last + 1) };
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

    /// Whether there is code behind a comment on its last line.
    fn code_follows(&self, comment: &Comment) -> bool {
        let source = self.sources.file(self.file);
        let rest = source.text().get(comment.span.end as usize..).unwrap_or_default();
        rest.lines().next().is_some_and(|line| !line.trim().is_empty())
    }

    fn is_blank(&self, line: u32) -> bool {
        let source = self.sources.file(self.file);
        source.lines().range(source.text(), line).is_some_and(|range| source.text()[range].trim().is_empty())
    }
}

/// The spans of all blocks and arguments of an HCL body, and of the items of lists and objects within those.
pub(crate) fn hcl_elements(body: &Body) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut bodies = vec![body];
    let mut expressions: Vec<&Expr> = Vec::new();
    while let Some(body) = bodies.pop() {
        for attribute in &body.attributes {
            spans.push(attribute.name.span.to(attribute.value.span));
            expressions.push(&attribute.value);
        }
        for block in &body.blocks {
            spans.push(block.span);
            bodies.push(&block.body);
        }
    }
    while let Some(expression) = expressions.pop() {
        let items: Vec<&Expr> = match &expression.kind {
            ExprKind::Object(entries) => {
                spans.extend(entries.iter().map(|entry| entry.key.span.to(entry.value.span)));
                entries.iter().map(|entry| &entry.value).collect()
            }
            ExprKind::List(items) => items.iter().collect(),
            ExprKind::Call(call) => call.arguments.iter().collect(),
            _ => continue,
        };
        spans.extend(items.iter().map(|item| item.span));
        expressions.extend(items);
    }
    spans
}

/// The spans of all items and entries of a YAML or JSON tree, an entry's from the key to the end of the value.
pub(crate) fn node_elements(root: &Node) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut nodes = vec![root];
    while let Some(node) = nodes.pop() {
        match &node.kind {
            NodeKind::Scalar { .. } => {}
            NodeKind::Sequence(items) => {
                let local = items.iter().filter(|item| node.span.contains(item.span));
                spans.extend(local.map(|item| item.span));
                nodes.extend(items.iter());
            }
            NodeKind::Mapping(entries) => {
                let local = entries.iter().filter(|entry| entry.key_span.file == entry.value.span.file);
                spans.extend(local.map(|entry| entry.key_span.to(entry.value.span)));
                nodes.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    spans
}

/// What is known of policies' names.
pub struct Names<'a> {
    /// Whether the policy of that name took part in the run.
    pub ran: &'a dyn Fn(&str) -> bool,
    /// For a name that no policy has, a clause that offers the nearest name, or nothing.
    pub unknown: &'a dyn Fn(&str) -> Option<String>,
}

/// Marks the findings that a directive covers, and returns a finding for every directive that silences nothing.
/// Only directives about policies that took part are judged, and none that covers an outcome which is not decided.
pub fn apply(
    findings: &mut [Finding],
    undecided: &[Undecided],
    directives: &[Directive],
    sources: &SourceMap,
    names: &Names<'_>,
) -> Vec<Finding> {
    let mut by_policy: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, directive) in directives.iter().enumerate() {
        by_policy.entry(&directive.policy).or_default().push(index);
    }
    let mut used = vec![false; directives.len()];
    let about = |policy: &str| by_policy.get(policy).into_iter().flatten().copied();
    for finding in findings {
        for index in about(&finding.policy) {
            let directive = &directives[index];
            if places(finding).any(|place| directive.covers.overlaps(place)) {
                used[index] = true;
                finding.suppressed.get_or_insert_with(|| directive.suppression());
            }
        }
    }
    for outcome in undecided {
        for index in about(&outcome.policy) {
            used[index] |=
                outcome.headers.iter().chain([&outcome.span]).any(|at| directives[index].covers.overlaps(*at));
        }
    }
    stale(directives, &used, sources, names)
}

/// The findings about directives that silence nothing. Those may be silenced themselves, by a name in the same comment.
fn stale(directives: &[Directive], used: &[bool], sources: &SourceMap, names: &Names<'_>) -> Vec<Finding> {
    let keepers: FxHashMap<Span, &Directive> =
        directives.iter().filter(|one| &*one.policy == UNUSED).map(|one| (one.span, one)).collect();
    let unused = directives.iter().zip(used).filter(|(one, used)| !**used && &*one.policy != UNUSED);
    let judged = unused.filter_map(|(directive, _)| {
        let hint = (names.unknown)(&directive.policy);
        (hint.is_some() || (names.ran)(&directive.policy)).then_some((directive, hint))
    });
    judged
        .map(|(directive, hint)| {
            let suppressed = keepers.get(&directive.span).map(|keeper| keeper.suppression());
            Finding { suppressed, ..unused_finding(directive, sources, hint.as_deref()) }
        })
        .collect()
}

impl Directive {
    fn suppression(&self) -> Suppression {
        Suppression { reason: self.reason.clone(), span: self.span }
    }
}

fn places(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(&finding.primary).chain(&finding.related).map(|label| label.span)
}

fn unused_finding(directive: &Directive, sources: &SourceMap, hint: Option<&str>) -> Finding {
    let policy = &directive.policy;
    let message = match hint {
        _ if policy.is_empty() => "the ignore names no policy".to_owned(),
        Some(hint) => format!("the ignore names `{policy}`, which is no policy{hint}"),
        None => format!("the ignore of {policy} silences nothing"),
    };
    let text = if hint.is_some() { "write ignore[policy-id]" } else { "this directive can go" };
    let file = sources.file(directive.span.file);
    Finding {
        policy: UNUSED.into(),
        severity: SEVERITY,
        message,
        condition: None,
        resources: vec![file.path().clone()],
        primary: Label { span: directive.span, text: text.to_owned() },
        related: Vec::new(),
        flow: Vec::new(),
        fix: None,
        fingerprint: crate::policy::fingerprint(&[UNUSED, policy, file.name()]),
        suppressed: None,
        environments: Environments::default(),
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
                comments.push(Comment { span, own_line });
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
        check("# rdslint is nice\n# ignore[x]\n# rdslint: ignored\na = 1", &[]);
        check("# rdslint: ignore[]\na = 1", &[("", "a = 1")]);
        check("# rdslint: ignore x\na = 1", &[("", "a = 1")]);
        check("# rdslint: ignore[x]", &[("x", "")]);
    }

    #[test]
    fn a_reason_follows_the_bracket() {
        assert_eq!(parse("rdslint: ignore[a] - a test database"), Some((vec!["a"], Some("a test database".into()))));
        assert_eq!(parse("rdslint:ignore [a]"), Some((vec!["a"], None)));
    }
}
