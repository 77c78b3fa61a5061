//! Resources: their arguments and nested blocks, dynamic ones expanded, and what other expressions take of them.

use super::evaluator::{Evaluator, Key};
use super::expansion::{Copy, Repetition};
use super::expressions::because;
use super::frames::{Binding, Frame};
use super::guards::assuming;
use super::instances::{Instance, conditions};
use super::loops::iterate;
use super::origins::step;
use super::providers::{CONFIGURATION, PROVIDER};
use super::values::{Outcome, distribute, is_open, kind, list};
use crate::model::fields::Kind;
use crate::model::{Language, Resource};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Block, Body, Expr, ExprKind, Part};
use crate::value::{Content, MAX_ALTERNATIVES, Map, Origin, Reference, Unknown, Value, What, Within};
use std::sync::Arc;

/// Arguments of every resource that are Terraform's own, not the provider's.
const META: [&str; 4] = ["count", "for_each", PROVIDER, "depends_on"];
/// Nested blocks that are Terraform's own.
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];
/// Nested blocks of the resources that the model knows. The JSON syntax writes a single one as an object.
pub(super) const NESTED: [&str; 15] = [
    "auth",
    "condition",
    "egress",
    "ingress",
    "inline_policy",
    "not_principals",
    "option",
    "option_settings",
    "parameter",
    "principals",
    "restore_to_point_in_time",
    "s3_import",
    "scaling_configuration",
    "serverlessv2_scaling_configuration",
    "statement",
];

/// Arguments that take a text in some encoding, and the function that makes it. What the function is given stands for the
/// text: it is what anyone has written, name by name, also where a part of it is not known.
const ENCODED: [(&str, &str); 4] = [
    ("container_definitions", "jsonencode"),
    ("container_properties", "jsonencode"),
    ("user_data", "base64encode"),
    ("user_data_base64", "base64encode"),
];

/// Resources that are databases.
const DATABASES: [&str; 3] = ["aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance"];

impl Instance<'_> {
    /// The header and the whole of a resource; of a module that is not installed, those of the call.
    fn place(&self, block: &Block) -> (Span, Span) {
        match (&self.stand, self.calls.last()) {
            (Some(_), Some(call)) => (call.header, call.block),
            _ => (block.header, block.span),
        }
    }
}

/// The expression that stands for an argument: where it is a call that only encodes, what that is given.
fn before_encoding<'p>(name: &str, expr: &'p Expr) -> &'p Expr {
    // In JSON a call stands alone in a template.
    let call = match &expr.kind {
        ExprKind::Template(parts) => match &parts[..] {
            [Part::Interpolation(only)] => only,
            _ => return expr,
        },
        _ => expr,
    };
    let ExprKind::Call(call) = &call.kind else { return expr };
    match &call.arguments[..] {
        [only] if !call.expand_last && ENCODED.contains(&(name, &*call.name.text)) => only,
        _ => expr,
    }
}

impl<'p> Evaluator<'p> {
    /// Adds the resources of an instance that the model knows.
    pub(super) fn resources(&mut self, instance: usize) {
        let module = self.instances[instance].module;
        for (name, block) in &module.resources {
            let Some(ty) = block.labels.first() else { continue };
            if Kind::of(&ty.text).is_none() {
                continue;
            }
            let unclear = self.instances[instance].stand.as_ref().and_then(|stand| stand.unclear.clone());
            if unclear.is_some() && !DATABASES.contains(&&*ty.text) {
                continue;
            }
            let expansion = self.expand(instance, name, block);
            for copy in &expansion.copies {
                let mut resource = self.copy_of(instance, (name, block), copy, unclear.as_ref());
                resource.uncounted = expansion.is_uncounted();
                if !self.emit(resource) {
                    return;
                }
            }
        }
    }

