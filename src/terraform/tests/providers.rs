//! The tags that providers add to resources, and which provider a resource has.

use super::{chain, evaluated, shown, text};

/// Checks the tags of databases, `none` where there are none, and that there are no problems.
fn check(files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let (_, evaluation) = evaluated(files);
    let tags = evaluation.resources.iter().map(|resource| {
        let tags = resource.attributes.get("tags").map_or_else(|| "none".to_owned(), text);
        (resource.address.to_string(), tags)
    });
    let expected = expected.iter().map(|(address, tags)| ((*address).to_owned(), (*tags).to_owned()));
    assert_eq!(tags.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    let problems: Vec<_> = evaluation.problems.iter().map(|problem| &problem.message).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

/// Checks the tags of `aws_db_instance.db` with some arguments, beside declarations.
fn one(arguments: &str, declarations: &str, expected: &str) {
    let main = format!("resource \"aws_db_instance\" \"db\" {{\n{arguments}\n}}\n{declarations}");
    check(&[("main.tf", &main)], &[("aws_db_instance.db", expected)]);
}

/// Checks the tags of `aws_db_instance.db` with some arguments, under the default tags `{ a = 1, b = 2 }`.
fn over(arguments: &str, expected: &str) {
    let provider = "provider \"aws\" {\n  default_tags {\n    tags = { a = 1, b = 2 }\n  }\n}\nvariable \"unset\" {}";
    one(arguments, provider, expected);
}

const ALIASES: &str = r#"
    provider "aws" {
      default_tags {
        tags = { from = "default" }
      }
    }
    provider "aws" {
      alias = "west"
      default_tags {
        tags = { from = "west" }
      }
    }
    provider "aws" {
      alias = "bare"
    }"#;

#[test]
fn the_tags_of_a_resource_win() {
    over("", "{a = 1, b = 2}");
    over("tags = { c = 3 }", "{a = 1, b = 2, c = 3}");
    over("tags = { b = 3 }", "{a = 1, b = 3}");
    over("tags = {}", "{a = 1, b = 2}");
    over("tags = null", "{a = 1, b = 2}");
    over("tags = { a = null, c = null }", "{a = 1, b = 2}");
    over("tags = { a = var.unset }", "{a = ?(var.unset has no value), b = 2}");
    over("tags = { a = var.unset ? 3 : null }", "{a = 3 if var.unset is true | 1 if var.unset is false, b = 2}");
    over(
        "tags = var.unset ? { c = 3 } : null",
        "{a = 1, b = 2, c = 3} if var.unset is true | {a = 1, b = 2} if var.unset is false",
    );
    over("tags = var.unset", "?(var.unset has no value)");
}

#[test]
fn default_tags_are_evaluated() {
    let provider =
        |inside: &str| format!("variable \"unset\" {{}}\nlocals {{ team = \"x\" }}\nprovider \"aws\" {{\n{inside}\n}}");
    let tags = |tags: &str| provider(&format!("default_tags {{\n tags = {tags}\n}}"));
    one("", &tags("{ team = local.team }"), "{team = \"x\"}");
    one("", &tags("merge({ a = 1 }, { b = null })"), "{a = 1}");
    one("tags = { a = 1 }", &tags("{ (local.team) = var.unset }"), "{x = ?(var.unset has no value), a = 1}");
    one("tags = { a = 1 }", &tags("var.unset"), "?(var.unset has no value)");
    one("tags = { a = 1 }", &tags("null"), "{a = 1}");
    one("", &tags("null"), "none");
    one("", &provider("region = \"eu-west-1\""), "none");
    let dynamic = |all: &str| {
        provider(&format!(
            "dynamic \"default_tags\" {{\n for_each = {all}\n content {{\n tags = default_tags.value\n }}\n}}"
        ))
    };
    one("", &dynamic("[{ a = 1 }]"), "{a = 1}");
    one("", &dynamic("[]"), "none");
    one("", &dynamic("var.unset ? [{ a = 1 }] : []"), "{a = 1} if var.unset is true | null if var.unset is false");
    one("", &dynamic("var.unset"), "?(the number of default_tags blocks is not known: var.unset has no value)");
}

#[test]
fn a_resource_has_the_provider_that_it_names() {
    one("", ALIASES, "{from = \"default\"}");
    one("provider = aws", ALIASES, "{from = \"default\"}");
    one("provider = aws.west", ALIASES, "{from = \"west\"}");
    one("provider = \"aws.west\"", ALIASES, "{from = \"west\"}");
    one("provider = aws.bare", ALIASES, "none");
    let nowhere = "?(the provider aws.east is configured nowhere in the scanned files)";
    one("provider = aws.east\ntags = { a = 1 }", ALIASES, nowhere);
    one("tags = { a = 1 }", "", "{a = 1}");
    let each = r#"
        provider "aws" {
          alias    = "by_region"
          for_each = toset(["x", "y"])
          default_tags {
            tags = { from = each.key }
          }
        }
        variable "unset" {}"#;
    one("provider = aws.by_region[\"y\"]", each, "{from = \"y\"}");
    one("provider = aws.by_region[var.unset]", each, "?(which of the providers aws.by_region it is is not known)");
}

#[test]
fn only_what_has_tags_in_the_model_gets_any() {
    let main = format!("{ALIASES}\nresource \"aws_security_group_rule\" \"r\" {{}}");
    check(&[("main.tf", &main)], &[("aws_security_group_rule.r", "none")]);
}

/// Checks the tags of a database in a module, and of one that has the provider `aws.dst` there.
fn module(arguments: &str, inside: &str, expected: [&str; 2]) {
    let main = format!("{ALIASES}\nmodule \"m\" {{\n  source = \"./m\"\n{arguments}\n}}");
    let module = format!(
        "{inside}\nresource \"aws_rds_cluster\" \"a\" {{}}\nresource \"aws_rds_cluster\" \"b\" {{\n  provider = aws.dst\n}}"
    );
    let addresses = ["module.m.aws_rds_cluster.a", "module.m.aws_rds_cluster.b"];
    let expected: Vec<_> = addresses.into_iter().zip(expected).collect();
    check(&[("main.tf", &main), ("m/main.tf", &module)], &expected);
}

#[test]
fn modules_inherit_the_default_provider_or_are_given_others() {
    let (default, west) = ("{from = \"default\"}", "{from = \"west\"}");
    let unseen = "?(the provider aws.dst is configured nowhere in the scanned files)";
    module("", "", [default, unseen]);
    module("providers = { aws = aws.west }", "", [west, unseen]);
    module("providers = { aws.dst = aws.west }", "", [default, west]);
    module("providers = { aws = aws.west, aws.dst = aws }", "", [west, default]);
    module("providers = { \"aws\" = \"aws.west\", aws.dst = aws.bare }", "", [west, "none"]);
    let nowhere = "?(the provider aws.nowhere is configured nowhere in the scanned files)";
    module("providers = { aws.dst = aws.nowhere }", "", [default, nowhere]);
    // Modules of old have empty blocks for what they are given.
    let proxies = "provider \"aws\" {}\nprovider \"aws\" {\n  alias = \"dst\"\n}";
    module("providers = { aws = aws.west, aws.dst = aws.west }", proxies, [west, west]);
    let own = "provider \"aws\" {\n  default_tags {\n    tags = { from = \"module\" }\n  }\n}";
    module("providers = { aws.dst = aws.west }", own, ["{from = \"module\"}", west]);
}

#[test]
fn providers_go_through_several_calls() {
    let main = format!("{ALIASES}\nmodule \"m\" {{\n  source = \"./m\"\n  providers = {{ aws.one = aws.west }}\n}}");
    let outer = "module \"n\" {\n  source = \"../n\"\n  providers = { aws = aws.one }\n}";
    let files = [("main.tf", &*main), ("m/main.tf", outer), ("n/main.tf", "resource \"aws_db_instance\" \"db\" {}")];
    check(&files, &[("module.m.module.n.aws_db_instance.db", "{from = \"west\"}")]);
}

#[test]
fn providers_are_overridden_and_written_as_json() {
    let main = format!("{ALIASES}\nresource \"aws_db_instance\" \"db\" {{\n  provider = aws.west\n}}");
    let over = "provider \"aws\" {\n  alias = \"west\"\n  default_tags {\n    tags = { from = \"override\" }\n  }\n}";
    check(&[("main.tf", &main), ("override.tf", over)], &[("aws_db_instance.db", "{from = \"override\"}")]);
    let implied = over.replace("alias = \"west\"", "");
    let bare = "resource \"aws_db_instance\" \"db\" {}";
    check(&[("main.tf", bare), ("override.tf", &implied)], &[("aws_db_instance.db", "{from = \"override\"}")]);
    let json = r#"{
        "provider": {"aws": [{"default_tags": {"tags": {"a": "1"}}}, {"alias": "x", "default_tags": [{"tags": {"b": "2"}}]}]},
        "resource": {"aws_db_instance": {"db": {}, "other": {"provider": "aws.x"}}}
    }"#;
    check(
        &[("main.tf.json", json)],
        &[("aws_db_instance.db", "{a = \"1\"}"), ("aws_db_instance.other", "{b = \"2\"}")],
    );
}

#[test]
fn what_follows_from_the_provider_can_be_referred_to() {
    let declarations = r#"
        provider "aws" {
          region = "eu-west-1"
          default_tags {
            tags = { from = "default" }
          }
        }
        provider "aws" {
          alias = "west"
        }
        data "aws_region" "here" {}
        data "aws_region" "west" { provider = aws.west }
        data "aws_default_tags" "here" {}
        resource "aws_s3_bucket" "k" { tags = { k = 1 } }"#;
    for (expression, expected) in [
        ("aws_s3_bucket.k.tags_all", "{from = \"default\", k = 1}"),
        ("data.aws_default_tags.here.tags", "{from = \"default\"}"),
        ("{ r = data.aws_region.here.name }", "{from = \"default\", r = \"eu-west-1\"}"),
        (
            "{ r = data.aws_region.west.region }",
            "{from = \"default\", r = ?(data.aws_region.west.region is read when Terraform runs)}",
        ),
    ] {
        one(&format!("tags = {expression}"), declarations, expected);
    }
}

#[test]
fn a_provider_twice_is_a_problem() {
    let twice = "provider \"aws\" {}\nprovider \"aws\" {}\nresource \"aws_db_instance\" \"db\" {}";
    let (_, evaluation) = evaluated(&[("main.tf", twice)]);
    let problems: Vec<_> = evaluation.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(problems, ["provider.aws is declared twice"]);
}

#[test]
fn a_tag_knows_the_default_tags_that_it_is_of() {
    let main = r#"variable "team" { default = "x" }
provider "aws" {
  default_tags {
    tags = { Team = var.team }
  }
}
resource "aws_db_instance" "db" {
  tags = { Own = "y" }
}"#;
    let (sources, evaluation) = evaluated(&[("main.tf", main)]);
    let tags = evaluation.resources[0].attributes["tags"].as_map().unwrap();
    insta::assert_snapshot!(chain(&sources, &tags["Team"]), @r#"
    default tags of aws @ default_tags
    reference var.team @ var.team
    default of team @ "x"
    written @ "x"
    "#);
    insta::assert_snapshot!(chain(&sources, &tags["Own"]), @r#"written @ "y""#);
}

#[test]
fn configurations_of_the_postgresql_provider_are_resources() {
    let main = r#"
        variable "mode" { default = "disable" }
        provider "postgresql" {
          host    = aws_db_instance.db.address
          sslmode = var.mode
        }
        provider "postgresql" {
          alias = "reports"
          host  = "reports.example.org"
          clientcert {
            cert = "client.pem"
          }
        }
        provider "postgresql" {
          alias = "given"
        }
        provider "random" {
          host = "no"
        }
        resource "aws_db_instance" "db" {}
        resource "postgresql_role" "app" {}
        resource "postgresql_role" "reports" {
          provider = postgresql.reports
        }
        resource "postgresql_role" "nobody" {
          provider = postgresql.none
        }
        module "inner" {
          source    = "./inner"
          providers = { postgresql = postgresql.reports }
        }"#;
    let inner = "resource \"postgresql_database\" \"app\" {}";
    insta::assert_snapshot!(shown(&[("main.tf", main), ("inner/main.tf", inner)]), @r#"
    aws_db_instance.db
    postgresql_role.app
      provider = "provider.postgresql"
    postgresql_role.reports
      provider = "provider.postgresql.reports"
    postgresql_role.nobody
      provider = ?(the provider postgresql.none is configured nowhere in the scanned files)
    provider.postgresql
      host = ?(aws_db_instance.db.address is known only after apply, is address of aws_db_instance.db)
      sslmode = "disable"
    provider.postgresql.reports
      alias = "reports"
      host = "reports.example.org"
      clientcert = [{cert = "client.pem"}]
    module.inner.postgresql_database.app
      provider = "provider.postgresql.reports"
    "#);
}

#[test]
fn a_module_may_call_the_postgresql_provider_otherwise() {
    let required = "terraform {\n  required_providers {\n    pg = { source = \"registry.terraform.io/Cyrilgdn/postgresql\" }\n    \
                    other = { source = \"someone/else\" }\n  }\n}\n";
    let rest = "provider \"pg\" {\n  sslmode = \"disable\"\n}\nprovider \"other\" {\n  sslmode = \"disable\"\n}\n\
                resource \"postgresql_role\" \"app\" {\n  provider = pg\n}\n";
    let found = "postgresql_role.app\n  provider = \"provider.pg\"\nprovider.pg\n  sslmode = \"disable\"\n";
    assert_eq!(shown(&[("a.tf", required), ("b.tf", rest)]), found);
    for list in [r#"{"pg": {"source": "cyrilgdn/postgresql"}}"#, r#"[{"pg": {"source": "cyrilgdn/postgresql"}}]"#] {
        let json = format!(r#"{{"terraform": {{"required_providers": {list}}}}}"#);
        assert_eq!(shown(&[("a.tf.json", &json), ("b.tf", rest)]), found);
    }
    let (_, evaluation) = evaluated(&[("a.tf", required), ("b.tf", rest)]);
    assert_eq!(&*evaluation.resources[1].type_name, "provider.postgresql");
}
