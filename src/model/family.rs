//! Engines and the parameter group families that their versions belong to.

const PLAIN: [(&str, &str); 6] = [
    ("postgres", "postgres"),
    ("aurora-postgresql", "aurora-postgresql"),
    ("mysql", "mysql"),
    ("aurora-mysql", "aurora-mysql"),
    ("aurora", "aurora-mysql"),
    ("mariadb", "mariadb"),
];

const EDITIONS: [(&str, &str); 3] = [("sqlserver-", "sqlserver"), ("oracle-", "oracle"), ("db2-", "db2")];

/// The engine without its edition: `sqlserver-ee` and `custom-sqlserver-ee` are `sqlserver`. `None` for what RDS
/// does not run.
pub(super) fn engine_group(engine: &str) -> Option<&'static str> {
    let engine = engine.strip_prefix("custom-").unwrap_or(engine);
    let plain = PLAIN.into_iter().find(|(name, _)| *name == engine).map(|(_, group)| group);
    plain.or_else(|| EDITIONS.into_iter().find(|(prefix, _)| engine.starts_with(prefix)).map(|(_, group)| group))
}

/// The engine groups of what begins so, an engine or a family: `postgres` of `postgres1`, both of Aurora's of `aurora-`,
/// none of nothing.
pub(super) fn engine_groups_of_start(start: &str) -> Vec<&'static str> {
    let start = start.strip_prefix("custom-").unwrap_or(start);
    if start.is_empty() {
        return Vec::new();
    }
    let version = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let plain =
        PLAIN.iter().filter(|(name, _)| name.starts_with(start) || start.strip_prefix(name).is_some_and(version));
    let editions = EDITIONS.iter().filter(|(name, _)| name.starts_with(start) || start.starts_with(name));
    let mut groups: Vec<&str> = plain.chain(editions).map(|(_, group)| *group).collect();
    groups.dedup();
    groups
}

/// The engine group that a family belongs to: `aurora-mysql8.0` to `aurora-mysql`, `oracle-ee-19` to `oracle`.
pub(super) fn engine_group_of_family(family: &str) -> Option<&'static str> {
    engine_group(family.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-'))
}

/// Why no engine can have a family of that name, as what to write instead; `None` where one may.
pub(super) fn wrong_family(family: &str) -> Option<String> {
    let start = family.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let Some((name, _)) = PLAIN.into_iter().find(|(name, _)| *name == start) else {
        return engine_group(start).is_none().then(|| mistaken(start, family));
    };
    let version = family.get(start.len()..).unwrap_or_default();
    match self::family(name, version) {
        Some(right) if right == family => None,
        Some(right) => Some(format!(" (did you mean {right}?)")),
        None => Some(String::new()),
    }
}

/// What people write for `PostgreSQL`.
fn mistaken(start: &str, family: &str) -> String {
    let version = family.get(start.len()..).unwrap_or_default();
    let engine = match start {
        "postgresql" | "pg" => "postgres",
        "aurora-postgres" | "aurora-pg" => "aurora-postgresql",
        _ => return String::new(),
    };
    self::family(engine, version).map_or_else(String::new, |right| format!(" (did you mean {right}?)"))
}

/// Whether an engine of the API belongs to another service.
pub(super) fn is_foreign(engine: &str) -> bool {
    engine.eq_ignore_ascii_case("docdb") || engine.eq_ignore_ascii_case("neptune")
}

/// The family of an engine (lower case) and a version as people write it: `16`, `8.0.mysql_aurora.3.05.2`,
/// `15.00.4236.7.v1`.
pub(super) fn family(engine: &str, version: &str) -> Option<String> {
    let (first, second) = leading(version);
    let first = first?;
    match engine {
        "postgres" | "aurora-postgresql" if first >= 10 => Some(format!("{engine}{first}")),
        "postgres" | "aurora-postgresql" | "mysql" | "mariadb" | "aurora-mysql" => {
            Some(format!("{engine}{first}.{}", second?))
        }
        "aurora" if (first, second) == (5, Some(6)) => Some("aurora5.6".to_owned()),
        _ if engine.starts_with("sqlserver-") => Some(format!("{engine}-{first}.{}", second.unwrap_or(0))),
        _ if engine.starts_with("db2-") => Some(format!("{engine}-{first}.{}", second?)),
        _ if engine.starts_with("oracle-") => Some(format!("{engine}-{first}")),
        _ => None,
    }
}

/// As [`family`], of a version of which only the beginning is known: `16.` is enough, `1` is not.
pub(super) fn family_of_start(engine: &str, version: &str) -> Option<String> {
    let whole_parts = &version[..=version.rfind('.')?];
    family(engine, whole_parts)
}

/// The version at the end of a family: `16` of `postgres16`, `15.0` of `sqlserver-ee-15.0`.
pub(super) fn major(family: &str) -> &str {
    let name = family.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    family.get(name.len()..).unwrap_or_default()
}

