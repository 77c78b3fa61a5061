//! Words that are used again and again, each kept in memory once: most of a Terraform file is made of a few hundred.

use rustc_hash::FxHasher;
use std::cell::Cell;
use std::hash::Hasher;
use std::sync::Arc;

/// How many words a thread remembers.
const SLOTS: usize = 2048;
/// Longer texts are hardly ever the same.
const LONGEST: usize = 40;

thread_local! {
    /// The words that the thread's last parser met.
    static MET: Cell<Words> = const { Cell::new(Words(Vec::new())) };
}

/// The words that were met last: one takes the place of another whose hash is alike.
#[derive(Default)]
pub(super) struct Words(Vec<Option<Arc<str>>>);

impl Words {
    /// What the thread remembers, which it forgets until it is given back.
    pub(super) fn remembered() -> Self {
        let mut words = MET.take();
        words.0.resize(SLOTS, None);
        words
    }

    /// Gives the words to the thread for its next parser.
    pub(super) fn remember(&mut self) {
        MET.set(std::mem::take(self));
    }

    /// A text that is shared with its equals, where they were met before.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return Arc::from(text);
        }
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        let index = (hasher.finish() >> 32) as usize % SLOTS;
        match self.0.get_mut(index) {
            Some(Some(known)) if **known == *text => known.clone(),
            Some(slot) => slot.insert(Arc::from(text)).clone(),
            None => Arc::from(text),
        }
    }
}
