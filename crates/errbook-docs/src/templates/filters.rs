//! Filters of templates in addition to tera's. Their output is already in the format of the target
//! or of the source file.

use std::borrow::Cow;

use errbook_syntax::markdown::FenceInfo;
use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::target::Target;
use crate::text;

pub(super) fn register(tera: &mut Tera, target: &Target, reserved: &[String]) {
    // A code span: `{{ code | code }}`.
    let format = target.format();
    safe(tera, "code", move |value, _| Ok(format.code_span(value)));

    // A code block: `{{ body | fence(language="json", title="Example") }}`.
    let titled = target.description.fence_title.clone();
    safe(tera, "fence", move |value, arguments| {
        let title = argument(arguments, "title")?;
        let title = Some(title).filter(|title| !title.is_empty()).map(Cow::from);
        let info = FenceInfo { language: argument(arguments, "language")?, title, ..FenceInfo::default() };
        Ok(format.code_block(&info, titled.as_deref(), value))
    });

    // A string literal with quotes, valid in JSON, YAML, JavaScript, TypeScript, Python, Go, and
    // other languages.
    safe(tera, "literal", |value, _| Ok(text::literal(value)));

    // A value in SQL: `{{ code.url | sql }}`. Nothing is `NULL`.
    tera.register_filter("sql", |value: Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        match value.as_str() {
            Some(text) => Ok(Value::safe_string(&text::sql(text))),
            None if value.is_none() => Ok(Value::safe_string("NULL")),
            None if value.is_bool() || value.is_number() => Ok(value),
            None => Err(tera::Error::message("`sql` writes strings, numbers, booleans, and nothing else")),
        }
    });

    // Lines of a comment: `{{ text | comment(prefix="// ") }}` puts the prefix before each line.
    // The text can't end a block comment or a documentation string.
    safe(tera, "comment", |value, arguments| Ok(text::comment(value, argument(arguments, "prefix")?)));

    // The value of an HTML or JSX attribute, with quotes.
    safe(tera, "attribute", |value, _| Ok(text::attribute(value)));

    // A name that isn't one of the words that the target reserves: `{{ param.names.camel | identifier }}`
    // appends `_` to those.
    let reserved = reserved.to_owned();
    safe(tera, "identifier", move |name, _| {
        let is_reserved = reserved.iter().any(|word| word == name);
        Ok(format!("{name}{}", if is_reserved { "_" } else { "" }))
    });

    // A Markdown block quote: `> ` before each line.
    tera.register_filter("quote", |value: StringInput<'_>, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Ok(value.inherit_safety(text::quoted(value.as_str())))
    });
}

/// Registers a filter whose result is not escaped again.
fn safe(
    tera: &mut Tera,
    name: &'static str,
    apply: impl Fn(&str, &Kwargs) -> TeraResult<String> + Send + Sync + 'static,
) {
    tera.register_filter(name, move |value: StringInput<'_>, arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        apply(value.as_str(), &arguments).map(|text| Value::safe_string(&text))
    });
}

/// An argument of a filter. Empty if the template omits it.
fn argument<'a>(arguments: &'a Kwargs, name: &'a str) -> TeraResult<&'a str> {
    Ok(arguments.get::<&str>(name)?.unwrap_or_default())
}
