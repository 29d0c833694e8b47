//! Plants mistakes in the commands of prose: each kind of mistake, in each syntax, at each location
//! of prose. Checks that each is found on its line, and that commands without one have no finding.

use errbook_catalog::{Diagnostic, Snapshot, Sources};
use errbook_check::{Options, check};

const MANIFEST: &str = "\
name: demo
codes: {prefix: err, levels: [{name: area}, {name: specific}]}
profiles: {problem: rfc9457}
requests: {server: https://api.example.com}
openapi: openapi.yaml
groups:
  data:
    title: Data
    status: 404
";

const DOCUMENT: &str = r#"
openapi: "3.1.0"
servers: [{url: https://api.example.com}, {url: https://eu.example.com/v2}]
paths:
  /v1/things:
    post:
      operationId: things.create
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties: {name: {type: string}, size: {type: integer}}
  /v1/things/{id}:
    get:
      operationId: things.get
      parameters: [{name: expand, in: query, schema: {type: string}}]
"#;

/// A command, and the part of it that is wrong.
struct Command {
    method: &'static str,
    path: &'static str,
    query: &'static str,
    /// Names of members, and their values as JSON.
    members: &'static [(&'static str, &'static str)],
    /// The rule that reports it, and a part of its line. `None` for a command without a mistake.
    wrong: Option<(&'static str, Part)>,
}

#[derive(Clone, Copy)]
enum Part {
    Method,
    Path,
    Query,
    Member(&'static str),
    /// The start of the body.
    Body,
}

const CREATE: Command = Command {
    method: "POST",
    path: "/v1/things",
    query: "dry=true",
    members: &[("name", "\"chair\""), ("size", "3")],
    wrong: None,
};
const GET: Command =
    Command { method: "GET", path: "/v1/things/t_1", query: "expand=owner", members: &[], wrong: None };

fn sound() -> Vec<Command> {
    let paths = ["/v1/things/$ID", "/v1/things/${ID}", "/v1/things/{id}", "/v1/things/<id>", "/v1/things/:id"];
    let placeholders = paths.map(|path| Command { path, ..GET });
    let create = Command { members: &[("name", "\"<name>\"")], ..CREATE };
    placeholders.into_iter().chain([CREATE, GET, create]).collect()
}

fn dead() -> Vec<Command> {
    let wrong = |rule, part| Some((rule, part));
    vec![
        Command { path: "/v1/thigns", wrong: wrong("operation-unknown", Part::Path), ..CREATE },
        Command { path: "/v2/things/t_1", wrong: wrong("operation-unknown", Part::Path), ..GET },
        Command { path: "/v1/thigns/$ID", wrong: wrong("operation-unknown", Part::Path), ..GET },
        Command { method: "PUT", wrong: wrong("operation-unknown", Part::Method), ..CREATE },
        Command { method: "DELETE", wrong: wrong("operation-unknown", Part::Method), ..GET },
        Command { query: "drry=true", wrong: wrong("query-unknown", Part::Query), ..CREATE },
        Command { query: "expnad=owner", wrong: wrong("query-unknown", Part::Query), ..GET },
        Command {
            members: &[("name", "\"chair\""), ("size", "\"big\"")],
            wrong: wrong("body-invalid", Part::Member("size")),
            ..CREATE
        },
        Command {
            members: &[("name", "\"chair\""), ("colour", "\"red\"")],
            wrong: wrong("body-invalid", Part::Member("colour")),
            ..CREATE
        },
        Command { members: &[("size", "3")], wrong: wrong("body-invalid", Part::Body), ..CREATE },
        Command { members: &[], wrong: wrong("body-missing", Part::Method), ..CREATE },
    ]
}

/// A syntax: the language of its code blocks, and how it writes a command.
type Syntax = (&'static str, fn(&Command) -> String);

const SYNTAXES: &[Syntax] = &[
    ("sh", |of| curl(of, "curl", '\'')),
    ("bash", |of| {
        format!(
            "export ID=t_1\n# It's one of several\ncurl -s https://status.example.org | jq .\n{} | jq -r '.id'",
            curl(of, "curl -sS", '\'')
        )
    }),
    ("shell", |of| curl(of, "curl -i", '"')),
    ("console", |of| format!("$ {}\n{{\"message\": \"It's not there\"}}\n$ ls", curl(of, "curl", '\''))),
    ("sh", |of| format!("$ {}", curl(of, "curl", '"'))),
    ("bash", |of| format!("ID=$({} | jq -r .id)\necho \"$ID\"", curl(of, "curl -s", '\''))),
    ("sh", here_document),
    ("bash", |of| httpie(of, "http -v")),
    ("console", |of| format!("$ {}\nHTTP/1.1 404 Not Found", httpie(of, "https"))),
    ("http", |of| http(of, "")),
    ("http", |of| {
        format!(
            "GET /v1/things/t_1 HTTP/1.1\nHost: api.example.com\n\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{{\"message\": \"\"}}\n\n{}",
            http(of, "Host: api.example.com\n")
        )
    }),
    ("js", |of| fetch(of, "await fetch(", '"')),
    ("typescript", |of| fetch(of, "// It's one of several\nconst response: Response = await fetch(", '`')),
];

fn url(command: &Command) -> String {
    format!("https://api.example.com{}?{}", command.path, command.query)
}

/// Members on lines of their own.
fn json(command: &Command) -> String {
    let members = command.members.iter().map(|(name, value)| format!("\n  \"{name}\": {value}"));
    format!("{{{}\n}}", members.collect::<Vec<_>>().join(","))
}

fn curl(command: &Command, start: &str, quote: char) -> String {
    let mut written = format!("{start} -X {} \\\n  {quote}{}{quote}", command.method, url(command));
    if !command.members.is_empty() {
        let body = json(command);
        let body = if quote == '"' { body.replace('"', "\\\"") } else { body };
        written += &format!(" \\\n  -H \"Content-Type: application/json\" \\\n  -d {quote}{body}{quote}");
    }
    written
}

fn here_document(command: &Command) -> String {
    let start = format!("curl -X {} '{}'", command.method, url(command));
    if command.members.is_empty() {
        return start;
    }
    format!("{start} -H 'Content-Type: application/json' --data @- <<'EOF'\n{}\nEOF", json(command))
}

fn httpie(command: &Command, start: &str) -> String {
    let (name, value) = command.query.split_once('=').expect("a value");
    let mut written =
        format!("{start} {} \\\n  https://api.example.com{} \\\n  {name}=={value}", command.method, command.path);
    for (name, value) in command.members {
        written += &match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(text) => format!(" \\\n  {name}='{text}'"),
            None => format!(" \\\n  {name}:={value}"),
        };
    }
    written
}

fn http(command: &Command, headers: &str) -> String {
    let mut written = format!("{} {}?{} HTTP/1.1\n{headers}", command.method, command.path, command.query);
    if !command.members.is_empty() {
        written += &format!("Content-Type: application/json\n\n{}\n", json(command));
    }
    written
}

fn fetch(command: &Command, start: &str, quote: char) -> String {
    let members = command.members.iter().map(|(name, value)| format!("\n    {name}: {value},")).collect::<String>();
    let body = if members.is_empty() { members } else { format!("\n  body: JSON.stringify({{{members}\n  }}),") };
    let url = url(command);
    format!(
        "{start}{quote}{url}{quote}, {{\n  method: \"{}\",\n  headers: {{Authorization: `Bearer ${{key}}`}},{body}\n}});",
        command.method
    )
}

/// A location of prose: a file, its text before the prose, and the indentation of the prose.
type Home = (&'static str, &'static str, usize);

const HOMES: &[Home] = &[
    ("data/thing.yaml", "what_happened:\n  text: |\n", 4),
    ("data/thing.yaml", "what_happened: {text: Gone.}\nhow_to_fix:\n  text: |\n", 4),
    ("data/thing.yaml", "what_happened: {text: Gone.}\nhow_to_fix:\n  steps:\n    - |\n", 6),
    ("data/thing.yaml", "what_happened: {text: Gone.}\nhow_to_fix:\n  steps:\n    - title: Look\n      text: |\n", 8),
    ("data/thing.yaml", "what_happened: {text: Gone.}\ncommon_mistakes:\n  - lead: Typo\n    text: |\n", 6),
    ("data/thing.yaml", "what_happened: {text: Gone.}\nnotes:\n  - kind: tip\n    text: |\n", 6),
    ("data/thing.yaml", "what_happened: {text: Gone.}\nsections:\n  - heading: More\n    text: |\n", 6),
    (
        "data/thing.yaml",
        "what_happened:\n  request:\n    - method: GET\n      path: /v1/things/t_1\n      text: |\n",
        8,
    ),
    ("catalog.yaml", "    description: |\n", 6),
];

/// The file with the command, and the findings about it.
fn checked(home: &Home, language: &str, code: &str) -> (String, Vec<Diagnostic>) {
    let (file, before, indent) = home;
    let prose = format!("Look at it:\n\n```{language}\n{code}\n```\n\nThen go on.\n");
    let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{:indent$}{line}\n", "") };
    let text: String = prose.lines().map(indented).collect();
    let own = format!("{before}{text}");
    let message = "message: The thing could not be found\n";
    let (manifest, entry) = match *file {
        "catalog.yaml" => (format!("{MANIFEST}{own}"), format!("{message}what_happened: {{text: Gone.}}\n")),
        _ => (MANIFEST.to_owned(), format!("{message}{own}")),
    };
    let files = [("catalog.yaml", &*manifest), ("data/thing.yaml", &*entry), ("openapi.yaml", DOCUMENT)];
    let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let snapshot = Snapshot::from_sources(sources);
    assert_eq!(snapshot.report().errors(), 0, "{}{entry}", snapshot.report());
    let about = ["operation-", "query-", "body-", "server-", "openapi-", "shell-"];
    let mut found = check(&snapshot, &Options::default());
    found.retain(|found| about.iter().any(|start| found.rule.starts_with(start)));
    (if *file == "catalog.yaml" { manifest } else { entry }, found)
}

/// The line of a part of a command. Methods and members are unique in their syntax.
fn line_of(text: &str, command: &Command, part: Part) -> usize {
    let is_at = |line: &str| match part {
        Part::Method => line.contains(command.method),
        Part::Path => line.contains(command.path),
        Part::Query => line.contains(command.query.split('=').next().expect("a name")),
        Part::Member(name) => line.contains(name),
        Part::Body => {
            line.trim() == "{"
                || line.contains("-d '{")
                || line.contains("-d \"{")
                || line.contains("stringify({")
                || line.contains("size:=")
        }
    };
    text.lines().collect::<Vec<_>>().into_iter().rposition(is_at).expect("the part") + 1
}

#[test]
fn every_dead_command_is_found_on_its_line() {
    let (mut planted, mut missed) = (0, Vec::new());
    for home in HOMES {
        for (language, write) in SYNTAXES {
            for command in dead() {
                planted += 1;
                let (text, found) = checked(home, language, &write(&command));
                let (rule, part) = command.wrong.expect("a mistake");
                let line = line_of(&text, &command, part);
                let lines = found
                    .iter()
                    .map(|of| (of.rule, text[..of.labels[0].span.start as usize].matches('\n').count() + 1));
                let lines: Vec<_> = lines.collect();
                if lines != [(rule, line)] {
                    missed.push(format!("expected {rule} in line {line}, found {lines:?} in\n{text}"));
                }
            }
        }
    }
    assert!(missed.is_empty(), "missed {} of {planted}:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(planted, HOMES.len() * SYNTAXES.len() * dead().len());
}

#[test]
fn sound_commands_have_no_finding() {
    for home in HOMES {
        for (language, write) in SYNTAXES {
            for command in sound() {
                let (text, found) = checked(home, language, &write(&command));
                assert!(found.is_empty(), "{found:?} in\n{text}");
            }
        }
    }
}
