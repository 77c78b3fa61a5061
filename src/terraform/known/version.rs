//! Which releases of a module a call admits.

/// A release by its three numbers.
pub(super) type Release = [u64; 3];

/// The releases from the first on, up to but without the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Releases {
    pub(super) from: Release,
    pub(super) to: Release,
}

impl Releases {
    /// Every release there is.
    pub(super) const ALL: Self = Self { from: [0; 3], to: [u64::MAX; 3] };

    /// Those that are in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    pub(super) fn is_empty(self) -> bool {
        self.from >= self.to
    }

    /// One release alone.
    fn one(release: Release) -> Self {
        Self { from: release, to: after(release) }
    }

    /// What a constraint admits; `None` when it is not understood. Single releases that it excludes count as admitted.
    pub(super) fn admitted(constraint: &str) -> Option<Self> {
        constraint.split(',').try_fold(Self::ALL, |all, clause| Some(all.and(Self::clause(clause.trim())?)))
    }

    /// The release that a tag stands for: `v6.1.0` or `6.1.0`.
    pub(super) fn tagged(tag: &str) -> Option<Self> {
        let (release, numbers) = numbers(tag.strip_prefix('v').unwrap_or(tag))?;
        (numbers == release.len()).then(|| Self::one(release))
    }

    fn clause(clause: &str) -> Option<Self> {
        let version = clause.trim_start_matches(['=', '<', '>', '~', '!']);
        let operator = clause.strip_suffix(version)?;
        let (release, given) = numbers(version.trim())?;
        Some(match operator {
            "" | "=" => Self::one(release),
            "!=" => Self::ALL,
            ">=" => Self { from: release, ..Self::ALL },
            ">" => Self { from: after(release), ..Self::ALL },
            "<" => Self { to: release, ..Self::ALL },
            "<=" => Self { to: after(release), ..Self::ALL },
            "~>" => Self { from: release, to: within(release, given) },
            _ => return None,
        })
    }
}

fn after([major, minor, patch]: Release) -> Release {
    [major, minor, patch.saturating_add(1)]
}

/// Where `~>` stops: only the last number that is given may grow.
fn within([major, minor, _]: Release, given: usize) -> Release {
    match given {
        0 | 1 => [u64::MAX; 3],
        2 => [major.saturating_add(1), 0, 0],
        _ => [major, minor.saturating_add(1), 0],
    }
}

/// The numbers of a version and how many of them are given; what is left out is 0. Pre-releases count as the release.
fn numbers(version: &str) -> Option<(Release, usize)> {
    let version = version.strip_prefix('v').unwrap_or(version);
    let plain = version.split(['-', '+']).next()?;
    let mut release = [0; 3];
    let mut given = 0;
    for part in plain.split('.') {
        *release.get_mut(given)? = part.parse().ok()?;
        given += 1;
    }
    Some((release, given))
}

#[cfg(test)]
mod tests {
    use super::Releases;

    #[test]
    fn constraints_admit_what_terraform_would_take() {
        let check = |constraint: &str, expected: &str| {
            let found = Releases::admitted(constraint).map(|found| {
                let shown = |[a, b, c]: [u64; 3]| if a == u64::MAX { "-".into() } else { format!("{a}.{b}.{c}") };
                format!("{} {}", shown(found.from), shown(found.to))
            });
            assert_eq!(found.as_deref().unwrap_or("?"), expected, "{constraint}");
        };
        check("6.1.2", "6.1.2 6.1.3");
        check("= 6.1", "6.1.0 6.1.1");
        check("v6.1.2", "6.1.2 6.1.3");
        check("~> 6.1", "6.1.0 7.0.0");
        check("~>6.1.2", "6.1.2 6.2.0");
        check("~> 6", "6.0.0 -");
        check(">= 5.0, < 7.0.0", "5.0.0 7.0.0");
        check("> 5.1.0, <= 5.9.0", "5.1.1 5.9.1");
        check(">= 5, != 5.2.0", "5.0.0 -");
        check("6.0.0-beta1", "6.0.0 6.0.1");
        for unclear in ["", "latest", "6.x", "=> 6", "1.2.3.4", ">= 5 < 6"] {
            check(unclear, "?");
        }
    }

    #[test]
    fn a_tag_is_a_whole_release() {
        assert_eq!(Releases::tagged("v6.1.0"), Releases::admitted("6.1.0"));
        assert_eq!(Releases::tagged("6.1.0"), Releases::admitted("6.1.0"));
        for branch in ["master", "v6", "8b90616", "feature-6.1.0"] {
            assert_eq!(Releases::tagged(branch), None, "{branch}");
        }
    }
}