    /// One copy of a resource; without arguments where it is `unclear` which release of a module has it.
    pub(super) fn copy_of(
        &mut self,
        instance: usize,
        (name, block): (&Arc<str>, &'p Block),
        copy: &Copy,
        unclear: Option<&Arc<str>>,
    ) -> Resource {
        let owner = &self.instances[instance];
        let (header, span) = owner.place(block);
        let condition = conditions(owner.condition.as_deref(), copy.condition.as_deref());
        self.uncertain = owner.is_uncertain() || condition.is_some();
        let mut attributes = match unclear {
            Some(_) => Map::default(),
            None => self.in_frame_of(instance, copy.repetition.as_ref(), |this, frame| {
                let mut attributes = this.body(&block.body, frame);
                this.add_default_tags(block, frame, &mut attributes);
                this.add_provider(block, frame, &mut attributes);
                attributes
            }),
        };
        self.doubts.clear();
        if let Some(condition) = &condition {
            attributes.values_mut().for_each(|value| *value = assuming(value, condition));
        }
        let owner = &self.instances[instance];
        Resource {
            language: Language::Terraform,
            type_name: type_name(block),
            address: format!("{}{name}{}", owner.prefix, copy.suffix).into(),
            scope: self.scope,
            header,
            block: span,
            attributes,
            more_attributes: unclear.cloned(),
            condition,
            uncounted: false,
            logic: Arc::default(),
            calls: owner.calls.clone(),
            alias: None,
        }
    }

    /// The arguments and nested blocks of a body.
    pub(super) fn body(&mut self, body: &'p Body, frame: &Frame) -> Map {
        let mut attributes = Map::default();
        let mut nested: indexmap::IndexMap<Arc<str>, Vec<Value>, rustc_hash::FxBuildHasher> =
            indexmap::IndexMap::default();
        for attribute in body.attributes.iter().filter(|attribute| !META.contains(&&*attribute.name.text)) {
            let (name, value) = (attribute.name.text.clone(), &attribute.value);
            if NESTED.contains(&&*name) {
                nested.entry(name).or_default().push(self.written_blocks(value, frame));
            } else {
                let value = self.eval_or_problem(before_encoding(&name, value), frame);
                attributes.insert(name, value);
            }
        }
        for block in &body.blocks {
            if META_BLOCKS.contains(&&*block.kind.text) {
                continue;
            }
            let (name, blocks) = self.blocks(block, frame);
            nested.entry(name.clone()).or_default().push(blocks);
        }
        attributes.extend(nested.into_iter().map(|(name, blocks)| (name, joined(&blocks))));
        attributes
    }

    /// The name of a nested block and what it makes, as a list: itself, or what a dynamic block generates.
    pub(super) fn blocks(&mut self, block: &'p Block, frame: &Frame) -> (&'p Arc<str>, Value) {
        match block.labels.first() {
            Some(name) if &*block.kind.text == "dynamic" => (&name.text, self.dynamic(block, &name.text, frame)),
            _ => (&block.kind.text, list(vec![self.nested(&block.body, block.header, frame)])),
        }
    }

    /// The blocks that an argument stands for: those of the JSON syntax, or of an argument that takes blocks.
    pub(super) fn written_blocks(&mut self, expr: &'p Expr, frame: &Frame) -> Value {
        let blocks = match &expr.kind {
            ExprKind::Object(_) => vec![self.written_block(expr, frame)],
            ExprKind::List(blocks) => blocks.iter().map(|block| self.written_block(block, frame)).collect(),
            _ => {
                let value = self.eval_or_problem(expr, frame);
                if value.as_map().is_none() {
                    return value;
                }
                vec![value]
            }
        };
        Value { origin: Origin::written(expr.span), ..list(blocks) }
    }

    /// One such block. Where one of its arguments has an error, the others are still known.
    fn written_block(&mut self, expr: &'p Expr, frame: &Frame) -> Value {
        let ExprKind::Object(items) = &expr.kind else { return self.eval_or_problem(expr, frame) };
        let mut arguments = Map::default();
        for item in items {
            let ExprKind::Text(name) = &item.key.kind else { return self.eval_or_problem(expr, frame) };
            arguments.insert(name.clone(), self.eval_or_problem(&item.value, frame));
        }
        Value::new(Content::Map(Arc::new(arguments)), Origin::written(expr.span))
    }

    fn nested(&mut self, body: &'p Body, header: Span, frame: &Frame) -> Value {
        let outcome = self.deeper(header, |this| {
            Ok(Value::new(Content::Map(Arc::new(this.body(body, frame))), Origin::written(header)))
        });
        outcome.unwrap_or_else(|failure| Value::unknown(failure.reason, Origin::written(header)))
    }

    fn dynamic(&mut self, block: &'p Block, name: &'p Arc<str>, frame: &Frame) -> Value {
        let Some(collection) = block.body.attribute("for_each") else { return incomplete(block) };
        let values = self.eval_or_problem(&collection.value, frame);
        let open = is_open(&values);
        if !self.uncertain && !open && values.as_list().is_none() && values.as_map().is_none() {
            let message = format!("{} cannot be iterated over", kind(&values));
            self.problem(ProblemKind::Meaning, collection.value.span, message);
        }
        let outer = self.uncertain;
        self.uncertain |= open;
        let made = distribute(&[values], &mut |values| {
            let Some(values) = values.first() else { return Ok(incomplete(block)) };
            // Who would add a block adds it to the collection.
            Ok(Value { origin: values.origin.clone(), ..self.generated(block, name, values, frame) })
        });
        self.uncertain = outer;
        made.unwrap_or_else(|_| incomplete(block))
    }

    /// The blocks that a dynamic block makes of a collection.
    fn generated(&mut self, block: &'p Block, name: &'p Arc<str>, values: &Value, frame: &Frame) -> Value {
        let Some(content) = block.body.blocks_of("content").next() else { return incomplete(block) };
        let iterator = match block.body.attribute("iterator").map(|iterator| &iterator.value.kind) {
            Some(ExprKind::Variable(given) | ExprKind::Text(given)) => given,
            _ => name,
        };
        let Ok(Some(entries)) = iterate(values) else {
            return list(vec![because(values, &format!("the number of {name} blocks is not known"))]);
        };
        let mut blocks = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let both = Map::from_iter([("key".into(), key), ("value".into(), value)]);
            let bound = Value::new(Content::Map(Arc::new(both)), Origin::default());
            let binding = Binding { name: iterator, value: bound, round: None, outer: frame.names };
            let inner = Frame { instance: frame.instance, names: Some(&binding) };
            blocks.push(self.nested(&content.body, block.header, &inner));
        }
        list(blocks)
    }

