//! The templates of one target, parsed and rendered by tera. Pages are rendered with what their format escapes; other files of a target are
//! programs or data, in which text is a string literal by itself.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use tera::{Context, ErrorKind, EscapeFn, Tera, Value};

use super::Templates;
use super::filters;
use crate::error::{Error, Place};
use crate::target::{Format, Target};
use crate::text;

/// The templates of one target, parsed.
#[derive(Debug)]
pub(crate) struct Engine {
    pages: Tera,
    files: Tera,
    /// Full names by short ones: `page.md` is `markdown/page.md`.
    names: BTreeMap<String, String>,
    extension: String,
}

impl Engine {
    /// Parses the templates of `target`; `site` is what all pages see under the name `site`.
    pub(crate) fn new(templates: &Templates, target: &Target, site: &impl Serialize) -> Result<Self, Error> {
        let found = templates.of(target)?;
        let site = Value::try_from_serializable(site).map_err(|error| explain(&error, templates))?;
        let extension = format!(".{}", target.format().extension());
        let is_page = |name: &str| name.ends_with(&extension);
        let listed = |name: &str| target.description.named().any(|template| template == name);
        let is_other = |name: &str| !is_page(name) && (listed(name) || name.starts_with('_'));
        let aliases = aliases(target, &found);
        let mut pages = engine(target, [extension.clone()], escape(target.format()), &site);
        add(&mut pages, files(&found, &is_page).chain(files(&aliases, &is_page)), templates)?;
        // Every file that is no page ends with this.
        let mut others = engine(target, [String::new()], escape_literal, &site);
        add(&mut others, files(&found, &is_other).chain(files(&aliases, &is_other)), templates)?;
        let names = found.into_iter().map(|(name, (path, _))| (name.to_owned(), path)).collect();
        Ok(Engine { pages, files: others, names, extension })
    }

    /// Renders a template of the target with a view. Templates of pages are known by their stem.
    pub(crate) fn render(&self, template: &str, view: &impl Serialize, templates: &Templates) -> Result<String, Error> {
        let page = format!("{template}{}", self.extension);
        let name = self.names.get(&page).or_else(|| self.names.get(template));
        let name = name.ok_or_else(|| Error::message(format!("there is no template `{page}`")))?;
        let tera = if name.ends_with(&self.extension) { &self.pages } else { &self.files };
        let context = Context::from_serialize(view).map_err(|error| explain(&error, templates))?;
        // Most pages are shorter, and growing would copy them.
        let mut text = Vec::with_capacity(32 * 1024);
        tera.render_to(name, &context, &mut text).map_err(|error| explain(&error, templates))?;
        String::from_utf8(text).map_err(|_| Error::message(format!("`{name}` makes a page that is not UTF-8")))
    }
}

fn engine(target: &Target, suffixes: [String; 1], escape: EscapeFn, site: &Value) -> Tera {
    let mut tera = Tera::new();
    filters::register(&mut tera, target);
    tera.autoescape_on(suffixes);
    tera.set_escape_fn(escape);
    tera.global_context().insert("site", site);
    tera
}

fn add<'f>(
    tera: &mut Tera,
    files: impl Iterator<Item = (&'f str, &'f str)>,
    templates: &Templates,
) -> Result<(), Error> {
    tera.add_raw_templates(files).map_err(|error| explain(&error, templates))
}

/// A target that extends another has the other's templates use its own where it has one of that name.
fn aliases<'f>(target: &Target, found: &BTreeMap<&'f str, (String, &str)>) -> BTreeMap<&'f str, (String, String)> {
    let Some(extended) = &target.description.extends else { return BTreeMap::new() };
    let bases: Vec<&str> = found.values().filter_map(|(_, text)| base(text)).collect();
    let alias = |(name, (path, _)): (&&'f str, &(String, &str))| {
        let alias = format!("{extended}/{name}");
        // What has blocks for others must be their base here too: an included template has none.
        let tag = if bases.contains(&alias.as_str()) { "extends" } else { "include" };
        (alias != *path).then(|| (*name, (alias, format!("{{% {tag} \"{}\" %}}", path.replace('"', "\\\"")))))
    };
    found.iter().filter_map(alias).collect()
}

/// The full name of the template that a template extends: the first tag, with nothing but comments before it.
fn base(template: &str) -> Option<&str> {
    let mut rest = template.trim_start();
    while let Some(comment) = rest.strip_prefix("{#") {
        rest = comment.split_once("#}")?.1.trim_start();
    }
    let tag = rest.strip_prefix("{%")?.trim_start_matches('-').trim_start().strip_prefix("extends")?.trim_start();
    let quote = tag.chars().next().filter(|char| "\"'`".contains(*char))?;
    tag[1..].split(quote).next()
}

/// Paths and texts of the templates whose short names are such.
fn files<'f, T: AsRef<str>>(
    of: &'f BTreeMap<&str, (String, T)>,
    is_such: &'f impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&'f str, &'f str)> {
    of.iter().filter(|(name, _)| is_such(name)).map(|(_, (path, text))| (path.as_str(), text.as_ref()))
}

fn escape(format: Format) -> EscapeFn {
    match format {
        #[cfg(feature = "html")]
        Format::Html => escape_html,
        #[cfg(feature = "markdown")]
        Format::Markdown => |value, out| out.write_all(text::markdown(value).as_bytes()),
        #[cfg(feature = "targets")]
        Format::Mdx => |value, out| out.write_all(text::mdx(value).as_bytes()),
    }
}

#[cfg(feature = "html")]
fn escape_html(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    if text::is_html(value) {
        return out.write_all(value.as_bytes());
    }
    let mut escaped = String::with_capacity(value.len() + 8);
    text::html(value, &mut escaped);
    out.write_all(escaped.as_bytes())
}

fn escape_literal(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(text::literal(value).as_bytes())
}

/// Turns an error of tera into ours.
fn explain(error: &tera::Error, templates: &Templates) -> Error {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let line = report.span().start_line;
            let place = Place {
                file: report.filename().to_owned(),
                line,
                column: report.span().start_col + 1,
                source: templates.line(report.filename(), line).to_owned(),
            };
            Error { message: phrase(report.message()), place: Some(place), page: None }
        }
        ErrorKind::CircularInclude { include_chain: chain, .. } => circle("include", chain),
        ErrorKind::CircularExtend { inheritance_chain: chain, .. } => circle("extend", chain),
        // Its text holds reports of its own, one for each unknown filter, function or component.
        other => {
            let text = other.to_string();
            let reports = text.split("\n\n").map(|report| phrase(report.trim_start_matches("error: ")));
            Error::message(reports.collect::<Vec<_>>().join("\n\n"))
        }
    }
}

/// A template that comes back to itself: most likely it wants to add something to the one that it replaces.
fn circle(does: &str, chain: &[String]) -> Error {
    let mut names: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
    if names.first() != names.last() {
        names.extend(names.first().cloned());
    }
    let names = names.join(" -> ");
    Error::message(format!(
        "a template {does}s itself: {names}\none that replaces another cannot {does} it: copy what you need of the other"
    ))
}

/// A message of tera as our messages are written: lowercase, parts joined by semicolons.
fn phrase(message: &str) -> String {
    let message = message.replace("is not defined. Available", "is not defined; available");
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => message,
    }
}
