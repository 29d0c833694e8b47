//! Sends the requests of `cases/` to the server, and compares the answers with snapshots. See
//! `cases/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

mod client;

use client::{Files, frame, messages, uri};

/// Marks the cursor.
const CURSOR: char = '\u{a6}';

struct Case {
    name: String,
    /// The documents that are open, by path below `shop/`, and where the cursor is in one of them.
    open: BTreeMap<String, String>,
    cursor: Option<(String, usize)>,
    method: String,
    params: Value,
    /// What the snapshot shows of each item of a list, besides what all snapshots show.
    show: Option<String>,
}

fn read(folder: &Path) -> Case {
    let mut open = BTreeMap::new();
    let mut cursor = None;
    let mut request = Value::Null;
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for item in fs::read_dir(below).expect("a case") {
            let path = item.expect("an item").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("text");
            if name == "request.json" {
                request = serde_json::from_str(&text).expect("JSON");
            } else if !name.ends_with(".snap") && !name.ends_with(".snap.new") {
                if let Some(at) = text.find(CURSOR) {
                    cursor = Some((name.clone(), at));
                }
                open.insert(name, text.replace(CURSOR, ""));
            }
        }
    }
    Case {
        name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
        open,
        cursor,
        method: request["method"].as_str().expect("a method").to_owned(),
        params: request["params"].clone(),
        show: request["show"].as_str().map(str::to_owned),
    }
}

fn position(text: &str, byte: usize) -> Value {
    let line = text[..byte].matches('\n').count();
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": text[start..byte].encode_utf16().count()})
}

/// The answer to a case's request, or the last findings of each file for a case without one.
fn answer(case: &Case, root: &Path) -> Value {
    let mut input = frame(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "rootUri": uri(root), "capabilities": client::capabilities(),
    }}));
    for (path, text) in &case.open {
        let document = json!({"uri": uri(&root.join(path)), "languageId": "yaml", "version": 1, "text": text});
        let params = json!({"textDocument": document});
        input += &frame(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params}));
    }
    let mut params = if case.params.is_null() { json!({}) } else { case.params.clone() };
    if let Some((path, byte)) = &case.cursor {
        let position = position(&case.open[path], *byte);
        params["textDocument"] = json!({"uri": uri(&root.join(path))});
        params["position"] = position.clone();
        params["range"] = json!({"start": position, "end": position});
    }
    if case.method == "textDocument/codeAction" && params["context"].is_null() {
        params["context"] = json!({"diagnostics": []});
    }
    if case.method == "textDocument/inlayHint" {
        params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    }
    let is_request = case.method != "textDocument/publishDiagnostics";
    if is_request {
        input += &frame(&json!({"jsonrpc": "2.0", "id": 2, "method": case.method, "params": params}));
    }
    let mut output = Vec::new();
    let files = Files;
    errbook_lsp::serve(files, Cursor::new(input.into_bytes()), &mut output).expect("a session");
    let messages = messages(&output);
    if is_request {
        let answer = messages.iter().find(|message| message["id"] == 2).expect("an answer");
        return answer.get("result").unwrap_or(&answer["error"]).clone();
    }
    let published = messages.iter().filter(|message| message["method"] == case.method.as_str());
    let last: BTreeMap<String, &Value> = published
        .map(|message| {
            (message["params"]["uri"].as_str().expect("a URI").to_owned(), &message["params"]["diagnostics"])
        })
        .collect();
    json!(last)
}

/// JSON with an item or a member of the outer two levels on each line.
fn shown(value: &Value, depth: usize) -> String {
    let inner = |value: &Value| if depth > 0 { shown(value, depth - 1) } else { value.to_string() };
    match value {
        Value::Array(items) if depth > 0 => {
            items.iter().map(|item| format!("- {}\n", inner(item).trim_end())).collect()
        }
        Value::Object(members) if depth > 0 => {
            members.iter().map(|(name, value)| format!("{name}:\n{}\n", inner(value).trim_end())).collect()
        }
        Value::String(text) if depth > 0 => text.clone(),
        _ => value.to_string(),
    }
}

/// The answer, with paths that don't depend on the machine.
fn readable(case: &Case, value: &Value, root: &Path) -> String {
    let items = |value: &Value, keys: &[&str]| -> String {
        let lines = value.as_array().into_iter().flatten().map(|item| {
            let parts = keys.iter().map(|key| item.pointer(key).unwrap_or(&Value::Null));
            let parts = parts.filter(|part| !part.is_null());
            let parts = parts.map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned));
            parts.collect::<Vec<_>>().join(" | ").replace('\n', "\\n")
        });
        lines.map(|line| line + "\n").collect()
    };
    let text = match case.method.as_str() {
        "textDocument/completion" => {
            let range = value.pointer("/items/0/textEdit/range").unwrap_or(&Value::Null);
            let mut keys = vec!["/label", "/textEdit/newText", "/detail", "/filterText", "/tags"];
            keys.extend(case.show.as_deref());
            let list = items(&value["items"], &keys);
            format!("range {range}, incomplete {}\n{list}", value["isIncomplete"])
        }
        "textDocument/hover" => {
            format!("range {}\n{}", value["range"], value["contents"]["value"].as_str().unwrap_or("nothing"))
        }
        _ => shown(value, 2),
    };
    text.replace(&uri(root), "file:///shop")
}

#[test]
fn answers_match_snapshots() {
    let root = fs::canonicalize("tests/shop").expect("the shop");
    let mut cases: Vec<PathBuf> =
        fs::read_dir("tests/cases").expect("cases").map(|item| item.expect("an item").path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() > 20, "the test looks at the right folder");
    for folder in cases {
        let case = read(&folder);
        let answer = readable(&case, &answer(&case, &root), &root);
        let snapshot_path = Path::new("cases").join(&case.name);
        insta::with_settings!({ snapshot_path => snapshot_path, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("response", answer);
        });
    }
}
