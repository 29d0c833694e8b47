//! Whatever clients, services, or links can notice, `--against` reports.
//!
//! Changes one value of a catalog with every key at a time. If responses, headers, URLs, or
//! generated code differ, the comparison must list a change. Keys that only readers and editors
//! notice must leave them the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use errbook::Value as Param;
use errbook::envelope::{self, FieldError, Values};
use errbook_catalog::registry::Registry;
use errbook_catalog::{
    Audience, Catalog, Entry, Jobs, Message, MessagePart, NoticedBy, Snapshot, Sources, Wording, dependency_path,
    entry_keys, schema,
};
use errbook_check::against::Base;
use errbook_check::compare;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Value, json};

/// The files of a catalog by path.
type Files = BTreeMap<String, Value>;

fn files() -> Files {
    let read = |path: &Path| serde_yaml::from_str(&fs::read_to_string(path).expect("a file")).expect("YAML");
    let entries = ["data", "data/other"].into_iter().flat_map(|folder| {
        let items = fs::read_dir(format!("tests/noticed/{folder}")).expect("entries");
        let files = items.map(|item| item.expect("an entry").path()).filter(|path| path.is_file());
        files.map(move |path| (format!("{folder}/{}", path.file_name().unwrap().to_string_lossy()), read(&path)))
    });
    entries.chain([("catalog.yaml".to_owned(), read(Path::new("tests/noticed/catalog.yaml")))]).collect()
}

fn snapshot(files: &Files) -> Snapshot {
    // JSON is YAML.
    let files = files.iter().map(|(path, file)| (path.clone(), file.to_string()));
    let depends = ["base", "other", "file"].map(|name| (dependency_path(name), dependency(name)));
    Snapshot::from_sources(Sources::from_texts(files.chain(depends)))
}

/// The `errors.json` of a dependency with one code.
fn dependency(name: &str) -> String {
    let code = format!("{name}:failed");
    let rust = json!({"variant": "Failed", "path": "FAILED"});
    let response = json!({"status": 500, "title": "Internal Server Error"});
    let code = json!({"code": code, "message": "It failed", "responses": {"plain": response}, "lifecycle": "active", "rust": rust});
    let scheme = json!({"prefix": name, "separator": ":", "levels": [{"name": "code", "pattern": "[a-z]+"}]});
    json!({"version": 2, "name": name, "scheme": scheme, "codes": [code]}).to_string()
}

/// Calls `change` with each value in the files, and the keys that lead to it.
fn walk(value: &Value, path: &mut Vec<String>, visit: &mut impl FnMut(&[String], &Value)) {
    visit(path, value);
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, member) in members {
        path.push(key);
        walk(member, path, visit);
        path.pop();
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    let pointer: String = path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect();
    value.pointer_mut(&pointer).expect("the path exists")
}

/// Other values for a value.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![Value::from(!value)],
        Value::Number(number) => vec![Value::from(number.as_i64().expect("an integer") + 1)],
        Value::String(text) => {
            let words =
                ["error", "detail", "version", "integer", "api", "all", "contact", "$title", "[a-z_]+", "2026-02-28"];
            let words = words.iter().map(|word| Value::from(*word)).filter(|word| word != value);
            [format!("{text}x"), format!("{text} more")].into_iter().map(Value::from).chain(words).collect()
        }
        Value::Array(items) => {
            let reversed = (items.len() > 1).then(|| items.iter().rev().cloned().collect());
            let shorter = (!items.is_empty()).then(|| items[1..].iter().cloned().collect());
            reversed.into_iter().chain(shorter).collect()
        }
        Value::Object(members) => {
            let copied = |(key, of): (&String, &Value)| (key.clone(), of.clone());
            let smaller =
                members.keys().map(|left_out| members.iter().filter(|(key, _)| *key != left_out).map(copied).collect());
            let reversed = (members.len() > 1)
                .then(|| members.iter().rev().map(|(key, of)| (key.clone(), of.clone())).collect::<Value>());
            let mut found: Vec<Value> = smaller.chain(reversed).collect();
            found.extend(members.keys().map(|key| {
                // A member that becomes optional, or is called differently.
                let renamed = |name: &String| if name == key { format!("{name}?") } else { name.clone() };
                members.iter().map(|(name, of)| (renamed(name), of.clone())).collect()
            }));
            found
        }
        Value::Null => Vec::new(),
    }
}

