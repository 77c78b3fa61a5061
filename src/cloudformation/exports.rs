//! What stacks export by name, and what the name leads to for a stack that imports it.

use super::deployments::Deployment;
use crate::model::Scope;
use crate::syntax::node::{Node, NodeKind};
use crate::value::{Alternative, Content, Origin, Unknown, Value};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What a stack exports.
#[derive(Debug)]
pub(super) struct Export {
    pub(super) name: Arc<str>,
    pub(super) value: Value,
    /// Whether the value is what it will be when all imports are known.
    pub(super) is_final: bool,
}

/// What a stack exports, and what it waits for.
#[derive(Debug, Default)]
pub(super) struct Trade {
    pub(super) exports: Vec<Export>,
    /// The names that it imports although it is not known yet what they stand for.
    pub(super) awaited: FxHashSet<Arc<str>>,
    /// How often a value was asked for that is not known yet.
    pub(super) waits: usize,
}

impl Trade {
    /// Notes an import that is not known yet.
    pub(super) fn wait(&mut self, name: Arc<str>) {
        self.awaited.insert(name);
        self.waits += 1;
    }

    /// Takes over what a stack within exports, where it does so in the same account and region, and says whether that
    /// stack waits for something: itself, or with what it is given.
    pub(super) fn absorb(&mut self, inner: Self, is_given_later: bool, is_beside: bool) -> bool {
        let own = |export: Export| Export { is_final: export.is_final && !is_given_later, ..export };
        self.exports.extend(inner.exports.into_iter().filter(|_| is_beside).map(own));
        self.awaited.extend(inner.awaited);
        self.waits += inner.waits;
        is_given_later || inner.waits > 0
    }
}

/// What a name leads to.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing exports it, as far as the templates say.
    Nothing,
    /// It is not known yet.
    Awaited,
    /// It will not be known, for a reason.
    Unclear(Arc<str>),
    /// A value.
    Value(Value),
}

/// The exports as one deployment sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Imports<'e> {
    pub(super) exports: &'e Exports,
    /// Which of the deployments imports.
    pub(super) by: usize,
}

/// What is known of the exports of all deployments.
#[derive(Debug, Default)]
pub(super) struct Exports {
    deployments: Vec<Exporter>,
    by_root: FxHashMap<Arc<str>, Vec<usize>>,
    names: FxHashMap<Arc<str>, Name>,
    stage: Stage,
}

/// How far the search for exports has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// The names are not known yet.
    #[default]
    Names,
    /// The values are not all known yet.
    Values,
    /// What is not known will not be.
    Done,
}

/// What one deployment exports.
#[derive(Debug)]
struct Exporter {
    environment: Option<Arc<str>>,
    region: Option<Arc<str>>,
    account: Option<Arc<str>>,
    /// The values by name, as far as they are known.
    exports: FxHashMap<Arc<str>, Option<Value>>,
}

/// A name that is exported.
#[derive(Debug, Default)]
struct Name {
    /// The templates that export it themselves or through others.
    roots: Vec<Arc<str>>,
    /// How many of the values are not final.
    open: usize,
}

impl Name {
    /// Counts one value that is final now; true for the last one.
    fn settle(&mut self) -> bool {
        self.open = self.open.saturating_sub(1);
        self.open == 0
    }
}

impl Exports {
    pub(super) fn new(deployments: &[Deployment<'_>]) -> Self {
        let mut exports = Self::default();
        for (index, deployment) in deployments.iter().enumerate() {
            exports.by_root.entry(deployment.root.clone()).or_default().push(index);
            exports.deployments.push(Exporter {
                environment: deployment.environment.cloned(),
                region: deployment.inputs.region.clone(),
                account: deployment.inputs.account.clone(),
                exports: FxHashMap::default(),
            });
        }
        exports
    }

    /// Takes what a deployment was found to export, and tells for which names all is known now. Only the first time may
    /// it bring names: whoever came first would not know of later ones.
    pub(super) fn take(&mut self, index: usize, root: &Arc<str>, scope: Scope, trade: &mut Trade) -> Vec<Arc<str>> {
        let exports = by_name(std::mem::take(&mut trade.exports));
        if self.stage == Stage::Names {
            for export in &exports {
                self.declare(index, root, &export.name);
            }
        }
        let Some(exporter) = self.deployments.get_mut(index) else { return Vec::new() };
        let mut settled = Vec::new();
        for export in exports.into_iter().filter(|export| export.is_final) {
            if let Some(open @ None) = exporter.exports.get_mut(&export.name) {
                *open = Some(of_scope(&export.value, scope));
                settled.push(export.name);
            }
        }
        // What is not exported after all is not waited for.
        for (name, open) in exporter.exports.iter_mut().filter(|(_, known)| known.is_none() && trade.awaited.is_empty())
        {
            *open = Some(Value::unknown("whether it is exported depends on other imports", Origin::default()));
            settled.push(name.clone());
        }
        settled.retain(|name| self.names.get_mut(name).is_some_and(Name::settle));
        settled
    }

    /// Notes that a deployment exports a name.
    fn declare(&mut self, index: usize, root: &Arc<str>, name: &Arc<str>) {
        let Some(exporter) = self.deployments.get_mut(index) else { return };
        exporter.exports.insert(name.clone(), None);
        let known = self.names.entry(name.clone()).or_default();
        known.open += 1;
        if known.roots.last() != Some(root) {
            known.roots.push(root.clone());
        }
    }

    /// All names are known.
    pub(super) fn end_names(&mut self) {
        self.stage = Stage::Values;
    }

    /// No more values will be known.
    pub(super) fn end_values(&mut self) {
        self.stage = Stage::Done;
    }

    /// Whether it is not known yet what a name stands for.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|name| name.open > 0)
    }

