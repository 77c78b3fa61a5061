//! The names of derived facts about parameter groups, versions and instance classes.

use super::Kind::{ClusterParameterGroup, DbCluster, DbInstance, ParameterGroup};
use super::Type;
use super::facts::{Fact, fact};

/// Of versions, classes and windows, on the day of the run.
pub(super) const SUPPORT: &[Fact] = &[
    fact(DbInstance, "unsupported_version", Type::Text, UNSUPPORTED),
    fact(DbInstance, "deprecated_version", Type::Text, DEPRECATED),
    fact(DbInstance, "version_bulletin", Type::Text, BULLETIN),
    fact(DbInstance, "nitro", Type::Bool, NITRO),
    fact(DbInstance, "retired_class", Type::Text, RETIRED),
    fact(DbInstance, "windows_overlap", Type::Bool, WINDOWS),
    fact(DbInstance, "group_of_other_family", Type::Text, OTHER_FAMILY),
    fact(DbInstance, "group_of_wrong_kind", Type::Text, WRONG_KIND),
    fact(
        DbInstance,
        "options_of_other_engine",
        Type::Text,
        "The engine and version of the attached option group, where they are not those of the database",
    ),
    fact(DbInstance, "uses_default_group", Type::Bool, DEFAULT_GROUP),
    fact(DbCluster, "unsupported_version", Type::Text, UNSUPPORTED),
    fact(DbCluster, "deprecated_version", Type::Text, DEPRECATED),
    fact(DbCluster, "version_bulletin", Type::Text, BULLETIN),
    fact(DbCluster, "nitro", Type::Bool, NITRO),
    fact(DbCluster, "retired_class", Type::Text, RETIRED),
    fact(DbCluster, "windows_overlap", Type::Bool, WINDOWS),
    fact(DbCluster, "group_of_other_family", Type::Text, OTHER_FAMILY),
    fact(DbCluster, "group_of_wrong_kind", Type::Text, WRONG_KIND),
    fact(DbCluster, "uses_default_group", Type::Bool, DEFAULT_GROUP),
    fact(
        DbCluster,
        "members_with_own_group",
        Type::Bool,
        "Whether a member has a parameter group that is not a default one",
    ),
];

/// Of databases' own settings.
pub(super) const SETTINGS: &[Fact] = &[
    fact(DbInstance, "refused_settings", Type::List, REFUSED_SETTINGS),
    fact(DbInstance, "missing_settings", Type::List, MISSING_SETTINGS),
    fact(DbInstance, "impossible_settings", Type::List, IMPOSSIBLE_SETTINGS),
    fact(DbInstance, "idle_settings", Type::List, IDLE_SETTINGS),
    fact(DbInstance, "unguarded_settings", Type::List, UNGUARDED_SETTINGS),
    fact(DbInstance, "engine_of_other_cluster", Type::Text, "Its engine, where it is not that of its cluster"),
    fact(DbCluster, "refused_settings", Type::List, REFUSED_SETTINGS),
    fact(DbCluster, "missing_settings", Type::List, MISSING_SETTINGS),
    fact(DbCluster, "impossible_settings", Type::List, IMPOSSIBLE_SETTINGS),
    fact(DbCluster, "idle_settings", Type::List, IDLE_SETTINGS),
];

const REFUSED_SETTINGS: &str = "Its settings that RDS refuses for such a database";
const MISSING_SETTINGS: &str = "The settings that RDS demands of such a database and that are not given";
const IMPOSSIBLE_SETTINGS: &str = "Its settings with values that RDS refuses";
const IDLE_SETTINGS: &str = "Its settings that do not apply to such a database";
const UNGUARDED_SETTINGS: &str = "Its settings that should protect it, do not apply, and that its cluster lacks";

/// Of the rows of parameter groups.
pub(super) const ROWS: &[Fact] = &[
    fact(ParameterGroup, "attached", Type::Bool, ATTACHED),
    fact(
        ParameterGroup,
        "overriding_parameters",
        Type::List,
        "Its parameters that differ from the group of a member's cluster",
    ),
    fact(ParameterGroup, "unknown_family", Type::Text, UNKNOWN_FAMILY),
    fact(ParameterGroup, "misspelt_parameters", Type::List, MISSPELT),
    fact(ParameterGroup, "missing_parameters", Type::List, MISSING),
    fact(ParameterGroup, "fixed_parameters", Type::List, FIXED),
    fact(ParameterGroup, "refused_values", Type::List, REFUSED),
    fact(ParameterGroup, "immediate_static_parameters", Type::List, IMMEDIATE_STATIC),
    fact(ParameterGroup, "immediate_defaults", Type::List, IMMEDIATE_DEFAULTS),
    fact(ClusterParameterGroup, "attached", Type::Bool, ATTACHED),
    fact(ClusterParameterGroup, "unknown_family", Type::Text, UNKNOWN_FAMILY),
    fact(ClusterParameterGroup, "misspelt_parameters", Type::List, MISSPELT),
    fact(ClusterParameterGroup, "missing_parameters", Type::List, MISSING),
    fact(ClusterParameterGroup, "fixed_parameters", Type::List, FIXED),
    fact(ClusterParameterGroup, "refused_values", Type::List, REFUSED),
    fact(ClusterParameterGroup, "immediate_static_parameters", Type::List, IMMEDIATE_STATIC),
    fact(ClusterParameterGroup, "immediate_defaults", Type::List, IMMEDIATE_DEFAULTS),
];

const UNSUPPORTED: &str = "The version with the end of its standard support, where that is over; null while it lasts";
const DEPRECATED: &str = "The minor version, where it can no longer be asked for";
const BULLETIN: &str = "The published hole that the minor version is known for";
const NITRO: &str = "Whether the instance class runs on the Nitro System";
const RETIRED: &str = "The family of the instance class, where AWS no longer offers or supports it";
const WINDOWS: &str = "Whether the windows for maintenance and for backups overlap";
const OTHER_FAMILY: &str = "The family of the attached parameter group, where it is not that of engine and version";
const WRONG_KIND: &str = "The kind of the attached parameter group, where one of another kind belongs there";
const DEFAULT_GROUP: &str = "Whether its parameter group is a default one, which nobody can change";
const ATTACHED: &str = "Whether a database uses the group";
const UNKNOWN_FAMILY: &str = "The family, where no engine has one of that name";
const MISSPELT: &str = "Its parameters whose names are nearly those of parameters that exist";
const MISSING: &str = "Its parameters that only other engines or versions have";
const FIXED: &str = "Its parameters that nobody can change";
const REFUSED: &str = "Its parameters with values that RDS refuses";
const IMMEDIATE_STATIC: &str = "Its parameters that take a reboot but are to be applied at once";
const IMMEDIATE_DEFAULTS: &str = "Its parameters that are set to the default and are to be applied at once";
