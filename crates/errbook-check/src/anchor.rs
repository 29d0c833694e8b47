//! The anchors of a code's page: the ids of its headings, made as `errbook-docs` makes them.

use std::collections::HashSet;

use errbook_catalog::PathStep;

use crate::context::{Context, EntryContext, TextKind};

/// The ids that links of the page can lead to.
pub(crate) fn of_entry(context: &Context<'_>, entry: &EntryContext<'_>) -> HashSet<String> {
    let mut taken: HashSet<String> =
        ["example", "message", "what-happened", "how-to-fix", "common-mistakes", "related-errors", "details"]
            .map(str::to_owned)
            .into();
    let mut anchors: HashSet<String> = sections(context, entry).into_iter().map(str::to_owned).collect();
    for text in &entry.texts {
        let is_section = matches!(&text.place.path[..], [PathStep::Key(key), _, PathStep::Key(heading)] if key == "sections" && heading == "heading");
        if is_section {
            anchors.insert(id(&mut taken, text.value));
        } else if text.kind == TextKind::Block {
            anchors.extend(text.markdown.headings.iter().map(|heading| id(&mut taken, &heading.text)));
        }
    }
    anchors
}

/// The sections that the page has.
fn sections(context: &Context<'_>, entry: &EntryContext<'_>) -> Vec<&'static str> {
    let of = entry.entry;
    let position = context.snapshot.position(&entry.code.code);
    let related = !of.related.is_empty() || position.is_some_and(|position| context.names.is_listed(position));
    [
        ("example", of.message.is_some() && !of.responses.is_empty()),
        ("message", of.message.is_some() && of.responses.is_empty()),
        ("what-happened", of.what_happened.is_some()),
        ("how-to-fix", of.how_to_fix.is_some()),
        ("common-mistakes", !of.common_mistakes.is_empty()),
        ("related-errors", related),
        ("details", true),
    ]
    .into_iter()
    .filter_map(|(id, there)| there.then_some(id))
    .collect()
}

/// An id that no heading of the page has yet.
fn id(taken: &mut HashSet<String>, heading: &str) -> String {
    let slug = slug(heading);
    let mut id = slug.clone();
    let mut number = 1;
    while !taken.insert(id.clone()) {
        id = format!("{slug}-{number}");
        number += 1;
    }
    id
}

/// Words in lower case, joined by hyphens.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for char in text.chars().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() || char == '_' {
            slug.push(char);
        } else if !slug.is_empty() && !slug.ends_with('-') && (char.is_whitespace() || char == '-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}
