//! Rust source as words and marks, without comments and literals: as much as a reader of imports needs.

/// Splits a text into words, `::` and single marks; comments, strings, characters and lifetimes are left out.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let rest = &chars[at..];
        at += match rest[0] {
            c if c.is_whitespace() => 1,
            '/' if rest.get(1) == Some(&'/') => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            '/' if rest.get(1) == Some(&'*') => block_comment(rest),
            '"' => string(rest),
            '\'' => quote(rest),
            c if is_word(c) => word(rest, &mut tokens),
            ':' if rest.get(1) == Some(&':') => {
                tokens.push("::".to_owned());
                2
            }
            mark => {
                tokens.push(mark.to_string());
                1
            }
        };
    }
    tokens
}

/// Tells whether a character stands in names and numbers.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of a block comment; they nest.
fn block_comment(chars: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Length of a string with escapes.
fn string(chars: &[char]) -> usize {
    let mut at = 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Length of a raw string, from its first `#` or quotation mark.
fn raw_string(chars: &[char]) -> usize {
    let hashes = chars.iter().take_while(|c| **c == '#').count();
    let ends = |at: usize| chars[at] == '"' && chars[at + 1..].iter().take(hashes).all(|c| *c == '#');
    let end = (hashes + 1..chars.len()).find(|at| ends(*at)).unwrap_or(chars.len());
    end + 1 + hashes
}

/// Length of a character literal or a lifetime.
fn quote(chars: &[char]) -> usize {
    match (chars.get(1), chars.get(2)) {
        (Some('\\'), _) => 3 + chars[3..].iter().position(|c| *c == '\'').map_or(0, |end| end + 1),
        (_, Some('\'')) => 3,
        _ => 1 + chars[1..].iter().take_while(|c| is_word(**c)).count(),
    }
}

/// Length of a word or of the literal that it begins; words are added to the tokens.
fn word(chars: &[char], tokens: &mut Vec<String>) -> usize {
    let length = chars.iter().take_while(|c| is_word(**c)).count();
    let (text, rest): (String, &[char]) = (chars[..length].iter().collect(), &chars[length..]);
    let raw = ["r", "br", "cr"].contains(&text.as_str());
    let quoted = rest.iter().find(|c| **c != '#') == Some(&'"');
    match rest.first() {
        Some('"' | '#') if raw && quoted => return length + raw_string(rest),
        Some('"') if ["b", "c"].contains(&text.as_str()) => return length + string(rest),
        Some('\'') if text == "b" => return length + quote(rest),
        // `r#type` is the word `type`.
        Some('#') if text == "r" => return length + 1,
        _ => {}
    }
    tokens.push(text);
    length
}

#[test]
fn comments_and_literals_are_no_tokens() {
    let of = |text: &str| tokens(text).join(" ");
    assert_eq!(of("a // b\nc /* d /* e */ f */ g"), "a c g");
    assert_eq!(of(r#"x("a::b \" c", 'd', '\'', '\u{1F600}', b'e', b"f", c"g") h"#), "x ( , , , , , , ) h");
    assert_eq!(of("r\"a\\\" b r#\"c \" d\"# e br##\"f\"# g\"## h"), "b e h");
    assert_eq!(of("fn f<'a>(r#type: &'static str) -> u8"), "fn f < > ( type : & str ) - > u8");
    assert_eq!(of("a::b ::c:d 1.5_f64"), "a :: b :: c : d 1 . 5_f64");
    assert_eq!(of("\"never closed"), "");
}
