//! Elements as Markdown. What is around an element stays around it: its lines are indented as its tag was.

use super::fence;
use super::inline;
use super::tag::{Form, Tag};
use super::tree::{Code, Node};
use super::{Context, Line};
use crate::prose::escape;

/// Attributes that say how a component looks or behaves, which nobody reads.
const LOOKS: &[&str] = &[
    "alt",
    "arrow",
    "class",
    "className",
    "color",
    "cols",
    "defaultOpen",
    "defaultTabIndex",
    "dropdown",
    "height",
    "horizontal",
    "icon",
    "iconType",
    "id",
    "img",
    "key",
    "noAnchor",
    "rel",
    "src",
    "stepNumber",
    "style",
    "sync",
    "target",
    "titleSize",
    "type",
    "width",
];

/// The lines of nodes.
pub(super) fn lines(nodes: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Line { number, text, code } => out.push(Line { number, text: line(text, code, number, context) }),
            Node::Element { number, indent, tag, children } => {
                let block = block(number, &tag, children, context);
                if !block.is_empty() {
                    out.push(blank(number));
                    out.extend(indented(block, indent));
                    out.push(blank(number));
                }
            }
        }
    }
    out
}

fn line(text: &str, code: Code, number: usize, context: &mut Context<'_>) -> String {
    match (code, fence::opening(text)) {
        (Code::First, Some(opening)) => format!("{}{}", opening.before, fence::info(opening.info, number, context)),
        (Code::No, _) => inline::text(text, number, context),
        _ => text.to_owned(),
    }
}

/// An element at the left margin.
fn block(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let used: &[&str] = match tag.name {
        "Note" | "Info" | "Tip" | "Check" | "Warning" | "Danger" => &["title"],
        "Callout" => &["title", "type"],
        "Tab" | "Step" | "Panel" | "View" => &["title"],
        "Accordion" | "Expandable" => &["title", "description"],
        "Update" => &["label", "description"],
        "Card" | "Tile" => &["title", "href", "cta", "description"],
        "Frame" => &["caption", "hint"],
        "ParamField" | "ResponseField" => &FIELD,
        _ => &[],
    };
    let known = !used.is_empty() || is_wrapper(tag.name);
    if known {
        leftovers(number, tag, used, context);
    } else {
        unknown(number, tag, &children, context);
    }
    match tag.name {
        "Note" | "Info" | "Tip" | "Check" | "Warning" | "Danger" | "Callout" => callout(number, tag, children, context),
        "CodeGroup" | "RequestExample" | "ResponseExample" => code_group(number, tag, children, context),
        "Tabs" => tabs(number, children, context),
        "Steps" => steps(children, context),
        "Step" => step(1, number, tag, children, context),
        "Frame" => framed(number, tag, children, context),
        "ParamField" | "ResponseField" => field(number, tag, children, context),
        _ => titled(number, tag, children, context),
    }
}

const FIELD: [&str; 8] = ["name", "path", "query", "body", "header", "type", "default", "required"];

/// Elements that only hold others.
fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "" | "CodeGroup"
            | "RequestExample"
            | "ResponseExample"
            | "Tabs"
            | "Steps"
            | "AccordionGroup"
            | "CardGroup"
            | "Columns"
            | "Column"
    )
}

/// Tells about attributes that have no place.
fn leftovers(number: usize, tag: &Tag<'_>, used: &[&str], context: &mut Context<'_>) {
    for attribute in &tag.attributes {
        let is_used = used.contains(&attribute.name) && (attribute.text.is_some() || attribute.name == "required");
        if is_used {
            continue;
        }
        if LOOKS.contains(&attribute.name) || attribute.source == attribute.name {
            context.drop(number, format!("`{}` of `<{}>`", attribute.name, tag.name));
        } else {
            let message = format!("`{}` of `<{}>` has no place in a catalog", attribute.name, tag.name);
            context.unplaced(number, message, attribute.source);
        }
    }
}

fn unknown(number: usize, tag: &Tag<'_>, children: &[Node<'_>], context: &mut Context<'_>) {
    if children.is_empty() && tag.form == Form::Empty {
        context.unplaced(number, format!("`<{}>` has no place in a catalog", tag.name), tag.source);
    } else if tag.is_component() || !tag.attributes.is_empty() {
        context.unplaced(
            number,
            format!("`<{}>` has no place in a catalog; what is in it is kept", tag.name),
            tag.source,
        );
    } else {
        context.drop(number, format!("`<{}>`", tag.name));
    }
}

