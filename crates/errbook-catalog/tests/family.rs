//! Codes that are also groups.

use errbook_catalog::{Catalog, MessagePart, Sources};

fn catalog() -> Catalog {
    let (catalog, report) = errbook_catalog::read("tests/cases/clean-family".as_ref());
    catalog.unwrap_or_else(|| panic!("{:?}", report.diagnostics()))
}

fn template<'c>(catalog: &'c Catalog, code: &str) -> &'c str {
    let message = catalog.entry(code).and_then(|entry| entry.message());
    message.map_or("", |message| message.template.as_str())
}

#[test]
fn messages_and_params_of_a_family_come_first() {
    let catalog = catalog();
    assert_eq!(
        template(&catalog, "KV:raft:timeout"),
        "Raft failed in region {region}: {{no answer from {peer} within {limit}}}"
    );
    // Families chain. The last one has no family, so its parent's message isn't repeated again.
    let whole = "Raft failed in region {region}: {{the entry of region {region} is too large: {size}}}, even after {splits} splits";
    assert_eq!(template(&catalog, "KV:raft:entry:split"), whole);
    assert_eq!(template(&catalog, "KV:raft"), "Raft failed in region {region}");
    assert_eq!(template(&catalog, "KV:engine:1042:corrupt"), "The engine is corrupt");
    let entry = catalog.entry("KV:raft:entry:split").expect("an entry");
    let params: Vec<_> = entry.params.iter().map(|param| (param.name.as_str(), param.inherited)).collect();
    assert_eq!(params, [("region", true), ("peer", true), ("size", true), ("splits", false)]);
    let message = entry.message().expect("a message");
    let used: Vec<usize> = message
        .parts
        .iter()
        .filter_map(|part| match part {
            MessagePart::Param(index) => Some(*index),
            MessagePart::Text(_) => None,
        })
        .collect();
    assert_eq!(used, [0, 0, 2, 3]);
    let texts = message.parts.windows(2).any(|pair| matches!(pair, [MessagePart::Text(_), MessagePart::Text(_)]));
    assert!(!texts, "text on both sides of a seam is one part: {:?}", message.parts);
    assert_eq!(
        message.example(&entry.params),
        "Raft failed in region 8: {the entry of region 8 is too large: 8.6 MiB}, even after 2 splits"
    );
}

#[test]
fn a_param_that_is_declared_again_keeps_its_place_and_description() {
    let catalog = catalog();
    let entry = catalog.entry("KV:raft:entry").expect("an entry");
    let params: Vec<_> = entry.params.iter().map(|param| (param.name.as_str(), param.inherited)).collect();
    assert_eq!(params, [("region", false), ("peer", true), ("size", false)]);
    assert_eq!((entry.params[0].text().as_str(), entry.params[0].about.as_deref()), ("8", Some("ID of the region")));
    // Each entry decides what its own responses reveal.
    assert!(entry.params[1].sensitive && !entry.params[1].revealed);
    assert!(catalog.entry("KV:raft").is_some_and(|parent| parent.params[1].revealed));
}

