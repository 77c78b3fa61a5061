//! What watches databases.

use super::check;
use serde_json::{Value as Json, json};

#[test]
fn a_cluster_turns_monitoring_on_for_its_members() {
    let cases = [
        (json!({"monitoring_interval": 60}), json!({}), "60", "false"),
        (json!({"monitoring_interval": 0}), json!({"monitoring_interval": 30}), "30", "false"),
        (json!({"monitoring_interval": 60}), json!({"monitoring_interval": 0}), "60", "false"),
        (json!({}), json!({}), "0", "false"),
        (json!({"monitoring_interval": "?why"}), json!({}), "? why", "false"),
        (json!({"monitoring_interval": "?why"}), json!({"monitoring_interval": 30}), "30", "false"),
        (json!({"performance_insights_enabled": true}), json!({}), "0", "true"),
        (json!({}), json!({"performance_insights_enabled": true}), "0", "true"),
    ];
    for (cluster, member, interval, insights) in cases {
        let mut member = member;
        member["cluster_identifier"] = json!("@aws_rds_cluster.c");
        check(
            &json!({"aws_rds_cluster.c": cluster, "aws_rds_cluster_instance.m": member}),
            &[
                ("aws_rds_cluster_instance.m.MonitoringInterval", interval),
                ("aws_rds_cluster_instance.m.EnablePerformanceInsights", insights),
            ],
        );
    }
}

#[test]
fn what_an_unseen_cluster_may_turn_on_is_not_known() {
    let unseen = "? the DB cluster `theirs` is not in the scanned files";
    for (written, expected) in [(json!(null), unseen), (json!(0), "0"), (json!(60), "60")] {
        check(
            &json!({"aws_rds_cluster_instance.m": {"cluster_identifier": "theirs", "monitoring_interval": written}}),
            &[("aws_rds_cluster_instance.m.MonitoringInterval", expected)],
        );
    }
    check(&json!({"aws_rds_cluster_instance.m": {}}), &[("aws_rds_cluster_instance.m.MonitoringInterval", "0")]);
}

#[test]
fn small_classes_have_no_insights() {
    for (engine, class, expected) in [
        ("mysql", "db.t3.micro", "false"),
        ("mysql", "db.t3.medium", "true"),
        ("mariadb", "db.t4g.small", "false"),
        ("postgres", "db.t3.micro", "true"),
        ("db2-se", "db.m6i.large", "false"),
        ("?why", "db.t3.micro", "? why"),
        ("?why", "db.r6g.large", "true"),
    ] {
        let instance = json!({"Engine": engine, "DBInstanceClass": class});
        check(&json!({"AWS::RDS::DBInstance Db": instance}), &[("Db.insights_supported", expected)]);
    }
    check(&json!({"AWS::RDS::DBInstance Db": {}}), &[("Db.insights_supported", "true")]);
}

/// What one subscription of instances beside these says is missing.
fn told(categories: &Json, others: &[Json], expected: &str) {
    let mut all = json!({
        "aws_db_event_subscription.a": {"source_type": "db-instance", "event_categories": categories},
    });
    for (at, other) in others.iter().enumerate() {
        all[format!("aws_db_event_subscription.b{at}")] = other.clone();
    }
    check(&all, &[("aws_db_event_subscription.a.missing_categories", expected)]);
}

#[test]
fn subscriptions_of_a_type_are_taken_together() {
    let three = json!(["failure", "maintenance", "security patching"]);
    told(&json!(null), &[], "[]");
    told(&json!([]), &[], "[]");
    told(&three, &[], "[\"configuration change\"]");
    told(&three, &[json!({"source_type": "db-instance", "event_categories": ["configuration change"]})], "[]");
    let change = "[\"configuration change\"]";
    told(&three, &[json!({"source_type": "db-instance", "enabled": false})], change);
    told(&three, &[json!({"source_type": "db-cluster"})], change);
    told(&three, &[json!({})], "[]");
    told(&three, &[json!({"source_type": "?why"})], "? why");
    told(
        &three,
        &[json!({"source_type": "db-instance", "condition": "P is true"})],
        "? it depends on whether P is true",
    );
    told(&json!(["failure", "?why"]), &[], "? why");
    told(&json!("?why"), &[], "? why");
}