/// The port that an engine group listens on where none is given.
pub(super) fn default_port(engine_group: &str) -> Option<u32> {
    match engine_group {
        "postgres" | "aurora-postgresql" => Some(5432),
        "mysql" | "mariadb" | "aurora-mysql" => Some(3306),
        "sqlserver" => Some(1433),
        "oracle" => Some(1521),
        "db2" => Some(50000),
        _ => None,
    }
}

/// The logs of which one holds what an engine group reports about errors and sessions.
pub(super) fn main_logs(engine_group: &str) -> &'static [&'static str] {
    match engine_group {
        "postgres" | "aurora-postgresql" => &["postgresql"],
        "mysql" | "mariadb" | "aurora-mysql" => &["error", "audit"],
        "sqlserver" => &["error", "agent"],
        "oracle" => &["alert", "audit"],
        "db2" => &["diag.log"],
        _ => &[],
    }
}

/// The first two numbers of a version.
fn leading(version: &str) -> (Option<u32>, Option<u32>) {
    let mut parts = version.trim().splitn(3, '.').map(|part| {
        let digits = part.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        digits.parse().ok()
    });
    (parts.next().flatten(), parts.next().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_follow_engine_and_major_version() {
        for (engine, version, expected) in [
            ("postgres", "16", "postgres16"),
            ("postgres", "16.4", "postgres16"),
            ("postgres", "9.6.24", "postgres9.6"),
            ("aurora-postgresql", "16.4-limitless", "aurora-postgresql16"),
            ("aurora-mysql", "8.0.mysql_aurora.3.05.2", "aurora-mysql8.0"),
            ("aurora-mysql", "8.4", "aurora-mysql8.4"),
            ("mysql", "5.7.44-rds.20240408", "mysql5.7"),
            ("mariadb", "10.11.6", "mariadb10.11"),
            ("sqlserver-ee", "15.00.4236.7.v1", "sqlserver-ee-15.0"),
            ("sqlserver-se", "16", "sqlserver-se-16.0"),
            ("oracle-ee", "19.0.0.0.ru-2024-01.rur-2024-01.r1", "oracle-ee-19"),
            ("db2-ae", "11.5.9.0.sb00000000.r1", "db2-ae-11.5"),
            ("mysql", "8", ""),
            ("postgres", "latest", ""),
            ("custom-oracle-ee", "19", ""),
        ] {
            assert_eq!(family(engine, version).unwrap_or_default(), expected, "{engine} {version}");
        }
    }

    #[test]
    fn the_beginning_of_a_version_may_be_enough() {
        for (engine, start, expected) in [
            ("postgres", "16.", "postgres16"),
            ("postgres", "1", ""),
            ("postgres", "9.", ""),
            ("mysql", "8.0.", "mysql8.0"),
            ("mysql", "8.", ""),
            ("aurora-mysql", "8.0.mysql_aurora.3.", "aurora-mysql8.0"),
            ("oracle-ee", "19.0", "oracle-ee-19"),
            ("postgres", "", ""),
        ] {
            assert_eq!(family_of_start(engine, start).unwrap_or_default(), expected, "{engine} {start}");
        }
    }

    #[test]
    fn the_beginning_of_an_engine_or_family_may_be_enough() {
        for (start, expected) in [
            ("postgres", "postgres"),
            ("postgres1", "postgres"),
            ("aurora-p", "aurora-postgresql"),
            ("aurora-mysql8.", "aurora-mysql"),
            ("aurora-", "aurora-postgresql aurora-mysql"),
            ("aurora5.", "aurora-mysql"),
            ("m", "mysql mariadb"),
            ("sqlserver-", "sqlserver"),
            ("custom-oracle-", "oracle"),
            ("mysqlx", ""),
            ("", ""),
        ] {
            assert_eq!(engine_groups_of_start(start).join(" "), expected, "{start}");
        }
    }

    #[test]
    fn families_that_cannot_be_are_told() {
        for (family, expected) in [
            ("postgres16", None),
            ("postgres9.6", None),
            ("postgres99", None),
            ("aurora5.6", None),
            ("oracle-ee-12.1", None),
            ("custom-oracle-ee-19", None),
            ("postgres16.4", Some(" (did you mean postgres16?)")),
            ("postgresql10.7", Some(" (did you mean postgres10?)")),
            ("mysql8.0.35", Some(" (did you mean mysql8.0?)")),
            ("mysql8", Some("")),
            ("redis7", Some("")),
        ] {
            assert_eq!(wrong_family(family).as_deref(), expected, "{family}");
        }
    }

    #[test]
    fn versions_are_read_back_from_families() {
        for (family, expected) in [("postgres16", "16"), ("aurora-mysql8.0", "8.0"), ("sqlserver-ee-15.0", "15.0")] {
            assert_eq!(major(family), expected);
        }
    }
}
