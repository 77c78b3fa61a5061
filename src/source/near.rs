//! Misspellings that nobody can mean otherwise: a missing or another separator, a forgotten prefix, one wrong letter.

/// From how many letters on one wrong letter is a slip; shorter names differ by one letter on purpose.
const MIN_LENGTH: usize = 8;

/// The known name that is meant by one that is not known; none where it may be a name of its own.
pub(crate) fn meant_by<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let bare = bare(wrong);
    let mut slip = None;
    for name in known {
        if self::bare(name) == bare {
            return Some(name);
        }
        if slip.is_none() && wrong.len() >= MIN_LENGTH && is_one_slip(wrong, name) {
            slip = Some(name);
        }
    }
    slip
}

/// The letters and digits of a name, without the prefix of what is RDS's own.
fn bare(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("rds").filter(|rest| rest.starts_with(['.', '-', '_'])).unwrap_or(&name);
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Whether one letter is missing, too many, or another one, or two have changed places. A digit is no slip: it counts
/// versions.
fn is_one_slip(wrong: &str, name: &str) -> bool {
    let (wrong, name) = (wrong.to_ascii_lowercase(), name.to_ascii_lowercase());
    let (wrong, name) = (wrong.as_bytes(), name.as_bytes());
    if wrong.len().abs_diff(name.len()) > 1 {
        return false;
    }
    let start = wrong.iter().zip(name).take_while(|(a, b)| a == b).count();
    let rest = |bytes: &[u8]| bytes.get(start..).unwrap_or_default().to_vec();
    let (a, b) = (rest(wrong), rest(name));
    let is_letter = |bytes: &[u8]| bytes.first().is_none_or(|byte| !byte.is_ascii_digit());
    let after = |bytes: &[u8], count: usize| bytes.get(count..).unwrap_or_default().to_vec();
    let swapped = a.len() > 1 && b.len() > 1 && a[..2] == [b[1], b[0]] && after(&a, 2) == after(&b, 2);
    let other = after(&a, 1) == after(&b, 1) && a.len() == b.len();
    let more = after(&a, 1) == b && a.len() > b.len();
    let less = a == after(&b, 1) && a.len() < b.len();
    is_letter(&a) && is_letter(&b) && (swapped || other || more || less)
}

#[cfg(test)]
mod tests {
    use super::meant_by;

    #[test]
    fn only_what_nobody_can_mean_is_a_misspelling() {
        let known =
            ["rds.force_ssl", "log_connections", "rds.tls12", "ssl", "ssl_ciphers", "pgaudit.log", "log_statement"];
        for (wrong, expected) in [
            ("force_ssl", Some("rds.force_ssl")),
            ("rds-force-ssl", Some("rds.force_ssl")),
            ("rds.forcessl", Some("rds.force_ssl")),
            ("log_connection", Some("log_connections")),
            ("log_conections", Some("log_connections")),
            ("log_statemnet", Some("log_statement")),
            ("pg_audit.log", Some("pgaudit.log")),
            ("rds.tls13", None),
            ("ssl_tls13_ciphers", None),
            ("ssx", None),
            ("log_statement_stats", None),
        ] {
            assert_eq!(meant_by(wrong, known.into_iter()), expected, "{wrong}");
        }
    }
}
