//! Turns a [`Registry`] back into files of a catalog, for tools that read catalogs. Prose that
//! `errors.json` doesn't have is missing.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Code, Ending, HeaderDetail, Lifecycle, Param, Profile, Registry, Wording, given};
use crate::catalog::{CodeKind, placeholders};
use crate::source::{MANIFEST, Sources, dependency_path};
use crate::status::reason_phrase;

impl Registry {
    /// The files of a catalog with these codes. JSON is YAML, so they are JSON. Codes of dependencies
    /// are left out of `related`, because the files of the dependencies are missing.
    pub fn sources(&self) -> Sources {
        self.sources_with(&[])
    }

    /// Like [`sources`](Self::sources), with the catalogs that it depends on: their names here, and
    /// their `errors.json`.
    pub(crate) fn sources_with(&self, depends: &[(&str, &str)]) -> Sources {
        let mut manifest = self.manifest();
        if !depends.is_empty() {
            let item = |(name, _): &(&str, &str)| json!({"name": name, "from": {"registry": "errors.json"}});
            manifest["depends"] = depends.iter().map(item).collect();
        }
        // Without dependencies, it has all that its entries name.
        let has_all = self.depends.is_empty() || !depends.is_empty();
        let names = self.codes.iter().flat_map(|of| of.aliases.iter().chain([&of.code]));
        let names: HashSet<&str> = if has_all { HashSet::new() } else { names.map(String::as_str).collect() };
        let is_known = |code: &str| has_all || names.contains(code);
        let entry = |code| self.entry(code, &is_known).to_string();
        let entries = self.codes.iter().map(|code| (self.path(code) + ".yaml", entry(code)));
        let resolved = depends.iter().map(|(name, text)| (dependency_path(name), (*text).to_owned()));
        Sources::from_texts(entries.chain(resolved).chain([(MANIFEST.to_owned(), manifest.to_string())]))
    }

    /// The path of a code's file, without the extension.
    fn path(&self, code: &Code) -> String {
        let separator = self.scheme.separator.as_str();
        let start = self.scheme.prefix.as_ref().map(|prefix| format!("{prefix}{separator}")).unwrap_or_default();
        let rest = code.code.strip_prefix(&start).unwrap_or(&code.code);
        if separator.is_empty() { rest.to_owned() } else { rest.replace(separator, "/") }
    }

    fn manifest(&self) -> Value {
        let statuses = self.codes.iter().flat_map(|code| code.responses.values()).map(|response| response.status);
        let extra: BTreeSet<u16> = statuses.filter(|status| !(400..600).contains(status)).collect();
        let errors = self.root.as_ref().zip(self.url.as_ref()).and_then(|(root, url)| url.strip_prefix(root.as_str()));
        let site = self.root.as_ref().map(|root| {
            let errors = errors.map(|path| path.trim_matches('/'));
            cleaned(json!({"root": root, "errors": errors, "canonical": self.canonical}))
        });
        let named = |name: &str, value: Value| (name.to_owned(), value);
        cleaned(json!({
            "name": self.name,
            "description": self.description,
            "codes": self.scheme,
            "rust": (!self.rust_name.is_empty()).then(|| json!({"name": self.rust_name})),
            "kind": self.is_reference(&[]).then_some(CodeKind::Reference),
            "since": self.since,
            "extra_statuses": extra,
            "groups": self.groups(),
            "profiles": self.profiles.iter().map(|of| named(&of.name, profile(of))).collect::<Map<_, _>>(),
            "stages": self.stages.iter().map(|of| named(&of.name, unnamed(of))).collect::<Map<_, _>>(),
            "fields": self.fields.iter().map(|of| named(&of.name, unnamed(of))).collect::<Map<_, _>>(),
            "site": site,
            "redirects": self.redirects.iter().map(unnamed).collect::<Vec<_>>(),
            "glossary": self.glossary,
        }))
    }

    /// The groups, each in the one above it.
    fn groups(&self) -> Value {
        let mut groups = json!({});
        for group in &self.groups {
            let pointer: String = group.path.iter().map(|name| format!("/groups/{name}")).collect();
            let (above, name) = pointer.rsplit_once('/').unwrap_or_default();
            let mut own = cleaned(json!({
                "title": group.title,
                "description": group.description,
                "redirects": group.redirects,
                "kind": self.is_reference(&group.path).then_some(CodeKind::Reference),
            }));
            own["groups"] = json!({});
            let above = above.strip_prefix("/groups").unwrap_or(above);
            if let Some(Value::Object(above)) = groups.pointer_mut(above) {
                above.insert(name.to_owned(), own);
            }
        }
        groups
    }

