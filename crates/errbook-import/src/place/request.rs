//! Parses requests on pages: a `curl` command becomes a request if errbook would write the same
//! command, ignoring whitespace.

use errbook_syntax::shell;
use serde_json::Value as Json;

use crate::model::Request;

/// Methods used in API docs (RFC 9110, section 9, and RFC 5789).
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

/// Parses a command as a request. Returns `None` if errbook would write a different command for it.
pub(super) fn read(command: &str) -> Option<Request> {
    let [words] = &shell::commands(command).ok()?[..] else { return None };
    let mut words = words.words.iter().map(|word| word.value.as_str());
    if (words.next()?, words.next()?) != ("curl", "-X") {
        return None;
    }
    let method = words.next().filter(|method| METHODS.contains(method))?.to_owned();
    let (server, path) = address(words.next()?)?;
    let mut request = Request { method, server, path, ..Request::default() };
    while let Some(option) = words.next() {
        match (option, words.next()?) {
            ("-H", header) if request.body.is_none() => {
                let (name, value) = header.split_once(": ")?;
                let token = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                // Braces would be placeholders of the manifest, and errbook doesn't write
                // characters that a shell interprets.
                let special = |char: char| char.is_control() || "{}$`\\!".contains(char);
                if !token || value.is_empty() || header.contains(special) {
                    return None;
                }
                request.headers.push((name.to_owned(), value.to_owned()));
            }
            ("-d", body) if request.body.is_none() => request.body = Some(serde_json::from_str(body).ok()?),
            _ => return None,
        }
    }
    (squeezed(&written(&request)) == squeezed(command)).then_some(request)
}

/// Splits a URL into server and path.
fn address(url: &str) -> Option<(String, String)> {
    let host = url.find("://")? + 3;
    let at = host + url[host..].find('/')?;
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._~:/@%+=,".contains(char);
    let fits = (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(plain);
    fits.then(|| (url[..at].to_owned(), url[at..].to_owned()))
}

/// The command that errbook would write. The request's own headers stand in for those of the
/// manifest.
fn written(request: &Request) -> String {
    let mut command = format!("curl -X {} {}{}", request.method, request.server, request.path);
    for (name, value) in &request.headers {
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
        let request = read(command).expect("a request");
        assert_eq!(
            (request.method.as_str(), request.server.as_str(), request.path.as_str()),
            ("POST", "https://api.shop.example", "/v1/orders")
        );
        assert_eq!(request.headers.len(), 2);
        assert_eq!(request.body.expect("a body")["note"], "a b");
        assert!(read("curl -X GET https://api.shop.example/v1/orders").is_some());
    }

    #[test]
    fn rejects_all_other_commands() {
        for command in [
            "curl https://a.example/b",
            "curl -X GET https://a.example",
            "curl -X ASK https://a.example/b",
            "curl -X GET https://a.example/b -H \"A b: c\"",
            "curl -X GET https://a.example/b?c=1",
            "curl -X GET https://a.example/b | jq",
            "# Ask\ncurl -X GET https://a.example/b",
            "curl -X GET https://a.example/b\ncurl -X GET https://a.example/c",
            "curl --request GET https://a.example/b",
            "curl -X GET https://a.example/b -H 'A: b'",
            "curl -X GET https://a.example/b -H \"A: $B\"",
            "curl -X POST https://a.example/b -d 'a=b'",
            "curl -X POST https://a.example/b -d '{\"a\": \"b",
        ] {
            assert!(read(command).is_none(), "{command}");
        }
    }
}
