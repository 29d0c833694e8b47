//! Splits a text into words and what is between them.

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Spaces, quotes, and other characters between words.
    Between(&'t str),
    /// A word, or everything inside quotes.
    Word(Word<'t>),
}

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) is_quoted: bool,
}

/// A word with a digit and at least this many characters is an ID.
const LEAST_OF_ID: usize = 8;

impl Word<'_> {
    /// Whether it is different in each response.
    pub(super) fn is_id(&self) -> bool {
        self.is_email() || self.text.chars().count() >= LEAST_OF_ID && self.has_digit()
    }

    /// Whether it looks like a value rather than a part of the sentence.
    pub(super) fn is_like_value(&self) -> bool {
        self.is_quoted || self.is_email() || self.has_digit() || self.text.contains('_')
    }

    pub(super) fn is_email(&self) -> bool {
        self.text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    }

    fn has_digit(&self) -> bool {
        self.text.contains(|char: char| char.is_ascii_digit())
    }
}

/// The pieces of a text, in their order. Joined, they are the text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut at, mut between) = (0, 0);
    while let Some(char) = text[at..].chars().next() {
        let word = match quoted(text, at, char) {
            Some(range) => Some((range, true)),
            None if is_separator(char) => None,
            None => plain(text, at).map(|range| (range, false)),
        };
        let Some((range, is_quoted)) = word else {
            at += char.len_utf8();
            continue;
        };
        if between < range.start {
            pieces.push(Piece::Between(&text[between..range.start]));
        }
        (at, between) = (range.end, range.end);
        pieces.push(Piece::Word(Word { text: &text[range], is_quoted }));
        // A closing quote doesn't open another word.
        if is_quoted {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    if between < text.len() {
        pieces.push(Piece::Between(&text[between..]));
    }
    pieces
}

fn is_separator(char: char) -> bool {
    char.is_whitespace()
        || matches!(char, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | '=' | '|')
        || closing(char).is_some()
}

/// The quote that closes what `open` opens.
fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' | '`' => Some(open),
        '“' => Some('”'),
        '‘' => Some('’'),
        '«' => Some('»'),
        _ => None,
    }
}

/// The range inside quotes that open at a byte. An apostrophe is not a quote.
fn quoted(text: &str, at: usize, open: char) -> Option<std::ops::Range<usize>> {
    let close = closing(open)?;
    if text[..at].ends_with(char::is_alphanumeric) {
        return None;
    }
    let start = at + open.len_utf8();
    let closes =
        |(found, _): &(usize, &str)| !text[start + found + close.len_utf8()..].starts_with(char::is_alphanumeric);
    let (len, _) = text[start..].match_indices(close).find(closes)?;
    (len > 0).then_some(start..start + len)
}

/// The range of the word that starts at a byte, without the punctuation at its end.
fn plain(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let mut end = text.len();
    for (index, char) in text[at..].char_indices() {
        let is_inside = || {
            let rest = &text[at + index + char.len_utf8()..];
            matches!(char, '\'') && rest.starts_with(char::is_alphanumeric)
        };
        if is_separator(char) && !is_inside() {
            end = at + index;
            break;
        }
    }
    let word = text[at..end].trim_end_matches(['.', ':', '!', '?', '…']);
    (!word.is_empty()).then_some(at..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let joined: String = pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Between(text) => *text,
                Piece::Word(word) => word.text,
            })
            .collect();
        assert_eq!(joined, text);
        let words = pieces(text).into_iter().filter_map(|piece| match piece {
            Piece::Word(word) => Some(word.text.to_owned()),
            Piece::Between(_) => None,
        });
        words.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_have_no_punctuation_around_them() {
        for (text, expected) in [
            ("Order ord_17 isn't `paid yet`.", "Order|ord_17|isn't|paid yet"),
            ("id=ord_17, (a: b)", "id|ord_17|a|b"),
            ("'don't' \"\" “été” ...", "don't|été"),
            ("{\"a\":\"b\"}", "a|b"),
            ("a\"b\" 'c", "a|b|c"),
            ("", ""),
            ("?!", ""),
            ("日本 «ab»", "日本|ab"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
