//! Resolves one entry, subject by subject.

use std::collections::HashSet;
use std::sync::Arc;

use super::known::{self, Known};
use super::world::{Address, World};
use super::{
    action, family, field, headers, history, kind, message, names, param, profiles, request, sensitive, stages, status,
    url, wording,
};
use crate::catalog::{
    CodeKind, Detail, Entry, FieldErrorExample, FreeSection, Header, HowToFix, Inherited, Mistake, Note, Related,
    Request, Section, Step, WhatHappened,
};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::keys::{Key, Seen, Table as _};
use crate::parsed;
use crate::raw::{Given, RawEntry, RawGroup, RawRequest, RawTitledStep};
use crate::rule::Rule;
use crate::values::Short;

/// The result for one file.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(super) file: FileId,
    /// `None` if the file can't be read or its path isn't a code, which is reported.
    pub(super) entry: Option<Arc<Entry>>,
    /// The URI that identifies the problem, with its span.
    pub(super) type_uri: Option<Spanned<String>>,
    /// Aliases, with the spans that claim them.
    pub(super) aliases: Vec<Spanned<String>>,
    /// Redirects, with the spans that claim them.
    pub(super) redirects: Vec<Spanned<String>>,
    /// References to codes without a file.
    pub(super) unknown_codes: Vec<Spanned<String>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a file, and resolves it if its path is a code. The parsed tree is dropped on return, so
