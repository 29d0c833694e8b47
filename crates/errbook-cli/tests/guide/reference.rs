//! Renders the reference: keys from the tables of errbook-catalog, commands from clap, rules from
//! errbook-check.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use errbook_catalog::{Catalog, Entry, NoticedBy, RuleLevel, entry_keys};
use errbook_check::Scope;
use errbook_docs::{Site, Templates};
use errbook_test_support::tools;
use serde_json::{Map, Value};

const GENERATED: &str = "<!-- Generated: UPDATE_GUIDE=1 cargo test -p errbook-cli --test guide -->\n";
const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main");

/// All generated pages: path below `docs/src`, and content. `summary` is the table of contents,
/// whose list of rules is replaced.
pub(crate) fn pages(summary: &str) -> Vec<(String, String)> {
    let rules = errbook_check::pages().unwrap_or_else(|report| panic!("{report}"));
    let mut pages = vec![
        ("reference/entry.md".to_owned(), entry()),
        ("reference/manifest.md".to_owned(), manifest()),
        ("reference/commands.md".to_owned(), commands()),
        ("reference/templates.md".to_owned(), templates()),
        ("reference/rules.md".to_owned(), rule_index(&rules)),
        ("SUMMARY.md".to_owned(), with_rules(summary, &rules)),
    ];
    pages.extend(rule_pages(&rules));
    pages
}

fn entry() -> String {
    let intro = "# Entry\n\n\
        The keys of an entry, the file of one code, in the order in which `errbook check --fix` sorts them.\n\
        [Format](format.md) has an annotated example and the rules for prose.\n\n";
    let noticed = |name: &str| entry_keys().iter().find(|key| key.name == name).map(|key| noticed_by(key.noticed_by));
    keys(intro, &errbook_catalog::schema::entry(), "An entry", Some(("Affects", &noticed)))
}

/// Who notices when the value of a key changes.
fn noticed_by(who: NoticedBy) -> &'static str {
    match who {
        NoticedBy::Editor => "the catalog",
        NoticedBy::Reader => "pages",
        NoticedBy::Link => "links",
        NoticedBy::Service => "services",
        NoticedBy::Client => "clients",
    }
}

fn manifest() -> String {
    let intro = "# Manifest\n\n\
        The keys of `catalog.yaml`, which has what all codes of a catalog share. [Format](format.md) has an annotated\n\
        example.\n\n";
    keys(intro, &errbook_catalog::schema::manifest(), "The manifest", None)
}

/// An extra table column: its heading, and its cell for a key.
type Column<'a> = (&'a str, &'a dyn Fn(&str) -> Option<&'static str>);

/// Tables of the keys of a JSON Schema: of the file itself, then of each mapping in it.
fn keys(intro: &str, schema: &Value, what: &str, extra: Option<Column<'_>>) -> String {
    let mut page = GENERATED.to_owned() + intro;
    page.push_str(&table(schema, extra));
    let definitions = schema["definitions"].as_object().expect("definitions");
    let users = users(schema, what);
    for (name, definition) in definitions {
        let about = definition["description"].as_str().unwrap_or_default();
        let used = users.get(name.as_str()).map(|users| users.join(", ")).unwrap_or_default();
        write!(page, "\n## {name}\n\n{about}\n\nUsed in {used}.\n\n{}", table(definition, None)).expect("a string");
    }
    page
}

/// Where each mapping is allowed.
fn users<'a>(schema: &'a Value, what: &str) -> BTreeMap<&'a str, Vec<String>> {
    let definitions = schema["definitions"].as_object().expect("definitions");
    let mut users: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut add = |owner: Option<&str>, of: &'a Value| {
        for (key, value) in of["properties"].as_object().into_iter().flatten() {
            let mut found = Vec::new();
            references(value, &mut found);
            for name in found {
                let owner = owner.map_or_else(|| format!("`{key}`"), |owner| format!("`{key}` of {}", link(owner)));
                users.entry(name).or_default().push(owner);
            }
        }
    };
    add(None, schema);
    for (name, definition) in definitions {
        add(Some(name), definition);
    }
    assert!(definitions.keys().all(|name| users.contains_key(name.as_str())), "{what} has an unused mapping");
    users
}

