//! Subnets with their routes and ACLs, and who reaches a database from where.

use super::check;
use crate::value::Truth;
use serde_json::{Value as Json, json};

/// A database in one subnet, with what else there is.
fn around(more: &Json) -> Json {
    let mut all = json!({
        "aws_vpc.v": {},
        "aws_internet_gateway.g": {},
        "aws_subnet.s": {"vpc_id": "@aws_vpc.v"},
        "aws_db_subnet_group.g": {"subnet_ids": ["@aws_subnet.s"]},
        "aws_db_instance.db": {"engine": "postgres", "db_subnet_group_name": "@aws_db_subnet_group.g#name"},
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

fn route(gateway: &str) -> Json {
    json!({"route_table_id": "@aws_route_table.t", "destination_cidr_block": "0.0.0.0/0", "gateway_id": gateway})
}

const PUBLIC: &str = "aws_db_instance.db.in_public_subnet";

#[test]
fn a_route_to_an_internet_gateway_makes_a_subnet_public() {
    let table = |routes: Json| {
        around(&json!({
            "aws_route_table.t": {"route": routes},
            "aws_route_table_association.a": {"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_route_table.t"},
        }))
    };
    let to = |cidr: &str, gateway: &str| json!([{"cidr_block": cidr, "gateway_id": gateway}]);
    for (routes, expected) in [
        (to("0.0.0.0/0", "@aws_internet_gateway.g"), "true"),
        (to("0.0.0.0/0", "@aws_internet_gateway.elsewhere"), "true"),
        (to("0.0.0.0/0", "@data.aws_internet_gateway.g"), "true"),
        (to("0.0.0.0/0", "@aws_vpn_gateway.g"), "false"),
        (to("0.0.0.0/0", "igw-1"), "true"),
        (to("0.0.0.0/0", "vgw-1"), "false"),
        (to("0.0.0.0/0", "!begins igw-"), "true"),
        (to("0.0.0.0/0", "!begins vgw-"), "false"),
        (to("0.0.0.0/0", "!begins i"), "? parameter V has no default"),
        (to("0.0.0.0/0", "?why"), "? why"),
        (to("10.0.0.0/8", "?why"), "false"),
        (to("?why", "igw-1"), "? why"),
        (json!([{"ipv6_cidr_block": "::/0", "gateway_id": "igw-1"}]), "true"),
        (json!([{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}]), "false"),
        (json!("?why"), "? why"),
        (
            json!({"one of": {"P is true": to("0.0.0.0/0", "igw-1"), "P is false": []}}),
            "? it depends on whether P is true",
        ),
        (json!([]), "false"),
    ] {
        check(&table(routes), &[(PUBLIC, expected)]);
    }
}

#[test]
fn a_subnet_has_the_table_that_it_is_given_or_the_main_one() {
    let table = |association: Json, more: Json| {
        let mut all = around(&json!({
            "aws_route_table.t": {},
            "aws_route.r": route("igw-1"),
            "aws_route_table_association.a": association,
            "aws_subnet.x": {"vpc_id": "@aws_vpc.v"},
        }));
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    };
    let given = json!({"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_route_table.t"});
    let unknown = json!({"subnet_id": "?why", "route_table_id": "@aws_route_table.t"});
    let perhaps =
        json!({"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_route_table.t", "condition": "P is true"});
    let main =
        json!({"aws_main_route_table_association.m": {"vpc_id": "@aws_vpc.v", "route_table_id": "@aws_route_table.t"}});
    let nothing = json!({});
    let other = json!({"subnet_id": "@aws_subnet.x", "route_table_id": "@aws_route_table.t"});
    let private = json!({"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_route_table.private"});
    let default = json!({"aws_default_route_table.d": {"default_route_table_id": "@aws_vpc.v#default_route_table_id", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}});
    let by_vpc = json!({"aws_route.m": {"route_table_id": "@aws_vpc.v#main_route_table_id", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}});
    let to_main = json!({"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_vpc.v#main_route_table_id"});
    let mut with_private = main.clone();
    with_private["aws_route_table.private"] = json!({});
    let outside = json!({"aws_subnet.s": {"vpc_id": "vpc-1"}});
    for (association, more, expected) in [
        (&given, &nothing, "true"),
        (&unknown, &nothing, "? why"),
        (&perhaps, &nothing, "? it depends on whether P is true"),
        (&other, &nothing, "false"),
        (&other, &main, "true"),
        (&private, &with_private, "false"),
        (&other, &default, "true"),
        (&other, &by_vpc, "true"),
        (&to_main, &by_vpc, "true"),
        (&to_main, &nothing, "false"),
        (&other, &outside, "? the main route table of its VPC is not known"),
    ] {
        check(&table(association.clone(), more.clone()), &[(PUBLIC, expected)]);
    }
}

#[test]
fn the_first_entry_of_an_acl_that_fits_decides() {
    let acl =
        |entries: Json| around(&json!({"aws_network_acl.a": {"subnet_ids": ["@aws_subnet.s"], "ingress": entries}}));
    let entry = |number: Json, action: &str, cidr: &str, from: u32, to: u32| json!({"rule_no": number, "action": action, "protocol": "tcp", "cidr_block": cidr, "from_port": from, "to_port": to});
    let all = |number: u32, action: &str| entry(json!(number), action, "0.0.0.0/0", 0, 65535);
    for (entries, expected) in [
        (json!([all(1, "allow")]), "true"),
        (json!([all(2, "allow"), all(1, "deny")]), "false"),
        (json!([all(1, "allow"), all(2, "deny")]), "true"),
        (json!([entry(json!(1), "deny", "0.0.0.0/0", 80, 80), all(2, "allow")]), "true"),
        (json!([entry(json!(1), "deny", "198.51.100.0/24", 0, 65535), all(2, "allow")]), "true"),
        (json!([entry(json!(1), "allow", "10.0.0.0/8", 0, 65535)]), "false"),
        (json!([entry(json!(1), "?why", "0.0.0.0/0", 0, 65535), all(2, "deny")]), "? why"),
        (json!([entry(json!("?why"), "allow", "0.0.0.0/0", 0, 65535)]), "? why"),
        (json!([all(1, "deny"), entry(json!(2), "allow", "?why", 0, 65535)]), "false"),
        (json!([]), "false"),
    ] {
        check(&acl(entries), &[("aws_db_instance.db.network_acl_open", expected)]);
    }
    check(&around(&json!({})), &[("aws_db_instance.db.network_acl_open", "false")]);
}

/// What a link of the path may be: open, closed or not known.
const STATES: [Truth; 3] = [Truth::True, Truth::False, Truth::Unknown];

/// A value for each state.
fn pick(state: Truth, open: Json, closed: Json) -> Json {
    match state {
        Truth::True => open,
        Truth::False => closed,
        Truth::Unknown => json!("?why"),
    }
}

#[test]
fn a_database_is_reached_where_every_link_of_the_path_is_open() {
    for (address, gateway, range, entry) in STATES.into_iter().flat_map(|a| {
        STATES
            .into_iter()
            .flat_map(move |g| STATES.into_iter().flat_map(move |r| STATES.into_iter().map(move |e| (a, g, r, e))))
    }) {
        let resources = around(&json!({
            "aws_route_table.t": {},
            "aws_route.r": pick(gateway, route("igw-1"), route("vgw-1")).as_object().map_or_else(|| route("?why"), |map| map.clone().into()),
            "aws_route_table_association.a": {"subnet_id": "@aws_subnet.s", "route_table_id": "@aws_route_table.t"},
            "aws_network_acl.a": {"subnet_ids": ["@aws_subnet.s"], "ingress": [
                {"rule_no": 1, "action": pick(entry, json!("allow"), json!("deny")), "protocol": "-1", "cidr_block": "0.0.0.0/0"}
            ]},
            "aws_security_group.f": {"ingress": [{"protocol": "tcp", "from_port": 5432, "to_port": 5432,
                "cidr_blocks": [pick(range, json!("0.0.0.0/0"), json!("10.0.0.0/8"))]}]},
            "aws_db_instance.db": {
                "engine": "postgres", "db_subnet_group_name": "@aws_db_subnet_group.g#name",
                "vpc_security_group_ids": ["@aws_security_group.f"],
                "publicly_accessible": pick(address, json!(true), json!(false)),
            },
        }));
        let expected = match address.and(gateway).and(range).and(entry) {
            Truth::True => "true",
            Truth::False => "false",
            Truth::Unknown => "? why",
        };
        check(&resources, &[("aws_db_instance.db.reachable_from_internet", expected)]);
    }
}