/// Everything that clients, services, and links can notice, from the code that sends and generates
/// it. Doc comments and literals of generated code are left out: the literals are responses.
#[derive(Debug, PartialEq)]
struct Noticed {
    responses: BTreeSet<String>,
    urls: BTreeSet<String>,
    code: String,
}

impl Noticed {
    fn of(catalog: &Catalog) -> Noticed {
        let manifest = catalog.manifest();
        let mut responses = BTreeSet::new();
        for entry in catalog.entries().iter().filter(|entry| entry.raisable()) {
            for (position, response) in entry.responses.iter().enumerate() {
                let profile = &manifest.profiles[response.profile];
                responses.insert(format!(
                    "{position} {} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
                    profile.name,
                    response.status,
                    profile.content_type,
                    bodies(catalog, entry, response).join("\n"),
                    sorted(profile, entry),
                    entry.action.as_ref().map(|of| of.kind),
                    entry.retry_after,
                    entry.redact && !entry.params.is_empty(),
                    operations(catalog, entry),
                    wordings(entry, response),
                ));
            }
        }
        let redirects = catalog.entries().iter().map(|entry| (&entry.code, &entry.redirects));
        let pages = catalog.entries().iter().filter_map(|entry| manifest.page_url(&entry.segments));
        let groups = catalog.groups().iter();
        let urls = redirects
            .flat_map(|(code, redirects)| redirects.iter().map(move |from| format!("{from} -> {code}")))
            .chain(pages)
            .chain(groups.flat_map(|group| group.redirects.iter().map(|from| format!("{from} -> {:?}", group.path))))
            .chain(manifest.redirects.iter().map(|redirect| format!("{} -> {}", redirect.from, redirect.to)));
        let mut code = String::new();
        identifiers(errbook_build::rust(catalog).parse().expect("Rust"), &mut code);
        Noticed { responses, urls: urls.collect(), code }
    }
}

fn operations(catalog: &Catalog, entry: &Entry) -> BTreeSet<String> {
    let position = catalog.position(&entry.code).expect("its position");
    let operations = catalog.operations();
    let raising = operations.iter().filter(|operation| catalog.raised_in(operation).contains(&position));
    raising.map(|operation| operation.name.to_owned()).collect()
}

/// What clients read from the other texts of a profile.
fn wordings(entry: &Entry, response: &errbook_catalog::Response) -> BTreeSet<String> {
    let is_sent = |of: &&Wording| of.profiles.is_empty() || of.profiles.contains(&response.profile);
    let read = entry.wordings.iter().filter(|wording| wording.is_read()).filter(is_sent);
    let params: Vec<String> =
        entry.read_wording_params().iter().map(|of| format!("{} {:?} {:?}", of.name, of.ty, of.format)).collect();
    read.map(|wording| format!("{} {params:?}", wording.text.template)).collect()
}

fn sorted(profile: &errbook_catalog::Profile, entry: &Entry) -> BTreeMap<String, String> {
    let written = |header: &errbook_catalog::Header| format!("{} {:?}", header.value, header.unit);
    profile.headers_of(entry).map(|header| (header.name.to_lowercase(), written(header))).collect()
}

/// The body in each media type. Those that are negotiated are sorted.
fn bodies(catalog: &Catalog, entry: &Entry, response: &errbook_catalog::Response) -> Vec<String> {
    let profiles = &catalog.manifest().profiles;
    let of = |(media_type, body_of): (&str, usize)| {
        format!("{}: {}", media_type.to_lowercase(), body(catalog, entry, response, &profiles[body_of]))
    };
    let mut bodies: Vec<String> = profiles[response.profile].bodies(response.profile).map(of).collect();
    bodies[1..].sort_unstable();
    bodies
}

