//! Cloud assemblies, the output of the CDK: its manifest says of each template what it is deployed as.

use super::creators::join;
use crate::source::FileId;
use crate::syntax::json;
use crate::syntax::node::{Entry, Node};
use crate::value::{Map, Origin, Value, What};
use memchr::memmem;
use std::sync::Arc;

/// The file in a folder of the assembly that lists what is in it.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The file that marks a folder as an assembly.
pub(crate) const MARKER: &str = "cdk.out";
/// What the folders and files of assets begin with.
pub(crate) const ASSET: &str = "asset.";

/// The type of an artifact that is a stack.
const STACK: &str = "aws:cloudformation:stack";
/// The type of an artifact that is an assembly within.
const NESTED: &str = "cdk:cloud-assembly";
/// Who gives the values that stand in a manifest.
const GIVER: &str = "in the manifest of the CDK";

/// What a manifest says.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    /// The stacks, in the manifest's order.
    pub stacks: Vec<SynthesizedStack>,
    /// The paths of the manifests of the assemblies within.
    pub nested: Vec<Arc<str>>,
}

/// A stack that the CDK made a template for.
#[derive(Clone, Debug, PartialEq)]
pub struct SynthesizedStack {
    /// The path of the template.
    pub template: Arc<str>,
    /// What the stack is called.
    pub name: Option<Arc<str>>,
    /// The account that it is bound to.
    pub account: Option<Arc<str>>,
    /// The region that it is bound to.
    pub region: Option<Arc<str>>,
    /// The values that the CDK gives to parameters.
    pub parameters: Map,
}

/// Whether a text can be the manifest of an assembly.
pub(crate) fn may_be_assembly(bytes: &[u8]) -> bool {
    [STACK, NESTED].iter().any(|kind| memmem::find(bytes, kind.as_bytes()).is_some())
}

/// Reads a manifest. What is not in order is passed over: its templates are still there.
pub(crate) fn read_assembly(file: FileId, path: &str, text: &str) -> Assembly {
    let mut assembly = Assembly::default();
    let tree = json::parse(file, text).tree;
    let Some(artifacts) = tree.as_ref().and_then(|root| root.get("artifacts")) else { return assembly };
    for artifact in artifacts.entries() {
        let kind = artifact.value.get("type").and_then(Node::as_text);
        match kind.map(|kind| &**kind) {
            Some(STACK) => assembly.stacks.extend(stack(path, artifact)),
            Some(NESTED) => {
                let folder = artifact.value.get("properties").and_then(|all| all.get("directoryName")?.as_text());
                assembly.nested.extend(folder.map(|folder| join(path, &format!("{folder}/{MANIFEST}"))));
            }
            _ => {}
        }
    }
    assembly
}

/// The stack that an artifact is, where it says which template is its own.
fn stack(manifest: &str, artifact: &Entry) -> Option<SynthesizedStack> {
    let properties = artifact.value.get("properties")?;
    let template = properties.get("templateFile")?.as_text()?;
    let name = properties.get("stackName").and_then(Node::as_text);
    let environment = artifact.value.get("environment").and_then(Node::as_text);
    let (account, region) = environment.map_or((None, None), |environment| bound(environment));
    Some(SynthesizedStack {
        template: join(manifest, template),
        name: Some(name.unwrap_or(&artifact.key).clone()),
        account,
        region,
        parameters: properties.get("parameters").map(given).unwrap_or_default(),
    })
}

impl SynthesizedStack {
    /// What is known of two stacks alike that have one template.
    #[must_use]
    pub fn in_common(mut self, other: &Self) -> Self {
        for (own, other) in
            [(&mut self.name, &other.name), (&mut self.account, &other.account), (&mut self.region, &other.region)]
        {
            if own != other {
                *own = None;
            }
        }
        let all: Vec<_> = self
            .parameters
            .iter()
            .chain(&other.parameters)
            .map(|(name, value)| (name.clone(), value.origin.clone()))
            .collect();
        for (name, origin) in all {
            let (own, others) = (self.parameters.get(&name), other.parameters.get(&name));
            if own.map(|value| &value.content) != others.map(|value| &value.content) {
                let unknown = Value::unknown(format!("stacks are given different values for {name}"), origin);
                self.parameters.insert(name, unknown);
            }
        }
        self
    }
}

