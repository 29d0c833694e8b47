//! Lists the anchors on a code's page: the IDs of its headings.

use std::collections::HashSet;

use errbook_catalog::{HeadingIds, PageSection, PathStep, TextKind};

use crate::context::Context;
use crate::text::EntryContext;

pub(crate) fn of_entry(context: &Context<'_>, entry: &EntryContext<'_>) -> HashSet<String> {
    let mut ids = HeadingIds::of_entry(context.manifest.profiles.len());
    let mut anchors: HashSet<String> = sections(context, entry).into_iter().map(str::to_owned).collect();
    for text in &entry.texts {
        let is_section = matches!(&text.place.path[..], [PathStep::Key(key), _, PathStep::Key(heading)] if key == "sections" && heading == "heading");
        if is_section {
            anchors.insert(ids.next(text.value));
        } else if text.kind == TextKind::Block {
            anchors.extend(text.markdown.headings.iter().map(|heading| ids.next(&heading.text)));
        }
    }
    anchors
}

/// The anchors of the sections that the page has.
fn sections(context: &Context<'_>, entry: &EntryContext<'_>) -> Vec<&'static str> {
    let of = entry.entry;
    let position = context.snapshot.position(&entry.code.code);
    let related =
        !of.related.is_empty() || position.is_some_and(|position| !context.graph.related_from[position].is_empty());
    let has_children = position.is_some_and(|position| context.graph.has_children.contains(&position));
    let has_text = of.messages.is_some() || of.wordings.iter().any(|wording| wording.sent);
    // Where the manifest sets no order, only HTML pages have these two.
    let ordered = !context.manifest.page_order.is_empty();
    let has_step = of.how_to_fix.as_ref().is_some_and(|section| !section.steps.is_empty());
    let has_request = of.what_happened.as_ref().is_some_and(|section| !section.separate_requests().is_empty());
    [
        ("quick-fix", ordered && has_step && context.manifest.page_order.contains(&PageSection::QuickFix)),
        ("failing-request", ordered && has_request),
        ("example", of.messages.is_some() && !of.responses.is_empty()),
        ("message", has_text && of.responses.is_empty()),
        ("what-happened", of.what_happened.is_some()),
        ("how-to-fix", of.how_to_fix.is_some()),
        ("common-mistakes", !of.common_mistakes.is_empty()),
        ("more-specific-codes", has_children),
        ("related-errors", related),
        ("details", true),
    ]
    .into_iter()
    .filter_map(|(id, there)| there.then_some(id))
    .collect()
}
