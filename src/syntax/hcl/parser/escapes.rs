//! Literal text: what its escapes stand for.

use super::super::lexer::{Kind, Token};
use super::super::tree::Name;
use super::{Parser, Result};
use memchr::memchr;
use std::borrow::Cow;

impl<'a> Parser<'a> {
    /// The text of a literal piece; only in quotes has a backslash a meaning.
    pub(super) fn literal(&self, token: Token, quoted: bool) -> Result<Cow<'a, str>> {
        let text = self.slice(token);
        if text.starts_with("$${") || text.starts_with("%%{") {
            return Ok(Cow::Borrowed(text.get(1..).unwrap_or_default()));
        }
        if quoted && memchr(b'\\', text.as_bytes()).is_some() {
            return self.unescaped(text, token.start).map(Cow::Owned);
        }
        Ok(Cow::Borrowed(text))
    }

    fn unescaped(&self, text: &str, start: u32) -> Result<String> {
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, escape)) = rest.split_once('\\') {
            plain.push_str(before);
            let (character, length) = unescape(escape).map_err(|message| {
                let at = start + (text.len() - escape.len()) as u32 - 1;
                let selector = escape.chars().next().map_or(0, char::len_utf8) as u32;
                self.error(at, at + 1 + selector, message)
            })?;
            plain.push(character);
            rest = escape.get(length..).unwrap_or_default();
        }
        plain.push_str(rest);
        Ok(plain)
    }

    /// A label with escapes; a template is none.
    pub(super) fn quoted_label(&mut self) -> Result<Name> {
        let opened = self.next();
        let mut text = String::new();
        loop {
            let token = self.peek();
            match token.kind {
                Kind::Literal => text.push_str(&self.literal(token, true)?),
                Kind::CloseQuote => break,
                Kind::Interpolation | Kind::Directive => {
                    let message = "a label is no template (`${` is written `$${`, and `%{` is written `%%{`)";
                    return Err(self.error(token.start, token.end, message));
                }
                Kind::BrokenQuote => return Err(self.unexpected("`\"`")),
                _ => return Err(self.unclosed(opened)),
            }
            self.next();
        }
        self.next();
        Ok(Name { text: text.into(), span: self.since(opened.start) })
    }
}

/// The character that an escape stands for, given what follows the backslash, and how long that is.
fn unescape(escape: &str) -> std::result::Result<(char, usize), &'static str> {
    Ok(match escape.as_bytes() {
        [b'n', ..] => ('\n', 1),
        [b'r', ..] => ('\r', 1),
        [b't', ..] => ('\t', 1),
        [b'"', ..] => ('"', 1),
        [b'\\', ..] => ('\\', 1),
        [b'u', ..] => (numbered(escape, 4).ok_or("`\\u` needs the four hexadecimal digits of a character")?, 5),
        [b'U', ..] => (numbered(escape, 8).ok_or("`\\U` needs the eight hexadecimal digits of a character")?, 9),
        _ => return Err("this is no escape sequence (a backslash itself is written `\\\\`)"),
    })
}

fn numbered(escape: &str, digits: usize) -> Option<char> {
    let number = escape.get(1..=digits)?;
    let hexadecimal = number.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| u32::from_str_radix(number, 16).ok()).flatten().and_then(char::from_u32)
}
