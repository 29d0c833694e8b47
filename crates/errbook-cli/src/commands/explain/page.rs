//! The page of a code for a terminal: the fix first, the statuses next to the code, and the URL last.

use errbook_catalog::{Catalog, Entry};
use errbook_syntax::markdown::{Event, HeadingLevel, Tag, events};

use crate::display::Display;
use crate::terminal::{Terminal, printable};

/// The sections that a reader of an error needs first, by their headings in the templates.
const FIRST: [&str; 3] = ["Quick Fix", "What Happened?", "How To Fix"];

/// The page, as the terminal can show it.
pub(super) fn text(catalog: &Catalog, entry: &Entry, markdown: &str, terminal: &Terminal) -> String {
    let url = catalog.page_url(entry);
    let page = with_statuses(entry, &without_quote(entry, &fix_first(markdown)));
    let mut text = Display::of(terminal, url.clone()).markdown(&page);
    if let Some(url) = url {
        text.push_str(&format!("\n{}\n", printable(&url)));
    }
    text
}

/// The page with its sections in the order of a reader who just hit the error, whatever the order of
/// the site.
fn fix_first(markdown: &str) -> String {
    let is_section = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }));
    // Headings in lists and quotes don't start a line.
    let starts = events(markdown).filter(|(event, _)| is_section(event)).map(|(_, range)| range.start);
    let starts = starts.filter(|start| markdown[..*start].ends_with('\n'));
    let mut bounds: Vec<usize> = std::iter::once(0).chain(starts).collect();
    bounds.push(markdown.len());
    let mut sections: Vec<&str> = bounds.windows(2).map(|bounds| &markdown[bounds[0]..bounds[1]]).collect();
    let rank = |section: &&str| {
        let heading = section.lines().next().unwrap_or_default().strip_prefix("## ");
        heading.map_or(0, |heading| 1 + FIRST.iter().position(|first| *first == heading).unwrap_or(FIRST.len()))
    };
    sections.sort_by_key(rank);
    sections.iter().map(|section| format!("{}\n\n", section.trim_end())).collect()
}

/// The page with its summary as a paragraph. Programs read it as a quote.
fn without_quote(entry: &Entry, markdown: &str) -> String {
    match entry.summary {
        Some(_) => markdown.replacen("\n\n> ", "\n\n", 1),
        None => markdown.to_owned(),
    }
}

/// Adds the statuses to the line of the code.
fn with_statuses(entry: &Entry, markdown: &str) -> String {
    let mut statuses: Vec<String> = Vec::new();
    for response in &entry.responses {
        let status = format!("{} {}", response.status, response.title);
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    if statuses.is_empty() {
        return markdown.to_owned();
    }
    let line = format!("\n`{}`\n", entry.code);
    markdown.replacen(&line, &format!("{} · {}\n", line.trim_end(), statuses.join(", ")), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fix_comes_first() {
        let page = "# A\n\n`a`\n\n## Details\n\n- ## How To Fix\n\n## How To Fix\n\n```\n## Quick Fix\n```\n\n\
                    ## What Happened?\n\nx\n\n## Example\n";
        let ordered = "# A\n\n`a`\n\n## What Happened?\n\nx\n\n## How To Fix\n\n```\n## Quick Fix\n```\n\n\
                       ## Details\n\n- ## How To Fix\n\n## Example\n\n";
        assert_eq!(fix_first(page), ordered);
    }
}
