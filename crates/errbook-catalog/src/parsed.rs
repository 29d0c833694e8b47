//! All files parsed and decoded, as lenient as possible: what is broken is left out and reported, the rest stands.

use crate::decode::Decoder;
use crate::diagnostic::{Diagnostic, FileId};
use crate::raw::{RawEntry, RawManifest};
use crate::rule::Rule;
use crate::source::{MANIFEST, Sources, in_parallel};
use crate::yaml;

/// Manifest and entries as they were written.
#[derive(Debug)]
pub(crate) struct Parsed<'s> {
    pub(crate) manifest: Option<RawManifest<'s>>,
    /// Entries that could be decoded, sorted by file.
    pub(crate) entries: Vec<RawEntry<'s>>,
}

impl<'s> Parsed<'s> {
    /// Parses and decodes all files.
    pub(crate) fn of(sources: &'s Sources, diagnostics: &mut Vec<Diagnostic>) -> Parsed<'s> {
        let manifest = manifest(sources, diagnostics);
        let not_entries = not_entries(manifest.as_ref());
        let files: Vec<_> = sources
            .readable()
            .filter(|(_, path, _)| is_entry(path, &not_entries))
            .map(|(file, _, text)| (file, text))
            .collect();
        let decoded = in_parallel(&files, |&(file, text)| entry(file, text));
        let mut entries = Vec::with_capacity(decoded.len());
        for (entry, found) in decoded {
            entries.extend(entry);
            diagnostics.extend(found);
        }
        Parsed { manifest, entries }
    }

    /// The entry of a file.
    pub(crate) fn entry(&self, file: FileId) -> Option<&RawEntry<'s>> {
        self.entries.binary_search_by_key(&file, |entry| entry.file).ok().map(|index| &self.entries[index])
    }
}

fn manifest<'s>(sources: &'s Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<RawManifest<'s>> {
    let Some((file, _)) = sources.paths().find(|(_, path)| *path == MANIFEST) else {
        if sources.paths().any(|(_, path)| path.is_empty()) {
            // The folder itself cannot be read, which is already reported.
            return None;
        }
        let found = Diagnostic::error(Rule::ManifestMissing, format!("this folder has no `{MANIFEST}`"));
        diagnostics
            .push(found.help("run `errbook init` to begin a catalog, or name the folder of one with `--catalog`"));
        return None;
    };
    let (_, _, text) = sources.readable().find(|(of, ..)| *of == file)?;
    let node = yaml::parse(file, text, diagnostics)?;
    Decoder { file, text, diagnostics }.manifest(node)
}

fn entry(file: FileId, text: &str) -> (Option<RawEntry<'_>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let node = yaml::parse(file, text, &mut diagnostics);
    let entry = node.and_then(|node| Decoder { file, text, diagnostics: &mut diagnostics }.entry(node));
    (entry, diagnostics)
}

/// Paths of files that the manifest names.
pub(crate) fn not_entries<'m>(manifest: Option<&'m RawManifest<'_>>) -> Vec<&'m str> {
    let openapi = manifest.and_then(|manifest| manifest.openapi.as_ref());
    openapi.into_iter().map(|path| path.as_str().trim_start_matches("./")).collect()
}

/// Whether a file is an entry: neither the manifest nor named by it. A broken manifest may name files that then pass for entries; only
/// files in folders can be entries of most schemes, and what the manifest names mostly lies beside it.
pub(crate) fn is_entry(path: &str, not_entries: &[&str]) -> bool {
    path != MANIFEST && !not_entries.contains(&path)
}