/// The account and the region of `aws://ACCOUNT/REGION`; none that is known only where it is deployed.
fn bound(environment: &str) -> (Option<Arc<str>>, Option<Arc<str>>) {
    let Some((account, region)) = environment.strip_prefix("aws://").and_then(|both| both.split_once('/')) else {
        return (None, None);
    };
    let known = |text: &str| (!text.is_empty() && !text.starts_with("unknown-")).then(|| text.into());
    (known(account), known(region))
}

fn given(node: &Node) -> Map {
    let value = |entry: &Entry| {
        let text = entry.value.as_text()?;
        let what = What::ParameterGiven { name: entry.key.clone(), by: GIVER.into() };
        let origin = Origin::written(entry.value.span).step(what, Some(entry.value.span));
        Some((entry.key.clone(), Value::text(text.clone(), origin)))
    };
    node.entries().iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::{Assembly, bound, read_assembly};
    use crate::source::SourceMap;

    fn read(text: &str) -> Assembly {
        read_assembly(SourceMap::default().add("out/manifest.json", text), "out/manifest.json", text)
    }

    #[test]
    fn a_manifest_lists_stacks_and_assemblies() {
        let text = r#"{"version": "36.0.0", "artifacts": {
            "Shop.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop.assets.json"}},
            "Shop": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1",
                     "properties": {"templateFile": "Shop.template.json", "parameters": {"Stage": "prod", "Other": []}}},
            "Data": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
                     "properties": {"templateFile": "Data.template.json", "stackName": "shop-data"}},
            "Bare": {"type": "aws:cloudformation:stack"},
            "assembly-Live": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Live"}}}}"#;
        let found = read(text);
        assert_eq!(found.nested, ["out/assembly-Live/manifest.json".into()]);
        let stacks = found.stacks.iter().map(|stack| {
            let given: Vec<_> =
                stack.parameters.iter().map(|(name, value)| (&**name, value.as_text().unwrap())).collect();
            let known = [&stack.name, &stack.account, &stack.region].map(|known| known.as_deref().unwrap_or("-"));
            format!("{} {} {given:?}", stack.template, known.join(" "))
        });
        assert_eq!(
            stacks.collect::<Vec<_>>(),
            [
                "out/Shop.template.json Shop 111122223333 eu-west-1 [(\"Stage\", \"prod\")]",
                "out/Data.template.json shop-data - - []",
            ]
        );
    }

    #[test]
    fn what_is_no_manifest_lists_nothing() {
        for text in ["", "[", "[]", "{}", r#"{"artifacts": []}"#, r#"{"artifacts": {"A": null, "B": {"type": 1}}}"#] {
            let found = read(text);
            assert!(found.stacks.is_empty() && found.nested.is_empty(), "{text}");
        }
        for text in ["", "aws://", "eu-west-1", "aws://unknown-account/unknown-region"] {
            assert_eq!(bound(text), (None, None), "{text}");
        }
    }

    #[test]
    fn stacks_of_one_template_have_something_in_common() {
        let stack = |properties: &str| {
            let text = format!(
                "{{\"artifacts\": {{\"S\": {{\"type\": \"aws:cloudformation:stack\", \
                 \"environment\": \"aws://1/eu-west-1\", \"properties\": {{\"templateFile\": \"t.json\", {properties}}}}}}}}}"
            );
            read(&text).stacks.remove(0)
        };
        let one = stack(r#""stackName": "a", "parameters": {"P": "x", "Q": "y"}"#);
        let both = one.in_common(&stack(r#""stackName": "b", "parameters": {"P": "x", "Q": "z"}"#));
        assert_eq!((both.name, both.region.as_deref()), (None, Some("eu-west-1")));
        assert!(both.parameters["P"].as_text().is_some() && both.parameters["Q"].as_unknown().is_some());
    }
}
