use super::*;

fn entry<'e>(version: Option<&'e str>, date: Option<&'e str>, changes: &'e str) -> Entry<'e> {
    Entry { version, date, base: "v1.0", changes }
}

fn read(text: &str) -> Document {
    Document::read(text.to_owned()).unwrap_or_else(|at| panic!("{at:?} of {text}"))
}

/// The text with an entry, which a second time doesn't change.
fn with(text: &str, entry: Entry<'_>) -> String {
    let once = read(text).with(entry);
    assert_eq!(read(&once).with(entry), once);
    once
}

fn block(changes: &str) -> String {
    format!("<!-- errbook: changes since v1.0 -->\n\n{changes}\n\n<!-- errbook: end of changes -->")
}

#[test]
fn a_changelog_grows_from_the_top() {
    let first = with(&Document::new("shop").text, entry(None, None, "- a"));
    assert_eq!(
        first,
        format!("# Changelog\n\nChanges of the error codes of shop.\n\n## Unreleased\n\n{}\n", block("- a"))
    );
    let released = with(&first, entry(Some("1.1.0"), Some("2026-11-30"), "- a\n- b"));
    assert_eq!(released, first.replace("## Unreleased", "## 1.1.0 - 2026-11-30").replace("- a", "- a\n- b"));
    let next = with(&released, entry(None, None, "- c"));
    let head = "# Changelog\n\nChanges of the error codes of shop.\n\n";
    let older = released.strip_prefix(head).unwrap();
    assert_eq!(next, format!("{head}## Unreleased\n\n{}\n\n{older}", block("- c")));
}

#[test]
fn what_a_person_wrote_stays() {
    let text = "# Changes\n\n## [Unreleased]\n\nSoon.\n\n## [v1.1.0] - 2026-01-31 (yanked)\n\nFixed *it*.\n\n### Added  \n\n- x\n\n\n## 1.0.0\nOld.";
    let changed = with(text, entry(Some("1.1.0"), Some("2026-02-28"), "- a"));
    assert_eq!(changed, text.replace("- x\n", &format!("- x\n\n{}\n", block("- a"))));
    let edited = changed.replace("Fixed *it*.", "Fixed it, too.").replace("changes -->\n", "changes -->\n\nThanks!\n");
    assert_eq!(with(&edited, entry(Some("v1.1.0"), None, "- b")), edited.replace("- a", "- b"));
    // Without a block of errbook, what is unreleased isn't about codes.
    let new = with(text, entry(Some("1.2.0"), None, "- a"));
    assert_eq!(new, text.replace("## [v1.1.0]", &format!("## 1.2.0\n\n{}\n\n## [v1.1.0]", block("- a"))));
    let last = with(text, entry(Some("1.0.0"), None, "- a"));
    assert_eq!(last, format!("{text}\n\n{}\n", block("- a")));
}

#[test]
fn a_date_replaces_a_date() {
    let text = format!("## 1.1.0 - 2026-01-31\n\n{}\n", block("- a"));
    assert_eq!(with(&text, entry(Some("1.1.0"), Some("2026-02-01"), "- a")), text.replace("01-31", "02-01"));
    assert_eq!(with(&text, entry(Some("1.1.0"), None, "- a")), text);
    let own = text.replace("2026-01-31", "\"Bear\"");
    assert_eq!(with(&own, entry(Some("1.1.0"), Some("2026-02-01"), "- a")), own);
}

#[test]
fn code_quotes_and_other_levels_are_no_sections() {
    let text =
        "```\n## 1.1.0\n<!-- errbook: end of changes -->\n```\n\n> ## 1.1.0\n\n# 1.1.0\n\n### 1.1.0\n\n- ## 1.1.0\n";
    let changed = with(text, entry(Some("1.1.0"), None, "- a"));
    assert_eq!(changed, format!("{text}\n## 1.1.0\n\n{}\n", block("- a")));
}

#[test]
fn underlined_headings_and_windows_lines() {
    let text = "Changes\r\n=======\r\n\r\n1.1.0\r\n-----\r\n\r\nHand.\r\n";
    let changed = with(text, entry(Some("1.1.0"), None, "- a\n- b"));
    assert_eq!(changed, format!("{}\r\n\r\n{}\r\n", text.trim_end(), block("- a\n- b").replace('\n', "\r\n")));
    assert_eq!(with("", entry(None, None, "- a")), format!("## Unreleased\n\n{}\n", block("- a")));
}

#[test]
fn a_comment_without_its_counterpart_is_an_error() {
    let [start, end] = ["<!-- errbook: changes since v1.0 -->\n\n", "<!-- errbook: end of changes -->\n\n"];
    for (text, line) in [
        (format!("## 1\n\n{start}- a\n"), 3),
        (format!("## 1\n\n{start}- a\n\n## 2\n\n{end}"), 3),
        (format!("## 1\n\n{start}- a\n\n{start}- b\n\n{end}"), 3),
        (format!("## 1\n\n- a\n\n{end}"), 5),
    ] {
        assert_eq!(Document::read(text.clone()).unwrap_err(), Unpaired(line), "{text}");
    }
}

#[test]
fn the_base_is_remembered() {
    let text = format!("## Unreleased\n\n{}\n\n## 1.0\n", block("- a"));
    assert_eq!(
        [None, Some("1.1"), Some("1.0")].map(|of| read(&text).base(of).map(str::to_owned)),
        [Some("v1.0".to_owned()), Some("v1.0".to_owned()), None]
    );
}
