//! Connection strings: URLs and DSNs of databases within texts, and what they ask of TLS.

use crate::value::GAP;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A database's URL, with its user, password, host and what follows.
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)
        \b (?: jdbc:(?:aws-wrapper:)?(?:postgresql|mysql|mariadb|sqlserver)
          | postgres(?:ql)?(?:\+[a-z0-9]+)? | mysql2?(?:\+[a-z0-9]+)? | mariadb(?:\+[a-z0-9]+)? | mssql(?:\+[a-z0-9]+)? )
        ://
        (?: (?P<user>[^\s:@/'"<>]*) (?: : (?P<password>[^\s@/'"]*) )? @ )?
        (?P<host>[^\s:/?;'"&\\]*)
        (?P<rest>[^\s'"\\`]*)"#,
    )
    .ok()
});

/// A line that names a host and asks something of TLS: `host=… sslmode=…` as libpq takes it, `Host=…;SSL Mode=…`, and
/// `user@tcp(host)/name?tls=…`.
static DSN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)
        \b(?: host(?:addr)? | server | data\ source ) \s?=\s? (?P<host>[^\s;,'"]*) (?P<rest>[^\n"]*? \bssl\ ?mode\s?=\s?'?[^\s;'"]*)
        | \b(?P<before>ssl\ ?mode\s?=\s?'?[^\s;'"]*) [^\n"]*? \b(?: host(?:addr)? | server ) \s?=\s? (?P<host2>[^\s;,'"]*)
        | (?: : (?P<password>[^\s@'":]*) )? @tcp\((?P<host3>[^\s:)]*)[^)\s]*\) (?P<rest3>/[^\s'"]*)"#,
    )
    .ok()
});

/// The variable by which libpq is told.
static PGSSLMODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\bPGSSLMODE\s?=\s?["']?([A-Za-z-]+)"#).ok());

/// An option of a connection that is about TLS.
static OPTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(ssl-?\s?mode|usessl|requiressl|ssl|tls|encrypt|trustservercertificate|sslfactory)\s?=\s?'?([^&;\s'}]*)")
        .ok()
});

/// An option that is the password.
static PASSWORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:password|pwd)\s?=\s?["']?([^&;\s'"]+)"#).ok());

/// A variable that a command of a shell sets: `export PGPASSWORD=word`.
static ASSIGNMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)(?:^|[\s;&|(])([A-Za-z_][A-Za-z0-9_]*)=["']?([^\s"';&|)]+)"#).ok());

/// A password that a text tells, of whatever it is.
static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:password|passwd|\bpwd|_pwd|secret|token|_pass)["']?\s?[=:]\s?["']?([^&;\s'"]+)|://[^\s:@/'"]*:([^\s@'"]+)@"#,
    )
    .ok()
});

/// Bundles of certificates that RDS no longer uses: all that they hold has expired.
static BUNDLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:rds-combined-ca(?:-[a-z0-9-]+?)?-bundle|rds-ca-(?:2010|2012|2014|2015|2019)(?:-[a-z0-9-]+)?\.(?:pem|der|crt|p7b)|rds-ca-(?:2015|2019)-root)\b").ok()
});

/// What a connection asks of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tls {
    /// To do without, or to do without unless the server insists.
    Off,
    /// To encrypt, if it can be had, and to believe whoever answers.
    Unverified,
    /// Nothing.
    Unsaid,
    /// It is not known what.
    Unknown,
    /// To encrypt, and more than that is not said to be off.
    On,
}

/// A connection to a database that a text tells of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Connection<'t> {
    /// The text in the place of the password.
    pub(super) password: Option<&'t str>,
    /// What it asks of TLS.
    pub(super) tls: Tls,
}

/// The connections that a text tells of, to other machines.
pub(super) fn connections(text: &str) -> Vec<Connection<'_>> {
    let mut found = Vec::new();
    if text.contains("://") {
        let urls = URL.iter().flat_map(|url| url.captures_iter(text));
        found.extend(urls.filter_map(|url| of_url(&url)));
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("ssl") || lower.contains("@tcp(") {
        let dsns = DSN.iter().flat_map(|dsn| dsn.captures_iter(text));
        found.extend(dsns.filter_map(|dsn| of_dsn(&dsn)));
    }
    if text.contains("PGSSLMODE") {
        let modes = PGSSLMODE.iter().flat_map(|mode| mode.captures_iter(text));
        let modes = modes.filter_map(|mode| mode.get(1).map(|mode| of_mode(mode.as_str())));
        found.extend(modes.map(|tls| Connection { password: None, tls }));
    }
    found
}

/// The variables that the commands of a text set, with what they are set to.
pub(super) fn assignments(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let found = ASSIGNMENT.iter().filter(|_| text.contains('=')).flat_map(|set| set.captures_iter(text));
    found.filter_map(|set| Some((set.get(1)?.as_str(), set.get(2)?.as_str())))
}

