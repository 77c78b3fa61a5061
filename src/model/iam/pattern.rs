//! Patterns of IAM: texts in which `*` stands for anything and `?` for one character, of which parts may not be known.

use crate::value::{Content, Made, Truth, Value, What};

/// Stands for a part that is not known, but is no pattern: what AWS or Terraform puts there.
pub(super) const FIXED: char = '\u{e000}';
/// Stands for a part that is not known and may be a pattern: what somebody is to give.
pub(super) const OPEN: char = '\u{e001}';

/// A text with wildcards, as far as it is known.
pub(super) struct Pattern(String);

impl Pattern {
    /// The pattern that a value is; `None` where nothing of it is known.
    pub(super) fn of(value: &Value) -> Self {
        let mut text = String::new();
        add(value, &mut text, 0);
        Self(text)
    }

    /// Whether what somebody is to give is a part of it.
    pub(super) fn is_open(&self) -> bool {
        self.0.contains(OPEN)
    }

    /// Whether it begins with a text, whatever the case of letters.
    pub(super) fn begins(&self, start: &str) -> Truth {
        if self.0.starts_with(OPEN) {
            return Truth::Unknown;
        }
        self.0.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)).into()
    }

    /// Whether it is a text that contains another.
    pub(super) fn contains(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    /// What stands behind the last of a character.
    pub(super) fn after_last(&self, mark: char) -> &str {
        self.0.rsplit(mark).next().unwrap_or_default()
    }

    /// The resource id and the user that a resource of `rds-db:connect` names.
    pub(super) fn database_and_user(&self) -> Option<(&str, &str)> {
        self.0.split_once(":dbuser:")?.1.rsplit_once('/')
    }

    /// Whether it matches a text, whatever the case of letters.
    pub(super) fn matches(&self, text: &str) -> Truth {
        glob_truth(&self.0, text)
    }

    /// Whether it takes in all resources of a kind, of which one is the `sample`: `service` and what stands behind the
    /// account in its ARN, with a name that nobody has.
    pub(super) fn takes_all(&self, service: &str, sample: &str) -> Truth {
        if self.0.trim_matches('*').is_empty() && !self.0.is_empty() {
            return Truth::True;
        }
        let segments: Vec<&str> = self.0.splitn(6, ':').collect();
        match segments[..] {
            ["arn", _, own, _, _, resource] => glob_truth(own, service).and(glob_truth(resource, sample)),
            _ => glob_truth(&self.0, &format!("arn:aws:{service}:us-east-1:000000000000:{sample}")),
        }
    }
}

/// Adds what is known of a value; parts of parts to a depth that nobody writes.
fn add(value: &Value, text: &mut String, depth: u8) {
    match (&value.content, value.origin.made()) {
        (Content::Text(own), _) => text.push_str(own),
        (Content::Number(number), _) => text.push_str(&number.to_string()),
        (Content::Unknown(_), Some(Made::Text(parts))) if depth < 8 => {
            for part in parts {
                add(part, text, depth + 1);
            }
        }
        _ => text.push(if is_given(value) { OPEN } else { FIXED }),
    }
}

/// Whether somebody may give the value, as a pattern if they like.
fn is_given(value: &Value) -> bool {
    let open = |what: &What| what.is_input() && !what.is_given();
    value.references().is_empty() && (value.origin.is_empty() || value.origin.steps().any(|step| open(&step.what)))
}

fn glob_truth(pattern: &str, text: &str) -> Truth {
    let pattern = pattern.to_ascii_lowercase();
    let text = text.to_ascii_lowercase();
    if glob(&pattern, &text) {
        Truth::True
    } else if pattern.contains(OPEN) && glob(&pattern.replace(OPEN, "*"), &text) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// Whether a text matches, in time that is at most the product of both lengths.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(own) if *own == '?' || Some(own) == text.get(t) => {
                p += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, from)) => {
                    *from += 1;
                    p = *at + 1;
                    t = *from;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Origin;

    #[test]
    fn patterns_match_as_iam_has_it() {
        for (pattern, text, expected) in [
            ("rds-db:connect", "rds-db:connect", Truth::True),
            ("RDS-DB:*", "rds-db:connect", Truth::True),
            ("rds-db:conn?ct", "rds-db:connect", Truth::True),
            ("rds:*", "rds-db:connect", Truth::False),
            ("*:*", "rds-db:connect", Truth::True),
            ("rds-db:connec", "rds-db:connect", Truth::False),
            ("\u{e001}", "rds-db:connect", Truth::Unknown),
            ("\u{e000}", "rds-db:connect", Truth::False),
        ] {
            assert_eq!(Pattern::of(&Value::text(pattern, Origin::default())).matches(text), expected, "{pattern}");
        }
    }

    #[test]
    fn arns_take_in_everything_or_not() {
        for (pattern, expected) in [
            ("*", Truth::True),
            ("arn:aws:rds-db:*:*:dbuser:*/*", Truth::True),
            ("arn:aws-cn:rds-db:cn-north-1:123456789012:dbuser:*", Truth::True),
            ("arn:aws:rds-db:eu-west-1:\u{e000}:*", Truth::True),
            ("arn:*", Truth::True),
            ("arn:aws:rds-db:eu-west-1:123456789012:dbuser:*/app", Truth::False),
            ("arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-ABC/*", Truth::False),
            ("arn:aws:rds-db:eu-west-1:123456789012:dbuser:\u{e000}/*", Truth::False),
            ("arn:aws:rds-db:eu-west-1:123456789012:dbuser:\u{e001}/*", Truth::Unknown),
            ("arn:aws:s3:::*", Truth::False),
        ] {
            let pattern = Pattern::of(&Value::text(pattern, Origin::default()));
            assert_eq!(pattern.takes_all("rds-db", "dbuser:zq7x/zq7x"), expected, "{}", pattern.0);
        }
    }
}
