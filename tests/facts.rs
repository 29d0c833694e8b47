//! The shipped catalog says what the service sends. `facts/sent.json` was read from the service's
//! source, and `evidence` in it is a file and a line there. `facts/exceptions.yaml` lists what the
//! format can't express, with reasons. With `FACTS_CATALOG`, the test compares another catalog:
//! that of commit 4f5c92f differs in 67 entries.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use errbook_catalog::registry::Registry;
use serde::Deserialize;
use serde_json::Value;

const PROFILES: [&str; 2] = ["api", "gateway"];

#[derive(Deserialize)]
struct Facts {
    codes: Vec<Fact>,
}

/// What the services send for a code.
#[derive(Deserialize)]
struct Fact {
    code: String,
    emitted_by: Vec<String>,
    /// Those whose own code raises it, without shared middleware.
    #[serde(default)]
    operations: Vec<String>,
    api: Option<Sent>,
    gateway: Option<Sent>,
    /// Operations that send it if a permission is missing, as if the resource didn't exist.
    #[serde(default)]
    masked: Vec<Masked>,
}

#[derive(Deserialize)]
struct Masked {
    operation: String,
    permissions: Vec<String>,
}

#[derive(Deserialize)]
struct Sent {
    status: u64,
    title: String,
    messages: Vec<Message>,
    #[serde(default)]
    headers: Vec<Header>,
}

/// A text with the verbs of Go's `fmt`, or `{...}` for a computed part.
#[derive(Deserialize)]
struct Message {
    message: String,
    #[serde(default)]
    params: Vec<Param>,
}

#[derive(Deserialize)]
struct Param {
    /// How the service writes the value, in words.
    format: String,
}

#[derive(Deserialize)]
struct Header {
    name: String,
}

/// A difference that stays, by code and kind.
#[derive(Deserialize)]
struct Exception {
    code: String,
    kind: String,
    reason: String,
}

/// Kinds of differences and what exactly differs, by code.
type Differences = BTreeMap<String, Vec<(&'static str, String)>>;

fn facts() -> Facts {
    serde_json::from_str(&fs::read_to_string("tests/facts/sent.json").expect("the facts")).expect("JSON")
}

fn registry() -> Value {
    let folder = env::var("FACTS_CATALOG").unwrap_or_else(|_| "catalog".to_owned());
    let catalog = errbook_catalog::load(Path::new(&folder)).unwrap_or_else(|report| panic!("{report}"));
    let registry = Registry::of(&catalog).to_json().expect("JSON");
    serde_json::from_str(&registry).expect("JSON")
}

/// The causes on a code's page, as one text.
fn causes(code: &str) -> String {
    let catalog = errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"));
    let entry = catalog.entry(code).unwrap_or_else(|| panic!("{code}"));
    entry.what_happened.iter().flat_map(|section| &section.causes).cloned().collect::<Vec<_>>().join("\n")
}

/// Readers can't see that a permission is missing, so the page must name it.
#[test]
fn masked_permissions_are_causes() {
    let mut pairs = 0;
    for fact in facts().codes {
        let Some(causes) = (!fact.masked.is_empty()).then(|| causes(&fact.code)) else { continue };
        for Masked { operation, permissions } in fact.masked {
            pairs += 1;
            for permission in permissions {
                let right = permission.rsplit('.').next().expect("a part");
                assert!(causes.contains(right), "{}: `{operation}` needs `{permission}`\n{causes}", fact.code);
            }
        }
    }
    assert_eq!(pairs, 20);
}

fn differences(facts: &Facts) -> Differences {
    let registry = registry();
    let mut found = Differences::new();
    for fact in &facts.codes {
        let Some(code) =
            registry["codes"].as_array().into_iter().flatten().find(|code| code["code"] == fact.code.as_str())
        else {
            found.insert(fact.code.clone(), vec![("missing", "the catalog has no such code".to_owned())]);
            continue;
        };
        let of_code = of_code(fact, code, &registry);
        if !of_code.is_empty() {
            found.insert(fact.code.clone(), of_code);
        }
    }
    found
}

fn of_code(fact: &Fact, code: &Value, registry: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if fact.emitted_by.is_empty() {
        found.push(("never_emitted", "no service raises it".to_owned()));
    }
    for profile in PROFILES {
        let is_emitted = fact.emitted_by.iter().any(|by| by == profile);
        let response = &code["responses"][profile];
        match (is_emitted, response.is_null()) {
            (true, true) => found.push(("profile_missing", profile.to_owned())),
            (false, false) => found.push(("profile_never_sent", profile.to_owned())),
            (true, false) => {
                let sent = if profile == "api" { &fact.api } else { &fact.gateway };
                found.extend(sent.iter().flat_map(|sent| of_response(sent, code, profile, registry)));
            }
            (false, true) => {}
        }
    }
    found.extend(operations(fact, code));
    found
}

fn of_response(sent: &Sent, code: &Value, profile: &str, registry: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let response = &code["responses"][profile];
    if response["status"] != sent.status {
        found.push(("status", format!("{profile} sends {}", sent.status)));
    }
    if response["title"] != sent.title.as_str() {
        found.push(("title", format!("{profile} sends {:?}", sent.title)));
    }
    let texts = texts(code, profile);
    let sent_texts: BTreeSet<String> = sent.messages.iter().map(|message| go_skeleton(&message.message)).collect();
    let never = texts.iter().filter(|text| !sent_texts.contains(*text));
    found.extend(never.map(|text| ("message_never_sent", format!("{profile}: {text:?}"))));
    let missing = sent_texts.iter().filter(|text| !texts.contains(*text));
    found.extend(missing.map(|text| ("message_missing", format!("{profile}: {text:?}"))));
    let mut profiles = registry["profiles"].as_array().into_iter().flatten();
    let headers = headers(code, profiles.find(|of| of["name"] == profile).expect("the profile"));
    let missing = sent.headers.iter().filter(|header| !headers.contains(&header.name.to_lowercase()));
    found.extend(missing.map(|header| ("header_missing", format!("{profile}: {}", header.name))));
    let formats = sent.messages.iter().flat_map(|message| &message.params).map(|param| param.format.as_str());
    let is_go_duration = |param: &Value| param["format"] == "go_duration";
    if formats.into_iter().any(|format| format.starts_with("Go duration"))
        && !code["params"].as_array().into_iter().flatten().any(is_go_duration)
    {
        found.push(("param_format", format!("{profile} sends a Go duration")));
    }
    found
}

/// The texts that a profile sends, with `_` for each param.
fn texts(code: &Value, profile: &str) -> BTreeSet<String> {
    let message = code["messages"][profile].as_str().or(code["message"].as_str());
    let wordings = code["wordings"].as_array().into_iter().flatten().filter(|wording| {
        let profiles = wording["profiles"].as_array();
        wording["sent"] != false && profiles.is_none_or(|profiles| profiles.iter().any(|of| of == profile))
    });
    message.into_iter().chain(wordings.filter_map(|wording| wording["text"].as_str())).map(skeleton).collect()
}

fn skeleton(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let (brace, after) = (&rest[at..=at], &rest[at + 1..]);
        if let Some(after) = after.strip_prefix(brace) {
            text.push_str(brace);
            rest = after;
        } else {
            text.push('_');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
    }
    text + rest
}

/// Like [`skeleton`], for a format string of Go.
fn go_skeleton(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '%']) {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if rest[at..].starts_with('{') {
            text.push('_');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        } else if let Some(after) = after.strip_prefix('%') {
            text.push('%');
            rest = after;
        } else if let Some(verb) =
            after.trim_start_matches(['+', '#', '-']).chars().next().filter(char::is_ascii_alphabetic)
        {
            text.push_str(if verb == 'q' { "\"_\"" } else { "_" });
            rest = &after[after.find(verb).map_or(0, |at| at + 1)..];
        } else {
            text.push('%');
            rest = after;
        }
    }
    text + rest
}

