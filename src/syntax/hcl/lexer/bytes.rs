//! Which bytes go on with what: most of a text is skipped with one look at a table a byte.

/// The space and the tab.
pub(super) const SPACE: u8 = 1;
/// What a name goes on with, if it is ASCII.
pub(super) const NAME: u8 = 2;
/// What stands for itself in a quoted string.
pub(super) const PLAIN: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> u8 {
    let space = if matches!(byte, b' ' | b'\t') { SPACE } else { 0 };
    let name = if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') { NAME } else { 0 };
    let plain = if matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r') { 0 } else { PLAIN };
    space | name | plain
}

/// How many bytes at the start are of a class.
pub(super) fn run_length(bytes: &[u8], class: u8) -> usize {
    bytes.iter().position(|&byte| CLASSES[usize::from(byte)] & class == 0).unwrap_or(bytes.len())
}
