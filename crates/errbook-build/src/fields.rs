//! Accessors for the fields that the catalog declares, each with a table of its values. Also for
//! internal ones: services are internal. What clients see comes from the column `fields` of the
//! tables, which has public fields only.

use std::collections::HashSet;
use std::fmt::Write as _;

use errbook::envelope::{Piece, Variable};
use errbook_catalog::{Audience, Catalog, Entry, Field, FieldType, FieldValue};

use crate::docs;
use crate::literal::{self, ALLOW, attribute};
use crate::outside;

/// The accessors of all fields, in the order of their names. Nothing if there are none.
pub(crate) fn write(catalog: &Catalog, out: &mut String) {
    let fields = catalog.manifest().fields.seen_by(Audience::Internal);
    // Whether each field is complete is known once, since it depends on all codes.
    let has_outside = outside::of(catalog).next().is_some();
    // Codes of other catalogs don't have the fields of this one.
    let is_complete = |field: &Field| !has_outside && catalog.is_complete(field);
    let mut fields: Vec<(&Field, bool)> = fields.map(|field| (field, is_complete(field))).collect();
    if fields.is_empty() {
        return;
    }
    fields.sort_by_key(|(field, _)| &field.name);
    for (field, _) in fields.iter().filter(|(field, _)| field.ty == FieldType::Enum) {
        write_enum(field, out);
    }
    let _ = writeln!(out, "{ALLOW}impl Code {{");
    for (field, complete) in &fields {
        attribute("doc", &about(field), out);
        let (name, of) = (&field.name, type_of(field, *complete));
        let table = table(field);
        let none = if field.ty == FieldType::List { "&[]" } else { "::core::option::Option::None" };
        let _ = match has_outside {
            false => writeln!(out, "pub const fn {name}(self) -> {of} {{ {table}.get(self as usize) }}"),
            true => writeln!(
                out,
                "pub const fn {name}(self) -> {of} {{\nmatch self.__errbook_own() {{\n\
                 ::core::option::Option::Some(index) => {table}.get(index),\n\
                 ::core::option::Option::None => {none},\n}}\n}}"
            ),
        };
    }
    out.push_str("}\n\n");
    for (field, complete) in fields {
        let of = type_of(field, complete);
        let values = catalog.entries().iter().map(|entry| value(field, complete, entry));
        let _ = writeln!(
            out,
            "{ALLOW}static {}: ::errbook::tables::Column<{of}> = {};",
            table(field),
            literal::column(values)
        );
    }
}

/// The fields that responses can have: those that envelopes name, which are public.
pub(crate) fn sent(catalog: &Catalog) -> Vec<&Field> {
    let profiles = catalog.manifest().profiles.iter();
    let envelopes = profiles.flat_map(|profile| {
        std::iter::once(&profile.envelope).chain(profile.by_status.iter().map(|(_, pieces)| pieces))
    });
    let named: HashSet<&str> = envelopes.flatten().filter_map(name).collect();
    catalog.manifest().fields.seen_by(Audience::Public).filter(|field| named.contains(field.name.as_str())).collect()
}

/// The values of such fields, as an expression.
pub(crate) fn values(fields: &[&Field], entry: &Entry) -> String {
    let set = fields.iter().filter_map(|field| Some((&field.name, entry.fields.get(field)?)));
    literal::slice(set.map(|(name, value)| format!("({}, {})", literal::string(name), runtime_value(value))))
}

fn name(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Value(Variable::Field(name)) => Some(name),
        _ => None,
    }
}

fn runtime_value(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => format!("::errbook::Value::String({})", literal::string(text)),
        FieldValue::Integer(number) => format!("::errbook::Value::Integer({number})"),
        FieldValue::Boolean(value) => format!("::errbook::Value::Boolean({value})"),
        FieldValue::List(items) => {
            let items = items.iter().map(|item| format!("::std::borrow::Cow::Borrowed({})", literal::string(item)));
            format!("::errbook::Value::List({})", literal::slice(items))
        }
    }
}

fn write_enum(field: &Field, out: &mut String) {
    let name = &field.rust_type;
    attribute("doc", &about(field), out);
    out.push_str("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\n#[non_exhaustive]\n");
    let _ = writeln!(out, "{ALLOW}pub enum {name} {{");
    let mut variants: Vec<(&String, &String)> = field.rust_variants.iter().zip(&field.values).collect();
    variants.sort();
    for (variant, value) in &variants {
        attribute("doc", &docs::text(value), out);
        let _ = writeln!(out, "{variant},");
    }
    let all = literal::slice(variants.iter().map(|(variant, _)| format!("{name}::{variant}")));
    let _ = writeln!(out, "}}\n\n{ALLOW}impl {name} {{\n/// All values.\npub const ALL: &'static [{name}] = {all};");
    out.push_str("/// The value as in the catalog.\npub const fn as_str(self) -> &'static str {\nmatch self {\n");
    for (variant, value) in &variants {
        let _ = writeln!(out, "{name}::{variant} => {},", literal::string(value));
    }
    let _ = write!(
        out,
        "}}\n}}\n}}\n\nimpl ::core::fmt::Display for {name} {{\n\
         fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{\nf.pad(self.as_str())\n}}\n}}\n\n"
    );
}

fn about(field: &Field) -> String {
    let mut text = docs::text(field.about.as_deref().unwrap_or(&field.title));
    if field.audience == Audience::Internal {
        text.push_str("\n\nInternal: not in responses or public docs.");
    }
    text
}

fn table(field: &Field) -> String {
    format!("__ERRBOOK_FIELD_{}", field.name.to_uppercase())
}

/// The type of the accessor. Codes without a list have an empty one.
fn type_of(field: &Field, complete: bool) -> String {
    let of = match field.ty {
        FieldType::String | FieldType::Url | FieldType::Date => "&'static str",
        FieldType::Integer => "i64",
        FieldType::Boolean => "bool",
        FieldType::Enum => &field.rust_type,
        FieldType::List => return "&'static [&'static str]".to_owned(),
    };
    if complete { of.to_owned() } else { format!("::core::option::Option<{of}>") }
}

fn value(field: &Field, complete: bool, entry: &Entry) -> String {
    let value = entry.fields.get(field).map(|value| match value {
        FieldValue::Text(text) if field.ty == FieldType::Enum => {
            let at = field.values.iter().position(|of| of == text);
            format!("{}::{}", field.rust_type, at.map_or("", |at| &field.rust_variants[at]))
        }
        FieldValue::Text(text) => literal::string(text),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Boolean(value) => value.to_string(),
        FieldValue::List(items) => literal::strings(items),
    });
    match value {
        Some(value) if complete || field.ty == FieldType::List => value,
        Some(value) => format!("Some({value})"),
        None if field.ty == FieldType::List => "&[]".to_owned(),
        None => "None".to_owned(),
    }
}