    /// The deployment of a template that counts for another one: that in the same environment, else the only one.
    fn counterpart(&self, root: &str, by: &Exporter) -> Result<Option<&Exporter>, Arc<str>> {
        let all = self.by_root.get(root).map_or(&[][..], Vec::as_slice);
        let mut all = all.iter().filter_map(|index| self.deployments.get(*index));
        let in_same = |one: &&Exporter| one.environment.is_some() && one.environment == by.environment;
        let found = match all.clone().find(in_same) {
            Some(same) => same,
            None => match (all.next(), all.next()) {
                (Some(only), None) => only,
                _ => return Err(format!("{root} exports it in several environments").into()),
            },
        };
        let differ =
            |one: &Option<Arc<str>>, other: &Option<Arc<str>>| one.is_some() && other.is_some() && one != other;
        let is_elsewhere = differ(&found.region, &by.region) || differ(&found.account, &by.account);
        Ok((!is_elsewhere).then_some(found))
    }
}

impl Imports<'_> {
    /// What a name leads to.
    pub(super) fn find(self, name: &str) -> Found {
        let exports = self.exports;
        if exports.stage == Stage::Names {
            return Found::Awaited;
        }
        let (Some(known), Some(by)) = (exports.names.get(name), exports.deployments.get(self.by)) else {
            return Found::Nothing;
        };
        if known.open > 0 {
            return match exports.stage {
                Stage::Done => Found::Unclear("exports and imports lead in a circle".into()),
                _ => Found::Awaited,
            };
        }
        self.only(name, known, by).unwrap_or_else(Found::Unclear)
    }

    /// What the only template that exports a name makes of it; else why it is not known.
    fn only(self, name: &str, known: &Name, by: &Exporter) -> Result<Found, Arc<str>> {
        let mut only = None;
        for root in &known.roots {
            let exporter = self.exports.counterpart(root, by)?;
            let Some(value) = exporter.and_then(|exporter| exporter.exports.get(name)) else { continue };
            if let Some((first, _)) = only.replace((root, value)) {
                return Err(format!("{first} and {root} export the same name").into());
            }
        }
        Ok(only.and_then(|(_, value)| value.clone()).map_or(Found::Nothing, Found::Value))
    }
}

/// The exports, each name once. One that several stacks of a deployment have is that of none.
fn by_name(exports: Vec<Export>) -> Vec<Export> {
    let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
    let mut all: Vec<Export> = Vec::with_capacity(exports.len());
    for export in exports {
        if let Some(first) = places.get(&export.name).and_then(|at| all.get_mut(*at)) {
            first.value = Value::unknown("several stacks export the same name", first.value.origin.clone());
            first.is_final &= export.is_final;
        } else {
            places.insert(export.name.clone(), all.len());
            all.push(export);
        }
    }
    all
}

/// A value as another scope sees it. What a stack exports is a text, so nothing lies deeper.
fn of_scope(value: &Value, scope: Scope) -> Value {
    let content = match &value.content {
        Content::List(_) | Content::Map(_) => Content::Unknown(Arc::new(Unknown::because("an export must be a text"))),
        Content::Unknown(unknown) if !unknown.refers_to.is_empty() => {
            let mut unknown = Unknown::clone(unknown);
            unknown.refers_to.iter_mut().for_each(|reference| reference.within = reference.within.or(scope));
            Content::Unknown(Arc::new(unknown))
        }
        Content::OneOf(several) => {
            let one = |one: &Alternative| Alternative { guard: one.guard.clone(), value: of_scope(&one.value, scope) };
            Content::OneOf(several.iter().map(one).collect())
        }
        content => content.clone(),
    };
    Value::new(content, value.origin.of_scope(scope))
}

/// Whether a text can hold a template that exports something.
pub(crate) fn may_export(bytes: &[u8]) -> bool {
    [&b"Export:"[..], b"\"Export\""].iter().any(|key| memmem::find(bytes, key).is_some())
}

/// Whether a text can hold a template that imports something.
pub(crate) fn may_import(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"ImportValue").is_some()
}

/// Whether a template says that it exports something; loops and macros may do so.
pub(super) fn exports(root: &Node) -> bool {
    let outputs = root.get("Outputs").map_or(&[][..], Node::entries);
    outputs.iter().any(|output| output.key.starts_with("Fn::") || output.value.get("Export").is_some())
}

/// Whether a template imports something.
pub(super) fn imports(root: &Node) -> bool {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let is_import = node.tag.as_deref() == Some("!ImportValue");
        match &node.kind {
            _ if is_import => return true,
            NodeKind::Mapping(entries) => {
                if entries.iter().any(|entry| &*entry.key == "Fn::ImportValue") {
                    return true;
                }
                open.extend(entries.iter().map(|entry| &entry.value));
            }
            NodeKind::Sequence(items) => open.extend(&**items),
            NodeKind::Scalar { .. } => {}
        }
    }
    false
}
