//! `errbook new`: writes the file of a new code, as a draft that explains every key.

use std::collections::HashSet;
use std::path::Path;

use errbook_catalog::{Catalog, Group, Scheme, SinceKind, file_name};
use regex_lite::Regex;

use crate::args::{FindingFormat, Global, New};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About};
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal, printable};

const ENTRY_TEXT: &str = include_str!("../texts/entry.yaml");

/// Only included if the catalog has services that respond with a status.
const STATUS_TEXT: &str = "\
# HTTP status, when the group has no default or another one.
# Per profile where services differ, such as {api: 400, gateway: 401}.
# status: 400

";

/// Writes the entry, unless the code is taken or invalid, and reads the catalog again to check it.
pub(crate) fn run(global: &Global, new: &New, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let catalog = super::open(&folder, global, "add a code")?;
    let segments = segments(&catalog.manifest().scheme, &new.code)?;
    refuse_taken(&catalog, &folder, &new.code)?;
    let codes = catalog.entries().iter().map(|entry| entry.segments.as_slice());
    require_groups(catalog.groups(), codes, &folder, &segments)?;

    let path = super::file(&folder, &format!("{}.yaml", segments.join("/")));
    let schema = super::schema::line_of_entry(&folder, &segments).map(|line| line + "\n").unwrap_or_default();
    output::create(&path, &(schema + &text(&catalog, &new.code, &segments)))?;
    terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    let (catalog, report) = super::read(&folder, global).into_parts();
    if catalog.is_none() {
        let about = About::reading(&report);
        terminal.print(&findings::show(&report, &about, FindingFormat::Human, terminal.colors()));
        terminal.say(&findings::summary(&report, &about));
        return Ok(Exit::Findings);
    }
    let check = global.command("check");
    terminal.say(&format!("next: write its message, delete `draft: true`, and run {CODE}`{check}`{CODE:#}"));
    Ok(Exit::Clean)
}

/// Splits a code into segments. Fails if it doesn't fit the scheme.
pub(super) fn segments(scheme: &Scheme, code: &str) -> Result<Vec<String>, Failure> {
    let misfit =
        |what: String| Failure::trouble(what).help(format!("codes of this catalog look like `{}`", shape(scheme)));
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
        let (parts, depths) = (findings::plural(segments.len(), "part", "parts"), scheme.depths_in_words());
        return Err(misfit(format!("`{code}` has {parts} where this catalog's codes have {depths}")));
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
fn shape(scheme: &Scheme) -> String {
    scheme.shape(|level| level.name.to_uppercase())
}

fn refuse_taken(catalog: &Catalog, folder: &Path, code: &str) -> Result<(), Failure> {
    let Some(entry) = catalog.entry(code) else { return Ok(()) };
    let file = super::file(folder, &entry.file);
    let message = if entry.code == code {
        format!("`{code}` already exists in `{}`", file.display())
    } else {
        format!("`{code}` is an alias of `{}`, in `{}`", entry.code, file.display())
    };
    Err(Failure::trouble(message).help("choose another code, or edit that file; a code keeps its meaning permanently"))
}

/// Groups must exist already, because errbook can't invent their title and description. A code with
/// the path of the folder is a group too.
pub(super) fn require_groups<'c>(
    groups: &'c [Group],
    codes: impl Iterator<Item = &'c [String]>,
    folder: &Path,
    segments: &[String],
) -> Result<(), Failure> {
    let above = &segments[..segments.len() - 1];
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
    let manifest = super::file(folder, super::MANIFEST);
    let group = above[..=known].join("/");
    Err(Failure::trouble(format!("unknown group `{group}` in `{}`", manifest.display()))
        .help(format!("add it to the manifest:\n{}", yaml.trim_end())))
}

/// `key_not_found` as `Key not found`.
fn words(segment: &str) -> String {
    let text = segment.replace(['_', '-'], " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn text(catalog: &Catalog, code: &str, segments: &[String]) -> String {
    let manifest = catalog.manifest();
    let (since, example) = match manifest.since {
        SinceKind::Date => ("The day a service first sent it.", "2026-01-31"),
        SinceKind::Version => ("The version that first sent it.", "1.2.0"),
    };
    let blanks = [
        ("{status}\n", if manifest.profiles.is_empty() { String::new() } else { STATUS_TEXT.to_owned() }),
        ("{code}", printable(code)),
        ("{shape}", shape(&manifest.scheme)),
        ("{name}", words(segments.last().map_or(code, String::as_str))),
        ("{since}", since.to_owned()),
        ("{since_example}", example.to_owned()),
    ];
    blanks.iter().fold(ENTRY_TEXT.to_owned(), |text, (blank, value)| text.replace(blank, value))
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Severity, Sources, read_sources};

    use super::*;

    const MANIFEST: &str = "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\nprofiles: {api: rfc9457}\n\
        site: {root: 'https://shop.example'}\ngroups: {a: {title: A, description: A.}}\n";
    const OTHER: &str = "status: 404\nmessage: \"Nothing here\"\n";

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    fn catalog() -> Catalog {
        let sources = Sources::from_texts([file("catalog.yaml", MANIFEST), file("a/other.yaml", OTHER)]);
        read_sources(sources).0.unwrap()
    }

    /// The loader's findings for an entry in a catalog with one other entry.
    fn findings(entry: &str) -> Vec<(Severity, &'static str)> {
        let files = [file("catalog.yaml", MANIFEST), file("a/other.yaml", OTHER), file("a/some_thing.yaml", entry)];
        let (_, report) = read_sources(Sources::from_texts(files));
        report.diagnostics().iter().map(|found| (found.severity, found.rule)).collect()
    }

    fn skeleton() -> String {
        text(&catalog(), "err:a:some_thing", &["a".to_owned(), "some_thing".to_owned()])
    }

    #[test]
    fn the_only_finding_for_a_new_entry_is_that_it_is_a_draft() {
        assert_eq!(findings(&skeleton()), [(Severity::Warning, "draft")]);
    }

    #[test]
    fn commented_keys_form_a_valid_entry() {
        let is_key = |line: &str| {
            let key = line.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' '));
            line.starts_with([' ', '-']) || key.is_some_and(|(key, _)| !key.contains(' '))
        };
        let lines = skeleton()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(text) if is_key(text) => text.to_owned(),
                _ => line.to_owned(),
            })
            .collect::<Vec<_>>();
        let entry = lines
            .join("\n")
            .replace("draft: true", "")
            .replace("code: err:AREA:SPECIFIC", "code: err:a:other")
            .replace("err:AREA:SPECIFIC", "err:a:former");
        assert_eq!(findings(&entry), [], "{entry}");
        let keys =
            ["name", "status", "message", "params", "what_happened", "how_to_fix", "related", "since", "aliases"];
        assert!(keys.iter().all(|key| entry.contains(&format!("\n{key}:"))), "{entry}");
    }

    #[test]
    fn rejects_paths_outside_the_catalog_even_if_the_pattern_matches() {
        let manifest = "name: shop\ncodes: {levels: [{name: area, pattern: '.*'}, {name: specific, pattern: '.*'}]}\n\
            groups: {a: {title: A, description: A.}}\n";
        let catalog = read_sources(Sources::from_texts([file("catalog.yaml", manifest)])).0.unwrap();
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
