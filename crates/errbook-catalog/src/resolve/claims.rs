//! Checks that problem types, aliases, and redirects belong to one entry each.

use std::collections::HashMap;

use super::depends;
use super::entry::{Outcome, page_of_alias};
use super::url::path_of;
use super::world::{Address, GroupNode, World};
use crate::catalog::Site;
use crate::decode::Spanned;
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
    types(world, manifest, outcomes, diagnostics);
    aliases(world, manifest, outcomes, diagnostics);
    redirects(world, manifest, outcomes, diagnostics);
}

/// Clients find a code by its type, so each must mean one code.
fn types(
    world: &World<'_>,
    manifest: Option<&RawManifest<'_>>,
    outcomes: &[Outcome],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let types = || outcomes.iter().filter_map(|entry| Some((entry.file, entry.type_uri.as_ref()?)));
    if types().next().is_none() {
        return;
    }
    let taken = taken(world, manifest, outcomes);
    let mut claimed: HashMap<&str, (FileId, Span)> = HashMap::new();
    for (file, uri) in types() {
        let found = if let Some(taken) = taken.get(&normalized(&uri.value)).filter(|taken| taken.entry != Some(file)) {
            let found = Diagnostic::error(Rule::InvalidValue, format!("type `{}` is {}", uri.value, taken.what));
            let found = found.at(file, uri.span, "").at(taken.at.0, taken.at.1, taken.label);
            found.help("write another URI, because clients identify a code by its type")
        } else if let Some((first_file, first)) = claimed.insert(&uri.value, (file, uri.span)) {
            let found = Diagnostic::error(Rule::InvalidValue, format!("duplicate type `{}`", uri.value));
            let found = found.at(file, uri.span, "again here").at(first_file, first, "first here");
            found.help("write another URI for one of the two codes, because clients identify them by it")
        } else {
            continue;
        };
        diagnostics.push(found);
    }
}

/// A URL that means something already.
struct Taken {
    /// The file of the entry whose URL it is, which may set it as its type.
    entry: Option<FileId>,
    what: String,
    at: (FileId, Span),
    label: &'static str,
}

/// What each normalized URL means. The first meaning counts.
type Meanings = HashMap<String, Taken>;

/// The URLs of pages and redirects, and what clients know of dependencies.
fn taken(world: &World<'_>, manifest: Option<&RawManifest<'_>>, outcomes: &[Outcome]) -> Meanings {
    let mut taken = Meanings::new();
    if let Some(site) = &world.site {
        pages_of_codes(world, site, &mut taken);
        redirects_of_entries(world, site, outcomes, &mut taken);
        shared_redirects(world, site, manifest, &mut taken);
    }
    outside(world, manifest, &mut taken);
    taken
}

fn pages_of_codes(world: &World<'_>, site: &Site, taken: &mut Meanings) {
    for address in &world.codes {
        let url = format!("{}{}", site.root, page(site, &address.segments));
        let what = format!("the page of `{}`", address.code);
        let at = (address.file, Span::default());
        taken.entry(normalized(&url)).or_insert(Taken { entry: Some(address.file), what, at, label: "" });
    }
}

fn redirects_of_entries(world: &World<'_>, site: &Site, outcomes: &[Outcome], taken: &mut Meanings) {
    for (outcome, entry) in outcomes.iter().filter_map(|of| Some((of, of.entry.as_ref()?))) {
        for path in &entry.redirects {
            let is_redirect = |of: &&Spanned<String>| path_of(Some(site), &of.value).as_ref() == Some(path);
            let is_page = |of: &&Spanned<String>| page_of_alias(world, &of.value).as_ref() == Some(path);
            let source = outcome.redirects.iter().find(is_redirect).or_else(|| outcome.aliases.iter().find(is_page));
            let at = (outcome.file, source.map(|source| source.span).unwrap_or_default());
            let what = format!("a former URL of `{}`", entry.code);
            let of = Taken { entry: Some(outcome.file), what, at, label: "redirect here" };
            taken.entry(normalized(&format!("{}{path}", site.root))).or_insert(of);
        }
    }
}

/// Redirects of the manifest and of groups.
fn shared_redirects(world: &World<'_>, site: &Site, manifest: Option<&RawManifest<'_>>, taken: &mut Meanings) {
    let owner = |to: &str| {
        let is_page = |address: &&Address| normalized(&page(site, &address.segments)) == normalized(to);
        world.codes.iter().find(is_page).map(|address| address.file)
    };
    let of_manifest = manifest.iter().flat_map(|manifest| &manifest.redirects).map(|redirect| {
        let to = path_of(Some(site), redirect.to.as_str());
        (&redirect.from, to.and_then(|to| owner(&to)))
    });
    let of_groups = world.groups.iter().flat_map(|group| {
        let own = group.entry.as_ref().map(|parent| world.codes[parent.code].file);
        group.redirects().map(move |from| (from, own))
    });
    for (from, entry) in of_manifest.chain(of_groups) {
        let Some(path) = path_of(Some(site), from.as_str()) else { continue };
        let at = (world.manifest_file, from.span);
        let of = Taken { entry, what: "a redirect".to_owned(), at, label: "redirect here" };
        taken.entry(normalized(&format!("{}{path}", site.root))).or_insert(of);
    }
}

/// Types and pages of dependencies.
fn outside(world: &World<'_>, manifest: Option<&RawManifest<'_>>, taken: &mut Meanings) {
    let spans = manifest.map(depends::spans).unwrap_or_default();
    for of in &world.depends {
        let at = (world.manifest_file, spans.get(&of.name).copied().unwrap_or_default());
        for code in &of.codes {
            let urls = [(&code.type_uri, "type"), (&code.url, "page")];
            for (url, what) in urls.into_iter().filter_map(|(url, what)| Some((url.as_ref()?, what))) {
                let what = format!("the {what} of `{}`", code.code);
                taken.entry(normalized(url)).or_insert(Taken { entry: None, what, at, label: "dependency here" });
            }
        }
    }
}

/// A URL without slashes at its end, and with the usual percent-encoding, which lead to the same page.
fn normalized(url: &str) -> String {
    percent_normalized(url.trim_end_matches('/')).into_owned()
}

fn aliases(
    world: &World<'_>,
    manifest: Option<&RawManifest<'_>>,
    outcomes: &[Outcome],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Some(manifest) = manifest.filter(|_| !world.depends.is_empty()) {
        let aliases = outcomes.iter().flat_map(|entry| entry.aliases.iter().map(|alias| (entry.file, alias)));
        let aliases: Vec<_> = aliases.filter(|(_, alias)| !world.by_code.contains_key(&alias.value)).collect();
        depends::check_aliases(world, &depends::spans(manifest), &aliases, diagnostics);
    }
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
    let entries = world.codes.iter().map(|address| &address.segments);
    let groups = world.groups.iter().map(|group| &group.path);
    let mut pages: HashMap<_, _> = entries.chain(groups).map(|path| (page(site, path), None)).collect();
    pages.insert(folder(site), None);
    pages
}

/// The path of a page.
fn page(site: &Site, segments: &[String]) -> String {
    format!("{}/{}", folder(site), segments.join("/"))
}

fn folder(site: &Site) -> String {
    if site.errors.is_empty() { String::new() } else { format!("/{}", site.errors) }
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
