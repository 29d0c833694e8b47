//! Filters of templates beside tera's own. What they return is in the format of the target, or in that of the program that they are for.

use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::target::{Format, Target};
use crate::text;

/// Makes the filters known:
/// - `{{ code | code }}`: a code span.
/// - `{{ body | fence(language="json", title="Example") }}`: a code block.
/// - `{{ text | quote }}`: a quotation of Markdown, `> ` before each line.
/// - `{{ text | literal }}`: a string literal, quotes included, that JSON, YAML, JavaScript, TypeScript, Python, Go and others read alike.
/// - `{{ text | comment(prefix="// ") }}`: lines of a comment. Nothing in it can end a comment of a block or a string of documentation.
/// - `{{ text | attribute }}`: the value of an attribute of HTML or JSX, quotes included.
pub(super) fn register(tera: &mut Tera, target: &Target) {
    let (format, fence_title) = (target.format(), target.description.style.fence_title.clone());
    filter(tera, "code", move |text, _| Ok(code(format, text)));
    filter(tera, "fence", move |text, given| {
        let argument = |name| given.get::<&str>(name).map(Option::unwrap_or_default);
        Ok(fence(format, fence_title.as_deref(), argument("language")?, argument("title")?, text))
    });
    filter(tera, "literal", |text, _| Ok(text::literal(text)));
    filter(tera, "comment", |text, given| Ok(text::comment(text, given.get("prefix")?.unwrap_or_default())));
    filter(tera, "attribute", |text, _| Ok(text::attribute(text)));
    tera.register_filter("quote", |value: StringInput<'_>, _: Kwargs, _: &State<'_>| {
        value.inherit_safety(quote(value.as_str()))
    });
}

/// Registers a filter whose result is not escaped again.
fn filter(
    tera: &mut Tera,
    name: &'static str,
    apply: impl Fn(&str, &Kwargs) -> TeraResult<String> + Send + Sync + 'static,
) {
    let apply = move |value: StringInput<'_>, given: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Ok(Value::safe_string(&apply(value.as_str(), &given)?))
    };
    tera.register_filter(name, apply);
}

fn code(format: Format, text: &str) -> String {
    match format {
        #[cfg(feature = "html")]
        Format::Html => {
            let mut out = String::new();
            text::html_code_span(text, &mut out);
            out
        }
        #[cfg(feature = "markdown")]
        Format::Markdown => text::code_span(text),
        #[cfg(feature = "targets")]
        Format::Mdx => text::code_span(text),
    }
}

fn fence(format: Format, fence_title: Option<&str>, language: &str, title: &str, code: &str) -> String {
    let title = Some(title).filter(|title| !title.is_empty());
    #[cfg(feature = "html")]
    if format == Format::Html {
        let mut out = String::new();
        crate::code::block(language, title, code, &mut out);
        return out;
    }
    let _ = format;
    text::fence(&text::fence_info(language, title, fence_title), code)
}

fn quote(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
