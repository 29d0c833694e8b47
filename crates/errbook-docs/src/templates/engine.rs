//! The templates of one target, parsed and rendered by tera. Pages are escaped for their format.
//! Other files of a target are source code or data, in which strings become string literals.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, EscapeFn, Tera};

use super::{Templates, View, filters};
use crate::error::{Error, Place};
use crate::target::Target;
use crate::text;

/// The templates of one target, parsed.
#[derive(Debug)]
pub(crate) struct Engine {
    pages: Tera,
    files: Tera,
    /// Paths by file name: `page.md` is `markdown/page.md`.
    names: BTreeMap<String, String>,
    extension: String,
}

impl Engine {
    /// Parses the templates of `target`. `site` is the variable of that name on all pages, and
    /// `reserved` has the words that the filter `identifier` changes.
    pub(crate) fn new(
        templates: &Templates,
        target: &Target,
        site: &dyn View,
        reserved: &[String],
    ) -> Result<Self, Error> {
        let found = templates.of(target)?;
        let site = site.value().map_err(|error| explain(&error, templates))?;
        let extension = format!(".{}", target.format().extension());
        let is_page = |name: &str| name.ends_with(&extension);
        let listed = |name: &str| target.description.named().any(|template| template == name);
        let is_other = |name: &str| !is_page(name) && (listed(name) || name.starts_with('_'));
        let aliases = aliases(target, &found);
        let files = || {
            let found = found.iter().map(|(name, (path, text))| (*name, path.as_str(), *text));
            found.chain(aliases.iter().map(|(name, (path, text))| (*name, path.as_str(), text.as_str())))
        };
        let parse = |suffix: &str, escape: EscapeFn, is_such: &dyn Fn(&str) -> bool| {
            let mut tera = Tera::new();
            filters::register(&mut tera, target, reserved);
            tera.autoescape_on([suffix.to_owned()]);
            tera.set_escape_fn(escape);
            tera.global_context().insert_value("site", site.clone());
            let files = files().filter(|(name, ..)| is_such(name)).map(|(_, path, text)| (path, text));
            tera.add_raw_templates(files).map_err(|error| explain(&error, templates))?;
            Ok(tera)
        };
        Ok(Engine {
            pages: parse(&extension, target.format().escape(), &is_page)?,
            // An empty suffix matches every file name.
            files: parse("", |value, out| out.write_all(text::literal(value).as_bytes()), &is_other)?,
            names: found.iter().map(|(name, (path, _))| ((*name).to_owned(), path.clone())).collect(),
            extension,
        })
    }

    /// Renders a template with `views`, which it can use by their names. Templates of pages are
    /// named without extension.
    pub(crate) fn render(
        &self,
        template: &str,
        views: &[(&'static str, &dyn View)],
        templates: &Templates,
    ) -> Result<String, Error> {
        let page = format!("{template}{}", self.extension);
        let name = self.names.get(&page).or_else(|| self.names.get(template));
        let name = name.ok_or_else(|| Error::message(format!("template `{page}` not found")))?;
        let tera = if name.ends_with(&self.extension) { &self.pages } else { &self.files };
        let mut context = Context::new();
        for (name, view) in views {
            context.insert_value(*name, view.value().map_err(|error| explain(&error, templates))?);
        }
        // Most pages are shorter, and a growing buffer is copied.
        let mut text = Vec::with_capacity(32 * 1024);
        tera.render_to(name, &context, &mut text).map_err(|error| explain(&error, templates))?;
        String::from_utf8(text).map_err(|_| Error::message(format!("`{name}` renders a page that is not valid UTF-8")))
    }
}

/// If the target extends another, makes the templates of the other use this target's templates
/// where it overrides them.
fn aliases<'f>(target: &Target, found: &BTreeMap<&'f str, (String, &str)>) -> BTreeMap<&'f str, (String, String)> {
    let Some(extended) = &target.description.extends else { return BTreeMap::new() };
    let alias = |(name, (path, _)): (&&'f str, &(String, &str))| {
        let alias = format!("{extended}/{name}");
        // A template with blocks that others override must stay a base: with `include`, its blocks
        // couldn't be overridden.
        let is_base = found.values().any(|(_, text)| extends(text, &alias));
        let tag = if is_base { "extends" } else { "include" };
        (alias != *path).then(|| (*name, (alias, format!("{{% {tag} \"{}\" %}}", path.replace('"', "\\\"")))))
    };
    found.iter().filter_map(alias).collect()
}

/// Whether a template extends the one with this path.
fn extends(template: &str, name: &str) -> bool {
    template.split("{%").skip(1).any(|tag| {
        let base = tag.trim_start_matches('-').trim_start().strip_prefix("extends").map(str::trim_start);
        let quote = base.and_then(|base| base.chars().next());
        base.zip(quote).is_some_and(|(base, quote)| base[quote.len_utf8()..].starts_with(&format!("{name}{quote}")))
    })
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
        // Its text contains a report for each unknown filter, function, or component.
        other => {
            let text = other.to_string();
            let reports = text.split("\n\n").map(|report| phrase(report.trim_start_matches("error: ")));
            Error::message(reports.collect::<Vec<_>>().join("\n\n"))
        }
    }
}

/// A template that includes or extends itself. Most likely it was meant to add something to the
/// template that it replaces.
fn circle(does: &str, chain: &[String]) -> Error {
    let mut names: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
    if names.first() != names.last() {
        names.extend(names.first().cloned());
    }
    let names = names.join(" -> ");
    Error::message(format!(
        "a template {does}s itself: {names}\na template cannot {does} the one that it replaces: copy the parts that you need"
    ))
}

/// Adapts a message of tera to the style of ours: lowercase, with parts joined by semicolons.
fn phrase(message: &str) -> String {
    let message = message.replace("is not defined. Available", "is not defined; available");
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => message,
    }
}