fn body(
    catalog: &Catalog,
    entry: &Entry,
    response: &errbook_catalog::Response,
    profile: &errbook_catalog::Profile,
) -> String {
    let value = |ty: errbook::ParamType| match ty {
        errbook::ParamType::Integer => Param::Integer(1),
        errbook::ParamType::Duration => Param::Duration(std::time::Duration::from_secs(1)),
        errbook::ParamType::Boolean => Param::Boolean(true),
        _ => Param::String("text"),
    };
    let sent = entry.params.iter().filter(|param| param.is_sent());
    let params: Vec<_> = sent.map(|param| (param.name.as_str(), value(param.ty))).collect();
    let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
    let fields = catalog.fields_of(entry);
    let fields: Vec<_> = fields.map(|(field, value)| (field.name.as_str(), value.value())).collect();
    let type_url = catalog.type_url(entry);
    let values = Values {
        code: &entry.code,
        status: response.status,
        title: &response.title,
        type_url: type_url.as_deref(),
        detail: &entry.messages.as_ref().map(|of| detail(entry, of.of(response.profile))).unwrap_or_default(),
        request_id: Some("req"),
        instance: None,
        retry_after: entry.retry_after,
        action: entry.action.as_ref().map(|action| action.kind),
        // Prose that clients show, like the pages. Its change is a note.
        fix: None,
        errors: &[FieldError { location: "a", message: "b", fix: None }],
        params: if entry.redact { &[] } else { &params },
        extensions: &extensions,
        fields: &fields,
    };
    let mut body = String::new();
    envelope::write(profile.envelope_for(response.status), &values, &mut body);
    // The order of members means nothing to clients.
    let body: Value = serde_json::from_str(&body).expect("JSON");
    sorted_members(&body).to_string()
}

/// The message as it is sent, with the same values whatever the examples are.
fn detail(entry: &Entry, message: &Message) -> String {
    let part = |part: &MessagePart| match part {
        MessagePart::Text(text) => text.clone(),
        MessagePart::Param(index) => {
            let param = &entry.params[*index];
            let format = param.format.filter(|format| !format.is_default());
            if param.is_sent() { format!("{{{} {format:?}}}", param.name) } else { "***".to_owned() }
        }
    };
    message.parts.iter().map(part).collect()
}

fn sorted_members(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<_, _> = members.iter().map(|(key, of)| (key.clone(), sorted_members(of))).collect();
            sorted.into_iter().collect()
        }
        Value::Array(items) => items.iter().map(sorted_members).collect(),
        other => other.clone(),
    }
}

/// Names and signatures, without the bodies of functions and the contents of tables, which follow
/// from the responses.
fn identifiers(tokens: TokenStream, code: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // Attributes are doc comments, messages for `Display`, and lints.
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Ident(ident) if ident == "fn" => {
                let is_body = |of: &TokenTree| matches!(of, TokenTree::Group(of) if of.delimiter() == Delimiter::Brace);
                let signature: TokenStream = tokens.by_ref().take_while(|token| !is_body(token)).collect();
                code.push_str(&format!("fn {signature}\n"));
            }
            TokenTree::Ident(ident) if ident == "static" || ident == "const" => {
                if !matches!(tokens.peek(), Some(TokenTree::Ident(next)) if next == "fn" || next == "unsafe") {
                    let is_end = |of: &TokenTree| matches!(of, TokenTree::Punct(of) if of.as_char() == ';');
                    let item: Vec<TokenTree> = tokens.by_ref().take_while(|token| !is_end(token)).collect();
                    code.push_str(&format!("{ident} {}\n", item[0]));
                }
            }
            TokenTree::Group(group) => identifiers(group.stream(), code),
            other => code.push_str(&format!("{other} ")),
        }
    }
}

/// A value of a file, changed.
struct Changed {
    file: String,
    path: Vec<String>,
    to: Value,
}

