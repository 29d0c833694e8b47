//! Converts components to quotes, titled fences, numbered lists, and paragraphs below a bold title.

use std::borrow::Cow;

use errbook_syntax::markdown::FenceInfo;

use super::{bold, indented, inner, lines, opened};
use crate::mdx::fence::{self, Code};
use crate::mdx::tree::{Element, Node};
use crate::mdx::{Context, Line};
use crate::prose::escape;

/// A quote with a marker, in GitHub's syntax for callouts.
pub(super) fn callout(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let Element { number, tag, children, .. } = element;
    let marker = match tag.text("type").unwrap_or(tag.name).to_ascii_lowercase().as_str() {
        "tip" | "check" | "success" => "TIP",
        "warning" | "caution" => "WARNING",
        "danger" | "error" => "CAUTION",
        _ => "NOTE",
    };
    if matches!(tag.name, "Info" | "Check" | "Callout") {
        let kind = if marker == "CAUTION" { "danger".to_owned() } else { marker.to_ascii_lowercase() };
        let source = tag.text("type").unwrap_or_default();
        context.kept(number, format!("`<{}>` becomes a {kind}", tag.name), source);
    }
    let mut inner = inner(children, context);
    inner.splice(0..0, bold(&tag, number).into_iter().flatten());
    if inner.is_empty() {
        return inner;
    }
    let quoted = inner.into_iter().map(|line| Line { text: format!("> {}", line.text).trim_end().to_owned(), ..line });
    std::iter::once(Line::new(number, format!("> [!{marker}]"))).chain(quoted).collect()
}

/// Consecutive titled fences.
pub(super) fn code_group(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let name = element.tag.name;
    let nested = |node: &Node<'_>| matches!(node, Node::Element(of) if of.tag.name == name);
    if element.children.iter().any(nested) {
        context.kept(element.number, format!("`<{name}>` inside `<{name}>`: both become one"), "");
    }
    let mut lines = inner(element.children, context);
    let mut fences = fence::Walk::default();
    for line in &mut lines {
        if fences.step(&line.text) == Code::First {
            line.text = with_title(&line.text, None);
        }
    }
    lines
}

/// The first line of a fence with a title: the given one, or its own, or its language, as Mintlify
/// shows it.
fn with_title(line: &str, title: Option<&str>) -> String {
    let Some(opening) = fence::opening(line) else { return line.to_owned() };
    let mut info = FenceInfo::of(opening.info);
    if info.language.is_empty() {
        info.language = "text";
    }
    let own = info.title.take().unwrap_or(info.language.into());
    let info = FenceInfo { title: Some(title.map_or(own, Cow::from)), ..info };
    format!("{}{info}", opening.before)
}

/// Tabs that each contain one code block become a code group. All others become a bold title
/// followed by the content.
pub(super) fn tabs(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let number = element.number;
    let mut tabs = Vec::new();
    for node in element.children {
        match node {
            Node::Element(tab) if tab.tag.name == "Tab" => {
                opened(&tab, &["title"], context);
                tabs.push((tab.number, tab.tag.text("title"), inner(tab.children, context)));
            }
            other => tabs.push((number, None, inner(vec![other], context))),
        }
    }
    tabs.retain(|(_, title, lines)| title.is_some() || !lines.is_empty());
    let is_code = |(_, title, lines): &(usize, Option<&str>, Vec<Line>)| title.is_some() && is_untitled_fence(lines);
    let all_code = !tabs.is_empty() && tabs.iter().all(is_code);
    if !all_code {
        context.kept(number, "tabs become paragraphs, each below its title in bold", "");
    }
    let mut out = Vec::new();
    for (number, title, mut lines) in tabs {
        match (title, lines.first_mut()) {
            (Some(title), Some(first)) if all_code => first.text = with_title(&first.text, Some(title.trim())),
            (Some(title), _) => out.push(Line::new(number, format!("**{}**", escape(title)))),
            _ => {}
        }
        out.push(Line::blank(number));
        out.extend(lines);
        out.push(Line::blank(number));
    }
    out
}

