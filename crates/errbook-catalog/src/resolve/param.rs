//! Params: checks that their names work with Rust and thiserror, their examples match their types,
//! and something uses them.

use std::collections::{HashMap, HashSet};

use errbook::envelope::Variable;

use super::known::Known;
use super::message::{placeholders, texts};
use super::names;
use super::world::{FamilyParam, World};
use crate::catalog::{Example, Format, Param, ParamType, Response};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::param_name::{go_name, is_param_name, snake_case};
use crate::raw::{RawEntry, RawParam};
use crate::rule::Rule;
use crate::values::{Kept, Short};
use crate::yaml::{Core, Kind, Node};

/// Names with a special meaning in thiserror, or that aren't allowed for fields.
const RESERVED: &[&str] = &["source", "backtrace", "self", "super", "crate"];

fn is_revealed(entry: &RawEntry<'_>, name: &str) -> bool {
    entry.reveal.iter().any(|revealed| revealed.as_str() == name)
}

/// The params of an entry, and those of each wording. The entry has those of the family, then its
/// own, in its order. A param with the name of one of the family takes its place.
pub(super) fn resolve(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    known: &Known<'_, '_>,
    decoder: &mut Decoder<'_>,
) -> (Vec<Param>, Vec<Vec<Param>>) {
    let mut uses = Uses::of(entry, known);
    uses.used.extend(world.header_params.iter().map(|param| param.value.as_str()));
    let outer = || known.family.into_iter().flat_map(|family| &family.params);
    let revealed = |param: &Param| param.sensitive && is_revealed(entry, &param.name);
    let of_family = |of: &FamilyParam| Param { revealed: revealed(&of.param), inherited: true, ..of.param.clone() };
    let mut params: Vec<Param> = outer().map(of_family).collect();
    params.reserve_exact(entry.params.len());
    let mut taken: HashMap<String, Declared<'_>> = HashMap::new();
    for of in outer() {
        let declared = (of.param.name.as_str(), of.file, of.span);
        taken.extend(generated_names(&of.param.name).map(|(_, own)| (own, declared)));
    }
    for named in &entry.params {
        let name = &named.0;
        check_name(name, true, &mut taken, decoder);
        // The message of the family uses its own.
        if entry.message.is_some() && outer().all(|of| of.param.name != name.as_str()) {
            check_used(&named.0, &uses, entry, decoder);
        }
        let own = param(named, entry, decoder);
        match outer().enumerate().find(|(_, of)| of.param.name == name.as_str()) {
            Some((at, outer)) => {
                // A param that can't be read is already reported.
                if named.1.0.as_ref().is_some_and(|raw| raw.r#type.is_some()) {
                    check_same(name, &own, outer, decoder);
                }
                params[at] = Param { about: own.about.or(params[at].about.take()), ..own };
            }
            None => params.push(own),
        }
    }
    for extension in &entry.extensions {
        check_extension(extension, &uses, known, decoder);
    }
    let uses = Uses::of_wordings(entry, known);
    let mut of_wordings = Vec::with_capacity(entry.wordings.len());
    for wording in &entry.wordings {
        for (name, _) in &wording.params {
            check_name(name, false, &mut taken, decoder);
            check_used_in_wording(name, &uses, decoder);
        }
        of_wordings.push(wording.params.iter().map(|named| param(named, entry, decoder)).collect());
    }
    (params, of_wordings)
}