#[test]
fn some_subscriptions_are_not_asked() {
    check(
        &json!({
            "aws_db_event_subscription.a": {"source_type": "db-cluster", "event_categories": ["failure"]},
            "aws_db_event_subscription.b": {"source_type": "db-cluster", "event_categories": ["deletion"]},
            "aws_db_event_subscription.c": {"source_type": "db-cluster", "enabled": false},
            "aws_db_event_subscription.d": {"source_type": "db-snapshot"},
            "aws_db_event_subscription.e": {"source_type": "?why"},
        }),
        &[
            ("aws_db_event_subscription.a.missing_categories", "? why"),
            (
                "aws_db_event_subscription.b.missing_categories",
                "n/a: it is judged together with `aws_db_event_subscription.a`",
            ),
            ("aws_db_event_subscription.c.missing_categories", "n/a: it is turned off"),
            (
                "aws_db_event_subscription.d.missing_categories",
                "n/a: nothing that happens to a db-snapshot has to be told",
            ),
            ("aws_db_event_subscription.e.missing_categories", "? why"),
        ],
    );
}

#[test]
fn log_groups_are_found_by_the_names_within_theirs() {
    check(
        &json!({
            "aws_db_instance.orders": {"identifier": "orders"},
            "aws_rds_cluster.main": {"cluster_identifier": "main"},
            "aws_cloudwatch_log_group.i": {"name": "/aws/rds/instance/orders/postgresql"},
            "aws_cloudwatch_log_group.c": {"name": "/aws/rds/cluster/main/postgresql"},
            "aws_cloudwatch_log_group.o": {"name": "/aws/lambda/orders"},
            "aws_cloudwatch_log_group.b": {"name": "!begins /aws/rds/cluster/main/"},
            "aws_cloudwatch_log_group.u": {"name": "!begins /aws/"},
            "aws_cloudwatch_log_metric_filter.f": {"log_group_name": "/aws/rds/instance/orders/postgresql"},
            "aws_cloudwatch_log_anomaly_detector.d": {"log_group_arn_list": ["@aws_cloudwatch_log_group.c#arn"], "enabled": true},
        }),
        &[
            ("aws_cloudwatch_log_group.i.instance", "-> aws_db_instance.orders"),
            ("aws_cloudwatch_log_group.i.cluster", "-> "),
            ("aws_cloudwatch_log_group.c.cluster", "-> aws_rds_cluster.main"),
            ("aws_cloudwatch_log_group.b.cluster", "-> aws_rds_cluster.main"),
            ("aws_cloudwatch_log_group.i.database_log", "true"),
            ("aws_cloudwatch_log_group.b.database_log", "true"),
            ("aws_cloudwatch_log_group.o.database_log", "false"),
            ("aws_cloudwatch_log_group.u.database_log", "? parameter V has no default"),
            ("aws_cloudwatch_log_group.i.metric_filtered", "true"),
            ("aws_cloudwatch_log_group.c.metric_filtered", "false"),
            ("aws_cloudwatch_log_group.c.anomalies_detected", "true"),
            ("aws_cloudwatch_log_group.i.anomalies_detected", "false"),
        ],
    );
}

/// Whether these alarms watch the instance `orders`.
fn raised(alarm: &Json, expected: &str) {
    let mut alarm = alarm.clone();
    let named = alarm.get("Namespace").is_some() || alarm.get("Metrics").is_some();
    if !named {
        alarm["Namespace"] = json!("AWS/RDS");
    }
    let database = json!({"DBInstanceIdentifier": "orders"});
    check(
        &json!({"AWS::RDS::DBInstance Db": database, "AWS::CloudWatch::Alarm A": alarm}),
        &[("Db.alarm_raised", expected)],
    );
}