impl Changed {
    /// Each value of the files, changed in each way.
    fn all(files: &Files) -> Vec<Changed> {
        let mut all = Vec::new();
        for (name, file) in files {
            walk(file, &mut Vec::new(), &mut |path, value| {
                let changed = |to| Changed { file: name.clone(), path: path.to_vec(), to };
                all.extend(others(value).into_iter().map(changed));
            });
        }
        all
    }

    fn apply(&self, files: &Files) -> Files {
        let mut changed = files.clone();
        at(changed.get_mut(&self.file).expect("the file"), &self.path).clone_from(&self.to);
        changed
    }
}

/// One pass over all changes, because generating the code of so many catalogs takes a while.
#[test]
fn what_others_notice_is_a_change() {
    let files = files();
    let now = snapshot(&files);
    let registry = Registry::of_snapshot(&now, Audience::Internal).expect("a manifest");
    let base = Base::new(registry).with_depends(&now);
    let (catalog, report) = now.into_parts();
    let before = Noticed::of(&catalog.unwrap_or_else(|| panic!("{report}")));
    let noticed_by: BTreeMap<&str, NoticedBy> = entry_keys().iter().map(|key| (key.name, key.noticed_by)).collect();
    let changes = Changed::all(&files);
    // Whether it is noticed, and whether it is reported. `None` if the catalog has errors.
    let results = Jobs::default().map(&changes, |change| {
        let now = snapshot(&change.apply(&files));
        let is_noticed = Noticed::of(&now.catalog()?) != before;
        Some((is_noticed, !compare(&base, &now).is_empty()))
    });
    let (mut missed, mut for_readers, mut compared) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (change, result) in changes.iter().zip(&results) {
        let Some((is_noticed, is_reported)) = *result else { continue };
        if is_noticed && !is_reported {
            missed.push(format!("{}: {} is {}", change.file, change.path.join("."), change.to));
        }
        let Some(key) = change.path.first().filter(|_| change.file.starts_with("data/")) else { continue };
        if is_noticed && noticed_by[key.as_str()] < NoticedBy::Link {
            for_readers.insert(key);
        }
        if is_reported {
            compared.insert(key.as_str());
        }
    }
    let count = results.iter().flatten().count();
    assert!(count > 300, "only {count} of the changed catalogs are valid");
    assert!(missed.is_empty(), "{} changes are not reported:\n{}", missed.len(), missed.join("\n"));
    assert!(for_readers.is_empty(), "keys that only readers should notice: {for_readers:?}");
    let others = entry_keys().iter().filter(|key| key.noticed_by >= NoticedBy::Link).map(|key| key.name);
    let silent: Vec<_> = others.filter(|key| !compared.contains(*key)).collect();
    assert!(silent.is_empty(), "changes of these keys are not reported: {silent:?}");
}

/// A key that others notice, and is added later, must be added to the catalog of this test.
#[test]
fn the_catalog_sets_every_key_that_others_notice() {
    let files = files();
    let mut set: BTreeSet<String> = BTreeSet::new();
    for file in files.values() {
        walk(file, &mut Vec::new(), &mut |path, _| set.extend(path.last().cloned()));
    }
    let mut missing = BTreeSet::new();
    for schema in [schema::entry(), schema::manifest()] {
        walk(&schema, &mut Vec::new(), &mut |path, value| {
            if path.last().is_some_and(|key| key == "properties") {
                let keys = value.as_object().expect("properties").keys();
                missing.extend(keys.filter(|key| !set.contains(*key)).cloned());
            }
        });
    }
    let readers = entry_keys().iter().filter(|key| key.noticed_by < NoticedBy::Link).map(|key| key.name);
    // Files of the site, and lengths. Only readers and editors notice them.
    let lengths = ["message", "about", "cause", "step", "lead", "note", "heading", "when", "reason", "stub"];
    for key in readers.chain(["logo", "css", "image", "openapi"]).chain(lengths) {
        missing.remove(key);
    }
    assert!(missing.is_empty(), "{missing:?}");
}
