//! Renames a code: moves its file, keeps the old name as an alias, and updates every mention. The
//! old name still parses, and its page redirects.

use std::collections::HashSet;
use std::ops::Range;

use errbook_catalog::{Action, Document, Entry, FileId, Manifest, Messages, Snapshot, Written};

use super::renaming::Renaming;
use super::{Refusal, apply, document, edited, entry_of, in_braces, insert, page_path};
use crate::blocks;
use crate::edit::{Edit, FileEdit};

/// The changes that rename a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The new code.
    pub code: String,
    /// All files that change, those of the code and of the codes below it first, with the number of
    /// updated mentions in each.
    pub files: Vec<(FileEdit, usize)>,
    /// Side effects: changed names in generated Rust, and values inherited from another group.
    pub notes: Vec<String>,
}

/// A code that gets another name.
struct Move<'s> {
    file: FileId,
    entry: &'s Entry,
    old: &'s str,
    new: String,
    /// Old and new path of its file.
    from: &'s str,
    to: String,
}

/// Renames a code to the code with these `segments`, and with it all codes below it.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::lifecycle::{rename, segments};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let scheme = &snapshot.manifest().expect("a manifest").scheme;
/// let renamed = rename(&snapshot, "err:orders:not_paid", &segments(scheme, "err:orders:unpaid")?)?;
/// assert_eq!(renamed.code, "err:orders:unpaid");
///
/// let (file, _) = &renamed.files[0];
/// assert_eq!(file.new_path(), "orders/unpaid.yaml");
/// assert!(file.after.contains("aliases: [err:orders:not_paid]"), "{}", file.after);
/// # Ok::<(), errbook_check::lifecycle::Refusal>(())
/// ```
///
/// # Errors
/// If the code does not exist, if a new one exists or is an alias of another code, or if the catalog
/// would break.
pub fn rename(snapshot: &Snapshot, old: &str, segments: &[String]) -> Result<Renamed, Refusal> {
    let Some(manifest) = snapshot.manifest() else {
        return Err(Refusal::new("manifest cannot be read", "run `errbook check` and fix the errors first"));
    };
    let moves = moves(snapshot, manifest, old, segments)?;
    let renamings: Vec<Renaming<'_>> =
        moves.iter().map(|of| Renaming::new(manifest, (of.old, &of.new), (of.from, &of.to))).collect();
    let mut files = Vec::with_capacity(moves.len());
    let mut done: HashSet<FileId> = moves.iter().map(|of| of.file).collect();
    for of in &moves {
        let own = own(snapshot, of, &renamings)?;
        let written = snapshot.file(&of.to).filter(|file| snapshot.report().text(*file) == own.0.after);
        refuse_taken(snapshot, of.old, &of.new, written)?;
        done.extend(written);
        files.push(own);
    }
    for file in editable(snapshot).filter(|file| !done.contains(file)) {
        files.extend(other(snapshot, file, &renamings, &moves)?);
    }
    let edits: Vec<FileEdit> = files.iter().map(|(edit, _)| edit.clone()).collect();
    let after = apply(snapshot, &edits)?;
    let mut all = Vec::new();
    for of in &moves {
        let (_, renamed) = entry_of(&after, &of.new)?;
        let named = |note: String| if of.old == old { note } else { format!("{}: {note}", of.new) };
        if of.old == old {
            all.extend(family_note(of.entry, renamed));
        }
        all.extend(notes(of.entry, renamed).into_iter().map(named));
    }
    Ok(Renamed { code: manifest.scheme.code(segments), files, notes: all })
}

/// Where entries and the manifest mention a code or its page: the places that [`rename`] changes.
/// Files that aren't YAML are left out.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::lifecycle::mentions;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let (file, range) = mentions(&snapshot, "err:orders:not_paid").remove(0);
/// assert_eq!(&snapshot.report().text(file)[range], "/errors/orders/not_paid");
/// ```
pub fn mentions(snapshot: &Snapshot, code: &str) -> Vec<(FileId, Range<usize>)> {
    let Some((manifest, position)) = snapshot.manifest().zip(snapshot.position(code)) else { return Vec::new() };
    let path = snapshot.path(snapshot.codes()[position].file);
    let renaming = Renaming::new(manifest, (code, code), (path, path));
    let page = page_path(manifest, path);
    let may_mention = |text: &str| text.contains(code) || page.as_ref().is_some_and(|page| text.contains(page));
    let of_file = |file: FileId| {
        let text = snapshot.report().text(file);
        let tree = if may_mention(text) { Document::parse(text).ok() } else { None };
        let edits = tree.map(|tree| renaming.edits(text, &tree)).unwrap_or_default();
        edits.into_iter().map(move |edit| (file, edit.range))
    };
    editable(snapshot).flat_map(of_file).collect()
}

