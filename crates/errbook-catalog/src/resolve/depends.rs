//! Dependencies: other catalogs, read from the files that `errbook update` wrote.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::world::World;
use super::{stages, url};
use crate::catalog::{Declared, Dependency, DependencySource, Extension};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::file_name;
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

/// Keywords of Python, which can't be names of modules.
const PYTHON_KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

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
    // The only keyword in Pascal case, which is how Rust names the variant, and names that Windows reserves.
    let is_reserved = name.as_str() == "self" || file_name::problem(name.as_str()).is_some();
    if !fits || is_reserved {
        let message = format!("`{}` cannot name a dependency", name.as_str());
        let help = if is_reserved {
            "use another name"
        } else {
            "start with a lowercase letter, and use only lowercase letters, digits, `-`, and `_`"
        };
        decoder.error(Rule::InvalidValue, message, help, name.span);
    }
    fits && !is_reserved
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
        start: outline.start,
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
        (None, Some(registry)) if registry.as_str().contains("://") => {
            let help = "download it, and set `registry` to its path, or use `git`";
            decoder.error(Rule::InvalidValue, "`registry` is a URL, not a path", help, registry.span);
            return None;
        }
        (None, Some(registry)) if path.is_none() && rev.is_none() => {
            return Some(DependencySource::Registry(owned(registry)));
        }
        (None, None) if rev.is_none() && path.is_some() => return path.map(DependencySource::Path),
        _ => {}
    }
    let message = match (&raw.git, &raw.registry) {
        (Some(_), Some(_)) => "`from` has both `git` and `registry`",
        (None, Some(_)) if path.is_some() => "`from` has both `path` and `registry`",
        (None, _) if rev.is_some() => "`from` has `rev` without `git`",
        _ => "`from` needs one of `path`, `git`, and `registry`",
    };
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
    let keyword = |module: &&Text<'_>| module.as_str().split('.').any(|part| PYTHON_KEYWORDS.contains(&part));
    if let Some(module) = raw.python.as_ref().filter(keyword) {
        let message = format!("`{}` cannot be imported, because it contains a Python keyword", module.as_str());
        decoder.error(Rule::InvalidValue, message, "write a module such as `platform_errors`", module.span);
    }
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

/// A code or an alias of a dependency.
#[derive(Clone, Copy)]
struct Named<'d> {
    dependency: &'d str,
    /// The code. Differs from the name of an alias.
    code: &'d str,
    is_alias: bool,
}

/// All codes and aliases of a dependency.
fn names(of: &Dependency) -> impl Iterator<Item = (&str, Named<'_>)> {
    of.codes.iter().flat_map(|code| {
        let named = |is_alias| Named { dependency: &of.name, code: &code.code, is_alias };
        let aliases = code.aliases.iter().map(move |alias| (alias.as_str(), named(true)));
        std::iter::once((code.code.as_str(), named(false))).chain(aliases)
    })
}

/// Reports codes and aliases that two catalogs define, once the codes of this one are known.
pub(super) fn check_codes(world: &World<'_>, spans: &Spans, diagnostics: &mut Vec<Diagnostic>) {
    let span = |name: &str| spans.get(name).copied().unwrap_or_default();
    let mut first: HashMap<&str, Named<'_>> = HashMap::new();
    for (name, now) in world.depends.iter().flat_map(names) {
        let Some(before) = first.insert(name, now).filter(|before| before.dependency != now.dependency) else {
            continue;
        };
        let (message, help) = between(name, before, now);
        let found = Diagnostic::error(Rule::DependencyConflict, message);
        diagnostics.push(found.at(world.manifest_file, span(now.dependency), "").help(help));
    }
    check_folders(world, spans, diagnostics);
    for address in &world.codes {
        let Some(of) = first.get(address.code.as_str()) else { continue };
        let (code, name) = (&address.code, of.dependency);
        let (message, help) = if of.is_alias {
            let message = format!("`{code}` is an alias of `{}` in the dependency `{name}`", of.code);
            (message, format!("rename it, or remove the alias from `{name}`"))
        } else {
            let message = format!("`{code}` is a code of the dependency `{name}`");
            (message, format!("rename it, or add to the code with `extends` of `{name}` in catalog.yaml"))
        };
        let found = Diagnostic::error(Rule::DependencyConflict, message).at(address.file, Span::default(), "");
        diagnostics.push(found.at(world.manifest_file, span(name), "").help(help));
    }
}

