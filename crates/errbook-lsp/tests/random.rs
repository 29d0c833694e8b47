//! Random edits never end a session, and after a save, the client has the findings of `errbook check`.
//!
//! `ERRBOOK_EDITS` sets the number of edits.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use errbook_catalog::{Snapshot, Sources};
use errbook_check::check;
use proptest::prelude::Rng as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

mod client;

use client::{Files, frame, messages, uri};

/// Parts of entries and manifests, with mistakes.
const PARTS: [&str; 25] = [
    "name: Something\n",
    "message: \"There is no {order}\"\n",
    "message: {api: One, gateway: Two}\n",
    "status: 404\n",
    "params:\n  order: {type: string, example: ord_1}\n",
    "related:\n  - code: err:orders:not_paid\n",
    "related: [{code: err:orders:nowhere}]\n",
    "what_happened:\n  text: |\n    It is what it is, please see `err:orders:not_found` and do what it says there, in this order.\n",
    "aliases: [err:customers:missing, err:orders:old]\n",
    "allow: [{rule: style-please, reason: It is fine}]\n",
    "how_to_fix:\n  request:\n    operation: orders.create\n    body:\n      customer: {na\n      items:\n        - quantity: \n",
    "  request: [{method: GET, path: /orders/1, query: {expand: , cre}, headers: {",
    " see [it](../orders/not_paid#whät), [this](#",
    "raised_by: [orders.get, orders.nothing, {stage: auth}]\n",
    "retired: {since: \"2026-02-30\", replaced_by: err:orders:not_paid}\n",
    "profiles: [api]\n",
    "\u{1f600}",
    "\u{e4}: ",
    "\t",
    "\r\n",
    "\n",
    "{",
    "]",
    "\"",
    "# a comment\n",
];

struct Random(TestRng);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.0.next_u32()).expect("32 bits") % limit.max(1)
    }
}

/// An edit of a text as a change of the protocol.
fn edit(random: &mut Random, text: &mut String) -> Value {
    if random.below(40) == 0 {
        let parts: Vec<&str> = (0..4).map(|_| PARTS[random.below(PARTS.len())]).collect();
        *text = parts.concat();
        return json!({"text": text});
    }
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let start = random.below(boundaries.len());
    let end = (start + if random.below(3) == 0 { random.below(30) } else { 0 }).min(boundaries.len() - 1);
    let (start, end) = (boundaries[start], boundaries[end]);
    let part = if random.below(2) == 0 { PARTS[random.below(PARTS.len())] } else { "" };
    let range = json!({"start": position(text, start), "end": position(text, end)});
    text.replace_range(start..end, part);
    json!({"range": range, "text": part})
}

/// A position in UTF-16, with `\r`, `\n`, and `\r\n` as ends of lines.
fn position(text: &str, byte: usize) -> Value {
    let (mut line, mut start) = (0, 0);
    for (at, char) in text[..byte].char_indices() {
        if char == '\n' || char == '\r' && !text[at + 1..].starts_with('\n') {
            (line, start) = (line + 1, at + 1);
        }
    }
    json!({"line": line, "character": text[start..byte].trim_end_matches('\r').encode_utf16().count()})
}

