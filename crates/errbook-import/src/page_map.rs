//! Maps headings and front matter to keys. Mappings for Mintlify pages are built in, and a file can
//! add more.

use std::collections::BTreeSet;

use errbook_catalog::{Written, suggest};

use crate::ImportError;

use crate::front_matter::{Field, FrontMatter};
use crate::map_file::{self, MapError};

/// Sections with a key in the format, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    WhatHappened,
    HowToFix,
    CommonMistakes,
    Related,
}

impl Section {
    const ALL: [Section; 4] = [Section::WhatHappened, Section::HowToFix, Section::CommonMistakes, Section::Related];

    /// Its key in an entry.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Section::WhatHappened => "what_happened",
            Section::HowToFix => "how_to_fix",
            Section::CommonMistakes => "common_mistakes",
            Section::Related => "related",
        }
    }

    /// The heading that errbook writes for it.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Section::WhatHappened => "What Happened?",
            Section::HowToFix => "How To Fix",
            Section::CommonMistakes => "Common Mistakes",
            Section::Related => "Related Errors",
        }
    }
}

/// Maps headings and keys of the front matter to keys of entries.
#[derive(Debug, Clone)]
pub struct PageMap {
    /// Headings in lowercase, without surrounding punctuation.
    headings: Vec<(String, Section)>,
    /// Keys of the front matter, and the keys that they become.
    front: Vec<(String, String)>,
    /// Headings and keys of the front matter that a file adds.
    added: Vec<Added>,
    /// Whether services send the codes.
    pub(crate) reference: bool,
}

/// What a file adds to the built-in map, and on which line.
#[derive(Debug, Clone)]
enum Added {
    Heading(String, usize),
    Front(String, usize),
}

/// Supported target keys for front matter.
const FRONT: &[&str] = &["code", "name", "summary", "status", "title", "message", "since", "fields.NAME"];

/// What a key of the front matter must start with to become a field that the manifest declares.
pub(crate) const CUSTOM: &str = "fields.";

impl Default for PageMap {
    fn default() -> PageMap {
        let headings = [
            ("what happened", Section::WhatHappened),
            ("how to fix", Section::HowToFix),
            ("how to fix it", Section::HowToFix),
            ("how to fix this", Section::HowToFix),
            ("how to fix this error", Section::HowToFix),
            ("common mistakes", Section::CommonMistakes),
            ("related errors", Section::Related),
            ("related error codes", Section::Related),
        ];
        let front = [
            ("title", "name"),
            ("description", "summary"),
            ("code", "code"),
            ("error_code", "code"),
            ("errorCode", "code"),
            ("status", "status"),
            ("http_status", "status"),
            ("httpStatus", "status"),
            ("message", "message"),
            ("since", "since"),
        ];
        PageMap {
            headings: headings.map(|(heading, section)| (heading.to_owned(), section)).to_vec(),
            front: front.map(|(key, field)| (key.to_owned(), field.to_owned())).to_vec(),
            added: Vec::new(),
            reference: false,
        }
    }
}

impl PageMap {
    /// Reads a map, which is added to the built-in one: `{headings: {Symptoms: what_happened},
    /// front_matter: {id: code, owner: fields.owner}}`.
    ///
    /// ```
    /// use errbook_import::PageMap;
    ///
    /// assert!(PageMap::read("headings: {Symptoms: what_happened}").is_ok());
    /// assert_eq!(PageMap::read("headings: {Symptoms: nothing}").unwrap_err().line, 1);
    /// ```
    ///
    /// # Errors
    /// If the map is invalid.
    pub fn read(text: &str) -> Result<PageMap, MapError> {
        let document = map_file::parse(text)?;
        let mut map = PageMap::default();
        for (key, value) in document.root().members() {
            match key.scalar().unwrap_or_default() {
                "headings" => pairs(value, |heading, name, line| map.add_heading(heading, name, line))?,
                "front_matter" => pairs(value, |key, name, line| map.add_front(key, name, line))?,
                "kind" => map.reference = map_file::is_reference(value)?,
                other => {
                    let message =
                        format!("unknown key `{other}` in the map: use `headings`, `front_matter`, or `kind`");
                    return Err(MapError::at(key, message));
                }
            }
        }
        Ok(map)
    }

