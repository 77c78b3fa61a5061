//! Which files of a directory make a module.

use super::lint;
use insta::assert_snapshot;

#[test]
fn a_file_of_opentofu_stands_for_its_twin() {
    assert_snapshot!(lint(r#"
-- main.tf --
resource "aws_db_instance" "terraform" {}
# rdslint: ignore[storage-unencrypted] nobody reads this
-- main.tofu --
resource "aws_db_instance" "tofu" {}
-- more.tofu.json --
{"resource": {"aws_db_instance": {"json": {"storage_encrypted": true}}}}
-- more.tf.json --
not read at all
-- override.tofu --
resource "aws_db_instance" "tofu" {
  identifier = "named"
}
"#), @r#"
    aws_db_instance.tofu stores its data unencrypted
      main.tofu:1 `storage_encrypted` is not set: false, the default
    1 passed
    "#);
}

#[test]
fn other_files_are_passed_over_quietly() {
    assert_snapshot!(lint(r#"
-- main.tf --
resource "aws_db_instance" "db" {
  storage_encrypted = true
}
-- .main.tf --
oops {
-- main.tftest.hcl --
run "plan" { command = plan }
-- aws.tfmock.hcl --
mock_resource "aws_db_instance" {}
-- .terraform.lock.hcl --
provider "registry.terraform.io/hashicorp/aws" {}
-- .terraform/modules/stale/main.tf --
resource "aws_db_instance" "stale" {}
-- tests/main.tftest.json --
{"run": {"plan": {"command": "plan"}}}
"#), @"1 passed");
}
