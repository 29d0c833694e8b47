//! The schemas in a real editor: yaml-language-server explains mistakes, and completes names and
//! examples.

use std::io::Write as _;
use std::process::{Command, Stdio};

use errbook_catalog::schema::{Known, entry_for_editors, manifest_for_editors};
use errbook_test_support::tools;
use serde_json::{Value, json};

fn known() -> Known<'static> {
    Known {
        codes: Some(vec!["err:orders:not_found", "err:orders:not_paid"]),
        profiles: Some(vec!["api", "gateway"]),
        references: false,
        fields: None,
        extra_statuses: Vec::new(),
        rules: vec!["stub", "draft"],
    }
}

/// What the editor shows: the messages of each check, and the completions of each text. `None` if
/// the server isn't installed.
fn shown(schema: &Value, checks: &[&str], completions: &[&str]) -> Option<(Vec<String>, Vec<Value>)> {
    tools::installed("tests/tools/node_modules/yaml-language-server")?;
    if !tools::has_program("node") {
        return None;
    }
    let mut command = Command::new("node");
    let mut child = command
        .arg("tests/tools/editor.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    let input = json!({"schema": schema, "checks": checks, "completions": completions}).to_string();
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("sent");
    let output = child.wait_with_output().expect("it ends");
    let shown: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let messages = |of: &Value| {
        let messages = of.as_array().expect("messages").iter().map(|message| message.as_str().expect("a message"));
        messages.collect::<Vec<_>>().join("; ")
    };
    let checks = shown["checks"].as_array().expect("a list").iter().map(messages).collect();
    Some((checks, shown["completions"].as_array().expect("a list").clone()))
}

#[test]
fn mistakes_are_shown_while_typing() {
    let checks = [
        "message: a\nstatus: 404\n",
        "name: a\n",
        "message: a\nstatus: 302\n",
        "message: a\nstatus: {apo: 404}\n",
        "message: a\nallow: [{rule: stup}]\n",
        "message: a\nrelated: [{code: err:orders:lost}]\n",
    ];
    let Some((messages, _)) = shown(&entry_for_editors(&known()), &checks, &[]) else { return };
    let expected = [
        "",
        "Missing property \"message\".",
        "Value is below the minimum of 400.",
        "Value is not accepted. Valid values: \"api\", \"gateway\".",
        "Value is not accepted. Valid values: \"stub\", \"draft\".",
        "Value is not accepted. Valid values: \"err:orders:not_found\", \"err:orders:not_paid\".",
    ];
    assert_eq!(messages, expected);
    let checks = ["name: a\n", "name: a\ncodes: {levels: [{name: a}]}\nrules: {stup: warn}\n"];
    let Some((messages, _)) = shown(&manifest_for_editors(&known()), &checks, &[]) else { return };
    assert_eq!(messages, ["Missing property \"codes\".", "Value is not accepted. Valid values: \"stub\", \"draft\"."]);
}

#[test]
fn names_and_examples_are_completed() {
    let texts = ["", "message: a\nprofiles: [", "message: a\nrelated:\n  - code: ", "message: a\nparams:\n  "];
    let Some((_, completions)) = shown(&entry_for_editors(&known()), &[], &texts) else { return };
    let labels =
        |index: usize| completions[index].as_object().expect("items").keys().map(String::as_str).collect::<Vec<_>>();
    assert!(labels(0).contains(&"message") && labels(0).contains(&"errbook entry"), "{:?}", labels(0));
    let entry = completions[0]["errbook entry"].as_str().expect("a snippet");
    assert!(entry.starts_with("name: ${1:Order not found}\nstatus: ${2:404}\nmessage: "), "{entry}");
    assert!(labels(1).contains(&"api") && labels(1).contains(&"gateway"), "{:?}", labels(1));
    assert_eq!(labels(2), ["err:orders:not_found", "err:orders:not_paid"]);
    let example = completions[3]["example of params"].as_str().unwrap_or_default();
    assert!(example.contains("order_id:") && example.contains("type: string"), "{}", completions[3]);
}