/// What a value of `PGSSLMODE` asks for.
pub(super) fn of_mode(mode: &str) -> Tls {
    asked("sslmode", &mode.to_ascii_lowercase()).unwrap_or(Tls::Unknown)
}

fn of_url<'t>(url: &Captures<'t>) -> Option<Connection<'t>> {
    let part = |name: &str| url.name(name).map_or("", |part| part.as_str());
    let password = url.name("password").map(|password| password.as_str()).or_else(|| password_option(part("rest")));
    let tls = match of_options(part("rest")) {
        // All the rest may be filled in.
        Tls::Unsaid if part("rest").is_empty() && part("host").ends_with(GAP) => Tls::Unknown,
        tls => tls,
    };
    is_remote(part("host")).then_some(Connection { password, tls })
}

fn of_dsn<'t>(dsn: &Captures<'t>) -> Option<Connection<'t>> {
    let first = |names: [&str; 3]| names.iter().find_map(|name| dsn.name(name)).map_or("", |part| part.as_str());
    let host = first(["host", "host2", "host3"]);
    let whole = dsn.get(0).map_or("", |whole| whole.as_str());
    let password = dsn.name("password").map(|password| password.as_str()).or_else(|| password_option(whole));
    is_remote(host).then(|| Connection { password, tls: of_options(first(["rest", "before", "rest3"])) })
}

/// The password among the options of a connection.
fn password_option(options: &str) -> Option<&str> {
    PASSWORD.as_ref()?.captures(options)?.get(1).map(|password| password.as_str())
}

/// Whether a host is another machine, and none that goes by a name of the same host's containers.
fn is_remote(host: &str) -> bool {
    let is_this = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("host.docker");
    let is_filled_in = host.contains([GAP, '$', '{', '<', '%']);
    !is_this && (host.contains('.') || is_filled_in)
}

/// The weakest of what the options ask for.
fn of_options(options: &str) -> Tls {
    let asked = OPTION.iter().flat_map(|option| option.captures_iter(options)).filter_map(|option| {
        let part = |index: usize| option.get(index).map_or("", |part| part.as_str());
        asked(&part(1).to_ascii_lowercase().replace(['-', ' '], ""), &part(2).to_ascii_lowercase())
    });
    let is_open = |text: &str| text.contains([GAP, '$', '<', '%']);
    match asked.min() {
        Some(Tls::On) if options.to_ascii_lowercase().contains("nonvalidating") => Tls::Unverified,
        Some(tls) => tls,
        // What is filled in before the options may hold some.
        None if options.rsplit(['/', '?', '&', ';']).next().is_some_and(is_open) => Tls::Unknown,
        None if options.split_once('?').is_some_and(|(_, options)| is_open(options)) => Tls::Unknown,
        None => Tls::Unsaid,
    }
}

/// What one option asks for, in small letters; nothing where it does not matter.
fn asked(option: &str, value: &str) -> Option<Tls> {
    if value.contains([GAP, '$', '{', '<', '%']) {
        return (option != "sslfactory").then_some(Tls::Unknown);
    }
    let is = |words: &[&str]| words.contains(&value);
    match option {
        "trustservercertificate" => is(&["true", "yes"]).then_some(Tls::Unverified),
        "sslmode" | "ssl" | "tls" | "usessl" | "requiressl" | "encrypt" => Some(match value {
            _ if is(&["disable", "disabled", "none", "off", "allow", "false", "no", "0", "optional"]) => Tls::Off,
            _ if is(&["prefer", "preferred", "require", "required", "no-verify", "skip-verify"]) => Tls::Unverified,
            "" => Tls::Unknown,
            _ => Tls::On,
        }),
        _ => None,
    }
}

/// The bundles of expired authorities that a text names.
pub(super) fn expired_bundle(text: &str) -> Option<&str> {
    if !text.contains("rds-c") {
        return None;
    }
    BUNDLE.as_ref()?.find(text).map(|found| found.as_str())
}

/// Whether a text has a password of a database in it that stands there in clear text.
pub(super) fn has_password(text: &str) -> bool {
    connections(text).iter().any(|connection| connection.password.is_some_and(is_literal))
}

/// Whether a text assigns a password to a name, or has one in a URL: to whatever host, and of which a part is known.
pub(super) fn tells_password(text: &str) -> bool {
    let passwords = TOLD.iter().flat_map(|told| told.captures_iter(text));
    let mut passwords = passwords.filter_map(|told| told.iter().skip(1).flatten().next());
    passwords.any(|password| password.as_str().split(GAP).any(is_literal))
}

