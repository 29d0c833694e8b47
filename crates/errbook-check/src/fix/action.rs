//! Replaces `retryable` with `action`, which has the same meaning.

use errbook_catalog::{ActionKind, Diagnostic, Document, FileId, Snapshot, Span, Written};

use super::{Proposal, Repair};
use crate::edit::Edit;

/// The rule. Its label is the value of `retryable`.
pub(super) const RULE: &str = "deprecated-key";

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (file, findings) in super::by_file(found, |rule| rule == RULE) {
        let text = snapshot.report().text(file);
        let Ok(document) = Document::parse(text) else { continue };
        let settings = settings(snapshot, file, document.root());
        let edit = |span: Span| {
            let (key, value, kind) = settings.iter().find(|(_, value, _)| starts_in(span, value))?;
            replaced(text, *key, *value, *kind)
        };
        proposals.extend(super::propose(file, Repair::DeprecatedKey, findings, edit));
    }
    proposals
}

/// Each `retryable` of a file with its value, and the kind of action that it means.
fn settings<'d>(snapshot: &Snapshot, file: FileId, root: Written<'d>) -> Vec<(Written<'d>, Written<'d>, ActionKind)> {
    let setting = |of: Written<'d>, kind| of.member("retryable").map(|(key, value)| (key, value, kind));
    if let Some(position) = snapshot.code_in(file) {
        let action = snapshot.codes()[position].entry.as_ref().and_then(|entry| entry.action.as_ref());
        return action.and_then(|action| setting(root, action.kind)).into_iter().collect();
    }
    let of_group = |group: &errbook_catalog::Group| {
        let inside = |of: Option<Written<'d>>, name: &String| {
            of?.member("groups").and_then(|(_, groups)| groups.member(name)).map(|(_, group)| group)
        };
        setting(group.path.iter().fold(Some(root), inside)?, group.action.as_ref()?.kind)
    };
    snapshot.groups().iter().filter_map(of_group).collect()
}

/// Whether a finding is at this value, or at its first line.
fn starts_in(span: Span, value: &Written<'_>) -> bool {
    value.span().start == span.start
}

/// Replaces the key, `value` below it, and the boolean. Keeps the text between them.
fn replaced(text: &str, key: Written<'_>, value: Written<'_>, kind: ActionKind) -> Option<Edit> {
    let start = key.span().range().start;
    let mut edits = vec![renamed(text, key, "retryable", "action")?];
    let boolean = match value.member("value") {
        None => value,
        Some((inner, boolean)) => {
            edits.push(renamed(text, inner, "value", "kind")?);
            boolean
        }
    };
    edits.push(Edit::replace(boolean.span().range(), kind.as_str()));
    let end = boolean.span().range().end;
    let part = text.get(start..end)?;
    let moved = |edit: Edit| Edit::replace(edit.range.start - start..edit.range.end - start, edit.text);
    let part = crate::edit::apply(part, &edits.into_iter().map(moved).collect::<Vec<_>>()).ok()?;
    Some(Edit::replace(start..end, part))
}

/// Renames a key. Keeps its quotes.
fn renamed(text: &str, key: Written<'_>, from: &str, to: &str) -> Option<Edit> {
    let range = key.span().range();
    let at = range.start + text.get(range)?.find(from)?;
    Some(Edit::replace(at..at + from.len(), to))
}
