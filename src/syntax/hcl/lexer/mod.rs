//! Text to tokens, in one pass without going back. Strings, heredocs and what is interpolated in them nest: a stack of
//! modes says how the next byte is read, as the reference implementation's scanner does.

mod bytes;
mod repair;
mod template;
mod token;
mod tokens;

use crate::source::{FileId, Span};
use crate::syntax::comments::Comment;
use memchr::{memchr, memmem};
use repair::Repair;
pub(super) use token::{Kind, Token};
pub(super) use tokens::Tokens;

/// What a text is made of.
pub(super) struct Lexed {
    /// The tokens; the last is [`Kind::End`].
    pub(super) tokens: Tokens,
    /// The comments, which are no tokens.
    pub(super) comments: Vec<Comment>,
    /// How deep brackets, braces and interpolations nest.
    pub(super) depth: usize,
}

/// How the bytes are to be read.
#[derive(Clone, Copy)]
enum Mode<'a> {
    /// As code, with how many braces are open in it.
    Code { braces: usize },
    /// As a quoted template.
    Quoted,
    /// As a heredoc that ends at its marker, and whether the last piece ended a line.
    Heredoc { marker: &'a [u8], line_start: bool },
    /// As a template that nothing encloses.
    Bare,
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    modes: Vec<Mode<'a>>,
    tokens: Tokens,
    comments: Vec<Comment>,
    depth: usize,
    deepest: usize,
    /// Whether a `/*` was met that no `*/` follows.
    open_comment: bool,
    /// How to go on after errors, once there are some.
    repair: Option<Repair<'a>>,
}

/// The tokens of a file.
pub(super) fn file(file: FileId, text: &str) -> Lexed {
    Lexer::new(file, text, Mode::Code { braces: 0 }).lex()
}

/// The tokens of a file that has errors: what one block leaves open ends where the next one begins.
pub(super) fn broken_file(file: FileId, text: &str) -> Lexed {
    let mut lexer = Lexer::new(file, text, Mode::Code { braces: 0 });
    lexer.repair = Some(Repair::new(text));
    lexer.lex()
}

/// The tokens of a template without quotes.
pub(super) fn bare_template(file: FileId, text: &str) -> Lexed {
    Lexer::new(file, text, Mode::Bare).lex()
}

impl<'a> Lexer<'a> {
    fn new(file: FileId, text: &'a str, mode: Mode<'a>) -> Self {
        let at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self {
            file,
            text,
            bytes: text.as_bytes(),
            at,
            modes: vec![mode],
            tokens: Tokens::with_room(text.len() / 6),
            comments: Vec::new(),
            depth: 0,
            deepest: 0,
            open_comment: false,
            repair: None,
        }
    }

