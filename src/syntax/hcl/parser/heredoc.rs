//! The indentation of `<<-` heredocs.

use super::templates::{Piece, cut};

/// Takes the indentation that all lines share away. A piece counts as a line where it begins one, which it does not
/// behind a line break that a strip mark took; a line of nothing but white space neither counts nor changes.
pub(super) fn remove_indentation(pieces: &mut [Piece]) {
    let mut shared = usize::MAX;
    let mut lines = Vec::new();
    let mut begins = true;
    for piece in pieces {
        let Piece::Text(text) = piece else {
            if begins {
                shared = 0;
            }
            begins = false;
            continue;
        };
        let ends = text.ends_with('\n');
        if begins && !(ends && text.trim_start().is_empty()) {
            shared = shared.min(text.chars().take_while(|c| c.is_whitespace()).count());
            lines.push(text);
        }
        begins = ends;
    }
    for text in lines {
        let width: usize = text.chars().take(shared).map(char::len_utf8).sum();
        *text = cut(std::mem::take(text), |text| text.get(width..).unwrap_or_default());
    }
}
