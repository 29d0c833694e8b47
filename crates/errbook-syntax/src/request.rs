//! Finds the HTTP requests in code blocks: curl and HTTPie commands, calls of `fetch`, and HTTP
//! messages. What isn't literal, such as `body: data`, is unknown and never guessed.

use std::ops::Range;

use crate::shell::{self, Command};
use crate::word::Word;

mod curl;
mod fetch;
mod http;
mod httpie;
mod json_text;

/// Methods used in API docs (RFC 9110, section 9, and RFC 5789).
pub const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

/// A request in a code block.
#[derive(Debug, Default)]
pub struct Request {
    /// Method in uppercase.
    pub method: String,
    /// Span of the method. `None` if it isn't written.
    pub method_range: Option<Range<usize>>,
    /// URLs. Only a curl command can have several, and only an HTTP message without a `Host` has a
    /// path instead.
    pub urls: Vec<Word>,
    /// Query parameters outside of the URL, as `name=value`.
    pub query: Vec<Word>,
    /// Names and values of headers, including those that the command adds itself.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// Whether it has options that aren't part of this value, such as `-s`.
    pub has_options: bool,
}

/// The body of a request.
#[derive(Debug, Default)]
pub enum Body {
    /// The request has no body.
    #[default]
    None,
    /// The text of the body. Literals of JavaScript and fields of HTTPie are JSON here, with `"..."`
    /// for expressions, and `...` for members that aren't known.
    Text(Word),
    /// The body is left out, only known when the request is sent, or not one text, as in a form.
    Unknown,
}

/// The requests in a code block with this language. Commands with an open quote have none.
///
/// ```
/// use errbook_syntax::request::in_code;
///
/// let requests = in_code("bash", "curl -X DELETE https://shop.example/orders/7");
/// assert_eq!(requests[0].method, "DELETE");
/// assert_eq!(requests[0].urls[0].value, "https://shop.example/orders/7");
/// ```
pub fn in_code(language: &str, code: &str) -> Vec<Request> {
    let is = |languages: &[&str]| languages.iter().any(|of| language.eq_ignore_ascii_case(of));
    if shell::is_shell(language) || is(&["console", "shell-session", "shellsession", "httpie"]) {
        // Most code blocks are other commands.
        if !code.contains("curl") && !code.contains("http") {
            return Vec::new();
        }
        return shell::closed_commands(code).iter().flat_map(of_command).collect();
    }
    if is(&["http"]) {
        return http::requests(code);
    }
    if is(&["js", "javascript", "jsx", "mjs", "node", "ts", "typescript", "tsx"]) {
        return fetch::requests(code);
    }
    Vec::new()
}

/// The requests of a shell command, which is curl or HTTPie.
pub fn of_command(command: &Command) -> Vec<Request> {
    let name = |word: &Word| word.value.rsplit('/').next().unwrap_or_default().to_owned();
    let is_client = |word: &Word| matches!(&*name(word), "curl" | "http" | "https");
    let Some(position) = command.words.iter().position(is_client) else { return Vec::new() };
    let before = |word: &Word| BEFORE.split_whitespace().any(|of| of == word.value) || word.value.contains('=');
    if !command.words[..position].iter().all(before) {
        return Vec::new();
    }
    let words = &command.words[position + 1..];
    match &*name(&command.words[position]) {
        "curl" => curl::requests(words, &command.input),
        _ => httpie::request(words, &command.input).into_iter().collect(),
    }
}

/// Words that can come before the command, besides assignments: prompts, keywords, and commands
/// that run another.
const BEFORE: &str = "$ % > ! { do then else if while until time sudo env watch";

/// Whether a media type is JSON, such as `application/problem+json; charset=utf-8`.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

impl Request {
    /// Value of the `Content-Type` header, in lowercase.
    pub fn content_type(&self) -> Option<String> {
        let is_type = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
        self.headers.iter().find(is_type).map(|(_, value)| value.to_ascii_lowercase())
    }

    /// The body, if it is meant to be JSON, according to `Content-Type`, or to its first character
    /// without that header.
    pub fn json_body(&self) -> Option<&Word> {
        let Body::Text(body) = &self.body else { return None };
        let looks_like_json = || body.value.trim_start().starts_with(['{', '[']);
        self.content_type().map_or_else(looks_like_json, |of| is_json(&of)).then_some(body)
    }

