//! Converts an entry's prose to rustdoc for its variant.
//!
//! The prose is arbitrary Markdown, and rustdoc gives some of it a special meaning: fences and
//! indented blocks become doctests, `[text]` becomes a link to an item, and `<T>` an HTML tag. So
//! paragraphs, lists, emphasis, code spans, and web links are kept, code blocks and tables are left
//! out (the page has them), and everything else with a meaning in rustdoc is escaped. This doesn't
//! use a Markdown parser, because every user would have to compile it.

use std::borrow::Cow;

use errbook_catalog::{Catalog, Entry, Messages};

/// The docs of a code: its heading, code, summary, causes, and fix, and other facts that its users
/// need.
pub(crate) fn of_code(catalog: &Catalog, entry: &Entry) -> String {
    let mut text = head(entry);
    for line in lifecycle(catalog, entry) {
        paragraph(&line, &mut text);
    }
    if let Some(section) = &entry.what_happened {
        prose(&section.text, &mut text);
        list("Common causes", "- ", section.causes.iter().map(String::as_str), &mut text);
    }
    if let Some(section) = &entry.how_to_fix {
        paragraph("# How to fix", &mut text);
        prose(&section.text, &mut text);
        let steps = section.steps.iter().map(|step| step.title.as_deref().unwrap_or(&step.text));
        list("", "1. ", steps, &mut text);
    }
    if let Some(url) = catalog.page_url(entry) {
        paragraph(&format!("<{url}>"), &mut text);
    }
    text
}

/// The docs of an error: heading, code, summary, and public message. The rest is in the docs of its
/// code.
pub(crate) fn of_error(catalog: &Catalog, entry: &Entry) -> String {
    let mut text = head(entry);
    if let Some(message) = entry.message() {
        paragraph(&format!("Message: {}", inline(&message.template)), &mut text);
    }
    for (profile, message) in entry.messages.iter().flat_map(Messages::others) {
        let title = inline(&catalog.manifest().profiles[profile].title);
        paragraph(&format!("Message of {title}: {}", inline(&message.template)), &mut text);
    }
    paragraph(&format!("See [`Code::{}`] for causes and fixes.", entry.rust.variant), &mut text);
    text
}

/// The deprecation note of a variant.
pub(crate) fn deprecation(catalog: &Catalog, entry: &Entry) -> Option<String> {
    let ending = entry.deprecated.as_ref().filter(|_| entry.retired.is_none())?;
    let reason = ending.reason.as_deref().unwrap_or("deprecated").trim();
    let instead = ending.replaced_by.map(|index| format!("use `{}`", catalog.entries()[index].rust.variant));
    Some([Some(reason.to_owned()), instead].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// Prose as a string.
pub(crate) fn text(markdown: &str) -> String {
    let mut text = String::new();
    prose(markdown, &mut text);
    text
}

fn head(entry: &Entry) -> String {
    let mut text = inline(&entry.name);
    paragraph(&format!("`{}`", entry.code), &mut text);
    if let Some(summary) = &entry.summary {
        prose(summary, &mut text);
    }
    text
}

fn lifecycle(catalog: &Catalog, entry: &Entry) -> Vec<String> {
    let mut lines = Vec::new();
    let endings = [("Retired", &entry.retired), ("Deprecated", &entry.deprecated)];
    for (word, ending) in endings.into_iter().filter_map(|(word, ending)| Some((word, ending.as_ref()?))) {
        let since = ending.since.as_deref().map(|since| format!(" since {since}")).unwrap_or_default();
        let reason = ending.reason.as_deref().map(|reason| format!(": {}", inline(reason.trim()))).unwrap_or_default();
        let instead = ending.replaced_by.map(|index| &catalog.entries()[index].rust.variant);
        let instead = instead.map(|variant| format!(" Use [`Code::{variant}`].")).unwrap_or_default();
        lines.push(format!("**{word}{since}**{reason}{instead}"));
    }
    if let Some(reason) = &entry.reserved {
        lines.push(format!("**Reserved**: {}", inline(reason.trim())));
    }
    if entry.draft {
        lines.push("**Draft**: unfinished, cannot be raised.".to_owned());
    }
    lines
}

fn list<'a>(title: &str, marker: &str, items: impl Iterator<Item = &'a str>, out: &mut String) {
    let items: Vec<String> = items.map(|item| inline(&without_blocks(item).replace('\n', " "))).collect();
    if items.is_empty() {
        return;
    }
    if !title.is_empty() {
        paragraph(&format!("# {title}"), out);
    }
    out.push('\n');
    for item in items {
        out.push('\n');
        out.push_str(marker);
        out.push_str(item.trim());
    }
}

fn paragraph(text: &str, out: &mut String) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(text);
}

