//! The SARIF log, and its schema.

use crate::support::{in_format, rendered, report, webshop};
use rdslint::finding::Report;
use rdslint::report::{Format, Options};
use serde_json::Value as Json;

fn log(report: &Report) -> Json {
    serde_json::from_str(&rendered(report, Format::Sarif, Options::default())).unwrap()
}

#[test]
fn sarif_follows_its_schema() {
    // The published schema has two expressions that no engine accepts.
    let text = include_str!("../../testdata/reports/sarif-2.1.0.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Json = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [report(), webshop(), Report::default()] {
        let log = log(&report);
        let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
fn a_code_flow_ends_at_the_resource() {
    let log = log(&webshop());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let flows = results.iter().filter_map(|result| Some((result, result.get("codeFlows")?)));
    let mut count = 0;
    for (result, flow) in flows {
        let steps = flow[0]["threadFlows"][0]["locations"].as_array().unwrap();
        let places: Vec<&Json> = steps.iter().map(|step| &step["location"]["physicalLocation"]).collect();
        let primary = &result["locations"][0]["physicalLocation"];
        let last = steps.last().unwrap()["location"]["message"]["text"].as_str().unwrap();
        assert!(places.len() > 1 && places.contains(&primary), "{result:#}");
        assert!(places.iter().all(|place| place["region"]["startLine"].is_u64()), "{result:#}");
        assert!(last.starts_with("resource `"), "{result:#}");
        count += 1;
    }
    assert!(count > 5);
}

#[test]
#[expect(clippy::too_many_lines, reason = "the document is long")]
fn sarif() {
    insta::assert_snapshot!(in_format(Format::Sarif), @r#"
    {
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "rdslint",
              "semanticVersion": "0.1.0",
              "rules": [
                {
                  "id": "publicly-accessible",
                  "shortDescription": {
                    "text": "Database has a public address"
                  },
                  "fullDescription": {
                    "text": "Whoever gets the disk has the data."
                  },
                  "help": {
                    "text": "Whoever gets the disk has the data.",
                    "markdown": "Whoever gets the disk has the data.\n\nReferences:\n\n- <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html>\n\nControls: aws-fsbp RDS.3"
                  },
                  "helpUri": "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "properties": {
                    "tags": [
                      "security",
                      "aws",
                      "rds"
                    ],
                    "precision": "high",
                    "tier": "recommended",
                    "security-severity": "9.5",
                    "controls": {
                      "aws-fsbp": [
                        "RDS.3"
                      ]
                    }
                  }
                },
                {
                  "id": "storage-unencrypted",
                  "shortDescription": {
                    "text": "Database storage is not encrypted at rest"
                  },
                  "fullDescription": {
                    "text": "Whoever gets the disk has the data."
                  },
                  "help": {
                    "text": "Whoever gets the disk has the data.",
                    "markdown": "Whoever gets the disk has the data.\n\nReferences:\n\n- <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html>\n\nControls: aws-fsbp RDS.3"
                  },
                  "helpUri": "https://git.example.com/rdslint/storage-unencrypted.md",
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "properties": {
                    "tags": [
                      "security",
                      "aws",
                      "rds"
                    ],
                    "precision": "high",
                    "tier": "recommended",
                    "security-severity": "8.0",
                    "controls": {
                      "aws-fsbp": [
                        "RDS.3"
                      ]
                    }
                  }
                }
              ]
            }
          },
          "invocations": [
            {
              "executionSuccessful": false,
              "toolExecutionNotifications": [
                {
                  "level": "error",
                  "message": {
                    "text": "this list is not closed"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "old,%20unused/a%3Ab.yaml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "startLine": 2,
                          "startColumn": 7,
                          "endLine": 2,
                          "endColumn": 8
                        }
                      }
                    }
                  ]
                },
                {
                  "level": "error",
                  "message": {
                    "text": "permission denied"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "gone.tf",
                          "uriBaseId": "%SRCROOT%"
                        }
                      }
                    }
                  ]
                }
              ]
            }
          ],
          "results": [
            {
              "ruleId": "storage-unencrypted",
              "ruleIndex": 1,
              "level": "error",
              "message": {
                "text": "module.db.aws_db_instance.this stores its data unencrypted; fix: set encrypted = true (replaces an existing instance)"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "main.tf",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 3,
                      "startColumn": 15,
                      "endLine": 3,
                      "endColumn": 20
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "module.db.aws_db_instance.this",
                      "kind": "resource"
                    }
                  ],
                  "message": {
                    "text": "false is written here"
                  }
                }
              ],
              "relatedLocations": [
                {
                  "id": 1,
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "db/main.tf",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 6,
                      "startColumn": 23,
                      "endLine": 6,
                      "endColumn": 36
                    }
                  },
                  "message": {
                    "text": "storage_encrypted is var.encrypted"
                  }
                },
                {
                  "id": 2,
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "db/main.tf",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 5,
                      "startColumn": 1,
                      "endLine": 5,
                      "endColumn": 34
                    }
                  },
                  "message": {
                    "text": "this database"
                  }
                }
              ],
              "codeFlows": [
                {
                  "threadFlows": [
                    {
                      "locations": [
                        {
                          "location": {
                            "physicalLocation": {
                              "artifactLocation": {
                                "uri": "main.tf",
                                "uriBaseId": "%SRCROOT%"
                              },
                              "region": {
                                "startLine": 3,
                                "startColumn": 15,
                                "endLine": 3,
                                "endColumn": 20
                              }
                            },
                            "message": {
                              "text": "false is written here"
                            }
                          }
                        },
                        {
                          "location": {
                            "physicalLocation": {
                              "artifactLocation": {
                                "uri": "db/main.tf",
                                "uriBaseId": "%SRCROOT%"
                              },
                              "region": {
                                "startLine": 6,
                                "startColumn": 23,
                                "endLine": 6,
                                "endColumn": 36
                              }
                            },
                            "message": {
                              "text": "storage_encrypted is var.encrypted"
                            }
                          }
                        },
                        {
                          "location": {
                            "physicalLocation": {
                              "artifactLocation": {
                                "uri": "db/main.tf",
                                "uriBaseId": "%SRCROOT%"
                              },
                              "region": {
                                "startLine": 5,
                                "startColumn": 1,
                                "endLine": 5,
                                "endColumn": 34
                              }
                            },
                            "message": {
                              "text": "this database"
                            }
                          }
                        }
                      ]
                    }
                  ]
                }
              ],
              "partialFingerprints": {
                "rdslint/v1": "0123456789abcdef0123456789abcdef"
              }
            },
            {
              "ruleId": "publicly-accessible",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "aws_db_instance.replica has a public address"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "main.tf",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 8,
                      "startColumn": 25,
                      "endLine": 8,
                      "endColumn": 29
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "aws_db_instance.replica",
                      "kind": "resource"
                    }
                  ]
                }
              ],
              "partialFingerprints": {
                "rdslint/v1": "fedcba9876543210fedcba9876543210"
              },
              "suppressions": [
                {
                  "kind": "inSource",
                  "justification": "behind a firewall"
                }
              ]
            },
            {
              "ruleId": "backups-disabled",
              "level": "warning",
              "message": {
                "text": "aws_db_instance.replica, 100% of it, keeps no backups; fix: set backup_retention_period = 7"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "main.tf",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 7,
                      "startColumn": 1,
                      "endLine": 7,
                      "endColumn": 37
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "aws_db_instance.replica",
                      "kind": "resource"
                    },
                    {
                      "fullyQualifiedName": "aws_db_instance.other[\"a\"]",
                      "kind": "resource"
                    }
                  ],
                  "message": {
                    "text": "not set"
                  }
                }
              ],
              "partialFingerprints": {
                "rdslint/v1": "00112233445566778899aabbccddeeff"
              }
            }
          ],
          "columnKind": "unicodeCodePoints"
        }
      ]
    }
    "#);
}
