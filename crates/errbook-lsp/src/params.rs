//! Params of an entry: where they are declared, and where its texts use them.

use std::ops::Range;

use errbook_catalog::{Document, Param, Written};

use crate::cursor::{Cursor, Slot};
use crate::desk::Page;

/// Keys whose items are names of params.
const LISTS: [&str; 2] = ["extensions", "reveal"];

/// The param that the cursor is on.
pub(crate) fn at<'t>(page: &Page<'t>, byte: usize) -> Option<(&'t str, Range<usize>)> {
    let cursor = Cursor::at(page.text, byte);
    let keys = cursor.keys();
    let is_name = match (cursor.slot, keys.as_slice()) {
        (Slot::Param, _) => true,
        (Slot::Key, ["params"]) => true,
        (Slot::Open | Slot::Value, [list]) => LISTS.contains(list),
        (Slot::Value, ["headers", _, "param"]) => true,
        _ => false,
    };
    let name = page.text.get(cursor.word.clone()).filter(|name| is_name && !name.is_empty())?;
    (!page.is_manifest()).then_some((name, cursor.word))
}

/// The declaration of a param in an entry's file: its name.
pub(crate) fn declared(text: &str, name: &str) -> Option<Range<usize>> {
    let document = Document::parse(text).ok()?;
    let (_, params) = document.root().member("params")?;
    let (key, _) = params.member(name)?;
    Some(key.span().range())
}

/// The names that the lines below `params` declare, in a file that may not be YAML.
pub(crate) fn written(text: &str) -> Vec<&str> {
    let Some(at) = text.find("\nparams:") else { return Vec::new() };
    let mut lines = text[at + 1..].lines();
    let own = lines.next().unwrap_or_default();
    let name = |part: &'_ str| -> bool {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
    };
    if own.contains('{') {
        // Keys after a brace or a comma that is not in the braces of a param.
        let inside = own.split_once('{').map_or("", |(_, inside)| inside);
        let keys = inside.split("},").filter_map(|member| member.split_once(':')).map(|(key, _)| key.trim());
        return keys.filter(|key| name(key)).collect();
    }
    let below: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with(' ')).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = below.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min();
    let own = below.into_iter().filter(|line| Some(indent(line)) == least);
    own.filter_map(|line| Some(line.split_once(':')?.0.trim())).filter(|key| name(key)).collect()
}

/// All places in an entry's file that name a param, the declaration included.
pub(crate) fn uses(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut uses = Vec::new();
    if let Ok(document) = Document::parse(text) {
        collect(text, name, document.root(), &mut Vec::new(), &mut uses);
    }
    uses.sort_by_key(|range| range.start);
    uses
}

fn collect<'d>(text: &str, name: &str, value: Written<'d>, path: &mut Vec<&'d str>, uses: &mut Vec<Range<usize>>) {
    if let Some(scalar) = value.scalar() {
        let span = value.span().range();
        let is_name = matches!(path.as_slice(), [list] if LISTS.contains(list))
            || matches!(path.as_slice(), ["headers", _, "param"]);
        if is_name && scalar == name {
            uses.extend(inner(text, span.clone(), name));
        }
        if is_text(path) {
            let written = &text[span.clone()];
            let placeholder = format!("{{{name}}}");
            let found = written.match_indices(&placeholder).map(|(at, _)| at);
            let is_one = |at: &usize| written[..*at].chars().rev().take_while(|char| *char == '{').count() % 2 == 0;
            uses.extend(found.filter(is_one).map(|at| span.start + at + 1..span.start + at + 1 + name.len()));
        }
    }
    for (key, value) in value.members() {
        if path.as_slice() == ["params"] && key.scalar() == Some(name) {
            uses.extend(inner(text, key.span().range(), name));
        }
        path.push(key.scalar().unwrap_or_default());
        collect(text, name, value, path, uses);
        path.pop();
    }
    value.items().for_each(|item| collect(text, name, item, path, uses));
}

/// Whether the strings at a path can have placeholders.
fn is_text(path: &[&str]) -> bool {
    matches!(path, ["message", ..] | ["wordings", "text"] | ["headers", ..])
}

/// The name in a scalar, which may have quotes.
fn inner(text: &str, span: Range<usize>, name: &str) -> Option<Range<usize>> {
    let at = span.start + text.get(span)?.find(name)?;
    Some(at..at + name.len())
}

/// What hover shows of a param.
pub(crate) fn about(param: &Param) -> String {
    let mut text = format!("**{}** `{}`", param.name, param.ty.as_str());
    if param.sensitive {
        text += ", sensitive";
    }
    if let Some(about) = &param.about {
        text += &format!("\n\n{about}");
    }
    text
}
