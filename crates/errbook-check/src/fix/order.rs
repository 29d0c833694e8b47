//! Sorts the keys of an entry in the order of the format. Members move as whole lines, with their
//! comments.
//!
//! Nested mappings are not sorted: most have two or three keys, and the best order depends on the
//! lengths of their values.

use errbook_catalog::{Document, Written};

use crate::blocks;
use crate::edit::{self, Edit};

/// The entry with sorted keys, and the number of keys that moved. `None` if no key has to move, or
/// if they can't be moved.
pub(super) fn restored(text: &str) -> Option<(String, usize)> {
    let document = Document::parse(text).ok()?;
    let (edit, count) = reordered(text, &document)?;
    let after = edit::apply(text, &[edit]).ok()?;
    super::form::same(text, after).map(|after| (after, count))
}

/// An edit that sorts all members, and the smallest number of members that have to move.
fn reordered(text: &str, document: &Document<'_>) -> Option<(Edit, usize)> {
    let root = document.root();
    let ranks = ranks(&root, &blocks::entry_order(document));
    // A last line without a newline can't move before another line.
    if ranks.is_sorted() || !text.ends_with('\n') {
        return None;
    }
    let blocks = blocks::of(text, &root)?;
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&index| ranks[index]);
    let mut moved = String::new();
    for (position, &index) in order.iter().enumerate() {
        // Empty lines above a member move with it. The member that was first gets those of the new
        // first member.
        let gap = if position == 0 {
            0
        } else if index == 0 {
            order[0]
        } else {
            index
        };
        moved += &text[blocks[gap].gap.clone()];
        moved += &text[blocks[index].lines.clone()];
    }
    let (first, last) = (blocks.first()?, blocks.last()?);
    Some((Edit::replace(first.gap.start..last.lines.end, moved), blocks.len() - longest_sorted(&ranks)))
}

/// The length of the longest sorted subsequence.
fn longest_sorted(ranks: &[usize]) -> usize {
    let mut lengths: Vec<usize> = Vec::with_capacity(ranks.len());
    for (index, rank) in ranks.iter().enumerate() {
        let before = (0..index).filter(|&before| ranks[before] <= *rank).map(|before| lengths[before]);
        lengths.push(before.max().unwrap_or_default() + 1);
    }
    lengths.into_iter().max().unwrap_or_default()
}

/// The position of each member's key in the order. An unknown key stays after the member before it.
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
    fn does_not_change_sorted_or_bracketed_mappings() {
        assert_eq!(text("name: x\nmessage: \"y\"\n"), "unchanged");
        assert_eq!(text("sections:\n  - text: a\n    heading: b\n"), "unchanged");
        assert_eq!(text("{message: \"y\", name: x}\n"), "unchanged");
        assert_eq!(text("params:\n  b: {type: string, example: x}\n  a: {type: string, example: x}\n"), "unchanged");
    }

    #[test]
    fn unknown_key_stays_after_the_member_before_it() {
        assert_eq!(text("message: \"y\"\nodd: 1\nname: x\n"), "name: x\nmessage: \"y\"\nodd: 1\n");
    }

    #[test]
    fn kept_empty_lines_move_with_their_string() {
        assert_eq!(text("summary: |+\n  x\n\n\nname: y\n"), "name: y\nsummary: |+\n  x\n\n\n");
    }
}