/// never all files are in memory as trees.
pub(super) fn read(world: &World<'_>, file: FileId, address: Option<&Address>) -> Outcome {
    let mut diagnostics = Vec::new();
    let raw = parsed::entry(world.sources, file, &mut diagnostics);
    let mut decoder = Decoder::new(file, world.sources.text(file), &mut diagnostics);
    if let Some(address) = address {
        check_group(world, address, &mut decoder);
    }
    let entry = raw.as_ref().zip(address).map(|(raw, address)| Arc::new(of(world, raw, address, &mut decoder)));
    let unknown_codes = decoder.unknown_codes;
    // A param may be one of a family that can't be read, or differ from what was read of it.
    if address.is_some_and(|address| world.parents(address.group).any(|parent| parent.is_broken)) {
        diagnostics.retain(|found| ![Rule::ParamUndeclared.id(), Rule::IdentifierClash.id()].contains(&found.rule));
    }
    let spanned = |text: &Text<'_>| Spanned { value: owned(text), span: text.span };
    let type_uri = raw.as_ref().and_then(|raw| raw.r#type.as_ref()).map(spanned);
    let (aliases, redirects) = raw.map_or_else(Default::default, |raw| {
        (raw.aliases.iter().map(spanned).collect(), raw.redirects.iter().map(spanned).collect())
    });
    Outcome { file, entry, type_uri, aliases, redirects, unknown_codes, diagnostics }
}

fn of(world: &World<'_>, raw: &RawEntry<'_>, address: &Address, decoder: &mut Decoder<'_>) -> Entry {
    let own = world.by_code.get(&address.code).copied().unwrap_or_default();
    let draft = raw.draft.as_ref().is_some_and(|draft| draft.value);
    let needed = !draft && !raw.seen().has("retired");
    let kind = kind::of(world, address.nearest());
    kind::check(kind, raw.seen(), &[], decoder);
    let inherit = Inherit { world, raw, group: address.nearest(), kind };
    let known = known::of(world, raw, address.group, decoder.file);
    family::check(raw, address.own_group, decoder);
    if draft {
        let found = Diagnostic::warning(Rule::Draft, format!("`{}` is a draft", address.code));
        decoder.report(
            found.help("finish it and remove `draft: true`"),
            raw.draft.as_ref().map_or(raw.seen().span, |draft| draft.span),
        );
    }
    if needed && kind == CodeKind::Error && !raw.seen().has("message") {
        let message = "missing key `message`";
        let help = "add `message: \"...\"`, which clients receive, or `draft: true`";
        decoder.error(Rule::MissingKey, message, help, raw.seen().span);
    }
    decoder.one_line(raw.name.as_ref());
    if !world.profiles_broken && kind == CodeKind::Error {
        for profile in raw.profiles.iter().flatten() {
            profiles::known(world, profile, decoder);
        }
    }
    history::check(world, raw, decoder);
    let sending = match kind {
        CodeKind::Error => profiles::sending(world, raw.given(), address.nearest()),
        CodeKind::Reference => Vec::new(),
    };
    let responses = match kind {
        CodeKind::Error => status::responses(world, raw, address.nearest(), &sending, needed, decoder),
        CodeKind::Reference => Vec::new(),
    };
    param::check_members(world, raw, &known, &responses, decoder);
    let redact = inherit.pick_sent(|of| of.redact).is_some_and(|redact| redact.value);
    sensitive::check(world, raw, &known, &responses, redact, decoder);
    // Retired codes aren't sent, so a group's action doesn't apply to them.
    let said = match raw.retired {
        Some(_) => action::said(raw.given()),
        None => inherit.pick(action::said),
    };
    let retry_after = inherit.pick_sent(|of| of.retry_after).and_then(|seconds| seconds_of(seconds, decoder));
    let headers = headers(&inherit, &known, redact, decoder);
    let has_delay = retry_after.is_some() || action::is_delay(headers.iter().map(|header| header.name.as_str()));
    action::check(raw.given(), has_delay, decoder);
    let messages = message::resolve(world, raw, &known, &sending, decoder);
    let (params, of_wordings) = param::resolve(world, raw, &known, decoder);
    let raised_by = stages::raised_by(world, raw.raised_by.as_ref(), decoder);
    Entry {
        code: address.code.clone(),
        segments: address.segments.clone(),
        file: world.sources.path(address.file).to_owned(),
        kind,
        symbol: raw.symbol.as_ref().map(owned),
        rust: names::of(world, address, names::symbol(raw.symbol.as_ref(), decoder)),
        name: raw.name.as_ref().map_or_else(|| default_name(world, address), trimmed),
        named: raw.name.is_some(),
        summary: raw.summary.as_ref().map(trimmed),
        responses,
        type_uri: raw.r#type.as_ref().map(|uri| type_uri(uri, decoder)),
        messages,
        wordings: wording::resolve(world, raw, &known, &sending, of_wordings, &raised_by, decoder),
        params,
        extensions: raw.extensions.iter().map(owned).collect(),
        field_errors: field_errors(raw),
        what_happened: what_happened(world, raw, decoder),
        how_to_fix: how_to_fix(world, raw, decoder),
        common_mistakes: raw
            .common_mistakes
            .iter()
            .map(|of| Mistake { lead: trimmed(&of.lead), text: trimmed(&of.text) })
            .collect(),
        notes: raw.notes.iter().map(|of| Note { kind: of.kind, text: trimmed(&of.text) }).collect(),
        sections: sections(raw),
        related: related(world, raw, own, decoder),
        raised_by,
        action: said.map(|said| said.action(has_delay)),
        retry_after,
        log_level: inherit.pick(|of| of.log_level).copied(),
        redact,
        headers,
        fields: field::of_entry(world, raw, address.nearest(), needed, decoder),
        since: raw.since.as_ref().map(owned),
        changed: raw.changed.as_ref().map(owned),
        deprecated: raw.deprecated.as_ref().map(|ending| history::ending(world, ending, own, decoder)),
        retired: raw.retired.as_ref().map(|ending| history::ending(world, ending, own, decoder)),
        migration: raw.migration.as_ref().map(trimmed),
        reserved: raw.reserved.as_ref().map(trimmed),
        aliases: raw.aliases.iter().map(owned).collect(),
        redirects: redirects(world, raw),
        allow: history::allow(raw),
        dependency: None,
        url: None,
        draft,
        parent: world.parents(address.group).next().map(|parent| parent.code),
        inherited: inherit.keys(),
        details: raw.labeled().into_iter().map(detail).collect(),
    }
}

/// The URI of a problem type. `about:blank` identifies none (RFC 9457, section 4.2.1).
fn type_uri(uri: &Text<'_>, decoder: &mut Decoder<'_>) -> String {
    let written = owned(uri);
    let is_uri = written.split_once(':').is_some_and(|(scheme, rest)| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(is_part) && !rest.is_empty()
    });
    if !is_uri || !written.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)) {
        let help =
            "write an absolute URI such as `https://example.com/problems/out-of-stock` or `urn:problem:out-of-stock`";
        decoder.error(Rule::InvalidValue, format!("`{written}` is not an absolute URI"), help, uri.span);
    } else if written.eq_ignore_ascii_case("about:blank") {
        let help = "write a URI of this code, or remove `type`";
        decoder.error(Rule::InvalidValue, "`about:blank` does not identify a problem", help, uri.span);
    } else if !is_percent_encoded(&written) {
        let message = format!("`{written}` has a `%` that encodes nothing");
        let help = "write two hexadecimal digits after each `%`, and `%25` for a percent sign";
        decoder.error(Rule::InvalidValue, message, help, uri.span);
    }
    written
}

