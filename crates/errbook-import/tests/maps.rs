//! Maps: what is refused, and what is suggested for a source.

use std::fs;
use std::path::Path;

use errbook_import::{Dialect, Extras, File, Format, Import, ImportError, Kind, PageMap, Pages, Settings, TableMap};

const JSON: &str =
    r#"{"A": {"text": "a {0}", "help": "b", "sub": {"C": {"text": "c"}}}, "B": {"text": "b", "help": "c"}}"#;

fn file(text: &str) -> File {
    File { path: "errors".to_owned(), text: text.to_owned() }
}

fn import(text: &str, format: Format, map: &str) -> Result<Import, String> {
    let map = TableMap::read(map).map_err(|error| error.to_string())?;
    let import = errbook_import::file(&file(text), format, &map, "errors", &Settings::default(), &Extras::default());
    import.map_err(|error| error.to_string())
}

#[test]
fn maps_that_cannot_be_used_say_why() {
    for (map, expected) in [
        ("mesage: text", "unknown key `mesage` in the map: did you mean `message`?"),
        ("message: txt", "the map reads `txt` for `message`, but no error has it: did you mean `text`?"),
        ("message: \"{txt}!\"", "the map reads `txt` for `message`, but no error has it: did you mean `text`?"),
        ("message: \"{text\"", "`{text` in the map has a `{` without `}`"),
        ("help: {to: how_to_fxi}", "`help` in the map cannot become `how_to_fxi`: did you mean `how_to_fix`?"),
        ("help: {to: summary, as: html}", "`help` in the map cannot be read as `html`: use `markdown` or `text`"),
        ("help: {to: summary, is: text}", "unknown key `is` in `help` of the map: did you mean `as`?"),
        ("help: {to: sections}", "`help` in the map needs `as: markdown`, because headings separate sections"),
        ("hlep: {to: summary}", "the map reads `hlep` for `summary`, but no error has it: did you mean `help`?"),
        ("summary: help\ntext: {to: summary}", "two fields become `summary`: keep one of them"),
        ("kind: referense", "unknown kind `referense` in the map: use `error` or `reference`"),
        ("nested: {field: subs}", "the map reads errors in `subs`, but no error has any there"),
        ("entries: data.errors", "`data`, a part of the path `entries` in the map, does not exist"),
        ("separator: \";;\"", "`;;` is not a separator: use one character, `tab`, or `whitespace`"),
        ("fields: {Owner: help}", "`Owner` cannot name a field: use lowercase words"),
        ("fields: {status: help}", "field name `status` is reserved: rename it, for example to `error_status`"),
        (
            "params: x",
            "`x` is not a placeholder: write one as in the messages: `<x>`, `{x}`, `{0}`, `{{x}}`, `${x}`, `%s`, or `none`",
        ),
    ] {
        let error = import(JSON, Format::Json, map).expect_err(map);
        assert!(error.starts_with(expected), "{map}\n{error}");
    }
    let list = r#"[{"code": "A", "text": "a"}]"#;
    let error = import(list, Format::Json, "message: \"{key}\"").expect_err("a list");
    assert_eq!(error, "the map reads `{key}`, but the errors are a list and have no keys");
}

#[test]
fn page_maps_that_cannot_be_used_say_why() {
    let text = "---\ntitle: A\nowner: x\n---\n## Symptoms\n\nText\n".to_owned();
    let files = vec![File { path: "a/b.md".to_owned(), text }];
    let pages = Pages { files, name: "docs".to_owned(), ..Pages::default() };
    for (map, expected) in [
        (
            "headings: {Symptons: what_happened}",
            "the map reads the heading `Symptons`, but no page has it: did you mean `Symptoms`?",
        ),
        (
            "front_matter: {onwer: fields.owner}",
            "the map reads the front matter `onwer`, but no page has it: did you mean `owner`?",
        ),
        ("front_matter: {owner: fields.Owner}", "`Owner` cannot name a field: use lowercase words"),
        ("front_matter: {owner: field}", "front matter cannot map to `field`"),
        ("kind: x", "unknown kind `x` in the map: use `error` or `reference`"),
    ] {
        let import = |map: PageMap| {
            errbook_import::pages(&pages, Dialect::Markdown, &map, &Settings::default(), &Extras::default())
        };
        let error = match PageMap::read(map) {
            Ok(read) => import(read).expect_err(map).to_string(),
            Err(error) => error.to_string(),
        };
        assert!(error.starts_with(expected), "{map}\n{error}");
    }
}

