//! Checks that rules terminate for any text, and that their labels are inside the file.

use errbook_catalog::{Snapshot, Sources};
use errbook_check::{Options, check};
use proptest::prelude::*;

const MANIFEST: &str = "\
name: demo
codes: {prefix: err, levels: [{name: area}, {name: specific}]}
groups: {data: {title: Data, status: 404}}
profiles: {problem: rfc9457, api: {envelope: {error: {code: $code, message: $detail, \"errors?\": $errors}}}}
site: {root: https://example.com/docs, errors: errors}
requests: {server: https://api.example.com}
";

/// Pieces that rules look for, whole and broken.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "```json\n",
        "```bash\n",
        "```http\nHTTP/1.1 404 Not Found\n\n",
        "```\n",
        "```",
        "~~~ Wrong\n",
        "- ",
        "1. ",
        "> ",
        "\n",
        "\n\n",
        "  ",
        "{\"error\": {\"code\": \"err:data:thing\", \"message\": ",
        "{\"type\": 1, \"title\": \"\", \"status\": 404, \"detail\": \"\", \"code\": \"x\"}",
        "}",
        "\"",
        "'",
        "\\",
        "$(",
        "${X",
        "$'",
        "`",
        "<<EOF\n",
        "EOF\n",
        "...",
        "…",
        "<id>",
        "{{x}}",
        ",",
        "curl ",
        "-d '{\"a\": 1,}' ",
        "-d",
        "-X",
        "--json ",
        "-H \"Content-Type: application/json\" ",
        "https://api.example.com/x ",
        "https://api.example.de/x",
        "https://example.com/docs/errors/data/thing#x",
        "https://example.com/docs",
        "err:data:thing",
        "err:data:thnig",
        "err:data:",
        "err:",
        "err:data:ünï",
        "[a](./b#c)",
        "[a][b]",
        "![a](b)",
        "[^1]",
        "[^1]: x",
        "[b]: /errors",
        "# ",
        "##### ",
        "日本",
        "😀",
        "ü",
        "|a|b|\n|-|-|\n",
        "&amp;",
        "\t",
        "(",
        ")",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn rules_terminate_with_labels_inside_the_file(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let lines: Vec<String> = text.lines().map(|line| format!("    {}", line.replace('\t', " "))).collect();
        let entry = format!("message: The thing is missing\nwhat_happened:\n  text: |2\n{}\n", lines.join("\n"));
        let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", entry.as_str())];
        let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let snapshot = Snapshot::from_sources(sources);
        for found in check(&snapshot, &Options::default()) {
            for label in &found.labels {
                let text = snapshot.report().text(label.file);
                prop_assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "label of {} is outside the file: {:?}", found.rule, label.span);
            }
        }
    }
}
