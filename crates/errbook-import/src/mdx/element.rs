//! Elements as Markdown. What is around an element stays around it: its lines are indented as its tag was. `forms` has the components.

use super::fence;
use super::inline;
use super::tag::{Form, Tag};
use super::tree::{Code, Node};
use super::{Context, Line};

mod forms;

use forms::{callout, code_group, field, framed, step, steps, tabs, titled};

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
