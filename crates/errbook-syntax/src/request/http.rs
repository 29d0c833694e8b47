//! Reads HTTP messages: a request line, headers, and a body after an empty line. A block can have
//! several, and responses between them.

use std::ops::Range;

use super::{Body, METHODS, Request};
use crate::word::Word;

/// The requests in a code block.
pub(super) fn requests(code: &str) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut message: Option<Message<'_>> = None;
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let begun = Message::begin(code, range.clone());
        // REST clients separate requests with `###`, and handle responses after `> `.
        if begun.is_some() || ["HTTP/", "###", "> "].iter().any(|end| line.starts_with(end)) {
            requests.extend(message.take().map(Message::finished));
            message = begun;
        } else if let Some(message) = &mut message {
            message.line(range);
        }
    }
    requests.extend(message.map(Message::finished));
    requests
}

/// A request while it is read.
struct Message<'c> {
    code: &'c str,
    request: Request,
    target: Word,
    /// Whether the headers have ended.
    is_body: bool,
    /// Span of the lines of the body that aren't empty.
    body: Option<Range<usize>>,
}

impl<'c> Message<'c> {
    /// The message that starts with a request line (RFC 9112, section 3). The version is optional.
    fn begin(code: &'c str, line: Range<usize>) -> Option<Message<'c>> {
        let text = &code[line.clone()];
        let (method, rest) = text.split_once(' ')?;
        let (target, version) = rest.split_once(" HTTP/").unwrap_or((rest, ""));
        let is_target = (target.starts_with('/') || target.contains("://")) && !target.contains(char::is_whitespace);
        if !METHODS.contains(&method) || !is_target || version.contains(' ') {
            return None;
        }
        let at = line.start + method.len() + 1;
        let mut request = Request::default();
        request.set_method(&Word::of(code, line.start..line.start + method.len()));
        let target = Word::of(code, at..at + target.len());
        Some(Message { code, request, target, is_body: false, body: None })
    }

    fn line(&mut self, line: Range<usize>) {
        let text = &self.code[line.clone()];
        self.is_body |= text.starts_with(['{', '[']);
        match (self.is_body, text) {
            (false, "") => self.is_body = true,
            (_, "") => {}
            (false, "...") => self.request.body = Body::Unknown,
            (false, text) => drop(self.request.add_header_line(text)),
            (true, _) => self.body = Some(self.body.take().map_or(line.start, |body| body.start)..line.end),
        }
    }

    fn finished(mut self) -> Request {
        let header = |name: &str| self.request.headers.iter().find(|(of, _)| of.eq_ignore_ascii_case(name));
        let mut url = Word::new(self.target.range.start);
        if let Some((_, host)) = header("host").filter(|_| self.target.value.starts_with('/')) {
            url.push_for(&format!("https://{host}"), url.range.clone());
        }
        url.push_part(&self.target, 0..self.target.value.len());
        url.range = self.target.range;
        // A message that announces a body leaves it out.
        let announces = header("content-type").or(header("content-length")).is_some();
        match self.body.map(|body| Word::of(self.code, body)) {
            Some(body) if body.value == "..." || body.value.starts_with('<') => self.request.body = Body::Unknown,
            Some(body) => self.request.body = Body::Text(body),
            None if announces => self.request.body = Body::Unknown,
            None => {}
        }
        self.request.urls.push(url);
        self.request
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Body, in_code};

    #[test]
    fn reads_requests_between_responses() {
        let code = "POST /v1/a?b=c HTTP/1.1\nHost: api.example\nX: y\n\n{\n  \"d\": 1\n}\n\nHTTP/1.1 404 Not Found\n\n{\"e\": 2}\n\nGET https://b.example/c\n###\nGET /d\n";
        let requests = in_code("http", code);
        let urls: Vec<_> = requests.iter().map(|of| (&*of.method, &*of.urls[0].value)).collect();
        assert_eq!(urls, [("POST", "https://api.example/v1/a?b=c"), ("GET", "https://b.example/c"), ("GET", "/d")]);
        let body = requests[0].json_body().expect("JSON");
        assert_eq!((&*body.value, &code[body.at(4..7)]), ("{\n  \"d\": 1\n}", "\"d\""));
        assert_eq!(&code[requests[0].urls[0].at(19..22)], "/v1");
        assert_eq!(requests[0].headers[1], ("X".to_owned(), "y".to_owned()));
        assert!(matches!(requests[1].body, Body::None));
    }

    #[test]
    fn a_body_can_be_left_out() {
        for (code, body) in [
            ("POST /a\n", false),
            ("POST /a\nA: b\n...", true),
            ("POST /a\nContent-Type: application/json", true),
            ("POST /a\n\n...", true),
            ("POST /a\n\n< ./body.json", true),
        ] {
            assert_eq!(matches!(in_code("http", code)[0].body, Body::Unknown), body, "{code}");
        }
        assert!(in_code("http", "POST /a\n{\"b\": 1}")[0].json_body().is_some());
        let handled = in_code("http", "POST /a\n\n{\"b\": 1}\n\n> {% client.log(1) %}\n");
        assert_eq!(handled[0].json_body().map(|body| &*body.value), Some("{\"b\": 1}"));
        for code in ["HTTP/1.1 200 OK\n\nGET", "GET a", "Get /a", "GET /a b", ""] {
            assert!(in_code("http", code).is_empty(), "{code}");
        }
    }
}
