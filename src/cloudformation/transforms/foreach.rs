//! `Fn::ForEach::Name: [identifier, collection, {key: value}]`: its body once for each item.

use super::collection::{Collection, Item};
use super::loops::Loops;
use super::places::Place;
use super::scope::{Bound, Scope};
use super::{Declared, Expanded};
use crate::cloudformation::call::literal_text;
use crate::cloudformation::evaluator::Evaluator;
use crate::cloudformation::inputs::Inputs;
use crate::cloudformation::stacks::Stack;
use crate::cloudformation::template::Template;
use crate::source::{Problem, ProblemKind, Span};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Content, Origin, Unknown, Value, guards};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What the keys of loops begin with.
const KEY: &str = "Fn::ForEach";

/// Whether a key is that of a loop.
pub(in crate::cloudformation) fn is_loop(key: &str) -> bool {
    key.starts_with(KEY)
}

/// How deeply loops may lie within each other, and how many resources and outputs a template may have.
const MAX_DEPTH: usize = 5;
const MAX_ENTRIES: [(&str, usize); 2] = [("Resources", 500), ("Outputs", 200)];

/// The nodes that the loops of any template may make, and those for each of its bytes.
const BASE_STEPS: u64 = 200_000;
const STEPS_PER_BYTE: u64 = 8;
/// Bytes of text that count as one node.
const BYTES_PER_STEP: usize = 16;
/// What the evaluation of a collection costs, and the steps that it may take.
const COLLECTION_COST: usize = 1_000;
const COLLECTION_STEPS: u64 = 10_000;

/// The sections where loops may stand.
const SECTIONS: [&str; 3] = ["Conditions", "Outputs", "Resources"];

/// Writes out the loops of a template.
pub(super) fn expand(root: &Node, inputs: &Inputs, stack: &Stack<'_>) -> Expanded {
    let (template, _) = Template::read(root, false);
    let bytes = u64::from(root.span.end.saturating_sub(root.span.start));
    let mut expander = Expander {
        template,
        is_open: Declared::read(root).is_open,
        inputs,
        stack: stack.names(),
        whole: root.span,
        steps: BASE_STEPS + STEPS_PER_BYTE * bytes,
        loops: Loops::default(),
        problems: Vec::new(),
        told: FxHashSet::default(),
        names: FxHashMap::default(),
        collections: FxHashMap::default(),
    };
    let sections = root.entries().iter().map(|entry| expander.section(entry)).collect();
    let root = Node { kind: NodeKind::Mapping(sections), span: root.span, tag: root.tag.clone() };
    Expanded { root, loops: expander.loops, problems: expander.problems }
}

/// Writes out loops. Everything made takes a step; when they run out, loops make nothing more.
pub(super) struct Expander<'t> {
    template: Template<'t>,
    /// Whether names may be declared outside.
    is_open: bool,
    inputs: &'t Inputs,
    /// What names are called among all stacks.
    stack: Stack<'static>,
    whole: Span,
    steps: u64,
    /// What the tree cannot say.
    pub(super) loops: Loops,
    problems: Vec<Problem>,
    told: FxHashSet<Span>,
    /// The names of the loops and where they stand.
    names: FxHashMap<Arc<str>, Span>,
    /// The collections that depend on no other loop, by their places.
    collections: FxHashMap<Span, Collection>,
}

/// The entries of a mapping, as far as they are made.
pub(super) struct Made<'k> {
    entries: Vec<Entry>,
    keys: FxHashSet<Arc<str>>,
    /// The section whose entries they are.
    section: Option<&'k str>,
    has_loops: bool,
    /// Whether anything differs from what is written.
    is_new: bool,
}

/// A loop as written.
struct Loop<'n> {
    entry: &'n Entry,
    identifiers: Vec<&'n Arc<str>>,
    collection: &'n Node,
    body: &'n [Entry],
}

