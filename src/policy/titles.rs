//! The documents, frameworks and tools that policies name by a short mark, with their titles.
//!
//! The lists are closed, so that a misspelt mark stops the build. Marks that begin with `x-` are left to whoever writes
//! policies of their own: `x-acme: [DB-7]`.

use crate::source::did_you_mean;

/// A mark with the title that it stands for.
pub type Titled = (&'static str, &'static str);

/// The documents whose sections `sources` name.
pub const DOCUMENTS: &[Titled] = &[
    ("S1", "PostgreSQL Security Best Practices (AWS whitepaper, 2024)"),
    ("S2", "Security with Amazon Aurora PostgreSQL (Aurora User Guide)"),
    ("S3", "Using SSL with a PostgreSQL DB instance (RDS User Guide)"),
    ("S4", "AWS RDS for PostgreSQL: encryption in transit and at rest (2021)"),
    ("S5", "Intermediate PostgreSQL security"),
];

/// The sections of the documents in their order, by the documents' marks.
pub(crate) const SECTIONS: &[(&str, &[&str])] = &[
    (
        "S1",
        &[
            "Introduction",
            "AWS Nitro-based instances",
            "Internodal encryption",
            "IAM permissions and policies",
            "Network isolation",
            "VPC flow logs",
            "VPC endpoints for RDS API access",
            "AWS KMS",
            "Encryption at rest",
            "Encryption in transit",
            "Secrets Manager and password rotation",
            "Kerberos authentication",
            "IAM authentication",
            "CloudTrail integration",
            "Event notifications",
            "CloudWatch metrics and alerting",
            "Publish database logs to CloudWatch",
            "Database Activity Streams",
            "Intrusion detection and prevention",
            "Master user",
            "Parameter groups",
            "Patch management",
            "No superuser role",
            "Restricted user password management",
            "SCRAM password encryption",
            "Allowed extensions list",
            "Delegated extension management",
            "Trusted extensions",
            "TLE",
            "AWS JDBC Driver for PostgreSQL",
            "Required SSL/TLS encrypted connections",
            "pgcrypto",
            "Custom DNS resolution for outbound connections",
            "pgAudit",
            "RDS internal user activity logging",
        ],
    ),
    (
        "S2",
        &[
            "Introduction",
            "Restricting password management",
            "Securing data with SSL",
            "Requiring SSL",
            "Determining the SSL connection status",
        ],
    ),
    (
        "S3",
        &[
            "Introduction",
            "Connecting over SSL",
            "Requiring SSL",
            "Determining the SSL connection status",
            "SSL cipher suites",
        ],
    ),
    (
        "S4",
        &[
            "Encryption",
            "Encryption in transit",
            "Force RDS SSL",
            "Force TLS connections from your application",
            "SSLMODE",
            "Verify server identity",
            "Encryption at rest",
            "Data partition encryption",
        ],
    ),
    (
        "S5",
        &[
            "Introduction",
            "Avoid superuser roles",
            "Create custom roles",
            "Establish role inheritance",
            "Revoke public privileges",
            "Enable row-level security",
            "Define security policies",
            "Encrypt sensitive columns",
            "Use full disk encryption",
            "Set granular network restrictions",
            "Separate roles by network",
            "Enable pgaudit",
            "Configure fine-grained logging",
            "PostgreSQL monitoring tools",
            "CloudWatch for AWS Aurora",
            "Alerts for suspicious activity",
            "Remove unused extensions",
            "Lock down data directory",
            "AWS RDS encryption",
            "Network access restrictions",
            "IAM authentication",
            "External identity providers",
        ],
    ),
];

/// The frameworks whose controls `controls` name.
pub const FRAMEWORKS: &[Titled] = &[
    ("aws-fsbp", "AWS Foundational Security Best Practices, in Security Hub"),
    ("cis-aws-3.0", "CIS Amazon Web Services Foundations Benchmark 3.0"),
    ("cis-aws-5.0", "CIS Amazon Web Services Foundations Benchmark 5.0"),
    ("cis-aws-6.0", "CIS Amazon Web Services Foundations Benchmark 6.0"),
    ("cis-aws-db-1.0", "CIS AWS Database Services Benchmark 1.0"),
    ("cis-pg-17", "CIS PostgreSQL 17 Benchmark"),
    ("nist-800-53-r5", "NIST SP 800-53, Revision 5"),
    ("pci-dss-4.0.1", "PCI DSS 4.0.1"),
];

/// The tools whose checks `peers` name.
pub const TOOLS: &[Titled] = &[
    ("aws-config", "AWS Config managed rules"),
    ("cdk-nag", "cdk-nag"),
    ("cfn-guard", "CloudFormation Guard, AWS Guard Rules Registry"),
    ("cfn-lint", "cfn-lint"),
    ("cfn-nag", "cfn_nag"),
    ("cfripper", "CFRipper"),
    ("checkov", "Checkov"),
    ("cloudrail", "Indeni Cloudrail"),
    ("cloudsploit", "CloudSploit"),
    ("control-tower", "AWS Control Tower proactive controls"),
    ("kics", "KICS, by the beginning of the query's id"),
    ("mondoo", "Mondoo cnspec"),
    ("prowler", "Prowler"),
    ("regula", "Regula"),
    ("semgrep", "Semgrep rules"),
    ("sentinel", "HashiCorp Sentinel policies for AWS"),
    ("sonar", "SonarQube"),
    ("steampipe", "Steampipe and Powerpipe compliance mods for AWS"),
    ("terrascan", "Terrascan"),
    ("tflint", "TFLint with its ruleset for AWS"),
    ("tfsec", "tfsec"),
    ("trivy", "Trivy"),
];