    /// The attribute of a resource or data source that another expression takes.
    pub(super) fn attribute(
        &mut self,
        (instance, block, repetition): (usize, &'p Block, Option<Repetition>),
        address: &Arc<str>,
        name: &Arc<str>,
        at: Span,
    ) -> Outcome {
        let shown = format!("{address}.{name}");
        let value = self.once(Key::Attribute(address.clone(), name.clone()), at, &shown, |this| {
            this.in_frame_of(instance, repetition.as_ref(), |this, frame| {
                let given = this.given_attribute(block, name, frame)?.filter(|value| !value.is_null());
                let key = if given.is_none() { this.looked_up_key(block, name, frame) } else { None };
                Ok(given.unwrap_or_else(|| computed(block, address, name, key)))
            })
        })?;
        if block.kind.text.starts_with("data") {
            return Ok(Value {
                origin: if value.origin.is_empty() { Origin::written(at) } else { value.origin },
                ..value
            });
        }
        Ok(step(
            &value,
            What::Resource { address: address.clone(), attribute: name.clone(), within: Within::default() },
            at,
        ))
    }

    /// The name of the key that a data source looks up, where an attribute tells which key it is.
    fn looked_up_key(&mut self, block: &'p Block, name: &str, frame: &Frame) -> Option<Arc<str>> {
        let argument = match &*block.labels.first()?.text {
            "aws_kms_alias" => "name",
            "aws_kms_key" => "key_id",
            _ => return None,
        };
        let tells = matches!(name, "arn" | "id" | "key_id" | "target_key_arn" | "target_key_id");
        if !tells || &*block.kind.text != "data" {
            return None;
        }
        let key = self.eval(&block.body.attribute(argument)?.value, frame).ok()?;
        // The ARN of an alias ends with its name.
        let alias = key.as_text()?.rsplit(':').next()?;
        alias.starts_with("alias/").then(|| alias.into())
    }

    fn given_attribute(
        &mut self,
        block: &'p Block,
        name: &Arc<str>,
        frame: &Frame,
    ) -> Result<Option<Value>, super::values::Failure> {
        if let Some(value) = self.provided(block, name, frame) {
            return Ok(Some(value));
        }
        let argument = repeated_argument(block, name).unwrap_or(name);
        if let Some(attribute) = block.body.attribute(argument) {
            let expr: &'p Expr = &attribute.value;
            return self.eval(expr, frame).map(Some);
        }
        let mut found = Vec::new();
        for nested in &block.body.blocks {
            let dynamic = &*nested.kind.text == "dynamic" && nested.labels.first().is_some_and(|l| l.text == *name);
            if dynamic || nested.kind.text == *name {
                found.push(self.blocks(nested, frame).1);
            }
        }
        let list = Value { origin: Origin::written(block.header), ..joined(&found) };
        Ok(Some(list).filter(|list| list.as_list().is_none_or(|items| !items.is_empty())))
    }
}

/// The type of what a block declares; of a provider's configuration the only one that there is, whatever the module calls
/// it.
fn type_name(block: &Block) -> Arc<str> {
    match block.labels.first() {
        _ if &*block.kind.text == PROVIDER => CONFIGURATION.into(),
        label => label.map(|ty| ty.text.clone()).unwrap_or_default(),
    }
}

/// The argument that an attribute repeats as it is.
fn repeated_argument(block: &Block, attribute: &str) -> Option<&'static str> {
    match (&*block.labels.first()?.text, attribute) {
        ("terraform_data", "output") => Some("input"),
        ("null_data_source", "outputs") => Some("inputs"),
        _ => None,
    }
}

