//! Fields: the declarations in the manifest, and their values in groups and entries.

use std::borrow::Cow;

use regex_lite::Regex;

use super::world::{Declared, World};
use super::{history, names, url};
use crate::casing::pascal;
use crate::catalog::{Audience, Field, FieldType, FieldValue, FieldValues};
use crate::decode::{Decoder, Named, Text};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::raw::{RawEntry, RawField, RawManifest};
use crate::rule::Rule;
use crate::suggest;
use crate::values::Kept;
use crate::yaml::{Node, shown};

/// Names of methods and types that the generated code of some language has, or that Rust and
/// JavaScript always have.
const GENERATED: &str = "all as_str box children clamp clone cmp code codes constructor content_type copy default \
    default_response deserialize detail drop eq error extend find fmt from from_str \
    has_own_property hash index info into is_prototype_of iterator lifecycle max message_in min ne none \
    option ord page parent partial_cmp path profile property_is_enumerable replaced_by response \
    result send serialize sized some string sync tables to_locale_string to_owned to_string \
    type_url url value_of vec wordings write_body";

/// Keywords of other languages that aren't keywords of Rust.
const KEYWORDS: &str =
    "and assert class def del elif except finally global import is lambda nonlocal not or pass raise with";

/// The fields that the manifest declares. Invalid ones are kept, so references to them aren't
/// reported as well.
pub(super) fn declared(manifest: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Vec<Declared> {
    let mut fields: Vec<Declared> = Vec::with_capacity(manifest.fields.len());
    for (index, (name, Kept(raw))) in manifest.fields.iter().enumerate() {
        check_name(name, raw.as_ref(), decoder);
        let same = |other: &&Declared| other.field.name.replace('_', "") == name.as_str().replace('_', "");
        if let Some(other) = fields.iter().find(same) {
            let message = format!("fields `{}` and `{}` get the same name in code", other.field.name, name.as_str());
            decoder.error(Rule::IdentifierClash, message, "rename one of the two", name.span);
        }
        fields.push(declaration(index, name, raw.as_ref(), decoder));
    }
    fields
}

fn declaration(index: usize, name: &Text<'_>, raw: Option<&RawField<'_>>, decoder: &mut Decoder<'_>) -> Declared {
    let owned = |text: &Text<'_>| text.as_str().trim_end().to_owned();
    let ty = raw.and_then(|raw| raw.r#type);
    let values = raw.map(|raw| values_of_enum(name, raw, decoder)).unwrap_or_default();
    let pattern = raw.and_then(|raw| pattern(raw, decoder));
    let title = raw.and_then(|raw| raw.title.as_ref());
    decoder.one_line(title);
    let is_set = |of: Option<&crate::decode::Spanned<bool>>| of.is_some_and(|value| value.value);
    let field = Field {
        name: name.as_str().to_owned(),
        ty: ty.unwrap_or(FieldType::String),
        rust_type: pascal(name.as_str()),
        rust_variants: values.iter().map(|value| variant(name.as_str(), value)).collect(),
        values,
        outside_values: Vec::new(),
        own_required: false,
        pattern: raw.and_then(|raw| raw.pattern.as_ref()).map(owned),
        required: is_set(raw.and_then(|raw| raw.required.as_ref())),
        list_by: is_set(raw.and_then(|raw| raw.list_by.as_ref())),
        // Where the audience can't be read, it may be internal.
        audience: raw.map_or(Audience::Internal, |raw| match raw.audience {
            None if raw.seen().has("audience") => Audience::Internal,
            audience => audience.unwrap_or_default(),
        }),
        title: title.map_or_else(|| url::words(name.as_str()), owned),
        about: raw.and_then(|raw| raw.about.as_ref()).map(owned),
        catalog: None,
        index,
    };
    Declared { field, pattern, is_typed: ty.is_some() }
}

/// Why this can't name a field, and what to do. A name must be an identifier that the generated code
/// of no language has for something else.
pub fn problem_of_field_name(text: &str) -> Option<(String, String)> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let starts = text.starts_with(|first: char| first.is_ascii_lowercase());
    if !starts || !text.bytes().all(is_part) || text.contains("__") || text.ends_with('_') {
        let help = "use lowercase words of letters and digits, joined by `_`";
        return Some((format!("{} cannot name a field", shown(text)), help.to_owned()));
    }
    let is_key = RawEntry::KEYS.iter().any(|key| key.name == text);
    let is_in = |words: &str| words.split(' ').any(|word| word == text);
    let is_keyword = names::identifier(text) != text || is_in(KEYWORDS) || matches!(text, "self" | "super" | "crate");
    (is_key || is_keyword || is_in(GENERATED)).then(|| reserved(text))
}

fn reserved(text: &str) -> (String, String) {
    let help = format!("rename it, for example to `error_{}`", text.trim_end_matches("_error"));
    (format!("field name `{text}` is reserved"), help)
}

fn check_name(name: &Text<'_>, raw: Option<&RawField<'_>>, decoder: &mut Decoder<'_>) {
    let text = name.as_str();
    // Enums of operations end with `Error`.
    let is_error = raw.is_some_and(|raw| raw.r#type == Some(FieldType::Enum)) && text.ends_with("_error");
    let problem = problem_of_field_name(text).or_else(|| is_error.then(|| reserved(text)));
    if let Some((message, help)) = problem {
        decoder.error(Rule::IdentifierReserved, message, help, name.span);
    }
}

/// The values of an enum. Each must get a name of its own in Rust.
fn values_of_enum(name: &Text<'_>, raw: &RawField<'_>, decoder: &mut Decoder<'_>) -> Vec<String> {
    let is_enum = raw.r#type == Some(FieldType::Enum);
    let Some(values) = &raw.values else {
        if is_enum && !raw.seen().has("values") {
            let message = format!("missing key `values` in the enum `{}`", name.as_str());
            decoder.error(Rule::MissingKey, message, "add `values: [...]`", raw.seen().span);
        }
        return Vec::new();
    };
    if raw.r#type.is_some_and(|ty| ty != FieldType::Enum) {
        let span = values.first().map_or(name.span, |value| value.span);
        let message = "`values` is only for enums";
        decoder.error(Rule::InvalidValue, message, "set `type: enum`, or remove `values`", span);
        return Vec::new();
    }
    if values.is_empty() && !raw.seen().is_wrong("values") {
        let message = format!("enum `{}` has no values", name.as_str());
        decoder.error(Rule::InvalidValue, message, "list them in `values`", name.span);
    }
    let mut known: Vec<(String, &Text<'_>)> = Vec::with_capacity(values.len());
    for value in values {
        let variant = variant(name.as_str(), value.as_str());
        let clash = known.iter().find(|(of, _)| *of == variant);
        if value.as_str().trim() != value.as_str() || value.as_str().contains(char::is_control) {
            let message = "value has line breaks, or whitespace around it";
            decoder.error(Rule::InvalidValue, message, "write it on one line", decoder.first_line(value.span));
        } else if !variant.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let message = format!("{} cannot be a name in code", shown(value.as_str()));
            decoder.error(Rule::InvalidValue, message, "write it with ASCII letters or digits", value.span);
        } else if let Some((_, first)) = clash {
            let message = match first.as_str() == value.as_str() {
                true => format!("repeated value {}", shown(value.as_str())),
                false => format!(
                    "values {} and {} both become `{variant}` in Rust",
                    shown(first.as_str()),
                    shown(value.as_str())
                ),
            };
            let found = Diagnostic::error(Rule::IdentifierClash, message).help("remove or rename one of the two");
            let found = found.at(decoder.file, value.span, "again here").at(decoder.file, first.span, "first here");
            decoder.diagnostics.push(found);
        }
        known.push((variant, value));
    }
    values.iter().map(|value| value.as_str().to_owned()).collect()
}

/// The variant of a value. One that can't be an identifier starts with the field's name.
fn variant(field: &str, value: &str) -> String {
    let variant = pascal(value);
    let starts_with_digit = variant.starts_with(|first: char| first.is_ascii_digit());
    if starts_with_digit || variant == "Self" { pascal(field) + &variant } else { variant }
}

fn pattern(raw: &RawField<'_>, decoder: &mut Decoder<'_>) -> Option<Regex> {
    let pattern = raw.pattern.as_ref()?;
    if raw.r#type.is_some_and(|ty| ty != FieldType::String) {
        let message = "`pattern` is only for strings";
        decoder.error(Rule::InvalidValue, message, "set `type: string`, or remove `pattern`", pattern.span);
        return None;
    }
    let compiled = Regex::new(&format!("^(?:{})$", pattern.as_str()));
    let report = |error: &regex_lite::Error| {
        let message = format!("invalid regular expression: {error}");
        decoder.error(Rule::InvalidValue, message, "for example \"[A-Z]{2,10}\"", pattern.span);
    };
    compiled.inspect_err(report).ok()
}