/// The lowercase names of the headers that a profile sends for a code: the code's own, and those of
/// the profile whose params the code has.
fn headers(code: &Value, profile: &Value) -> BTreeSet<String> {
    let params: Vec<&str> =
        code["params"].as_array().into_iter().flatten().filter_map(|of| of["name"].as_str()).collect();
    let has = |value: &Value| {
        let param = value.as_str().and_then(|value| value.strip_prefix('{')?.strip_suffix('}'));
        param.is_none_or(|param| params.contains(&param))
    };
    let of_profile = profile["headers"].as_object().into_iter().flatten().filter(|(_, value)| has(value));
    let of_code = code["headers"].as_object().into_iter().flatten();
    of_code.chain(of_profile).map(|(name, _)| name.to_lowercase()).collect()
}

/// The operations whose own code raises the code, and that the catalog doesn't name.
fn operations(fact: &Fact, code: &Value) -> Option<(&'static str, String)> {
    let raised_by = &code["raised_by"];
    let named: BTreeSet<&str> = raised_by
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|origin| origin.as_str().or(origin["operation"].as_str()))
        .collect();
    let raising = fact.operations.iter().map(String::as_str);
    let missing: Vec<&str> = raising.filter(|operation| raised_by != "all" && !named.contains(operation)).collect();
    (!missing.is_empty()).then(|| ("operation_missing", missing.join(", ")))
}

#[test]
fn the_catalog_says_what_the_service_sends() {
    let facts = facts();
    let text = fs::read_to_string("tests/facts/exceptions.yaml").expect("the exceptions");
    let exceptions: Vec<Exception> = serde_yaml::from_str(&text).expect("YAML");
    let found = differences(&facts);
    let is_excepted = |code: &str, kind: &str| exceptions.iter().any(|of| of.code == code && of.kind == kind);
    let left = found.iter().flat_map(|(code, of)| of.iter().map(move |(kind, what)| (code, *kind, what)));
    let left: Vec<String> = left
        .filter(|(code, kind, _)| !is_excepted(code, kind))
        .map(|(code, kind, what)| format!("{code}: {kind}: {what}"))
        .collect();
    let entries = found.len();
    assert!(left.is_empty(), "{entries} entries differ:\n{}", left.join("\n"));
    // An exception that no longer applies has to go.
    let applies = |of: &&Exception| found.get(&of.code).is_some_and(|all| all.iter().any(|(kind, _)| *kind == of.kind));
    let stale: Vec<&str> = exceptions.iter().filter(|of| !applies(of)).map(|of| of.code.as_str()).collect();
    assert!(stale.is_empty(), "{stale:?} don't differ");
    assert!(exceptions.iter().all(|of| !of.reason.is_empty()));
}
