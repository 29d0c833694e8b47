//! Converts tags, expressions, and comments within a line.

use super::tag::{self, Form, Tag};
use super::{Context, Dialect};
use crate::prose::escape;

/// Elements that occur within sentences.
const INLINE: &str = "a abbr b br code del em i img ins kbd mark s small span strong sub sup u wbr Badge Icon Tooltip";

/// Other HTML elements that are used in Markdown.
const BLOCKS: &str = "article aside audio blockquote center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr iframe li ol p \
    picture pre section source summary table tbody td th thead tr ul video";

/// Components that are recognized in any dialect.
const COMPONENTS: &str = "Accordion AccordionGroup Callout Card CardGroup Check CodeGroup Column Columns Danger Expandable Frame Info Note \
    Panel ParamField RequestExample ResponseExample ResponseField Step Steps Tab Tabs Tile Tip Update View Warning";

/// Whether a space-separated list contains a name.
pub(super) fn is_one_of(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|of| of == name)
}

/// Whether an element occurs within sentences rather than around blocks.
pub(super) fn is_inline(name: &str) -> bool {
    is_one_of(INLINE, name)
}

/// Whether this is an element in the dialect, and not a placeholder such as `<workspace_id>`.
pub(super) fn is_known(tag: &Tag<'_>, dialect: Dialect) -> bool {
    dialect == Dialect::Mdx || [INLINE, BLOCKS, COMPONENTS].iter().any(|names| is_one_of(names, tag.name))
}

/// The open elements of a line.
#[derive(Default)]
struct Open<'l> {
    /// Destinations of open links.
    links: Vec<&'l str>,
    /// Names of elements that leave only their words.
    names: Vec<&'l str>,
    /// Number of failed searches for an end.
    in_vain: usize,
    /// The rest of the line contains no end of a comment.
    no_comment: bool,
}

/// Maximum number of open elements and of failed searches for an end. After that, the rest of a
/// line is plain text. Without a limit, searching from each of a million braces would take
/// quadratic time.
const PATIENCE: usize = 64;

/// Converts the tags, expressions, and comments of a line.
pub(super) fn text(line: &str, number: usize, context: &mut Context<'_>) -> String {
    let footnote = footnote(line);
    if !line.contains(['<', '{', '\\']) && footnote.is_none() {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let line = match footnote {
        Some(indent) => {
            context.kept(number, "a footnote becomes text, because catalogs have no footnotes", "");
            out.push_str(&line[..indent]);
            out.push('\\');
            &line[indent..]
        }
        None => line,
    };
    let mut open = Open::default();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let before = out.len();
        let len = match rest.as_bytes()[0] {
            b'\\' => {
                let len = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                // An underscore within a word needs no backslash: `key\_not\_found` is a code.
                let within = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
                let plain =
                    rest[1..].starts_with('_') && within(out.chars().next_back()) && within(rest[2..].chars().next());
                out.push_str(&rest[usize::from(plain)..len]);
                len
            }
            b'`' => {
                let len = code_span(rest);
                out.push_str(&rest[..len]);
                len
            }
            b'<' => angle(rest, number, &mut open, &mut out, context),
            b'{' if context.dialect == Dialect::Mdx => brace(rest, number, &mut open, &mut out, context),
            _ => {
                let len = rest.find(['\\', '`', '<', '{']).filter(|len| *len > 0).unwrap_or_else(|| {
                    let first = rest.chars().next().map_or(1, char::len_utf8);
                    rest[first..].find(['\\', '`', '<', '{']).map_or(rest.len(), |len| first + len)
                });
                out.push_str(&rest[..len]);
                len
            }
        };
        at += len.max(1);
        if len > 1 && joins(rest) {
            // Words on both sides of what is gone become one.
            let (left, middle, right) = (&out[..before], &out[before..], line.get(at..).unwrap_or_default());
            let pairs = if middle.is_empty() { vec![(left, right)] } else { vec![(left, middle), (middle, right)] };
            let joined: String = pairs.into_iter().filter_map(|(left, right)| joined(left, right)).collect();
            context.keyed(number, joined);
        }
    }
    if !line.ends_with(char::is_whitespace) {
        out.truncate(out.trim_end_matches(' ').len());
    }
    // A link that isn't closed on this line.
    for _ in open.links {
        out.push(']');
    }
    out
}

/// Whether what is on both sides of something becomes one.
fn joins(rest: &str) -> bool {
    let is_inner = |tag: Tag<'_>| tag.name.is_empty() || is_inline(tag.name);
    rest.starts_with(['{']) || rest.starts_with("<!--") || rest.starts_with('<') && tag::tag(rest).is_some_and(is_inner)
}

/// The words that meet where two texts do, if there is nothing between them.
fn joined(left: &str, right: &str) -> Option<String> {
    let is_part = |char: char| char.is_alphanumeric();
    let start = left.len() - left.chars().rev().take_while(|char| is_part(*char)).map(char::len_utf8).sum::<usize>();
    let end = right.find(|char| !is_part(char)).unwrap_or(right.len());
    (start < left.len() && end > 0).then(|| format!("{} {} ", &left[start..], &right[..end]))
}

