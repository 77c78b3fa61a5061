//! The JSON document.

use crate::support::in_format;
use rdslint::report::Format;

#[test]
#[expect(clippy::too_many_lines, reason = "the document is long")]
fn json() {
    insta::assert_snapshot!(in_format(Format::Json), @r#"
    {
      "version": 1,
      "findings": [
        {
          "policy": "storage-unencrypted",
          "severity": "high",
          "message": "module.db.aws_db_instance.this stores its data unencrypted",
          "resource": "module.db.aws_db_instance.this",
          "resources": [
            "module.db.aws_db_instance.this"
          ],
          "file": "main.tf",
          "line": 3,
          "column": 15,
          "end_line": 3,
          "end_column": 20,
          "label": "false is written here",
          "related": [
            {
              "file": "db/main.tf",
              "line": 6,
              "column": 23,
              "end_line": 6,
              "end_column": 36,
              "message": "storage_encrypted is var.encrypted"
            },
            {
              "file": "db/main.tf",
              "line": 5,
              "column": 1,
              "end_line": 5,
              "end_column": 34,
              "message": "this database"
            }
          ],
          "fix": {
            "text": "set encrypted = true",
            "note": "replaces an existing instance",
            "safety": "unsafe"
          },
          "environments": [],
          "fingerprint": "0123456789abcdef0123456789abcdef"
        },
        {
          "policy": "backups-disabled",
          "severity": "medium",
          "message": "aws_db_instance.replica, 100% of it, keeps no backups",
          "resource": "aws_db_instance.replica",
          "resources": [
            "aws_db_instance.replica",
            "aws_db_instance.other[\"a\"]"
          ],
          "file": "main.tf",
          "line": 7,
          "column": 1,
          "end_line": 7,
          "end_column": 37,
          "label": "not set",
          "related": [],
          "fix": {
            "text": "set backup_retention_period = 7",
            "note": null,
            "safety": "safe"
          },
          "environments": [],
          "fingerprint": "00112233445566778899aabbccddeeff"
        }
      ],
      "suppressed": [
        {
          "policy": "publicly-accessible",
          "severity": "critical",
          "message": "aws_db_instance.replica has a public address",
          "resource": "aws_db_instance.replica",
          "resources": [
            "aws_db_instance.replica"
          ],
          "file": "main.tf",
          "line": 8,
          "column": 25,
          "end_line": 8,
          "end_column": 29,
          "label": "",
          "related": [],
          "fix": null,
          "environments": [],
          "fingerprint": "fedcba9876543210fedcba9876543210",
          "suppression": {
            "reason": "behind a firewall",
            "file": "main.tf",
            "line": 8
          }
        }
      ],
      "problems": [
        {
          "kind": "syntax",
          "message": "this list is not closed",
          "file": "old, unused/a:b.yaml",
          "line": 2,
          "column": 7,
          "end_line": 2,
          "end_column": 8
        },
        {
          "kind": "unreadable",
          "message": "permission denied",
          "file": "gone.tf",
          "line": null,
          "column": null,
          "end_line": null,
          "end_column": null
        }
      ],
      "undecided": [
        {
          "policy": "storage-key-default",
          "resource": "module.db.aws_db_instance.this",
          "reason": "var.key has no value",
          "file": "db/main.tf",
          "line": 8,
          "column": 23,
          "end_line": 8,
          "end_column": 30,
          "environments": []
        },
        {
          "policy": "key-missing",
          "resource": "module.db.aws_db_instance.this",
          "reason": "var.key has no value",
          "file": "db/main.tf",
          "line": 8,
          "column": 23,
          "end_line": 8,
          "end_column": 30,
          "environments": []
        }
      ],
      "policies": [
        "publicly-accessible",
        "storage-unencrypted"
      ],
      "summary": {
        "files": 3,
        "databases": 2,
        "environments": 0,
        "findings": 2,
        "critical": 0,
        "high": 1,
        "medium": 1,
        "low": 0,
        "info": 0,
        "decided": 44,
        "passed": 41,
        "failed": 3,
        "undecided": 2,
        "not_applicable": 7,
        "ignored": 1,
        "problems": 2
      }
    }
    "#);
}
