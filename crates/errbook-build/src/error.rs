//! The enum `Error`: a variant with typed params for each code that can be raised, and the fixed
//! part, `parts/error.rs`.
//!
//! It has two implementations with the same API: small catalogs derive `thiserror::Error`, and
//! large ones display their messages from the tables.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry, Message, MessagePart, Param, ParamType};

use crate::code::deprecated;
use crate::docs;
use crate::literal::{self, ALLOW, attribute};
use crate::outside;

pub(crate) fn write(catalog: &Catalog, (derive, clone): (bool, bool), out: &mut String) {
    let raisable: Vec<(usize, &Entry)> =
        catalog.entries().iter().enumerate().filter(|(_, entry)| entry.raisable()).collect();
    attribute("doc", &format!("An error in the catalog `{}`.", catalog.manifest().name), out);
    out.push_str(match (derive, clone) {
        (true, true) => "#[derive(::core::clone::Clone, ::thiserror::Error)]\n",
        (true, false) => "#[derive(::thiserror::Error)]\n",
        _ => "",
    });
    let _ = write!(out, "#[non_exhaustive]\n{ALLOW}pub enum Error {{\n");
    for (_, entry) in &raisable {
        let message = entry.message().filter(|_| derive);
        let display = message.map(|message| format!("#[error({})]\n", format_arguments(message, &entry.params)));
        write_variant(catalog, entry, &docs::of_error(catalog, entry), &display.unwrap_or_default(), out);
    }
    outside::variants(catalog, "Error", if derive { "#[error(transparent)]\n" } else { "" }, out);
    out.push_str("}\n\n");
    let outside: Vec<_> = outside::of(catalog).collect();
    let outside: Vec<&str> = outside.iter().map(|of| of.variant.as_str()).collect();
    write_accessors(catalog, "Error", &raisable, (&[], &outside), out);
    out.push_str(&with_code(catalog, include_str!("parts/error.rs")));
    outside::conversions(catalog, out);
    if !catalog.manifest().profiles.is_empty() {
        out.push_str(include_str!("parts/error_body.rs"));
    }
    if !derive {
        out.push_str(include_str!("parts/error_display.rs"));
    }
}

/// A variant with its docs, additional attributes, and fields.
pub(crate) fn write_variant(catalog: &Catalog, entry: &Entry, doc: &str, attributes: &str, out: &mut String) {
    attribute("doc", doc, out);
    deprecated(catalog, entry, out);
    out.push_str(attributes);
    out.push_str(&entry.rust.variant);
    if !entry.params.is_empty() {
        out.push_str(" {\n");
        for param in &entry.params {
            let about = param.about.as_deref().map(docs::text).filter(|about| !about.is_empty());
            attribute("doc", &about.unwrap_or_else(|| format!("Param `{}`.", param.name)), out);
            let (open, close) = if param.sensitive { ("::errbook::Sensitive<", ">") } else { ("", "") };
            let _ = writeln!(out, "{}: {open}{}{close},", param.field, rust_type(param.ty));
        }
        out.push('}');
    }
    out.push_str(",\n");
}