#[test]
fn codes_inherit_from_the_codes_above_them() {
    let catalog = catalog();
    let facts = |code: &str| {
        let entry = catalog.entry(code).expect("an entry");
        let owner = catalog.fields_of(entry).map(|(_, value)| format!("{value:?}")).collect::<Vec<_>>().join(" ");
        (entry.statuses(), entry.retry_after, entry.log_level.is_some(), owner)
    };
    let owner = |name: &str| format!("Text({name:?})");
    assert_eq!(facts("KV:raft"), (vec![503], Some(5), true, owner("storage")));
    assert_eq!(facts("KV:raft:timeout"), (vec![504], Some(5), true, owner("storage")));
    assert_eq!(facts("KV:raft:entry:split"), (vec![503], Some(5), true, owner("storage")));
    assert_eq!(facts("KV:engine:1042:corrupt"), (vec![500], None, false, owner("engine")));
    let entry = catalog.entry("KV:raft:entry:split").expect("an entry");
    let inherited: Vec<_> = entry.inherited.iter().map(|of| (of.key, of.from_entry)).collect();
    assert_eq!(
        inherited,
        [("status", true), ("action", true), ("retry_after", true), ("log_level", false), ("headers", true)]
    );
    let headers = |code: &str| {
        let headers = catalog.entry(code).map(|of| of.headers.as_slice()).unwrap_or_default();
        headers.iter().map(|header| header.value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(headers("KV:raft:timeout"), ["{region}"]);
    assert_eq!(headers("KV:raft:entry:split"), ["{size} in {region}"]);
    assert!(entry.retired.is_none() && entry.redirects.is_empty() && entry.extensions.is_empty());
}

#[test]
fn parents_are_the_nearest_codes_above() {
    let catalog = catalog();
    let parent = |code: &str| catalog.entry(code).and_then(|of| catalog.parent(of)).map(|of| of.code.as_str());
    assert_eq!(parent("KV:raft"), None);
    assert_eq!(parent("KV:raft:entry"), Some("KV:raft"));
    assert_eq!(parent("KV:raft:entry:split"), Some("KV:raft:entry"));
    assert_eq!(parent("KV:engine:1042"), Some("KV:engine"));
    let children = |code: &str| catalog.children(code).map(|of| of.code.as_str()).collect::<Vec<_>>();
    assert_eq!(children("KV:raft"), ["KV:raft:again", "KV:raft:entry", "KV:raft:timeout"]);
    assert!(children("KV:raft:timeout").is_empty());
    let groups: Vec<_> = catalog
        .groups()
        .iter()
        .map(|group| {
            (group.path.join("/"), group.title.as_str(), group.code.map(|at| catalog.entries()[at].code.as_str()))
        })
        .collect();
    assert_eq!(
        groups.iter().map(|(path, title, code)| (path.as_str(), *title, *code)).collect::<Vec<_>>(),
        [
            ("raft", "Consensus", Some("KV:raft")),
            ("engine", "Engine", Some("KV:engine")),
            ("engine/1042", "Not written yet", Some("KV:engine:1042")),
            ("raft/entry", "Entry", Some("KV:raft:entry")),
        ]
    );
}

#[test]
fn names_in_code_follow_the_path() {
    let catalog = catalog();
    let names = |code: &str| {
        catalog.entry(code).map(|of| (of.rust.variant.as_str(), of.rust.modules.join("::"), of.rust.constant.as_str()))
    };
    assert_eq!(names("KV:raft"), Some(("Raft", String::new(), "RAFT")));
    assert_eq!(names("KV:raft:entry:split"), Some(("RaftEntrySplit", "raft::entry".to_owned(), "SPLIT")));
    assert_eq!(names("KV:engine:1042"), Some(("Engine1042", "engine".to_owned(), "KV_1042")));
    assert_eq!(names("KV:engine:1042:corrupt"), Some(("Engine1042Corrupt", "engine::kv_1042".to_owned(), "CORRUPT")));
}

#[test]
fn each_profile_has_the_messages_of_its_family() {
    let manifest = "name: kv\ncodes: {prefix: KV, levels: [{name: area}, {name: specific, optional: true}]}\n\
        groups: {raft: {title: The Raft, profiles: [api, gateway]}}\n\
        profiles: {api: {envelope: {detail: $detail}}, gateway: {envelope: {detail: $detail}}, other: rfc9457}\n";
    let parent = "status: 503\nmessage: {api: \"Raft {id}\", gateway: Storage}\n\
        params: {id: {type: string, example: r_1}}\nfamily: {join: \": \"}\n";
    let texts = [
        ("catalog.yaml", manifest),
        ("raft.yaml", parent),
        ("raft/late.yaml", "message: \"late\"\nwordings: [{text: \"Raft {id} was late\"}]\n"),
        ("raft/lost.yaml", "message: {api: \"lost {id}\", gateway: \"lost\"}\n"),
        ("raft/only.yaml", "message: {gateway: \"only\"}\nprofiles: [gateway]\n"),
    ];
    let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(texts));
    let catalog = catalog.unwrap_or_else(|| panic!("{report}"));
    let messages = |code: &str| {
        let messages = catalog.entry(code).and_then(|entry| entry.messages.as_ref()).expect("messages");
        [0, 1].map(|profile| messages.of(profile).template.as_str())
    };
    assert_eq!(messages("KV:raft:late"), ["Raft {id}: late", "Storage: late"]);
    assert_eq!(messages("KV:raft:lost"), ["Raft {id}: lost {id}", "Storage: lost"]);
    assert_eq!(messages("KV:raft:only")[1], "Storage: only");
    // The manifest's title of the group is the name of the code.
    assert_eq!(catalog.entry("KV:raft").map(|entry| entry.name.as_str()), Some("The Raft"));
}
