//! Renames a code: moves its file, keeps the old name as an alias, and updates every mention. The
//! old name still parses, and its page redirects.

use errbook_catalog::{Action, Document, Entry, FileId, Manifest, Snapshot, Written};

use super::renaming::Renaming;
use super::{Refusal, apply, document, edited, entry_of, in_braces, insert, page_path};
use crate::blocks;
use crate::edit::{Edit, FileEdit};

/// The changes that rename a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The new code.
    pub code: String,
    /// All files that change, the entry's own first, with the number of updated mentions in each.
    pub files: Vec<(FileEdit, usize)>,
    /// Side effects: changed names in generated Rust, and values inherited from another group.
    pub notes: Vec<String>,
}

/// Renames a code to the code with these `segments`.
///
/// # Errors
/// If the code does not exist, if the new one exists or is an alias of another code, or if the
/// catalog would break.
pub fn rename(snapshot: &Snapshot, old: &str, segments: &[String]) -> Result<Renamed, Refusal> {
    let Some(manifest) = snapshot.manifest() else {
        return Err(Refusal::new("manifest cannot be read", "run `errbook check` and fix the errors first"));
    };
    let (code, entry) = entry_of(snapshot, old)?;
    let new = manifest.scheme.code(segments);
    let (from, to) = (snapshot.path(code.file), format!("{}.yaml", segments.join("/")));
    let renaming = Renaming::new(manifest, (old, &new), (from, &to));
    let own = own(snapshot, code.file, &renaming, (old, &new), &to)?;
    let written = snapshot.file(&to).filter(|file| snapshot.report().text(*file) == own.0.after);
    refuse_taken(snapshot, old, &new, written)?;
    let mut files = vec![own];
    for file in editable(snapshot).filter(|file| *file != code.file && Some(*file) != written) {
        files.extend(other(snapshot, file, &renaming, old)?);
    }
    let edits: Vec<FileEdit> = files.iter().map(|(edit, _)| edit.clone()).collect();
    let after = apply(snapshot, &edits)?;
    let (_, renamed) = entry_of(&after, &new)?;
    let notes = notes(entry, renamed);
    Ok(Renamed { code: new, files, notes })
}

/// Side effects of the new name for services and clients.
fn notes(before: &Entry, after: &Entry) -> Vec<String> {
    let mut notes = Vec::new();
    if before.rust.variant != after.rust.variant {
        notes.push(format!("in Rust, `{}` is now `{}`", before.rust.variant, after.rust.variant));
    }
    let statuses =
        |entry: &Entry| entry.responses.iter().map(|of| of.status.to_string()).collect::<Vec<_>>().join(", ");
    if statuses(before) != statuses(after) {
        notes.push(format!(
            "its status changes from {} to {} with its group: set `status` in the entry to keep the old one",
            statuses(before),
            statuses(after)
        ));
    }
    let same = [
        (before.action.as_ref().map_or("action", Action::key), before.action == after.action),
        ("retry_after", before.retry_after == after.retry_after),
        ("log_level", before.log_level == after.log_level),
        ("redact", before.redact == after.redact),
        ("headers", before.headers == after.headers),
    ];
    let other = same.iter().filter(|(_, same)| !same);
    notes.extend(
        other.map(|(key, _)| format!("its `{key}` changes with its group: set it in the entry to keep the old value")),
    );
    notes
}

/// The entries and the manifest. Other files that the manifest lists are not edited.
fn editable(snapshot: &Snapshot) -> impl Iterator<Item = FileId> {
    snapshot.files().filter(|file| snapshot.code_in(*file).is_some() || snapshot.path(*file) == "catalog.yaml")
}

/// `written` is the file of the new code if it has exactly the content that it would get: an
/// interrupted run wrote it, and this one completes the work.
fn refuse_taken(snapshot: &Snapshot, old: &str, new: &str, written: Option<FileId>) -> Result<(), Refusal> {
    const CHOOSE_ANOTHER: &str = "choose another code: codes are never reused";
    if old == new {
        return Err(Refusal::new(format!("code is already named `{old}`"), "choose a different name"));
    }
    if written.is_some() {
        return Ok(());
    }
    if let Some(position) = snapshot.position(new) {
        let file = snapshot.path(snapshot.codes()[position].file);
        return Err(Refusal::new(format!("`{new}` already exists in `{file}`"), CHOOSE_ANOTHER));
    }
    // A code may be renamed back to one of its own aliases.
    let claims = |entry: &&Entry| entry.code != old && entry.aliases.iter().any(|alias| alias == new);
    match snapshot.entries().find(claims) {
        Some(other) => {
            Err(Refusal::new(format!("`{new}` is an alias of `{}` in `{}`", other.code, other.file), CHOOSE_ANOTHER))
        }
        None => Ok(()),
    }
}

