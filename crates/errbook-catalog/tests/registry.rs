//! `errors.json`: matches its snapshot, and can be read back.

use errbook_catalog::registry::{Audience, Lifecycle, ReadError, Registry};
use errbook_catalog::{Snapshot, Sources, read_sources};

const MANIFEST: &str = r#"
name: demo
description: Errors of a demo
codes:
  prefix: err
  levels: [{name: area}, {name: specific}]
fields:
  owner: {type: enum, values: [data team, core], required: true, list_by: true, about: "Who `fixes` it"}
  runbook: {type: url, audience: internal, title: Run book}
  tier: {type: integer}
  paging: {type: boolean}
  areas: {type: list}
  ticket: {type: string, pattern: "[A-Z]+-[0-9]+"}
  reviewed: {type: date}
groups:
  data: {title: Data, status: 404, fields: {owner: core, tier: 1}, redirects: [/data-errors], action: {kind: contact, by: operator, reason: "It stays away"}}
  old: {title: Old, fields: {owner: data team}}
profiles:
  gateway: {envelope: {code: $code, "id?": $request_id, "...": $params}, by_status: {404: {missing: $code, action: $action, "help?": $fix}}}
  api: {title: API, envelope: {detail: $detail}}
site: {root: "https://example.com/docs", errors: errors}
redirects: [{from: /former, to: /errors}]
"#;

const THING: &str = r#"
name: Thing not found
status: {api: 400}
title: {gateway: Gone Away}
summary: No thing has this ID.
message: "The thing {id} of {{braces}} waits for {wait}"
params:
  id: {type: string, example: thing_1, about: "The `ID`"}
  wait: {type: duration, example: 30}
  at: {type: timestamp, example: "2026-01-31T12:00:00Z"}
  all: {type: list, example: [a, b]}
extensions: [at, all]
how_to_fix: {steps: ["Copy the `id` from [*the list*](https://example.com/list)", "Ask"]}
related: [{code: "err:old:thing", when: "it is old"}]
raised_by: all
retry_after: 5
headers: {Retry-After: "5"}
log_level: info
fields: {owner: data team, runbook: "https://runbooks.example.com/1", paging: true, areas: [a, b], ticket: AB-1, reviewed: "2026-01-31"}
redact: true
since: "2025-01-31"
changed: "2025-02-28"
deprecated: {since: "2026-01-31", reason: "It goes", replaced_by: "err:data:plain"}
migration: Read `id` instead.
aliases: [err:data:former]
redirects: [/errors/thing]
"#;

/// Values that only one entry can have.
const FORMER: &str = "aliases: [err:data:former]\nredirects: [/errors/thing]\n";

const FILES: [(&str, &str); 6] = [
    ("catalog.yaml", MANIFEST),
    ("data/thing.yaml", THING),
    ("data/plain.yaml", "message: It is away\nraised_by: [things.get]\nprofiles: [api]\nretryable: true\n"),
    ("data/later.yaml", "message: Not yet\nreserved: It is to come\n"),
    ("data/draft.yaml", "draft: true\n"),
    ("old/thing.yaml", "retired: {reason: \"It went\"}\n"),
];

fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::from_texts(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}

#[test]
fn errors_json_matches_its_snapshot_and_reads_back() {
    let (catalog, report) = read_sources(sources(&FILES));
    let registry = Registry::of(&catalog.unwrap_or_else(|| panic!("{report}")));
    let json = registry.to_json().expect("JSON");
    insta::with_settings!({ snapshot_path => "registry", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("errors.json", json);
    });
    assert_eq!(Registry::from_json(&json).expect("a registry"), registry);
}

#[test]
fn internal_fields_need_an_internal_audience() {
    let catalog = read_sources(sources(&FILES)).0.expect("a catalog");
    let (public, snapshot) = (Registry::of(&catalog), Snapshot::from_sources(sources(&FILES)));
    assert!(!public.to_json().expect("JSON").contains("runbook"));
    let internal = Registry::of(&catalog.for_audience(Audience::Internal));
    assert_eq!(internal.code("err:data:thing").expect("a code").fields["runbook"], "https://runbooks.example.com/1");
    assert!(internal.to_json().expect("JSON").contains("\"audience\": \"internal\""));
    for registry in [public, internal] {
        assert_eq!(Registry::of_snapshot(&snapshot, registry.audience).expect("a registry"), registry);
    }
}

