//! Lists the anchors on a code's page: the IDs of its headings.

use std::collections::BTreeSet;

use errbook_catalog::{HeadingIds, PageSection, PathStep, Snapshot, TextKind};

use crate::context::Context;
use crate::docs_url;
use crate::names::Lead;
use crate::options::Options;
use crate::text::EntryContext;

/// The code whose page a link on the page of a code leads to, and the anchors there. `position` is that
/// of the linking code in [`Snapshot::codes`], and `link` has no fragment. `None` if it leads elsewhere.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::anchors;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let position = snapshot.position("err:orders:not_paid").expect("a code");
/// let (page, anchors) = anchors(&snapshot, position, "").expect("its page");
/// assert!(page == position && anchors.contains("details"));
/// ```
pub fn anchors(snapshot: &Snapshot, position: usize, link: &str) -> Option<(usize, BTreeSet<String>)> {
    let options = Options::default();
    let context = Context::new(snapshot, snapshot.manifest()?, &options);
    let page = leads_to(&context, &context.entry(position)?, link)?;
    Some((page, of_page(&context, page)?))
}

/// The anchors on the page of the code at a position.
pub(crate) fn of_page(context: &Context<'_>, position: usize) -> Option<BTreeSet<String>> {
    let code = context.snapshot.codes().get(position)?;
    let texts = context.snapshot.texts(code.file);
    Some(of_entry(context, &EntryContext::new(Some(context.manifest), code, code.entry.as_deref()?, &texts)))
}

/// The code whose page a link without its fragment leads to: a relative one, or a docs URL.
pub(crate) fn leads_to(context: &Context<'_>, entry: &EntryContext<'_>, link: &str) -> Option<usize> {
    if link.is_empty() {
        return context.snapshot.position(&entry.code.code);
    }
    let path = match docs_url::in_text(context.manifest, link).first() {
        Some(url) if url.range.start == 0 => url.path.to_owned(),
        _ if link.contains(':') || link.starts_with("//") => return None,
        _ => docs_url::resolve(
            context.manifest,
            Some(&entry.entry.segments),
            link.split('?').next().unwrap_or_default(),
        )?,
    };
    match context.lead(&path) {
        Lead::Entry(position) => Some(position),
        _ => None,
    }
}

pub(crate) fn of_entry(context: &Context<'_>, entry: &EntryContext<'_>) -> BTreeSet<String> {
    let mut ids = HeadingIds::of_entry(context.manifest.profiles.len());
    let mut anchors: BTreeSet<String> = sections(context, entry).into_iter().map(str::to_owned).collect();
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