/// Whether two hexadecimal digits follow each percent sign (RFC 3986, section 2.1).
fn is_percent_encoded(uri: &str) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_hexdigit();
    let mut encoded = uri.split('%').skip(1).map(str::as_bytes);
    encoded.all(|rest| rest.get(..2).is_some_and(|digits| digits.iter().all(is_digit)))
}

/// The title of its group in the manifest, or else the last part of the code in words.
fn default_name(world: &World<'_>, address: &Address) -> String {
    let group = address.own_group.map(|group| &world.groups[group]);
    let titled = group.filter(|group| group.raw.as_ref().is_some_and(|raw| raw.seen().has("title")));
    let words = || url::words(address.segments.last().map_or("", String::as_str));
    titled.map_or_else(words, |group| group.title.clone())
}

/// Looks up values in an entry, then in its groups from the nearest up.
struct Inherit<'i, 'w> {
    world: &'i World<'w>,
    raw: &'i RawEntry<'w>,
    group: Option<usize>,
    kind: CodeKind,
}

impl<'i, 'w> Inherit<'i, 'w> {
    fn pick<T>(&self, pick: impl Fn(Given<'i, 'w>) -> Option<T>) -> Option<T> {
        self.world.inherited(self.raw.given(), self.group, pick)
    }

    /// Like [`pick`](Self::pick), for keys of responses.
    fn pick_sent<T>(&self, pick: impl Fn(Given<'i, 'w>) -> Option<T>) -> Option<T> {
        (self.kind == CodeKind::Error).then(|| self.pick(pick)).flatten()
    }

    /// The keys that the entry inherits from its groups.
    fn keys(&self) -> Vec<Inherited> {
        let sets = |seen: &Seen, key: &str| seen.has(key) || action::other_key(key).is_some_and(|key| seen.has(key));
        let applies = |key: &&&str| !sets(self.raw.seen(), key) && kind::applies(self.kind, key);
        let left = RawGroup::GIVEN.iter().filter(applies);
        let from = |&key: &&'static str| {
            let other = action::other_key(key);
            let nodes = self.world.groups_of(self.group).map(|group| (group, &self.world.groups[group]));
            let (group, node) =
                nodes.into_iter().find(|(_, node)| node.sets(key) || other.is_some_and(|key| node.sets(key)))?;
            node.sets(key).then(|| Inherited { key, group, from_entry: node.entry_sets(key) })
        };
        left.filter_map(from).collect()
    }
}

fn detail((key, text): (&'static Key, &Text<'_>)) -> Detail {
    Detail { key: key.name, label: key.label, kind: key.texts, text: trimmed(text) }
}