/// Appends Markdown, with everything escaped that is special in rustdoc.
fn prose(markdown: &str, out: &mut String) {
    for block in without_blocks(markdown).split("\n\n") {
        let block = block.trim();
        if !block.is_empty() && !block.lines().any(is_table_delimiter) {
            paragraph(&inline(block), out);
        }
    }
}

/// The lines outside fenced code. Removes indentation and repeated spaces, so no indented code
/// remains.
fn without_blocks(markdown: &str) -> String {
    let mut text = String::new();
    let mut fence: Option<(u8, usize)> = None;
    for line in markdown.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let run = fence_of(&line);
        match (fence, run) {
            (None, Some(opening)) => fence = Some(opening),
            (Some((byte, length)), Some((other, run))) if byte == other && run >= length => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}

/// Character and length of the fence that starts a line, after markers of lists and quotes.
fn fence_of(line: &str) -> Option<(u8, usize)> {
    let markers = |char: char| matches!(char, '>' | '-' | '*' | '+' | ' ' | '.' | ')') || char.is_ascii_digit();
    let line = line.trim_start_matches(markers).as_bytes();
    let first = *line.first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.iter().take_while(|byte| **byte == first).count();
    (length >= 3 && !(first == b'`' && line[length..].contains(&b'`'))).then_some((first, length))
}

/// The line below the header of a table.
fn is_table_delimiter(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|char| matches!(char, '|' | '-' | ':' | ' '))
}

