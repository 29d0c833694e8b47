//! Runs the file of `errbook export sql` on DuckDB, and compares what its relations have with the
//! catalog and with the events. `sql/run.py` also runs it on Spark, which takes a minute, so that
//! is done by hand: see CONTRIBUTING.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_catalog::{Audience, Catalog, Snapshot, Sources};
use errbook_docs::{Site, Templates};
use errbook_observe::{Fields, Lines, Observation, Observer, Origin};
use errbook_test_support::tools;
use serde_json::{Value, json};

/// Columns and rows of each relation.
type Relations = BTreeMap<String, Relation>;

#[derive(serde::Deserialize)]
struct Relation {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Relation {
    /// The distinct values of a column.
    fn column(&self, name: &str) -> BTreeSet<String> {
        let at = self.columns.iter().position(|column| column == name).expect("a column");
        self.rows.iter().filter_map(|row| row[at].as_str()).map(str::to_owned).collect()
    }
}

/// An event that no catalog knows.
const FOREIGN: &str = r#"{"code": null, "type": "about:blank", "status": 500, "operation": null, "events": 1}"#;

fn load(path: &str) -> Catalog {
    errbook_catalog::load(Path::new(path)).unwrap_or_else(|report| panic!("{report}"))
}

fn export(catalog: &Catalog) -> String {
    let templates = Templates::default();
    let site = Site::new(catalog, templates.target("sql").expect("an export").clone(), &templates).expect("parsed");
    let page = site.pages().next().expect("a file");
    site.render(&page).unwrap_or_else(|error| panic!("{error}"))
}

/// Python with DuckDB, or `None` if it is not installed.
fn python() -> Option<PathBuf> {
    tools::installed("tests/tools/venv/bin/python")
}

/// What the relations of a catalog have after these events.
fn relations(python: &Path, catalog: &Catalog, events: &str, options: &[&str]) -> Relations {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, log) = (folder.path().join("errbook.sql"), folder.path().join("events.jsonl"));
    fs::write(&file, export(catalog)).expect("written");
    fs::write(&log, events).expect("written");
    let mut command = Command::new(python);
    command.args(["tests/sql/run.py", "duckdb"]).args(options).args([file, log]);
    let output = command.env("PYTHONIOENCODING", "utf-8").output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn shop() -> (Catalog, String) {
    (load("tests/sql/catalog"), fs::read_to_string("tests/sql/events.jsonl").expect("the events"))
}

#[test]
fn views_compare_the_catalog_with_events() {
    let Some(python) = python() else { return };
    let (catalog, events) = shop();
    let expected = fs::read_to_string("tests/sql/expected.yaml").expect("the rows");
    let expected: BTreeMap<String, Vec<Vec<Value>>> = serde_yaml::from_str(&expected).expect("YAML");
    for options in [&[][..], &["--permanent"]] {
        let relations = relations(&python, &catalog, &events, options);
        for (view, rows) in &expected {
            assert_eq!(relations[view].rows, *rows, "{view} {options:?}");
        }
        let is_view = |name: &&String| name.contains("_counts_by_") || expected.contains_key(*name);
        assert_eq!(relations.keys().filter(is_view).count(), expected.len(), "{:?}", relations.keys());
    }
}

/// The same events as JSON Lines, one for each.
fn observed(snapshot: &Snapshot, events: &str) -> Observation {
    let observer = Observer::new(snapshot, None).expect("a manifest");
    let fields = Fields { body: None, status: Some("status".to_owned()), operation: Some("operation".to_owned()) };
    let mut lines = String::new();
    for line in events.lines() {
        let mut event: serde_json::Map<String, Value> = serde_json::from_str(line).expect("JSON");
        let count = event.remove("events").and_then(|count| count.as_u64()).expect("a count");
        event.retain(|_, value| !value.is_null());
        event.insert("host".to_owned(), json!("a"));
        (0..count).for_each(|_| lines += &(Value::from(event.clone()).to_string() + "\n"));
    }
    let mut observation = Observation::default();
    let first = Origin { input: 0, number: 1, request: String::new() };
    Lines::new(&observer, fields).block(lines.as_bytes(), first, &mut observation);
    observation
}

/// The rows of a relation as counts by some columns, joined.
fn counts(relation: &Relation, columns: &[&str]) -> BTreeMap<String, u64> {
    let at = |name: &str| relation.columns.iter().position(|column| column == name).expect("a column");
    let mut counts = BTreeMap::new();
    for row in &relation.rows {
        let key: Vec<&str> = columns.iter().map(|column| row[at(column)].as_str().unwrap_or_default()).collect();
        *counts.entry(key.join(" ")).or_default() += row[at("events")].as_u64().expect("a count");
    }
    counts
}

#[test]
fn views_count_what_errbook_observe_counts() {
    let Some(python) = python() else { return };
    let snapshot = Snapshot::read(Path::new("tests/sql/catalog"));
    let (catalog, events) = shop();
    let relations = relations(&python, &catalog, &events, &[]);
    let observation = observed(&snapshot, &events);
    let seen = observation.observed(&snapshot);
    let by_code: BTreeMap<String, u64> = seen.codes().map(|(code, seen)| (code.to_owned(), seen.count)).collect();
    assert_eq!(counts(&relations["errbook_counts_by_code"], &["code"]), by_code);
    let mut by_operation = BTreeMap::new();
    for (operation, count) in seen.codes().flat_map(|(_, seen)| &seen.operations) {
        *by_operation.entry(operation.clone()).or_default() += count;
    }
    assert_eq!(counts(&relations["errbook_counts_by_operation"], &["operation"]), by_operation);
    let unknown = observation.unknown().into_iter().map(|(sent, count)| (sent.to_owned(), count)).collect();
    assert_eq!(counts(&relations["errbook_unknown"], &["value"]), unknown);
    for (view, rule) in [
        ("errbook_retired", "observed-retired"),
        ("errbook_aliased", "observed-alias"),
        ("errbook_wrong_status", "observed-status"),
        ("errbook_elsewhere", "observed-elsewhere"),
    ] {
        let of_rule = |((of, position), count): ((&str, Option<usize>), u64)| {
            (of == rule).then(|| (snapshot.codes()[position.expect("a code")].code.clone(), count))
        };
        let violations: BTreeMap<String, u64> = observation.violations().into_iter().filter_map(of_rule).collect();
        assert_eq!(counts(&relations[view], &["code"]), violations, "{view}");
        assert!(!violations.is_empty(), "{view}");
    }
}

/// Each event is in one row, although its code, alias, and type URL are looked up apart.
#[test]
fn each_event_is_resolved_once() {
    let Some(python) = python() else { return };
    let (catalog, events) = shop();
    let resolved = &relations(&python, &catalog, &events, &[])["errbook_resolved"];
    assert_eq!(resolved.rows.len(), events.lines().count());
    let by = ["alias", "code", "former_type_url", "type_url"];
    assert_eq!(resolved.column("resolved_by"), by.map(str::to_owned).into());
}

#[test]
fn states_and_operations_are_those_of_the_catalog() {
    let Some(python) = python() else { return };
    let relations = relations(&python, &shop().0, FOREIGN, &[]);
    let states = ["active", "deprecated", "draft", "reserved", "retired"];
    assert_eq!(relations["errbook_codes"].column("lifecycle"), states.map(str::to_owned).into());
    let all = ["pay.create", "pay.update", "ping"];
    assert_eq!(relations["errbook_operations"].column("operation"), all.map(str::to_owned).into());
    assert_eq!(relations["errbook_type_urls"].column("url").len(), relations["errbook_type_urls"].rows.len());
}

#[test]
fn internal_fields_need_the_internal_audience() {
    let public = export(&shop().0);
    let internal = export(&shop().0.for_audience(Audience::Internal));
    assert!(!public.contains("secret") && !public.contains("hidden") && !public.contains("-- Internal:"));
    assert!(internal.contains("'secret', 'hidden'") && internal.contains("-- Internal:"));
}

/// Programs that run a file can split it at semicolons, and Spark replaces `${name}`.
#[test]
fn semicolons_only_end_statements() {
    for path in ["tests/sql/catalog", "catalog", "tests/hostile_to_programs", "tests/hostile"] {
        let text = export(&load(path));
        assert!(!text.contains('$') && !text.contains('\\'), "{path}");
        assert!(text.split_inclusive('\n').all(|line| !line.trim_end_matches(";\n").contains(';')), "{path}");
    }
}

#[test]
fn any_catalog_and_any_text_can_be_loaded() {
    let Some(python) = python() else { return };
    let paths = [
        "catalog",
        "crates/errbook-docs/tests/catalog",
        "tests/hostile",
        "tests/hostile_to_programs",
        "crates/errbook-build/tests/consumers/flat/errors",
        "crates/errbook-build/tests/consumers/awkward/catalog",
        "crates/errbook-build/tests/consumers/awkward/empty",
        "crates/errbook-build/tests/consumers/awkward/states",
        "crates/errbook/tests/service/catalog",
    ];
    for catalog in paths.map(load).into_iter().chain([hostile()]) {
        let catalog = catalog.for_audience(Audience::Internal);
        let relations = relations(&python, &catalog, FOREIGN, &[]);
        let codes = &relations["errbook_codes"];
        assert_eq!(codes.rows.len(), catalog.entries().len());
        assert_eq!(codes.column("name"), catalog.entries().iter().map(|entry| entry.name.clone()).collect());
        let values = catalog.entries().iter().flat_map(|entry| catalog.fields_of(entry));
        assert_eq!(relations["errbook_fields"].column("value"), values.flat_map(|(_, value)| value.items()).collect());
        let titles = catalog.groups().iter().map(|group| group.title.clone());
        assert_eq!(relations["errbook_groups"].column("title"), titles.collect());
        assert!(relations["errbook_unknown"].rows.is_empty());
    }
}

/// A catalog with more codes than one list of rows has, and a field with awkward text in each.
fn hostile() -> Catalog {
    let texts = [
        "'",
        "''",
        "\\",
        "\\'",
        ";",
        "--",
        "/*",
        "$",
        "${env:HOME}",
        "{{ x }}",
        "\"",
        "`",
        "%",
        "_",
        "\t",
        "\n",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "é",
        "拒",
        "🦀",
        "NULL",
        ":x",
        "?",
        "@x",
        "'||'",
        " ",
        "1",
        "true",
    ];
    let manifest = json!({
        "name": "hostile", "codes": {"levels": [{"name": "area"}, {"name": "specific"}]},
        "groups": {"a": {"title": "';--"}}, "fields": {"text": {"type": "string"}},
    });
    let entries = (0..1100).map(|at| {
        let (one, other) = (texts[at % texts.len()], texts[at / texts.len() % texts.len()]);
        (format!("a/e{at}.yaml"), json!({"message": "It failed", "fields": {"text": format!("{one}{other}x")}}))
    });
    let files = std::iter::once(("catalog.yaml".to_owned(), manifest)).chain(entries);
    let (catalog, report) =
        errbook_catalog::read_sources(Sources::from_texts(files.map(|(path, file)| (path, file.to_string()))));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

/// Without a prefix, all codes are those of the catalog. Without a site, no type URL is.
#[test]
fn without_a_prefix_every_unknown_code_is_reported() {
    let Some(python) = python() else { return };
    let events =
        r#"{"code": "card_declined", "type": "https://example.com/x", "status": 500, "operation": null, "events": 2}"#;
    let unknown = &relations(&python, &hostile(), events, &[])["errbook_unknown"];
    assert_eq!(unknown.rows, [[json!("code"), json!("card_declined"), json!(2)]]);
}

#[test]
fn codes_of_dependencies_are_known_and_unknown_ones_are_found() {
    let Some(python) = python() else { return };
    let catalog = load("examples/company/gateway/catalog").joined(|_| true).expect("valid dependencies");
    let codes = ["SHIP-101", "err:platform:auth:token_missing", "SHIP-999", "err:platform:auth:stolen", "OTHER-1"];
    let event = |code| json!({"code": code, "type": null, "status": 500, "operation": null, "events": 1}).to_string();
    let events = codes.map(event).join("\n");
    let relations = relations(&python, &catalog, &events, &[]);
    let unknown = ["SHIP-999", "err:platform:auth:stolen"].map(str::to_owned);
    assert_eq!(relations["errbook_unknown"].column("value"), BTreeSet::from(unknown));
}
