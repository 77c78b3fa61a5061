//! The fields of security groups, of their rules that stand on their own, and of prefix lists.

use super::Absent::Text;
use super::{Field, Kind};

const RULE: Kind = Kind::SecurityGroupRule;
const EGRESS: Kind = Kind::SecurityGroupEgressRule;

/// The rows, in the order in which `resolve` shows them. A rule's addresses are lists, because one Terraform form
/// takes several; the ingress of a security group stays in its language's own form.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::SecurityGroup, "GroupName", &["name"]),
    Field::text(Kind::SecurityGroup, "GroupDescription", &["description"]),
    Field::text(Kind::SecurityGroup, "VpcId", &["vpc_id"]),
    Field::list(Kind::SecurityGroup, "SecurityGroupIngress", &["ingress"]),
    Field::list(Kind::SecurityGroup, "SecurityGroupEgress", &["egress"]),
    // The groups that the inline rules let in.
    Field::list(Kind::SecurityGroup, "SourceGroups", &["ingress.security_groups"])
        .property("SecurityGroupIngress.SourceSecurityGroupId"),
    Field::text(RULE, "GroupId", &["security_group_id"]),
    Field::text(RULE, "GroupName", &[]),
    Field::text(RULE, "Type", &["type"]).property("").absent(Text("ingress")),
    Field::text(RULE, "IpProtocol", &["ip_protocol", "protocol"]),
    Field::number(RULE, "FromPort", &["from_port"], super::Absent::Nothing),
    Field::number(RULE, "ToPort", &["to_port"], super::Absent::Nothing),
    Field::list(RULE, "CidrIp", &["cidr_ipv4", "cidr_blocks"]),
    Field::list(RULE, "CidrIpv6", &["cidr_ipv6", "ipv6_cidr_blocks"]),
    Field::list(RULE, "SourcePrefixListId", &["prefix_list_id", "prefix_list_ids"]),
    Field::text(RULE, "SourceSecurityGroupId", &["referenced_security_group_id", "source_security_group_id"]),
    Field::bool(RULE, "Self", &["self"], false).property(""),
    Field::text(RULE, "Description", &["description"]),
    Field::text(EGRESS, "GroupId", &["security_group_id"]),
    Field::text(EGRESS, "IpProtocol", &["ip_protocol", "protocol"]),
    Field::number(EGRESS, "FromPort", &["from_port"], super::Absent::Nothing),
    Field::number(EGRESS, "ToPort", &["to_port"], super::Absent::Nothing),
    Field::list(EGRESS, "CidrIp", &["cidr_ipv4", "cidr_blocks"]),
    Field::list(EGRESS, "CidrIpv6", &["cidr_ipv6", "ipv6_cidr_blocks"]),
    Field::list(EGRESS, "DestinationPrefixListId", &["prefix_list_id", "prefix_list_ids"]),
    Field::text(EGRESS, "DestinationSecurityGroupId", &["referenced_security_group_id", "source_security_group_id"]),
    Field::text(Kind::PrefixList, "PrefixListName", &["name"]),
    Field::list(Kind::PrefixList, "Cidrs", &["entry.cidr"]).property("Entries.Cidr"),
    Field::text(Kind::PrefixListEntry, "PrefixListId", &["prefix_list_id"]).property(""),
    Field::text(Kind::PrefixListEntry, "Cidr", &["cidr"]).property(""),
];
