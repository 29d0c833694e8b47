//! Converts elements to Markdown. Lines are indented like their tag, so the surrounding structure
//! is preserved. `forms` converts the components.

use super::fence::{self, Code};
use super::inline::{self, is_one_of};
use super::tag::{Form, Tag};
use super::tree::{Element, Node};
use super::{Context, Line};

use crate::prose::escape;

mod forms;

use forms::{FIELD, callout, code_group, field, framed, step, steps, tabs, titled};

/// Attributes for the appearance or behavior of a component. Readers don't miss them.
const LOOKS: &str = "alt arrow class className color cols defaultOpen defaultTabIndex dropdown height horizontal icon iconType id img \
    key noAnchor rel src stepNumber style sync target titleSize type width";

pub(super) fn lines(nodes: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Line { number, text, code } => out.push(Line::new(number, line(text, code, number, context))),
            Node::Element(element) => {
                let (number, indent) = (element.number, element.indent);
                let block = block(element, context);
                if !block.is_empty() {
                    out.push(Line::blank(number));
                    out.extend(indented(block, indent));
                    out.push(Line::blank(number));
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

/// Converts an element at the left margin.
type Write = for<'s> fn(Element<'s>, &mut Context<'_>) -> Vec<Line>;

/// Components, the attributes that are kept, and the conversion.
const COMPONENTS: &[(&str, &[&str], Write)] = &[
    ("Note Info Tip Check Warning Danger", &["title"], callout),
    ("Callout", &["title", "type"], callout),
    ("CodeGroup RequestExample ResponseExample", &[], code_group),
    ("Tabs", &[], tabs),
    ("Steps", &[], steps),
    ("Step", &["title"], |element, context| step(1, element, context)),
    ("Frame", &["caption", "hint"], framed),
    ("ParamField ResponseField", &FIELD, field),
    ("Tab Panel View", &["title"], titled),
    ("Accordion Expandable", &["title", "description"], titled),
    ("Update", &["label", "description"], titled),
    ("Card Tile", &["title", "href", "cta", "description"], titled),
    ("AccordionGroup CardGroup Columns Column", &[], |element, context| inner(element.children, context)),
];

/// Converts an element at the left margin.
fn block(element: Element<'_>, context: &mut Context<'_>) -> Vec<Line> {
    let name = element.tag.name;
    match COMPONENTS.iter().find(|(names, ..)| is_one_of(names, name)) {
        Some((_, used, write)) => {
            opened(&element, used, context);
            write(element, context)
        }
        None => {
            // A fragment, `<>`, has no meaning of its own.
            if !name.is_empty() {
                unknown(&element, context);
            }
            inner(element.children, context)
        }
    }
}

/// Records the tags of a converted element, and reports attributes that aren't kept.
fn opened(element: &Element<'_>, used: &[&str], context: &mut Context<'_>) {
    let Element { number, tag, .. } = element;
    context.keyed(*number, tag.name);
    if tag.form == Form::Open {
        context.keyed(*number, tag.name);
    }
    for attribute in &tag.attributes {
        let is_used = used.contains(&attribute.name) && (attribute.text.is_some() || attribute.name == "required");
        if is_used {
            context.keyed(*number, attribute.name);
        } else if is_one_of(LOOKS, attribute.name) || attribute.source == attribute.name {
            context.drop(*number, format!("`{}` of `<{}>`", attribute.name, tag.name), attribute.source);
        } else {
            let message = format!("`{}` of `<{}>` has no equivalent in a catalog", attribute.name, tag.name);
            context.unplaced(*number, message, attribute.source);
        }
    }
}

fn unknown(element: &Element<'_>, context: &mut Context<'_>) {
    let Element { number, tag, children, .. } = element;
    if children.is_empty() && tag.form == Form::Empty {
        context.unplaced(*number, format!("`<{}>` has no equivalent in a catalog", tag.name), tag.source);
    } else if tag.is_component() || !tag.attributes.is_empty() {
        let message = format!("`<{}>` has no equivalent in a catalog: its content is kept", tag.name);
        context.unplaced(*number, message, both(tag));
    } else {
        context.drop(*number, format!("`<{}>`", tag.name), both(tag));
    }
}

/// An element without its content.
fn both(tag: &Tag<'_>) -> String {
    match tag.form {
        Form::Open => format!("{}</{}>", tag.source, tag.name),
        _ => tag.source.to_owned(),
    }
}

/// The title in bold and a blank line, if there is a title.
fn bold(tag: &Tag<'_>, number: usize) -> Option<[Line; 2]> {
    let title = tag.text("title").filter(|title| !title.trim().is_empty())?;
    Some([Line::new(number, format!("**{}**", escape(title))), Line::blank(number)])
}

/// The lines of children at the left margin, without surrounding blank lines.
fn inner(children: Vec<Node<'_>>, context: &mut Context<'_>) -> Vec<Line> {
    let mut lines = lines(children, context);
    let end = lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    lines.truncate(end);
    let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(0);
    lines.drain(..first);
    let margin = margin(&lines);
    for line in &mut lines {
        let bytes = line.text.chars().take(margin).take_while(|char| *char == ' ').count();
        line.text.drain(..bytes);
    }
    lines
}

/// The smallest indentation of a line outside of code, since code lines may be indented less than
/// their fence.
fn margin(lines: &[Line]) -> usize {
    let mut fences = fence::Walk::default();
    let outside = lines.iter().filter(|line| fences.step(&line.text) != Code::Inside && !line.is_blank());
    outside.map(|line| line.text.len() - line.text.trim_start_matches(' ').len()).min().unwrap_or(0)
}

fn indented(mut lines: Vec<Line>, indent: usize) -> Vec<Line> {
    for line in lines.iter_mut().filter(|line| !line.text.is_empty()) {
        line.text.insert_str(0, &" ".repeat(indent));
    }
    lines
}
