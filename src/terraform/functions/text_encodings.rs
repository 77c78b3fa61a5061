//! Texts in other encodings than UTF-8, by the names that IANA gave those.

use super::{Result, Stop, fail};
use crate::value::{Origin, Value};
use encoding_rs as web;
use std::string::FromUtf16Error;

/// How a text becomes bytes.
enum Encoding {
    /// Bytes below the limit are the characters of that number.
    Single(u32),
    /// Two bytes a unit, the first of them the larger if it is so.
    Utf16 { big: bool, marked: bool },
    /// One that the web has too.
    Web(&'static web::Encoding),
}

/// Names and aliases in small letters, and what they stand for.
type Row = (&'static str, fn() -> Encoding);

/// The encodings.
const NAMES: &[Row] = &[
    ("utf-8 csutf8", || Encoding::Web(web::UTF_8)),
    ("utf-16 csutf16", || Encoding::Utf16 { big: true, marked: true }),
    ("utf-16be csutf16be", || Encoding::Utf16 { big: true, marked: false }),
    ("utf-16le csutf16le", || Encoding::Utf16 { big: false, marked: false }),
    ("us-ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso646-us us ibm367 cp367 csascii", || Encoding::Single(0x80)),
    ("iso-8859-1 iso-ir-100 iso_8859-1 latin1 l1 ibm819 cp819 csisolatin1", || Encoding::Single(0x100)),
    ("iso-8859-2 iso-ir-101 iso_8859-2 latin2 l2 csisolatin2", || Encoding::Web(web::ISO_8859_2)),
    ("iso-8859-15 iso_8859-15 latin-9 csiso885915", || Encoding::Web(web::ISO_8859_15)),
    ("windows-1250 cswindows1250", || Encoding::Web(web::WINDOWS_1250)),
    ("windows-1251 cswindows1251", || Encoding::Web(web::WINDOWS_1251)),
    ("windows-1252 cswindows1252", || Encoding::Web(web::WINDOWS_1252)),
    ("macintosh mac csmacintosh", || Encoding::Web(web::MACINTOSH)),
    ("koi8-r cskoi8r", || Encoding::Web(web::KOI8_R)),
    ("koi8-u cskoi8u", || Encoding::Web(web::KOI8_U)),
    ("shift_jis ms_kanji csshiftjis", || Encoding::Web(web::SHIFT_JIS)),
    ("euc-jp cseucpkdfmtjapanese", || Encoding::Web(web::EUC_JP)),
    ("euc-kr cseuckr", || Encoding::Web(web::EUC_KR)),
    ("gbk cp936 ms936 windows-936 csgbk", || Encoding::Web(web::GBK)),
    ("gb18030 csgb18030", || Encoding::Web(web::GB18030)),
    ("big5 csbig5", || Encoding::Web(web::BIG5)),
];

/// The encoding of a name. There are rare ones that Terraform knows and this does not.
fn find(name: &str) -> Result<Encoding> {
    let name = name.to_ascii_lowercase();
    let found = NAMES.iter().find(|(names, _)| names.split(' ').any(|known| known == name));
    found.map_or_else(
        || Err(Stop::Unknown(Box::new(Value::unknown("the encoding is not evaluated", Origin::default())))),
        |(_, encoding)| Ok(encoding()),
    )
}

pub(super) fn encode(text: &str, name: &str) -> Result<Vec<u8>> {
    match find(name)? {
        Encoding::Single(limit) => {
            let byte = |c: char| u8::try_from(u32::from(c)).ok().filter(|&byte| u32::from(byte) < limit);
            text.chars().map(byte).collect::<Option<_>>().map_or_else(unfit, Ok)
        }
        Encoding::Utf16 { big, marked } => {
            let units = marked.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            Ok(units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect())
        }
        Encoding::Web(encoding) => {
            let (bytes, _, unmappable) = encoding.encode(text);
            if unmappable { unfit() } else { Ok(bytes.into_owned()) }
        }
    }
}

fn unfit<T>() -> Result<T> {
    fail("the text has characters that the encoding has not")
}

pub(super) fn decode(bytes: &[u8], name: &str) -> Result<String> {
    let text = match find(name)? {
        Encoding::Single(limit) => {
            let known = bytes.iter().all(|&byte| u32::from(byte) < limit);
            known.then(|| bytes.iter().copied().map(char::from).collect())
        }
        Encoding::Utf16 { big, marked } => match (marked, bytes) {
            (true, [0xFF, 0xFE, rest @ ..]) => utf16(rest, false).ok(),
            (true, [0xFE, 0xFF, rest @ ..]) => utf16(rest, true).ok(),
            _ => utf16(bytes, big).ok(),
        },
        Encoding::Web(encoding) => {
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            // The web gives a meaning to bytes that have none.
            decoded.filter(|text| !text.contains(|c| ('\u{80}'..='\u{9f}').contains(&c))).map(Into::into)
        }
    };
    text.map_or_else(|| fail("the bytes are none of that encoding"), Ok)
}

fn utf16(bytes: &[u8], big: bool) -> std::result::Result<String, FromUtf16Error> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    // A byte alone is half of something: as wrong as half a pair of units.
    let rest = odd.first().map(|_| 0xD800);
    String::from_utf16(&pairs.iter().map(unit).chain(rest).collect::<Vec<_>>())
}
