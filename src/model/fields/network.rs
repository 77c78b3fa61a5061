//! The links and facts of the network around databases.

use super::Kind::{
    ClassicSecurityGroup, ClassicSecurityGroupRule, DbCluster, DbInstance, FlowLog, NetworkAcl, NetworkAclAssociation,
    NetworkAclEntry, PrefixList, PrefixListEntry, Proxy, ProxyEndpoint, Route, RouteTable, RouteTableAssociation,
    SecurityGroup, SecurityGroupEgressRule, SecurityGroupRule, Subnet, SubnetGroup, Vpc, VpcEndpoint, Workload,
};
use super::facts::{OPEN, fact};
use super::links::{one, several};
use super::{Fact, Link, Type};

/// The links. A table or an ACL may be given by what its VPC says of its own.
pub(super) const LINKS: &[Link] = &[
    several(Workload, "security_groups", SecurityGroup, "SecurityGroupIds", "workloads"),
    several(Workload, "interface_security_groups", SecurityGroup, "InterfaceSecurityGroupIds", ""),
    several(SecurityGroup, "source_groups", SecurityGroup, "SourceGroups", "destination_groups"),
    one(SecurityGroup, "vpc", Vpc, "VpcId", "security_groups"),
    one(SecurityGroupRule, "source_group", SecurityGroup, "SourceSecurityGroupId", "rules_from"),
    several(SecurityGroupRule, "prefix_lists", PrefixList, "SourcePrefixListId", "rules"),
    one(SecurityGroupEgressRule, "security_group", SecurityGroup, "GroupId", "egress_rules"),
    one(PrefixListEntry, "prefix_list", PrefixList, "PrefixListId", "entries"),
    several(SubnetGroup, "subnets", Subnet, "SubnetIds", "subnet_groups"),
    several(Proxy, "subnets", Subnet, "VpcSubnetIds", "proxies"),
    one(Workload, "subnet", Subnet, "SubnetId", "workloads"),
    one(Workload, "interface_subnet", Subnet, "InterfaceSubnetId", ""),
    one(Subnet, "vpc", Vpc, "VpcId", "subnets"),
    one(RouteTable, "vpc", Vpc, "VpcId", "route_tables"),
    one(RouteTable, "default_of", Vpc, "DefaultRouteTableId", "default_route_tables"),
    one(Route, "route_table", RouteTable, "RouteTableId", "routes"),
    one(Route, "main_of", Vpc, "RouteTableId", "main_routes"),
    one(RouteTableAssociation, "route_table", RouteTable, "RouteTableId", "associations"),
    one(RouteTableAssociation, "main_of", Vpc, "RouteTableId", ""),
    one(RouteTableAssociation, "subnet", Subnet, "SubnetId", "route_table_associations"),
    one(RouteTableAssociation, "vpc", Vpc, "VpcId", "main_associations"),
    one(NetworkAcl, "vpc", Vpc, "VpcId", "network_acls"),
    one(NetworkAcl, "default_of", Vpc, "DefaultNetworkAclId", "default_network_acls"),
    several(NetworkAcl, "subnets", Subnet, "SubnetIds", "network_acls"),
    one(NetworkAclEntry, "network_acl", NetworkAcl, "NetworkAclId", "entries"),
    one(NetworkAclAssociation, "network_acl", NetworkAcl, "NetworkAclId", "associations"),
    one(NetworkAclAssociation, "subnet", Subnet, "SubnetId", "network_acl_associations"),
    one(FlowLog, "vpc", Vpc, "ResourceId", "flow_logs"),
    one(FlowLog, "subnet", Subnet, "ResourceId", "flow_logs"),
    one(VpcEndpoint, "vpc", Vpc, "VpcId", "endpoints"),
];

