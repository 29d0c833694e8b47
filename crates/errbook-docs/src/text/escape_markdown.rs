//! Plain text in Markdown: escapes, code spans, and fences.

use errbook_syntax::markdown::FenceInfo;

/// Escapes plain text, so Markdown shows exactly this text. Escapes no more than necessary: an
/// underscore inside a word is unchanged.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = escaped(text, true, "");
    for at in greedy_urls(&out).into_iter().rev() {
        out.insert(at, '\\');
    }
    out
}

/// Finds plain URLs that would swallow what follows them, and returns the positions of the `:` or
/// `.` to escape. GitHub extends a URL to the next space or tag, including backslashes, backticks,
/// and brackets. Anything that these protected could then become a tag. URLs without such
/// characters are not escaped, because GitHub links them.
pub(crate) fn greedy_urls(markdown: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for word in markdown.split(|char: char| char.is_ascii_whitespace()) {
        let Some(last) = word.rfind(['\\', '`', '[']) else { continue };
        let start = word.as_ptr() as usize - markdown.as_ptr() as usize;
        let places = word[..last].match_indices([':', '.']).map(|(at, _)| start + at);
        found.extend(places.filter(|&at| is_url(markdown.as_bytes(), at) && !markdown[..at].ends_with('\\')));
    }
    found
}

/// Whether the colon or dot at `at` belongs to a plain URL.
fn is_url(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b':' => bytes[at..].starts_with(b"://"),
        _ => at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www"),
    }
}

/// Escapes plain text, so MDX shows exactly this text. In addition to Markdown's characters, braces
/// would be expressions, and dollar signs would be formulas.
pub(crate) fn mdx(text: &str) -> String {
    mdx_urls(&mdx_line(text, true))
}

/// Like [`mdx`], but for a part of a text. Apply [`mdx_urls`] to the complete text. `start` tells
/// whether the part is at the start of a line.
pub(crate) fn mdx_line(text: &str, start: bool) -> String {
    let out = without_plain_urls(&escaped(text, start, "{}$"));
    let keyword = |word: &str| {
        out.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    };
    // A block that starts with one of these two words would be a JavaScript module.
    match out.chars().next() {
        Some(letter) if start && (keyword("import") || keyword("export")) => {
            format!("&#{};{}", u32::from(letter), &out[letter.len_utf8()..])
        }
        // Some MDX parsers support directives.
        Some(':') if start && out.starts_with("::") => format!("\\{out}"),
        _ => out,
    }
}

/// Marks the colon or dot of a plain URL. Escaped text never contains it.
const URL: char = '\0';

/// Marks plain URLs for [`mdx_urls`]. Parsers that link plain URLs extend them to the next space,
/// including backslashes and backticks, and treat an escaped bracket as a tag. They still recognize
/// a URL with an escaped colon or dot, but only after they have parsed everything else.
fn without_plain_urls(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    for (at, char) in escaped.char_indices() {
        let before = |count: usize| at.checked_sub(count).and_then(|start| escaped.get(start..at)).unwrap_or_default();
        let url = match char {
            ':' => escaped[at + 1..].starts_with("//"),
            '.' => before(3).eq_ignore_ascii_case("www"),
            _ => false,
        };
        if url && !before(1).ends_with('\\') {
            out.push(URL);
        }
        out.push(char);
    }
    out
}

/// Escapes the plain URLs of a text. Docusaurus fails on URLs that can't become links
/// (`http://example.com<b>`), so these are broken up with an invisible empty fragment.
pub(crate) fn mdx_urls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(URL) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let host = rest.strip_prefix("://").or_else(|| rest.strip_prefix('.'));
        if host.is_some_and(has_host) {
            out.push('\\');
        } else if let Some(after) = rest.strip_prefix(':') {
            out.push_str(":<></>");
            rest = after;
        } else {
            out.push_str("<></>");
        }
    }
    out + rest
}

/// Whether the MDX starts with a valid host and port.
fn has_host(mdx: &str) -> bool {
    let (mut host, mut chars) = (String::new(), mdx.chars());
    let end = loop {
        match chars.next() {
            Some('\\') => host.extend(chars.next()),
            // Characters that start a path, and delimiters of links, code spans, and emphasis,
            // which end the text.
            end @ (None | Some('/' | '?' | '#' | ']' | '`' | '*' | '~')) => break end,
            Some(space) if space.is_whitespace() => break None,
            Some(char) => host.push(char),
        }
    };
    let host = match end {
        Some('/' | '?' | '#') => host.as_str(),
        _ => host.trim_end_matches(|last: char| last == '_' || "!\"&'),.:;<>?]}".contains(last)),
    };
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    name.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '.' | '_'))
        && port.bytes().all(|digit| digit.is_ascii_digit())
}

