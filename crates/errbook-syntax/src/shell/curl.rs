//! curl commands: what they send, and where to. Options as in curl's manual.

use std::ops::Range;

use super::Word;

/// A call of curl.
#[derive(Debug, Default)]
pub struct Curl {
    /// URLs with their bytes in the code.
    pub urls: Vec<(String, Range<usize>)>,
    /// `-X`.
    method: Option<String>,
    /// Headers, as `Name: value`.
    pub headers: Vec<String>,
    /// Bodies; parts of one body when there are several.
    pub data: Vec<Word>,
    /// `--json`, which sets the header itself.
    pub json: bool,
    /// The body goes into the query, or is a form.
    pub not_a_body: bool,
}

/// What may stand before the command beside assignments: a prompt, a keyword, or another command that runs it.
const BEFORE: &str = "$ % > ! { do then else if while until time sudo env watch";

/// Short options that have a value.
const SHORT_WITH_VALUE: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/// Long options that have a value and could hide a URL or a body in it.
const LONG_WITH_VALUE: &str = "cacert capath cert connect-timeout connect-to cookie cookie-jar data data-ascii data-binary data-raw data-urlencode \
    form form-string header interface json key limit-rate max-redirs max-time netrc-file oauth2-bearer output output-dir \
    proxy proxy-header proxy-user range referer request resolve retry retry-delay retry-max-time unix-socket upload-file \
    url url-query user user-agent variable write-out aws-sigv4";

/// The option that a word is, and the value that is written to it.
fn option_of(word: &Word) -> (Option<String>, Option<Word>) {
    if word.value.starts_with("--") {
        return (Some(word.value.clone()), None);
    }
    let Some(letters) = word.value.strip_prefix('-').filter(|letters| !letters.is_empty()) else { return (None, None) };
    // The first letter with a value takes the rest of the word for it.
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
    /// A command as a call of curl; `None` where it is another command.
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

    /// The method that it calls with.
    pub fn method(&self) -> &str {
        let default = if self.data.is_empty() && !self.not_a_body { "GET" } else { "POST" };
        self.method.as_deref().unwrap_or(default)
    }

    /// Value of the `Content-Type` header, in lower case.
    pub fn content_type(&self) -> Option<String> {
        let value = self.headers.iter().find_map(|header| {
            let (name, value) = header.split_once(':')?;
            name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_ascii_lowercase())
        });
        value.or_else(|| self.json.then(|| "application/json".to_owned()))
    }

    /// The body where it is JSON, or was meant to be: by its `Content-Type`, or without one by its first character.
    pub fn json_body(&self) -> Option<&Word> {
        let [body] = &self.data[..] else { return None };
        let looks_like_json = body.value.trim_start().starts_with(['{', '[']);
        let is_json = self.content_type().map_or(looks_like_json, |of| of.contains("json"));
        // `@file` and `@-` are read when the command runs, and so is `$BODY`.
        let is_elsewhere = body.value.starts_with(['@', '$', '<', '`']);
        (is_json && !is_elsewhere && !self.not_a_body).then_some(body)
    }
}
