//! Reads Rust enums that derive `thiserror::Error`. `message` reads the attribute `error` of their
//! variants.

mod message;

use errbook_catalog::param_name::snake_case;
use errbook_scan::with_rust;
use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{
    Attribute, Expr, ExprLit, GenericArgument, ItemEnum, ItemStruct, Lit, Meta, Path, PathArguments, Token, Type,
    Variant,
};

use super::Row;
use super::found::Found;
use crate::ImportError;
use crate::loss_report::Kind;

/// The variants of all enums of errors. Codes have a group per enum if there are several.
pub(super) fn rows(text: &str, prefix: &str, separator: &str) -> Result<Found, ImportError> {
    // In Rust, `\r\n` in a string literal is `\n`, and proc-macro2 doesn't convert it.
    let text = text.replace("\r\n", "\n");
    let read = with_rust(&text, |file| file.map(|file| found(&file, prefix, separator)).map_err(invalid));
    read.unwrap_or_else(|| {
        let message = "the file is nested too deeply to be parsed".to_owned();
        Err(ImportError::Empty { message, help: "move the enums to a file of their own" })
    })?
}

fn invalid(error: syn::Error) -> ImportError {
    let line = error.span().start().line;
    ImportError::Malformed(format!("line {line} is not valid Rust: {error}"))
}

fn found(file: &syn::File, prefix: &str, separator: &str) -> Result<Found, ImportError> {
    let mut search = Search::default();
    search.visit_file(file);
    let several = search.enums.len() > 1;
    let mut found = Found::default();
    for item in &search.enums {
        let name = name(&item.ident);
        let group = snake_case(name.strip_suffix("Error").filter(|rest| !rest.is_empty()).unwrap_or(&name));
        let (line, doc) = (line(item.ident.span()), doc(&item.attrs));
        if several && !doc.is_empty() {
            found.groups.push((group.clone(), line, doc));
        } else if !doc.is_empty() {
            found.unplaced(line, format!("the doc comment of the enum `{name}` has no equivalent in a catalog"), doc);
        }
        let group = Some(group).filter(|_| several);
        for variant in &item.variants {
            let own = snake_case(&self::name(&variant.ident));
            let parts = [Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()), group.clone(), Some(own)];
            let code = parts.into_iter().flatten().collect::<Vec<_>>().join(separator);
            let row = row(code, item, variant, &mut found);
            found.rows.push(row);
        }
    }
    for item in search.structs {
        let message =
            format!("the struct `{}` is one error: make it a variant of an enum, or add its code", item.ident);
        let text = [doc(&item.attrs), attributes(&item.attrs, &["doc", "derive"])].join("\n");
        found.unplaced(line(item.ident.span()), message, text.trim());
    }
    if found.rows.is_empty() {
        let message = "the file has no enum that derives `thiserror::Error` and has `#[error(...)]`".to_owned();
        return Err(ImportError::Empty { message, help: "choose the file that declares the errors" });
    }
    Ok(found)
}

/// The types that derive `Error`.
#[derive(Default)]
struct Search<'f> {
    enums: Vec<&'f ItemEnum>,
    structs: Vec<&'f ItemStruct>,
}

impl<'f> Visit<'f> for Search<'f> {
    fn visit_item_enum(&mut self, item: &'f ItemEnum) {
        let mut variants = item.variants.iter();
        let has_message = error(&item.attrs).is_some() || variants.any(|variant| error(&variant.attrs).is_some());
        if derives_error(&item.attrs) && has_message {
            self.enums.push(item);
        }
    }

    fn visit_item_struct(&mut self, item: &'f ItemStruct) {
        if derives_error(&item.attrs) && error(&item.attrs).is_some() {
            self.structs.push(item);
        }
    }
}

fn derives_error(attrs: &[Attribute]) -> bool {
    let paths = Punctuated::<Path, Token![,]>::parse_terminated;
    let derives = metas(attrs).into_iter().filter(|meta| meta.path().is_ident("derive"));
    // A list that can't be parsed isn't one that rustc accepts.
    let derived = derives.filter_map(|meta| paths.parse2(meta.require_list().ok()?.tokens.clone()).ok()).flatten();
    let last = derived.filter_map(|path| path.segments.last().map(|last| last.ident.to_string()));
    last.into_iter().any(|name| name == "Error")
}

/// The attributes of an item, and those in its `cfg_attr`s.
fn metas(attrs: &[Attribute]) -> Vec<Meta> {
    attrs.iter().flat_map(|attr| conditional(&attr.meta)).collect()
}

