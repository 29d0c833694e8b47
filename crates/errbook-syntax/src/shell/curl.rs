//! Interprets curl commands: the request that they send. Options are those of curl's manual.

use std::ops::Range;

use super::Word;

/// A curl command.
#[derive(Debug, Default)]
pub struct Curl {
    /// URLs with their spans in the code.
    pub urls: Vec<(String, Range<usize>)>,
    /// `-X`.
    method: Option<String>,
    /// Headers, as `Name: value`.
    pub headers: Vec<String>,
    /// Bodies. Several of them are parts of one body.
    pub data: Vec<Word>,
    /// `--json`, which sets the header itself.
    pub json: bool,
    /// Whether the data goes into the query, or is a form.
    pub not_a_body: bool,
}

/// Words that can come before the command, besides assignments: prompts, keywords, and commands
/// that run another.
const BEFORE: &str = "$ % > ! { do then else if while until time sudo env watch";

/// Short options with a value.
const SHORT_WITH_VALUE: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/// Long options whose value could look like a URL or a body.
const LONG_WITH_VALUE: &str = "cacert capath cert connect-timeout connect-to cookie cookie-jar data data-ascii data-binary data-raw data-urlencode \
    form form-string header interface json key limit-rate max-redirs max-time netrc-file oauth2-bearer output output-dir \
    proxy proxy-header proxy-user range referer request resolve retry retry-delay retry-max-time unix-socket upload-file \
    url url-query user user-agent variable write-out aws-sigv4";

/// The option in a word, and the value attached to it.
fn option_of(word: &Word) -> (Option<String>, Option<Word>) {
    if word.value.starts_with("--") {
        return (Some(word.value.clone()), None);
    }
    let Some(letters) = word.value.strip_prefix('-').filter(|letters| !letters.is_empty()) else { return (None, None) };
    // The first letter that takes a value uses the rest of the word as its value.
    let Some(at) = letters.find(|letter| SHORT_WITH_VALUE.contains(letter)) else {
        return (Some(if letters.contains('G') { "-G".to_owned() } else { "-".to_owned() }), None);
    };
    let letter = letters[at..].chars().next().unwrap_or_default();
    let rest = &letters[at + letter.len_utf8()..];
    let option = format!("-{letter}");
    if rest.is_empty() {
        return (Some(option), None);
    }
    let value = Word { value: rest.to_owned(), range: word.range.clone(), verbatim: None };
    (Some(option), Some(value))
}

fn has_value(option: &str) -> bool {
    match option.strip_prefix("--") {
        Some(long) => LONG_WITH_VALUE.split_whitespace().any(|of| of == long),
        None => option.len() == 2 && option.ends_with(|letter| SHORT_WITH_VALUE.contains(letter)),
    }
}

impl Curl {
    /// Interprets a command. `None` if it isn't curl.
    pub fn of(command: &[Word]) -> Option<Curl> {
        let position = command.iter().position(|word| word.value == "curl" || word.value.ends_with("/curl"))?;
        let before = |word: &Word| BEFORE.split_whitespace().any(|of| of == word.value) || word.value.contains('=');
        if !command[..position].iter().all(before) {
            return None;
        }
        let mut curl = Curl::default();
        let mut words = command[position + 1..].iter();
        while let Some(word) = words.next() {
            let (option, attached) = option_of(word);
            match option {
                Some(option) => {
                    let value = if attached.is_some() {
                        attached
                    } else {
                        has_value(&option).then(|| words.next().cloned()).flatten()
                    };
                    curl.option(&option, value);
                }
                None => curl.urls.push((word.value.clone(), word.range.clone())),
            }
        }
        Some(curl)
    }

    fn option(&mut self, option: &str, value: Option<Word>) {
        match (option, value) {
            ("-H" | "--header", Some(value)) => self.headers.push(value.value),
            ("-d" | "--data" | "--data-ascii" | "--data-binary" | "--data-raw", Some(value)) => self.data.push(value),
            ("-X" | "--request", Some(value)) => self.method = Some(value.value),
            ("--json", Some(value)) => {
                self.json = true;
                self.data.push(value);
            }
            ("--url", Some(value)) => self.urls.push((value.value, value.range)),
            ("-G" | "--get" | "-F" | "--form" | "--form-string" | "--data-urlencode", _) => self.not_a_body = true,
            _ => {}
        }
    }

    /// The request method.
    pub fn method(&self) -> &str {
        let default = if self.data.is_empty() && !self.not_a_body { "GET" } else { "POST" };
        self.method.as_deref().unwrap_or(default)
    }

    /// Value of the `Content-Type` header, in lowercase.
    pub fn content_type(&self) -> Option<String> {
        let value = self.headers.iter().find_map(|header| {
            let (name, value) = header.split_once(':')?;
            name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_ascii_lowercase())
        });
        value.or_else(|| self.json.then(|| "application/json".to_owned()))
    }

    /// The body, if it is meant to be JSON, according to `Content-Type`, or to its first character
    /// without that header.
    pub fn json_body(&self) -> Option<&Word> {
        let [body] = &self.data[..] else { return None };
        let looks_like_json = body.value.trim_start().starts_with(['{', '[']);
        let is_json = self.content_type().map_or(looks_like_json, |of| of.contains("json"));
        // `@file`, `@-`, and `$BODY` are only known when the command runs.
        let is_elsewhere = body.value.starts_with(['@', '$', '<', '`']);
        (is_json && !is_elsewhere && !self.not_a_body).then_some(body)
    }
}
