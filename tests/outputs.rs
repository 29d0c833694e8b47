//! A key reaches every output that its audience reads. Changes each key of an entry, and compares
//! all outputs before and after. A key that is added later needs a change in `outputs/entry.yaml`,
//! and the comparison fails until each output shows it, or the file says why one doesn't.
//! `check --against` has a test of its own, in `errbook-check/tests/noticed.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Catalog, Key, NoticedBy, Sources, entry_keys, shared_keys};
use errbook_docs::{Site, Templates};
use serde_json::{Map, Value, json};

/// Pages, without the files next to them.
const PAGES: [(&str, &str); 3] = [("html", "html"), ("markdown", "md"), ("mintlify", "mdx")];
const CLIENTS: [&str; 4] = ["typescript", "go", "python", "openapi"];
/// What operators compare events with.
const SQL: &str = "sql";

/// The outputs that people of an audience read.
fn needed(noticed_by: NoticedBy) -> BTreeSet<&'static str> {
    let pages = PAGES.map(|(target, _)| target);
    match noticed_by {
        NoticedBy::Editor => BTreeSet::new(),
        NoticedBy::Reader => pages.into(),
        NoticedBy::Link => ["html", "errors.json", SQL].into(),
        NoticedBy::Service => pages.into_iter().chain(["errors.json", "rust", SQL]).collect(),
        NoticedBy::Client => pages.into_iter().chain(["errors.json", "rust", SQL]).chain(CLIENTS).collect(),
    }
}

/// The outputs that a name in `except` stands for.
fn named(name: &str) -> Vec<&str> {
    match name {
        "pages" => PAGES.map(|(target, _)| target).into(),
        "clients" => CLIENTS.into(),
        _ => vec![name],
    }
}

fn manifest() -> Value {
    let body = json!({"code": "$code", "status": "$status", "title": "$title", "detail": "$detail", "url": "$type",
        "wait?": "$retry_after", "errors?": "$errors", "params": "$params", "...": "$extensions"});
    json!({
        "name": "shop",
        "codes": {"prefix": "err", "levels": [{"name": "area"}, {"name": "specific"}, {"name": "detail", "optional": true}]},
        "groups": {"pay": {"title": "Payments", "fields": {"owner": "https://example.com/team"}}},
        "profiles": {"api": {"envelope": body.clone()}, "gateway": {"envelope": body}},
        "stages": {"auth": {"operations": ["pay.create"]}},
        "fields": {"owner": {"type": "string"}},
        "site": {"root": "https://example.com/docs", "errors": "errors"},
    })
}

fn catalog(entry: &Map<String, Value>) -> Catalog {
    with_manifest(entry, &manifest())
}

fn with_manifest(entry: &Map<String, Value>, manifest: &Value) -> Catalog {
    let mut other =
        json!({"name": "Other", "status": 400, "message": "It failed", "raised_by": ["pay.create", "pay.update"]});
    let mut entry = Value::from(entry.clone());
    // Nothing sends references.
    if manifest["groups"]["pay"]["kind"] == "reference" {
        for entry in [&mut other, &mut entry] {
            entry.as_object_mut().expect("an object").remove("status");
        }
    }
    let child = json!({"name": "Expired", "message": "it has expired"});
    let files = [
        ("catalog.yaml", manifest.clone()),
        ("pay/declined.yaml", entry),
        ("pay/declined/expired.yaml", child),
        ("pay/other.yaml", other),
    ];
    let sources = Sources::from_texts(files.map(|(path, file)| (path.to_owned(), file.to_string())));
    let (catalog, report) = errbook_catalog::read_sources(sources);
    catalog.unwrap_or_else(|| panic!("{report}"))
}

/// The text of each output.
fn outputs(catalog: &Catalog) -> BTreeMap<&'static str, String> {
    let templates = Templates::default();
    let text = |target: &str, extension: &str| {
        let site = Site::new(catalog, templates.target(target).expect("a target").clone(), &templates);
        let site = site.expect("templates parse");
        let pages = site.pages().filter(|page| page.path().ends_with(extension));
        pages.map(|page| format!("{}\n{}\n", page.path(), site.render(&page).expect("rendered"))).collect::<String>()
    };
    let mut outputs: BTreeMap<_, _> = PAGES
        .into_iter()
        .chain(CLIENTS.map(|of| (of, "")))
        .chain([(SQL, "")])
        .map(|(of, extension)| (of, text(of, extension)))
        .collect();
    outputs.insert("errors.json", Registry::of(catalog).to_json().expect("JSON"));
    outputs.insert("rust", errbook_build::rust(catalog));
    outputs
}

/// The outputs that a change of a key changes.
fn changed(key: &str, change: &Value) -> BTreeSet<&'static str> {
    let with = |value: &Value| {
        let mut entry = json!({"status": 402, "message": "The card was declined"});
        let entry = entry.as_object_mut().expect("an object");
        entry.extend(change["with"].as_object().cloned().unwrap_or_default());
        entry.insert(key.to_owned(), value.clone());
        outputs(&catalog(entry))
    };
    differing(&with(&change["from"]), &with(&change["to"]))
}

