//! Turns a compiled envelope back into the JSON that the manifest writes.

use errbook::envelope::Piece;
use serde_json::Value;

/// Marks variables and names of optional members until the JSON is parsed. A private use character,
/// so no manifest is likely to contain it.
const MARK: char = '\u{F8FF}';

/// The JSON of an envelope; `null` if it has none.
pub(super) fn template(pieces: &[Piece]) -> Value {
    let mut text = String::new();
    let mut is_optional = false;
    for piece in pieces {
        match piece {
            Piece::Json(json) if std::mem::take(&mut is_optional) => text.push_str(&json.replacen('"', &marked(), 1)),
            Piece::Json(json) => text.push_str(json),
            Piece::Comma => comma(&mut text),
            Piece::Value(variable) => text.push_str(&format!("{}{}\"", marked(), variable.name())),
            Piece::Members(variable) => {
                comma(&mut text);
                text.push_str(&format!("{}{MARK}\":{}{}\"", marked(), marked(), variable.name()));
            }
            Piece::Optional { .. } => is_optional = true,
        }
    }
    serde_json::from_str(&text).map_or(Value::Null, unmarked)
}

fn marked() -> String {
    format!("\"{MARK}")
}

fn comma(text: &mut String) {
    if !text.ends_with(['{', '[', ',']) {
        text.push(',');
    }
}

fn unmarked(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(match text.strip_prefix(MARK) {
            Some(name) => format!("${name}"),
            None if text.starts_with('$') => format!("${text}"),
            None => text,
        }),
        Value::Array(items) => items.into_iter().map(unmarked).collect(),
        Value::Object(members) => {
            let name = |name: String| match name.strip_prefix(MARK) {
                Some(rest) if rest.starts_with(MARK) => "...".to_owned(),
                Some(optional) => format!("{optional}?"),
                None => name,
            };
            Value::Object(members.into_iter().map(|(key, value)| (name(key), unmarked(value))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use errbook::envelope::Piece;

    use crate::{Sources, read_sources};

    #[test]
    fn what_follows_an_optional_object_is_not_part_of_it() {
        let manifest = "name: demo\ncodes: {levels: [{name: code}]}\nprofiles: {api: {envelope: {a: {\"b?\": {c: {d: $request_id}}}}}}\n";
        let (catalog, _) = read_sources(Sources::from_texts([("catalog.yaml".to_owned(), manifest.to_owned())]));
        let catalog = catalog.expect("a catalog");
        let envelope = &catalog.manifest().profiles[0].envelope;
        let [Piece::Json(_), Piece::Optional { pieces, .. }, rest @ ..] = &envelope[..] else { panic!("{envelope:?}") };
        assert_eq!(rest[usize::from(*pieces)..], [Piece::Json("}}".into())]);
    }

    #[test]
    fn an_envelope_is_written_as_in_the_manifest() {
        let envelope = r#"{"error":{"code":"$code","price":"$$5","a?":{"b":1,"c":"$request_id"},"...":"$params"},"list":["$param.x",null,true],"...":"$extensions"}"#;
        let manifest = format!(
            "name: demo\ncodes: {{levels: [{{name: code}}]}}\nprofiles: {{api: {{envelope: {envelope}, by_status: {{404: {{\"d?\": $instance, e: $detail}}}}}}}}\n"
        );
        let sources = Sources::from_texts([("catalog.yaml".to_owned(), manifest)]);
        let (catalog, report) = read_sources(sources);
        let catalog = catalog.unwrap_or_else(|| panic!("{report}"));
        let profile = &catalog.manifest().profiles[0];
        assert_eq!(super::template(&profile.envelope).to_string(), envelope);
        assert_eq!(super::template(&profile.by_status[0].1).to_string(), r#"{"d?":"$instance","e":"$detail"}"#);
    }
}
