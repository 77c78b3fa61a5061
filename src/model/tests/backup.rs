//! What keeps data from being lost: standbys, zones, plans of AWS Backup, and with whom snapshots are shared.

use super::check;
use serde_json::{Value as Json, json};

#[test]
fn a_standby_may_come_from_an_option_of_sql_server() {
    let group = json!({"engine_name": "sqlserver-se", "option": [{"option_name": "Mirroring"}]});
    let check_standby = |database: Json, expected: &str| {
        check(
            &json!({"aws_db_instance.db": database, "aws_db_option_group.g": group.clone()}),
            &[("aws_db_instance.db.standby", expected)],
        );
    };
    check_standby(json!({"engine": "postgres"}), "false");
    check_standby(json!({"engine": "postgres", "multi_az": true}), "true");
    check_standby(json!({"engine": "postgres", "multi_az": "?why"}), "? why");
    check_standby(json!({"engine": "sqlserver-se"}), "false");
    check_standby(json!({"engine": "sqlserver-se", "option_group_name": "@aws_db_option_group.g"}), "true");
    check_standby(
        json!({"engine": "sqlserver-se", "option_group_name": "other"}),
        "? the option group `other` is not in the scanned files",
    );
    check_standby(json!({"engine": "?why"}), "? why");
}

#[test]
fn members_without_a_zone_are_spread() {
    let check_zones = |first: Json, second: Json, expected: &str| {
        let member = |more: Json| {
            let mut member = json!({"cluster_identifier": "@aws_rds_cluster.c"});
            member.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            member
        };
        let mut all = json!({"aws_rds_cluster.c": {"engine": "aurora-mysql"}});
        for (name, more) in [("aws_rds_cluster_instance.a", first), ("aws_rds_cluster_instance.b", second)] {
            if !more.is_null() {
                all[name] = member(more);
            }
        }
        check(&all, &[("aws_rds_cluster.c.spans_zones", expected)]);
    };
    let zone = |name: &str| json!({"availability_zone": name});
    let uncounted = "? how many members it has is not known";
    check_zones(Json::Null, Json::Null, "? no member of it is certainly in the scanned files");
    check_zones(json!({}), Json::Null, "false");
    check_zones(json!({}), json!({}), "true");
    check_zones(zone("eu-west-1a"), json!({}), "true");
    check_zones(zone("eu-west-1a"), zone("eu-west-1b"), "true");
    check_zones(zone("eu-west-1a"), zone("eu-west-1a"), "false");
    check_zones(zone("eu-west-1a"), zone("?why"), "? the zones of its members are not known");
    check_zones(json!({}), json!({"condition": "P is true"}), uncounted);
    check_zones(json!({"uncounted": true}), Json::Null, "? no member of it is certainly in the scanned files");
    check_zones(json!({}), json!({"uncounted": true}), uncounted);
}

#[test]
fn a_plan_selects_by_arn_or_by_tag() {
    let check_plan = |selection: Json, expected: &str| {
        let database = json!({"engine": "mysql", "identifier": "orders", "tags": {"backup": "daily"}});
        let other = json!({"bucket": "b"});
        let all = json!({"aws_db_instance.db": database, "aws_db_snapshot.other": other,
            "aws_backup_selection.s": selection});
        check(&all, &[("aws_db_instance.db.in_backup_plan", expected)]);
    };
    let unsure = "? whether aws_backup_selection.s selects it is not known";
    let tag = |key: &str, value: &str| json!([{"type": "STRINGEQUALS", "key": key, "value": value}]);
    check_plan(json!({"resources": ["@aws_db_instance.db#arn"]}), "true");
    check_plan(json!({"resources": ["@aws_db_snapshot.other#arn"]}), "false");
    check_plan(json!({"resources": ["@data.aws_db_instance.db#arn"]}), unsure);
    check_plan(json!({"resources": ["arn:aws:rds:*:*:db:*"]}), "true");
    check_plan(json!({"resources": ["arn:aws:ec2:*:*:volume/*"]}), "false");
    check_plan(json!({"resources": "?why"}), unsure);
    check_plan(json!({"resources": ["!begins arn:aws:dynamodb:"]}), "false");
    check_plan(json!({"selection_tag": tag("backup", "daily")}), "true");
    check_plan(json!({"selection_tag": tag("backup", "weekly")}), "false");
    check_plan(json!({"selection_tag": tag("backup", "?why")}), unsure);
    check_plan(json!({"selection_tag": tag("?why", "daily")}), unsure);
    check_plan(json!({}), "true");
    check_plan(json!({"resources": ["*"], "not_resources": ["arn:aws:rds:*:*:db:x"]}), unsure);
    check_plan(json!({"resources": ["*"], "condition": "P is true"}), unsure);
    check_plan(json!({"resources": ["@aws_db_instance.db"], "selection_tag": tag("a", "b")}), unsure);
    check(
        &json!({"aws_db_instance.db": {"engine": "mysql"}}),
        &[("aws_db_instance.db.in_backup_plan", "? no selection of AWS Backup is in the scanned files")],
    );
}

#[test]
fn a_snapshot_has_the_key_of_its_database() {
    let check_key = |database: Json, expected: &str| {
        let snapshot = json!({"db_instance_identifier": "@aws_db_instance.db#identifier"});
        let all = json!({"aws_db_instance.db": database, "aws_db_snapshot.s": snapshot});
        check(&all, &[("aws_db_snapshot.s.customer_managed_key", expected)]);
    };
    check_key(json!({"engine": "mysql"}), "false");
    check_key(json!({"engine": "mysql", "kms_key_id": "alias/aws/rds"}), "false");
    check_key(json!({"engine": "mysql", "kms_key_id": "alias/orders"}), "true");
    check_key(json!({"replicate_source_db": "x"}), "? a replica has the key of its source");
    check(
        &json!({"aws_db_snapshot.s": {"db_instance_identifier": "orders"}}),
        &[("aws_db_snapshot.s.customer_managed_key", "? the DB instance `orders` is not in the scanned files")],
    );
}

#[test]
fn everyone_is_no_account() {
    let check_shared = |accounts: Json, expected: &str| {
        check(
            &json!({"aws_db_snapshot.s": {"shared_accounts": accounts}}),
            &[("aws_db_snapshot.s.shared_with_accounts", expected)],
        );
    };
    check_shared(json!(null), "false");
    check_shared(json!([]), "false");
    check_shared(json!(["all"]), "false");
    check_shared(json!(["123456789012"]), "true");
    check_shared(json!(["all", "123456789012"]), "true");
    check_shared(json!(["?why"]), "? why");
}
