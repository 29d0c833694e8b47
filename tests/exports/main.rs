//! Checks exports with real compilers and validators, and uses them in clients with the examples of
//! all codes. `.ci/run` installs the tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook::envelope::{self, Values};
use errbook_catalog::{
    Catalog, Entry, Example, Format, Message, MessagePart, Param, ParamType, Response, Snapshot, Sources,
    dependency_path,
};
use errbook_docs::{Site, Templates};
use errbook_test_support::tools;
use serde_json::{Value, json};

mod go;
mod java;
mod openapi;
mod python;
mod typescript;

/// The shipped catalog, three with hostile text, one with a flat scheme and without a site or
/// profiles, five with awkward names: one of them has no codes, and two have codes with digits, and
/// one with sensitive params and params of all formats.
const CATALOGS: [&str; 11] = [
    "catalog",
    "crates/errbook-docs/tests/catalog",
    "tests/hostile",
    "tests/hostile_to_programs",
    "crates/errbook-build/tests/consumers/flat/errors",
    "crates/errbook-build/tests/consumers/awkward/catalog",
    "crates/errbook-build/tests/consumers/awkward/letters",
    "crates/errbook-build/tests/consumers/awkward/empty",
    "crates/errbook-build/tests/consumers/awkward/numbers",
    "crates/errbook-build/tests/consumers/awkward/states",
    SERVICE,
];

/// A catalog whose responses have the action.
const ACTIONS: &str = CATALOGS[1];

/// The catalog of the example services.
const SHOP: &str = "examples/services/catalog";

/// A catalog whose responses have a type and no code.
const TYPES: &str = "catalogs/http-problem-types";

/// The catalogs whose conformance vectors each language writes and reads. The last one has all
/// built-in profiles.
const WITH_VECTORS: [&str; 10] = [
    CATALOGS[0],
    ACTIONS,
    CATALOGS[2],
    CATALOGS[3],
    CATALOGS[8],
    SERVICE,
    SHOP,
    TYPES,
    "tests/vectors/bodies",
    "crates/errbook/tests/vectors/catalog",
];

/// Catalogs that depend on each other: each on those before it.
const COMPANY: [&str; 4] = ["platform", "payments", "shipping", "gateway"];

/// Writes a module of each catalog in [`COMPANY`] to the folder that `at` returns for its name. `hub` is
/// the gateway without codes of its own.
fn write_company(target: &str, at: impl Fn(&str) -> PathBuf) {
    for name in COMPANY {
        write(&load(&format!("examples/company/{name}/catalog")), target, &at(name));
    }
    let gateway = Path::new("examples/company/gateway/catalog");
    let depends = COMPANY[..3].iter().map(|name| dependency_path(name));
    let files = depends.chain(["catalog.yaml".to_owned()]);
    let text = |path: String| (path.clone(), fs::read_to_string(gateway.join(path)).expect("readable"));
    let hub = Snapshot::from_sources(Sources::from_texts(files.map(text))).catalog();
    write(&hub.expect("a valid catalog"), target, &at("hub"));
}

/// What programs print that send an error of each.
fn responses_of_company() -> String {
    fs::read_to_string("tests/clients/company.txt").expect("readable")
}

fn load(path: &str) -> Catalog {
    errbook_catalog::load(Path::new(path)).unwrap_or_else(|report| panic!("{report}"))
}

/// The files of an export.
fn export(catalog: &Catalog, target: &str) -> BTreeMap<String, String> {
    let templates = Templates::default();
    let target = templates.target(target).expect("an export").clone();
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    let render = |page: errbook_docs::Page| {
        (page.path().to_owned(), site.render(&page).unwrap_or_else(|error| panic!("{error}")))
    };
    site.pages().map(render).collect()
}

/// Writes an export to a folder.
fn write(catalog: &Catalog, target: &str, folder: &Path) {
    fs::create_dir_all(folder).expect("created");
    for (path, text) in export(catalog, target) {
        fs::write(folder.join(path), text).expect("written");
    }
}

