//! OpenTofu's own files beside Terraform's: `main.tofu` stands for `main.tf` in one folder, `main.tofu.json` for
//! `main.tf.json`.

use super::walk::Candidate;
use rustc_hash::FxHashSet;

/// Drops the files that another one stands for. All files of a folder must be among the candidates.
pub(super) fn drop_shadowed(candidates: &mut Vec<Candidate>) {
    let own = candidates.iter().filter_map(|candidate| shadowed_by(&candidate.place));
    let shadowed: FxHashSet<String> = own.collect();
    if !shadowed.is_empty() {
        candidates.retain(|candidate| !shadowed.contains(&candidate.place));
    }
}

/// The file of Terraform that a file of OpenTofu stands for.
fn shadowed_by(path: &str) -> Option<String> {
    let (stem, ending) = [(".tofu", ".tf"), (".tofu.json", ".tf.json")]
        .iter()
        .find_map(|(tofu, terraform)| Some((path.strip_suffix(tofu)?, terraform)))?;
    Some(format!("{stem}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::super::formats::Format;
    use super::*;

    #[test]
    fn a_file_of_opentofu_stands_for_its_twin() {
        let candidate = |place: &&str| Candidate {
            path: place.into(),
            place: (*place).into(),
            format: Format::Terraform,
            is_named: false,
        };
        let all = ["a.tf", "a.tofu", "b.tf", "b.tofu.json", "x/a.tf", "c.tf.json", "c.tofu.json", "d.tofu"];
        let mut candidates = all.iter().map(candidate).collect();
        drop_shadowed(&mut candidates);
        let left: Vec<_> = candidates.iter().map(|candidate| &*candidate.place).collect();
        assert_eq!(left, ["a.tofu", "b.tf", "b.tofu.json", "x/a.tf", "c.tofu.json", "d.tofu"]);
    }
}
