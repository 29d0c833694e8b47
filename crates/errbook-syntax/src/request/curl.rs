//! Reads curl commands. Options are those of curl's manual.

use super::{Body, Request};
use crate::shell::Input;
use crate::word::Word;

/// Short options with a value.
const SHORT_WITH_VALUE: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/// Long options whose value could look like a URL or a body.
const LONG_WITH_VALUE: &str = "cacert capath cert connect-timeout connect-to cookie cookie-jar data data-ascii data-binary data-raw data-urlencode \
    form form-string header interface json key limit-rate max-redirs max-time netrc-file oauth2-bearer output output-dir \
    proxy proxy-header proxy-user range referer request resolve retry retry-delay retry-max-time unix-socket upload-file \
    url url-query user user-agent variable write-out aws-sigv4";

/// The requests of a command. `words` follow its name.
pub(super) fn requests(words: &[Word], input: &Input) -> Vec<Request> {
    let is_next = |word: &Word| matches!(&*word.value, "--next" | "-:");
    words.split(is_next).map(|words| request(words, input)).filter(|request| !request.urls.is_empty()).collect()
}

fn request(words: &[Word], input: &Input) -> Request {
    let mut curl = Curl::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if let Some(long) = word.value.strip_prefix("--") {
            let (name, attached) = match long.split_once('=') {
                Some((name, value)) => (name, Some(word.part(word.value.len() - value.len()..word.value.len()))),
                None => (long, None),
            };
            let has_value = LONG_WITH_VALUE.split_whitespace().any(|of| of == name);
            curl.option(name, attached.or_else(|| if has_value { words.next().cloned() } else { None }));
        } else if word.value.len() > 1 && word.value.starts_with('-') {
            curl.letters(word, &mut words);
        } else {
            curl.request.add_url(word.clone());
        }
    }
    curl.finished(input)
}

/// A command while it is read.
#[derive(Default)]
struct Curl {
    request: Request,
    /// Bodies. Several of them are parts of one body.
    data: Vec<Word>,
    /// Parts of the body that curl encodes.
    encoded: Vec<Word>,
    /// `-G`, which moves the data to the query.
    get: bool,
    /// `-F` and others, whose data isn't one text.
    form: bool,
    /// `--json`, which sets headers.
    json: bool,
}

impl Curl {
    /// Reads short options. The first letter that takes a value uses the rest of the word as its
    /// value, or else the next word.
    fn letters<'w>(&mut self, word: &Word, words: &mut impl Iterator<Item = &'w Word>) {
        for (at, letter) in word.value.char_indices().skip(1) {
            let name = letter.to_string();
            if !SHORT_WITH_VALUE.contains(letter) {
                self.option(&name, None);
                continue;
            }
            let rest = at + letter.len_utf8()..word.value.len();
            let value = if rest.is_empty() { words.next().cloned() } else { Some(word.part(rest)) };
            return self.option(&name, value);
        }
    }

    fn option(&mut self, name: &str, value: Option<Word>) {
        match (name, value) {
            ("X" | "request", Some(value)) => self.request.set_method(&value),
            ("H" | "header", Some(value)) if self.request.add_header_line(&value.value) => {}
            ("d" | "data" | "data-ascii" | "data-binary" | "data-raw", Some(value)) => self.data.push(value),
            ("json", Some(value)) => {
                self.json = true;
                self.data.push(value);
            }
            ("url", Some(value)) => self.request.add_url(value),
            ("url-query", Some(value)) => self.request.query.push(value),
            ("G" | "get", _) => self.get = true,
            ("I" | "head", _) => self.request.default_method("HEAD"),
            ("data-urlencode", Some(value)) => {
                self.form = true;
                self.encoded.push(value);
            }
            ("F" | "form" | "form-string", _) => self.form = true,
            ("T" | "upload-file", _) => {
                self.request.default_method("PUT");
                self.form = true;
            }
            _ => self.request.has_options = true,
        }
    }

    fn finished(mut self, input: &Input) -> Request {
        let has_body = !self.data.is_empty() || self.form;
        self.request.default_method(if has_body && !self.get { "POST" } else { "GET" });
        if self.json {
            self.request.add_header("Content-Type", "application/json");
            self.request.add_header("Accept", "application/json");
        }
        if self.get {
            self.request.query.append(&mut self.data);
            // `name=content`; others have no name, or are in a file.
            let is_named =
                |word: &Word| word.value.find(['=', '@']).is_some_and(|at| word.value[at..].starts_with('='));
            self.request.query.extend(self.encoded.into_iter().filter(is_named));
            self.request.has_options |= self.form;
            return self.request;
        }
        if let ([body], Input::Text(text)) = (&mut self.data[..], input)
            && body.value == "@-"
        {
            *body = text.clone();
        }
        match (&self.data[..], self.form) {
            ([], false) => {}
            ([body], false) if !is_elsewhere(&body.value) => self.request.body = Body::Text(body.clone()),
            _ => self.request.body = Body::Unknown,
        }
        self.request
    }
}

