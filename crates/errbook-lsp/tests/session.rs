//! Sessions over pipes: folders and catalogs that come and go, files that change on disk, and clients that
//! don't follow the protocol.

use std::fs;
use std::io::{BufRead as _, BufReader, PipeReader, PipeWriter, Read as _, Write as _, pipe};
use std::path::Path;
use std::thread::{self, JoinHandle};

use errbook_lsp::Error;
use serde_json::{Value, json};
use tempfile::TempDir;

mod client;

use client::{Files, frame, uri};

struct Client {
    input: PipeWriter,
    output: BufReader<PipeReader>,
    server: JoinHandle<Result<(), Error>>,
    requests: i64,
}

impl Client {
    /// Starts a server that nobody has initialized.
    fn start() -> Client {
        let ((reader, input), (output, writer)) = (pipe().expect("a pipe"), pipe().expect("a pipe"));
        let server = thread::spawn(|| errbook_lsp::serve(Files, BufReader::new(reader), writer));
        Client { input, output: BufReader::new(output), server, requests: 0 }
    }

    fn open(roots: &[&Path], capabilities: &Value) -> Client {
        let mut client = Client::start();
        let folders: Vec<Value> = roots.iter().map(|root| json!({"uri": uri(root), "name": "a"})).collect();
        client.ask("initialize", json!({"workspaceFolders": folders, "capabilities": capabilities}));
        client.tell("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(frame(message).as_bytes()).expect("sent");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The whole response to a request.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    fn wait(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.receive();
            if is_meant(&message) {
                return message;
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a line");
            if let Some(size) = line.strip_prefix("Content-Length: ") {
                length = size.trim().parse().expect("a number");
            } else if line == "\r\n" {
                break;
            }
            assert!(!line.is_empty(), "the server ended the session");
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn edit(&mut self, path: &Path, text: &str) {
        let document = json!({"uri": uri(path), "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// The rules of the next findings of a file that fulfill a condition.
    fn rules(&mut self, path: &Path, is_meant: impl Fn(&[&str]) -> bool) {
        let uri = uri(path);
        self.wait(|message| {
            let found = message["params"]["diagnostics"].as_array();
            let rules = found.map(|found| found.iter().filter_map(|of| of["code"].as_str()).collect::<Vec<_>>());
            message["params"]["uri"] == uri.as_str() && rules.is_some_and(|rules| is_meant(&rules))
        });
    }

    fn symbols(&mut self, query: &str) -> Vec<String> {
        let answer = self.ask("workspace/symbol", json!({"query": query}));
        let symbols = answer["result"].as_array().expect("a list").iter();
        symbols.map(|symbol| symbol["name"].as_str().expect("a name").to_owned()).collect()
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        let refused = self.ask("textDocument/hover", json!({}));
        assert_eq!(refused["error"]["code"], -32600, "after the shutdown");
        self.tell("exit", Value::Null);
        self.server.join().expect("no panic").expect("no error");
    }
}

/// A catalog with one code in a new folder.
fn catalog(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest =
        format!("name: {name}\ncodes: {{prefix: {name}, levels: [{{name: code}}]}}\nprofiles: {{api: rfc9457}}\n");
    fs::create_dir(folder.path().join("catalog")).expect("created");
    fs::write(folder.path().join("catalog/catalog.yaml"), manifest).expect("written");
    fs::write(folder.path().join("catalog/lost.yaml"), "name: Lost\nstatus: 404\nmessage: It is lost\n")
        .expect("written");
    folder
}

#[test]
fn folders_of_the_workspace_have_their_own_catalogs() {
    let (one, two) = (catalog("one"), catalog("two"));
    let mut client = Client::open(&[one.path(), two.path()], &json!({}));
    assert_eq!(client.symbols("lost"), ["one:lost", "two:lost"]);
    let related = "name: Found\nstatus: 404\nmessage: It is found\nrelated: [{code: two:lost}]\n";
    let path = one.path().join("catalog/found.yaml");
    client.edit(&path, related);
    client.rules(&path, |rules| rules.contains(&"unknown-code"));
    let event = json!({"added": [], "removed": [{"uri": uri(two.path()), "name": "a"}]});
    client.tell("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert_eq!(client.symbols("lost"), ["one:lost"]);
    let event = json!({"added": [{"uri": uri(two.path()), "name": "a"}], "removed": []});
    client.tell("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert_eq!(client.symbols("lost"), ["one:lost", "two:lost"]);
    client.end();
}

#[test]
fn files_come_and_go() {
    let shop = catalog("shop");
    let watches = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::open(&[shop.path()], &watches);
    let registered = client.wait(|message| message["method"] == "client/registerCapability");
    client.send(&json!({"jsonrpc": "2.0", "id": registered["id"], "result": null}));
    let path = shop.path().join("catalog/gone.yaml");
    let change = |kind: u8| json!({"changes": [{"uri": uri(&path), "type": kind}]});

    // Saved by someone else, opened, edited without saving, closed, and deleted.
    fs::write(&path, "name: Gone\nstatus: 410\nmessage: It is gone\n").expect("written");
    client.tell("workspace/didChangeWatchedFiles", change(1));
    assert_eq!(client.symbols("gone"), ["shop:gone"]);
    client.edit(&path, "name: Renamed\nstatus: 410\nmesage: It is gone\n");
    client.rules(&path, |rules| rules.contains(&"unknown-key"));
    assert_eq!(client.symbols("renamed"), ["shop:gone"]);
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&path)}}));
    client.rules(&path, |rules| !rules.contains(&"unknown-key"));
    assert!(client.symbols("renamed").is_empty());
    fs::remove_file(&path).expect("deleted");
    client.tell("workspace/didChangeWatchedFiles", change(3));
    assert!(client.symbols("gone").is_empty());

    // A document that isn't saved yet is an entry, too.
    client.edit(&path, "name: New\nstatus: 410\nmessage: It is new\n");
    assert_eq!(client.symbols("new"), ["shop:gone"]);
    client.end();
}

/// Findings in source code follow the source, the catalog, and what is open.
#[test]
fn source_code_is_checked_while_it_is_open() {
    const UNKNOWN: &[&str] = &["unknown-code-in-source"];
    let (shop, bank) = (catalog("shop"), catalog("bank"));
    let mut client = Client::open(&[shop.path(), bank.path()], &json!({}));
    let source = shop.path().join("app.go");
    client.edit(&source, "package app\n\nvar err = fail(\"shop:lots\")\n");
    client.rules(&source, |rules| rules == UNKNOWN);
    let change = json!({
        "textDocument": {"uri": uri(&source), "version": 2},
        "contentChanges": [{"text": "package app\n\nvar err = fail(\"shop:gone\")\n"}],
    });
    client.tell("textDocument/didChange", change);
    client.rules(&source, |rules| rules == UNKNOWN);

    // The same source with another catalog.
    let entry = shop.path().join("catalog/gone.yaml");
    fs::write(&entry, "name: Gone\nstatus: 410\nmessage: It is gone\n").expect("written");
    let change = |kind: u8| json!({"changes": [{"uri": uri(&entry), "type": kind}]});
    client.tell("workspace/didChangeWatchedFiles", change(1));
    client.rules(&source, |rules| rules.is_empty());
    fs::remove_file(&entry).expect("deleted");
    client.tell("workspace/didChangeWatchedFiles", change(3));
    client.rules(&source, |rules| rules == UNKNOWN);

    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&source)}}));
    client.rules(&source, |rules| rules.is_empty());
    client.end();
}