fn differing(from: &BTreeMap<&'static str, String>, to: &BTreeMap<&'static str, String>) -> BTreeSet<&'static str> {
    from.iter().filter(|(output, text)| to[*output] != **text).map(|(output, _)| *output).collect()
}

/// The outputs that a change of a key changes, in a profile, a group, a stage, or a field.
fn changed_in_manifest(table: &str, key: &str, change: &Value) -> BTreeSet<&'static str> {
    let name = match table {
        "profiles" => "api",
        "groups" => "pay",
        "stages" => "auth",
        _ => "owner",
    };
    let set = |value: &mut Value, more: &Value| {
        let members = value.as_object_mut().expect("an object");
        members.extend(more.as_object().cloned().unwrap_or_default());
        members.retain(|_, value| !value.is_null());
    };
    let with = |value: &Value| {
        let mut entry = json!({
            "status": 402, "message": "Declined: {card}", "fields": {"owner": "checkout"},
            "params": {"card": {"type": "string", "example": "visa"}},
            "raised_by": [{"stage": "auth"}, "pay.create", "pay.update"],
        });
        set(&mut entry, &change["with"]);
        let mut manifest = manifest();
        set(&mut manifest[table][name], &change["set"]);
        manifest[table][name][key] = value.clone();
        outputs(&with_manifest(entry.as_object().expect("an object"), &manifest))
    };
    differing(&with(&change["from"]), &with(&change["to"]))
}

/// What is wrong with the changes of a table's keys, or with the outputs that don't show them.
fn problems(
    keys: &[Key],
    changes: &BTreeMap<String, Value>,
    changed: impl Fn(&str, &Value) -> BTreeSet<&'static str>,
) -> Vec<String> {
    let mut problems = Vec::new();
    for key in keys {
        let Some(change) = changes.get(key.name) else {
            problems.push(format!("`{}`: add a change to tests/outputs", key.name));
            continue;
        };
        let changed = changed(key.name, change);
        let except: BTreeSet<&str> =
            change["except"].as_object().into_iter().flatten().flat_map(|(output, _)| named(output)).collect();
        let needed = needed(key.noticed_by);
        let missing = needed.iter().filter(|output| !changed.contains(*output) && !except.contains(*output));
        problems.extend(missing.map(|output| format!("`{}` is missing from {output}", key.name)));
        let shown = except.iter().filter(|output| changed.contains(*output) || !needed.contains(*output));
        problems.extend(shown.map(|output| format!("`{}`: {output} is not an exception", key.name)));
    }
    let known: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
    problems
        .extend(changes.keys().filter(|key| !known.contains(key.as_str())).map(|key| format!("`{key}` isn't a key")));
    problems
}

#[test]
fn every_key_reaches_every_output_of_its_audience() {
    let text = fs::read_to_string("tests/outputs/entry.yaml").expect("the changes");
    let changes: BTreeMap<String, Value> = serde_yaml::from_str(&text).expect("YAML");
    let problems = problems(entry_keys(), &changes, changed);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_key_that_codes_share_reaches_its_outputs() {
    let text = fs::read_to_string("tests/outputs/manifest.yaml").expect("the changes");
    let changes: BTreeMap<String, BTreeMap<String, Value>> = serde_yaml::from_str(&text).expect("YAML");
    let of = |(table, keys): (&'static str, &'static [Key])| {
        let found = problems(keys, &changes[table], |key, change| changed_in_manifest(table, key, change));
        found.into_iter().map(move |problem| format!("{table}: {problem}"))
    };
    let problems: Vec<String> = shared_keys().into_iter().flat_map(of).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn formats_and_sensitive_params_reach_every_output() {
    let text = json!({"type": "string", "example": "visa"});
    let wait = json!({"type": "duration", "example": 90});
    let with = |param: &Value, key: &str, value: Value| {
        let mut param = param.clone();
        param[key] = value;
        json!({"card": param})
    };
    for (from, to) in [
        (
            with(&wait, "about", "A".into()),
            with(&with(&wait, "format", "go_duration".into())["card"], "about", "A".into()),
        ),
        (with(&text, "about", "A".into()), with(&with(&text, "sensitive", true.into())["card"], "about", "A".into())),
    ] {
        let changed = changed("params", &json!({"with": {"message": "Declined: {card}"}, "from": from, "to": to}));
        let missing: Vec<_> =
            needed(NoticedBy::Client).into_iter().filter(|of| *of != SQL && !changed.contains(of)).collect();
        assert!(missing.is_empty(), "{to} is missing from {missing:?}");
    }
    let sensitive =
        json!({"status": 402, "message": "Declined: {card}", "params": with(&text, "sensitive", true.into())});
    let outputs = outputs(&catalog(sensitive.as_object().expect("an object")));
    for (page, _) in PAGES {
        let text = &outputs[page];
        assert!(text.contains("string, sensitive") && text.contains("Declined: ***"), "{page}: {text}");
        assert!(!text.contains("visa"), "{page}: {text}");
    }
}