/// The code and the codes below it, which would lose what they inherit if they stayed.
fn moves<'s>(
    snapshot: &'s Snapshot,
    manifest: &Manifest,
    old: &str,
    segments: &[String],
) -> Result<Vec<Move<'s>>, Refusal> {
    let (_, entry) = entry_of(snapshot, old)?;
    let (stem, new_stem) = (entry.segments.join("/"), segments.join("/"));
    let mut moves = Vec::new();
    // A code is sorted before those below it.
    for code in snapshot.codes() {
        let from = snapshot.path(code.file);
        let Some(rest) = from.strip_prefix(&stem).filter(|rest| rest.starts_with('/') || *rest == ".yaml") else {
            continue;
        };
        let (_, entry) = entry_of(snapshot, &code.code)?;
        let to = format!("{new_stem}{rest}");
        let segments: Vec<&str> = to.trim_end_matches(".yaml").split('/').collect();
        let new = manifest.scheme.code(&segments);
        if segments.len() > manifest.scheme.levels.len() {
            let message = format!("`{}` would become `{new}`, which has too many levels", code.code);
            return Err(Refusal::new(message, "choose a name with fewer levels, or rename that code first"));
        }
        moves.push(Move { file: code.file, entry, old: &code.code, new, from, to });
    }
    refuse_group(snapshot, entry)?;
    Ok(moves)
}

/// A group in the manifest would stay behind, with what codes inherit from it.
fn refuse_group(snapshot: &Snapshot, entry: &Entry) -> Result<(), Refusal> {
    let Some(file) = snapshot.file("catalog.yaml") else { return Ok(()) };
    let tree = document(snapshot, file)?;
    let mut group = Some(tree.root());
    for name in &entry.segments {
        group = group.and_then(|of| of.member("groups")).and_then(|(_, groups)| groups.member(name)).map(|(_, of)| of);
    }
    if group.is_none() {
        return Ok(());
    }
    let path = entry.segments.join("/");
    let message = format!("`{}` is also the group `{path}` in catalog.yaml", entry.code);
    Err(Refusal::new(message, "remove that group, rename the code, and add the group with the new name"))
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

/// The message that a code gets from another parent.
fn family_note(before: &Entry, after: &Entry) -> Option<String> {
    let templates = |entry: &Entry| -> Vec<String> {
        let messages = entry.messages.iter().flat_map(Messages::distinct);
        messages.map(|message| format!("`{}`", message.template)).collect()
    };
    let now = templates(after);
    (after.parent.is_some() && templates(before) != now && !now.is_empty())
        .then(|| format!("with the `family` of its parent, its message is now {}", now.join(" or ")))
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
fn own(snapshot: &Snapshot, of: &Move<'_>, renamings: &[Renaming<'_>]) -> Result<(FileEdit, usize), Refusal> {
    let text = snapshot.report().text(of.file);
    let tree = document(snapshot, of.file)?;
    let mut edits: Vec<Edit> = renamings.iter().flat_map(|renaming| renaming.edits(text, &tree)).collect();
    let mentions = edits.len();
    edits.push(alias(snapshot, of.file, &tree, (of.old, &of.new))?);
    edits.extend(snapshot.manifest().and_then(|manifest| own_redirect(manifest, text, &tree, &of.to)));
    Ok((edited(snapshot, of.file, Some(&of.to), &edits)?, mentions))
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

/// Edits another file that mentions one of the codes.
fn other(
    snapshot: &Snapshot,
    file: FileId,
    renamings: &[Renaming<'_>],
    moves: &[Move<'_>],
) -> Result<Option<(FileEdit, usize)>, Refusal> {
    let text = snapshot.report().text(file);
    let tree = match document(snapshot, file) {
        Ok(tree) => tree,
        // An unreadable file doesn't matter if it contains none of the codes.
        Err(_) if !moves.iter().any(|of| text.contains(of.old)) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let edits: Vec<Edit> = renamings.iter().flat_map(|renaming| renaming.edits(text, &tree)).collect();
    if edits.is_empty() {
        return Ok(None);
    }
    Ok(Some((edited(snapshot, file, None, &edits)?, edits.len())))
}
