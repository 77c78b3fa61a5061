//! Making text fit the terminal: words that wrap, and lines of source that are shown in part.

use crate::conceal::floor;
use std::ops::Range;

/// How much of a long line is shown before a label.
const LEAD: usize = 40;
/// The columns that a label's words get at least, where they need them.
const WORDS: usize = 24;
/// What miette draws between a label's middle and its words.
const ARROW: usize = 4;

/// Wraps words into lines of so many characters; what is longer than a line is broken, behind a dot where it has one.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in text.split(' ') {
        let mut length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length < room => {
                line.push(' ');
                line.push_str(word);
                room -= length + 1;
                continue;
            }
            _ => {}
        }
        let mut rest = word;
        while length > width {
            let fits = rest.char_indices().nth(width).map_or(rest, |(at, _)| &rest[..at]);
            let (head, tail) = rest.split_at(fits.rfind('.').map_or(fits.len(), |dot| dot + 1));
            lines.push(head.to_owned());
            length -= head.chars().count();
            rest = tail;
        }
        lines.push(rest.to_owned());
        room = width - length;
    }
    lines
}

/// The words of a label whose middle stands in a column, in as many lines as they need.
pub(super) fn beside(text: &str, middle: usize, columns: usize) -> String {
    wrap(text, columns.saturating_sub(middle + ARROW)).join("\n")
}

/// A part of a line.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    Shown(Range<usize>),
    LeftOut(Range<usize>),
}

/// A label on a line, with the length of its words.
pub(super) type OnLine = (Range<usize>, usize);

/// Cuts a line of a text: all of it where it fits with its labels' words, else the surroundings of the labels.
pub(super) fn parts(text: &str, line: &Range<usize>, labels: &[OnLine], columns: usize) -> Vec<Part> {
    let tabs = text.get(line.clone()).map_or(0, |line| line.matches('\t').count());
    let columns = columns.saturating_sub(tabs * 3).max(WORDS);
    let fits = |(label, words): &OnLine| {
        let middle = usize::midpoint(label.start, label.end.min(line.end)).saturating_sub(line.start);
        middle + ARROW + WORDS.min(*words) <= columns
    };
    if line.len() <= columns && labels.iter().all(fits) {
        return vec![Part::Shown(line.clone())];
    }
    let share = columns / labels.len().max(1);
    let mut kept: Vec<_> = labels.iter().map(|label| surroundings(text, line, label, share)).collect();
    if kept.is_empty() {
        kept.push(line.start..floor(text, (line.start + columns - 1).min(line.end)));
    }
    kept.sort_by_key(|range| range.start);
    alternate(line, &kept)
}

/// Cuts a line of a text of which nothing may be shown but the labels, each with the key before it.
pub(super) fn pointed_at(text: &str, line: &Range<usize>, labels: &[OnLine], columns: usize) -> Vec<Part> {
    let share = (columns / labels.len().max(1)).max(WORDS);
    let only = |(label, _): &OnLine| {
        let start = key_start(text, line, label.start);
        start..floor(text, label.end.min(line.end).min(label.start + share))
    };
    let mut kept: Vec<_> = labels.iter().map(only).collect();
    kept.sort_by_key(|range| range.start);
    // White space and the comma behind a value tell nothing.
    let plain = |range: Range<usize>| text.get(range).is_some_and(|text| matches!(text.trim(), "" | ","));
    if let Some(first) = kept.first_mut().filter(|first| plain(line.start..first.start)) {
        first.start = line.start;
    }
    if let Some(last) = kept.last_mut().filter(|last| plain(last.end..line.end)) {
        last.end = line.end;
    }
    alternate(line, &kept)
}

/// Where the JSON key begins that stands before a value; the value's own beginning where there is none.
fn key_start(text: &str, line: &Range<usize>, value: usize) -> usize {
    let before = text.get(line.start..value).unwrap_or_default();
    let key = before.trim_end().strip_suffix(':').and_then(|key| key.trim_end().strip_suffix('"'));
    let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let rest = key.and_then(|key| key.trim_end_matches(name).strip_suffix('"'));
    rest.map_or(value, |rest| line.start + rest.len())
}

/// The ranges to show of a line, and what lies between them.
fn alternate(line: &Range<usize>, kept: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = line.start;
    for range in kept {
        if at < range.start {
            parts.push(Part::LeftOut(at..range.start));
        }
        if at < range.end {
            parts.push(Part::Shown(at.max(range.start)..range.end));
            at = range.end;
        }
    }
    if at < line.end {
        parts.push(Part::LeftOut(at..line.end));
    }
    parts
}

/// A label and what fits beside it into so many columns, those of two signs for what is left out included.
fn surroundings(text: &str, line: &Range<usize>, (label, words): &OnLine, columns: usize) -> Range<usize> {
    let columns = columns.saturating_sub(2);
    let start = label.start.max(line.start);
    let shown = label.end.min(line.end).saturating_sub(start).min(columns * 2 / 3);
    let needed = shown.max(shown / 2 + ARROW + WORDS.min(*words));
    let lead = columns.saturating_sub(needed);
    let lead = if line.len() > columns { lead.min(LEAD) } else { lead };
    let from = floor(text, start.saturating_sub(lead)).max(line.start);
    from..floor(text, (from + columns).max(start + shown)).min(line.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_long_ones_break() {
        assert_eq!(wrap("used here by two", 10), ["used here", "by two"]);
        assert_eq!(wrap("a module.database.x", 10), ["a", "module.", "database.x"]);
        assert_eq!(wrap("a_very_long_name", 10), ["a_very_lon", "g_name"]);
        assert_eq!(wrap("", 10), [""]);
    }

    /// What is shown of a line with a label, with a sign for what is not.
    fn check(line: &str, label: &str, words: usize, columns: usize, expected: &str) {
        let start = line.find(label).unwrap();
        let parts = parts(line, &(0..line.len()), &[(start..start + label.len(), words)], columns);
        let shown = parts.into_iter().map(|part| match part {
            Part::Shown(range) => &line[range],
            Part::LeftOut(_) => "…",
        });
        assert_eq!(shown.collect::<String>(), expected);
    }

    #[test]
    fn of_a_sealed_line_only_labels_are_shown() {
        for (line, label, expected) in [
            (r#"   "encrypted": false,"#, "false", r#"   "encrypted": false,"#),
            (r#"{"a": "b", "encrypted" : false, "c": 1}"#, "false", r#"…"encrypted" : false…"#),
            (r#"{"password": "x", "Key": [false]"#, "[false]", "…[false]"),
            (r#"["x", false]"#, "false", "…false…"),
        ] {
            let start = line.find(label).unwrap();
            let parts = pointed_at(line, &(0..line.len()), &[(start..start + label.len(), 0)], 80);
            let shown = parts.into_iter().map(|part| match part {
                Part::Shown(range) => &line[range],
                Part::LeftOut(_) => "…",
            });
            assert_eq!(shown.collect::<String>(), expected);
        }
    }

    #[test]
    fn a_line_is_cut_where_it_or_the_words_do_not_fit() {
        check("a = b", "b", 20, 40, "a = b");
        check("a_long_name_of_an_argument = b", "b", 20, 40, "…an_argument = b");
        check("a = b # and then a long remark about it", "b", 3, 30, "a = b # and then a long rema…");
    }
}