#[test]
fn renaming_a_file_renames_its_code() {
    let shop = catalog("shop");
    let folder = shop.path().join("catalog");
    let entry = "name: Found\nstatus: 404\nmessage: It is found\nrelated: [{code: shop:lost}]\n";
    fs::write(folder.join("found.yaml"), entry).expect("written");
    let mut client = Client::open(&[shop.path()], &client::capabilities());
    let files = json!([{"oldUri": uri(&folder.join("lost.yaml")), "newUri": uri(&folder.join("missing.yaml"))}]);
    let answer = client.ask("workspace/willRenameFiles", json!({"files": files}));
    let changes = answer["result"]["documentChanges"].as_array().expect("changes");
    let texts: Vec<&str> = changes.iter().filter_map(|change| change["edits"][0]["newText"].as_str()).collect();
    assert_eq!(texts, ["aliases: [shop:lost]\n", "related: [{code: shop:missing}]\n"]);
    // A file that isn't an entry needs no change.
    let files = json!([{"oldUri": "file:///elsewhere.txt", "newUri": "file:///other.txt"}]);
    assert_eq!(client.ask("workspace/willRenameFiles", json!({"files": files}))["result"], Value::Null);
    client.end();
}

#[test]
fn positions_have_the_encoding_that_the_client_prefers() {
    let shop = catalog("shop");
    let path = shop.path().join("catalog/lost.yaml");
    for (encodings, column) in [(json!(["utf-8", "utf-16"]), 13), (json!(["utf-16"]), 11), (json!([]), 11)] {
        let mut client = Client::open(&[shop.path()], &json!({"general": {"positionEncodings": encodings}}));
        client.edit(&path, "name: \"\u{1f600}\" {\n");
        let found = client.wait(|message| !message["params"]["diagnostics"][0].is_null());
        assert_eq!(found["params"]["diagnostics"][0]["range"]["start"]["character"], column, "{encodings}: {found}");
        client.end();
    }
}

#[test]
fn strange_clients_get_errors() {
    let mut client = Client::start();
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32002, "before `initialize`");
    client.tell("textDocument/didOpen", json!({"nothing": true}));
    client.ask("initialize", json!({"capabilities": null}));
    assert_eq!(client.ask("initialize", json!({}))["error"]["code"], -32600);
    assert_eq!(client.ask("no/such", json!({}))["error"]["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({"position": "here"}))["error"]["code"], -32602);
    client.tell("textDocument/didChange", json!([1, 2]));
    client.edit(Path::new("/nowhere/at/all.yaml"), "name: x\n");
    let place =
        json!({"textDocument": {"uri": "file:///nowhere/at/all.yaml"}, "position": {"line": 99, "character": 99}});
    assert_eq!(client.ask("textDocument/hover", place.clone())["result"], Value::Null);
    assert_eq!(client.ask("textDocument/definition", place)["result"], Value::Null);
    client.end();
}

#[test]
fn a_message_that_cannot_be_read_ends_the_session() {
    let mut client = Client::start();
    client.input.write_all(b"Content-Length: 3\r\n\r\n{x}").expect("sent");
    let error = client.server.join().expect("no panic").expect_err("an error");
    assert!(error.to_string().starts_with("cannot read a message: "), "{error}");
}
