//! Ids of headings: what links of a page lead to. Pages and checks of links both take them from here, so that they agree.

use std::collections::HashSet;

/// Ids that templates give to the sections of a code's page, so that no heading of the entry takes one.
const SECTIONS: [&str; 9] = [
    "content",
    "contents",
    "example",
    "message",
    "what-happened",
    "how-to-fix",
    "common-mistakes",
    "related-errors",
    "details",
];

/// The ids that are taken on a page.
#[derive(Debug, Clone, Default)]
pub struct HeadingIds {
    taken: HashSet<String>,
}

impl HeadingIds {
    /// Those of a code's page before its first heading: its sections, and a tab for each of so many profiles.
    pub fn of_entry(profiles: usize) -> HeadingIds {
        let mut ids = HeadingIds { taken: SECTIONS.map(str::to_owned).into() };
        for at in 1..=profiles {
            ids.next(&format!("response {at}"));
        }
        ids
    }

    /// The id of the next heading: its words in lower case, joined by hyphens, with a number where they are taken.
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
        let mut number = 1;
        while !self.taken.insert(id.clone()) {
            id = format!("{slug}-{number}");
            number += 1;
        }
        id
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for char in text.chars().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() || char == '_' {
            slug.push(char);
        } else if !slug.is_empty() && !slug.ends_with('-') && (char.is_whitespace() || char == '-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_joined_by_hyphens() {
        assert_eq!(slug("What Happened?"), "what-happened");
        assert_eq!(slug("  A -- `key_id`, ünï  "), "a-key_id-ünï");
        assert_eq!(slug("?!"), "section");
    }
}