fn references<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            into.extend(members.get("$ref").and_then(Value::as_str).map(definition));
            members.values().for_each(|value| references(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

/// The name of a definition, from a reference to it.
fn definition(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

fn link(definition: &str) -> String {
    format!("[{definition}](#{})", definition.to_lowercase())
}

fn table(schema: &Value, extra: Option<Column<'_>>) -> String {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let heading = extra.map_or(String::new(), |(heading, _)| format!(" {heading} |"));
    let rule = if extra.is_some() { "---|" } else { "" };
    let mut table = format!("| Key | Type | Meaning |{heading}\n|---|---|---|{rule}\n");
    for (name, property) in properties {
        let about = property["description"].as_str().unwrap_or_default();
        let need = if required.contains(&name.as_str()) { "Required. " } else { "" };
        let cells = [format!("`{name}`"), kind(property), format!("{need}{about}")];
        let last = extra.map(|(_, cell)| cell(name).unwrap_or_default().to_owned());
        for cell in cells.into_iter().chain(last) {
            write!(table, "| {} ", cell.replace('|', "\\|").trim_end()).expect("a string");
        }
        table.push_str("|\n");
    }
    table
}

/// The type of a value, in words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return link(definition(reference));
    }
    for choice in ["anyOf", "allOf"] {
        if let Some(of) = schema[choice].as_array() {
            return of.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .map(|word| format!("`{}`", word.as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(", ");
    }
    if let Some(types) = schema["type"].as_array() {
        return types.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ");
    }
    match schema["type"].as_str() {
        None => "any value".to_owned(),
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some("object") => match (&schema["additionalProperties"], schema["properties"].as_object()) {
            (_, Some(members)) => {
                let names: Vec<_> = members.keys().map(|name| format!("`{name}`")).collect();
                format!("mapping with {}", names.join(", "))
            }
            (Value::Null, None) => "mapping".to_owned(),
            (values, None) => format!("mapping to {}", kind(values)),
        },
        Some("string") if schema["pattern"] == "^\\$" => "variable such as `$detail`".to_owned(),
        Some(other) => other.to_owned(),
    }
}

/// The help of every command. Options that all commands share are shown once.
fn commands() -> String {
    let top = help(&[]);
    let names = top.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let mut page = GENERATED.to_owned();
    page.push_str("# Commands\n\nThe global options work with every command, so they are shown once.\n\n");
    write!(page, "```text\n{}\n```\n", top.trim_end()).expect("a string");
    for name in names.filter(|name| *name != "help") {
        let text = without_global_options(&help(&[name]));
        write!(page, "\n## errbook {name}\n\n```text\n{}\n```\n", text.trim_end()).expect("a string");
    }
    page
}

/// What `--help` prints, 88 columns wide.
fn help(command: &[&str]) -> String {
    let mut errbook = Command::new(tools::errbook(env!("CARGO_BIN_EXE_errbook")));
    errbook.args(command).arg("--help").env("COLUMNS", "88").env("NO_COLOR", "1").stdin(Stdio::null());
    let output = errbook.output().expect("errbook starts");
    assert!(output.status.success(), "{command:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn without_global_options(help: &str) -> String {
    let mut global = false;
    let lines = help.lines().filter(|line| {
        if !line.is_empty() && !line.starts_with(' ') {
            global = *line == "Global options:";
        }
        !global
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// `TARGETS.md`, with absolute links.
fn templates() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-docs/TARGETS.md");
    let text = fs::read_to_string(file).expect("TARGETS.md");
    GENERATED.to_owned() + &text.replace("](../../", &format!("]({REPOSITORY}/"))
}

/// When a rule runs.
const KINDS: [(&str, &str); 7] = [
    ("Loading", "Without these a catalog can't be built. Their level can't be changed."),
    ("Content", "Always checked."),
    ("Requests", "Checked when the manifest or `--openapi` names an OpenAPI document."),
    ("Compatibility", "Checked with `--against`."),
    ("Source code", "Checked with `--scan`."),
    (
        "Traffic",
        "Checked by `errbook observe`. `errbook check --observed` checks `never-observed` and `observed-elsewhere`.",
    ),
    ("Suppressions", "Checked when findings are suppressed, by `allow` or by a baseline."),
];

fn kind_of(id: &str) -> &'static str {
    match errbook_check::Rule::by_id(id).map(|rule| rule.scope) {
        None => "Loading",
        Some(Scope::Entry(_) | Scope::Texts(_) | Scope::Catalog(_)) => "Content",
        Some(Scope::OpenapiEntry(_) | Scope::Calls(_) | Scope::Openapi(_)) => "Requests",
        Some(Scope::Base(_)) => "Compatibility",
        Some(Scope::Source(_)) => "Source code",
        Some(Scope::Observed(_) | Scope::Traffic) => "Traffic",
        Some(Scope::Run) => "Suppressions",
    }
}

/// The default level of a rule.
fn level(id: &str) -> &'static str {
    match errbook_check::Rule::by_id(id).map(|rule| rule.level) {
        Some(RuleLevel::Error) => "error",
        Some(RuleLevel::Warn) => "warning",
        Some(RuleLevel::Allow) => "off",
        None => loader_level(id),
    }
}

/// The level of a rule of the loader, from the report of its case. A file that can't be read has no
/// case.
fn loader_level(id: &str) -> &'static str {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../errbook-catalog/tests/reports");
    let report = fs::read_to_string(reports.join(format!("{id}.snap"))).unwrap_or_default();
    if report.contains(&format!("warning[{id}]")) { "warning" } else { "error" }
}

fn rule_index(rules: &Catalog) -> String {
    let mut page = GENERATED.to_owned();
    page.push_str(
        "# Rules\n\n\
         What `errbook check` reports. `rules:` in the manifest sets the level of a rule, and `allow:` in an entry\n\
         suppresses its findings there. `errbook explain RULE` shows the same pages.\n",
    );
    for (kind, about) in KINDS {
        write!(page, "\n## {kind}\n\n{about}\n\n| Rule | Level | Meaning |\n|---|---|---|\n").expect("a string");
        for entry in rules.entries().iter().filter(|entry| kind_of(&entry.code) == kind) {
            let (id, about) = (&entry.code, entry.summary.as_deref().unwrap_or_default());
            let about = escaped(about.trim());
            writeln!(page, "| [`{id}`](rules/{id}.md) | {} | {about} |", level(id)).expect("a string");
        }
    }
    page
}

/// Plain text as Markdown, in a cell of a table.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, letter| {
        if "|[]<*`\\".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
        escaped
    })
}

/// The table of contents with an updated list of rules below their index.
fn with_rules(summary: &str, rules: &Catalog) -> String {
    let mut text = String::new();
    for line in summary.lines().filter(|line| !line.contains("](reference/rules/")) {
        text.push_str(line);
        text.push('\n');
        if line.contains("](reference/rules.md)") {
            for Entry { code, .. } in rules.entries() {
                writeln!(text, "  - [{code}](reference/rules/{code}.md)").expect("a string");
            }
        }
    }
    text
}

/// The page of each rule, as the target `mdbook` renders it.
fn rule_pages(rules: &Catalog) -> Vec<(String, String)> {
    let templates = Templates::default();
    let target = templates.target("mdbook").expect("a target").clone();
    let site = Site::new(rules, target, &templates).unwrap_or_else(|error| panic!("{error}"));
    let mut pages = Vec::new();
    for entry in rules.entries() {
        let id = &entry.code;
        let file = format!("{id}.md");
        let page = site.pages().find(|page| page.path().rsplit('/').next() == Some(&file)).expect("a page");
        let text = site.render(&page).unwrap_or_else(|error| panic!("{error}"));
        // The only detail is the group, which is the same for all.
        let text = text.split("\n## Details\n").next().unwrap_or(&text);
        let line = format!("\n`{id}`\n");
        assert!(text.contains(&line), "the page of {id} doesn't show it");
        let facts = format!("\n`{id}` · {} · level: {}\n", kind_of(id).to_lowercase(), level(id));
        let text = text.replacen(&line, &facts, 1);
        pages.push((format!("reference/rules/{file}"), format!("{GENERATED}{}\n", text.trim_end())));
    }
    pages
}
