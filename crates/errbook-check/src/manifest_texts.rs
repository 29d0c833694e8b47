//! The texts of the manifest: what groups, glossary and the catalog say about themselves. Neighbour of [`context`](crate::context), which has
//! those of entries.

use std::collections::BTreeMap;

use errbook_catalog::PathStep;

use crate::context::{Collector, Context, Text, TextKind, key};

/// All texts of the manifest.
pub(crate) fn of<'c>(context: &Context<'c>) -> Vec<Text<'c>> {
    let Some(file) = context.manifest_file() else { return Vec::new() };
    let mut into = Collector { file, texts: Vec::new() };
    into.add(vec![key("description")], TextKind::Line, &context.manifest.description);
    for (index, group) in context.snapshot.groups().iter().enumerate() {
        let Some(title) = context.group_key(index, "title") else { continue };
        let Some(description) = context.group_key(index, "description") else { continue };
        into.add(title.path, TextKind::Plain, &group.title);
        into.add(description.path, TextKind::Block, &group.description);
    }
    for (index, term) in context.manifest.glossary.iter().enumerate() {
        into.add(vec![key("glossary"), PathStep::Item(index), key("text")], TextKind::Block, &term.text);
    }
    reasons(context, &mut into);
    into.texts
}

/// Reasons for or against trying again: a group keeps them for its entries, which know where they have them from.
fn reasons<'c>(context: &Context<'c>, into: &mut Collector<'c>) {
    let mut by_group = BTreeMap::new();
    for (_, _, entry) in context.entries() {
        if let (Some(group), Some(retryable)) = (entry.inherits("retryable"), &entry.retryable) {
            by_group.entry(group).or_insert(retryable.reason.as_deref().unwrap_or_default());
        }
    }
    for (group, reason) in by_group {
        let Some(retryable) = context.group_key(group, "retryable") else { continue };
        into.add(retryable.then(key("reason")).path, TextKind::Line, reason);
    }
}