#[test]
fn random_edits_end_with_the_findings_of_a_check() {
    let edits: usize = env::var("ERRBOOK_EDITS").map_or(300, |edits| edits.parse().expect("a number"));
    // The generator of proptest, from a fixed seed.
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let mut random = Random(runner.rng().clone());
    let root = fs::canonicalize("tests/shop").expect("the shop");
    let paths =
        ["orders/not_found.yaml", "orders/not_paid.yaml", "customers/unknown.yaml", "orders/new.yaml", "catalog.yaml"];
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut input = frame(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "rootUri": uri(&root), "capabilities": client::capabilities(),
    }}));
    let catalog = root.join("catalog");
    let mut send = |method: &str, id: Option<usize>, params: Value| {
        let mut message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        if let Some(id) = id {
            message["id"] = json!(id);
        }
        input += &frame(&message);
    };
    for path in paths {
        let text = fs::read_to_string(catalog.join(path)).unwrap_or_default();
        let document = json!({"uri": uri(&catalog.join(path)), "languageId": "yaml", "version": 0, "text": text});
        send("textDocument/didOpen", None, json!({"textDocument": document}));
        texts.insert(path, text);
    }
    let requests = [
        "completion",
        "hover",
        "definition",
        "prepareRename",
        "documentSymbol",
        "inlayHint",
        "codeAction",
        "formatting",
    ];
    let mut asked = 0;
    for version in 1..=edits {
        // The manifest is edited less often, because nothing can be checked without it.
        let path = if random.below(30) == 0 { "catalog.yaml" } else { paths[random.below(4)] };
        let text = texts.get_mut(path).expect("open");
        let change = if path == "catalog.yaml" && random.below(2) == 0 {
            fs::read_to_string(catalog.join(path)).expect("the manifest").clone_into(text);
            json!({"text": text})
        } else {
            edit(&mut random, text)
        };
        let document = json!({"uri": uri(&catalog.join(path)), "version": version});
        send("textDocument/didChange", None, json!({"textDocument": document, "contentChanges": [change]}));
        let place = position(text, floor(text, random.below(text.len() + 1)));
        asked += 1;
        let method = format!("textDocument/{}", requests[random.below(requests.len())]);
        let params = json!({
            "textDocument": document, "position": place, "range": {"start": place, "end": place},
            "context": {"diagnostics": [], "triggerKind": 1}, "options": {"tabSize": 2, "insertSpaces": true},
        });
        send(&method, Some(asked), params);
    }
    send("textDocument/didSave", None, json!({"textDocument": {"uri": uri(&catalog.join("orders/new.yaml"))}}));

    let mut output = Vec::new();
    errbook_lsp::serve(Files, Cursor::new(input.into_bytes()), &mut output).expect("a session");
    let messages = messages(&output);
    let answered = messages.iter().filter(|message| message["id"].as_u64().is_some_and(|id| id > 0));
    let wrong = answered.clone().find(|answer| answer["error"]["code"].as_i64().is_some_and(|code| code != -32803));
    assert_eq!(wrong, None);
    assert_eq!(answered.count(), asked, "every request has an answer");
    assert_eq!(published(&messages), expected(&catalog, &texts));
}

fn floor(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The last findings of each file: rule, severity, and where they start.
fn published(messages: &[Value]) -> BTreeMap<String, Vec<String>> {
    let mut files = BTreeMap::new();
    for message in messages.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics") {
        let found = message["params"]["diagnostics"].as_array().expect("a list").iter();
        let mut found: Vec<String> =
            found.map(|found| format!("{} {} {}", found["range"]["start"], found["code"], found["message"])).collect();
        found.sort();
        files.insert(message["params"]["uri"].as_str().expect("a URI").to_owned(), found);
    }
    files.retain(|_, found| !found.is_empty());
    files
}

/// What a new check of the same texts finds.
fn expected(catalog: &Path, texts: &BTreeMap<&str, String>) -> BTreeMap<String, Vec<String>> {
    let mut sources = Sources::read(catalog);
    texts.iter().for_each(|(path, text)| sources.set(path, text.as_str()));
    let snapshot = Snapshot::from_sources(sources);
    let found = check(&snapshot, &client::options());
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for found in snapshot.report().diagnostics().iter().chain(&found) {
        let main = found.labels.first();
        let (file, start) = main
            .map_or((snapshot.file("catalog.yaml").expect("a manifest"), 0), |label| (label.file, label.span.start));
        let text = snapshot.report().text(file);
        let label = main.map_or("", |label| &label.text);
        let mut message = found.message.clone();
        if !label.is_empty() {
            message += &format!(": {label}");
        }
        found.notes.iter().for_each(|note| message += &format!("\nnote: {note}"));
        found.help.iter().for_each(|help| message += &format!("\nhelp: {help}"));
        let start = position(text, floor(text, start as usize));
        let line = format!("{start} {} {}", json!(found.rule), json!(message));
        files.entry(uri(&catalog.join(snapshot.path(file)))).or_default().push(line);
    }
    files.values_mut().for_each(|found| found.sort());
    files
}