/// Writes the files of a target whose templates are in the folder `templates`. It gets the name of
/// the folder, unless a shipped target has that.
fn write_custom(catalog: &Catalog, templates: &str, folder: &Path) {
    let name = Path::new(templates).file_name().expect("a name").to_string_lossy();
    let is_shipped = Templates::default().target(&name).is_some();
    let name = if is_shipped { "custom".into() } else { name };
    let files = fs::read_dir(templates).expect("templates").map(|item| {
        let path = item.expect("an item").path();
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        (format!("{name}/{file}"), fs::read_to_string(path).expect("text"))
    });
    let templates = Templates::with_overrides(files).unwrap_or_else(|error| panic!("{error}"));
    let target = templates.target(&name).expect("a target").clone();
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    fs::create_dir_all(folder).expect("created");
    for page in site.pages() {
        let text = site.render(&page).unwrap_or_else(|error| panic!("{error}"));
        fs::write(folder.join(page.path()), text).expect("written");
    }
}

/// The output of a command, which must succeed.
fn run(folder: &Path, program: impl AsRef<Path>, arguments: &[&str]) -> String {
    let program = program.as_ref();
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{} {arguments:?}\n{out}\n{err}", program.display());
    out.into_owned()
}

/// A program from npm or PyPI, or `None` if it is not installed.
fn tool(path: &str) -> Option<PathBuf> {
    let found = tools::installed(&format!("tests/tools/{path}"))?;
    (path.starts_with("venv") || tools::has_program("node")).then_some(found)
}

/// The examples of all codes in the shipped catalog, for clients.
fn examples() -> Value {
    let catalog = load("catalog");
    let document = openapi::openapi(&catalog);
    let mut examples = Vec::new();
    for entry in catalog.entries() {
        for response in &entry.responses {
            let profile = &catalog.manifest().profiles[response.profile];
            let profile_name = profile.name[..1].to_uppercase() + &profile.name[1..];
            let suffix = if entry.responses.len() > 1 { profile_name.as_str() } else { "" };
            let name = format!("Unkey{}{suffix}", entry.rust.variant);
            let body = &document["components"]["responses"].get(&name).expect("a response")["content"]
                [&profile.content_type]["example"];
            // A retired code without a message has no example.
            if let (Some(messages), false) = (&entry.messages, body.is_null()) {
                let retryable = entry.retryable();
                let detail = messages.of(response.profile).example(&entry.params);
                examples.push(json!({
                    "code": entry.code, "status": response.status, "retryable": retryable, "detail": detail, "body": body,
                }));
            }
        }
    }
    assert!(examples.len() > 80, "{}", examples.len());
    Value::Array(examples)
}

/// The catalog with params of all types and formats.
const SERVICE: &str = "crates/errbook/tests/service/catalog";

/// Responses of all codes with params in the service's catalog, and what clients read from them:
/// the name, kind, and value of each param. Durations are in seconds.
fn bodies_with_params() -> Value {
    let catalog = load(SERVICE);
    let mut examples = Vec::new();
    for entry in catalog.entries().iter().filter(|entry| !entry.params.is_empty()) {
        for response in &entry.responses {
            let messages = entry.messages.as_ref().expect("a message");
            let params: Vec<Param> = entry.params.iter().chain(entry.wording_params()).cloned().collect();
            examples.push(body_with_params(&catalog, entry, response, (messages.of(response.profile), true), &params));
            for wording in &entry.wordings {
                let text = (&wording.text, wording.is_read());
                examples.push(body_with_params(&catalog, entry, response, text, &params));
            }
        }
        let Some(wait) = entry.params.iter().position(|param| param.format == Some(Format::GoDuration)) else {
            continue;
        };
        let Some(size) = entry.params.iter().position(|param| param.format == Some(Format::Bytes)) else { continue };
        // Values that the texts show exactly.
        let sizes = [0, 1023, -1536, 1126, 1_572_864, 5 << 40, 3 << 60];
        for (seconds, number) in [0, 1, 59, 60, 3600, 3661, 9_000_000].into_iter().zip(sizes) {
            let mut params = entry.params.clone();
            params[wait].example = Example::Duration(seconds);
            params[size].example = Example::Integer(number);
            let message = entry.message().expect("a message");
            examples.push(body_with_params(&catalog, entry, &entry.responses[0], (message, true), &params));
        }
    }
    // Only a service has fractions of seconds.
    let fraction =
        examples.iter().find(|example| example["body"].to_string().contains("1m30s, at")).expect("an example");
    let of_text = |text: &str, seconds: f64| {
        let body = fraction["body"].to_string().replace("1m30s", text);
        let params =
            fraction["params"].to_string().replace("\"go_duration\",90]", &format!("\"go_duration\",{seconds:e}]"));
        json!({"code": fraction["code"], "body": serde_json::from_str::<Value>(&body).expect("JSON"),
            "params": serde_json::from_str::<Value>(&params).expect("JSON")})
    };
    let fractions = [("1.5s", 1.5), ("2.5ms", 0.0025), ("3µs", 0.000_003), ("1h0m0.25s", 3600.25)];
    examples.extend(fractions.map(|(text, seconds)| of_text(text, seconds)).to_vec());
    assert!(examples.len() > 30, "{}", examples.len());
    Value::Array(examples)
}