impl Expander<'_> {
    fn section(&mut self, entry: &Entry) -> Entry {
        if !SECTIONS.contains(&&*entry.key) {
            for nested in entry.value.entries().iter().filter(|nested| is_loop(&nested.key)) {
                self.problem(nested.key_span, format!("Fn::ForEach cannot be used in {}", entry.key));
            }
            return entry.clone();
        }
        let mut scope = Scope::default();
        let made = self.mapping(entry.value.entries(), &mut scope, Place::Value, Some(&entry.key));
        let most = MAX_ENTRIES.iter().find(|(section, _)| *section == &*entry.key).map(|(_, most)| *most);
        if let Some(most) = most.filter(|most| made.has_loops && made.entries.len() > *most) {
            let message = format!("with its loops, {} has {} entries, more than {most}", entry.key, made.entries.len());
            self.problem(entry.key_span, message);
        }
        made.finish().map_or_else(|| entry.clone(), |kind| entry.with(kind))
    }

    /// The entries of a mapping with its loops written out.
    pub(super) fn mapping<'k>(
        &mut self,
        entries: &[Entry],
        scope: &mut Scope,
        place: Place,
        section: Option<&'k str>,
    ) -> Made<'k> {
        let has_loops = entries.iter().any(|entry| is_loop(&entry.key));
        let (keys, entries_made) = (FxHashSet::default(), Vec::with_capacity(entries.len()));
        let mut made = Made { entries: entries_made, keys, section, has_loops, is_new: false };
        self.fill(entries, scope, place, &mut made);
        made
    }

    fn fill(&mut self, entries: &[Entry], scope: &mut Scope, place: Place, made: &mut Made<'_>) {
        for entry in entries {
            if is_loop(&entry.key) {
                self.loop_entry(entry, scope, made);
                continue;
            }
            let place = if made.section.is_some() { Place::Body } else { place.entry(entry, entries.len() == 1) };
            let key = scope.fill(&entry.key).map(|filled| Arc::<str>::from(filled.text));
            let value = self.node(&entry.value, scope, place);
            made.is_new |= key.is_some() || value.is_some();
            let key = key.unwrap_or_else(|| entry.key.clone());
            let value = value.unwrap_or_else(|| entry.value.clone());
            self.add(Entry { key, key_span: entry.key_span, value }, scope, made);
        }
    }

    fn add(&mut self, entry: Entry, scope: &Scope, made: &mut Made<'_>) {
        if made.has_loops && !made.keys.insert(entry.key.clone()) {
            if !scope.has_unknown() {
                self.problem(entry.key_span, format!("with its loops, the template has {} more than once", entry.key));
            }
            return;
        }
        if scope.depth > 0 && made.section.is_some() {
            let is_alphanumeric = entry.key.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_alphanumeric && !scope.has_unknown() {
                let hint = "a logical id has only letters and digits, which &{…} leaves of an item";
                self.problem(entry.key_span, format!("the loop makes {}: {hint}", entry.key));
            }
            if !scope.guard.is_empty() && made.section == Some("Resources") {
                self.loops.exists_when(&entry.key, &scope.guard);
            }
        }
        made.entries.push(entry);
    }

    /// What one loop makes. One that cannot be followed stays as it is.
    fn loop_entry(&mut self, entry: &Entry, scope: &mut Scope, made: &mut Made<'_>) {
        if self.read(entry, scope).is_some_and(|written| self.follow(&written, scope, made)) {
            made.is_new = true;
        } else {
            self.loops.open = true;
            made.entries.push(entry.clone());
        }
    }

    /// Does the rounds of a loop; false where it cannot be followed. Of what may not be there, only resources and the
    /// like can say so: a property cannot.
    fn follow(&mut self, written: &Loop<'_>, scope: &mut Scope, made: &mut Made<'_>) -> bool {
        let items = match self.collection(written, scope) {
            Collection::Items(items) => items,
            Collection::Unknown(reason) => [self.unknown_item(written, &reason)].into(),
            Collection::Wrong => {
                let message = format!("the collection of {} must be a list of texts", written.entry.key);
                self.problem(written.collection.span, message);
                return false;
            }
        };
        let is_certain = items.iter().all(|item| item.guard.is_empty() && !item.has_unknown());
        if made.section.is_some() || is_certain {
            self.rounds(written, &items, scope, made);
            return true;
        }
        false
    }

    /// What stands for all items of an unknown collection.
    fn unknown_item(&mut self, written: &Loop<'_>, reason: &str) -> Item {
        let key = &written.entry.key;
        self.unknown_identifiers(written, &format!("the collection of {key} is not known: {reason}"));
        let bounds = vec![Bound::Unknown; written.identifiers.len()];
        Item { bounds, guard: Collection::guard(written.collection, key, &self.stack) }
    }

    fn rounds(&mut self, written: &Loop<'_>, items: &[Item], scope: &mut Scope, made: &mut Made<'_>) {
        if items.iter().any(Item::has_unknown) {
            self.loops.open = true;
            self.unknown_identifiers(written, &format!("an item of {} is not known", written.entry.key));
        }
        for item in items {
            if !self.spend(1 + written.body.len(), written.entry.key_span) {
                return;
            }
            let guard = guards::both(&scope.guard, &item.guard);
            let Some(guard) = guard else { continue };
            let names = written.identifiers.iter().map(|name| Arc::clone(name));
            scope.within(names.zip(item.bounds.iter().cloned()), guard.into(), |scope| {
                self.fill(written.body, scope, Place::Value, made);
            });
        }
    }

    fn unknown_identifiers(&mut self, written: &Loop<'_>, reason: &str) {
        for name in &written.identifiers {
            let unknown = Unknown { non_null: true, ..Unknown::because(reason) };
            let value = Value::new(Content::Unknown(Arc::new(unknown)), Origin::written(written.collection.span));
            self.loops.identifiers.entry(Arc::clone(name)).or_insert(value);
        }
    }

    /// A loop of the right shape; problems say what is wrong with any other.
    fn read<'n>(&mut self, entry: &'n Entry, scope: &Scope) -> Option<Loop<'n>> {
        let is_named = entry.key.strip_prefix("Fn::ForEach::").is_some_and(|name| !name.is_empty());
        if !is_named {
            self.problem(entry.key_span, "a loop is called Fn::ForEach::Name".to_owned());
        }
        let [identifiers, collection, Node { kind: NodeKind::Mapping(body), .. }] = entry.value.items() else {
            self.problem(entry.key_span, format!("{} must be [identifier, collection, {{key: value}}]", entry.key));
            return None;
        };
        let several = if let NodeKind::Sequence(names) = &identifiers.kind { &names[..] } else { &[] };
        let several = several.iter().map(literal_text).collect::<Option<Vec<_>>>().filter(|names| !names.is_empty());
        let Some(identifiers) = literal_text(identifiers).map(|name| vec![name]).or(several) else {
            self.problem(identifiers.span, format!("the identifier of {} must be a text", entry.key));
            return None;
        };
        self.check_names(entry, &identifiers, scope);
        if scope.depth >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} loops lie within each other here");
            self.problem(entry.key_span, message);
            return None;
        }
        Some(Loop { entry, identifiers, collection, body })
    }

    /// Names that a loop may not have.
    fn check_names(&mut self, entry: &Entry, identifiers: &[&Arc<str>], scope: &Scope) {
        for name in identifiers {
            let is_parameter = self.template.parameters.iter().any(|parameter| parameter.key == **name);
            if is_parameter || scope.get(name).is_some() {
                let what = if is_parameter { "a parameter" } else { "the identifier of a loop around it" };
                self.problem(entry.key_span, format!("the identifier {name} of {} is also {what}", entry.key));
            }
        }
        let first = *self.names.entry(entry.key.clone()).or_insert(entry.key_span);
        if first != entry.key_span {
            self.problem(entry.key_span, format!("there is more than one {}", entry.key));
        }
    }

    /// The items of a loop.
    fn collection(&mut self, written: &Loop<'_>, scope: &mut Scope) -> Collection {
        let node = self.node(written.collection, scope, Place::Value);
        if let Some(known) = self.collections.get(&written.collection.span).filter(|_| node.is_none()) {
            return known.clone();
        }
        if !self.spend(COLLECTION_COST, written.collection.span) {
            return Collection::Unknown("the loops make too much".into());
        }
        let value = self.evaluate(node.as_ref().unwrap_or(written.collection), written.collection.span);
        let collection = Collection::read(&value, written.identifiers.len());
        if node.is_none() {
            self.collections.insert(written.collection.span, collection.clone());
        }
        collection
    }

    /// The value of a collection, with the problems that lie in it.
    fn evaluate(&mut self, node: &Node, span: Span) -> Value {
        self.template.open = self.is_open || self.loops.open;
        let mut evaluator = Evaluator::new(&self.template, self.inputs, &self.stack, self.whole, Vec::new());
        evaluator.limit(COLLECTION_STEPS);
        let value = evaluator.value(node);
        let problems = evaluator.finish(Vec::new()).problems;
        let told = &mut self.told;
        let is_new = |problem: &Problem| problem.span.is_some_and(|at| span.contains(at) && told.insert(at));
        self.problems.extend(problems.into_iter().filter(is_new));
        value
    }

    /// Notes something that CloudFormation would reject, once for each place.
    fn problem(&mut self, span: Span, message: String) {
        if self.told.insert(span) {
            self.problems.push(Problem::at(ProblemKind::Meaning, span, message));
        }
    }

    /// Takes some steps; false, with a problem at the first time, where none are left.
    pub(super) fn spend(&mut self, steps: usize, at: Span) -> bool {
        let had = self.steps;
        self.steps = had.saturating_sub(steps as u64);
        if self.steps == 0 && had > 0 {
            let message = "the loops make too much; what they would go on to make is left out".to_owned();
            self.problems.push(Problem::at(ProblemKind::Limit, at, message));
            self.loops.open = true;
        }
        self.steps > 0
    }

    /// Takes the steps for a text of that length.
    pub(super) fn spend_text(&mut self, bytes: usize, at: Span) -> bool {
        self.spend(1 + bytes / BYTES_PER_STEP, at)
    }
}

impl Made<'_> {
    /// The mapping, when it is not what is written.
    pub(super) fn finish(self) -> Option<NodeKind> {
        self.is_new.then(|| NodeKind::Mapping(self.entries.into()))
    }
}

impl Item {
    fn has_unknown(&self) -> bool {
        self.bounds.iter().any(|bound| matches!(bound, Bound::Unknown))
    }
}

impl Entry {
    fn with(&self, kind: NodeKind) -> Self {
        let value = Node { kind, span: self.value.span, tag: self.value.tag.clone() };
        Self { key: self.key.clone(), key_span: self.key_span, value }
    }
}