/// A quote with the marker of its kind, as GitHub writes callouts.
fn callout(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let marker = match tag.text("type").unwrap_or(tag.name).to_ascii_lowercase().as_str() {
        "tip" | "check" | "success" => "TIP",
        "warning" | "caution" => "WARNING",
        "danger" | "error" => "CAUTION",
        _ => "NOTE",
    };
    if matches!(tag.name, "Info" | "Check" | "Callout") {
        let kind = if marker == "CAUTION" { "danger".to_owned() } else { marker.to_ascii_lowercase() };
        context.kept(number, format!("`<{}>` is a {kind}", tag.name), "");
    }
    let mut inner = inner(children, context);
    if let Some(title) = tag.text("title").filter(|title| !title.trim().is_empty()) {
        inner.splice(0..0, [Line { number, text: format!("**{}**", escape(title)) }, blank(number)]);
    }
    if inner.is_empty() {
        return inner;
    }
    let quoted = inner.into_iter().map(|line| Line { text: format!("> {}", line.text).trim_end().to_owned(), ..line });
    std::iter::once(Line { number, text: format!("> [!{marker}]") }).chain(quoted).collect()
}

/// Titled fences one after the other.
fn code_group(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let nested = |node: &Node<'_>| matches!(node, Node::Element { tag: of, .. } if of.name == tag.name);
    if children.iter().any(nested) {
        context.kept(number, format!("a `<{0}>` in a `<{0}>`: both are one", tag.name), "");
    }
    let mut lines = inner(children, context);
    let mut open: Option<fence::Fence> = None;
    for line in &mut lines {
        match open {
            Some(fence) if fence.is_closed_by(&line.text) => open = None,
            Some(_) => {}
            None => {
                if let Some(opening) = fence::opening(&line.text) {
                    open = Some(opening.fence);
                    line.text = with_title(&line.text, None);
                }
            }
        }
    }
    lines
}

/// The first line of a fence with a title: its own, or another, or its language as Mintlify shows it.
fn with_title(line: &str, title: Option<&str>) -> String {
    let Some(opening) = fence::opening(line) else { return line.to_owned() };
    let (language, own) = opening.info.split_once(' ').unwrap_or((opening.info, ""));
    let language = if language.is_empty() { "text" } else { language };
    let title = title.or((!own.is_empty()).then_some(own)).unwrap_or(language);
    format!("{}{language} {title}", opening.before)
}

/// Tabs that hold a block of code each are a code group; all others are their titles in bold, each with its content.
fn tabs(number: usize, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut tabs = Vec::new();
    for node in children {
        match node {
            Node::Element { number, tag, children, .. } if tag.name == "Tab" => {
                leftovers(number, &tag, &["title"], context);
                tabs.push((number, tag.text("title"), inner(children, context)));
            }
            other => tabs.push((number, None, inner(vec![other], context))),
        }
    }
    tabs.retain(|(_, title, lines)| title.is_some() || !lines.is_empty());
    let is_code = |(_, title, lines): &(usize, Option<&str>, Vec<Line>)| title.is_some() && is_untitled_fence(lines);
    let all_code = !tabs.is_empty() && tabs.iter().all(is_code);
    if !all_code {
        context.kept(number, "tabs are paragraphs, each below its title in bold", "");
    }
    let mut out = Vec::new();
    for (number, title, mut lines) in tabs {
        match (title, lines.first_mut()) {
            (Some(title), Some(first)) if all_code => first.text = with_title(&first.text, Some(title.trim())),
            (Some(title), _) => out.push(Line { number, text: format!("**{}**", escape(title)) }),
            _ => {}
        }
        out.push(blank(number));
        out.extend(lines);
        out.push(blank(number));
    }
    out
}

fn is_untitled_fence(lines: &[Line]) -> bool {
    let [first, rest @ .., last] = lines else { return false };
    let Some(opening) = fence::opening(&first.text) else { return false };
    let ends = |line: &Line| opening.fence.is_closed_by(&line.text);
    !opening.info.contains(' ') && opening.before.starts_with(['`', '~']) && ends(last) && !rest.iter().any(ends)
}

