//! Compares the stats of a small catalog with numbers counted by hand.

use errbook_catalog::{Snapshot, Sources};
use errbook_check::stats::Stats;

const MANIFEST: &str = "name: shop\ncodes: {levels: [{name: area}, {name: specific}]}\ngroups: {data: {title: Data, description: Data.}}\n";
const LONG: &str = "summary: One two three.\nmessage: \"Long one\"\nwhat_happened:\n  text: |\n    One two three four.\n\n    ```sh\n    not counted\n    ```\n  \
    causes: [five]\n  request: {method: GET, path: /a}\nrelated: [{code: 'data:short'}]\n";

fn snapshot() -> Snapshot {
    let files = [
        ("catalog.yaml", MANIFEST),
        ("data/long.yaml", LONG),
        ("data/short.yaml", "message: \"Short\"\nwhat_happened: {text: One.}\nreserved: Not yet.\n"),
        ("data/draft.yaml", "draft: true\nwhat_happened: {text: These words do not count.}\n"),
        ("data/gone.yaml", "retired: {since: '2026-01-01', reason: Gone.}\n"),
        ("data/broken.yaml", "[\n"),
    ];
    Snapshot::from_sources(Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned()))))
}

#[test]
fn stats_match_a_manual_count() {
    let stats = Stats::of(&snapshot());
    let codes = stats.codes;
    assert_eq!((codes.total, codes.raisable, codes.draft, codes.reserved, codes.retired), (5, 2, 1, 1, 1));
    let section = |name| {
        let section = stats.sections.iter().find(|of| of.section == name).expect("a section");
        (section.entries, section.words.map(|words| [words.min, words.median, words.max]))
    };
    assert_eq!(section("summary"), (1, Some([3, 3, 3])));
    assert_eq!(section("message"), (2, Some([1, 1, 2])));
    assert_eq!(section("what_happened"), (2, Some([1, 1, 5])));
    assert_eq!(section("related"), (1, Some([0, 0, 0])));
    assert_eq!(section("how_to_fix"), (0, None));
    // "Not yet." also counts as a text of the short page.
    let words = stats.words.expect("pages");
    assert_eq!((words.min, words.median, words.max), (4, 4, 10));
    let examples = stats.examples;
    assert_eq!((examples.requests, examples.entries_with_request), (1, 1));
    assert_eq!((examples.code_blocks, examples.entries_with_code_block), (1, 1));
}
