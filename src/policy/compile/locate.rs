//! Where in a policy file something stands: the reader of YAML gives values without places, so the place of a key
//! is found again in the text.

/// A 1-based line and column.
pub(super) type Place = (usize, usize);

/// The place of the key at the end of a chain of keys, or of the last one of the chain that can be found.
pub(super) fn key(text: &str, chain: &[&str]) -> Place {
    let mut at = 0;
    for key in chain {
        let found = text.get(at..).and_then(|rest| find_key(rest, key, at == 0));
        let Some(offset) = found else { break };
        at += offset;
    }
    place(text, at)
}

/// The place of a word within the value of a key, or of the key.
pub(super) fn word(text: &str, chain: &[&str], word: &str) -> Place {
    let (line, column) = key(text, chain);
    let start = offset(text, line, column);
    let inside = text.get(start..).and_then(|rest| rest.find(word));
    inside.map_or((line, column), |found| place(text, start + found))
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

fn place(text: &str, at: usize) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let inside: usize = text[start..].chars().take(column - 1).map(char::len_utf8).sum();
    start + inside
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id: a\nselect: $.instances[?@.Engin]\nrequire:\n  any:\n    - { Engine: { equals: x } }\n";

    #[test]
    fn keys_and_words_are_found_again() {
        assert_eq!(key(TEXT, &["require", "Engine"]), (5, 9));
        assert_eq!(key(TEXT, &["require", "Engine", "equals"]), (5, 19));
        assert_eq!(key(TEXT, &["require", "nothing"]), (3, 1));
        assert_eq!(word(TEXT, &["select"], "Engin"), (2, 24));
    }
}
