//! Adds what an earlier version of the source had: codes that are gone become retired entries, and
//! URLs that are gone become redirects.

use std::collections::{BTreeMap, HashMap};

use crate::Made;
use crate::envelope;
use crate::manifest::{Group, Manifest};
use crate::model::{Entry, Place, Retired};
use crate::scheme::{Code, Taken};

/// Adds the codes and URLs of `old`, which was read at `revision`.
pub(crate) fn add(now: &mut Made, revision: &str, mut old: Made) {
    name_files(&mut old, revision);
    let positions: HashMap<Code, usize> =
        now.entries.iter().enumerate().map(|(at, entry)| (entry.code.clone(), at)).collect();
    let mut taken = taken(&now.entries);
    let mut retired: Vec<Place> = Vec::new();
    for mut entry in std::mem::take(&mut old.entries) {
        if let Some(position) = positions.get(&entry.code) {
            redirect(&mut now.entries[*position], &entry.redirects, &old.manifest, &now.manifest);
            continue;
        }
        let code = old.manifest.scheme.text(&entry.code);
        let claimed = match now.manifest.scheme.has_depth(entry.code.0.len()) {
            true => taken.take_or_rename(&entry.code).map_err(|first| now.manifest.scheme.text(&first)),
            false => Err(now.manifest.scheme.shape()),
        };
        match claimed {
            Ok(symbol) => {
                entry.symbol = symbol;
                retired.push(entry.place.clone());
                now.report.took(&format!("code of {revision}"), "retired");
                retire(&mut entry, revision, &old.manifest, now);
                now.entries.push(entry);
            }
            Err(other) => {
                let message = format!("`{code}` of {revision} cannot be retired next to `{other}`");
                now.report.unplaced(entry.place.clone(), message, code);
            }
        }
    }
    add_words(now, old, &retired);
    let codes: Vec<&Code> = now.entries.iter().map(|entry| &entry.code).collect();
    now.manifest.scheme.widen(&codes);
}

/// Keeps former URLs that the catalog has.
pub(crate) fn keep(now: &mut Made, redirects: &[(Vec<String>, Vec<String>)]) {
    let former: HashMap<&[String], &Vec<String>> =
        redirects.iter().map(|(code, urls)| (code.as_slice(), urls)).collect();
    let Made { entries, manifest, .. } = now;
    for entry in entries {
        if let Some(urls) = former.get(entry.code.0.as_slice()) {
            redirect(entry, urls, manifest, manifest);
        }
    }
}

/// Names all files as Git does.
fn name_files(old: &mut Made, revision: &str) {
    let named = |file: &mut String| *file = format!("{revision}:{file}");
    old.entries.iter_mut().for_each(|entry| named(&mut entry.place.file));
    old.units.iter_mut().for_each(|unit| named(&mut unit.place.file));
    old.report.items.iter_mut().for_each(|item| named(&mut item.file));
    old.report.keyed.iter_mut().for_each(|(place, _)| named(&mut place.file));
}

/// Adds the words and the report of the pages or rows that retired entries were made of. All others
/// are in the current source. Words of a line with several rows only count if all of them are retired.
fn add_words(now: &mut Made, mut old: Made, retired: &[Place]) {
    let count = |places: &mut dyn Iterator<Item = &Place>| {
        let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
        places.for_each(|place| *counts.entry(place.clone()).or_default() += 1);
        counts
    };
    let all = count(&mut old.units.iter().map(|unit| &unit.place));
    let retired = count(&mut retired.iter());
    let is_new =
        |place: &Place| all.range(..=place.clone()).next_back().is_some_and(|(at, _)| retired.contains_key(at));
    now.units.extend(old.units.into_iter().filter(|unit| all.get(&unit.place) == retired.get(&unit.place)));
    old.report.items.retain(|item| is_new(&Place { file: item.file.clone(), line: item.line }));
    old.report.keyed.retain(|(place, _)| is_new(place));
    now.report.items.extend(old.report.items);
    now.report.keyed.extend(old.report.keyed);
}

fn taken(entries: &[Entry]) -> Taken {
    let mut taken = Taken::default();
    for entry in entries {
        // Codes of one import have names of their own already.
        let _ = taken.take_or_rename(&entry.code);
    }
    taken
}

/// Adds the former URLs of a page, unless nobody knows where pages are published.
fn redirect(entry: &mut Entry, former: &[String], old: &Manifest, now: &Manifest) {
    let Some(own) = now.site.as_ref().map(|site| site.path(&entry.code.0)) else { return };
    let before = old.site.as_ref().map(|site| site.path(&entry.code.0));
    for url in former.iter().chain(&before) {
        if *url != own && !entry.redirects.contains(url) {
            entry.redirects.push(url.clone());
        }
    }
}

/// Retires the entry of a code that is gone, and adapts it to the current manifest.
fn retire(entry: &mut Entry, revision: &str, old: &Manifest, now: &mut Made) {
    entry.draft = false;
    let replaced_by = replacement(entry, &now.entries).map(|code| now.manifest.scheme.text(code));
    entry.retired = Some(Retired { reason: format!("Last documented in {revision}."), replaced_by });
    entry.profile = entry.profile.and_then(|index| profile(index, old, &mut now.manifest));
    for request in entry.requests() {
        if request.server.is_empty() && old.requests.server != now.manifest.requests.server {
            request.server = old.requests.server.clone().unwrap_or_default();
        }
        if request.headers.is_empty() && old.requests.headers != now.manifest.requests.headers {
            request.headers.clone_from(&old.requests.headers);
        }
    }
    let former = std::mem::take(&mut entry.redirects);
    redirect(entry, &former, old, &now.manifest);
    let above = &entry.code.0[..entry.code.0.len() - 1];
    if now.entries.iter().any(|other| other.code.0 == above) {
        return;
    }
    if let Some(group) = Group::at(&mut now.manifest.groups, above) {
        group.title = group.title.take().or_else(|| Group::find(&old.groups, above)?.title.clone());
    }
}

/// The only code with the same message.
fn replacement<'e>(entry: &Entry, entries: &'e [Entry]) -> Option<&'e Code> {
    let message = entry.message.as_ref()?;
    let mut same = entries.iter().filter(|of| of.retired.is_none() && of.message.as_ref() == Some(message));
    match (same.next(), same.next()) {
        (Some(only), None) => Some(&only.code),
        _ => None,
    }
}

/// The position of a profile with the same shape, which is added if there is none.
fn profile(index: usize, old: &Manifest, now: &mut Manifest) -> Option<usize> {
    let (_, shape) = old.profiles.get(index)?;
    if let Some(at) = now.profiles.iter().position(|(_, of)| envelope::merged(of, shape).is_some()) {
        return Some(at);
    }
    let name = (2..).map(|number| format!("api_{number}")).find(|name| now.profiles.iter().all(|(of, _)| of != name));
    now.profiles.push((name?, shape.clone()));
    Some(now.profiles.len() - 1)
}
