//! Editions of a site: the current one, and earlier ones in folders below it. Their pages have a menu,
//! which reads the list of all editions from a file, so earlier pages show later editions.

use std::cmp::Ordering;

use errbook_catalog::file_name;

/// The folder of earlier editions, below the output folder.
pub const FOLDER: &str = "v";

/// The list of earlier editions, in [`FOLDER`].
pub const LIST: &str = "list.js";

/// The pages of an edition, for the menu.
pub(crate) const PAGES: &str = "pages.js";

/// The style and the script of the menu.
pub(crate) const ASSETS: [&str; 2] = ["editions.css", "editions.js"];

/// Which edition a site is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edition {
    /// The only one, without a menu.
    #[default]
    Only,
    /// The current one of several.
    Current,
    /// An earlier one, whose output folder is this one below [`FOLDER`].
    Named(String),
}

impl Edition {
    /// The name of an earlier edition.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Edition::Named(name) => Some(name),
            Edition::Only | Edition::Current => None,
        }
    }
}

/// Whether an edition can have this name. It is the name of a folder, part of URLs, and shown to readers.
///
/// ```
/// use errbook_docs::editions::is_name;
///
/// assert!(is_name("1.2") && is_name("2026-11-30") && is_name("v2.0.0-rc.1"));
/// assert!(!is_name("") && !is_name("..") && !is_name("1/2") && !is_name("1.") && !is_name("a b"));
/// ```
pub fn is_name(name: &str) -> bool {
    problem(name).is_none()
}

/// Why an edition can't have this name, and what to do.
///
/// ```
/// use errbook_docs::editions::problem;
///
/// assert_eq!(problem("1.2"), None);
/// assert_eq!(problem("a b").as_deref(), Some("use letters, digits, `.`, `-`, and `_`, such as 1.2"));
/// assert_eq!(problem("nul").as_deref(), Some("`nul` is a reserved file name on Windows; use a name such as 1.2"));
/// ```
pub fn problem(name: &str) -> Option<String> {
    if !is_plain(name) {
        return Some("use letters, digits, `.`, `-`, and `_`, such as 1.2".to_owned());
    }
    // File systems that ignore case are common.
    let is_list = name.eq_ignore_ascii_case(LIST).then(|| "is the file with the list of editions".to_owned());
    is_list.or_else(|| file_name::problem(name)).map(|problem| format!("`{name}` {problem}; use a name such as 1.2"))
}

fn is_plain(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    name.len() <= 64
        && name.chars().all(is_plain)
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.ends_with(|last: char| last.is_ascii_alphanumeric())
}

/// The content of [`LIST`]: the names of the editions, the latest first.
///
/// ```
/// let names = ["1.9", "1.10", "2.0-rc.1", "2.0"].map(str::to_owned);
/// assert_eq!(errbook_docs::editions::list(names), "errbookEditions = [\"2.0\",\"2.0-rc.1\",\"1.10\",\"1.9\"];\n");
/// ```
pub fn list(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<String> = names.into_iter().filter(|name| is_name(name)).collect();
    names.sort_by(|one, other| compare(other, one));
    names.dedup();
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("errbookEditions = [{}];\n", names.join(","))
}

/// Numbers by their value, and a pre-release before its release.
fn compare(one: &str, other: &str) -> Ordering {
    let mut parts = one.split('.').zip(other.split('.'));
    let different = parts.find_map(|(one, other)| {
        let order = part(one).cmp(&part(other));
        (order != Ordering::Equal).then_some(order)
    });
    different.unwrap_or_else(|| one.split('.').count().cmp(&other.split('.').count())).then_with(|| one.cmp(other))
}

/// A part between dots: text before numbers, and a number with a suffix before the number alone.
fn part(text: &str) -> (bool, u64, bool, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    match text[..end].parse() {
        Ok(number) => (true, number, end == text.len(), &text[end..]),
        Err(_) => (false, 0, false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_cannot_have_the_name_of_another_file() {
        for name in ["list.js", "LIST.JS", "con", "NUL", "Aux.1", "com1"] {
            assert!(problem(name).is_some_and(|problem| problem.contains(name)), "{name}");
        }
        for name in ["list", "list.js.1", "console", "1.nul"] {
            assert_eq!(problem(name), None, "{name}");
        }
    }

    #[test]
    fn the_latest_edition_is_first() {
        let sorted = ["2.0.1", "2.0", "2.0-rc.2", "2.0-rc.1", "1.10", "1.9.9", "1.9", "beta", "alpha"];
        let mut names = sorted.map(str::to_owned);
        names.reverse();
        let shown: Vec<String> = sorted.iter().map(|name| format!("\"{name}\"")).collect();
        assert_eq!(list(names), format!("errbookEditions = [{}];\n", shown.join(",")));
        assert_eq!(
            list(["2025-01-31", "2026-01-01", "2025-11-02", "<b>"].map(str::to_owned)),
            "errbookEditions = [\"2026-01-01\",\"2025-11-02\",\"2025-01-31\"];\n"
        );
    }
}