fn conditional(meta: &Meta) -> Vec<Meta> {
    let list = Punctuated::<Meta, Token![,]>::parse_terminated;
    let inner = meta.require_list().ok().filter(|list| list.path.is_ident("cfg_attr"));
    match inner.and_then(|inner| list.parse2(inner.tokens.clone()).ok()) {
        // The first one is the condition.
        Some(list) => list.iter().skip(1).flat_map(conditional).collect(),
        None => vec![meta.clone()],
    }
}

/// The attribute `error`.
fn error(attrs: &[Attribute]) -> Option<Meta> {
    metas(attrs).into_iter().find(|meta| meta.path().is_ident("error"))
}

fn row(code: String, item: &ItemEnum, variant: &Variant, found: &mut Found) -> Row {
    let line = line(variant.ident.span());
    let mut row = Row { line, key: Some(code.clone()), ..Row::default() };
    let fields = fields(variant);
    // As in thiserror, a variant without a message has that of its enum.
    let meta = error(&variant.attrs).or_else(|| error(&item.attrs));
    let used = meta.map(|meta| message(&mut row, &code, &meta, &fields, found)).unwrap_or_default();
    row.fields.push(("doc".to_owned(), doc(&variant.attrs)));
    row.fields.push(("attributes".to_owned(), attributes(&variant.attrs, &["doc", "error"])));
    if let Some((_, value)) = &variant.discriminant {
        row.fields.push(("discriminant".to_owned(), quoted(value)));
    }
    for (at, field) in fields.iter().enumerate() {
        if !field.doc.is_empty() {
            let message = format!("the doc comment of the field `{}` of `{code}` has no equivalent", field.name);
            found.unplaced(field.line, message, field.doc.as_str());
        }
        if !field.is_source && !used.contains(&at) {
            let message = format!("the field `{}` of `{code}` is not in its message, so it is not a param", field.name);
            found.unplaced(field.line, message, field.written.as_str());
        }
    }
    row
}

/// Adds the message of an attribute to a row. Returns the indexes of the fields in it.
fn message(row: &mut Row, code: &str, meta: &Meta, fields: &[Field], found: &mut Found) -> Vec<usize> {
    let (name, text, used) = match message::read(meta, fields) {
        Some(message) => {
            for written in &message.formatted {
                let text = format!("`{code}` formats a param in a way that has no equivalent in a catalog");
                found.unplaced(row.line, text, written.as_str());
            }
            row.pattern = Some(message.pattern);
            ("message", message.text, message.used)
        }
        None if message::is_transparent(meta) => {
            let text = format!("`{code}` has the message of its source, which becomes a param");
            found.note(Kind::Kept, row.line, text, "");
            row.pattern = Some(message::of_source());
            ("message", quoted(meta), Vec::new())
        }
        None => ("error", quoted(meta), Vec::new()),
    };
    row.fields.push((name.to_owned(), text));
    used
}

/// A field of a variant.
struct Field {
    /// Its name, or its number.
    name: String,
    ty: &'static str,
    /// Whether it is the source or the backtrace of the error.
    is_source: bool,
    doc: String,
    line: usize,
    written: String,
}

fn fields(variant: &Variant) -> Vec<Field> {
    let read = |(at, field): (usize, &syn::Field)| {
        let name = field.ident.as_ref().map_or_else(|| at.to_string(), self::name);
        let is_mark = |meta: &Meta| ["from", "source", "backtrace"].iter().any(|of| meta.path().is_ident(of));
        let marked = metas(&field.attrs).iter().any(is_mark);
        Field {
            ty: param_type(&field.ty),
            is_source: marked || name == "source" || last_segment(&field.ty) == "Backtrace",
            doc: doc(&field.attrs),
            line: line(field.span()),
            written: format!("{name}: {}", quoted(&field.ty)),
            name,
        }
    };
    variant.fields.iter().enumerate().map(read).collect()
}

/// The type of a param for a Rust type. Wrappers have the type of what is inside of them.
fn param_type(ty: &Type) -> &'static str {
    const WRAPPERS: &[&str] = &["Option", "Box", "Arc", "Rc", "Cow", "NonZero"];
    match ty {
        Type::Reference(reference) => param_type(&reference.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return "string" };
            match (last.ident.to_string().as_str(), &last.arguments) {
                ("u8" | "u16" | "u32" | "u64" | "u128" | "usize", _) => "integer",
                ("i8" | "i16" | "i32" | "i64" | "i128" | "isize", _) => "integer",
                ("f32" | "f64", _) => "decimal",
                ("bool", _) => "boolean",
                ("Duration", _) => "duration",
                (name, PathArguments::AngleBracketed(inner)) if WRAPPERS.contains(&name) => {
                    let types = inner.args.iter().filter_map(|of| match of {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    });
                    types.map(param_type).next().unwrap_or("string")
                }
                (name, _) if name.starts_with("NonZero") => "integer",
                _ => "string",
            }
        }
        _ => "string",
    }
}

