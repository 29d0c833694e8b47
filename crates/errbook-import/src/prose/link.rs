//! Replaces the destinations of links, and changes nothing else.

use std::ops::Range;

use errbook_syntax::edit::{Edit, apply_where_free};
use errbook_syntax::markdown::{Event, LinkType, Tag, TagEnd, events};

use super::escape;

/// Replaces destinations for which `resolve` returns a new one. It receives a destination and the
/// byte offset of its link. Reference links become inline links, because the sections of a page are
/// separated.
pub(crate) fn relinked(text: &str, mut resolve: impl FnMut(&str, usize) -> Option<String>) -> String {
    let mut edits: Vec<Edit> = Vec::new();
    let mut open: Vec<(LinkType, String, String, Range<usize>)> = Vec::new();
    let mut last = 0;
    for (event, range) in events(text) {
        match event {
            Event::Start(
                Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. },
            ) => {
                open.push((link_type, dest_url.to_string(), title.to_string(), range.clone()));
                last = range.start + 1;
            }
            Event::End(end @ (TagEnd::Link | TagEnd::Image)) => {
                let Some((kind, url, title, range)) = open.pop() else { continue };
                let to = if end == TagEnd::Link { resolve(&url, range.start) } else { None };
                edits.extend(edit(text, kind, &url, &title, range.clone(), last, to));
                last = range.end;
            }
            Event::Start(_) => {}
            _ => last = last.max(range.end),
        }
    }
    apply_where_free(text, edits).0
}

/// The destinations of links and images that have a definition.
pub(crate) fn references(text: &str) -> Vec<String> {
    let defined = |event: Event<'_>| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
            let inline = matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email);
            (!inline).then(|| dest_url.to_string())
        }
        _ => None,
    };
    events(text).filter_map(|(event, _)| defined(event)).collect()
}

fn edit(
    text: &str,
    kind: LinkType,
    url: &str,
    title: &str,
    range: Range<usize>,
    last: usize,
    to: Option<String>,
) -> Option<Edit> {
    match kind {
        LinkType::Autolink => Some(Edit::replace(range, format!("[{}]({})", escape(url), to?))),
        LinkType::Email => None,
        LinkType::Inline if to.is_none() => None,
        _ => {
            let close = last + text.get(last..range.end)?.find(']')?;
            let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('"', "\\\"")) };
            // The range doesn't include the brackets of `[text][]`.
            let collapsed = kind == LinkType::Collapsed && text[range.end..].starts_with("[]");
            let end = range.end + if collapsed { 2 } else { 0 };
            let url = to.unwrap_or_else(|| url.to_owned());
            let url = if url.contains([' ', '(', ')']) { format!("<{url}>") } else { url };
            Some(Edit::replace(close..end, format!("]({url}{title})")))
        }
    }
}