/// The value of each declared field, and whether it is set, even to an invalid value.
pub(super) fn values(
    world: &World<'_>,
    raw: &Named<'_, Node<'_>>,
    decoder: &mut Decoder<'_>,
) -> (Vec<Option<FieldValue>>, Vec<bool>) {
    let (mut values, mut set) = (vec![None; world.fields.len()], vec![false; world.fields.len()]);
    for (name, node) in raw {
        let Some(index) = world.fields.iter().position(|declared| declared.field.name == name.as_str()) else {
            unknown(world, name, decoder);
            continue;
        };
        let declared = &world.fields[index];
        set[index] = true;
        values[index] = if declared.is_typed { declared.read(node, decoder) } else { None };
    }
    (values, set)
}

fn unknown(world: &World<'_>, name: &Text<'_>, decoder: &mut Decoder<'_>) {
    if world.fields_broken {
        return;
    }
    let known = world.fields.iter().map(|declared| declared.field.name.as_str());
    let found = Diagnostic::error(Rule::UnknownKey, format!("unknown field {}", shown(name.as_str())));
    let found = found.did_you_mean(name.as_str(), known, "declare it under `fields` in catalog.yaml, or remove it");
    decoder.report(found, name.span);
}

/// The values of an entry: its own, or else those of the nearest groups that have them.
pub(super) fn of_entry(
    world: &World<'_>,
    raw: &RawEntry<'_>,
    group: Option<usize>,
    needed: bool,
    decoder: &mut Decoder<'_>,
) -> FieldValues {
    if world.fields.is_empty() && raw.fields.is_empty() {
        return FieldValues::default();
    }
    let (mut values, set) = values(world, &raw.fields, decoder);
    for (index, declared) in world.fields.iter().enumerate() {
        if !set[index] {
            values[index] = world.groups_of(group).find_map(|group| world.groups[group].fields[index].clone());
        }
        let is_missing = !set[index] && values[index].is_none();
        if needed && is_missing && declared.field.required && !raw.seen().is_wrong("fields") && !world.is_broken(group)
        {
            let name = &declared.field.name;
            let help = format!("add `{name}: ...` under `fields`, here or in a group");
            decoder.error(Rule::MissingKey, format!("missing field `{name}`"), help, raw.seen().span);
        }
    }
    FieldValues::new(values)
}

