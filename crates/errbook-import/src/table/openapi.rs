//! Reads the error responses of an OpenAPI document. `responses` lists them with their examples,
//! `enums` finds the codes that schemas list, `codes` collects what the document says about each
//! code, and `shapes` infers profiles from the examples.

mod codes;
mod enums;
mod responses;
mod shapes;

use errbook_catalog::param_name::snake_case;
use errbook_catalog::reason_phrase;
use errbook_check::OpenapiTree;
use serde_json::Value as Json;

use super::found::Found;
use crate::ImportError;
use crate::envelope;
use crate::loss_report::Kind;
use codes::{Codes, Texts};
use responses::{Example, Response};
use shapes::Shapes;

/// The codes of a document.
pub(super) fn rows(text: &str) -> Result<Found, ImportError> {
    let tree = OpenapiTree::read(text).map_err(|problem| {
        let help = problem.help;
        ImportError::Empty { message: format!("line {}: {}", problem.line, problem.message), help }
    })?;
    let mut reader =
        Reader { tree: &tree, found: Found::default(), codes: Codes::default(), shapes: Shapes::default() };
    let responses = responses::of(&tree, &mut reader.found);
    if responses.is_empty() {
        let message = "the document has no responses with an error status".to_owned();
        let help = "declare responses such as `404` or `default`, with an example of the body";
        return Err(ImportError::Empty { message, help });
    }
    let read: Vec<_> = responses.into_iter().map(|response| reader.read(response)).collect();
    let has_codes =
        read.iter().any(|(_, own, examples)| !own.is_empty() || examples.iter().any(|of| of.code.is_some()));
    if !has_codes {
        let message = "the document has no codes: they are the names of responses, or reason phrases of statuses";
        reader.found.note(Kind::Kept, 1, message, "");
    }
    for (response, own, examples) in read {
        reader.response(&response, &own, examples, has_codes);
    }
    Ok(reader.finish())
}

struct Reader<'d> {
    tree: &'d OpenapiTree<'d>,
    found: Found,
    codes: Codes,
    shapes: Shapes,
}

/// An example with its code.
struct Coded {
    example: Example,
    code: Option<String>,
}

impl<'d> Reader<'d> {
    fn read(&mut self, mut response: Response<'d>) -> (Response<'d>, Vec<enums::Member>, Vec<Coded>) {
        let mut own = Vec::new();
        for schema in &response.schemas {
            enums::of(self.tree, schema, response.line, &mut own, &mut self.found);
        }
        let known = |text: &str| own.iter().any(|member| member.code == text);
        let examples = std::mem::take(&mut response.examples).into_iter();
        let coded = examples.map(|example| Coded { code: enums::code_in(&example.body, &known), example });
        let coded = coded.collect();
        (response, own, coded)
    }

    fn response(&mut self, response: &Response<'d>, own: &[enums::Member], examples: Vec<Coded>, has_codes: bool) {
        let mut names: Vec<String> = examples.iter().filter_map(|of| of.code.clone()).collect();
        if names.is_empty() {
            names.extend(own.iter().map(|member| member.code.clone()));
        }
        names.sort_unstable();
        names.dedup();
        self.listed(response, own);
        let name = name(response).filter(|_| !has_codes);
        for of in examples {
            match of.code.clone().or_else(|| name.clone()) {
                Some(code) => self.example(response, code, of),
                None if of.example.is_made && !has_text(&of.example.body, "") => {}
                None => {
                    let message = format!("this example of {} has no code", response.what());
                    self.found.unplaced(of.example.line, message, of.example.text());
                }
            }
        }
        self.about(response, &names, name);
    }

    /// Adds the codes that the schemas of a response list.
    fn listed(&mut self, response: &Response<'_>, own: &[enums::Member]) {
        for member in own {
            let code = self.codes.at(&member.code, response.line);
            code.possible.extend(response.uses.iter().cloned());
            let texts = Texts { description: member.description.clone(), ..Texts::default() };
            code.add(texts, response.line, &mut self.found);
            code.fields.extend(member.fields.iter().cloned());
        }
    }

    /// Adds what a response says to its only code. `name` is the code of a response without one.
    fn about(&mut self, response: &Response<'_>, codes: &[String], name: Option<String>) {
        let why = match (codes, name) {
            ([only], _) => return self.describe(response, only),
            ([], Some(name)) => {
                self.codes.at(&name, response.line).returned.extend(response.uses.iter().cloned());
                return self.describe(response, &name);
            }
            ([], None) => format!("{} has no code", response.what()),
            _ if is_phrase(response) => return,
            _ => format!("the description of {} is about several codes", response.what()),
        };
        self.found.unplaced(response.line, why, response.text());
    }

