//! An observation as findings about the catalog.

use std::collections::BTreeMap;

use errbook_catalog::Snapshot;
use errbook_check::Finding;
use errbook_check::observed::Observed;

use crate::deviation::rules;
use crate::observation::{Detail, Input, Observation, Origin, Seen};

/// Details of one finding that are shown.
const MOST_SHOWN: usize = 3;

impl Observation {
    /// The deviations as findings, with the IDs of their rules. `inputs` are the names of the inputs,
    /// in their order.
    pub fn findings(&self, snapshot: &Snapshot, inputs: &[Input]) -> Vec<(&'static str, Finding)> {
        let finding = |seen: &Seen| Some((seen.deviation.rule, finding(seen, snapshot, inputs)?));
        self.deviations.values().filter_map(finding).collect()
    }

    /// What was seen of each code.
    pub fn observed(&self, snapshot: &Snapshot) -> Observed {
        let manifest = snapshot.manifest();
        let mut observed = Observed::new(manifest.map_or("", |manifest| &manifest.name));
        let profiles = manifest.map(|manifest| manifest.profiles.as_slice()).unwrap_or_default();
        for ((position, profile), operations) in &self.seen {
            let Some(code) = snapshot.codes().get(*position) else { continue };
            let profile = profile.and_then(|profile| profiles.get(profile)).map(|profile| profile.name.as_str());
            for (operation, count) in operations {
                observed.add(&code.code, profile, operation.as_deref(), *count);
            }
        }
        observed
    }

    /// How often each rule was violated, by each code, as its position in [`Snapshot::codes`].
    pub fn violations(&self) -> BTreeMap<(&'static str, Option<usize>), u64> {
        let mut counts = BTreeMap::new();
        for ((rule, position, _), seen) in &self.deviations {
            *counts.entry((*rule, *position)).or_default() += seen.count;
        }
        counts
    }

    /// How often each unknown code and type URL was seen.
    pub fn unknown(&self) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for seen in self.deviations.values() {
            if let Some(sent) = seen.deviation.sent.as_deref() {
                *counts.entry(sent).or_default() += seen.count;
            }
        }
        counts
    }
}

fn finding(seen: &Seen, snapshot: &Snapshot, inputs: &[Input]) -> Option<Finding> {
    let mut finding = seen.deviation.finding(snapshot)?;
    let mut details: Vec<(&String, &(Detail, Origin))> = seen.details.iter().collect();
    details.sort_by_key(|(_, (_, origin))| origin);
    if details.is_empty() || seen.deviation.rule != rules::MESSAGE {
        return Some(finding.note(times(seen.count, &seen.first, inputs)));
    }
    for (diff, (_, origin)) in details.iter().take(MOST_SHOWN) {
        let place = place(origin, inputs);
        finding = finding.note(if diff.is_empty() { place } else { format!("{diff}\n{place}") });
    }
    let more = details.len().saturating_sub(MOST_SHOWN);
    let more = if more > 0 {
        format!(", with {more} more {}", if more == 1 { "text" } else { "texts" })
    } else {
        String::new()
    };
    if seen.count > 1 {
        finding = finding.note(format!("seen {} times{more}", seen.count));
    }
    Some(finding)
}

fn times(count: u64, first: &Origin, inputs: &[Input]) -> String {
    match count {
        1 => place(first, inputs),
        2 => place(first, inputs) + ", and once more",
        count => format!("{}, and {} more times", place(first, inputs), count - 1),
    }
}

/// `seen at traffic.jsonl:17`, `seen at session.har, entry 3: POST /v2/keys.getKey`
fn place(origin: &Origin, inputs: &[Input]) -> String {
    let number = origin.number;
    let place = match inputs.get(origin.input) {
        Some(Input::Lines(name)) => format!("seen at {name}:{number}"),
        Some(Input::Entries(name)) => format!("seen at {name}, entry {number}"),
        Some(Input::Proxy) | None => format!("seen in request {number}"),
    };
    if origin.request.is_empty() { place } else { format!("{place}: {}", origin.request) }
}
