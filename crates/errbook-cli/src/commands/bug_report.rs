//! `errbook bug-report`: what a maintainer needs to know. People post it in public, so it contains only
//! numbers, and words that errbook defines.

use std::collections::BTreeMap;
use std::thread;

use errbook_catalog::{Audience, Snapshot};
use errbook_check::stats::Stats;

use crate::args::{Global, VERSION};
use crate::failure::{Exit, Failure};
use crate::findings::plural;
use crate::terminal::Terminal;

const FEATURES: [(&str, bool); 3] =
    [("lsp", cfg!(feature = "lsp")), ("mcp", cfg!(feature = "mcp")), ("mimalloc", cfg!(feature = "mimalloc"))];

/// A catalog with errors is described, too.
pub(crate) fn run(global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut lines = build();
    match super::locate(global) {
        Ok(folder) => lines.extend(catalog(&super::read(&folder, global))),
        Err(failure) if global.catalog.is_some() => return Err(failure),
        Err(_) => lines.push(("catalog", "none in this folder or a parent".to_owned())),
    }
    let text: String = lines.iter().map(|(name, value)| format!("{name:<9} {value}\n")).collect();
    terminal.print(&text);
    Ok(Exit::Clean)
}

fn build() -> Vec<(&'static str, String)> {
    let features: Vec<&str> = FEATURES.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
    let processors = thread::available_parallelism().map_or(1, usize::from);
    vec![
        ("errbook", VERSION.to_owned()),
        ("target", format!("{}, {}", env!("ERRBOOK_TARGET"), plural(processors, "processor", "processors"))),
        ("features", if features.is_empty() { "none".to_owned() } else { features.join(", ") }),
    ]
}

fn catalog(snapshot: &Snapshot) -> Vec<(&'static str, String)> {
    let bytes: usize = snapshot.files().map(|file| snapshot.report().text(file).len()).sum();
    let files = plural(snapshot.files().count(), "file", "files");
    let mut lines = vec![("catalog", format!("{files}, {} KiB", bytes.div_ceil(1024)))];
    if let Some(manifest) = snapshot.manifest() {
        let counts = [
            plural(manifest.scheme.levels.len(), "level", "levels"),
            plural(snapshot.groups().len(), "group", "groups"),
            plural(manifest.profiles.len(), "profile", "profiles"),
            plural(manifest.stages.len(), "stage", "stages"),
            plural(manifest.fields.seen_by(Audience::Internal).count(), "field", "fields"),
        ];
        lines.push(("manifest", counts.join(", ")));
    }
    lines.push(("codes", codes(snapshot)));
    let params = counted(snapshot.entries().flat_map(|entry| &entry.params).map(|param| param.ty.as_str()));
    lines.push(("params", params));
    let found = errbook_check::check(snapshot, &super::check::defaults(snapshot));
    let all = snapshot.report().diagnostics().iter().chain(&found);
    lines.push(("findings", counted(all.map(|found| found.rule))));
    lines
}

fn codes(snapshot: &Snapshot) -> String {
    let codes = Stats::of(snapshot).codes;
    let words = |counts: &[(&str, usize)]| {
        let some = counts.iter().filter(|(_, count)| *count > 0);
        some.map(|(word, count)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    let of_live = words(&[("reserved", codes.reserved), ("deprecated", codes.deprecated)]);
    let live = if of_live.is_empty() { "live".to_owned() } else { format!("live ({of_live})") };
    let unreadable = snapshot.codes().iter().filter(|code| code.entry.is_none()).count();
    let states = [(&*live, codes.live), ("draft", codes.draft), ("retired", codes.retired), ("unreadable", unreadable)];
    match words(&states) {
        states if states.is_empty() => codes.total.to_string(),
        states => format!("{}: {states}", codes.total),
    }
}

/// How often each word occurs: `integer 2, string 5`.
fn counted<'s>(words: impl Iterator<Item = &'s str>) -> String {
    let mut counts = BTreeMap::new();
    words.for_each(|word| *counts.entry(word).or_insert(0) += 1);
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}