fn last_segment(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The lines of a doc comment, without the space after `///`.
fn doc(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let text = lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect::<Vec<_>>().join("\n");
    text.trim().to_owned()
}

/// Attributes with arguments, except for those with these names.
fn attributes(attrs: &[Attribute], except: &[&str]) -> String {
    let is_other = |meta: &Meta| !except.iter().any(|name| meta.path().is_ident(name));
    let with_arguments = metas(attrs).into_iter().filter(|meta| is_other(meta) && !matches!(meta, Meta::Path(_)));
    with_arguments.map(|meta| quoted(&meta)).collect::<Vec<_>>().join("\n")
}

/// Code as it is in the source, on one line.
fn quoted(code: &(impl syn::spanned::Spanned + ?Sized)) -> String {
    code.span().source_text().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An identifier without `r#`.
fn name(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

fn line(span: Span) -> usize {
    span.start().line
}

/// Splits tokens at commas.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().into_iter().for_each(|last| last.extend([token.clone()])),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(variants: &str) -> Vec<String> {
        let text = format!("#[derive(Debug, thiserror::Error)]\nenum E {{\n{variants}\n}}");
        let found = rows(&text, "", ":").expect("errors");
        let row = |row: &Row| {
            let pattern = row.pattern.clone().unwrap_or_default();
            let params: Vec<_> = pattern.params.iter().map(|of| format!("{}:{}", of.name, of.ty)).collect();
            format!("{} {} = {} | {}", row.line, row.key.as_deref().unwrap_or_default(), pattern.text, params.join(" "))
        };
        found.rows.iter().map(row).collect()
    }

    #[test]
    fn placeholders_become_params() {
        let variants = r##"#[error("no {0} of {1:?}, {0}")] A(String, u16),
#[error("{{x}} {id} {at:>8}")] BadId { id: Option<u64>, at: bool },
#[error("a \
  b {}", .0.len())] C(Vec<String>),
#[error("{limit} of {max}, {}", .inner.total, max = MAX_SIZE)] D { limit: Duration, inner: Inner },
#[error(r#"{source} {f}"#)] E { source: Io, f: f64 },
#[error(transparent)] F(#[from] Io),
#[error(fmt = show)] G,
#[error("{0.name}, {}")] H(User)"##;
        let expected = [
            "3 a = no {value_0} of {value_1}, {value_0} | value_0:string value_1:integer",
            "4 bad_id = {{x}} {id} {at} | id:integer at:boolean",
            "6 c = a b {len} | len:string",
            "7 d = {limit} of {max}, {inner_total} | limit:duration max:string inner_total:string",
            "8 e = {cause} {f} | cause:string f:decimal",
            "9 f = {cause} | cause:string",
            "10 g =  | ",
            "11 h = {name}, {value_0} | name:string value_0:string",
        ];
        assert_eq!(shown(variants), expected);
    }

    #[test]
    fn several_enums_are_groups() {
        let text = "/// Orders.\n#[derive(Error)] enum OrderError { #[error(\"a\")] r#Type }\n\
                    mod b { #[cfg_attr(a, derive(Error))] enum Error { #[cfg_attr(a, error(\"b\"))] B } }\n\
                    #[derive(Debug)] enum Other { A }\n#[derive(Error)]\n#[error(\"one\")] struct One;";
        let found = rows(text, "shop", ".").expect("errors");
        let codes: Vec<_> = found.rows.iter().filter_map(|row| row.key.as_deref()).collect();
        assert_eq!(codes, ["shop.order.type", "shop.error.b"]);
        assert_eq!(found.groups, [("order".to_owned(), 2, "Orders.".to_owned())]);
        assert_eq!(found.notes.len(), 1);
        let deep = format!("fn f() {{ {}{} }}", "(".repeat(20_000), ")".repeat(20_000));
        for other in ["enum E { A }", "fn", "#[derive(Error)] enum E { A }", &deep] {
            assert!(rows(other, "", ":").is_err(), "{other}");
        }
    }
}