/// A numbered list.
fn steps(children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut count = 0;
    for node in children {
        match node {
            Node::Element { number, tag, children, .. } if tag.name == "Step" => {
                count += 1;
                leftovers(number, &tag, &["title"], context);
                out.extend(step(count, number, &tag, children, context));
                out.push(blank(number));
            }
            other => out.extend(lines(vec![other], context)),
        }
    }
    out
}

fn step(count: usize, number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let marker = format!("{count}. ");
    let mut lines = inner(children, context);
    if let Some(title) = tag.text("title").filter(|title| !title.trim().is_empty()) {
        lines.splice(0..0, [Line { number, text: format!("**{}**", escape(title)) }, blank(number)]);
    }
    let mut lines = indented(lines, marker.len());
    match lines.first_mut() {
        Some(first) => first.text.replace_range(..marker.len(), &marker),
        None => lines.push(Line { number, text: marker.trim_end().to_owned() }),
    }
    lines
}

/// The content below its title.
fn titled(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut head = Vec::new();
    let title = ["title", "label"].iter().find_map(|name| tag.text(name)).filter(|title| !title.trim().is_empty());
    let is_titled =
        matches!(tag.name, "Accordion" | "Expandable" | "Card" | "Tile" | "Update" | "Tab" | "Panel" | "View");
    if let Some(title) = title.filter(|_| is_titled) {
        context.kept(number, format!("`<{}>` is a paragraph, its title in bold", tag.name), "");
        let text = match tag.text("href") {
            Some(href) => format!("**[{}]({href})**", escape(title)),
            None => format!("**{}**", escape(title)),
        };
        head.extend([Line { number, text }, blank(number)]);
    } else if let Some(href) = tag.text("href").filter(|_| is_titled) {
        head.extend([Line { number, text: format!("<{href}>") }, blank(number)]);
    }
    if let Some(text) = tag.text("description").filter(|_| is_titled) {
        head.extend([Line { number, text: escape(text) }, blank(number)]);
    }
    head.extend(inner(children, context));
    if let Some(text) = tag.text("cta").filter(|_| is_titled) {
        head.extend([blank(number), Line { number, text: escape(text) }]);
    }
    head
}

fn framed(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut lines = inner(children, context);
    for name in ["hint", "caption"] {
        if let Some(text) = tag.text(name) {
            lines.extend([blank(number), Line { number, text: format!("*{}*", escape(text)) }]);
        }
    }
    lines
}

/// A documented value: its name, what is known of it, and the text about it.
fn field(number: usize, tag: &Tag<'_>, children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    context.kept(number, format!("`<{}>` is a paragraph", tag.name), "");
    let name = FIELD[..5].iter().find_map(|name| tag.text(name)).unwrap_or_default();
    let mut about: Vec<String> = tag.text("type").map(escape).into_iter().collect();
    if tag.attributes.iter().any(|of| of.name == "required") {
        about.push("required".to_owned());
    }
    about.extend(tag.text("default").map(|text| format!("default `{text}`")));
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let mut lines = vec![Line { number, text: format!("`{name}`{about}") }, blank(number)];
    lines.extend(inner(children, context));
    lines
}

/// The lines of children at the left margin, without blank ones around them.
fn inner(children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut lines = lines(children, context);
    let is_blank = |line: &Line| line.text.trim().is_empty();
    while lines.last().is_some_and(is_blank) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    lines.drain(..first);
    let margin = margin(&lines);
    for line in &mut lines {
        let bytes = line.text.chars().take(margin).take_while(|char| *char == ' ').count();
        line.text.drain(..bytes);
    }
    lines
}

/// The fewest columns before a line that is no code: the lines of a code block may begin further left than its first.
fn margin(lines: &[Line]) -> usize {
    let mut open: Option<fence::Fence> = None;
    let mut least = usize::MAX;
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        match open {
            Some(fence) if fence.is_closed_by(&line.text) => open = None,
            Some(_) => continue,
            None => open = fence::opening(&line.text).map(|opening| opening.fence),
        }
        least = least.min(columns(&line.text));
    }
    if least == usize::MAX { 0 } else { least }
}

fn columns(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

fn indented(mut lines: Vec<Line>, indent: usize) -> Vec<Line> {
    for line in lines.iter_mut().filter(|line| !line.text.is_empty()) {
        line.text.insert_str(0, &" ".repeat(indent));
    }
    lines
}

fn blank(number: usize) -> Line {
    Line { number, text: String::new() }
}
