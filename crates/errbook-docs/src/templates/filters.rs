//! Filters of templates beside tera's own. What they return is in the format of the target, or in that of the program that they are for.

use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::target::{Format, Target};
use crate::text;

/// A filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    /// A code span: `{{ code | code }}`.
    Code,
    /// A code block: `{{ body | fence(language="json", title="Example") }}`.
    Fence,
    /// A quotation of Markdown: `> ` before each line.
    Quote,
    /// A string literal, quotes included, that JSON, YAML, JavaScript, TypeScript, Python, Go and others read alike.
    Literal,
    /// Lines of a comment: `{{ text | comment(prefix="// ") }}` puts the prefix before each line. Nothing in it can end a comment of a block
    /// or a string of documentation.
    Comment,
    /// The value of an attribute of HTML or JSX, quotes included.
    Attribute,
    /// What tera's own filter of this name does with `width` alone.
    Indent,
}

impl Filter {
    /// Those that tera has not.
    const OWN: [Filter; 6] =
        [Filter::Code, Filter::Fence, Filter::Quote, Filter::Literal, Filter::Comment, Filter::Attribute];

    /// Those whose result depends on what is in a text.
    pub(super) const ALL: [Filter; 7] = {
        let [code, fence, quote, literal, comment, attribute] = Filter::OWN;
        [code, fence, quote, literal, comment, attribute, Filter::Indent]
    };

    pub(super) fn name(self) -> &'static str {
        match self {
            Filter::Code => "code",
            Filter::Fence => "fence",
            Filter::Quote => "quote",
            Filter::Literal => "literal",
            Filter::Comment => "comment",
            Filter::Attribute => "attribute",
            Filter::Indent => "indent",
        }
    }

    /// The arguments that a template gave, in a fixed order; empty where it gave none.
    pub(super) fn arguments(self, given: &Kwargs) -> TeraResult<Vec<String>> {
        let text = |name| given.get::<&str>(name).map(|text| text.unwrap_or_default().to_owned());
        match self {
            Filter::Fence => Ok(vec![text("language")?, text("title")?]),
            Filter::Comment => Ok(vec![text("prefix")?]),
            Filter::Indent => Ok(vec![" ".repeat(given.get::<usize>("width")?.unwrap_or(4))]),
            _ => Ok(Vec::new()),
        }
    }

    /// What it returns, with the mark that says whether it is to be escaped.
    pub(super) fn result(self, value: &StringInput<'_>, text: String) -> Value {
        match self {
            Filter::Quote | Filter::Indent => value.inherit_safety(text),
            _ => Value::safe_string(&text),
        }
    }
}

/// Applies filters for one target.
#[derive(Debug, Clone)]
pub(super) struct Filters {
    format: Format,
    fence_title: Option<String>,
}

impl Filters {
    pub(super) fn new(target: &Target) -> Self {
        Filters { format: target.format(), fence_title: target.description.style.fence_title.clone() }
    }

    /// Makes all filters known.
    pub(super) fn register(&self, tera: &mut Tera) {
        for filter in Filter::OWN {
            let filters = self.clone();
            let apply = move |value: StringInput<'_>, given: Kwargs, _: &State<'_>| -> TeraResult<Value> {
                let arguments = filter.arguments(&given)?;
                let mut text = String::new();
                filters.apply(filter, &arguments, value.as_str(), &mut text);
                Ok(filter.result(&value, text))
            };
            tera.register_filter(filter.name(), apply);
        }
    }

    /// Appends what a filter makes of a text.
    pub(super) fn apply<A: AsRef<str>>(&self, filter: Filter, arguments: &[A], value: &str, out: &mut String) {
        let argument = |at: usize| arguments.get(at).map(AsRef::as_ref).unwrap_or_default();
        match filter {
            Filter::Code => self.code(value, out),
            Filter::Fence => self.fence(argument(0), argument(1), value, out),
            Filter::Quote => lines(value, out, |line, out| {
                out.push_str(if line.is_empty() { ">" } else { "> " });
                out.push_str(line);
            }),
            Filter::Literal => out.push_str(&text::literal(value)),
            Filter::Comment => out.push_str(&text::comment(value, argument(0))),
            Filter::Attribute => out.push_str(&text::attribute(value)),
            Filter::Indent => {
                let start = out.len();
                lines(value, out, |line, out| {
                    if out.len() > start && !line.is_empty() {
                        out.push_str(argument(0));
                    }
                    out.push_str(line);
                });
                if value.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }

    fn code(&self, value: &str, out: &mut String) {
        match self.format {
            #[cfg(feature = "html")]
            Format::Html => text::html_code_span(value, out),
            #[cfg(feature = "markdown")]
            Format::Markdown => out.push_str(&text::code_span(value)),
            #[cfg(feature = "targets")]
            Format::Mdx => out.push_str(&text::code_span(value)),
        }
    }

    fn fence(&self, language: &str, title: &str, value: &str, out: &mut String) {
        let title = Some(title).filter(|title| !title.is_empty());
        #[cfg(feature = "html")]
        if self.format == Format::Html {
            return crate::code::block(language, title, value, out);
        }
        #[cfg(feature = "markdown")]
        out.push_str(&text::fence(&text::fence_info(language, title, self.fence_title.as_deref()), value));
    }
}

/// Appends lines, each as `write` does.
fn lines(text: &str, out: &mut String, write: impl Fn(&str, &mut String)) {
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        write(line, out);
    }
}

#[cfg(all(test, feature = "markdown"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tera::Context;

    proptest! {
        #[test]
        fn lines_are_indented_as_tera_does(text in "[a \r\n]{0,12}", width in 0_usize..4) {
            let mut context = Context::new();
            context.insert("text", &text);
            let template = format!("{{{{ text | indent(width={width}) }}}}");
            let expected = Tera::one_off(&template, &context, false).expect("it renders");
            let mut indented = String::new();
            Filters::new(&Target::markdown()).apply(Filter::Indent, &[" ".repeat(width)], &text, &mut indented);
            prop_assert_eq!(indented, expected);
        }
    }
}
