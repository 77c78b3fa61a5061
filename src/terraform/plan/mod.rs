//! Plans and states as `terraform show -json` writes them: what Terraform itself found every resource to become.
//!
//! [`Plan::read`] takes what matters out of a document of any size. [`Plan::evaluate`] gives the resources as the plan
//! has them; [`Plan::refine`] puts the plan's values in the place of those that the sources give, and keeps the
//! places of the sources, where people edit.

mod address;
mod configuration;
mod document;
mod mistaken;
mod providers;
mod references;
mod refine;
#[cfg(test)]
mod tests;
mod values;

use super::Project;
use super::inputs::{Given, Inputs};
use crate::model::fields::Kind;
use crate::model::{Call, Evaluation, Language, Resource, Scope};
use crate::source::{FileId, Span};
use crate::syntax::node::Node;
use crate::value::{Content, Reference, Within, names_secret};
use address::{Address, prefix, without_keys};
use document::{Document, Instance};
use memchr::memmem;
pub(crate) use mistaken::mistaken_for_plan;
use references::{Data, Keys, type_of};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use values::{Values, plain, scalars};

/// Who gives a variable its value that no file of the sources gives it, as a clause.
const GIVEN: &str = "in the plan";

/// The keys of the format version: that of `show -json`, and that of plans as HCP Terraform gives them.
const VERSIONS: [&str; 2] = ["format_version", "plan_format_version"];

/// A plan or a state, with the resources that the model knows.
#[derive(Debug)]
pub struct Plan {
    document: Document,
    keys: Keys,
    /// Instances by their address.
    instances: FxHashMap<Arc<str>, usize>,
    /// Which resource a known identifier is of.
    identifiers: FxHashMap<Arc<str>, Reference>,
    /// Variables of the root module that passwords are made of, and those of a secret's name.
    secret_variables: FxHashSet<Arc<str>>,
}

/// Whether a text may be a plan or a state: an object with the keys of one. Works on bytes, before any parse.
pub(crate) fn may_be_plan(bytes: &[u8]) -> bool {
    const SECTIONS: [&[u8]; 3] = [b"\"resource_changes\"", b"\"planned_values\"", b"\"values\""];
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"{")
        && VERSIONS.iter().any(|key| memmem::find(bytes, format!("\"{key}\"").as_bytes()).is_some())
        && SECTIONS.iter().any(|section| memmem::find(bytes, section).is_some())
}

impl Plan {
    /// Reads a document; `None` where it is neither a plan nor a state. Of a broken one stays what stands before the
    /// place where it breaks.
    pub fn read(file: FileId, text: &str) -> Option<Self> {
        let document = Document::read(file, text)?;
        let keys = Keys::of(&document.instances);
        let by_address = |(at, instance): (usize, &Instance)| (instance.address.clone(), at);
        let instances = document.instances.iter().enumerate().map(by_address).collect();
        let identifiers = identifiers(&document.instances);
        let mut plan = Self { document, keys, instances, identifiers, secret_variables: FxHashSet::default() };
        let secret =
            plan.document.instances.iter().flat_map(|instance| Values::new(&plan, instance).secret_variables());
        let is_text = |value: &Node| matches!(plain(value).content, Content::Text(_) | Content::Number(_));
        let variables = plan.document.variables.iter();
        let named = variables.filter(|(name, value)| names_secret(name) && is_text(value));
        plan.secret_variables = secret.chain(named.map(|(name, _)| name.clone())).collect();
        Some(plan)
    }

    /// Whether the plan seems to be one of a root module: some of its resources or calls are written there.
    pub(crate) fn is_of(&self, project: &Project, root: &str) -> bool {
        self.document.instances.iter().filter_map(|instance| Address::parse(&instance.address)).any(|address| {
            match address.calls.first() {
                Some(call) => project.has_call(root, call.name),
                None => project.has_resource(root, &address.block()),
            }
        })
    }

    /// The resources as the plan has them, with places in the plan.
    pub fn evaluate(&self, scope: Scope) -> Evaluation {
        let mut evaluation = Evaluation { problems: self.document.problems.clone(), ..Evaluation::default() };
        for instance in &self.document.instances {
            let mut values = Values::new(self, instance);
            let attributes = values.attributes();
            evaluation.secrets.append(&mut values.secrets);
            evaluation.resources.push(Resource {
                language: Language::Terraform,
                type_name: instance.ty.clone(),
                address: instance.address.clone(),
                scope,
                header: instance.header,
                block: instance.block,
                attributes,
                more_attributes: None,
                condition: None,
                uncounted: false,
                logic: Arc::default(),
                calls: self.calls(&instance.address),
                alias: None,
            });
        }
        evaluation.secrets.extend(self.sensitive_variables());
        evaluation
    }