/// The indentation of a footnote, `[^1]: text`. Without support for footnotes, it would become an
/// invisible link definition.
fn footnote(line: &str) -> Option<usize> {
    let text = line.trim_start();
    text.strip_prefix("[^")?.split_once("]:").filter(|(name, _)| !name.contains([' ', ']']))?;
    Some(line.len() - text.len())
}

/// The length of the code span at the start, or of the backticks if they don't open one.
fn code_span(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut at = ticks;
    while let Some(start) = text[at..].find('`') {
        let run = text[at + start..].len() - text[at + start..].trim_start_matches('`').len();
        at += start + run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

fn angle<'l>(rest: &'l str, number: usize, open: &mut Open<'l>, out: &mut String, context: &mut Context<'_>) -> usize {
    if rest.starts_with("<!--") && !open.no_comment {
        if let Some(end) = rest.find("-->") {
            context.unplaced(number, "comments are not imported", &rest[..end + 3]);
            return end + 3;
        }
        open.no_comment = true;
    }
    let patient = open.in_vain < PATIENCE && open.links.len() + open.names.len() < PATIENCE;
    let tag = if patient { tag::tag(rest) } else { None };
    open.in_vain += usize::from(tag.is_none());
    match tag.filter(|tag| is_known(tag, context.dialect)) {
        Some(tag) => {
            element(&tag, number, open, out, context);
            tag.source.len()
        }
        None => {
            out.push('<');
            1
        }
    }
}

/// Attributes that Markdown has, by element.
const ATTRIBUTES: &[(&str, &[&str])] =
    &[("b strong i em code kbd s del", &[]), ("a", &["href"]), ("img", &["alt", "src"])];

/// Records a tag that has an equivalent in Markdown, and reports attributes that don't.
fn converted(tag: &Tag<'_>, number: usize, context: &mut Context<'_>) {
    let Some((_, used)) = ATTRIBUTES.iter().find(|(names, _)| is_one_of(names, tag.name)) else { return };
    context.keyed(number, tag.name);
    for attribute in &tag.attributes {
        if used.contains(&attribute.name) && attribute.text.is_some() {
            context.keyed(number, attribute.name);
        } else {
            context.drop(number, format!("`{}` of `<{}>`", attribute.name, tag.name), attribute.source);
        }
    }
}

/// Writes the Markdown equivalent of a tag within a sentence.
fn element<'l>(tag: &Tag<'l>, number: usize, open: &mut Open<'l>, out: &mut String, context: &mut Context<'_>) {
    converted(tag, number, context);
    // Words of neighbors, such as cells of a table, stay apart.
    if !is_inline(tag.name) && !tag.name.is_empty() && !out.ends_with(char::is_whitespace) && !out.is_empty() {
        out.push(' ');
    }
    match (tag.name, tag.form) {
        ("b" | "strong", Form::Open | Form::Close) => out.push_str("**"),
        ("i" | "em", Form::Open | Form::Close) => out.push('*'),
        ("code" | "kbd", Form::Open | Form::Close) => out.push('`'),
        ("s" | "del", Form::Open | Form::Close) => out.push_str("~~"),
        ("br", _) => {
            context.drop(number, "`<br>`".to_owned(), tag.source);
            out.push(' ');
        }
        ("a", Form::Open) => {
            out.push('[');
            open.links.push(tag.text("href").unwrap_or_default());
        }
        ("a", Form::Close) => {
            if let Some(href) = open.links.pop() {
                out.push_str(&format!("]({href})"));
            }
        }
        ("img", _) => {
            let (alt, src) = (tag.text("alt").unwrap_or_default(), tag.text("src").unwrap_or_default());
            out.push_str(&format!("![{}]({src})", escape(alt)));
        }
        (name, Form::Close) => {
            let opened = open.names.iter().rposition(|of| *of == name).map(|at| open.names.remove(at));
            match opened {
                Some(name) => context.keyed(number, name),
                None if tag.is_component() => {
                    context.unplaced(number, format!("`</{name}>` has no opening tag"), tag.source);
                }
                None => context.drop(number, format!("`</{name}>`"), tag.source),
            }
        }
        (name, _) if tag.attributes.is_empty() => {
            open.names.push(name);
            if !name.is_empty() {
                context.drop(number, format!("`<{name}>`"), tag.source);
            }
        }
        (name, _) => {
            open.names.push(name);
            let rest = if tag.form == Form::Open { ": its text is kept" } else { "" };
            context.unplaced(number, format!("`<{name}>` has no equivalent in a catalog{rest}"), tag.source);
        }
    }
}

fn brace(rest: &str, number: usize, open: &mut Open<'_>, out: &mut String, context: &mut Context<'_>) -> usize {
    let len = if open.in_vain < PATIENCE { tag::expression(rest) } else { None };
    let Some(len) = len else {
        open.in_vain += 1;
        out.push('{');
        return 1;
    };
    let source = &rest[..len];
    if let Some(text) = tag::string(source) {
        out.push_str(&escape(text));
    } else if tag::is_comment(source) {
        context.unplaced(number, "comments are not imported", source);
    } else {
        context.kept(number, "an expression becomes text", source);
        out.push_str(source);
    }
    len
}
