//! Wordings: other texts of a code.

use super::known::Known;
use super::message;
use super::profiles;
use super::world::World;
use crate::catalog::{Param, RaisedBy, Wording};
use crate::decode::{Decoder, PerProfile, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::raw::{RawEntry, RawWording};
use crate::rule::Rule;

/// The wordings of an entry. `sending` are the profiles that send it, and `params` those that each
/// wording declares.
pub(super) fn resolve(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    known: &Known<'_, '_>,
    sending: &[usize],
    params: Vec<Vec<Param>>,
    raised_by: &RaisedBy,
    decoder: &mut Decoder<'_>,
) -> Vec<Wording> {
    if entry.wordings.is_empty() {
        return Vec::new();
    }
    check_repeated(entry, decoder);
    let declared: Vec<&str> = known.names_in_wordings().collect();
    let mut wordings = Vec::with_capacity(entry.wordings.len());
    for (raw, params) in entry.wordings.iter().zip(params) {
        check_profiles(world, raw, sending, decoder);
        for operation in &raw.operations {
            check_operation(world, operation, raised_by, decoder);
        }
        let named = raw.profiles.iter().flatten();
        let index = |name: &Text<'_>| world.profiles.iter().position(|profile| profile.name == name.as_str());
        wordings.push(Wording {
            text: message::split(&raw.text, "the wording", &declared, decoder),
            params,
            profiles: named.filter_map(index).collect(),
            operations: raw.operations.iter().map(|operation| operation.as_str().to_owned()).collect(),
            when: raw.when.as_ref().map(|when| when.as_str().trim_end().to_owned()),
            computed: raw.computed.as_ref().is_some_and(|computed| computed.value),
            sent: raw.sent.as_ref().is_none_or(|sent| sent.value),
        });
    }
    wordings
}

fn check_profiles(world: &World<'_>, raw: &RawWording<'_>, sending: &[usize], decoder: &mut Decoder<'_>) {
    let Some(named) = raw.profiles.as_ref().filter(|_| !world.profiles_broken) else { return };
    if named.is_empty() {
        let help = "remove `profiles`, or list the profiles that send it";
        decoder.error(Rule::InvalidValue, "wording that no profile sends", help, raw.text.span);
    }
    profiles::check(world, named, sending, decoder);
}

/// Reports an operation that doesn't raise the code, if it is known which ones do.
fn check_operation(world: &World<'_>, operation: &Text<'_>, raised_by: &RaisedBy, decoder: &mut Decoder<'_>) {
    let name = operation.as_str();
    if world.stages_broken || raised_by.includes(&world.stages, name) {
        return;
    }
    let found = Diagnostic::error(Rule::InvalidValue, format!("operation `{name}` does not raise this code"));
    let others = raised_by.operations().map(|(_, other)| other);
    decoder.report(found.did_you_mean(name, others, "add it to `raised_by`, or remove it"), operation.span);
}

/// Reports a text that the message or another wording of the same profile already has.
fn check_repeated(entry: &RawEntry<'_>, decoder: &mut Decoder<'_>) {
    let mut known: Vec<Sent<'_>> = match &entry.message {
        Some(PerProfile::All(text)) => vec![Sent { text, profiles: None }],
        Some(PerProfile::Each(each)) => {
            each.iter().map(|(profile, text)| Sent { text, profiles: Some(vec![profile.as_str()]) }).collect()
        }
        None => Vec::new(),
    };
    for raw in &entry.wordings {
        let profiles = raw.profiles.as_ref().map(|names| names.iter().map(Text::as_str).collect());
        let wording = Sent { text: &raw.text, profiles };
        if let Some(first) = known.iter().find(|known| known.repeats(&wording)) {
            repeated(raw.text.span, first.text.span, decoder);
        } else {
            known.push(wording);
        }
    }
}

/// A text, and the profiles that send it, if not all do.
struct Sent<'e> {
    text: &'e Text<'e>,
    profiles: Option<Vec<&'e str>>,
}

impl Sent<'_> {
    fn repeats(&self, other: &Sent<'_>) -> bool {
        let is_shared = match (&self.profiles, &other.profiles) {
            (Some(own), Some(others)) => own.iter().any(|profile| others.contains(profile)),
            _ => true,
        };
        is_shared && self.text.as_str() == other.text.as_str()
    }
}

fn repeated(again: Span, first: Span, decoder: &mut Decoder<'_>) {
    let found = Diagnostic::error(Rule::WordingRepeated, "wording repeats another text of this code");
    let found = found.at(decoder.file, again, "again here").at(decoder.file, first, "first here");
    decoder.diagnostics.push(found.help("remove it, or list other `profiles`"));
}
