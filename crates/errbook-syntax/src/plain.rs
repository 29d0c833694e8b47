//! One line of Markdown as plain text, for generated code, whose build must not compile the parser.
//! It handles the inline syntax of CommonMark but for reference links and entities.

/// The text of one line of Markdown. Line breaks become spaces.
///
/// ```
/// assert_eq!(errbook_syntax::plain::line("Send a *valid* [ID](/ids)."), "Send a valid ID.");
/// ```
pub fn line(markdown: &str) -> String {
    let markdown = markdown.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut pieces = pieces(&markdown);
    remove_emphasis(&mut pieces);
    pieces.iter().map(Piece::text).collect::<String>().trim().to_owned()
}

/// A part of a line.
enum Piece {
    Text(String),
    /// A run of `*` or `_`, of which `left` are not yet known to mark emphasis.
    Run {
        mark: char,
        left: usize,
        opens: bool,
        closes: bool,
    },
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Piece::Text(text) => text.clone(),
            Piece::Run { mark, left, .. } => mark.to_string().repeat(*left),
        }
    }
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let before = line[..line.len() - rest.len()].chars().next_back();
        let (piece, after) = match first {
            '*' | '_' => run(first, before, rest),
            _ => text(first, rest),
        };
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The first piece of `rest` that isn't emphasis, and what follows it.
fn text(first: char, rest: &str) -> (Piece, &str) {
    let after = &rest[first.len_utf8()..];
    let found = match first {
        '\\' => after.chars().next().filter(char::is_ascii_punctuation).map(|of| (of.to_string(), &after[1..])),
        '`' => code(rest),
        '<' => auto_link(after),
        '[' => link(after),
        '!' => after.strip_prefix('[').and_then(link),
        _ => None,
    };
    match found {
        Some((text, after)) => (Piece::Text(text), after),
        // A fence of backticks without an end is text as a whole.
        None if first == '`' => {
            let after = rest.trim_start_matches('`');
            (Piece::Text(rest[..rest.len() - after.len()].to_owned()), after)
        }
        None => (Piece::Text(first.to_string()), after),
    }
}

/// A code span, up to a run of as many backticks (CommonMark, section 6.1).
fn code(rest: &str) -> Option<(String, &str)> {
    let after = rest.trim_start_matches('`');
    let ticks = rest.len() - after.len();
    let mut at = 0;
    loop {
        let start = at + after[at..].find('`')?;
        let end = after.len() - after[start..].trim_start_matches('`').len();
        if end - start == ticks {
            let inside = &after[..start];
            let padded =
                inside.strip_prefix(' ').and_then(|of| of.strip_suffix(' ')).filter(|of| !of.trim().is_empty());
            return Some((padded.unwrap_or(inside).to_owned(), &after[end..]));
        }
        at = end;
    }
}

/// `<https://...>` or `<a@b.c>`.
fn auto_link(after: &str) -> Option<(String, &str)> {
    let (inside, after) = after.split_once('>')?;
    let is_link = inside.contains([':', '@']) && !inside.contains([' ', '<', '"']);
    is_link.then(|| (inside.to_owned(), after))
}

/// `text](target)`: the text, which can have emphasis and code.
fn link(after: &str) -> Option<(String, &str)> {
    let end = closing(after, '[', ']')?;
    let target = after[end + 1..].strip_prefix('(')?;
    let target_end = closing(target, '(', ')')?;
    Some((line(&after[..end]), &target[target_end + 1..]))
}

/// The position of the bracket that closes the one before `text`.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        match next {
            '\\' => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                let skipped = code(&text[at..]).map_or(1, |(_, after)| text.len() - at - after.len());
                at += skipped - 1;
            }
            _ if next == open => depth += 1,
            _ if next == close && depth == 0 => return Some(at),
            _ if next == close => depth -= 1,
            _ => {}
        }
        at += next.len_utf8();
    }
    None
}

/// A run of `*` or `_` (CommonMark, section 6.2).
fn run(mark: char, before: Option<char>, rest: &str) -> (Piece, &str) {
    let after = rest.trim_start_matches(mark);
    let is_space = |of: Option<char>| of.is_none_or(char::is_whitespace);
    let is_mark = |of: Option<char>| {
        of.is_some_and(|of| of.is_ascii_punctuation() || (!of.is_alphanumeric() && !of.is_whitespace()))
    };
    let next = after.chars().next();
    let left = !is_space(next) && (!is_mark(next) || is_space(before) || is_mark(before));
    let right = !is_space(before) && (!is_mark(before) || is_space(next) || is_mark(next));
    let word = mark == '_';
    let opens = left && (!word || !right || is_mark(before));
    let closes = right && (!word || !left || is_mark(next));
    (Piece::Run { mark, left: rest.len() - after.len(), opens, closes }, after)
}

/// Removes the marks that belong together.
fn remove_emphasis(pieces: &mut [Piece]) {
    for end in 0..pieces.len() {
        for start in (0..end).rev() {
            let (before, after) = pieces.split_at_mut(end);
            let [Piece::Run { mark: close, left: right, closes: true, opens: both }, ..] = after else { break };
            if let Piece::Run { mark, left, opens: true, closes } = &mut before[start]
                && mark == close
                && *left > 0
                && !((*both || *closes) && (*left + *right) % 3 == 0 && *left % 3 != 0)
            {
                let used = (*left).min(*right);
                *left -= used;
                *right -= used;
                let is_done = *right == 0;
                // Marks between the two can't belong to others any more.
                for between in &mut before[start + 1..] {
                    if let Piece::Run { opens, closes, .. } = between {
                        (*opens, *closes) = (false, false);
                    }
                }
                if is_done {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn markdown_becomes_plain_text() {
        for (markdown, plain) in [
            ("Send `order_id`, not `id`.", "Send order_id, not id."),
            ("Send order_id and *not* __id__", "Send order_id and not id"),
            ("***Both***, 2 * 3 * 4, and **a *b* c**", "Both, 2 * 3 * 4, and a b c"),
            (
                "Open [the *dashboard*](https://a.example/b_(c)) or <https://b.example>",
                "Open the dashboard or https://b.example",
            ),
            ("![a `]` b](c.png) x", "a ] b x"),
            ("A [note] and \\*stars\\* < 5", "A [note] and *stars* < 5"),
            ("``a ` b`` and ` `` ` and `open", "a ` b and `` and `open"),
            ("Two\n  lines", "Two lines"),
            ("a_b_c **open", "a_b_c **open"),
            ("", ""),
        ] {
            assert_eq!(line(markdown), plain, "{markdown}");
        }
    }
}