/// Whether what stands in the place of a password is one: no variable of a shell, no gap, no placeholder.
pub(super) fn is_literal(password: &str) -> bool {
    let is_placeholder = password.starts_with(['$', '<', '%', '{', '*', '['])
        || password.contains("${")
        || password.contains("$(")
        || password.contains(GAP);
    !password.is_empty() && !is_placeholder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_connections_ask_of_tls() {
        for (text, expected) in [
            ("postgres://a:b@db.example.com/x?sslmode=disable", Some(Tls::Off)),
            ("postgresql+psycopg2://a@db.example.com/x?sslmode=allow", Some(Tls::Off)),
            ("postgres://a@\u{fffd}:5432/x?sslmode=disable", Some(Tls::Off)),
            ("postgres://a@db.example.com/x?sslmode=prefer", Some(Tls::Unverified)),
            ("postgres://a@db.example.com/x?sslmode=require", Some(Tls::Unverified)),
            ("postgres://a@db.example.com/x?sslmode=verify-full&sslrootcert=/x", Some(Tls::On)),
            ("postgres://a@db.example.com/x", Some(Tls::Unsaid)),
            ("postgres://a@\u{fffd}/x", Some(Tls::Unsaid)),
            ("postgres://a@\u{fffd}", Some(Tls::Unknown)),
            ("postgres://a@db.example.com/x?\u{fffd}", Some(Tls::Unknown)),
            ("postgres://a@db.example.com/\u{fffd}", Some(Tls::Unknown)),
            ("postgres://a@db.example.com/x?sslmode=\u{fffd}", Some(Tls::Unknown)),
            ("postgres://a@localhost/x?sslmode=disable", None),
            ("postgres://a@db:5432/x?sslmode=disable", None),
            ("jdbc:mysql://db.example.com:3306/x?useSSL=false&a=b", Some(Tls::Off)),
            ("jdbc:mysql://db.example.com/x?sslMode=DISABLED", Some(Tls::Off)),
            ("jdbc:mysql://db.example.com/x?sslMode=VERIFY_IDENTITY", Some(Tls::On)),
            ("jdbc:aws-wrapper:postgresql://db.example.com/x?ssl=false", Some(Tls::Off)),
            (
                "jdbc:postgresql://db.example.com/x?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory",
                Some(Tls::Unverified),
            ),
            ("jdbc:sqlserver://db.example.com:1433;databaseName=x;encrypt=false", Some(Tls::Off)),
            ("jdbc:sqlserver://db.example.com;encrypt=true;trustServerCertificate=true", Some(Tls::Unverified)),
            ("host=db.example.com port=5432 dbname=x sslmode=disable", Some(Tls::Off)),
            ("sslmode=disable host=db.example.com", Some(Tls::Off)),
            ("host=localhost sslmode=disable", None),
            ("Host=db.example.com;Username=x;SSL Mode=Disable", Some(Tls::Off)),
            ("a:b@tcp(db.example.com:3306)/x?tls=false", Some(Tls::Off)),
            ("a:b@tcp(db.example.com:3306)/x?tls=skip-verify", Some(Tls::Unverified)),
            ("export PGSSLMODE=disable; psql", Some(Tls::Off)),
            ("https://example.com/x?ssl=false", None),
            ("redis://db.example.com/x?ssl=false", None),
            ("sslmode=disable", None),
        ] {
            assert_eq!(connections(text).first().map(|found| found.tls), expected, "{text}");
        }
    }

    #[test]
    fn passwords_in_urls() {
        for (text, expected) in [
            ("postgres://app:hunter2@db.example.com/x", true),
            ("mysql+pymysql://app:hunter2@db.example.com/x", true),
            ("jdbc:postgresql://db.example.com/x?user=a&password=hunter2", true),
            ("host=db.example.com password=hunter2 sslmode=require", true),
            ("app:hunter2@tcp(db.example.com:3306)/x", true),
            ("postgres://app:hunter2@localhost/x", false),
            ("postgres://app:${DB_PASSWORD}@db/x", false),
            ("postgres://app:$PASSWORD@db/x", false),
            ("postgres://app:<password>@db/x", false),
            ("postgres://app:\u{fffd}@db/x", false),
            ("postgres://app:{{resolve:secretsmanager:a}}@db/x", false),
            ("postgres://app@db/x", false),
            ("postgres://db:5432/x", false),
            ("https://app:hunter2@db/x", false),
        ] {
            assert_eq!(has_password(text), expected, "{text}");
        }
    }

    #[test]
    fn bundles_of_expired_authorities() {
        for (text, expected) in [
            ("curl https://s3.amazonaws.com/rds-downloads/rds-combined-ca-bundle.pem", Some("rds-combined-ca-bundle")),
            ("/opt/rds-ca-2019-root.pem", Some("rds-ca-2019-root.pem")),
            ("rds-ca-2015-root", Some("rds-ca-2015-root")),
            ("/opt/rds-combined-ca-us-gov-bundle.pem", Some("rds-combined-ca-us-gov-bundle")),
            ("https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem", None),
            ("rds-ca-rsa2048-g1", None),
            ("rds-ca-2019", None),
        ] {
            assert_eq!(expired_bundle(text), expected, "{text}");
        }
    }
}
