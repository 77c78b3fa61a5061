//! Patterns of ARNs, as selections of AWS Backup have them: whether one means a database.

use crate::value::Truth;

/// What is known of a database's own ARN.
pub(super) struct Arn<'a> {
    /// `db` or `cluster`.
    pub(super) resource_type: &'static str,
    /// The identifier; `None` where it is not known.
    pub(super) identifier: Option<&'a str>,
}

/// How many parts an ARN of RDS has.
const PARTS: usize = 7;

/// Whether a pattern means the database. In which account and region that is deployed, nobody knows.
pub(super) fn means(pattern: &str, arn: &Arn<'_>) -> Truth {
    let parts: Vec<&str> = pattern.splitn(PARTS, ':').collect();
    let rest = if pattern.ends_with('*') { "*" } else { "" };
    let part = |at: usize| parts.get(at).copied().unwrap_or(rest);
    let place = |at: usize| if matches!(part(at), "*" | "") { Truth::True } else { Truth::Unknown };
    let known = |at: usize, text: &str| Truth::from(matches(part(at), text));
    let name = match arn.identifier {
        Some(identifier) => known(6, identifier),
        None if part(6) == "*" => Truth::True,
        None => Truth::Unknown,
    };
    [known(0, "arn"), known(2, "rds"), known(5, arn.resource_type), name, place(3), place(4)]
        .into_iter()
        .fold(Truth::True, Truth::and)
}

/// Whether an ARN that begins so can be one of RDS.
pub(super) fn may_be_of_rds(start: &str) -> bool {
    let parts: Vec<&str> = start.split(':').collect();
    // The last part goes on where what is known ends.
    parts.len() < 4 || parts.get(2).is_some_and(|service| matches(service, "rds"))
}

/// Whether a text is as a pattern with `*` says, letter case aside. In time linear in their product.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    let text = text.to_ascii_lowercase();
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut last = None;
    for piece in pieces {
        if let Some(before) = last.replace(piece) {
            let Some(at) = rest.find(before) else { return false };
            rest = rest.get(at + before.len()..).unwrap_or_default();
        }
    }
    last.map_or_else(|| rest.is_empty(), |last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_databases_of_its_type_and_name() {
        let arn = Arn { resource_type: "db", identifier: Some("orders") };
        for (pattern, expected) in [
            ("*", Truth::True),
            ("arn:*", Truth::True),
            ("arn:aws:rds:*", Truth::True),
            ("arn:aws:rds:*:*:db:*", Truth::True),
            ("arn:aws:rds:*:*:db:ord*", Truth::True),
            ("arn:aws:rds:*:*:db:*e*s", Truth::True),
            ("arn:aws:rds:*:*:db:Orders", Truth::True),
            ("arn:aws:rds:*:*:db:other", Truth::False),
            ("arn:aws:rds:*:*:cluster:*", Truth::False),
            ("arn:aws:ec2:*:*:volume/*", Truth::False),
            ("arn:aws:rds:eu-west-1:123456789012:db:orders", Truth::Unknown),
            ("arn:aws:rds:eu-west-1:123456789012:db:other", Truth::False),
            ("", Truth::False),
        ] {
            assert_eq!(means(pattern, &arn), expected, "{pattern}");
        }
        let nameless = Arn { resource_type: "db", identifier: None };
        assert_eq!(means("arn:aws:rds:*:*:db:*", &nameless), Truth::True);
        assert_eq!(means("arn:aws:rds:*:*:db:orders", &nameless), Truth::Unknown);
    }

    #[test]
    fn the_beginning_tells_the_service() {
        for (start, expected) in [("", true), ("arn:aws:rds", true), ("arn:aws:rds:", true), ("arn:aws:s3:::", false)] {
            assert_eq!(may_be_of_rds(start), expected, "{start}");
        }
    }
}
