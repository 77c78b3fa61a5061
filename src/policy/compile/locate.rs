//! Where in a policy file something stands: the reader of YAML gives values without places, so the place of a key
//! is found again in the text.

use std::ops::Range;

/// The bytes where something stands.
pub(super) type Place = Range<usize>;

/// The place of the key at the end of a chain of keys, or of the last one of the chain that can be found.
pub(super) fn key(text: &str, chain: &[&str]) -> Place {
    let mut place = 0..0;
    for key in chain {
        let found = text.get(place.start..).and_then(|rest| find_key(rest, key, place.start == 0));
        let Some(offset) = found else { break };
        let start = place.start + offset;
        place = start..start + key.len();
    }
    place
}

/// The place of a word within the value of a key, or of the key.
pub(super) fn word(text: &str, chain: &[&str], word: &str) -> Place {
    let key = key(text, chain);
    let inside = text.get(key.start..).and_then(|rest| rest.find(word)).map(|found| key.start + found);
    inside.map_or(key, |start| start..start + word.len())
}

/// The place of what begins at a 1-based line and column: to the end of the word.
pub(super) fn at(text: &str, line: usize, column: usize) -> Place {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    let start = before + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let word = text.get(start..).unwrap_or_default();
    let end = word.find(|c: char| c.is_whitespace() || ":,{}[]".contains(c)).unwrap_or(word.len());
    start..start + end
}

/// The 1-based line and column of a byte.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn find_key(text: &str, key: &str, outermost: bool) -> Option<usize> {
    let candidates = text.match_indices(key).filter(|(at, _)| is_key(text, *at, key.len()));
    candidates.map(|(at, _)| at).find(|&at| !outermost || at == 0 || text[..at].ends_with('\n'))
}

/// Whether the word stands alone, perhaps in quotes, and a colon follows.
fn is_key(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + length..].trim_start_matches(['"', '\'', ' ']);
    let starts = before.is_none_or(|c| c.is_whitespace() || "{,\"'-".contains(c));
    starts && after.starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id: a\nselect: $.instances[?@.Engin]\nrequire:\n  any:\n    - { Engine: { equals: x } }\n";

    #[test]
    fn keys_and_words_are_found_again() {
        let found = |place: Place| (&TEXT[place.clone()], line_and_column(TEXT, place.start));
        assert_eq!(found(key(TEXT, &["require", "Engine"])), ("Engine", (5, 9)));
        assert_eq!(found(key(TEXT, &["require", "Engine", "equals"])), ("equals", (5, 19)));
        assert_eq!(found(key(TEXT, &["require", "nothing"])), ("require", (3, 1)));
        assert_eq!(found(word(TEXT, &["select"], "Engin")), ("Engin", (2, 24)));
        assert_eq!(found(at(TEXT, 3, 1)), ("require", (3, 1)));
        assert_eq!(at(TEXT, 70, 8), TEXT.len()..TEXT.len());
    }
}