/// The code of each variant, or its position if there are no dependencies, and its params. `stages` are
/// variants that hold another enum with these functions, and `outside` those that hold errors of other
/// catalogs. The `match` can have ten thousand arms, so they are kept minimal.
pub(crate) fn write_accessors(
    catalog: &Catalog,
    name: &str,
    raisable: &[(usize, &Entry)],
    (stages, outside): (&[&str], &[&str]),
    out: &mut String,
) {
    let has_outside = outside::of(catalog).next().is_some();
    let _ = writeln!(out, "{ALLOW}impl {name} {{");
    let import = format!("use {name} as E;\n");
    let (function, of) = if has_outside { ("__errbook_code", "Code") } else { ("__errbook_index", "usize") };
    let _ = writeln!(out, "fn {function}(&self) -> {of} {{");
    let is_empty = raisable.is_empty() && stages.is_empty() && outside.is_empty();
    out.push_str(if is_empty { "" } else { &import });
    out.push_str("match *self {\n");
    for (index, entry) in raisable {
        let (variant, fields) = (&entry.rust.variant, if entry.params.is_empty() { "" } else { " { .. }" });
        let _ = match has_outside {
            true => writeln!(out, "E::{variant}{fields} => Code::{variant},"),
            false => writeln!(out, "E::{variant}{fields} => {index},"),
        };
    }
    for variant in stages {
        let _ = writeln!(out, "E::{variant}(ref error) => error.{function}(),");
    }
    for variant in outside {
        let _ = writeln!(out, "E::{variant}(ref error) => Code::{variant}(::errbook::TypedError::code(error)),");
    }
    out.push_str("}\n}\n\nfn __errbook_fields(&self) -> ::errbook::Fields<'_> {\n");
    let with_params: Vec<&Entry> =
        raisable.iter().map(|(_, entry)| *entry).filter(|entry| !entry.params.is_empty()).collect();
    if with_params.is_empty() && stages.is_empty() && outside.is_empty() {
        out.push_str("::errbook::Fields::None\n}\n}\n\n");
        return;
    }
    out.push_str(&import);
    out.push_str("use ::errbook::{Field as F, Fields as N};\nmatch self {\n");
    for entry in &with_params {
        write_fields(entry, out);
    }
    for variant in stages {
        let _ = writeln!(out, "E::{variant}(error) => error.__errbook_fields(),");
    }
    for variant in outside {
        let _ = writeln!(out, "E::{variant}(error) => ::errbook::TypedError::fields(error),");
    }
    out.push_str(if with_params.len() < raisable.len() { "_ => N::None,\n" } else { "" });
    out.push_str("}\n}\n}\n\n");
}

/// A fixed part that gets the code of an error.
pub(crate) fn with_code(catalog: &Catalog, part: &str) -> String {
    match outside::of(catalog).next() {
        Some(_) => part.replace("Code::ALL[self.__errbook_index()]", "self.__errbook_code()"),
        None => part.to_owned(),
    }
}

fn write_fields(entry: &Entry, out: &mut String) {
    let _ = write!(out, "E::{} {{ ", entry.rust.variant);
    for (index, param) in entry.params.iter().enumerate() {
        let _ = write!(out, "{}{}: v{index}", if index > 0 { ", " } else { "" }, param.field);
    }
    let field = |(index, param): (usize, &Param)| match param.sensitive {
        true => format!("F::Sensitive(::errbook::SensitiveField::{:?}(v{index}))", param.ty),
        false => format!("F::{:?}(v{index})", param.ty),
    };
    let fields = entry.params.iter().enumerate().map(field);
    let fields = fields.collect::<Vec<_>>().join(", ");
    let _ = match entry.params.len() {
        count @ 1..=4 => writeln!(out, " }} => N::{}([{fields}]),", ["One", "Two", "Three", "Four"][count - 1]),
        _ => writeln!(out, " }} => N::Many(::std::vec![{fields}]),"),
    };
}

/// The arguments of `#[error(...)]`: a format string, and the params as positional arguments in the
/// order of the message.
fn format_arguments(message: &Message, params: &[Param]) -> String {
    let (mut format, mut arguments) = (String::new(), String::new());
    for part in &message.parts {
        match part {
            MessagePart::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
            MessagePart::Param(index) => {
                format.push_str("{}");
                let _ = write!(arguments, ", {}", displayed(&params[*index]));
            }
        }
    }
    literal::string(&format) + &arguments
}

/// A param as an argument of `#[error(...)]`, where `.name` refers to the field.
fn displayed(param: &Param) -> String {
    let (ty, field) = (param.ty, &param.field);
    match (ty, param.format.filter(|format| !format.is_default())) {
        _ if param.sensitive => format!(".{field}"),
        (_, Some(format)) => {
            format!("::errbook::Field::{ty:?}(.{field}).value().formatted(::errbook::Format::{format:?})")
        }
        (ParamType::Timestamp | ParamType::Duration | ParamType::List, None) => {
            format!("::errbook::Field::{ty:?}(.{field}).value()")
        }
        _ => format!(".{field}"),
    }
}

fn rust_type(ty: ParamType) -> &'static str {
    match ty {
        ParamType::String => "::std::borrow::Cow<'static, str>",
        ParamType::Integer => "i64",
        ParamType::Decimal => "::errbook::Decimal",
        ParamType::Url => "::errbook::Url",
        ParamType::Boolean => "bool",
        ParamType::Timestamp => "::std::time::SystemTime",
        ParamType::Duration => "::std::time::Duration",
        ParamType::List => "::std::vec::Vec<::std::borrow::Cow<'static, str>>",
    }
}
