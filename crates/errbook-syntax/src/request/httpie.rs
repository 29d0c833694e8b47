//! Reads commands of HTTPie, `http` and `https`. Options and request items are those of its manual.

use super::json_text::JsonText;
use super::{Body, METHODS, Request};
use crate::shell::Input;
use crate::word::Word;

/// Short options with a value.
const SHORT_WITH_VALUE: &str = "paAosx";

/// Long options with a value.
const LONG_WITH_VALUE: &str = "auth auth-type boundary cert cert-key cert-key-pass ciphers compress default-scheme format-options \
    max-headers max-redirects output path-as-is pretty print proxy raw response-charset response-mime session \
    session-read-only ssl style timeout verify";

/// Separators of request items, longer ones first.
const SEPARATORS: [&str; 7] = [":=@", "=@", ":=", "==", "@", "=", ":"];

/// The request of a command. `words` follow its name. A command that reads something sends it.
pub(super) fn request(words: &[Word], input: &Input) -> Option<Request> {
    let mut command = Command::default();
    let mut arguments = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word.value.starts_with('-') {
            command.option(word, &mut words);
        } else {
            arguments.push(word);
        }
    }
    let is_method = |word: &&&Word| METHODS.iter().any(|method| method.eq_ignore_ascii_case(&word.value));
    let mut arguments = &arguments[..];
    if let Some(method) = arguments.first().filter(is_method) {
        command.request.set_method(method);
        arguments = &arguments[1..];
    }
    let (url, items) = arguments.split_first()?;
    command.request.add_url((*url).clone());
    items.iter().for_each(|item| command.item(item));
    match input {
        Input::None => {}
        Input::Text(text) => command.raw = Some(text.clone()),
        Input::Unknown => command.is_unknown = true,
    }
    Some(command.finished()).filter(|request| !request.urls.is_empty())
}

/// A command while it is read.
#[derive(Default)]
struct Command {
    request: Request,
    /// The JSON object of the fields, without its end.
    fields: JsonText,
    raw: Option<Word>,
    /// Whether the body isn't JSON, or comes from elsewhere.
    is_unknown: bool,
}

impl Command {
    fn option<'w>(&mut self, word: &Word, words: &mut impl Iterator<Item = &'w Word>) {
        self.request.has_options = true;
        let Some(long) = word.value.strip_prefix("--") else {
            let letters = &word.value[1..];
            let with_value = letters.find(|letter| SHORT_WITH_VALUE.contains(letter));
            self.is_unknown |= letters[..with_value.unwrap_or(letters.len())].contains('f');
            if with_value.is_some_and(|at| at + 1 == letters.len()) {
                words.next();
            }
            return;
        };
        match long.split_once('=') {
            Some(("raw", value)) => self.raw = Some(word.part(word.value.len() - value.len()..word.value.len())),
            None if long == "raw" => self.raw = words.next().cloned(),
            None if matches!(long, "form" | "multipart") => self.is_unknown = true,
            None if LONG_WITH_VALUE.split_whitespace().any(|of| of == long) => drop(words.next()),
            _ => {}
        }
    }

    /// Reads a header, a query parameter, or a field of the body.
    fn item(&mut self, item: &Word) {
        let Some((at, separator)) = separator(&item.value) else {
            self.is_unknown = true;
            return;
        };
        let (name, value) = (item.part(0..at), item.part(at + separator.len()..item.value.len()));
        match separator {
            ":" => self.request.headers.push((name.value, value.value)),
            "==" => {
                let mut pair = item.part(0..at + 1);
                pair.push_part(&value, 0..value.value.len());
                self.request.query.push(pair);
            }
            "@" => self.is_unknown = true,
            // `a[b]=c` is a nested field.
            _ if name.value.contains(['[', '\\']) => self.is_unknown = true,
            _ => self.field(&name, separator, &value),
        }
    }

    fn field(&mut self, name: &Word, separator: &str, value: &Word) {
        self.fields.push(if self.fields.is_empty() { "{" } else { ", " }, name.range.clone());
        self.fields.string(name);
        self.fields.push(": ", name.range.clone());
        match separator {
            "=" => self.fields.string(value),
            ":=" => self.fields.append(value),
            // A file.
            _ => self.fields.placeholder(value.range.clone()),
        }
    }

    fn finished(mut self) -> Request {
        let has_fields = !self.fields.is_empty();
        let body = match self.raw {
            _ if self.is_unknown => Body::Unknown,
            Some(_) if has_fields => Body::Unknown,
            Some(raw) => Body::Text(raw),
            None if has_fields => {
                self.fields.push("}", 0..0);
                Body::Text(self.fields.into_word())
            }
            None => return self.request.with_default_method("GET"),
        };
        if !self.is_unknown {
            self.request.add_header("Content-Type", "application/json");
        }
        self.request.body = body;
        self.request.with_default_method("POST")
    }
}

