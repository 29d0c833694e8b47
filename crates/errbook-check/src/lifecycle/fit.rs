//! Checks that a new code fits the scheme, and that its group exists.

use std::collections::HashSet;

use errbook_catalog::{Group, Scheme, file_name};
use regex_lite::Regex;

use super::Refusal;

/// Splits a code into segments. Refused if it doesn't fit the scheme, or can't be a path.
///
/// ```
/// use errbook_check::lifecycle::segments;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref()).unwrap();
/// let scheme = &catalog.manifest().scheme;
/// assert_eq!(segments(scheme, "err:orders:lost").unwrap(), ["orders", "lost"]);
/// assert!(segments(scheme, "err:lost").is_err());
/// ```
pub fn segments(scheme: &Scheme, code: &str) -> Result<Vec<String>, Refusal> {
    let misfit = |what: String| Refusal::new(what, format!("codes of this catalog look like `{}`", shape(scheme)));
    let rest = match &scheme.prefix {
        None => code,
        Some(prefix) => code
            .strip_prefix(prefix.as_str())
            .and_then(|rest| rest.strip_prefix(scheme.separator.as_str()))
            .ok_or_else(|| misfit(format!("`{code}` does not start with `{prefix}{}`", scheme.separator)))?,
    };
    let segments: Vec<String> = if scheme.levels.len() == 1 || scheme.separator.is_empty() {
        vec![rest.to_owned()]
    } else {
        rest.split(scheme.separator.as_str()).map(str::to_owned).collect()
    };
    if !scheme.depths().contains(&segments.len()) {
        let parts = if segments.len() == 1 { "part" } else { "parts" };
        let (count, depths) = (segments.len(), scheme.depths_in_words());
        return Err(misfit(format!("`{code}` has {count} {parts} where this catalog's codes have {depths}")));
    }
    for (segment, level) in segments.iter().zip(&scheme.levels) {
        let pattern = Regex::new(&format!("^(?:{})$", level.pattern));
        if !pattern.is_ok_and(|pattern| pattern.is_match(segment)) {
            return Err(misfit(format!("invalid {} `{segment}`: it does not match `{}`", level.name, level.pattern)));
        }
        // A custom pattern may allow anything, but the path is the code.
        if let Some(problem) = file_name::problem_of_entry(segment) {
            return Err(misfit(format!("`{}` {problem}", segment.escape_debug())));
        }
        if segment.starts_with(['.', '_']) {
            return Err(misfit(format!("`{segment}` starts with `{}`, and errbook ignores such files", &segment[..1])));
        }
    }
    Ok(segments)
}

/// A code with the level names as segments: `err:AREA:SPECIFIC`.
pub fn shape(scheme: &Scheme) -> String {
    scheme.shape(|level| level.name.to_uppercase())
}

/// Groups must exist already, because errbook can't invent their title and description. A code with
/// the path of the folder is a group too. `manifest` is the path of the manifest for the message.
pub fn require_groups<'c>(
    groups: &'c [Group],
    codes: impl Iterator<Item = &'c [String]>,
    manifest: &str,
    segments: &[String],
) -> Result<(), Refusal> {
    let above = segments.split_last().map_or(&[][..], |(_, above)| above);
    let known: HashSet<&[String]> = groups.iter().map(|group| group.path.as_slice()).chain(codes).collect();
    // The manifest's groups are a tree, but the code above an entry is enough.
    if above.is_empty() || known.contains(above) {
        return Ok(());
    }
    let known = (0..above.len()).find(|&depth| !known.contains(&above[..=depth])).unwrap_or_default();
    let mut yaml = String::from("groups:\n");
    for (depth, name) in above.iter().enumerate() {
        let indent = "  ".repeat(2 * depth + 1);
        yaml += &format!("{indent}{name}:\n");
        if depth >= known {
            yaml += &format!("{indent}  title: {}\n{indent}  description: \"...\"\n", words(name));
        }
        if depth + 1 < above.len() {
            yaml += &format!("{indent}  groups:\n");
        }
    }
    let group = above[..=known].join("/");
    let help = format!("add it to the manifest:\n{}", yaml.trim_end());
    Err(Refusal::new(format!("unknown group `{group}` in `{manifest}`"), help))
}

/// `key_not_found` as `Key not found`.
pub fn words(segment: &str) -> String {
    let text = segment.replace(['_', '-'], " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Catalog, Sources, read_sources};

    use super::*;

    const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\n\
        groups: {a: {title: A, description: A.}}\n";

    fn catalog() -> Catalog {
        let sources = Sources::from_texts([("catalog.yaml".to_owned(), MANIFEST.to_owned())]);
        read_sources(sources).0.unwrap()
    }

    #[test]
    fn rejects_paths_outside_the_catalog_even_if_the_pattern_matches() {
        let manifest = "name: shop\ncodes: {levels: [{name: area, pattern: '.*'}, {name: specific, pattern: '.*'}]}\n\
            groups: {a: {title: A, description: A.}}\n";
        let catalog = read_sources(Sources::from_texts([("catalog.yaml".to_owned(), manifest.to_owned())])).0.unwrap();
        for (code, problem) in [
            ("a:../../b", "contains `/`"),
            ("..:b", "ends with a period"),
            ("a:_b", "starts with `_`"),
            ("a:.b", "starts with `.`"),
            ("/etc:b", "contains `/`"),
            ("a:", "is empty"),
            ("a:c\\d", "contains `\\`"),
        ] {
            let failure = segments(&catalog.manifest().scheme, code).expect_err(code);
            assert!(failure.message.contains(problem), "{code}: {failure:?}");
        }
        assert!(segments(&catalog.manifest().scheme, "a:B-c").is_ok());
    }

    #[test]
    fn rejects_codes_that_do_not_fit_the_scheme() {
        let catalog = catalog();
        let scheme = &catalog.manifest().scheme;
        assert_eq!(segments(scheme, "err:a:b").unwrap(), ["a", "b"]);
        for (code, message) in [
            ("a:b", "`a:b` does not start with `err:`"),
            ("err:a", "`err:a` has 1 part where this catalog's codes have 2"),
            ("err:a:b:c", "`err:a:b:c` has 3 parts where this catalog's codes have 2"),
            ("err:a:..", "invalid specific `..`: it does not match `[a-z][a-z0-9_]*`"),
            ("err:a/b:c", "invalid area `a/b`: it does not match `[a-z][a-z0-9_]*`"),
        ] {
            assert_eq!(segments(scheme, code).unwrap_err().message, message);
        }
    }
}