/// The moved entry, with its old name as an alias.
fn own(
    snapshot: &Snapshot,
    file: FileId,
    renaming: &Renaming<'_>,
    (old, new): (&str, &str),
    to: &str,
) -> Result<(FileEdit, usize), Refusal> {
    let text = snapshot.report().text(file);
    let tree = document(snapshot, file)?;
    let mut edits = renaming.edits(text, &tree);
    let mentions = edits.len();
    edits.push(alias(snapshot, file, &tree, (old, new))?);
    edits.extend(snapshot.manifest().and_then(|manifest| own_redirect(manifest, text, &tree, to)));
    Ok((edited(snapshot, file, Some(to), &edits)?, mentions))
}

/// Adds the old name to the aliases. If the new name is one of them, the old name replaces it.
fn alias(snapshot: &Snapshot, file: FileId, tree: &Document<'_>, (old, new): (&str, &str)) -> Result<Edit, Refusal> {
    let Some((_, list)) = tree.root().member("aliases") else {
        return insert(snapshot, file, tree, "aliases", &[format!("aliases: [{}]", blocks::scalar(old))]);
    };
    let former = list.items().find(|item| item.scalar() == Some(new));
    let edit = match former {
        Some(item) => Some(Edit::replace(item.span().range(), blocks::scalar(old))),
        None => blocks::push(snapshot.report().text(file), &list, &[blocks::scalar(old)]),
    };
    edit.ok_or_else(|| in_braces(snapshot.path(file)))
}

/// Removes a redirect from the new URL of the page itself. The old URL redirects anyway.
fn own_redirect(manifest: &Manifest, text: &str, tree: &Document<'_>, to: &str) -> Option<Edit> {
    let site = manifest.site.as_ref()?;
    let page = page_path(manifest, to)?;
    let (key, list) = tree.root().member("redirects")?;
    let is_page = |url: &str| url.strip_prefix(site.root.as_str()).unwrap_or(url).trim_end_matches('/') == page;
    let index = list.items().position(|item| item.scalar().is_some_and(is_page))?;
    if list.items().len() > 1 || list.is_flow() {
        return removed(text, &list, index);
    }
    let end = blocks::end_of(text, &key, &list);
    Some(Edit::replace(key.span().end as usize..end, ": []"))
}

/// Removes an item from a list, unless a comment would be lost.
fn removed(text: &str, list: &Written<'_>, index: usize) -> Option<Edit> {
    let item = list.items().nth(index)?.span().range();
    if !list.is_flow() {
        let start = blocks::line_start(text, item.start);
        let only =
            text[start..item.start].trim() == "-" && text[item.end..blocks::line_end(text, item.end)].trim().is_empty();
        return only.then(|| Edit::replace(start..blocks::line_end(text, item.end), ""));
    }
    let rest = &text[item.end..];
    let comma = rest.trim_start_matches(' ').starts_with(',').then(|| rest.find(',').unwrap_or(0) + 1);
    let end = comma.map_or(item.end, |at| item.end + at + usize::from(rest[at..].starts_with(' ')));
    Some(Edit::replace(item.start..end, ""))
}

/// Edits another file that mentions the code.
fn other(
    snapshot: &Snapshot,
    file: FileId,
    renaming: &Renaming<'_>,
    old: &str,
) -> Result<Option<(FileEdit, usize)>, Refusal> {
    let text = snapshot.report().text(file);
    let tree = match document(snapshot, file) {
        Ok(tree) => tree,
        // An unreadable file doesn't matter if it doesn't contain the code.
        Err(_) if !text.contains(old) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let edits = renaming.edits(text, &tree);
    if edits.is_empty() {
        return Ok(None);
    }
    Ok(Some((edited(snapshot, file, None, &edits)?, edits.len())))
}