/// The first separator of an item, and its byte offset.
fn separator(item: &str) -> Option<(usize, &'static str)> {
    item.char_indices().find_map(|(at, _)| {
        let found = SEPARATORS.iter().find(|separator| item[at..].starts_with(**separator))?;
        (!item[..at].ends_with('\\')).then_some((at, *found))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Body, in_code};

    fn shown(code: &str) -> Vec<String> {
        let of = |request: super::Request| {
            let words = |words: &[super::Word]| words.iter().map(|of| &*of.value).collect::<Vec<_>>().join(" ");
            let body = match &request.body {
                Body::None => "-",
                Body::Text(word) => &word.value,
                Body::Unknown => "?",
            };
            format!("{}|{}|{}|{body}", request.method, words(&request.urls), words(&request.query))
        };
        in_code("sh", code).into_iter().map(of).collect()
    }

    #[test]
    fn reads_what_commands_send() {
        for (code, expected) in [
            ("http https://a.example/b", "GET|https://a.example/b||-"),
            ("https a.example/b?c=d", "GET|https://a.example/b?c=d||-"),
            ("http -v --timeout 5 PUT https://a.example/b A:b", "PUT|https://a.example/b||-"),
            ("http get https://a.example a==b", "GET|https://a.example|a=b|-"),
            ("http https://a.example a=b c:=3", "POST|https://a.example||{\"a\": \"b\", \"c\": 3}"),
            ("http https://a.example a='b \"c\"' d:=$N", "POST|https://a.example||{\"a\": \"b \\\"c\\\"\", \"d\": $N}"),
            ("http https://a.example a=@b", "POST|https://a.example||{\"a\": \"...\"}"),
            ("http https://a.example --raw '{}'", "POST|https://a.example||{}"),
            ("http --raw='{}' https://a.example", "POST|https://a.example||{}"),
            ("http -f https://a.example a=b", "POST|https://a.example||?"),
            ("http --form https://a.example", "POST|https://a.example||?"),
            ("http https://a.example a[b]=c", "POST|https://a.example||?"),
            ("http https://a.example a@b", "POST|https://a.example||?"),
            ("http PUT https://a.example ...", "PUT|https://a.example||?"),
            ("http https://a.example < b.json", "POST|https://a.example||?"),
            ("echo {} | http -a b:c https://a.example", "POST|https://a.example||{}"),
            ("cat b | http https://a.example", "POST|https://a.example||?"),
            ("http https://a.example <<< '{}'", "POST|https://a.example||{}"),
        ] {
            assert_eq!(shown(code), [expected], "{code}");
        }
        assert!(shown("http --version").is_empty());
    }

    #[test]
    fn fields_have_spans() {
        let code = "http POST https://a.example/b \\\n  name='chair leg' size:=3";
        let [request] = &in_code("bash", code)[..] else { panic!("one request") };
        let body = request.json_body().expect("JSON");
        assert_eq!(body.value, "{\"name\": \"chair leg\", \"size\": 3}");
        assert_eq!((&code[body.at(10..19)], &code[body.at(30..31)]), ("chair leg", "3"));
    }
}
