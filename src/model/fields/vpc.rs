//! The fields of a VPC: subnets, routes, gateways, network ACLs, flow logs and endpoints.

use super::Absent::{self, Bool, Text};
use super::Field;
use super::Kind::{
    FlowLog, GatewayAttachment, InternetGateway, NatGateway, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, Route,
    RouteTable, RouteTableAssociation, Subnet, Vpc, VpcEndpoint,
};

/// The rows, in the order in which `resolve` shows them. What one language writes within a resource and the other beside
/// it, routes of a table and entries of an ACL, stays in its own form where it is written within.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Vpc, "CidrBlock", &["cidr_block"]),
    Field::text(Vpc, "InstanceTenancy", &["instance_tenancy"]).absent(Text("default")),
    Field::bool(Vpc, "EnableDnsSupport", &["enable_dns_support"], true),
    Field::bool(Vpc, "EnableDnsHostnames", &["enable_dns_hostnames"], false),
    Field::text(Subnet, "VpcId", &["vpc_id"]),
    Field::text(Subnet, "CidrBlock", &["cidr_block"]),
    Field::text(Subnet, "Ipv6CidrBlock", &["ipv6_cidr_block"]),
    Field::text(Subnet, "AvailabilityZone", &["availability_zone"]),
    Field::text(Subnet, "AvailabilityZoneId", &["availability_zone_id"]),
    Field::bool(Subnet, "MapPublicIpOnLaunch", &["map_public_ip_on_launch"], false),
    Field::bool(Subnet, "AssignIpv6AddressOnCreation", &["assign_ipv6_address_on_creation"], false),
    // A default table is named by what its VPC says of it.
    Field::text(RouteTable, "VpcId", &["vpc_id"]),
    Field::text(RouteTable, "DefaultRouteTableId", &["default_route_table_id"]).property(""),
    Field::list(RouteTable, "Routes", &["route"]).property(""),
    Field::text(Route, "RouteTableId", &["route_table_id"]),
    Field::text(Route, "DestinationCidrBlock", &["destination_cidr_block"]),
    Field::text(Route, "DestinationIpv6CidrBlock", &["destination_ipv6_cidr_block"]),
    Field::text(Route, "DestinationPrefixListId", &["destination_prefix_list_id"]),
    Field::text(Route, "GatewayId", &["gateway_id"]),
    Field::text(Route, "NatGatewayId", &["nat_gateway_id"]),
    Field::text(RouteTableAssociation, "RouteTableId", &["route_table_id"]),
    Field::text(RouteTableAssociation, "SubnetId", &["subnet_id"]),
    Field::text(RouteTableAssociation, "GatewayId", &["gateway_id"]).property(""),
    Field::text(RouteTableAssociation, "VpcId", &["vpc_id"]).property(""),
    Field::text(InternetGateway, "VpcId", &["vpc_id"]).property(""),
    Field::text(GatewayAttachment, "VpcId", &["vpc_id"]),
    Field::text(GatewayAttachment, "InternetGatewayId", &["internet_gateway_id"]),
    Field::text(NatGateway, "SubnetId", &["subnet_id"]),
    Field::text(NatGateway, "ConnectivityType", &["connectivity_type"]).absent(Text("public")),
    Field::text(NetworkAcl, "VpcId", &["vpc_id"]),
    Field::text(NetworkAcl, "DefaultNetworkAclId", &["default_network_acl_id"]).property(""),
    Field::list(NetworkAcl, "SubnetIds", &["subnet_ids"]).property(""),
    Field::list(NetworkAcl, "Ingress", &["ingress"]).property(""),
    Field::list(NetworkAcl, "Egress", &["egress"]).property(""),
    Field::text(NetworkAclEntry, "NetworkAclId", &["network_acl_id"]),
    Field::number(NetworkAclEntry, "RuleNumber", &["rule_number"], Absent::Nothing),
    Field::bool(NetworkAclEntry, "Egress", &["egress"], false),
    Field::text(NetworkAclEntry, "Protocol", &["protocol"]),
    Field::text(NetworkAclEntry, "RuleAction", &["rule_action"]),
    Field::text(NetworkAclEntry, "CidrBlock", &["cidr_block"]),
    Field::text(NetworkAclEntry, "Ipv6CidrBlock", &["ipv6_cidr_block"]),
    Field::number(NetworkAclEntry, "FromPort", &["from_port"], Absent::Nothing).property("PortRange.From"),
    Field::number(NetworkAclEntry, "ToPort", &["to_port"], Absent::Nothing).property("PortRange.To"),
    Field::text(NetworkAclAssociation, "NetworkAclId", &["network_acl_id"]),
    Field::text(NetworkAclAssociation, "SubnetId", &["subnet_id"]),
    // CloudFormation names what is logged by one property and its kind by another; of these names of ours each is one of
    // Terraform's arguments.
    Field::text(FlowLog, "ResourceId", &["vpc_id", "subnet_id", "eni_id", "transit_gateway_id"]),
    Field::text(FlowLog, "ResourceType", &[]),
    Field::text(FlowLog, "TrafficType", &["traffic_type"]).absent(Text("ALL")),
    Field::text(VpcEndpoint, "VpcId", &["vpc_id"]),
    Field::text(VpcEndpoint, "ServiceName", &["service_name"]),
    Field::text(VpcEndpoint, "VpcEndpointType", &["vpc_endpoint_type"]).absent(Text("Gateway")),
    Field::bool(VpcEndpoint, "PrivateDnsEnabled", &["private_dns_enabled"], false)
        .absent_in_cloudformation(Bool(false)),
    Field::list(VpcEndpoint, "SubnetIds", &["subnet_ids"]),
    Field::list(VpcEndpoint, "SecurityGroupIds", &["security_group_ids"]),
];