/// Whether a body is only known when the command runs: `@file`, `@-`, `$BODY`.
fn is_elsewhere(body: &str) -> bool {
    body.starts_with(['@', '$', '<', '`'])
}

#[cfg(test)]
mod tests {
    use super::super::{Body, in_code};

    /// Method, URLs, query, headers, and body of each request.
    fn shown(code: &str) -> Vec<String> {
        let of = |request: super::Request| {
            let words = |words: &[super::Word]| words.iter().map(|of| &*of.value).collect::<Vec<_>>().join(" ");
            let headers = request.headers.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
            let body = match &request.body {
                Body::None => "-",
                Body::Text(word) => &word.value,
                Body::Unknown => "?",
            };
            let (urls, query, headers) = (words(&request.urls), words(&request.query), headers.join(" "));
            format!("{}|{urls}|{query}|{headers}|{body}{}", request.method, if request.has_options { "|+" } else { "" })
        };
        in_code("sh", code).into_iter().map(of).collect()
    }

    #[test]
    fn reads_what_commands_send() {
        for (code, expected) in [
            ("curl https://a.example/b", "GET|https://a.example/b|||-"),
            ("curl $API/b", "GET|$API/b|||-"),
            ("curl -s -XPUT \"https://a.example/b\"", "PUT|https://a.example/b|||-|+"),
            ("$ curl https://a.example/b -d '{}'", "POST|https://a.example/b|||{}"),
            ("curl --request=PATCH --url https://a.example --data-raw {}", "PATCH|https://a.example|||{}"),
            (
                "curl --json '{}' https://a.example",
                "POST|https://a.example||Content-Type=application/json Accept=application/json|{}",
            ),
            ("curl -H'A: b' -H \"C:d\" a.example/b", "GET|https://a.example/b||A=b C=d|-"),
            ("curl -H @a -H 'B;' a.example", "GET|https://a.example|||-|+"),
            ("curl -G https://a.example -d a=b --data c=d", "GET|https://a.example|a=b c=d||-"),
            ("curl https://a.example --url-query a=b", "GET|https://a.example|a=b||-"),
            ("curl -sGd a=b https://a.example", "GET|https://a.example|a=b||-|+"),
            ("curl -I https://a.example", "HEAD|https://a.example|||-"),
            ("curl -T x https://a.example", "PUT|https://a.example|||?"),
            ("curl -F a=@b https://a.example", "POST|https://a.example|||?"),
            ("curl -d @- https://a.example", "POST|https://a.example|||?"),
            ("curl -d @- https://a.example <<EOF\n{}\nEOF\n", "POST|https://a.example|||{}\n"),
            ("curl -d a=b -d c=d https://a.example", "POST|https://a.example|||?"),
            ("TOKEN=1 sudo curl -o x -w '%{y}' https://a.example | jq '.a'", "GET|https://a.example|||-|+"),
            ("curl https://a.example /b ...", "GET|https://a.example|||?"),
        ] {
            assert_eq!(shown(code), [expected], "{code}");
        }
        assert_eq!(shown("a=$(curl https://a.example | jq)"), ["GET|https://a.example|||-"]);
        assert_eq!(
            shown("curl a.example -d 1 --next b.example; curl c.example d.example"),
            ["POST|https://a.example|||1", "GET|https://b.example|||-", "GET|https://c.example https://d.example|||-"]
        );
        for code in ["echo curl https://a.example", "curl --version", "docker run x/curl https://a.example"] {
            assert!(shown(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_method_a_url_and_a_body_have_spans() {
        let code = "curl \\\n  -XPOST \"https://a.example/b\" \\\n  -d \"{\\\"a\\\":\n \\\"b\\\"}\"";
        let [request] = &in_code("sh", code)[..] else { panic!("one request") };
        assert_eq!(&code[request.method_range.clone().expect("a method")], "POST");
        assert_eq!(&code[request.urls[0].at(17..19)], "/b");
        let body = request.json_body().expect("JSON");
        assert_eq!(body.value, "{\"a\":\n \"b\"}");
        assert_eq!(&code[body.at(7..10)], "\"b\\\"");
    }
}
