//! Long pages that are slow to parse naively: every import must finish and report what it can't
//! place.
//!
//! These tests don't measure time. An import that searches from every line to the end of the page
//! would take so long that the test never finishes.

use errbook_import::{Dialect, Extras, File, PageMap, Pages, Settings};

const SIZE: usize = 1 << 16;

fn import(text: String) -> usize {
    let files = vec![File { path: "a/b.mdx".to_owned(), text: format!("<Danger>err:a:b</Danger>\n\n{text}") }];
    let made = errbook_import::pages(
        &Pages { files, ..Pages::default() },
        Dialect::Mdx,
        &PageMap::default(),
        &Settings::default(),
        &Extras::default(),
    )
    .expect("pages");
    let written: usize = made.files.iter().map(|file| file.text.len()).sum();
    let told: usize = made.report.items.iter().map(|item| item.text.len() + item.message.len()).sum();
    written + told
}

fn repeated(piece: &str) -> String {
    piece.repeat(SIZE / piece.len())
}

#[test]
fn unclosed_constructs_finish() {
    for piece in [
        "{\n",
        "{a\n",
        "{\"\n",
        "<!--\n",
        "<!-- ",
        "<a b=\n",
        "<Note>\n",
        "<Note title=\"\n",
        "</Note>\n",
        "<A {b\n",
        "{{{{",
        "<<<<",
        "[[[[",
        "```\n",
        "> ",
        "- ",
        "{/*\n",
        "\\",
        "`a ``b ",
        "*a _b ",
        "|",
        "<a href=\"x\">",
        "[^a]: ",
    ] {
        assert!(import(repeated(piece)) > 0, "{piece:?}");
    }
}

#[test]
fn large_pages_finish() {
    for piece in [
        "One sentence of a page.\n\n",
        "- **Lead**: text\n",
        "## What Happened?\n\nText\n\n",
        "<Note>\n\nText\n\n</Note>\n\n",
        "1. step\n",
        "| a | b |\n",
        "[a](./b) ",
        "HTTP 404 and status 500. ",
    ] {
        assert!(import(repeated(piece)) > SIZE / 4, "{piece:?}");
    }
}

#[test]
fn reports_pages_too_large_for_an_entry() {
    let text = format!("## What Happened?\n\n```\n{}\n```\n", "x".repeat(5 << 20));
    let files = vec![File { path: "a/b.mdx".to_owned(), text: format!("<Danger>err:a:b</Danger>\n\n{text}") }];
    let made = errbook_import::pages(
        &Pages { files, ..Pages::default() },
        Dialect::Mdx,
        &PageMap::default(),
        &Settings::default(),
        &Extras::default(),
    )
    .expect("pages");
    assert!(made.files.iter().all(|file| file.text.len() < 4 << 20));
    assert!(made.files.iter().any(|file| file.path == "a/b.yaml" && file.text.contains("draft: true")));
    assert!(made.report.items.iter().any(|item| item.text.len() > 5 << 20));
}
