//! The tags that a project's databases get, its providers' own among them, as `resolve` shows them.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use serde_json::Value as Json;
use std::process::Command;

fn resolve(options: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdslint"));
    command.args(["resolve", "."]).args(options).current_dir("testdata/projects/tags");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn each_tag_has_a_line_with_the_place_that_decides() {
    let text = resolve(&[]);
    let shown = text.lines().filter(|line| !line.starts_with(' ') || line.contains(" Tags"));
    let squeezed = shown.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    insta::assert_snapshot!(squeezed.collect::<Vec<_>>().join("\n"), @r"
    Stock instance template.yaml:6
    Tags.Owner shop template.yaml:4:14 written here
    Tags.Revision 2 template.yaml:15:35 written here

    aws_db_instance.shop instance main.tf:1
    Tags.Stage production providers.tf:6:11 written here
    Tags.CostCenter unknown: var.cost_center has no value providers.tf:1:1 variable `cost_center` has no value
    Tags.Backup hourly main.tf:6:34 written here
    Tags.Owner shop main.tf:6:52 written here

    module.orders.aws_rds_cluster.main cluster modules/orders/main.tf:10
    Tags.Stage production providers.tf:6:11 written here
    Tags.CostCenter unknown: var.cost_center has no value providers.tf:1:1 variable `cost_center` has no value
    Tags.Backup daily providers.tf:16:20 written here

    module.orders.aws_rds_cluster.standby cluster modules/orders/main.tf:16
    Tags.Stage production providers.tf:6:11 written here
    Tags.Replica yes providers_override.tf:5:45 written here
    Tags.Owner orders modules/orders/main.tf:21:33 written here
    ");
}

#[test]
fn the_origin_of_a_default_tag_leads_through_its_provider() {
    let document: Json = serde_json::from_str(&resolve(&["--format", "json"])).unwrap();
    let databases = document["databases"].as_array().unwrap();
    let standby = databases.iter().find(|one| one["address"] == "module.orders.aws_rds_cluster.standby").unwrap();
    let origins = standby["fields"]["Tags"]["entries"]["Replica"]["origins"].as_array().unwrap();
    let said = origins.iter().map(|step| format!("{}:{} {}", step["file"], step["line"], step["what"]));
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @r#"
    "providers_override.tf":4 "default tags of provider `aws.ireland`"
    "providers_override.tf":5 "written here"
    "#);
}
