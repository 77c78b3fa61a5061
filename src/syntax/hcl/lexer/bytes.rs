//! How far a name or plain text goes. Eight bytes are looked at together, as one number: a
//! processor that has to guess after each byte whether a short run ends there is wrong once a run.

/// The highest bit of each byte.
const HIGH: u64 = all(0x80);

/// How many bytes at the start are what a name goes on with, if it is ASCII.
pub(super) fn name(bytes: &[u8]) -> usize {
    run(bytes, |word| {
        let letters = between(word | all(b'a' - b'A'), b'a', b'z');
        letters | between(word, b'0', b'9') | equal(word, b'_') | equal(word, b'-')
    })
}

/// How many bytes at the start stand for themselves in a quoted string.
pub(super) fn plain(bytes: &[u8]) -> usize {
    run(bytes, |word| {
        let ends = equal(word, b'"') | equal(word, b'\n') | equal(word, b'\r');
        let special = equal(word, b'\\') | equal(word, b'$') | equal(word, b'%');
        !(ends | special) & HIGH
    })
}

/// How many bytes go on at the start; `goes_on` sets the highest bit of each of eight bytes that does.
fn run(bytes: &[u8], goes_on: impl Fn(u64) -> u64) -> usize {
    let (chunks, rest) = bytes.as_chunks();
    let length = |chunk| (goes_on(u64::from_le_bytes(chunk)) ^ HIGH).trailing_zeros() as usize / 8;
    for (i, chunk) in chunks.iter().enumerate() {
        let length = length(*chunk);
        if length < chunk.len() {
            return i * chunk.len() + length;
        }
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
    bytes.len() - rest.len() + length(last).min(rest.len())
}

/// Eight times the same byte.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte of `word` that is `byte`.
const fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ all(byte);
    !(((difference & !HIGH) + !HIGH) | difference) & HIGH
}

/// The highest bit of each byte of `word` that lies between two ASCII characters.
const fn between(word: u64, low: u8, high: u8) -> u64 {
    let ascii = word & !HIGH;
    (ascii + all(0x80 - low)) & !(ascii + all(0x7F - high)) & !word & HIGH
}
