//! The fields of what connects to databases: functions, tasks, servers and jobs. What is handed to them stays in the
//! form of its type, and may hold secrets among other things.

use super::{Absent, Field, Kind};

const fn handed(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::list(Kind::Workload, name, terraform).mixed()
}

/// The rows, in the order in which `resolve` shows them; the last ones are where a server stands in the network.
pub(super) const FIELDS: &[Field] = &[
    handed("Environment", &["environment"]),
    handed("ContainerDefinitions", &["container_definitions"]),
    handed("ContainerProperties", &["container_properties"]),
    handed("SourceConfiguration", &["source_configuration"]),
    handed("BuildSpec", &["source.buildspec"]).property("Source.BuildSpec"),
    handed("UserData", &["user_data", "user_data_base64"]),
    handed("LaunchTemplateUserData", &[]).property("LaunchTemplateData.UserData"),
    Field::text(Kind::Workload, "SubnetId", &["subnet_id"]),
    Field::list(Kind::Workload, "SecurityGroupIds", &["vpc_security_group_ids", "security_groups"]),
    Field::text(Kind::Workload, "InterfaceSubnetId", &[]).property("NetworkInterfaces.SubnetId"),
    Field::list(Kind::Workload, "InterfaceSecurityGroupIds", &[]).property("NetworkInterfaces.GroupSet"),
    Field::bool(Kind::Workload, "AssociatePublicIpAddress", &["associate_public_ip_address"], false)
        .property("NetworkInterfaces.AssociatePublicIpAddress")
        .absent(Absent::Nothing),
];
