//! The one table of fields: the API's name, the names in both languages, the type, the default in each language,
//! and from where an absent field is taken. Nothing else in the project knows a property's or an argument's name.
//!
//! Names and defaults are from the AWS API reference, the CloudFormation schemas and the Terraform AWS provider's
//! documentation, read on 2026-11-21. This module uses nothing but the standard library, so that whoever compiles
//! policies can include it alone.

mod backup;
mod cluster;
mod facts;
mod firewall;
mod groups;
mod iam;
mod instance;
mod keys;
mod kinds;
mod links;
mod monitoring;
mod names;
mod network;
mod postgresql;
mod proxies;
mod secrets;
mod shards;
mod snapshots;
mod soundness;
mod types;
mod vpc;
mod workloads;

pub use facts::{Fact, facts};
pub use kinds::Kind;
pub use links::{Link, links};
pub use names::{DECIDES, PARAMETERS, SETS, link_of, names, type_of};
pub use types::TYPES;

/// What a field holds. Values are converted to it: `"true"` is a boolean where a boolean belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings, or of whatever it holds.
    List,
    /// A map, or a nested block.
    Map,
    /// Tags: a map of strings, in CloudFormation written as a list of `Key` and `Value`.
    Tags,
}

/// What holds where the source says nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// Nothing: the field stays null.
    Nothing,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(u32),
    /// A string.
    Text(&'static str),
    /// Something that the source cannot tell, with the reason as a clause.
    Unknown(&'static str),
    /// Worked out by the model (`model::defaults`), for defaults that depend on other fields.
    Computed,
}

/// From where an absent field is taken, or whether it is the entity's own at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// Its own, always.
    Own,
    /// Its own; a replica or a restored entity takes an absent one from its source.
    Source,
    /// Its own, a replica's too; what is restored takes an absent one from its source.
    Restored,
    /// As [`Inherit::Source`]; and a cluster member does not have it: its cluster's counts, whatever it says.
    Cluster,
    /// Its own, a replica's and a restored entity's too; a cluster member does not have it, as with
    /// [`Inherit::Cluster`].
    Member,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The kind of entity that has it.
    pub kind: Kind,
    /// The name in the model: the API's.
    pub name: &'static str,
    /// What it holds.
    pub ty: Type,
    /// The CloudFormation property, with `.` between levels; empty where there is none. Below a list, a level stands for
    /// that of each of its items.
    pub cloudformation: &'static str,
    /// The Terraform arguments that can hold it, the first that is present wins, with `.` between a block and what is in
    /// it; empty where there is none.
    pub terraform: &'static [&'static str],
    /// What CloudFormation takes where it is absent.
    pub cloudformation_default: Absent,
    /// What Terraform takes where it is absent.
    pub terraform_default: Absent,
    /// From where an absent one is taken.
    pub inherit: Inherit,
    /// Whether its text is a secret, or may have one in it.
    pub secret: bool,
    /// Whether it holds other things too: of these, only what goes by the name of a secret is one.
    pub mixed: bool,
}

/// Arguments that a resource type lacks although another type of its kind has them: who writes them there says
/// nothing to AWS.
pub(crate) const LACKING: &[(&str, &str)] = &[("aws_db_instance", "cluster_identifier")];

/// Arguments whose default Terraform's provider sends itself, so that what is restored or replicated has it too.
pub const SENT: &[(&str, &str)] = &[("aws_rds_cluster", "backup_retention_period"), ("aws_rds_cluster", "engine")];

/// The table. Rows of one kind stand together.
pub const FIELDS: &[Field] = &concat::<COUNT>(TOPICS);

/// The rows of each topic.
const TOPICS: &[&[Field]] = &[
    instance::FIELDS,
    cluster::FIELDS,
    groups::FIELDS,
    proxies::FIELDS,
    shards::FIELDS,
    snapshots::FIELDS,
    backup::FIELDS,
    firewall::FIELDS,
    vpc::FIELDS,
    keys::FIELDS,
    iam::FIELDS,
    secrets::FIELDS,
    workloads::FIELDS,
    monitoring::FIELDS,
    postgresql::FIELDS,
];

const COUNT: usize = {
    let (mut count, mut part) = (0, 0);
    while part < TOPICS.len() {
        count += TOPICS[part].len();
        part += 1;
    }
    count
};

const fn concat<const N: usize>(parts: &[&[Field]]) -> [Field; N] {
    let mut all = [Field::text(Kind::DbInstance, "", &[]); N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            row += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

/// Where the rows of each kind begin and end, so that nobody has to look through those of others.
const PLACES: [(usize, usize); Kind::ALL.len()] = {
    let mut places = [(0, 0); Kind::ALL.len()];
    let mut at = 0;
    while at < FIELDS.len() {
        let kind = FIELDS[at].kind as usize;
        places[kind] = (if places[kind].1 == 0 { at } else { places[kind].0 }, at + 1);
        at += 1;
    }
    places
};

impl Kind {
    /// The fields of the kind, in the order in which `resolve` shows them.
    pub fn fields(self) -> &'static [Field] {
        PLACES.get(self as usize).and_then(|(from, to)| FIELDS.get(*from..*to)).unwrap_or_default()
    }
}

impl Field {
    /// The field of that name, when the kind has it.
    pub fn find(kind: Kind, name: &str) -> Option<&'static Self> {
        kind.fields().iter().find(|field| field.name == name)
    }

    const fn new(kind: Kind, name: &'static str, ty: Type, terraform: &'static [&'static str]) -> Self {
        Self {
            kind,
            name,
            ty,
            cloudformation: name,
            terraform,
            cloudformation_default: Absent::Nothing,
            terraform_default: Absent::Nothing,
            inherit: Inherit::Own,
            secret: false,
            mixed: false,
        }
    }

    const fn text(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::Text, terraform)
    }

    const fn list(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::List, terraform)
    }

    const fn map(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::Map, terraform)
    }

    const fn tags(kind: Kind) -> Self {
        Self::new(kind, "Tags", Type::Tags, &["tags"])
    }

    const fn number(kind: Kind, name: &'static str, terraform: &'static [&'static str], default: Absent) -> Self {
        Self::new(kind, name, Type::Number, terraform).absent(default)
    }

    const fn bool(kind: Kind, name: &'static str, terraform: &'static [&'static str], default: bool) -> Self {
        Self::new(kind, name, Type::Bool, terraform).absent(Absent::Bool(default))
    }

    const fn property(self, cloudformation: &'static str) -> Self {
        Self { cloudformation, ..self }
    }

    const fn absent(self, default: Absent) -> Self {
        Self { cloudformation_default: default, terraform_default: default, ..self }
    }

    const fn absent_in_cloudformation(self, default: Absent) -> Self {
        Self { cloudformation_default: default, ..self }
    }

    const fn absent_in_terraform(self, default: Absent) -> Self {
        Self { terraform_default: default, ..self }
    }

    const fn inherit(self, inherit: Inherit) -> Self {
        Self { inherit, ..self }
    }

    const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    const fn mixed(self) -> Self {
        Self { mixed: true, ..self.secret() }
    }
}