    /// The resources with the plan's values and, as far as the root module of a directory has them, with the places of the
    /// sources. What the sources have and the plan does not know is added when `rest` says so.
    pub(crate) fn refine(&self, project: &Project, root: &str, scope: Scope, rest: bool) -> Evaluation {
        let sources = project.evaluate_with(root, &self.inputs(project, root), scope);
        refine::refine(self, self.evaluate(scope), sources, rest)
    }

    /// The values of variables that the plan was made with and the sources do not have. Those of sensitive variables are
    /// left alone.
    fn inputs(&self, project: &Project, root: &str) -> Inputs {
        let own = project.variable_values(root);
        let is_sensitive = |name: &Arc<str>| {
            let written = own.get(name).is_some_and(|value| value.origin.is_concealed());
            written || self.document.configuration.as_ref().is_some_and(|root| root.sensitive.contains(name))
        };
        let open = self.document.variables.iter().filter(|(name, _)| !is_sensitive(name));
        let values = open.map(|(name, value)| (name.clone(), plain(value)));
        let others = values.filter(|(name, value)| !own.get(name).is_some_and(|own| refine::agrees(value, own, 0)));
        let given = Given::Values { by: GIVEN.into(), values: Arc::new(others.collect()) };
        Inputs { given: vec![given], ..Inputs::default() }
    }

    /// The calls on the way to an instance, as far as the configuration has them.
    fn calls(&self, address: &str) -> Vec<Call> {
        let (Some(address), Some(root)) = (Address::parse(address), &self.document.configuration) else {
            return Vec::new();
        };
        let mut module = root;
        let mut calls = Vec::with_capacity(address.calls.len());
        for (at, step) in address.calls.iter().enumerate() {
            let Some(call) = module.calls.get(step.name) else { break };
            let through = prefix(address.calls.get(..=at).unwrap_or_default());
            let address = through.trim_end_matches('.').into();
            calls.push(Call { address, header: call.header, block: call.block });
            module = &call.module;
        }
        calls
    }

    /// The values of variables that are marked sensitive.
    fn sensitive_variables(&self) -> impl Iterator<Item = Span> {
        let sensitive = self.document.configuration.iter().flat_map(|root| &root.sensitive);
        let values = sensitive.filter_map(|name| self.document.variables.get(name));
        values.flat_map(scalars).map(|scalar| scalar.span)
    }

    /// The blocks that the plan has decided about, by their addresses without keys: those of its instances and, where it
    /// leaves nothing out, all of its configuration.
    fn blocks(&self) -> FxHashSet<String> {
        let mut found: FxHashSet<String> = self.instances.keys().map(|address| without_keys(address)).collect();
        let root = self.document.configuration.as_ref().filter(|_| self.document.is_complete);
        let mut open: Vec<_> = root.map(|root| (String::new(), root)).into_iter().collect();
        while let Some((path, module)) = open.pop() {
            found.extend(module.resources.keys().map(|block| format!("{path}{block}")));
            open.extend(module.calls.iter().map(|(name, call)| (format!("{path}module.{name}."), &call.module)));
        }
        found
    }

    /// The text of an argument in the plan.
    fn text(&self, address: &str, argument: &str) -> Option<&Arc<str>> {
        let instance = self.document.instances.get(*self.instances.get(address)?)?;
        instance.after.get(argument).filter(|value| !value.is_null())?.as_text()
    }

    /// Whether what a reference is to may be known only after apply. What a whole plan does not have does not exist.
    fn may_be_unknown(&self, reference: &Reference) -> bool {
        match self.instances.get(&reference.address).and_then(|at| self.document.instances.get(*at)) {
            Some(instance) => instance.after.get(&reference.attribute).is_none(),
            None => !(self.document.is_complete && Kind::of(type_of(&reference.address)).is_some()),
        }
    }

    /// Whether a data source is read only at apply.
    fn reads(&self, data: &Data) -> bool {
        data.block.contains("ephemeral.") || self.document.reads.contains(&data.block)
    }
}

/// The identifiers that are known and cannot be mistaken for ordinary words.
fn identifiers(instances: &[Instance]) -> FxHashMap<Arc<str>, Reference> {
    let mut identifiers = FxHashMap::default();
    for instance in instances {
        for attribute in ["id", "arn"] {
            let Some(text) = instance.after.get(attribute).and_then(|value| value.as_text()) else { continue };
            if text.starts_with("sg-") || text.starts_with("arn:") {
                let address = instance.address.clone();
                let reference = Reference { address, attribute: attribute.into(), within: Within::default() };
                identifiers.insert(text.clone(), reference);
            }
        }
    }
    identifiers
}
