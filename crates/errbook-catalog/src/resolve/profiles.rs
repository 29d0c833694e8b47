//! The profiles that send a code, and values that differ between them.

use super::world::World;
use crate::decode::{Decoder, PerProfile, Text};
use crate::diagnostic::Diagnostic;
use crate::raw::Given;
use crate::rule::Rule;
use crate::suggest;

/// Indexes of the profiles that send the code: those of the entry, of the nearest group, or all.
pub(super) fn sending<'w>(world: &World<'w>, own: Given<'_, 'w>, group: Option<usize>) -> Vec<usize> {
    match world.inherited(own, group, |of| of.profiles) {
        Some(named) => (0..world.profiles.len())
            .filter(|&index| named.iter().any(|name| name.as_str() == world.profiles[index].name))
            .collect(),
        None => (0..world.profiles.len()).collect(),
    }
}

/// The index of a profile. Reports unknown profiles.
pub(super) fn known(world: &World<'_>, name: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<usize> {
    let index = world.profiles.iter().position(|profile| profile.name == name.as_str());
    if index.is_none() {
        let found = Diagnostic::error(Rule::UnknownProfile, format!("unknown profile `{}`", name.as_str()));
        let help = if world.profiles.is_empty() {
            "add it under `profiles` in the manifest".to_owned()
        } else {
            suggest::help(name.as_str(), world.profiles.iter().map(|profile| profile.name.as_str()))
        };
        decoder.report(found.help(help), name.span);
    }
    index
}

/// Reports profiles that don't exist, or that don't send the code.
pub(super) fn check<'t, 's: 't>(
    world: &World<'_>,
    names: impl IntoIterator<Item = &'t Text<'s>>,
    sending: &[usize],
    decoder: &mut Decoder<'_>,
) {
    for name in names {
        if known(world, name, decoder).is_some_and(|index| !sending.contains(&index)) {
            let message = format!("profile `{}` does not send this code", name.as_str());
            let help = format!("remove `{}` here, or add it to `profiles` of the entry or its group", name.as_str());
            decoder.error(Rule::ProfileNotSending, message, help, name.span);
        }
    }
}

/// The value for a profile.
pub(super) fn of<'a, T>(values: &'a PerProfile<'_, T>, profile: &str) -> Option<&'a T> {
    match values {
        PerProfile::All(value) => Some(value),
        PerProfile::Each(each) => each.iter().find(|(name, _)| name.as_str() == profile).map(|(_, value)| value),
    }
}

/// The profiles that have a value of their own.
pub(super) fn names<'a, 's, T>(values: Option<&'a PerProfile<'s, T>>) -> Vec<&'a Text<'s>> {
    match values {
        Some(PerProfile::Each(each)) => each.iter().map(|(profile, _)| profile).collect(),
        _ => Vec::new(),
    }
}
