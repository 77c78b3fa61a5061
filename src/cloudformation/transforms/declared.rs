//! The transforms that a template lists, and what is known of each by its name.

use crate::cloudformation::call::literal_text;
use crate::syntax::node::{Node, NodeKind};

/// Loops, and functions in more places.
pub(in crate::cloudformation) const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";

/// Transforms after which a template has the names that it had, and its databases what they had.
const CLOSED: [&str; 4] = [
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::ServiceCatalog",
];

/// What the `Transform` section of a template says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cloudformation) struct Declared {
    /// Whether `AWS::LanguageExtensions` is among them.
    pub(in crate::cloudformation) language_extensions: bool,
    /// Whether any is that may declare names: SAM makes roles and functions' versions, a macro may make anything.
    pub(in crate::cloudformation) is_open: bool,
}

impl Declared {
    /// Reads the section: a name, a mapping with one, or a list of those.
    pub(in crate::cloudformation) fn read(root: &Node) -> Self {
        let Some(section) = root.get("Transform") else { return Self::default() };
        let listed =
            if let NodeKind::Sequence(items) = &section.kind { &items[..] } else { std::slice::from_ref(section) };
        let mut declared = Self::default();
        for item in listed {
            match literal_text(item.get("Name").unwrap_or(item)) {
                Some(name) if &**name == LANGUAGE_EXTENSIONS => declared.language_extensions = true,
                Some(name) if CLOSED.contains(&&**name) => {}
                _ => declared.is_open = true,
            }
        }
        declared
    }
}
