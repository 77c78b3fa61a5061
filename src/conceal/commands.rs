//! Secrets in commands: scripts stand in templates as texts (`UserData`, `cfn-init`).

use memchr::memmem;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The forms in which commands are given secrets: a stem in lower case without which there is none, and the expression,
/// whose first group is the secret.
static FORMS: [(&str, LazyLock<Option<Regex>>); 14] = [
    ("@tcp(", LazyLock::new(|| form(r#":([^\s"'@:]+)@tcp\("#))),
    (
        "--",
        LazyLock::new(|| {
            form(
                r#"--(?:[a-z-]*(?:password|passwd|token|secret-string|secret-key)|(?:[a-z-]*-|db)?pass)(?:[ \t]+|=)["']?([^\s"'$<\\-][^\s"'\\]*)"#,
            )
        }),
    ),
    ("mysql", LazyLock::new(|| form(r#"mysql[^\n|;]*?[ \t]-p["']?([^\s"'$\\-][^\s"'\\]*)"#))),
    ("curl", LazyLock::new(|| form(r#"curl[^\n|;]*?[ \t](?:-u|--user)[ \t]*["']?[^:\s"']+:([^\s"'$\\][^\s"'\\]*)"#))),
    ("sqlcmd", LazyLock::new(|| form(r#"sqlcmd[^\n|;]*?[ \t]-P[ \t]*["']?([^\s"'$\\-][^\s"'\\]*)"#))),
    ("sqlplus", LazyLock::new(|| form(r#"sqlplus[^\n|;]*?[ \t][^\s/"'$-]+/([^\s@"'$]+)@"#))),
    ("oracle:", LazyLock::new(|| form(r#"jdbc:oracle:[a-z]+:[^\s/"'@]+/([^\s@"'$]+)@"#))),
    ("configure", LazyLock::new(|| form(r#"configure[ \t]+set[ \t]+\S*(?:secret|token)\S*[ \t]+["']?([^\s"'$\\]+)"#))),
    ("pgpass", LazyLock::new(|| form(r#"\b[a-z0-9.*-]+:(?:\d{4,5}|\*):[^\s:]+:[^\s:]+:([^\s"':\\$]+)"#))),
    ("bearer", LazyLock::new(|| form(r"\bbearer[ \t]+([a-z0-9._~+/!#$=-]{8,})"))),
    ("chpasswd", LazyLock::new(|| form(r#":([^\s:"'$\\][^\s"'\\]*)["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?chpasswd"#))),
    (
        "passwd",
        LazyLock::new(|| form(r#"echo[ \t]+["']?([^\s"'$\\|][^\s"'\\|]*)["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?passwd"#)),
    ),
    (
        "by",
        LazyLock::new(|| {
            form(r#"\bidentified[ \t]+(?:with[ \t]+\S+[ \t]+)?by[ \t]+(?:password[ \t]+)?\\?["']([^"'\\\n]+)"#)
        }),
    ),
    (
        "passw",
        LazyLock::new(|| {
            form(
                r#"[ \t]password[ \t]+\\?['"]([^"'\\\n]+)|<password>([^<]+)</password>|\bset[ \t]+password[ \t]+to[ \t]+(\S+)|\bset[ \t]+password[^\n=;]*=[ \t]*(?:password\()?\\?['"]([^"'\\\n]+)|\([ \t]*\\?["'][a-z_]*passw[a-z_]*\\?["'][ \t]*,[ \t]*\\?["']([^"'\\\n]+)"#,
            )
        }),
    ),
];

fn form(expression: &str) -> Option<Regex> {
    Regex::new(&format!("(?i){expression}")).ok()
}

/// Adds the ranges of a text that commands take as secrets; `lower` is the text in small letters.
pub(super) fn secrets(text: &str, lower: &str, found: &mut Vec<Range<usize>>) {
    for (stem, form) in &FORMS {
        if memmem::find(lower.as_bytes(), stem.as_bytes()).is_none() {
            continue;
        }
        let Some(form) = &**form else { continue };
        for captures in form.captures_iter(text) {
            let secret = captures.iter().skip(1).flatten().next();
            found.extend(
                secret.map(|secret| secret.range()).filter(|range| !text[range.clone()].starts_with("{{resolve:")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::secrets;

    #[test]
    fn what_commands_take() {
        for (text, expected) in [
            ("mysql --password hunter2 -h x", "hunter2"),
            ("mysql -u root -p'hunter2'", "hunter2"),
            ("mysql -u root -p -h x", ""),
            ("mysql --port 3306 -p$PASSWORD", ""),
            ("aws rds modify-db-instance --master-user-password 'hunter2' --x", "hunter2"),
            ("aws rds modify-db-instance --master-user-password \"$WORD\" --x", ""),
            ("aws rds x --manage-master-user-password --y", ""),
            ("aws secretsmanager get-secret-value --secret-id db", ""),
            ("curl -s -u admin:hunter2 https://x", "hunter2"),
            ("curl -u admin:hunter2 https://x", "hunter2"),
            ("curl -H 'Authorization: Bearer hunter2hunter2'", "hunter2hunter2"),
            ("echo root:hunter2 | chpasswd", "hunter2"),
            ("echo 'hunter2' | passwd --stdin root", "hunter2"),
            ("CREATE USER a IDENTIFIED BY 'hunter2';", "hunter2"),
            ("ALTER USER a WITH PASSWORD 'hunter2';", "hunter2"),
            ("<password>hunter2</password>", "hunter2"),
            ("DSN=app:hunter2@tcp(db:3306)/x", "hunter2"),
            ("wp config create --dbpass=hunter2", "hunter2"),
            ("sqlcmd -S h -U sa -P hunter2 -N disable", "hunter2"),
            ("sqlplus app/hunter2@//h:1521/x", "hunter2"),
            ("jdbc:oracle:thin:app/hunter2@h:1521/x", "hunter2"),
            ("aws configure set aws_secret_access_key hunter2", "hunter2"),
            ("echo 'h:5432:*:app:hunter2' > ~/.pgpass", "hunter2"),
            ("SET PASSWORD FOR 'a' = 'hunter2';", "hunter2"),
            ("define('DB_PASSWORD', 'hunter2');", "hunter2"),
            ("aws x --bypass hunter2", ""),
            ("Description: the password is kept elsewhere", ""),
        ] {
            let mut found = Vec::new();
            secrets(text, &text.to_lowercase(), &mut found);
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