    /// Adds a header that the command sets itself, unless it is set.
    fn add_header(&mut self, name: &str, value: &str) {
        if !self.headers.iter().any(|(of, _)| of.eq_ignore_ascii_case(name)) {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Adds a header written as `Name: value`. Returns `false` for something else.
    fn add_header_line(&mut self, line: &str) -> bool {
        let header = line.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        let is_header = header.is_some();
        self.headers.extend(header);
        is_header
    }

    fn set_method(&mut self, word: &Word) {
        (self.method, self.method_range) = (word.value.to_ascii_uppercase(), Some(word.range.clone()));
    }

    /// Sets the method, if none is set.
    fn default_method(&mut self, method: &str) {
        if self.method.is_empty() {
            self.method = method.to_owned();
        }
    }

    fn with_default_method(mut self, method: &str) -> Request {
        self.default_method(method);
        self
    }

    /// Adds a URL. curl and HTTPie accept one without a scheme. Ignores a path, which belongs to a
    /// site that isn't known, and `...`.
    fn add_url(&mut self, word: Word) {
        match &*word.value {
            "..." => self.body = Body::Unknown,
            path if path.starts_with('/') => {}
            host if is_bare_host(host) || is_local(host) => {
                let mut url = Word::new(word.range.start);
                let scheme = match host {
                    port if port.starts_with(':') => "http://localhost",
                    local if is_local(local) => "http://",
                    _ => "https://",
                };
                url.push_for(scheme, url.range.clone());
                url.push_part(&word, 0..word.value.len());
                url.range = word.range;
                self.urls.push(url);
            }
            _ => self.urls.push(word),
        }
    }
}

/// Whether a URL starts with `localhost`, or only has its port, as HTTPie accepts.
fn is_local(url: &str) -> bool {
    let rest = url.strip_prefix("localhost").unwrap_or(url);
    let port = rest.split(['/', '?']).next().unwrap_or_default();
    let is_port = port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    is_port || rest.len() < url.len() && port.is_empty()
}

/// Whether a URL starts with a host instead of a scheme.
fn is_bare_host(url: &str) -> bool {
    let host = url.split(['/', '?', ':']).next().unwrap_or_default();
    host.contains('.') && host.chars().all(|char| char.is_ascii_alphanumeric() || "-.".contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that spans are in the code.
    fn check(code: &str, language: &str) {
        for request in in_code(language, code) {
            let Request { method_range, urls, query, body, .. } = request;
            let body = if let Body::Text(body) = body { Some(body) } else { None };
            let words = urls.into_iter().chain(query).chain(body);
            let spans =
                words.flat_map(|word| [word.at(0..word.value.len()), word.at(word.value.len()..word.value.len())]);
            for span in spans.chain(method_range) {
                assert!(code.get(span.clone()).is_some(), "{span:?} in {code:?}");
            }
        }
    }

    /// All texts of up to four pieces that have a meaning in a syntax.
    #[test]
    fn spans_are_in_the_code() {
        let shell = [
            "curl ", "http ", "a.é/ü ", "-d ", "-XA", "'", "\"", "\\", "é", "$(", ")", "<<a\n", "\na\n", "a=", ":=",
            "|",
        ];
        let script = [
            "fetch(",
            "'http://é'",
            ",",
            "{",
            "}",
            "[",
            ")",
            "body:",
            "JSON.stringify(",
            "é",
            "'",
            "\\",
            "...",
            "//",
            "1",
        ];
        let message = ["GET ", "/é", "http://é", " HTTP/1", "\n", "\r\n", "Host: é", "{", "é", "###", "..."];
        for (language, pieces) in [("sh", &shell[..]), ("js", &script[..]), ("http", &message[..])] {
            let mut texts = vec![String::new()];
            for _ in 0..4 {
                texts =
                    texts.iter().flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}"))).collect();
                texts.iter().for_each(|text| check(text, language));
            }
            // A call has more pieces.
            let start = match language {
                "js" => "fetch('http://é', {body: JSON.stringify(",
                "http" => "GET /é\n",
                _ => "curl é.a -d ",
            };
            texts.iter().for_each(|text| check(&format!("{start}{text}"), language));
        }
    }
}
