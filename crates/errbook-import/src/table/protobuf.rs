//! Reads the enums of a protocol buffers file whose values are codes, such as the reasons of a
//! `google.rpc.ErrorInfo`. Which comment belongs to which value is decided as in protoc. `comments`
//! reports those that belong to none.

mod comments;

use std::collections::HashMap;

use prost_types::source_code_info::Location;
use prost_types::{DescriptorProto, EnumDescriptorProto, EnumValueDescriptorProto, UninterpretedOption};

use super::Row;
use super::found::Found;
use crate::ImportError;

/// Field numbers in the messages of `descriptor.proto`, which make up the path of a location.
const MESSAGES: i32 = 4;
const ENUMS: i32 = 5;
const NESTED_MESSAGES: i32 = 3;
const NESTED_ENUMS: i32 = 4;
const VALUES: i32 = 2;

/// The values of the enums of errors. `entries` is the name of the only one to read.
pub(super) fn rows(text: &str, entries: Option<&str>) -> Result<Found, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = protox_parse::parse("errors.proto", &without_edition(text)).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        ImportError::Malformed(format!("line {line} is not valid protobuf: {error}"))
    })?;
    let locations = file.source_code_info.unwrap_or_default().location;
    let locations: Locations = locations.into_iter().map(|location| (location.path.clone(), location)).collect();
    let mut enums = Vec::new();
    enums.extend(indexed(&file.enum_type).map(|(at, item)| (vec![ENUMS, at], item.name().to_owned(), item)));
    for (at, message) in indexed(&file.message_type) {
        nested(message, &[MESSAGES, at], message.name(), &mut enums);
    }
    let chosen = chosen(&enums, entries)?;
    let mut found = Found::default();
    for (path, name, item) in &enums {
        let mut reader = Reader { locations: &locations, found: &mut found, several: chosen.len() > 1 };
        if chosen.contains(name) { reader.read(path, name, item) } else { reader.skip(path, name, item) }
    }
    let read: Vec<&[i32]> =
        enums.iter().filter(|(_, name, _)| chosen.contains(name)).map(|(path, ..)| path.as_slice()).collect();
    comments::unattached(text, &locations, &read, &mut found);
    if found.rows.is_empty() {
        let message = "the enums of errors have no values other than that for 0".to_owned();
        return Err(ImportError::Empty { message, help: "choose the file that declares the errors" });
    }
    Ok(found)
}

type Locations = HashMap<Vec<i32>, Location>;
type Enum<'f> = (Vec<i32>, String, &'f EnumDescriptorProto);

/// The file as proto3, which protox-parse knows. Enums have the same syntax in all editions. Every
/// line stays where it is.
fn without_edition(text: &str) -> String {
    let is_edition = |line: &&str| {
        let value = line.trim_start().strip_prefix("edition").and_then(|rest| rest.trim_start().strip_prefix('='));
        value.is_some_and(|value| value.trim_start().starts_with(['"', '\'']))
    };
    match text.lines().find(is_edition) {
        Some(line) => {
            let end = line.find(';').map_or(line.len(), |at| at + 1);
            text.replacen(&line[..end], "syntax = \"proto3\";", 1)
        }
        None => text.to_owned(),
    }
}

fn indexed<T>(items: &[T]) -> impl Iterator<Item = (i32, &T)> {
    items.iter().enumerate().filter_map(|(at, item)| Some((i32::try_from(at).ok()?, item)))
}

/// Adds the enums in a message. Their names start with that of the message.
fn nested<'f>(message: &'f DescriptorProto, path: &[i32], name: &str, into: &mut Vec<Enum<'f>>) {
    let below = |field: i32, at: i32| [path, &[field, at]].concat();
    for (at, item) in indexed(&message.enum_type) {
        into.push((below(NESTED_ENUMS, at), format!("{name}.{}", item.name()), item));
    }
    for (at, inner) in indexed(&message.nested_type) {
        nested(inner, &below(NESTED_MESSAGES, at), &format!("{name}.{}", inner.name()), into);
    }
}

/// The names of the enums of errors: the one in the map, those with names of errors, or the only
/// one.
fn chosen(enums: &[Enum<'_>], entries: Option<&str>) -> Result<Vec<String>, ImportError> {
    const WORDS: &[&str] = &["error", "reason", "failure", "fault"];
    let names = || enums.iter().map(|(_, name, _)| name.clone());
    if let Some(entries) = entries {
        let named: Vec<String> = names().filter(|name| name == entries).collect();
        return match named.is_empty() {
            true => {
                Err(ImportError::Unmapped(format!("`{entries}`, `entries` in the map, is not an enum of the file")))
            }
            false => Ok(named),
        };
    }
    let is_error = |name: &String| WORDS.iter().any(|word| name.to_lowercase().contains(word));
    let errors: Vec<String> = names().filter(is_error).collect();
    match (errors.len(), enums) {
        (0, []) => {
            let message = "the file has no enum".to_owned();
            Err(ImportError::Empty { message, help: "choose the file that declares the errors" })
        }
        (0, [(_, only, _)]) => Ok(vec![only.clone()]),
        (0, _) => {
            let shown = names().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Err(ImportError::Empty {
                message: format!("no enum is named like errors: found {shown}"),
                help: "name the enum with `--map FILE`: `entries: NAME`",
            })
        }
        _ => Ok(errors),
    }
}

struct Reader<'r> {
    locations: &'r Locations,
    found: &'r mut Found,
    /// Whether the file has several enums of errors.
    several: bool,
}