fn is_untitled_fence(lines: &[Line]) -> bool {
    let [first, rest @ .., last] = lines else { return false };
    let Some(opening) = fence::opening(&first.text) else { return false };
    let ends = |line: &Line| opening.fence.is_closed_by(&line.text);
    FenceInfo::of(opening.info).title.is_none()
        && opening.before.starts_with(['`', '~'])
        && ends(last)
        && !rest.iter().any(ends)
}

pub(super) fn steps(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut count = 0;
    for node in element.children {
        match node {
            Node::Element(element) if element.tag.name == "Step" => {
                count += 1;
                opened(&element, &["title"], context);
                let number = element.number;
                out.extend(step(count, element, context));
                out.push(Line::blank(number));
            }
            other => out.extend(lines(vec![other], context)),
        }
    }
    out
}

pub(super) fn step(count: usize, element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let Element { number, tag, children, .. } = element;
    let marker = format!("{count}. ");
    let mut lines = inner(children, context);
    lines.splice(0..0, bold(&tag, number).into_iter().flatten());
    let mut lines = indented(lines, marker.len());
    match lines.first_mut() {
        Some(first) => first.text.replace_range(..marker.len(), &marker),
        None => lines.push(Line::new(number, marker.trim_end())),
    }
    lines
}

/// A bold title followed by the content.
pub(super) fn titled(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let Element { number, tag, children, .. } = element;
    let mut head = Vec::new();
    let title = ["title", "label"].iter().find_map(|name| tag.text(name)).filter(|title| !title.trim().is_empty());
    if let Some(title) = title {
        context.kept(number, format!("`<{}>` becomes a paragraph with its title in bold", tag.name), "");
        let text = match tag.text("href") {
            Some(href) => format!("**[{}]({href})**", escape(title)),
            None => format!("**{}**", escape(title)),
        };
        head.extend([Line { number, text }, Line::blank(number)]);
    } else if let Some(href) = tag.text("href") {
        head.extend([Line::new(number, format!("<{href}>")), Line::blank(number)]);
    }
    if let Some(text) = tag.text("description") {
        head.extend([Line { number, text: escape(text) }, Line::blank(number)]);
    }
    head.extend(inner(children, context));
    if let Some(text) = tag.text("cta") {
        head.extend([Line::blank(number), Line { number, text: escape(text) }]);
    }
    head
}

pub(super) fn framed(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let Element { number, tag, children, .. } = element;
    let mut lines = inner(children, context);
    for name in ["hint", "caption"] {
        if let Some(text) = tag.text(name) {
            lines.extend([Line::blank(number), Line::new(number, format!("*{}*", escape(text)))]);
        }
    }
    lines
}

/// Attributes of a documented value, those with its name first.
pub(super) const FIELD: [&str; 8] = ["name", "path", "query", "body", "header", "type", "default", "required"];

/// A documented value: its name, its other attributes, and its description.
pub(super) fn field(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let Element { number, tag, children, .. } = element;
    context.kept(number, format!("`<{}>` becomes a paragraph", tag.name), "");
    let mut names = tag.attributes.iter().filter(|of| FIELD[..5].contains(&of.name) && of.text.is_some());
    let name = names.next().and_then(|of| of.text).unwrap_or_default();
    for other in names {
        context.unplaced(number, format!("`<{}>` has two names: the first one is kept", tag.name), other.source);
    }
    let mut about: Vec<String> = tag.text("type").map(escape).into_iter().collect();
    if tag.attributes.iter().any(|of| of.name == "required") {
        about.push("required".to_owned());
    }
    about.extend(tag.text("default").map(|text| format!("default `{text}`")));
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let mut lines = vec![Line::new(number, format!("`{name}`{about}")), Line::blank(number)];
    lines.extend(inner(children, context));
    lines
}