#[test]
fn alarms_watch_the_databases_of_their_dimensions() {
    let of = |id: &str| json!([{"Name": "DBInstanceIdentifier", "Value": id}]);
    let actions = json!(["arn:aws:sns:eu-west-1:123456789012:ops"]);
    raised(&json!({"Dimensions": of("orders"), "AlarmActions": actions}), "true");
    raised(&json!({"Dimensions": of("@Db#Ref"), "AlarmActions": actions}), "true");
    raised(&json!({"Dimensions": of("others"), "AlarmActions": actions}), "false");
    raised(&json!({"Dimensions": of("?why"), "AlarmActions": actions}), "? why");
    raised(&json!({"Dimensions": of("orders")}), "false");
    raised(&json!({"Dimensions": of("orders"), "AlarmActions": "?why"}), "? why");
    raised(&json!({"Dimensions": of("orders"), "AlarmActions": actions, "ActionsEnabled": false}), "false");
    raised(&json!({"Namespace": "AWS/EC2", "Dimensions": of("orders"), "AlarmActions": actions}), "false");
    raised(&json!({"AlarmActions": actions}), "? an alarm watches several databases together");
    raised(
        &json!({"Dimensions": of("orders"), "AlarmActions": actions, "condition": "P is true"}),
        "? it depends on whether P is true",
    );
    let metric = json!({"MetricStat": {"Metric": {"Namespace": "AWS/RDS", "Dimensions": of("orders")}}});
    raised(&json!({"Metrics": [{"Expression": "m1 * 2"}, metric], "AlarmActions": actions}), "true");
}

#[test]
fn alarms_of_terraform_have_maps() {
    let alarm = |dimensions: Json| json!({"namespace": "AWS/RDS", "dimensions": dimensions, "alarm_actions": ["a"]});
    check(
        &json!({
            "aws_db_instance.a": {}, "aws_db_instance.b": {}, "aws_rds_cluster.c": {"cluster_identifier": "main"},
            "aws_cloudwatch_metric_alarm.a": alarm(json!({"DBInstanceIdentifier": "@aws_db_instance.a#identifier"})),
            "aws_cloudwatch_metric_alarm.c": alarm(json!({"DBClusterIdentifier": "main", "Role": "WRITER"})),
        }),
        &[
            ("aws_db_instance.a.alarm_raised", "true"),
            ("aws_db_instance.b.alarm_raised", "false"),
            ("aws_rds_cluster.c.alarm_raised", "true"),
        ],
    );
}

#[test]
fn detectors_look_at_logins_unless_told_otherwise() {
    let feature = |name: &str, status: &str| json!([{"Name": name, "Status": status}]);
    for (detector, expected) in [
        (json!({"Enable": true}), "true"),
        (json!({"Enable": false}), "false"),
        (json!({"Enable": true, "Features": feature("RDS_LOGIN_EVENTS", "DISABLED")}), "false"),
        (json!({"Enable": true, "Features": feature("RDS_LOGIN_EVENTS", "ENABLED")}), "true"),
        (json!({"Enable": true, "Features": feature("S3_DATA_EVENTS", "DISABLED")}), "true"),
        (json!({"Enable": true, "Features": feature("RDS_LOGIN_EVENTS", "?why")}), "? why"),
        (
            json!({"Enable": true, "DataSources": {"S3Logs": {"Enable": true}}}),
            "? its data sources are of a time before databases were among them",
        ),
        (json!({"Enable": "?why"}), "? why"),
    ] {
        check(&json!({"AWS::GuardDuty::Detector D": detector}), &[("D.rds_protection", expected)]);
    }
}

#[test]
fn collections_have_databases_by_stack_and_by_tag() {
    let tag = |values: &[&str]| json!({"Tags": [{"AppBoundaryKey": "devops-guru-app", "TagValues": values}]});
    let stacks = |names: &[&str]| json!({"CloudFormation": {"StackNames": names}});
    for (filter, expected) in [
        (stacks(&["*"]), "true"),
        (stacks(&["orders"]), "? what DevOps Guru looks at is not known"),
        (tag(&["*"]), "true"),
        (tag(&["orders"]), "true"),
        (tag(&["others"]), "false"),
    ] {
        let database = json!({"Tags": [{"Key": "devops-guru-app", "Value": "orders"}]});
        let collection = json!({"ResourceCollectionFilter": filter});
        check(
            &json!({"AWS::RDS::DBInstance Db": database, "AWS::DevOpsGuru::ResourceCollection C": collection}),
            &[("Db.devops_guru", expected)],
        );
    }
}