fn incomplete(block: &Block) -> Value {
    list(vec![Value::unknown("the dynamic block is incomplete", Origin::written(block.header))])
}

/// Lists of blocks as one list, with the origin of the first block.
pub(super) fn joined(lists: &[Value]) -> Value {
    if let [only] = lists
        && only.as_list().is_none()
    {
        return only.clone();
    }
    let ways = lists.iter().fold(1, |ways: usize, list| ways.saturating_mul(list.alternatives().count()));
    if ways > MAX_ALTERNATIVES {
        // What stands in any case is still known.
        let unclear = |lists: &Value| list(vec![because(lists, "the number of blocks is not known")]);
        let known = |list: &Value| if list.as_list().is_some() { list.clone() } else { unclear(list) };
        return joined(&lists.iter().map(known).collect::<Vec<_>>());
    }
    let whole = distribute(lists, &mut |lists| {
        let mut blocks = Vec::new();
        for value in lists.iter().filter(|value| !value.is_null()) {
            match value.as_list() {
                Some(own) => blocks.extend_from_slice(own),
                None => blocks.push(because(value, "the number of blocks is not known")),
            }
        }
        let origin = match lists {
            [only] if !only.origin.is_empty() => only.origin.clone(),
            _ => blocks.first().map(|block| block.origin.clone()).unwrap_or_default(),
        };
        Ok(Value::new(Content::List(blocks.into()), origin))
    });
    whole.unwrap_or_else(|failure| list(vec![Value::unknown(failure.reason, Origin::default())]))
}

/// An attribute that only exists once the resource does.
fn computed(block: &Block, address: &Arc<str>, name: &Arc<str>, key: Option<Arc<str>>) -> Value {
    let ty = block.labels.first().map_or("", |label| &label.text);
    let data = &*block.kind.text != "resource";
    let generated = matches!(ty, "random_password" | "random_string" | "random_id" | "random_bytes" | "random_uuid");
    let when = match (data, generated) {
        (true, _) => "is read when Terraform runs",
        (_, true) => "is generated at apply",
        _ => "is known only after apply",
    };
    // That a range is a network's is known of one that is only looked up, too.
    let network = matches!((ty, &**name), ("aws_vpc" | "aws_subnet", "cidr_block" | "ipv6_cidr_block"));
    // A secret is told by where it is read.
    let secret = is_secret(block, ty, name);
    let identified = if data && !network && !secret { key } else { Some(address.clone()) };
    let reference = |address| Reference { address, attribute: name.clone(), within: Within::default() };
    let refers_to = identified.into_iter().map(reference).collect();
    let unknown = Unknown {
        non_null: matches!(
            &**name,
            "id" | "arn" | "name" | "identifier" | "endpoint" | "address" | "key_id" | "result"
        ),
        refers_to,
        secret,
        ..Unknown::because(format!("{address}.{name} {when}"))
    };
    Value::new(Content::Unknown(Arc::new(unknown)), Origin::default())
}

/// Whether a value comes from a store of secrets.
fn is_secret(block: &Block, ty: &str, name: &str) -> bool {
    let clear = block.body.attribute("with_decryption").is_some_and(|a| a.value.kind == ExprKind::Bool(false));
    keeps_secret(ty, name) && !(clear && ty == "aws_ssm_parameter")
}

/// Whether an attribute of a resource or data source of that type is a secret.
pub(super) fn keeps_secret(ty: &str, name: &str) -> bool {
    match ty {
        "random_password" | "random_string" | "random_id" | "random_bytes" => true,
        "aws_secretsmanager_secret_version" => matches!(name, "secret_string" | "secret_binary"),
        "aws_secretsmanager_random_password" => name == "random_password",
        "aws_ssm_parameter" => matches!(name, "value" | "value_wo"),
        "aws_ssm_parameters_by_path" => name == "values",
        "aws_kms_secrets" => name == "plaintext",
        "vault_generic_secret" | "vault_kv_secret" | "vault_kv_secret_v2" => matches!(name, "data" | "data_json"),
        "sops_file" => matches!(name, "data" | "raw"),
        "aws_db_instance" | "aws_rds_cluster" => name == "master_user_secret",
        _ => false,
    }
}
