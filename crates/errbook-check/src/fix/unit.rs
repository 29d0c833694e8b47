//! Removes a unit after a duration, which has its unit.

use errbook_catalog::{Diagnostic, Snapshot, Span};

use super::{Proposal, Repair};
use crate::edit::Edit;

/// The rule. Its label is the unit.
const RULE: &str = "duration-unit";

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (file, findings) in super::by_file(found, |rule| rule == RULE) {
        let text = snapshot.report().text(file);
        proposals.extend(super::propose(file, Repair::Unit, findings, |span| removed(text, span)));
    }
    proposals
}

/// Removes the unit, and what is between it and the param. `None` if that is a line break, or an
/// escape.
fn removed(text: &str, span: Span) -> Option<Edit> {
    let unit = span.range();
    let before = text.get(..unit.start)?;
    let before = before.strip_suffix('-').unwrap_or_else(|| before.trim_end_matches([' ', '\u{a0}']));
    before.ends_with('}').then(|| Edit::replace(before.len()..unit.end, ""))
}
