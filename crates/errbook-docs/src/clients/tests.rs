//! Checks the code of each client with the language itself, if it is installed. JavaScript and
//! Python run it with a fake network and report what they would send, syn parses Rust, and gofmt
//! parses Go. A missing language is skipped with a message.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::*;
use crate::json::tests::any_json;

/// A request that owns its parts.
#[derive(Debug, Clone)]
struct Sent {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Json>,
}

impl Sent {
    fn source(&self, client: &str) -> String {
        let client = CLIENTS.iter().find(|of| of.name == client).expect("a client");
        let body = self.body.as_ref().map(Body::new);
        (client.source)(&Call { method: &self.method, url: self.url.clone(), headers: &self.headers, body })
    }

    fn body(&self) -> Value {
        self.body.as_ref().map_or(Value::Null, |body| serde_json::from_str(&json::pretty(body)).expect("JSON"))
    }
}

const HOSTILE: &str = "[a-z\"'$`\\\\!*?~#&;|<>(){}\\[\\]= \r\n\t\u{0}\u{1b}é\u{1F600}\u{feff}\u{2028}\u{202e}/-]{0,16}";

fn request() -> impl Strategy<Value = Sent> {
    // Methods and header names are checked when the catalog is loaded, so they need no hostile
    // values.
    let headers = prop::collection::vec(("[A-Za-z-]{1,8}", HOSTILE), 0..3);
    ("GET|POST|PUT|PURGE", HOSTILE, headers, prop::option::of(any_json()))
        .prop_map(|(method, url, headers, body)| Sent { method, url, headers, body })
}

/// Many different requests, so each language starts only once.
fn requests() -> Vec<Sent> {
    let mut runner = TestRunner::deterministic();
    (0..200).map(|_| request().new_tree(&mut runner).expect("a request").current()).collect()
}

/// The output of a program for an input. `None` if it is not installed.
fn run(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let child = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: `{program}` is not installed");
        return None;
    };
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("the program exits");
    assert!(output.status.success(), "{program} rejects {input}");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Whether JSON values are equal. Numbers may be written differently.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}

/// Compares what a language would send, a list of `[method, url, headers, body]`, with the
/// requests.
fn compare(sent: &[Sent], answer: &str) {
    let answers: Vec<Value> = serde_json::from_str(answer).expect("JSON");
    assert_eq!(answers.len(), sent.len());
    for (sent, answer) in sent.iter().zip(&answers) {
        assert_eq!(answer[0], sent.method.as_str());
        assert_eq!(answer[1], sent.url.as_str());
        let headers = serde_json::to_value(&sent.headers).expect("JSON");
        // Headers with the same name become one member of a mapping.
        if sent.headers.iter().all(|(name, _)| sent.headers.iter().filter(|(other, _)| other == name).count() == 1) {
            assert_eq!(answer[2], headers, "{sent:?}");
        }
        assert!(same(&answer[3], &sent.body()), "{sent:?}\n{answer}");
    }
}

fn sources(sent: &[Sent], client: &str) -> String {
    let sources: Vec<String> = sent.iter().map(|sent| sent.source(client)).collect();
    serde_json::to_string(&sources).expect("JSON")
}

#[test]
fn javascript_sends_the_request() {
    let program = r#"
        const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const Async = (async () => {}).constructor;
        const sent = [];
        const fetch = async (url, { method, headers, body }) => {
            sent.push([method, url, Object.entries(headers ?? {}), body === undefined ? null : body]);
            return { status: 200, text: async () => "" };
        };
        (async () => {
            for (const source of sources) await new Async("fetch", "console", source)(fetch, { log() {} });
            // The text itself: the comparison is not to lose what JavaScript loses.
            console.log("[" + sent.map(([a, b, c, d]) => `[${[a, b, c].map((v) => JSON.stringify(v))},${d}]`) + "]");
        })();
    "#;
    let sent = requests();
    if let Some(answer) = run("node", &["-e", program], &sources(&sent, "JavaScript")) {
        compare(&sent, &answer);
    }
}

#[test]
fn python_sends_the_request() {
    let program = r#"
import json, sys, types
sent = []
def request(method, url, headers=None, json=None, data=None):
    start = dumps([method, url, list((headers or {}).items())])
    # Sent as text, it stays text: the comparison is not to lose what Python would.
    sent.append(start[:-1] + "," + (data.decode() if data is not None else dumps(json)) + "]")
    return types.SimpleNamespace(status_code=200, text="")
dumps = json.dumps
sys.modules["requests"] = types.SimpleNamespace(request=request)
for source in json.loads(sys.stdin.buffer.read().decode()):
    exec(compile(source, "page", "exec"), {"print": lambda *_: None})
sys.stdout.buffer.write(("[" + ",".join(sent) + "]").encode())
"#;
    let sent = requests();
    if let Some(answer) = run("python3", &["-c", program], &sources(&sent, "Python")) {
        compare(&sent, &answer);
    }
}

#[test]
fn go_code_is_formatted_like_gofmt() {
    let requests = [typical(), Sent { method: "GET".into(), body: None, ..typical() }];
    for request in requests.into_iter().chain(super::tests::requests().into_iter().take(20)) {
        let source = request.source("Go") + "\n";
        if let Some(formatted) = run("gofmt", &[], &source) {
            assert_eq!(formatted, source);
        }
    }
}

