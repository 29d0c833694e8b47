//! Parses requests on pages: a `curl` command becomes a request if errbook would write a command
//! that sends the same.

use errbook_syntax::request::{self, Body, METHODS};
use errbook_syntax::shell::{self, Command};
use errbook_syntax::word::Word;
use serde_json::Value as Json;

use crate::model::Request;

/// A command that became a request.
pub(super) struct Read {
    pub(super) request: Request,
    /// Whether errbook writes the command differently, for example with other quotes.
    pub(super) is_rewritten: bool,
}

/// Parses a command as a request. Returns `None` if the request would lack something: a comment, a
/// pipe, an option such as `-s`, or a variable.
pub(super) fn read(code: &str) -> Option<Read> {
    let [command] = &shell::commands(code).ok()?[..] else { return None };
    let [sent] = &request::of_command(command)[..] else { return None };
    let [url] = &sent.urls[..] else { return None };
    let is_whole = is_bare(code, command) && !sent.has_options && sent.query.is_empty();
    // curl does more than to set the method for `-I`, which has no method of its own.
    let is_method = METHODS.contains(&&*sent.method) && (sent.method_range.is_some() || sent.method != "HEAD");
    if !is_whole || !is_method || !sent.headers.iter().all(is_plain) {
        return None;
    }
    let (server, path, query) = address(&url.value)?;
    let body = match &sent.body {
        Body::None => None,
        Body::Text(body) => Some(json(code, body)?),
        Body::Unknown => return None,
    };
    let (method, headers) = (sent.method.clone(), sent.headers.clone());
    let request = Request { method, server, path, query, headers, body, ..Request::default() };
    let is_rewritten = squeezed(&written(&request)) != squeezed(code);
    Some(Read { request, is_rewritten })
}

/// Whether the code is the words of a curl command, and nothing else.
fn is_bare(code: &str, command: &Command) -> bool {
    let ends = command.words.iter().map(|word| word.range.end);
    let starts = command.words.iter().map(|word| word.range.start).chain([code.len()]);
    let mut gaps = std::iter::once(0).chain(ends).zip(starts);
    command.words[0].value == "curl" && gaps.all(|(end, start)| squeezed(&code[end..start]).is_empty())
}

/// Whether errbook can write a header. Braces would be placeholders of the manifest, and errbook
/// doesn't write characters that a shell interprets.
fn is_plain((name, value): &(String, String)) -> bool {
    let is_token = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_special = |char: char| char.is_control() || "{}$`\\!\"".contains(char);
    is_token && !value.is_empty() && !value.contains(is_special)
}

/// The JSON of a body, if it is written as errbook writes it, except for whitespace.
fn json(code: &str, body: &Word) -> Option<Json> {
    let json: Json = serde_json::from_str(&body.value).ok()?;
    // In single quotes, a shell expands nothing.
    let is_literal = !body.value.contains(['$', '`']) || code[body.range.clone()].starts_with('\'');
    (is_literal && squeezed(&json.to_string()) == squeezed(&body.value)).then_some(json)
}

/// Names and values of a query.
type Query = Vec<(String, String)>;

/// Splits a URL into server, path, and query.
fn address(url: &str) -> Option<(String, String, Query)> {
    let host = url.find("://")? + 3;
    let at = host + url[host..].find('/')?;
    let (path, query) = url[at..].split_once('?').unwrap_or((&url[at..], ""));
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._~:/@%+=,".contains(char);
    let fits = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
        && url[..at].chars().chain(path.chars()).all(plain);
    let query: Option<Query> = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
    let query = query
        .filter(|query| query.iter().enumerate().all(|(at, of)| query[..at].iter().all(|(name, _)| *name != of.0)))?;
    fits.then(|| (url[..at].to_owned(), path.to_owned(), query))
}

/// A query parameter that errbook writes in the same way.
fn pair(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    // Others are percent-encoded, and braces are placeholders of the manifest.
    let plain = |text: &str| text.chars().all(|char| char.is_ascii_alphanumeric() || "-._~".contains(char));
    (!name.is_empty() && plain(name) && plain(value)).then(|| (name.to_owned(), value.to_owned()))
}

/// The command that errbook would write. The request's own headers stand in for those of the
/// manifest.
fn written(request: &Request) -> String {
    let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    // A shell would run what is before `&`.
    let quote = if query.is_empty() { "" } else { "\"" };
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut command = format!("curl -X {} {quote}{}{}{query}{quote}", request.method, request.server, request.path);
    let has_type = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Type"));
    let of_body =
        (request.body.is_some() && !has_type).then(|| ("Content-Type".to_owned(), "application/json".to_owned()));
    for (name, value) in request.headers.iter().chain(&of_body) {
        command.push_str(&format!(" -H \"{name}: {value}\""));
    }
    if let Some(body) = &request.body {
        command.push_str(&format!(" -d '{}'", body.to_string().replace('\'', "'\\''")));
    }
    command
}