fn owned(text: &Text<'_>) -> String {
    text.as_str().to_owned()
}

/// Removes the line break at the end of a block scalar.
fn trimmed(text: &Text<'_>) -> String {
    text.as_str().trim_end().to_owned()
}

fn check_group(world: &World<'_>, address: &Address, decoder: &mut Decoder<'_>) {
    if address.group.is_some() || address.segments.len() < 2 || world.groups_broken {
        return;
    }
    let path = &address.segments[..address.segments.len() - 1];
    let found = Diagnostic::error(Rule::UnknownGroup, format!("folder `{}` is not a known group", path.join("/")));
    let paths: Vec<String> =
        world.groups.iter().filter(|group| group.path.len() == path.len()).map(|group| group.path.join("/")).collect();
    let found = match crate::suggest::nearest(&path.join("/"), paths.iter().map(String::as_str)) {
        Some(near) => found.help(format!("did you mean `{near}`? If so, move the file there")),
        None if codes_can_end(world, path.len()) => {
            let entry = path.join("/");
            found.help(format!("add the group under `groups` in catalog.yaml, add `{entry}.yaml`, or move the file"))
        }
        None => found.help("add the group under `groups` in catalog.yaml, or move the file"),
    };
    decoder.report(found, Span::default());
}

/// Whether codes can have this many levels.
fn codes_can_end(world: &World<'_>, depth: usize) -> bool {
    world.codes_of.as_ref().is_some_and(|codes| codes.scheme.depths().contains(&depth))
}

fn field_errors(raw: &RawEntry<'_>) -> Vec<FieldErrorExample> {
    let example = |error: &crate::raw::RawFieldError<'_>| FieldErrorExample {
        location: owned(&error.location),
        message: trimmed(&error.message),
        fix: error.fix.as_ref().map(trimmed),
    };
    raw.field_errors.iter().map(example).collect()
}

fn what_happened(world: &World<'_>, raw: &RawEntry<'_>, decoder: &mut Decoder<'_>) -> Option<WhatHappened> {
    let section = raw.what_happened.as_ref()?;
    Some(WhatHappened {
        text: section.text.as_ref().map(trimmed).unwrap_or_default(),
        causes: section.causes.iter().map(trimmed).collect(),
        requests: requests(world, &section.request.0, decoder),
    })
}

fn how_to_fix(world: &World<'_>, raw: &RawEntry<'_>, decoder: &mut Decoder<'_>) -> Option<HowToFix> {
    let section = raw.how_to_fix.as_ref()?;
    let step = |step: &Short<Text<'_>, RawTitledStep<'_>>| match step {
        Short::Short(text) => Step { title: None, text: trimmed(text) },
        Short::Long(RawTitledStep { title, text, .. }) => {
            Step { title: Some(trimmed(title)), text: text.as_ref().map(trimmed).unwrap_or_default() }
        }
    };
    Some(HowToFix {
        text: section.text.as_ref().map(trimmed).unwrap_or_default(),
        steps: section.steps.iter().map(step).collect(),
        requests: requests(world, &section.request.0, decoder),
    })
}

fn requests(world: &World<'_>, raw: &[RawRequest<'_>], decoder: &mut Decoder<'_>) -> Vec<Request> {
    // Nearly all entries have at most one request, and `collect` would reserve space for four.
    let mut requests = Vec::with_capacity(raw.len());
    requests.extend(raw.iter().filter_map(|request| request::resolve(world, request, decoder)));
    requests
}

fn sections(raw: &RawEntry<'_>) -> Vec<FreeSection> {
    let section = |section: &crate::raw::RawFreeSection<'_>| FreeSection {
        heading: trimmed(&section.heading),
        text: trimmed(&section.text),
        after: section.after.unwrap_or(Section::CommonMistakes),
    };
    raw.sections.iter().map(section).collect()
}