/// A param. Invalid ones are kept, so the indexes of later ones stay correct.
fn param((name, Kept(raw)): &(Text<'_>, Kept<RawParam<'_>>), entry: &RawEntry<'_>, decoder: &mut Decoder<'_>) -> Param {
    let ty = raw.as_ref().and_then(|raw| raw.r#type);
    let node = raw.as_ref().and_then(|raw| raw.example.as_ref());
    let read = ty.zip(node).and_then(|(ty, node)| example(ty, node, decoder));
    let example = read.unwrap_or_else(|| Example::Text(String::new()));
    let format = raw.as_ref().and_then(|raw| raw.format.as_ref());
    if let (Some(ty), Some(format)) = (ty, format) {
        check_format(ty, format, decoder);
    }
    let sensitive = raw.as_ref().and_then(|raw| raw.sensitive.as_ref()).is_some_and(|sensitive| sensitive.value);
    Param {
        name: name.as_str().to_owned(),
        field: names::identifier(&snake_case(name.as_str())),
        ty: ty.unwrap_or(ParamType::String),
        format: format.map(|format| format.value),
        example,
        sensitive,
        revealed: sensitive && is_revealed(entry, name.as_str()),
        about: raw.as_ref().and_then(|raw| raw.about.as_ref()).map(|about| about.as_str().to_owned()),
        inherited: false,
    }
}

/// Reports params that would repeat a member of a response body. Clients read one of the two, and
/// data of a request could pose as another error.
pub(super) fn check_members(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    known: &Known<'_, '_>,
    responses: &[Response],
    decoder: &mut Decoder<'_>,
) {
    let bodies = world.bodies(responses);
    let extensions: HashMap<&str, &Text<'_>> = entry.extensions.iter().map(|text| (text.as_str(), text)).collect();
    for param in &known.params {
        let name = param.name;
        let extension = extensions.get(name).copied();
        let repeats = |(body, status): &(usize, u16)| {
            let spreads = world.spreads.get(*body).map_or(&[][..], |of| of.of(*status));
            spreads.iter().any(|spread| {
                let is_spread = spread.variable == Variable::Params || extension.is_some();
                is_spread && spread.siblings.iter().any(|sibling| sibling == name)
            })
        };
        if let Some((body, _)) = bodies.iter().find(|body| repeats(body)) {
            let profile = &world.profiles[*body].name;
            let message = format!("param `{name}` repeats the member `{name}` of profile `{profile}`");
            let help = format!("rename the param, for example to `{name}_value`");
            decoder.error(Rule::MemberRepeated, message, help, extension.map_or(param.span, |text| text.span));
        } else if let Some(extension) = extension.filter(|extension| extension.as_str() == "code") {
            // gRPC statuses have the code and all extensions in one map.
            let message = "extension `code` repeats the member `code` of gRPC metadata";
            decoder.error(
                Rule::MemberRepeated,
                message,
                "rename the param, for example to `code_value`",
                extension.span,
            );
        }
    }
}

/// Reports a param that differs from the one with the same name in the family. It can have another
/// example and description.
fn check_same(name: &Text<'_>, own: &Param, outer: &FamilyParam, decoder: &mut Decoder<'_>) {
    let of = &outer.param;
    let differs =
        [("type", own.ty != of.ty), ("format", own.format != of.format), ("sensitive", own.sensitive != of.sensitive)];
    let Some((key, _)) = differs.into_iter().find(|(_, differs)| *differs) else { return };
    let message = format!("param `{}` has another `{key}` than in the code above", name.as_str());
    let found = Diagnostic::error(Rule::IdentifierClash, message).at(decoder.file, name.span, "declared here");
    let help = format!("use the same `{key}`, rename the param, or remove it to use the one from above");
    decoder.diagnostics.push(found.at(outer.file, outer.span, "also declared here").help(help));
}

/// The name of a param, and where it is declared.
type Declared<'e> = (&'e str, FileId, Span);

/// The names of a param in generated code. Names that differ in Rust also differ in Python. In Go,
/// `x_1` and `x1` don't.
fn generated_names(name: &str) -> [(&'static str, String); 2] {
    [("Go", go_name(name)), ("Rust", snake_case(name))]
}

/// `taken` has the first param of each name in generated code. Only an entry can declare a param of
/// its family again.
fn check_name<'e>(
    name: &'e Text<'_>,
    may_repeat: bool,
    taken: &mut HashMap<String, Declared<'e>>,
    decoder: &mut Decoder<'_>,
) {
    let field = snake_case(name.as_str());
    if !is_param_name(name.as_str()) {
        let message = format!("`{}` cannot name a param", name.as_str());
        let help = "start with a letter, and use letters, digits, and `_`";
        decoder.error(Rule::IdentifierReserved, message, help, name.span);
    } else if RESERVED.contains(&field.as_str()) {
        let message = format!("param name `{}` is reserved", name.as_str());
        let help = format!("rename it, for example to `{}_name`", name.as_str());
        decoder.error(Rule::IdentifierReserved, message, help, name.span);
    } else {
        let names = generated_names(name.as_str());
        let clash = names.iter().rev().find_map(|(language, own)| Some((language, own, *taken.get(own)?)));
        // One of the family may be declared again.
        if let Some((language, own, (first, file, span))) =
            clash.filter(|(.., (first, ..))| !may_repeat || *first != name.as_str())
        {
            let other = name.as_str();
            let (message, help) = if first == other {
                (format!("param `{first}` is declared twice"), "remove one: an entry and its wordings share params")
            } else {
                let message = format!("params `{first}` and `{other}` both become `{own}` in {language}");
                (message, "rename one of the two")
            };
            let found = Diagnostic::error(Rule::IdentifierClash, message);
            let found = found.at(decoder.file, name.span, "second param").at(file, span, "first param");
            decoder.diagnostics.push(found.help(help));
            return;
        }
        let declared = (name.as_str(), decoder.file, name.span);
        taken.extend(names.map(|(_, own)| (own, declared)));
    }
}