/// Other words for a mark, and the mark to write.
const ALIASES: &[(&str, &str)] = &[
    ("cfn_nag", "cfn-nag"),
    ("cis-aws-db", "cis-aws-db-1.0"),
    ("cis-pg17", "cis-pg-17"),
    ("cis-sentinel", "sentinel"),
    ("config", "aws-config"),
    ("ct", "control-tower"),
    ("fsbp", "aws-fsbp"),
    ("fsbp-sentinel", "sentinel"),
    ("guard", "cfn-guard"),
    ("kics-cfn", "kics"),
    ("kics-tf", "kics"),
    ("nist", "nist-800-53-r5"),
    ("pci-dss", "pci-dss-4.0.1"),
    ("securityhub", "aws-fsbp"),
    ("steampipe-aws", "steampipe"),
    ("steampipe-tf", "steampipe"),
];

/// What begins the marks that are not ours.
const OWN: &str = "x-";

/// The title of a mark; of somebody's own mark, the mark without its beginning.
pub fn title<'m>(table: &[Titled], mark: &'m str) -> &'m str {
    let listed = table.iter().find(|(own, _)| *own == mark).map(|(_, title)| *title);
    listed.unwrap_or_else(|| mark.strip_prefix(OWN).unwrap_or(mark))
}

/// The document that a source names, and the section of it; none for one without a mark.
pub fn section(source: &str) -> Option<(Titled, &str)> {
    let (mark, section) = source.split_once(' ')?;
    let document = DOCUMENTS.iter().find(|(own, _)| *own == mark)?;
    Some((*document, section))
}

/// The sections of a document.
pub fn sections(mark: &str) -> &'static [&'static str] {
    SECTIONS.iter().find(|(own, _)| *own == mark).map_or(&[], |(_, sections)| *sections)
}

/// Whether a source can be written: one with a document's mark names a section of it.
///
/// # Errors
/// The document has no such section: a sentence.
pub fn known_source(source: &str) -> Result<(), String> {
    let Some(((mark, _), named)) = section(source) else { return Ok(()) };
    let sections = sections(mark);
    if sections.contains(&named) {
        return Ok(());
    }
    let hint = did_you_mean(named, sections.iter().copied());
    let hint = if hint.is_empty() { format!("; there are `{}`", sections.join("`, `")) } else { hint };
    Err(format!("`{source}` is no section of {mark}{hint}"))
}

/// Whether a mark can be written.
///
/// # Errors
/// The table has no such mark: a clause that offers the right one, or nothing.
pub fn known(table: &[Titled], mark: &str) -> Result<(), String> {
    let has = |mark: &str| table.iter().any(|(own, _)| *own == mark);
    if has(mark) || mark.len() > OWN.len() && mark.starts_with(OWN) {
        return Ok(());
    }
    let alias = ALIASES.iter().find(|(word, meant)| *word == mark && has(meant));
    Err(alias.map_or_else(
        || did_you_mean(mark, table.iter().map(|(own, _)| *own)),
        |(_, meant)| format!("; did you mean `{meant}`?"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_aliases_lead_into_them() {
        for table in [DOCUMENTS, FRAMEWORKS, TOOLS] {
            assert!(table.is_sorted_by(|(left, _), (right, _)| left < right));
        }
        for (word, meant) in ALIASES {
            let tables = [FRAMEWORKS, TOOLS];
            assert!(tables.iter().any(|table| known(table, meant).is_ok()), "{meant}");
            assert!(tables.iter().all(|table| known(table, word).is_err()), "{word}");
        }
    }

    #[test]
    fn marks_are_known_or_corrected() {
        let hint = |table, mark| known(table, mark).err().unwrap_or_else(|| "known".to_owned());
        assert_eq!(hint(TOOLS, "checkov"), "known");
        assert_eq!(hint(TOOLS, "chekov"), "; did you mean `checkov`?");
        assert_eq!(hint(TOOLS, "kics-tf"), "; did you mean `kics`?");
        assert_eq!(hint(FRAMEWORKS, "securityhub"), "; did you mean `aws-fsbp`?");
        assert_eq!(hint(FRAMEWORKS, "checkov"), "");
        assert_eq!(hint(FRAMEWORKS, "x-acme"), "known");
        assert_eq!(hint(FRAMEWORKS, "x-"), "");
        assert_eq!(title(FRAMEWORKS, "x-acme"), "acme");
        assert_eq!(
            section("S4 Force RDS SSL").map(|((mark, _), section)| (mark, section)),
            Some(("S4", "Force RDS SSL"))
        );
        assert_eq!(section("RDS User Guide: Automated backups"), None);
    }

    #[test]
    fn sources_name_sections() {
        for (mark, sections) in SECTIONS {
            assert!(DOCUMENTS.iter().any(|(own, _)| own == mark), "{mark}");
            assert!(sections.iter().all(|section| known_source(&format!("{mark} {section}")).is_ok()), "{mark}");
        }
        let said = |source: &str| known_source(source).err().unwrap_or_default();
        assert_eq!(said("RDS User Guide: Automated backups"), "");
        assert_eq!(
            said("S1 Encryption in rest"),
            "`S1 Encryption in rest` is no section of S1; did you mean `Encryption at rest`?"
        );
        assert!(said("S3 nothing").ends_with(
            "; there are `Introduction`, `Connecting over SSL`, `Requiring SSL`, \
            `Determining the SSL connection status`, `SSL cipher suites`"
        ));
    }
}