impl Declared {
    /// Reads a value. Reports it if it isn't one of this field.
    fn read(&self, node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<FieldValue> {
        let name = &self.field.name;
        match self.field.ty {
            FieldType::Integer => decoder
                .integer(node, &format!("an integer for `{name}`"))
                .map(|number| FieldValue::Integer(number.value)),
            FieldType::Boolean => decoder.boolean(node).map(|value| FieldValue::Boolean(value.value)),
            FieldType::List => {
                let what = format!("a list of strings for `{name}`");
                let item = |decoder: &mut Decoder<'_>, item| {
                    decoder.string(item, "text").map(|text| text.scalar.value.into_owned())
                };
                let items = decoder.list(node.clone(), &what, item)?;
                Some(FieldValue::List(items.into_iter().map(Cow::Owned).collect()))
            }
            FieldType::String | FieldType::Enum | FieldType::Url | FieldType::Date => {
                let text = decoder.string(node.clone(), &format!("text for `{name}`"))?;
                self.check(&text, decoder);
                Some(FieldValue::Text(text.as_str().trim_end().to_owned()))
            }
        }
    }

    fn check(&self, text: &Text<'_>, decoder: &mut Decoder<'_>) {
        let (name, value) = (&self.field.name, text.as_str());
        let quoted = shown(value);
        let (message, help) = match self.field.ty {
            FieldType::Enum if !self.field.values.is_empty() && !self.field.values.iter().any(|of| of == value) => {
                let help = suggest::help(value, self.field.values.iter().map(String::as_str));
                (format!("{quoted} is not a value of `{name}`"), help)
            }
            FieldType::String if self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(value)) => {
                let pattern = self.field.pattern.as_deref().unwrap_or_default();
                (format!("{quoted} does not match the pattern of `{name}`"), format!("change it to match `{pattern}`"))
            }
            FieldType::Url if !is_of_type(FieldType::Url, value) => {
                (format!("{quoted} is not an absolute URL"), "for example `https://example.com/page`".to_owned())
            }
            FieldType::Date if !is_of_type(FieldType::Date, value) => {
                (format!("{quoted} is not a valid date"), "write it as `\"2026-01-31\"`".to_owned())
            }
            _ => return,
        };
        decoder.error(Rule::InvalidValue, message, help, decoder.first_line(text.span));
    }
}

/// Whether a text can be the value of a field of this type, without more settings.
pub fn is_of_type(ty: FieldType, text: &str) -> bool {
    match ty {
        FieldType::Integer => text.parse::<i64>().is_ok_and(|number| number.to_string() == text),
        FieldType::Boolean => matches!(text, "true" | "false"),
        FieldType::Url => errbook::Url::is_valid(text),
        FieldType::Date => history::date(text).is_some(),
        FieldType::String | FieldType::Enum | FieldType::List => true,
    }
}
