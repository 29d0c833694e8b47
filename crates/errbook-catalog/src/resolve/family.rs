//! Families: codes with codes below them, which are groups too.

use std::collections::{BTreeMap, HashMap};

use super::world::{Family, FamilyParam, GroupNode, Parent, World};
use super::{action, field, known, message, param, profiles, url};
use crate::catalog::{FieldValue, Message, MessagePart, Messages};
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, FileId, Severity, Span};
use crate::document::Document;
use crate::keys::Table as _;
use crate::parsed;
use crate::path::PathStep;
use crate::raw::{RawEntry, RawGroup};
use crate::rule::Rule;

/// Finds the codes that are groups, and reads their entries, on which the codes below them depend.
/// What is wrong with an entry is reported when it is resolved itself.
pub(super) fn find(world: &mut World<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let parents = parents(world);
    if parents.is_empty() {
        return;
    }
    let groups = world.groups.iter().enumerate();
    let mut known: HashMap<Vec<String>, usize> = groups.map(|(index, group)| (group.path.clone(), index)).collect();
    for (path, code) in parents {
        let group = node(world, path, &mut known);
        let file = world.codes[code].file;
        let mut found = Vec::new();
        let raw = parsed::entry(world.sources, file, &mut found);
        let is_broken = raw.is_none() || found.iter().any(|found| found.severity == Severity::Error);
        if let (Some(entry), Some(of)) = (&raw, &world.groups[group].raw) {
            let path = &world.groups[group].path;
            repeated(world, (file, entry), (path, of), diagnostics);
        }
        let mut decoder = Decoder::new(file, world.sources.text(file), &mut found);
        let own = raw.as_ref().map(|raw| field::values(world, &raw.fields, &mut decoder).0).unwrap_or_default();
        let above = world.groups[group].parent;
        let family = raw.as_ref().and_then(|raw| family(world, raw, (group, above), &mut decoder));
        let node = &mut world.groups[group];
        inherit(&mut node.fields, own);
        if let Some(name) = raw.as_ref().and_then(|raw| raw.name.as_ref())
            && !node.raw.as_ref().is_some_and(|raw| raw.seen().has("title"))
        {
            node.title = name.as_str().trim_end().to_owned();
        }
        node.entry = Some(Parent { code, raw, is_broken, family });
    }
}

/// The codes with codes below them, or that the manifest has as groups, from the top down.
fn parents(world: &World<'_>) -> Vec<(Vec<String>, usize)> {
    // Without optional levels, no code is above another.
    let scheme = world.codes_of.as_ref().map(|codes| &codes.scheme);
    if scheme.is_none_or(|scheme| scheme.levels.iter().all(|level| !level.optional)) {
        return Vec::new();
    }
    let codes: HashMap<&[String], usize> =
        world.codes.iter().enumerate().map(|(index, address)| (address.segments.as_slice(), index)).collect();
    let above = world.codes.iter().flat_map(|of| (1..of.segments.len()).map(|depth| &of.segments[..depth]));
    let groups = world.groups.iter().map(|group| group.path.as_slice());
    let parents: BTreeMap<(usize, &[String]), usize> =
        above.chain(groups).filter_map(|path| Some(((path.len(), path), *codes.get(path)?))).collect();
    parents.into_iter().map(|((_, path), code)| (path.to_vec(), code)).collect()
}

/// The index of the group with this path, which is added if the manifest doesn't have it.
fn node(world: &mut World<'_>, path: Vec<String>, known: &mut HashMap<Vec<String>, usize>) -> usize {
    if let Some(index) = known.get(&path) {
        return *index;
    }
    known.insert(path.clone(), world.groups.len());
    let parent = path.split_last().and_then(|(_, above)| known.get(above).copied());
    let title = url::words(path.last().map_or("", String::as_str));
    let fields = vec![None; world.fields.len()];
    world.groups.push(GroupNode { path, parent, title, fields, raw: None, entry: None });
    world.groups.len() - 1
}

fn inherit(fields: &mut [Option<FieldValue>], own: Vec<Option<FieldValue>>) {
    for (field, own) in fields.iter_mut().zip(own) {
        *field = own.or(field.take());
    }
}

