//! What depends on a minor version: whether SQL Server still speaks outdated versions of TLS by default.

use super::combine::{each, undecided};
use super::derived::bool_value;
use super::{EntityId, Model};
use crate::value::Value;

/// Of each version of SQL Server the last minor one that has the old versions and ciphers of TLS on by default. AWS
/// says so of these; of newer versions it says nothing.
const LAST_WITH_LEGACY_TLS: [[u32; 4]; 5] =
    [[12, 0, 6449, 1], [13, 0, 6435, 1], [14, 0, 3465, 1], [15, 0, 4365, 2], [16, 0, 4120, 1]];

impl Model {
    /// Whether SQL Server's minor version has the old versions and ciphers of TLS off by default.
    pub(super) fn legacy_tls_off(&self, id: EntityId) -> Value {
        each(&self.named(id, "EngineVersion"), |version| match version.as_text() {
            Some(text) => match has_legacy_tls_off(text) {
                Some(off) => bool_value(off, &version.origin),
                None => Value::unknown(
                    "the engine version does not tell whether old versions of TLS are off by default",
                    version.origin.clone(),
                ),
            },
            None => undecided(version),
        })
    }
}

/// As the documentation has it; `None` where the text is no whole version, or one that it does not speak of.
fn has_legacy_tls_off(version: &str) -> Option<bool> {
    let mut numbers = version.trim().split('.').map(|part| part.parse::<u32>().ok());
    let minor = [numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??];
    LAST_WITH_LEGACY_TLS.iter().find(|last| last[0] == minor[0]).map(|last| minor > *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_versions_of_sql_server_decide_about_old_tls() {
        for (version, expected) in [
            ("15.00.4236.7.v1", Some(false)),
            ("15.00.4365.2.v1", Some(false)),
            ("15.00.4365.10.v1", Some(true)),
            ("16.00.4165.4.v1", Some(true)),
            ("16.00", None),
            ("17.00.1000.7.v1", None),
            ("latest", None),
        ] {
            assert_eq!(has_legacy_tls_off(version), expected, "{version}");
        }
    }
}
