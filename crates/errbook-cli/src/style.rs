//! Lights up Markdown for a terminal: headings, code and fences. It only adds styles, so without colors the page is what its file says.

use anstyle::Style;

use crate::terminal::{CODE, DIM, HEADING};

/// The same text, styled.
pub(crate) fn markdown(text: &str) -> String {
    let mut styled = String::with_capacity(text.len() * 2);
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let (content, end) = line.strip_suffix('\n').map_or((line, ""), |content| (content, "\n"));
        let mark = fence_mark(content);
        match fence {
            Some(open) if mark.is_some_and(|mark| mark.starts_with(open) && content.trim() == mark) => {
                fence = None;
                paint(DIM, content, &mut styled);
            }
            Some(_) => paint(CODE, content, &mut styled),
            None if mark.is_some() => {
                fence = mark;
                paint(DIM, content, &mut styled);
            }
            None if is_heading(content) => paint(HEADING, content, &mut styled),
            None => spans(content, &mut styled),
        }
        styled.push_str(end);
    }
    styled
}

fn paint(style: Style, text: &str, styled: &mut String) {
    if text.is_empty() {
        return;
    }
    styled.push_str(&format!("{style}{text}{style:#}"));
}

/// The run of backticks or tildes that opens or closes a fence.
fn fence_mark(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '>']);
    let run = line.len() - line.trim_start_matches('`').len();
    let run = if run == 0 { line.len() - line.trim_start_matches('~').len() } else { run };
    (run >= 3).then(|| &line[..run])
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ')
}

/// Code spans: from a run of backticks to the next run of the same length.
fn spans(line: &str, styled: &mut String) {
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let inside = start + length;
        let Some(end) = close(&rest[inside..], length) else {
            styled.push_str(&rest[..inside]);
            rest = &rest[inside..];
            continue;
        };
        styled.push_str(&rest[..start]);
        paint(CODE, &rest[start..inside + end], styled);
        rest = &rest[inside + end..];
    }
    styled.push_str(rest);
}

/// Where the next run of exactly `length` backticks ends.
fn close(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let run = text[at + start..].len() - text[at + start..].trim_start_matches('`').len();
        at += start + run;
        if run == length {
            return Some(at);
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
        assert_eq!(
            shown("````md\n```\n# a\n````\n# b"),
            "<dim>````md</>\n<code>```</>\n<code># a</>\n<dim>````</>\n<heading># b</>"
        );
    }

    proptest! {
        #[test]
        fn the_text_stays(text in "[a#`~> \né]{0,60}") {
            prop_assert_eq!(anstream::adapter::strip_str(&markdown(&text)).to_string(), text);
        }
    }
}
