//! Sensitive params: which of them responses reveal, and where others must not be sent.

use std::collections::HashMap;

use errbook::envelope::{Piece, Variable};

use super::known::{Known, KnownParam};
use super::world::World;
use crate::catalog::Response;
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::keys::Table as _;
use crate::raw::RawEntry;
use crate::rule::Rule;
use crate::values::Kept;

/// The sensitive params of an entry, by name.
type Sensitive<'e> = HashMap<&'e str, Place>;

/// Where a param is, and where it is declared sensitive.
#[derive(Clone, Copy)]
struct Place {
    /// In the entry. The entry as a whole if the param comes from the family.
    span: Span,
    declared: (FileId, Span),
}

/// Checks `reveal`, and reports params that would be sent although they are sensitive. `redact`
/// keeps all params out of responses.
pub(super) fn check(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    known: &Known<'_, '_>,
    responses: &[Response],
    redact: bool,
    decoder: &mut Decoder<'_>,
) {
    let sensitive = sensitive(known.params.iter().chain(&known.of_wordings));
    for name in &entry.reveal {
        check_revealed(name, &sensitive, (entry, known), decoder);
    }
    let hidden = |name: &str| {
        let is_revealed = entry.reveal.iter().any(|revealed| revealed.as_str() == name);
        sensitive.get(name).filter(|_| !is_revealed).copied()
    };
    for extension in &entry.extensions {
        let name = extension.as_str();
        if let Some(Place { declared: (file, declared), .. }) = hidden(name) {
            let message = format!("sensitive param `{name}` in `extensions`");
            let help = format!("add `reveal: [{name}]` if callers may see it, or remove it from `extensions`");
            let found = Diagnostic::error(Rule::SensitiveSent, message).at(decoder.file, extension.span, "sent here");
            decoder.diagnostics.push(found.at(file, declared, "sensitive").help(help));
        }
    }
    if redact || sensitive.is_empty() {
        return;
    }
    for (body, status) in world.bodies(responses) {
        let profile = &world.profiles[body];
        for param in params(profile.envelope_for(status)) {
            let Some(Place { span, declared: (file, declared) }) = hidden(param) else { continue };
            let message = format!("profile `{}` sends `$param.{param}`, which is sensitive", profile.name);
            let help =
                format!("add `reveal: [{param}]` if callers may see it, or remove `$param.{param}` from the envelope");
            let found = Diagnostic::error(Rule::SensitiveSent, message).at(decoder.file, span, "sent by the profile");
            decoder.diagnostics.push(found.at(file, declared, "sensitive").help(help));
        }
    }
}

fn sensitive<'e>(params: impl Iterator<Item = &'e KnownParam<'e>>) -> Sensitive<'e> {
    let place = |param: &'e KnownParam<'e>| Some((param.name, Place { span: param.span, declared: param.sensitive? }));
    params.filter_map(place).collect()
}

fn check_revealed(
    name: &Text<'_>,
    sensitive: &Sensitive<'_>,
    (entry, known): (&RawEntry<'_>, &Known<'_, '_>),
    decoder: &mut Decoder<'_>,
) {
    if sensitive.contains_key(name.as_str()) {
        return;
    }
    if known.names_in_wordings().any(|param| param == name.as_str()) {
        // An invalid param could be meant to be sensitive.
        let of_wordings = entry.wordings.iter().flat_map(|wording| &wording.params);
        let own = entry.params.iter().chain(of_wordings).find(|(param, _)| param.as_str() == name.as_str());
        if let Some((_, Kept(param))) = own
            && param.as_ref().is_none_or(|param| param.seen().is_wrong("sensitive"))
        {
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