fn squeezed(command: &str) -> String {
    command.replace("\\\n", "").split_whitespace().collect()
}

/// Whether pages can format a body without changing it.
pub(super) fn is_lossless(body: &Json) -> bool {
    match body {
        Json::Number(number) => number.is_i64() || number.is_u64(),
        Json::Array(items) => items.iter().all(is_lossless),
        Json::Object(members) => members.values().all(is_lossless),
        Json::String(text) => !text.contains(['{', '}']),
        Json::Null | Json::Bool(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_commands_that_errbook_would_write() {
        let command = "curl -X POST https://api.shop.example/v1/orders \\\n  -H \"Content-Type: application/json\" \\\n  -H \"Authorization: Bearer KEY\" \\\n  -d '{\n    \"id\": 41, \"note\": \"a b\"\n  }'\n";
        let Read { request, is_rewritten } = read(command).expect("a request");
        assert!(!is_rewritten);
        assert_eq!(
            (request.method.as_str(), request.server.as_str(), request.path.as_str()),
            ("POST", "https://api.shop.example", "/v1/orders")
        );
        assert_eq!(request.headers.len(), 2);
        assert_eq!(request.body.expect("a body")["note"], "a b");
        assert!(!read("curl -X GET https://api.shop.example/v1/orders").expect("a request").is_rewritten);
    }

    #[test]
    fn rewrites_equivalent_commands() {
        for (command, expected) in [
            ("curl https://a.example/b", "curl -X GET https://a.example/b"),
            ("curl -X GET https://a.example/b?c=1", "curl -X GET \"https://a.example/b?c=1\""),
            ("curl 'https://a.example/b?c=1&d=x.y'", "curl -X GET \"https://a.example/b?c=1&d=x.y\""),
            ("curl 'https://a.example/b' --request DELETE", "curl -X DELETE https://a.example/b"),
            ("curl -XPUT \\\n --url https://a.example/b", "curl -X PUT https://a.example/b"),
            ("curl -H 'A:b' https://a.example/b", "curl -X GET https://a.example/b -H \"A: b\""),
            (
                "curl https://a.example/b --data '{\"a\": 1}'",
                "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d '{\"a\":1}'",
            ),
            (
                "curl https://a.example/b -d \"{\\\"a\\\": 1}\"",
                "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d '{\"a\":1}'",
            ),
            (
                "curl https://a.example/b -d '{\"a\": \"$5\"}'",
                "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d '{\"a\":\"$5\"}'",
            ),
            (
                "curl --json '[]' https://a.example/b",
                "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -H \"Accept: application/json\" -d '[]'",
            ),
        ] {
            let Read { request, is_rewritten } = read(command).unwrap_or_else(|| panic!("{command}"));
            assert_eq!((written(&request).as_str(), is_rewritten), (expected, true), "{command}");
        }
    }

    #[test]
    fn rejects_commands_that_would_lose_something() {
        for command in [
            "curl -X GET https://a.example",
            "curl -X ASK https://a.example/b",
            "curl -X GET https://a.example/b -H \"A b: c\"",
            "curl -X GET https://a.example/b?c",
            "curl -X GET 'https://a.example/b?c=1&c=2'",
            "curl -X GET 'https://a.example/b?c=a%20b'",
            "curl -X GET https://a.example/b#c",
            "curl -G https://a.example/b -d c=1",
            "curl -X GET https://a.example/b | jq",
            "curl -X GET https://a.example/b > c",
            "curl -X GET https://a.example/b &",
            "# Ask\ncurl -X GET https://a.example/b",
            "curl -X GET https://a.example/b # Ask",
            "$ curl -X GET https://a.example/b\nOK",
            "curl -X GET https://a.example/b\ncurl -X GET https://a.example/c",
            "curl https://a.example/b https://a.example/c",
            "curl https://a.example/b --next https://a.example/c",
            "curl -s https://a.example/b",
            "curl -u a:b https://a.example/b",
            "curl -I https://a.example/b",
            "curl a.example/b -o c",
            "sudo curl https://a.example/b",
            "http https://a.example/b",
            "curl -X GET https://a.example/$B",
            "curl -X GET https://a.example/b -H \"A: $B\"",
            "curl -X GET https://a.example/b -H 'A: \"b\"'",
            "curl https://a.example/b -d \"{\\\"a\\\": \\\"$B\\\"}\"",
            "curl https://a.example/b -d '{\"a\": 1, \"a\": 2}'",
            "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d 'a=b'",
            "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d @b.json",
            "curl -X POST https://a.example/b -H \"Content-Type: application/json\" -d '{\"a\": \"b",
        ] {
            assert!(read(command).is_none(), "{command}");
        }
    }
}
