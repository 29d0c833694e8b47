//! Synthetic catalogs of any size for benches. Entries are realistic: about 60 lines with prose,
//! params, requests, and related codes.

use std::fmt::Write as _;

use errbook_catalog::{Catalog, Sources};

const CATEGORIES: [&str; 10] =
    ["data", "access", "limits", "billing", "routing", "network", "input", "storage", "query", "deploy"];
const THINGS: [&str; 10] =
    ["key", "role", "project", "identity", "namespace", "policy", "domain", "session", "report", "invoice"];
const STATES: [&str; 10] = [
    "not_found",
    "already_exists",
    "disabled",
    "expired",
    "malformed",
    "too_large",
    "locked",
    "unavailable",
    "mismatched",
    "exhausted",
];
const STATUSES: [u16; 10] = [404, 409, 403, 401, 400, 413, 423, 503, 422, 429];

/// A catalog with this many codes: paths and texts of its files, the manifest first.
pub fn synthetic(codes: usize) -> Vec<(String, String)> {
    let systems = codes.div_ceil(1000).max(1);
    let mut files = vec![("catalog.yaml".to_owned(), manifest(systems))];
    files.extend((0..codes).map(|index| (format!("{}.yaml", segments(index).join("/")), entry(index, codes))));
    files
}

/// The same catalog, loaded.
///
/// # Panics
/// If the generated catalog is not valid.
pub fn catalog(codes: usize) -> Catalog {
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(synthetic(codes)));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

fn segments(index: usize) -> [String; 3] {
    let (system, category) = (index / 1000, index / 100 % 10);
    let (thing, state) = (index / 10 % 10, index % 10);
    [format!("system{system}"), CATEGORIES[category].to_owned(), format!("{}_{}", THINGS[thing], STATES[state])]
}

fn code(index: usize) -> String {
    format!("err:{}", segments(index).join(":"))
}

fn manifest(systems: usize) -> String {
    let mut text = String::from(
        "name: synthetic
description: A catalog for benches.
codes:
  prefix: err
  levels: [{name: system}, {name: category}, {name: specific}]
profiles:
  api:
    content_type: application/json
    envelope: {meta: {requestId: $request_id}, error: {detail: $detail, status: $status, title: $title, type: $type, \"errors?\": $errors}}
  gateway: rfc9457
site:
  root: https://docs.example.com
  errors: errors
requests:
  server: https://api.example.com
  operation: POST /v2/{operation}
  headers: {Authorization: \"Bearer {root_key}\"}
  placeholders: {root_key: KEY}
groups:
",
    );
    for system in 0..systems {
        let _ = write!(
            text,
            "  system{system}:\n    title: System {system}\n    description: One of the systems.\n    groups:\n"
        );
        for category in CATEGORIES {
            let _ = write!(
                text,
                "      {category}:\n        title: The {category} group\n        description: Errors of {category}.\n"
            );
        }
    }
    text
}

fn entry(index: usize, codes: usize) -> String {
    let (thing, state) = (THINGS[index / 10 % 10], STATES[index % 10].replace('_', " "));
    let [system, category, specific] = segments(index);
    let (message, params) = message(index, thing, &state);
    let related = [7, 13, 29].map(|step| (index + step) % codes).into_iter().filter(|other| *other != index);
    let mut related: Vec<usize> = related.collect();
    related.dedup();
    let mut text = format!(
        "name: The {thing} is {state} in {category} of {system}
status: {status}
summary: >-
  The {thing} that the request names is {state}. Compare its ID with the list of your workspace,
  and send the request again when both agree.
message: {message}
{params}what_happened:
  text: |
    Your request names a {thing} and {system} looked for it among those of the workspace that your root key
    belongs to. What it found does not allow the operation: the {thing} is {state}. Nothing was changed, and the
    same request gets the same answer until one of the two changes.

    Lookups never leave your workspace, so that a {thing} of somebody else looks exactly like one that does not
    exist. The `{category}.{specific}` check runs before anything is written.
  causes:
    - \"The value is the ID of something else than a {thing}, such as an API (`api_...`) or a key (`key_...`)\"
    - \"The {thing} belongs to a different workspace than the root key that sent the request\"
    - \"The {thing} was deleted after its ID went into a CI variable or a deploy script\"
    - \"The ID lost characters, or gained quotes or a space, on its way through a shell or a template\"
  request:
    text: \"Every required field is present, but the {thing} is {state}:\"
    operation: {category}.{thing}
    body: {{project: my-project, app: my-app, branch: main, {thing}Id: id_{index}, limit: {index}}}
how_to_fix:
  text: |
    Send the ID of a {thing} in the same workspace as your root key, and decide what the operation is meant to do
    before you leave it out: getting past this error is not a reason to drop it.
  steps:
    - \"Print the exact ID that your job sends, and check that it has no quotes or spaces around it\"
    - \"Confirm that the root key of that job was created in the workspace that owns the {thing}\"
    - title: Look the {thing} up
      text: |
        List what the workspace has, and pick the one that replaced it:

        ```bash
        curl https://api.example.com/v2/{category}.list
        ```
  request:
    operation: {category}.{thing}
    body: {{project: my-project, app: my-app, branch: main, {thing}Id: id_1234abcd}}
common_mistakes:
  - lead: One variable for all stages
    text: >-
      Staging and production often live in separate workspaces. An ID shared between their pipelines exists
      in only one of them.
  - lead: Copy-paste errors
    text: \"The prefix `api_` cannot be turned into another one by hand.\"
notes:
  - {{kind: tip, text: \"Keep the ID in one place.\"}}
",
        status = STATUSES[index % 10],
    );
    if !related.is_empty() {
        text.push_str("related:\n");
    }
    for other in related {
        let _ =
            write!(text, "  - code: {}\n    when: \"the {thing} is fine and something else is not\"\n", code(other));
    }
    let _ = write!(
        text,
        "raised_by: [{category}.{thing}]\naction: fix_request\nlog_level: info\nsince: \"2025-04-{:02}\"\n",
        index % 28 + 1
    );
    text
}

/// Four of ten messages have params: one or two.
fn message(index: usize, thing: &str, state: &str) -> (String, String) {
    let of_thing = format!("{thing}: {{type: string, example: id_1, about: \"ID of the {thing}, as it was sent\"}}");
    match index % 10 {
        0..6 => (format!("\"The {thing} in your request is {state}\""), String::new()),
        6..8 => (format!("\"The {thing} `{{{thing}}}` is {state}\""), format!("params:\n  {of_thing}\n")),
        8 => (
            format!("\"The {thing} `{{{thing}}}` is {state}: at most {{limit}}\""),
            format!("params:\n  {of_thing}\n  limit: {{type: integer, example: 10, about: \"The limit\"}}\n"),
        ),
        _ => (
            format!("\"The {thing} is {state} for another {{wait}} seconds\""),
            "params:\n  wait: {type: duration, example: 30, about: \"Time to wait\"}\n".to_owned(),
        ),
    }
}

/// The number of granit-parser's events in all files: the minimum cost of reading YAML.
pub fn events(files: &[(String, String)]) -> usize {
    files.iter().map(|(_, text)| granit_parser::Parser::new_from_str(text).filter(Result::is_ok).count()).sum()
}