    /// Whether there are codes below a path, and all are only references.
    fn is_reference(&self, path: &[String]) -> bool {
        let path = path.join("/");
        let below = |code: &&Code| {
            let of = self.path(code);
            path.is_empty() || of.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let mut codes = self.codes.iter().filter(below).peekable();
        codes.peek().is_some() && codes.all(|code| code.kind == CodeKind::Reference)
    }

    fn entry(&self, code: &Code, is_known: &dyn Fn(&str) -> bool) -> Value {
        let statuses: Map<_, _> =
            code.responses.iter().map(|(name, response)| (name.clone(), response.status.into())).collect();
        let own = code.responses.iter().filter(|(_, of)| reason_phrase(of.status) != Some(of.title.as_str()));
        let titles: Map<_, _> = own.map(|(name, of)| (name.clone(), of.title.as_str().into())).collect();
        let message = if code.messages.is_empty() { json!(code.message) } else { json!(code.messages) };
        let entry = json!({
            "name": code.name,
            "symbol": code.symbol,
            "status": statuses,
            "title": titles,
            "type": code.type_uri,
            "summary": code.summary,
            "message": message,
            "params": params(&code.params),
            "wordings": code.wordings.iter().map(wording).collect::<Vec<_>>(),
            "how_to_fix": code.fix.as_ref().map(|fix| json!({"steps": [fix]})),
            "related": code.related.iter().filter(|of| is_known(&of.code)).collect::<Vec<_>>(),
            "raised_by": code.raised_by,
            "action": code.action.as_ref().map(given),
            "retryable": code.retryable.as_ref().filter(|_| code.action.is_none()).map(given),
            "retry_after": code.retry_after,
            "log_level": code.log_level,
            "redact": code.redact.then_some(true),
            "reveal": code.reveal,
            "headers": headers(&code.headers, &code.header_details),
            "extensions": code.extensions,
            "fields": code.fields,
            "since": code.since,
            "changed": code.changed,
            "deprecated": code.deprecated.as_ref().map(ending),
            "retired": code.retired.as_ref().map(ending),
            "migration": code.migration,
            "reserved": code.reserved,
            "aliases": code.aliases,
            "redirects": code.redirects,
            "draft": (code.lifecycle == Lifecycle::Draft).then_some(true),
        });
        let mut entry = cleaned(entry);
        for (key, value) in &code.page {
            match (&mut entry[key], value) {
                (Value::Array(own), Value::Array(more)) => own.extend(more.iter().cloned()),
                (own, value) => *own = value.clone(),
            }
        }
        if !self.profiles.is_empty() {
            // An empty list says that no service sends it.
            entry["profiles"] = code.responses.keys().map(String::as_str).collect();
        }
        entry
    }
}

/// An object without members that have no value.
pub(super) fn cleaned(value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    members.into_iter().filter(|(_, value)| !is_empty(value)).collect()
}

/// A value in a mapping from its name.
fn unnamed(value: &impl Serialize) -> Value {
    ["name", "catalog", "outside_values", "own_required"].into_iter().fold(given(value), without)
}

fn without(mut value: Value, key: &str) -> Value {
    if let Value::Object(members) = &mut value {
        members.remove(key);
    }
    value
}

fn profile(profile: &Profile) -> Value {
    cleaned(json!({
        "title": profile.title,
        "about": profile.about,
        "content_type": profile.content_type,
        "negotiate": profile.negotiate,
        // Version 1 of the format has no envelopes.
        "envelope": if profile.envelope.is_null() { json!("rfc9457") } else { profile.envelope.clone() },
        "by_status": profile.by_status,
        "headers": headers(&profile.headers, &profile.header_details),
    }))
}

/// Headers with a unit or a condition name their param.
fn headers(headers: &BTreeMap<String, String>, details: &BTreeMap<String, HeaderDetail>) -> Value {
    let value = |(name, value): (&String, &String)| {
        let param = placeholders(value).next();
        let detailed = details
            .get(name)
            .zip(param)
            .map(|(detail, param)| cleaned(json!({"param": param, "unit": detail.unit, "when": detail.when})));
        (name.clone(), detailed.unwrap_or_else(|| Value::from(value.as_str())))
    };
    Value::Object(headers.iter().map(value).collect())
}

fn params(params: &[Param]) -> Value {
    Value::Object(params.iter().map(|param| (param.name.clone(), unnamed(param))).collect())
}

fn wording(wording: &Wording) -> Value {
    let mut value = given(wording);
    if let Value::Object(members) = &mut value {
        members.insert("params".to_owned(), params(&wording.params));
    }
    cleaned(value)
}

fn ending(ending: &Ending) -> Value {
    cleaned(given(ending))
}