/// Resolves related codes, and reports unknown codes, duplicates, and the entry itself.
fn related(world: &World<'_>, raw: &RawEntry<'_>, own: usize, decoder: &mut Decoder<'_>) -> Vec<Related> {
    let mut related: Vec<Related> = Vec::with_capacity(raw.related.len());
    for (item, of) in raw.related.iter().enumerate() {
        let Some(to) = history::reference(world, &of.code, own, decoder) else { continue };
        if let Some(first) = related.iter().find(|related| related.to == to) {
            let first = raw.related[first.item].code.span;
            let found = Diagnostic::error(Rule::RelatedTwice, format!("`{}` is listed twice", of.code.as_str()));
            let found = found.at(decoder.file, of.code.span, "again here").at(decoder.file, first, "first here");
            decoder.diagnostics.push(found.help("keep one of the two"));
            continue;
        }
        related.push(Related { to, when: of.when.as_ref().map(trimmed), item });
    }
    related
}

fn seconds_of(seconds: &crate::decode::Spanned<i64>, decoder: &mut Decoder<'_>) -> Option<u64> {
    let value = u64::try_from(seconds.value).ok();
    if value.is_none() {
        let message = "negative number of seconds";
        decoder.error(Rule::InvalidValue, message, "set how many seconds to wait before a retry", seconds.span);
    }
    value
}

/// The headers of the entry or the nearest group. Leaves out those of a group whose params the entry
/// doesn't have or doesn't show.
fn headers(inherit: &Inherit<'_, '_>, known: &Known<'_, '_>, redact: bool, decoder: &mut Decoder<'_>) -> Vec<Header> {
    let Inherit { world, raw, .. } = inherit;
    if let Some(own) = &raw.headers {
        headers::check_own(own, known, redact, decoder);
    }
    let shown = || known.params.iter().filter(|param| !redact && param.sensitive.is_none());
    let is_shown = |name: &str| shown().any(|param| param.name == name);
    let mut headers = inherit.pick_sent(|of| of.headers).map(headers::resolve).unwrap_or_default();
    headers.retain(|header| raw.headers.is_some() || header.params().all(is_shown));
    let of_profiles = world.profiles.iter().flat_map(|profile| &profile.headers);
    for header in headers.iter().filter(|_| raw.headers.is_none()).chain(of_profiles) {
        headers::check_types(header, None, known, decoder);
    }
    headers
}

/// The entry's redirects, and the pages of its aliases if those fit the code scheme.
fn redirects(world: &World<'_>, raw: &RawEntry<'_>) -> Vec<String> {
    let mut redirects: Vec<String> =
        raw.redirects.iter().filter_map(|former| url::path_of(world.site.as_ref(), former.as_str())).collect();
    let own: HashSet<String> = redirects.iter().cloned().collect();
    let of_aliases = raw.aliases.iter().filter_map(|alias| page_of_alias(world, alias.as_str()));
    redirects.extend(of_aliases.filter(|path| !own.contains(path)));
    redirects
}

/// The page that a former code had, if it fits the code scheme.
pub(super) fn page_of_alias(world: &World<'_>, alias: &str) -> Option<String> {
    let site = world.site.as_ref()?;
    let codes = world.codes_of.as_ref()?;
    let scheme = &codes.scheme;
    let rest = match &scheme.prefix {
        Some(prefix) => alias.strip_prefix(prefix.as_str())?.strip_prefix(scheme.separator.as_str())?,
        None => alias,
    };
    let segments: Vec<&str> = rest.split(scheme.separator.as_str()).collect();
    let fits = scheme.depths().contains(&segments.len())
        && segments.iter().enumerate().all(|(level, segment)| codes.matches(level, segment));
    let folder = if site.errors.is_empty() { String::new() } else { format!("/{}", site.errors) };
    fits.then(|| format!("{folder}/{}", segments.join("/")))
}
