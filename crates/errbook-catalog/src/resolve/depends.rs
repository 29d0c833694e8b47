//! Dependencies: other catalogs, read from the files that `errbook update` wrote.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::world::World;
use super::{stages, url};
use crate::catalog::{Declared, Dependency, DependencySource, Extension};
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::keys::Table as _;
#[cfg(feature = "registry")]
use crate::outline::full as outline;
#[cfg(not(feature = "registry"))]
use crate::outline::light as outline;
use crate::outline::{Outline, Unreadable};
use crate::raw::{Include, RawDependency, RawExtension, RawFrom, RawManifest};
use crate::rule::Rule;
use crate::suggest;
use crate::values::Verbatim;

/// Help for a dependency that can't be used as it is.
const UPDATE: &str = "run `errbook update`";

/// The related codes of each dependency, by its name.
type Related = HashMap<String, Vec<String>>;

/// Where the dependencies are named.
pub(super) type Spans = HashMap<String, Span>;

pub(super) fn spans(manifest: &RawManifest<'_>) -> Spans {
    // The first of two with one name.
    manifest.depends.iter().rev().map(|raw| (raw.name.as_str().to_owned(), raw.name.span)).collect()
}

/// Reads all dependencies. Those that can't be used are reported and left out.
pub(super) fn read(world: &mut World<'_>, manifest: &RawManifest<'_>, decoder: &mut Decoder<'_>) {
    let mut related = Related::new();
    for (item, raw) in manifest.depends.iter().enumerate() {
        if !check_name(&raw.name, decoder) {
            continue;
        }
        if let Some(first) = manifest.depends[..item].iter().find(|of| of.name.as_str() == raw.name.as_str()) {
            let message = format!("two dependencies are named `{}`", raw.name.as_str());
            let found = Diagnostic::error(Rule::DependencyConflict, message);
            let found =
                found.at(decoder.file, raw.name.span, "again here").at(decoder.file, first.name.span, "first here");
            decoder.diagnostics.push(found.help("keep one of the two, with the version that you need"));
            continue;
        }
        let has_pages = raw.include.unwrap_or(if manifest.is_portal() { Include::Pages } else { Include::Links });
        let Some(from) = from(&raw.from, decoder) else { continue };
        let name = raw.name.as_str().to_owned();
        let declared = Declared { name, item, from, has_pages: has_pages == Include::Pages };
        world.declared.push(declared.clone());
        if let Some((dependency, used)) = dependency(world, manifest, (raw, declared), decoder) {
            related.insert(dependency.name.clone(), used);
            world.depends.push(dependency);
        }
    }
    check_catalogs(world, manifest, &related, decoder);
    world.depends_broken = manifest.seen().is_wrong("depends") || world.depends.len() < manifest.depends.len();
    for (dependency, of) in world.depends.iter().enumerate() {
        world.outside.extend(of.codes.iter().enumerate().map(|(code, of)| (of.code.clone(), (dependency, code))));
    }
}

/// The name becomes part of a path and of names in generated code.
fn check_name(name: &Text<'_>, decoder: &mut Decoder<'_>) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let starts = name.as_str().starts_with(|first: char| first.is_ascii_lowercase());
    let fits = starts && name.as_str().bytes().all(is_part);
    if !fits {
        let message = format!("`{}` cannot name a dependency", name.as_str());
        decoder.error(Rule::InvalidValue, message, "use lowercase letters, digits, `-`, and `_`", name.span);
    }
    fits
}