/// The facts.
pub(super) const FACTS: &[Fact] = &[
    fact(DbInstance, "ports_open_to_world", Type::Bool, OPEN),
    fact(DbInstance, "ports_open_to_wide_range", Type::Bool, WIDE),
    fact(DbInstance, "all_ports_open", Type::Bool, ALL_PORTS),
    fact(DbInstance, "egress_open", Type::Bool, EGRESS),
    fact(DbInstance, "default_security_group", Type::Bool, DEFAULT_GROUP),
    fact(DbInstance, "reachable_from_internet", Type::Bool, REACHABLE),
    fact(DbInstance, "in_public_subnet", Type::Bool, PUBLIC_SUBNET),
    fact(DbInstance, "nat_route", Type::Bool, NAT),
    fact(DbInstance, "network_acl_open", Type::Bool, ACL),
    fact(DbInstance, "in_default_vpc", Type::Bool, DEFAULT_VPC),
    fact(DbInstance, "default_port", Type::Bool, DEFAULT_PORT),
    fact(DbCluster, "ports_open_to_world", Type::Bool, OPEN),
    fact(DbCluster, "ports_open_to_wide_range", Type::Bool, WIDE),
    fact(DbCluster, "all_ports_open", Type::Bool, ALL_PORTS),
    fact(DbCluster, "egress_open", Type::Bool, EGRESS),
    fact(DbCluster, "default_security_group", Type::Bool, DEFAULT_GROUP),
    fact(DbCluster, "reachable_from_internet", Type::Bool, REACHABLE),
    fact(DbCluster, "in_public_subnet", Type::Bool, PUBLIC_SUBNET),
    fact(DbCluster, "nat_route", Type::Bool, NAT),
    fact(DbCluster, "network_acl_open", Type::Bool, ACL),
    fact(DbCluster, "in_default_vpc", Type::Bool, DEFAULT_VPC),
    fact(DbCluster, "default_port", Type::Bool, DEFAULT_PORT),
    fact(Proxy, "ports_open_to_world", Type::Bool, OPEN),
    fact(Proxy, "ports_open_to_wide_range", Type::Bool, WIDE),
    fact(Proxy, "all_ports_open", Type::Bool, ALL_PORTS),
    fact(Proxy, "egress_open", Type::Bool, EGRESS),
    fact(Proxy, "default_security_group", Type::Bool, DEFAULT_GROUP),
    fact(ProxyEndpoint, "ports_open_to_world", Type::Bool, OPEN),
    fact(ProxyEndpoint, "ports_open_to_wide_range", Type::Bool, WIDE),
    fact(ProxyEndpoint, "all_ports_open", Type::Bool, ALL_PORTS),
    fact(ProxyEndpoint, "egress_open", Type::Bool, EGRESS),
    fact(ProxyEndpoint, "default_security_group", Type::Bool, DEFAULT_GROUP),
    fact(DbInstance, "classic_network", Type::Bool, CLASSIC),
    fact(ClassicSecurityGroup, "classic_network", Type::Bool, CLASSIC),
    fact(ClassicSecurityGroupRule, "classic_network", Type::Bool, CLASSIC),
    fact(ClassicSecurityGroup, "open_to_world", Type::Bool, "Whether it lets in every address of the internet"),
    fact(
        ClassicSecurityGroup,
        "open_to_wide_range",
        Type::Bool,
        "Whether it lets in more than 256 addresses, but not all",
    ),
    fact(ClassicSecurityGroupRule, "open_to_world", Type::Bool, "Whether it lets in every address of the internet"),
    fact(
        ClassicSecurityGroupRule,
        "open_to_wide_range",
        Type::Bool,
        "Whether it lets in more than 256 addresses, but not all",
    ),
    fact(Subnet, "public", Type::Bool, "Whether its route table sends traffic to an internet gateway"),
    fact(SubnetGroup, "single_zone", Type::Bool, "Whether all its subnets lie in one availability zone"),
    fact(Vpc, "hosts_database", Type::Bool, "Whether a database of the source is in it"),
    fact(Vpc, "flow_logged", Type::Bool, "Whether flow logs are kept of it, or of its subnets with databases"),
    fact(Vpc, "rds_endpoint", Type::Bool, "Whether it has an endpoint for the API of RDS"),
    fact(Workload, "reaches_database", Type::Bool, "Whether a database of the source lets its security groups in"),
    fact(Workload, "login_open_to_world", Type::Bool, LOGIN),
];

const WIDE: &str = "Whether a security group lets more than 256 addresses reach its port, but not all";
const ALL_PORTS: &str = "Whether a security group opens other ports beside its own to anything but the group itself";
const EGRESS: &str = "Whether a security group lets it connect to every address of the internet";
const DEFAULT_GROUP: &str = "Whether it has the default security group of its VPC";
const REACHABLE: &str = "Whether it has a public address, a subnet that is routed to an internet gateway, and a security group and network ACL that let every address of the internet reach its port";
const PUBLIC_SUBNET: &str = "Whether a subnet of its subnet group is routed to an internet gateway";
const NAT: &str = "Whether a subnet of its subnet group is routed to a NAT gateway";
const ACL: &str = "Whether the network ACL of one of its subnets lets every address of the internet reach its port";
const DEFAULT_VPC: &str =
    "Whether it is in the default VPC, because it names no subnet group, or by the subnets of its group";
const DEFAULT_PORT: &str = "Whether it listens on the port that its engine is known for";
const CLASSIC: &str = "Whether it is, or has, a DB security group of EC2-Classic";
const LOGIN: &str = "Whether it has a public address and lets every address of the internet try SSH or RDP";