impl Reader<'_> {
    fn read(&mut self, path: &[i32], name: &str, item: &EnumDescriptorProto) {
        let about = self.comment(path);
        if !about.is_empty() {
            let message = format!("the comment of the enum `{name}` has no equivalent in a catalog");
            self.found.unplaced(self.line(path), message, about);
        }
        for (at, value) in indexed(&item.value) {
            let path = [path, &[VALUES, at]].concat();
            if value.number() == 0 && is_unspecified(value.name()) {
                let text = [value.name(), &self.comment(&path)].join("\n");
                let message = format!("`{}` is the value for 0, not an error", value.name());
                self.found.unplaced(self.line(&path), message, text.trim());
                continue;
            }
            let row = self.row(&path, name, value);
            self.found.rows.push(row);
        }
    }

    /// Reports an enum that isn't imported, with its values.
    fn skip(&mut self, path: &[i32], name: &str, item: &EnumDescriptorProto) {
        let values = indexed(&item.value).map(|(at, value)| {
            let comment = self.comment(&[path, &[VALUES, at]].concat());
            format!("{} {comment}", value.name()).trim().to_owned()
        });
        let text = std::iter::once(self.comment(path)).chain(values).collect::<Vec<_>>().join("\n");
        let message = format!("the enum `{name}` is not named like errors: name it with `entries` in the map");
        self.found.unplaced(self.line(path), message, text.trim());
    }

    fn row(&self, path: &[i32], name: &str, value: &EnumValueDescriptorProto) -> Row {
        let (summary, rest) = first_sentence(&self.comment(path));
        let mut fields = vec![("summary".to_owned(), summary), ("comment".to_owned(), rest)];
        fields.push(("number".to_owned(), value.number().to_string()));
        if self.several {
            fields.push(("enum".to_owned(), name.to_owned()));
        }
        let options = value.options.iter().flat_map(|options| &options.uninterpreted_option);
        fields.extend(options.map(|option| (option_name(option), option_value(option))));
        if value.options.as_ref().is_some_and(|options| options.deprecated()) {
            fields.push(("deprecated".to_owned(), "true".to_owned()));
        }
        Row { line: self.line(path), key: Some(value.name().to_owned()), fields, ..Row::default() }
    }

    fn line(&self, path: &[i32]) -> usize {
        let start = self.locations.get(path).and_then(|location| location.span.first());
        start.and_then(|line| usize::try_from(*line).ok()).unwrap_or(0) + 1
    }

    /// The comments above a declaration and after it.
    fn comment(&self, path: &[i32]) -> String {
        let Some(location) = self.locations.get(path) else { return String::new() };
        let texts = [location.leading_comments(), location.trailing_comments()];
        let texts = texts.map(lines);
        texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n")
    }
}

/// Whether this is the name of the value that proto3 requires for 0
/// (<https://protobuf.dev/best-practices/dos-donts/#unspecified-enum>), or of success.
fn is_unspecified(name: &str) -> bool {
    ["UNSPECIFIED", "UNKNOWN", "INVALID", "OK", "SUCCESS", "NONE", "NO_ERROR"]
        .iter()
        .any(|word| name == *word || name.ends_with(&format!("_{word}")))
}

/// The lines of a comment without margins.
fn lines(comment: &str) -> String {
    comment.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The first sentence on one line, and the rest.
fn first_sentence(comment: &str) -> (String, String) {
    let paragraph = comment.find("\n\n").unwrap_or(comment.len());
    let ends = comment[..paragraph].match_indices('.').map(|(at, _)| at + 1);
    // An abbreviation (`e.g.`) is followed by a lowercase letter.
    let starts_sentence = |at: &usize| {
        let rest = &comment[*at..];
        rest.starts_with([' ', '\n']) && rest.trim_start().starts_with(|first: char| !first.is_lowercase())
    };
    let end = ends.into_iter().find(starts_sentence).unwrap_or(paragraph);
    let summary = comment[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    (summary, comment[end..].trim().to_owned())
}

/// The last part of an option's name: `http_status` of `(shop.errors.http_status)`.
fn option_name(option: &UninterpretedOption) -> String {
    let last = option.name.last().map_or("", |part| part.name_part.as_str());
    last.rsplit('.').next().unwrap_or_default().to_owned()
}

fn option_value(option: &UninterpretedOption) -> String {
    let text = option.string_value.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    text.or_else(|| option.identifier_value.clone())
        .or_else(|| option.positive_int_value.map(|value| value.to_string()))
        .or_else(|| option.negative_int_value.map(|value| value.to_string()))
        .or_else(|| option.double_value.map(|value| value.to_string()))
        .or_else(|| option.aggregate_value.clone())
        .unwrap_or_default()
}
