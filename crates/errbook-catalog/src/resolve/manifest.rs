//! The rest of the manifest, after scheme, groups, and profiles are read.

use std::collections::{HashMap, HashSet};

use super::kind;
use super::page;
use super::profiles::known;
use super::status::check_range;
use super::url::path_of;
use super::world::World;
use crate::catalog::{Fields, Manifest, Redirect, RuleLevel, RuleSetting, Term};
use crate::decode::{Decoder, PerProfile, Text};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::path::PathStep;
use crate::percent::percent_normalized;
use crate::raw::{RawManifest, RawRuleByPath};
use crate::rule::Rule;
use crate::values::Short;

/// The manifest. `None` if required parts are missing or invalid, which is reported.
pub(super) fn resolve(
    world: &World<'_>,
    raw: Option<&RawManifest<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Manifest> {
    let raw = raw?;
    let file = world.manifest_file;
    let mut decoder = Decoder::new(file, world.sources.text(file), diagnostics);
    check_name(raw, &mut decoder);
    check_groups(world, &mut decoder);
    let openapi = openapi(raw, &mut decoder);
    let redirects = redirects(world, raw, &mut decoder);
    let budgets = budgets(raw, &mut decoder);
    let codes = world.codes_of.as_ref()?;
    let owned = |text: &Text<'_>| text.as_str().trim_end().to_owned();
    Some(Manifest {
        name: raw.name.as_ref().map(owned)?,
        description: raw.description.as_ref().map(owned).unwrap_or_default(),
        scheme: codes.scheme.clone(),
        kind: world.kind,
        rust_name: codes.rust_name.clone(),
        since: world.since,
        profiles: world.profiles.clone(),
        stages: world.stages.clone(),
        depends: world.depends.clone(),
        fields: Fields::new(world.fields.iter().map(|declared| declared.field.clone()).collect()),
        site: world.site.clone(),
        redirects,
        example_request_id: raw.examples.as_ref().and_then(|examples| examples.request_id.as_ref()).map(owned),
        sections: raw.sections.clone(),
        page_order: page::order(raw, &mut decoder),
        fences: page::fences(raw, &mut decoder),
        glossary: raw
            .glossary
            .iter()
            .map(|term| Term {
                term: owned(&term.term),
                also: term.also.iter().map(owned).collect(),
                text: owned(&term.text),
            })
            .collect(),
        rules: raw.rules.iter().map(setting).collect(),
        budgets,
        openapi,
        extra_statuses: world.extra_statuses.clone(),
        server: world.requests.server.clone(),
        operation: world.requests.operation.clone(),
    })
}

/// The name becomes part of identifiers in other languages.
fn check_name(raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) {
    let Some(name) = &raw.name else { return };
    let fits = name
        .as_str()
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    if !fits || !name.as_str().starts_with(|first: char| first.is_ascii_lowercase()) {
        let message = format!("`{}` cannot name a catalog", name.as_str());
        let help = "use lowercase letters, digits, `-`, and `_`; for a title, use `site: {title: ...}`";
        decoder.error(Rule::InvalidValue, message, help, name.span);
    }
}

/// Values that groups pass on to their codes are checked once, here.
fn check_groups(world: &World<'_>, decoder: &mut Decoder<'_>) {
    for (at, group) in world.groups.iter().enumerate() {
        let path: Vec<PathStep> =
            group.path.iter().flat_map(|name| [PathStep::key("groups"), PathStep::key(name.clone())]).collect();
        let Some(raw) = &group.raw else { continue };
        kind::check(kind::of(world, Some(at)), raw.seen(), &path, decoder);
        match &raw.status {
            Some(PerProfile::All(status)) => check_range(world, status, decoder),
            Some(PerProfile::Each(each)) => {
                for (profile, status) in each {
                    if !world.profiles_broken {
                        known(world, profile, decoder);
                    }
                    check_range(world, status, decoder);
                }
            }
            None => {}
        }
        for profile in raw.profiles.iter().flatten().filter(|_| !world.profiles_broken) {
            known(world, profile, decoder);
        }
    }
}

/// The OpenAPI document. Files that the manifest names must be inside the catalog.
fn openapi(raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let path = raw.openapi.as_ref()?;
    if path.as_str().starts_with('/')
        || path.as_str().contains('\\')
        || path.as_str().split('/').any(|part| part == "..")
    {
        let message = format!("`{}` leads outside the catalog", path.as_str());
        let help = "use a file in the catalog's folder, or pass this one with `errbook check --openapi FILE`";
        decoder.error(Rule::InvalidValue, message, help, path.span);
        return None;
    }
    Some(path.as_str().trim_end().to_owned())
}

fn redirects(world: &World<'_>, raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for redirect in &raw.redirects {
        let to = redirect.to.as_str();
        let is_web = to.starts_with("https://") || to.starts_with("http://");
        let target = if is_web && errbook::Url::is_valid(to) { Some(to.to_owned()) } else { path_of(None, to) };
        match (path_of(world.site.as_ref(), redirect.from.as_str()), target) {
            (Some(from), Some(to)) if percent_normalized(&from) == percent_normalized(&to) => {
                let message = format!("`{to}` leads to itself");
                decoder.error(Rule::InvalidValue, message, "use the page that replaced it", redirect.to.span);
            }
            (Some(from), Some(to)) => redirects.push(Redirect { from, to, catalog: None }),
            (_, None) => {
                let message = format!("`{to}` is neither a path nor a URL");
                let help = "write a path from the root of the docs such as `/errors`, or an absolute URL";
                decoder.error(Rule::InvalidValue, message, help, redirect.to.span);
            }
            // A redirect from another site is reported by `claims`.
            (None, _) => {}
        }
    }
    circles(world, raw, decoder);
    redirects
}

