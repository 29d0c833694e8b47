//! Reads the attribute `error` of thiserror: a format string (as in `std::fmt`), and arguments in
//! which `.name` and `.0` are fields.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Meta, Token};

use super::super::pattern::{Argument, Part, Pattern, push};
use super::{Field, quoted, split};

/// A message of a variant.
pub(super) struct Message {
    /// The format string.
    pub(super) text: String,
    pub(super) pattern: Pattern,
    /// Indexes of the fields in it.
    pub(super) used: Vec<usize>,
    /// Placeholders with a format.
    pub(super) formatted: Vec<String>,
}

/// The message of an attribute. `None` if it has no format string, as in `#[error(transparent)]`.
pub(super) fn read(meta: &Meta, fields: &[Field]) -> Option<Message> {
    let parse = |input: ParseStream<'_>| {
        let text: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok((text.value(), input.parse::<TokenStream>()?))
    };
    let (text, rest) = parse.parse2(meta.require_list().ok()?.tokens.clone()).ok()?;
    let mut reader =
        Reader { fields, given: split(rest).into_iter().map(given).collect(), next: 0, arguments: Vec::new() };
    let (mut parts, mut formatted) = (Vec::new(), Vec::new());
    for piece in pieces(&text) {
        match piece {
            Piece::Text(text) => push(&mut parts, text),
            Piece::Placeholder(inner) => {
                let (name, format) = inner.split_once(':').unwrap_or((inner, ""));
                if !format.trim().is_empty() {
                    formatted.push(format!("{{{inner}}}"));
                }
                let argument = reader.argument(name.trim());
                parts.push(Part::Argument(reader.index(argument)));
            }
        }
    }
    let used =
        |(at, field): (usize, &Field)| reader.arguments.iter().any(|of| of.source == source(field)).then_some(at);
    let used = fields.iter().enumerate().filter_map(used).chain(reader.in_expressions()).collect();
    Some(Message { pattern: Pattern::of(&parts, &reader.arguments), text, used, formatted })
}

/// Whether an error has the message of its source.
pub(super) fn is_transparent(meta: &Meta) -> bool {
    meta.require_list().is_ok_and(|list| list.parse_args::<syn::Ident>().is_ok_and(|word| word == "transparent"))
}

/// A message that is the text of the source.
pub(super) fn of_source() -> Pattern {
    let cause = Argument { source: "transparent".to_owned(), name: "cause".to_owned(), ty: "string" };
    Pattern::of(&[Part::Argument(0)], &[cause])
}