/// Escapes everything that rustdoc would read as a link, a tag, or a block. Code spans and web
/// links are kept.
fn inline(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 8);
    let mut rest = markdown;
    while let Some(at) =
        rest.bytes().position(|byte| matches!(byte, b'`' | b'[' | b'h' | b'\\' | b'~' | b']' | b'<' | b'|'))
    {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (text, length) = match rest.as_bytes()[0] {
            b'`' => code_span(rest),
            b'[' => link(rest).unwrap_or_else(|| ("\\[".into(), 1)),
            b'h' => web_address(rest).unwrap_or(("h".into(), 1)),
            b'\\' => escape(rest),
            _ => (format!("\\{}", &rest[..1]).into(), 1),
        };
        if out.ends_with('`') && text.starts_with('`') {
            out.push(' ');
        }
        out.push_str(&text);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The output for some Markdown, and the number of input bytes that it replaces.
type Replaced = (Cow<'static, str>, usize);

/// A code span, rewritten with single backticks if possible. A lone backtick is escaped.
fn code_span(rest: &str) -> Replaced {
    let length = rest.bytes().take_while(|byte| *byte == b'`').count();
    let body = &rest[length..];
    let mut from = 0;
    while let Some(at) = body[from..].find('`').map(|at| from + at) {
        let run = body[at..].bytes().take_while(|byte| *byte == b'`').count();
        if run == length {
            return (span_of(&body[..at].replace('\n', " ")).into(), length + at + run);
        }
        from = at + run;
    }
    ("\\`".repeat(length).into(), length)
}

/// Code in backticks. Runs of backticks inside are shortened to one, so double backticks around the
/// code always suffice.
fn span_of(code: &str) -> String {
    if !code.contains('`') {
        return format!("`{code}`");
    }
    let mut single = code.trim().to_owned();
    while single.contains("``") {
        single = single.replace("``", "`");
    }
    format!("`` {single} ``")
}

/// `[text](destination)`: kept if it is a web link, and otherwise reduced to its text.
fn link(rest: &str) -> Option<Replaced> {
    let close = rest.find("](")?;
    let text = &rest[1..close];
    let end = close + 2 + rest[close + 2..].find(')')?;
    let destination = &rest[close + 2..end];
    if text.contains(['[', ']', '`', '\\']) && !is_code_span(text) {
        return None;
    }
    let shown = if is_code_span(text) { text.to_owned() } else { inline(text) };
    let is_web = destination.starts_with("https://") && !destination.contains([' ', '<', '>', '\n', '\\', '`', '(']);
    let text = if is_web { format!("[{shown}]({destination})") } else { shown };
    Some((text.into(), end + 1))
}

fn is_code_span(text: &str) -> bool {
    text.len() > 2 && text.starts_with('`') && text.ends_with('`') && !text[1..text.len() - 1].contains(['`', '\n'])
}

/// A bare `http://` or `https://` URL, in angle brackets that make it a link.
fn web_address(rest: &str) -> Option<Replaced> {
    rest.strip_prefix("http").filter(|rest| rest.starts_with("://") || rest.starts_with("s://"))?;
    let end = rest.find(|char: char| char.is_whitespace() || "<>\"'`()[]{}\\*".contains(char)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    Some((format!("<{address}>").into(), address.len()))
}

/// A backslash keeps its meaning if it escapes a character. Otherwise, it is escaped itself.
fn escape(rest: &str) -> Replaced {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => (format!("\\{next}").into(), 2),
        _ => ("\\\\".into(), 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::text;

    #[test]
    fn keeps_paragraphs_lists_emphasis_code_and_web_links() {
        let prose = "One *two* `let x = [1];`.\n\n- a\n- [docs](https://example.com/a)\n";
        assert_eq!(text(prose), prose.trim_end());
    }

    #[test]
    fn leaves_out_code_blocks() {
        for (markdown, expected) in [
            ("a\n\n```rust\npanic!()\n```\n\nb", "a\n\nb"),
            ("a\n```\nnever closed", "a"),
            ("- a\n\n  ~~~~\n  ~~~\n  x\n  ~~~~\n- b", "- a\n\n- b"),
            ("> ```\n> x\n> ```\nb", "b"),
            ("1. ```\n   x\n   ```", ""),
            ("a\n\n| b | c |\n|---|---|\n| d | e |", "a"),
        ] {
            assert_eq!(text(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn indented_code_becomes_a_paragraph() {
        assert_eq!(text("a\n\n    let x = 1;\n\n-     b\n\n\tc"), "a\n\nlet x = 1;\n\n- b\n\nc");
    }

    #[test]
    fn escapes_links_to_items_and_tags() {
        for (markdown, expected) in [
            ("[Vec] and [x][y]", "\\[Vec\\] and \\[x\\]\\[y\\]"),
            ("[the key](err:unkey:data:key_not_found)", "the key"),
            ("[`the key`](err:a:b)", "`the key`"),
            ("Vec<T> <b>", "Vec\\<T> \\<b>"),
            ("see https://example.com/a.", "see <https://example.com/a>."),
            ("<https://example.com>", "\\<<https://example.com>>"),
            ("[a]: https://b.c 'd'", "\\[a\\]: <https://b.c> 'd'"),
            ("a ` b", "a \\` b"),
            ("``` a", ""),
            ("x ``` a", "x \\`\\`\\` a"),
            ("`` a ` b ``", "`` a ` b ``"),
            ("\\[a\\] \\x", "\\[a\\] \\\\x"),
        ] {
            assert_eq!(text(markdown), expected, "{markdown}");
        }
    }

    /// Markdown that means more than text to rustdoc: doctests, tags, and links to items.
    fn dangers(markdown: &str) -> Vec<String> {
        use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};
        // Rustdoc treats every `[text]` as a link if it could be an item.
        let broken = |link: BrokenLink<'_>| Some((link.reference.into_string().into(), "".into()));
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let events = Parser::new_with_broken_link_callback(markdown, options, Some(broken));
        let danger = |event: Event<'_>| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Some(format!("fence {info}")),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented code".to_owned()),
            Event::Html(html) | Event::InlineHtml(html) => Some(format!("tag {html}")),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if !dest_url.starts_with("http") => {
                Some(format!("link {dest_url}"))
            }
            _ => None,
        };
        events.filter_map(danger).collect()
    }

    #[test]
    fn finds_dangers() {
        for markdown in ["```\nx", "    x", "- a\n\n      x", "<b>", "[x]", "[x](y)", "[x][y]", "[x]: y\n\n[x]"] {
            assert_eq!(dangers(markdown).len(), 1, "{markdown}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn prose_is_never_special_to_rustdoc(parts in prop::collection::vec(prop::sample::select(PARTS), 0..14)) {
            let markdown = parts.concat();
            let doc = text(&markdown);
            prop_assert_eq!(dangers(&doc), Vec::<String>::new(), "{:?} became {:?}", markdown, doc);
        }
    }

    const PARTS: &[&str] = &[
        "\n",
        "\n\n",
        "    ",
        "\t",
        " ",
        "```",
        "````",
        "~~~",
        "`",
        "``",
        "> ",
        "- ",
        "1. ",
        "10) ",
        "* ",
        "[",
        "]",
        "(",
        ")",
        "](",
        "[a]: ",
        "[^1]",
        "[a](err:b)",
        "<b>",
        "<",
        ">",
        "<!--",
        "&lt;",
        "\\",
        "!",
        "#",
        "# ",
        "---",
        "===",
        "|",
        "a|b\n-|-\n",
        "https://a.b/c",
        "http://",
        "mailto:a@b.c",
        "word",
        "rust",
        "é",
        "\u{a0}",
        "\u{2003}",
        "{",
        "}",
        "[x] ",
        "::",
        "*",
        "_",
        "\r",
        "\r\n",
        "\u{b}",
        "\u{c}",
    ];
}
