//! What goes by a secret's name is a secret, whatever it is used for.

use super::What;

/// Words that only the names of secrets have in them.
const WORDS: [&str; 9] =
    ["password", "passwd", "passphrase", "pwd", "secret", "token", "privatekey", "accesskey", "apikey"];

/// Short words that secrets' names end in.
const SHORT: [&str; 2] = ["pass", "pw"];

/// How names end that say something about a secret and are none.
const ABOUT: [&str; 32] = [
    "encryption",
    "method",
    "version",
    "length",
    "policy",
    "count",
    "lifetime",
    "commands",
    "arn",
    "kmskeyid",
    "enabled",
    "history",
    "interval",
    "rotation",
    "days",
    "name",
    "secretid",
    "tokenid",
    "passwordid",
    "apikeyid",
    "path",
    "url",
    "uri",
    "endpoint",
    "description",
    "expiry",
    "age",
    "ttl",
    "required",
    "type",
    "generatesecretstring",
    "characters",
];

/// Whether a name is a secret's: `master_password`, not `password_encryption`.
pub(crate) fn names_secret(name: &str) -> bool {
    let plain = plain(name);
    let is_one = has_word(&plain) || SHORT.iter().any(|word| ends_in(name, word));
    is_one && !ABOUT.iter().any(|end| plain.ends_with(end))
}

/// The letters and digits of a name, in lower case.
pub(crate) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    plain.extend(name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()));
    plain
}

/// Whether one of the words is in a name. Names are short and asked for all the time: a searcher for each word would
/// take longer to make than all of them take to compare.
fn has_word(plain: &str) -> bool {
    let name = plain.as_bytes();
    (0..name.len()).any(|at| WORDS.iter().any(|word| name[at..].starts_with(word.as_bytes())))
}

/// Whether the last word of a name is a short one: `DB_PASS`, `DbPass` and `db_pw`, not `bypass`.
fn ends_in(name: &str, word: &str) -> bool {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some((before, last)) = name.len().checked_sub(word.len()).and_then(|at| name.split_at_checked(at)) else {
        return false;
    };
    last.eq_ignore_ascii_case(word)
        && (!before.ends_with(char::is_alphanumeric)
            || last.starts_with('P') && last.ends_with(char::is_lowercase)
            || before.ends_with(|c: char| c.is_ascii_digit()))
}

impl What {
    /// Whether a value that came this way is a secret: it is said to be one, or goes by the name of one.
    pub(crate) fn is_secret(&self) -> bool {
        match self {
            Self::Concealed(_) => true,
            Self::Function(name) => &**name == "sensitive",
            Self::VariableDefault(name)
            | Self::VariableUnset(name)
            | Self::VariableFile(name)
            | Self::VariableGiven { name, .. }
            | Self::ModuleArgument { argument: name, .. }
            | Self::ModuleOutput { output: name, .. }
            | Self::Local(name)
            | Self::Resource { attribute: name, .. }
            | Self::ParameterDefault(name)
            | Self::ParameterAllowed(name)
            | Self::ParameterGiven { name, .. }
            | Self::ParameterUnset(name) => names_secret(name),
            // `Passwords.live.Word`, `Stages.live.Password`, not `Secrets.live.Arn`.
            Self::Mapping(row) => names_secret(row),
            // An element of a list goes by the list's name: `local.passwords[0]`.
            Self::Reference(text) => {
                text.rsplit(['.', '[']).take(2).any(names_secret) && !text.contains('(') && !names_resource(text)
            }
            _ => false,
        }
    }
}

/// Whether a reference is only the name of a resource, whatever that is called: `aws_db_parameter_group.pass.name`, or
/// its address.
fn names_resource(reference: &str) -> bool {
    is_address(reference) || names_attribute(reference)
}

/// Whether a reference is the address of one of AWS's resources, in a module or not: `aws_db_parameter_group.pass`.
fn is_address(reference: &str) -> bool {
    let mut parts = reference.split('.');
    let mut first = parts.next();
    while first == Some("module") && parts.next().is_some() {
        first = parts.next();
    }
    let is_type = first.is_some_and(|ty| ty.starts_with("aws_") && ty.matches('_').count() > 1);
    is_type && parts.next().is_some() && parts.next().is_none()
}

fn names_attribute(reference: &str) -> bool {
    let mut parts = reference.split('.');
    let is_type =
        parts.next().is_some_and(|ty| ty.contains('_') && ty.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let attribute = parts.nth(1);
    is_type && parts.next().is_none() && attribute.is_some_and(|name| matches!(name, "id" | "arn" | "name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_secrets() {
        for (name, expected) in [
            ("MasterUserPassword", true),
            ("DB_PASS", true),
            ("pass", true),
            ("DbPass", true),
            ("db2pass", true),
            ("bypass", false),
            ("DB_PW", true),
            ("pw", true),
            ("dbPw", true),
            ("IPW", false),
            ("vpw", false),
            ("Compass", false),
            ("api_key", true),
            ("ApiKeyRequired", false),
            ("password_length", false),
            ("SecretArn", false),
            ("ssl_passphrase", true),
            ("ClientPasswordAuthType", false),
            ("GenerateSecretString", false),
            ("SecretStringTemplate", true),
            ("SecretName", false),
            ("SecretId", false),
            ("EnableSecretRotation", false),
            ("ä", false),
        ] {
            assert_eq!(names_secret(name), expected, "{name}");
        }
    }

    #[test]
    fn references_are_secret_by_their_ends() {
        for (text, expected) in [
            ("var.db_password", true),
            ("local.creds.password", true),
            ("local.passwords[0]", true),
            ("local.creds[\"password\"]", true),
            ("aws_secretsmanager_secret.db.arn", false),
            ("module.secrets.settings.name", false),
            ("aws_db_parameter_group.pass.name", false),
            ("aws_db_parameter_group.pass", false),
            ("module.db.aws_db_parameter_group.pass", false),
            ("module.db.password", true),
            ("aws_settings.password", true),
            ("aws_ssm_parameter.password.value", true),
            ("local.passwords.name", true),
            ("var.password_length", false),
        ] {
            assert_eq!(What::Reference(text.into()).is_secret(), expected, "{text}");
        }
    }
}