enum Piece<'t> {
    Text(&'t str),
    /// What is in the braces.
    Placeholder(&'t str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Text(&rest[..at]));
        let brace = &rest[at..];
        let end = brace.find('}').filter(|_| brace.starts_with('{') && !brace.starts_with("{{"));
        rest = match end {
            Some(end) => {
                pieces.push(Piece::Placeholder(&brace[1..end]));
                &brace[end + 1..]
            }
            // `{{` and `}}` are a brace. A single one isn't valid, and stays.
            None => {
                pieces.push(Piece::Text(&brace[..1]));
                brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")).unwrap_or(&brace[1..])
            }
        };
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// An argument after the format string: its name, if it has one, and its expression.
struct Given {
    name: Option<String>,
    /// Fields, methods, and paths in it, in order.
    words: Vec<String>,
    /// The expression, if it is more than a field.
    expression: String,
}

fn given(tokens: TokenStream) -> Given {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    let name = match trees.as_slice() {
        [TokenTree::Ident(name), TokenTree::Punct(equals), next, ..]
            if equals.as_char() == '=' && !matches!(next, TokenTree::Punct(next) if next.as_char() == '=') =>
        {
            Some(name.to_string())
        }
        _ => None,
    };
    trees.drain(..if name.is_some() { 2 } else { 0 });
    let words = trees.iter().flat_map(words).collect();
    Given { name, words, expression: quoted(&trees.into_iter().collect::<TokenStream>()) }
}

/// The names and numbers in an expression. A number can be that of two fields: `.0.1`.
fn words(tree: &TokenTree) -> Vec<String> {
    match tree {
        TokenTree::Ident(name) => vec![name.to_string()],
        TokenTree::Literal(literal) => {
            let digits = literal.to_string();
            let is_field = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if is_field { digits.split('.').map(str::to_owned).collect() } else { Vec::new() }
        }
        TokenTree::Group(group) => group.stream().into_iter().flat_map(|tree| words(&tree)).collect(),
        TokenTree::Punct(_) => Vec::new(),
    }
}

struct Reader<'f> {
    fields: &'f [Field],
    given: Vec<Given>,
    /// The next argument of `{}`.
    next: usize,
    arguments: Vec<Argument>,
}

impl Reader<'_> {
    /// What a placeholder stands for. A number is a field of a tuple variant, and otherwise an
    /// argument.
    fn argument(&mut self, name: &str) -> Argument {
        let index = match name.parse::<usize>() {
            Err(_) if name.is_empty() => {
                self.next += 1;
                Some(self.next - 1)
            }
            number => number.ok(),
        };
        let positional = || self.given.iter().filter(|given| given.name.is_none());
        let named = || self.given.iter().find(|given| given.name.as_deref() == Some(name));
        let given = match index {
            Some(index) if name.is_empty() || self.field(name).is_none() => positional().nth(index),
            Some(_) => None,
            None => named(),
        };
        match (given, index) {
            (Some(given), _) => self.expression(given),
            (None, Some(index)) => self.path(&[index.to_string()]),
            (None, None) => self.path(&name.split('.').map(str::to_owned).collect::<Vec<_>>()),
        }
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name.strip_prefix("r#").unwrap_or(name))
    }

    fn expression(&self, given: &Given) -> Argument {
        let bare: String = given.expression.split_whitespace().collect();
        let field = bare.strip_prefix('.').and_then(|name| self.field(name));
        match (field, &given.name) {
            (Some(field), None) => argument(field),
            (Some(field), Some(name)) => Argument { name: name.clone(), ..argument(field) },
            (None, Some(name)) => Argument { source: given.expression.clone(), name: name.clone(), ty: "string" },
            (None, None) => Argument { source: given.expression.clone(), ..self.path(&given.words) },
        }
    }

    /// The argument for a field, or for a member of one: its name is the words without numbers.
    fn path(&self, words: &[String]) -> Argument {
        if let [name] = words {
            let number = Argument { source: format!("{{{name}}}"), name: name.clone(), ty: "string" };
            return self.field(name).map_or(number, argument);
        }
        let is_number = |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit());
        let names: Vec<&str> = words.iter().filter(|word| !is_number(word)).map(String::as_str).collect();
        Argument { source: format!("{{{}}}", words.join(".")), name: names.join("_").to_lowercase(), ty: "string" }
    }

    fn index(&mut self, argument: Argument) -> usize {
        self.arguments.iter().position(|known| known.source == argument.source).unwrap_or_else(|| {
            self.arguments.push(argument);
            self.arguments.len() - 1
        })
    }

    /// The fields in expressions, which are in the message in another form.
    fn in_expressions(&self) -> impl Iterator<Item = usize> + use<'_> {
        let words: Vec<&String> = self.given.iter().flat_map(|given| &given.words).collect();
        let dotted = self.arguments.iter().filter_map(|of| of.source.strip_prefix('{')?.split('.').next());
        let dotted: Vec<&str> = dotted.collect();
        let is_in = move |field: &Field| words.contains(&&field.name) || dotted.contains(&field.name.as_str());
        self.fields.iter().enumerate().filter(move |(_, field)| is_in(field)).map(|(at, _)| at)
    }
}

fn argument(field: &Field) -> Argument {
    let name = if field.is_source { "cause".to_owned() } else { field.name.clone() };
    Argument { source: source(field), name, ty: if field.is_source { "string" } else { field.ty } }
}

fn source(field: &Field) -> String {
    format!("{{{}}}", field.name)
}
