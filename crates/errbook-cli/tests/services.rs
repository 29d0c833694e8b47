//! The services and clients in `examples/services` understand each other: runs the commands of their
//! READMEs, and each client against each service.

#![cfg(unix)]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use errbook_test_support::tools;
use serde_json::Value as Json;

/// A folder in `examples/services`, and the commands of its README.
struct Language {
    name: &'static str,
    /// Whether its tools are installed.
    runs: fn() -> bool,
    prepare: &'static [&'static str],
    service: &'static str,
    /// Its argument is the URL of a service.
    client: &'static str,
}

const LANGUAGES: [Language; 4] = [
    Language {
        name: "go",
        runs: || tools::has_program("go"),
        prepare: &["errbook export go --catalog ../catalog --out shoperrors"],
        service: "go run ./service",
        client: "go run ./client",
    },
    Language {
        name: "python",
        runs: || tools::installed("tests/tools/venv/bin/python").is_some(),
        prepare: &["errbook export python --catalog ../catalog --out errors.py"],
        service: "python service.py",
        client: "python client.py",
    },
    Language {
        name: "rust",
        runs: || true,
        prepare: &[],
        service: "cargo run --bin service",
        client: "cargo run --bin client",
    },
    Language {
        name: "typescript",
        runs: || tools::has_program("node") && tools::installed("tests/tools/node_modules").is_some(),
        prepare: &["errbook export typescript --catalog ../catalog --out errors.ts", "tsc -p ."],
        service: "node dist/service.js",
        client: "node dist/client.js",
    },
];

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("a checkout")
}

impl Language {
    fn folder(&self) -> PathBuf {
        checkout().join("examples/services").join(self.name)
    }

    /// Writes the generated code, and compiles it.
    fn prepare(&self) {
        let readme = fs::read_to_string(self.folder().join("README.md"));
        let readme = readme.unwrap_or_else(|error| panic!("the README of {}: {error}", self.name));
        for command in self.prepare.iter().chain([&self.service, &self.client]) {
            assert!(readme.contains(command), "the README of {} doesn't have `{command}`", self.name);
        }
        for command in self.prepare {
            // Without an installation in the folder, the types of Node are those of the tests.
            let types =
                if command.starts_with("tsc ") { " --typeRoots ../../../tests/tools/node_modules/@types" } else { "" };
            let output = shell(&self.folder(), &format!("{command}{types}")).output().expect("a shell");
            let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
            assert!(output.status.success(), "{}: {command}: {stdout}{stderr}", self.name);
        }
    }

    fn start(&self) -> Service {
        let mut command = shell(&self.folder(), &format!("exec {}", self.service));
        let mut child = command.env("PORT", "0").process_group(0).stdout(Stdio::piped()).spawn().expect("a shell");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        while !line.starts_with("listening on ") {
            line.clear();
            let length = output.read_line(&mut line).expect("UTF-8");
            assert!(length > 0, "{}: the service ended", self.name);
        }
        let url = line.trim_start_matches("listening on ").trim().to_owned();
        Service { child, _output: output, url }
    }

    /// What the client prints.
    fn call(&self, url: &str) -> Vec<Json> {
        let output = shell(&self.folder(), &format!("{} {url}", self.client)).output().expect("a shell");
        let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        assert!(output.status.success(), "{}: {stdout}{stderr}", self.name);
        lines(&stdout)
    }
}

/// A command in a folder, with errbook and the tools of the tests in the path.
fn shell(folder: &Path, command: &str) -> Command {
    let errbook = Path::new(env!("CARGO_BIN_EXE_errbook")).parent().expect("a folder").to_owned();
    let tools = ["tests/tools/venv/bin", "tests/tools/node_modules/.bin"].map(|path| checkout().join(path));
    let before = env::var_os("PATH").unwrap_or_default();
    let path: OsString =
        env::join_paths([errbook].into_iter().chain(tools).chain(env::split_paths(&before))).expect("a path");
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).env("PATH", path);
    shell
}

/// A running service. Stops with the test.
struct Service {
    child: Child,
    /// Open, so it can log.
    _output: BufReader<ChildStdout>,
    url: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        // `go run` and `cargo run` start other processes, in the same group.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.child.id())]).status();
        let _ = self.child.wait();
    }
}

impl Service {
    /// A whole response, as it was sent.
    fn get(&self, path: &str) -> String {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        response
    }
}

fn lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn every_client_understands_every_service() {
    let expected = fs::read_to_string(checkout().join("examples/services/expected.jsonl")).expect("expected");
    let expected = lines(&expected);
    let languages: Vec<&Language> = LANGUAGES.iter().filter(|language| (language.runs)()).collect();
    languages.iter().for_each(|language| language.prepare());
    for server in &languages {
        let service = server.start();
        for client in &languages {
            let found = client.call(&service.url);
            assert_eq!(found, expected, "{} calls {}", client.name, server.name);
        }
        let stock = service.get("/stock");
        assert!(stock.starts_with("HTTP/1.1 503 ") && !stock.contains("db-7"), "{}: {stock}", server.name);
    }
}
