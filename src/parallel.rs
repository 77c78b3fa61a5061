//! Work on threads: on many files at once, in an order that no thread decides, and on stacks of a size that is known.

use rayon::prelude::*;

/// Fewer items than this are not worth waking threads for: starting the pool costs more than parsing a file.
const WORTH_THREADS: usize = 8;

/// Maps every item with its index; results come in the order of the items, whatever the threads do.
pub fn map<T: Send, R: Send>(items: Vec<T>, f: impl Fn(usize, T) -> R + Sync) -> Vec<R> {
    if items.len() < WORTH_THREADS {
        return items.into_iter().enumerate().map(|(index, item)| f(index, item)).collect();
    }
    items.into_par_iter().enumerate().map(|(index, item)| f(index, item)).collect()
}

/// As [`map`], with a buffer that one thread's calls hand on to each other: what stands in it is no result.
pub(crate) fn map_buffered<T: Send, R: Send>(items: Vec<T>, f: impl Fn(&mut Vec<u8>, T) -> R + Sync) -> Vec<R> {
    if items.len() < WORTH_THREADS {
        let mut buffer = Vec::new();
        return items.into_iter().map(|item| f(&mut buffer, item)).collect();
    }
    items.into_par_iter().map_init(Vec::new, |buffer, item| f(buffer, item)).collect()
}

/// Does work on a stack of so many bytes; `None` where there is no memory for it.
pub(crate) fn on_stack<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|threads| {
        let thread = std::thread::Builder::new().stack_size(bytes).spawn_scoped(threads, work).ok()?;
        thread.join().ok()
    })
}
