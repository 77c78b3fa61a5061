//! Words that are used again and again, each kept in memory once: most of a Terraform file is made of a few hundred.

use rustc_hash::FxHasher;
use std::cell::RefCell;
use std::hash::Hasher;
use std::sync::Arc;

/// How many words a thread remembers.
const SLOTS: usize = 2048;
/// Longer texts are hardly ever the same.
const LONGEST: usize = 40;

thread_local! {
    /// The words that were met last: one takes the place of another whose hash is alike.
    static WORDS: RefCell<Vec<Option<Arc<str>>>> = RefCell::new(vec![None; SLOTS]);
}

/// A text that is shared with its equals, where they were met before.
pub(super) fn shared(text: &str) -> Arc<str> {
    if text.len() > LONGEST {
        return Arc::from(text);
    }
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let index = (hasher.finish() >> 32) as usize % SLOTS;
    WORDS.with_borrow_mut(|words| match words.get_mut(index) {
        Some(Some(known)) if **known == *text => known.clone(),
        Some(slot) => slot.insert(Arc::from(text)).clone(),
        None => Arc::from(text),
    })
}
