//! Searches the shipped site with the script of its pages. Needs Node.js.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use errbook_catalog::{Catalog, Entry, Param};
use errbook_docs::{Site, Target, Templates};
use errbook_test_support::tools;
use serde_json::Value;

fn catalog() -> Catalog {
    errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"))
}

/// The codes that the site finds for each query, best first, or `None` without Node.js.
fn found(catalog: &Catalog, queries: &[String]) -> Option<Vec<Vec<String>>> {
    if !tools::has_program("node") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let templates = Templates::default();
    let site = Site::new(catalog, Target::html(), &templates).expect("templates parse");
    for page in site.pages().filter(|page| page.path().starts_with("search") && page.path().ends_with(".js")) {
        let path = folder.path().join(page.path());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, site.render(&page).expect("rendered")).expect("written");
    }
    let mut node = Command::new("node");
    node.arg("tests/search.mjs").arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().expect("node starts");
    let lines: String = queries.iter().map(|query| format!("{}\n", Value::from(query.as_str()))).collect();
    node.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("written");
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answers = answers.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let codes = |answer: Value| serde_json::from_value(answer["codes"].clone()).expect("codes");
    let answers: Vec<Vec<String>> = answers.map(codes).collect();
    assert_eq!(answers.len(), queries.len());
    Some(answers)
}

/// Checks pairs of a query and codes, one of which must be the first result.
fn first(catalog: &Catalog, pairs: &[(String, Vec<&str>)]) {
    let queries: Vec<String> = pairs.iter().map(|(query, _)| query.clone()).collect();
    let Some(answers) = found(catalog, &queries) else { return };
    for ((query, codes), answer) in pairs.iter().zip(answers) {
        let best = answer.first().map(String::as_str).unwrap_or_default();
        assert!(codes.contains(&best), "{query:?} finds {best:?} before {codes:?}");
    }
}

#[test]
fn realistic_queries_find_the_right_code() {
    let pairs = [
        ("key_auth", "err:unkey:data:key_auth_not_found"),
        ("KEY_AUTH", "err:unkey:data:key_auth_not_found"),
        ("data:key_auth", "err:unkey:data:key_auth_not_found"),
        ("err:unkey:data:key_auth_not_found", "err:unkey:data:key_auth_not_found"),
        ("key_auth_not_fuond", "err:unkey:data:key_auth_not_found"),
        ("keyauth_not_found", "err:unkey:data:key_auth_not_found"),
        ("DataKeyAuthNotFound", "err:unkey:data:key_auth_not_found"),
        ("found not authentication", "err:unkey:data:key_auth_not_found"),
        ("keyspace deployment", "err:unkey:data:key_auth_not_found"),
        ("authentcation not found", "err:unkey:data:key_auth_not_found"),
        ("https://unkey.com/docs/errors/unkey/data/key_auth_not_found", "err:unkey:data:key_auth_not_found"),
        ("err:unkey:bad_gateway:bad_gateway", "err:frontline:upstream:bad_gateway"),
        ("A role with name 'billing admins' already exists in this workspace", "err:unkey:data:role_already_exists"),
        (
            "2026-01-02 ERROR {\"error\":{\"detail\":\"A role with name 'x' already exists in this workspace\"}}",
            "err:unkey:data:role_already_exists",
        ),
        (
            "{\"error\":{\"type\":\"https://unkey.com/docs/errors/unkey/data/api_not_found\"}}",
            "err:unkey:data:api_not_found",
        ),
        ("429 quota", "err:user:too_many_requests:query_quota_exceeded"),
    ];
    first(&catalog(), &pairs.map(|(query, code)| (query.to_owned(), vec![code])));
}

#[test]
fn every_code_is_found_by_code_name_and_message() {
    let catalog = catalog();
    let mut pairs = Vec::new();
    for entry in catalog.entries() {
        pairs.push((entry.code.clone(), vec![entry.code.as_str()]));
        let same = catalog.entries().iter().filter(|other| other.name == entry.name);
        pairs.push((entry.name.clone(), same.map(|other| other.code.as_str()).collect()));
        for alias in &entry.aliases {
            pairs.push((alias.clone(), vec![entry.code.as_str()]));
        }
        // Also those that were only published.
        let params: Vec<Param> = entry.params.iter().chain(entry.wording_params()).cloned().collect();
        for text in entry.texts().into_iter().filter(|text| text.template.split(' ').count() > 2) {
            let has_text = |other: &&Entry| other.texts().iter().any(|other| other.template == text.template);
            let same = catalog.entries().iter().filter(has_text);
            let logged = format!("request failed: {}", text.example(&params));
            pairs.push((logged, same.map(|other| other.code.as_str()).collect()));
        }
    }
    assert!(pairs.len() > 250, "{}", pairs.len());
    first(&catalog, &pairs);
}

#[test]
fn a_single_typo_is_tolerated() {
    let catalog = catalog();
    let mut queries = Vec::new();
    for (at, entry) in catalog.entries().iter().enumerate() {
        let last = entry.segments.last().expect("a segment");
        let place = 1 + at % (last.len() - 1);
        let (start, end) = last.split_at(place);
        let wrong = match at % 4 {
            0 => format!("{start}x{end}"),
            1 => format!("{start}{}", &end[1..]),
            2 => format!("{start}q{}", &end[1..]),
            _ => format!("{}{}{}{}", &start[..place - 1], &end[..1], &start[place - 1..], &end[1..]),
        };
        queries.push((wrong, entry.code.clone()));
    }
    let typed: Vec<String> = queries.iter().map(|(query, _)| query.clone()).collect();
    let Some(answers) = found(&catalog, &typed) else { return };
    let missed: Vec<_> =
        queries.iter().zip(&answers).filter(|((_, code), answer)| !answer.contains(code)).map(|(of, _)| of).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
