//! Plants a mistake at a random position in a valid entry, in any YAML style, and checks that the
//! finding's label covers exactly the mistake.

use errbook_catalog::{Snapshot, Sources};
use errbook_check::{Options, check};
use proptest::prelude::*;

const MANIFEST: &str = "name: demo
codes: {levels: [{name: specific}]}
rules: {style-please: warn, style-simply: warn}
";

/// One-word mistakes and their rules.
const WORDS: [(&str, &str); 4] = [
    ("TODO", "placeholder-prose"),
    ("FIXME", "placeholder-prose"),
    ("pleasE", "style-please"),
    ("Simply", "style-simply"),
];

/// YAML styles for several lines.
#[derive(Debug, Clone, Copy)]
enum Style {
    Literal,
    Folded,
    DoubleQuoted,
    SingleQuoted,
    Plain,
}

/// A word without mistakes.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "key",
        "`code`",
        "*stressed*",
        "zwölf",
        "日本",
        "key_id",
        "it''s",
        "😀",
        "[link](https://example.com)",
        "a",
        "&amp;",
        "100",
        "**bold**",
        "end.",
    ])
}

fn lines() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    prop::collection::vec(prop::collection::vec(word(), 1..6), 1..6)
}

fn style() -> impl Strategy<Value = Style> {
    prop::sample::select(vec![Style::Literal, Style::Folded, Style::DoubleQuoted, Style::SingleQuoted, Style::Plain])
}

/// An entry with these lines in one of its texts.
fn entry(lines: &[String], style: Style, blank: &str, end: &str) -> String {
    let indent = "    ";
    let body = |lines: &[String]| lines.join(&format!("{end}{blank}{indent}"));
    let text = match style {
        Style::Literal => format!("|{end}{blank}{indent}{}", body(lines)),
        Style::Folded => format!(">-{end}{blank}{indent}{}", body(lines)),
        // On one line: with a line break in double quotes, the label covers the whole value.
        Style::DoubleQuoted => format!("\"\\u00e9 \\x41\\\" {}\"", lines.join(" ")),
        Style::SingleQuoted => format!("'{}'", body(lines)),
        Style::Plain => format!("x {}", body(lines)),
    };
    format!("name: Thing{end}message: \"The thing is missing\"{end}what_happened:{end}  text: {text}{end}")
}

proptest! {
    #[test]
    fn label_covers_a_planted_word(
        lines in lines(), style in style(), at in any::<prop::sample::Index>(), in_line in any::<prop::sample::Index>(),
        which in 0..WORDS.len(), blank in prop::sample::select(vec!["", "\n", "\n\n"]), crlf in any::<bool>(),
    ) {
        let (mistake, rule) = WORDS[which];
        let mut lines = lines;
        let line = at.index(lines.len());
        let place = in_line.index(lines[line].len() + 1);
        lines[line].insert(place, mistake);
        let lines: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
        let end = if crlf { "\r\n" } else { "\n" };
        let text = entry(&lines, style, &blank.replace('\n', end), end);
        let files = [("catalog.yaml", MANIFEST), ("thing.yaml", text.as_str())];
        let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let snapshot = Snapshot::from_sources(sources);
        prop_assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
        let found = check(&snapshot, &Options::default());
        let of_rule: Vec<_> = found.iter().filter(|found| found.rule == rule).collect();
        prop_assert_eq!(of_rule.len(), 1, "{:?} in {:?}", rule, text);
        let span = of_rule[0].labels[0].span;
        prop_assert_eq!(&text[span.start as usize..span.end as usize], mistake, "in {:?}", text);
    }
}
