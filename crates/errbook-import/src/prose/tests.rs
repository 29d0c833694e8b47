//! Parsing Markdown.

use super::*;

#[test]
fn items_are_at_the_left_margin() {
    let text = "- one\n  two\n\n  ```sh\n    x\n  ```\n- three\n";
    let blocks = blocks(text);
    let Kind::List { items, .. } = &blocks[0].kind else { panic!("{blocks:?}") };
    assert_eq!(item(text, &items[0]), "one\ntwo\n\n```sh\n  x\n```");
    assert_eq!(item(text, &items[1]), "three");
}

#[test]
fn one_line_accepts_only_a_single_paragraph() {
    assert_eq!(one_line("a\nb").as_deref(), Some("a b"));
    assert_eq!(one_line("a\\\nb"), None);
    assert_eq!(one_line("a\n\nb"), None);
    assert_eq!(one_line("- a"), None);
}

#[test]
fn a_lead_is_bold_and_ends_with_a_colon() {
    let parts = |lead: &str, text: &str| Some((lead.to_owned(), text.to_owned()));
    assert_eq!(lead("**Two words**: and a *text*"), parts("Two words", "and a *text*"));
    assert_eq!(lead("**Two words:** and a text"), parts("Two words", "and a text"));
    for none in ["**Lead** - text", "**Lead**", "text **Lead**: text", "**Lead**: ", "*Lead*: text"] {
        assert_eq!(lead(none), None, "{none}");
    }
}

#[test]
fn headings_have_the_range_of_their_text() {
    let text = "## What `x` *is*? ##\n\nSetext\n---\n";
    let of = |block: &Block| match &block.kind {
        Kind::Heading { level, text: range } => (*level, text[range.clone()].to_owned()),
        _ => panic!("{block:?}"),
    };
    let headings: Vec<_> = blocks(text).iter().map(of).collect();
    assert_eq!(headings, [(2, "What `x` *is*?".to_owned()), (2, "Setext".to_owned())]);
}

#[test]
fn relinked_replaces_destinations() {
    let to = |url: &str, _: usize| (url == "./a").then(|| "err:a".to_owned());
    assert_eq!(relinked("[a `x]`](./a) and [b](./b)", to), "[a `x]`](err:a) and [b](./b)");
    assert_eq!(
        relinked("[a][1] [b] [1][]\n\n[1]: ./a\n[b]: ./b \"B\"\n", to),
        "[a](err:a) [b](./b \"B\") [1](err:a)\n\n[1]: ./a\n[b]: ./b \"B\"\n"
    );
}

#[test]
fn same_ignores_only_whitespace() {
    assert!(same("- a\n- b", "* a\n\n* b"));
    assert!(same("**a:** b", "**a**: b"));
    assert!(!same("**a** b", "a b"));
    assert!(!same("[a](x)", "[a](y)"));
    assert!(!same("a\n\nb", "a b"));
}
