//! Fields that a catalog declares for its entries, such as `owner`, and who may see them.
//!
//! Values are only reachable through a declaration, and declarations only through
//! [`Fields::seen_by`]. So output for the public can't contain a field that is internal.

/// The readers of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "registry", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(feature = "registry", serde(rename_all = "lowercase"))]
pub enum Audience {
    /// Anyone.
    #[default]
    Public,
    /// Only those who run the services.
    Internal,
}

/// The fields that the manifest declares.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<Field>);

impl Fields {
    pub(crate) fn new(fields: Vec<Field>) -> Fields {
        Fields(fields)
    }

    /// All fields, for any audience.
    #[cfg(feature = "registry")]
    pub(crate) fn all(&self) -> &[Field] {
        &self.0
    }

    /// The fields that an audience may see, in the manifest's order.
    pub fn seen_by(&self, audience: Audience) -> impl Iterator<Item = &Field> {
        self.0.iter().filter(move |field| audience == Audience::Internal || field.audience == Audience::Public)
    }
}

/// A field that entries can set.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Field {
    /// Name, `[a-z][a-z0-9_]*`. An identifier in all languages.
    pub name: String,
    /// Type of its values.
    pub ty: FieldType,
    /// Values of an enum, in the manifest's order.
    pub values: Vec<String>,
    /// The values that only dependencies have, which have the same field.
    pub outside_values: Vec<String>,
    /// Name of the enum in generated Rust.
    pub rust_type: String,
    /// Variants of the enum in generated Rust, in the order of `values`.
    pub rust_variants: Vec<String>,
    /// Regular expression that a string matches as a whole.
    pub pattern: Option<String>,
    /// Whether all entries but drafts and retired ones have it.
    pub required: bool,
    /// Whether all of the catalog's own entries have it, if those of dependencies don't.
    pub own_required: bool,
    /// Whether pages list the codes with each value.
    pub list_by: bool,
    /// Who may see it.
    pub audience: Audience,
    /// Label on pages. Default: the name in words.
    pub title: String,
    /// What it is for, one line of Markdown.
    pub about: Option<String>,
    /// The catalog that it comes from, if it isn't this one.
    pub catalog: Option<String>,
    pub(crate) index: usize,
}

/// Type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    String,
    /// An integer.
    Integer,
    /// A boolean.
    Boolean,
    /// One of a list of strings.
    Enum,
    /// An absolute URL.
    Url,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A list of strings.
    List,
}

impl FieldType {
    /// All types, and their words in catalogs.
    pub const NAMED: &'static [(&'static str, FieldType)] = &[
        ("string", FieldType::String),
        ("integer", FieldType::Integer),
        ("boolean", FieldType::Boolean),
        ("enum", FieldType::Enum),
        ("url", FieldType::Url),
        ("date", FieldType::Date),
        ("list", FieldType::List),
    ];

    /// Its word in catalogs.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(_, ty)| *ty == self).map_or("", |(word, _)| word)
    }
}

/// The values of an entry's fields.
#[derive(Debug, Clone, Default)]
pub struct FieldValues(Vec<Option<FieldValue>>);

impl FieldValues {
    /// With one value for each declared field.
    pub(crate) fn new(values: Vec<Option<FieldValue>>) -> FieldValues {
        FieldValues(values)
    }

    #[cfg(feature = "registry")]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    #[cfg(feature = "registry")]
    pub(crate) fn into_values(self) -> Vec<Option<FieldValue>> {
        self.0
    }

    /// The value of a field, which the entry sets or inherits.
    pub fn get(&self, field: &Field) -> Option<&FieldValue> {
        self.0.get(field.index)?.as_ref()
    }
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldValue {
    /// Of a string, an enum, a URL, or a date.
    Text(String),
    /// Of an integer.
    Integer(i64),
    /// Of a boolean.
    Boolean(bool),
    /// Of a list.
    List(Vec<std::borrow::Cow<'static, str>>),
}

impl FieldValue {
    /// The value as the runtime writes it.
    pub fn value(&self) -> errbook::Value<'_> {
        match self {
            FieldValue::Text(text) => errbook::Value::String(text),
            FieldValue::Integer(number) => errbook::Value::Integer(*number),
            FieldValue::Boolean(value) => errbook::Value::Boolean(*value),
            FieldValue::List(items) => errbook::Value::List(items),
        }
    }

    /// The single values in it: the items of a list, or the value itself.
    pub fn items(&self) -> Vec<String> {
        match self {
            FieldValue::List(items) => items.iter().map(|item| item.clone().into_owned()).collect(),
            other => vec![other.value().to_string()],
        }
    }
}