    fn lex(mut self) -> Lexed {
        self.restart();
        while self.at < self.bytes.len() {
            match self.modes.last().copied() {
                Some(Mode::Quoted) => self.quoted(),
                Some(Mode::Heredoc { marker, line_start }) => self.heredoc(marker, line_start),
                Some(Mode::Bare) => self.bare(),
                Some(Mode::Code { .. }) | None => self.code(),
            }
        }
        self.push(Kind::End, 0);
        Lexed { tokens: self.tokens, comments: self.comments, depth: self.deepest }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Takes the next bytes as a token.
    fn push(&mut self, kind: Kind, length: usize) {
        let start = self.at as u32;
        self.at += length;
        self.tokens.push(Token { kind, start, end: self.at as u32 });
    }

    fn open(&mut self, kind: Kind, length: usize) {
        self.push(kind, length);
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
    }

    fn close(&mut self, kind: Kind, length: usize) {
        self.push(kind, length);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Reads code up to where the mode changes.
    fn code(&mut self) {
        let modes = self.modes.len();
        while self.modes.len() == modes {
            while let Some(b' ' | b'\t') = self.bytes.get(self.at) {
                self.at += 1;
            }
            let Some(&byte) = self.bytes.get(self.at) else { return };
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.name(),
                b'\n' => self.newline(1),
                b'=' | b'.' | b',' => self.operator(),
                b'"' => self.quote(),
                b'0'..=b'9' => self.push(Kind::Number, number_length(self.rest())),
                b'{' => self.open_brace(),
                b'}' => self.close_brace(1),
                b'#' => self.line_comment(),
                _ => self.rare(),
            }
        }
    }

    fn rare(&mut self) {
        match self.rest() {
            [b'/', b'/', ..] => self.line_comment(),
            [b'/', b'*', ..] if !self.open_comment => self.block_comment(),
            [b'\r', b'\n', ..] => self.newline(2),
            [b'~', b'}', ..] => self.close_brace(2),
            [b'<', b'<', ..] => self.open_heredoc(),
            _ => self.operator(),
        }
    }

    fn newline(&mut self, length: usize) {
        if self.repair.is_none() {
            return self.push(Kind::Newline, length);
        }
        self.end_open_strings(length);
        self.push(Kind::Newline, length);
        self.restart();
    }

    fn name(&mut self) {
        let rest = self.rest();
        let ascii = bytes::name(rest);
        if rest.get(ascii).is_none_or(u8::is_ascii) {
            return self.push(Kind::Name, ascii);
        }
        let text = self.text.get(self.at..).unwrap_or_default();
        let length = name_length(text);
        match text.chars().next() {
            Some(invalid) if length == 0 => self.push(Kind::Invalid, invalid.len_utf8()),
            _ => self.push(Kind::Name, length),
        }
    }

    fn operator(&mut self) {
        let rest = self.rest();
        let (kind, length) = operator(rest);
        match kind {
            Kind::OpenBracket | Kind::OpenParen => self.open(kind, length),
            Kind::CloseBracket | Kind::CloseParen => self.close(kind, length),
            _ => self.push(kind, length),
        }
    }

    fn open_brace(&mut self) {
        self.open(Kind::OpenBrace, 1);
        if let Some(Mode::Code { braces }) = self.modes.last_mut() {
            *braces += 1;
        }
    }

    /// A closing brace, which ends the interpolation around it when no other brace is open in there.
    fn close_brace(&mut self, length: usize) {
        let enclosed = self.modes.len() > 1;
        match self.modes.last_mut() {
            Some(Mode::Code { braces: 0 }) if enclosed => {
                self.modes.pop();
                return self.close(Kind::CloseSequence, length);
            }
            Some(Mode::Code { braces }) => *braces = braces.saturating_sub(1),
            _ => {}
        }
        self.close(if length == 1 { Kind::CloseBrace } else { Kind::CloseSequence }, length);
    }

    fn line_comment(&mut self) {
        let length = memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        self.comment(length);
    }

    fn block_comment(&mut self) {
        match memmem::find(self.rest().get(2..).unwrap_or_default(), b"*/") {
            Some(length) => self.comment(length + 4),
            None => self.open_comment = true,
        }
    }

    fn comment(&mut self, length: usize) {
        let (start, end) = (self.at, self.at + length);
        let last = self.comments.last().map(|comment| comment.span.end);
        let own_line = match self.tokens.last() {
            Some(Token { kind: Kind::Newline | Kind::Restart, end, .. }) => last.is_none_or(|last| last <= *end),
            Some(_) => false,
            None => last.is_none(),
        };
        let span = Span::new(self.file, start as u32, end as u32);
        self.comments.push(Comment { span, own_line });
        self.at = end;
    }
}

/// The operator or bracket that stands first, and its length.
fn operator(rest: &[u8]) -> (Kind, usize) {
    match rest {
        [b'.', b'.', b'.', ..] => (Kind::Ellipsis, 3),
        [b'=', b'=', ..] => (Kind::Equal, 2),
        [b'=', b'>', ..] => (Kind::Arrow, 2),
        [b'!', b'=', ..] => (Kind::NotEqual, 2),
        [b'<', b'=', ..] => (Kind::LessOrEqual, 2),
        [b'>', b'=', ..] => (Kind::GreaterOrEqual, 2),
        [b'&', b'&', ..] => (Kind::And, 2),
        [b'|', b'|', ..] => (Kind::Or, 2),
        [b':', b':', ..] => (Kind::DoubleColon, 2),
        [b'=', ..] => (Kind::Assign, 1),
        [b'.', ..] => (Kind::Dot, 1),
        [b',', ..] => (Kind::Comma, 1),
        [b'[', ..] => (Kind::OpenBracket, 1),
        [b']', ..] => (Kind::CloseBracket, 1),
        [b'(', ..] => (Kind::OpenParen, 1),
        [b')', ..] => (Kind::CloseParen, 1),
        [b'?', ..] => (Kind::Question, 1),
        [b':', ..] => (Kind::Colon, 1),
        [b'!', ..] => (Kind::Not, 1),
        [b'<', ..] => (Kind::Less, 1),
        [b'>', ..] => (Kind::Greater, 1),
        [b'+', ..] => (Kind::Plus, 1),
        [b'-', ..] => (Kind::Minus, 1),
        [b'*', ..] => (Kind::Star, 1),
        [b'/', ..] => (Kind::Slash, 1),
        [b'%', ..] => (Kind::Percent, 1),
        _ => (Kind::Invalid, 1),
    }
}

/// The length of the name that a text begins with.
fn name_length(text: &str) -> usize {
    let starts = |c: char| c == '_' || unicode_ident::is_xid_start(c);
    let continues = |c: char| c == '-' || unicode_ident::is_xid_continue(c);
    let end = text.char_indices().find(|&(at, c)| if at == 0 { !starts(c) } else { !continues(c) });
    end.map_or(text.len(), |(at, _)| at)
}

/// The length of the number that a text begins with. As in the reference implementation, whatever looks like more of
/// it belongs to it (`10.0.0` is one number, which then has no value), but its last character is a digit.
fn number_length(bytes: &[u8]) -> usize {
    let (mut at, mut length) = (1, 1);
    loop {
        match bytes.get(at..).unwrap_or_default() {
            [b'0'..=b'9', ..] => at += 1,
            [b'e' | b'E', b'0'..=b'9', ..] => at += 2,
            [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => at += 3,
            [b'.', ..] => {
                at += 1;
                continue;
            }
            _ => return length,
        }
        length = at;
    }
}
