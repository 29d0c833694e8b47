//! The kind of codes: errors that services send, or only a reference.

use super::world::World;
use crate::catalog::CodeKind;
use crate::decode::Decoder;
use crate::document::Document;
use crate::keys::Seen;
use crate::path::PathStep;
use crate::rule::Rule;

/// Keys of responses, which codes of the kind `reference` don't have.
const OF_RESPONSES: [&str; 10] =
    ["status", "title", "type", "field_errors", "profiles", "retry_after", "redact", "reveal", "headers", "extensions"];

/// The kind of the codes in a group: what the nearest group sets, or else the manifest.
pub(super) fn of(world: &World<'_>, group: Option<usize>) -> CodeKind {
    world.groups_of(group).find_map(|group| world.groups[group].raw.as_ref()?.kind).unwrap_or(world.kind)
}

/// Whether codes of this kind can have the key.
pub(super) fn applies(kind: CodeKind, key: &str) -> bool {
    kind == CodeKind::Error || !OF_RESPONSES.contains(&key)
}

/// Reports keys of responses in the mapping at `path`, an entry or a group of this kind.
pub(super) fn check(kind: CodeKind, seen: &Seen, path: &[PathStep], decoder: &mut Decoder<'_>) {
    // The title of a group is its heading.
    let is_of_response = |key: &&str| seen.has(key) && (path.is_empty() || *key != "title");
    for key in OF_RESPONSES.into_iter().filter(|key| is_of_response(key) && !applies(kind, key)) {
        let path: Vec<PathStep> = path.iter().cloned().chain([PathStep::key(key)]).collect();
        let place = Document::of(decoder.file, decoder.text).map(|document| document.place(&path, None));
        let message = format!("`{key}` does not apply to codes of the kind `reference`");
        let help = "remove it, or set `kind: error` in the group";
        decoder.error(Rule::ReferenceResponse, message, help, place.unwrap_or(seen.span));
    }
}
