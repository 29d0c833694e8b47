//! Maps headings and front matter to keys. Mappings for Mintlify pages are built in, and a file can
//! add more.

use errbook_catalog::{Document, Written, suggest};

use crate::front_matter::{Field, FrontMatter};

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
    front: Vec<(String, &'static str)>,
}

/// Supported target keys for front matter.
const FRONT: &[&str] = &["code", "name", "summary", "status", "title", "message", "since"];

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
            front: front.map(|(key, field)| (key.to_owned(), field)).to_vec(),
        }
    }
}

impl PageMap {
    /// Reads a map, which is added to the built-in one: `{headings: {Symptoms: what_happened},
    /// front_matter: {id: code}}`.
    ///
    /// # Errors
    /// Returns a message if the map is invalid.
    pub fn read(text: &str) -> Result<PageMap, String> {
        let document = Document::parse(text).map_err(|found| first(&found))?;
        let mut map = PageMap::default();
        for (key, value) in document.root().members() {
            match key.scalar().unwrap_or_default() {
                "headings" => pairs(value, |heading, name| map.add_heading(heading, name))?,
                "front_matter" => pairs(value, |key, name| map.add_front(key, name))?,
                other => return Err(format!("unknown key `{other}` in the map: use `headings` or `front_matter`")),
            }
        }
        Ok(map)
    }

    fn add_heading(&mut self, heading: &str, name: &str) -> Result<(), String> {
        let names = Section::ALL.map(Section::key);
        let section = Section::ALL.into_iter().find(|section| section.key() == name);
        let section = section.ok_or_else(|| format!("`{name}` is not a section: {}", suggest::help(name, names)))?;
        self.headings.insert(0, (normal(heading), section));
        Ok(())
    }

    fn add_front(&mut self, key: &str, name: &str) -> Result<(), String> {
        let field = FRONT.iter().find(|field| **field == name);
        let field = field.ok_or_else(|| {
            format!("front matter cannot map to `{name}`: {}", suggest::help(name, FRONT.iter().copied()))
        })?;
        self.front.insert(0, (key.to_owned(), field));
        Ok(())
    }

    /// The section for a heading, given as Markdown.
    pub(crate) fn section(&self, heading: &str) -> Option<Section> {
        let heading = normal(&crate::prose::plain(heading));
        self.headings.iter().find(|(of, _)| *of == heading).map(|(_, section)| *section)
    }

    /// The key that a key of the front matter becomes.
    pub(crate) fn field(&self, key: &str) -> Option<&'static str> {
        self.front.iter().find(|(of, _)| of == key).map(|(_, field)| *field)
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

fn pairs(value: Written<'_>, mut add: impl FnMut(&str, &str) -> Result<(), String>) -> Result<(), String> {
    for (key, value) in value.members() {
        let (Some(key), Some(value)) = (key.scalar(), value.scalar()) else {
            return Err("expected a mapping from names to names".to_owned());
        };
        add(key, value)?;
    }
    Ok(())
}

/// The message of the first YAML error.
pub(crate) fn first(found: &[errbook_catalog::Diagnostic]) -> String {
    found.first().map_or_else(|| "the file is empty".to_owned(), |found| found.message.clone())
}
