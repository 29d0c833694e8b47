//! Reads calls of `fetch` in JavaScript and TypeScript. The URL must be a literal, and the options
//! an object literal. Expressions in a body are placeholders.

use super::json_text::JsonText;
use super::{Body, Request};
use crate::word::Word;

/// The requests in a code block.
pub(super) fn requests(code: &str) -> Vec<Request> {
    let mut requests = Vec::new();
    if !code.contains("fetch") {
        return requests;
    }
    let mut reader = Reader { code, at: 0, depth: 0 };
    while let Some(first) = reader.peek() {
        match first {
            '"' | '\'' | '`' if reader.string().is_some() => {}
            '/' if reader.comment().is_some() => {}
            first if is_name(first) => {
                let is_member = reader.is_member();
                if reader.name() == "fetch" && !is_member && reader.opens_call() {
                    requests.extend(reader.call());
                }
            }
            _ => reader.at += first.len_utf8(),
        }
    }
    requests
}

/// Whether a number is one in JSON too, unlike `1.`, `05`, and `0x1F`.
fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_padded = digits.starts_with('0') && digits[1..].starts_with(|next: char| next.is_ascii_digit());
    let is_cut = |part: &str| !part.ends_with(|last: char| last.is_ascii_digit());
    let mut parts = digits.split(['.', 'e', 'E']);
    digits.parse::<f64>().is_ok_and(f64::is_finite) && !is_padded && !parts.any(is_cut)
}

fn is_name(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '$')
}

/// Reads code. A method that returns `None` found something else. It may have moved.
struct Reader<'c> {
    code: &'c str,
    at: usize,
    /// How many objects and arrays are open.
    depth: usize,
}

/// Maximum nesting of literals. Bodies have a few levels.
const DEEPEST: usize = 64;

impl<'c> Reader<'c> {
    fn rest(&self) -> &'c str {
        &self.code[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips `token`, if it comes next.
    fn skip(&mut self, token: &str) -> bool {
        let is_next = self.rest().starts_with(token);
        self.at += if is_next { token.len() } else { 0 };
        is_next
    }

    /// Skips an opening parenthesis, and type arguments before it.
    fn opens_call(&mut self) -> bool {
        let line = self.rest().lines().next().unwrap_or_default();
        if let Some(end) = line.find(">(").filter(|_| line.starts_with('<')) {
            self.at += end + 1;
        }
        self.skip("(")
    }

    /// Whether the code before is an object whose `fetch` may be something else.
    fn is_member(&self) -> bool {
        let before = &self.code[..self.at];
        before.ends_with('.') && !["window.", "globalThis.", "self."].iter().any(|of| before.ends_with(of))
    }

    fn name(&mut self) -> &'c str {
        let rest = self.rest();
        let name = &rest[..rest.find(|char| !is_name(char)).unwrap_or(rest.len())];
        self.at += name.len();
        name
    }