/// Reports redirects that lead back to themselves through others, each circle once.
fn circles(world: &World<'_>, raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) {
    let path = |url: &Text<'_>| path_of(world.site.as_ref(), url.as_str());
    let key = |url: &Text<'_>| path(url).map(|path| percent_normalized(&path).into_owned()).unwrap_or_default();
    let to: HashMap<String, String> = raw.redirects.iter().map(|of| (key(&of.from), key(&of.to))).collect();
    let mut done: HashSet<&str> = HashSet::new();
    for first in &raw.redirects {
        let mut way: Vec<&str> = Vec::new();
        let start = key(&first.from);
        let mut next = to.get_key_value(&start);
        while let Some((from, to_path)) = next.filter(|(from, _)| done.insert(from)) {
            way.push(from);
            next = to.get_key_value(to_path);
        }
        // The way ends where an earlier one went on, or in itself.
        let Some(circle) = next.and_then(|(from, _)| way.iter().position(|of| of == from)).map(|at| &way[at..]) else {
            continue;
        };
        // One that leads to itself is reported with its target.
        let Some(redirect) = raw.redirects.iter().find(|of| key(&of.from) == circle[0]).filter(|_| circle.len() > 1)
        else {
            continue;
        };
        let through: Vec<String> = circle[1..].iter().take(3).map(|path| format!("`{path}`")).collect();
        let message = format!("redirect `{}` leads back to itself through {}", circle[0], through.join(", "));
        decoder.error(Rule::InvalidValue, message, "let one of them lead to a page", redirect.to.span);
    }
}

fn setting((rule, raw): &(Text<'_>, Short<RuleLevel, RawRuleByPath<'_>>)) -> RuleSetting {
    let (level, paths) = match raw {
        Short::Short(level) => (Some(*level), &[][..]),
        Short::Long(RawRuleByPath { level, paths, .. }) => (*level, &paths[..]),
    };
    let paths = paths.iter().map(|(glob, level)| (glob.as_str().to_owned(), *level)).collect();
    RuleSetting { rule: rule.as_str().to_owned(), level, paths }
}

fn budgets(raw: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Vec<(String, u32)> {
    let mut budgets = Vec::new();
    for (name, length) in &raw.budgets.0 {
        match u32::try_from(length.value) {
            Ok(length) => budgets.push(((*name).to_owned(), length)),
            Err(_) => {
                decoder.error(
                    Rule::InvalidValue,
                    "budget is not a number of characters",
                    "for example 160",
                    length.span,
                );
            }
        }
    }
    budgets
}
