//! The templates of one target, parsed and rendered by tera. Pages are rendered with what their format escapes; other files of a target are
//! programs or data, in which text is a string literal by itself.

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Tera, Value};

use super::{Templates, filters};
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
        let extension = format!(".{}", target.format().extension());
        let is_page = |name: &str| name.ends_with(&extension);
        let mut pages = engine(target, [extension.clone()], escape(target.format()), site);
        add(&mut pages, found.iter().filter(|(name, _)| is_page(name)).map(|(_, file)| file), templates)?;
        // Every file that is no page ends with this.
        let mut files = engine(target, [String::new()], escape_literal, site);
        let listed = |name: &str| target.description.named().any(|template| template == name);
        let others = found.iter().filter(|(name, _)| !is_page(name) && (listed(name) || name.starts_with('_')));
        add(&mut files, others.map(|(_, file)| file), templates)?;
        let names = found.into_iter().map(|(name, (path, _))| (name.to_owned(), path)).collect();
        Ok(Engine { pages, files, names, extension })
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

type Escape = fn(&str, &mut dyn io::Write) -> io::Result<()>;

fn engine(target: &Target, suffixes: [String; 1], escape: Escape, site: &impl Serialize) -> Tera {
    let mut tera = Tera::new();
    filters::register(&mut tera, target);
    tera.autoescape_on(suffixes);
    tera.set_escape_fn(escape);
    tera.global_context().insert("site", site);
    tera
}

fn add<'f>(
    tera: &mut Tera,
    files: impl Iterator<Item = &'f (String, &'f str)>,
    templates: &Templates,
) -> Result<(), Error> {
    let files = files.map(|(path, text)| (path.as_str(), *text));
    tera.add_raw_templates(files).map_err(|error| explain(&error, templates))
}

/// Text in the format of the target already: not escaped again by a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(pub(crate) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // tera passes its own values through as they are, with the mark that they are safe.
        Value::safe_string(&self.0).serialize(serializer)
    }
}

fn escape(format: Format) -> Escape {
    match format {
        #[cfg(feature = "html")]
        Format::Html => escape_html,
        #[cfg(feature = "markdown")]
        Format::Markdown => escape_markdown,
        #[cfg(feature = "targets")]
        Format::Mdx => escape_mdx,
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

#[cfg(feature = "markdown")]
fn escape_markdown(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(text::markdown(value).as_bytes())
}

#[cfg(feature = "targets")]
fn escape_mdx(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(text::mdx(value).as_bytes())
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
        // Its text holds reports of its own, one for each unknown filter, function or component.
        other => {
            let text = other.to_string();
            let reports = text.split("\n\n").map(|report| phrase(report.trim_start_matches("error: ")));
            Error::message(reports.collect::<Vec<_>>().join("\n\n"))
        }
    }
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