fn dependency(
    world: &World<'_>,
    manifest: &RawManifest<'_>,
    (raw, declared): (&RawDependency<'_>, Declared),
    decoder: &mut Decoder<'_>,
) -> Option<(Dependency, Vec<String>)> {
    let name = raw.name.as_str();
    let file = world.sources.dependency(name);
    let Some(file) = file else {
        let message = format!("dependency `{name}` is not resolved");
        decoder.error(Rule::DependencyUnresolved, message, UPDATE, raw.name.span);
        return None;
    };
    // A file that can't be read is reported already.
    let text = Some(world.sources.text(file)).filter(|_| !world.sources.is_bad(file))?;
    let outline = match outline::read(text) {
        Ok(outline) => outline,
        Err(Unreadable { reason, is_newer }) => {
            let found =
                Diagnostic::error(Rule::DependencyUnresolved, format!("dependency `{name}` cannot be read: {reason}"));
            let found = found.at(decoder.file, raw.name.span, "").at(file, Span::default(), "");
            decoder.diagnostics.push(found.help(if is_newer {
                "update errbook: a newer one wrote this file"
            } else {
                UPDATE
            }));
            return None;
        }
    };
    if declared.has_pages && !outline.pages {
        let message = format!("dependency `{name}` has no pages to include");
        let help = match &raw.from.registry {
            Some(_) => "use a file of `errbook export json --pages`, or set `include: links`",
            None => UPDATE,
        };
        decoder.error(Rule::DependencyConflict, message, help, raw.name.span);
    }
    check_profiles(world, manifest, raw, &outline, decoder);
    check_modules(raw, decoder);
    let mut dependency = Dependency {
        name: name.to_owned(),
        title: url::words(name),
        from: declared.from,
        has_pages: declared.has_pages,
        rust: raw.crate_.as_ref().map(owned),
        go: raw.go.as_ref().map(owned),
        typescript: raw.typescript.as_ref().map(owned),
        python: raw.python.as_ref().map(owned),
        catalog: outline.name,
        depends: outline.depends,
        profiles: outline.profiles,
        codes: outline.codes,
        extensions: Vec::new(),
        text: text.into(),
    };
    dependency.extensions = extensions(world, &dependency, raw, decoder);
    Some((dependency, outline.related))
}

fn from(raw: &RawFrom<'_>, decoder: &mut Decoder<'_>) -> Option<DependencySource> {
    let (path, rev) = (raw.path.as_ref().map(owned), raw.rev.as_ref().map(owned));
    match (&raw.git, &raw.registry) {
        (Some(git), None) => return Some(DependencySource::Git { url: owned(git), rev, path }),
        (None, Some(registry)) if path.is_none() && rev.is_none() => {
            return Some(DependencySource::Registry(owned(registry)));
        }
        (None, None) if rev.is_none() && path.is_some() => return path.map(DependencySource::Path),
        _ => {}
    }
    let message = "`from` needs one of `path`, `git`, and `registry`";
    let help = "write `{path: ...}`, `{git: URL, rev: v1.2.0, path: catalog}`, or `{registry: errors.json}`";
    decoder.error(Rule::InvalidValue, message, help, raw.seen().span);
    None
}

/// A dependency's codes are sent in the profile of the same name.
fn check_profiles(
    world: &World<'_>,
    manifest: &RawManifest<'_>,
    raw: &RawDependency<'_>,
    outline: &Outline,
    decoder: &mut Decoder<'_>,
) {
    if world.profiles_broken || manifest.is_portal() {
        return;
    }
    let is_missing = |name: &&String| world.profiles.iter().all(|profile| profile.name != **name);
    for name in outline.profiles.iter().filter(is_missing) {
        let message =
            format!("codes of `{}` are sent in the profile `{name}`, which this catalog lacks", raw.name.as_str());
        let help = format!("add `{name}` to `profiles`");
        decoder.error(Rule::DependencyConflict, message, help, raw.name.span);
    }
}

/// They become part of generated code.
fn check_modules(raw: &RawDependency<'_>, decoder: &mut Decoder<'_>) {
    let is_name = |part: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') && part.bytes().all(is_part)
    };
    // Go has the narrowest rule for paths.
    let is_path = |path: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        path.split('/').all(|part| !part.is_empty() && part.bytes().all(is_part))
    };
    let is_module = |module: &str| {
        !module.is_empty() && module.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'`\\".contains(&byte))
    };
    let mut check = |module: &Option<Text<'_>>, is_valid: &dyn Fn(&str) -> bool, what: &str, example: &str| {
        if let Some(module) = module.as_ref().filter(|module| !is_valid(module.as_str())) {
            let message = format!("`{}` is not {what}", module.as_str());
            decoder.error(Rule::InvalidValue, message, format!("write {example}"), module.span);
        }
    };
    check(&raw.crate_, &|path| path.split("::").all(is_name), "a Rust path", "a path such as `platform_errors`");
    check(&raw.go, &is_path, "a Go import path", "a path such as `example.com/platform/platformerrors`");
    check(&raw.typescript, &is_module, "a TypeScript module", "a module such as `@acme/platform-errors`");
    check(&raw.python, &|path| path.split('.').all(is_name), "a Python module", "a module such as `platform_errors`");
}

