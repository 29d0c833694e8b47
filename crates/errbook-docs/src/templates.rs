//! Templates: the shipped ones, what a team puts in their place, and the engine that renders them. The only module that knows tera.

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Kwargs, State, StringInput, Tera, Value};

use crate::error::{Error, Place};
use crate::target::{Format, Target};
use crate::text;

/// Path below `templates/` and text of each shipped file.
static SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The templates of all targets, by path: `html/page.html`.
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, String>,
}

impl Default for Templates {
    fn default() -> Self {
        let files = SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Templates { files }
    }
}

impl Templates {
    /// The shipped templates, as pairs of path and text: what a team copies to change it.
    pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
        SHIPPED.iter().copied()
    }

    /// The shipped templates with some replaced: pairs of a path, such as `html/page.html`, and a text.
    ///
    /// A file whose name starts with `_` is one more template, which others can include.
    ///
    /// # Errors
    /// A path that replaces no template: most likely a typing error, which would otherwise have no effect.
    pub fn with_overrides<P, T>(overrides: impl IntoIterator<Item = (P, T)>) -> Result<Self, Error>
    where
        P: Into<String>,
        T: Into<String>,
    {
        let mut templates = Self::default();
        for (path, text) in overrides {
            let path = path.into().replace('\\', "/");
            let own = path.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
            if !own && !templates.files.contains_key(&path) {
                return Err(templates.unknown(&path));
            }
            templates.files.insert(path, text.into().replace("\r\n", "\n"));
        }
        Ok(templates)
    }

    fn unknown(&self, path: &str) -> Error {
        let known: Vec<&str> = self.files.keys().map(String::as_str).collect();
        Error::message(format!(
            "`{path}` replaces no template\nthere are: {}\nthe name of a template of your own, which others include, starts with `_`",
            known.join(", ")
        ))
    }

    /// A file that is no template but goes to the site as it is, such as `style.css`.
    pub(crate) fn asset(&self, target: &Target, name: &str) -> Option<&str> {
        self.files.get(&format!("{}/{name}", target.name)).map(String::as_str)
    }

    /// Names of the files of a target that go to its site as they are.
    pub(crate) fn assets(&self, target: &Target) -> Vec<String> {
        let prefix = format!("{}/", target.name);
        let names = self.files.keys().filter_map(|path| path.strip_prefix(&prefix));
        names.filter(|name| !name.ends_with(&format!(".{}", target.extension()))).map(str::to_owned).collect()
    }
}

/// The templates of one target, parsed.
#[derive(Debug)]
pub(crate) struct Engine {
    tera: Tera,
    folder: &'static str,
}

impl Engine {
    /// Parses the templates of `target`; `site` is what all pages see under the name `site`.
    pub(crate) fn new(templates: &Templates, target: &Target, site: &impl Serialize) -> Result<Self, Error> {
        let mut tera = Tera::new();
        tera.register_filter("code", filters::code(target.format));
        tera.register_filter("fence", filters::fence(target.format));
        tera.register_filter("quote", filters::quote);
        tera.autoescape_on([format!(".{}", target.extension())]);
        tera.set_escape_fn(match target.format {
            #[cfg(feature = "html")]
            Format::Html => escape_html,
            #[cfg(feature = "markdown")]
            Format::Markdown => escape_markdown,
        });
        tera.global_context().insert("site", site);
        let prefix = format!("{}/", target.name);
        let extension = format!(".{}", target.extension());
        let files = templates.files.iter().filter(|(path, _)| path.starts_with(&prefix) && path.ends_with(&extension));
        tera.add_raw_templates(files).map_err(|error| explain(&error, templates))?;
        Ok(Engine { tera, folder: target.name })
    }

    /// Renders a template of the target with a view.
    pub(crate) fn render(&self, template: &str, view: &impl Serialize, templates: &Templates) -> Result<String, Error> {
        let context = Context::from_serialize(view).map_err(|error| explain(&error, templates))?;
        // Most pages are shorter, and growing would copy them.
        let mut page = Vec::with_capacity(32 * 1024);
        let name = format!("{}/{template}", self.folder);
        self.tera.render_to(&name, &context, &mut page).map_err(|error| explain(&error, templates))?;
        String::from_utf8(page).map_err(|_| Error::message(format!("`{name}` makes a page that is not UTF-8")))
    }
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

#[cfg(feature = "html")]
fn escape_html(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut escaped = String::with_capacity(value.len() + 8);
    text::html(value, &mut escaped);
    out.write_all(escaped.as_bytes())
}

#[cfg(feature = "markdown")]
fn escape_markdown(value: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(text::markdown(value).as_bytes())
}

/// Filters of templates beside tera's own. What they return is in the target's format.
mod filters {
    use super::*;

    /// A code span: `{{ code | code }}`.
    pub(super) fn code(
        format: Format,
    ) -> impl Fn(StringInput<'_>, Kwargs, &State<'_>) -> Value + Sync + Send + 'static {
        move |value, _, _| {
            Value::safe_string(&match format {
                #[cfg(feature = "html")]
                Format::Html => {
                    let mut html = String::from("<code>");
                    text::html_body(value.as_str(), &mut html);
                    html + "</code>"
                }
                #[cfg(feature = "markdown")]
                Format::Markdown => text::code_span(value.as_str()),
            })
        }
    }

    /// A code block: `{{ body | fence(language="json") }}`.
    pub(super) fn fence(
        format: Format,
    ) -> impl Fn(StringInput<'_>, Kwargs, &State<'_>) -> tera::TeraResult<Value> + Sync + Send + 'static {
        move |value, arguments, _| {
            let language = arguments.get::<&str>("language")?.unwrap_or_default();
            Ok(Value::safe_string(&match format {
                #[cfg(feature = "html")]
                Format::Html => {
                    let mut html = String::new();
                    crate::code::block(language, None, value.as_str(), &mut html);
                    html
                }
                #[cfg(feature = "markdown")]
                Format::Markdown => text::fence(language, value.as_str()),
            }))
        }
    }

    /// A quotation of Markdown: `> ` before each line.
    pub(super) fn quote(value: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
        let lines =
            value.as_str().lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
        value.inherit_safety(lines.collect::<Vec<_>>().join("\n"))
    }
}

/// Turns an error of tera into ours.
fn explain(error: &tera::Error, templates: &Templates) -> Error {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let line = report.span().start_line;
            let source =
                templates.files.get(report.filename()).and_then(|text| text.lines().nth(line.saturating_sub(1)));
            let place = Place {
                file: report.filename().to_owned(),
                line,
                column: report.span().start_col + 1,
                source: source.unwrap_or_default().to_owned(),
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
