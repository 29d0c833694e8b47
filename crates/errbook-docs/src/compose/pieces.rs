//! Splits phrases into plain text, code, and what was removed and added.

use crate::view::observed::PieceView;

/// What is before and after a piece of this kind.
pub(super) type Around = (&'static str, &'static str, &'static str);
pub(super) const CODE: Around = ("code", "`", "`");
pub(super) const REMOVED: Around = ("removed", "[-", "-]");
pub(super) const ADDED: Around = ("added", "{+", "+}");

/// The pieces of a text. A mark without its end is text.
pub(super) fn pieces(text: &str, kinds: &[Around]) -> Vec<PieceView> {
    let mut pieces = Vec::new();
    let mut push = |kind, text: &str| {
        if !text.is_empty() {
            pieces.push(PieceView { kind, text: text.to_owned() });
        }
    };
    let mut rest = text;
    loop {
        let next = kinds.iter().filter_map(|&(kind, open, close)| {
            let (before, after) = rest.split_once(open)?;
            let (inner, after) = after.split_once(close)?;
            Some((before, kind, inner, after))
        });
        let Some((before, kind, inner, after)) = next.min_by_key(|(before, ..)| before.len()) else { break };
        push("text", before);
        push(kind, inner);
        rest = after;
    }
    push("text", rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_messages_and_differences() {
        let pieces = |text, kinds: &[Around]| {
            pieces(text, kinds).into_iter().map(|piece| format!("{}:{}", piece.kind, piece.text)).collect::<Vec<_>>()
        };
        assert_eq!(pieces("`a` sent `b`, but", &[CODE]), ["code:a", "text: sent ", "code:b", "text:, but"]);
        assert_eq!(pieces("a ` b", &[CODE]), ["text:a ` b"]);
        let both = [REMOVED, ADDED];
        assert_eq!(pieces("The [-key-]{+api+} was", &both), ["text:The ", "removed:key", "added:api", "text: was"]);
        assert_eq!(pieces("+} [- {+a+}", &both), ["text:+} [- ", "added:a"]);
        assert_eq!(pieces("", &both), [""; 0]);
    }
}
