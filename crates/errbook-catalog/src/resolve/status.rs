//! Responses: status and title for each profile that sends a code.

use super::profiles;
use super::world::World;
use crate::catalog::Response;
use crate::decode::{Decoder, PerProfile, Spanned};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::raw::RawEntry;
use crate::rule::Rule;
use crate::status::reason_phrase;

/// The responses of an entry, in the order of the manifest's profiles.
pub(super) fn responses<'w>(
    world: &World<'w>,
    entry: &RawEntry<'w>,
    group: Option<usize>,
    sending: &[usize],
    needed: bool,
    decoder: &mut Decoder<'_>,
) -> Vec<Response> {
    if world.profiles_broken {
        return Vec::new();
    }
    check_own(world, entry, sending, decoder);
    let mut responses = Vec::with_capacity(sending.len());
    for &profile in sending {
        let Some(status) = status(world, entry, group, profile) else {
            if needed && !entry.seen().has("status") && !world.is_broken(group) {
                status_missing(world, entry, profile, decoder);
                break;
            }
            continue;
        };
        let Some(title) = title(world, entry, profile, status.value) else {
            if in_range(world, status.value) {
                title_missing(entry, &status, decoder);
            }
            break;
        };
        responses.push(Response { profile, status: u16::try_from(status.value).unwrap_or_default(), title });
    }
    responses
}

/// Checks that statuses are in range, and that their profiles send the code.
fn check_own(world: &World<'_>, entry: &RawEntry<'_>, sending: &[usize], decoder: &mut Decoder<'_>) {
    match &entry.status {
        Some(PerProfile::All(status)) => check_range(world, status, decoder),
        Some(PerProfile::Each(each)) => each.iter().for_each(|(_, status)| check_range(world, status, decoder)),
        None => {}
    }
    let (statuses, titles) = (profiles::names(entry.status.as_ref()), profiles::names(entry.title.as_ref()));
    profiles::check(world, statuses.into_iter().chain(titles), sending, decoder);
}

/// Errors have a status from 400 to 599 (RFC 9110, section 15), or one that the manifest allows.
pub(super) fn check_range(world: &World<'_>, status: &Spanned<i64>, decoder: &mut Decoder<'_>) {
    if in_range(world, status.value) {
        return;
    }
    let message = format!("{} is not an error status", status.value);
    let help = match status.value {
        100..600 => "use 400 to 599, or add it to `extra_statuses` in the manifest",
        _ => "use 400 to 599",
    };
    decoder.error(Rule::StatusRange, message, help, status.span);
}

/// Values in `extra_statuses` must be HTTP statuses (RFC 9110, section 15).
pub(super) fn check_extra(status: &Spanned<i64>, decoder: &mut Decoder<'_>) {
    if !(100..600).contains(&status.value) {
        let message = format!("{} is not an HTTP status", status.value);
        decoder.error(Rule::StatusRange, message, "use a number from 100 to 599", status.span);
    }
}

fn in_range(world: &World<'_>, status: i64) -> bool {
    (400..600).contains(&status) || world.extra_statuses.contains(&status)
}

fn status<'w>(world: &World<'w>, entry: &RawEntry<'w>, group: Option<usize>, profile: usize) -> Option<Spanned<i64>> {
    world.inherited(entry.given(), group, |of| profiles::of(of.status?, &world.profiles[profile].name)).cloned()
}

fn title(world: &World<'_>, entry: &RawEntry<'_>, profile: usize, status: i64) -> Option<String> {
    let own = entry.title.as_ref().and_then(|title| profiles::of(title, &world.profiles[profile].name));
    own.map(|title| title.as_str().to_owned()).or_else(|| reason_phrase(u16::try_from(status).ok()?).map(str::to_owned))
}

fn status_missing(world: &World<'_>, entry: &RawEntry<'_>, profile: usize, decoder: &mut Decoder<'_>) {
    let name = &world.profiles[profile].name;
    let message = format!("no status for profile `{name}`");
    let help = "add `status:` here or to the group, or list the services that send this code in `profiles`";
    decoder.error(Rule::StatusMissing, message, help, entry.seen().span);
}

fn title_missing(entry: &RawEntry<'_>, status: &Spanned<i64>, decoder: &mut Decoder<'_>) {
    let found = Diagnostic::error(Rule::TitleMissing, format!("status {} has no standard reason phrase", status.value));
    let own = matches!(&entry.status, Some(PerProfile::All(of)) if of.span == status.span);
    let place = if own { status.span } else { entry.seen().span };
    decoder.report(found.help("add `title:`"), place);
}