/// A response with a text, and what clients read from it. `params` are those of the code and its
/// wordings.
fn body_with_params(
    catalog: &Catalog,
    entry: &Entry,
    response: &Response,
    (message, is_text_read): (&Message, bool),
    params: &[Param],
) -> Value {
    let profile = &catalog.manifest().profiles[response.profile];
    let type_url = catalog.type_url(entry);
    let sent: Vec<_> = params.iter().filter(|param| param.is_sent() && !entry.redact).collect();
    // Members are the params of the code itself.
    let is_own = |param: &Param| entry.params.iter().any(|own| own.name == param.name);
    let values: Vec<_> =
        sent.iter().filter(|param| is_own(param)).map(|param| (param.name.as_str(), param.example.value())).collect();
    let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
    let mut body = String::new();
    let values = Values {
        code: &entry.code,
        status: response.status,
        title: &response.title,
        type_url: type_url.as_deref(),
        detail: &if entry.redact { "[redacted]".to_owned() } else { message.example(params) },
        request_id: Some("req_1"),
        instance: None,
        retry_after: None,
        errors: &[],
        params: &values,
        fields: &[],
        action: None,
        fix: None,
        extensions: &extensions,
    };
    envelope::write(profile.envelope_for(response.status), &values, &mut body);
    let has_members = |param: &Param| {
        let is_extension = profile.name == "problem" && extensions.contains(&param.name.as_str());
        is_own(param) && (profile.name == "full" || is_extension)
    };
    let is_in_text = |param: &Param| {
        let is_it = |part: &MessagePart| matches!(part, MessagePart::Param(at) if params[*at].name == param.name);
        is_text_read && message.parts.iter().any(is_it)
    };
    // Other lists can't be split.
    let is_read = |param: &Param| {
        has_members(param)
            || (sent.iter().any(|sent| sent.name == param.name)
                && is_in_text(param)
                && (param.ty != ParamType::List || param.format.is_some()))
    };
    let value = |param: &Param| match &param.example {
        Example::Text(text) => json!(text),
        Example::Integer(number) => json!(number),
        Example::Boolean(value) => json!(value),
        Example::Timestamp(_) => json!(param.example.value().to_string()),
        Example::Duration(seconds) => json!(seconds),
        Example::List(items) => json!(items),
    };
    let kind = |param: &Param| match param.format {
        Some(Format::GoDuration) => "go_duration",
        _ if param.ty == ParamType::Duration => "duration",
        _ => "other",
    };
    let expected = |param: &Param| {
        let is_there = is_read(param) && sent.iter().any(|sent| sent.name == param.name);
        json!([param.name, kind(param), is_there.then(|| value(param))])
    };
    let body: Value = serde_json::from_str(&body).expect("JSON");
    json!({"code": entry.code, "body": body, "params": params.iter().map(expected).collect::<Vec<_>>()})
}