/// Reports keys that both the entry and the manifest's group set, since neither would win.
fn repeated(
    world: &World<'_>,
    (file, entry): (FileId, &RawEntry<'_>),
    (path, group): (&[String], &RawGroup<'_>),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let inherited = RawGroup::GIVEN.iter().chain(&["redirects"]);
    let is_set = |key: &str| group.seen().has(key);
    let twice = inherited.filter(|key| entry.seen().has(key)).filter_map(|&key| {
        let other = [Some(key), action::other_key(key)].into_iter().flatten().find(|key| is_set(key))?;
        Some((vec![PathStep::key(key)], vec![PathStep::key(other)]))
    });
    let set = |name: &Text<'_>| group.fields.iter().any(|(other, _)| other.as_str() == name.as_str());
    let fields = entry.fields.iter().filter(|(name, _)| set(name)).map(|(name, _)| {
        let path = vec![PathStep::key("fields"), PathStep::key(name.as_str().to_owned())];
        (path.clone(), path)
    });
    let above = || path.iter().flat_map(|name| [PathStep::key("groups"), PathStep::key(name.clone())]);
    for (of_entry, of_group) in twice.chain(fields) {
        let name = of_entry.iter().filter_map(|step| match step {
            PathStep::Key(key) => Some(key.as_ref()),
            PathStep::Item(_) => None,
        });
        let name = name.collect::<Vec<_>>().join(".");
        let message = format!("`{name}` is set here and in the group `{}`", path.join("/"));
        let found = Diagnostic::error(Rule::DuplicateKey, message)
            .at(file, place(world, file, &of_entry), "set by the entry")
            .at(
                world.manifest_file,
                place(world, world.manifest_file, &above().chain(of_group).collect::<Vec<_>>()),
                "set by its group",
            )
            .help("keep one of the two: both apply to this code and to those below it");
        diagnostics.push(found);
    }
}

fn place(world: &World<'_>, file: FileId, path: &[PathStep]) -> Span {
    Document::of(file, world.sources.text(file)).map(|document| document.place(path, None)).unwrap_or_default()
}

/// What the messages of the codes below an entry start with. `group` has its codes, and `above` is
/// the group above it.
fn family<'w>(
    world: &World<'w>,
    raw: &RawEntry<'w>,
    (group, above): (usize, Option<usize>),
    decoder: &mut Decoder<'_>,
) -> Option<Family> {
    let join = raw.family.as_ref()?.join.0.as_str();
    let known = known::of(world, raw, above, decoder.file);
    let outer = known.family;
    let (params, _) = param::resolve(world, raw, &known, decoder);
    let sending = profiles::sending(world, raw.given(), Some(group));
    let own = message::resolve(world, raw, &known, &sending, decoder)?;
    let spans: HashMap<&str, Span> = raw.params.iter().map(|(name, _)| (name.as_str(), name.span)).collect();
    let params = params.into_iter().map(|param| {
        let outer = outer.into_iter().flat_map(|outer| &outer.params).find(|of| of.param.name == param.name);
        match (spans.get(param.name.as_str()), outer) {
            (None, Some(outer)) => outer.clone(),
            (span, _) => FamilyParam { file: decoder.file, span: span.copied().unwrap_or_default(), param },
        }
    });
    let params = params.collect();
    let join = Message { template: escaped(join), parts: vec![MessagePart::Text(join.to_owned())] };
    Some(Family { messages: own.then(&Messages::new(join, Vec::new()), &sending), params })
}

/// The text as part of a template.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Checks the key `family` of an entry.
pub(super) fn check(raw: &RawEntry<'_>, own_group: Option<usize>, decoder: &mut Decoder<'_>) {
    let Some(family) = &raw.family else { return };
    if own_group.is_none() {
        let message = "`family` without codes below this one";
        decoder.error(
            Rule::InvalidValue,
            message,
            "add one in a folder next to this file, or remove `family`",
            family.seen().span,
        );
    } else if !raw.seen().has("message") {
        let message = "`family` without a message to put in front of others";
        decoder.error(Rule::MissingKey, message, "add `message: ...`, or remove `family`", family.seen().span);
    }
    let join = &family.join.0;
    if join.as_str().contains(char::is_control) {
        let message = "`join` has a line break or another control character";
        decoder.error(
            Rule::InvalidValue,
            message,
            "write it on one line, such as `\" \"`",
            decoder.first_line(join.span),
        );
    }
}
