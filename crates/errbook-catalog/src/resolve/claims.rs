//! Checks that problem types, aliases, and redirects belong to one entry each.

use std::collections::HashMap;

use super::entry::Outcome;
use super::url::path_of;
use super::world::{GroupNode, World};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::file_name::is_hidden;
use crate::percent::percent_normalized;
use crate::raw::RawManifest;
use crate::rule::Rule;

/// Reports aliases and redirects that are live codes or pages, and what is claimed twice.
pub(super) fn check(
    world: &World<'_>,
    manifest: Option<&RawManifest<'_>>,
    outcomes: &[Outcome],
    diagnostics: &mut Vec<Diagnostic>,
) {
    types(outcomes, diagnostics);
    aliases(world, outcomes, diagnostics);
    redirects(world, manifest, outcomes, diagnostics);
}

/// Clients find a code by its type.
fn types(outcomes: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let mut claimed: HashMap<&str, (FileId, Span)> = HashMap::new();
    for (file, uri) in outcomes.iter().filter_map(|entry| Some((entry.file, entry.type_uri.as_ref()?))) {
        if let Some((first_file, first)) = claimed.insert(&uri.value, (file, uri.span)) {
            let found = Diagnostic::error(Rule::InvalidValue, format!("duplicate type `{}`", uri.value));
            let found = found.at(file, uri.span, "again here").at(first_file, first, "first here");
            diagnostics
                .push(found.help("write another URI for one of the two codes, because clients identify them by it"));
        }
    }
}

fn aliases(world: &World<'_>, outcomes: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let mut claimed: HashMap<&str, (FileId, Span)> = HashMap::new();
    for entry in outcomes {
        for alias in &entry.aliases {
            let name = alias.value.as_str();
            let live = world.by_code.get(name).map(|&index| &world.codes[index]);
            let is_blank = |char: char| char.is_whitespace() || char.is_control() || is_hidden(char);
            let found = if name.chars().any(is_blank) {
                Some(
                    Diagnostic::error(Rule::InvalidValue, "alias contains whitespace or an invisible character")
                        .help("write the alias exactly as services sent it"),
                )
            } else {
                live.map(|live| alias_of_live_code(name, entry.file == live.file, world.sources.path(live.file)))
            };
            if let Some(found) = found {
                diagnostics.push(found.at(entry.file, alias.span, ""));
            } else if let Some((file, span)) = claimed.insert(name, (entry.file, alias.span)) {
                let found = Diagnostic::error(Rule::AliasClaimed, format!("duplicate alias `{name}`"));
                diagnostics.push(
                    found
                        .at(entry.file, alias.span, "again here")
                        .at(file, span, "first here")
                        .help("keep it in one of the two entries"),
                );
            }
        }
    }
}

fn alias_of_live_code(alias: &str, own: bool, file: &str) -> Diagnostic {
    if own {
        let found = Diagnostic::error(Rule::AliasClaimed, format!("alias `{alias}` is the code of this entry"));
        return found.help("remove the alias");
    }
    let found = Diagnostic::error(Rule::AliasClaimed, format!("alias `{alias}` is already a code of this catalog"));
    found.help(format!("remove the alias, or delete `{file}` if you renamed that code to this one"))
}

/// Which URLs are taken.
struct Claims<'c, 'w> {
    world: &'c World<'w>,
    /// Decoded path to the location that claims it, or `None` for a page.
    claimed: HashMap<String, Option<(FileId, Span)>>,
}

fn redirects(
    world: &World<'_>,
    manifest: Option<&RawManifest<'_>>,
    outcomes: &[Outcome],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of_groups = || world.groups.iter().flat_map(GroupNode::redirects);
    let is_any = manifest.is_some_and(|manifest| !manifest.redirects.is_empty()) || of_groups().next().is_some();
    if !is_any && outcomes.iter().all(|entry| entry.redirects.is_empty()) {
        return;
    }
    let mut claims = Claims { world, claimed: pages(world) };
    if let Some(manifest) = manifest {
        for redirect in &manifest.redirects {
            claims.claim(world.manifest_file, redirect.from.as_str(), redirect.from.span, diagnostics);
        }
    }
    for former in of_groups() {
        claims.claim(world.manifest_file, former.as_str(), former.span, diagnostics);
    }
    for entry in outcomes {
        for redirect in &entry.redirects {
            claims.claim(entry.file, &redirect.value, redirect.span, diagnostics);
        }
    }
}

fn pages(world: &World<'_>) -> HashMap<String, Option<(FileId, Span)>> {
    let Some(site) = &world.site else { return HashMap::new() };
    let folder = if site.errors.is_empty() { String::new() } else { format!("/{}", site.errors) };
    let entries = world.codes.iter().map(|address| &address.segments);
    let groups = world.groups.iter().map(|group| &group.path);
    let mut pages: HashMap<_, _> =
        entries.chain(groups).map(|path| (format!("{folder}/{}", path.join("/")), None)).collect();
    pages.insert(folder, None);
    pages
}

impl Claims<'_, '_> {
    fn claim(&mut self, file: FileId, url: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) {
        let Some(path) = path_of(self.world.site.as_ref(), url) else {
            let found =
                Diagnostic::error(Rule::InvalidValue, format!("`{url}` is not a URL of this site")).at(file, span, "");
            diagnostics.push(match &self.world.site {
                Some(site) => found.help(format!(
                    "write a path such as `/old/page`, or a URL below {}, without query and fragment",
                    site.root
                )),
                None => found.help("write a path such as `/old/page`"),
            });
            return;
        };
        match self.claimed.insert(percent_normalized(&path).into_owned(), Some((file, span))) {
            None => {}
            Some(None) => {
                let found = Diagnostic::error(Rule::RedirectClaimed, format!("`{path}` is a page of this catalog"))
                    .at(file, span, "");
                diagnostics.push(found.help("remove the redirect, because it would hide the page"));
            }
            Some(Some((first_file, first))) => {
                let found = Diagnostic::error(Rule::RedirectClaimed, format!("duplicate redirect `{path}`"));
                let found = found.at(file, span, "again here").at(first_file, first, "first here");
                diagnostics.push(found.help("keep it for one of the two pages"));
            }
        }
    }
}
