//! `errbook observe` with a real service: `examples/node-service`, which is written by hand and isn't
//! changed. Its own tests pass through the proxy, and every way in which it drifts from its catalog
//! is found.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use errbook_test_support::tools;
use serde_json::Value;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/node-service")
}

/// The running service.
struct Service {
    process: Child,
    url: String,
}

impl Service {
    fn start(drift: &str) -> Service {
        let mut command = Command::new("node");
        command.arg("service.mjs").current_dir(example()).env("DRIFT", drift).env_remove("PORT");
        let mut process = command.stdout(Stdio::piped()).spawn().expect("node starts");
        let mut url = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut url).expect("an address");
        Service { process, url: url.trim().to_owned() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }
}

fn errbook(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["observe", "--format", "json"]).args(arguments).current_dir(example());
    command.stdin(Stdio::null()).output().expect("errbook runs")
}

/// The report. What the command prints comes first.
fn report(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    let start = text.find("\n{\n").map_or(0, |at| at + 1);
    serde_json::from_str(&text[start..]).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn rules(report: &Value) -> Vec<&str> {
    let found = report["diagnostics"].as_array().expect("a list").iter();
    let mut rules: Vec<&str> = found.filter_map(|found| found["rule"].as_str()).collect();
    rules.dedup();
    rules
}

#[test]
fn every_drift_of_a_node_service_is_found_behind_its_own_tests() {
    if !tools::has_program("node") {
        return;
    }
    let drifts = [
        "",
        "unknown",
        "status",
        "title",
        "type",
        "content-type",
        "header",
        "body",
        "message",
        "param",
        "secret",
        "without-code",
        "elsewhere",
    ];
    for drift in drifts {
        let service = Service::start(drift);
        let output = errbook(&["--proxy", &service.url, "--", "node", "--test", "service.test.mjs"]);
        let report = report(&output);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("pass 4") && text.contains("fail 0"), "{drift}: {text}");
        let expected = if drift.is_empty() { vec![] } else { vec![format!("observed-{drift}")] };
        assert_eq!(rules(&report), expected, "{report:#}");
        assert_eq!(report["traffic"]["exchanges"], 8, "{report:#}");
        if drift.is_empty() {
            assert_eq!(report["traffic"]["coverage"]["codes"]["percent"], 100);
        }
    }
}

#[test]
fn a_failing_command_fails_errbook() {
    if !tools::has_program("node") {
        return;
    }
    let service = Service::start("");
    let output = errbook(&["--proxy", &service.url, "--", "node", "-e", "process.exit(3)"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(report(&output)["outcome"]["reason"], "command-failed");
    assert!(String::from_utf8_lossy(&output.stderr).contains("`node -e process.exit(3)` failed"), "{output:?}");
}

#[test]
fn a_service_that_is_down_is_reported() {
    if !tools::has_program("node") {
        return;
    }
    let script = "fetch(process.env.ERRBOOK_PROXY_URL).then(async (of) => console.log(of.status, await of.text()))";
    let output = errbook(&["--proxy", "http://127.0.0.1:1", "--", "node", "-e", script]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("1 connection could not reach `http://127.0.0.1:1`: connection refused"), "{errors}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("502 "), "{output:?}");
    assert!(!errors.contains("no request"), "{errors}");
}

#[test]
fn a_command_that_bypasses_the_proxy_is_told_how_to_use_it() {
    if !tools::has_program("node") {
        return;
    }
    let service = Service::start("");
    let script = format!("fetch('{}')", service.url);
    let output = errbook(&["--proxy", &service.url, "--", "node", "-e", &script]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("no request reached the proxy, let the command use `$ERRBOOK_PROXY_URL`"), "{errors}");
}

/// All ways to read the same traffic find the same. A pipe has no size, and no name.
#[test]
fn files_and_pipes_give_the_same_report() {
    let body = r#"{"type":"https://orders.example/docs/errors/orders/invalid","title":"Bad Request","status":400,"detail":"Oops","code":"err:orders:invalid"}"#;
    let line = format!("{{\"status\":400,\"op\":\"POST /v1/orders\",\"body\":{}}}\n", Value::from(body));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.jsonl");
    // More than one block, with a line that is longer than any.
    let filler = format!("{{\"filler\":\"{}\"}}\n", "x".repeat(1000));
    let long = format!("{{\"long\":\"{}\"}}\n", "y".repeat(18 << 20));
    let text = filler.repeat(2000) + &line + &long + &filler + line.trim_end();
    std::fs::write(&file, &text).expect("written");
    let options = ["--body", "body", "--status", "status", "--operation", "op"];
    let of_file = errbook(&[&[file.to_str().expect("UTF-8")], &options[..]].concat());
    let of_file = report(&of_file);
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["observe", "--format", "json", "-j", "1"]).args(options).current_dir(example());
    let mut process =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    process.stdin.take().expect("piped").write_all(text.as_bytes()).expect("read");
    let of_pipe: Value = serde_json::from_slice(&process.wait_with_output().expect("ends").stdout).expect("JSON");
    assert_eq!(rules(&of_file), ["observed-message"], "{of_file:#}");
    assert_eq!(of_file["traffic"], of_pipe["traffic"]);
    assert_eq!(of_file["traffic"]["exchanges"], 2004, "{of_file:#}");
    assert_eq!(of_file["traffic"]["unchecked"]["too large"], 1, "{of_file:#}");
    let note = |report: &Value| report["diagnostics"][0]["notes"].to_string();
    assert!(note(&of_file).contains("a.jsonl:2001"), "{of_file:#}");
    assert!(note(&of_pipe).contains("<stdin>:2001"), "{of_pipe:#}");
}

#[test]
fn runs_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, saved) = (folder.path().join("a.jsonl"), folder.path().join("observed.json"));
    let line = r#"{"code":"err:orders:invalid","host":"a"}"#;
    std::fs::write(&file, format!("{line}\n").repeat(10)).expect("written");
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
        command.arg("observe").arg(&file).arg("--save").arg(&saved).current_dir(example());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("errbook runs")
    };
    let runs: Vec<Child> = (0..6).map(|_| run()).collect();
    for mut run in runs {
        assert!(run.wait().expect("it ends").success());
    }
    let saved = std::fs::read_to_string(saved).expect("the file");
    assert!(saved.contains("\"count\":60"), "{saved}");
}
