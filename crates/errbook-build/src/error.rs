//! The enum `Error`: a variant with typed params for each code that can be raised, and the fixed
//! part, `parts/error.rs`.
//!
//! It has two implementations with the same API: small catalogs derive `thiserror::Error`, and
//! large ones display their messages from the tables.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, Entry, Message, MessagePart, Param, ParamType};

use crate::code::{ALLOW, attribute, deprecated};
use crate::docs;
use crate::literal;

pub(crate) fn write(catalog: &Catalog, derive: bool, out: &mut String) {
    let raisable: Vec<(usize, &Entry)> =
        catalog.entries().iter().enumerate().filter(|(_, entry)| entry.raisable()).collect();
    attribute("doc", &format!("An error in the catalog `{}`.", catalog.manifest().name), out);
    out.push_str(if derive { "#[derive(::core::clone::Clone, ::thiserror::Error)]\n" } else { "" });
    let _ = write!(out, "#[non_exhaustive]\n{ALLOW}pub enum Error {{\n");
    for (_, entry) in &raisable {
        let message = entry.message().filter(|_| derive);
        let display = message.map(|message| format!("#[error({})]\n", format_arguments(message, &entry.params)));
        write_variant(catalog, entry, &docs::of_error(catalog, entry), &display.unwrap_or_default(), out);
    }
    out.push_str("}\n\n");
    write_accessors("Error", &raisable, &[], out);
    out.push_str(include_str!("parts/error.rs"));
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

/// The position of each variant's code, and its params. `stages` are variants that hold another
/// enum with these functions. The `match` can have ten thousand arms, so they are kept minimal.
pub(crate) fn write_accessors(name: &str, raisable: &[(usize, &Entry)], stages: &[&str], out: &mut String) {
    let _ = writeln!(out, "{ALLOW}impl {name} {{");
    let import = format!("use {name} as E;\n");
    out.push_str("fn __errbook_index(&self) -> usize {\n");
    out.push_str(if raisable.is_empty() && stages.is_empty() { "" } else { &import });
    out.push_str("match *self {\n");
    for (index, entry) in raisable {
        let fields = if entry.params.is_empty() { "" } else { " { .. }" };
        let _ = writeln!(out, "E::{}{fields} => {index},", entry.rust.variant);
    }
    for variant in stages {
        let _ = writeln!(out, "E::{variant}(ref error) => error.__errbook_index(),");
    }
    out.push_str("}\n}\n\nfn __errbook_fields(&self) -> ::errbook::Fields<'_> {\n");
    let with_params: Vec<&Entry> =
        raisable.iter().map(|(_, entry)| *entry).filter(|entry| !entry.params.is_empty()).collect();
    if with_params.is_empty() && stages.is_empty() {
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
    out.push_str(if with_params.len() < raisable.len() { "_ => N::None,\n" } else { "" });
    out.push_str("}\n}\n}\n\n");
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
