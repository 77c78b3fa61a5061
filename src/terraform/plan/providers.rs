//! The configurations of the `postgresql` provider in a plan: expressions, of which only constants have values.

use super::configuration::{constant, is_argument};
use super::document::Instance;
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::syntax::pieces::{Outcome, Pieces};
use crate::terraform::providers::{CONFIGURATION, POSTGRESQL, PROVIDER};
use std::sync::Arc;

/// The end of the provider's full name: `registry.terraform.io/cyrilgdn/postgresql`.
const FULL_NAME: &str = "/postgresql";

/// A configuration of the provider.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) address: Arc<str>,
    header: Span,
    block: Span,
    pub(super) expressions: Node,
}

impl Provider {
    /// Reads an entry of `provider_config`; none where it is of another provider, or sets nothing.
    pub(super) fn read(pieces: &mut Pieces<'_>, key: &str, header: Span) -> Outcome<Option<Self>> {
        let (mut full, mut name, mut expressions, mut block) = (None, None, None, header);
        pieces.object(|pieces, key, place| {
            block = block.to(place);
            match key {
                "full_name" => full = pieces.string()?,
                "name" => name = pieces.string()?,
                "expressions" => expressions = pieces.tree()?,
                _ => drop(pieces.skip()?),
            }
            Ok(())
        })?;
        let is_it = match (&full, &name) {
            (Some((full, _)), _) => full.ends_with(FULL_NAME),
            (None, name) => name.as_ref().is_some_and(|(name, _)| &**name == POSTGRESQL),
        };
        let expressions = expressions.filter(|set| is_it && !set.entries().is_empty());
        Ok(expressions.map(|expressions| {
            let block = block.to(expressions.span);
            Self { address: address(key), header, block, expressions }
        }))
    }

    /// The configuration as an instance of a resource, of which nothing is known but constants.
    pub(super) fn instance(self) -> Instance {
        let after = constants(&self.expressions).unwrap_or_else(|| mapping(&self.expressions, Vec::new()));
        let unknown = open(&self.expressions);
        let Self { address, header, block, .. } = self;
        Instance { address, ty: CONFIGURATION.into(), header, block, after, unknown, sensitive: None }
    }
}

/// The address of the configuration that a key of `provider_config` is of: `module.a:postgresql.eu`.
pub(super) fn address(key: &str) -> Arc<str> {
    match key.rsplit_once(':') {
        Some((module, name)) => format!("{module}.{PROVIDER}.{name}").into(),
        None => format!("{PROVIDER}.{key}").into(),
    }
}

/// The constants of expressions, at the places where the plan has them. The depth of trees is limited.
fn constants(expressions: &Node) -> Option<Node> {
    within(expressions, &mut |expression| constant(expression).cloned())
}

/// Which expressions are no constants.
fn open(expressions: &Node) -> Option<Node> {
    within(expressions, &mut |expression| {
        expression.get("references")?;
        let kind = NodeKind::Scalar { text: "true".into(), plain: true };
        Some(Node { kind, span: expression.span, tag: None })
    })
}

/// A tree of what a function makes of the arguments within a block or a list of blocks.
fn within(expressions: &Node, of: &mut dyn FnMut(&Node) -> Option<Node>) -> Option<Node> {
    match &expressions.kind {
        NodeKind::Mapping(_) if is_argument(expressions) => of(expressions),
        NodeKind::Mapping(entries) => {
            let entry = |entry: &Entry| Some(Entry { value: within(&entry.value, of)?, ..entry.clone() });
            let entries: Vec<Entry> = entries.iter().filter_map(entry).collect();
            Some(mapping(expressions, entries))
        }
        NodeKind::Sequence(blocks) => {
            let blocks = blocks.iter().map(|block| within(block, of).unwrap_or_else(|| mapping(block, Vec::new())));
            Some(Node { kind: NodeKind::Sequence(blocks.collect()), ..expressions.clone() })
        }
        NodeKind::Scalar { .. } => None,
    }
}

fn mapping(of: &Node, entries: Vec<Entry>) -> Node {
    Node { kind: NodeKind::Mapping(entries.into()), ..of.clone() }
}
