//! The tokens of a text, in memory that the thread's next text uses again: to give back that much of it makes the system
//! tidy up, file by file.

use super::token::Token;
use std::cell::Cell;
use std::mem;
use std::ops::Deref;

/// How many tokens a thread keeps room for: those of a text of some megabytes.
const MOST_KEPT: usize = 1 << 20;

thread_local! {
    /// Room that no text uses.
    static SPARE: Cell<Vec<Token>> = const { Cell::new(Vec::new()) };
}

/// The tokens of one text.
pub(in crate::syntax::hcl) struct Tokens(Vec<Token>);

impl Tokens {
    /// No tokens yet, with room for some.
    pub(super) fn with_room(count: usize) -> Self {
        let mut tokens = SPARE.take();
        tokens.clear();
        tokens.reserve(count);
        Self(tokens)
    }

    pub(super) fn push(&mut self, token: Token) {
        self.0.push(token);
    }
}

impl Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        &self.0
    }
}

impl Drop for Tokens {
    fn drop(&mut self) {
        if self.0.capacity() <= MOST_KEPT {
            SPARE.set(mem::take(&mut self.0));
        }
    }
}
