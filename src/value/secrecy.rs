//! What goes by a secret's name is a secret, whatever it is used for.

use super::What;

/// Words that only the names of secrets have in them.
const WORDS: [&str; 7] = ["password", "passwd", "pwd", "secret", "token", "privatekey", "accesskey"];

/// How names end that say something about a secret and are none.
const ABOUT: [&str; 15] = [
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
];

/// Whether a name is a secret's: `master_password`, not `password_encryption`.
pub fn names_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    WORDS.iter().any(|word| plain.contains(word)) && !ABOUT.iter().any(|end| plain.ends_with(end))
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
            // An element of a list goes by the list's name: `local.passwords[0]`.
            Self::Reference(text) => text.rsplit(['.', '[']).take(2).any(names_secret) && !text.contains('('),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_secret_by_their_ends() {
        for (text, expected) in [
            ("var.db_password", true),
            ("local.creds.password", true),
            ("local.passwords[0]", true),
            ("local.creds[\"password\"]", true),
            ("aws_secretsmanager_secret.db.arn", false),
            ("module.secrets.settings.name", false),
            ("var.password_length", false),
        ] {
            assert_eq!(What::Reference(text.into()).is_secret(), expected, "{text}");
        }
    }
}
