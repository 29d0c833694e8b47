//! `errbook export vectors`: deterministic, exact, and readable by a client of gRPC.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use errbook_test_support::tools;
use serde_json::Value as Json;

/// Relative to the root of the repository.
const CATALOGS: [&str; 7] = [
    "catalog",
    "crates/errbook-docs/tests/catalog",
    "crates/errbook/tests/service/catalog",
    "crates/errbook/tests/vectors/catalog",
    "crates/errbook-build/tests/consumers/awkward/states",
    "crates/errbook-build/tests/consumers/flat/errors",
    "examples/services/catalog",
];

fn export(catalog: &str, audience: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_errbook"));
    command.args(["export", "vectors", "--audience", audience, "--catalog"]).arg(root.join(catalog));
    let output = command.output().expect("errbook");
    assert!(output.status.success(), "{catalog}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn vectors_are_the_same_every_time_and_for_every_audience() {
    for catalog in CATALOGS {
        let vectors = export(catalog, "public");
        assert_eq!(vectors, export(catalog, "public"), "{catalog}");
        assert_eq!(vectors, export(catalog, "internal"), "{catalog}");
    }
}

#[test]
fn ids_are_unique_and_numbers_survive_doubles() {
    for catalog in CATALOGS {
        let file: Json = serde_json::from_str(&export(catalog, "public")).expect("JSON");
        let vectors = ["vectors", "grpc"].map(|list| file[list].as_array().expect("a list").iter());
        let mut ids = BTreeSet::new();
        for vector in vectors.into_iter().flatten() {
            assert!(ids.insert(vector["id"].as_str().expect("an ID")), "{}", vector["id"]);
        }
        assert!(survives_doubles(&file), "{catalog}");
    }
}

fn survives_doubles(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_u64().is_some_and(|number| number <= 1 << 53),
        Json::Array(items) => items.iter().all(survives_doubles),
        Json::Object(members) => members.values().all(survives_doubles),
        _ => true,
    }
}

#[test]
fn a_client_of_grpc_reads_the_trailers() {
    let Some(python) = tools::installed("tests/tools/venv/bin/python") else { return };
    for catalog in CATALOGS {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tools/grpc_vectors.py");
        let mut command = Command::new(&python);
        let mut child = command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("Python");
        let vectors = export(catalog, "public");
        child.stdin.take().expect("piped").write_all(vectors.as_bytes()).expect("sent");
        let output = child.wait_with_output().expect("output");
        assert!(output.status.success(), "{catalog}: {}", String::from_utf8_lossy(&output.stderr));
        let count: usize = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number");
        let file: Json = serde_json::from_str(&vectors).expect("JSON");
        assert_eq!(Some(count), file["grpc"].as_array().map(Vec::len), "{catalog}");
    }
}