fn check_format(ty: ParamType, format: &Spanned<Format>, decoder: &mut Decoder<'_>) {
    let needed = format.value.ty();
    if needed != ty {
        let message = format!("format `{}` does not fit type `{}`", format.value.as_str(), ty.as_str());
        let help = format!("use it with `type: {}`, or remove it", needed.as_str());
        decoder.error(Rule::InvalidValue, message, help, format.span);
    }
}

/// The names of params that an entry declares or gets from its family, and those that it uses.
struct Uses<'e> {
    declared: HashSet<&'e str>,
    used: HashSet<&'e str>,
    /// Names in the message that aren't declared.
    undeclared: Vec<&'e str>,
}

/// An unused param is compared with at most this many undeclared names.
const MOST_COMPARED: usize = 100;

impl<'e> Uses<'e> {
    /// By the messages, headers, and extensions.
    fn of(entry: &'e RawEntry<'_>, known: &'e Known<'_, '_>) -> Uses<'e> {
        let headers = entry.headers.iter().chain(known.headers_above.iter().copied()).flatten();
        let in_headers = headers.flat_map(|(_, value)| match value {
            Short::Short(text) => placeholders(text.as_str()).collect::<Vec<_>>(),
            Short::Long(header) => vec![header.param.as_str()],
        });
        let mut uses = Uses::new(known.names(), texts(entry.message.as_ref()).into_iter());
        uses.used.extend(in_headers.chain(entry.extensions.iter().map(Text::as_str)));
        uses
    }

    /// By the texts of wordings.
    fn of_wordings(entry: &'e RawEntry<'_>, known: &'e Known<'_, '_>) -> Uses<'e> {
        Uses::new(known.names_in_wordings(), entry.wordings.iter().map(|wording| &wording.text))
    }

    fn new<'s: 'e>(params: impl Iterator<Item = &'e str>, texts: impl Iterator<Item = &'e Text<'s>>) -> Uses<'e> {
        let declared: HashSet<&str> = params.collect();
        let used: HashSet<&str> = texts.flat_map(|text| placeholders(text.as_str())).collect();
        let undeclared = used.iter().copied().filter(|name| !declared.contains(name)).take(MOST_COMPARED);
        let undeclared = undeclared.collect();
        Uses { declared, used, undeclared }
    }

    /// Whether a text has the param. A typo is reported there, with this name as the suggestion.
    fn has(&self, name: &str) -> bool {
        let is_meant = |used: &&str| crate::suggest::nearest(used, [name]).is_some();
        self.used.contains(name) || self.undeclared.iter().any(is_meant)
    }
}

fn check_used(param: &Text<'_>, uses: &Uses<'_>, entry: &RawEntry<'_>, decoder: &mut Decoder<'_>) {
    let name = param.as_str();
    if uses.has(name) {
        return;
    }
    let literal = format!("{{{{{name}}}}}");
    let is_literal = texts(entry.message.as_ref()).iter().any(|text| text.as_str().contains(&literal));
    let in_wording = || entry.wordings.iter().any(|of| placeholders(of.text.as_str()).any(|used| used == name));
    let help = if is_literal {
        format!("change `{literal}` in the message to `{{{name}}}`: double braces are literal")
    } else if in_wording() {
        "move it to `params` of the wording: only wordings use it".to_owned()
    } else {
        format!("add `{{{name}}}` to the message, list it in `extensions`, or remove it")
    };
    decoder.error(Rule::ParamUnused, format!("unused param `{name}`"), help, param.span);
}

fn check_used_in_wording(param: &Text<'_>, uses: &Uses<'_>, decoder: &mut Decoder<'_>) {
    let name = param.as_str();
    if !uses.has(name) {
        let help = format!("add `{{{name}}}` to the text of a wording, or remove it");
        decoder.error(Rule::ParamUnused, format!("unused param `{name}`"), help, param.span);
    }
}

fn check_extension(extension: &Text<'_>, uses: &Uses<'_>, known: &Known<'_, '_>, decoder: &mut Decoder<'_>) {
    if uses.declared.contains(extension.as_str()) {
        return;
    }
    if known.is_of_wording(extension.as_str()) {
        return of_wording(extension.as_str(), extension.span, decoder);
    }
    let found =
        Diagnostic::error(Rule::ParamUndeclared, format!("extension `{}` is not a declared param", extension.as_str()));
    decoder.report(found.did_you_mean(extension.as_str(), known.names(), "add it to `params`"), extension.span);
}

/// Reports a param that only a wording can have.
pub(super) fn of_wording(name: &str, span: Span, decoder: &mut Decoder<'_>) {
    let help = "move it from `params` of the wording to those of the entry";
    decoder.error(Rule::ParamUndeclared, format!("only a wording has the param `{name}`"), help, span);
}

/// Reads an example of a type. Reports it if it doesn't match.
fn example(ty: ParamType, node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Example> {
    let read = match &node.kind {
        Kind::Bad => return None,
        Kind::Scalar(scalar) => of_scalar(ty, &scalar.value, scalar.core()),
        Kind::Sequence(items) if ty == ParamType::List => list(items),
        _ => None,
    };
    if read.is_none() {
        let (what, sample) = describe(ty);
        let (message, help) = (format!("example is not a valid {what}"), format!("use a value such as `{sample}`"));
        decoder.error(Rule::ParamExample, message, help, decoder.first_line(node.span));
    }
    read
}

fn of_scalar(ty: ParamType, text: &str, core: Core) -> Option<Example> {
    match (ty, core) {
        (ParamType::String, Core::String) => Some(Example::Text(text.to_owned())),
        (ParamType::Integer, Core::Integer(number)) => Some(Example::Integer(number)),
        (ParamType::Decimal, Core::String | Core::Number | Core::Integer(_)) => {
            errbook::Decimal::is_valid(text).then(|| Example::Text(text.to_owned()))
        }
        (ParamType::Url, Core::String) => errbook::Url::is_valid(text).then(|| Example::Text(text.to_owned())),
        (ParamType::Boolean, Core::Boolean(value)) => Some(Example::Boolean(value)),
        (ParamType::Timestamp, Core::String) => errbook::timestamp::parse(text).map(Example::Timestamp),
        (ParamType::Duration, Core::Integer(seconds)) => u64::try_from(seconds).ok().map(Example::Duration),
        _ => None,
    }
}

fn list(items: &[Node<'_>]) -> Option<Example> {
    let read = |item: &Node<'_>| match &item.kind {
        Kind::Scalar(scalar) if scalar.core() == Core::String => {
            Some(std::borrow::Cow::Owned(scalar.value.clone().into_owned()))
        }
        _ => None,
    };
    items.iter().map(read).collect::<Option<Vec<_>>>().map(Example::List)
}

/// A description of an example of this type, and an example.
fn describe(ty: ParamType) -> (&'static str, &'static str) {
    match ty {
        ParamType::String => ("string", "\"text\""),
        ParamType::Integer => ("64-bit integer", "100"),
        ParamType::Decimal => ("decimal number", "\"12.50\""),
        ParamType::Url => ("absolute URL", "https://example.com/page"),
        ParamType::Boolean => ("boolean", "true"),
        ParamType::Timestamp => ("timestamp (RFC 3339)", "\"2026-01-31T12:00:00Z\""),
        ParamType::Duration => ("duration in whole seconds", "30"),
        ParamType::List => ("list of strings", "[one, two]"),
    }
}