/// Reports dependencies that don't fit together: the same catalog twice, circles, and those of a
/// dependency that this catalog doesn't list.
fn check_catalogs(world: &World<'_>, manifest: &RawManifest<'_>, related: &Related, decoder: &mut Decoder<'_>) {
    let own = manifest.name.as_ref().map_or("", Text::as_str);
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let spans = spans(manifest);
    let span = |name: &str| spans.get(name).copied().unwrap_or_default();
    for of in &world.depends {
        let (name, catalog) = (of.name.as_str(), of.catalog.as_str());
        let mut conflict = |message: String, help: String| {
            decoder.error(Rule::DependencyConflict, message, help, span(name));
        };
        if catalog == own {
            conflict(format!("`{own}` depends on itself"), "remove it from `depends`".to_owned());
        } else if of.depends.iter().any(|of| of.catalog == own) {
            let message = format!("`{own}` and `{name}` depend on each other");
            conflict(message, "move the codes that both use to a third catalog".to_owned());
        }
        match first.get(catalog) {
            Some(other) => {
                let message = format!("`{other}` and `{name}` are the same catalog, `{catalog}`");
                conflict(message, "keep one of the two, with the version that you need".to_owned());
            }
            None => drop(first.insert(catalog, name)),
        }
    }
    for of in &world.depends {
        let missing = of.depends.iter().map(|of| &of.catalog);
        for missing in missing.filter(|of| *of != own && !first.contains_key(of.as_str())) {
            let message = format!("`{}` depends on `{missing}`, which this catalog does not list", of.name);
            let help = format!("add `{missing}` to `depends`, with the version that all use");
            decoder.error(Rule::DependencyConflict, message, help, span(&of.name));
        }
    }
    check_versions(world, related, span, decoder);
}

/// Reports codes that a dependency uses of another one, in whose version here they don't exist.
fn check_versions(world: &World<'_>, related: &Related, span: impl Fn(&str) -> Span, decoder: &mut Decoder<'_>) {
    let known: HashSet<&str> = world.depends.iter().flat_map(|of| &of.codes).map(|code| code.code.as_str()).collect();
    for of in &world.depends {
        let mut used = related.get(&of.name).into_iter().flatten();
        let Some(missing) = used.find(|code| !known.contains(code.as_str())) else { continue };
        let names: Vec<&str> = of.depends.iter().map(|of| of.catalog.as_str()).collect();
        let message = format!("conflicting versions: `{}` uses `{missing}`, which no dependency here has", of.name);
        let help =
            format!("use the version of `{}` that `{}` uses, or a later `{}`", names.join("`, `"), of.name, of.name);
        decoder.error(Rule::DependencyConflict, message, help, span(&of.name));
    }
}

/// Reports codes that two catalogs define, once those of this one are known.
pub(super) fn check_codes(world: &World<'_>, spans: &Spans, diagnostics: &mut Vec<Diagnostic>) {
    let span = |name: &str| spans.get(name).copied().unwrap_or_default();
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (name, code) in world.depends.iter().flat_map(|of| of.codes.iter().map(|code| (of.name.as_str(), code))) {
        if let Some(other) = first.insert(&code.code, name) {
            let message = format!("`{other}` and `{name}` both define `{}`", code.code);
            let found = Diagnostic::error(Rule::DependencyConflict, message).at(world.manifest_file, span(name), "");
            diagnostics.push(found.help("rename the code in one of the two catalogs"));
        }
    }
    for address in &world.codes {
        if let Some(name) = first.get(address.code.as_str()) {
            let message = format!("`{}` is a code of the dependency `{name}`", address.code);
            let help = format!("rename it, or add to the code with `extends` of `{name}` in catalog.yaml");
            let found = Diagnostic::error(Rule::DependencyConflict, message).at(address.file, Span::default(), "");
            diagnostics.push(found.at(world.manifest_file, span(name), "").help(help));
        }
    }
}

fn extensions(
    world: &World<'_>,
    dependency: &Dependency,
    raw: &RawDependency<'_>,
    decoder: &mut Decoder<'_>,
) -> Vec<(usize, Extension)> {
    let mut extensions = Vec::new();
    for (code, raw) in &raw.extends {
        let Some(position) = dependency.position(code.as_str()) else {
            let message = format!("`{}` has no code `{}`", dependency.name, code.as_str());
            let help = suggest::help(code.as_str(), dependency.codes.iter().map(|of| of.code.as_str()));
            decoder.error(Rule::UnknownCode, message, help, code.span);
            continue;
        };
        extensions.push((position, extension(world, raw, decoder)));
    }
    extensions.sort_by_key(|(code, _)| *code);
    extensions
}

fn extension(world: &World<'_>, raw: &Verbatim<RawExtension<'_>>, decoder: &mut Decoder<'_>) -> Extension {
    let raised_by = raw.value.raised_by.as_ref();
    let mut texts = raw.json.members().to_vec();
    texts.retain(|(key, _)| key != "raised_by");
    Extension { raised_by: stages::raised_by(world, raised_by, decoder), texts }
}

fn owned(text: &Text<'_>) -> String {
    text.as_str().trim_end().to_owned()
}
