//! Finds mentions of a code or its page in a file, and replaces them. Comments are not changed.
//!
//! Searches the source of each value: no character of a code needs an escape in YAML.

use errbook_catalog::{Document, Manifest, Written};

use super::page_path;
use crate::edit::Edit;

/// A code and its new name.
#[derive(Debug)]
pub(super) struct Renaming<'r> {
    old: &'r str,
    new: &'r str,
    separator: &'r str,
    /// Whether the code can't be mistaken for a word.
    distinct: bool,
    /// Old and new path of its page, from the root of the docs.
    page: Option<(String, String)>,
    /// Root URLs that can precede these paths.
    roots: Vec<&'r str>,
    /// Old and new path of its file.
    files: (&'r str, &'r str),
}

impl<'r> Renaming<'r> {
    pub(super) fn new(
        manifest: &'r Manifest,
        (old, new): (&'r str, &'r str),
        files: (&'r str, &'r str),
    ) -> Renaming<'r> {
        let scheme = &manifest.scheme;
        let distinct =
            scheme.prefix.is_some() || old.contains(&scheme.separator) || old.bytes().any(|byte| byte.is_ascii_digit());
        let page = page_path(manifest, files.0).zip(page_path(manifest, files.1));
        let roots =
            manifest.site.iter().flat_map(|site| std::iter::once(site.root.as_str()).chain(site.canonical.as_deref()));
        Renaming { old, new, separator: &scheme.separator, distinct, page, roots: roots.collect(), files }
    }

    /// The edits in one file.
    pub(super) fn edits(&self, text: &str, document: &Document<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        self.collect(text, document.root(), &mut Vec::new(), &mut edits);
        edits
    }

    fn collect<'d>(&self, text: &str, value: Written<'d>, path: &mut Vec<&'d str>, edits: &mut Vec<Edit>) {
        // Aliases and redirects keep old names on purpose.
        if matches!(path.last(), Some(&("aliases" | "redirects" | "from"))) && !is_list_of_redirects(&value) {
            return;
        }
        if value.scalar().is_some() {
            self.in_scalar(text, &value, path, edits);
        }
        for (key, value) in value.members() {
            let name = key.scalar().unwrap_or_default();
            // A path in the manifest's rule levels.
            if path.last() == Some(&"paths") && name == self.files.0 {
                let range = key.span().range();
                let at = text.get(range.clone()).and_then(|written| Some(range.start + written.find(name)?));
                edits.extend(at.map(|at| Edit::replace(at..at + name.len(), self.files.1)));
            }
            path.push(name);
            self.collect(text, value, path, edits);
            path.pop();
        }
        for item in value.items() {
            self.collect(text, item, path, edits);
        }
    }

    fn in_scalar(&self, text: &str, value: &Written<'_>, path: &[&str], edits: &mut Vec<Edit>) {
        let range = value.span().range();
        let Some(written) = text.get(range.clone()) else { return };
        let is_reference = matches!(path, ["related", "code"] | ["deprecated" | "retired", "replaced_by"]);
        let is_code = is_reference && value.scalar() == Some(self.old);
        let mut replace = |old: &str, new: &str, is_one: &dyn Fn(&str, &str) -> bool| {
            let found = written.match_indices(old).map(|(at, _)| at);
            let found = found.filter(|&at| is_one(&written[..at], &written[at + old.len()..]));
            edits.extend(found.map(|at| Edit::replace(range.start + at..range.start + at + old.len(), new)));
        };
        replace(self.old, self.new, &|before, after| is_code || self.is_mention(before, after));
        if let Some((old, new)) = &self.page {
            replace(old, new, &|before, after| self.is_page(before, after));
        }
    }

    /// Whether the code between these two strings is not part of a longer one. A code that could be
    /// a word counts only in a link or a code span.
    fn is_mention(&self, before: &str, after: &str) -> bool {
        if !self.distinct {
            return before.ends_with('`') && after.starts_with('`')
                || before.ends_with("](") && after.starts_with([')', ' ']);
        }
        let goes_on = after.strip_prefix(self.separator).filter(|_| !self.separator.is_empty());
        let longer = |rest: &str| rest.starts_with(|char: char| is_word(char) || matches!(char, '<' | '*' | '{' | '$'));
        let begins_earlier = before.ends_with(is_word)
            || before
                .strip_suffix(self.separator)
                .is_some_and(|before| !self.separator.is_empty() && before.ends_with(is_word));
        !begins_earlier && !after.starts_with(is_word) && !goes_on.is_some_and(longer)
    }

    /// Whether the path between these two strings starts at the root of the docs and is not part of
    /// a longer one.
    fn is_page(&self, before: &str, after: &str) -> bool {
        let at_root = self.roots.iter().any(|root| before.ends_with(root))
            || !before.ends_with(|char: char| is_word(char) || matches!(char, '/' | '.' | ':' | '}'));
        at_root && !after.starts_with(|char: char| is_word(char) || char == '/')
    }
}

/// The manifest's `redirects` is a list of mappings, in which only `from` is an old URL.
fn is_list_of_redirects(value: &Written<'_>) -> bool {
    value.items().any(|item| item.is_mapping()) || value.is_mapping()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '-')
}