    /// Adds the description of a response with one code.
    fn describe(&mut self, response: &Response<'_>, code: &str) {
        let description = if is_phrase(response) { String::new() } else { response.description.clone() };
        let code = self.codes.at(code, response.line);
        code.add(Texts { description, ..Texts::default() }, response.line, &mut self.found);
        if !response.headers.is_empty() {
            code.fields.push(("headers".to_owned(), response.headers.clone()));
        }
    }

    fn example(&mut self, response: &Response<'_>, name: String, Coded { example, code: own }: Coded) {
        let (json, is_number) =
            own.as_deref().map_or((example.body.clone(), false), |own| enums::in_quotes(&example.body, own));
        if is_number {
            note(Kind::Kept, example.line, "codes are numbers in bodies, but `$code` is a string", "", &mut self.found);
        }
        let body = envelope::read(&json.to_string(), &|text| own.as_deref() == Some(text));
        let code = self.codes.at(&name, example.line);
        let in_body = body.as_ref().and_then(|body| body.status);
        for (status, operation) in &response.uses {
            code.returned.push((status.or(in_body), operation.clone()));
            if let (Some(status), Some(other)) = (status, in_body.filter(|other| Some(*other) != *status)) {
                let message = format!("the body of `{name}` has status {other}, but the response has {status}");
                note(Kind::Differs, example.line, &message, "", &mut self.found);
            }
        }
        let (summary, description) = (example.summary.clone(), example.description.clone());
        let mut texts = Texts { summary, description, ..Texts::default() };
        match body {
            Some(body) => {
                texts.message = body.detail.clone().unwrap_or_default();
                texts.title = body.own_title().unwrap_or_default().to_owned();
                code.add_field_errors(&body.field_errors, example.line, &mut self.found);
                self.body(&name, &example, body);
            }
            None if example.is_made && !has_text(&example.body, &name) => {}
            None => {
                let message = format!("this example of `{name}` has no message");
                self.found.unplaced(example.line, message, example.body.to_string());
            }
        }
        self.codes.at(&name, example.line).add(texts, example.line, &mut self.found);
    }

    /// Takes what the whole catalog needs from a body.
    fn body(&mut self, name: &str, example: &Example, body: envelope::Example) {
        self.found.request_id = self.found.request_id.take().or(body.request_id);
        self.shapes.add(name, example, body.shape);
        if let Some(url) = body.url {
            let message = format!("the URL of `{name}` becomes that of its page: set `site` in the manifest");
            note(Kind::Differs, example.line, &message, &url, &mut self.found);
        }
        if example.media_type != "application/json" {
            let message = "`content_type` of the profile has the media type: set it there";
            note(Kind::Unplaced, example.line, message, &example.media_type, &mut self.found);
        }
    }

    fn finish(self) -> Found {
        let Reader { mut found, codes, shapes, .. } = self;
        let profiles = shapes.profiles(&mut found);
        found.rows = codes.rows(&profiles.of_code, &mut found);
        found.profiles = profiles.all;
        found
    }
}

/// Reports something about the whole document once.
fn note(kind: Kind, line: usize, message: &str, text: &str, found: &mut Found) {
    if found.notes.iter().all(|note| note.message != message || note.text != text) {
        found.note(kind, line, message, text);
    }
}

/// The code of a response in a document without codes: the name of its component, or the reason
/// phrase of its status.
fn name(response: &Response<'_>) -> Option<String> {
    let component = response.component.as_ref().map(|name| {
        let short = name.strip_suffix("Response").unwrap_or(name);
        let short = short.strip_suffix("Error").filter(|short| !short.is_empty()).unwrap_or(short);
        snake_case(short)
    });
    component.or_else(|| {
        let phrase = reason_phrase(response.uses.first()?.0?)?;
        Some(phrase.to_lowercase().replace(|char: char| !char.is_ascii_alphanumeric(), "_"))
    })
}

/// Whether the description is only the reason phrase of the status, which is the default title.
fn is_phrase(response: &Response<'_>) -> bool {
    let phrase = response.uses.first().and_then(|(status, _)| reason_phrase((*status)?));
    let text = response.description.trim().trim_end_matches('.');
    response.headers.is_empty() && (text.is_empty() || phrase.is_some_and(|phrase| phrase.eq_ignore_ascii_case(text)))
}

/// Whether a body has text other than its code.
fn has_text(body: &Json, code: &str) -> bool {
    match body {
        Json::String(text) => text != code,
        Json::Array(items) => items.iter().any(|item| has_text(item, code)),
        Json::Object(members) => members.values().any(|value| has_text(value, code)),
        _ => false,
    }
}

/// A string member.
fn text(value: &Json, name: &str) -> String {
    value.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}
