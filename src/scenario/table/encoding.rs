//! Decodes the bytes of a table: UTF-8 and UTF-16, each with or without a byte order mark, and GB18030.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Little,
    /// UTF-16, the high byte first.
    Utf16Big,
    /// GB18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

impl Encoding {
    /// Returns its name.
    pub(in crate::scenario) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Little | Encoding::Utf16Big => "UTF-16",
            Encoding::Gb18030 => "GB18030",
        }
    }
}

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
const LITTLE_MARK: &[u8] = b"\xff\xfe";
const BIG_MARK: &[u8] = b"\xfe\xff";

/// Returns the text of bytes and the encoding that they are in; none if they are in none of these.
pub(in crate::scenario) fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    let marks =
        [(UTF8_MARK, Encoding::Utf8), (LITTLE_MARK, Encoding::Utf16Little), (BIG_MARK, Encoding::Utf16Big)];
    let marked = marks.iter().find_map(|(mark, encoding)| Some((bytes.strip_prefix(*mark)?, *encoding)));
    if let Some((body, encoding)) = marked {
        return decode_as(body, encoding);
    }
    if let Some(encoding) = utf16_of(bytes) {
        return decode_as(bytes, encoding);
    }
    let chinese = || is_chinese(bytes).then(|| decode_as(bytes, Encoding::Gb18030)).flatten();
    decode_as(bytes, Encoding::Utf8).or_else(chinese)
}

fn decode_as(body: &[u8], encoding: Encoding) -> Option<(Cow<'_, str>, Encoding)> {
    let text = match encoding {
        Encoding::Utf8 => std::str::from_utf8(body).ok().map(Cow::from),
        Encoding::Utf16Little => UTF_16LE.decode_without_bom_handling_and_without_replacement(body),
        Encoding::Utf16Big => UTF_16BE.decode_without_bom_handling_and_without_replacement(body),
        Encoding::Gb18030 => GB18030.decode_without_bom_handling_and_without_replacement(body),
    };
    text.map(|text| (text, encoding))
}

/// Bytes that are looked at for the pattern of UTF-16.
const LOOKED_AT: usize = 1 << 16;

/// Tells UTF-16 without a mark: in it every second byte of digits and separators is zero, on the same side; on the other
/// side only that of a few Chinese characters is, such as U+4E00.
fn utf16_of(bytes: &[u8]) -> Option<Encoding> {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    if !looked_at.contains(&0) {
        return None;
    }
    let zeros = |side: usize| looked_at.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let enough = looked_at.len() / 20;
    let (even, odd) = (zeros(0), zeros(1));
    match (even > enough && even > 5 * odd, odd > enough && odd > 5 * even) {
        (true, _) => Some(Encoding::Utf16Big),
        (_, true) => Some(Encoding::Utf16Little),
        _ => None,
    }
}

/// Returns whether most pairs of bytes beyond ASCII are among the common characters of GB 2312. A Western letter with an
/// accent makes a pair as well, with the plain letter after it.
fn is_chinese(bytes: &[u8]) -> bool {
    let (mut pairs, mut common, mut rest) = (0_usize, 0_usize, bytes.iter());
    while let Some(byte) = rest.next() {
        if byte.is_ascii() {
            continue;
        }
        pairs += 1;
        common += usize::from(*byte >= 0xa1 && rest.next().is_some_and(|second| *second >= 0xa1));
    }
    common * 2 > pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "number,热线,note\n12345,政务服务便民热线一,a\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn decoded(bytes: &[u8]) -> Option<(String, Encoding)> {
        decode(bytes).map(|(text, encoding)| (text.into_owned(), encoding))
    }

    #[test]
    fn unicode_is_decoded_with_and_without_a_mark() {
        let (little, big) = (utf16(TEXT, u16::to_le_bytes), utf16(TEXT, u16::to_be_bytes));
        for (mark, bytes, encoding) in [
            (UTF8_MARK, TEXT.as_bytes(), Encoding::Utf8),
            (LITTLE_MARK, &little, Encoding::Utf16Little),
            (BIG_MARK, &big, Encoding::Utf16Big),
        ] {
            let want = Some((TEXT.to_owned(), encoding));
            assert_eq!((decoded(bytes), decoded(&[mark, bytes].concat())), (want.clone(), want));
        }
    }

    #[test]
    fn chinese_of_older_spreadsheets_is_decoded_and_western_letters_are_not_taken_for_it() {
        let (bytes, _, lossy) = GB18030.encode(TEXT);
        assert!(!lossy);
        assert_eq!(decoded(&bytes), Some((TEXT.to_owned(), Encoding::Gb18030)));
        assert_eq!(decoded(b"name\nM\xe9decin\nfen\xeatre\n"), None);
        assert_eq!(decoded(b"\xff\xfea"), None, "half a character");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_text_or_none(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
