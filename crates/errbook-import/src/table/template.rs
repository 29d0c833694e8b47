//! A value of a map: the name of a field, or a text with names of fields in braces.

use super::Row;

/// The name that stands for the key of a row.
pub(crate) const KEY: &str = "key";

/// What a rule reads from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(String),
    Key,
}

impl Template {
    /// Parses `text`, `{key}`, or `E{number}`. A text without braces is the name of a field.
    pub(crate) fn parse(text: &str) -> Result<Template, String> {
        if text.trim().is_empty() {
            return Err("a value of the map is empty: name a field".to_owned());
        }
        if !text.contains('{') {
            return Ok(Template::field(text));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err(format!("`{text}` in the map has a `{{` without `}}`"));
            };
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(if name == KEY { Piece::Key } else { Piece::Field(name.to_owned()) });
            rest = after;
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        Ok(Template(pieces))
    }

    pub(crate) fn field(name: &str) -> Template {
        Template(vec![Piece::Field(name.to_owned())])
    }

    pub(crate) fn key() -> Template {
        Template(vec![Piece::Key])
    }

    /// The names of its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Field(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether it reads a field.
    pub(crate) fn reads(&self, name: &str) -> bool {
        self.fields().any(|field| field == name)
    }

    /// Whether it is only a field.
    pub(crate) fn is_field(&self, name: &str) -> bool {
        matches!(self.0.as_slice(), [Piece::Field(field)] if field == name)
    }

    /// Whether it reads the key of the row.
    pub(crate) fn reads_key(&self) -> bool {
        self.0.contains(&Piece::Key)
    }

    /// Its value for a row. `None` if a field of it is missing or blank.
    pub(crate) fn fill(&self, row: &Row) -> Option<String> {
        let value = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Field(name) => row.get(name).map(str::to_owned),
            Piece::Key => row.key.clone().filter(|key| !key.trim().is_empty()),
        };
        self.0.iter().map(value).collect()
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.as_slice() {
            [Piece::Field(name)] => out.write_str(name),
            pieces => pieces.iter().try_for_each(|piece| match piece {
                Piece::Text(text) => out.write_str(text),
                Piece::Field(name) => write!(out, "{{{name}}}"),
                Piece::Key => write!(out, "{{{KEY}}}"),
            }),
        }
    }
}
