//! A page that is put together from stencils is the page that tera renders.

use std::fs;
use std::path::Path;

use errbook_catalog::Catalog;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::page::Page;
use crate::{PageKind, Site, Templates};

fn fixture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog")
}

fn load(folder: &Path) -> Catalog {
    errbook_catalog::load(folder).unwrap_or_else(|report| panic!("{report}"))
}

/// Renders the page of each code in both ways, in each target that has pages of codes.
fn assert_same(catalog: &Catalog) {
    let templates = Templates::default();
    for target in templates.targets().filter(|target| !target.is_export()) {
        let site = Site::new(catalog, target.clone(), &templates).expect("templates parse");
        let stencils = site.engine.stencils(&templates).expect("the shipped templates have stencils");
        // Once to make them, and once with those that others have made.
        for _ in 0..2 {
            for page in site.pages().filter(|page| !page.is_markdown_version()) {
                let PageKind::Entry { entry } = page.kind() else { continue };
                let view = site.entry_page(&Page::clone(&page), entry);
                let plain = site.engine.render("page", &view, &templates).expect("it renders");
                assert_eq!(
                    stencils.render(&view).as_deref(),
                    Some(plain.as_str()),
                    "{}: {}",
                    target.name(),
                    page.path()
                );
            }
        }
    }
}

#[test]
fn pages_of_the_fixture_are_the_same() {
    assert_same(&load(&fixture()));
}

#[test]
fn templates_of_somebodys_own_have_no_stencils() {
    let catalog = load(&fixture());
    for (of, path) in [("html", "html/notes.html"), ("mdbook", "markdown/notes.md"), ("markdown", "markdown/_mine.md")]
    {
        let templates = Templates::with_overrides([(path, "{{ entry.name | upper }}")]).expect("they parse");
        let target = templates.target(of).expect("a target").clone();
        let site = Site::new(&catalog, target, &templates).expect("templates parse");
        assert!(site.engine.stencils(&templates).is_none(), "{path}");
    }
}

/// Text in which there is what formats escape and what filters look at, not blank.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<b>",
        "&amp;",
        "\"",
        "'",
        "`a|b`",
        "*",
        "_",
        "{",
        "}",
        "\\",
        "[x](y)",
        "https://a.example",
        "order",
        "|",
        "é",
        "$",
        "#",
        "> ",
    ]);
    prop::collection::vec(prop_oneof![piece, Just("a "), Just("word ")], 1..6)
        .prop_map(|pieces| format!("w{}", pieces.concat().trim_end()))
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![text(), Just(String::new()), Just("- item".to_owned())], 1..5)
        .prop_map(|lines| format!("w\n{}", lines.join("\n")))
}

fn texts(most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..most)
}

fn request() -> impl Strategy<Value = Value> {
    (text(), prop::option::of(lines())).prop_map(|(value, text)| {
        let body = json!({"operation": "orders.get", "body": {"text": value}});
        with(body, "text", text.map(Value::from))
    })
}

fn with(mut object: Value, name: &str, value: Option<Value>) -> Value {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(name.to_owned(), value);
    }
    object
}

/// An entry of which each part may be there or not.
fn entry() -> impl Strategy<Value = Value> {
    let what = (prop::option::of(lines()), texts(3), prop::collection::vec(request(), 0..3));
    let step = (prop::option::of(text()), text());
    let how = (lines(), prop::collection::vec(step, 0..3), prop::option::of(request()));
    let rest = (
        prop::option::of((text(), text())),
        prop::collection::vec((0..4_usize, lines()), 0..3),
        prop::collection::vec((0..5_usize, text(), lines()), 0..3),
        prop::option::of((any::<bool>(), prop::option::of(text()))),
        prop::option::of(0..3_u32),
        prop::collection::vec(prop::option::of(text()), 0..2),
    );
    (text(), prop::option::of(text()), text(), what, how, rest).prop_map(|(name, summary, message, what, how, rest)| {
        let (text, causes, requests) = what;
        let what = with(json!({"causes": causes, "request": requests}), "text", text.map(Value::from));
        let steps = how.1.into_iter().map(|(title, text)| match title {
            Some(title) => json!({"title": title, "text": text}),
            None => Value::from(text),
        });
        let steps: Vec<Value> = steps.collect();
        let how_to_fix = with(json!({"text": how.0, "steps": steps}), "request", how.2);
        let (mistake, notes, sections, retryable, retry_after, related) = rest;
        let message = message.replace(['{', '}'], "");
        let entry = json!({
            "name": name, "message": format!("{message} {{value}}"), "since": "2025-01-02",
            "params": {"value": {"type": "string", "example": name, "about": message}},
            "what_happened": what, "how_to_fix": how_to_fix,
            "common_mistakes": mistake.into_iter().map(|(lead, text)| json!({"lead": lead, "text": text})).collect::<Vec<_>>(),
            "notes": notes.into_iter().map(|(kind, text)| {
                let kind = ["note", "tip", "warning", "danger"][kind];
                json!({"kind": kind, "text": text})
            }).collect::<Vec<_>>(),
            "sections": sections.into_iter().map(|(after, heading, text)| {
                let after = ["what_happened", "how_to_fix", "common_mistakes", "notes", "related"][after];
                json!({"heading": heading, "text": text, "after": after})
            }).collect::<Vec<_>>(),
            "related": related.into_iter().map(|when| {
                with(json!({"code": "SHOP-orders-not_found"}), "when", when.map(Value::from))
            }).collect::<Vec<_>>(),
        });
        let retryable = retryable.map(|(value, reason)| with(json!({"value": value}), "reason", reason.map(Value::from)));
        let entry = with(entry, "summary", summary.map(Value::from));
        with(with(entry, "retryable", retryable), "retry_after", retry_after.map(Value::from))
    })
}

/// The fixture with more entries.
fn catalog(entries: &[Value]) -> Result<Catalog, String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files(&fixture()) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }
    for (at, entry) in entries.iter().enumerate() {
        fs::write(folder.path().join(format!("orders/more_{at}.yaml")), entry.to_string()).expect("written");
    }
    errbook_catalog::load(folder.path()).map_err(|report| report.to_string())
}

fn files(root: &Path) -> Vec<(String, String)> {
    let folders = ["", "legacy", "orders", "payments"].into_iter();
    folders
        .flat_map(|folder| {
            let files = fs::read_dir(root.join(folder)).expect("a folder").map(|file| file.expect("a file").path());
            let files = files.filter(|path| path.is_file()).map(move |path| {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                (format!("{folder}/{name}").trim_start_matches('/').to_owned(), fs::read_to_string(path).expect("text"))
            });
            files.collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Entries that differ in their texts, and some in their shape.
    #[test]
    fn pages_of_any_entries_are_the_same(mut entries in prop::collection::vec(entry(), 1..4)) {
        let mut other = entries[0].clone();
        change_texts(&mut other, false);
        entries.push(other);
        match catalog(&entries) {
            Ok(catalog) => assert_same(&catalog),
            Err(report) => return Err(TestCaseError::fail(report)),
        }
    }
}

/// An entry of the same shape with other texts.
fn change_texts(value: &mut Value, is_text: bool) {
    match value {
        Value::String(text) if is_text => *text = format!("[`x`] <i> & {text} \\| *b*"),
        Value::Array(items) => items.iter_mut().for_each(|item| change_texts(item, is_text)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| {
            let texts =
                ["name", "summary", "text", "causes", "steps", "title", "lead", "reason", "when", "heading", "about"];
            change_texts(value, texts.contains(&name.as_str()));
        }),
        _ => {}
    }
}
