//! Templates that stand in another one as a text: the `TemplateBody` of a stack set.

use super::templates::{Read, read_tree};
use crate::cloudformation;
use crate::source::{SourceMap, Span};
use crate::syntax;

/// How many such texts of one template are read.
const MAX_BODIES: usize = 20;

/// The templates that stand as texts in one that was read.
pub(super) fn within(read: &Read, sources: &SourceMap) -> Vec<Read> {
    let Some(template) = &read.template else { return Vec::new() };
    let text = sources.file(template.file).text();
    let bodies = cloudformation::bodies(&template.root).into_iter().take(MAX_BODIES);
    let parse = |body: Span| {
        let parsed = syntax::yaml::parse(template.file, &alone(text, body)?);
        Some(read_tree(sources, template.file, cloudformation::body_path(&template.path, body), parsed))
    };
    bodies.filter_map(parse).collect()
}

/// The content of a literal block scalar where it stands, behind as much blank text as there is before it. Other scalars
/// are written in another way than their text is.
fn alone(text: &str, body: Span) -> Option<String> {
    let (header, content) = text.get(body.range())?.split_once('\n')?;
    header.starts_with('|').then(|| {
        let before = text.get(..body.end as usize - content.len()).unwrap_or_default();
        let blank = before.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
        blank.chain(content.chars()).collect()
    })
}
