//! `negotiate` of profiles: the media types that `Accept` can select.

use super::media_type::{self, essence};
use super::world::Spreads;
use crate::catalog::{Negotiated, Profile};
use crate::decode::{Decoder, Named, Text};
use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::suggest;

/// The word for the profile's own body.
const SAME: &str = "same";

/// Completes the profiles. Bodies can be those of any profile, so all of them must be known.
pub(super) fn resolve(profiles: &mut [(Profile, Spreads)], raw: &[Named<'_, Text<'_>>], decoder: &mut Decoder<'_>) {
    let names: Vec<String> = profiles.iter().map(|(profile, _)| profile.name.clone()).collect();
    for (own, ((profile, _), raw)) in profiles.iter_mut().zip(raw).enumerate() {
        for (position, (media_type, body)) in raw.iter().enumerate() {
            let is_usable =
                media_type::check(media_type, decoder) && is_new(profile, media_type, &raw[..position], decoder);
            let body = body_of(&names, own, body, decoder);
            if let (true, Some(body)) = (is_usable, body) {
                profile.negotiate.push(Negotiated { content_type: media_type.as_str().to_owned(), profile: body });
            }
        }
    }
}

/// Whether `Accept` can tell a media type from the profile's own and from those before it. Media
/// types are case-insensitive (RFC 9110, section 8.3.1).
fn is_new(profile: &Profile, text: &Text<'_>, before: &[(Text<'_>, Text<'_>)], decoder: &mut Decoder<'_>) -> bool {
    let media_type = essence(text.as_str());
    let is_same = |other: &str| essence(other).eq_ignore_ascii_case(media_type);
    if is_same(&profile.content_type) {
        let message = format!("`{media_type}` is the profile's own media type");
        decoder.error(Rule::InvalidValue, message, "remove it: clients get it without asking", text.span);
        return false;
    }
    let Some((first, _)) = before.iter().find(|(other, _)| is_same(other.as_str())) else { return true };
    let found = Diagnostic::error(Rule::DuplicateKey, format!("duplicate media type `{media_type}`"));
    let found = found.at(decoder.file, text.span, "again here").at(decoder.file, first.span, "first here");
    decoder.diagnostics.push(found.help("keep one of them: case and parameters make no difference in `Accept`"));
    false
}

/// Index of the profile whose body is sent.
fn body_of(names: &[String], own: usize, text: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<usize> {
    let name = text.as_str();
    if name == SAME {
        return Some(own);
    }
    let found = names.iter().position(|of| of == name);
    if found == Some(own) {
        let message = format!("profile `{name}` negotiates itself");
        decoder.error(Rule::InvalidValue, message, "for its own body, write `same`", text.span);
        return None;
    }
    if found.is_none() {
        let others = names.iter().enumerate().filter(|(index, _)| *index != own).map(|(_, name)| name.as_str());
        let help = suggest::help(name, std::iter::once(SAME).chain(others));
        decoder
            .report(Diagnostic::error(Rule::UnknownProfile, format!("unknown profile `{name}`")).help(help), text.span);
    }
    found
}
