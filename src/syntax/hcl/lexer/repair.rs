//! What the lexer does differently in a file that has errors, so that one of them does not cost the rest.
//!
//! A line that can only be the beginning of a block of its own ends whatever is still open, and an argument's name at
//! the start of a line ends the strings whose interpolations are still open. Both could stand in a file without errors
//! (as the content of a heredoc, say), so files are lexed without this at first.

use super::{Kind, Lexer, Mode, name_length};
use crate::syntax::hcl::json::BLOCKS;
use rustc_hash::FxHashMap;

/// Where heredocs end: for each line that is one name, where it stands last.
pub(super) struct Repair<'a> {
    ends: FxHashMap<&'a [u8], usize>,
}

impl<'a> Repair<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut ends = FxHashMap::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let name = line.trim();
            if !name.is_empty() && name_length(name) == name.len() {
                ends.insert(name.as_bytes(), at);
            }
            at += line.len();
        }
        Self { ends }
    }
}

impl Lexer<'_> {
    /// At the start of a line: begins anew if a block begins here.
    pub(super) fn restart(&mut self) {
        let Some(repair) = &self.repair else { return };
        if let Some(Mode::Heredoc { marker, .. }) = self.modes.last()
            && repair.ends.get(marker).is_some_and(|&end| end >= self.at)
        {
            return;
        }
        if !self.text.get(self.at..).is_some_and(begins_block) {
            return;
        }
        self.push(Kind::Restart, 0);
        self.modes.clear();
        self.modes.push(Mode::Code { braces: 0 });
        self.depth = 0;
    }

    /// At a line break of the given length in code: ends the strings around an interpolation that is still open though
    /// an argument follows.
    pub(super) fn end_open_strings(&mut self, line_break: usize) {
        if !self.text.get(self.at + line_break..).is_some_and(begins_argument) {
            return;
        }
        while let [.., around, Mode::Code { braces: 0 }] = self.modes.as_slice() {
            let quoted = matches!(around, Mode::Quoted);
            self.modes.pop();
            self.close(Kind::CloseSequence, 0);
            if !quoted {
                return;
            }
            self.modes.pop();
            self.push(Kind::BrokenQuote, 0);
        }
    }
}

/// Whether a text begins with one of Terraform's blocks, with as many labels as such a block has, up to its brace.
fn begins_block(text: &str) -> bool {
    let word = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let (word, mut rest) = text.split_at(word);
    let Some(&(_, labels)) = BLOCKS.iter().find(|(kind, _)| *kind == word) else { return false };
    for _ in 0..labels {
        rest = rest.trim_start_matches([' ', '\t']);
        let length = match rest.strip_prefix('"') {
            Some(label) => label.find(['"', '\n']).map_or(0, |end| end + 2),
            None => name_length(rest),
        };
        match rest.get(length..) {
            Some(after) if length > 0 => rest = after,
            _ => return false,
        }
    }
    rest.trim_start_matches([' ', '\t']).starts_with('{')
}

/// Whether a text begins with `name =`.
fn begins_argument(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    let rest = text.get(name_length(text)..).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.len() < text.len() && rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>")
}
