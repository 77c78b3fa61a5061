//! "Did you mean": the nearest of the names that would have been right.

/// A clause that offers the nearest candidate, or nothing when none is near.
pub(crate) fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let length = wrong.chars().count();
    let begun = candidates.iter().filter(|name| length > 5 && name.get(..wrong.len()) == Some(wrong));
    if let Some(whole) = begun.min_by_key(|name| name.len()) {
        return format!("; did you mean `{whole}`?");
    }
    let near = candidates.into_iter().map(|candidate| (distance(wrong, candidate), candidate));
    let limit = (length / 3).max(if length > 3 { 2 } else { 1 });
    match near.filter(|(distance, _)| *distance <= limit).min() {
        Some((_, candidate)) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}

/// The number of characters to insert, delete or replace, letter case aside.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn offers_only_what_is_near() {
        let names = ["StorageEncrypted", "StorageType", "Engine"];
        assert_eq!(did_you_mean("storageEncripted", names), "; did you mean `StorageEncrypted`?");
        assert_eq!(did_you_mean("Backups", names), "");
    }

    #[test]
    fn a_name_that_was_only_begun_comes_first() {
        let names = ["backup_selections", "BackupRetentionPeriod"];
        assert_eq!(did_you_mean("BackupRetention", names), "; did you mean `BackupRetentionPeriod`?");
    }
}