proptest! {
    #[test]
    fn go_literals_contain_the_request(sent in request()) {
        let source = sent.source("Go");
        let mut literals = go_literals(&source);
        prop_assert!(literals.contains(&sent.method));
        prop_assert!(literals.contains(&sent.url), "{}", source);
        for (name, value) in &sent.headers {
            prop_assert!(literals.contains(name) && literals.contains(value), "{}", source);
        }
        literals.retain(|literal| sent.body.as_ref().is_some_and(|body| json::pretty(body) == *literal));
        prop_assert_eq!(literals.is_empty(), sent.body.is_none(), "{}", source);
    }

    #[test]
    fn rust_sends_the_request(sent in request()) {
        let source = sent.source("Rust");
        let file = syn::parse_file(&source).expect("Rust");
        let calls = rust_calls(&file);
        let mut expected = match sent.method.as_str() {
            "PURGE" => vec![("request".to_owned(), vec!["PURGE".to_owned(), sent.url.clone()])],
            method => vec![(method.to_lowercase(), vec![sent.url.clone()])],
        };
        expected.extend(sent.headers.iter().map(|(name, value)| ("header".to_owned(), vec![name.clone(), value.clone()])));
        expected.extend(sent.body.iter().map(|body| ("body".to_owned(), vec![json::pretty(body)])));
        expected.push(("send".to_owned(), Vec::new()));
        prop_assert_eq!(calls, expected);
    }
}

/// The values of all string literals in Go source (The Go Programming Language Specification,
/// "String literals").
fn go_literals(source: &str) -> Vec<String> {
    let mut literals = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '`']) {
        let raw = rest[at..].starts_with('`');
        rest = &rest[at + 1..];
        let mut value = String::new();
        let mut chars = rest.char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '`' | '"' if raw == (char == '`') => {
                    rest = &rest[at + 1..];
                    break;
                }
                '\\' if !raw => value.push(match chars.next().expect("an escape").1 {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => {
                        let digits: String = (0..4).map(|_| chars.next().expect("a digit").1).collect();
                        char::from_u32(u32::from_str_radix(&digits, 16).expect("digits")).expect("a character")
                    }
                    same @ ('"' | '\\') => same,
                    other => panic!("\\{other} is not a Go escape"),
                }),
                '\n' if !raw => panic!("a line break in {source}"),
                '\0' | '\u{feff}' | '\r' => panic!("{char:?} in {source}"),
                _ => value.push(char),
            }
        }
        literals.push(value);
    }
    literals
}

/// Names and string arguments of the chained calls in the first statement, in order, without the
/// call that creates the client.
fn rust_calls(file: &syn::File) -> Vec<(String, Vec<String>)> {
    let syn::Item::Fn(main) = &file.items[0] else { panic!("no function") };
    let syn::Stmt::Local(first) = &main.block.stmts[0] else { panic!("no `let`") };
    let mut calls = Vec::new();
    let mut next = &*first.init.as_ref().expect("a value").expr;
    loop {
        next = match next {
            syn::Expr::Try(inner) => &inner.expr,
            syn::Expr::MethodCall(call) => {
                calls.insert(0, (call.method.to_string(), call.args.iter().map(rust_text).collect()));
                &call.receiver
            }
            _ => return calls,
        };
    }
}

fn rust_text(argument: &syn::Expr) -> String {
    match argument {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
        syn::Expr::Try(inner) => rust_text(&inner.expr),
        syn::Expr::MethodCall(call) => rust_text(&call.receiver),
        _ => panic!("not a string literal"),
    }
}

/// A typical request of a page.
fn typical() -> Sent {
    let text = |text: &str| Json::String(text.to_owned());
    let body = vec![
        ("apiId".to_owned(), text("api_1234")),
        ("enabled".to_owned(), Json::Boolean(true)),
        ("meta".to_owned(), Json::Object(vec![("note".to_owned(), text("it's \"here\""))])),
        ("roles".to_owned(), Json::Array(vec![text("admin"), Json::Null])),
        ("credits".to_owned(), Json::Number("1.50".to_owned())),
        ("tags".to_owned(), Json::Array(Vec::new())),
    ];
    Sent {
        method: "POST".to_owned(),
        url: "https://api.example.com/v2/keys.createKey?dry=1".to_owned(),
        headers: vec![
            ("Authorization".to_owned(), "Bearer YOUR_KEY".to_owned()),
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ],
        body: Some(Json::Object(body)),
    }
}

#[test]
fn a_typical_request_in_each_client() {
    let all = CLIENTS.iter().map(|client| format!("{}:\n{}", client.name, typical().source(client.name)));
    insta::assert_snapshot!(all.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn a_query_is_percent_encoded() {
    let query = [("limit".to_owned(), "10".to_owned()), ("q".to_owned(), "a&b [é]".to_owned())];
    assert_eq!(url("https://x.dev/a", &query), "https://x.dev/a?limit=10&q=a%26b%20%5B%C3%A9%5D");
    assert_eq!(url("https://x.dev/a?b=1", &query[..1]), "https://x.dev/a?b=1&limit=10");
    assert_eq!(url("https://x.dev/a", &[]), "https://x.dev/a");
}
