//! Keys in the order of the format. Members move as whole lines, with the comments that belong to them.

use errbook_catalog::{Document, KeyOrder, Written};

use crate::blocks::{self, Block};
use crate::edit::{self, Edit};

/// The entry with its keys in order, and how many mappings were not; `None` where all are, or where members cannot be moved.
pub(super) fn restored(text: &str) -> Option<(String, usize)> {
    /// Mappings in mappings are done from the inside out; no entry is deeper than this.
    const DEEPEST: usize = 8;
    // Where the last line does not end, it cannot come before another.
    if !text.ends_with('\n') {
        return None;
    }
    let (mut current, mut count) = (text.to_owned(), 0);
    for _ in 0..DEEPEST {
        let edits = edits(&current);
        let Some(next) = edit::apply(&current, &edits).ok().filter(|next| *next != current) else { break };
        current = next;
        count += edits.len();
    }
    (count > 0).then_some(current).and_then(|after| super::form::same(text, after)).map(|after| (after, count))
}

/// The edits that order the innermost mappings that are out of order.
fn edits(text: &str) -> Vec<Edit> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let orders = document.entry_keys();
    let mut edits = Vec::new();
    collect(text, document.root(), &orders, &mut edits);
    edits
}

/// Tells whether something inside has to be ordered first.
fn collect(text: &str, value: Written<'_>, orders: &[KeyOrder], edits: &mut Vec<Edit>) -> bool {
    let before = edits.len();
    for inside in value.items().chain(value.members().map(|(_, value)| value)) {
        collect(text, inside, orders, edits);
    }
    if edits.len() == before && value.is_mapping() {
        let order = orders.iter().find(|order| order.start == value.span().start);
        edits.extend(order.and_then(|order| reordered(text, &value, &order.keys)));
    }
    edits.len() > before
}

/// One edit that puts all members of a mapping in order; `None` where they are.
fn reordered(text: &str, mapping: &Written<'_>, keys: &[&str]) -> Option<Edit> {
    let ranks = ranks(mapping, keys);
    if ranks.is_sorted() {
        return None;
    }
    let blocks = blocks::of(text, mapping)?;
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&index| ranks[index]);
    let first = &blocks[0];
    let column = mapping.span().start as usize - blocks::line_start(text, mapping.span().start as usize);
    // The first member of an item stands beside its dash, where no comment can come before it.
    let shares = !text[..first.key_line].ends_with('\n') && first.key_line > 0 && column > 0;
    if shares && blocks.iter().skip(1).any(|block| block.lines.start != block.key_line) {
        return None;
    }
    let indent = " ".repeat(column);
    let mut moved = String::new();
    for (position, &index) in order.iter().enumerate() {
        // Empty lines above a member go with it; those of the member that comes first go to the one that was first.
        let gap = if position == 0 {
            0
        } else if index == 0 {
            order[0]
        } else {
            index
        };
        moved += &text[blocks[gap].gap.clone()];
        moved += &placed(&text[blocks[index].lines.clone()], shares, position == 0, index == 0, &indent);
    }
    let last: &Block = blocks.last()?;
    Some(Edit::replace(first.gap.start..last.lines.end, moved))
}

/// The lines of a member at its new place: only beside a dash the first line has no indentation.
fn placed(lines: &str, shares: bool, comes_first: bool, was_first: bool, indent: &str) -> String {
    match (shares, comes_first, was_first) {
        (true, true, false) => lines.trim_start_matches(' ').to_owned(),
        (true, false, true) => indent.to_owned() + lines,
        _ => lines.to_owned(),
    }
}

/// The place of each member's key in the order. One that does not exist stays behind the member before it.
fn ranks(mapping: &Written<'_>, keys: &[&str]) -> Vec<usize> {
    let mut last = 0;
    let rank = |(key, _): (Written<'_>, Written<'_>)| {
        last = key.scalar().and_then(|key| keys.iter().position(|of| *of == key)).unwrap_or(last);
        last
    };
    mapping.members().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::restored;

    fn text(text: &str) -> String {
        restored(text).map_or_else(|| "unchanged".to_owned(), |(text, _)| text)
    }

    #[test]
    fn members_move_with_their_comments() {
        let before = "# licence\n\n# of message\nmessage: \"x\" # shown\n  # below message\n\nname: y\n\n# of status\nstatus: 404\n# end\n";
        let after = "# licence\n\nname: y\n\n# of status\nstatus: 404\n\n# of message\nmessage: \"x\" # shown\n  # below message\n# end\n";
        assert_eq!(text(before), after);
    }

    #[test]
    fn mappings_inside_are_ordered_too() {
        let before = "how_to_fix:\n  steps:\n    - text: |\n        b\n      title: a\n  text: c\nwhat_happened:\n  # of causes\n  causes: []\n  text: \"x\"\n";
        let after = "what_happened:\n  text: \"x\"\n  # of causes\n  causes: []\nhow_to_fix:\n  text: c\n  steps:\n    - title: a\n      text: |\n        b\n";
        assert_eq!(text(before), after);
    }

    #[test]
    fn what_is_in_order_or_in_brackets_stays() {
        assert_eq!(text("name: x\nmessage: \"y\"\n"), "unchanged");
        assert_eq!(text("{message: \"y\", name: x}\n"), "unchanged");
        assert_eq!(text("params:\n  b: {type: string, example: x}\n  a: {type: string, example: x}\n"), "unchanged");
    }

    #[test]
    fn a_key_that_does_not_exist_stays_where_it_is() {
        assert_eq!(text("message: \"y\"\nodd: 1\nname: x\n"), "name: x\nmessage: \"y\"\nodd: 1\n");
    }

    #[test]
    fn an_edit_that_would_change_a_text_is_not_made() {
        // The empty lines belong to the text of the first member.
        assert_eq!(text("summary: |+\n  x\n\n\nname: y\n"), "name: y\nsummary: |+\n  x\n\n\n");
        assert_eq!(
            text("sections:\n  - # of text\n    text: a\n    heading: b\n"),
            "sections:\n  - # of text\n    heading: b\n    text: a\n"
        );
    }
}