#[test]
fn a_code_with_a_broken_entry_is_kept() {
    let mut files = FILES;
    files[1].1 = "message: `x`\n";
    let snapshot = Snapshot::from_sources(sources(&files));
    let registry = Registry::of_snapshot(&snapshot, Audience::Public).expect("a registry");
    let code = registry.code("err:data:thing").expect("the code");
    assert_eq!(code.url.as_deref(), Some("https://example.com/docs/errors/data/thing"));
    assert_eq!((code.message.as_deref(), code.lifecycle), (None, Lifecycle::Active));
}

#[test]
fn a_catalog_without_a_manifest_has_no_registry() {
    assert_eq!(Registry::of_snapshot(&Snapshot::from_sources(sources(&FILES[1..])), Audience::Public), None);
}

#[test]
fn ignores_unknown_members_and_rejects_a_later_version() {
    let least = r#"{"version": 1, "new": {}, "name": "demo", "scheme": {"separator": ":", "levels": []}, "codes": [{"code": "b"}, {"code": "a"}]}"#;
    let registry = Registry::from_json(&format!("\u{feff}{least}")).expect("a registry");
    assert!(registry.code("a").is_some() && registry.code("b").is_some() && registry.code("c").is_none());
    let later = least.replace("\"version\": 1", "\"version\": 3").replace("\"codes\"", "\"errors\"");
    let error = Registry::from_json(&later).expect_err("a later version");
    assert_eq!(error.to_string(), "this `errors.json` has version 3, and this errbook reads versions 1 to 2");
}

#[test]
fn rejects_json_that_is_not_a_registry() {
    for text in ["", "{", "[]", "{}", "{\"version\": 1}", "{\"version\": -1}", "{\"version\": 1, \"name\": 5}"] {
        assert!(matches!(Registry::from_json(text), Err(ReadError::Json(_))), "{text}");
    }
}

#[test]
fn joined_blocks_equal_the_whole_json() {
    let manifest = MANIFEST.replace("description: Errors of a demo", "description: 'Like \"codes\": ['");
    for count in [0, 1, 256, 257, 600] {
        let codes = (0..count).map(|number| (format!("data/code_{number}.yaml"), THING.replace(FORMER, "")));
        let least =
            [("catalog.yaml", manifest.as_str()), ("data/plain.yaml", FILES[2].1), ("old/thing.yaml", FILES[5].1)];
        let least = least.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let sources = Sources::from_texts(least.into_iter().take(if count == 0 { 1 } else { 3 }).chain(codes));
        let (catalog, report) = read_sources(sources);
        let catalog = catalog.unwrap_or_else(|| panic!("{report}"));
        let blocks = (0..Registry::blocks(&catalog)).map(|block| Registry::json_block(&catalog, block).expect("JSON"));
        assert_eq!(blocks.collect::<String>(), Registry::of(&catalog).to_json().expect("JSON"), "{count} codes");
    }
}

/// What `errors.json` can't say about an entry, or says in another way when the entry has less.
fn comparable(mut registry: Registry) -> Registry {
    registry.fields.iter_mut().for_each(|field| field.required = false);
    registry.codes.iter_mut().for_each(|code| code.rust = None);
    registry
}

#[test]
fn its_sources_are_a_catalog_with_the_same_registry() {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let shop = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-cli/tests/catalogs/shop");
    let load = |folder| errbook_catalog::load(folder).unwrap_or_else(|report| panic!("{report}"));
    for catalog in [read_sources(sources(&FILES)).0.expect("valid"), load(&shipped), load(&shop)] {
        let registry = Registry::of(&catalog);
        let (again, report) = read_sources(registry.sources());
        let again = Registry::of(&again.unwrap_or_else(|| panic!("{report}")));
        let (registry, again) = (comparable(registry), comparable(again));
        for (one, other) in registry.codes.iter().zip(&again.codes) {
            assert_eq!(one, other);
        }
        assert_eq!(registry, again);
    }
}
