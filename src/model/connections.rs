//! Connection strings: URLs and DSNs of databases within texts.

use regex::Regex;
use std::sync::LazyLock;

/// A database's URL, with its user, password, host and options.
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)
        (?P<scheme> jdbc:(?:aws-wrapper:)?(?:postgresql|mysql|mariadb|sqlserver)
          | postgres(?:ql)?(?:\+[a-z0-9]+)? | mysql2?(?:\+[a-z0-9]+)? | mariadb(?:\+[a-z0-9]+)? | mssql(?:\+[a-z0-9]+)? )
        ://
        (?: (?P<user>[^\s:@/'"<>{}\\]*) (?: : (?P<password>[^\s@/'"]*) )? @ )?
        (?P<host>[^\s:/?;'"&\\]*)
        (?P<rest>[^\s'"\\`]*)"#,
    )
    .ok()
});

/// Whether a text has a password of a database in it that stands there in clear text.
pub(super) fn has_password(text: &str) -> bool {
    let Some(url) = &*URL else { return false };
    if !text.contains("://") {
        return false;
    }
    url.captures_iter(text).any(|found| found.name("password").is_some_and(|password| is_literal(password.as_str())))
}

/// Whether what stands in the place of a password is one: no variable of a shell, no gap, no placeholder.
pub(super) fn is_literal(password: &str) -> bool {
    let is_placeholder = password.starts_with(['$', '<', '%', '{', '*'])
        || password.contains("${")
        || password.contains("$(")
        || password.contains('\u{fffd}');
    !password.is_empty() && !is_placeholder
}