#[test]
fn errors_of_maps_have_a_line() {
    let pages = Pages {
        files: vec![File { path: "a/b.md".to_owned(), text: "---\ntitle: A\n---\n## Symptoms\n\nText\n".to_owned() }],
        name: "docs".to_owned(),
        ..Pages::default()
    };
    for (map, line, expected) in [
        ("# A map\nheadings:\n  Symptons: what_happened\n", 3, "the map reads the heading `Symptons`"),
        ("headings:\n  Symptoms: what_hapened\n", 2, "`what_hapened` is not a section"),
        ("kind: error\nheadings: what_happened\n", 2, "expected a mapping from names to names"),
        ("front_matter:\n  title: name\n  onwer: name\n", 3, "the map reads the front matter `onwer`"),
        ("\nheadings: [a", 2, "`[` is not closed"),
    ] {
        let error = match PageMap::read(map) {
            Ok(map) => {
                match errbook_import::pages(&pages, Dialect::Markdown, &map, &Settings::default(), &Extras::default()) {
                    Err(ImportError::Map(error)) => error,
                    other => panic!("{other:?}"),
                }
            }
            Err(error) => error,
        };
        assert!(error.line == line && error.message.starts_with(expected), "{map}\n{error:?}");
    }
    for (map, line, expected) in [
        ("message: text\nnested: sub\n", 2, "`nested` in the map must be written as `nested: {field: FIELD}`"),
        ("message: text\n\nfields: help\n", 3, "`fields` in the map must be written as `fields: [FIELD]`"),
        ("sections: [help]\n", 1, "`sections` in the map must be written as `sections: {HEADING: FIELD}`"),
        ("message: text\nsections:\n  Help: [help]\n", 3, "`sections` in the map must be the name of a field"),
        ("message: text\nsummary: hlep\n", 2, "the map reads `hlep` for `summary`"),
        ("message: text\nfields:\n  owner: hlep\n", 3, "the map reads `hlep` for `fields.owner`"),
        ("message: text\nhelp:\n  to: summary\n  as: html\n", 4, "`help` in the map cannot be read as `html`"),
        ("nested:\n  join: /\n  field: subs\n", 3, "the map reads errors in `subs`"),
        ("summary: help\ntext: {to: summary}\n", 2, "two fields become `summary`"),
        ("- message\n", 1, "expected a mapping"),
    ] {
        let error = match TableMap::read(map) {
            Ok(map) => {
                let source = file(JSON);
                match errbook_import::file(&source, Format::Json, &map, "e", &Settings::default(), &Extras::default()) {
                    Err(ImportError::Map(error)) => error,
                    other => panic!("{map:?} {other:?}"),
                }
            }
            Err(error) => error,
        };
        assert!(error.line == line && error.message.starts_with(expected), "{map}\n{error:?}");
    }
    // Nothing is left of a collection in which everything is a comment.
    assert!(TableMap::read("message: text\nfields:\n#  owner: team\n").is_ok());
}

#[test]
fn headings_of_a_map_are_found_in_any_case() {
    let files = vec![File { path: "a/b.md".to_owned(), text: "## What went WRONG?\n\nText\n".to_owned() }];
    let pages = Pages { files, name: "docs".to_owned(), ..Pages::default() };
    let map = PageMap::read("headings: {what went wrong: what_happened}").expect("a map");
    let import = errbook_import::pages(&pages, Dialect::Markdown, &map, &Settings::default(), &Extras::default())
        .expect("pages");
    assert_eq!(import.report.count(Kind::Unplaced), 0);
}

/// The map without the `#` of what it leaves open.
fn opened(map: &str) -> String {
    let line = |line: &str| match line.trim_start().strip_prefix("# ") {
        Some(rest) if rest.contains(": ") && !rest.contains("`#`") && !rest.starts_with("A map") => {
            format!("{}{rest}\n", &line[..line.len() - line.trim_start().len()])
        }
        _ => format!("{line}\n"),
    };
    map.lines().map(line).collect()
}

#[test]
fn suggested_maps_import_everything() {
    for case in ["json-conditions", "json-list", "json-keys", "json-prose", "json-families", "csv-codes"] {
        let (name, format) = match case.starts_with("csv") {
            true => ("table.csv", Format::Csv),
            false => ("table.json", Format::Json),
        };
        let text = fs::read_to_string(Path::new("tests/cases").join(case).join(name)).expect("a table");
        let base = if case == "json-list" { "entries: data.errors\nmessage: text\ncode: number" } else { "" };
        let base = if base.is_empty() { TableMap::default() } else { TableMap::read(base).expect("a map") };
        let map = errbook_import::suggest_map(&file(&text), format, &base).expect("a map");
        let before = import(&text, format, &map).expect(case);
        let after = import(&text, format, &opened(&map)).expect(case);
        let (before, after) = (before.report.totals, after.report.totals);
        assert!(
            after.in_report < before.in_report || before.in_report == 0 || case == "json-families",
            "{case}\n{map}"
        );
        assert_eq!(before.entries, after.entries, "{case}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("map-{case}"), map);
        });
    }
}

#[test]
fn suggested_maps_of_pages_can_be_used() {
    let folder = Path::new("tests/cases/markdown-fields/docs");
    let files = ["PAY-1.md", "PAY-2.md"]
        .map(|name| File { path: name.to_owned(), text: fs::read_to_string(folder.join(name)).expect("a page") });
    let pages = Pages { files: files.to_vec(), name: "docs".to_owned(), ..Pages::default() };
    let map = errbook_import::suggest_page_map(&pages, Dialect::Markdown);
    for text in [map.clone(), opened(&map)] {
        let read = PageMap::read(&text).expect(&text);
        let import = errbook_import::pages(&pages, Dialect::Markdown, &read, &Settings::default(), &Extras::default());
        assert!(import.is_ok(), "{text}\n{:?}", import.err().map(|error: ImportError| error.to_string()));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("map-markdown-fields", map);
    });
}