    /// Skips a comment and returns it.
    fn comment(&mut self) -> Option<&'c str> {
        let rest = self.rest();
        let end = match rest.get(..2)? {
            "//" => rest.find('\n').unwrap_or(rest.len()),
            "/*" => rest.find("*/")? + 2,
            _ => return None,
        };
        self.at += end;
        Some(&rest[..end])
    }

    /// Skips whitespace and comments. Returns whether a comment leaves something out, as in `// ...`.
    fn space(&mut self) -> bool {
        let mut omits = false;
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            match self.comment() {
                Some(comment) => omits |= comment.contains("...") || comment.contains('…'),
                None => return omits,
            }
        }
    }

    /// A string or template without its quotes. Expressions in it are kept: `${id}`. Doesn't move if
    /// there is none.
    fn string(&mut self) -> Option<Word> {
        let start = self.at;
        let quote = self.peek().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        let mut word = Word::new(start);
        self.at += 1;
        while let Some(first) = self.peek() {
            let at = self.at;
            self.at += first.len_utf8();
            match first {
                '\\' => self.escape(&mut word),
                '\n' if quote != '`' => break,
                first if first == quote => {
                    word.range.end = self.at;
                    return Some(word);
                }
                _ => word.push(&self.code[at..self.at], at),
            }
        }
        self.at = start;
        None
    }

    /// Appends the character after a backslash.
    fn escape(&mut self, word: &mut Word) {
        let Some(escaped) = self.peek() else { return };
        let at = self.at;
        self.at += escaped.len_utf8();
        match escaped {
            'n' => word.push_for("\n", at..self.at),
            'r' => word.push_for("\r", at..self.at),
            't' => word.push_for("\t", at..self.at),
            // A backslash at its end continues a line.
            '\n' => {}
            _ => word.push(&self.code[at..self.at], at),
        }
    }

    /// Whether an expression ends here.
    fn is_end(&mut self) -> bool {
        self.space();
        self.peek().is_none_or(|next| ",}])".contains(next))
    }

    /// A string that is a whole expression.
    fn whole_string(&mut self) -> Option<Word> {
        let start = self.at;
        let word = self.string().filter(|_| self.is_end());
        if word.is_none() {
            self.at = start;
        }
        word
    }

    /// Moves to the comma or bracket after an expression.
    fn expression(&mut self) {
        let mut depth = 0_usize;
        while let Some(next) = self.peek() {
            match next {
                '"' | '\'' | '`' if self.string().is_some() => continue,
                '/' if self.comment().is_some() => continue,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' | ',' if depth == 0 => return,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            self.at += next.len_utf8();
        }
    }

    /// The name of a member.
    fn key(&mut self) -> Option<Word> {
        if let Some(word) = self.string() {
            return Some(word);
        }
        let start = self.at;
        let name = self.name();
        (!name.is_empty()).then(|| Word::of(self.code, start..self.at))
    }

    /// A value as JSON. Moves to the comma or bracket after it.
    fn value(&mut self) -> Word {
        self.space();
        let start = self.at;
        let literal = self.literal();
        literal.filter(|_| self.is_end()).unwrap_or_else(|| {
            self.at = start;
            self.expression();
            let mut json = JsonText::default();
            json.placeholder(start..self.at);
            json.into_word()
        })
    }

    fn literal(&mut self) -> Option<Word> {
        let start = self.at;
        match self.peek()? {
            '{' | '[' if self.depth == DEEPEST => None,
            open @ ('{' | '[') => {
                self.depth += 1;
                let list = if open == '{' { self.list("}", Self::member) } else { self.list("]", Self::item) };
                self.depth -= 1;
                list
            }
            '"' | '\'' | '`' => {
                let mut json = JsonText::default();
                json.string(&self.string()?);
                Some(json.into_word())
            }
            _ => {
                self.skip("-");
                self.name();
                if self.skip(".") {
                    self.name();
                }
                let text = &self.code[start..self.at];
                let is_json = matches!(text, "true" | "false" | "null") || is_json_number(text);
                is_json.then(|| Word::of(self.code, start..self.at))
            }
        }
    }

    /// An object or array as JSON.
    fn list(&mut self, end: &str, item: fn(&mut Self, &mut JsonText) -> Option<()>) -> Option<Word> {
        let mut json = JsonText::default();
        json.push(&self.code[self.at..self.at + 1], self.at..self.at + 1);
        self.at += 1;
        let mut separator = "";
        loop {
            if self.space() {
                json.push(separator, self.at..self.at);
                json.push("...", self.at..self.at);
                separator = ", ";
            }
            if self.skip(end) {
                json.push(end, self.at - 1..self.at);
                return Some(json.into_word());
            }
            json.push(separator, self.at..self.at);
            item(self, &mut json)?;
            separator = ", ";
            if !self.is_end() {
                return None;
            }
            self.skip(",");
        }
    }

    fn item(&mut self, json: &mut JsonText) -> Option<()> {
        let at = self.at;
        if self.skip("...") {
            self.expression();
            json.push("...", at..self.at);
        } else {
            json.append(&self.value());
        }
        (self.at > at).then_some(())
    }

    fn member(&mut self, json: &mut JsonText) -> Option<()> {
        let at = self.at;
        if self.rest().starts_with(['.', '[']) {
            // Other members, or one with a computed name.
            self.expression();
            json.push("...", at..self.at);
            return Some(());
        }
        let name = self.key()?;
        self.space();
        let has_value = self.skip(":");
        if !has_value && !self.is_end() {
            // A method.
            self.expression();
            json.push("...", at..self.at);
            return Some(());
        }
        json.string(&name);
        json.push(": ", at..self.at);
        if has_value {
            json.append(&self.value());
        } else {
            json.placeholder(at..self.at);
        }
        Some(())
    }

    /// The request of a call, after its opening parenthesis.
    fn call(&mut self) -> Option<Request> {
        let mut request = Request::default();
        self.space();
        let url = self.whole_string().filter(|url| url.value.contains("://"))?;
        request.urls.push(url);
        if self.skip(",") {
            self.space();
            if self.peek()? != ')' {
                self.options(&mut request)?;
            }
        }
        Some(request.with_default_method("GET"))
    }

    /// Reads the options of a call. Other options than these don't change what is checked.
    fn options(&mut self, request: &mut Request) -> Option<()> {
        if !self.skip("{") {
            return None;
        }
        loop {
            self.space();
            if self.skip("}") {
                return Some(());
            }
            let name = self.key()?;
            self.space();
            let has_value = self.skip(":");
            self.space();
            match (&*name.value, has_value) {
                ("method", true) => request.set_method(&self.whole_string()?),
                ("method", false) => return None,
                ("headers", true) => self.headers(request),
                ("body", true) => request.body = self.body(),
                ("body", false) => request.body = Body::Unknown,
                _ => self.expression(),
            }
            self.space();
            self.skip(",");
        }
    }

    fn headers(&mut self, request: &mut Request) {
        if !self.skip("{") {
            return self.expression();
        }
        loop {
            self.space();
            if self.skip("}") || self.peek().is_none() {
                return;
            }
            if let Some(name) = self.key() {
                self.space();
                self.skip(":");
                self.space();
                let value = self.whole_string().map_or_else(|| "...".to_owned(), |value| value.value);
                request.headers.push((name.value, value));
            }
            self.expression();
            if !self.skip(",") && self.peek() != Some('}') {
                return;
            }
        }
    }

    fn body(&mut self) -> Body {
        let start = self.at;
        if let Some(text) = self.whole_string() {
            return Body::Text(text);
        }
        if self.skip("JSON.stringify(") {
            let mut json = self.value();
            json.range = start..self.at;
            // Its other arguments only change whitespace.
            while self.skip(",") {
                self.expression();
            }
            if self.skip(")") && self.is_end() && json.value.starts_with(['{', '[']) {
                return Body::Text(json);
            }
        }
        self.at = start;
        self.expression();
        Body::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Body, in_code};

    fn shown(code: &str) -> Vec<String> {
        let of = |request: super::Request| {
            let body = match &request.body {
                Body::None => "-",
                Body::Text(word) => &word.value,
                Body::Unknown => "?",
            };
            let headers = request.headers.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
            format!("{}|{}|{}|{body}", request.method, request.urls[0].value, headers.join(" "))
        };
        in_code("ts", code).into_iter().map(of).collect()
    }

    #[test]
    fn reads_literal_calls() {
        for (code, expected) in [
            ("fetch('https://a.example/b')", "GET|https://a.example/b||-"),
            ("await window.fetch(`https://a.example/${id}`, );", "GET|https://a.example/${id}||-"),
            ("fetch<Array<A>>('https://a.example')", "GET|https://a.example||-"),
            ("fetch(\"https://a.example\", {method: 'put', signal})", "PUT|https://a.example||-"),
            (
                "// Don't\nfetch('https://a.example', {\n  headers: {A: \"b\", 'C-D': `e`, ...more, F: g()},\n})",
                "GET|https://a.example|A=b C-D=e F=...|-",
            ),
            (
                "fetch('https://a.example', {body: JSON.stringify({a: 'b \"c\"', d: [1, -2.5, null,], e: {}}, null, 2)})",
                "GET|https://a.example||{\"a\": \"b \\\"c\\\"\", \"d\": [1, -2.5, null], \"e\": {}}",
            ),
            (
                "fetch('https://a.example', {body: JSON.stringify({a, b: 5 * c(1, 2), ...d, // ...\n [e]: 1, f() {}})})",
                "GET|https://a.example||{\"a\": \"...\", \"b\": \"...\", ..., ..., ..., ...}",
            ),
            (
                "fetch('https://a.example', {body: JSON.stringify({a: 1., b: 05, c: -0.5, d: true, e: .5, f: 0x1F, g: 1.e5, h: 0})})",
                "GET|https://a.example||{\"a\": \"...\", \"b\": \"...\", \"c\": -0.5, \"d\": true, \"e\": \"...\", \"f\": \"...\", \"g\": \"...\", \"h\": 0}",
            ),
            ("fetch('https://a.example', {body: '{\"a\": 1}'})", "GET|https://a.example||{\"a\": 1}"),
            ("fetch('https://a.example', {method: \"POST\", body})", "POST|https://a.example||?"),
            ("fetch('https://a.example', {body: JSON.stringify(data)})", "GET|https://a.example||?"),
        ] {
            assert_eq!(shown(code), [expected], "{code}");
        }
    }

    #[test]
    fn skips_all_other_calls() {
        for code in [
            "fetch(url)",
            "fetch('/a')",
            "fetch('https://a.example/' + id)",
            "fetch('https://a.example', options)",
            "fetch('https://a.example', {method})",
            "fetch('https://a.example', {...options})",
            "fetch('https://a.example', {method: verb})",
            "client.fetch('https://a.example')",
            "prefetch('https://a.example')",
            "\"fetch('https://a.example')\"",
            "// fetch('https://a.example')",
            "fetch('https://a.example', {",
            "fetch('https://a.example', {headers: {",
            "fetch('https://a.example",
        ] {
            assert!(shown(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_deep_body_is_a_placeholder_at_some_depth() {
        let deep = format!(
            "fetch('https://a.example', {{body: JSON.stringify({}{})}})",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let [shown] = &shown(&deep)[..] else { panic!("one request") };
        assert!(shown.ends_with(&format!("[\"...\"{}", "]".repeat(64))), "{}", shown.len());
    }

    #[test]
    fn a_body_has_spans() {
        let code = "fetch('https://a.example/b', {\n  method: \"POST\",\n  body: JSON.stringify({'a b': 1})\n})";
        let [request] = &in_code("js", code)[..] else { panic!("one request") };
        let body = request.json_body().expect("JSON");
        assert_eq!((&*body.value, &code[body.at(2..5)], &code[body.at(8..9)]), ("{\"a b\": 1}", "a b", "1"));
        assert_eq!(&code[request.method_range.clone().expect("a method")], "\"POST\"");
    }
}
