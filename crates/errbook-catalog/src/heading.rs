//! IDs of headings, which links point to. Pages and the link rules share this module, so they
//! agree.

use std::collections::{HashMap, HashSet};

/// IDs that templates use for the sections of a code's page. Headings in an entry can't take them.
const SECTIONS: [&str; 13] = [
    "content",
    "contents",
    "quick-fix",
    "example",
    "message",
    "what-happened",
    "failing-request",
    "how-to-fix",
    "common-mistakes",
    "more-specific-codes",
    "related-errors",
    "migration",
    "details",
];

/// IDs that templates use for the sections of the home page.
const HOME: [&str; 7] = ["content", "contents", "format", "answers", "services", "find", "codes"];

/// The IDs already used on a page.
#[derive(Debug, Clone, Default)]
pub struct HeadingIds {
    sections: &'static [&'static str],
    taken: HashSet<String>,
    /// The last number that a slug needed.
    numbers: HashMap<String, usize>,
}

impl HeadingIds {
    /// The IDs that a code's page uses itself: those of its sections, and one for the tab of each
    /// profile.
    pub fn of_entry(profiles: usize) -> HeadingIds {
        HeadingIds {
            sections: &SECTIONS,
            taken: (1..=profiles).map(|at| format!("response-{at}")).collect(),
            numbers: HashMap::new(),
        }
    }

    /// The IDs that the home page uses itself: those of its sections, and one for the tab of each
    /// profile.
    pub fn of_home(profiles: usize) -> HeadingIds {
        HeadingIds {
            sections: &HOME,
            taken: (1..=profiles).map(|at| format!("answer-{at}")).collect(),
            numbers: HashMap::new(),
        }
    }

    /// The ID of the next heading: its words in lowercase, joined by hyphens, with a number if the
    /// ID is already used.
    ///
    /// ```
    /// let mut ids = errbook_catalog::HeadingIds::of_entry(1);
    /// assert_eq!(ids.next("Two `key_id`s?"), "two-key_ids");
    /// assert_eq!(ids.next("Two key_ids"), "two-key_ids-1");
    /// assert_eq!(ids.next("Details"), "details-1");
    /// ```
    pub fn next(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let mut id = slug.clone();
        let mut number = self.numbers.get(&slug).copied().unwrap_or_default();
        if number > 0 {
            id = format!("{slug}-{number}");
        }
        while self.sections.contains(&id.as_str()) || !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{slug}-{number}");
        }
        if number > 0 {
            self.numbers.insert(slug, number);
        }
        id
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut add = |char: char| {
        if char.is_alphanumeric() || char == '_' {
            slug.push(char);
        } else if !slug.is_empty() && !slug.ends_with('-') && (char.is_whitespace() || char == '-') {
            slug.push('-');
        }
    };
    for char in text.chars() {
        // Nearly all letters are ASCII, where lowercasing needs no table lookup.
        if char.is_ascii() { add(char.to_ascii_lowercase()) } else { char.to_lowercase().for_each(&mut add) }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_do_not_take_ids_of_sections_and_tabs() {
        let mut ids = HeadingIds::of_entry(2);
        assert_eq!(
            ["Content", "Response 1", "Response 2"].map(|of| ids.next(of)),
            ["content-1", "response-1-1", "response-2-1"]
        );
        assert_eq!(["Response 3", "Content"].map(|of| ids.next(of)), ["response-3", "content-2"]);
    }

    #[test]
    fn ids_are_words_joined_by_hyphens() {
        assert_eq!(slug("What Happened?"), "what-happened");
        assert_eq!(slug("  A -- `key_id`, ünï  "), "a-key_id-ünï");
        assert_eq!(slug("?!"), "section");
    }
}