fn escaped(text: &str, start: bool, special: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut written = 0;
    for (at, char) in text.match_indices(|char: char| char.is_ascii_punctuation() || "\n\r\0".contains(char)) {
        let instead = match char {
            "\n" | "\r" => " ",
            "\0" => "\u{fffd}",
            _ if special.contains(char) || needs_escape(text, at, start) => "\\",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(instead);
        // A backslash is inserted before the character. Other replacements take its place.
        written = if instead == "\\" { at } else { at + 1 };
    }
    out.push_str(&text[written..]);
    out
}

/// Whether the character at `at` must be escaped. `start` tells whether the text is at the start of
/// a line.
fn needs_escape(text: &str, at: usize, start: bool) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    match text.as_bytes()[at] {
        b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'|' | b'~' => true,
        b'_' => !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)),
        // An entity (`&amp;`, `&#38;`).
        b'&' => after.starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric()),
        // Starts a heading, a quote, an underline, or a list.
        b'#' | b'>' | b'+' | b'-' | b'=' => start && before.is_empty(),
        // Some parsers support attributes of headings.
        b'}' => after.is_empty(),
        b'.' | b')' => start && !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// `text` as a Markdown code span. It can contain any number of backticks.
pub(crate) fn code_span(text: &str) -> String {
    let text = text.replace(['\n', '\r', '\0'], " ");
    let ticks = "`".repeat(longest_run(&text, '`', 1));
    // CommonMark strips one space on both sides, so the text can start or end with a backtick, or
    // have spaces around it.
    let padded = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    let space = if padded && !text.trim().is_empty() { " " } else { "" };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// `text` as a fenced code block of Markdown, without a trailing newline.
pub(crate) fn fence(language: &str, text: &str) -> String {
    let ticks = "`".repeat(longest_run(text, '`', 3));
    let text = text.strip_suffix('\n').unwrap_or(text).replace('\0', "\u{fffd}");
    [&ticks, language, "\n", &text, "\n", &ticks].concat()
}

/// Markdown as a block quote: `> ` before each line.
pub(crate) fn quoted(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// The info string of a fence: the language, and the title and the lines in the style of the target.
/// Attributes of the language are left out.
pub(crate) fn fence_info(info: &FenceInfo<'_>, title_style: Option<&str>, lines_style: Option<&str>) -> String {
    let title = info.title.as_ref().zip(title_style).map(|(title, style)| {
        let title: String = title.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
        let title = in_info(&title);
        let title = if style.contains('"') { title.replace('"', "'") } else { title };
        style.replace("{title}", title.trim())
    });
    let lines = lines_style.filter(|_| !info.lines.is_empty());
    let lines = lines.map(|style| style.replace("{lines}", &info.line_ranges()));
    let language = in_info(info.language);
    let has_more = title.is_some() || lines.is_some();
    let language = if language.is_empty() && has_more { "text".to_owned() } else { language };
    [Some(language), title, lines].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The language and its attributes as an info string. A tilde would make the fence longer.
pub(crate) fn fence_words(info: &FenceInfo<'_>) -> String {
    let words = in_info(&info.words());
    if words.starts_with('~') { format!(" {words}") } else { words }
}

/// Text for an info string, in which parsers interpret backslashes and entities.
fn in_info(text: &str) -> String {
    text.replace('`', "'").replace('\\', "\\\\").replace('&', "&amp;")
}

/// One more than the length of the longest run of `of`, but at least `least`.
fn longest_run(text: &str, of: char, least: usize) -> usize {
    if !text.contains(of) {
        return least;
    }
    let longest = text.split(|char| char != of).map(str::len).max().unwrap_or(0);
    if longest == 0 { least } else { least.max(longest + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use errbook_syntax::markdown::{Event, Tag, TagEnd, events};
    use proptest::prelude::*;

    /// What a Markdown renderer shows for one line of text.
    fn shown(markdown: &str) -> String {
        let mut text = String::new();
        for (event, _) in events(markdown) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Code(part) => {
                    text.push('\u{1}');
                    text.push_str(&part);
                }
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => panic!("{markdown:?} contains {other:?}"),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn escaped_text_is_shown_unchanged(text in "[ -~]{0,20}|[a-c_*`<>&#;|~+=.0-9 \\\\\\[\\]()!-]{1,16}") {
            let text = text.trim().to_owned();
            prop_assert_eq!(shown(&markdown(&text)), text);
        }

        #[test]
        fn github_shows_escaped_text_unchanged(text in "(http://a|www\\.a\\.b|HTTPS://|[a<>\\\\`*_~&;\\[\\]()!. ]){0,10}") {
            let text = text.trim().to_owned();
            let tree = ::markdown::to_mdast(&markdown(&text), &::markdown::ParseOptions::gfm()).expect("any text is valid Markdown");
            prop_assert_eq!(tree.to_string(), text);
        }

        #[test]
        fn a_code_span_shows_its_text(text in "[a`b _*<\\\\]{1,12}") {
            prop_assume!(!text.trim().is_empty());
            prop_assert_eq!(shown(&code_span(&text)), format!("\u{1}{text}"));
        }
    }

    #[test]
    fn words_are_not_escaped() {
        assert_eq!(
            markdown("the key_auth of api.unkey.com (v2) isn't here - yet"),
            "the key_auth of api.unkey.com (v2) isn't here - yet"
        );
        assert_eq!(markdown("# *a* <b> 1. | _x_"), "\\# \\*a\\* \\<b> 1. \\| \\_x\\_");
        assert_eq!(markdown("1. one"), "1\\. one");
    }

    #[test]
    fn a_fence_is_longer_than_fences_in_its_text() {
        assert_eq!(fence("md", "```x\ny\n```\n"), "````md\n```x\ny\n```\n````");
    }
}
