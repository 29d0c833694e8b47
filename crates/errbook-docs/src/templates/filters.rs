//! Filters of templates beside tera's own. What they return is in the format of the target, or in that of the program that they are for.

use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::target::{Format, Style, Target};
use crate::text;

/// Makes all filters known.
pub(super) fn register(tera: &mut Tera, target: &Target) {
    tera.register_filter("code", code(target.format()));
    tera.register_filter("fence", fence(target.format(), target.description.style.clone()));
    tera.register_filter("quote", quote);
    tera.register_filter("literal", literal);
    tera.register_filter("comment", comment);
    tera.register_filter("attribute", attribute);
}

/// A code span: `{{ code | code }}`.
fn code(format: Format) -> impl Fn(StringInput<'_>, Kwargs, &State<'_>) -> Value + Sync + Send + 'static {
    move |value, _, _| {
        Value::safe_string(&match format {
            #[cfg(feature = "html")]
            Format::Html => {
                let mut html = String::new();
                text::html_code_span(value.as_str(), &mut html);
                html
            }
            #[cfg(feature = "markdown")]
            Format::Markdown => text::code_span(value.as_str()),
            #[cfg(feature = "targets")]
            Format::Mdx => text::code_span(value.as_str()),
        })
    }
}

/// A code block: `{{ body | fence(language="json", title="Example") }}`.
fn fence(
    format: Format,
    style: Style,
) -> impl Fn(StringInput<'_>, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let language = arguments.get::<&str>("language")?.unwrap_or_default();
        let title = arguments.get::<&str>("title")?.filter(|title| !title.is_empty());
        let info = text::fence_info(language, title, style.fence_title.as_deref());
        Ok(Value::safe_string(&match format {
            #[cfg(feature = "html")]
            Format::Html => {
                let mut html = String::new();
                crate::code::block(language, title, value.as_str(), &mut html);
                html
            }
            #[cfg(feature = "markdown")]
            Format::Markdown => text::fence(&info, value.as_str()),
            #[cfg(feature = "targets")]
            Format::Mdx => text::fence(&info, value.as_str()),
        }))
    }
}

/// A quotation of Markdown: `> ` before each line.
fn quote(value: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    let lines = value.as_str().lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    value.inherit_safety(lines.collect::<Vec<_>>().join("\n"))
}

/// A string literal, quotes included, that JSON, YAML, JavaScript, TypeScript, Python, Go and others read alike.
fn literal(value: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&text::literal(value.as_str()))
}

/// Lines of a comment: `{{ text | comment(prefix="// ") }}` puts the prefix before each line. Nothing in it can end a comment of a block or
/// a string of documentation.
fn comment(value: StringInput<'_>, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let prefix = arguments.get::<&str>("prefix")?.unwrap_or_default();
    Ok(Value::safe_string(&text::comment(value.as_str(), prefix)))
}

/// The value of an attribute of HTML or JSX, quotes included.
fn attribute(value: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&text::attribute(value.as_str()))
}
