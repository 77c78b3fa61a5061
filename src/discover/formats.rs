//! What files are, by their names.

use std::path::Path;

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// YAML or JSON that may be a CloudFormation template.
    Template,
    /// `.tf`, `.tofu` and their JSON twins.
    Terraform,
    /// `terraform.tfvars`, `*.auto.tfvars` and their JSON twins.
    Variables,
    /// The manifest of installed modules.
    Manifest,
    /// The manifest of a cloud assembly, the CDK's output: content tells it from templates.
    Assembly,
    /// A plan or a state of Terraform: content tells it from templates.
    Plan,
    /// A file of values that was given, whatever its name.
    Given,
}

/// The endings of each format, the first that fits wins. Terraform's are lower case, by its own word.
const ENDINGS: [(&str, Format); 6] = [
    (".auto.tfvars", Format::Variables),
    (".auto.tfvars.json", Format::Variables),
    (".tf", Format::Terraform),
    (".tf.json", Format::Terraform),
    (".tofu", Format::Terraform),
    (".tofu.json", Format::Terraform),
];

/// What a path's name says about the file; nothing for one that is of no concern.
pub(super) fn format(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?;
    if matches!(name, "terraform.tfvars" | "terraform.tfvars.json") {
        return Some(Format::Variables);
    }
    if let Some((_, format)) = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)) {
        // Terraform passes over hidden files, which editors leave behind.
        return (*format == Format::Variables || !name.starts_with('.')).then_some(*format);
    }
    let extension = path.extension()?.to_str()?;
    let is_template = ["yaml", "yml", "json", "template"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    (is_template && !is_variables(name)).then_some(Format::Template)
}

fn is_variables(name: &str) -> bool {
    [".tfvars", ".tfvars.json"].iter().any(|ending| name.ends_with(ending))
}

/// A `.tfvars` file that Terraform reads only when told: naming it brings its module, not its values.
pub(super) fn is_variables_by_hand(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_variables(name) && format(path).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    /// Whether the pre-commit hook hands files of a name to rdslint, which knows what they are.
    fn check(name: &str, is_handed: bool) {
        let hook = include_str!("../../.pre-commit-hooks.yaml");
        let pattern = hook.lines().find_map(|line| line.trim().strip_prefix("files: ")).unwrap();
        assert_eq!(Regex::new(pattern).unwrap().is_match(name), is_handed, "{name}");
        let path = Path::new(name);
        assert_eq!(format(path).is_some() || is_variables_by_hand(path), is_handed, "{name}");
    }

    #[test]
    fn the_pre_commit_hook_hands_over_what_is_read() {
        for (ending, _) in ENDINGS {
            check(&format!("db/main{ending}"), true);
        }
        for name in ["terraform.tfvars", "envs/prod.tfvars", "envs/prod.tfvars.json", "a.yaml", "a.yml", "a.YAML"] {
            check(name, true);
        }
        for name in ["plan.json", "a.template", "A.JSON", "rdslint.yaml"] {
            check(name, true);
        }
        for name in ["a.md", "a.tf.txt", "a.TF", "a.hcl", "tf", "json", ".terraform.lock.hcl", "a.tfstate"] {
            check(name, false);
        }
    }
}
