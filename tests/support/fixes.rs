//! Following the words of a fix in the source, as a person would: a value is replaced where the finding points at one;
//! what is missing is added to the resource that the finding points at.

use super::Read;
use rdslint::finding::Finding;
use rdslint::model::{Entity, Kind, Member};
use rdslint::syntax::yaml;
use std::fmt::Write;
use std::ops::Range;

/// The name of a parameter group that is made for a fix.
const NEW: &str = "Repaired";

/// What a fix says.
#[derive(Debug, PartialEq)]
enum Edit<'t> {
    /// Set an argument or property.
    Set(&'t str, &'t str),
    /// Set a parameter in the group that is attached.
    Row(&'t str, &'t str),
    /// Attach a group that sets a parameter.
    Attach(&'t str, &'t str),
}

impl<'t> Edit<'t> {
    fn of(words: &'t str) -> Option<Self> {
        if let Some(rest) = words.strip_prefix("set the parameter ") {
            let (name, rest) = rest.split_once(" to ")?;
            return Some(Self::Row(name, rest.split_once(" in ")?.0));
        }
        if let Some(rest) = words.strip_prefix("attach a parameter group that sets ") {
            return rest.split_once(" to ").map(|(name, value)| Self::Attach(name, value));
        }
        let rest = words.strip_prefix("set ")?;
        let (name, literal) = rest.split_once(" = ").or_else(|| rest.split_once(": "))?;
        Some(Self::Set(name, literal))
    }
}

/// The text of the only file with the finding's fix applied.
pub(crate) fn repaired(read: &Read, finding: &Finding) -> Option<String> {
    let (_, file) = read.sources.iter().next()?;
    let source = Source { text: file.text(), is_yaml: file.path().ends_with(".yaml") };
    let edit = Edit::of(&finding.fix.as_ref()?.text)?;
    let mut entities = read.model.entities();
    let at_header = entities.find(|(_, entity)| entity.resource.header == finding.primary.span);
    let (id, faulty) = read.model.entities().find(|(_, entity)| entity.resource.address == finding.resources[0])?;
    let is_cluster = faulty.kind == Kind::DbCluster;
    let value = match edit {
        Edit::Set(_, literal) => literal.to_owned(),
        Edit::Row(_, value) => format!("{value:?}"),
        Edit::Attach(..) => source.new_group(is_cluster),
    };
    let mut text = match (at_header, &edit) {
        (None, _) => source.with(source.whole_value(finding.primary.span.range()), &value),
        (Some((_, entity)), Edit::Row(name, value)) => source.with_row(entity, name, value)?,
        (Some((_, entity)), Edit::Set(name, _)) => source.with_argument(entity, name, &value)?,
        (Some((_, entity)), Edit::Attach(..)) => source.with_argument(entity, source.group_name(is_cluster), &value)?,
    };
    if let Edit::Attach(name, value) = edit
        && !source.text.contains(NEW)
    {
        let Some(Member::Value(family)) = read.model.member(id, "family") else { return None };
        source.add_group(&mut text, is_cluster, family.as_text()?, name, value);
    }
    Some(text)
}

struct Source<'t> {
    text: &'t str,
    is_yaml: bool,
}

impl Source<'_> {
    fn with(&self, range: Range<usize>, value: &str) -> String {
        format!("{}{value}{}", &self.text[..range.start], &self.text[range.end..])
    }

    fn inserted(&self, at: usize, text: &str) -> String {
        self.with(at..at, text)
    }

    /// A value with the tags before it: what `!Ref Name` is all of.
    fn whole_value(&self, value: Range<usize>) -> Range<usize> {
        let mut start = value.start;
        loop {
            let before = self.text[..start].trim_end_matches(' ');
            let word = before.rfind([' ', '\n', '[']).map_or(0, |at| at + 1);
            if !self.is_yaml || !before[word..].starts_with('!') {
                break;
            }
            start = word;
        }
        start..value.end
    }

    fn with_argument(&self, entity: &Entity, name: &str, value: &str) -> Option<String> {
        if self.is_yaml {
            return self.with_property(entity, &["Properties"], name, value);
        }
        Some(self.inserted(self.body(entity)?, &format!("\n  {name} = {value}")))
    }

    fn with_row(&self, entity: &Entity, name: &str, value: &str) -> Option<String> {
        if self.is_yaml {
            return self.with_property(entity, &["Properties", "Parameters"], name, &format!("{value:?}"));
        }
        let row = format!("\n  parameter {{\n    name  = {name:?}\n    value = {value:?}\n  }}");
        Some(self.inserted(self.body(entity)?, &row))
    }

    /// Where the body of a Terraform block begins.
    fn body(&self, entity: &Entity) -> Option<usize> {
        let end = entity.resource.header.end as usize;
        Some(end + self.text[end..].find('{')? + 1)
    }

    /// A resource with one more entry below a chain of keys, those that are missing included.
    fn with_property(&self, entity: &Entity, chain: &[&str], name: &str, value: &str) -> Option<String> {
        let tree = yaml::parse(entity.resource.header.file, self.text).tree?;
        let mut at = tree.get("Resources")?.get(&entity.resource.address)?;
        let mut missing = chain;
        while let Some((key, rest)) = missing.split_first()
            && let Some(next) = at.get(key)
        {
            (at, missing) = (next, rest);
        }
        let mut entry = format!("{name}: {value}");
        for key in missing.iter().rev() {
            entry = format!("{key}: {{ {entry} }}");
        }
        let is_flow = self.text[at.span.range()].starts_with('{');
        Some(match at.entries().first().map(|first| first.key_span.start as usize) {
            Some(first) if is_flow => self.inserted(first, &format!("{entry}, ")),
            Some(first) => {
                let column = first - self.text[..first].rfind('\n').map_or(0, |at| at + 1);
                self.inserted(first, &format!("{entry}\n{}", " ".repeat(column)))
            }
            None => self.inserted(at.span.start as usize + 1, &format!(" {entry} ")),
        })
    }

    fn group_name(&self, is_cluster: bool) -> &'static str {
        match (self.is_yaml, is_cluster) {
            (true, true) => "DBClusterParameterGroupName",
            (true, false) => "DBParameterGroupName",
            (false, true) => "db_cluster_parameter_group_name",
            (false, false) => "parameter_group_name",
        }
    }

    fn group_type(&self, is_cluster: bool) -> &'static str {
        match (self.is_yaml, is_cluster) {
            (true, true) => "AWS::RDS::DBClusterParameterGroup",
            (true, false) => "AWS::RDS::DBParameterGroup",
            (false, true) => "aws_rds_cluster_parameter_group",
            (false, false) => "aws_db_parameter_group",
        }
    }

    fn new_group(&self, is_cluster: bool) -> String {
        let kind = self.group_type(is_cluster);
        if self.is_yaml { format!("!Ref {NEW}") } else { format!("{kind}.{NEW}.name") }
    }

    fn add_group(&self, text: &mut String, is_cluster: bool, family: &str, name: &str, value: &str) {
        let kind = self.group_type(is_cluster);
        if !self.is_yaml {
            let _ = write!(
                text,
                "\nresource \"{kind}\" \"{NEW}\" {{\n  family = \"{family}\"\n  parameter {{\n    name  = {name:?}\n    \
                 value = {value:?}\n  }}\n}}\n"
            );
            return;
        }
        let group = format!(
            "Resources:\n  {NEW}:\n    Type: {kind}\n    Properties: {{ Family: {family}, Description: x, Parameters: {{ \
             {name}: {value:?} }} }}\n"
        );
        *text = text.replacen("Resources:\n", &group, 1);
    }
}
