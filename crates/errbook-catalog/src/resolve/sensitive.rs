//! Sensitive params: which of them responses reveal, and where others must not be sent.

use std::collections::HashMap;

use errbook::envelope::{Piece, Variable};

use super::world::World;
use crate::catalog::Response;
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::keys::Table as _;
use crate::raw::{RawEntry, RawParam};
use crate::rule::Rule;
use crate::values::Kept;

/// Where the params of an entry are declared sensitive, by name.
type Sensitive<'e> = HashMap<&'e str, (&'e Text<'e>, Span)>;

/// Checks `reveal`, and reports params that would be sent although they are sensitive. `redact`
/// keeps all params out of responses.
pub(super) fn check(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    responses: &[Response],
    redact: bool,
    decoder: &mut Decoder<'_>,
) {
    let sensitive = sensitive(entry);
    for name in &entry.reveal {
        check_revealed(name, &sensitive, entry, decoder);
    }
    let hidden = |name: &str| {
        let is_revealed = entry.reveal.iter().any(|revealed| revealed.as_str() == name);
        sensitive.get(name).filter(|_| !is_revealed).copied()
    };
    for extension in &entry.extensions {
        if let Some((name, declared)) = hidden(extension.as_str()) {
            let message = format!("sensitive param `{}` in `extensions`", name.as_str());
            let help =
                format!("add `reveal: [{}]` if callers may see it, or remove it from `extensions`", name.as_str());
            let found = Diagnostic::error(Rule::SensitiveSent, message).at(decoder.file, extension.span, "sent here");
            decoder.diagnostics.push(found.at(decoder.file, declared, "sensitive").help(help));
        }
    }
    if redact || sensitive.is_empty() {
        return;
    }
    for (body, status) in world.bodies(responses) {
        let profile = &world.profiles[body];
        for param in params(profile.envelope_for(status)) {
            let Some((name, declared)) = hidden(param) else { continue };
            let message = format!("profile `{}` sends `$param.{param}`, which is sensitive", profile.name);
            let help =
                format!("add `reveal: [{param}]` if callers may see it, or remove `$param.{param}` from the envelope");
            let found =
                Diagnostic::error(Rule::SensitiveSent, message).at(decoder.file, name.span, "sent by the profile");
            decoder.diagnostics.push(found.at(decoder.file, declared, "sensitive").help(help));
        }
    }
}

fn sensitive<'e>(entry: &'e RawEntry<'_>) -> Sensitive<'e> {
    let declared = entry.params.iter().filter_map(|(name, raw)| Some((name.as_str(), (name, declared(raw)?))));
    declared.collect()
}

/// Where a param is declared sensitive.
pub(super) fn declared(raw: &Kept<RawParam<'_>>) -> Option<Span> {
    raw.0.as_ref()?.sensitive.as_ref().filter(|sensitive| sensitive.value).map(|sensitive| sensitive.span)
}

fn check_revealed(name: &Text<'_>, sensitive: &Sensitive<'_>, entry: &RawEntry<'_>, decoder: &mut Decoder<'_>) {
    if sensitive.contains_key(name.as_str()) {
        return;
    }
    if let Some((_, Kept(param))) = entry.params.iter().find(|(param, _)| param.as_str() == name.as_str()) {
        // An invalid param could be meant to be sensitive.
        if param.as_ref().is_none_or(|param| param.seen().is_wrong("sensitive")) {
            return;
        }
        let message = format!("revealed param `{}` is not sensitive", name.as_str());
        let help = "remove it from `reveal`, or add `sensitive: true` to the param";
        decoder.error(Rule::InvalidValue, message, help, name.span);
        return;
    }
    let found = Diagnostic::error(Rule::ParamUndeclared, format!("revealed param `{}` is not declared", name.as_str()));
    let found = found.did_you_mean(name.as_str(), sensitive.keys().copied(), "add it to `params`, or remove it");
    decoder.report(found, name.span);
}

/// The params that an envelope names.
fn params(pieces: &[Piece]) -> Vec<&str> {
    let mut params: Vec<&str> = Vec::new();
    for piece in pieces {
        if let Piece::Value(Variable::Param(name)) = piece
            && !params.contains(&name.as_ref())
        {
            params.push(name);
        }
    }
    params
}
