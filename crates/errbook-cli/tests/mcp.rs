//! `errbook mcp` with the client of PyPI's `mcp`, and with input that no client sends.
#![cfg(feature = "mcp")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use errbook_test_support::tools;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The results of a session, or `None` without the client. `steps` are those of `mcp_client.py`.
fn session(folder: &Path, mode: &str, arguments: &[&str], steps: &[Value]) -> Option<Vec<Value>> {
    // The command of the package.
    tools::installed("tests/tools/venv/bin/mcp")?;
    let python = tools::installed("tests/tools/venv/bin/python")?;
    let script = tools::installed("tests/tools/mcp_client.py")?;
    let arguments: Vec<&str> = std::iter::once("mcp").chain(arguments.iter().copied()).collect();
    let session = json!({
        "command": env!("CARGO_BIN_EXE_errbook"), "args": arguments, "cwd": folder, "mode": mode, "steps": steps,
    });
    let mut client = Command::new(python);
    client.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = feed(client, session.to_string().as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn feed(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(input).expect("written");
    child.wait_with_output().expect("it ends")
}

fn call(tool: &str, arguments: Value) -> Value {
    json!(["call_tool", {"name": tool, "arguments": arguments}])
}

/// The text of a call that succeeded.
fn text(result: &Value) -> &str {
    assert_eq!(result["isError"], false, "{result}");
    result["content"][0]["text"].as_str().expect("a text")
}

/// The text of a call that failed.
fn refused(result: &Value) -> &str {
    assert_eq!(result["isError"], true, "{result}");
    result["content"][0]["text"].as_str().expect("a text")
}

fn codes(result: &Value) -> Vec<&str> {
    let codes = result["structuredContent"]["codes"].as_array().unwrap_or_else(|| panic!("{result}"));
    codes.iter().map(|code| code["code"].as_str().expect("a code")).collect()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for item in fs::read_dir(from).expect("a folder").map(|item| item.expect("an item")) {
        let (from, to) = (item.path(), to.join(item.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(drop).expect("a file") }
    }
}

/// A folder with the catalog `shop`.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&here("tests/catalogs/shop"), &folder.path().join("catalog"));
    folder
}

fn errbook(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_errbook")).args(arguments).current_dir(folder).output();
    let output = output.expect("errbook starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn one_call_leads_from_a_response_body_to_the_fix() {
    let folder = here("../..");
    let queries = fs::read_to_string(folder.join("tests/search/queries.txt")).expect("the queries");
    let bodies: Vec<(&str, &str)> = queries
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| line.rsplit_once(" => ").expect("a pair"))
        .collect();
    assert!(bodies.len() >= 5);
    let mut steps: Vec<Value> = bodies.iter().map(|(body, _)| call("explain", json!({"what": body}))).collect();
    // Agents also pass a body as an object, or what `curl -i` printed.
    let (body, path) = bodies[1];
    let object: Value = serde_json::from_str(body).expect("JSON");
    steps.push(call("explain", json!({"what": object})));
    steps
        .push(call("explain", json!({"what": format!("HTTP/2 404 \r\ncontent-type: application/json\r\n\r\n{body}")})));
    let Some(results) = session(&folder, "auto", &[], &steps) else { return };
    for (result, path) in results.iter().zip(bodies.iter().map(|(_, path)| *path).chain([path, path])) {
        let code = path.replace('/', ":");
        assert!(text(result).contains(&format!("`err:{code}`\n")), "{code}: {result}");
        assert!(text(result).contains("## How To Fix"), "{code}");
    }
    let page = errbook(&folder, &["explain", &format!("err:{}", path.replace('/', ":")), "--format", "md"]);
    assert_eq!(text(&results[1]), page);
}

#[test]
fn explains_whatever_a_client_has() {
    let folder = shop();
    let whats = [
        "not_found",
        "404",
        "There is no order `ord_17`",
        "https://shop.example/docs/v0/payment",
        "ERROR 402 from shop: err:orders:not_paid, giving up",
        "err:orders:not_payd",
        "stub",
        "zzz",
        " ",
    ];
    let steps: Vec<Value> = whats.iter().map(|what| call("explain", json!({"what": what}))).collect();
    let Some(results) = session(folder.path(), "auto", &[], &steps) else { return };
    assert!(
        text(&results[0]).starts_with("2 codes match. Call `explain` with one of them:\n\n- `err:customers:not_found`")
    );
    assert!(text(&results[1]).starts_with("3 codes are sent with status 404."));
    assert!(text(&results[2]).contains("`err:orders:not_found`"));
    assert!(text(&results[3]).contains("`err:orders:not_paid`") && text(&results[4]).contains("`err:orders:not_paid`"));
    assert!(refused(&results[5]).contains("did you mean one of these?\n- `err:orders:not_paid` (402): Order not paid"));
    assert!(text(&results[6]).starts_with("# Section that is too short"));
    assert!(refused(&results[7]).starts_with("error: no code matches `zzz`\nhelp: call `search`"));
    assert!(refused(&results[8]).starts_with("error: argument `what` is empty"));
}

#[test]
fn tools_depend_on_the_options() {
    let folder = shop();
    fs::write(folder.path().join("errors.json"), errbook(folder.path(), &["export", "json"])).expect("written");
    for (options, names) in [
        (&[][..], &["explain", "search", "list", "check"][..]),
        (&["--write"], &["explain", "search", "list", "check", "new", "fix"]),
        (&["--registry", "errors.json"], &["explain", "search", "list"]),
    ] {
        for (mode, version) in [("auto", "2026-07-28"), ("legacy", "2025-11-25")] {
            let steps = [json!(["server", {}]), json!(["list_tools", {}]), call("new", json!({}))];
            let Some(results) = session(folder.path(), mode, options, &steps) else { return };
            assert_eq!(results[0]["version"], version);
            assert_eq!(results[0]["info"]["name"], "errbook");
            let tools = results[1]["tools"].as_array().expect("tools");
            assert_eq!(tools.iter().map(|tool| tool["name"].as_str().expect("a name")).collect::<Vec<_>>(), names);
            for tool in tools {
                let reads = !["new", "fix"].contains(&tool["name"].as_str().expect("a name"));
                assert_eq!(tool["annotations"]["readOnlyHint"], reads, "{tool}");
                let arguments = tool["inputSchema"]["properties"].as_object().expect("arguments");
                assert!(arguments.values().all(|argument| argument["description"].is_string()), "{tool}");
            }
            match options {
                ["--write"] => assert!(refused(&results[2]).starts_with("error: missing argument `code`")),
                _ => assert_eq!(results[2]["error"], "unknown tool `new`"),
            }
        }
    }
}

#[test]
fn search_and_list_find_codes() {
    let folder = shop();
    let steps = [
        call("search", json!({"query": "unpaid order payment not paid"})),
        call("search", json!({"query": "custmer", "limit": 1})),
        call("search", json!({"query": "nothing like this"})),
        call("list", json!({"group": "orders"})),
        call("list", json!({"status": 404, "limit": 1, "offset": 1})),
        call("list", json!({"group": "oders"})),
        call("list", json!({"grup": "orders"})),
        call("list", json!({"limit": "two"})),
    ];
    let Some(results) = session(folder.path(), "auto", &[], &steps) else { return };
    assert_eq!(codes(&results[0])[0], "err:orders:not_paid");
    assert!(codes(&results[1])[0].starts_with("err:customers:"));
    assert_eq!(results[2]["structuredContent"]["total"], 0);
    let listed = errbook(folder.path(), &["list", "orders"]);
    assert!(codes(&results[3]).iter().zip(listed.lines()).all(|(code, line)| line.starts_with(code)));
    assert_eq!(codes(&results[3]).len(), listed.lines().count());
    assert_eq!(
        (codes(&results[4]), &results[4]["structuredContent"]["total"]),
        (vec!["err:customers:unknown"], &json!(3))
    );
    assert_eq!(refused(&results[5]), "error: unknown group `oders`\nhelp: did you mean `orders`?");
    assert_eq!(refused(&results[6]), "error: unknown argument `grup`\nhelp: did you mean `group`?");
    assert_eq!(refused(&results[7]), "error: invalid argument `limit`\nhelp: use a number of at least 0");
}

#[test]
fn a_catalog_that_breaks_between_calls_stays_usable() {
    let folder = shop();
    let broken = "name: Order not paid\nstatus: 4o4\nmesage: Not paid\n";
    let steps = [
        call("explain", json!({"what": "not_paid"})),
        json!(["write", {"path": "catalog/orders/not_paid.yaml", "text": broken}]),
        call("explain", json!({"what": "not_paid"})),
        call("explain", json!({"what": "split"})),
        call("list", json!({})),
        call("check", json!({})),
        call("check", json!({"limit": 1})),
        json!(["write", {"path": "catalog/orders/not_paid.yaml", "text": "name: Unpaid\nstatus: 402\nmessage: Pay\n"}]),
        call("explain", json!({"what": "not_paid"})),
        json!(["write", {"path": "catalog/catalog.yaml", "text": "name: ["}]),
        call("explain", json!({"what": "not_paid"})),
        call("explain", json!({"what": "error[yaml-syntax]:"})),
        json!(["list_resources", {}]),
    ];
    let Some(results) = session(folder.path(), "auto", &[], &steps) else { return };
    assert!(text(&results[0]).starts_with("# Order not paid\n"));
    assert_eq!(
        refused(&results[1]),
        "error: the entry of `err:orders:not_paid` has errors\nhelp: call the tool `check` to see them"
    );
    let note = "1 code is left out because of errors; call the tool `check` to see them";
    assert!(text(&results[2]).ends_with(&format!("\nNote: {note}.\n")));
    assert_eq!(results[3]["structuredContent"]["note"], note);
    let report: Value =
        serde_json::from_slice(&report_of(folder.path(), broken).stdout).expect("the JSON of `errbook check`");
    let check = &results[4]["structuredContent"];
    assert_eq!((&check["errors"], &check["warnings"]), (&report["errors"], &report["warnings"]));
    let first = &check["findings"][0];
    assert_eq!((&first["level"], &first["line"]), (&json!("error"), &json!(2)));
    assert_eq!(first["file"], "catalog/orders/not_paid.yaml");
    assert!(first["help"][0].as_str().expect("help").contains("400 to 599"), "{first}");
    assert_eq!(results[5]["structuredContent"]["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(results[5]["structuredContent"]["total"], check["total"]);
    assert!(text(&results[6]).starts_with("# Unpaid\n"));
    assert_eq!(refused(&results[7]), "error: catalog.yaml cannot be read\nhelp: call the tool `check` to see why");
    assert!(text(&results[8]).contains("`yaml-syntax`"), "{}", results[8]);
    assert!(results[9]["error"].as_str().expect("an error").contains("catalog.yaml cannot be read"));
}

/// What `errbook check` prints for the catalog with this entry.
fn report_of(folder: &Path, entry: &str) -> Output {
    let copy_of = tempfile::tempdir().expect("a folder");
    copy(&here("tests/catalogs/shop"), &copy_of.path().join("catalog"));
    fs::write(copy_of.path().join("catalog/orders/not_paid.yaml"), entry).expect("written");
    assert_ne!(folder, copy_of.path());
    let mut check = Command::new(env!("CARGO_BIN_EXE_errbook"));
    check.args(["check", "--format", "json"]).current_dir(copy_of.path()).output().expect("errbook starts")
}

#[test]
fn with_write_agents_add_codes_and_fix_mistakes() {
    let folder = shop();
    let slip = "nmae: Order not paid\nstatus: 402\nmessage: \"The order is not paid yet\"\n";
    let steps = [
        call("new", json!({"code": "err:orders:too_large"})),
        call("new", json!({"code": "err:orders:too_large"})),
        call("new", json!({"code": "err:nowhere:too_large"})),
        call("explain", json!({"what": "too_large"})),
        json!(["write", {"path": "catalog/orders/not_paid.yaml", "text": slip}]),
        call("fix", json!({})),
        call("fix", json!({})),
        call("explain", json!({"what": "not_paid"})),
    ];
    let Some(results) = session(folder.path(), "auto", &["--write"], &steps) else { return };
    assert_eq!(results[0]["structuredContent"]["path"], "catalog/orders/too_large.yaml");
    let written = fs::read_to_string(folder.path().join("catalog/orders/too_large.yaml")).expect("the file");
    let other = shop();
    errbook(other.path(), &["new", "err:orders:too_large"]);
    assert_eq!(written, fs::read_to_string(other.path().join("catalog/orders/too_large.yaml")).expect("the file"));
    assert!(refused(&results[1]).contains("`err:orders:too_large` already exists in `catalog/orders/too_large.yaml`"));
    assert!(refused(&results[2]).contains("help: "));
    assert!(text(&results[3]).starts_with("# Too large\n"));
    let fixed = json!([{"path": "catalog/orders/not_paid.yaml", "what": "1 unknown key"}]);
    assert_eq!(results[4]["structuredContent"]["files"], fixed);
    assert_eq!(results[5]["structuredContent"]["files"], json!([]));
    assert!(text(&results[6]).starts_with("# Order not paid\n"));
}

#[test]
fn pages_are_resources() {
    let folder = shop();
    let steps = [
        json!(["list_resources", {}]),
        json!(["read_resource", {"uri": "https://shop.example/docs/errors/orders/not_paid"}]),
        json!(["read_resource", {"uri": "https://shop.example/docs/v1/payment"}]),
        json!(["read_resource", {"uri": "https://shop.example/docs/errors/none"}]),
    ];
    let Some(results) = session(folder.path(), "auto", &[], &steps) else { return };
    let resources = results[0]["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), 6);
    let own = resources.iter().find(|of| of["name"] == "err:orders:not_paid").expect("the resource");
    assert_eq!(own["uri"], "https://shop.example/docs/errors/orders/not_paid");
    assert_eq!((&own["title"], &own["mimeType"]), (&json!("Order not paid"), &json!("text/markdown")));
    let page = errbook(folder.path(), &["explain", "err:orders:not_paid", "--format", "md"]);
    for result in &results[1..3] {
        assert_eq!(result["contents"][0]["mimeType"], "text/markdown");
        assert_eq!(result["contents"][0]["text"].as_str().map(str::trim_end), Some(page.trim_end()));
    }
    assert_eq!(results[3]["error"], "no page has the URI `https://shop.example/docs/errors/none`");
}

#[test]
fn a_published_catalog_needs_no_sources() {
    let folder = here("../..");
    let published = tempfile::tempdir().expect("a folder");
    let file = published.path().join("errors.json");
    fs::write(&file, errbook(&folder, &["export", "json"])).expect("written");
    let body = json!({"error": {"code": "err:frontline:client:rate_limited", "message": "Too fast"}});
    let steps = [
        call("explain", json!({"what": body.to_string()})),
        call("explain", json!({"what": "The specified key was not found."})),
        call("search", json!({"query": "how do I fix 429"})),
        call("list", json!({})),
        json!(["list_resources", {}]),
    ];
    let Some(results) = session(published.path(), "auto", &["--registry", "errors.json"], &steps) else { return };
    let page = text(&results[0]);
    assert!(page.contains("`err:frontline:client:rate_limited`") && page.contains("429 Too Many Requests"), "{page}");
    assert!(page.contains("- What to do: "), "{page}");
    assert!(text(&results[1]).contains("`err:unkey:data:key_not_found`"));
    assert!(codes(&results[2])[0].ends_with("rate_limited"));
    let all = errbook(&folder, &["list"]).lines().count();
    assert_eq!(results[3]["structuredContent"]["total"], all);
    let resources = results[4]["resources"].as_array().expect("resources");
    assert!(resources.iter().all(|of| of["uri"].as_str().is_some_and(|uri| uri.starts_with("https://"))));
}

#[test]
fn only_the_internal_audience_sees_internal_fields() {
    let folder = shop();
    let manifest = folder.path().join("catalog/catalog.yaml");
    let fields = "fields:\n  runbook: {type: url, audience: internal}\n";
    fs::write(&manifest, fs::read_to_string(&manifest).expect("the manifest") + fields).expect("written");
    let entry = folder.path().join("catalog/orders/not_paid.yaml");
    let own = "fields: {runbook: \"https://run.example/1\"}\n";
    fs::write(&entry, fs::read_to_string(&entry).expect("the entry") + own).expect("written");
    let steps = [
        call("explain", json!({"what": "not_paid"})),
        call("list", json!({})),
        json!(["read_resource", {"uri": "https://shop.example/docs/errors/orders/not_paid"}]),
    ];
    let Some(public) = session(folder.path(), "auto", &[], &steps) else { return };
    let Some(internal) = session(folder.path(), "auto", &["--audience", "internal"], &steps) else { return };
    for (public, internal) in public.iter().zip(&internal) {
        assert!(!public.to_string().contains("run.example"), "{public}");
        assert!(internal.to_string().contains("run.example"), "{internal}");
    }
}

#[test]
fn any_input_ends_cleanly_and_only_messages_are_printed() {
    let start = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#;
    let ready = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
    let call = r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"explain","arguments":[1]}}"#;
    let deep = "[".repeat(100_000);
    let session = format!("{start}\n{ready}\n{call}\n{deep}\nnot JSON\n{{}}\n");
    for (input, exit) in [
        (&b""[..], 0),
        (b"\n\n", 0),
        (b"not JSON\n\xff\xfe\n{\"a\":\n[]\n{}\n", 0),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}", 0),
        (session.as_bytes(), 0),
        (ready.as_bytes(), 0),
        (&format!("{ready}\n").into_bytes(), 2),
    ] {
        let folder = shop();
        let mut server = Command::new(env!("CARGO_BIN_EXE_errbook"));
        server
            .arg("mcp")
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let output = feed(server, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(input);
        assert_eq!(output.status.code(), Some(exit), "{}: {errors}", &shown[..shown.len().min(80)]);
        assert!(!errors.contains("panicked"), "{errors}");
        for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
            let message: Value = serde_json::from_str(line).expect("a message");
            assert_eq!(message["jsonrpc"], "2.0");
        }
    }
}

#[test]
fn a_wrong_option_stops_the_server() {
    let folder = shop();
    for (arguments, message) in [
        (&["--registry", "none.json"][..], "cannot read `none.json`"),
        (&["--registry", "catalog/catalog.yaml"], "cannot use `catalog/catalog.yaml`: not an `errors.json`"),
        (&["--catalog", "none"], "no `catalog.yaml` in `none`"),
        (&["--registry", "errors.json", "--write"], "cannot be used with"),
    ] {
        let mut server = Command::new(env!("CARGO_BIN_EXE_errbook"));
        server.arg("mcp").args(arguments).current_dir(folder.path()).stdin(Stdio::null());
        let output = server.output().expect("errbook starts");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains(message), "{errors}");
    }
}