    /// The map for an earlier version of the pages, which may lack what it names.
    pub(crate) fn lenient(&self) -> PageMap {
        PageMap { added: Vec::new(), ..self.clone() }
    }

    fn add_heading(&mut self, heading: &str, name: &str, line: usize) -> Result<(), String> {
        let names = Section::ALL.map(Section::key);
        let section = Section::ALL.into_iter().find(|section| section.key() == name);
        let section = section.ok_or_else(|| format!("`{name}` is not a section: {}", suggest::help(name, names)))?;
        self.headings.insert(0, (normal(heading), section));
        self.added.push(Added::Heading(heading.to_owned(), line));
        Ok(())
    }

    fn add_front(&mut self, key: &str, name: &str, line: usize) -> Result<(), String> {
        if let Some(custom) = name.strip_prefix(CUSTOM) {
            map_file::check_field_name(custom)?;
        } else if !FRONT.contains(&name) {
            let help = suggest::help(name, FRONT.iter().copied());
            return Err(format!("front matter cannot map to `{name}`: {help}"));
        }
        self.front.insert(0, (key.to_owned(), name.to_owned()));
        self.added.push(Added::Front(key.to_owned(), line));
        Ok(())
    }

    /// The section for a heading, given as Markdown.
    pub(crate) fn section(&self, heading: &str) -> Option<Section> {
        let heading = normal(&crate::prose::plain(heading));
        self.headings.iter().find(|(of, _)| *of == heading).map(|(_, section)| *section)
    }

    /// The key that a key of the front matter becomes.
    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        self.front.iter().find(|(of, _)| of == key).map(|(_, field)| field.as_str())
    }

    /// Checks that each heading and each key of front matter that a file adds exists.
    pub(crate) fn verify(&self, headings: &BTreeSet<&str>, front: &BTreeSet<&str>) -> Result<(), ImportError> {
        for added in &self.added {
            let (name, line, what, known) = match added {
                Added::Heading(name, line) => (name, *line, "heading", headings),
                Added::Front(name, line) => (name, *line, "front matter", front),
            };
            let is_name = |known: &&str| match added {
                Added::Heading(..) => normal(known) == normal(name),
                Added::Front(..) => known == name,
            };
            if !known.iter().copied().any(|known| is_name(&known)) {
                let help = suggest::help(name, known.iter().copied());
                let message = format!("the map reads the {what} `{name}`, but no page has it: {help}");
                return Err(ImportError::Map(MapError { message, line }));
            }
        }
        Ok(())
    }

    /// The field of the front matter that contains the code.
    pub(crate) fn code<'f>(&self, front: &'f FrontMatter) -> Option<&'f Field> {
        front.fields.iter().find(|field| self.field(&field.key) == Some("code") && !field.value.is_empty())
    }
}

/// A heading in lowercase, without surrounding punctuation.
pub(crate) fn normal(heading: &str) -> String {
    heading.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase()
}

fn pairs(value: Written<'_>, mut add: impl FnMut(&str, &str, usize) -> Result<(), String>) -> Result<(), MapError> {
    let wrong = |at| MapError::at(at, "expected a mapping from names to names");
    if !value.is_mapping() && !map_file::is_null(value) {
        return Err(wrong(value));
    }
    for (key, value) in value.members() {
        let (Some(name), Some(to)) = (key.scalar(), value.scalar()) else { return Err(wrong(key)) };
        add(name, to, key.line()).map_err(|message| MapError::at(key, message))?;
    }
    Ok(())
}
