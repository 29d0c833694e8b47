//! Starts the service on a free port, and runs the README's commands against it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use errbook::client::{Reply, read};
use unkey_errors::Code;

/// The running service. Stops with the test.
struct Service {
    child: Child,
    log: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Service {
    fn start() -> Service {
        let mut command = Command::new(env!("CARGO_BIN_EXE_axum-service"));
        let mut child = command.arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().expect("it starts");
        let mut log = BufReader::new(child.stdout.take().expect("piped"));
        let address = line(&mut log)["fields"]["address"].as_str().expect("the first line says where").to_owned();
        Service { child, log, address }
    }

    /// Posts `body` with the root key. Returns the error that a client reads, and the line in the log.
    fn fail(&mut self, operation: &str, body: &str) -> (errbook::Received<Code>, serde_json::Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("http://{}/v2/{operation}", self.address));
        let request = request.header("Authorization", "Bearer unkey_demo").header("Content-Type", "application/json");
        let mut response = request.send(body).expect("a response");
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_vec().expect("a body");
        let reply = Reply { status, content_type: Some("application/json"), retry_after: None, body: &body };
        (read(&reply).expect("an error of the catalog"), line(&mut self.log))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have stopped already, which the test reports.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(log: &mut impl BufRead) -> serde_json::Value {
    let mut line = String::new();
    log.read_line(&mut line).expect("the log");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn errors_come_back_typed_and_are_logged_with_their_cause() {
    let mut service = Service::start();
    let (received, event) = service.fail("keys.createKey", r#"{"apiId":"api_gone"}"#);
    assert_eq!(received.code.known(), Some(Code::DataApiNotFound));
    assert_eq!(received.request_id.as_deref(), event["fields"]["request_id"].as_str());
    let message = event["fields"]["message"].as_str().unwrap_or_default();
    assert!(message.ends_with("has been deleted.: creating a key"), "{event}");

    let (received, _) = service.fail("apis.deleteApi", r#"{"apiId":"api_protected"}"#);
    assert_eq!(received.code.known(), Some(Code::ApplicationProtectedResource));
    let (received, _) = service.fail("keys.createKey", r#"{"apiId":"api_payments","roles":["none"]}"#);
    assert_eq!(received.code.known(), Some(Code::DataRoleNotFound));
}

#[test]
fn a_broken_body_is_an_error_of_the_catalog() {
    let mut service = Service::start();
    for body in ["", "{", "{\"name\":1}", "\u{0}", "\"\\ud800\""] {
        let (received, _) = service.fail("permissions.createRole", body);
        assert_eq!(
            (received.code.known(), received.errors.len()),
            (Some(Code::ApplicationInvalidInput), 1),
            "{body:?}"
        );
    }
}

/// The commands of the README, which start with `$`, and the lines that they print.
fn commands(readme: &str) -> Vec<(&str, String)> {
    let blocks = readme.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let commands = blocks.flat_map(|block| block.split("$ ").skip(1));
    commands
        .filter_map(|command| command.split_once('\n'))
        .map(|(command, output)| (command, output.to_owned()))
        .collect()
}

#[test]
fn the_commands_of_the_readme_print_what_it_says() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no curl");
        return;
    }
    let service = Service::start();
    let readme = include_str!("../README.md");
    let commands = commands(readme);
    assert!(commands.len() >= 5, "the README has commands");
    for (command, expected) in commands {
        let here = command.replace("127.0.0.1:8080", &service.address);
        let output = Command::new("sh").args(["-c", &here]).output().expect("a shell");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(printed.trim_end(), expected.trim_end(), "{command}");
    }
}