/// Reports dependencies whose included pages would be in the folder of a group or a code.
fn check_folders(world: &World<'_>, spans: &Spans, diagnostics: &mut Vec<Diagnostic>) {
    for of in world.depends.iter().filter(|of| of.has_pages) {
        let name = &of.name;
        let is_group = world.groups.iter().any(|group| group.path.first() == Some(name));
        let is_code = world.codes.iter().any(|own| own.segments == [name.as_str()]);
        let what = match (is_group, is_code) {
            (false, false) => continue,
            (true, _) => "group",
            (false, true) => "code",
        };
        let message = format!("the pages of dependency `{name}` would be in the folder of the {what} `{name}`");
        let span = spans.get(name).copied().unwrap_or_default();
        let found = Diagnostic::error(Rule::DependencyConflict, message).at(world.manifest_file, span, "");
        diagnostics.push(found.help("rename one of the two, or set `include: links`"));
    }
}

/// The message and the help about a name that two dependencies have.
fn between(name: &str, before: Named<'_>, now: Named<'_>) -> (String, String) {
    let (other, own) = (before.dependency, now.dependency);
    let alias = |of: &str, code: &str| {
        let message = format!("alias `{name}` of `{of}` is a code of `{code}`");
        (message, format!("remove the alias from `{of}`, or rename the code in `{code}`"))
    };
    match (before.is_alias, now.is_alias) {
        (false, false) => (
            format!("`{other}` and `{own}` both define `{name}`"),
            "rename the code in one of the two catalogs".to_owned(),
        ),
        (true, true) => (
            format!("`{other}` and `{own}` both have the alias `{name}`"),
            "remove the alias from one of the two catalogs".to_owned(),
        ),
        (true, false) => alias(other, own),
        (false, true) => alias(own, other),
    }
}

/// Reports aliases of this catalog that are codes or aliases of a dependency.
pub(super) fn check_aliases(
    world: &World<'_>,
    spans: &Spans,
    aliases: &[(FileId, &Spanned<String>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let outside: HashMap<&str, Named<'_>> = world.depends.iter().flat_map(names).collect();
    for (file, alias) in aliases {
        let Some(of) = outside.get(alias.value.as_str()) else { continue };
        let (what, help) = if of.is_alias {
            (format!("an alias of `{}` in", of.code), "remove the alias from one of the two catalogs".to_owned())
        } else {
            ("a code of".to_owned(), format!("remove the alias, or rename the code in `{}`", of.dependency))
        };
        let message = format!("alias `{}` is {what} the dependency `{}`", alias.value, of.dependency);
        let found = Diagnostic::error(Rule::DependencyConflict, message).at(*file, alias.span, "");
        let span = spans.get(of.dependency).copied().unwrap_or_default();
        diagnostics.push(found.at(world.manifest_file, span, "").help(help));
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
            let help = match dependency.find(code.as_str()) {
                Some(current) => format!("it is an alias; use `{}`", dependency.codes[current].code),
                None => suggest::help(code.as_str(), dependency.codes.iter().map(|of| of.code.as_str())),
            };
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
    let seen = raw.value.seen();
    let mut texts = raw.json.members().to_vec();
    // What is wrong with the others is reported already.
    texts.retain(|(key, _)| key != "raised_by" && seen.has(key) && !seen.is_wrong(key));
    Extension { raised_by: stages::raised_by(world, raised_by, decoder), texts }
}

fn owned(text: &Text<'_>) -> String {
    text.as_str().trim_end().to_owned()
}
