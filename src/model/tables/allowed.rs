//! What a parameter may be set to.

/// The values that RDS takes for a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Not known well enough to refuse anything.
    Anything,
    /// A switch. Which of its spellings RDS refuses is not documented, so none is refused here.
    Boolean,
    /// A number between these two, both included.
    Range(i64, i64),
    /// One of these.
    One(&'static [&'static str]),
    /// Some of these, with commas between them; `bool` among them stands for the spellings of a switch.
    Several(&'static [&'static str]),
}

/// The spellings of on and off.
const SWITCH: [&str; 8] = ["0", "1", "on", "off", "true", "false", "yes", "no"];

impl Allowed {
    /// Whether it takes a value. What is empty, or a formula over the size of the instance, is never refused.
    pub(crate) fn admits(self, text: &str) -> bool {
        let text = text.trim();
        let is_formula = text.contains(['{', '(']);
        if text.is_empty() || is_formula {
            return true;
        }
        match self {
            Self::Anything => true,
            Self::Boolean => is_switch(text),
            Self::Range(first, last) => within(text, first, last),
            Self::One(words) => among(words, text),
            Self::Several(words) => text.split(',').all(|element| {
                let element = element.trim();
                among(words, element) || (words.contains(&"bool") && is_switch(element))
            }),
        }
    }

    /// What it takes, in words.
    pub fn words(self) -> String {
        match self {
            Self::Anything => "anything".to_owned(),
            Self::Boolean => "0 or 1".to_owned(),
            Self::Range(from, to) => format!("{from} to {to}"),
            Self::One(words) => format!("one of {}", list(words)),
            Self::Several(words) => format!("some of {}", list(words)),
        }
    }
}

fn list(words: &[&str]) -> String {
    let shown = words.iter().filter(|word| !word.is_empty() && **word != "bool");
    shown.copied().collect::<Vec<_>>().join(", ")
}

fn is_switch(text: &str) -> bool {
    among(&SWITCH, text)
}

fn among(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn within(text: &str, first: i64, last: i64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "the bounds are far below what a float holds exactly")]
    let (first, last) = (first as f64, last as f64);
    text.parse::<f64>().is_ok_and(|number| (first..=last).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rds_would_refuse_is_refused() {
        let log = Allowed::One(&["none", "ddl"]);
        let audit = Allowed::Several(&["read", "-read", "bool"]);
        for (allowed, text, expected) in [
            (Allowed::Boolean, "1", true),
            (Allowed::Boolean, "TRUE", true),
            (Allowed::Boolean, "2", false),
            (Allowed::Boolean, "enabled", false),
            (Allowed::Range(1, 600), "600", true),
            (Allowed::Range(1, 600), "601", false),
            (Allowed::Range(1, 600), "1min", false),
            (Allowed::Range(0, 31_536_000), "0.5", true),
            (Allowed::Range(1, 600), "{DBInstanceClassMemory/9531392}", true),
            (Allowed::Range(1, 600), "", true),
            (log, "DDL", true),
            (log, "dll", false),
            (audit, "read, -READ", true),
            (audit, "read,wirte", false),
            (audit, "on", true),
            (Allowed::Anything, "x", true),
        ] {
            assert_eq!(allowed.admits(text), expected, "{allowed:?} {text}");
        }
    }
}
