//! Prepares a Markdown page for a terminal: removes links that can't be followed there, and colors
//! headings, code, and fences.

use anstyle::Style;
use errbook_syntax::markdown::{CodeBlockKind, Event, LinkType, Tag, TagEnd, events};

use crate::terminal::{CODE, DIM, HEADING};

/// Replaces links to other pages of the site with their text, because a terminal can't follow them.
pub(crate) fn without_site_links(text: &str) -> String {
    let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
    // Inside of a link to the site: the end of the link's text seen so far.
    let mut link = None;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url: to, title, .. }) => {
                let is_of_site = !to.is_empty() && !to.contains([':', ' ']) && title.is_empty();
                link = is_of_site.then_some(range.start + 1);
                kept.push_str(&text[at..range.start]);
                at = range.start + usize::from(is_of_site);
            }
            Event::End(TagEnd::Link) => {
                if let Some(end) = link.take() {
                    kept.push_str(&text[at..end]);
                    at = range.end;
                }
            }
            _ => link = link.map(|_| range.end),
        }
    }
    kept + &text[at..]
}

/// Adds styles without changing the text.
pub(crate) fn markdown(text: &str) -> String {
    let (mut styled, mut at) = (String::with_capacity(text.len() * 2), 0);
    for (event, range) in events(text) {
        if range.start < at {
            continue;
        }
        let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1).max(at);
        let (start, style) = match event {
            Event::Start(Tag::Heading { .. }) => (range.start, HEADING),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => (line, CODE),
            Event::Code(_) => (range.start, CODE),
            _ => continue,
        };
        styled.push_str(&text[at..start]);
        at = range.end;
        let lines: Vec<&str> = text[start..at].split_inclusive('\n').collect();
        for (index, line) in lines.iter().enumerate() {
            let is_end = || index + 1 == lines.len() && line.trim_start_matches([' ', '>']).starts_with(['`', '~']);
            let is_fence = matches!(event, Event::Start(Tag::CodeBlock(_))) && (index == 0 || is_end());
            paint(if is_fence { DIM } else { style }, line, &mut styled);
        }
    }
    styled + &text[at..]
}

fn paint(style: Style, line: &str, styled: &mut String) {
    let content = line.trim_end_matches('\n');
    if !content.is_empty() {
        styled.push_str(&format!("{style}{content}{style:#}"));
    }
    styled.push_str(&line[content.len()..]);
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
        assert_eq!(shown("\\`a\\` `b`"), "\\`a\\` <code>`b`</>");
        assert_eq!(shown("> ```\n> a\n> ```"), "<dim>> ```</>\n<code>> a</>\n<dim>> ```</>");
        assert_eq!(shown(fences), "<dim>````md</>\n<code>```</>\n<code># a</>\n<dim>````</>\n<heading># b</>");
    }

    #[test]
    fn keeps_only_links_that_a_terminal_can_follow() {
        for (markdown, text) in [
            ("- [`err:a`](../a.md) - when [b](b.md#c)\n", "- `err:a` - when b\n"),
            ("[a](https://a.example/b) [c](mailto:d@e.example)", "[a](https://a.example/b) [c](mailto:d@e.example)"),
            ("`list[0](a)` ![i](i.png) [x [y]](z)", "`list[0](a)` ![i](i.png) x [y]"),
            ("```\n[a](b)\n```\n[a](b)", "```\n[a](b)\n```\na"),
            ("[a\nb](c) d", "a\nb d"),
            ("a](b) [a](b [](c)", "a](b) [a](b "),
        ] {
            assert_eq!(without_site_links(markdown), text);
        }
    }

    proptest! {
        #[test]
        fn styles_do_not_change_the_text(text in "[a#`~>\\[\\]() \né]{0,60}") {
            prop_assert_eq!(anstream::adapter::strip_str(&markdown(&text)).to_string(), text.clone());
            let _ = without_site_links(&text);
        }
    }
}
