//! The names that RDS gives to hosts, as they stand in texts.

use memchr::memmem;

/// What every endpoint of a database ends with; names of AWS's own services do, too.
const SUFFIX: &[u8] = b".rds.amazonaws.com";

/// Whether a text names a database of RDS by its endpoint: `orders.abc123.eu-west-1.rds.amazonaws.com`. What stands before
/// is a Region, which ends with a digit, or something that stands for one.
pub(crate) fn names_endpoint(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, SUFFIX).any(|at| {
        let before = bytes.get(..at).unwrap_or_default();
        before.last().is_some_and(|last| last.is_ascii_digit() || *last == b'}')
    })
}

#[cfg(test)]
mod tests {
    use super::names_endpoint;

    #[test]
    fn endpoints_are_in_regions() {
        for (text, expected) in [
            ("postgres://orders.abc123.eu-west-1.rds.amazonaws.com/orders", true),
            ("orders.cluster-abc123.cn-north-1.rds.amazonaws.com.cn", true),
            ("orders.abc123.${var.region}.rds.amazonaws.com", true),
            ("monitoring.rds.amazonaws.com", false),
            ("truststore.pki.rds.amazonaws.com/global/global-bundle.pem", false),
            (".rds.amazonaws.com", false),
        ] {
            assert_eq!(names_endpoint(text.as_bytes()), expected, "{text}");
        }
    }
}
