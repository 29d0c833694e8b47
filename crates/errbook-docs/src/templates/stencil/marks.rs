//! Marks: what tera finds in a hollow view in place of each text, and what filters and escaping make of one. Since control characters stand at
//! their ends, they come out as they went in, and what tera wrote can be taken apart at them.
//!
//! ```text
//! text  = { char | leaf | part | call }
//! leaf  = U+0001 number U+0005                                a text of the view
//! part  = U+0002 number U+0005                                another stencil
//! call  = U+0003 filter { U+0004 text } U+0004 text U+0005    a filter, its arguments, and what it is applied to
//! ```

use crate::templates::filters::Filter;

const LEAF: char = '\u{1}';
const PART: char = '\u{2}';
const CALL: char = '\u{3}';
const NEXT: char = '\u{4}';
const END: char = '\u{5}';

/// What escapes a text, among filters.
const ESCAPE: &str = "";

/// What tera wrote, taken apart.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<L> {
    Text(String),
    Leaf(L),
    Part(usize),
    Escaped(Vec<Piece<L>>),
    Filtered { filter: Filter, arguments: Vec<Vec<Piece<L>>>, value: Vec<Piece<L>> },
}

/// In place of a text of the view.
pub(super) fn leaf(number: usize) -> String {
    format!("{LEAF}{number}{END}")
}

/// In place of another stencil.
pub(super) fn part(number: usize) -> String {
    format!("{PART}{number}{END}")
}

/// In place of what escaping makes of a text.
pub(super) fn escaped(text: &str) -> String {
    format!("{CALL}{ESCAPE}{NEXT}{text}{END}")
}

/// In place of what a filter makes of a text.
pub(super) fn filtered(filter: Filter, arguments: &[String], text: &str) -> String {
    let arguments: String = arguments.iter().map(|argument| format!("{NEXT}{argument}")).collect();
    format!("{CALL}{}{arguments}{NEXT}{text}{END}", filter.name())
}

/// Whether a text could be taken for one with marks.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains([LEAF, PART, CALL, NEXT, END])
}

/// Takes a text apart; `leaf` says what becomes of a leaf with a number. `None` where it is no such text, or another stencil stands in what is
/// escaped or filtered.
pub(super) fn pieces<L>(text: &str, leaf: &impl Fn(usize) -> Option<L>) -> Option<Vec<Piece<L>>> {
    let mut rest = text;
    let pieces = sequence(&mut rest, leaf)?;
    rest.is_empty().then_some(pieces)
}

fn sequence<L>(rest: &mut &str, leaf: &impl Fn(usize) -> Option<L>) -> Option<Vec<Piece<L>>> {
    let mut pieces = Vec::new();
    loop {
        let plain = rest.find([LEAF, PART, CALL, NEXT, END]).unwrap_or(rest.len());
        let (text, mark) = rest.split_at(plain);
        if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
        let mut chars = mark.chars();
        let kind = chars.next();
        if !matches!(kind, Some(LEAF | PART | CALL)) {
            // The end of this text, or of the one around it.
            *rest = mark;
            return Some(pieces);
        }
        *rest = chars.as_str();
        pieces.push(match kind {
            Some(LEAF) => Piece::Leaf(leaf(number(rest)?)?),
            Some(PART) => Piece::Part(number(rest)?),
            _ => call(rest, leaf)?,
        });
    }
}

fn number(rest: &mut &str) -> Option<usize> {
    let (number, after) = rest.split_once(END)?;
    *rest = after;
    number.parse().ok()
}

fn call<L>(rest: &mut &str, leaf: &impl Fn(usize) -> Option<L>) -> Option<Piece<L>> {
    let (name, after) = rest.split_once(NEXT)?;
    *rest = after;
    let mut arguments = vec![sequence(rest, leaf)?];
    while let Some(after) = rest.strip_prefix(NEXT) {
        *rest = after;
        arguments.push(sequence(rest, leaf)?);
    }
    *rest = rest.strip_prefix(END)?;
    if arguments.iter().flatten().any(|piece| matches!(piece, Piece::Part(_))) {
        return None;
    }
    let value = arguments.pop()?;
    if name == ESCAPE {
        return Some(Piece::Escaped(value));
    }
    let filter = Filter::ALL.into_iter().find(|filter| filter.name() == name)?;
    Some(Piece::Filtered { filter, arguments, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_found_again() {
        let code = filtered(Filter::Fence, &["json".to_owned(), leaf(1)], &format!("a{}b", leaf(2)));
        let text = format!("x{}{}{}", escaped(&code), part(3), leaf(4));
        let fence = Piece::Filtered {
            filter: Filter::Fence,
            arguments: vec![vec![Piece::Text("json".to_owned())], vec![Piece::Leaf(1)]],
            value: vec![Piece::Text("a".to_owned()), Piece::Leaf(2), Piece::Text("b".to_owned())],
        };
        let expected = vec![Piece::Text("x".to_owned()), Piece::Escaped(vec![fence]), Piece::Part(3), Piece::Leaf(4)];
        assert_eq!(pieces(&text, &Some), Some(expected));
    }

    #[test]
    fn what_cannot_be_filled_is_refused() {
        for text in [
            escaped(&part(1)),
            leaf(1).replace('1', "x"),
            format!("{END}"),
            format!("{CALL}"),
            escaped("a").replace(END, ""),
        ] {
            assert_eq!(pieces(&text, &Some), None, "{text:?}");
        }
        assert_eq!(pieces(&leaf(7), &|_| None::<usize>), None);
    }
}
