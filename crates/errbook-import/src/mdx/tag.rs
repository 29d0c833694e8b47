//! Parses JSX tags and expressions as far as needed to convert prose: where they end, and which
//! attributes are strings.

/// Maximum size of a tag or expression in bytes. Anything longer is plain text, because searching
/// for its end from every line would take quadratic time.
const LONGEST: usize = 16 << 10;

/// A JSX or HTML tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'s> {
    pub(super) name: &'s str,
    pub(super) attributes: Vec<Attribute<'s>>,
    pub(super) form: Form,
    /// The source of the tag.
    pub(super) source: &'s str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Open,
    Close,
    /// `<br />`
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'s> {
    pub(super) name: &'s str,
    /// The string value. `None` for an expression, or without a value.
    pub(super) text: Option<&'s str>,
    /// The source of the attribute.
    pub(super) source: &'s str,
}

impl<'s> Tag<'s> {
    /// The string value of an attribute.
    pub(super) fn text(&self, name: &str) -> Option<&'s str> {
        self.attributes.iter().find(|of| of.name == name)?.text
    }

    /// Whether it is an MDX component rather than an HTML element.
    pub(super) fn is_component(&self) -> bool {
        self.name.is_empty() || self.name.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

/// Parses the tag at the start of `text`, which begins with `<`.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let text = head(text);
    let rest = text.strip_prefix('<')?;
    let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let end = rest
        .find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_')))
        .unwrap_or(rest.len());
    let name = &rest[..end];
    if !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let mut at = text.len() - rest.len() + end;
    let mut attributes = Vec::new();
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start().len();
        at += blank;
        let rest = &text[at..];
        if let Some(form) = end_of(rest, closing) {
            let len = at + if form == Form::Empty { 2 } else { 1 };
            // `<>` opens a fragment, which has no attributes.
            let whole = !name.is_empty() || attributes.is_empty();
            return whole.then(|| Tag { name, attributes, form, source: &text[..len] });
        }
        if blank == 0 || closing {
            return None;
        }
        let attribute = attribute(rest)?;
        at += attribute.source.len();
        attributes.push(attribute);
    }
}

fn end_of(rest: &str, closing: bool) -> Option<Form> {
    match (rest.starts_with("/>"), rest.starts_with('>')) {
        (true, _) => Some(Form::Empty),
        (_, true) => Some(if closing { Form::Close } else { Form::Open }),
        _ => None,
    }
}

fn attribute(text: &str) -> Option<Attribute<'_>> {
    if text.starts_with('{') {
        let source = &text[..expression(text)?];
        return Some(Attribute { name: "", text: None, source });
    }
    let end = text.find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | ':' | '.' | '@')))?;
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    let Some(value) = rest.strip_prefix('=') else { return Some(Attribute { name, text: None, source: name }) };
    let len = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].find(quote)? + 2,
        '{' => expression(value)?,
        // HTML allows values without quotes.
        _ => value.find(|char: char| char.is_whitespace() || char == '>').filter(|len| *len > 0)?,
    };
    let raw = &value[..len];
    let source = &text[..end + 1 + len];
    let inner = if raw.starts_with('{') { string(raw) } else { Some(raw.trim_matches(['"', '\''])) };
    Some(Attribute { name, text: inner, source })
}

/// The length of the expression at the start of `text`, which begins with `{`.
pub(super) fn expression(text: &str) -> Option<usize> {
    let text = head(text);
    // If quotes don't match, ignore them: text in an expression may contain an apostrophe.
    balanced(text, true).or_else(|| balanced(text, false))
}

fn balanced(text: &str, quotes: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at, mut quote) = (0_usize, 0, None);
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') if quotes => quote = Some(byte),
            (None, b'/') if bytes.get(at + 1) == Some(&b'*') => at += text.get(at + 2..)?.find("*/")? + 3,
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The string literal that makes up an expression: `{"a"}`.
pub(super) fn string(expression: &str) -> Option<&str> {
    let inner = expression.strip_prefix('{')?.strip_suffix('}')?.trim();
    ['"', '\'', '`'].iter().find_map(|quote| {
        let text = inner.strip_prefix(*quote)?.strip_suffix(*quote)?;
        (!text.contains([*quote, '\\']) && !text.contains("${")).then_some(text)
    })
}

/// Whether an expression contains only a comment.
pub(super) fn is_comment(expression: &str) -> bool {
    let inner = expression.trim_start_matches('{').trim_end_matches('}').trim();
    inner.is_empty()
        || inner.strip_prefix("/*").is_some_and(|rest| rest.find("*/").is_some_and(|at| at + 2 == rest.len()))
}

fn head(text: &str) -> &str {
    let mut end = LONGEST.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_tags() {
        let source = |text| tag(text).map(|tag| tag.source.to_owned());
        assert_eq!(
            source("<Card title=\"a > b\" href={`/x`} open>text"),
            Some("<Card title=\"a > b\" href={`/x`} open>".into())
        );
        assert_eq!(source("</Card> x"), Some("</Card>".into()));
        assert_eq!(source("<br/>x"), Some("<br/>".into()));
        assert_eq!(source("<Tab\n  title='x'\n>"), Some("<Tab\n  title='x'\n>".into()));
        assert_eq!(source("<>x"), Some("<>".into()));
        for no_tag in ["<https://example.com>", "<a@b.c>", "< b", "<1>", "a", "<Card title=\"open", "<Card /"] {
            assert_eq!(source(no_tag), None, "{no_tag}");
        }
    }

    #[test]
    fn distinguishes_string_attributes_from_others() {
        let tag = tag("<Card title={\"A b\"} cols={2} {...rest} href='/x' />").expect("a tag");
        assert_eq!((tag.text("title"), tag.text("href"), tag.text("cols")), (Some("A b"), Some("/x"), None));
        assert_eq!(tag.form, Form::Empty);
        assert_eq!(tag.attributes.len(), 4);
    }

    #[test]
    fn finds_the_end_of_expressions() {
        assert_eq!(expression("{a} b"), Some(3));
        assert_eq!(expression("{f({b: '}'})} c"), Some(13));
        assert_eq!(expression("{/* } */}"), Some(9));
        assert_eq!(expression("{<p>don't</p>}"), Some(14));
        assert_eq!(expression("{open"), None);
        assert!(is_comment("{/* a */}") && is_comment("{}") && !is_comment("{a /* b */}"));
    }
}
