//! Prepares a Markdown page for a terminal: takes away links that lead nowhere there, and lights up headings, code and fences.

use std::ops::Range;

use anstyle::Style;

use crate::terminal::{CODE, DIM, HEADING};

/// The page with the text in the place of links to other pages of the site, which a terminal cannot follow.
pub(crate) fn without_site_links(text: &str) -> String {
    lines(text).map(|(kind, line)| if kind == Kind::Prose { plain_links(line) } else { line.to_owned() }).collect()
}

/// The same text, styled.
pub(crate) fn markdown(text: &str) -> String {
    let mut styled = String::with_capacity(text.len() * 2);
    for (kind, line) in lines(text) {
        let (content, end) = line.strip_suffix('\n').map_or((line, ""), |content| (content, "\n"));
        match kind {
            Kind::Fence => paint(DIM, content, &mut styled),
            Kind::Code => paint(CODE, content, &mut styled),
            Kind::Heading => paint(HEADING, content, &mut styled),
            Kind::Prose => {
                let mut at = 0;
                for span in code_spans(content) {
                    styled.push_str(&content[at..span.start]);
                    at = span.end;
                    paint(CODE, &content[span], &mut styled);
                }
                styled.push_str(&content[at..]);
            }
        }
        styled.push_str(end);
    }
    styled
}

fn paint(style: Style, text: &str, styled: &mut String) {
    if !text.is_empty() {
        styled.push_str(&format!("{style}{text}{style:#}"));
    }
}

/// What a line of Markdown is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It opens or closes a code block.
    Fence,
    /// It is in one.
    Code,
    Heading,
    Prose,
}

/// The lines with their ends, and what each is.
fn lines(text: &str) -> impl Iterator<Item = (Kind, &str)> {
    let mut open: Option<&str> = None;
    text.split_inclusive('\n').map(move |line| {
        let content = line.trim_end();
        let kind = match (open, fence_mark(content)) {
            (Some(open), Some(mark)) if !mark.starts_with(open) || !content.ends_with(mark) => Kind::Code,
            (Some(_), None) => Kind::Code,
            (Some(_), Some(_)) => {
                open = None;
                Kind::Fence
            }
            (None, Some(mark)) => {
                open = Some(mark);
                Kind::Fence
            }
            (None, None) if is_heading(content) => Kind::Heading,
            (None, None) => Kind::Prose,
        };
        (kind, line)
    })
}

/// The run of backticks or tildes that opens or closes a code block.
fn fence_mark(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '>']);
    let run = run(line, '`').max(run(line, '~'));
    (run >= 3).then(|| &line[..run])
}

/// How many of a one-byte letter a text begins with.
fn run(text: &str, letter: char) -> usize {
    text.len() - text.trim_start_matches(letter).len()
}

fn is_heading(line: &str) -> bool {
    let level = run(line, '#');
    (1..=6).contains(&level) && line[level..].starts_with(' ')
}

/// Code spans: from a run of backticks to the next run of the same length.
fn code_spans(line: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find('`').map(|start| at + start) {
        let inside = start + run(&line[start..], '`');
        at = match end_of_span(&line[inside..], inside - start) {
            Some(end) => {
                spans.push(start..inside + end);
                inside + end
            }
            None => inside,
        };
    }
    spans
}

/// Where the next run of exactly `length` backticks ends.
fn end_of_span(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let found = run(&text[at + start..], '`');
        at += start + found;
        if found == length {
            return Some(at);
        }
    }
    None
}

/// A line without the links to places of the same site.
fn plain_links(line: &str) -> String {
    let spans = code_spans(line);
    let mut removed: Vec<Range<usize>> = Vec::new();
    for (middle, _) in line.match_indices("](") {
        let Some(end) = line[middle..].find(')').map(|end| middle + end) else { break };
        let destination = &line[middle + 2..end];
        let elsewhere = destination.contains([':', ' ']) || destination.is_empty();
        if elsewhere || spans.iter().any(|span| span.contains(&middle)) {
            continue;
        }
        if let Some(start) = opening(&line[..middle]).filter(|&start| !line[..start].ends_with('!')) {
            removed.extend([start..start + 1, middle..end + 1]);
        }
    }
    removed.sort_by_key(|range| range.start);
    let mut text = String::new();
    let mut at = 0;
    for range in removed.into_iter().filter(|range| !range.is_empty()) {
        text.push_str(line.get(at..range.start).unwrap_or_default());
        at = at.max(range.end);
    }
    text + &line[at..]
}

/// The bracket that opens the text of a link, which ends where `text` does.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().rev() {
        match letter {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let names = [(DIM, "dim"), (CODE, "code"), (HEADING, "heading")];
        let marked = names
            .iter()
            .fold(markdown(text), |text, (style, name)| text.replace(&style.to_string(), &format!("<{name}>")));
        marked.replace(&format!("{CODE:#}"), "</>")
    }

    #[test]
    fn headings_and_code_are_styled() {
        assert_eq!(shown("# A `b`\n#c\n"), "<heading># A `b`</>\n#c\n");
        assert_eq!(shown("a `b` ``c ` d`` `e"), "a <code>`b`</> <code>``c ` d``</> `e");
        let fences = "````md\n```\n# a\n````\n# b";
        assert_eq!(shown(fences), "<dim>````md</>\n<code>```</>\n<code># a</>\n<dim>````</>\n<heading># b</>");
    }

    #[test]
    fn only_links_that_a_terminal_can_follow_stay() {
        for (markdown, text) in [
            ("- [`err:a`](../a.md) - when [b](b.md#c)\n", "- `err:a` - when b\n"),
            ("[a](https://a.example/b) [c](mailto:d@e.example)", "[a](https://a.example/b) [c](mailto:d@e.example)"),
            ("`list[0](a)` ![i](i.png) [x [y]](z)", "`list[0](a)` ![i](i.png) x [y]"),
            ("```\n[a](b)\n```\n[a](b)", "```\n[a](b)\n```\na"),
            ("a](b) [a](b [](c)", "a](b) [a](b "),
        ] {
            assert_eq!(without_site_links(markdown), text);
        }
    }

    proptest! {
        #[test]
        fn styles_change_no_text(text in "[a#`~>\\[\\]() \né]{0,60}") {
            prop_assert_eq!(anstream::adapter::strip_str(&markdown(&text)).to_string(), text.clone());
            let _ = without_site_links(&text);
        }
    }
}
