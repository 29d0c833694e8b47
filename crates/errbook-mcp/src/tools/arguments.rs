//! Reads the arguments of a call. Mistakes are refused with help, so an agent can correct them.

use errbook_catalog::suggest;
use errbook_check::lifecycle::Refusal;
use serde_json::{Map, Value};

use super::Tool;

/// The arguments of a call, all of which the tool has.
pub(super) struct Arguments<'a>(&'a Map<String, Value>);

impl<'a> Arguments<'a> {
    pub(super) fn of(tool: &Tool, arguments: &'a Map<String, Value>) -> Result<Arguments<'a>, Refusal> {
        let known = || tool.arguments.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        if let Some(unknown) = arguments.keys().find(|name| !known().any(|known| known == *name)) {
            let help = match known().next() {
                Some(_) => suggest::help(unknown, known()),
                None => format!("call `{}` without arguments", tool.name),
            };
            return Err(Refusal::new(format!("unknown argument `{unknown}`"), help));
        }
        if let Some(missing) = tool.required.iter().find(|name| !arguments.contains_key(**name)) {
            return Err(Refusal::new(format!("missing argument `{missing}`"), format!("add `{missing}` to the call")));
        }
        Ok(Arguments(arguments))
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A text. Empty without the argument.
    pub(super) fn text(&self, name: &str) -> Result<&'a str, Refusal> {
        let Some(value) = self.get(name) else { return Ok("") };
        value.as_str().ok_or_else(|| wrong(name, "a string"))
    }

    /// A text, or any JSON as text: clients pass bodies of responses as objects, too.
    pub(super) fn body(&self, name: &str) -> String {
        match self.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map(Some).ok_or_else(|| wrong(name, "a number of at least 0"))
    }

    /// Names and values. A number or a boolean is as good as its text.
    pub(super) fn pairs(&self, name: &str) -> Result<Vec<(String, String)>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let members = value.as_object().ok_or_else(|| wrong(name, "an object of field names and values"))?;
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(members.iter().map(|(name, value)| (name.clone(), text(value))).collect())
    }
}

fn wrong(name: &str, expected: &str) -> Refusal {
    Refusal::new(format!("invalid argument `{name}`"), format!("use {expected}"))
}
