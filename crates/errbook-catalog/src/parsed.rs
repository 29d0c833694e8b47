//! Parses and decodes files. Invalid parts are reported and left out, and the rest is kept.

use crate::decode::Decoder;
use crate::diagnostic::{Diagnostic, FileId};
use crate::keys::{Key, Texts, Value, WrittenText};
use crate::raw::{RawEntry, RawManifest};
use crate::rule::Rule;
use crate::source::{MANIFEST, Sources, is_dependency};
use crate::yaml::{self, Node};

/// The manifest. `None` if it is missing or can't be read, which is reported.
pub(crate) fn manifest<'s>(sources: &'s Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<RawManifest<'s>> {
    let Some((file, _)) = sources.paths().find(|(_, path)| *path == MANIFEST) else {
        if sources.paths().any(|(_, path)| path.is_empty()) {
            // The folder can't be read, which is already reported.
            return None;
        }
        let found = Diagnostic::error(Rule::ManifestMissing, format!("no `{MANIFEST}` in the catalog's folder"));
        diagnostics.push(found.help("run `errbook init` to start a catalog, or use `--catalog DIR` with its folder"));
        return None;
    };
    if sources.is_bad(file) {
        return None;
    }
    let text = sources.text(file);
    let node = yaml::parse(file, text, diagnostics)?;
    decode(&mut Decoder::new(file, text, diagnostics), node)
}

/// The entry in a file. `None` if it can't be read, which is reported.
pub(crate) fn entry<'s>(sources: &'s Sources, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<RawEntry<'s>> {
    if sources.is_bad(file) {
        return None;
    }
    let text = sources.text(file);
    let node = yaml::parse(file, text, diagnostics)?;
    decode(&mut Decoder::new(file, text, diagnostics), node)
}

/// Decodes a whole file as a table of keys. Returns `None` if it isn't a mapping.
pub(crate) fn decode<'s, T: Value<'s>>(decoder: &mut Decoder<'_>, node: Node<'s>) -> Option<T> {
    T::read(decoder, node, &Key::WHOLE)
}

/// The strings in a file, as far as it can be read.
pub(crate) fn texts(sources: &Sources, file: FileId) -> Vec<WrittenText<'_>> {
    let (mut diagnostics, mut texts) = (Vec::new(), Texts::default());
    if sources.path(file) == MANIFEST {
        let manifest = manifest(sources, &mut diagnostics);
        manifest.iter().for_each(|manifest| manifest.texts(&Key::WHOLE, &mut texts));
    } else {
        let entry = entry(sources, file, &mut diagnostics);
        entry.iter().for_each(|entry| entry.texts(&Key::WHOLE, &mut texts));
    }
    texts.found
}

/// All files that are entries: not the manifest, the OpenAPI document that it names, or what
/// dependencies are resolved to.
pub(crate) fn entry_files<'s>(sources: &'s Sources, manifest: Option<&RawManifest<'_>>) -> Vec<(FileId, &'s str)> {
    let openapi = manifest.and_then(|manifest| manifest.openapi.as_ref());
    let openapi = openapi.map(|path| path.as_str().trim_start_matches("./"));
    let is_entry = |path: &str| path != MANIFEST && Some(path) != openapi && !is_dependency(path);
    sources.paths().filter(|(_, path)| is_entry(path)).collect()
}
